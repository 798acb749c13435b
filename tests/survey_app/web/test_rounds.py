"""The pages where rounds are set up, opened and closed."""

import pytest

from scoring.plans.reading import read_plan
from survey_app.access.people import person_named
from survey_app.db.engine import transaction
from survey_app.fieldwork.round_rules import keep_plan_file

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
PAGE = "/admin/rounds/thu-2022"
SCORING = """\
kind: scoring
id: thu-2026
source: Quyết định thử
estimator: weighted_factors
factor_weights: {F1: 2, F2: 1, F3: 1, F4: 1, F5: 0.5}
blanks: unsatisfied
weights: design
valid_from_percent: 80
"""
POINTS = """\
kind: points
id: thu-2026
source: Quyết định thử
maximum: 10
minimum_people: 30
rule: {kind: bands, bands: [{from_percent: 90, points: 10}, {from_percent: 0, points: 2.5}]}
mix: {own: 60, of_below: 40, below: {SXD: [STP]}}
adjustments:
  - {code: forged, name: {vi: Phiếu khống, en: False forms}, points: -0.25, at_most: 4}
"""
DRAFT = "/admin/rounds/thu-2023"
LONG = "x" * 301


def keep_plans(world, *texts):
    """Keeps plans as the command does; gives their versions."""
    with transaction(world.engine) as session:
        person = person_named(session, "noivu")
        return [
            keep_plan_file(session, read_plan(text.encode()).plan, by=person, at=world.clock())
            for text in texts
        ]


@pytest.fixture
def draft(noivu):
    """A copy of the round for 2023; gives its address."""
    answer = noivu.post(f"{PAGE}/copy", {"code": "thu-2023", "year": "2023"})
    assert answer.location == DRAFT
    return DRAFT


def _typed(read, client, address):
    """What the form of a page would send as it stands."""
    page = read(client.get(address))
    sent = {}
    for field in page.fields:
        name = field.get("name")
        if name in {None, "csrf_token", "next", "language"} or field["tag"] == "button":
            continue
        if field.get("type") == "checkbox" and "checked" not in field:
            continue
        sent[name] = field.get("value", field["text"].strip())
    selects = [field for field in page.fields if field["tag"] == "option" and "selected" in field]
    return sent, [field["value"] for field in selects]


def _settings(read, client, address, **changes):
    sent, chosen = _typed(read, client, f"{address}/settings")
    names = (
        *("questionnaire", "scoring_plan", "points_plan", "index_plan"),
        *("sampling_method", "sampling_size", "sampling_rule"),
    )
    named = dict(zip(names, chosen, strict=True))
    return {**sent, **named, **changes}


def test_list__both_offices__see_the_rounds_with_their_states(world, read, draft):
    for who in ("noivu", "quanly"):
        page = read(world.client(who).get("/admin/rounds/"))

        assert [row[:1] + row[2:3] for row in page.rows[1:]] == [
            ["Đợt thử 2023", "2023"],
            ["Đợt thử 2022", "2022"],
        ]
        assert {PAGE, DRAFT} <= page.links


def test_list__none_yet__says_what_to_do(world, read, noivu):
    for table in (
        "assignment",
        "frame_case",
        "appraised_points",
        "points_document",
        "round_unit",
        "round_key",
    ):
        world.change(f"DELETE FROM {table}")  # noqa: S608 -- the names stand above
    world.change("DELETE FROM round")

    page = read(noivu.get("/admin/rounds/"))

    assert "hãy nhờ người quản trị hệ thống" in page.text


@pytest.mark.parametrize("who", ["an", "giamsat", "donvi", "quantri"])
@pytest.mark.parametrize(
    "address", ["/admin/rounds/", PAGE, f"{PAGE}/settings", f"{PAGE}/units/SXD", "/admin/rounds/x"]
)
def test_rounds__other_roles__are_denied(world, who, address):
    assert world.client(who).get(address).status_code == 403


@pytest.mark.parametrize(
    "address", ["settings", "copy", "units/", "units/SXD", "units/SXD/remove", "steps/close"]
)
def test_round__field_manager__reads_and_changes_nothing(world, read, address):
    client = world.client("quanly")
    before = world.rows("SELECT * FROM round_unit ORDER BY id"), world.rows("SELECT * FROM round")

    answer = client.post(f"{PAGE}/{address}", {"quota": "9", "reason": "x", "confirmed": "1"})

    assert answer.status_code == 403
    assert (
        world.rows("SELECT * FROM round_unit ORDER BY id"),
        world.rows("SELECT * FROM round"),
    ) == before
    assert not {link for link in read(client.get(PAGE)).links if link.startswith(f"{PAGE}/")}


