"""Home Affairs sees what was put aside of re-checks, page by page; the field manager does not."""

import pytest

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

PUT_ASIDE = (
    "INSERT INTO recheck_aside (id, kind, content, content_sha256, received_at, faults)"
    " VALUES (:id, :kind, :content, :hash, '2022-10-08 01:00:00', :faults)"
)
UNKNOWN_TASK = (
    '[{"where": "uuid", "code": "unknown_task", "details": {},'
    ' "message": "No re-check with this number was ever given out.",'
    ' "repair": "Find out whose it is; it stays kept here."}]'
)


def put_aside(world, number, *, kind="quarantined", faults=UNKNOWN_TASK):
    values = {"id": number, "kind": kind, "faults": faults, "content": f'{{"sent": "<{number}>"}}'}
    world.change(PUT_ASIDE, hash=f"{number:064x}", **values)


def test_aside__conflict_and_fault__say_why_and_what_was_sent(world, read):
    put_aside(world, 1)
    put_aside(world, 2, kind="conflict", faults="[]")

    client = world.client("noivu")
    answer, one = client.get("/recheck/aside/"), client.get("/recheck/aside/1")

    newest, oldest = read(answer).rows[1:]
    assert newest[4] == "gửi lại với nội dung khác"
    assert oldest[4].startswith("uuid: Chưa từng giao phiếu phúc tra nào có mã này.")
    assert '{"sent": "<1>"}' in " ".join(read(one).text.split())
    assert "<1>" not in one.text


def test_aside__more_than_a_page__goes_on_behind_the_last(world, read):
    for number in range(1, 52):
        put_aside(world, number)
    client = world.client("noivu")

    with world.statements() as first:
        page = read(client.get("/recheck/aside/"))
    rest = read(client.get("/recheck/aside/?before=2"))

    assert (len(page.rows), len(rest.rows)) == (51, 2)
    assert "/recheck/aside/?before=2" in page.links
    assert len(first) <= 4


def test_aside__nothing__says_what_will_appear(world):
    answer = world.client("noivu").get("/recheck/aside/")

    assert 'class="empty"' in answer.text


@pytest.mark.parametrize("who", ["an", "quanly", "giamsat", "donvi", "quantri"])
def test_aside__everybody_else__is_denied(world, who):
    put_aside(world, 1)

    assert world.client(who).get("/recheck/aside/").status_code == 403
