"""What the parts of an account are called on pages."""

from questionnaires.problems import N_
from survey_app.fieldwork.account_changes.state import AccountPart

PARTS = {
    AccountPart.FULL_NAME.value: N_("Full name"),
    AccountPart.ROLE.value: N_("Role"),
    AccountPart.ORGANISATION.value: N_("Organisation"),
    AccountPart.AREAS.value: N_("Areas"),
    AccountPart.TIES.value: N_("Units the person is tied to"),
    "user_name": N_("User name"),
}
"""By the place of a fault, or the column of a list."""