@pytest.mark.parametrize("address", ["", "/settings", "/copy", "/units/", "/steps/open"])
def test_round__unknown__does_not_exist(noivu, address):
    assert noivu.get(f"/admin/rounds/khong{address}").status_code == 404
    assert noivu.post(f"/admin/rounds/khong{address or '/copy'}").status_code == 404


@pytest.mark.parametrize("address", ["units/KHONG", "units/%00", "steps/publish", "steps/x"])
def test_part_of_a_round__unknown__does_not_exist(noivu, address):
    assert noivu.get(f"{PAGE}/{address}").status_code == 404


def test_round__open__shows_units_settings_and_the_next_step(read, noivu):
    page = read(noivu.get(PAGE))

    assert page.row("Sở Xây dựng")[1:6] == ["SXD", "Sở, ban, ngành", "3", "100,00", "10,00"]
    assert page.row("Thanh tra tỉnh")[4:6] == ["60,00", "0,00"]
    assert f"{PAGE}/steps/close" in page.links
    assert f"{PAGE}/units/SXD" in page.links
    assert f"{PAGE}/units/TTRA" not in page.links
    assert f"{PAGE}/units/" not in page.links


def test_round__of_before__says_the_usual_plans_in_words(read, noivu):
    text = " ".join(read(noivu.get(PAGE)).text.split())

    assert (
        "Trong tất cả câu trả lời được tính, tỷ lệ các mức 4, 5. 22 tiêu chí trong 5 yếu tố. "
        "Câu bỏ trống và “không áp dụng” (9) không tính vào tổng nào. Mỗi người được tính một lần. "
        "Hiển thị từ 10 người trở lên"
    ) in text
    assert "Tỷ lệ × 10 điểm. Cơ quan không khảo sát được chấm trên 60 điểm thay vì 100." in text
    assert "Quyết định 1952/QĐ-UBND" in text


def test_round__plans_of_its_own__says_them_in_both_languages(world, read, noivu, draft):
    kept = keep_plans(world, SCORING, POINTS)
    sent = _settings(read, noivu, draft, scoring_plan=kept[0], points_plan=kept[1])

    assert noivu.post(f"{draft}/settings", sent).status_code == 303

    text = " ".join(read(noivu.get(draft)).text.split())
    for words in (
        f"thu-2026 ({kept[0][:12]})",
        "rồi lấy trung bình với trọng số F1: 2, F2: 1, F3: 1, F4: 1, F5: 0,5.",
        "Câu bỏ trống tính là không hài lòng",
        "Mỗi người được tính theo xác suất được rút mẫu.",
        "ít nhất 80 % số câu được hỏi",
        f"thu-2026 ({kept[1][:12]})",
        "Từ 90 %: 10 điểm. Từ 0 %: 2,5 điểm.",
        "(SXD): tỷ lệ của chính mình và trung bình của cấp dưới, theo tỷ phần 60 : 40.",
        "Phiếu khống: -0,25 điểm cho mỗi trường hợp, nhiều nhất 4 trường hợp.",
        "Dưới 30 người thì không có điểm.",
    ):
        assert words in text
    form = read(noivu.get(f"{draft}/settings"))
    chosen = [one["value"] for one in form.fields if one["tag"] == "option" and "selected" in one]
    assert chosen[1:3] == kept
    noivu.post("/language", {"language": "en"})
    english = " ".join(read(noivu.get(draft)).text.split())
    assert "False forms: -0.25 points for each case, for at most 4 cases." in english


def test_settings__plan_for_other_factors__says_why_not(world, read, noivu, draft):
    other = SCORING.replace("F5: 0.5", "F6: 1")
    kept = keep_plans(world, other)
    sent = _settings(read, noivu, draft, scoring_plan=kept[0])

    answer = noivu.post(f"{draft}/settings", sent)

    page = read(answer)
    assert answer.status_code == 422
    assert "Phương án tính mức hài lòng: Không có yếu tố F6 để gán trọng số." in " ".join(
        page.text.split()
    )
    assert "Yếu tố F5 không có trọng số." in page.text


