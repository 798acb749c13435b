"""Queries about accounts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Select, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from survey_app.db.tables import Account, AccountArea, AccountTeam, AccountTie, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """An account as the rest of the application sees it."""

    id: int
    username: str
    display_name: str
    organisation: str
    role: str
    unit_id: int | None
    unit_code: str | None
    unit_name: str | None
    password_hash: str | None
    is_active: bool
    is_simulated: bool
    session_mark: str

    @property
    def has_password(self) -> bool:
        """Whether the person has signed in once and chosen one, or was given one."""
        return self.password_hash is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What an account is made from; the password comes hashed, or is chosen later by its owner."""

    username: str
    display_name: str
    organisation: str
    role: str
    unit_id: int | None
    password_hash: str | None
    is_simulated: bool
    session_mark: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Duties:
    """Where a person works, and the numbers of the units for which they never interview.

    teams: those they belong to, or trained, recruited or supervised; nobody re-checks their own.
    """

    areas: frozenset[str]
    tied_unit_ids: frozenset[int]
    teams: frozenset[str] = frozenset()


NO_DUTIES = Duties(areas=frozenset(), tied_unit_ids=frozenset())


def _accounts() -> Select[Account, str, str]:
    """As they are now, also where the session read them before it waited for a lock."""
    return (
        select(Account, Unit.code, Unit.name)
        .outerjoin(Unit, Unit.id == Account.unit_id)
        .execution_options(populate_existing=True)
    )


def _record(account: Account, unit_code: str | None, unit_name: str | None) -> AccountRecord:
    return AccountRecord(
        id=account.id,
        username=account.username,
        display_name=account.display_name,
        organisation=account.organisation,
        role=account.role,
        unit_id=account.unit_id,
        unit_code=unit_code,
        unit_name=unit_name,
        password_hash=account.password_hash,
        is_active=account.is_active,
        is_simulated=account.is_simulated,
        session_mark=account.session_mark,
    )


def account_named(session: Session, username: str) -> AccountRecord | None:
    """The account with this user name, in lower case."""
    found = session.execute(_accounts().where(Account.username == username)).one_or_none()
    return None if found is None else _record(*found)


def account_by_id(session: Session, account_id: int) -> AccountRecord | None:
    """The account with this number."""
    found = session.execute(_BY_ID, {"account_id": account_id}).one_or_none()
    return None if found is None else _record(*found)


# Put together once: every request asks this, and putting it together takes as long as the answer.
_BY_ID = _accounts().where(Account.id == bindparam("account_id"))


def locked_account(session: Session, username: str) -> AccountRecord:
    """The account with this user name, which nobody else changes until the transaction ends."""
    session.execute(select(Account.id).where(Account.username == username).with_for_update()).one()
    found = session.execute(_accounts().where(Account.username == username)).one()
    return _record(*found)


def hold_accounts(session: Session) -> None:
    """Nobody changes an account until the transaction ends; signing in and working go on."""
    session.execute(select(Account.id).order_by(Account.id).with_for_update(key_share=True)).all()


def keep_enumerators(session: Session) -> None:
    """Until the transaction ends no enumerator gets other duties, another role or a closed account.

    Others can keep them at the same time.
    """
    chosen = select(Account.id).where(Account.role == "enumerator").order_by(Account.id)
    session.execute(chosen.with_for_update(read=True)).all()


def all_accounts(session: Session) -> tuple[AccountRecord, ...]:
    """Every account, by role and user name."""
    rows = session.execute(_accounts().order_by(Account.role, Account.username))
    return tuple(_record(*row) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountName:
    """What an account is called in addresses, and on pages."""

    username: str
    display_name: str


def account_names(session: Session) -> Mapping[int, AccountName]:
    """What everybody is called, by the number of the account."""
    rows = session.execute(select(Account.id, Account.username, Account.display_name))
    return {row[0]: AccountName(username=row[1], display_name=row[2]) for row in rows}


def add_account(session: Session, new: NewAccount) -> int:
    """Adds an account and gives its number; a taken user name is an IntegrityError."""
    (number,) = add_accounts(session, [new])
    return number


def add_accounts(session: Session, new: Sequence[NewAccount]) -> tuple[int, ...]:
    """Adds accounts and gives their numbers in this order; a taken name is an IntegrityError."""
    if not new:
        return ()
    numbers = session.scalars(
        insert(Account).returning(Account.id, sort_by_parameter_order=True),
        [{**asdict(one), "is_active": True} for one in new],
    )
    return tuple(numbers)


def add_duties(session: Session, duties: Mapping[int, Duties]) -> None:
    """Adds areas, ties and teams of accounts that have none yet, by their numbers."""
    areas = [
        {"account_id": number, "area": area}
        for number, one in duties.items()
        for area in sorted(one.areas)
    ]
    ties = [
        {"account_id": number, "unit_id": unit_id}
        for number, one in duties.items()
        for unit_id in sorted(one.tied_unit_ids)
    ]
    teams = [
        {"account_id": number, "team": team}
        for number, one in duties.items()
        for team in sorted(one.teams)
    ]
    if areas:
        session.execute(insert(AccountArea), areas)
    if ties:
        session.execute(insert(AccountTie), ties)
    if teams:
        session.execute(insert(AccountTeam), teams)


def replace_duties(session: Session, duties: Mapping[int, Duties]) -> None:
    """These accounts have these areas, ties and teams from now on, and no others."""
    for table in (AccountArea, AccountTie, AccountTeam):
        session.execute(delete(table).where(table.account_id.in_(duties)))
    add_duties(session, duties)


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What others see of an account, and what it may do."""

    account_id: int
    display_name: str
    organisation: str
    role: str


def set_descriptions(session: Session, described: Sequence[Description]) -> None:
    """Changes what others see of these accounts."""
    if not described:
        return
    session.execute(
        update(Account),
        [
            {
                "id": one.account_id,
                "display_name": one.display_name,
                "organisation": one.organisation,
                "role": one.role,
            }
            for one in described
        ],
    )


def all_duties(session: Session) -> Mapping[int, Duties]:
    """Areas, ties and teams by the number of the account; those with none are not in it."""
    areas: dict[int, set[str]] = defaultdict(set)
    ties: dict[int, set[int]] = defaultdict(set)
    teams: dict[int, set[str]] = defaultdict(set)
    for number, area in session.execute(select(AccountArea.account_id, AccountArea.area)):
        areas[number].add(area)
    for number, unit_id in session.execute(select(AccountTie.account_id, AccountTie.unit_id)):
        ties[number].add(unit_id)
    for number, team in session.execute(select(AccountTeam.account_id, AccountTeam.team)):
        teams[number].add(team)
    return {
        number: Duties(
            areas=frozenset(areas.get(number, ())),
            tied_unit_ids=frozenset(ties.get(number, ())),
            teams=frozenset(teams.get(number, ())),
        )
        for number in areas.keys() | ties.keys() | teams.keys()
    }


def set_password(
    session: Session, account_id: int, *, password_hash: str, session_mark: str
) -> None:
    """Replaces the password; the new mark ends every session signed in with the old one."""
    session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(password_hash=password_hash, session_mark=session_mark)
    )


def set_active(session: Session, account_id: int, *, is_active: bool, session_mark: str) -> None:
    """Closes or reopens an account, and ends its sessions."""
    session.execute(
        update(Account)
        .where(Account.id == account_id)
        .values(is_active=is_active, session_mark=session_mark)
    )
