"""What was promised before field work, and how anybody draws again."""

from collections.abc import Iterator

from field_export.report import Fact, Facts, Paragraphs, ReportSection, Subheading
from survey_app.clock import written_moment
from survey_app.publication.recheck_report.reported import ReportedRechecks
from survey_app.wording.speech import Speech


def promise_section(of: ReportedRechecks, *, speech: Speech) -> ReportSection:
    """The plan in numbers, its hash, the promise of the seed, and the seed once it is shown."""
    _ = speech.gettext
    return ReportSection(
        title=_("What was promised before field work"),
        blocks=(
            Paragraphs(
                lines=(
                    _(
                        "Nobody could know beforehand who would be asked again, and anybody can"
                        " check that chance alone has chosen: the seed was made before field work,"
                        " its SHA-256 was published, and with the seed the command hailong recheck"
                        " verify draws every lot again."
                    ),
                )
            ),
            Subheading(words=_("Plan")),
            Facts(facts=tuple(_plan(of, speech=speech))),
            Subheading(words=_("Seed")),
            Facts(facts=tuple(_seed(of, speech=speech))),
        ),
    )


def _plan(of: ReportedRechecks, *, speech: Speech) -> Iterator[Fact]:
    _ = speech.gettext
    plan = of.plan
    yield Fact(name=_("Plan"), value=plan.id)
    yield Fact(name=_("Source"), value=plan.source)
    yield Fact(name=_("SHA-256 of the plan"), value=of.plan_sha256, is_code=True)
    share = _(
        "%(share)s %% of every lot; %(opening)s %% in the first %(days)s days",
        share=speech.whole(plan.share_percent),
        opening=speech.whole(plan.opening.share_percent),
        days=speech.whole(plan.opening.days),
    )
    yield Fact(name=_("Drawn"), value=share)
    least = _(
        "%(enumerator)s of every enumerator, %(unit)s of every unit",
        enumerator=speech.whole(plan.minimum_per_enumerator),
        unit=speech.whole(plan.minimum_per_unit),
    )
    yield Fact(name=_("At least"), value=least)
    deadline = _(
        "%(hours)s hours after the interview, %(days)s days at the latest",
        hours=speech.whole(plan.deadline.hours),
        days=speech.whole(plan.deadline.latest_days),
    )
    yield Fact(name=_("Deadline"), value=deadline)
    for number, stage in enumerate(plan.acceptance.stages, start=1):
        words = _(
            "%(checked)s re-checks: accepted up to %(accept)s defective in all, rejected from"
            " %(reject)s",
            checked=speech.whole(stage.checked),
            accept=speech.whole(stage.accept),
            reject=speech.whole(stage.reject),
        )
        yield Fact(name=_("Stage %(number)s", number=str(number)), value=words)


def _seed(of: ReportedRechecks, *, speech: Speech) -> Iterator[Fact]:
    _ = speech.gettext
    yield Fact(name=_("Promised"), value=written_moment(of.committed_at))
    yield Fact(name=_("Promise of the seed (SHA-256)"), value=of.commitment, is_code=True)
    if of.seed is None:
        yield Fact(name=_("Seed"), value=_("It is shown once every interview is in a lot."))
    else:
        yield Fact(name=_("Seed, as it was revealed"), value=of.seed, is_code=True)
