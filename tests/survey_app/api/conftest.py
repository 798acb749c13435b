"""A tablet of the small province: enrolled, with documents to send."""

import gzip
import hashlib
import json
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from joserfc import jwe
from joserfc.jwk import ECKey

from questionnaires import shipped_definition, version_id

PASSWORD = "mot-mat-khau-dai"
CRITERIA = [item.code for item in shipped_definition("sipas-22").index_items]
VERSION = version_id(shipped_definition("sipas-22"))


def answers(level: int = 4, **changed: object) -> dict[str, object]:
    """Sound answers of somebody who was served in time and gave no feedback."""
    base: dict[str, object] = {"k1": 1, "k2": 1, "a4": 1, "b10": 2}
    base |= {code: level for code in CRITERIA if not code.startswith("q5")}
    return {code: value for code, value in (base | changed).items() if value is not None}


@dataclass
class Tablet:
    """Sends what it is given, with its own credential."""

    world: object
    credential: str
    enumerator: int
    headers: dict[str, str] = field(default_factory=dict)

    def document(self, uuid: UUID | None = None, **changed: object) -> dict[str, object]:
        """A finished interview with somebody who is on no list."""
        document: dict[str, object] = {
            "format": 1,
            "uuid": str(uuid or uuid4()),
            "enumerator": self.enumerator,
            "questionnaire_version": VERSION,
            "unlisted": {"round": "thu-2022", "unit": "STP"},
            "answers": answers(),
            "started_at": "2022-10-03T08:00:00+07:00",
            "finished_at": "2022-10-03T08:08:00+07:00",
            "elapsed_ms": 480000,
            "timings": {"q11": {"first_shown_ms": 1000, "last_changed_ms": 2500, "changes": 1}},
            "position": None,
            "app_version": "1.0.0",
        }
        return document | changed

    def attempt(self, **changed: object) -> dict[str, object]:
        """A contact attempt to the listed respondent, who was not reached."""
        document: dict[str, object] = {
            "format": 1,
            "kind": "contact_attempt",
            "uuid": str(uuid4()),
            "interview": str(self.world.case_uuid),
            "enumerator": self.enumerator,
            "disposition": "2.20",
            "attempted_at": "2022-10-03T08:30:00+07:00",
            "appointment_at": None,
            "note": "",
            "app_version": "1.0.0",
        }
        return document | changed

    def public_key(self) -> dict[str, str]:
        """The public half of the round's newest key."""
        stored = self.world.one("SELECT public_jwk FROM round_key ORDER BY created_at DESC LIMIT 1")
        return json.loads(stored) if isinstance(stored, str) else stored

    def seal(self, document: object, **header: str) -> str:
        """A text that only the server reads."""
        public = self.public_key()
        protected = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": public["kid"], **header}
        text = document if isinstance(document, bytes) else json.dumps(document).encode()
        return jwe.encrypt_compact(protected, text, ECKey.import_key(public))

    def sealed(self, document: dict[str, object], **changed: object) -> dict[str, object]:
        """The envelope of a document; sealing it again gives other bytes."""
        envelope: dict[str, object] = {"format": 1, "kind": "sealed", "uuid": document["uuid"]}
        return envelope | {"sealed": self.seal(document)} | changed

    def send(self, *documents: object, compressed: bool = False, **headers: str):
        """One batch."""
        body = json.dumps({"documents": list(documents)}).encode()
        sent = {"Authorization": f"Device {self.credential}", **self.headers, **headers}
        if compressed:
            body = gzip.compress(body)
            sent["Content-Encoding"] = "gzip"
        return self.world.app.test_client().post(
            "/api/v1/sync/interviews", data=body, headers=sent, content_type="application/json"
        )

    def results(self, *documents: object) -> list[dict[str, object]]:
        """What was answered for each document."""
        answer = self.send(*documents)
        assert answer.status_code == 200, answer.text
        return answer.json["results"]


def hash_of(document: object) -> str:
    """The hash as the tablet computes it."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def tablet(world):
    """An enrolled tablet in the hands of An."""
    from survey_app.access.devices import enrol, make_code
    from survey_app.access.people import sign_in
    from survey_app.db.engine import transaction

    with transaction(world.engine) as session:
        manager = sign_in(
            session, username="quantri", password="mot-mat-khau-dai", at=world.clock()
        )
        code = make_code(session, manager, device_name="Máy 1", at=world.clock())
        enrolled = enrol(session, code, at=world.clock())
    an = world.one("SELECT id FROM account WHERE username = 'an'")
    return Tablet(world=world, credential=enrolled.credential, enumerator=an)


@pytest.fixture(name="hash_of")
def hash_of_fixture():
    """The hash as the tablet computes it."""
    return hash_of
