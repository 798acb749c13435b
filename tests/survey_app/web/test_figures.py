"""Every figure of the pages of scores: its names, its table, a picture and rows to take away."""

import csv
import io
import re
from html import unescape

import pytest

from tests.survey_app.web.published_round import two_units_public

ROUND = "/results/rounds/thu-2022"
OWN = "/results/own/rounds/thu-2022"
PAGES = [
    ("noivu", f"{ROUND}/scores", 1),
    ("noivu", f"{ROUND}/criteria", 1),
    ("noivu", f"{ROUND}/units/SXD", 1),
    ("donvi", OWN, 2),
]
FIGURE = re.compile(r"<figure>(.*?)</figure>", re.DOTALL)
DRAWING = re.compile(r"<svg.*?</svg>", re.DOTALL)
SHAPE = re.compile(r"<(?:line|rect|circle|text)[^>]*>[^<]*")
TEXT = re.compile(r"<text[^>]*>([^<]*)")


@pytest.fixture(scope="module")
def published(still_world):
    return two_units_public(still_world)


def named(page, drawing):
    """The title and the description that a drawing is called by."""
    assert 'role="img"' in drawing
    ids = re.search(r'aria-labelledby="([^"]+)"', drawing)[1].split()
    found = [re.findall(rf'<(title|desc) id="{one}">([^<]+)<', page) for one in ids]
    assert [len(one) for one in found] == [1, 1]  # each there once, in the whole page
    return [kind for [(kind, _)] in found], [text for [(_, text)] in found]


def table_at(page, place):
    """The cells of the first table at or below a place of the page."""
    below = page[page.index(f'id="{place}"') :]
    rows = re.findall(r"<tr.*?</tr>", below[: below.index("</table>")], re.DOTALL)
    cells = [re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL) for row in rows]
    return {" ".join(unescape(re.sub("<[^>]+>", " ", one)).split()) for row in cells for one in row}


@pytest.mark.parametrize(("who", "address", "number"), PAGES)
def test_figure__of_every_page__has_names_a_table_a_picture_and_rows(
    published, who, address, number
):
    client = published.client(who)
    page = client.get(address).text

    figures = FIGURE.findall(page)

    assert len(figures) == number
    for figure in figures:
        wide, narrow = DRAWING.findall(figure)
        assert named(page, wide) == named(page, narrow)
        assert named(page, wide)[0] == ["title", "desc"]
        table, svg, rows = (unescape(one) for one in re.findall(r'href="([^"]+)"', figure))
        picture = client.get(svg)
        assert picture.mimetype == "image/svg+xml"
        assert SHAPE.findall(picture.text) == SHAPE.findall(wide)
        # What is written in either drawing beside names and axes stands in the table and the file.
        cells = table_at(page, table.removeprefix("#"))
        file = list(csv.reader(io.StringIO(client.get(rows).data.decode("utf-8-sig"))))
        assert len({len(row) for row in file}) == 1
        in_file = {cell for row in file for cell in row}
        for drawing in (wide, narrow):
            written = {one.split("  ")[0] for one in TEXT.findall(drawing)}
            told = {one for one in written if re.fullmatch(r"\d+,\d\d|\d+,\d %", one)}
            assert told
            assert told <= cells
            assert {one.removesuffix(" %").replace(",", ".") for one in told} <= in_file


def test_score_file__shares__are_those_that_the_pages_print(published, read):
    noivu = published.client("noivu")
    text = noivu.get(f"{ROUND}/scores.csv").data.decode("utf-8-sig")
    page = read(noivu.get(f"{ROUND}/scores"))

    rows = {row["unit_name"]: row for row in csv.DictReader(io.StringIO(text))}

    assert set(rows) == {"Sở Xây dựng", "Sở Tư pháp"}
    for name, row in rows.items():
        answers = int(row["answers_satisfied"]), int(row["answers_valid"])
        printed = page.row(name)
        assert f"{10 * answers[0] / answers[1]:.2f}".replace(".", ",") == printed[3]
        assert float(row["satisfied_percent"]) == pytest.approx(
            100 * answers[0] / answers[1], abs=1e-4
        )
        heat = next(cells for cells in page.rows if cells[0] == name)
        shares = [f"{float(row[f'F{number}']):.1f}".replace(".", ",") for number in range(1, 6)]
        assert shares == heat[2:]
