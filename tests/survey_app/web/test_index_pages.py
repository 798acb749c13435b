"""The index in parts on pages: areas, gaps, the year before, points of documents, one unit."""

import base64
import csv
import io
from dataclasses import replace

import pytest

from scoring.plans import index_plan
from scoring.plans.canonical import canonical_plan
from survey_app.db.engine import transaction
from survey_app.db.plans import keep_plan, set_plans
from survey_app.results.full_index import full_index
from survey_app.web import index_pages
from tests.survey_app.people_by_chance import answered, row
from tests.workbooks import workbook

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/results/rounds/thu-2022/index"
HEAD = (
    "unit_code,steering,institutions,procedures,organisation,civil_service,public_finance,digital"
)
SXD = "SXD,14,10,17.50,8,13,6,20"
TTRA = "TTRA,14,8.25,x,8,13,6,9"
DOCUMENT = {"number": "2070/BC-HĐ", "issued_on": "03/10/2022"}


def _file(*rows, head=HEAD, name="diem.csv"):
    return io.BytesIO("\n".join((head, *rows)).encode()), name


@pytest.fixture
def bring(noivu):
    """Sends a file to the page, as its form does."""

    def send(*rows, kind="appraised", address=f"{PAGE}/points", **changed):
        fields = {"kind": kind, "file": _file(*rows), **DOCUMENT, **changed}
        return noivu.post(address, fields)

    return send


@pytest.fixture
def stored(bring, noivu, read):
    """Brings a file, looks at what would become of it, and stores it."""

    def through(*rows, kind="appraised", reason="Thẩm định lại"):
        seen = read(bring(*rows, kind=kind))
        hidden = {one["name"]: one["value"] for one in seen.fields if one.get("type") == "hidden"}
        return noivu.post(f"{PAGE}/points/store", {**hidden, "reason": reason})

    return through


@pytest.fixture
def entered(world, stored):
    """Appraised and self-scored points stand."""
    answered(world, *[row()] * 10)
    assert stored(SXD, TTRA).status_code == 303
    assert stored("SXD,14,10,19,8,13,6,20", kind="self", reason="").status_code == 303


def test_points__nothing_by_area__says_what_to_do(noivu, read):
    for part in ("areas", "gaps", "changes"):
        assert "empty" in read(noivu.get(f"{PAGE}/{part}")).classes

    page = read(noivu.get(f"{PAGE}/points"))

    assert {f"{PAGE}/points/self/template.xlsx", f"{PAGE}/points/appraised/template.csv"} <= (
        page.links
    )
    assert "Điểm tự chấm: cơ quan chưa có" in page.text


def test_points__file__is_looked_at_then_stored(world, bring, stored, noivu, read):
    before = world.one("SELECT count(*) FROM points_document")

    seen = read(bring(SXD, TTRA))

    assert seen.row("Sở Xây dựng") == ["Sở Xây dựng", "85,75", "88,50", "thay đổi"]
    assert world.one("SELECT count(*) FROM points_document") == before
    answer = stored(SXD, TTRA)
    assert answer.location == f"{PAGE}/points"
    page = read(noivu.get(answer.location))
    line = "2070/BC-HĐ, 03/10/2022 · 03/10/2022 08:00, Noivu: Thẩm định lại (diem.csv)"
    assert line in page.text


def test_points__faulty_file__says_every_place_and_stores_nothing(world, bring, read):
    answer = bring("SXD,15,10,17.50,8,13,6,20", "KHONG,1,1,1,1,1,1,1")

    page = read(answer)

    assert answer.status_code == 422
    assert "dòng 2, steering: 15 điểm, trong khi lĩnh vực này tối đa 14 điểm" in page.text
    assert "dòng 3, unit_code: đợt này không có cơ quan “KHONG”" in page.text
    assert "2 lỗi: chưa lưu gì." in page.text
    assert not page.named("seen")
    assert world.one("SELECT count(*) FROM points_document") == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"number": ""}, "Văn bản chưa có số."),
        ({"issued_on": "hôm qua"}, "Thiếu ngày của văn bản, hoặc không phải là ngày."),
        ({"issued_on": "04/10/2022"}, "Ngày của văn bản còn ở tương lai."),
        ({"file": (io.BytesIO(b""), "")}, "Tệp"),
    ],
)
def test_points__document_that_is_not_named__is_refused(bring, read, changed, message):
    answer = bring(SXD, **changed)

    assert answer.status_code == 422
    assert message in read(answer).text


