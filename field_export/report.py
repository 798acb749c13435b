"""What a report says: its head and its sections, each made of a few kinds of block.

Whoever makes a report brings the finished words; how they stand on paper is `report_pdf`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from field_export.charts.shapes import Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHead:
    """The head of an official report, as Nghị định 30/2020/NĐ-CP, Annex I, has it.

    body: whoever issues it. number, place_and_day: with dots for what the office fills in. kind:
    BÁO CÁO. about: the summary below it. below: lines under that. notice: what nobody must miss,
    empty where there is nothing.
    """

    body: str
    number: str
    place_and_day: str
    kind: str
    about: str
    below: tuple[str, ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subheading:
    """A heading inside a section, numbered 1, 2, 3 …; an inner one below it a, b, c …"""

    words: str
    is_inner: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraphs:
    """Sentences that follow each other, each a paragraph. is_list: with a dash before each."""

    lines: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A named value. is_code: a hash or the like, which must stay on one line."""

    name: str
    value: str
    is_code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Named values below each other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """share: of the width that is left once every word has its place."""

    title: str
    share: float
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A table, with a number before its caption. last: a row below the others, in bold.
    notes: lines under it. shades: of the cells of each row, as #rrggbb, "" for none; no rows of
    shades, none at all.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    last: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    shades: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A chart, with a number before its caption, and lines under it."""

    caption: str
    chart: Chart
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """Who signs: an office and the person for it. how: what to do there. name: below the place for
    the hand, empty where it is written, too.
    """

    office: str
    how: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Everybody who signs, side by side, as Nghị định 30/2020/NĐ-CP, Annex I, has several."""

    signatories: tuple[Signatory, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """The end of an official document: who gets a copy, at the left, and who signs, at the right.

    title: “Nơi nhận:”. copies: a line each, as they are printed.
    """

    title: str
    copies: tuple[str, ...]
    signatory: Signatory


Block = Subheading | Paragraphs | Facts | Grid | Figure | Signatures | Closing


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A section, or an annex; the report numbers it I, II, III …"""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that is printed. language: of its words, for reading aloud. made_at: the only time in the
    file. page, table, figure: “Trang {page}/{pages}”, “Bảng {number}. {caption}”, likewise.
    foot: on every page, so that sheets that come apart are known; sheet: “{sheet}/{sheets}” at its
    end, as the numbers of pages begin again with every annex. annexes: on pages of their own after
    the sections, each under `annex`: “Phụ lục {number}”.
    """

    language: str
    title: str
    made_at: datetime
    head: ReportHead
    sections: tuple[ReportSection, ...]
    page: str
    table: str
    foot: str
    figure: str = ""
    sheet: str = ""
    annex: str = ""
    annexes: tuple[ReportSection, ...] = ()

    def texts(self) -> Iterator[str]:
        """Everything that is set, for choosing a font."""
        head = self.head
        yield from (
            self.title,
            self.page,
            self.table,
            self.foot,
            self.figure,
            self.annex,
            self.sheet,
        )
        yield from (head.body, head.number, head.place_and_day, head.kind, head.about, head.notice)
        yield from head.below
        for section in (*self.sections, *self.annexes):
            yield section.title
            for block in section.blocks:
                yield from texts_of(block)


def texts_of(block: Block) -> Iterator[str]:
    """Everything that is set of a block."""
    if isinstance(block, Subheading):
        yield block.words
    elif isinstance(block, Paragraphs):
        yield from block.lines
    elif isinstance(block, Facts):
        for fact in block.facts:
            yield from (fact.name, fact.value)
    elif isinstance(block, Figure):
        yield from (block.caption, *block.notes, *(words.text for words in block.chart.words))
    elif isinstance(block, Signatures):
        for one in block.signatories:
            yield from (one.office, one.how, one.name)
    elif isinstance(block, Closing):
        one = block.signatory
        yield from (block.title, *block.copies, one.office, one.how, one.name)
    else:
        yield from (block.caption, *(column.title for column in block.columns))
        for row in (*block.rows, block.last, block.notes):
            yield from row
