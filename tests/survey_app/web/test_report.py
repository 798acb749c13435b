"""The printed report of published scores, downloaded from the page of the publication."""

import json
import re
from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import update

from field_export import report_pdf
from field_export.fonts import NoFont
from scoring.plans.canonical import canonical_plan, plan_version
from scoring.plans.points_plan import PointsPlan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import points_plan, scoring_plan
from scoring.rounding import half_up, outward
from survey_app.db import plans
from survey_app.db.engine import transaction
from survey_app.db.tables import SampleDraw
from tests.fonts import needs_font
from tests.pdf_text import pages_of, text_of
from tests.survey_app.adjusted_round import adjusted
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import (
    by_chance,
    give_out,
    insert_many,
    interview_of,
    say_sizes,
)
from tests.survey_app.web.published_round import (
    OF_SXD,
    PUBLICATION,
    STP,
    close,
    levels,
    publish,
    standing,
    store,
    two_units_public,
    withdraw,
)

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
pytestmark = needs_font


def address(run):
    return f"{PUBLICATION}/{run}/report.pdf"


def printed(world, run=None):
    """The report as Home Affairs downloads it."""
    answer = world.client("noivu").get(address(run or standing(world).run_id))
    assert answer.status_code == 200, answer.text
    return answer.data


def document(world):
    """What was published, as it was hashed."""
    run = standing(world).run_id
    return json.loads(world.client("noivu").get(f"{PUBLICATION}/{run}/scores.json").data)


def written(number, places=2):
    return f"{half_up(Fraction(str(number)), places=places):f}".replace(".", ",")


def go_by(world, plan):
    """Lets the round go by this plan."""
    with transaction(world.engine) as session:
        content = canonical_plan(plan)
        number = plans.keep_plan(session, kind=plan.kind, content=content, at=START)
        plans.set_plans(session, 1, {plan.kind: number})


@pytest.fixture(scope="module")
def published(still_world):
    return two_units_public(still_world)


def test_report__published_round__says_every_figure_of_the_run(published):
    said = document(published)

    text = text_of(printed(published))

    for row in [said["overall"], *said["units"].values(), *said["groups"].values()]:
        of = row["published"]
        low, high = outward(of["ci"]["low"], of["ci"]["high"])
        figures = [written(of["est"]), f"{low}–{high}".replace(".", ","), str(of["n_valid"])]
        if "name" in row:
            place = row["in_group"]
            line = [
                str(place["rank"]),
                f"{place['rank_low']}–{place['rank_high']}"
                if place["rank_low"] != place["rank_high"]
                else str(place["rank_low"]),
                row["name"],
                written(of["score10"]),
                *figures,
                written(of["points"]["points"]),
                "được xếp hạng",
            ]
            assert " ".join(line) in text
        else:
            assert written(of["score10"]) in text
            assert all(figure in text for figure in figures)
    assert said["units"].keys() == {"SXD", "STP"}
    assert "Không khảo sát trong đợt này: Thanh tra tỉnh." in text


def test_report__plans_and_hashes__stand_in_it(published):
    said, stands = document(published), standing(published)

    text = text_of(printed(published))

    for kind, plan in (("scoring", scoring_plan), ("points", points_plan)):
        named = said["method"][f"{kind}_plan"]
        assert named["sha256"] == plan_version(plan(named["id"]))
        assert f"Mã phương án {named['id']} Phiên bản (SHA-256) {named['sha256']}" in text
        assert f"Văn bản, điều khoản {named['source']}" in text
    assert f"SHA-256 của điểm {stands.result_sha256}" in text
    assert f"SHA-256 của các phiếu {said['data_cut']['sha256']}" in text
    assert f"SHA-256 của chương trình {said['code']['sha256']}" in text
    assert f"Phiên bản của phiếu khảo sát {said['method']['questionnaire_version']}" in text
    assert said["code_version"] in text
    assert "Đợt này chương trình không rút mẫu" in text


