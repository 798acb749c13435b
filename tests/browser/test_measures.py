"""What measures pages finds faint text, whatever stands before it."""

import pytest

from tests.browser.measures import FAINT_TEXTS, violations

PAGE = """<!doctype html>
<html lang="en"><head><title>Measured</title><style>
    body { color: #000; background: #fff; }
    .faint { color: #bbb; }
    [aria-current] { color: #bbb; }
    input:checked + b { color: #bbb; }
    li:nth-child(3) { background: #111; }
</style></head><body><main><h1>Measured</h1>%s</main></body></html>"""
FAINT = {
    "after a hidden one of the same kind": (
        '<p class="faint" hidden>Not seen</p><p class="faint">Seen</p>',
        ".faint:nth-child(3)",
    ),
    "the current one of several": (
        '<p><span>Before</span> <span aria-current="page">Here</span></p>',
        "span[aria-current]",
    ),
    "the checked one of several": (
        "<label>A<input type=radio><b>No</b><input type=radio checked><b>Yes</b></label>",
        "b:last-child",
    ),
    "on the third of equal rows": (
        "<ul><li>One</li><li>Two</li><li>Three</li></ul>",
        "li:nth-child(3)",
    ),
}


@pytest.fixture
def page(chromium):
    """A page that belongs to no site."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("case", list(FAINT))
def test_violations__one_faint_text_beside_clear_ones__is_the_one_found(page, case):
    content, where = FAINT[case]
    page.set_content(PAGE % content)

    found = violations(page, enhanced=False)

    assert [name for name, _, _ in found] == ["color-contrast"]
    wanted = page.locator(where)
    [[_, target, _]] = found
    assert page.locator(target[0]).evaluate(
        "(one, other) => one === other", wanted.element_handle()
    )


def test_violations__a_column_of_equal_faint_cells__are_told_once(page):
    page.set_content(PAGE % "".join(f'<p class="faint">Cell {at}</p>' for at in range(20)))

    assert len(violations(page, enhanced=False)) == 1


DRAWN = """<div style="background: %(page)s"><svg class="chart" width="200" height="40">
    <rect x="0" y="0" width="100" height="40" fill="%(shape)s" fill-opacity="%(opacity)s"/>
    <text x="10" y="20" font-size="12" fill="%(text)s">Inside</text>
    <text x="110" y="20" font-size="12" fill="#000">Beside</text></svg></div>"""
CLEAR = {"page": "#fff", "shape": "#fff", "opacity": "1", "text": "#333"}


@pytest.mark.parametrize(
    ("changed", "faint"),
    [
        ({}, []),
        ({"text": "#999"}, ["Inside"]),
        ({"shape": "#444"}, ["Inside"]),
        ({"shape": "#444", "opacity": "0.1"}, []),
        ({"shape": "#444", "text": "#fff"}, []),
        ({"page": "#222", "text": "#333"}, ["Beside"]),
    ],
)
def test_faint_texts__of_a_chart__are_those_that_stand_out_too_little(page, changed, faint):
    page.set_content(PAGE % (DRAWN % {**CLEAR, **changed}))

    found = page.evaluate(FAINT_TEXTS)

    assert found["measured"] == 2
    assert [text for text, _ in found["faint"]] == faint
