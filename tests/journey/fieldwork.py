"""The enumerators, day by day: they fetch packs, make the visits of the plan, and send."""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from tests.journey.enumerator import Document, Enumerator, hash_of
from tests.journey.installation import Installation
from tests.journey.ledger import UNLISTED, Entry, Ledger
from tests.journey.plan import (
    BROKEN_OFF,
    GIVEN_UP,
    LATER,
    MOST_VISITS,
    NOT_ELIGIBLE,
    NOT_REACHED,
    REFUSED,
    Fate,
    fates,
    visits_of_day,
)
from tests.journey.preparing import MANAGER, PASSWORD, ROUND, Listed, Prepared, enrolment_code
from tests.journey.visitor import Visitor

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
FIRST_DAY = date(2022, 11, 7)
DAYS = 14
MORNING, FIRST_VISIT, SENDING, EVENING = time(7, 30), time(8), time(17, 45), time(20)
OPEN_ENDED = {NOT_REACHED, LATER}
HASTY = "dtv09"
ANYBODY = ""
"""Holds what is shared out again: tomorrow's packs say with whom it is."""


@dataclass(slots=True, kw_only=True)
class Case:
    """Somebody whom an enumerator has on the list, as the simulation knows it."""

    listed: Listed
    name: str
    holder: str
    fate: Fate
    visits: int = 0
    outcome: str | None = None
    """The disposition that ended it, or that of an interview: `INTERVIEWED`."""
    is_replaced: bool = False
    is_voided: bool = False

    @property
    def is_on_the_list(self) -> bool:
        """Whether the tablet of its holder shows it."""
        return self.outcome is None and not self.is_replaced


INTERVIEWED = "interviewed"