def test_points__stored_by_somebody_else_meanwhile__are_shown_anew(
    world, bring, stored, noivu, read
):
    seen = read(bring(SXD))
    hidden = {one["name"]: one["value"] for one in seen.fields if one.get("type") == "hidden"}
    assert stored(TTRA).status_code == 303

    answer = noivu.post(f"{PAGE}/points/store", {**hidden, "reason": "x"})

    assert answer.status_code == 422
    assert "Có người đã nhập điểm sau khi bạn xem." in read(answer).text
    assert world.one("SELECT count(*) FROM points_document") == 2


@pytest.mark.parametrize(
    "changed", [{"content": "%%%"}, {"kind": "khac"}, {"content": base64.b64encode(b"x").decode()}]
)
def test_points__form_that_was_tampered_with__stores_nothing(world, noivu, changed):
    fields = {
        "kind": "appraised",
        "content": base64.b64encode(f"{HEAD}\n{SXD}".encode()).decode(),
        "source": "x",
        "seen": "",
        "reason": "x",
        **DOCUMENT,
        **changed,
    }

    answer = noivu.post(f"{PAGE}/points/store", fields)

    assert answer.status_code in {400, 422}
    assert world.one("SELECT count(*) FROM points_document") == 1


def test_template__workbook__is_read_back_when_filled(noivu, bring, read):
    answer = noivu.get(f"{PAGE}/points/appraised/template.xlsx")
    table = noivu.get(f"{PAGE}/points/appraised/template.csv").data.decode("utf-8-sig")

    rows = list(csv.reader(io.StringIO(table)))
    filled = [rows[0], [*rows[1][:4], 14, 10, 17.5, 8, 13, 6, 20, None], rows[3]]
    seen = read(bring(file=(io.BytesIO(workbook({"Điểm": filled})), "diem.xlsx")))

    assert answer.data.startswith(b"PK")
    assert 'filename="thu-2022-mo-phong-appraised.xlsx"' in answer.headers["Content-Disposition"]
    assert rows[3][6] == "x"
    assert seen.row("Sở Xây dựng")[2] == "88,50"
    empty = bring(file=(io.BytesIO(answer.data), "mau.xlsx"))
    assert empty.status_code == 422
    assert "số dòng không có điểm nào nên bỏ qua: 3" in read(empty).text


def test_areas__means_maxima_and_shades__are_the_hand_computed_ones(entered, noivu, read):
    page = read(noivu.get(f"{PAGE}/areas"))

    cells = page.row("Sở Xây dựng")
    assert cells[3] == "17,50 92,1 %"
    assert page.row("Thanh tra tỉnh")[3] == "x"
    assert page.row("Điểm trung bình")[2] == "9,13"  # (10 + 8.25) / 2
    assert page.row("Cơ quan đạt điểm tối đa")[1:4] == ["2/2", "1/2", "0/1"]
    assert {"shade-1", "shade-2", "shade-3"} <= set(page.classes)
    rows = list(csv.DictReader(io.StringIO(_csv(noivu, "areas.csv"))))
    [one] = [r for r in rows if (r["unit_code"], r["area"]) == ("TTRA", "procedures")]
    assert one["points"] == "x"
    means = {r["area"]: r for r in csv.DictReader(io.StringIO(_csv(noivu, "means.csv")))}
    assert (means["institutions"]["mean_points"], means["survey"]["scored"]) == ("9.13", "1")


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (slice(0, 5), ["từ 95 trở lên", "từ 85 trở lên", "từ 75 trở lên", "dưới 75"]),
        (slice(2, 5), ["từ 75 trở lên", "từ 70 trở lên", "dưới 70"]),
        (slice(3, 5), ["từ 70 trở lên", "dưới 70"]),
        (slice(4, 5), ["từ 0 trở lên"]),
    ],
    ids=["five bands", "three", "two", "one"],
)
def test_areas__index_plan_with_other_bands__says_what_each_shade_means(
    world, entered, noivu, read, of, said
):
    plan = index_plan("ha-nam-2022")
    content = canonical_plan(plan.model_copy(update={"bands": plan.bands[of]}))
    with transaction(world.engine) as session:
        number = keep_plan(session, kind="index", content=content, at=world.clock())
        set_plans(session, 1, {"index": number})

    page = read(noivu.get(f"{PAGE}/areas"))

    told = page.text.partition("phần trăm so với điểm tối đa")[0]
    assert told.endswith(" ".join(said) + " ")


def _csv(noivu, name):
    return noivu.get(f"{PAGE}/{name}").data.decode("utf-8-sig")


