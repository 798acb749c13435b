"""A serif font of this machine that has every letter of a document."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path("/Library/Fonts"))
KNOWN = (
    (
        "Times New Roman",
        "Times_New_Roman.ttf",
        "Times_New_Roman_Bold.ttf",
        "Times_New_Roman_Italic.ttf",
    ),
    ("Times New Roman", "times.ttf", "timesbd.ttf", "timesi.ttf"),
    (
        "Liberation Serif",
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
    ),
    ("DejaVu Serif", "DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"),
)
"""Name and the files of regular, bold and italic, in the order in which they are taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serif:
    """Registered faces of one font, by the names under which text is set in them.

    italic: the regular one where the machine has no italic of this font.
    """

    regular: str
    bold: str
    italic: str


class NoFont(LookupError):  # noqa: N818 -- it says what there is not
    """No known font here has these letters; a PDF with boxes instead of letters is not written."""

    def __init__(self, letters: str) -> None:
        super().__init__(letters)
        self.letters = letters


def serif_for(texts: Iterable[str], *, folders: Iterable[Path] = FOLDERS) -> Serif:
    """The first known font that has every letter of these texts in its faces; else NoFont."""
    wanted = {ord(letter) for text in texts for letter in text if letter.isprintable()}
    files = {path.name: path for folder in folders for path in sorted(folder.rglob("*.ttf"))}
    missing = wanted
    for name, regular, bold, italic in KNOWN:
        if regular not in files or bold not in files:
            continue
        styles = {"": files[regular], " Bold": files[bold]}
        if italic in files:
            styles[" Italic"] = files[italic]
        faces = _faces({f"{name}{style}": path for style, path in styles.items()})
        if faces is None:
            continue
        missing = {letter for face in faces for letter in wanted - set(face.face.charToGlyph)}
        if not missing:
            for face in faces:
                pdfmetrics.registerFont(face)
            names = [face.fontName for face in faces]
            return Serif(regular=names[0], bold=names[1], italic=(*names, names[0])[2])
    raise NoFont("".join(sorted(map(chr, missing))))


def _faces(files: Mapping[str, Path]) -> list[TTFont] | None:
    try:
        return [TTFont(name, str(path)) for name, path in files.items()]
    except (TTFError, OSError):
        return None
