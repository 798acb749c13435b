"""`hailong export ROUND --format pdf`."""

import io
import json
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from scoring.rounding import half_up
from survey_app.db import publications, round_writes
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.tables import AuditEvent
from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.people_by_chance import by_chance, give_out, interview_of

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
REPORT = ("export", "thu-2022", "--format", "pdf", "-o", "bao-cao.pdf")


def closed_by_chance(world):
    """Closes the round of the small province after interviews by chance."""
    people = [one for one in by_chance(11, 160) if not one.stratum]
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
        round_writes.move_round(session, 1, start="open", end="closed")


@pytest.fixture
def here(monkeypatch, world):
    """The small province, its round closed, is that of the command."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    closed_by_chance(world)
    return world


@needs_font
def test_export__published_round__writes_its_report_twice_the_same(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")

    results = [run(*REPORT)]
    first = (folder / "bao-cao.pdf").read_bytes()
    results.append(run(*REPORT))

    assert [one.exit_code for one in results] == [0, 0], results[0].output
    assert (folder / "bao-cao.pdf").read_bytes() == first
    assert "run 1" in results[0].output
    assert "Sở Xây dựng" in text_of(first)
    assert [file.name for file in folder.iterdir()] == ["bao-cao.pdf"]


@needs_font
def test_export__replaced_run__is_printed_when_it_is_named(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")
    run("publish", "thu-2022", "--by", "noivu", "--withdraw", "--reason", "Sai")

    result = run(*REPORT, "--run", "1")

    assert result.exit_code == 0, result.output
    assert "đã được rút lại" in text_of((folder / "bao-cao.pdf").read_bytes())


def test_export__workbook__has_the_published_figures_and_the_same_bytes_twice(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")
    words = ("export", "thu-2022", "--format", "xlsx", "-o", "bang.xlsx")

    results = [run(*words)]
    first = (folder / "bang.xlsx").read_bytes()
    results.append(run(*words))

    assert [one.exit_code for one in results] == [0, 0], results[0].output
    assert "workbook of run 1" in results[0].output
    assert (folder / "bang.xlsx").read_bytes() == first
    sheets = sheets_of(first)
    assert list(sheets) == [
        "Chỉ số CCHC",
        "Chỉ số theo nhóm",
        "Khung xếp loại",
        "Điểm khảo sát",
        "Yếu tố",
        "Tiêu chí",
        "Tỷ lệ trả lời",
        "Phúc tra phiếu",
        "Biểu thống kê",
        "Thay đổi",
        "Bảng mã",
        "Phương pháp",
    ]
    assert published_of(here) == {
        row[1]: (row[3], row[4]) for row in sheets["Điểm khảo sát"] if row[1] in {"SXD", "STP"}
    }
    forms = {row[1]: row[3:5] for row in sheets["Biểu thống kê"] if row[1] in {"SXD", "STP"}}
    assert forms == modes_of(here)


def sheets_of(content):
    """The cells of every sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def document_of(world):
    with transaction(world.engine, writes=False) as session:
        return json.loads(publications.run_of_round(session, 1, run_id=1).result)


def published_of(world):
    """People and score of the units, as the document says them."""
    return {
        code: (
            row["published"]["n_valid"],
            float(half_up(Decimal(repr(row["published"]["score10"])))),
        )
        for code, row in document_of(world)["units"].items()
    }


def modes_of(world):
    """Number of forms, and the form of the survey: on paper, on a screen or both."""
    found = {}
    for code, row in document_of(world)["units"].items():
        modes = row["composition"]["mode"]
        paper = sum(count for mode, count in modes.items() if mode.startswith("paper"))
        forms = sum(modes.values())
        found[code] = [forms, 1 if paper == forms else 2 if paper else 0]
    return found


def test_export__nothing_published__is_refused_with_what_to_do(run, here, folder):
    result = run(*REPORT)

    assert result.exit_code == 1
    assert "No scores of the round thu-2022 have been published." in result.stderr
    assert "Close the round and publish its scores" in result.stderr
    assert list(folder.iterdir()) == []


