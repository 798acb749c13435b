"""A supervisor with a task and a tablet, who sends re-checks."""

import json

from survey_app.fieldwork.rechecks.asking import field_choices
from tests.drawn_recheck import draw_for
from tests.survey_app.api.conftest import VERSION

FIELD = "Xây dựng"
CODE_OF_FIELD = field_choices((FIELD,), own=None)[0].code
ADDRESS = "/api/v1/sync/rechecks"
FITTING = {
    "interview_happened": 1,
    "person_ok": 1,
    "when_ok": 2,
    "place_ok": 1,
    "procedure_ok": CODE_OF_FIELD,
    "month_ok": 2209,
    "result_received": 1,
    "answered_by_ok": 1,
    "duration_ok": 2,
    "official_present": 2,
    "pressure": 2,
}


class Rechecking:
    """A supervisor with one open task, and a tablet of the installation."""

    def __init__(self, world, tablet):
        self.world, self.tablet = world, tablet
        world.change("UPDATE frame_case SET field = :field", field=FIELD)
        tablet.results(tablet.document(str(world.case_uuid), unlisted=None))
        self.task = draw_for(world.engine, world.case_uuid, "giamsat")
        self.supervisor = world.one("SELECT id FROM account WHERE username = 'giamsat'")
        address = f"{ADDRESS}/{self.task}/form/vi"
        page = world.client("giamsat").get(address).text
        parts = [part.split('"')[0] for part in page.split('data-item="')[1:]]
        self.items = [code for code in parts if code.startswith("q")]

    def document(self, **changed):
        document = {
            "format": 1,
            "kind": "recheck",
            "uuid": str(self.task),
            "supervisor": self.supervisor,
            "questionnaire_version": VERSION,
            "mode": "visit",
            "facts": FITTING,
            "answers": {**dict.fromkeys(self.items, 4), self.items[0]: None, self.items[1]: 9},
            "started_at": "2022-10-08T08:00:00+07:00",
            "finished_at": "2022-10-08T08:07:00+07:00",
            "elapsed_ms": 400000,
            "timings": {"person_ok": {"first_shown_ms": 1000}},
            "position": {"latitude_e6": 20540000, "longitude_e6": 105920000, "accuracy_m": 12},
            "app_version": "1.0.0",
        }
        return document | changed

    def send(self, *documents, address=ADDRESS, body=None, **headers):
        credential = {"Authorization": f"Device {self.tablet.credential}"} | headers
        data = body or json.dumps({"documents": documents}).encode()
        return self.world.app.test_client().post(
            address, data=data, headers=credential, content_type="application/json"
        )

    def result(self, document, **how):
        answer = self.send(document, **how)
        assert answer.status_code == 200, answer.text
        [result] = answer.json["results"]
        return result

    def facts(self):
        rows = self.world.rows("SELECT fact, fits FROM recheck_fact")
        return {fact: None if fits is None else bool(fits) for fact, fits in rows}

    def aside(self):
        return [row[0] for row in self.world.rows("SELECT kind FROM recheck_aside ORDER BY id")]
