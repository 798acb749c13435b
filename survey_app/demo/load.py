"""Fills an empty, migrated database with the demo."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from sqlalchemy.orm import Session

from questionnaires import (
    Answer,
    Definition,
    check_answers,
    shipped_definition,
    version_id,
)
from scoring.rule import BLANK, NOT_ASKED
from survey_app.access.people import AccountRequest, add_account
from survey_app.access.policy import Role
from survey_app.db import accounts, audit, setting_up
from survey_app.db.interviews import insert_many
from survey_app.demo.accounts import DEMO_ACCOUNTS, OTHER_ENUMERATORS
from survey_app.demo.calibration import Calibration
from survey_app.demo.claims import add_claims
from survey_app.demo.comments import comment_of
from survey_app.demo.rechecks import give_rechecks, on_a_list
from survey_app.demo.round import ROUND_CODE, add_round
from survey_app.demo.simulated_answers import Layout, SimulatedUnit, simulate_unit
from survey_app.demo.simulated_people import Diary, drawn_uuid, field_times, other_answers
from survey_app.demo.source import SourceUnit, source_units
from survey_app.fieldwork.receiving import FinishedInterview, new_interview

SEED = 20221120
ENUMERATORS_PER_UNIT = 4
OPEN_CASES = 6
CANNOT_SIGN_IN = "!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What the demo holds, for the command that made it to tell."""

    interviews: int
    calibrations: Mapping[str, Calibration]


def load_demo(
    session: Session,
    *,
    at: datetime,
    secret_key: str,
    one_in: int = 1,
    with_rechecks: bool = False,
    is_over: bool = False,
) -> Loaded:
    """Writes everything; the same seed gives the same interviews, UUIDs included.

    `one_in` leaves all but one interview in so many out, as in the first days of a round.
    with_rechecks: some respondents are on a list, and a few of them are to be asked again.
    is_over: nobody is left to interview, as where the round is about to be closed.
    """
    definition = shipped_definition("sipas-22")
    units = source_units()
    round_units = add_round(session, definition, units, secret_key=secret_key, at=at)
    enumerators = _add_accounts(session, at=at)
    calibrations = {}
    diary = Diary()
    finished: list[FinishedInterview] = []
    for position, unit in enumerate(unit for unit in units if unit.component is not None):
        random = np.random.default_rng([SEED, position])
        simulated = _simulated(unit, definition, one_in=one_in, random=random)
        calibrations[unit.code] = simulated.calibration
        team = [
            enumerators[(position * ENUMERATORS_PER_UNIT + place) % len(enumerators)]
            for place in range(ENUMERATORS_PER_UNIT)
        ]
        finished += _finished_of(
            simulated,
            definition=definition,
            round_unit_id=round_units[unit.code],
            team=team,
            diary=diary,
            random=random,
        )
    listed = on_a_list(finished) if with_rechecks else []
    _add_interviews(session, finished, listed=listed, definition=definition)
    if not is_over:
        _add_open_cases(session, units, round_units, enumerator_id=enumerators[0], at=at)
    audit.record(
        session,
        action="demo.loaded",
        object_kind="round",
        object_id=ROUND_CODE,
        account_id=None,
        at=at,
        details={"seed": str(SEED), "interviews": str(len(finished))},
    )
    if with_rechecks:
        of_unit = next(unit for unit in units if unit.component is not None)
        add_claims(
            session,
            round_unit_id=round_units[of_unit.code],
            enumerator_id=enumerators[1],
            tried_at=max(one.started_at for one in finished),
        )
        uuids = {one.interview_uuid for one in listed}
        give_rechecks(session, listed=uuids, secret_key=secret_key, at=at)
    return Loaded(interviews=len(finished), calibrations=calibrations)


def _add_accounts(session: Session, *, at: datetime) -> Sequence[int]:
    """The sign-ins and the other enumerators; gives the enumerators' numbers."""
    enumerators = []
    for demo in DEMO_ACCOUNTS:
        request = AccountRequest(
            username=demo.username,
            display_name=demo.display_name,
            organisation=demo.organisation,
            role=demo.role,
            unit_code=demo.unit_code,
            is_simulated=True,
        )
        number = add_account(session, request, password=demo.password, by=None, at=at)
        if demo.role is Role.ENUMERATOR:
            enumerators.append(number)
    for place in range(2, OTHER_ENUMERATORS + 2):
        new = accounts.NewAccount(
            username=f"dieutravien{place:02d}",
            display_name=f"Điều tra viên {place:02d} (mô phỏng)",
            organisation="Bưu điện tỉnh",
            role=Role.ENUMERATOR.value,
            unit_id=None,
            password_hash=CANNOT_SIGN_IN,
            is_simulated=True,
            session_mark=secrets.token_hex(12),
            created_at=at,
        )
        enumerators.append(accounts.add_account(session, new))
    return enumerators


