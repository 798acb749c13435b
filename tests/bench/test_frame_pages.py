"""How long the list of a whole province takes on pages, and how long everybody else waits."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from survey_app.access.people import AccountRequest, add_account
from survey_app.access.policy import Role
from survey_app.db.engine import connect, transaction
from survey_app.db.tables import FrameCase, FrameImport, Person
from tests.bench import frame_files, province
from tests.bench.desk import INPUT, Desk, Meanwhile
from tests.bench.documents import BEGAN, ROUND, UNITS
from tests.bench.served import Process, processes_of, serving

FILES = 200_000
PASSWORD = "mot-mat-khau-dai"
PEOPLE = ("quanly", "dongnghiep")
WRITERS = {"csv": frame_files.as_csv, "xlsx": frame_files.as_workbook}
RULES = {
    "excludes_organisations": "1",
    "cap_procedure": "Thủ tục mô phỏng số 0*",
    "cap_unit": "",
    "cap_at_most": "500",
    "seed": "mo-phong",
}
EVERY_S = 0.2


@dataclass(slots=True, kw_only=True)
class Seen:
    """What the processes of a server needed, by their number."""

    processes: dict[int, Process] = field(default_factory=dict)

    def most_mb(self, *, jobs: bool) -> float:
        """The most memory of one process."""
        return max(
            (one.most_mb for one in self.processes.values() if one.is_job is jobs), default=0
        )

    @property
    def cpu_s(self) -> float:
        """Processor time of all that worked on lists."""
        return sum(one.cpu_s for one in self.processes.values() if one.is_job)


@contextmanager
def watched(pid: int) -> Iterator[Seen]:
    """Looks at the workers of a server and at the processes that they start, until the end."""
    seen, ended = Seen(), Event()

    def look() -> None:
        while not ended.wait(EVERY_S):
            seen.processes.update({one.pid: one for one in processes_of(pid)})

    thread = Thread(target=look)
    thread.start()
    yield seen
    ended.set()
    thread.join()


def _through(desk: Desk, data: bytes, *, name: str) -> dict[str, float]:
    """All steps of a list as a person takes them, with the seconds of each."""
    spent = {}
    began = time.monotonic()
    at = desk.bring(f"/field/rounds/{ROUND}/frame/", data, name=name).location
    assert at.endswith("/job"), at
    spent["bring"] = time.monotonic() - began
    address = at.removesuffix("/job")
    spent["open"] = _worked(desk, address)
    hidden = dict(INPUT.findall(desk.get(f"{address}/columns").text))
    sheet = {"sheet": hidden["sheet"], "of_sheet": hidden["of_sheet"]}
    for step, fields in (("columns", sheet), ("rules", RULES), ("import", {})):
        answer = desk.post(f"{address}/{step}", fields)
        assert answer.location.endswith("/job"), answer.text
        spent[step] = _worked(desk, address)
    assert f"/field/rounds/{ROUND}/frame/imports/" in desk.get(f"{address}/job").location
    return spent


def _worked(desk: Desk, address: str) -> float:
    began = time.monotonic()
    while json.loads(desk.get(f"{address}/job.json").text)["state"] == "running":
        time.sleep(EVERY_S)
    return time.monotonic() - began


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("database", ["postgresql", "sqlite"])
def test_frame_pages__list_of_a_province__is_all_stored(request, tmp_path: Path, kind, database):
    given = request.getfixturevalue(
        f"durable_{'postgres' if database == 'postgresql' else database}"
    )
    url = given[0] if database == "postgresql" else given
    engine = connect(url)
    province.set_up(engine)
    with transaction(engine) as session:
        for username in PEOPLE:
            asked = AccountRequest(
                username=username,
                display_name=username,
                organisation="Bưu điện tỉnh",
                role=Role.FIELD_MANAGER,
                unit_code=None,
            )
            add_account(session, asked, password=PASSWORD, by=None, at=BEGAN)
    data = WRITERS[kind](frame_files.rows(FILES, seed=4, units=UNITS))

    with serving(url) as served, watched(served.process.pid) as seen:
        mine, other = (Desk(port=served.port) for _ in PEOPLE)
        mine.sign_in(PEOPLE[0], PASSWORD)
        other.sign_in(PEOPLE[1], PASSWORD)
        with Meanwhile(desk=other, round_code=ROUND) as meanwhile:
            spent = _through(mine, data, name=f"list.{kind}")

    with engine.connect() as connection:
        stored = connection.execute(select(func.count()).select_from(FrameCase)).scalar_one()
        people = connection.execute(select(func.count()).select_from(Person)).scalar_one()
        said = connection.execute(select(FrameImport.files, FrameImport.cases)).one()
    engine.dispose()
    assert tuple(said) == (FILES, stored)
    assert people == stored > FILES / 4
    assert not meanwhile.refused
    steps = ", ".join(f"{name} {seconds:.1f}" for name, seconds in spent.items())
    print(
        f"\npages, {FILES} rows, {kind}, {database}: {sum(spent.values()):.1f} s ({steps}),"
        f" {seen.cpu_s:.1f} s of processor time; worker {seen.most_mb(jobs=False):.0f} MB, process"
        f" {seen.most_mb(jobs=True):.0f} MB; others waited at most {max(meanwhile.written_s):.2f} s"
        f" for a button, {max(meanwhile.read_s):.2f} s for a page, {len(meanwhile.read_s)} of each"
    )
