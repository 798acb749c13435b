"""The page and the letters of a report, as Nghị định 30/2020/NĐ-CP, Annex I, asks for them."""

from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm, mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from field_export.fonts import Serif

LEFT, RIGHT, TOP, BOTTOM = 30 * mm, 15 * mm, 20 * mm, 20 * mm
"""The smallest left and right margins that are allowed, as the tables are wide."""
WIDTH = A4[0] - LEFT - RIGHT
BODY, SMALL, TABLE, FOOT = 13, 11, 10, 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Styles:
    """A style for each kind of text."""

    serif: Serif
    body: ParagraphStyle
    announcing: ParagraphStyle
    section: ParagraphStyle
    part: ParagraphStyle
    inner: ParagraphStyle
    annex: ParagraphStyle
    annex_title: ParagraphStyle
    caption: ParagraphStyle
    figure: ParagraphStyle
    note: ParagraphStyle
    copies_title: ParagraphStyle
    copies: ParagraphStyle
    head_top: ParagraphStyle
    head_bold: ParagraphStyle
    head_plain: ParagraphStyle
    head_italic: ParagraphStyle
    about: ParagraphStyle
    cell: ParagraphStyle
    cell_bold: ParagraphStyle
    cell_head: ParagraphStyle
    number: ParagraphStyle
    number_bold: ParagraphStyle


def unbroken(text: str) -> str:
    """The text with the sign of percent staying beside its number."""
    return text.replace(" %", "\N{NO-BREAK SPACE}%")


def typeset(text: str) -> str:
    """What a paragraph takes: no markup, and unbroken."""
    return escape(unbroken(text))


def on_one_line(text: str, style: ParagraphStyle, *, width: float) -> ParagraphStyle:
    """The style, with smaller letters where the text would need a second line."""
    size = style.fontSize
    needed = stringWidth(text, style.fontName, size)
    if needed <= width:
        return style
    return ParagraphStyle("fitted", parent=style, fontSize=size * width / needed)


def styles_of(serif: Serif) -> Styles:
    """The styles in this font."""
    body = ParagraphStyle(
        "body",
        fontName=serif.regular,
        fontSize=BODY,
        leading=BODY * 1.35,
        alignment=TA_JUSTIFY,
        firstLineIndent=1 * cm,
        spaceBefore=6,
        allowWidows=0,
        allowOrphans=0,
    )
    flush = ParagraphStyle("flush", parent=body, firstLineIndent=0, alignment=0)
    bold = ParagraphStyle("bold", parent=flush, fontName=serif.bold)
    centred = ParagraphStyle("centred", parent=flush, alignment=TA_CENTER, spaceBefore=0)
    cell = ParagraphStyle(
        "cell", fontName=serif.regular, fontSize=TABLE, leading=TABLE * 1.25, splitLongWords=1
    )
    number = ParagraphStyle("number", parent=cell, alignment=TA_RIGHT)
    return Styles(
        serif=serif,
        body=body,
        announcing=ParagraphStyle("announcing", parent=body, keepWithNext=1),
        section=ParagraphStyle("section", parent=bold, spaceBefore=14, keepWithNext=1),
        part=ParagraphStyle("part", parent=bold, spaceBefore=10, keepWithNext=1),
        inner=ParagraphStyle("inner", parent=flush, spaceBefore=8, keepWithNext=1),
        annex=ParagraphStyle(
            "annex", parent=centred, fontName=serif.bold, fontSize=14, leading=19, keepWithNext=1
        ),
        annex_title=ParagraphStyle(
            "annex_title", parent=centred, fontName=serif.bold, spaceAfter=8, keepWithNext=1
        ),
        caption=ParagraphStyle(
            "caption",
            parent=bold,
            fontSize=SMALL,
            leading=SMALL * 1.3,
            spaceBefore=10,
            spaceAfter=4,
            keepWithNext=1,
        ),
        figure=ParagraphStyle(
            "figure",
            parent=centred,
            fontName=serif.bold,
            fontSize=SMALL,
            leading=SMALL * 1.3,
            spaceBefore=4,
            spaceAfter=4,
        ),
        copies_title=ParagraphStyle(
            "copies_title",
            parent=flush,
            fontName=serif.bold_italic,
            fontSize=12,
            leading=15,
            spaceBefore=0,
        ),
        copies=ParagraphStyle(
            "copies", parent=flush, fontSize=SMALL, leading=SMALL * 1.25, spaceBefore=0
        ),
        note=ParagraphStyle(
            "note",
            parent=flush,
            fontName=serif.italic,
            fontSize=TABLE,
            leading=TABLE * 1.3,
            spaceBefore=3,
        ),
        head_top=ParagraphStyle(
            "head_top", parent=centred, fontName=serif.bold, fontSize=12, leading=16
        ),
        head_bold=ParagraphStyle("head_bold", parent=centred, fontName=serif.bold),
        head_plain=centred,
        head_italic=ParagraphStyle("head_italic", parent=centred, fontName=serif.italic),
        about=ParagraphStyle("about", parent=centred, fontName=serif.bold, spaceBefore=2),
        cell=cell,
        cell_bold=ParagraphStyle("cell_bold", parent=cell, fontName=serif.bold),
        cell_head=ParagraphStyle(
            "cell_head", parent=cell, fontName=serif.bold, alignment=TA_CENTER
        ),
        number=number,
        number_bold=ParagraphStyle("number_bold", parent=number, fontName=serif.bold),
    )
