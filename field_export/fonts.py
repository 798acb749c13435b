"""A serif font of this machine that has every letter of a document."""

from collections.abc import Collection, Iterable, Mapping
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
        "Times_New_Roman_Bold_Italic.ttf",
    ),
    ("Times New Roman", "times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    (
        "Liberation Serif",
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    ),
    (
        "DejaVu Serif",
        "DejaVuSerif.ttf",
        "DejaVuSerif-Bold.ttf",
        "DejaVuSerif-Italic.ttf",
        "DejaVuSerif-BoldItalic.ttf",
    ),
)
"""Name and the files of regular, bold, italic and both, in the order in which they are taken."""
STYLES = ("", " Bold", " Italic", " Bold Italic")


@dataclass(frozen=True, slots=True, kw_only=True)
class Serif:
    """Registered faces of one font, by the names under which text is set in them.

    italic: the regular one where the machine has no italic of this font; bold_italic: the bold one.
    """

    regular: str
    bold: str
    italic: str
    bold_italic: str


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
    for name, *found in KNOWN:
        styles = {
            style: files[file] for style, file in zip(STYLES, found, strict=True) if file in files
        }
        if not styles.keys() >= {"", " Bold"}:
            continue
        faces = _faces({f"{name}{style}": path for style, path in styles.items()})
        if faces is None:
            continue
        missing = {letter for face in faces for letter in wanted - set(face.face.charToGlyph)}
        if not missing:
            for face in faces:
                pdfmetrics.registerFont(face)
            return _named(name, styles=styles)
    raise NoFont("".join(sorted(map(chr, missing))))


def _named(name: str, *, styles: Collection[str]) -> Serif:
    regular, bold, italic, both = (f"{name}{style}" for style in STYLES)
    return Serif(
        regular=regular,
        bold=bold,
        italic=italic if " Italic" in styles else regular,
        bold_italic=both if " Bold Italic" in styles else bold,
    )


def _faces(files: Mapping[str, Path]) -> list[TTFont] | None:
    try:
        return [TTFont(name, str(path)) for name, path in files.items()]
    except (TTFError, OSError):
        return None
