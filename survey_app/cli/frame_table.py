"""What an import came to, on a terminal."""

from collections.abc import Mapping, Sequence

from rich.table import Table

from questionnaires.problems import N_
from survey_app.cli.speech import say, whole
from survey_app.cli.terminal_table import table_console
from survey_app.fieldwork.frame.judging import Judgement
from survey_app.fieldwork.frame.names import JUDGEMENTS, WORDS
from survey_app.fieldwork.frame.summary import FrameSummary

WIDTH = 160
"""Columns when the output is not a terminal, so that nothing is cut."""
TITLE = N_("Files by unit")
TOTAL = N_("All units")
LINES = (N_("Cases by channel"), N_("Cases that came online"), N_("Cases by applicant"))


def print_summary(summary: FrameSummary) -> None:
    """Files by unit and judgement, and the cases by channel, keyer and applicant."""
    console = table_console(width=WIDTH)
    console.print(_table(summary))
    counts = (summary.channels, summary.keyed_by, summary.applicant_kinds)
    for name, found in zip(LINES, counts, strict=True):
        if found:
            console.print(f"{say(name)}: {_listed(found)}", highlight=False)


def _table(summary: FrameSummary) -> Table:
    used = [one for one in JUDGEMENTS if one is Judgement.ELIGIBLE or summary.judgements.get(one)]
    table = Table(title=say(TITLE), title_justify="left", show_footer=True)
    table.add_column(say(N_("Unit")), footer=say(TOTAL))
    table.add_column(say(N_("Files")), footer=whole(summary.files), justify="right")
    for one in used:
        total = whole(summary.judgements.get(one, 0))
        table.add_column(say(JUDGEMENTS[one]), footer=total, justify="right")
    table.add_column(say(N_("Most frequent procedure")), justify="right")
    shares = {one.unit_code: f"{one.share_percent:.0f} %" for one in summary.first_procedures}
    for unit, counts in summary.units.items():
        table.add_row(unit, *_numbers(counts, used), shares.get(unit, ""))
    return table


def _numbers(counts: Mapping[Judgement, int], used: Sequence[Judgement]) -> list[str]:
    return [
        whole(sum(counts.values())),
        *(whole(counts.get(one, 0)) for one in used),
    ]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{say(WORDS[word])} {whole(count)}" for word, count in counts.items())
