"""The languages of the program, and where their catalogues lie."""

from pathlib import Path

LANGUAGES = ("vi", "en")
CATALOGUES = Path(__file__).parent / "translations"
