"""What programs pull is what was published, page by page, and costs next to nothing."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.rounding import half_up
from survey_app.db.engine import transaction
from survey_app.publication.index_of_run import says_all
from survey_app.results.index_document import index_document
from survey_app.results.scored_round import scored_round
from tests.survey_app.api.reading.programs import ADDRESSES, ALL, API, program
from tests.survey_app.web.published_round import (
    OF_STP,
    OF_SXD,
    STP,
    close,
    levels,
    publish,
    store,
    two_units_public,
)

SCORES = "/rounds/thu-2022/scores"
AS_PUBLISHED = (
    "n",
    "n_valid",
    "N",
    "answers_valid",
    "rank",
    "rank_low",
    "rank_high",
    "in_group",
    "flag",
    "flag_reason",
    "versus_overall",
    "fieldwork",
)


def _published(world):
    return json.loads(world.one("SELECT result FROM score_run ORDER BY id DESC LIMIT 1"))


def _all(reads, address, name):
    """Every row of a list, page after page."""
    rows, following = [], address
    while following:
        answer = reads.get(following)
        assert answer.status_code == 200
        rows += answer.json[name]
        following = answer.json["page"]["next"]
    return rows


def test_scores__of_a_public_round__are_those_of_the_document(public_world, reader):
    document = _published(public_world)

    rows = reader.get(SCORES).json["scores"]

    assert [(row["kind"], row["code"]) for row in rows] == [
        ("whole", None),
        ("group", "department"),
        ("unit", "STP"),
        ("unit", "SXD"),
    ]
    units, groups = document["units"], document["groups"]
    wanted = [document["overall"], groups["department"], units["STP"], units["SXD"]]
    for row, published in zip(rows, wanted, strict=True):
        for name in AS_PUBLISHED:
            assert row[name] == published.get(name)
        for name in ("indicator", "est", "se", "score10", "ci", "df", "n_valid"):
            assert row["published"][name] == published["published"][name]
        for part in ("factors", "items"):
            assert set(row[part]) == set(published[part])
            for code, told in published[part].items():
                assert told.items() <= row[part][code].items()


def test_points__of_units__are_decimal_strings_half_up(public_world, reader):
    document = _published(public_world)

    rows = _all(reader, "/rounds/thu-2022/components", "components")

    # Of Xây dựng 21 of 22 answers are satisfied: 9.5454…; of Tư pháp 1505 of 1540: 9.7727…
    assert {row["unit_code"]: (row["points"], row["reason"]) for row in rows} == {
        "SXD": ("9.55", None),
        "STP": ("9.77", None),
        "TTRA": (None, "exempt"),
    }
    exact = half_up(Fraction(document["units"]["SXD"]["answers_satisfied"], 1320) * 10)
    assert exact == Decimal(rows[1]["points"])


def test_index__of_a_public_round__is_that_of_the_command(public_world, reader, insider):
    with transaction(public_world.engine, writes=False, at_one_moment=True) as session:
        wanted = index_document(scored_round(session, "thu-2022").index)

    public = reader.get("/rounds/thu-2022/index").json
    inside = insider.get("/rounds/thu-2022/index?published_only=false").json

    written = json.loads(json.dumps(wanted)) | {"decision": None}
    assert inside == written
    assert public["decision"]["number"] == "2500/QĐ-UBND"
    undecided = public | {"decision": None, "live_points": written["live_points"]}
    assert set(public) == set(written)
    assert says_all(undecided, of=written)  # the groups say more


def test_index_file__of_a_public_round__has_the_same_points(reader, insider):
    public = _rows(reader.get("/rounds/thu-2022/index.csv"))
    inside = _rows(insider.get("/rounds/thu-2022/index.csv?published_only=false"))

    percents = {row["unit_code"]: row["index_percent"] for row in public}
    assert percents == {"SXD": "95.30", "TTRA": "93.75", "STP": "87.97"}
    assert {row["live_points"] for row in public} == {""}
    assert {row["live_points"] for row in inside} == {"9.55", "9.77", ""}


def _rows(answer):
    assert answer.content_type == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_score_file__of_a_public_round__says_what_the_list_says(reader):
    told = {row["code"]: row for row in reader.get(f"{SCORES}?kind=unit").json["scores"]}

    rows = _rows(reader.get("/rounds/thu-2022/scores.csv?kind=unit"))

    assert [row["code"] for row in rows] == ["STP", "SXD"]
    for row in rows:
        of = told[row["code"]]
        assert float(row["est"]) == of["published"]["est"]
        assert row["points"] == of["points"]["points"]
        assert float(row["q11"]) == of["items"]["q11"]["est"]
        assert float(row["F1"]) == of["factors"]["F1"]["est"]
        assert row["group_rank"] == str(of["in_group"]["rank"])


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_score_file__name_that_is_a_formula__runs_in_no_spreadsheet(world):
    world.change("UPDATE round_unit SET name = '=HYPERLINK(1)' WHERE id = 1")
    store(world, *OF_SXD)
    close(world)
    publish(world)

    [row] = _rows(program(world).get("/rounds/thu-2022/scores.csv?kind=unit"))

    assert row["name"] == "'=HYPERLINK(1)"


def test_small_unit__is_null_with_the_reason(world):
    store(world, *[levels(4)] * 4)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    reads = program(world)

    [unit] = reads.get(f"{SCORES}?unit=SXD").json["scores"]
    components = reads.get("/rounds/thu-2022/components").json["components"]
    component = next(row for row in components if row["unit_code"] == "SXD")

    assert unit["published"]["est"] is None
    assert unit["flag"] == "suppressed"
    assert unit["flag_reason"]
    assert unit["items"]["q11"]["est"] is None
    assert unit["items"]["q11"]["reason"] == "hidden"
    assert (component["points"], component["reason"]) == (None, "hidden")


def test_small_unit__not_public__is_hidden_all_the_same(world):
    store(world, *[levels(4)] * 4)
    store(world, *OF_STP, unit=STP)

    rows = program(world, *ALL).get(f"{SCORES}?kind=unit&published_only=false").json["scores"]

    assert [row["published"]["est"] for row in rows if row["code"] == "SXD"] == [None]


@pytest.mark.parametrize("limit", [1, 2, 3, 500])
def test_pages__of_any_size__together_are_the_list(reader, limit):
    whole = {name: reader.get(address).json[name] for address, name in LISTS}

    pages = {name: _all(reader, f"{address}?limit={limit}", name) for address, name in LISTS}

    assert pages == whole


LISTS = (
    ("/rounds", "rounds"),
    (SCORES, "scores"),
    ("/rounds/thu-2022/components", "components"),
    ("/publications", "publications"),
    ("/index/publications", "publications"),
    ("/units", "units"),
    ("/rounds/thu-2022/units", "units"),
    ("/rounds/thu-2022/publications", "publications"),
    ("/rounds/thu-2022/index/publications", "publications"),
)


def test_lists__of_this_file__are_all_that_have_pages(reader):
    answers = {address: reader.get(address) for address in ADDRESSES}

    paged = {address for address, of in answers.items() if of.is_json and "page" in of.json}

    assert paged == {address for address, _ in LISTS}


def test_pages__another_publication_in_between__stay_those_of_the_first(world):
    two_units_public(world)
    reads = program(world)
    first = reads.get(f"{SCORES}?limit=2").json
    store(world, *[levels(1)] * 30)
    publish(world, reason="Thêm phiếu đến muộn")

    second = reads.get(first["page"]["next"]).json

    assert second["publication"]["run"] == first["publication"]["run"] == 1
    assert second["publication"]["state"] == "superseded"
    assert [row["code"] for row in second["scores"]] == ["STP", "SXD"]
    assert second["scores"][1]["n"] == 60
    assert reads.get(SCORES).json["publication"]["run"] == 2


def test_pages__list_grows_in_between__lose_and_repeat_nothing(world):
    store(world, *OF_SXD)
    close(world)
    for late in range(3):
        store(world, levels(4))
        publish(world, reason="" if late == 0 else "Thêm phiếu đến muộn")
    reads = program(world)
    first = reads.get("/publications?limit=2").json
    store(world, levels(4))
    publish(world, reason="Thêm phiếu đến muộn")

    second = reads.get(first["page"]["next"]).json

    runs = [one["run"] for page in (first, second) for one in page["publications"]]
    assert runs == [3, 2, 1]


def test_pages__of_what_is_not_public__end_when_interviews_arrive(world):
    store(world, *OF_SXD)
    insider = program(world, *ALL)
    first = insider.get(f"{SCORES}?limit=1&published_only=false").json
    same = insider.get(first["page"]["next"])
    store(world, levels(1))

    outdated = insider.get(first["page"]["next"])

    assert same.status_code == 200
    assert outdated.status_code == 409
    assert outdated.json["code"] == "cursor_outdated"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("form", ["{tag}", "W/{tag}", '"x", {tag}', "*"])
def test_etag__sent_back__answers_304_without_a_body(reader, address, form):
    first = reader.get(address)

    again = reader.get(address, If_None_Match=form.format(tag=first.headers["ETag"]))

    assert first.headers["Cache-Control"] == "private, no-cache"
    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]
    assert again.headers["Cache-Control"] == "private, no-cache"


def test_etag__of_other_data__answers_the_data(reader):
    answer = reader.get(SCORES, If_None_Match='"x", W/"y"')

    assert answer.status_code == 200
    assert answer.json["scores"]


def test_etag__after_another_publication__is_another(world):
    store(world, *OF_SXD)
    close(world)
    publish(world)
    reads = program(world)
    tag = reads.get(SCORES).headers["ETag"]
    store(world, levels(1))
    publish(world, reason="Thêm phiếu đến muộn")

    assert reads.get(SCORES, If_None_Match=tag).status_code == 200


def test_scores__pulled_again__ask_nothing_of_the_run(public_world, reader):
    first = reader.get(SCORES)

    with public_world.statements() as sent:
        again = reader.get(SCORES)

    assert again.data == first.data
    assert not [one for one in sent if "score_row" in one or "score_run.result," in one]
    assert len(sent) == 3  # the token, the round, its publications


def test_head__of_a_list__has_its_headers_and_no_body(reader):
    headers = {"Authorization": f"Bearer {reader.token}"}

    answer = reader.http.head(API + SCORES, headers=headers)

    assert answer.status_code == 200
    assert answer.headers["ETag"] == reader.get(SCORES).headers["ETag"]
    assert answer.data == b""


def test_units__of_a_round__are_told_with_group_and_maximum(reader):
    units = {one["code"]: one for one in reader.get("/rounds/thu-2022/units").json["units"]}

    assert units["TTRA"]["is_exempt"] is True
    assert units["TTRA"]["maximum_points"] == "60.00"
    assert units["SXD"]["group_name"] == {"vi": "Sở, ban, ngành", "en": "Departments"}


def test_publication__of_a_run__names_no_person(reader):
    answer = reader.get("/rounds/thu-2022/publications/1")

    assert answer.json["interviews"] == 130
    assert "Noivu" not in answer.text
