"""The scoring plan in full: what it is, what it says, its criteria, levels and limits."""

from collections.abc import Iterator

from field_export.report import Column, Fact, Facts, Grid, Paragraphs, ReportSection, Subheading
from scoring.published_shapes import PlanRead
from survey_app.publication.report.reading import ReportedRun
from survey_app.wording.plan_words import scoring_plan_words
from survey_app.wording.speech import Speech


def scoring_section(of: ReportedRun, *, speech: Speech) -> ReportSection:
    """From answers to the published share."""
    _ = speech.gettext
    plans = of.basis.plans
    return ReportSection(
        title=_("Scoring plan: from answers to the share"),
        blocks=(
            Subheading(words=_("Which plan")),
            plan_facts(of.run.about.method.scoring_plan, speech=speech),
            Subheading(words=_("What it says")),
            Paragraphs(
                lines=scoring_plan_words(plans.scoring, plans.rule, speech=speech), is_list=True
            ),
            _levels(of, speech=speech),
            _criteria(of, speech=speech),
            _limits(of, speech=speech),
        ),
    )


def plan_facts(plan: PlanRead, *, speech: Speech) -> Facts:
    """What identifies a plan. Its version is its hash: another text is another version."""
    _ = speech.gettext
    return Facts(
        facts=(
            Fact(name=_("Code of the plan"), value=plan.id),
            Fact(name=_("Version (SHA-256)"), value=plan.sha256, is_code=True),
            Fact(name=_("Legal document"), value=plan.source),
        )
    )


def _levels(of: ReportedRun, *, speech: Speech) -> Grid:
    _ = speech.gettext
    rule, definition = of.basis.plans.rule, of.basis.definition
    options = definition.options_of(definition.item(rule.items[0]))
    names = {one.code: one.text.in_language(speech.language) for one in options}
    said = {True: _("satisfied"), False: _("not satisfied")}
    return Grid(
        caption=_("Levels of answers"),
        columns=(
            Column(title=_("Code"), share=1),
            Column(title=_("Level"), share=5),
            Column(title=_("Counts as"), share=4),
        ),
        rows=tuple(
            (str(level), names.get(level, ""), said[level in rule.satisfied])
            for level in rule.levels
        ),
    )


def _criteria(of: ReportedRun, *, speech: Speech) -> Grid:
    """Every criterion that counts, by factor; with the weights of factors where there are any."""
    _ = speech.gettext
    weights = of.basis.plans.scoring.factor_weights
    columns = [
        Column(title=_("Factor"), share=32),
        Column(title=_("Code"), share=10),
        Column(title=_("Criterion"), share=85),
    ]
    if weights:
        columns.insert(1, Column(title=_("Weight"), share=14, is_number=True))
    names = factor_titles(of, speech=speech)
    rows = []
    for factor in of.basis.plans.rule.factors:
        for at, item in enumerate(factor.items):
            text = of.basis.definition.item(item).text.in_language(speech.language)
            # The code stands in every row, as a table goes on to the next page.
            head = [f"{factor.code}. {names[factor.code]}" if at == 0 else factor.code]
            if weights:
                head.append(speech.plain(weights[factor.code]) if at == 0 else "")
            rows.append((*head, item, text))
    return Grid(caption=_("Criteria that count"), columns=tuple(columns), rows=tuple(rows))


def factor_titles(of: ReportedRun, *, speech: Speech) -> dict[str, str]:
    """Names of the factors by code: those of the plan where it forms them anew."""
    named = {one.code: speech.name(one.name) for one in of.basis.plans.scoring.factors}
    asked = {
        one.code: one.title.in_language(speech.language) for one in of.basis.definition.factors
    }
    codes = [factor.code for factor in of.basis.plans.rule.factors]
    return {code: named.get(code) or asked.get(code, code) for code in codes}


def _limits(of: ReportedRun, *, speech: Speech) -> Grid:
    _ = speech.gettext
    return Grid(
        caption=_("From when a result is shown and ranked"),
        columns=(
            Column(title=_("Limit"), share=8),
            Column(title=_("Value"), share=2, is_number=True),
        ),
        rows=tuple(_limit_rows(of, speech=speech)),
    )


def _limit_rows(of: ReportedRun, *, speech: Speech) -> Iterator[tuple[str, str]]:
    _ = speech.gettext
    plan = of.basis.plans.scoring
    limits = plan.limits
    shown = _("People who answered, for a result to be shown: at least")
    yield shown, speech.whole(limits.minimum_people)
    ranked = _("People who answered, for a rank: at least")
    yield ranked, speech.whole(limits.people_to_rank)
    freedom = _("Degrees of freedom of the error, for a rank: at least")
    yield freedom, speech.whole(limits.df_to_rank)
    width = _("Width of the interval in percentage points, for a rank: at most")
    yield width, speech.plain(limits.widest_to_rank)
    blanks = _("Blanks in percent of what was asked, from which on they are mentioned: above")
    yield blanks, speech.plain(limits.blanks_to_mention)
    exclusion = plan.exclusion
    moved = _("How far excluded interviews may move it, in standard errors, for a rank: at most")
    yield moved, speech.plain(exclusion.standard_errors)
    excluded = _("Excluded interviews in percent of all received, for a rank: at most")
    yield excluded, speech.plain(exclusion.most_percent)
    accepted = _("Decided lots of re-checks that were accepted, in percent, for a score: at least")
    yield accepted, speech.plain(exclusion.least_accepted_percent)
    valid = _("Part of a form that must be answered for it to count, in percent: at least")
    yield valid, speech.plain(plan.valid_from_percent)
