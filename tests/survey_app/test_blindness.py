"""A supervisor learns nothing of the first interview before locking, at whatever address they ask.

Every route is asked, also those that are added tomorrow. What must not be seen is planted in the
first interview; afterwards only the fact that does not fit may be laid beside it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from flask import jsonify

from questionnaires import shipped_definition
from survey_app.access.policy import Verb
from survey_app.fieldwork.rechecks.asking import field_choices
from survey_app.web.declare import declares
from tests.drawn_recheck import draw_for
from tests.survey_app import claimed_round
from tests.survey_app import given_rechecks as give_rechecks
from tests.survey_app.conftest import COMPLETE
from tests.survey_app.test_routes import VALUES

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

FIELD = "Xây dựng"
ENUMERATOR, ENUMERATOR_NAME = "dieutravien-9431", "Điều tra viên mô phỏng 9431"
IN_OWN_WORDS = {
    "a3": "thủ tục nói riêng 5127",
    "b1": "5",
    "b1_text": "nguồn tin nói riêng 6604",
    "d2": "góp ý nói riêng 8812",
}
RETURNED_BECAUSE, TRIED, TIMES = "trả lại vì 7718", "đã thử 3359", ("13:33", "13:47")
HOW_IT_WAS_MADE = ("giấy, người trả lời tự điền", "paper, filled in by the respondent alone")
RECORDED_MONTH = "01/09/2022"
"""Of the case: the only thing that may be shown, once it does not fit."""
ASKED = frozenset(item.code for item in shipped_definition("sipas-22").items)
INPUT, NAME = re.compile(r"<input\b[^>]*>"), re.compile(r'\bname="(\w+)"')
ONCE = re.compile(
    r'name="csrf_token"[^>]*>|name="attempt"[^>]*>|\b[0-9a-f]{16}\b'
    r"|(?:Set-Cookie|Date|Expires|X-CSRFToken): [^\r\n]*"
)
"""What an answer has for one request alone: tokens against forgery, the number of the request."""
FITTING = {
    "interview_happened": "1",
    "person_ok": "1",
    "when_ok": "2",
    "place_ok": "1",
    "procedure_ok": str(field_choices((FIELD,), own=None)[0].code),
    "month_ok": "2209",
    "result_received": "1",
    "answered_by_ok": "3",
    "duration_ok": "2",
    "official_present": "2",
    "pressure": "2",
    "recheck-mode": "visit",
}


@dataclass
class Watched:
    """A supervisor with an open task, and everything of the interview that they must not see."""

    world: object
    task: object
    secrets: tuple[str, ...]
    about: object = None
    """Other than the interview of the world: a claim."""

    def addresses(self, method: str = "GET") -> set[str]:
        """Every address but the way out, filled with what exists: the task and the interview."""
        known = {"task_uuid": str(self.task), "username": ENUMERATOR, "step": "open"}
        uuids, filled = (str(self.task), str(self.about or self.world.case_uuid)), set()
        with self.world.app.test_request_context():
            for rule in self.world.app.url_map.iter_rules():
                if method not in (rule.methods or ()) or rule.endpoint == "sign_in.sign_out":
                    continue
                for uuid in uuids:
                    values = {**VALUES, **known, "interview_uuid": uuid, "device_id": uuid}
                    built = rule.build({name: values[name] for name in rule.arguments})
                    assert built is not None
                    filled.add(built[1])
        return filled

    def answers(self, under: str = "/", *, who: str = "giamsat") -> dict[str, object]:
        """What the supervisor, or somebody else, is answered, by address."""
        client = self.world.client(who)
        wanted = sorted(one for one in self.addresses() if one.startswith(under))
        return {address: client.get(address) for address in wanted}

    def leaks(self, answers) -> dict[str, set[str]]:
        """By address, what is in an answer and must not be."""
        found = {address: set(self.seen_in(one, address)) for address, one in answers.items()}
        return {address: seen for address, seen in found.items() if seen}

    def seen_in(self, answer, address: str) -> Iterator[str]:
        """A page may say back at which address it was asked: that was known before."""
        text = f"{answer.headers}\n{answer.get_data(as_text=True)}".casefold()
        text = text.replace(address.casefold(), "")
        yield from (secret for secret in self.secrets if secret.casefold() in text)
        ticked = [tag for tag in INPUT.findall(text) if " checked" in tag]
        yield from ASKED.intersection(name for tag in ticked for name in NAME.findall(tag))
        if answer.mimetype == "application/json":
            yield from _answered(json.loads(answer.get_data()))


def _answered(value: object) -> Iterator[str]:
    """Questions of the interview that have an answer somewhere in a JSON value."""
    if isinstance(value, dict):
        yield from (key for key, part in value.items() if key in ASKED and _is_answer(part))
        for part in value.values():
            yield from _answered(part)
    elif isinstance(value, list):
        for part in value:
            yield from _answered(part)


def _is_answer(value: object) -> bool:
    return value is not None and not isinstance(value, dict)


def _plant(world) -> Watched:
    world.change("UPDATE frame_case SET field = :field", field=FIELD)
    an = world.client("an")
    assert an.post(world.begin(an), {**COMPLETE, **IN_OWN_WORDS}).status_code == 303
    world.change(
        "UPDATE interview SET mode = 'paper_self', started_at = '2022-10-03 06:33:17',"
        " finished_at = '2022-10-03 06:47:31'"
    )
    world.change(
        "UPDATE account SET username = :username, display_name = :name WHERE username = 'an'",
        username=ENUMERATOR,
        name=ENUMERATOR_NAME,
    )
    world.change(
        "INSERT INTO interview_return (interview_id, interview_uuid, enumerator_id, comment,"
        " returned_by, returned_at, state, ended_at) SELECT id, uuid, enumerator_id, :comment,"
        " enumerator_id, received_at, 'withdrawn', received_at FROM interview",
        comment=RETURNED_BECAUSE,
    )
    world.change(
        "INSERT INTO contact_attempt (interview_uuid, disposition, is_final, account_id,"
        " attempted_at, note) SELECT uuid, '2.20', false, enumerator_id, received_at, :note"
        " FROM interview",
        note=TRIED,
    )
    task = draw_for(world.engine, world.case_uuid, "giamsat")
    world.clock.now = datetime(2022, 10, 8, 1, 0, tzinfo=UTC)
    [(content, fingerprint)] = world.rows("SELECT content_sha256, fingerprint FROM interview")
    [(lot,)] = world.rows("SELECT code FROM lot")
    secrets = (str(world.case_uuid), world.case_uuid.hex, content, fingerprint, lot)
    secrets += (ENUMERATOR, ENUMERATOR_NAME, RETURNED_BECAUSE, TRIED, *TIMES, *HOW_IT_WAS_MADE)
    said = tuple(text for text in IN_OWN_WORDS.values() if not text.isdigit())
    return Watched(world=world, task=task, secrets=(*secrets, *said))


@pytest.fixture
def watched(world):
    return _plant(world)


def _plant_claim(world) -> Watched:
    """The same of somebody who, an enumerator says, refused; what was tried has a note."""
    give_rechecks.move_to(world.engine, "giamsat", organisation=give_rechecks.FRONT)
    claimed_round.promise(world)
    [uuid] = claimed_round.claimed(world, "an", "SXD", 1, first=7001)
    world.change(
        "UPDATE contact_attempt SET note = :note, attempted_at = '2022-10-03 06:33:17'"
        " WHERE is_final",
        note=TRIED,
    )
    world.change(
        "UPDATE account SET username = :username, display_name = :name WHERE username = 'an'",
        username=ENUMERATOR,
        name=ENUMERATOR_NAME,
    )
    claimed_round.draw(world, day=7)
    claimed_round.give(world, day=7)
    # Within the time of the plan, so that deadlines are told.
    world.clock.now = datetime(2022, 10, 10, 3, 0, tzinfo=UTC)
    [(task, claim, _kind)] = claimed_round.open_tasks(world)
    [(lot,)] = world.rows("SELECT code FROM lot")
    secrets = (str(UUID(str(claim))), UUID(str(claim)).hex, str(uuid), uuid.hex, str(lot))
    secrets += (ENUMERATOR, ENUMERATOR_NAME, TRIED, *TIMES[:1], "03/10/2022", "2022-10-03")
    secrets += ("33:17",)
    return Watched(world=world, task=UUID(str(task)), secrets=secrets, about=UUID(str(claim)))


def _say_not_met(world) -> None:
    """The same claim, had it been that nobody was met."""
    world.change(
        "INSERT INTO lot_stratum (lot_id, name, interviews, share_percent, minimum, drawn)"
        " SELECT lot_id, 'not_met', interviews, share_percent, minimum, drawn FROM lot_stratum"
    )
    world.change("UPDATE claim SET stratum = 'not_met', was_spoken_to = false, attempts = 5")
    world.change("UPDATE contact_attempt SET disposition = '2.25' WHERE is_final")


def _told(answers) -> dict[str, str]:
    """What is answered, by address, without what differs from one request to the next."""
    return {
        address: ONCE.sub(
            "", f"{one.status_code} {one.headers} {one.get_data().decode('utf-8', 'replace')}"
        )
        for address, one in answers.items()
    }


def test_blindness__claim__is_told_in_the_same_words_whatever_was_claimed(world):
    watched = _plant_claim(world)
    form = f"/recheck/{watched.task}/form/"
    refused = watched.answers()
    _say_not_met(world)

    not_met = watched.answers()

    assert watched.leaks(refused) == watched.leaks(not_met) == {}
    assert _told(refused) == _told(not_met)
    opened = {address for address, answer in refused.items() if answer.status_code == 200}
    assert {"/recheck/", f"/recheck/{watched.task}/", form, "/api/v1/sync/pack"} <= opened
    assert f"/api/v1/sync/rechecks/{watched.task}/form/vi" in opened


def test_blindness__claim_that_is_locked__stays_untold(world):
    watched = _plant_claim(world)
    client = world.client("giamsat")
    said = claimed_round.NOBODY_CAME
    others = {address: client.post(address) for address in watched.addresses("POST")}
    assert claimed_round.lock(world, watched.task, said).status_code == 303
    refused = watched.answers()
    _say_not_met(world)

    not_met = watched.answers()

    assert watched.leaks(others) == watched.leaks(refused) == {}
    assert _told(refused) == _told(not_met)
    assert refused[f"/recheck/{watched.task}/locked/"].status_code == 200


def test_enumerator__interview_drawn_and_claim_drawn__is_told_what_was_told_before(world):
    an = world.client("an")
    assert an.post(world.begin(an), {**COMPLETE, **IN_OWN_WORDS}).status_code == 303
    claimed_round.promise(world)
    [claimed] = claimed_round.claimed(world, "an", "SXD", 1, first=7001)
    watched = Watched(world=world, task=world.case_uuid, secrets=(), about=claimed)
    before = watched.answers(who="an")

    give_rechecks.move_to(world.engine, "giamsat", organisation=give_rechecks.FRONT)
    task = draw_for(world.engine, world.case_uuid, "giamsat")
    claimed_round.draw(world, day=7)
    claimed_round.give(world, day=7)
    after = watched.answers(who="an")

    assert len(claimed_round.open_tasks(world)) == 1
    assert _told(after) == _told(before)
    assert {after[one].status_code for one in ("/interviews/", "/api/v1/sync/pack")} == {200}
    assert an.get(f"/recheck/{task}/").status_code == 403


def test_blindness__open_task__no_address_says_anything_of_the_interview(watched):
    answers = watched.answers()

    assert watched.leaks(answers) == {}
    assert [address for address, one in answers.items() if RECORDED_MONTH in one.text] == []
    opened = {address for address, answer in answers.items() if answer.status_code == 200}
    task = f"/recheck/{watched.task}"
    assert {"/recheck/", f"{task}/form/", "/api/v1/sync/pack"} <= opened
    assert f"/api/v1/sync/rechecks/{watched.task}/form/vi" in opened
    assert answers[f"{task}/reconcile/"].status_code == 404


def test_blindness__what_is_sent_with_an_open_task__is_answered_without_the_interview(watched):
    client = watched.world.client("giamsat")
    form = f"/recheck/{watched.task}/form/"
    sent = ({}, FITTING, {**FITTING, "confirm_blank": "y"}, {**FITTING, "language": "en"})

    of_form = [client.post(form, one) for one in sent]
    others = {address: client.post(address) for address in watched.addresses("POST")}

    assert [one.status_code for one in of_form] == [422, 422, 200, 200]
    assert [set(watched.seen_in(one, form)) for one in of_form] == [set()] * len(sent)
    assert watched.leaks(others) == {}


def test_blindness__locked__only_the_fact_that_does_not_fit_is_shown_and_no_opinion(watched):
    client = watched.world.client("giamsat")
    form = f"/recheck/{watched.task}/form/"
    page = client.post(form, {**FITTING, "month_ok": "2201", "confirm_blank": "y"}).text
    hidden = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page))
    assert client.post(form, {**hidden, "recheck-lock": "1"}).status_code == 303

    answers = watched.answers()

    assert watched.leaks(answers) == {}
    saying = [address for address, one in answers.items() if RECORDED_MONTH in one.text]
    assert saying == [f"/recheck/{watched.task}/reconcile/"]
    text = answers[saying[0]].text
    assert not any(item.text.vi in text for item in shipped_definition("sipas-22").index_items)
    assert FIELD not in text.replace(f"Sở {FIELD}", "")


def test_blindness__route_that_leaks__is_found(world):
    """The test of the tests above: whatever somebody adds, and in whatever way it tells."""
    app = world.app

    def add(name, tell):
        @declares(Verb.RECHECK_WRITE)
        def view(task_uuid):
            return tell()

        app.add_url_rule(f"/recheck/<uuid:task_uuid>/{name}/", name, view)

    add("number", lambda: f"<p>{world.case_uuid.hex.upper()}</p>")
    add("words", lambda: f"<p>{IN_OWN_WORDS['d2']}</p>")
    add("name", lambda: ("", 302, {"Location": f"/people/{ENUMERATOR}"}))
    add("choice", lambda: '<input checked class="choice-input" name="q31" value="4">')
    add("box", lambda: '<input name="d1" value="2" type="checkbox" checked>')
    add("codes", lambda: jsonify({"tasks": [{"first": {"q31": 4}}]}))
    watched = _plant(world)

    told = watched.leaks(watched.answers("/recheck/"))

    names = {address.strip("/").rpartition("/")[2] for address in told}
    assert names == {"number", "words", "name", "choice", "box", "codes"}
