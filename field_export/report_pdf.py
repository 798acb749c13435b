"""A report as PDF, in the form of Nghị định 30/2020/NĐ-CP: A4, serif, the page number on top."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from field_export.fonts import Serif, serif_for
from field_export.report import Report
from field_export.report_blocks import sections_of
from field_export.report_head import MOTTO, NATION, head_of
from field_export.report_styles import BODY, BOTTOM, FOOT, LEFT, TOP, WIDTH, styles_of

OTHERS = "0123456789 \N{NO-BREAK SPACE}"
MADE_BY = "Hài lòng"


def report_pdf(report: Report) -> bytes:
    """The PDF; the same report gives the same bytes. Raises NoFont where letters would be missing.

    Its only time is `made_at`, as the clock on the wall of that time's zone has it.
    """
    in_capitals = (text.upper() for text in report.texts())
    serif = serif_for((*report.texts(), *in_capitals, NATION, MOTTO, OTHERS))
    styles = styles_of(serif)
    file = BytesIO()
    document = Pages(
        file=file,
        title=report.title,
        author=report.head.body,
        subject=report.head.about,
        language=report.language,
        outlined={
            styles.section.name: 0,
            styles.annex.name: 0,
            styles.annex_title.name: 1,
            styles.part.name: 1,
        },
        begins_numbers=styles.annex.name,
    )
    margins = Margins(page=report.page, foot=report.foot, sheet=report.sheet)
    document.build(
        [*head_of(report.head, styles=styles), *sections_of(report, styles=styles)],
        canvasmaker=numbered(margins, made_at=report.made_at, serif=serif),
    )
    return file.getvalue()


class Pages(BaseDocTemplate):  # type: ignore[misc]  # the library ships no types
    """One frame on A4. outlined: names of styles that stand in the outline, with their level.

    begins_numbers: the style with which numbers of pages begin again.
    """

    def __init__(
        self,
        *,
        file: BytesIO,
        title: str,
        author: str,
        subject: str,
        language: str,
        outlined: Mapping[str, int],
        begins_numbers: str = "",
    ) -> None:
        super().__init__(
            file,
            pagesize=A4,
            title=title,
            author=author,
            subject=subject,
            creator=MADE_BY,
            lang=language,
            displayDocTitle=True,
            invariant=1,
        )
        height = A4[1] - TOP - BOTTOM
        frame = Frame(LEFT, BOTTOM, WIDTH, height, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate(frames=[frame])])
        self._outlined, self._begins = outlined, begins_numbers

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 -- named by the library
        """As reportlab calls it."""
        name = flowable.style.name if isinstance(flowable, Paragraph) else ""
        if name == self._begins:
            self.canv.parts.append(self.page)
        if name in self._outlined:
            self.canv.headings.append(
                _Heading(
                    page=self.page,
                    top=self.frame._y + flowable.height,  # noqa: SLF001 -- said nowhere else
                    level=self._outlined[name],
                    words=flowable.getPlainText(),
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    """top: in points from the bottom of its page. level: from 0."""

    page: int
    top: float
    level: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """What stands around the text of every page, as a report has it."""

    page: str
    foot: str
    sheet: str


def numbered(margins: Margins, *, made_at: datetime, serif: Serif) -> Callable[..., Canvas]:
    """A canvas that knows how many pages there are before it writes the first.

    So what points at a page is written with it too: until then all pages pass for the first one.
    """

    class Numbered(Canvas):  # type: ignore[misc]  # the library ships no types
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **{**kwargs, "initialFontName": serif.regular})
            self.setDateFormatter(lambda *_at: _pdf_time(made_at))
            self._waiting: list[dict[str, object]] = []
            self.parts = [1]
            self.headings: list[_Heading] = []

        def showPage(self) -> None:  # noqa: N802 -- named by the library
            """Keeps the page until all are there."""
            self._waiting.append({**self.__dict__})
            self._startPage()

        def save(self) -> None:
            """Writes number and foot on every page, and the file."""
            for number, page in enumerate(self._waiting, start=1):
                self.__dict__.update(page)
                _outline(self, [one for one in self.headings if one.page == number])
                _margins(self, margins, serif=serif, pages=len(self._waiting))
                super().showPage()
            super().save()

    return Numbered


def _outline(canvas: Canvas, headings: Sequence[_Heading]) -> None:
    """Lists them beside the pages, as places on the page that is being written."""
    for at, one in enumerate(headings):
        key = f"heading-{one.page}-{at}"
        canvas.bookmarkPage(key, fit="XYZ", top=one.top)
        canvas.addOutlineEntry(one.words, key, one.level)


def _margins(canvas: Canvas, of: Margins, *, serif: Serif, pages: int) -> None:
    """The number stands in the middle of the top margin, not on the first page; it begins again
    with every annex.
    """
    sheet = canvas.getPageNumber()
    first = max(start for start in canvas.parts if start <= sheet)
    after = min((start for start in canvas.parts if start > sheet), default=pages + 1)
    number = sheet - first + 1
    if number > 1:
        canvas.setFont(serif.regular, BODY)
        line = of.page.format(page=number, pages=after - first)
        canvas.drawCentredString(LEFT + WIDTH / 2, A4[1] - TOP * 0.6, line)
    at_end = of.sheet.format(sheet=sheet, sheets=pages)
    room = WIDTH - stringWidth(f"  {at_end}", serif.regular, FOOT)
    needed = stringWidth(of.foot, serif.regular, FOOT)
    canvas.setFont(serif.regular, FOOT * min(1, room / needed))
    canvas.drawString(LEFT, BOTTOM * 0.55, of.foot)
    canvas.setFont(serif.regular, FOOT)
    canvas.drawRightString(LEFT + WIDTH, BOTTOM * 0.55, at_end)


def _pdf_time(at: datetime) -> str:
    offset = at.utcoffset() or timedelta(0)
    hours, minutes = divmod(round(offset.total_seconds()) // 60, 60)
    return f"D:{at:%Y%m%d%H%M%S}{hours:+03d}'{minutes:02d}'"
