"""What fields, judgements and words of a list are called, wherever people read them."""

from collections.abc import Mapping

from questionnaires.problems import N_
from survey_app.fieldwork.frame.fields import FrameField
from survey_app.fieldwork.frame.judging import Judgement
from survey_app.fieldwork.frame.summary import UNKNOWN

JUDGEMENTS: Mapping[Judgement, str] = {
    Judgement.ELIGIBLE: N_("Eligible"),
    Judgement.NO_RESULT: N_("No result yet"),
    Judgement.OUTSIDE_PERIOD: N_("Outside the period"),
    Judgement.DUPLICATE_FILE: N_("Same file"),
    Judgement.DUPLICATE_PERSON: N_("Same person"),
    Judgement.EXCLUDED_ORGANISATION: N_("Organisation"),
    Judgement.EXCLUDED_PROCEDURE: N_("Procedure left out"),
    Judgement.OVER_CAP: N_("Over the cap"),
    Judgement.EXEMPT_UNIT: N_("Unit not surveyed"),
}
"""What each judgement is called, in the order of the columns."""
WORDS: Mapping[str, str] = {
    "desk": N_("one-stop desk"),
    "online": N_("online"),
    "post": N_("by post"),
    "other": N_("another way"),
    "person": N_("persons"),
    "organisation": N_("organisations"),
    "applicant": N_("keyed by the applicant"),
    "civil_servant": N_("keyed by a civil servant"),
    UNKNOWN: N_("not said"),
}
FIELDS: Mapping[FrameField, str] = {
    FrameField.FILE_CODE: N_("File code"),
    FrameField.UNIT: N_("Unit"),
    FrameField.FIELD: N_("Field of the procedure"),
    FrameField.PROCEDURE: N_("Procedure"),
    FrameField.APPLICANT: N_("Applicant"),
    FrameField.APPLICANT_KIND: N_("Person or organisation"),
    FrameField.PHONE: N_("Telephone"),
    FrameField.ADDRESS: N_("Address"),
    FrameField.DISTRICT: N_("District or commune"),
    FrameField.RECEIVED_ON: N_("Day of receipt"),
    FrameField.DUE_ON: N_("Day promised"),
    FrameField.RETURNED_ON: N_("Day of the result"),
    FrameField.CHANNEL: N_("Channel"),
    FrameField.KEYED_BY: N_("Keyed by"),
}
"""What each field of a list is called, in the order in which people are offered them."""
