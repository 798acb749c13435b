"""Names from outside that begin like formulas: no file of results lets a spreadsheet run them."""

import csv
import io
import re
import zipfile

import pytest
from python_calamine import CalamineWorkbook

from tests.survey_app.web.published_round import publish_index, two_units_public, type_points

CODE = "thu-2022"
MARK = "MARKED"
HOSTILE = (f"=HYPERLINK({MARK})", f"@SUM({MARK})", f"+{MARK}", f"-{MARK};={MARK}", f"x;={MARK}")
CHANGES = (
    ("UPDATE round_unit SET name = :text WHERE id = 1", HOSTILE[0]),
    ("UPDATE round_unit SET name = :text WHERE id = 2", HOSTILE[4]),
    ("UPDATE round_unit SET name = :text WHERE id = 3", HOSTILE[2]),
    ("UPDATE unit SET name = :text WHERE code = 'SXD'", HOSTILE[0]),
    ("UPDATE unit_group SET name_vi = :text", HOSTILE[3]),
    ("UPDATE unit_group SET name_en = :text", HOSTILE[1]),
    ("UPDATE round SET name_vi = :text", HOSTILE[1]),
    ("UPDATE account SET display_name = :text WHERE username IN ('an', 'noivu')", HOSTILE[2]),
    ("UPDATE frame_case SET file_code = :text", HOSTILE[0]),
    ("UPDATE frame_case SET procedure = :text", HOSTILE[3]),
)
VALUES = {
    "code": CODE,
    "unit_code": "SXD",
    "run": 1,
    "number": 1,
    "whose": "appraised",
    "table": "units",
    "file": "workbook",
}
ELSEWHERE = {
    # Of a list or a sample, of which there is none here; their files are tested where they are.
    "frame_jobs.faults_file",
    "frame_judgement.judgements",
    "sample_draw.file",
    # Of a round with re-checks: names of lots, which the program gives.
    "lots.file",
    # Of two rounds; figures alone, or texts of the questionnaire.
    "years.changes",
    "recheck_plan.risks",
    "reliability.subgroups",
    "reliability.differences",
}
WHO = (("/admin/", "quantri"), ("/field/", "quanly"), ("/results/own/", "donvi"))


def _files(app):
    """Address and name of every table that can be downloaded."""
    for rule in app.url_map.iter_rules():
        is_table = rule.rule.endswith((".csv", ".xlsx")) or rule.endpoint == "publication_files.one"
        if is_table and rule.endpoint not in ELSEWHERE:
            values = {name: VALUES[name] for name in rule.arguments}
            yield rule.endpoint, rule.build(values)[1]


def _cells_of(answer):
    """As a spreadsheet parts them, be its sign between cells a comma or a semicolon."""
    if answer.data.startswith(b"PK"):
        book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
        sheets = [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]
        return [str(cell) for rows in sheets for row in rows for cell in row]
    text = answer.data.decode("utf-8-sig")
    comma = csv.reader(io.StringIO(text, newline=""))
    semicolon = csv.reader(io.StringIO(text, newline=""), delimiter=";", quoting=csv.QUOTE_NONE)
    return [cell for rows in (comma, semicolon) for row in rows for cell in row]


def _formulas(answer):
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        pages = [file.read(one).decode() for one in file.namelist() if "worksheets/" in one]
    return re.findall(r"<f>([^<]*)</f>", " ".join(pages))


@pytest.fixture(scope="module")
def answers(still_world):
    """Every table of a round in which whatever somebody may type is hostile."""
    for statement, hostile in CHANGES:
        still_world.change(statement, text=hostile)
    two_units_public(still_world)
    type_points(still_world, "58,00", reason=HOSTILE[1])
    publish_index(still_world, number=HOSTILE[0])
    clients = {name: still_world.client(name) for name in ("noivu", *(who for _, who in WHO))}
    found = {}
    for endpoint, address in _files(still_world.app):
        who = next((who for start, who in WHO if address.startswith(start)), "noivu")
        found[endpoint] = clients[who].get(address)
    return found


def test_tables__whatever_somebody_typed__begin_no_cell_with_a_formula(answers):
    running, marked = [], set()
    for endpoint, answer in answers.items():
        assert answer.status_code == 200, (endpoint, answer.text)
        for cell in _cells_of(answer):
            if MARK in cell:
                marked.add(endpoint)
                is_workbook = answer.data.startswith(b"PK")
                if cell.startswith(("=", "+", "-", "@", "\t", "\r")) and not is_workbook:
                    running.append((endpoint, cell))

    assert running == []
    wanted = {
        *("results_files.index", "results_files.scores", "results_files.ranking"),
        *("results_files.factors", "index_pages.areas_file", "index_pages.documents_file"),
        *("index_points.template_csv", "index_points.template_xlsx", "publication_files.one"),
        *("api.score_file", "api.index_file", "api.index_publication_file"),
        *("cases.file", "change_log.file"),
    }
    assert wanted - marked == set()


def test_workbooks__whatever_somebody_typed__is_in_no_formula(answers):
    books = [one for one in answers.values() if one.data.startswith(b"PK")]

    formulas = [formula for one in books for formula in _formulas(one)]

    assert len(books) == 2
    assert formulas  # those of the index
    assert [one for one in formulas if MARK in one] == []