def test_report__head__is_that_of_an_official_report(published):
    first, *others = pages_of(printed(published))

    assert first.startswith(
        "SỞ NỘI VỤ CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    )
    assert "Số: ……/BC-…… ……………, ngày 03 tháng 10 năm 2022" in first
    assert "BÁO CÁO" in first
    assert "Kỳ khảo sát: từ" in first
    total = 1 + len(others)
    number = 1
    for sheet, page in enumerate([first, *others], start=1):
        number = 1 if sheet == 1 or page.startswith("Phụ lục") else number + 1
        assert (f" {number} Đợt thu-2022" in page) == (number > 1)
        assert page.endswith(f"tờ {sheet}/{total}")


def test_report__whoever_asks_and_when__gets_the_same_bytes(published):
    before = printed(published)
    noivu = published.client("noivu")
    published.clock.move(timedelta(days=3))
    noivu.post("/language", {"language": "en", "next": "/"})

    again = noivu.get(address(standing(published).run_id))

    assert again.data == before
    assert again.mimetype == "application/pdf"
    assert "thu-2022-mo-phong-bao-cao-" in again.headers["Content-Disposition"]
    assert b"/Lang (vi)" in before
    assert b"Helvetica" not in before


def test_report__page_of_the_publication__leads_to_it(published, read):
    noivu = published.client("noivu")

    assert address(standing(published).run_id) in read(noivu.get(PUBLICATION)).links


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_report__other_roles__are_denied(published, who):
    assert published.client(who).get(address(standing(published).run_id)).status_code == 403


@ON_SQLITE
def test_report__interviews_since__change_nothing_of_it(world):
    two_units_public(world)
    before = printed(world)

    store(world, *[levels(1)] * 20)

    assert printed(world) == before


@ON_SQLITE
@pytest.mark.parametrize(
    ("few", "others", "reason"),
    [
        (9, 30, "dưới 10 người trả lời"),
        (12, 9, "ẩn để không thể tính ngược ra"),
    ],
)
def test_report__hidden_unit__has_its_reason_and_no_figure(world, few, others, reason):
    store(world, *[levels(4, q11=1)] * few)
    store(world, *[levels(5)] * others, unit=STP)
    close(world)
    publish(world)

    text = text_of(printed(world))

    row = re.search(rf"– – Sở Xây dựng – – – {few} – không hiện điểm (\(\d\)) ", text)
    assert row is not None
    assert f"{row[1]} {reason}" in text
    assert "9,55" not in text
    assert "95,45" not in text


@ON_SQLITE
def test_report__row_that_was_published_rounded__claims_no_more_decimals(world):
    usual = scoring_plan("ha-nam-2022").model_dump(mode="json")
    means = ScoringPlan.model_validate({**usual, "id": "thu", "estimator": "mean_of_factors"})
    go_by(world, means)
    asked = {"q51": 4, "q52": 4, "q53": 4, "q54": 4}
    none = dict.fromkeys(asked, 9)
    store(world, *[levels(4, q11=1, q21=2, **asked)] * 37, *[levels(4, **asked)] * 3)
    store(world, *[levels(4, **none)] * 35, *[levels(4, q12=1, **asked)] * 5, unit=STP)
    close(world)
    publish(world)

    rows = document(world)["units"]
    text = text_of(printed(world))

    assert {row["decimals"] for row in rows.values()} == {2}
    for row in rows.values():
        of = row["published"]
        low, high = outward(of["ci"]["low"], of["ci"]["high"], places=1)
        interval = f"{low}–{high}".replace(".", ",")
        score = written(of["score10"])
        assert f"{row['name']} {score} {written(of['est'], 1)} {interval} 40" in text


@ON_SQLITE
def test_report__indicative_unit__is_shown_without_a_rank(world):
    store(world, *OF_SXD)
    store(world, *[levels(4, q11=1), levels(5)] * 10, unit=STP)
    close(world)
    publish(world)

    row = document(world)["units"]["STP"]
    text = text_of(printed(world))

    assert row["flag"] == "indicative"
    assert f"– – Sở Tư pháp {written(row['published']['score10'])}" in text
    assert "chỉ để tham khảo, không xếp hạng (1)" in text
    assert "(1) dưới 30 người trả lời" in text


@ON_SQLITE
def test_report__earlier_runs__say_that_they_are_not_public_any_more(world):
    two_units_public(world)
    first = standing(world).run_id
    store(world, *[levels(1)] * 20)
    publish(world, reason="Nhận thêm phiếu")
    second = standing(world).run_id
    withdraw(world, reason="Sai danh sách đơn vị")

    replaced, withdrawn = (text_of(printed(world, run)) for run in (first, second))

    assert "đã được thay bằng" in replaced
    assert "Nhận thêm phiếu" in replaced
    assert "đã được rút lại" in withdrawn
    assert "Sai danh sách đơn vị" in withdrawn
    assert "9,55" in replaced
    assert world.client("noivu").get(address(77)).status_code == 404


@ON_SQLITE
def test_report__plan_with_cases__prints_what_was_counted(world, read):
    adjusted(world)
    noivu = world.client("noivu")
    page = read(noivu.get("/results/rounds/thu-2022/adjustments"))
    counted = {f"cases/{unit}/{name}": "0" for unit in ("SXD", "STP") for name in ("late", "prize")}
    counted |= {"cases/SXD/late": "3", "cases/STP/prize": "1"}
    seen = page.named("seen")[0]["value"]
    fields = {**counted, "seen": seen, "reason": "Biên bản"}
    assert noivu.post("/results/rounds/thu-2022/adjustments", fields).status_code == 303
    close(world)
    publish(world)

    text = text_of(printed(world))

    assert "Danh sách nộp muộn: -0,25 điểm cho mỗi trường hợp, nhiều nhất 4 trường hợp." in text
    table = "Cơ quan, đơn vị Danh sách nộp muộn Khen thưởng Sở Xây dựng 3 0 Sở Tư pháp 0 1"
    assert table in text


@ON_SQLITE
def test_report__weighted_draw__names_list_promise_and_seed(world):
    people = by_chance(11, 260)
    usual = scoring_plan("ha-nam-2022").model_dump(mode="json")
    weighted = ScoringPlan.model_validate({**usual, "id": "thu", "weights": "design"})
    with transaction(world.engine) as session:
        give_out(session, people)
        insert_many(session, [interview_of(one) for one in people])
        strata = {one.stratum for one in people if one.stratum}
        say_sizes(session, dict.fromkeys(sorted(strata), 400))
        revealed = {"revealed_at": START, "revealed_by": 1, "seed": "c" * 32}
        session.execute(update(SampleDraw).values(revealed))
    go_by(world, weighted)
    close(world)
    publish(world)

    text = text_of(printed(world))

    assert f"SHA-256 của danh sách {'b' * 64}" in text
    assert f"Cam kết về số gieo (SHA-256) {'a' * 64}" in text
    assert f"Số gieo đã công khai {'c' * 32}" in text
    assert document(world)["weights"]["sha256"] in text
    assert "mẫu được rút từ 4 tầng" in text


@ON_SQLITE
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            {
                "kind": "bands",
                "bands": [{"from_percent": "82.5", "points": 10}, {"from_percent": 0, "points": 4}],
            },
            "Các mức điểm Tỷ lệ từ (%) Điểm thành phần 82,5 10 0 4",
        ),
        (
            {
                "kind": "per_factor",
                "factors": {"F1": 2, "F2": 2, "F3": "2.5", "F4": 2, "F5": "1.5"},
            },
            "Điểm của các yếu tố Yếu tố Điểm tối đa F1. Tiếp cận dịch vụ hành chính công",
        ),
    ],
)
def test_report__points_by_bands_or_factors__has_a_table_of_them(world, rule, words):
    plan = PointsPlan.model_validate(
        {"kind": "points", "id": "thu", "source": "Quyết định thử", "maximum": 10, "rule": rule}
    )
    go_by(world, plan)
    two_units_public(world)

    assert words in text_of(printed(world))


@ON_SQLITE
def test_report__units_below_others__are_named(world):
    mix = {"own": 6, "of_below": 4, "below": {"SXD": ["STP"]}}
    plan = {**points_plan("ha-nam-2022").model_dump(mode="json"), "id": "thu", "mix": mix}
    go_by(world, PointsPlan.model_validate(plan))
    two_units_public(world)

    text = text_of(printed(world))

    assert "Cơ quan có đơn vị cấp dưới (Sở Xây dựng): tỷ lệ của chính mình" in text
    assert "Cơ quan, đơn vị Đơn vị cấp dưới Sở Xây dựng Sở Tư pháp" in text


def test_report__without_a_font__says_what_to_install(published, monkeypatch):
    def none(*_texts):
        raise NoFont("ở")

    monkeypatch.setattr(report_pdf, "serif_for", none)

    answer = published.client("noivu").get(address(standing(published).run_id))

    assert answer.status_code == 503
    assert "fonts-dejavu-core" in answer.text
