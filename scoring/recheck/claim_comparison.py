"""What respondents say of refusals and absences that enumerators claimed: verdicts and rates.

People forget a call sooner than an interview, so every doubt is for the enumerator, and one claim
decides nothing. These figures stand apart from those of interviews.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.recheck.claim_lots import ClaimKind
from scoring.recheck.exact_rate import ExactRate
from scoring.recheck.interviews import Selection
from scoring.response_rates import Cases

CAME, NEVER_AT_HOME, NEVER_AWAY = "yes", "never_at_home", "never_away"
"""Whether anybody came or called. never_at_home: nobody did, though the respondent was to be met;
never_away: nobody as far as they know, and they were away or not to be called at times.
"""
ANSWERED, NOT_ASKED, REFUSED, LATER = "answered", "not_asked", "refused", "later"
NOBODY = "nobody"
"""That nobody else of the household or the office spoke for the respondent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSaid:
    """What a respondent says, each as the word that is kept of the question; None: not asked.

    came: as above, or unsure. answer: what was said when somebody asked; `LATER` for another time.
    other: whether somebody else spoke: refused, absent, nobody, unsure.
    """

    came: str
    answer: str | None
    other: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimVerdict:
    """is_defective: it was not as claimed. is_false: nobody came or called at all."""

    is_defective: bool
    is_false: bool


HOLDS = ClaimVerdict(is_defective=False, is_false=False)
NOT_SO = ClaimVerdict(is_defective=True, is_false=False)
NOBODY_CAME = ClaimVerdict(is_defective=True, is_false=True)


def claim_verdict(said: ClaimSaid, *, kind: ClaimKind, was_spoken_to: bool) -> ClaimVerdict:
    """Whether a claim holds against what the respondent says; every doubt is for the enumerator.

    was_spoken_to: whether an attempt says that somebody was spoken to, as an appointment does.
    Nothing hangs on when it was: people misdate. Whoever was asked to come another time has not
    been refused, and may have been understood so.
    """
    if said.other != NOBODY:
        return HOLDS
    if kind is ClaimKind.REFUSED:
        if said.came in (NEVER_AT_HOME, NEVER_AWAY):
            return NOBODY_CAME
        return NOT_SO if said.answer in (ANSWERED, NOT_ASKED) else HOLDS
    # Whoever was away cannot know who rang at the door.
    if said.came == NEVER_AT_HOME:
        return NOBODY_CAME
    was_met = said.came == CAME and said.answer in (ANSWERED, REFUSED, LATER)
    return NOT_SO if was_met and not was_spoken_to else HOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckedClaim:
    """A claim whose re-check has ended. key: its identifier. verdict: None where nobody was
    reached. selection: estimates are made of the random ones alone.
    """

    key: str
    enumerator: str
    supervisor: str
    kind: ClaimKind
    verdict: ClaimVerdict | None
    selection: Selection

    @property
    def is_contacted(self) -> bool:
        """Whether the respondent was reached."""
        return self.verdict is not None

    @property
    def is_defective(self) -> bool:
        """Whether it was not as claimed."""
        return self.verdict is not None and self.verdict.is_defective

    @property
    def is_false(self) -> bool:
        """Whether the respondent says that nobody came or called."""
        return self.verdict is not None and self.verdict.is_false


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWork:
    """drawn: claims whose re-check has ended. defective: of those reached. never: among the
    defective, those of which the respondent says that nobody came.
    """

    drawn: int
    defective: ExactRate
    never: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimComparison:
    """Of random selections alone: all together, by enumerator, by kind of claim."""

    whole: ClaimWork
    enumerators: Mapping[str, ClaimWork]
    kinds: Mapping[ClaimKind, ClaimWork]


def compare_claims(claims: Sequence[RecheckedClaim]) -> ClaimComparison:
    """Counts and exact intervals of claims that were asked about."""
    random = [one for one in claims if one.selection is Selection.RANDOM]
    return ClaimComparison(
        whole=claim_work(random),
        enumerators={
            name: claim_work([one for one in random if one.enumerator == name])
            for name in sorted({one.enumerator for one in random})
        },
        kinds={kind: claim_work([one for one in random if one.kind is kind]) for kind in ClaimKind},
    )


def claim_work(claims: Sequence[RecheckedClaim]) -> ClaimWork:
    """Of these claims, whatever their selection."""
    return ClaimWork(
        drawn=len(claims),
        defective=ExactRate(
            count=sum(one.is_defective for one in claims),
            of=sum(one.is_contacted for one in claims),
        ),
        never=sum(one.is_false for one in claims),
    )


def cases_without_false(cases: Cases, *, refused: int, not_met: int) -> Cases:
    """The cases without claims that were proved false: nobody went there, so that they are neither
    refusals nor non-contacts. As if in no formula; ValueError where there are fewer.
    """
    return Cases(
        complete=cases.complete,
        partial=cases.partial,
        refusal=cases.refusal - refused,
        non_contact=cases.non_contact - not_met,
        other=cases.other,
        unknown_household=cases.unknown_household,
        unknown_other=cases.unknown_other,
    )
