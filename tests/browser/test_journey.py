"""An interview from sign-in to the score, with JavaScript on a tablet and without on a phone."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ROUND = "/results/rounds/ha-nam-2022"
UNIT = "PHULY"


def downloaded(office):
    """The interviews of the unit, from the file that Home Affairs downloads."""
    office.go(ROUND)
    with office.page.expect_download() as download:
        office.page.locator('a[href$="responses.csv"]').click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["unit_code"] == UNIT]


def counted(rows):
    """Satisfied and valid answers: 4 and 5 of 1 to 5; blanks and 9 count in neither."""
    cells = [value for row in rows for code, value in row.items() if is_criterion(code)]
    valid = [value for value in cells if value in {"1", "2", "3", "4", "5"}]
    return sum(value in {"4", "5"} for value in valid), len(valid)


def is_criterion(code):
    return code.startswith("q") and code[1:].isdigit()


def printed(satisfied, valid):
    """Points of ten with two decimals, half up, as Vietnamese writes them."""
    exact = Fraction(satisfied * 10, valid)
    hundredths = Decimal(exact.numerator * 100) / Decimal(exact.denominator)
    points = hundredths.quantize(Decimal(1), rounding=ROUND_HALF_UP) / 100
    return f"{points:.2f}".replace(".", ",")


def whole(number):
    return f"{number:,}".replace(",", ".")


def shown_to(office):
    """What the pages of Home Affairs say of the unit: people, score, answers counted."""
    office.go(f"{ROUND}/scores")
    row = office.page.locator("tbody tr", has=office.page.locator(f'a[href$="/units/{UNIT}"]'))
    cells = row.first.locator("td")
    people, score = cells.nth(4).inner_text(), cells.nth(2).inner_text()
    office.go(f"{ROUND}/units/{UNIT}")
    counts = office.page.locator(".figures dd").nth(3).inner_text()
    return int(people), score.strip(), counts.strip()


def test_interview__whole_form_filled_and_sent__changes_the_score_by_just_its_answers(
    visit, visitor, site, answers
):
    office = visit("desk")
    office.sign_in_by_hand("sonoivu")
    before = downloaded(office)
    forms, _, _ = shown_to(office)
    enumerator = visitor

    enumerator.sign_in_by_hand("dieutravien")
    uuid = enumerator.begin(UNIT)
    consent = enumerator.page.locator(".consent")
    assert "Sở Nội vụ tỉnh Hà Nam (bên kiểm soát dữ liệu)" in consent.inner_text()
    assert consent.is_visible()
    assert enumerator.question("k1").is_visible()
    enumerator.fill_by_hand(answers)
    enumerator.send()

    own = {code: str(value) for code, value in answers.items()}
    satisfied, valid = counted([*before, own])
    assert shown_to(office) == (
        forms + 1,
        printed(satisfied, valid),
        f"{whole(satisfied)} / {whole(valid)}",
    )
    assert counted(downloaded(office)) == (satisfied, valid)
    assert site.answers_of(uuid) == {
        **answers,
        "b7": 2,
        "d1": [2, 3, 10],
    }


def test_interview__opened__asks_for_consent_before_anything_can_be_sent(visit):
    enumerator = visit("tablet")

    enumerator.start(UNIT)

    page = enumerator.page
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator(".consent").is_visible()
    shown = page.locator("[data-item]:visible")
    assert shown.evaluate_all("all => all.map(found => found.dataset.item)") == ["k1"]
    assert not enumerator.send_button().is_visible()
    assert page.locator("[data-progress]:visible").inner_text().startswith("Phần 1/12 · còn ")


def test_case__interviewed__leaves_the_list_and_stands_among_those_sent(visitor, least):
    visitor.sign_in("dieutravien")
    visitor.go("/interviews/")
    page = visitor.page
    case = page.locator(".cases li").nth(1)
    name, unit = case.locator(".name").inner_text().split("\n")[0], "Sở Nội vụ"
    assert unit in case.inner_text()
    visitor.follow(case.locator("form button"))
    visitor.wait_until_ready()
    assert "Người trả lời mô phỏng 2" in page.locator("h1").inner_text()
    visitor.fill(least)

    visitor.send()

    visitor.follow(page.locator("main a.button"))
    assert name.startswith("Người trả lời mô phỏng 2")
    assert page.locator(".cases li").count() == 5
    assert "Người trả lời mô phỏng 2" not in page.locator(".cases").inner_text()
    assert page.locator(".sent a").first.inner_text() == unit


def test_case__opened_and_left__can_be_continued(visit):
    enumerator = visit("phone")
    enumerator.sign_in("dieutravien")
    enumerator.go("/interviews/")
    button = enumerator.page.locator(".cases li").first.locator("form button")
    fresh = button.inner_text()

    enumerator.follow(button)
    enumerator.wait_until_ready()
    enumerator.go("/interviews/")

    assert button.inner_text() != fresh
    assert enumerator.page.locator(".cases li").count() == 6
