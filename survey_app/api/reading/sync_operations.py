"""What the addresses of tablets promise, for the document of the API: docs/sync.md says more."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from questionnaires.problems import N_
from survey_app.api.batches import MOST_DOCUMENTS
from survey_app.api.reading.operations import DEVICE, OPEN, SESSION, Operation

TAG = "tablets"
HTML = "text/html"


class Sent(BaseModel):
    """What is sent; further keys are not taken."""

    model_config = ConfigDict(extra="allow")


class Batch(Sent):
    """Finished documents; each is judged on its own."""

    documents: list[JsonValue] = Field(max_length=MOST_DOCUMENTS)


class Receipt(BaseModel):
    uuid: str
    sha256: str
    received_at: str
    hmac: str


class Result(BaseModel):
    uuid: str
    status: str = Field(description=N_("accepted, already_received, conflict or quarantined"))
    receipt: Receipt
    errors: list[dict[str, str]]


class Results(BaseModel):
    """What became of each document, in their order."""

    results: list[Result]


class SealedKey(Sent):
    sealed: str


class OpenedKey(BaseModel):
    key: str


class EnrolmentRequest(Sent):
    code: str


class Enrolled(BaseModel):
    device_id: str
    name: str
    credential: str


class Pack(BaseModel):
    """Cases or re-checks of one person, and what they need."""

    model_config = ConfigDict(extra="allow")

    format: int
    rounds: list[dict[str, JsonValue]]


RECEIVING = Operation(
    summary=N_("A tablet sends what was finished on it"),
    tag=TAG,
    description=N_("Whatever a document is, it is stored and acknowledged."),
    body=Batch,
    answer=Results,
    refusals=(400, 401, 403, 413),
    proofs=(DEVICE, SESSION),
    scope=None,
    is_conditional=False,
)
FORM = Operation(
    summary=N_("The rendered form of an interview or a re-check"),
    tag=TAG,
    content_type=HTML,
    refusals=(401, 403, 404),
    proofs=(SESSION,),
    scope=None,
)
SYNC_OPERATIONS: Mapping[str, Operation] = {
    "sync.receive": RECEIVING,
    "sync.receive_rechecks": RECEIVING,
    "pack.pack": Operation(
        summary=N_("What the tablet of a person needs for a day"),
        tag=TAG,
        answer=Pack,
        refusals=(401, 403),
        proofs=(SESSION,),
        scope=None,
    ),
    "forms.form": FORM,
    "recheck_forms.form": FORM,
    "recovered_key.recover": Operation(
        summary=N_("The key of one's own storage, after a PIN was forgotten"),
        tag=TAG,
        body=SealedKey,
        answer=OpenedKey,
        refusals=(400, 401, 403, 422),
        proofs=(SESSION,),
        scope=None,
        is_conditional=False,
    ),
    "devices.take_code": Operation(
        summary=N_("A tablet exchanges a code for its credential"),
        tag=TAG,
        body=EnrolmentRequest,
        answer=Enrolled,
        status=201,
        refusals=(422, 429),
        proofs=(OPEN,),
        scope=None,
        is_conditional=False,
    ),
}
"""By endpoint: their views belong to the tablets and know nothing of this document."""
