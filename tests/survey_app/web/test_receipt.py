"""What the server holds, told to the enumerator; and the page about other content."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


@pytest.fixture
def sent(world, complete):
    """The address of the form of a finished interview, and the browser that sent it."""
    an = world.client("an")
    form = world.begin(an)
    an.post(form, complete)
    return an, form


def test_receipt__finished__names_unit_time_and_number(world, sent):
    an, form = sent

    page = an.get(f"{form}/receipt").text

    assert "Sở Xây dựng" in page
    assert "03/10/2022 08:00" in page
    assert str(world.case_uuid) in page
    assert 'class="notice"' not in page


def test_receipt__finished__shows_no_answer_and_no_name(sent):
    an, form = sent

    page = an.get(f"{form}/receipt").text

    assert "Không có góp ý" not in page
    assert "Người mô phỏng 1" not in page


def test_receipt__refused__says_that_nothing_was_kept(world):
    an = world.client("an")
    form = world.begin(an)
    an.post(form, {"k1": "2"})

    page = an.get(f"{form}/receipt").text

    assert "Cuộc phỏng vấn dừng ở đây" in page
    assert "03/10/2022" not in page


def test_receipt__english__is_english(world):
    an = world.client("an")
    form = world.begin(an)
    an.post(form, {"k1": "2"})
    an.post("/language", {"language": "en"})

    page = an.get(f"{form}/receipt").text

    assert "The visit has been recorded." in page
    assert "Thank you. The interview ends here." in page


@pytest.mark.parametrize("argument", ["viele", "", "0"])
def test_receipt__odd_count_in_the_address__is_ignored(sent, argument):
    an, form = sent

    answer = an.get(f"{form}/receipt?left_out={argument}")

    assert answer.status_code == 200
    assert 'class="notice"' not in answer.text


def test_receipt__not_finished__leads_back_to_the_questions(world):
    an = world.client("an")
    form = world.begin(an)

    answer = an.get(f"{form}/receipt")

    assert answer.location == form


def test_receipt__of_another_enumerator__does_not_exist(world, sent):
    _, form = sent

    answer = world.client("binh").get(f"{form}/receipt")

    assert answer.status_code == 404


def test_receipt__other_role__is_denied(world, sent):
    _, form = sent

    answer = world.client("noivu").get(f"{form}/receipt")

    assert answer.status_code == 403


def test_receipt__nobody__is_sent_to_the_sign_in(world, sent):
    _, form = sent

    answer = world.client().get(f"{form}/receipt")

    assert answer.location == f"/sign-in?next={form}/receipt"


def test_conflict__page__says_which_interview_and_shows_no_answers(world, sent, complete):
    an, form = sent

    answer = an.post(form, {**complete, "d2": "Một câu khác"})

    assert answer.status_code == 409
    assert str(world.case_uuid) in answer.text
    assert "Sở Xây dựng" in answer.text
    assert "Một câu khác" not in answer.text
    assert 'href="/interviews/"' in answer.text


def test_conflict__afterwards__the_receipt_is_of_the_first(sent, complete):
    an, form = sent
    before = an.get(f"{form}/receipt").text.partition("<main")[2]
    an.post(form, {**complete, "q11": "1"})

    after = an.get(f"{form}/receipt").text.partition("<main")[2]

    assert after == before
