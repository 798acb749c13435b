"""Which index is printed: the published one, or one of what is entered by now."""

from collections.abc import Iterator

from field_export.report import Fact
from survey_app.clock import written_day, written_moment
from survey_app.db.index_publications import IndexPublicationRecord
from survey_app.publication.index_of_run import RunIndex
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.wording.speech import Speech


def index_state(of: ComparedRun, *, speech: Speech) -> tuple[str, ...]:
    """In sentences; none without an index."""
    if of.of_index is None:
        return ()
    return tuple(
        _frozen(of.of_index, speech=speech)
        if of.of_index.frozen
        else _of_now(of, of.of_index, speech=speech)
    )


def index_origin(of: ComparedRun, *, speech: Speech) -> tuple[Fact, ...]:
    """The decision and the fingerprint of the published index, where it is the printed one."""
    frozen = None if of.of_index is None else of.of_index.frozen
    if frozen is None:
        return ()
    _ = speech.gettext
    by = f"{written_moment(frozen.published_at)}, {frozen.published_by}"
    decision = f"{frozen.decision_number}, {written_day(frozen.decided_on)}"
    return (
        Fact(name=_("Decision on the index"), value=decision),
        Fact(name=_("Index published"), value=by),
        Fact(name=_("SHA-256 of the index"), value=frozen.content_sha256, is_code=True),
    )


def _frozen(of: RunIndex, *, speech: Speech) -> Iterator[str]:
    _, frozen = speech.gettext, of.frozen
    if frozen is None:
        return
    yield _(
        "This is the index as it was published by decision %(number)s of %(day)s, with all that was"
        " entered until then. Its SHA-256: %(sha256)s.",
        number=frozen.decision_number,
        day=written_day(frozen.decided_on),
        sha256=frozen.content_sha256,
    )
    if frozen.ended_at is not None:
        yield _(
            "It was replaced by another one on %(end)s: %(reason)s",
            end=written_moment(frozen.ended_at),
            reason=frozen.ended_reason or "",
        )


def _of_now(of: ReportedRun, index: RunIndex, *, speech: Speech) -> Iterator[str]:
    _, stands = speech.gettext, index.stands
    if stands is None:
        yield _undecided(index.taken_back, speech=speech)
    else:
        words = {"number": stands.decision_number, "day": written_day(stands.decided_on)}
        if stands.publication_id == of.publication.id:
            yield _(
                "This is not the index that was published by decision %(number)s of %(day)s: that"
                " one cannot be made again of what is kept.",
                **words,
            )
        else:
            yield _(
                "This is not the index that was published by decision %(number)s of %(day)s: that"
                " one has the points of another run.",
                **words,
            )
    until = index.entered_until
    if until is None:
        yield _("It is made of the points as they are entered.")
    else:
        at = written_moment(until)
        yield _("It is made of the points as they are entered, the newest on %(at)s.", at=at)


def _undecided(taken_back: IndexPublicationRecord | None, *, speech: Speech) -> str:
    _ = speech.gettext
    if taken_back is None or taken_back.ended_at is None:
        return _("This index is not published by a decision.")
    return _(
        "An index of this round was published by decision %(number)s of %(day)s and taken back on"
        " %(end)s (reason: %(reason)s); no decision has published the one that stands here.",
        number=taken_back.decision_number,
        day=written_day(taken_back.decided_on),
        end=written_moment(taken_back.ended_at),
        reason=taken_back.ended_reason or "",
    )
