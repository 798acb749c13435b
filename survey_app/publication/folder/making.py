"""Makes the folder of a publication: all its files, what they are made of, and how to read them."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import JsonValue
from sqlalchemy.orm import Session

from field_export.manifest import (
    MANIFEST,
    READ_ME,
    SUMS,
    FileLine,
    file_line,
    manifest_json,
    sha256_of,
    sums_text,
)
from survey_app.clock import written_moment
from survey_app.publication.folder.contents import kinds_of, write_file
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.wording.file_words import FILES, MADE_OF, NAMES
from survey_app.wording.speech import VIETNAMESE, Speech


def fill_folder(session: Session, of: ComparedRun, folder: Path, *, key: bytes) -> int:
    """Writes everything into an empty folder, and says how many files. Raises OSError, Problem."""
    speech = VIETNAMESE
    lines = []
    for kind in kinds_of(of):
        path = folder / NAMES[kind]
        write_file(session, of, path, kind=kind, key=key)
        lines.append(file_line(path, what=speech.gettext(FILES[kind]), made_of=MADE_OF[kind]))
    read_me = folder / READ_ME
    read_me.write_text("\n".join(_read_me(of, lines, speech=speech)) + "\n", encoding="utf-8")
    lines.append(
        file_line(read_me, what=speech.gettext("What is in this folder"), made_of=("run",))
    )
    document = manifest_json(lines, made_from=made_from(of))
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    sums = [(one.name, one.sha256) for one in lines]
    sums.append((MANIFEST, sha256_of(folder / MANIFEST)))
    (folder / SUMS).write_text(sums_text(sums), encoding="utf-8")
    return len(lines) + 2


def made_from(of: ComparedRun) -> dict[str, JsonValue]:
    """The run, its data, questionnaire, plans and program, each with what identifies it."""
    about, method = of.run.about, of.run.about.method
    return {
        "run": {
            "round": about.round.code,
            "number": of.publication.run_id,
            "published_at": of.publication.published_at.isoformat(),
            "state": of.publication.state,
            "result_sha256": of.publication.result_sha256,
            "log_block": of.publication.block,
            "is_simulated": about.round.is_simulated,
        },
        "data": {"interviews": about.data_cut.interviews, "sha256": about.data_cut.sha256},
        "questionnaire": {
            "id": method.questionnaire,
            "sha256": method.questionnaire_version,
        },
        "plans": {
            "scoring": {"id": method.scoring_plan.id, "sha256": method.scoring_plan.sha256},
            "points": {"id": method.points_plan.id, "sha256": method.points_plan.sha256},
        },
        "program": {
            "version": about.code_version,
            "sha256": None if about.code is None else about.code.sha256,
        },
        "appraised_points": _appraised(of),
        "index": _decision(of),
        "seeds": [{"commitment": draw.commitment, "seed": draw.seed} for draw in of.basis.draws],
    }


def _appraised(of: ComparedRun) -> dict[str, JsonValue]:
    """Those of the index: as they stood when it was published, else when the files are made."""
    points = {unit.unit_code: unit.appraised_points for unit in of.basis.units}
    if of.of_index is not None and of.of_index.frozen is not None:
        rows = (of.of_index.index.row(code) for code in points)
        points = dict.fromkeys(points) | {row.unit_code: row.appraised for row in rows if row}
    return {code: None if found is None else f"{found:f}" for code, found in points.items()}


def _decision(of: ComparedRun) -> dict[str, JsonValue] | None:
    """By which the index was published that the files have; None: by none."""
    frozen = None if of.of_index is None else of.of_index.frozen
    if frozen is None:
        return None
    return {
        "decision": frozen.decision_number,
        "decided_on": frozen.decided_on.isoformat(),
        "published_at": frozen.published_at.isoformat(),
        "sha256": frozen.content_sha256,
    }


def _read_me(of: ComparedRun, lines: Sequence[FileLine], *, speech: Speech) -> Iterator[str]:
    _ = speech.gettext
    about = of.run.about
    name = about.round.name.en if speech.language == "en" else about.round.name.vi
    yield f"# {name}"
    yield ""
    if about.round.is_simulated:
        yield _("Simulated data.")
        yield ""
    yield _(
        "Round %(round)s, run %(run)s, published %(at)s. SHA-256 of the scores: %(sha256)s",
        round=about.round.code,
        run=str(of.publication.run_id),
        at=written_moment(of.publication.published_at),
        sha256=of.publication.result_sha256,
    )
    yield ""
    rows = [
        (_("File"), _("What it is")),
        ("---", "---"),
        *((line.name, line.what) for line in lines),
        (MANIFEST, _("Every file with its SHA-256 and what it was made from")),
        (SUMS, _("The same SHA-256, for the command sha256sum")),
    ]
    yield from (f"| {name} | {what} |" for name, what in rows)
    yield ""
    yield _(
        "To check that no file was changed: sha256sum --check %(sums)s, or hailong export --check"
        " with the name of this folder.",
        sums=SUMS,
    )
    yield ""
    yield _(
        "To compute the scores again: hailong score-file %(csv)s --plan %(plan)s --json OUT. What"
        " the publication hides is withheld in the interviews, too; sums with it then come out"
        " otherwise.",
        csv=NAMES["csv"],
        plan=NAMES["scoring_plan"],
    )
    yield ""
    yield _(
        "Interviews have identifiers of this publication. Answers by which somebody could be"
        " recognised are withheld; nobody may try to find out who gave an answer."
    )
