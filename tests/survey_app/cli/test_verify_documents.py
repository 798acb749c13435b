"""`hailong db verify` and what was made public: a document changed past the program is named."""

import hashlib
from datetime import date

import pytest

from survey_app.access.people import person_named
from survey_app.db.engine import transaction
from survey_app.publication.index_publishing import IndexRequest, publish_index
from tests.survey_app.web.published_round import OF_STP, OF_SXD, STP, close, publish, store

OTHER = '{"groups":{}}'
OTHER_HASH = hashlib.sha256(OTHER.encode()).hexdigest()


@pytest.fixture
def public(world):
    """Scores that were published twice, and an index of the second ones."""
    store(world, *OF_SXD)
    store(world, *OF_STP, unit=STP)
    close(world)
    publish(world)
    store(world, OF_SXD[0])
    publish(world, reason="Thêm phiếu")
    with transaction(world.engine) as session:
        request = IndexRequest(
            decision_number="2500/QĐ-UBND",
            decided_on=date(2022, 10, 1),
            by=person_named(session, "noivu"),
            at=world.clock(),
        )
        assert publish_index(session, 1, request) == ()
    return world


def test_verify__documents_as_they_were_made_public__says_how_many(public, hailong):
    said = hailong("db", "verify").output

    assert "published scores and indices: 3, as they were made public" in said


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (
            "UPDATE index_publication SET content = :other",
            ["index 1 of thu-2022: the document was changed"],
        ),
        (
            "UPDATE index_publication SET content = :other, content_sha256 = :hash",
            ["index 1 of thu-2022: the log of changes knows of none"],
        ),
        (
            "UPDATE score_run SET result = :other WHERE id = 1",
            ["scores 1 of thu-2022: the document was changed"],
        ),
        (
            "UPDATE score_run SET result = :other, result_sha256 = :hash WHERE id = 2",
            ["scores 2 of thu-2022: the log of changes knows of none"],
        ),
    ],
)
def test_verify__document_changed_past_the_program__is_named(public, hailong, change, found):
    values = {"other": OTHER, "hash": OTHER_HASH} if ":hash" in change else {"other": OTHER}
    public.change(change, **values)

    result = hailong("db", "verify", exits=1)

    faults = result.stderr.splitlines()
    assert len(faults) == len(found)
    assert all(one.startswith(said) for one, said in zip(faults, found, strict=True))
    assert "published scores and indices: 3, 1 FAULTS" in result.output
