"""Fourteen days, and everything that goes otherwise than planned in them."""

import re
from datetime import datetime
from urllib.parse import quote

from tests.journey.fieldwork import ANYBODY, DAYS, EVENING, MORNING, SENDING, Case, Fieldwork
from tests.journey.plan import MOVED, REFUSED
from tests.journey.preparing import LIST, MANAGER, ROUND
from tests.journey.reviewing import answer_a_return, review

WITHOUT_NETWORK = {"dtv05": range(6, 9)}
"""Days on which a tablet neither fetches nor sends, counted from 1."""
ILL, COVERED_BY, ILL_ON = "dtv18", "dtv17", 5
REPLACES_A_DAY = 8
CASE = re.compile(rf'href="(/field/rounds/{ROUND}/cases/\d+)"')
DECIDE = re.compile(r'href="(/field/quarantine/\d+)"')


def live_through(field: Fieldwork, *, reserve: dict[str, int]) -> None:
    """The whole fortnight, until the packs of the morning after are fetched.

    reserve: members that wait in each stratum.
    """
    field.set_out()
    for number in range(1, DAYS + 1):
        gone = {name for name, days in WITHOUT_NETWORK.items() if number in days}
        if number > ILL_ON:
            gone.add(ILL)
        field.at(MORNING)
        for person in field.out(but=gone):
            field.fetch(person)
        for person in field.out(but={ILL} if number > ILL_ON else ()):
            field.work(person)
        evening = field.at(SENDING)
        _send(field, number, gone, at=evening)
        field.at(EVENING)
        _manage(field, number, reserve)
        field.next_day()
    field.at(MORNING)
    for person in field.out(but={ILL}):
        field.fetch(person)


def _send(field: Fieldwork, number: int, gone: set[str], *, at: datetime) -> None:
    for place, person in enumerate(field.out(but=gone)):
        if number == ILL_ON and person.username == ILL:
            continue  # sends later, after somebody else has the cases
        made = list(person.outbox)
        field.empty_outbox(person, at=at)
        if (place + number) % 5 == 0:
            # The answer did not arrive: the tablet sends everything again.
            field.send(person, made, expects="already_received", at=at)
    if number == 3:
        _send_other_answers(field, at=at)
    if number == 9:
        _interview_people_on_no_list(field, at=at)
    if number == 11:
        answer_a_return(field, at=at)
    if number == 12:
        _interview_the_replaced(field, at=at)


def _send_other_answers(field: Fieldwork, *, at: datetime) -> None:
    """Two tablets have other content under the UUID of an interview that was received."""
    for name in ("dtv03", "dtv04"):
        person = field.people[name]
        uuid = _interviewed_by(field, name)[0]
        other = person.interview(uuid, at=at)
        field.send(person, [other], expects="conflict", at=at)


def _interview_people_on_no_list(field: Fieldwork, *, at: datetime) -> None:
    for name, unit in (("dtv02", "SXD"), ("dtv06", "SYT"), ("dtv06", "PHULY")):
        person = field.people[name]
        unlisted = {"round": ROUND, "unit": unit}
        met = [person.interview(person.new_uuid(), at=at, unlisted=unlisted) for _ in range(2)]
        field.send(person, met, expects="accepted", at=at)


def _interview_the_replaced(field: Fieldwork, *, at: datetime) -> None:
    """Three people who had refused or moved have changed their minds; others took their places."""
    replaced = [
        (uuid, case)
        for uuid, case in sorted(field.cases.items(), key=lambda one: one[1].name)
        if case.is_replaced and case.outcome in {REFUSED, MOVED} and case.holder != ILL
    ]
    for uuid, case in replaced[:3]:
        person = field.people[case.holder]
        field.send(person, [person.interview(uuid, at=at)], expects="accepted", at=at)


def _interviewed_by(field: Fieldwork, name: str) -> list[str]:
    made = field.ledger.interviews.items()
    return sorted(uuid for uuid, one in made if one.enumerator == name and uuid in field.cases)


