"""The administrator's accounts: finding them, changing one, closing it, a new code for it."""

from collections.abc import Callable, Sequence
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from questionnaires import Fault
from survey_app.access.first_sign_in import new_code
from survey_app.access.objects import account_for
from survey_app.access.policy import ROLES_FROM_LISTS, Role, Verb
from survey_app.db import audit, units
from survey_app.db.accounts import AccountRecord, all_accounts
from survey_app.db.open_work import open_work_of
from survey_app.db.sign_in_codes import unused_codes
from survey_app.fieldwork.account_changes.changing import (
    change_account,
    close_account,
    open_account,
    states_of,
)
from survey_app.fieldwork.account_changes.problems import AccountChangeCode, AccountRefused
from survey_app.fieldwork.account_changes.state import AccountState
from survey_app.fieldwork.frame.fields import plain
from survey_app.web.account_words import ACTIONS, PARTS
from survey_app.web.clock import now
from survey_app.web.declare import declares
from survey_app.web.numbers import whole
from survey_app.web.paging import numbered_page
from survey_app.web.signed_in import person_required
from survey_app.web.unit_of_work import database
from survey_app.web.vietnamese_order import vietnamese_key

blueprint = Blueprint("accounts", __name__, url_prefix="/admin")

REFUSED = 422
A_PAGE = 50
LATEST = 20
Form = MultiDict[str, str]


@blueprint.app_context_processor
def words() -> dict[str, object]:
    """The names of what can be changed of an account."""
    return {
        "account_part": lambda part: _(PARTS[part]) if part in PARTS else part,
        "account_place": lambda part: _(PARTS[part]) if part in PARTS else "",
    }


@blueprint.get("/")
@declares(Verb.ACCOUNTS_READ)
def listing() -> str:
    """Who may sign in, in which role, and who has not done so yet; page by page."""
    everybody = all_accounts(database())
    wanted = request.args.get("q", "").strip()
    role = request.args.get("role", "")
    found = _found(everybody, wanted=wanted, role=role)
    page = numbered_page(len(found), size=A_PAGE)
    return render_template(
        "accounts.html",
        accounts=found[page.start : page.start + A_PAGE],
        everybody=everybody,
        found=len(found),
        wanted=wanted,
        role=role,
        roles=tuple(Role),
        number=page.number,
        last=page.last,
        code_until=unused_codes(database()),
        now=now(),
    )


def _found(
    everybody: Sequence[AccountRecord], *, wanted: str, role: str
) -> tuple[AccountRecord, ...]:
    """Accents and capital letters do not matter, as a name is typed in a hurry."""
    typed = plain(wanted)
    return tuple(
        one
        for one in everybody
        if (not role or one.role == role)
        and typed in plain(f"{one.username} {one.display_name} {one.organisation}")
    )


@blueprint.get("/accounts/<username>")
@declares(Verb.ACCOUNTS_WRITE)
def of_person(username: str) -> str:
    """One account: what can be changed, what the person has in hand, what was done before."""
    return _page(account_for(database(), person_required(), username=username))


def _page(
    account: AccountRecord, *, typed: AccountState | None = None, faults: Sequence[Fault] = ()
) -> str:
    state = states_of(database(), [account])[account.id]
    known = units.all_units(database()).values()
    return render_template(
        "account.html",
        account=account,
        state=state,
        typed=typed or state,
        faults=faults,
        has_list_role=account.role in {one.value for one in ROLES_FROM_LISTS},
        roles=sorted(ROLES_FROM_LISTS),
        units=sorted(known, key=lambda one: vietnamese_key(one.name)),
        work=open_work_of(database(), [account.id]),
        code_until=unused_codes(database()),
        log=audit.latest_of(
            database(), object_kind="account", object_id=str(account.id), limit=LATEST
        ),
        actions=ACTIONS,
        is_own=account.id == person_required().account_id,
        now=now(),
    )


@blueprint.post("/accounts/<username>")
@declares(Verb.ACCOUNTS_WRITE)
def change(username: str) -> Response | tuple[str, int]:
    """Changes the account as the form says, or says everything that speaks against it."""
    account = account_for(database(), person_required(), username=username)
    typed = _state_from(request.form, account)
    try:
        changed = change_account(
            database(),
            account.username,
            typed,
            seen=request.form.get("seen"),
            by=person_required(),
            at=now(),
        )
    except AccountRefused as refused:
        return _page(account, typed=typed, faults=refused.faults), REFUSED
    if changed is None:
        flash(_("Nothing was different; nothing was changed."))
    elif changed.stranded:
        cases = sum(one.cases for one in changed.stranded)
        flash(
            _(
                "Changed. The person still has open cases of a unit to which they are tied now:"
                " %(cases)s. Have them moved; they stand below.",
                cases=whole(cases),
            )
        )
    else:
        flash(_("The account was changed."))
    return _back(account)


def _state_from(form: Form, account: AccountRecord) -> AccountState:
    return AccountState(
        full_name=form.get("full_name", ""),
        role=form.get("role", account.role),
        organisation=form.get("organisation", ""),
        areas=_names(form.get("areas", "")),
        tied_unit_codes=frozenset(form.getlist("tied")),
        teams=_names(form.get("teams", "")),
    )


def _names(text: str) -> frozenset[str]:
    """One in each line, or several with semicolons between them."""
    return frozenset(one.strip() for one in text.replace(";", "\n").splitlines()) - {""}


@blueprint.post("/accounts/<username>/close")
@declares(Verb.ACCOUNTS_WRITE)
def close(username: str) -> Response | tuple[str, int]:
    """Closes the account; whoever has it is signed out everywhere."""
    account = account_for(database(), person_required(), username=username)
    if "confirmed" not in request.form:
        fault = AccountChangeCode.CLOSING_NOT_CONFIRMED.at(username, username=username)
        return _page(account, faults=(fault,)), REFUSED
    step = partial(close_account, database(), account.username, by=person_required(), at=now())
    return _answer(account, step, said=_("The account is closed."))


@blueprint.post("/accounts/<username>/open")
@declares(Verb.ACCOUNTS_WRITE)
def reopen(username: str) -> Response | tuple[str, int]:
    """Opens a closed account again; the password that it had holds."""
    account = account_for(database(), person_required(), username=username)
    step = partial(open_account, database(), account.username, by=person_required(), at=now())
    said = _("The account is open again. The password that it had holds; without one, make a code.")
    return _answer(account, step, said=said)


def _answer(
    account: AccountRecord, step: Callable[[], None], *, said: str
) -> Response | tuple[str, int]:
    """Takes the step, or says everything that stands against it."""
    try:
        step()
    except AccountRefused as refused:
        return _page(account, faults=refused.faults), REFUSED
    flash(said)
    return _back(account)


@blueprint.post("/accounts/<username>/code")
@declares(Verb.ACCOUNTS_WRITE)
def code(username: str) -> str | tuple[str, int]:
    """Makes a one-time code and shows it, once."""
    account = account_for(database(), person_required(), username=username)
    if not account.is_active:
        fault = AccountChangeCode.CLOSED.at(username, username=username)
        return _page(account, faults=(fault,)), REFUSED
    made = new_code(database(), username=account.username, by=person_required(), at=now())
    return render_template(
        "account_codes.html",
        codes=[(made, account.display_name)],
        address=url_for("first_sign_in.page", _external=True),
        back=url_for(".of_person", username=account.username),
    )


def _back(account: AccountRecord) -> Response:
    return redirect(url_for(".of_person", username=account.username), code=303)
