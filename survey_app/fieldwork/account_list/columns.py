"""What a list says of a person, and how its columns and roles may be spelt.

Spellings are written as `plain` makes them: no accents, small letters, single spaces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from survey_app.access.policy import Role
from survey_app.fieldwork.frame.fields import plain


class ListColumn(StrEnum):
    """What a column of the list may hold."""

    FULL_NAME = "full_name"
    USERNAME = "user_name"
    ROLE = "role"
    ORGANISATION = "organisation"
    AREAS = "area"
    TIES = "tied_to"
    TEAMS = "team"


REQUIRED = (ListColumn.FULL_NAME, ListColumn.ROLE, ListColumn.ORGANISATION)
HEADERS: Mapping[ListColumn, tuple[str, ...]] = {
    ListColumn.FULL_NAME: ("full name", "name", "ho va ten", "ho ten"),
    ListColumn.USERNAME: ("user name", "username", "ten dang nhap", "ten tai khoan", "tai khoan"),
    ListColumn.ROLE: ("role", "vai tro", "nhiem vu"),
    ListColumn.ORGANISATION: (
        "organisation",
        "organization",
        "to chuc",
        "co quan",
        "co quan cong tac",
        "don vi cong tac",
        "noi cong tac",
    ),
    ListColumn.AREAS: (
        "area",
        "areas",
        "dia ban",
        "dia ban phu trach",
        "khu vuc",
        "huyen xa",
    ),
    ListColumn.TIES: (
        "tied to",
        "tied unit",
        "tied units",
        "co lien quan den",
        "don vi lien quan",
        "don vi co lien quan",
        "khong phong van",
        "khong phong van cho",
    ),
    ListColumn.TEAMS: ("team", "teams", "doi", "to", "nhom", "doi khao sat", "to khao sat"),
}
ROLE_WORDS: Mapping[str, Role] = {
    **{plain(role.value): role for role in Role},
    "dieu tra vien": Role.ENUMERATOR,
    "dtv": Role.ENUMERATOR,
    "giam sat": Role.SUPERVISOR,
    "giam sat vien": Role.SUPERVISOR,
    "gsv": Role.SUPERVISOR,
    "quan ly": Role.FIELD_MANAGER,
    "quan ly dieu tra": Role.FIELD_MANAGER,
    "quan ly khao sat": Role.FIELD_MANAGER,
    "so noi vu": Role.HOME_AFFAIRS,
    "quan tri": Role.ADMINISTRATOR,
    "quan tri vien": Role.ADMINISTRATOR,
}
_COLUMN_OF = {header: one for one, headers in HEADERS.items() for header in headers}


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """One row that was read. username: "" where the list leaves it to be made.

    number: of the row as a spreadsheet shows it. areas, teams: as written, in that order.
    """

    number: int
    full_name: str
    username: str
    role: Role
    organisation: str
    areas: tuple[str, ...]
    tied_unit_codes: frozenset[str]
    teams: tuple[str, ...] = ()


def column_named(header: str) -> ListColumn | None:
    """What a column of this header holds."""
    return _COLUMN_OF.get(plain(header))


def columns_named(headers: Sequence[str]) -> dict[ListColumn, list[int]]:
    """The places at which each column stands; more than one is a fault."""
    found: dict[ListColumn, list[int]] = {}
    for place, header in enumerate(headers):
        one = column_named(header)
        if one is not None:
            found.setdefault(one, []).append(place)
    return found
