"""The file of a run gives the published numbers again."""

import hashlib
import json
from datetime import timedelta
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import insert, update

from field_export.csv_rows import csv_lines
from field_export.responses import response_rows
from scoring.plans.canonical import canonical_plan
from scoring.plans.scoring_plan import ScoringPlan
from scoring.plans.shipped import scoring_plan
from survey_app.access.people import person_named
from survey_app.cli.score_file import score_file
from survey_app.db import interview_versions, plans, publications, round_writes, rounds
from survey_app.db.engine import transaction
from survey_app.db.interviews import insert_many
from survey_app.db.tables import SampleDraw
from survey_app.publication.publishing import PublishRequest, publish
from survey_app.results.run_responses import design_of_run, lines_of_run
from tests.survey_app.conftest import START
from tests.survey_app.people_by_chance import by_chance, give_out, interview_of, say_sizes

SIZES = {"SXD / a": 900, "SXD / b": 260, "STP / a": 180, "STP / b": 190, "STP / c": 40}
WEIGHTED = ScoringPlan.model_validate(
    {**scoring_plan("ha-nam-2022").model_dump(mode="json"), "id": "thu", "weights": "design"}
)

STRICTER = ScoringPlan.model_validate(
    {**WEIGHTED.model_dump(mode="json"), "id": "chat", "satisfied": [5], "weights": "none"}
)


def published(world, *, plan=None, is_drawn):
    """Publishes a round of interviews by chance; gives the document, and the rows of its file."""
    people = [one for one in by_chance(11, 260) if is_drawn or not one.stratum]
    with transaction(world.engine) as session:
        give_out(session, people)
        if is_drawn:
            say_sizes(session, SIZES)
            revealed = {"revealed_at": START, "revealed_by": 1, "seed": "a" * 32}
            session.execute(update(SampleDraw).values(revealed))
        insert_many(session, [interview_of(one) for one in people])
        go_by(session, plan)
        round_writes.move_round(session, 1, start="open", end="closed")
    return run_and_file(world, make_public(world, at=START))


def go_by(session, plan):
    """Lets the round go by this scoring plan, or by the usual ones."""
    if plan is None:
        plans.set_plans(session, 1, {})
    else:
        content = canonical_plan(plan)
        number = plans.keep_plan(session, kind="scoring", content=content, at=START)
        plans.set_plans(session, 1, {"scoring": number})


def make_public(world, *, at, reason=""):
    """The number of the run that is public now."""
    with transaction(world.engine) as session:
        current = publications.current_publication(session, 1)
        request = PublishRequest(
            by=person_named(session, "noivu"),
            at=at,
            reason=reason,
            seen=None if current is None else current.id,
        )
        made = publish(session, 1, request)
        assert made.faults == ()
    return made.run.id


def run_and_file(world, run_id):
    """The document of a run, its lines, and the rows of its file as they are made now."""
    with transaction(world.engine, writes=False) as session:
        found = rounds.round_by_id(session, 1)
        run = publications.run_of_round(session, 1, run_id=run_id)
        design = design_of_run(session, found, run_id=run.id)
        lines = list(lines_of_run(session, run.id, design=design))
    return json.loads(run.result), lines, list(response_rows(lines, items=design.items))


def scored(folder, rows, *, plan=None):
    """What `hailong score-file` gives of these rows."""
    file, output = folder / "responses.csv", folder / "scores.json"
    file.write_text("".join(csv_lines(rows)), encoding="utf-8")
    words = [str(file), "--json", str(output)]
    name = "ha-nam-2022"
    if plan is not None:
        (folder / "plan.json").write_text(canonical_plan(plan), encoding="utf-8")
        name = str(folder / "plan.json")
    result = CliRunner().invoke(score_file, [*words, "--plan", name])
    assert result.exit_code == 0, result.output
    return json.loads(output.read_text(encoding="utf-8"))


