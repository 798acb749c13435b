"""Lists on pages: brought, mapped, judged by rules, imported whole or not at all."""

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from survey_app.fieldwork.frame.bringing import KEPT, MOST_BYTES
from survey_app.settings import Settings
from survey_app.web.app import create_app
from tests.survey_app.conftest import SECRET
from tests.survey_app.fieldwork.frame.conftest import as_csv, table
from tests.workbooks import workbook

PAGE = "/field/rounds/thu-2022/frame/"
COUNTS = (
    "SELECT (SELECT count(*) FROM frame_import), (SELECT count(*) FROM frame_case),"
    " (SELECT count(*) FROM person), (SELECT count(*) FROM frame_upload)"
)
KEEPS = "SELECT count(*) FROM frame_upload WHERE content IS NOT NULL"


def rows_of(*rows):
    """A table whose rows differ from the good one, each of another person and file."""
    return table(
        *(
            {
                "Mã hồ sơ": f"MP-{number:04d}",
                "Chủ hồ sơ": f"Người mô phỏng {number}",
                "Số điện thoại": f"09000{number:05d}",
                "Địa chỉ": f"Thôn mô phỏng {number}",
                **row,
            }
            for number, row in enumerate(rows, start=100)
        )
    )


def listed(*rows):
    """The same as a CSV file."""
    return as_csv(rows_of(*rows))


def bring(client, data, name="list.csv"):
    """Sends a file to the page of lists."""
    return client.post(PAGE, {"file": (io.BytesIO(data), name)})


class StepForm(HTMLParser):
    """The form of a step as a browser sends it back: what is typed, ticked and selected."""

    def __init__(self, html):
        super().__init__()
        self.sent = {}
        self._inside = False
        self._name = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "form":
            self._inside = "round-form" in (values.get("class") or "")
        if not self._inside:
            return
        if tag == "input" and (values.get("type") != "checkbox" or "checked" in values):
            self.sent[values["name"]] = values.get("value") or ""
        elif tag in {"select", "textarea"}:
            self._name = values["name"]
            self.sent[self._name] = ""
        elif tag == "option" and "selected" in values:
            self.sent[self._name] = values["value"]

    def handle_endtag(self, tag):
        self._inside = self._inside and tag != "form"


def typed_in(answer):
    """The fields of the step on this page, by name, without the token."""
    sent = StepForm(answer.text).sent
    del sent["csrf_token"]
    return sent


def chosen(answer, columns, **others):
    """The same, with other fields for these columns."""
    sent = typed_in(answer)
    places = {value: key for key, value in sent.items() if key.startswith("header-")}
    for header, field in columns.items():
        sent[places[header].replace("header", "column")] = field
    return sent | others


@pytest.fixture
def waits(quanly):
    """Brings a list of these rows and gives the address of its steps."""

    def brought(*rows, data=None, name="list.csv", by=quanly):
        answer = bring(by, listed(*rows) if data is None else data, name)
        assert answer.status_code == 303, answer.text
        return answer.location.removesuffix("/columns")

    return brought


@pytest.fixture
def judged(quanly, waits):
    """Brings a list that needs no choice, takes the columns as guessed and these rules."""

    def done(*rows, rules=None, by=quanly):
        address = waits(*rows, by=by)
        answer = by.post(f"{address}/columns", {})
        assert answer.location == f"{address}/rules", answer.text
        answer = by.post(f"{address}/rules", rules or {})
        assert answer.location == f"{address}/judgement", answer.text
        return address

    return done


@pytest.fixture
def other(world):
    """Another field manager."""
    world.change("UPDATE account SET role = 'field_manager' WHERE username = 'noivu'")
    return world.client("noivu")


