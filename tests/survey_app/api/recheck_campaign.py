"""A simulated round of 18 enumerators whose interviews and re-checks come in over HTTP.

Everybody in it is invented. Two make 30 % of their interviews up; of all other interviews 5 % have
an honest mistake in a fact, of those of one careless person 40 %, so that somebody honest has lots
rejected. Whoever is asked again is reached, and says what was.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4, uuid5

import numpy as np

from questionnaires import shipped_definition, version_id
from scoring.recheck.lot_standing import Says
from scoring.recheck.recheck_plan import RecheckPlan, recheck_plan
from survey_app.access.people import Person, person_named
from survey_app.access.policy import Role
from survey_app.db import accounts, rounds, setting_up
from survey_app.db.engine import transaction
from survey_app.fieldwork.rechecks import assigning, deciding, drawing, evidence, promising
from survey_app.fieldwork.rechecks.accepting import (
    AcceptanceRequest,
    accept_lots,
    acceptable_of,
)
from survey_app.fieldwork.rechecks.asking import field_choices
from survey_app.fieldwork.rechecks.deciding import DecisionRequest, mark_of
from survey_app.fieldwork.rechecks.evidence import EvidenceRequest, proposals_of
from survey_app.fieldwork.rechecks.excluding import ExclusionRequest, exclude_interviews
from survey_app.fieldwork.rechecks.lot_board import LotOnBoard, LotState, board_of
from survey_app.fieldwork.round_keys import new_round_key
from tests.scoring.quality.campaign import (
    COPIER,
    ENUMERATORS,
    INVENTOR,
    START,
    UNITS,
    Campaign,
    campaign,
    name_of,
)
from tests.survey_app.api.conftest import CRITERIA, VERSION, Tablet, answers
from tests.survey_app.conftest import PASSWORD_HASH, SECRET, World

CODE = "phuc-tra-2022"
MISTAKES, OF_THE_CARELESS, SAME_LEVEL = 0.05, 0.4, 0.8
CARELESS = "E05"
SUPERVISORS, DAYS = 10, 7
BATCH = 50
POST = "Bưu điện tỉnh"
ORGANISATIONS = ("Ủy ban MTTQ tỉnh", "Hội Cựu chiến binh tỉnh")
NAMES = UUID("22222222-2222-4222-8222-222222222222")
FIELD = "Đất đai"
SEED = 20220905
"""Of the draws; the same one every time, so that the round ends in the same way."""
BY_PLAN = "Theo kế hoạch phúc tra đã công bố trước đợt khảo sát"
SAYS_NO = {"interview_happened": 2}
RESULT_IN, ANOTHER_MONTH = 2206, 2201
FACTS = {
    "interview_happened": 1,
    "person_ok": 1,
    "when_ok": 9,
    "place_ok": 1,
    "procedure_ok": field_choices((FIELD,), own=None)[0].code,
    "month_ok": RESULT_IN,
    "result_received": 1,
    "answered_by_ok": 1,
    "duration_ok": 9,
    "official_present": 2,
    "pressure": 2,
}


def is_false(enumerator: str) -> bool:
    """Whether they make interviews up."""
    return enumerator in {COPIER, INVENTOR}


@dataclass
class Simulation:
    """made_up, mistaken: by the UUID of the interview, as only the respondents know it."""

    world: World
    tablet: Tablet
    made: Campaign
    uuids: dict[str, UUID]
    made_up: frozenset[UUID]
    mistaken: frozenset[UUID]
    enumerators: dict[str, int]
    random: np.random.Generator

    @property
    def first_levels(self) -> dict[UUID, tuple[int, ...]]:
        return {self.uuids[one.key]: one.levels for one in self.made.interviews}


def simulated(world: World, tablet: Tablet, *, seed: int) -> Simulation:
    """The round with its people and cases, before the first interview."""
    made = _first_days(campaign(seed))
    random = np.random.default_rng([seed, 2])
    uuids = {one.key: uuid5(NAMES, f"{seed}/{one.key}") for one in made.interviews}
    made_up = frozenset(uuids[key] for key in made.false)
    chances = random.random(len(made.interviews)).tolist()
    mistaken = {
        uuids[one.key]
        for one, chance in zip(made.interviews, chances, strict=True)
        if chance < (OF_THE_CARELESS if one.enumerator == CARELESS else MISTAKES)
    }
    enumerators = _fill(world, made, uuids)
    world.change("UPDATE frame_case SET field = :field", field=FIELD)
    return Simulation(
        world=world,
        tablet=tablet,
        made=made,
        uuids=uuids,
        made_up=made_up,
        mistaken=frozenset(mistaken - made_up),
        enumerators=enumerators,
        random=random,
    )


def _first_days(made: Campaign) -> Campaign:
    """One week: a lot of 42 interviews of everybody, so that all of it can be lived through."""
    end = START.date() + timedelta(days=DAYS)
    kept = tuple(one for one in made.interviews if one.finished_at.date() < end)
    return Campaign(interviews=kept, false=made.false & {one.key for one in kept})


def _fill(world: World, made: Campaign, uuids: dict[str, UUID]) -> dict[str, int]:
    definition = shipped_definition("sipas-22")
    with transaction(world.engine) as session:
        groups = setting_up.add_groups(session, [("district", "Huyện", "Districts")])
        units = setting_up.add_round(
            session,
            setting_up.NewRound(
                code=CODE,
                name_vi="Đợt mô phỏng phúc tra",
                name_en="Simulated round of re-checks",
                year=2022,
                state="open",
                questionnaire_version_id=version_id(definition),
                index_plan="ha-nam-2022",
                period_start=date(2022, 1, 1),
                period_end=date(2022, 8, 31),
                controller="Sở Nội vụ",
                contact="Phòng CCHC",
                erase_days=90,
                is_simulated=True,
            ),
            units=[
                setting_up.NewRoundUnit(
                    code=f"U{number:02d}",
                    name=f"Đơn vị mô phỏng {number}",
                    group="district",
                    quota=100,
                    is_exempt=False,
                    maximum_points=Decimal(100),
                    component_maximum=Decimal(10),
                )
                for number in range(UNITS)
            ],
            groups=groups,
            key=new_round_key(secret_key=SECRET, at=START),
        )
        people = {
            name_of(number): _account(session, name_of(number).lower(), Role.ENUMERATOR, POST)
            for number in range(1, ENUMERATORS + 1)
        }
        for number in range(SUPERVISORS):
            organisation = ORGANISATIONS[number % len(ORGANISATIONS)]
            _account(session, supervisor(number), Role.SUPERVISOR, organisation)
        setting_up.add_cases(
            session,
            [
                setting_up.NewCase(
                    interview_uuid=uuids[one.key],
                    round_unit_id=units[one.unit],
                    enumerator_id=people[one.enumerator],
                    assigned_at=START,
                    full_name=f"Người mô phỏng {one.key}",
                    phone="0000 000 001",
                    address="Địa chỉ mô phỏng",
                    file_code=one.key,
                    procedure="Thủ tục mô phỏng",
                    returned_on=date(2022, 6, 1),
                    is_simulated=True,
                )
                for one in made.interviews
            ],
        )
        promising.commit(
            session,
            rounds.round_coded(session, CODE),
            plan=weekly_plan(),
            by=person_named(session, "noivu"),
            secret_key=SECRET,
            random_bytes=SEED.to_bytes,
            at=START,
        )
    return people


def weekly_plan() -> RecheckPlan:
    """The shipped plan without lots of single days, of which all interviews are asked again."""
    opening = {"days": 0, "minimum_days": 0, "minimum_per_enumerator": 0}
    shipped = recheck_plan().model_dump()
    return RecheckPlan.model_validate(shipped | {"opening": shipped["opening"] | opening})


def supervisor(number: int) -> str:
    """The user name of a supervisor of this round."""
    return f"pt-gs-{number:02d}"


def _account(session, name: str, role: Role, organisation: str) -> int:
    new = accounts.NewAccount(
        username=name,
        display_name=name,
        organisation=organisation,
        role=role.value,
        unit_id=None,
        password_hash=PASSWORD_HASH,
        is_simulated=True,
        session_mark=f"mark-of-{name}",
        created_at=START,
    )
    return accounts.add_account(session, new)


def live(of: Simulation) -> None:
    """Field work from the first day to the last: interviews by day, lots and re-checks by night."""
    last = max(one.finished_at.date() for one in of.made.interviews)
    for day in (START.date() + timedelta(days=n) for n in range((last - START.date()).days + 1)):
        of.world.clock.now = datetime.combine(day, START.timetz()) + timedelta(hours=12)
        _send_interviews(of, day)
        of.world.clock.move(timedelta(hours=12))
        recheck_what_is_drawn(of)


def close(of: Simulation) -> None:
    """The round is closed past its page, and what is left comes into lots."""
    of.world.clock.move(timedelta(days=1))
    of.world.change("UPDATE round SET state = 'closed' WHERE code = :code", code=CODE)
    recheck_what_is_drawn(of)


def _send_interviews(of: Simulation, day: date) -> None:
    documents = [
        of.tablet.document(
            of.uuids[one.key],
            enumerator=of.enumerators[one.enumerator],
            unlisted=None,
            answers=answers(b10=1) | dict(zip(CRITERIA, one.levels, strict=True)),
            started_at=one.started_at.isoformat(),
            finished_at=one.finished_at.isoformat(),
            elapsed_ms=int(one.elapsed_s * 1000),
        )
        for one in of.made.interviews
        if one.finished_at.date() == day
    ]
    for start in range(0, len(documents), BATCH):
        for result in of.tablet.results(*documents[start : start + BATCH]):
            assert result["status"] == "accepted", result


def recheck_what_is_drawn(of: Simulation) -> int:
    """Closes lots, gives re-checks out and makes them; gives how many came back."""
    with transaction(of.world.engine) as session:
        found = rounds.round_coded(session, CODE)
        at = of.world.clock()
        drawing.draw(session, found, by=None, secret_key=SECRET, at=at)
        giving = assigning.GivingRequest(by=None, secret_key=SECRET, new_uuid=uuid4, at=at)
        assert assigning.assign(session, found, giving).left == ()
    interview_of = dict(of.world.rows("SELECT uuid, interview_uuid FROM recheck_task"))
    by_task = {uuid_of(task): uuid_of(interview) for task, interview in interview_of.items()}
    return sum(
        _send_rechecks(of, supervisor(number), by_task=by_task) for number in range(SUPERVISORS)
    )


def uuid_of(found: object) -> UUID:
    """As the database gives it, read past the application."""
    return found if isinstance(found, UUID) else UUID(str(found))


def _send_rechecks(of: Simulation, who: str, *, by_task: dict[UUID, UUID]) -> int:
    """All open tasks of a supervisor, as their tablet has them."""
    client = of.world.client(who)
    pack = client.get("/api/v1/sync/pack").json
    tasks = [task for one in pack["rounds"] for task in one["tasks"]]
    account = pack["supervisor"]["account"]
    documents = [
        _recheck(of, task, interview=by_task[UUID(task["uuid"])], account=account) for task in tasks
    ]
    for start in range(0, len(documents), BATCH):
        answer = of.world.app.test_client().post(
            "/api/v1/sync/rechecks",
            data=json.dumps({"documents": documents[start : start + BATCH]}),
            headers={"Authorization": f"Device {of.tablet.credential}"},
            content_type="application/json",
        )
        assert [one["status"] for one in answer.json["results"]] == ["accepted"] * len(
            documents[start : start + BATCH]
        ), answer.text
    return len(documents)


def _recheck(of: Simulation, task, *, interview: UUID, account: int) -> dict[str, object]:
    """What the respondent says; of an interview that never was, that it never was."""
    at = of.world.clock()
    facts, again = SAYS_NO, {}
    if interview not in of.made_up:
        month = ANOTHER_MONTH if interview in of.mistaken else RESULT_IN
        facts = {**FACTS, "month_ok": month}
        first = dict(zip(CRITERIA, of.first_levels[interview], strict=True))
        again = {item: _again(of.random, first[item]) for item in task["items"]}
    return {
        "format": 1,
        "kind": "recheck",
        "uuid": task["uuid"],
        "supervisor": account,
        "questionnaire_version": VERSION,
        "mode": "phone",
        "facts": facts,
        "answers": again,
        "started_at": at.isoformat(),
        "finished_at": (at + timedelta(minutes=7)).isoformat(),
        "elapsed_ms": 420000,
        "timings": {},
        "position": None,
        "app_version": "1.0.0",
    }


def _again(random: np.random.Generator, level: int) -> int:
    """An opinion on another day."""
    if random.random() < SAME_LEVEL:
        return level
    return min(5, max(1, level + int(random.choice([-1, 1]))))


def decide_everything(of: Simulation) -> None:
    """Home Affairs follows the plan, hears people and asks the offices, until nothing is left."""
    for _ in range(20):
        now = board(of)
        lots = [lot for lot in now.lots if lot.is_to_decide]
        if not lots:
            return
        together = {lot.head.code: mark_of(lot) for lot in acceptable_of(now)}
        if together:
            _accept(of, together)
        for lot in lots:
            if lot.head.code not in together:
                _decide(of, lot)
        of.world.clock.move(timedelta(days=1))
        recheck_what_is_drawn(of)
    raise AssertionError("there is always something left to decide")


def board(of: Simulation):
    """Where the lots stand."""
    with transaction(of.world.engine, writes=False) as session:
        return board_of(session, rounds.round_coded(session, CODE), at=of.world.clock())


def _accept(of: Simulation, seen: dict[str, str]) -> None:
    with transaction(of.world.engine) as session:
        found = rounds.round_coded(session, CODE)
        noivu = person_named(session, "noivu")
        request = AcceptanceRequest(seen=seen, reason=BY_PLAN, by=noivu, at=of.world.clock())
        assert accept_lots(session, found, request) == ()


def _decide(of: Simulation, lot: LotOnBoard) -> None:
    code, decision = lot.head.code, _decision(lot)
    with transaction(of.world.engine) as session:
        found = rounds.round_coded(session, CODE)
        noivu, at = person_named(session, "noivu"), of.world.clock()
        if decision == "confirmed":
            for request in _sources(lot, by=noivu, at=at):
                assert evidence.write_down(session, found, request) == ()
            lot = board_of(session, found, at=at).lot(code)
        request = DecisionRequest(
            lot=code,
            decision=decision,
            reason=BY_PLAN,
            seen=mark_of(lot),
            by=noivu,
            at=at,
            more=lot.standing.more or None,
        )
        assert deciding.decide(session, found, request, secret_key=SECRET) == ()
        if decision == "confirmed":
            _exclude(session, found.id, code, by=noivu, at=at, found=found)


def _decision(lot: LotOnBoard) -> str:
    if lot.state is LotState.TO_END:
        return "confirmed" if any(one.is_false for one in lot.rechecked.values()) else "cleared"
    assert lot.standing.says in {Says.ACCEPT, Says.EXTEND, Says.REJECT}
    return lot.standing.says.value


def _sources(lot: LotOnBoard, *, by: Person, at: datetime) -> Iterator[EvidenceRequest]:
    """The enumerator is heard, and the office has no visit on its list."""
    said = {"lot": lot.head.code, "by": by, "at": at}
    yield EvidenceRequest(
        about=None, kind="hearing", is_against=None, text="Đã nghe giải trình", **said
    )
    for uuid, one in lot.rechecked.items():
        if one.is_false:
            yield EvidenceRequest(
                about=uuid,
                kind="office_log",
                is_against=True,
                text="Sổ của cơ quan không có lượt gặp này",
                **said,
            )


def _exclude(session, round_id: int, code: str, *, by: Person, at: datetime, found) -> None:
    lot = board_of(session, found, at=at).lot(code)
    kinds = {one.uuid: one.kind for one in proposals_of(lot)}
    reason = "Xác minh: không có cuộc phỏng vấn"
    request = ExclusionRequest(lot=code, kinds=kinds, reason=reason, by=by, at=at)
    assert exclude_interviews(session, round_id, request) == ()
