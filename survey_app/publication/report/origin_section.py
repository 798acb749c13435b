"""Of what data and by which program: the hashes to hold every file against."""

from collections.abc import Iterator

from field_export.report import Fact, Facts, Paragraphs, ReportSection, Subheading
from survey_app.clock import written_moment
from survey_app.publication.report.index_state import index_origin
from survey_app.publication.report.reading import ReportedRun
from survey_app.publication.report.rounds_before import ComparedRun
from survey_app.wording.speech import Speech


def origin_section(of: ComparedRun, *, speech: Speech) -> ReportSection:
    """What was published when, of which data, by which program and draw."""
    _ = speech.gettext
    return ReportSection(
        title=_("Where the figures come from"),
        blocks=(
            Paragraphs(
                lines=(
                    _(
                        "A SHA-256 is the fingerprint of a file: who has the file computes it"
                        " again, and any change gives another one. With the full file of responses"
                        " of this run and both plans, the command hailong score-file gives the"
                        " scores of this report. In the file to hand on, answers are withheld by"
                        " which somebody could be recognised; sums with them then come out"
                        " otherwise."
                    ),
                )
            ),
            Subheading(words=_("Publication")),
            Facts(facts=tuple(_published(of, speech=speech))),
            Subheading(words=_("Data and program")),
            Facts(facts=tuple(_made_of(of, speech=speech))),
            Subheading(words=_("Draws and seeds")),
            *_draws(of, speech=speech),
        ),
    )


def _published(of: ComparedRun, *, speech: Speech) -> Iterator[Fact]:
    _ = speech.gettext
    publication = of.publication
    yield Fact(name=_("Run"), value=str(publication.run_id))
    at = written_moment(publication.published_at)
    yield Fact(name=_("Published"), value=f"{at}, {publication.published_by}")
    if publication.reason:
        yield Fact(name=_("Reason"), value=publication.reason)
    yield Fact(name=_("SHA-256 of the scores"), value=publication.result_sha256, is_code=True)
    if publication.block is not None:
        name = _("Newest block of the log of changes")
        yield Fact(name=name, value=publication.block, is_code=True)
    yield from index_origin(of, speech=speech)


def _made_of(of: ReportedRun, *, speech: Speech) -> Iterator[Fact]:
    _ = speech.gettext
    about = of.run.about
    method = about.method
    yield Fact(name=_("Interviews"), value=speech.whole(about.data_cut.interviews))
    yield Fact(name=_("SHA-256 of the interviews"), value=about.data_cut.sha256, is_code=True)
    yield Fact(name=_("Questionnaire"), value=method.questionnaire)
    version = method.questionnaire_version
    yield Fact(name=_("Version of the questionnaire"), value=version, is_code=True)
    yield Fact(name=_("Version of the program"), value=about.code_version)
    if about.code is not None:
        yield Fact(name=_("SHA-256 of the program"), value=about.code.sha256, is_code=True)
    yield Fact(name=_("Version of the method"), value=method.version)


def _draws(of: ReportedRun, *, speech: Speech) -> Iterator[Facts | Paragraphs]:
    """The draws that the document names, with the seeds that were revealed for them."""
    _ = speech.gettext
    about = of.run.about
    facts = []
    seeds = {draw.commitment: draw.seed for draw in of.basis.draws}
    for draw in about.weights.draws:
        facts.append(Fact(name=_("Sample"), value=draw.list))
        if draw.list_sha256:
            facts.append(Fact(name=_("SHA-256 of the list"), value=draw.list_sha256, is_code=True))
        facts.append(
            Fact(name=_("Promise of the seed (SHA-256)"), value=draw.commitment, is_code=True)
        )
        if seed := seeds.get(draw.commitment):
            facts.append(Fact(name=_("Seed, as it was revealed"), value=seed, is_code=True))
    if about.weights.sha256:
        name = _("SHA-256 of the sizes of the strata")
        facts.append(Fact(name=name, value=about.weights.sha256, is_code=True))
    if about.drivers is not None:
        seed = _(
            "%(seed)s (%(samples)s samples drawn again)",
            seed=str(about.drivers.seed),
            samples=speech.whole(about.drivers.samples),
        )
        facts.append(Fact(name=_("Seed of what goes with the whole"), value=seed))
    if facts:
        yield Facts(facts=tuple(facts))
    else:
        words = _("No sample was drawn by the program in this round, and no figure needed chance.")
        yield Paragraphs(lines=(words,))
