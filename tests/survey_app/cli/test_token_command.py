"""`hailong token`."""

from tests.survey_app.api.reading.programs import Program


def test_create__token__is_printed_once_and_reads(hailong, world):
    result = hailong("token", "create", "Bảng chỉ số", "--by", "noivu")

    secret = result.stdout.strip()
    listed = hailong("token", "list").output
    assert "1: Bảng chỉ số (scores:read), holds until" in listed
    assert "never used, made by Noivu" in listed
    assert secret not in listed
    assert Program(world, secret).get("/units").status_code == 200


def test_create__several_faults__are_all_said(hailong, world):
    words = ("token", "create", " ", "--days", "0", "--scope", "x", "--by", "noivu")

    result = hailong(*words, exits=1)

    assert "name: The name of a token has 1 to 200 characters." in result.output
    assert "scope: There is no scope x." in result.output
    assert "days: A token holds for 1 to 366 days." in result.output
    assert world.one("SELECT count(*) FROM api_token") == 0


def test_create__by_somebody_who_sees_no_scores__is_refused(hailong, world):
    result = hailong("token", "create", "a", "--by", "quantri", exits=1)

    assert "home_affairs" in result.output
    assert world.one("SELECT count(*) FROM api_token") == 0


def test_revoke__with_a_reason__ends_it(hailong):
    hailong("token", "create", "Bảng chỉ số", "--by", "noivu")

    hailong("token", "revoke", "1", "--reason", "Mất máy", "--by", "quantri")

    assert "by Quantri: Mất máy" in hailong("token", "list").output
    again = hailong("token", "revoke", "1", "--reason", "Mất máy", "--by", "quantri", exits=1)
    assert "There is no token 1 that could be ended." in again.output


def test_list__without_a_token__says_so(hailong):
    assert hailong("token", "list").output == "There is no token.\n"
