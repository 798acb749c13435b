"""What re-checks of a round found: `hailong recheck report`, and the same from its two files."""

import json
from math import isclose

import pytest

from tests.fonts import needs_font
from tests.pdf_text import text_of
from tests.survey_app.rechecked_round import (
    DAY,
    FALSE,
    FINE,
    WRONG,
    Asked,
    draw,
    interviewed,
    not_reached,
    promise,
    recheck,
    waiting,
)

ROUND = ("--round", "thu-2022")


@pytest.fixture
def found(world):
    """Two lots of An and Bình: everything that can come back, one who waits, one chosen by risk."""
    promise(world)
    interviewed(world, "an", "SXD", 30)
    interviewed(world, "binh", "STP", 20)
    draw(world, day=2)
    an, binh = (waiting(world, lot) for lot in _lots(world))
    reconciled = Asked(wrong=("month_ok",), right={"month_ok": "interview"}, again={"q11": 2})
    unclear = Asked(wrong=("duration_ok",), right={"duration_ok": "unclear"}, after=8 * DAY)
    kinds = [FINE, reconciled, unclear, Asked(again={"q22": None, "q33": 1, "q41": 5})]
    recheck(world, dict(zip(an, [*kinds, *[FINE] * len(an)], strict=False)))
    not_reached(world, binh[:1])
    recheck(world, {binh[1]: FALSE, binh[2]: WRONG})
    world.change(
        "INSERT INTO recheck_draw (interview_uuid, selection, drawn_at, reason)"
        " SELECT interview_uuid, 'risk', closed_at, 'Trùng nhiều' FROM lot_member"
        " JOIN lot ON lot.id = lot_id WHERE place = 9 AND lot.code = :lot",
        lot=_lots(world)[1],
    )
    recheck(world, {waiting(world, selection="risk")[0]: FALSE})
    return an, binh


def _lots(world):
    return [row[0] for row in world.rows("SELECT code FROM lot ORDER BY code")]


def test_report__figures_of_the_round__are_those_of_its_two_files(found, hailong, folder):
    hailong("recheck", "report", *ROUND, "--json", "found.json", "--csv", "files")
    files = ("files/original.csv", "files/recheck.csv")
    hailong("recheck", "compare", *files, "--json", "compared.json")

    told = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    compared = json.loads((folder / "compared.json").read_text(encoding="utf-8"))
    assert told["comparison"]["type1"]["overall"]["defective"] == 3
    assert told["comparison"]["by_delay"]["later"]["drawn"] == 1
    assert [row["failed_checks"] for row in told["comparison"]["defective_interviews"]].count(
        ["duration_ok"]
    ) == 1
    assert_same(told["comparison"], compared)


def assert_same(left, right, where=""):
    """Equal in everything but the hashes of files, numbers to 1e-12."""
    if isinstance(left, dict):
        assert left.keys() == right.keys(), where
        for key in left:
            if key != "sha256":
                assert_same(left[key], right[key], f"{where}.{key}")
    elif isinstance(left, list):
        assert len(left) == len(right), where
        for place, (one, other) in enumerate(zip(left, right, strict=True)):
            assert_same(one, other, f"{where}[{place}]")
    elif isinstance(left, float):
        assert isclose(left, right, rel_tol=1e-12, abs_tol=1e-12), where
    else:
        assert left == right, where


def test_report__whoever_waits_or_was_chosen__is_in_no_figure_and_whoever_waits_is_not_named(
    found, hailong, folder
):
    told = hailong("recheck", "report", *ROUND, "--json", "found.json").stdout

    an, binh = found
    text = (folder / "found.json").read_text(encoding="utf-8")
    document = json.loads(text)
    assert document["drawn"]["random"] == {
        "drawn": len(an) + len(binh),
        "ended": len(an) + 3,
        "waiting": len(binh) - 3,
    }
    assert document["comparison"]["contact"]["drawn"] == len(an) + 3
    assert len(document["apart"]["risk"]) == 1
    assert not any(str(uuid) in text for uuid in binh[3:])
    lots = {one["enumerator"]: one for one in document["lots"]}
    assert (lots["an"]["by_plan"], lots["an"]["more"]) == ("extended", 10 - len(an))
    assert (lots["binh"]["by_plan"], lots["binh"]["not_reached"]) == ("wait", 1)
    assert lots["binh"]["not_happened"] == 1
    assert "binh" in told
    assert not any(str(uuid) in told for uuid in (*an, *binh))


@needs_font
def test_report__printed__has_the_figures_of_the_round_and_a_place_for_every_organisation(
    found, hailong, folder
):
    said = hailong("recheck", "report", *ROUND, "--pdf", "phuc-tra.pdf", "--json", "found.json")

    text = text_of((folder / "phuc-tra.pdf").read_bytes()).replace("\N{NO-BREAK SPACE}", " ")
    told = json.loads((folder / "found.json").read_text(encoding="utf-8"))
    overall = told["comparison"]["type1"]["overall"]
    assert "phuc-tra.pdf" in said.output
    assert f"đã gặp được {overall['reached']} người" in text
    assert f"{overall['defective']} phiếu lỗi" in text
    assert all(lot["lot"] in text for lot in told["lots"])
    assert "Đã nhận kết quả" not in text
    assert text.count("(Ký, ghi rõ họ tên, đóng dấu)") == 2
