"""What a person reads while working: whom the card is about, and how far the interview is."""

from playwright.sync_api import expect

WHO = {
    "name": "Nguyễn Thị Hường",
    "address": "Tổ 4, phường Minh Khai",
    "procedure": "Cấp lại giấy phép xây dựng nhà ở riêng lẻ",
}
SET_PERSON = """
    UPDATE person SET full_name = :name, address = :address
    WHERE id = (SELECT person_id FROM frame_case WHERE file_code = 'MO-PHONG-002')
"""
SET_PROCEDURE = "UPDATE frame_case SET procedure = :procedure WHERE file_code = 'MO-PHONG-002'"
STORED = "SELECT content FROM interview WHERE uuid = :uuid"


def line(card, name):
    """One line of a card."""
    return card.locator(f"[data-fill={name}]")


def test_card__of_a_respondent__shows_procedure_address_and_appointment(office, arrival):
    office.change(SET_PERSON, name=WHO["name"], address=WHO["address"])
    office.change(SET_PROCEDURE, procedure=WHO["procedure"])
    one = arrival()
    one.page.clock.install(time="2026-11-23T09:00:00+07:00")
    one.begin()
    card = one.case(WHO["name"])
    expect(line(card, "appointment")).to_be_hidden()

    one.attempt(WHO["name"], "2.21")  # the first half hour that is an hour away

    expect(line(card, "respondent")).to_have_text(WHO["name"])
    expect(line(card, "procedure")).to_have_text(WHO["procedure"])
    expect(line(card, "address")).to_have_text(WHO["address"])
    expect(line(card, "appointment")).to_have_text("hẹn 23/11/2026 10:30")


def test_progress__as_answers_come__says_the_part_and_what_is_left(enumerator, least):
    one = enumerator
    progress = one.page.locator("[data-progress]:visible")
    one.open()
    said = [progress.inner_text()]
    one.visitor.walk({"k1": 1, "k2": 1, "a4": 1}, until="F1")
    said.append(progress.inner_text())
    one.visitor.answer({"q11": 4})
    said.append(progress.inner_text())
    one.visitor.walk(least | {"q11": 4})
    said.append(progress.inner_text())

    # Counted by hand: 2 of consent and transaction, 6 of experience, 18 criteria, and 8 after them;
    # then two more of the transaction are asked, and three were answered on the way.
    assert said == [
        "Phần 1/12 · còn 34 câu",
        "Phần 4/12 · còn 34 câu",
        "Phần 4/12 · còn 33 câu",
        "Phần 12/12 · còn 15 câu",
    ]


def test_choices__one_more_than_allowed__is_refused_said_and_not_kept(enumerator, office, least):
    one = enumerator
    uuid = one.open()
    one.visitor.walk(least, until="expectation")
    one.visitor.answer({"d1": (2, 5, 7)})
    said = one.visitor.question("d1").locator("p.errors")
    expect(said).to_be_empty()

    one.visitor.input("d1", 1).click()

    expect(said).to_have_text("Chọn tối đa 3 phương án: xin bỏ bớt một phương án trước.")
    expect(one.visitor.input("d1", 1)).not_to_be_checked()
    one.visitor.walk({})
    one.finish()
    one.wait_until_sent()
    [row] = office.rows(STORED, uuid=uuid.replace("-", ""))
    assert '"d1":[2,5,7]' in row["content"]