def test_page__no_list_yet__says_what_to_do_first(read, quanly):
    page = read(quanly.get(PAGE))

    assert "No list has been imported yet" in page.text or "Chưa có danh sách" in page.text
    assert page.named("file")
    assert PAGE in read(quanly.get("/field/")).links
    assert PAGE in read(quanly.get("/admin/rounds/thu-2022")).links


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
def test_list__brought_judged_and_imported__becomes_cases(world, read, quanly, waits, name):
    rows = rows_of({}, {"Đơn vị": "STP"}, {"Ngày trả kết quả": ""}, {"Đơn vị": "Thanh tra tỉnh"})
    data = workbook({"A": rows}) if name.endswith("x") else as_csv(rows)
    address = waits(data=data, name=name)

    columns = read(quanly.get(f"{address}/columns"))
    to_rules = quanly.post(f"{address}/columns", {})
    to_judgement = quanly.post(f"{address}/rules", typed_in(quanly.get(f"{address}/rules")))
    judgement = read(quanly.get(f"{address}/judgement"))
    done = quanly.post(f"{address}/import")

    assert columns.row("2")[1:5] == ["MP-0100", "SXD", "Xây dựng", "Cấp giấy phép xây dựng"]
    assert (to_rules.location, to_judgement.location) == (
        f"{address}/rules",
        f"{address}/judgement",
    )
    assert judgement.row("Thanh tra tỉnh")[1:3] == ["1", "0"]
    assert judgement.row("Sở Xây dựng")[1:3] == ["2", "1"]
    assert done.location == f"{PAGE}imports/1"
    assert world.rows(
        "SELECT file_code, row_number FROM frame_case WHERE frame_import_id = 1 ORDER BY id"
    ) == [("MP-0100", 2), ("MP-0101", 3)]
    assert world.rows("SELECT file_name, files, cases, state FROM frame_import") == [
        (name, 4, 2, "current")
    ]
    quanly_id = world.one("SELECT id FROM account WHERE username = 'quanly'")
    assert world.one("SELECT imported_by FROM frame_import") == quanly_id
    assert world.actions()[-2:] == ["frame.uploaded", "frame.imported"]


def test_import__done__removes_the_file_and_is_listed(world, read, quanly, judged):
    address = judged({}, {"Đối tượng": "Tổ chức"}, rules={"excludes_organisations": "1"})

    quanly.post(f"{address}/import")

    listing = read(quanly.get(PAGE))
    details = read(quanly.get(f"{PAGE}imports/1"))
    assert world.one(KEEPS) == 0
    assert listing.row("list.csv")[1:6:2] == ["1", "Quanly", "1"]
    assert f"{PAGE}imports/1" in listing.links
    assert details.row("Sở Xây dựng")[1:3] == ["2", "1"]
    assert world.one("SELECT sha256 FROM frame_import") in details.text


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param(b"", "list.csv", id="empty"),
        pytest.param(b"PK\x03\x04 no workbook", "list.xlsx", id="broken"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "list.xls", id="old"),
        pytest.param(b"a;b;c\n1;2;3\n", "list.csv", id="no-header"),
        pytest.param("Mã hồ sơ;Đơn vị\n".encode("utf-16"), "list.csv", id="utf-16"),
        pytest.param(b"<html><table><tr><td>1</td></tr></table>", "list.xls", id="web-page"),
        pytest.param(b"%PDF-1.7\n", "list.xlsx", id="pdf"),
    ],
)
def test_upload__file_that_cannot_be_read__is_refused_and_not_kept(world, read, quanly, data, name):
    before = world.rows(COUNTS)

    answer = bring(quanly, data, name)

    assert answer.status_code == 422
    assert "faults" in read(answer).places
    assert world.rows(COUNTS) == before


def test_upload__nothing_chosen__is_refused(world, quanly):
    answers = [quanly.post(PAGE), bring(quanly, b"", "")]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert world.one(KEEPS) == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_upload__larger_than_the_page_takes__is_refused(world, quanly):
    body = b"x" * (MOST_BYTES + 1024 * 1024 + 1)
    answer = quanly.http.post(PAGE, data=body, content_type="multipart/form-data; boundary=b")

    assert answer.status_code == 413
    assert world.one(KEEPS) == 0


