"""What the page of a flag shows beside its figures: interviews, and people in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.db.definitions import definition_of
from survey_app.db.interview_versions import VersionRecord, counting_versions
from survey_app.db.quality_facts import NamedInterview, named_interviews
from survey_app.db.quality_flags import FlagRecord
from survey_app.fieldwork.stored_answers import answers_in
from survey_app.web.answers_in_words import AnswerLine, answer_lines
from survey_app.web.vietnamese_order import given_name_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The interview of a flag, with the one that it is compared with where there is one.

    lines: the index criteria only, so that nothing shows which the comparison did not use.
    """

    versions: tuple[tuple[UUID, VersionRecord], ...]
    lines: tuple[AnswerLine, ...]

    @property
    def differing(self) -> int:
        """How many criteria have another answer."""
        return sum(line.differs for line in self.lines)


def interviews_beside(session: Session, flag: FlagRecord) -> Beside | None:
    """The interviews of a flag as they count now; None where it is about none."""
    if flag.interview_uuid is None:
        return None
    wanted = [flag.interview_uuid, *([flag.other_uuid] if flag.other_uuid else [])]
    found = counting_versions(session, wanted)
    versions = tuple((uuid, found[uuid]) for uuid in wanted if uuid in found)
    return Beside(versions=versions, lines=_lines(session, [one for _, one in versions]))


def examples_of(session: Session, flag: FlagRecord) -> tuple[NamedInterview, ...]:
    """The interviews that the figures of a flag rest upon most, as they stand now."""
    named = flag.evidence.get("examples")
    uuids = [UUID(str(one)) for one in named] if isinstance(named, list) else []
    return named_interviews(session, uuids)


def people_by_name(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """User names with names, by the given name, which stands last."""
    return sorted(names.items(), key=lambda one: (given_name_key(one[1]), one[0]))


def _lines(session: Session, versions: Sequence[VersionRecord]) -> tuple[AnswerLine, ...]:
    if not versions:
        return ()
    definition = definition_of(session, versions[0].questionnaire_version_id)
    lines = answer_lines(definition, [answers_in(one.content) for one in versions])
    return tuple(line for line in lines if line.code in definition.index_codes)
