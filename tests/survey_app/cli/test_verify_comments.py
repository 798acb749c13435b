"""`hailong db verify` and what is kept of the comments of what is public."""

import pytest

from tests.survey_app.commented_round import CHOSEN, COUNTED, KEPT, published_twice


@pytest.fixture
def decided(begin, world):
    """The round was published twice, with decisions between."""
    begin(published_twice, world)
    return world


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM run_comment WHERE score_run_id = 2 AND place = 3",
        "UPDATE run_comment SET decision_id = NULL",
        "UPDATE run_comment SET themes = ',3,' WHERE score_run_id = 2",
        "UPDATE run_theme_choice SET people = people + 1",
        "DELETE FROM run_theme_choice",
        "UPDATE run_comment SET is_voided = true WHERE score_run_id = 2 AND place = 3",
        "UPDATE run_comment_count SET comments = comments + 1",
        "UPDATE run_comment_count SET state = 'withheld' WHERE state = 'released'",
        "DELETE FROM run_comment_count",
    ],
)
def test_verify__kept_otherwise_than_answered__is_refused_until_it_is_repaired(
    decided, hailong, change
):
    whole = [decided.rows(one) for one in (KEPT, CHOSEN, COUNTED)]
    right = hailong("db", "verify")
    decided.change(change)

    found = hailong("db", "verify", exits=1)
    hailong("db", "verify", "--repair")

    assert "comments and themes of what is public: 1 rounds, as they were answered" in right.output
    assert "NOT as they were answered" in found.output
    assert "thu-2022: " in found.stderr
    assert "hailong db verify --repair" in found.stderr
    mended = [decided.rows(one) for one in (KEPT, CHOSEN, COUNTED)]
    of_public = [[row for row in rows if row[0] == 2] for rows in (*whole, *mended)]
    assert all(of_public)
    assert of_public[:3] == of_public[3:]
    assert "round.comments_remade" in decided.actions()


def test_verify__as_it_was_answered__a_repair_leaves_comments_alone(decided, hailong):
    hailong("db", "verify", "--repair")

    assert "round.comments_remade" not in decided.actions()