def test_upload__round_that_takes_no_list__is_refused(world, read, quanly):
    world.change("UPDATE round SET state = 'closed'")

    answer = bring(quanly, listed({}))

    assert answer.status_code == 409
    assert not read(quanly.get(PAGE)).named("file")
    assert world.one(KEEPS) == 0


def test_upload__another_one__takes_the_place_of_the_first(world, quanly, waits):
    first, second = waits({}), waits({}, {})

    assert quanly.get(f"{first}/columns").status_code == 404
    assert quanly.get(f"{second}/columns").status_code == 200
    assert world.one(KEEPS) == 1


def test_upload__of_another_person__is_not_there(world, read, waits, other):
    address = waits({})

    gets = [other.get(f"{address}/{step}").status_code for step in STEPS]
    posts = [other.post(f"{address}/{step}").status_code for step in ACTS]

    assert {*gets, *posts} == {404}
    assert "list.csv" not in read(other.get(PAGE)).text
    assert world.one(KEEPS) == 1


STEPS = ("columns", "rules", "judgement", "judgements.csv")
ACTS = ("columns", "rules", "import", "cancel")


def test_upload__under_the_address_of_another_round__is_not_there(world, quanly, waits):
    address = waits({})
    assert world.client("noivu").post(
        "/admin/rounds/thu-2022/copy", {"code": "thu-2023", "year": "2023"}
    )

    answer = quanly.get(f"{address}/columns".replace("thu-2022", "thu-2023"))

    assert answer.status_code == 404


def test_upload__cancelled__is_gone(world, quanly, waits):
    address = waits({})

    answer = quanly.post(f"{address}/cancel")

    assert answer.location == PAGE
    assert quanly.get(f"{address}/columns").status_code == 404
    assert quanly.post(f"{address}/import").status_code == 404
    assert world.one("SELECT count(*) FROM frame_upload") == 0
    assert world.actions()[-1] == "frame.upload_cancelled"


def test_upload__after_a_day__is_hidden_at_once_and_removed_by_the_next_sign_in(
    world, clock, quanly, waits
):
    address = waits({})
    clock.move(KEPT - timedelta(minutes=1))
    before = quanly.get(f"{address}/columns").status_code

    clock.move(timedelta(minutes=1))
    after = quanly.get(f"{address}/columns").status_code
    world.client().sign_in("an")

    assert (before, after) == (200, 404)
    assert world.one("SELECT count(*) FROM frame_upload") == 0
    assert world.actions()[-1] == "frame.upload_expired"


def test_upload__server_restarted_in_between__goes_on(world, clock, judged):
    address = judged({}, {})

    app = create_app(Settings(secret_key=SECRET), now=clock, engine=world.engine)
    answer = replace(world, app=app).client("quanly").post(f"{address}/import")

    assert answer.location == f"{PAGE}imports/1"
    assert world.one("SELECT cases FROM frame_import") == 2


def test_upload__written_down__names_nobody(world, quanly, waits):
    quanly.post(f"{waits({})}/cancel")

    kept = world.rows("SELECT details FROM audit_event WHERE object_kind = 'frame_upload'")

    assert "round" in str(kept)
    assert "list.csv" not in str(kept)
    assert "mô phỏng" not in json.dumps(str(kept), ensure_ascii=False)


def test_columns__unknown_headers__are_chosen_by_hand(world, read, quanly, waits):
    renamed = {"Tên thủ tục": "Việc", "Ngày trả kết quả": "Xong"}
    data = listed({}).decode()
    for header, name in renamed.items():
        data = data.replace(header, name)
    address = waits(data=data.encode())
    shown = quanly.get(f"{address}/columns")

    refused = quanly.post(f"{address}/columns", chosen(shown, {}))
    answer = quanly.post(
        f"{address}/columns", chosen(shown, {"Việc": "procedure", "Xong": "returned_on"})
    )

    assert refused.status_code == 422
    assert answer.location == f"{address}/rules"
    kept = world.one("SELECT mapping FROM frame_upload")
    document = json.loads(kept) if isinstance(kept, str) else kept
    assert document["columns"]["Xong"] == "returned_on"