def _simulated(
    unit: SourceUnit, definition: Definition, *, one_in: int, random: np.random.Generator
) -> SimulatedUnit:
    if unit.component is None:
        raise ValueError(f"{unit.code} was not surveyed")
    codes = [item.code for item in definition.index_items]
    feedback = tuple(place for place, code in enumerate(codes) if code.startswith("q5"))
    layout = Layout(items=len(codes), feedback=feedback, fee=codes.index("q24"))
    interviews = max(1, unit.quota // one_in)
    return simulate_unit(unit.component, interviews=interviews, layout=layout, random=random)


def _finished_of(
    simulated: SimulatedUnit,
    *,
    definition: Definition,
    round_unit_id: int,
    team: Sequence[int],
    diary: Diary,
    random: np.random.Generator,
) -> list[FinishedInterview]:
    return [
        _finished(
            levels.tolist(),
            definition=definition,
            round_unit_id=round_unit_id,
            enumerator_id=team[row % len(team)],
            diary=diary,
            random=random,
        )
        for row, levels in enumerate(simulated.levels)
    ]


def _add_interviews(
    session: Session,
    finished: Sequence[FinishedInterview],
    *,
    listed: Sequence[setting_up.NewCase],
    definition: Definition,
) -> None:
    """In the order in which they came, as they are numbered in a real round."""
    if listed:
        setting_up.add_cases(session, listed)
    on_list = {one.interview_uuid for one in listed}
    setting_up.add_assignments(
        session,
        [
            setting_up.NewAssignment(
                interview_uuid=one.uuid,
                round_unit_id=one.round_unit_id,
                enumerator_id=one.enumerator_id,
                assigned_at=one.started_at,
            )
            for one in finished
            if one.uuid not in on_list
        ],
    )
    insert_many(
        session,
        [
            new_interview(one, definition=definition, received_at=_evening(one.finished_at))
            for one in sorted(finished, key=lambda one: one.finished_at)
        ],
    )


def _finished(
    levels: Sequence[int],
    *,
    definition: Definition,
    round_unit_id: int,
    enumerator_id: int,
    diary: Diary,
    random: np.random.Generator,
) -> FinishedInterview:
    by_code = dict(zip((item.code for item in definition.index_items), levels, strict=True))
    answers: dict[str, Answer] = other_answers(random, gave_feedback=by_code["q51"] != NOT_ASKED)
    answers.update(
        (code, level) for code, level in by_code.items() if level not in (BLANK, NOT_ASKED)
    )
    faults = check_answers(definition, answers)
    if faults:
        raise RuntimeError(f"the simulation broke a rule of the questionnaire: {faults[0]}")
    times, number = diary.next_free(enumerator_id, field_times(random)), drawn_uuid(random)
    if (comment := comment_of(number)) is not None:
        answers["d2"] = comment
    return FinishedInterview(
        uuid=number,
        round_unit_id=round_unit_id,
        enumerator_id=enumerator_id,
        questionnaire_version_id=version_id(definition),
        mode="tablet",
        answers=answers,
        started_at=times.started_at,
        finished_at=times.finished_at,
        is_simulated=True,
    )


def _evening(finished_at: datetime) -> datetime:
    """Tablets send at the end of the day."""
    return finished_at.replace(hour=18, minute=0, second=0) + timedelta(minutes=7)


def _add_open_cases(
    session: Session,
    units: Sequence[SourceUnit],
    round_units: Mapping[str, int],
    *,
    enumerator_id: int,
    at: datetime,
) -> None:
    """Respondents for the enumerator to try; they are said to be simulated in every field."""
    random = np.random.default_rng([SEED, len(units)])
    surveyed = [unit for unit in units if unit.component is not None]
    setting_up.add_cases(
        session,
        [
            setting_up.NewCase(
                interview_uuid=drawn_uuid(random),
                round_unit_id=round_units[unit.code],
                enumerator_id=enumerator_id,
                assigned_at=at,
                full_name=f"Người trả lời mô phỏng {place}",
                phone=f"0000 000 {place:03d}",
                address="Địa chỉ mô phỏng, tỉnh Hà Nam",
                file_code=f"MO-PHONG-{place:03d}",
                procedure="Thủ tục mô phỏng",
                returned_on=date(2022, 9, 1) + timedelta(days=place),
                is_simulated=True,
            )
            for place, unit in enumerate(surveyed[:OPEN_CASES], start=1)
        ],
    )
