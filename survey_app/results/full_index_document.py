"""The whole index of a round as a document: the tables, and beside them areas, gaps and changes."""

from pydantic import JsonValue

from scoring.full_index_json import full_group_json
from scoring.plans.canonical import plan_version
from survey_app.db.appraised_points import PointsDocumentRecord
from survey_app.results.earlier_index import EarlierIndex
from survey_app.results.full_index import FullGroup, FullIndex
from survey_app.results.index_document import index_document


def full_index_document(found: FullIndex) -> dict[str, JsonValue]:
    """What `index_document` says, with more keys: groups have areas, gap, changes, facts and their
    units `areas`; criteria, points_documents and before say from where they come.
    """
    criteria = found.criteria
    return {
        **index_document(found.index),
        "groups": {one.group.group: _group(one) for one in found.groups},
        "criteria": None
        if criteria is None
        else {"id": criteria.id, "version": plan_version(criteria), "source": criteria.source},
        "points_documents": {
            kind: [_document(one) for one in documents]
            for kind, documents in found.documents.items()
        },
        "before": _before(found.before),
    }


def _group(group: FullGroup) -> JsonValue:
    return full_group_json(
        group.group,
        units=group.units,
        areas=group.areas,
        found_gaps=group.gaps,
        changes=group.changes,
        facts=group.facts,
    )


def _document(one: PointsDocumentRecord) -> JsonValue:
    return {
        "number": one.number or None,
        "issued_on": None if one.issued_on is None else one.issued_on.isoformat(),
        "source": one.source,
        "reason": one.reason or None,
        "recorded_by": one.recorded_by,
        "recorded_at": None if one.recorded_at is None else one.recorded_at.isoformat(),
    }


def _before(before: EarlierIndex | None) -> JsonValue:
    if before is None:
        return None
    return {
        "year": before.year,
        "round": before.round_code,
        "number": before.number,
        "issued_on": None if before.issued_on is None else before.issued_on.isoformat(),
        "source": before.source,
    }