def test_columns__two_for_one_field__says_so_beside_them_and_keeps_the_choice(
    world, read, quanly, waits
):
    address = waits({})
    shown = quanly.get(f"{address}/columns")

    answer = quanly.post(f"{address}/columns", chosen(shown, {"Lĩnh vực": "procedure"}))

    again = typed_in(answer)
    assert answer.status_code == 422
    assert "faults" in read(answer).places
    assert list(again.values()).count("procedure") == 2
    assert world.one("SELECT mapping FROM frame_upload") is None


def test_columns__words_that_are_not_known__are_given_a_meaning(world, read, quanly, waits):
    unit = "Ban Quản lý các khu công nghiệp của tỉnh mô phỏng"
    address = waits({"Hình thức nộp": "Qua Zalo"}, {"Đơn vị": unit}, {"Đơn vị": unit})
    refused = quanly.post(f"{address}/columns", chosen(quanly.get(f"{address}/columns"), {}))
    asked = typed_in(refused)
    meanings = {"Qua Zalo": "online", unit: "STP"}
    places = {value: key[5:] for key, value in asked.items() if key.startswith("word-")}

    answer = quanly.post(
        f"{address}/columns",
        asked | {f"meaning-{places[word]}": meaning for word, meaning in meanings.items()},
    )
    quanly.post(f"{address}/rules")
    quanly.post(f"{address}/import")

    assert refused.status_code == 422
    assert "“words”" not in read(refused).text
    assert set(places) == set(meanings)
    assert answer.location == f"{address}/rules"
    assert world.rows(
        "SELECT unit.code, channel FROM frame_case"
        " JOIN round_unit ON round_unit.id = round_unit_id JOIN unit ON unit.id = unit_id"
        " WHERE frame_import_id IS NOT NULL ORDER BY frame_case.id"
    ) == [("SXD", "online"), ("STP", "online"), ("STP", "online")]


def test_columns__unit_in_no_column__is_that_of_the_whole_list(world, quanly, waits):
    address = waits({"Đơn vị": "Một cửa số 3"})
    shown = quanly.get(f"{address}/columns")

    answer = quanly.post(f"{address}/columns", chosen(shown, {"Đơn vị": ""}, unit="STP"))
    quanly.post(f"{address}/rules")
    quanly.post(f"{address}/import")

    assert answer.location == f"{address}/rules"
    assert "STP" in str(world.one("SELECT unit_codes FROM frame_import"))


def test_columns__faults_of_rows__are_named_and_nothing_is_kept(world, read, quanly, waits):
    address = waits({}, {"Ngày trả kết quả": "31/02/2022"}, {"Tên thủ tục": ""})

    answer = quanly.post(f"{address}/columns")

    assert answer.status_code == 422
    assert "31/02/2022" in read(answer).text
    assert "3, Ngày trả kết quả" in read(answer).text
    assert "4, Tên thủ tục" in read(answer).text
    assert world.one("SELECT mapping FROM frame_upload") is None
    assert quanly.get(f"{address}/judgement").location == f"{address}/columns"


def test_columns__what_offices_put_between_files__is_named_by_row_and_nothing_is_kept(
    world, read, quanly, waits
):
    header, first, second = rows_of({}, {"Ngày trả kết quả": None})
    rows = [header, ["I. Xây dựng"], first, second, header, ["Tổng cộng", "2"]]
    address = waits(data=workbook({"A": rows}, merged=["L3:L4"]), name="list.xlsx")

    answer = quanly.post(f"{address}/columns")

    said = read(answer).text
    assert answer.status_code == 422
    assert "các ô từ dòng 3 đến dòng 4 bị gộp" in said
    assert "dòng tiêu đề cột lặp lại ở đây" in said
    assert "có vẻ đây là tiêu đề, dòng tổng cộng hoặc chữ ký" in said
    assert world.one("SELECT mapping FROM frame_upload") is None


