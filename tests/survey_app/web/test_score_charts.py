"""Charts of scores as shapes: where dots, intervals and levels lie, computed by hand."""

from dataclasses import replace

import pytest

from field_export.charts import gaps, levels
from field_export.charts.levels import SHADES, LevelBar, LevelWords, level_chart
from field_export.charts.ranking import NARROW, WIDE, Level, RankingWords, UnitDot, ranking_chart
from field_export.charts.shapes import PAPER, STRONG, Box, Chart, Dot, Line, Words, shortened
from survey_app.web.charts.drawing import shapes_of
from survey_app.web.charts.drawn import drawn

RANKING = RankingWords(
    title="Scores", sentence="…", axis=lambda low, high: f"{low}-{high}", written=str
)
LEVELS = LevelWords(
    title="Levels",
    sentence="…",
    levels=("very bad", "bad", "neither", "good", "very good"),
    written=lambda percent: f"{percent:.0f}",
)


def _unit(name, score, low=None, high=None, *, hollow=False):
    return UnitDot(name=name, score=score, low=low, high=high, is_hollow=hollow, said=f"of {name}")


def test_ranking_chart__two_units__lie_where_their_scores_are():
    chart = ranking_chart(
        "r",
        [_unit("A", 9.5, 9.0, 10.0), _unit("B", 8.5, 8.0, 9.0, hollow=True)],
        levels=[Level(score=9.0, said="whole", is_dashed=False)],
        words=RANKING,
    )

    # From 8 to 10 on 320 units from 250 on: 160 a point. Lines are 26 high, below one level.
    assert [(dot.x, dot.y, dot.fill) for dot in chart.dots] == [
        (pytest.approx(250 + 1.5 * 160), 55, STRONG),
        (pytest.approx(250 + 0.5 * 160), 81, PAPER),
    ]
    intervals = [
        (line.x1, line.x2) for line in chart.lines if line.width == 2 and line.x1 != line.x2
    ]
    assert intervals == [(410, 570), (250, 410)]
    assert [line.x1 for line in chart.lines if line.x1 == line.x2 == 410 and line.y1 == 34] == [410]
    assert "8.0-10.0" in {words.text for words in chart.words}


def test_ranking_chart__for_a_phone__has_names_above_their_lines():
    chart = ranking_chart(
        "r", [_unit("A", 9.5, 9.0, 10.0)], levels=[], words=RANKING, layout=NARROW
    )

    # From 9 to 10 on the 312 units between 8 and 320; the line 32 below the start of the unit.
    assert [(dot.x, dot.y) for dot in chart.dots] == [(8 + 156, 26 + 32)]
    name, said = (next(one for one in chart.words if one.text == text) for text in ("A", "of A"))
    assert (name.x, name.y, said.x, said.y) == (0, 41, 340, 41)


def test_ranking_chart__unit_without_a_score__is_named_without_a_dot():
    chart = ranking_chart("r", [_unit("A", 9.5), _unit("B", None)], levels=[], words=RANKING)

    assert len(chart.dots) == 1
    assert {"B", "of B"} <= {words.text for words in chart.words}


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_ranking_chart__unit_without_a_score__has_paper_under_its_words(layout):
    units = [_unit("A", 9.5), replace(_unit("B", None), said="not shown (1)")]
    chart = ranking_chart("r", units, levels=[], words=RANKING, layout=layout)

    [said] = [words for words in chart.words if words.text == "not shown (1)"]
    [paper] = [box for box in chart.boxes if box.x < said.x < box.x + box.width and box.x > 0]
    assert paper.fill == PAPER
    assert paper.y < said.y - 10
    assert said.y < paper.y + paper.height
    assert said.x + 7 * len(said.text) < paper.x + paper.width <= layout.width


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_ranking_chart__long_notes__stand_below_the_axis_in_lines_of_its_width(layout):
    note = "(1) too few people answered, and too few of them for an interval" * 3
    words = replace(RANKING, notes=[note, "(2) short"])
    usual, noted = (
        ranking_chart("r", [_unit("A", 9.5)], levels=[], words=one, layout=layout)
        for one in (RANKING, words)
    )

    lines = [one for one in noted.words if one.y > usual.height]
    assert "".join(one.text for one in lines).replace(" ", "") == (note + "(2)short").replace(
        " ", ""
    )
    assert len(lines) > 2
    assert max(len(one.text) for one in lines) * 7 < layout.width
    assert usual.height < lines[0].y < lines[-1].y < noted.height
    assert [one for one in noted.words if one.y <= usual.height] == list(usual.words)


