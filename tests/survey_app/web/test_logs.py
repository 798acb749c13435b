"""What the log says of requests, and what it must never say."""

import json

import pytest

ON_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
SECRETS = (
    "mot-mat-khau-dai",
    "mat-khau-go-nham",
    "Người mô phỏng 1",
    "0000 000 001",
    "Địa chỉ mô phỏng",
    "Một ý kiến rất riêng",
    "Cấp giấy phép xây dựng",
)


@pytest.fixture
def logged(capsys):
    """Reads the lines of the log so far."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@ON_SQLITE
def test_log__request__has_one_line_with_route_and_account(logged, world):
    answer = world.client("an").get(f"/interviews/{world.case_uuid}?left_out=1")

    line = logged()[-1]
    assert line["event"] == "request"
    assert line["route"] == "/interviews/<uuid:interview_uuid>"
    assert (line["method"], line["status"], line["account"]) == ("GET", answer.status_code, 1)
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert line["ms"] >= 0
    assert line["timestamp"].endswith("Z")


@ON_SQLITE
def test_log__unknown_address__is_not_repeated(logged, world):
    world.client().get("/Người-mô-phỏng-1?token=bi-mat")

    assert logged()[-1]["route"] == "-"


def test_log__whole_interview__holds_no_secret(world, complete, capsys):
    client = world.client()
    client.sign_in("an", "mat-khau-go-nham")
    client.sign_in("an")
    form = world.begin(client)
    client.get("/interviews/")
    client.get(form)
    client.post(form, {**complete, "q11": "6", "d2": "Một ý kiến rất riêng"})
    client.post(form, {**complete, "d2": "Một ý kiến rất riêng"})
    client.post(form, {**complete, "d2": "Một ý kiến rất riêng, khác"})
    client.get(f"{form}/receipt")
    token, cookie = client.token(), client.cookie

    written = capsys.readouterr().err

    assert written.count("\n") > 8
    for secret in (*SECRETS, token, cookie):
        assert secret not in written


@pytest.mark.parametrize("lost", ["answer", "interview", "audit_event"])
def test_log__failure_while_storing__holds_no_answer(world, complete, capsys, lost):
    client = world.client("an")
    form = world.begin(client)
    world.change(f"ALTER TABLE {lost} RENAME TO lost")

    answer = client.post(form, {**complete, "d2": "Một ý kiến rất riêng"})

    written = capsys.readouterr()
    assert answer.status_code == 500
    assert '"broken"' in written.err
    for secret in SECRETS:
        assert secret not in written.err + written.out


@ON_SQLITE
def test_log__failure_while_signing_in__holds_no_name_and_no_password(world, capsys):
    client = world.client()
    client.token()
    world.change("ALTER TABLE account RENAME TO lost")

    answer = client.sign_in("mat-khau-go-nham", "mot-mat-khau-dai")

    written = capsys.readouterr().err
    assert answer.status_code == 500
    for secret in SECRETS:
        assert secret not in written


@ON_SQLITE
def test_log__failure__has_its_cause_under_the_number_of_the_request(logged, world):
    client = world.client("an")
    world.change("ALTER TABLE account RENAME TO lost")

    answer = client.get("/interviews/")

    broken = next(line for line in logged() if line["event"] == "broken")
    assert broken["request_id"] == answer.headers["X-Request-ID"]
    assert "no such table" in broken["exception"]
