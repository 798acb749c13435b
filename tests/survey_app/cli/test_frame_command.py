"""`hailong frame import`: a list becomes cases, all of them or none."""

import json

import pytest

from tests.survey_app.fieldwork.frame.conftest import as_csv, table
from tests.workbooks import workbook

CASES = (
    "SELECT frame_case.row_number, unit.code, file_code, field, procedure, applicant_kind, channel,"
    " keyed_by, district, full_name, phone, address, person.is_simulated FROM frame_case"
    " JOIN person ON person.id = frame_case.person_id"
    " JOIN round_unit ON round_unit.id = frame_case.round_unit_id"
    " JOIN unit ON unit.id = round_unit.unit_id"
    " WHERE frame_import_id IS NOT NULL ORDER BY frame_import_id, row_number"
)
COUNTS = (
    "SELECT (SELECT count(*) FROM frame_import), (SELECT count(*) FROM frame_case),"
    " (SELECT count(*) FROM person), (SELECT count(*) FROM audit_event)"
)


@pytest.fixture
def here(monkeypatch, world):
    """The small province is the database of the command."""
    monkeypatch.setenv("DATABASE_URL", world.engine.url.render_as_string(hide_password=False))
    return world


@pytest.fixture
def write(folder):
    """Writes a list of rows that differ from the good one, each of another person and file."""

    def written(name, *rows):
        made = [
            {
                "Mã hồ sơ": f"MP-{number:04d}",
                "Chủ hồ sơ": f"Người mô phỏng {number}",
                "Số điện thoại": f"09000{number:05d}",
                "Địa chỉ": f"Thôn mô phỏng {number}",
                **row,
            }
            for number, row in enumerate(rows, start=100)
        ]
        cells = table(*made)
        data = workbook({"A": cells}) if name.endswith(".xlsx") else as_csv(cells)
        (folder / name).write_bytes(data)
        return name

    return written


@pytest.fixture
def imported(run, here, write):
    """Imports a list of these rows and expects that it works."""

    def done(name, *rows, options=()):
        result = run("frame", "import", write(name, *rows), "--round", "thu-2022", *options)
        assert result.exit_code == 0, result.output
        return result

    return done


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_import__good_list__stores_cases_apart_from_people(imported, here, name):
    result = imported(
        name,
        {},
        {"Đơn vị": "STP", "Hình thức nộp": "", "Người nhập": "", "Lĩnh vực": "", "Huyện": ""},
        {"Ngày trả kết quả": ""},
        {"Đơn vị": "Thanh tra tỉnh"},
    )

    assert here.rows(CASES) == [
        (
            *(2, "SXD", "MP-0100", "Xây dựng", "Cấp giấy phép xây dựng", "person", "online"),
            *("civil_servant", "Huyện mô phỏng", "Người mô phỏng 100", "0900000100"),
            *("Thôn mô phỏng 100", True),
        ),
        (
            *(3, "STP", "MP-0101", None, "Cấp giấy phép xây dựng", "person", None, None, None),
            *("Người mô phỏng 101", "0900000101", "Thôn mô phỏng 101", True),
        ),
    ]
    assert "2 cases of 4 files" in result.stdout
    assert "SXD" in result.stdout
    names = here.rows("SELECT public_id FROM frame_case")
    assert len(set(names)) == 3
    assert here.actions()[-1] == "frame.imported"


def test_import__kept_with_it__are_file_rules_mapping_and_counts(imported, here, folder):
    (folder / "rules.json").write_text('{"period_to": "2022-09-04"}', encoding="utf-8")
    rows = {}, {"Ngày trả kết quả": "04/09/2022"}

    imported("list.csv", *rows, options=("--rules", "rules.json"))

    (found,) = here.rows(
        "SELECT file_name, length(sha256), mapping, rules, counts, files, cases, state, imported_by"
        " FROM frame_import"
    )
    documents = [json.loads(one) if isinstance(one, str) else one for one in found[2:5]]
    assert (found[0], found[1], *found[5:]) == ("list.csv", 64, 2, 1, "current", None)
    assert documents[0]["columns"]["Mã hồ sơ"] == "file_code"
    assert documents[1]["period_to"] == "2022-09-04"
    assert documents[2]["units"] == {"SXD": {"outside_period": 1, "eligible": 1}}


def test_import__dry_run__shows_the_summary_and_stores_nothing(imported, here):
    before = here.rows(COUNTS)

    result = imported("list.csv", {}, {"Ngày trả kết quả": ""}, options=("--dry-run",))

    assert "No result yet" in result.stdout
    assert "1 cases of 2 files would be stored" in result.stdout
    assert here.rows(COUNTS) == before


def test_import__faults__are_all_listed_and_nothing_is_stored(run, here, write):
    before = here.rows(COUNTS)
    name = write("list.csv", {}, {"Ngày trả kết quả": "ngày mai", "Đơn vị": "?x"}, {"Mã hồ sơ": ""})

    result = run("frame", "import", name, "--round", "thu-2022")

    assert result.exit_code == 1
    assert "list.csv: row 3, Đơn vị: the round has no unit “?x”" in result.stderr
    assert "list.csv: row 3, Ngày trả kết quả: “ngày mai” is not a date" in result.stderr
    assert "list.csv: row 4, Mã hồ sơ: the cell is blank" in result.stderr
    assert "faults: 3; nothing was written" in result.stderr
    assert here.rows(COUNTS) == before


