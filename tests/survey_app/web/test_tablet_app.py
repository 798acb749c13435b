"""The tablet app as files: complete, known by their hashes, and the same for everybody."""

import gzip
import hashlib
import json
import re

import pytest

from survey_app.web import tablet_app
from survey_app.web.tablet_app import TabletApp

COMPOSED = (
    *("draft_", "done_", "next_", "fetch_", "send_"),
    *("kind_", "state_", "stop_", "update_", "put_away_"),
)
"""How keys begin that the scripts put together."""


@pytest.fixture
def anybody(still_world):
    """A browser in which nobody is signed in."""
    return still_world.client()


def _version(anybody):
    return re.search(r'data-version="([0-9a-f]{12})"', anybody.get("/tablet/").text)[1]


def _listed(anybody):
    """What the service worker keeps."""
    worker = anybody.get("/sw.js").text
    return json.loads(re.search(r"const FILES = (\[.*?\n\]);", worker, re.S)[1])


def test_worker__every_file_it_keeps__is_served_with_the_promised_hash(anybody):
    wrong = [
        kept["url"]
        for kept in _listed(anybody)
        if hashlib.sha256(anybody.get(kept["url"]).data).hexdigest() != kept["sha256"]
    ]

    assert wrong == []


def test_worker__its_list__holds_whatever_page_and_scripts_load(anybody):
    kept = {found["url"] for found in _listed(anybody)}
    loaded = set()
    for page in ("/tablet/", "/tablet/en/"):
        loaded |= set(re.findall(r'(?:src|href)="(/tablet/files/[^"]+)"', anybody.get(page).text))
    for address in [found for found in loaded if found.endswith(".js")]:
        folder = address.rpartition("/")[0]
        for name in re.findall(r'from "(\.[^"]+)"', anybody.get(address).text):
            up = name.count("../")
            base = folder.rsplit("/", up)[0] if up else folder
            loaded.add(f"{base}/{name.replace('../', '').removeprefix('./')}")

    assert loaded - kept == set()


def test_worker__pages__are_kept_under_the_address_of_their_version_too(anybody):
    version = _version(anybody)

    also = {kept["url"]: kept["also"] for kept in _listed(anybody) if "also" in kept}

    assert also == {
        "/tablet/": f"/tablet/v/{version}/",
        "/tablet/en/": f"/tablet/v/{version}/en/",
    }
    for page, of_version in also.items():
        assert anybody.get(of_version).data == anybody.get(page).data


