"""What can be wrong with the file of a definition."""

from collections.abc import Iterable
from difflib import get_close_matches

from questionnaires.problems import N_, Catalogue, Kind


def closest(word: str, known: Iterable[str]) -> str:
    """Return what the writer probably meant, for “Did you mean …?”; a list where it is unclear."""
    candidates = sorted(set(known))
    near = get_close_matches(word[:100], candidates, n=1) or candidates
    if len(near) == 1:
        return f"“{near[0]}”"
    return f"one of {', '.join(candidates)}" if candidates else "another one"


class FileCode(Catalogue):
    """Kinds of fault that stop a definition from being used."""

    # the file as such
    FILE_TOO_LARGE = Kind(
        message=N_("The file is larger than %(maximum)s MB."),
        repair=N_("A questionnaire is a few dozen kilobytes; check that this is the right file."),
    )
    FILE_EMPTY = Kind(
        message=N_("The file is empty."),
        repair=N_("Fill it in; shipped questionnaires and the documentation have examples."),
    )
    NOT_UTF8 = Kind(
        message=N_("The file is not text in UTF-8 (byte %(byte)s)."),
        repair=N_("Save it as UTF-8 in the editor; a picture or a workbook cannot be read here."),
    )
    YAML_SYNTAX = Kind(
        message=N_("The YAML cannot be read at column %(column)s: %(why)s."),
        repair=N_("Check indentation, quotes and brackets at this place and just above it."),
    )
    JSON_SYNTAX = Kind(
        message=N_("The stored definition cannot be read: %(why)s."),
        repair=N_("Publish the questionnaire again from its file."),
    )
    MORE_THAN_ONE_DOCUMENT = Kind(
        message=N_("A second document begins here (---)."),
        repair=N_("Keep one questionnaire per file."),
    )
    TOO_DEEP = Kind(
        message=N_("The lists and groups are nested more than %(maximum)s deep."),
        repair=N_("Check brackets and indentation; no questionnaire needs this."),
    )
    TOO_MANY_VALUES = Kind(
        message=N_("The file holds more than %(maximum)s values."),
        repair=N_("Check that this is a questionnaire; split it if it is one."),
    )
    TOO_MANY_ITEMS = Kind(
        message=N_("There are more than %(maximum)s items."),
        repair=N_("Split the questionnaire."),
    )
    DUPLICATE_KEY = Kind(
        message=N_("The key %(key)s stands twice in the same group."),
        repair=N_("Keep one of the two."),
    )
    KEY_NOT_TEXT = Kind(
        message=N_("A key is a list or a group."),
        repair=N_("Write a plain word before the colon."),
    )
    ALIAS = Kind(
        message=N_("The alias *%(alias)s refers to another part of the file."),
        repair=N_("Write the value out; references are not followed."),
    )
    TAG = Kind(
        message=N_("The tag %(tag)s is not allowed."),
        repair=N_("Remove the tag; values are plain texts, numbers, true and false."),
    )

    # keys and kinds of values
    MISSING_KEY = Kind(
        message=N_("The key %(key)s is missing."),
        repair=N_("Add %(key)s here."),
    )
    MISSING_TEXT = Kind(
        message=N_("The text in the language %(key)s is missing."),
        repair=N_("Add the line “%(key)s: …”; every text exists in vi and en."),
    )
    UNKNOWN_KEY = Kind(
        message=N_("The key %(key)s is not known here."),
        repair=N_("Did you mean %(hint)s?"),
    )
    WRONG_KIND = Kind(
        message=N_("%(key)s must be %(expected)s."),
        repair=N_("Write %(expected)s."),
    )
    NOT_A_TEXT = Kind(
        message=N_("%(key)s must be a text."),
        repair=N_("Write a text; put quotes around one that looks like a number or a list."),
    )
    NOT_ONE_OF = Kind(
        message=N_("%(value)s is not a known %(key)s."),
        repair=N_("Did you mean %(hint)s?"),
    )
    BAD_CODE = Kind(
        message=N_("%(value)s cannot be used as %(key)s."),
        repair=N_("Use %(allowed)s."),
    )
    OUTSIDE_LIMITS = Kind(
        message=N_("%(key)s is outside what is possible (%(limit)s)."),
        repair=N_("Choose a value within the limit."),
    )
    EMPTY_LIST = Kind(
        message=N_("%(key)s is empty."),
        repair=N_("Give at least one entry."),
    )
    EMPTY_TEXT = Kind(
        message=N_("The text is empty."),
        repair=N_("Write the text."),
    )
    CONTROL_CHARACTER = Kind(
        message=N_("The text contains a character that cannot be shown (%(character)s)."),
        repair=N_("Remove that character; only line breaks are allowed."),
    )
    UNKNOWN_PLACEHOLDER = Kind(
        message=N_("%(placeholder)s is not a blank that can be filled."),
        repair=N_("Use one of %(known)s, or remove the braces."),
    )
    MALFORMED = Kind(
        message=N_("%(key)s cannot be used: %(why)s."),
        repair=N_("Compare it with a shipped questionnaire."),
    )

    # codes, scales, options
    DUPLICATE_CODE = Kind(
        message=N_("The code %(code)s is used twice (first: %(first)s)."),
        repair=N_("Give each its own code."),
    )
    RESERVED_CODE = Kind(
        message=N_("The code %(code)s is the name of a column of the response file."),
        repair=N_("Choose another code."),
    )
    UNKNOWN_SCALE = Kind(
        message=N_("There is no scale %(scale)s."),
        repair=N_("Did you mean %(hint)s?"),
    )
    UNKNOWN_SOURCE = Kind(
        message=N_("The source %(source)s is not in the list of sources."),
        repair=N_("Add it under “sources”, or correct it."),
    )
    CONFIRMED_WITHOUT_SOURCE = Kind(
        message=N_("The wording is called %(status)s, but no source is named."),
        repair=N_("Name the source, or use the status “memory” or “own”."),
    )
    LANGUAGE_MISSING = Kind(
        message=N_("The languages must be vi and en."),
        repair=N_("Write “languages: [vi, en]”, or leave the key out."),
    )
    SATISFIED_NOT_ON_SCALE = Kind(
        message=N_("The satisfied code %(code)s is not an option of the scale."),
        repair=N_("Use codes of the scale: %(offered)s."),
    )
    NOTHING_SATISFIED = Kind(
        message=N_("No option of the scale counts as satisfied, or all do."),
        repair=N_("Name the satisfied codes; at least one option must stay outside."),
    )
    SCALE_WITHOUT_NOT_APPLICABLE = Kind(
        message=N_("The item offers “not applicable”, but its scale %(scale)s has none."),
        repair=N_("Give the scale a not_applicable option, or remove it from the item."),
    )
    KEY_OF_OTHER_KIND = Kind(
        message=N_("%(key)s has no meaning for an item of kind %(kind)s."),
        repair=N_("Remove the key, or change the kind."),
    )
    KEY_NEEDED_BY_KIND = Kind(
        message=N_("An item of kind %(kind)s needs %(key)s."),
        repair=N_("Add %(key)s."),
    )
    TOO_FEW_OPTIONS = Kind(
        message=N_("There are fewer than two options."),
        repair=N_("Give at least two options; their codes may be any numbers from 0."),
    )
    MAX_CHOICES_ABOVE_OPTIONS = Kind(
        message=N_("max_choices is %(maximum)s, but there are only %(options)s options."),
        repair=N_("Lower max_choices, or leave it out."),
    )
    MINIMUM_ABOVE_MAXIMUM = Kind(
        message=N_("minimum %(minimum)s is greater than maximum %(maximum)s."),
        repair=N_("Exchange the two."),
    )
    NO_FACTORS = Kind(
        message=N_("There is no section of kind “factor”."),
        repair=N_("Add the factors with the criteria that are scored."),
    )
    FACTOR_WITHOUT_CRITERIA = Kind(
        message=N_("No item of this factor counts in the index."),
        repair=N_("Write “in_index: true” on its criteria, or change the kind of the section."),
    )
    INDEX_ITEM_NOT_A_SCALE = Kind(
        message=N_("An item of kind %(kind)s cannot count in the index."),
        repair=N_("Make it a scale item, or remove in_index."),
    )
    INDEX_ITEM_OUTSIDE_FACTOR = Kind(
        message=N_("The item counts in the index but stands outside the factors."),
        repair=N_("Move it to a section of kind “factor”, or remove in_index."),
    )
    OVERALL_ITEM_IN_INDEX = Kind(
        message=N_("The question for the whole counts in the index, of which it asks."),
        repair=N_("Remove in_index, or asks_overall."),
    )
    OVERALL_ITEM_ON_OTHER_SCALE = Kind(
        message=N_("The question for the whole has the scale %(scale)s, not that of the criteria."),
        repair=N_("Use the scale of the criteria (%(known)s), or remove asks_overall."),
    )
    OVERALL_ITEM_TWICE = Kind(
        message=N_("Two questions ask for the whole (first: %(first)s)."),
        repair=N_("Keep asks_overall at the one that means everything together."),
    )
    UNKNOWN_DISPOSITION = Kind(
        message=N_("%(disposition)s is not a disposition an interview can end with."),
        repair=N_("Did you mean %(hint)s?"),
    )