def test_import__same_file_again__is_refused_and_changes_nothing(imported, run, here):
    imported("list.csv", {})
    before = here.rows(COUNTS)

    for options in ((), ("--replace",)):
        result = run("frame", "import", "list.csv", "--round", "thu-2022", *options)

        assert result.exit_code == 1
        assert "imported already: import 1" in result.stderr
    assert here.rows(COUNTS) == before


def test_import__corrected_file__needs_replace_and_takes_the_place(imported, run, here, write):
    imported("first.csv", {}, {})
    corrected = write("second.csv", {"Địa chỉ": "Thôn khác"})

    refused = run("frame", "import", corrected, "--round", "thu-2022")
    done = run("frame", "import", corrected, "--round", "thu-2022", "--replace")

    assert refused.exit_code == 1
    assert "SXD are there already, from import 1" in refused.stderr
    assert done.exit_code == 0, done.output
    assert [row[11] for row in here.rows(CASES)] == ["Thôn khác"]
    states = here.rows("SELECT state, replaced_at IS NOT NULL FROM frame_import ORDER BY id")
    assert states == [("replaced", True), ("current", False)]
    # The person of the province's own case, and the one of the corrected list.
    assert here.one("SELECT count(*) FROM person") == 2


def test_import__same_file_by_other_rules__may_replace_itself(imported, run, here, folder):
    imported("list.csv", {}, {"Đối tượng": "Tổ chức"})
    (folder / "rules.json").write_text('{"excludes_organisations": true}', encoding="utf-8")

    result = run(
        *("frame", "import", "list.csv", "--round", "thu-2022"),
        *("--rules", "rules.json", "--replace"),
    )

    assert result.exit_code == 0, result.output
    assert [row[2] for row in here.rows(CASES)] == ["MP-0100"]


def test_import__another_units_file__is_added(imported, here):
    imported("sxd.csv", {}, {"Đơn vị": "TTRA"})
    imported("stp.csv", {"Đơn vị": "STP"}, {"Đơn vị": "TTRA"})

    assert [(row[1], row[2]) for row in here.rows(CASES)] == [
        ("SXD", "MP-0100"),
        ("STP", "MP-0100"),
    ]


def test_import__replacement_that_lacks_a_unit__is_refused(imported, run, here, write):
    imported("both.csv", {}, {"Đơn vị": "STP"})

    result = run("frame", "import", write("one.csv", {}), "--round", "thu-2022", "--replace")

    assert result.exit_code == 1
    assert "Import 1 has files of STP" in result.stderr
    assert len(here.rows(CASES)) == 2


def test_import__case_assigned__keeps_the_import(imported, run, here, write):
    imported("first.csv", {})
    here.change(
        "INSERT INTO assignment (interview_uuid, round_unit_id, enumerator_id, frame_case_id,"
        " assigned_at) SELECT '22222222222242228222222222222222', round_unit_id, 1, id,"
        " '2022-10-03 01:00:00' FROM frame_case WHERE frame_import_id IS NOT NULL"
    )
    before = here.rows(COUNTS)

    result = run("frame", "import", write("second.csv", {}, {}), "--round", "thu-2022", "--replace")

    assert result.exit_code == 1
    assert "have been drawn or assigned" in result.stderr
    assert here.rows(COUNTS) == before


def test_import__file_that_is_a_case_already__leaves_that_case_alone(imported, here):
    result = imported("list.csv", {}, {"Mã hồ sơ": "MP-1"})

    assert "1 cases of 2 files" in result.stdout
    assert "Same file" in result.stdout
    own = here.rows("SELECT frame_import_id FROM frame_case WHERE file_code = 'MP-1'")
    assert own == [(None,)]
    assert here.one("SELECT count(*) FROM assignment") == 1


