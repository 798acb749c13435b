"""Which tables, figures and lists of a page have beside them how their numbers were computed."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"input", "br", "meta", "link", "img", "hr", "line", "rect", "circle"})
HEADINGS = ("h1", "h2", "h3")


@dataclass
class Shown:
    """Something with numbers. kind: table, figures, list or chart. before: where a how is above it
    and below the table before it; inside: in itself; under: its headings, the outer one first.
    """

    kind: str
    name: str
    under: tuple[int, int]
    counts_only: bool = False
    before: bool = False
    inside: bool = False


@dataclass
class ExplainedPage(HTMLParser):
    """A page as its numbers and what explains them, in the order in which they come.

    Of a table that has nothing but counts, its class says so: `counts`. explained: the sections
    with a how anywhere, and heads: those where it stands above their first subsection.
    """

    html: str
    shown: list[Shown] = field(default_factory=list)
    leads_to: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)
    heads: set[int] = field(default_factory=set)

    def __post_init__(self):
        super().__init__()
        self._section, self._subsection = 0, 0
        self._near = False
        self._open: list[tuple[str, Shown | None]] = []
        self._in_head = True
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        classes = values.get("class", "").split()
        self.places.add(values.get("id", ""))
        if tag in HEADINGS:
            self._section += tag != "h3"
            self._subsection = self._subsection + 1 if tag == "h3" else 0
            self._near = False
        if "how" in classes:
            self._explain(values.get("href", ""))
        found = self._found(tag, classes)
        if found is not None:
            self.shown.append(found)
        if tag not in VOID:
            self._open.append((tag, found))

    def handle_endtag(self, tag):
        while self._open:
            name, found = self._open.pop()
            if found is not None and found.kind == "table":
                self._near = False
            if name == tag:
                return

    def _found(self, tag, classes):
        kinds = {
            "table": tag == "table",
            "figures": tag == "dl" and "figures" in classes,
            "list": tag == "ol" and "lowest" in classes,
            "chart": tag == "svg" and "chart" in classes,
        }
        kind = next((kind for kind, is_one in kinds.items() if is_one), None)
        if kind is None:
            return None
        return Shown(
            kind=kind,
            name=" ".join(classes),
            under=(self._section, self._subsection),
            counts_only="counts" in classes,
            before=self._near,
        )

    def _explain(self, href):
        if href:
            self.leads_to.add(href)
        tables = [found for _, found in self._open if found is not None]
        for found in tables:
            found.inside = True
        self.explained.add(self._section)
        if not tables:
            self._near = True
            if self._subsection == 0:
                self.heads.add(self._section)

    def is_explained(self, one):
        """A table by what stands in it or right above it; all else by its section."""
        section, subsection = one.under
        if one.kind != "table":
            return section in self.explained
        is_by_head = subsection > 0 and section in self.heads
        return one.counts_only or one.inside or one.before or is_by_head

    @property
    def unexplained(self):
        """What has numbers and nothing that says how they were computed."""
        return [one for one in self.shown if not self.is_explained(one)]