def test_columns__more_faults_than_are_listed__are_counted(read, quanly, waits):
    address = waits(*[{"Ngày trả kết quả": "hôm qua"}] * 150)

    page = read(quanly.post(f"{address}/columns"))

    assert "150" in page.text
    assert "101, Ngày trả kết quả" in page.text
    assert "102, Ngày trả kết quả" not in page.text


def test_columns__several_sheets__one_ischosen(world, quanly, waits):
    rows = rows_of({})
    data = workbook({"Tháng 8": rows, "Tháng 9": rows_of({}, {})})
    address = waits(data=data, name="list.xlsx")

    other_sheet = quanly.post(f"{address}/columns", {"sheet": "Tháng 9", "of_sheet": ""})
    answer = quanly.post(f"{address}/columns", typed_in(other_sheet))
    quanly.post(f"{address}/rules")
    quanly.post(f"{address}/import")

    assert other_sheet.status_code == 200
    assert answer.location == f"{address}/rules"
    assert world.one("SELECT files FROM frame_import") == 2


@pytest.mark.parametrize("document", ["of-1", "sheet", "column-1"])
def test_columns__form_that_no_page_sends__is_refused(world, quanly, waits, document):
    address = waits({})
    strange = {"header-1": "Mã hồ sơ", "word-1": "x", "meaning-1": "y", "of-1": "unit"}

    answer = quanly.post(f"{address}/columns", strange | {document: "??"})

    assert answer.status_code in {200, 422}
    assert world.one("SELECT mapping FROM frame_upload") is None


def test_rules__before_anything_is_typed__are_those_of_the_round(quanly, judged):
    address = judged({})

    form = typed_in(quanly.get(f"{address}/rules"))

    assert (form["period_from"], form["period_to"]) == ("01/01/2022", "30/09/2022")


def test_rules__all_faults__are_said_at_once(world, read, quanly, waits):
    address = waits({})
    quanly.post(f"{address}/columns")
    typed = {
        "period_from": "31/02/2022",
        "shared_phone_from": "many",
        "cap_procedure": "Cấp giấy phép*",
        "cap_unit": "",
        "cap_at_most": "0",
    }

    answer = quanly.post(f"{address}/rules", typed)
    backwards = quanly.post(
        f"{address}/rules", {"period_from": "30/09/2022", "period_to": "01/01/2022"}
    )
    sound = {"period_from": "", "shared_phone_from": "", "cap_at_most": "1"}
    unseeded = quanly.post(f"{address}/rules", typed | sound)
    seeded = quanly.post(f"{address}/rules", typed | sound | {"seed": "1", "period_to": "x"})

    refused = (answer, backwards, unseeded, seeded)
    assert {one.status_code for one in refused} == {422}
    assert "“x”" in read(seeded).text
    for value in ("31/02/2022", "many", "“0”"):
        assert value in read(answer).text
    assert typed_in(answer)["shared_phone_from"] == "many"
    assert world.one("SELECT rules FROM frame_upload") is None


def test_rules__stored__decide_what_becomes_of_each_row(world, quanly, judged):
    address = judged(
        {},
        {"Tên thủ tục": "Thông báo A"},
        {"Tên thủ tục": "Thông báo B"},
        {"Ngày trả kết quả": "31/08/2022", "Ngày tiếp nhận": "30/08/2022"},
        {"Tên thủ tục": "Thủ tục bỏ"},
        rules={
            "period_from": "1/9/2022",
            "excluded_procedures": "Thủ tục bỏ\r\n\r\n",
            "cap_procedure": "Thông báo*",
            "cap_unit": "SXD",
            "cap_at_most": "1",
            "seed": "xổ số",
            "shared_phone_from": "20",
        },
    )

    file = quanly.get(f"{address}/judgements.csv")

    lines = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig"))))
    judgements = [line[3] for line in lines[1:]]
    assert lines[0] == ["row", "unit_code", "file_code", "judgement"]
    assert judgements[0] == "eligible"
    assert sorted(judgements[1:3]) == ["eligible", "over_cap"]
    assert judgements[3:] == ["outside_period", "excluded_procedure"]
    assert 'filename="thu-2022-mo-phong-judgements.csv"' in file.headers["Content-Disposition"]