class RuleCode(Catalogue):
    """Kinds of fault inside the rules of a definition."""

    RULE_TOO_DEEP = Kind(
        message=N_("The rule is nested more than %(maximum)s deep."),
        repair=N_("Write it flatter."),
    )
    RULE_NOT_A_GROUP = Kind(
        message=N_("This is not a rule."),
        repair=N_("Write for example {item: b6, equals: 3}, or {all: […]}, {any: […]}, {not: …}."),
    )
    RULE_MIXED = Kind(
        message=N_("The rule says several things at once (%(keys)s)."),
        repair=N_("Join them by all: […] or any: […]."),
    )
    RULE_UNKNOWN_WORD = Kind(
        message=N_("The rule language has no word %(word)s."),
        repair=N_("Did you mean %(hint)s?"),
    )
    RULE_WITHOUT_PARTS = Kind(
        message=N_("%(word)s needs a list of rules, and at least one."),
        repair=N_("Write %(word)s: [{…}, {…}]."),
    )
    RULE_ITEM_NOT_A_CODE = Kind(
        message=N_("item must be the code of an item."),
        repair=N_("Write for example item: b6."),
    )
    RULE_NEEDS_ONE_COMPARISON = Kind(
        message=N_(
            "A comparison needs exactly one of equals, not_equals, at_least, at_most, "
            "greater, less, in, answered."
        ),
        repair=N_("Keep one; join several by all: […]."),
    )
    RULE_VALUE_WRONG = Kind(
        message=N_("%(word)s cannot be compared with this value."),
        repair=N_("Write %(expected)s."),
    )
    RULE_UNKNOWN_ITEM = Kind(
        message=N_("The rule looks at %(item)s, which does not exist."),
        repair=N_("Did you mean %(hint)s?"),
    )
    RULE_SELF_REFERENCE = Kind(
        message=N_("The rule of %(item)s looks at its own answer."),
        repair=N_("Let it look at an item that is asked before."),
    )
    RULE_FORWARD_REFERENCE = Kind(
        message=N_("The rule looks at %(item)s, which is asked later."),
        repair=N_("Let it look at an item that is asked before, or move the items."),
    )
    RULE_VALUE_NOT_OFFERED = Kind(
        message=N_("The rule compares %(item)s with %(value)s, which is never an answer to it."),
        repair=N_("Use: %(offered)s."),
    )
    RULE_ORDER_WITHOUT_ORDER = Kind(
        message=N_("Answers of %(item)s (%(kind)s) have no order, so %(word)s cannot be asked."),
        repair=N_("Use equals, not_equals, in or answered."),
    )
    RULE_ORDER_MEETS_NOT_APPLICABLE = Kind(
        message=N_(
            "%(item)s also takes “not applicable” (%(value)s), which %(word)s would treat "
            "as a level."
        ),
        repair=N_("List the levels by in: […]."),
    )
    UNREACHABLE = Kind(
        message=N_("No answers at all make this rule true."),
        repair=N_(
            "Look for parts that exclude each other, also in the rules of the items and "
            "the section it depends on."
        ),
    )