def test_close__work_in_hand__is_shown_confirmed_and_written_down(world, read, noivu):
    world.start(world.client("an"))
    step = f"{PAGE}/steps/close"
    asked = read(noivu.get(step))

    refused = noivu.post(step, {"reason": "Hết hạn"})
    silent = noivu.post(step, {"confirmed": "1", "reason": "  "})
    done = noivu.post(step, {"confirmed": "1", "reason": "Hết hạn"})

    assert asked.named("confirmed")
    assert (refused.status_code, silent.status_code, done.status_code) == (422, 422, 303)
    assert "Hết hạn" in refused.text
    assert world.one("SELECT state FROM round") == "closed"
    page = read(noivu.get(PAGE))
    assert page.row("03/10/2022")[3] == "Hết hạn"
    assert f"{PAGE}/steps/reopen" in page.links
    assert f"{PAGE}/settings" not in page.links


def test_reopen__without_a_reason__is_refused(world, noivu):
    noivu.post(f"{PAGE}/steps/close", {"confirmed": "1", "reason": "Nhầm"})

    answer = noivu.post(f"{PAGE}/steps/reopen", {"reason": ""})

    assert answer.status_code == 422
    assert world.one("SELECT state FROM round") == "closed"
    again = noivu.post(f"{PAGE}/steps/reopen", {"reason": "Còn phiếu"})
    assert again.status_code == 303
    assert world.one("SELECT state FROM round") == "open"


@pytest.mark.parametrize("step", ["open", "reopen", "archive"])
def test_step__not_from_here__says_so_and_offers_no_button(world, read, noivu, step):
    page = read(noivu.get(f"{PAGE}/steps/{step}"))

    answer = noivu.post(f"{PAGE}/steps/{step}", {"reason": "x", "confirmed": "1"})

    assert "faults" in page.places
    assert not page.named("reason")
    assert answer.status_code == 422
    assert world.one("SELECT state FROM round") == "open"


def test_draft__of_a_copy__is_changed_opened_and_given_to_tablets(world, read, noivu, draft):
    noivu.post(f"{draft}/units/STP", _unit(read, noivu, f"{draft}/units/STP", quota="0"))
    hindered = read(noivu.get(draft))
    refused = noivu.post(f"{draft}/steps/open")
    noivu.post(f"{draft}/units/STP", _unit(read, noivu, f"{draft}/units/STP", quota="7"))
    opened = noivu.post(f"{draft}/steps/open")

    assert f"{draft}/steps/open" not in hindered.links
    assert "STP Sở Tư pháp" in hindered.text
    assert (refused.status_code, opened.status_code) == (422, 303)
    rounds = world.client("an").get("/api/v1/sync/pack").json["rounds"]
    assert [found["code"] for found in rounds] == ["thu-2023", "thu-2022"]
    assert [unit["quota"] for unit in rounds[0]["units"]] == [3, 7]


def test_draft__not_opened__is_no_enumerators_business(world, draft):
    an = world.client("an")

    assert an.get("/interviews/").text.count("thu-2023") == 0
    assert an.post("/interviews/", {"round": "thu-2023", "unit": "SXD"}).status_code == 404


def test_draft__before_any_interview__has_pages_of_progress_and_results(noivu, draft):
    for address in (
        "/field/rounds/thu-2023",
        "/results/rounds/thu-2023",
        "/results/rounds/thu-2023/scores",
        "/results/rounds/thu-2023/units/SXD",
    ):
        assert noivu.get(address).status_code == 200


def test_settings__of_a_draft__are_stored_whole(world, read, noivu, draft):
    sent = _settings(
        read,
        noivu,
        draft,
        name_vi="Đợt thử mới",
        period_end="2023-10-31",
        fieldwork_end="30/11/2023",
        erase_days="120",
        asks_position="1",
        levels_descending="1",
        sampling_method="stratified",
        sampling_strata="district",
        sampling_size="margin",
        sampling_rule="equal",
        sampling_minimum="3",
        sampling_source="Kế hoạch 1",
        recheck_share_percent="10",
        recheck_source="Kế hoạch 2",
    )
    del sent["allows_unlisted"]

    answer = noivu.post(f"{draft}/settings", sent)

    assert answer.status_code == 303
    assert world.rows(
        "SELECT name_vi, period_end, fieldwork_end, erase_days, asks_position, allows_unlisted,"
        " levels_descending FROM round WHERE code = 'thu-2023'"
    ) == [("Đợt thử mới", "2023-10-31", "2023-11-30", 120, 1, 0, 1)]
    page = read(noivu.get(draft))
    assert "Ngày cuối phỏng vấn 30/11/2023" in page.text
    assert "Kế hoạch 1" in page.text
    assert "Kế hoạch 2" in page.text
    kept = _settings(read, noivu, draft)
    assert (kept["sampling_method"], kept["sampling_strata"]) == ("stratified", "district")
    assert (kept["sampling_size"], kept["sampling_rule"]) == ("margin", "equal")
    assert kept["sampling_minimum"] == "3"
    assert (kept["recheck_share_percent"], kept["recheck_minimum_per_enumerator"]) == ("10", "3")