def test_judgement__one_procedure_floods_a_unit__warns(read, quanly, judged):
    address = judged(*[{}] * 20)

    page = read(quanly.get(f"{address}/judgement"))

    assert "100 %" in page.text
    assert "Cấp giấy phép xây dựng, 100 %" in page.row("Sở Xây dựng")


def test_judgement__nothing_eligible__offers_no_import(world, read, quanly, judged):
    address = judged({"Ngày trả kết quả": ""})

    page = read(quanly.get(f"{address}/judgement"))
    answer = quanly.post(f"{address}/import")

    assert f"{address}/import" not in page.links
    assert answer.status_code == 422
    assert world.one(KEEPS) == 1


def test_import__pressed_twice__leads_to_the_one_import(world, quanly, judged):
    address = judged({}, {})

    answers = [quanly.post(f"{address}/import") for _ in range(2)]

    assert [answer.location for answer in answers] == [f"{PAGE}imports/1"] * 2
    assert world.one("SELECT count(*) FROM frame_import") == 1
    assert quanly.get(f"{address}/columns").status_code == 409
    assert quanly.post(f"{address}/cancel").status_code == 409


def test_import__pressed_twice_at_once__makes_one_import(world, judged):
    address = judged({}, {})
    windows = [world.client("quanly") for _ in range(2)]
    for window in windows:
        window.token()

    with ThreadPoolExecutor(max_workers=2) as pool:
        answers = list(pool.map(lambda window: window.post(f"{address}/import"), windows))

    assert [answer.location for answer in answers] == [f"{PAGE}imports/1"] * 2
    assert world.one("SELECT count(*) FROM frame_import") == 1


def test_import__units_that_are_there__replaces_only_when_confirmed(world, read, quanly, judged):
    quanly.post(f"{judged({}, {})}/import")
    before = world.rows("SELECT id FROM frame_case ORDER BY id")
    address = judged({}, {}, {})

    asked = read(quanly.get(f"{address}/judgement"))
    refused = quanly.post(f"{address}/import")
    unchanged = world.rows("SELECT id FROM frame_case ORDER BY id")
    done = quanly.post(f"{address}/import", {"replaces": "1"})

    assert asked.named("replaces")
    assert "checked" not in asked.named("replaces")[0]
    assert refused.status_code == 409
    assert "faults" in read(refused).places
    assert unchanged == before
    assert done.location == f"{PAGE}imports/2"
    assert world.rows("SELECT state, cases FROM frame_import ORDER BY id") == [
        ("replaced", 2),
        ("current", 3),
    ]
    assert world.one("SELECT count(*) FROM frame_case WHERE frame_import_id = 1") == 0


def test_import__same_file_by_somebody_else_meanwhile__changes_nothing(
    world, read, quanly, judged, other
):
    mine, theirs = judged({}), judged({}, by=other)
    quanly.post(f"{mine}/import")
    before = world.rows(COUNTS)

    page = read(other.get(f"{theirs}/judgement"))
    answer = other.post(f"{theirs}/import", {"replaces": "1"})

    assert f"{theirs}/import" not in page.links
    assert answer.status_code == 409
    assert world.rows(COUNTS) == before


def test_import__before_its_steps__leads_back_to_them(world, quanly, waits):
    address = waits({})

    answers = [
        quanly.get(f"{address}/rules"),
        quanly.get(f"{address}/judgement"),
        quanly.get(f"{address}/judgements.csv"),
        quanly.post(f"{address}/import"),
    ]

    assert {answer.location for answer in answers} == {f"{address}/columns"}
    assert world.one("SELECT count(*) FROM frame_import") == 0


def test_import__number_that_is_not_there__is_not_found(quanly):
    assert quanly.get(f"{PAGE}imports/1").status_code == 404