def test_ranking_chart__nobody_has_a_score__is_none():
    assert ranking_chart("r", [_unit("A", None)], levels=[], words=RANKING) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Sở Văn hóa, Thể thao và Du lịch", "Sở Văn hóa, Thể thao và Du lịch"),
        ("Trung tâm phục vụ hành chính công tỉnh", "Trung tâm phục vụ hành chính côn…"),
        # 22 capitals and 5 spaces are as wide as 32.5 small letters.
        ("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG", "TRUNG TÂM PHỤC VỤ HÀNH CHÍN…"),
    ],
)
def test_shortened__name__is_as_wide_as_so_many_small_letters(name, shown):
    assert shortened(name, letters=34) == shown


def test_gap_chart__for_a_phone__has_names_above_their_dots():
    words = gaps.GapWords(title="", sentence="", self_scored="self", appraised="us", written=str)
    name = "Văn phòng UBND tỉnh và Hội đồng nhân dân"
    units = [gaps.GapDot(name=name, self_scored=90, appraised=81, said="+9")] * 2

    chart = gaps.gap_chart("g", units, words=words, layout=gaps.NARROW)

    # Rows are 44 high below 46; a name is on paper, its dots below it.
    names = [one for one in chart.words if one.text == name]
    assert [(one.x, one.y) for one in names] == [(0, 61), (0, 105)]
    assert [(box.x, box.y, box.height, box.width) for box in chart.boxes] == [
        (0, 49, 16, 340),
        (0, 93, 16, 340),
    ]
    assert {dot.y for dot in chart.dots[2:]} == {77, 121}
    assert gaps.gap_chart("g", units, words=words).boxes == ()


def test_level_chart__neutral_answers__straddle_the_middle():
    bar = LevelBar(name="q11", counts=(1, 1, 2, 4, 2), said="60 %")
    chart = level_chart("l", [bar], words=LEVELS)

    middle = chart.lines[0].x1
    worst, bad, neutral, _good, best = chart.boxes[5:]
    # 10, 10, 20, 40 and 20 % of 364 units; 30 % lie left of the middle.
    assert [box.width for box in chart.boxes[5:]] == pytest.approx([36.4, 36.4, 72.8, 145.6, 72.8])
    assert worst.x == pytest.approx(292)
    assert neutral.x + neutral.width / 2 == pytest.approx(middle) == 292 + 0.3 * 364
    assert bad.x + bad.width == pytest.approx(neutral.x)
    assert best.x + best.width == pytest.approx(656)
    assert [box.fill for box in chart.boxes[5:]] == list(SHADES)
    assert {"10", "20", "40", "60 %"} <= {words.text for words in chart.words}


def test_level_chart__two_criteria__share_their_middle():
    bars = [
        LevelBar(name="a", counts=(0, 0, 0, 1, 1), said=""),
        LevelBar(name="b", counts=(1, 1, 0, 0, 0), said=""),
    ]
    chart = level_chart("l", bars, words=LEVELS)

    middle = chart.lines[0].x1
    good, _, worst, bad = chart.boxes[5:]
    assert good.x == pytest.approx(middle)
    assert bad.x + bad.width == pytest.approx(middle)
    assert worst.x == pytest.approx(292)


