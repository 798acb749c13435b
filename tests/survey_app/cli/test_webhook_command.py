"""`hailong webhook`."""

URL = "https://sonoivu.example/hailong"


def test_webhook__registered_rotated_and_ended__is_listed(hailong):
    made = hailong("webhook", "add", URL, "--name", "Sở Nội vụ", "--by", "noivu").stdout.strip()
    rotated = hailong("webhook", "rotate", "1", "--by", "noivu").stdout.strip()

    assert made.startswith("whsec_")
    assert rotated.startswith("whsec_")
    assert made != rotated
    assert hailong("webhook", "list").output == f"1: Sở Nội vụ, {URL}, is told\n"
    hailong("webhook", "end", "1", "--reason", "Đổi hệ thống", "--by", "noivu")
    assert "Đổi hệ thống" in hailong("webhook", "list").output


def test_webhook__several_faults__are_all_said(hailong, world):
    words = ("webhook", "add", "http://10.0.0.1/", "--name", " ", "--by", "noivu")

    result = hailong(*words, exits=1)

    assert "name: The name of an address has 1 to 200 characters." in result.output
    assert "url: The address begins with http" in result.output
    assert "url: The address lies in a network of this house" in result.output
    assert world.one("SELECT count(*) FROM webhook") == 0


def test_webhook__of_nobody_known__is_refused(hailong):
    assert hailong("webhook", "list").output == "No address is registered.\n"
    for words in (("rotate", "7"), ("end", "7", "--reason", "x")):
        result = hailong("webhook", *words, "--by", "noivu", exits=1)
        assert "There is no address 7" in result.output
