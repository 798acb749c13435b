"""The form of a questionnaire on paper, as PDF: boxes to mark, codes to key, skips in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import black, grey
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from field_export import paper_words as words
from field_export.fonts import Serif, serif_for
from questionnaires import Definition, Item, Option, Section, Text

MARGIN, BOX, SMALL = 16 * mm, 4.5 * mm, 9
WIDTH = A4[0] - 2 * MARGIN
DOTS = "." * 30
TIGHT = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
HEAD = (words.UNIT, words.CASE, words.ENUMERATOR, words.DAY, words.TIMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperForm:
    """What is printed, in one language; `filled` goes into the placeholders of the consent."""

    definition: Definition
    language: str
    filled: Mapping[str, str]
    heading: str = ""
    levels_descending: bool = False


class _Box(Flowable):  # type: ignore[misc]  # the library ships no types
    """A box to mark, with the code that is keyed in it, small and grey."""

    def __init__(self, code: int | None, *, serif: Serif) -> None:
        super().__init__()
        self.width = self.height = BOX
        self._code, self._serif = code, serif

    def draw(self) -> None:
        """As reportlab calls it."""
        self.canv.setStrokeColor(black)
        self.canv.rect(0, 0, BOX, BOX)
        if self._code is not None:
            self.canv.setFillColor(grey)
            self.canv.setFont(self._serif.regular, 6)
            self.canv.drawCentredString(BOX / 2, BOX / 2 - 2, str(self._code))


def paper_form_pdf(form: PaperForm) -> bytes:
    """The PDF; the same form gives the same bytes. Raises NoFont where letters would be missing."""
    page = _Page(form, serif=serif_for(_texts(form)))
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=page.title,
        invariant=1,
    )
    document.build([*page.story()], onFirstPage=page.foot, onLaterPages=page.foot)
    return file.getvalue()


def _texts(form: PaperForm) -> Iterator[str]:
    yield from (text.in_language(form.language) for text in words.ALL)
    yield from (form.heading, *form.filled.values(), "0123456789")
    yield form.definition.model_dump_json()


class _Page:
    """Sets one form: every method gives what stands below the one before."""

    def __init__(self, form: PaperForm, *, serif: Serif) -> None:
        self._form, self._definition, self._serif = form, form.definition, serif
        self.title = form.definition.title.filled(**form.filled).in_language(form.language)
        self._numbers = {item.code: at for at, item in enumerate(form.definition.items, start=1)}
        plain = ParagraphStyle("plain", fontName=serif.regular, fontSize=10, leading=13)
        self._plain = plain
        self._small = ParagraphStyle("small", parent=plain, fontSize=SMALL, leading=12)
        self._bold = ParagraphStyle("bold", parent=plain, fontName=serif.bold)
        self._title = ParagraphStyle("title", parent=self._bold, fontSize=14, leading=18)
        self._level = ParagraphStyle("level", parent=plain, fontSize=7, leading=8, alignment=1)

    def _say(self, text: Text | words.Words) -> str:
        return text.in_language(self._form.language)

    def _set(self, text: str, style: ParagraphStyle) -> Paragraph:
        return Paragraph(escape(text), style)

    def foot(self, canvas: Canvas, _document: object) -> None:
        """The number of the form again: sheets come apart."""
        canvas.setFont(self._serif.regular, SMALL)
        line = self._say(words.PAGE.filled(page=str(canvas.getPageNumber())))
        canvas.drawRightString(A4[0] - MARGIN, MARGIN / 2, line)

    def story(self) -> Iterator[Flowable]:
        """The whole form, from its head to its last question."""
        yield self._set(self.title, self._title)
        if self._form.heading:
            yield self._set(self._form.heading, self._bold)
        yield Spacer(0, 3 * mm)
        yield self._head()
        yield Spacer(0, 3 * mm)
        for text in (self._definition.introduction, self._definition.consent.text):
            yield self._set(self._say(text.filled(**self._form.filled)), self._small)
            yield Spacer(0, 1.5 * mm)
        yield self._set(self._say(words.HOW), self._bold)
        for section in self._definition.sections:
            yield from self._section(section)

    def _head(self) -> Table:
        rows = [[self._set(self._say(text), self._small), ""] for text in (words.NUMBER, *HEAD)]
        alone = self._set(self._say(words.ALONE), self._small)
        rows.append([alone, _Box(None, serif=self._serif)])
        lines = [("GRID", (0, 0), (-1, -1), 0.5, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        lines.append(("BOX", (0, 0), (-1, 0), 1.5, black))
        return Table(rows, colWidths=[WIDTH * 0.4, WIDTH * 0.6], rowHeights=8 * mm, style=lines)

    def _section(self, section: Section) -> Iterator[Flowable]:
        title = [Spacer(0, 4 * mm), self._set(self._say(section.title), self._bold)]
        if section.lead:
            title.append(self._set(self._say(section.lead), self._small))
        if section.visible_when:
            note = words.skip_note(self._definition, section.visible_when, numbers=self._numbers)
            title.append(self._set(self._say(note), self._small))
        blocks = [self._question(item) for item in section.items]
        yield KeepTogether([*title, *blocks[0]])
        for block in blocks[1:]:
            yield KeepTogether(block)

    def _question(self, item: Item) -> list[Flowable]:
        text = f"{self._numbers[item.code]}. {self._say(item.text)}"
        if item.kind == "multi":
            most = words.MANY.filled(most=str(item.max_choices))
            text += f" {self._say(most if item.max_choices else words.SEVERAL)}"
        block: list[Flowable] = [Spacer(0, 2 * mm), self._set(text, self._plain)]
        if item.hint:
            block.append(self._set(self._say(item.hint), self._small))
        if item.visible_when:
            note = words.skip_note(self._definition, item.visible_when, numbers=self._numbers)
            block.append(self._set(self._say(note), self._small))
        block.append(Spacer(0, 1 * mm))
        return [*block, *self._answers(item)]

    def _answers(self, item: Item) -> Iterator[Flowable]:
        if item.kind == "text":
            lines = [("LINEBELOW", (0, 0), (-1, -1), 0.5, grey)]
            yield Table([[""], [""]], colWidths=[WIDTH], rowHeights=7 * mm, style=lines)
        elif item.kind == "number":
            yield Table(
                [[""]],
                colWidths=[30 * mm],
                rowHeights=8 * mm,
                hAlign="LEFT",
                style=[("BOX", (0, 0), (-1, -1), 0.75, black)],
            )
        elif item.kind == "scale":
            yield self._levels(item)
        else:
            for option in item.options:
                yield self._option(option)

    def _levels(self, item: Item) -> Table:
        levels = [*self._definition.options_of(item)]
        if self._form.levels_descending:
            levels.reverse()
        na = self._definition.not_applicable_of(item)
        if na is not None:
            levels.append(na)
        names = [self._set(self._say(option.text), self._level) for option in levels]
        boxes = [_Box(option.code, serif=self._serif) for option in levels]
        style = [("ALIGN", (0, 0), (-1, -1), "CENTER"), ("VALIGN", (0, 0), (-1, -1), "TOP"), *TIGHT]
        return Table([boxes, names], colWidths=[WIDTH / len(levels)] * len(levels), style=style)

    def _option(self, option: Option) -> Table:
        text = self._say(option.text)
        if option.asks_text:
            text += f" – {self._say(words.SAY)} {DOTS}"
        row = [_Box(option.code, serif=self._serif), self._set(text, self._small)]
        return Table([row], colWidths=[8 * mm, WIDTH - 12 * mm], hAlign="LEFT", style=TIGHT)
