"""What the questions are called by which people are compared, and their answers."""

from collections.abc import Iterator

from flask_babel import gettext as _

from questionnaires import Definition
from questionnaires.problems import N_
from survey_app.results.attributes import Attribute, Known, attributes_of
from survey_app.web.interview_words import mode_names, origin_names
from survey_app.web.language import current_language

KNOWN = {
    Known.MODE: N_("How the interview was made"),
    Known.ORIGIN: N_("Where the respondent came from"),
    Known.STRATUM: N_("Stratum of the sample"),
}


def attribute_name(one: Attribute) -> str:
    """The question as it is asked, or what is known without asking."""
    if one.item is None:
        return str(_(KNOWN[Known(one.code)]))
    return one.item.text.in_language(current_language())


def label_names(one: Attribute) -> dict[str, str]:
    """The answers as they are offered; nothing where a label is its own name."""
    if one.item is not None:
        language = current_language()
        return {str(option.code): option.text.in_language(language) for option in one.item.options}
    return {Known.MODE: mode_names(), Known.ORIGIN: origin_names()}.get(Known(one.code), {})


def attribute_choices(definition: Definition) -> Iterator[tuple[str, str]]:
    """Code and name of all, for a field to choose from."""
    for one in attributes_of(definition):
        yield one.code, attribute_name(one)
