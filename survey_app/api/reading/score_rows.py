"""Rows of scores, as they were published or as they are now, for programs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app
from pydantic import JsonValue
from sqlalchemy.orm import Session

from scoring.rounding import exact_behind, half_up
from scoring.run_rows import GROUP, UNIT, WHOLE
from survey_app.api.reading.shapes import ScoreShape
from survey_app.db import audit
from survey_app.db.published_scores import rows_of_run
from survey_app.db.rounds import RoundRecord
from survey_app.problems import Code, Problem
from survey_app.publication.score_runs import look

LIVE = "hailong_api_live_scores"
ORDER = {WHOLE: "0", GROUP: "1", UNIT: "2"}
HIDDEN, NO_ANSWERS = "hidden", "no_answers"

Rows = tuple[ScoreShape, ...]
Parts = dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRows:
    """Rows of what has been received. state: of the log of changes; sha256: of the document."""

    state: tuple[object, ...]
    sha256: str
    rows: Rows


def install_live(app: Flask) -> None:
    """Gives the application a place for the scores of now, one entry a round."""
    app.extensions[LIVE] = {}


def rows_published(session: Session, run_id: int) -> Rows:
    """The whole, groups and units of a run, in this order, each by code."""
    return _in_order(rows_of_run(session, run_id))


def rows_now(session: Session, of_round: RoundRecord) -> LiveRows:
    """The same of what has been received so far, with the same cells hidden.

    Made anew after a change that is in the log; no interview that counts raises Problem.
    """
    state = (*audit.state(session), of_round)
    kept: dict[int, LiveRows] = current_app.extensions[LIVE]
    known = kept.get(of_round.id)
    if known is None or known.state != state:
        looked = look(session, of_round)
        if not looked.cut.interviews:
            raise Problem(Code.NOTHING_RECEIVED, {"round": of_round.code})
        document = looked.document
        known = LiveRows(state=state, sha256=document.sha256, rows=_in_order(document.rows))
        kept[of_round.id] = known
    return known


def key_of(row: ScoreShape) -> str:
    """By which rows are sorted."""
    return f"{ORDER[row.kind]} {row.code or ''}"


def _in_order(rows: tuple[tuple[str, str, str], ...]) -> Rows:
    made = (_row(kind, code, json.loads(content)) for kind, code, content in rows)
    return tuple(sorted(made, key=key_of))


def _row(kind: str, code: str, content: Parts) -> ScoreShape:
    published = _parts(content["published"])
    return ScoreShape.model_validate(
        {
            **content,
            "kind": kind,
            "code": code or None,
            "name": content.get("name") or None,
            "group": content.get("group"),
            "points": _points(published.get("points")),
            "factors": {name: _told(part) for name, part in _parts(content["factors"]).items()},
            "items": {name: _told(part) for name, part in _parts(content["items"]).items()},
        }
    )


def _parts(content: JsonValue) -> Parts:
    if not isinstance(content, dict):
        raise TypeError("a part of a row is an object")
    return content


def _told(content: JsonValue) -> Parts:
    """A factor or a criterion, with the reason where it has no figure."""
    part = _parts(content)
    reason = None
    if part.get("est") is None:
        reason = NO_ANSWERS if part.get("n_valid") == 0 else HIDDEN
    return {**part, "reason": reason}


def _points(content: JsonValue) -> JsonValue:
    if content is None:
        return None
    part = _parts(content)
    return {
        "points": _printed(part, "points"),
        "maximum": _printed(part, "maximum"),
        "reason": part.get("reason"),
    }


def _printed(part: Mapping[str, JsonValue], name: str) -> str | None:
    value = part.get(name)
    return None if value is None else f"{half_up(exact_behind(float(str(value)))):f}"
