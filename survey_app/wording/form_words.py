"""The cells of the quarterly statistics form in words, and what modes of interviews are called."""

from collections.abc import Mapping

from questionnaires.problems import N_
from scoring.form_cells import FormCells, Way
from survey_app.wording.speech import Speech

MODE_NAMES: Mapping[str, str] = {
    "online_form": N_("page, asked by an enumerator"),
    "tablet": N_("tablet"),
    "phone": N_("telephone"),
    "paper": N_("paper, asked by an enumerator"),
    "paper_self": N_("paper, filled in by the respondent alone"),
}
WAYS: Mapping[Way, str] = {
    Way.ONLINE: N_("online"),
    Way.PAPER: N_("on paper"),
    Way.BOTH: N_("both"),
}


def how_counted(cells: FormCells, *, speech: Speech) -> str:
    """The numbers by mode that the cells are made of."""
    return "; ".join(
        f"{speech.gettext(MODE_NAMES[mode])}: {speech.whole(count)}"
        for mode, count in cells.by_mode.items()
    )