def test_level_chart__long_names_at_a_desk__have_two_lines_around_the_middle_of_their_bar():
    name = "q12 Trang thiết bị phục vụ người dân, tổ chức tại cơ quan đầy đủ"
    bars = [LevelBar(name=one, counts=(0, 0, 0, 5, 5), said="100 %") for one in (name, "q35 Ngắn")]

    chart = level_chart("l", bars, words=LEVELS)

    middles = sorted({box.y + box.height / 2 for box in chart.boxes if box.height == levels.BAR})
    said = {word.text: word.y for word in chart.words if word.x == 0}
    first, second = (y for text, y in said.items() if text != "q35 Ngắn")
    assert [text for text in said if "…" in text] == []
    assert (first + second) / 2 == pytest.approx(middles[0] + 4)
    assert said["q35 Ngắn"] == pytest.approx(middles[1] + 4)


def test_level_chart__for_a_phone__has_names_above_bars_as_wide_as_the_screen():
    name = "q11 A criterion" + " of many words" * 6
    bars = [
        LevelBar(name=name, counts=(0, 0, 0, 1, 1), said="100 %"),
        LevelBar(name="q12 Short", counts=(1, 0, 0, 0, 1), said="50 %"),
    ]
    chart = level_chart("l", bars, words=LEVELS, layout=levels.NARROW)

    # Words of levels take 3 lines of 22 below 8; a criterion is 66 high, its bar 49 down in it.
    good, best, *_ = chart.boxes[5:]
    assert (good.y, good.x + good.width) == (74 + 49 - 9, pytest.approx(best.x))
    assert best.x + best.width == pytest.approx(340)
    assert chart.boxes[-2].x == pytest.approx(0)
    texts = {words.text: (words.x, words.y) for words in chart.words}
    first, second = (text for text in texts if text.startswith("q11") or text.endswith("…"))
    assert max(len(first), len(second)) <= 42
    assert (texts[first], texts[second]) == ((0, 74 + 15), (0, 74 + 30))
    assert texts["100 %"] == (340, 74 + 15)
    # One line stands right above its bar.
    assert texts["q12 Short"] == (0, 74 + 66 + 30)
    assert [(line.y1, line.y2) for line in chart.lines] == [(110, 136), (176, 202)]
    assert chart.lines[0].x1 == chart.lines[1].x1


def test_level_chart__nobody_answered__is_none():
    assert level_chart("l", [LevelBar(name="a", counts=(0,) * 5, said="")], words=LEVELS) is None


def test_drawn__two_layouts__have_names_of_their_own():
    both = drawn(
        lambda layout: ranking_chart(
            "r", [_unit("A", 9.5)], levels=[], words=RANKING, layout=layout
        ),
        wide=WIDE,
        narrow=NARROW,
    )

    assert (both.wide.name, both.wide.width) == ("r", WIDE.width)
    assert (both.narrow.name, both.narrow.width) == ("narrow-r", NARROW.width)


def test_drawn__nothing_to_draw__is_none():
    assert drawn(lambda _layout: None, wide=WIDE, narrow=NARROW) is None


def test_shapes__with_every_kind__are_written_in_order_and_texts_are_escaped():
    chart = Chart(
        name="any",
        title="Any",
        sentence="Any.",
        width=10,
        height=10,
        boxes=(Box(x=1.26, y=2, width=3.04, height=4),),
        lines=(Line(x1=0.04, y1=1, x2=2, y2=3, is_dashed=True),),
        dots=(Dot(x=1, y=2),),
        words=(Words(x=5, y=6.05, text="<b> & “c”"),),
    )

    line, box, dot, words = shapes_of(chart).split("\n")

    assert line.startswith('<line x1="0.0" y1="1" x2="2" y2="3"')
    assert 'stroke-dasharray="7 5"' in line
    assert box == '<rect x="1.3" y="2" width="3.0" height="4" fill="#0a4d7c"></rect>'
    assert dot.startswith('<circle cx="1" cy="2" r="4.5"')
    assert words.endswith(">&lt;b&gt; &amp; “c”</text>")