@dataclass(slots=True, kw_only=True)
class Fieldwork:
    """Who is out, which cases they have, and what the simulation has counted."""

    here: Installation
    prepared: Prepared
    ledger: Ledger = field(default_factory=Ledger)
    people: dict[str, Enumerator] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """New cases that a pack has to bring, by user name."""
    waiting: list[tuple[Enumerator, Document]] = field(default_factory=list)
    """About which the field manager has to decide, in the order of receipt."""
    returned: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Interviews that somebody is asked to look at again, by user name."""
    day: date = FIRST_DAY
    office: Visitor = field(init=False)
    lots: Iterator[Fate] = field(default_factory=lambda: fates(np.random.default_rng(2124)))

    def at(self, moment: time) -> datetime:
        """A time of this day, to which the clock of the installation is set."""
        now = datetime.combine(self.day, moment, tzinfo=ZONE).astimezone(UTC)
        self.here.set_clock(now)
        return now

    def set_out(self) -> None:
        """Everybody signs in for the first time, and every tablet is enrolled by its code."""
        self.at(MORNING)
        codes = dict(self.prepared.codes)
        self.office = Visitor(self.here.address, number=0)
        self.office.sign_in_first(MANAGER, codes.pop(MANAGER), PASSWORD)
        for number, (username, code) in enumerate(sorted(codes.items()), start=1):
            visitor = Visitor(self.here.address, number=number)
            visitor.sign_in_first(username, code, PASSWORD)
            person = Enumerator(
                username=username,
                visitor=visitor,
                chance=random.Random(number),  # noqa: S311 -- nobody exists
                seals=number % 2 == 0,
                is_hasty=username == HASTY,
            )
            person.enrol(enrolment_code(self.office, f"Máy {number:02}"))
            self.people[username] = person

    def fetch(self, person: Enumerator) -> None:
        """The pack has what its enumerator should have, and nothing else."""
        person.fetch_pack(ROUND)
        new = [one for one in person.cases if one not in self.cases]
        for uuid in person.cases:
            if uuid in self.cases and self.cases[uuid].holder == ANYBODY:
                self.cases[uuid].holder = person.username
        for uuid in sorted(new, key=lambda one: self._place(person.cases[one])):
            unit, name = self._place(person.cases[uuid])
            listed = self.prepared.cases[unit, name]
            self.cases[uuid] = Case(
                listed=listed, name=name, holder=person.username, fate=next(self.lots)
            )
        if self.day > FIRST_DAY:
            assert len(new) == self.expected.pop(person.username, 0), person.username
        own = {
            uuid
            for uuid, case in self.cases.items()
            if case.holder == person.username and case.is_on_the_list
        }
        odd = [self.cases[uuid] for uuid in set(person.cases) ^ own]
        assert not odd, (person.username, odd)
        assert set(person.returned) == set(self.returned[person.username]), person.username
        for uuid, case in person.cases.items():
            assert len(case["attempts"]) == self.cases[uuid].visits

    @staticmethod
    def _place(case: Document) -> tuple[str, str]:
        return case["unit"], case["respondent"]

    def work(self, person: Enumerator) -> None:
        """The visits of the day; what came of them is in the outbox."""
        begins = datetime.combine(self.day, FIRST_VISIT, tzinfo=ZONE)
        mine = sorted(person.cases, key=lambda one: self._place(person.cases[one]))
        # What waits in the outbox has been done already, also where the server knows nothing of it.
        done = {one.get("interview", one["uuid"]) for one in person.outbox}
        known = {uuid: self.cases[uuid].fate for uuid in mine}
        done |= {uuid for uuid in mine if self.cases[uuid].outcome is not None}
        left = [(uuid, self.cases[uuid].visits) for uuid in mine if uuid not in done]
        at_most = self.prepared.scale.visits_a_day
        person.make_visits(visits_of_day(left, known=known, at_most=at_most), begins=begins)

    def send(
        self, person: Enumerator, documents: Sequence[Document], *, expects: str, at: datetime
    ) -> None:
        """Sends these, all of which become the same, and writes down what that means."""
        results = person.send(documents, at=at)
        assert {one["status"] for one in results} <= {expects}, (person.username, results)
        self.ledger.sent[expects] += len(results)
        if expects == "accepted":
            for document in documents:
                self.take(person, document)
        elif expects != "already_received":
            # What is put aside of one batch lies in the order of its hashes.
            self.waiting += [(person, one) for one in sorted(documents, key=hash_of)]

    def empty_outbox(self, person: Enumerator, *, at: datetime) -> None:
        """Everything that was made is sent and accepted."""
        waiting, person.outbox = person.outbox, []
        self.send(person, waiting, expects="accepted", at=at)

    def take(self, person: Enumerator, document: Document) -> None:
        """A document counts from now on."""
        entry = self.entry(person.username, document)
        disposition = disposition_of(document)
        uuid = document.get("interview", document["uuid"])
        if disposition is None:
            self.ledger.interviews[uuid] = entry
            if uuid in self.cases:
                self.cases[uuid].outcome = INTERVIEWED
            return
        self.ledger.attempts.append((entry, disposition, uuid))
        case = self.cases[uuid]
        case.visits += 1
        if disposition not in OPEN_ENDED:
            case.outcome = disposition

    def entry(self, username: str, document: Document) -> Entry:
        """Where a document belongs that is received today."""
        uuid = document.get("interview", document["uuid"])
        if uuid in self.cases:
            listed = self.cases[uuid].listed
            unit, stratum = listed.unit, listed.stratum
        else:
            unit, stratum = document["unlisted"]["unit"], UNLISTED
        made_at = datetime.fromisoformat(document.get("finished_at") or document["attempted_at"])
        return Entry(
            unit=unit,
            stratum=stratum,
            enumerator=username,
            day=self.day.isoformat(),
            made_on=made_at.astimezone(ZONE).date().isoformat(),
        )

    def to_replace(self) -> list[tuple[str, Case, str]]:
        """Whom the field manager can replace today, with the reason."""
        found = []
        for uuid, case in sorted(self.cases.items(), key=lambda one: one[1].name):
            reason = reason_of(case)
            if reason and not case.is_replaced:
                found.append((uuid, case, reason))
        return found

    def next_day(self) -> None:
        """Night falls."""
        self.day += timedelta(days=1)

    def out(self, *, but: Iterable[str] = ()) -> list[Enumerator]:
        """Who works today."""
        absent = set(but)
        return [one for name, one in self.people.items() if name not in absent]


def disposition_of(document: Document) -> str | None:
    """How the visit ended when it led to no interview."""
    if document.get("kind") == "contact_attempt":
        return str(document["disposition"])
    if document.get("stopped"):
        return BROKEN_OFF
    return NOT_ELIGIBLE if document["answers"].get("a4") == 2 else None


def reason_of(case: Case) -> str | None:
    """The reason to replace a case; None while there is none."""
    if case.outcome is None:
        tired = case.fate.ending == GIVEN_UP and case.visits >= MOST_VISITS
        return "not_reached" if tired else None
    reasons = {
        REFUSED: "refused",
        BROKEN_OFF: "refused",
        "2.25": "moved",
        "3.18": "wrong_address",
        NOT_ELIGIBLE: "not_eligible",
    }
    return reasons.get(case.outcome)