def test_gaps__who_overrates__is_named_with_chart_and_file(entered, noivu, read):
    page = read(noivu.get(f"{PAGE}/gaps"))

    assert page.row("Sở Xây dựng")[1:4] == ["90,00", "88,50", "+1,50"]
    by_area = [cells for cells in page.rows if cells[0] == "Cải cách thủ tục hành chính"]
    assert by_area == [["Cải cách thủ tục hành chính", "1", "+1,50", "1", "0", "0"]]
    chart = noivu.get(f"{PAGE}/gaps/department.svg")
    assert chart.status_code == 200
    assert "+1,50" in chart.text
    assert noivu.get(f"{PAGE}/gaps/khong-co.svg").status_code == 404
    rows = list(csv.DictReader(io.StringIO(_csv(noivu, "gaps.csv"))))
    assert [r["gap"] for r in rows if r["area"] == "total"] == ["1.50"]


EARLIER = "unit_group,unit_code,rank,index_percent,mean_index,spread"


def test_points__file_and_document_faulty__all_of_it_is_said_at_once(world, bring, read):
    answer = bring("SXD,15,abc,17.50,8,13,6,20", issued_on="31/02/2022", number="")

    page = read(answer)
    assert answer.status_code == 422
    assert "4 lỗi" in page.text
    assert "Văn bản chưa có số." in page.text
    assert "Thiếu ngày của văn bản" in page.text
    assert "dòng 2, institutions: “abc” không phải là số điểm – ghi chữ số" in page.text
    assert "dòng 2, steering: 15 điểm" in page.text
    assert world.one("SELECT count(*) FROM points_document") == 1


def test_typed__points_and_document_faulty__all_of_it_is_said_at_once(noivu, read):
    form = read(noivu.get(f"{PAGE}/points/appraised/TTRA"))
    [seen] = form.named("seen")
    fields = {"points/steering": "99", "points/institutions": "abc", "issued_on": "hôm nay"}

    answer = noivu.post(
        f"{PAGE}/points/appraised/TTRA", {"seen": seen["value"], "number": "1", **fields}
    )

    page = read(answer)
    assert answer.status_code == 422
    assert "Thiếu ngày của văn bản" in page.text
    assert "“abc” không phải là số điểm" in page.text
    assert "99 điểm" in page.text


def test_earlier__table_and_document_faulty__is_all_said_and_the_form_keeps_it(noivu, read):
    fields = {"file": _file(",SXD,0,,,", head=EARLIER), "year": "2030", "reason": "Đính chính"}

    answer = noivu.post(f"{PAGE}/points/earlier", {**fields, "number": "9", "issued_on": "mai"})

    page = read(answer)
    assert answer.status_code == 422
    for said in ("2030", "Thiếu ngày của văn bản", "“0” không phải"):
        assert said in page.text
    kept = {one["id"]: one.get("value") for one in page.fields if "id" in one}
    assert kept["earlier-year"] == "2030"
    assert kept["earlier-number"] == "9"
    assert kept["earlier-day"] == "mai"
    assert kept["number"] == ""
    assert "Đính chính" in answer.get_data(as_text=True)


def test_earlier__table_on_paper__is_stored_and_compared(world, noivu, read, entered):
    rows = ("department,,,,88.99,18.40", "department,SXD,18,83.25,,")
    fields = {"file": _file(*rows, head=EARLIER), "year": "2021", "reason": "", **DOCUMENT}

    answer = noivu.post(f"{PAGE}/points/earlier", fields)

    page = read(noivu.get(answer.location))
    # 98.50 and 97.08333…
    # Among how many it was 18th is not known, and it was among more than two: no places.
    assert page.row("1")[2:] == ["98,50", "83,25", "+15,25", "18", "–"]
    assert page.row("2")[3:] == ["–", "–", "–", "–"]
    assert "So với năm 2021, bảng trên văn bản: 2070/BC-HĐ, 03/10/2022." in page.text
    assert "+8,80 so với 88,99" in page.text
    assert "không nêu bao nhiêu cơ quan tăng" in page.text
    changes = list(csv.DictReader(io.StringIO(_csv(noivu, "changes.csv"))))
    assert changes[0]["index_change"] == "8.80"