def test_settings__all_wrong__are_said_at_once_and_typed_values_stay(world, read, noivu, draft):
    sent = _settings(
        read,
        noivu,
        draft,
        name_vi=" ",
        name_en=LONG,
        year="x",
        period_start="32/01/2023",
        fieldwork_end="31/11/2023",
        erase_days="0",
        contact="a\x00b",
        sampling_method="khong",
        recheck_share_percent="101",
    )

    answer = noivu.post(f"{draft}/settings", sent)

    page = read(answer)
    assert answer.status_code == 422
    assert page.text.count("Tên tiếng Việt") >= 1 or page.text.count("Name in Vietnamese") >= 1
    assert page.chosen("year") == ["x"]
    listed = answer.text.split('class="faults"')[1].split("</ul>")[0]
    assert listed.count("<li>") == 11
    assert "Ngày cuối phỏng vấn:" in listed
    assert world.one("SELECT name_en FROM round WHERE code = 'thu-2023'") == "Trial round 2023"


def test_settings__strata_and_period_that_do_not_fit__are_said(read, noivu, draft):
    sent = _settings(
        read,
        noivu,
        draft,
        period_end="2022-12-31",
        fieldwork_end="2022-12-31",
        period_start="2023-01-01",
        sampling_method="stratified",
        sampling_source="x",
    )

    answer = noivu.post(f"{draft}/settings", sent)

    listed = answer.text.split('class="faults"')[1].split("</ul>")[0]
    assert (answer.status_code, listed.count("<li>")) == (422, 3)


def test_settings__last_day_of_fieldwork_taken_out_of_a_draft__is_stored(world, read, noivu, draft):
    noivu.post(f"{draft}/settings", _settings(read, noivu, draft, fieldwork_end="30/11/2023"))

    answer = noivu.post(f"{draft}/settings", _settings(read, noivu, draft, fieldwork_end=" "))

    assert answer.status_code == 303
    assert world.one("SELECT fieldwork_end FROM round WHERE code = 'thu-2023'") is None


def test_settings__open_round__moves_the_last_day_of_fieldwork_with_a_reason(world, read, noivu):
    form = f"{PAGE}/settings"
    kept = {"contact": "Phòng CCHC", "period_end": "30/09/2022"}

    stored = noivu.post(form, {**kept, "fieldwork_end": "30/11/2022", "reason": "Kế hoạch"})
    without = noivu.post(form, {**kept, "fieldwork_end": "15/12/2022", "reason": ""})
    over = noivu.post(form, {**kept, "fieldwork_end": "02/10/2022", "reason": "Kế hoạch"})
    none = noivu.post(form, {**kept, "fieldwork_end": "", "reason": "Kế hoạch"})

    statuses = [answer.status_code for answer in (stored, without, over, none)]
    assert statuses == [303, 422, 422, 422]
    assert "03/10/2022 hoặc sau đó" in read(over).text
    assert world.rows("SELECT period_end, fieldwork_end FROM round") == [
        ("2022-09-30", "2022-11-30")
    ]


def test_settings__open_round__let_contact_and_a_later_end_through(world, read, noivu):
    form = f"{PAGE}/settings"
    names = {field.get("name") for field in read(noivu.get(form)).fields}
    assert {"contact", "period_end", "fieldwork_end", "reason"} <= names
    assert not {"controller", "erase_days", "year", "questionnaire"} & names

    forged = {"controller": "Khác", "erase_days": "1", "contact": "Khác", "reason": "Đổi số"}
    earlier = noivu.post(form, {"period_end": "2022-01-31", "reason": "x"})
    silent = noivu.post(form, {"contact": "Khác", "reason": ""})
    stored = noivu.post(form, forged)

    assert (earlier.status_code, silent.status_code, stored.status_code) == (422, 422, 303)
    assert world.rows("SELECT controller, erase_days, contact FROM round") == [
        ("Sở Nội vụ", 90, "Khác")
    ]


