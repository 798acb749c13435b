"""A serif font of this machine that has every letter of a document."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
KNOWN = (
    ("Times New Roman", "Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf"),
    ("Times New Roman", "times.ttf", "timesbd.ttf"),
    ("Liberation Serif", "LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf"),
    ("DejaVu Serif", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
)
"""Name, and the files of its two faces, in the order in which they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serif:
    """Two registered faces of one font, by the names under which text is set in them."""

    regular: str
    bold: str


class NoFont(LookupError):  # noqa: N818 -- it says what there is not
    """No known font here has these letters; a PDF with boxes instead of letters is not written."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def serif_for(texts: Iterable[str], *, folders: Iterable[Path] = FOLDERS) -> Serif:
    """The first known font that has every letter of these texts in both faces; else NoFont."""
    wanted = {ord(letter) for text in texts for letter in text if letter.isprintable()}
    files = {path.name: path for folder in folders for path in sorted(folder.rglob("*.ttf"))}
    missing = wanted
    for name, regular, bold in KNOWN:
        if regular not in files or bold not in files:
            continue
        faces = _faces(files[regular], files[bold], name=name)
        if faces is None:
            continue
        missing = {letter for face in faces for letter in wanted - set(face.face.charToGlyph)}
        if not missing:
            for face in faces:
                pdfmetrics.registerFont(face)
            return Serif(regular=faces[0].fontName, bold=faces[1].fontName)
    raise NoFont("".join(sorted(map(chr, missing))))


def _faces(regular: Path, bold: Path, *, name: str) -> tuple[TTFont, TTFont] | None:
    try:
        return TTFont(name, str(regular)), TTFont(f"{name} Bold", str(bold))
    except (TTFError, OSError):
        return None