@pytest.mark.parametrize(
    ("state", "code"), [("draft", 0), ("open", 0), ("closed", 1), ("archived", 1)]
)
def test_import__state_of_the_round__decides(run, here, write, state, code):
    here.change("UPDATE round SET state = :state", state=state)

    result = run("frame", "import", write("list.csv", {}), "--round", "thu-2022")

    assert result.exit_code == code
    assert ("takes no list any more" in result.stderr) == bool(code)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__unknown_round__names_the_known(run, here, write):
    result = run("frame", "import", write("list.csv", {}), "--round", "khong-co")

    assert result.exit_code == 1
    assert "thu-2022" in result.stderr


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__nothing_eligible__is_refused_after_the_summary(run, here, write):
    before = here.rows(COUNTS)

    result = run("frame", "import", write("l.csv", {"Ngày trả kết quả": ""}), "--round", "thu-2022")

    assert result.exit_code == 1
    assert "No result yet" in result.stdout
    assert "None of the 1 files is a case" in result.stderr
    assert here.rows(COUNTS) == before


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__bad_mapping_or_rules__are_refused_with_their_places(run, here, write, folder):
    name = write("list.csv", {})
    (folder / "map.json").write_text('{"columns": {"A": "x"}, "extra": 1}', encoding="utf-8")
    (folder / "rules.json").write_text('{"caps": [{"procedure": "A"}]}', encoding="utf-8")
    command = ("frame", "import", name, "--round", "thu-2022")

    by_mapping = run(*command, "--mapping", "map.json")
    by_rules = run(*command, "--rules", "rules.json")

    assert (by_mapping.exit_code, by_rules.exit_code) == (1, 1)
    assert "map.json: extra:" in by_mapping.stderr
    assert "rules.json: caps.0.at_most:" in by_rules.stderr


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__mapping_of_the_preview__is_used(run, here, folder):
    rows = [["Số", "Việc", "Ai", "Xong"], ["1", "Thủ tục", "Người mô phỏng", "05/09/2022"]]
    (folder / "list.csv").write_bytes(as_csv(rows))
    columns = {"Số": "file_code", "Việc": "procedure", "Ai": "applicant", "Xong": "returned_on"}
    document = json.dumps({"columns": columns, "unit": "STP"})
    (folder / "map.json").write_text(document, encoding="utf-8")

    result = run("frame", "import", "list.csv", "--round", "thu-2022", "--mapping", "map.json")

    assert result.exit_code == 0, result.output
    assert [row[1:3] for row in here.rows(CASES)] == [("STP", "1")]
    assert "neither telephone nor address" in result.stderr


def test_import__thousands_of_cases__take_as_many_statements_as_batches(imported, here):
    with here.statements() as sent:
        imported("list.csv", *[{}] * 6_000)

    assert here.one("SELECT count(*) FROM frame_case WHERE frame_import_id = 1") == 6_000
    assert len(sent) < 30
    linked = here.one(
        "SELECT count(*) FROM frame_case JOIN person ON person.id = person_id"
        " WHERE full_name = 'Người mô phỏng ' || (98 + row_number) AND frame_import_id = 1"
    )
    assert linked == 6_000


@pytest.mark.parametrize("words", [("frame",), ("frame", "import")])
def test_help__frame__has_an_example(run, words):
    result = run(*words, "--help")

    assert result.exit_code == 0
    assert "Example:" in result.output


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__on_a_terminal__shows_how_far_it_is(run, here, write, monkeypatch):
    name = write("list.csv", {})
    command = ("frame", "import", name, "--round", "thu-2022", "--dry-run")

    elsewhere = run(*command)
    monkeypatch.setenv("FORCE_COLOR", "1")
    on_terminal = run(*command)

    assert "Reading the list" not in elsewhere.stderr
    assert "Reading the list" in on_terminal.stderr


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__many_warnings__are_listed_in_part_and_counted(run, here, write):
    rows = [{"Số điện thoại": f"123{number}"} for number in range(130)]

    result = run("frame", "import", write("list.csv", *rows), "--round", "thu-2022", "--dry-run")

    assert result.exit_code == 0, result.output
    assert result.stderr.count("cannot be a telephone number") == 100
    assert "and 30 more warnings" in result.stderr


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__judgements_of_a_stored_list__are_repeated_from_the_file(
    imported, run, here, folder
):
    rows = [{}, {"Ngày trả kết quả": ""}, {"Mã hồ sơ": "=1+1"}]
    imported("list.csv", *rows, options=("--judgements", "first.csv"))
    before = here.rows(COUNTS)

    again = run(
        *("frame", "import", "list.csv", "--round", "thu-2022", "--dry-run"),
        *("--judgements", "again.csv"),
    )

    assert again.exit_code == 1
    assert "imported already" in again.stderr
    assert "No result yet" in again.stdout
    assert here.rows(COUNTS) == before
    first = (folder / "first.csv").read_text(encoding="utf-8-sig")
    assert first.splitlines() == [
        "row,unit_code,file_code,judgement",
        "2,SXD,MP-0100,eligible",
        "3,SXD,MP-0101,no_result",
        "4,SXD,'=1+1,eligible",
    ]
    assert (folder / "again.csv").read_text(encoding="utf-8-sig") == first


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_import__judgements_over_the_list_itself__are_bad_usage(run, here, write, folder):
    name = write("list.csv", {})
    content = (folder / name).read_bytes()

    result = run("frame", "import", name, "--round", "thu-2022", "--judgements", name)

    assert result.exit_code == 2
    assert (folder / name).read_bytes() == content


@pytest.mark.parametrize(("by", "exits"), [("quanly", 0), ("noivu", 1), ("nobody", 1)])
def test_import__by_somebody__is_done_in_that_name_where_the_role_may(run, here, write, by, exits):
    result = run("frame", "import", write("list.csv", {}), "--round", "thu-2022", "--by", by)

    assert result.exit_code == exits, result.output
    done = here.rows(
        "SELECT username FROM audit_event JOIN account ON account.id = account_id"
        " WHERE action = 'frame.imported'"
    )
    assert done == ([(by,)] if exits == 0 else [])
