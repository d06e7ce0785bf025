"""The chart of the movement itself: the counted signal with phases, faults and what was not seen."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Sides
from formcheck.report.axes import Axis, choose_ticks
from formcheck.report.drawing import Box, Chart, Label, Shape, Stroke, Symbol
from formcheck.report.findings import LEVELS, MINOR
from formcheck.report.set_report import SetReport
from formcheck.report.wording import find_words, say_reps, start_sentence
from formcheck.reps.rep import Phase

POINTS_PER_PX = 1.0
"""More points than pixels only make the file larger."""
_TOP, _HEIGHT, _STRIP = 34.0, 150.0, 10.0
_PAUSES = (Phase.PAUSE_STRETCHED, Phase.PAUSE_CONTRACTED)
_NAMES = {
    "hip_flexion": "Hip bend", "deeper_hip_flexion": "Hip bend", "thigh_raise": "Leg raise",
    "left_reach": "Reach of the arms", "left_hand_lowering": "Height of the hands",
}  # fmt: skip


def draw_signal(report: SetReport, width: float) -> Chart | None:
    """The movement over time; None: the report came without its signals."""
    t_s = report.signals.get("t_s")
    if t_s is None or len(t_s) < 2:
        return None
    lines = _choose_lines(report)
    seen = np.concatenate([values[np.isfinite(values)] for _, values in lines])
    if not len(seen):
        return None
    ticks = choose_ticks(float(seen.min()), float(seen.max()), 3)
    x = Axis(float(t_s[0]), float(t_s[-1]), 46.0, width - 10.0)
    y = Axis(ticks[0], ticks[-1], _TOP + _HEIGHT, _TOP)
    unit = "°" if report.exercise.unit == "deg" else ""
    shapes: list[Shape] = [*_draw_faults(report, x, y)]
    for tick in ticks:
        shapes.append(Stroke(((x.start, y.place(tick)), (x.end, y.place(tick))), "line"))
        shapes.append(Label(x.start - 8, y.place(tick) + 4, f"{tick:g}{unit}", size=12.0, anchor="end"))
    for number, (_, values) in enumerate(lines):
        shapes += _draw_line(t_s, values, x, y, dash=(6, 3) if number else ())
    shapes += _draw_unseen(report, t_s, x)
    shapes += _draw_phases(report, x)
    shapes += _draw_legend(report, [name for name, _ in lines], width)
    counted = report.exercise.lanes[0].signal.name
    name = _NAMES.get(counted, start_sentence(counted.replace("_", " ")))
    title = f"{name}{'' if unit else ' in trunk lengths'}, rep by rep"
    bottom = _TOP + _HEIGHT + 96 + (18 if width < 500 else 0)
    return Chart(title, _describe(report), width, bottom, tuple(shapes))


def _choose_lines(report: SetReport) -> list[tuple[str, NDArray]]:
    """The counted signals: of both arms where each has repetitions, else the one that moves more."""
    lanes = report.exercise.lanes
    lines = [(lane.side if len(lanes) > 1 else "", report.signals[lane.signal.name]) for lane in lanes]
    if len(lines) == 1 or report.exercise.sides is Sides.EACH_ARM:
        return lines
    return [max(lines, key=lambda line: _measure_span(line[1]))]


def _measure_span(values: NDArray) -> float:
    seen = values[np.isfinite(values)]
    return float(np.ptp(np.percentile(seen, (5, 95)))) if len(seen) else -1.0


def _draw_line(t_s: NDArray, values: NDArray, x: Axis, y: Axis, dash: tuple) -> Iterator[Shape]:
    """The line, broken where nothing was seen."""
    every = max(1, int(len(t_s) / (POINTS_PER_PX * (x.end - x.start))))
    run: list[tuple[float, float]] = []
    for at_s, value in zip(t_s[::every].tolist(), values[::every].tolist(), strict=True):
        if math.isfinite(value):
            run.append((x.place(at_s), y.place(value)))
        elif run:
            yield Stroke(tuple(run), "ink", 2.2, dash)
            run = []
    if run:
        yield Stroke(tuple(run), "ink", 2.2, dash)


def _draw_faults(report: SetReport, x: Axis, y: Axis) -> Iterator[Shape]:
    for judged in report.reps:
        told = [fault for fault in judged.faults if fault.severity >= MINOR]
        if not told:
            continue
        worst = max(told, key=lambda fault: fault.severity)
        level = LEVELS[worst.severity]
        left, right = x.place(worst.start_s), x.place(worst.end_s)
        dash = (5, 4) if worst.severity == MINOR else ()
        box_width = max(right - left, 4.0)
        yield Box(left, y.end, box_width, y.start - y.end, f"{level}-tint", level, dash)
        yield Symbol(left + box_width / 2, y.end - 16, level, 17)


def _draw_unseen(report: SetReport, t_s: NDArray, x: Axis) -> Iterator[Shape]:
    """A hatched strip below the time in which nobody was seen."""
    lost = ~(report.signals["found"] > 0)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], lost, [False]]).astype(int)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        left, right = x.place(float(t_s[first])), x.place(float(t_s[min(last, len(t_s) - 1)]))
        yield Box(
            left,
            _TOP + _HEIGHT - 12,
            max(right - left, 3.0),
            12,
            "unjudged-tint",
            "unjudged",
            (3, 2),
            is_hatched=True,
        )


def _draw_phases(report: SetReport, x: Axis) -> Iterator[Shape]:
    """The strip under the axis: dark the first move, dots a pause, light the way back; numbers below."""
    y = _TOP + _HEIGHT + 8
    last_x = -math.inf
    for judged in report.reps:
        moves = 0
        for span in judged.rep.phases:
            left, right = x.place(span.start_s), x.place(span.end_s)
            if span.phase in _PAUSES:
                yield Stroke(((left, y + _STRIP / 2), (right, y + _STRIP / 2)), "control", 2.0, (2, 3))
            else:
                yield Box(left, y, max(right - left, 1.0), _STRIP, "return" if moves else "primary", radius=1)
                moves += 1
        middle = x.place((judged.rep.start_s + judged.rep.end_s) / 2)
        if middle - last_x >= 16:
            text = str(judged.rep.index) if judged.rep.is_counted else "–"
            yield Label(middle, y + 27, text, "ink", 13.0, "middle", is_bold=True)
            last_x = middle
    for tick in choose_ticks(x.low, x.high, 6 if x.end > 500 else 4)[1:-1]:
        yield Label(x.place(tick), y + 45, f"{tick:g} s", size=12.0, anchor="middle")
    yield Label(x.start - 8, y + 27, "rep", size=12.0, anchor="end")


def _draw_legend(report: SetReport, names: list[str], width: float) -> Iterator[Shape]:
    words, y, left = report.exercise.phase_words, _TOP + _HEIGHT + 80, 46.0
    moves = ["concentric", "eccentric"] if report.exercise.starts_stretched else ["eccentric", "concentric"]
    for role, word in zip(("primary", "return"), moves, strict=True):
        yield Box(left, y - 9, 18, 9, role, radius=1)
        yield Label(left + 24, y, words[word], size=12.5)
        left += 40 + 7.0 * len(words[word])
    yield Stroke(((left, y - 4), (left + 18, y - 4)), "control", 2.0, (2, 3))
    yield Label(left + 24, y, "pause", size=12.5)
    left += 80
    if width < 500 and len(names) > 1:
        left, y = 46.0, y + 18
    for number, name in enumerate(names if len(names) > 1 else ()):
        yield Stroke(((left, y - 4), (left + 22, y - 4)), "ink", 2.2, (6, 3) if number else ())
        yield Label(left + 28, y, name, size=12.5)
        left += 76


def _describe(report: SetReport) -> str:
    """What is marked, in words."""
    marked: dict[str, list[int]] = {}
    for judged in report.reps:
        for fault in judged.faults:
            if fault.severity >= MINOR and judged.rep.is_counted:
                marked.setdefault(find_words(fault.rule).name, []).append(judged.rep.index or 0)
    if not marked:
        return "No fault to mark."
    said = [f"{name} on {say_reps(reps, report.count)}" for name, reps in marked.items()]
    return f"Marked: {'; '.join(said)}."