def _manage(field: Fieldwork, number: int, reserve: dict[str, int]) -> None:
    """The evening of the field manager."""
    if number == ILL_ON:
        _cover_the_ill(field)
    if number in {3, ILL_ON}:
        _decide(field)
    if number == 7:
        _share_again(field)
    if number == 10:
        review(field)
    _replace(field, reserve)


def _cover_the_ill(field: Fieldwork) -> None:
    """Somebody is ill: the account is closed and everything open goes to somebody else.

    Then the tablet sends what was done in the morning, with cases that are no longer its own.
    """
    field.here.hailong("user", "disable", ILL)
    move = ("assignment", "move", "--round", ROUND, "--from", ILL, "--to", COVERED_BY)
    said = field.here.hailong(*move, "--reason", "Ốm", "--by", MANAGER)
    moved = [one for one in field.cases.values() if one.holder == ILL and one.is_on_the_list]
    assert f" {len(moved)} " in said, (said, len(moved))
    for case in moved:
        case.holder = COVERED_BY
    person = field.people[ILL]
    field.send(person, person.outbox, expects="quarantined", at=field.at(EVENING))


def _share_again(field: Fieldwork) -> None:
    """Three cases are taken back from one enumerator and shared out among all."""
    holder = "dtv01"
    mine = [one for one in field.cases.values() if one.holder == holder and one.is_on_the_list]
    taken = sorted(mine, key=lambda one: (one.visits, one.name))[:3]
    for case in taken:
        one = ("--unit", case.listed.unit, "--case", case.listed.file_code)
        told = ("--round", ROUND, "--reason", "Chia lại", "--by", MANAGER)
        field.here.hailong("assignment", "recall", *one, *told)
    share = ("assignment", "share", "--round", ROUND, "--list", LIST, "--rule", "by_load")
    assert f"{len(taken)}" in field.here.hailong(*share, "--by", MANAGER)
    status = field.here.hailong("assignment", "status", "--round", ROUND)
    assert "Nobody has 0 cases" in status, status
    for case in taken:
        case.holder = ANYBODY


def _decide(field: Fieldwork) -> None:
    """About every document that waits: every second one is taken in, by unit and name."""
    listing = field.office.get("/field/quarantine/")
    places = sorted(set(DECIDE.findall(listing.text)), key=lambda one: int(one.split("/")[-1]))
    for place, (address, kept) in enumerate(zip(places, field.waiting, strict=True)):
        page = field.office.get(address)
        compared = re.search(r'name="compared" value="(\d+)"', page.text)
        assert compared is not None
        is_taken = place % 2 == 0
        choice = {"decision": "accepted" if is_taken else "voided", "reason": "Đã hỏi lại"}
        field.office.submit(address, page=page, compared=compared.group(1), **choice)
        if is_taken:
            field.take(*kept)
    field.waiting.clear()


def _replace(field: Fieldwork, reserve: dict[str, int]) -> None:
    """The next of the reserve for whoever will not be interviewed, as far as the reserve goes."""
    for uuid, case, reason in field.to_replace()[:REPLACES_A_DAY]:
        if not reserve.get(case.listed.stratum):
            continue
        holder = case.holder if case.holder != ILL else COVERED_BY
        _replace_on_its_page(field, case, reason=reason, to=holder)
        reserve[case.listed.stratum] -= 1
        case.is_replaced = True
        field.ledger.replaced[uuid] = reason
        field.expected[holder] += 1


def _replace_on_its_page(field: Fieldwork, case: Case, *, reason: str, to: str) -> None:
    """Looked for by its file code, as somebody finds it who has the paper file at hand."""
    code = quote(case.listed.file_code)
    address = f"/field/rounds/{ROUND}/cases/?unit={case.listed.unit}&code={code}"
    listing = field.office.get(address)
    (page,) = set(CASE.findall(listing.text))
    wanted = {"reason": reason, "note": "Mô phỏng", "to": to}
    answer = field.office.submit(f"{page}/replace", page=listing, **wanted)
    assert case.listed.file_code in answer.text
