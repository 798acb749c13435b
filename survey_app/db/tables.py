"""All tables in one import, so that the metadata is whole wherever it is used."""

from survey_app.db.schema import Table
from survey_app.db.tables_adjustments import RoundUnitAdjustment, ScoreRunAdjustment
from survey_app.db.tables_api import ApiToken
from survey_app.db.tables_audit import AuditSeal, PublicationSeal
from survey_app.db.tables_claims import Claim, ClaimDraw, ClaimRecheck
from survey_app.db.tables_comments import CommentDecision
from survey_app.db.tables_devices import Device, EnrolmentCode
from survey_app.db.tables_fieldwork import (
    Assignment,
    ContactAttempt,
    FrameCase,
    Interview,
    InterviewReturn,
    Person,
    Quarantine,
    answer,
)
from survey_app.db.tables_frame import FrameImport, FrameJob, FrameUpload, FrameUploadPart
from survey_app.db.tables_index import (
    AppraisedPoints,
    EarlierGroupRow,
    EarlierRow,
    EarlierTable,
    PointsDocument,
)
from survey_app.db.tables_index_publication import IndexPublication
from survey_app.db.tables_lot_decisions import InterviewExclusion, LotDecision, LotEvidence
from survey_app.db.tables_paper import PaperForm, PaperPlan
from survey_app.db.tables_people import (
    Account,
    AccountArea,
    AccountPack,
    AccountTie,
    AuditEvent,
    SignInCode,
)
from survey_app.db.tables_publication import (
    PseudonymKey,
    Publication,
    ScoreRow,
    ScoreRun,
    ScoreRunInterview,
)
from survey_app.db.tables_quality import QualityFlag, QualityReview, QualityRun
from survey_app.db.tables_recheck_tasks import (
    AccountTeam,
    RecheckAnswer,
    RecheckAside,
    RecheckAttempt,
    RecheckFact,
    RecheckInterview,
    RecheckTask,
)
from survey_app.db.tables_rechecks import (
    Lot,
    LotMember,
    LotStratum,
    RecheckDraw,
    RecheckPromise,
)
from survey_app.db.tables_run_comments import RunComment, RunCommentCount, RunThemeChoice
from survey_app.db.tables_sample import SampleDraw, SampleMember, SampleReplacement
from survey_app.db.tables_tallies import InterviewTally, TallyCell, TallyChange
from survey_app.db.tables_units import (
    OfficialResult,
    PlanVersion,
    QuestionnaireVersion,
    Round,
    RoundKey,
    RoundPlan,
    RoundUnit,
    Unit,
    UnitGroup,
)
from survey_app.db.tables_webhooks import (
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookMessage,
)

__all__ = [
    "Account",
    "AccountArea",
    "AccountPack",
    "AccountTeam",
    "AccountTie",
    "ApiToken",
    "AppraisedPoints",
    "Assignment",
    "AuditEvent",
    "AuditSeal",
    "Claim",
    "ClaimDraw",
    "ClaimRecheck",
    "CommentDecision",
    "ContactAttempt",
    "Device",
    "EarlierGroupRow",
    "EarlierRow",
    "EarlierTable",
    "EnrolmentCode",
    "FrameCase",
    "FrameImport",
    "FrameJob",
    "FrameUpload",
    "FrameUploadPart",
    "IndexPublication",
    "Interview",
    "InterviewExclusion",
    "InterviewReturn",
    "InterviewTally",
    "Lot",
    "LotDecision",
    "LotEvidence",
    "LotMember",
    "LotStratum",
    "OfficialResult",
    "PaperForm",
    "PaperPlan",
    "Person",
    "PlanVersion",
    "PointsDocument",
    "PseudonymKey",
    "Publication",
    "PublicationSeal",
    "QualityFlag",
    "QualityReview",
    "QualityRun",
    "Quarantine",
    "QuestionnaireVersion",
    "RecheckAnswer",
    "RecheckAside",
    "RecheckAttempt",
    "RecheckDraw",
    "RecheckFact",
    "RecheckInterview",
    "RecheckPromise",
    "RecheckTask",
    "Round",
    "RoundKey",
    "RoundPlan",
    "RoundUnit",
    "RoundUnitAdjustment",
    "RunComment",
    "RunCommentCount",
    "RunThemeChoice",
    "SampleDraw",
    "SampleMember",
    "SampleReplacement",
    "ScoreRow",
    "ScoreRun",
    "ScoreRunAdjustment",
    "ScoreRunInterview",
    "SignInCode",
    "Table",
    "TallyCell",
    "TallyChange",
    "Unit",
    "UnitGroup",
    "Webhook",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookMessage",
    "answer",
]