def _unit(read, client, address, **changes):
    sent, chosen = _typed(read, client, address)
    return {**sent, "group": chosen[0] if chosen else "department", **changes}


def test_unit__of_a_draft__is_added_changed_and_removed(world, read, noivu, draft):
    new = {"code": "MOI", "name": "Sở Mới", "group": "department", "quota": "12"}
    added = noivu.post(f"{draft}/units/", {**new, "maximum_points": "99,5"})
    again = noivu.post(f"{draft}/units/", new)
    address = f"{draft}/units/MOI"
    exempt = _unit(read, noivu, address, quota="0", exempt="1", component_maximum="")
    changed = noivu.post(address, exempt)
    page = read(noivu.get(draft))
    removed = noivu.post(f"{address}/remove")

    statuses = [answer.status_code for answer in (added, again, changed, removed)]
    assert statuses == [303, 422, 303, 303]
    assert page.row("Sở Mới")[4:6] == ["99,50", "0,00"]
    assert world.one("SELECT count(*) FROM round_unit WHERE name = 'Sở Mới'") == 0
    actions = [action for action in world.actions() if str(action).startswith("round.unit")]
    assert actions == ["round.unit_added", "round.unit_changed", "round.unit_removed"]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"quota": "x"}, 1),
        ({"quota": "-1", "name": LONG, "maximum_points": "1,234"}, 3),
        ({"group": "khong", "exempt": "1"}, 2),
        ({"maximum_points": "0"}, 1),
    ],
)
def test_unit__of_a_draft__with_faults__is_refused_with_all_of_them(
    world, read, noivu, draft, changes, faults
):
    address = f"{draft}/units/SXD"
    before = world.rows("SELECT * FROM round_unit")

    answer = noivu.post(address, _unit(read, noivu, address, **changes))

    listed = answer.text.split('class="faults"')[1].split("</ul>")[0]
    assert (answer.status_code, listed.count("<li>")) == (422, faults)
    assert world.rows("SELECT * FROM round_unit") == before


def test_quota__of_an_open_round__goes_up_with_a_reason(world, read, noivu):
    address = f"{PAGE}/units/SXD"
    names = {field.get("name") for field in read(noivu.get(address)).fields}

    down = noivu.post(address, {"quota": "1", "reason": "x"})
    silent = noivu.post(address, {"quota": "9"})
    forged = noivu.post(address, {"quota": "9", "group": "department", "name": "X", "reason": "x"})
    raised = noivu.post(address, {"quota": "9", "reason": "Bù mẫu"})

    assert {"quota", "reason"} <= names
    assert "group" not in names
    statuses = [answer.status_code for answer in (down, silent, forged, raised)]
    assert statuses == [422, 422, 422, 303]
    assert world.rows("SELECT name, quota FROM round_unit WHERE position = 1") == [
        ("Sở Xây dựng", 9)
    ]


@pytest.mark.parametrize(
    ("code", "year", "faults"), [("thu-2022", "2023", 1), ("Đợt", "x", 2), ("", "", 2)]
)
def test_copy__bad_code_or_year__is_refused(world, noivu, code, year, faults):
    answer = noivu.post(f"{PAGE}/copy", {"code": code, "year": year})

    listed = answer.text.split('class="faults"')[1].split("</ul>")[0]
    assert (answer.status_code, listed.count("<li>")) == (422, faults)
    assert world.one("SELECT count(*) FROM round") == 1


def test_copy__asked_for__proposes_code_and_year(read, noivu):
    page = read(noivu.get(f"{PAGE}/copy"))

    assert (page.chosen("code"), page.chosen("year")) == (["thu-2023"], ["2023"])


def test_round__number_of_queries__does_not_grow_with_units(world, noivu, draft):
    with world.statements() as few:
        noivu.get(draft)
    for place in range(5):
        new = {"code": f"U{place}", "name": "Đơn vị", "group": "department", "quota": "1"}
        assert noivu.post(f"{draft}/units/", new).status_code == 303

    with world.statements() as many:
        noivu.get(draft)

    assert len(many) == len(few)