@pytest.mark.parametrize(("ranked", "before"), [(2, "2"), (19, "2 / 19")])
def test_changes__units_ranked_before__are_told_where_not_as_many(
    noivu, read, entered, monkeypatch, ranked, before
):
    rows = ("department,,,,88.99,18.40", "department,SXD,2,83.25,,")
    fields = {"file": _file(*rows, head=EARLIER), "year": "2021", "reason": "", **DOCUMENT}
    noivu.post(f"{PAGE}/points/earlier", fields)

    def with_size(session, estimates):
        full = full_index(session, estimates)
        groups = (
            replace(one, changes=one.changes and replace(one.changes, ranked_before=ranked))
            for one in full.groups
        )
        return replace(full, groups=tuple(groups))

    monkeypatch.setattr(index_pages, "full_index", with_size)

    page, card = read(noivu.get(f"{PAGE}/changes")), read(noivu.get(f"{PAGE}/units/SXD"))

    assert page.row("1")[5:] == [before, "▲ 1tăng"]
    assert f"1 / 2 năm trước: {before} Xếp loại" in card.text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"year": "2022"}, "2022 không phải là năm trước năm của đợt"),
        ({"file": (io.BytesIO(b""), "")}, "Tệp"),
        ({"file": _file(",SXD,0,,,", head=EARLIER)}, "dòng 2, rank: “0” không phải là thứ hạng"),
    ],
)
def test_earlier__table_that_does_not_do__is_refused(world, noivu, read, changed, message):
    fields = {"file": _file(",SXD,1,,,", head=EARLIER), "year": "2021", **DOCUMENT, **changed}

    answer = noivu.post(f"{PAGE}/points/earlier", fields)

    assert answer.status_code == 422
    assert message in read(answer).text
    assert world.one("SELECT count(*) FROM earlier_table") == 0


TYPED = {
    "points/steering": "14",
    "points/institutions": "9,75",
    "points/organisation": "8",
    "points/civil_service": "13",
    "points/public_finance": "6",
    "points/digital": "8.5",
}


def test_typed__points_of_one_unit__stand_on_its_card_with_their_document(entered, noivu, read):
    form = read(noivu.get(f"{PAGE}/points/appraised/TTRA"))
    [seen] = form.named("seen")

    answer = noivu.post(
        f"{PAGE}/points/appraised/TTRA",
        {**TYPED, **DOCUMENT, "seen": seen["value"], "reason": "Sửa nhầm"},
    )

    assert not form.named("points/procedures")
    assert form.named("points/institutions")[0]["value"] == "8,25"
    assert answer.location == f"{PAGE}/units/TTRA#documents"
    card = read(noivu.get(f"{PAGE}/units/TTRA"))
    assert "98,75" in card.text  # 59.25 of 60
    totals = [cells[2] for cells in card.rows if cells and cells[0] == "Điểm thẩm định"]
    assert totals == ["59,25", "58,25", "56,25"]
    assert "Sửa nhầm" in card.text
    documents = list(csv.DictReader(io.StringIO(_csv(noivu, "documents.csv"))))
    own = [r for r in documents if r["unit_code"] == "TTRA" and r["area"] == "digital"]
    assert [(r["points"], r["stands"]) for r in own] == [("8.50", "1"), ("9.00", "0")]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"points/steering": "14,5"}, "Chỉ đạo, điều hành cải cách hành chính: 14.5 điểm"),
        ({"points/steering": ""}, "thiếu điểm của lĩnh vực này"),
        ({"reason": ""}, "Điểm đang có bị thay đổi mà chưa nêu lý do."),
        ({"seen": "0"}, "Có người đã nhập điểm sau khi bạn xem."),
        (dict.fromkeys(TYPED, ""), "Thanh tra tỉnh: "),
    ],
)
def test_typed__points_that_do_not_do__keep_what_was_typed(world, noivu, read, changed, message):
    fields = {**TYPED, **DOCUMENT, "seen": "1", "reason": "x", **changed}

    answer = noivu.post(f"{PAGE}/points/appraised/TTRA", fields)

    page = read(answer)
    assert answer.status_code == 422
    assert message in page.text
    kept = fields["points/institutions"]
    assert page.named("points/institutions")[0]["value"] == kept
    assert world.one("SELECT count(*) FROM points_document") == 1


def test_unit__points_of_all_areas_together_alone__are_no_table_of_dashes(noivu, read):
    card = read(noivu.get(f"{PAGE}/units/SXD"))

    assert "chỉ có tổng điểm" in card.text
    assert "Chưa nhập điểm theo lĩnh vực" in card.text
    assert "/results/rounds/thu-2022/index/points" in card.links


def test_unit__not_in_the_index__says_why(noivu, read, entered):
    card = read(noivu.get(f"{PAGE}/units/STP"))

    assert "Chưa có điểm: chưa ai trả lời hợp lệ." in card.text
    assert noivu.get(f"{PAGE}/units/KHONG").status_code == 404


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
@pytest.mark.parametrize(
    "address", ["areas", "gaps", "changes", "points", "units/SXD", "areas.csv", "points/self/SXD"]
)
def test_pages__other_roles__are_denied(world, who, address):
    assert world.client(who).get(f"{PAGE}/{address}").status_code == 403


def test_pages__closed_kinds_and_rounds__do_not_exist(noivu):
    assert noivu.get(f"{PAGE}/points/khac/template.xlsx").status_code == 404
    assert noivu.get("/results/rounds/khong-co/index/areas").status_code == 404
