"""What there is to look at, in words: what it is, what explains it honestly, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from questionnaires.problems import N_
from scoring.quality.flags import OPENS_A_CHECK, Kind

CHECK = N_(
    "Have five more interviews of this enumerator re-checked. Only the re-check decides; these "
    "figures alone are no ground for any measure."
)
ASK = N_("Open the interviews, talk with the enumerator, and write down what you found.")


@dataclass(frozen=True, slots=True, kw_only=True)
class KindWords:
    """The words of one kind. what: how it is found. honest: how it comes about without fault."""

    name: str
    what: str
    honest: str


WORDS: Mapping[str, KindWords] = {
    Kind.EXCESS_MATCH: KindWords(
        name=N_("Interviews more alike than expected"),
        what=N_(
            "For each interview, the most similar other interview of the same enumerator is held "
            "against the most similar one among equally many interviews of others. Copied or "
            "made-up interviews are more alike than those of different people."
        ),
        honest=N_(
            "People of one village or one occupation; one procedure only; the levels are always "
            "explained in the same way."
        ),
    ),
    Kind.NEAR_DUPLICATE_RATE: KindWords(
        name=N_("Many interviews that are nearly the same"),
        what=N_(
            "Interviews that agree with another one of the same enumerator in at least 19 of 22 "
            "criteria, although neither has one level throughout. There are several times as many "
            "as among equally many interviews of others."
        ),
        honest=N_("People who came together about one file; families; a very uniform service."),
    ),
    Kind.FAST_SHARE: KindWords(
        name=N_("Many very short interviews"),
        what=N_("Too many interviews took less time than reading the questions aloud takes."),
        honest=N_(
            "Answers were first written on paper and typed later; people filled in the form "
            "themselves; the clock of the tablet was changed."
        ),
    ),
    Kind.NEAR_DUPLICATE: KindWords(
        name=N_("Nearly the same as an earlier interview"),
        what=N_(
            "The interview agrees with an earlier one of the same enumerator in nearly every "
            "criterion, although neither has one level throughout."
        ),
        honest=N_("Two people of one family or about one file; two people who simply agree."),
    ),
    Kind.OVERLAPPING: KindWords(
        name=N_("Two interviews at the same time"),
        what=N_(
            "The interview began before an earlier one of the same enumerator was over, or in the "
            "same minute."
        ),
        honest=N_(
            "One was set aside and finished later; husband and wife were asked together; the "
            "clock of the tablet was changed."
        ),
    ),
    Kind.BURST: KindWords(
        name=N_("Very many interviews within an hour"),
        what=N_("More interviews began within an hour than one person can make."),
        honest=N_("Several people filled in the form themselves; forms on paper were typed later."),
    ),
    Kind.NIGHT: KindWords(
        name=N_("Interviews at night"),
        what=N_("Several interviews of one enumerator began in one night, by Vietnamese time."),
        honest=N_(
            "People who work by day; answers on paper were typed in the evening; the clock of the "
            "tablet is wrong."
        ),
    ),
    Kind.SAME_POSITION: KindWords(
        name=N_("Several interviews at exactly one point"),
        what=N_(
            "The positions agree to the last digit; even at one place a tablet measures a little "
            "differently each time. Points that three enumerators share are not shown."
        ),
        honest=N_("The tablet kept an old position, as it does indoors or without a signal."),
    ),
    Kind.POSITION_CLUSTER: KindWords(
        name=N_("Most interviews at one place"),
        what=N_(
            "At least half of the interviews with a position lie within a few dozen metres. "
            "Places that three enumerators share are not shown: one-stop offices, for instance."
        ),
        honest=N_("People were invited to one place: an office, a village hall, a market."),
    ),
    Kind.STRAIGHT_RATE: KindWords(
        name=N_("One level throughout more often than with others"),
        what=N_(
            "More interviews with nearly one level only than other enumerators have in the same "
            "units."
        ),
        honest=N_("Other people, other procedures or other hours than those of the colleagues."),
    ),
    Kind.DURATION: KindWords(
        name=N_("Shorter interviews than with others"),
        what=N_("Interviews take less time than those of other enumerators in the same units."),
        honest=N_("Practice; younger people, who answer faster; people who read for themselves."),
    ),
    Kind.ANSWERS_DIFFER: KindWords(
        name=N_("More or less satisfied answers than with others"),
        what=N_(
            "The share of satisfied answers differs from what other enumerators get in the same "
            "units, by more than chance and by more than enumerators differ anyway."
        ),
        honest=N_(
            "Cases are seldom shared out by chance: another district or another field of "
            "procedures explains it."
        ),
    ),
    Kind.MISSING_RATE: KindWords(
        name=N_("Blank criteria more or less often than with others"),
        what=N_(
            "The share of criteria left blank differs from that of other enumerators in the same "
            "units. Very few blanks may mean that somebody fills them in."
        ),
        honest=N_("More or less patience with people who hesitate; other procedures."),
    ),
    Kind.NOT_APPLICABLE_RATE: KindWords(
        name=N_("“Not applicable” more or less often than with others"),
        what=N_(
            "The share of criteria with “not applicable” differs from that of other enumerators "
            "in the same units."
        ),
        honest=N_("Other procedures, such as those without a fee; another understanding of it."),
    ),
    Kind.REFUSAL_RATE: KindWords(
        name=N_("Refusals more or less often than with others"),
        what=N_(
            "The share of refusals among the people who were met, interviews and refusals, differs "
            "from that of other enumerators in the same units. Nobody ever refusing is rare."
        ),
        honest=N_("Another district; another time of day; more or less experience at the door."),
    ),
    Kind.TOO_FAST: KindWords(
        name=N_("Short interview"),
        what=N_("It took less than half of the median of its unit, or less than the floor."),
        honest=N_("Somebody who answers fast; answers that were first written on paper."),
    ),
    Kind.STRAIGHT_LINING: KindWords(
        name=N_("Nearly one level throughout"),
        what=N_("Nearly all criteria have the same level, and in its unit this is rare."),
        honest=N_("Somebody who is equally content or discontent with everything."),
    ),
    Kind.MISSING_ANSWERS: KindWords(
        name=N_("Many criteria left blank"),
        what=N_("A large part of the criteria that were asked has no answer."),
        honest=N_("Somebody in a hurry, or who did not want to judge everything."),
    ),
}


def kind_words(kind: str) -> KindWords:
    """Its words in the language of the page; a kind that later rules do not look for has only
    its own name."""
    words = WORDS.get(kind)
    if words is None:
        return KindWords(name=kind, what="", honest="")
    return KindWords(name=_(words.name), what=_(words.what), honest=_(words.honest))


def kind_name(kind: str) -> str:
    """What a kind is called."""
    return kind_words(kind).name


def kind_next(kind: str) -> str:
    """What to do next."""
    return str(_(CHECK if kind in OPENS_A_CHECK else ASK))