def test_worker__its_own_file__is_asked_for_each_time_and_may_answer_briefly(anybody):
    first = anybody.get("/sw.js")

    again = anybody.http.get("/sw.js", headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "no-cache"
    assert again.status_code == 304


def test_version__another_line_of_code__is_another_version(still_world, tmp_path, monkeypatch):
    copy = tmp_path / "static"
    (copy / "tablet").mkdir(parents=True)
    app = TabletApp()
    for name in (*app.names, tablet_app.WORKER):
        (copy / name).write_bytes((tablet_app.STATIC / name).read_bytes())
    with still_world.app.test_request_context():
        before = app.version
        monkeypatch.setattr(tablet_app, "STATIC", copy)
        same = TabletApp().version
        (copy / "tablet/sending.js").write_text("// another line\n")
        other = TabletApp().version

    assert same == before
    assert other != before


def test_file__of_another_version__is_not_there(anybody):
    version = _version(anybody)

    assert anybody.get(f"/tablet/files/{version}/tablet/app.js").status_code == 200
    assert anybody.get("/tablet/files/000000000000/tablet/app.js").status_code == 404
    assert anybody.get(f"/tablet/files/{version}/staff.css").status_code == 404
    assert anybody.get("/tablet/v/000000000000/").status_code == 404


def test_file__to_a_browser_that_takes_it__comes_compressed_and_is_kept_for_ever(anybody):
    address = f"/tablet/files/{_version(anybody)}/field.css"

    plain = anybody.get(address)
    packed = anybody.http.get(address, headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "immutable" in packed.headers["Cache-Control"]
    assert packed.headers["ETag"] != plain.headers["ETag"]


def test_everything__before_the_first_question__is_under_120_kilobytes(still_world, anybody):
    """Compressed: the app in one language, its list aside, and the form of a round."""
    gz = {"Accept-Encoding": "gzip"}
    files = [kept["url"] for kept in _listed(anybody) if kept["url"] != "/tablet/en/"]
    app = sum(len(anybody.http.get(address, headers=gz).data) for address in files)
    an = still_world.client("an")
    form = an.get("/api/v1/sync/pack").json["rounds"][0]["forms"]["vi"]["url"]
    worker = len(anybody.http.get("/sw.js", headers=gz).data)

    whole = app + worker + len(an.http.get(form, headers=gz).data)
    assert whole < 120_000


@pytest.mark.parametrize("address", ["/tablet/", "/sw.js", "{files}tablet/app.js"])
def test_file__for_somebody_who_is_signed_in__is_that_of_everybody(still_world, address):
    client = still_world.client("an")
    address = address.format(files=f"/tablet/files/{_version(client)}/")

    with still_world.statements() as sent:
        answer = client.get(address)

    # A browser that keeps it need not ask again after a sign-in.
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert sent == []


def test_forms_and_pack__for_a_browser_that_takes_it__come_compressed(still_world):
    an = still_world.client("an")
    form = an.get("/api/v1/sync/pack").json["rounds"][0]["forms"]["vi"]["url"]

    for address in (form, "/api/v1/sync/pack"):
        packed = an.http.get(address, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(packed.data) == an.get(address).data


def test_manifest__makes_the_app_installable(anybody):
    manifest = anybody.get("/manifest.webmanifest")

    assert manifest.content_type == "application/manifest+json"
    assert manifest.json["start_url"] == manifest.json["scope"] == "/tablet/"
    assert manifest.json["display"] == "standalone"
    for icon in manifest.json["icons"]:
        found = anybody.get(icon["src"])
        assert found.content_type == "image/png"
        size = int(icon["sizes"].split("x")[0])
        assert int.from_bytes(found.data[16:20], "big") == size


@pytest.mark.parametrize(
    ("address", "language", "says"),
    [("/tablet/", "vi", "Chuẩn bị máy"), ("/tablet/en/", "en", "Prepare this tablet")],
)
def test_page__by_its_address__is_in_that_language_whoever_asks(
    still_world, address, language, says
):
    signed_in = still_world.client("an")
    signed_in.post("/language", {"language": "en", "next": "/"})

    page = signed_in.get(address).text

    assert f'<html lang="{language}"' in page
    assert says in page


def test_page__may_ask_for_the_place__other_pages_may_not(anybody):
    assert "geolocation=(self)" in anybody.get("/tablet/").headers["Permissions-Policy"]
    assert "geolocation=()" in anybody.get("/sign-in").headers["Permissions-Policy"]


def test_page__its_texts__have_no_place_that_a_script_does_not_fill(anybody):
    texts = json.loads(
        re.search(r'<script type="application/json" id="texts">(.*?)</script>',
                  anybody.get("/tablet/").text, re.S)[1]
    )  # fmt: skip
    scripts = "\n".join(
        anybody.get(kept["url"]).text for kept in _listed(anybody) if kept["url"].endswith(".js")
    )

    unused = [key for key in texts if f'"{key}"' not in scripts and not key.startswith(COMPOSED)]

    assert unused == []


def test_forms__of_the_round__follow_its_order_of_levels(world):
    an = world.client("an")
    world.change("UPDATE round SET levels_descending = true")

    form = an.get("/api/v1/sync/forms/thu-2022/vi").text

    best = form.index('name="q11" type="radio" value="5"')
    worst = form.index('name="q11" type="radio" value="1"')
    assert best < worst
