"""An enumerator with a tablet: fetches the pack in the morning, sends in the evening."""

import hashlib
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from joserfc import jwe
from joserfc.jwk import ECKey

from tests.bench.documents import VERSION, answers
from tests.journey.plan import BROKEN_OFF, INTERVIEW, NOT_ELIGIBLE, Visit
from tests.journey.visitor import Visitor

MINUTES_A_VISIT = 28
MOST_A_BATCH = 100
FEWEST_ANSWERS = {"k1": 1, "k2": 1, "a4": 1, "b10": 2}
NO_RESULT_YET = {"k1": 1, "k2": 1, "a4": 2}
Document = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Enumerator:
    """Who works with one tablet, how, and what the tablet holds."""

    username: str
    visitor: Visitor
    chance: random.Random
    seals: bool = False
    is_hasty: bool = False
    """Makes up what takes eight minutes."""
    credential: str = ""
    account: int = 0
    cases: dict[str, Document] = field(default_factory=dict)
    returned: dict[str, Document] = field(default_factory=dict)
    """Interviews that are to be looked at again, with the answers given."""
    key: dict[str, str] = field(default_factory=dict)
    outbox: list[Document] = field(default_factory=list)
    etag: str = ""
    usual: Document = field(default_factory=dict)

    def enrol(self, code: str) -> None:
        """Exchanges the code for the credential of the tablet."""
        answer = self.visitor.send("/api/v1/devices/enrol", {"code": code})
        assert answer.status == 201, answer.text
        self.credential = answer.json["credential"]

    def fetch_pack(self, round_code: str) -> None:
        """Whom to see; unchanged when the server says so."""
        asked = {"If-None-Match": self.etag} if self.etag else {}
        answer = self.visitor.ask("/api/v1/sync/pack", headers=asked)
        if answer.status == 304:
            return
        assert answer.status == 200, answer.text
        pack = answer.json
        self.etag = answer.headers["ETag"]
        self.account = pack["enumerator"]["account"]
        (found,) = [one for one in pack["rounds"] if one["code"] == round_code]
        self.key = found["key"]
        self.cases = {case["uuid"]: case for case in found["cases"]}
        self.returned = {one["uuid"]: one for one in found["returned"]}

    def make_visits(self, visits: Sequence[Visit], *, begins: datetime) -> None:
        """A day's work, one visit after the other; the documents wait in the outbox."""
        for place, visit in enumerate(visits):
            at = begins + timedelta(minutes=MINUTES_A_VISIT * place)
            if visit.outcome == INTERVIEW:
                self.outbox.append(self.interview(visit.case, at=at))
            elif visit.outcome == BROKEN_OFF:
                stopped = {"disposition": BROKEN_OFF, "reason": "Bận việc"}
                self.outbox.append(self.interview(visit.case, at=at, stopped=stopped))
            elif visit.outcome == NOT_ELIGIBLE and place % 2:
                self.outbox.append(self.interview(visit.case, at=at, answers=NO_RESULT_YET))
            else:
                self.outbox.append(self.attempt(visit.case, visit.outcome, at=at))

    def interview(self, uuid: str, *, at: datetime, **changed: object) -> Document:
        """An interview with somebody on the list, if nothing else is said."""
        seconds = 95 if self.is_hasty else self.chance.randrange(330, 780)
        given = self._answers()
        step = seconds * 1000 // len(given)
        document = {
            "format": 1,
            "uuid": uuid,
            "enumerator": self.account,
            "questionnaire_version": VERSION,
            "unlisted": None,
            "answers": given,
            "started_at": at.isoformat(),
            "finished_at": (at + timedelta(seconds=seconds)).isoformat(),
            "elapsed_ms": seconds * 1000,
            "timings": {
                code: {"first_shown_ms": place * step, "changes": 1}
                for place, code in enumerate(given)
            },
            "position": None,
            "app_version": "1.0.0",
        }
        follows = self.cases.get(uuid, {}).get("follows")
        document |= {"follows": follows} | changed if follows else changed
        if document["answers"] != given:
            document["timings"] = {}
        return document

    def _answers(self) -> Document:
        """Whoever is hasty copies one form again and again."""
        if not self.is_hasty:
            return answers(self.chance)
        if not self.usual:
            self.usual = answers(self.chance)
        return self.usual

    def attempt(self, case: str, disposition: str, *, at: datetime) -> Document:
        """A visit without an interview."""
        return {
            "format": 1,
            "kind": "contact_attempt",
            "uuid": self.new_uuid(),
            "interview": case,
            "enumerator": self.account,
            "disposition": disposition,
            "attempted_at": at.isoformat(),
            "appointment_at": None,
            "note": "Mô phỏng",
            "app_version": "1.0.0",
        }

    def new_uuid(self) -> str:
        """As the tablet makes one."""
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def send(self, documents: Sequence[Document], *, at: datetime) -> list[Document]:
        """Sends in batches; gives what was answered, once every receipt is the right one.

        Without documents, it says that the tablet is there.
        """
        results: list[Document] = []
        headers = {
            "Authorization": f"Device {self.credential}",
            "X-Device-Time": at.isoformat(),
            "X-App-Version": "1.0.0",
        }
        for start in range(0, max(len(documents), 1), MOST_A_BATCH):
            batch = [self._closed(one) for one in documents[start : start + MOST_A_BATCH]]
            path = "/api/v1/sync/interviews"
            answer = self.visitor.send(path, {"documents": batch}, headers)
            assert answer.status == 200, answer.text
            results += answer.json["results"]
        for document, result in zip(documents, results, strict=True):
            assert result["receipt"]["sha256"] == hash_of(document), result
        return results

    def _closed(self, document: Document) -> Document:
        if not self.seals:
            return document
        header = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": self.key["kid"]}
        text = jwe.encrypt_compact(header, canonical(document), ECKey.import_key(self.key))
        return {"format": 1, "kind": "sealed", "uuid": document["uuid"], "sealed": text}


def canonical(document: Document) -> bytes:
    """The text that is hashed and sealed."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def hash_of(document: Document) -> str:
    """As the tablet computes it."""
    return hashlib.sha256(canonical(document)).hexdigest()
