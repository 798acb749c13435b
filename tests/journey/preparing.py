"""From an empty installation to the morning on which eighteen people go out with their tablets."""

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from survey_app.demo.source import SourceUnit, source_units
from tests.bench import frame_files
from tests.journey.installation import Installation
from tests.journey.visitor import Visitor

ROUND = "hanh-trinh-2022"
LIST = f"{ROUND}-1"
ENUMERATORS = 18
AREAS = 109
"""Communes in the list; each enumerator lives in some of them."""
PASSWORD = "mot-mat-khau-cua-rieng-minh"
OFFICE = {"quantri": "administrator", "sonoivu": "home_affairs"}
MANAGER = "buudien"
PREPARED = datetime(2022, 11, 1, 2, 0, tzinfo=UTC)
LAST_DAY = date(2022, 11, 21)
"""Of fieldwork, weeks after the period: the day after the fortnight, on which the round closes."""
CHANNELS = {"Trực tuyến": "online", "Trực tiếp": "desk"}
RULES = {
    "excludes_organisations": True,
    "caps": [{"procedure": "Thủ tục mô phỏng số 0*", "at_most": 500}],
    "seed": "mo-phong",
}
UNIT_COLUMN, PERSON_COLUMN, CHANNEL_COLUMN = (
    frame_files.HEADERS.index(name) for name in ("Đơn vị giải quyết", "Chủ hồ sơ", "Hình thức nộp")
)
CODE_COLUMN = frame_files.HEADERS.index("Mã hồ sơ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How large a round is: files in the list, by what the quotas of Hà Nam are divided, and how
    many visits an enumerator makes a day."""

    files: int
    divided_by: int
    visits_a_day: int

    def quotas(self) -> dict[str, int]:
        """The forms of each unit that is surveyed; 2,124 of 22 units when nothing is divided."""
        return {one.code: one.quota // self.divided_by for one in source_units() if one.quota}


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A case as the test knows it: by its row in the file, not from the database."""

    unit: str
    stratum: str
    file_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What is known before the first visit.

    cases: by unit and name; codes: the one-time code of each enumerator.
    """

    scale: Scale
    judged: Mapping[str, int]
    cases: Mapping[tuple[str, str], Listed]
    codes: Mapping[str, str]
    said_of_sharing: str


def prepare(here: Installation, *, scale: Scale) -> Prepared:
    """Accounts, round, list, sample, assignment: by the commands that an office types."""
    here.set_clock(PREPARED)
    codes = _accounts(here)
    _round(here, scale)
    here.hailong("sample", "commit", "--round", ROUND, "--list", LIST, "--by", "sonoivu")
    judged, cases = _frame(here, scale)
    here.set_clock(PREPARED + timedelta(days=1))
    here.hailong("sample", "draw", "--round", ROUND, "--list", LIST, "--by", MANAGER)
    here.hailong("round", "open", ROUND, "--by", "sonoivu")
    share = ("assignment", "share", "--round", ROUND, "--list", LIST, "--rule", "by_load")
    return Prepared(
        scale=scale,
        judged=judged,
        cases=cases,
        codes=codes,
        said_of_sharing=here.hailong(*share, "--by", MANAGER),
    )


def _accounts(here: Installation) -> dict[str, str]:
    """Everybody chooses a password at the first sign-in but the two who are made one by one."""
    for username, role in OFFICE.items():
        name = ("--name", f"{username} (mô phỏng)", "--organisation", "Mô phỏng")
        here.hailong("user", "add", username, "--role", role, *name, "--password", PASSWORD)
    header = ("Họ và tên", "Tên đăng nhập", "Vai trò", "Cơ quan", "Địa bàn", "Có liên quan đến")
    rows = [("Quản lý mô phỏng", MANAGER, "Quản lý khảo sát", "Bưu điện tỉnh", "", "")]
    rows += [
        (
            f"Điều tra viên mô phỏng {number:02}",
            f"dtv{number:02}",
            "Điều tra viên",
            "Bưu điện tỉnh",
            "; ".join(f"Xã mô phỏng {area}" for area in range(number - 1, AREAS, ENUMERATORS)),
            "",
        )
        for number in range(1, ENUMERATORS + 1)
    ]
    with (here.folder / "tai-khoan.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([header, *rows])
    here.hailong("user", "import", "tai-khoan.csv", "--by", "quantri", "-o", "ma.csv")
    return {row["user_name"]: row["code"] for row in _rows(here.folder / "ma.csv")}


def _round(here: Installation, scale: Scale) -> None:
    quotas = scale.quotas()
    document = {
        "code": ROUND,
        "name": {"vi": "Hành trình mô phỏng 2022", "en": "Simulated journey 2022"},
        "year": 2022,
        "questionnaire": "sipas-22",
        "index_plan": "ha-nam-2022",
        "period": {"start": "2022-01-01", "end": "2022-10-15"},
        "fieldwork_end": LAST_DAY.isoformat(),
        "controller": "Sở Nội vụ",
        "contact": "Phòng Cải cách hành chính",
        "erase_days": 90,
        "simulated": True,
        "sampling": {
            "method": "stratified",
            "strata": ["channel"],
            "reserve_percent": 25,
            "source": "Kế hoạch mô phỏng",
        },
        "recheck": {"share_percent": 10, "minimum_per_enumerator": 3, "source": "Mô phỏng"},
        "groups": [
            {"code": "department", "name": {"vi": "Sở, ban, ngành", "en": "Departments"}},
            {
                "code": "district",
                "name": {"vi": "Huyện, thị xã, thành phố", "en": "Districts"},
                "valid_until": "2025-06-30",
            },
        ],
        "units": [_unit(one, quotas.get(one.code, 0)) for one in source_units()],
    }
    (here.folder / "round.json").write_text(json.dumps(document), encoding="utf-8")
    here.hailong("round", "create", "round.json", "--by", "sonoivu")


def _unit(unit: SourceUnit, quota: int) -> dict[str, object]:
    return {
        "code": unit.code,
        "name": unit.name,
        "group": unit.group,
        "quota": quota,
        "exempt": not quota,
        "maximum_points": str(unit.maximum),
    }


def _frame(
    here: Installation, scale: Scale
) -> tuple[dict[str, int], dict[tuple[str, str], Listed]]:
    units = [one.code for one in sorted(source_units(), key=lambda one: -one.quota)]
    made = list(frame_files.rows(scale.files, seed=25, units=units))
    (here.folder / "ho-so.csv").write_bytes(frame_files.as_csv(iter(made)))
    (here.folder / "rules.json").write_text(json.dumps(RULES), encoding="utf-8")
    chosen = ("--rules", "rules.json", "--judgements", "judged.csv", "--by", MANAGER)
    here.hailong("frame", "import", "ho-so.csv", "--round", ROUND, *chosen)
    judged: dict[str, int] = {}
    cases = {}
    for row in _rows(here.folder / "judged.csv"):
        judged[row["judgement"]] = judged.get(row["judgement"], 0) + 1
        if row["judgement"] == "eligible":
            listed = made[int(row["row"]) - len(frame_files.TITLES) - 2]
            assert listed[CODE_COLUMN] == row["file_code"]
            cases[row["unit_code"], str(listed[PERSON_COLUMN])] = _listed(listed)
    return judged, cases


def _listed(row: Sequence[object]) -> Listed:
    unit, channel = str(row[UNIT_COLUMN]), CHANNELS[str(row[CHANNEL_COLUMN])]
    return Listed(unit=unit, stratum=f"{unit} / {channel}", file_code=str(row[CODE_COLUMN]))


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def enrolment_code(office: Visitor, name: str) -> str:
    """The code for a tablet, from the page that shows it once."""
    page = office.submit("/field/tablets/", page=office.get("/field/tablets/"), name=name)
    return page.text.split('class="enrolment-code">')[1].split("<")[0]
