"""Charts: what they say, what they mark, and that everything lies inside."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from formcheck.report.axes import Axis, choose_ticks
from formcheck.report.charts import draw_scores, draw_sides, draw_tempo
from formcheck.report.drawing import SIGNS, Box, Chart, Label, Stroke, Symbol
from formcheck.report.palette import DARK, LIGHT
from formcheck.report.signal_chart import draw_signal
from formcheck.report.svg import draw_svg, draw_symbol
from formcheck.reps.rep import RepKind
from tests.unit.report.report_factory import KINDS, make_report
from tests.unit.report.told_sets import make_rep, tell

DRAWERS = (draw_signal, draw_tempo, draw_scores, draw_sides)
WIDTHS = (1038.0, 498.0, 326.0)
LETTER = 0.56
"""Mean width of a letter, in sizes of the type; a little more than that of common typefaces."""


def find(chart: Chart | None, kind: type) -> list:
    assert chart is not None
    return [shape for shape in chart.shapes if isinstance(shape, kind)]


def find_levels(chart: Chart | None) -> list[str]:
    return [symbol.level for symbol in find(chart, Symbol)]


def list_places(chart: Chart) -> list[tuple[float, float]]:
    """Corners of everything in a chart."""
    places = []
    for shape in chart.shapes:
        if isinstance(shape, Stroke):
            places += list(shape.points)
        elif isinstance(shape, Box):
            places += [(shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)]
        elif isinstance(shape, Symbol):
            places += [
                (shape.x - shape.size / 2, shape.y),
                (shape.x + shape.size / 2, shape.y + shape.size / 2),
            ]
        else:
            width = LETTER * shape.size * len(shape.text)
            left = shape.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[shape.anchor] * width
            places += [(left, shape.y - shape.size), (left + width, shape.y)]
    return places


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", [*KINDS, "sided", "long"])
def test_everything_lies_inside(kind: str, width: float) -> None:
    report = {"sided": make_sided(), "long": make_long()}.get(kind) or make_report(kind)
    for chart in filter(None, (draw(report, width) for draw in DRAWERS)):
        for x, y in list_places(chart):
            assert math.isfinite(x + y)
            assert -4 <= x <= width + 4, (chart.title, x)
            assert -4 <= y <= chart.height + 4, (chart.title, y)


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_well_formed_svg_with_its_words(kind: str) -> None:
    for chart in filter(None, (draw(make_report(kind), 498.0) for draw in DRAWERS)):
        svg = ElementTree.fromstring(draw_svg(chart, "wide"))
        assert svg.attrib["aria-label"] == f"{chart.title}. {chart.finding}"
        roles = {
            part[2:] for node in svg.iter() for part in node.attrib.get("class", "").split() if part[1] == "-"
        }
        assert roles <= {*LIGHT, "none", "hatch"}


def make_sided(judged: bool = True):
    reps = [
        make_rep(
            n, side="left" if n % 2 else "right", range=80.0 if n % 2 else 60.0, tempo_s=(2.4, 0.4, 1.2, 2.0)
        )
        for n in (1, 2, 3, 4)
    ]
    return tell(reps, unseen={} if judged else {"uneven_sides": None}, exercise="bird_dog", signals={})


def make_long():
    return tell([make_rep(n) for n in range(1, 41)], {3: [("neck_craning", 2, 41.0)]})


class TestSignal:
    def test_faults_are_marked_by_shape_and_word(self) -> None:
        report = make_report("short")
        chart = draw_signal(report, 1038.0)
        assert chart is not None
        assert chart.finding == "Marked: short range on rep 3."
        assert find_levels(chart) == ["minor"]
        (box,) = [box for box in find(chart, Box) if box.edge == "minor"]
        assert box.dash  # dashed: told from a major one without its colour
        assert [label.text for label in find(chart, Label) if label.is_bold] == ["1", "2", "3"]

    def test_a_gap_is_hatched_and_not_drawn_through(self) -> None:
        chart, whole = (draw_signal(make_report(kind), 1038.0) for kind in ("gap", "full"))
        lines = [[s for s in find(c, Stroke) if s.role == "ink"] for c in (chart, whole)]
        assert [len(line) for line in lines] == [2, 1]
        assert sum(box.is_hatched for box in find(chart, Box)) == 1
        assert not any(box.is_hatched for box in find(whole, Box))

    def test_a_partial_is_listed_without_a_number(self) -> None:
        bold = [
            label.text for label in find(draw_signal(make_report("partial"), 1038.0), Label) if label.is_bold
        ]
        assert bold == ["1", "–", "2"]

    def test_without_signals_there_is_none(self) -> None:
        assert draw_signal(replace(make_report("full"), signals={}), 498.0) is None
        assert draw_signal(make_report("nobody"), 498.0) is None
        assert draw_signal(make_report("empty"), 498.0) is None


class TestTempo:
    def test_what_is_off_target_is_a_triangle_with_its_number(self) -> None:
        report = tell([make_rep(1), make_rep(2, tempo_s=(1.0, 0.4, 1.2, 0.8))])
        chart = draw_tempo(report, 498.0)
        assert chart is not None
        assert chart.finding == "Lowering off target on rep 2. Shaded: target."
        assert find_levels(chart).count("minor") == 1
        assert find_levels(chart).count("dot") == 7
        assert "2" in [label.text for label in find(chart, Label)]

    def test_what_was_not_timed_has_no_dot(self) -> None:
        report = tell([make_rep(1, tempo_s=(2.4, math.nan, 1.2, math.nan))])
        assert len(find_levels(draw_tempo(report, 498.0))) == 2
        assert draw_tempo(tell([make_rep(1, tempo_s=(math.nan,) * 4)]), 498.0) is None

    def test_dots_do_not_hide_each_other(self) -> None:
        dots = find(draw_tempo(tell([make_rep(n) for n in (1, 2, 3)]), 498.0), Symbol)
        assert len({(dot.x, dot.y) for dot in dots}) == 12


class TestScores:
    def test_levels_are_told_by_shape(self) -> None:
        faults = {
            2: [("neck_craning", 2, 41.0)],
            3: [("spinal_rounding", 3, 40.0), ("neck_craning", 3, 60.0)],
        }
        chart = draw_scores(tell([make_rep(n) for n in (1, 2, 3)], faults), 498.0)
        assert chart is not None
        assert find_levels(chart) == ["good", "minor", "major"]
        assert chart.finding == "Below 70 on rep 3."

    def test_in_a_long_set_numbers_do_not_collide(self) -> None:
        reps = [make_rep(n) for n in range(1, 25)]
        report = tell(reps, {n: [("neck_craning", 2, 41.0)] for n in (20, 21)})
        for width in WIDTHS:
            labels = sorted((one for one in find(draw_scores(report, width), Label)), key=lambda one: one.x)
            inside = [one for one in labels if one.anchor == "middle"]
            for first, second in pairwise(inside):
                if first.y == second.y:
                    half = LETTER * first.size * (len(first.text) + len(second.text)) / 2
                    assert second.x - first.x >= half

    def test_a_score_withheld_has_no_bar(self) -> None:
        chart = draw_scores(make_report("oblique"), 498.0)
        assert chart is not None
        assert find_levels(chart) == ["unjudged"] * 3
        assert chart.finding == "Withheld: not enough could be judged."
        assert [s.role for s in find(chart, Stroke)] == ["control", "control"]
        assert draw_scores(tell([make_rep(1, RepKind.PARTIAL)]), 498.0) is None


class TestSides:
    def test_who_leads_is_said(self) -> None:
        chart = draw_sides(make_sided(), 498.0)
        assert chart is not None
        assert chart.finding == "Left leads in range by 25 %."
        assert find_levels(chart).count("left") == find_levels(chart).count("right") >= 3
        assert {"80°", "60°"} <= {label.text for label in find(chart, Label)}

    def test_what_was_refused_is_not_compared(self) -> None:
        chart = draw_sides(make_sided(judged=False), 498.0)
        assert chart is not None
        assert chart.finding.startswith("Not compared. ")

    def test_sides_that_work_together_have_none(self) -> None:
        assert draw_sides(make_report("full"), 498.0) is None


def test_every_level_has_a_sign_of_its_own() -> None:
    signs = {level: draw_symbol(level) for level in (*SIGNS, "partial")}
    without_colour = {"".join(part for part in sign.split('"')[::2]) for sign in signs.values()}
    assert len(set(signs.values())) == len(signs)
    assert len(without_colour) >= 5
    assert 'aria-label="fault"' in draw_symbol("minor", label="fault")
    assert 'aria-hidden="true"' in draw_symbol("minor")


def measure_contrast(first: str, second: str) -> float:
    """Contrast of two colours (WCAG 2.2)."""
    lights = []
    for colour in (first, second):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        lights.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])
    return (max(lights) + 0.05) / (min(lights) + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_marks_can_be_read(palette: dict[str, str]) -> None:
    assert set(palette) == set(LIGHT)
    for role in ("ink", "ink-2"):
        assert measure_contrast(palette[role], palette["card"]) >= 4.5
        assert measure_contrast(palette[role], palette["page"]) >= 4.5
    for level in ("good", "minor", "major", "info", "unjudged"):
        assert measure_contrast(palette[f"{level}-text"], palette[f"{level}-tint"]) >= 4.5
        assert measure_contrast(palette[level], palette["card"]) >= 3
        assert measure_contrast(palette["ink"], palette[f"{level}-tint"]) >= 4.5
    for role in ("band-text", "band-label"):
        assert measure_contrast(palette[role], palette["band"]) >= 4.5


@pytest.mark.parametrize(
    ("low", "high", "most", "ticks"),
    [
        (0.0, 4.2, 5, [0, 1, 2, 3, 4, 5]),
        (3.0, 97.0, 5, [0, 20, 40, 60, 80, 100]),
        (0.81, 1.37, 3, [0.8, 1.0, 1.2, 1.4]),
        (-12.0, 31.0, 3, [-20, 0, 20, 40]),
        (5.0, 5.0, 3, [5]),
    ],
)
def test_axes_have_round_numbers(low: float, high: float, most: int, ticks: list[float]) -> None:
    assert choose_ticks(low, high, most)[: len(ticks)] == pytest.approx(ticks)


def test_values_beyond_an_axis_lie_at_its_end() -> None:
    axis = Axis(0.0, 10.0, 100.0, 200.0)
    assert [axis.place(value) for value in (-5.0, 0.0, 5.0, 10.0, 50.0)] == [100, 100, 150, 200, 200]