def test_export__withdrawn_round__is_refused_with_reason_and_run(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")
    run("publish", "thu-2022", "--by", "noivu", "--withdraw", "--reason", "Sai danh sách")

    result = run(*REPORT)

    assert result.exit_code == 1
    assert "were withdrawn on" in result.stderr
    assert "Sai danh sách" in result.stderr
    assert "name the run that was public, for the files: 1." in result.stderr
    assert list(folder.iterdir()) == []


def test_export__unknown_run_or_round__is_refused_and_names_the_known(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")

    no_run = run(*REPORT, "--run", "7")
    no_round = run("export", "khong-co", *REPORT[2:])

    assert (no_run.exit_code, no_round.exit_code) == (1, 1)
    assert "has no run 7. Its runs, the newest first: 1." in no_run.stderr
    assert "thu-2022" in no_round.stderr


@pytest.mark.parametrize("kind", ["csv", "json", "sav", "dta"])
def test_export__interviews__are_written_twice_the_same(run, here, folder, kind):
    run("publish", "thu-2022", "--by", "noivu")
    words = ("export", "thu-2022", "--format", kind, "-o", f"phieu.{kind}")

    results = [run(*words)]
    first = (folder / f"phieu.{kind}").read_bytes()
    results.append(run(*words))

    assert [one.exit_code for one in results] == [0, 0], results[0].output
    assert "interviews of run 1 written" in results[0].output
    assert (folder / f"phieu.{kind}").read_bytes() == first
    assert [file.name for file in folder.iterdir()] == [f"phieu.{kind}"]


FULL = ("export", "thu-2022", "--format", "csv", "--full", "-o", "phieu.csv")


def test_export__full_file__says_who_took_it_and_why(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")

    result = run(*FULL, "--by", "noivu", "--reason", "Đối chiếu khiếu nại")

    assert result.exit_code == 0, result.output
    assert "stands in the log of changes" in result.output
    rows = (folder / "phieu.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + document_of(here)["data_cut"]["interviews"]
    assert ",an," in rows[1]
    with transaction(here.engine, writes=False) as session:
        found = session.query(AuditEvent).filter_by(action="round.full_file_taken").one()
    assert found.details["reason"] == "Đối chiếu khiếu nại"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--by", "noivu"), 1, "This needs a reason"),
        (("--reason", "x"), 2, "--full needs --by"),
        (("--by", "quanly", "--reason", "x"), 1, "quanly"),
        (("--by", "khong-ai", "--reason", "x"), 1, "khong-ai"),
    ],
)
def test_export__full_file_without_right_or_reason__is_refused(
    run, here, folder, words, code, said
):
    run("publish", "thu-2022", "--by", "noivu")

    result = run(*FULL, *words)

    assert result.exit_code == code
    assert said in " ".join(result.stderr.split())
    assert list(folder.iterdir()) == []


def test_export__options_that_do_not_fit__are_told_all_at_once(run, here, folder):
    full = run("export", "thu-2022", "--format", "pdf", "--full", "-o", "out")
    plain = run("export", "thu-2022", "--format", "csv", "--reason", "x", "-o", "out")

    assert (full.exit_code, plain.exit_code) == (2, 2)
    said = " ".join(full.stderr.split())
    assert "--full is for the interviews" in said
    assert "--full needs --by" in said
    assert "--reason and --by are for --full" in " ".join(plain.stderr.split())
    assert list(folder.iterdir()) == []


def test_export__folder_that_is_not_there__is_bad_usage(run, here):
    result = run(*REPORT[:-1], "khong-co/bao-cao.pdf")

    assert result.exit_code == 2


@needs_font
def test_export__letter_and_sheets__are_printed_as_they_were_asked_for(run, here, folder):
    run("publish", "thu-2022", "--by", "noivu")
    letter = ("--number", "128/BC-SNV", "--place", "Hà Nam", "--date", "30/11/2022")
    signed = ("--signed-as", "Giám đốc", "--signer", "Người Ký", "--copy", "UBND tỉnh")

    results = [run(*REPORT, *letter, *signed)]
    report = text_of((folder / "bao-cao.pdf").read_bytes())
    results.append(run(*REPORT, "--unit", "SXD"))
    sheet = text_of((folder / "bao-cao.pdf").read_bytes())
    results.append(run(*REPORT, "--unit-sheets"))
    sheets = text_of((folder / "bao-cao.pdf").read_bytes())

    assert [one.exit_code for one in results] == [0, 0, 0], results
    assert "Số: 128/BC-SNV Hà Nam, ngày 30 tháng 11 năm 2022" in report
    assert "- UBND tỉnh; - Lưu: VT, …… GIÁM ĐỐC Người Ký" in report
    assert "Sở Xây dựng" in sheet
    assert "Sở Tư pháp" not in sheet
    assert sheets.count("Cách đọc:") == 2


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--date", "hôm nay", "--number", "x" * 121), 1, ("hôm nay", "120")),
        (("--unit", "KHONG"), 1, ("KHONG", "SXD")),
        (("--unit", "SXD", "--unit-sheets"), 2, ("--unit-sheets",)),
        (("--unit", "SXD", "--place", "Hà Nam"), 2, ("A sheet of a unit has no number",)),
        (("--unit-sheets", "--copy", "UBND tỉnh"), 2, ("A sheet of a unit has no number",)),
    ],
)
def test_export__letter_or_unit_that_is_unfit__is_refused(run, here, folder, words, code, said):
    run("publish", "thu-2022", "--by", "noivu")

    result = run(*REPORT, *words)

    assert result.exit_code == code
    assert all(word in result.output for word in said), result.output
    assert list(folder.iterdir()) == []


def test_export__letter_for_a_workbook__is_bad_usage(run, here, folder):
    result = run("export", "thu-2022", "--format", "xlsx", "-o", "a.xlsx", "--place", "Hà Nam")

    assert result.exit_code == 2
    assert "--place" in result.output
