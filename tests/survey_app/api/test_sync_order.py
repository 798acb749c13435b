"""Batches that hold the same documents in other orders wait for each other and get through."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

ROWS = {
    "assignment": (
        "INSERT INTO assignment (interview_uuid, round_unit_id, enumerator_id, assigned_at)"
        " SELECT CAST(:uuid AS uuid), round_unit_id, enumerator_id, assigned_at"
        " FROM assignment WHERE frame_case_id IS NOT NULL"
    ),
    "quarantine": (
        "INSERT INTO quarantine (kind, content, content_sha256, received_at, faults)"
        " VALUES ('quarantined', '{}', :sha256, now(), '[]')"
    ),
}
"""What another batch stores of a document, by the table where the two could block each other."""


def _pair(tablet, hash_of, table):
    """Two documents in the order in which every batch has to store them."""
    if table == "quarantine":
        return sorted((tablet.document(answers={}) for _ in range(2)), key=hash_of)
    pair = [tablet.document(answers={"k1": 2}) for _ in range(2)]
    return sorted(pair, key=lambda document: document["uuid"])


@pytest.mark.parametrize(
    "engine", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
@pytest.mark.parametrize("table", list(ROWS))
def test_batch__with_the_documents_of_another_in_another_order__waits_and_is_stored(
    world, tablet, hash_of, table
):
    first, second = _pair(tablet, hash_of, table)

    def store(document):
        values = {"uuid": document["uuid"], "sha256": hash_of(document)}
        other.execute(text(ROWS[table]), values)

    with ThreadPoolExecutor(1) as pool, world.engine.connect() as other:
        store(first)
        sent = pool.submit(tablet.send, second, first)
        world.wait_until_it_waits(sent)
        store(second)
        other.commit()
        answer = sent.result()

    assert answer.status_code == 200
    assert len(answer.json["results"]) == 2
