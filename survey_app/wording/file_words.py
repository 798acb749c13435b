"""What the files of a publication are, in words: for pages, folders and their read-me."""

from collections.abc import Mapping

from questionnaires.problems import N_

REPORT, WORKBOOK, SCORES, INDEX, FORM = "report", "workbook", "scores", "index", "form"
SCORING_PLAN, POINTS_PLAN, CASES = "scoring_plan", "points_plan", "cases"
UNIT_SHEETS = "unit_sheets"
CSV, JSON, SAV, DTA = "csv", "json", "sav", "dta"

FILES: Mapping[str, str] = {
    REPORT: N_("Report (PDF)"),
    UNIT_SHEETS: N_("Sheets of all units (PDF)"),
    WORKBOOK: N_("Workbook (XLSX): index with formulas, scores, criteria, method"),
    SCORES: N_("Scores (JSON), as they were hashed"),
    INDEX: N_("Index (JSON); where a decision published it, as it was hashed"),
    FORM: N_("Cells 1.4.1 and 1.4.2 of the statistics form (JSON)"),
    SCORING_PLAN: N_("Scoring plan (JSON)"),
    POINTS_PLAN: N_("Points plan (JSON)"),
    CASES: N_("Cases of bonus and penalty (CSV)"),
    CSV: N_("Interviews (CSV), for scoring again and for spreadsheets"),
    JSON: N_("Interviews (JSON), for programs"),
    SAV: N_("Interviews for SPSS (SAV)"),
    DTA: N_("Interviews for Stata (DTA)"),
}
NAMES: Mapping[str, str] = {
    REPORT: "bao-cao.pdf",
    UNIT_SHEETS: "ket-qua-don-vi.pdf",
    WORKBOOK: "bang-tinh.xlsx",
    SCORES: "diem.json",
    INDEX: "chi-so.json",
    FORM: "bieu-thong-ke.json",
    SCORING_PLAN: "quy-tac-cham.json",
    POINTS_PLAN: "quy-tac-diem.json",
    CASES: "truong-hop.csv",
    CSV: "phieu.csv",
    JSON: "phieu.json",
    SAV: "phieu.sav",
    DTA: "phieu.dta",
}
"""In the folder of a publication."""
INTERVIEWS = (CSV, JSON, SAV, DTA)
MADE_OF: Mapping[str, tuple[str, ...]] = {
    REPORT: ("run", "questionnaire", "plans", "appraised_points", "index", "seeds", "program"),
    UNIT_SHEETS: ("run", "questionnaire", "plans", "program"),
    WORKBOOK: ("run", "questionnaire", "plans", "appraised_points", "index", "seeds", "program"),
    SCORES: ("run",),
    INDEX: ("run", "appraised_points", "index", "program"),
    FORM: ("run", "program"),
    SCORING_PLAN: ("plans",),
    POINTS_PLAN: ("plans",),
    CASES: ("run",),
    **dict.fromkeys(INTERVIEWS, ("run", "data", "questionnaire", "program")),
}