def same(published, scored, where=""):
    """Every number of `scored` that is not about files stands in `published`; how many were met."""
    met = 0
    for name, value in scored.items():
        there = published[name]
        if isinstance(value, dict):
            met += same(there, value, f"{where}/{name}")
        elif isinstance(value, float):
            assert there == pytest.approx(value, rel=1e-12, abs=0), f"{where}/{name}"
            met += 1
        else:
            assert there == value, f"{where}/{name}"
    return met


def without_files(document, *names):
    """Rows alone, without points, which a file knows nothing of."""
    rows = {"overall": document["overall"], "units": document["units"]}
    for row in [rows["overall"], *rows["units"].values()]:
        del row["published"]["points"]
        for name in names:
            del row[name]
    return rows


def test_file_of_a_run__no_sample__gives_the_published_numbers(world, tmp_path):
    document, lines, rows = published(world, is_drawn=False)

    again = scored(tmp_path, rows)

    assert len(lines) == document["data_cut"]["interviews"]
    assert same(document, without_files(again)) > 300
    assert all(line.weight is None and line.pop_size is None for line in lines)


def test_file_of_a_run__drawn_and_unweighted__gives_the_published_numbers(world, tmp_path):
    document, lines, rows = published(world, is_drawn=True)

    again = scored(tmp_path, rows)

    assert len(lines) == document["data_cut"]["interviews"]
    assert same(document, without_files(again)) > 300
    assert {line.pop_size for line in lines} == {None, 900, 260, 180, 190}


def test_file_of_a_run__drawn_and_weighted__gives_the_published_numbers(world, tmp_path):
    document, lines, rows = published(world, plan=WEIGHTED, is_drawn=True)

    again = scored(tmp_path, rows, plan=WEIGHTED)

    lines_of_strata = "".join(
        f"{name.split(' / ')[0]}\t{name}\t{size}\n" for name, size in sorted(SIZES.items())
    )
    assert document["weights"] | {"lines": None} == {
        "rule": "design",
        "draws": [{"list": "x", "list_sha256": "b" * 64, "commitment": "a" * 64}],
        "strata": 5,
        "sha256": hashlib.sha256(lines_of_strata.encode()).hexdigest(),
        "lines": None,
    }
    left_out = sum(row["left_out"] for row in document["units"].values())
    assert left_out > 0
    assert len(lines) == document["data_cut"]["interviews"] - left_out
    assert same(document, without_files(again, "composition")) > 300
    assert document["units"]["SXD"]["N"] == 1160


def void_one(session, uuid):
    last = interview_versions.last_version(session, UUID(uuid))
    interview_versions.void(session, last.id, at=START + timedelta(days=1), reason="Phiếu khống")


def draw_anew(session, at):
    """One more draw in the round, from strata that nobody of before was drawn from."""
    strata = [{"stratum": "STP / d", "population": 77, "official": 1, "reserve": 0}]
    row = {
        "round_id": 1,
        "list_name": "y",
        "commitment": "b" * 64,
        "wrapped_seed": "x",
        "seed": "b" * 32,
        "committed_at": at,
        "committed_by": 1,
        "plan": {},
        "unit_codes": ["STP"],
        "strata": strata,
        "list_sha256": "c" * 64,
        "drawn_at": at,
        "drawn_by": 1,
        "revealed_at": at,
        "revealed_by": 1,
    }
    session.execute(insert(SampleDraw), row)


@pytest.mark.parametrize("is_drawn", [False, True])
def test_file_of_a_run__other_plan_and_draw_since__gives_what_was_published(
    world, tmp_path, is_drawn
):
    document, lines, rows = published(world, plan=WEIGHTED, is_drawn=is_drawn)
    with transaction(world.engine) as session:
        draw_anew(session, START + timedelta(days=1))
        go_by(session, STRICTER)
        void_one(session, lines[0].uuid)
    later = make_public(world, at=START + timedelta(days=2), reason="Cách tính mới")

    of_run = run_and_file(world, 1)
    of_next = run_and_file(world, later)

    assert of_run == (document, lines, rows)
    for plan, (its_document, _, its_rows) in ((WEIGHTED, of_run), (STRICTER, of_next)):
        again = without_files(scored(tmp_path, its_rows, plan=plan), "composition")
        assert same(its_document, again) > 300
