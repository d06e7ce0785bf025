"""The charts of a set that sum it up: tempo against target, score, left against right.

Every chart is drawn for a width, so that on a phone it is laid out anew and not shrunk.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

from formcheck.report.axes import Axis, choose_ticks
from formcheck.report.drawing import Box, Chart, Label, Shape, Stroke, Symbol
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.tempo import measure_miss_s, read_phase_s, read_target_s, say_span_s
from formcheck.report.verdict import grade_rep
from formcheck.report.wording import UNITS, say_reps, start_sentence
from formcheck.reps.rep import TEMPO_PHASES, Phase, Rep

QUALITY_SCORE = 70.0
"""From this score on a repetition counts as one of quality (judgement of the authors)."""
EVEN = 0.1
"""Sides that differ by less than this share are called even."""
SIDES_RULE = "uneven_sides"
"""Where it could not be judged, the sides were not seen equally well."""
_DOT = 9.0
_NARROW_PX = 400.0
"""Below this width names stand above their rows, not beside them."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where the rows of a chart lie: their distance, the middle of the first, and where their axis begins."""

    step: float
    first: float
    left: float
    is_narrow: bool

    @classmethod
    def fit(cls, width: float) -> _Rows:
        is_narrow = width < _NARROW_PX
        return cls(62.0, 40.0, 8.0, True) if is_narrow else cls(48.0, 24.0, min(0.32 * width, 170.0), False)

    def name(self, name: str, detail: str, y: float) -> list[Shape]:
        """The name of a row, with a word on it."""
        if self.is_narrow:
            text = Label(0, y - 22, f"{name}, {detail}" if detail else name, "ink", 13.0, is_bold=True)
            return [text]
        return [
            Label(0, y if detail else y + 4, name, "ink", 13.0, is_bold=True),
            Label(0, y + 15, detail, size=11.5),
        ]


def draw_tempo(report: SetReport, width: float) -> Chart | None:
    """Every timed phase of every repetition against its target; None: nothing was timed."""
    reps = [judged.rep for judged in report.reps if judged.rep.is_counted]
    rows = [(phase, [(rep, read_phase_s(rep, phase)) for rep in reps]) for phase in TEMPO_PHASES]
    rows = [(phase, [one for one in timed if not math.isnan(one[1])]) for phase, timed in rows]
    rows = [(phase, timed) for phase, timed in rows if timed]
    if not rows:
        return None
    targets_s = [end_s for phase, _ in rows for end_s in read_target_s(report.exercise, phase)]
    longest_s = max([taken_s for _, timed in rows for _, taken_s in timed] + [s for s in targets_s if s < 10])
    ticks_s = choose_ticks(0.0, longest_s * 1.05, 5 if width > 400 else 4)
    place = _Rows.fit(width)
    axis = Axis(0.0, ticks_s[-1], place.left, width - 14.0)
    shapes: list[Shape] = []
    off: dict[str, list[int]] = {}
    for number, (phase, timed) in enumerate(rows):
        y = place.first + place.step * number
        word = start_sentence(report.exercise.phase_words[phase.value])
        shapes += place.name(word, say_span_s(*read_target_s(report.exercise, phase)), y)
        shapes += _draw_target(report, phase, axis, y)
        missed = [
            (axis.place(taken_s), rep)
            for rep, taken_s in timed
            if measure_miss_s(report.exercise, rep, phase)
        ]
        good = sorted(axis.place(s) for rep, s in timed if not measure_miss_s(report.exercise, rep, phase))
        shapes += [
            Symbol(x, y - 6.0 * lift, "dot", _DOT) for x, lift in zip(good, _spread(good), strict=True)
        ]
        shapes += _draw_misses(missed, len(timed), y)
        if missed:
            off[word] = [rep.index or 0 for _, rep in missed]
    bottom = place.first + place.step * len(rows) - (8 if place.is_narrow else 0)
    shapes += [Label(axis.place(s), bottom + 4, f"{s:g} s", size=12.0, anchor="middle") for s in ticks_s]
    said = [f"{word} off target on {say_reps(where, report.count)}" for word, where in off.items()]
    finding = f"{'. '.join(said) or 'All within target'}. Shaded: target."
    return Chart("Tempo against target", finding, width, bottom + 14, tuple(shapes))


def _draw_misses(missed: list[tuple[float, Rep]], count: int, y: float) -> Iterator[Shape]:
    """Triangles with the numbers of their repetitions; of neighbours the numbers stand together."""
    groups: list[list[tuple[float, Rep]]] = []
    for x, rep in sorted(missed, key=lambda one: one[0]):
        yield Symbol(x, y, "minor", 14)
        if groups and x - groups[-1][-1][0] < 18:
            groups[-1].append((x, rep))
        else:
            groups.append([(x, rep)])
    for group in groups:
        numbers = ", ".join(str(index) for index in sorted(rep.index or 0 for _, rep in group))
        many = "all" if len(group) == count else f"{len(group)} reps"
        text = many if len(group) > 3 else numbers
        yield Label(sum(x for x, _ in group) / len(group), y + 21, text, "ink", 11.0, "middle")


def _draw_target(report: SetReport, phase: Phase, axis: Axis, y: float) -> list[Shape]:
    least_s, most_s = read_target_s(report.exercise, phase)
    left, right = axis.place(least_s), axis.place(min(most_s, axis.high))
    return [
        Box(left, y - 12, max(right - left, 3.0), 24, "good-tint", radius=5),
        Stroke(((axis.start, y), (axis.end, y)), "line"),
    ]


def _spread(places: list[float]) -> list[int]:
    """Heights for points that would hide each other: 0, 1, -1, 2, -2; beyond five they do."""
    heights: list[int] = []
    for number, x in enumerate(places):
        taken = {heights[k] for k in range(number) if abs(places[k] - x) < 0.7 * _DOT}
        heights.append(next((h for h in (0, 1, -1, 2, -2) if h not in taken), 0))
    return heights


def draw_scores(report: SetReport, width: float) -> Chart | None:
    """The score of every counted repetition; None: there is none."""
    counted = [judged for judged in report.reps if judged.rep.is_counted]
    if not counted:
        return None
    top, bottom = 26.0, 176.0
    height = Axis(0.0, 100.0, bottom, top)
    step = (width - 70.0) / len(counted)
    shapes: list[Shape] = [
        Stroke(((30, height.place(0)), (width - 40, height.place(0))), "control"),
        Stroke(
            ((30, height.place(QUALITY_SCORE)), (width - 40, height.place(QUALITY_SCORE))),
            "control",
            1,
            (5, 4),
        ),
        *(
            Label(24, height.place(v) + 4, f"{v:g}", size=12.0, anchor="end")
            for v in (0.0, QUALITY_SCORE, 100.0)
        ),
        Label(width - 34, height.place(QUALITY_SCORE) - 2, "good", size=12.0),
        Label(width - 34, height.place(QUALITY_SCORE) + 12, "rep", size=12.0),
    ]
    for number, judged in enumerate(counted):
        x = 30.0 + step * (number + 0.5)
        shapes += _draw_score(judged, x, height, step)
        if step >= 22.0 or number % 5 == 0:
            shapes.append(Label(x, bottom + 20, str(judged.rep.index), "ink", 13.0, "middle", is_bold=True))
    return Chart("Score over the set", _describe_scores(counted), width, bottom + 26, tuple(shapes))


def _draw_score(judged: JudgedRep, x: float, height: Axis, step: float) -> Iterator[Shape]:
    """A stick with the sign of the level; what is not good is written beside it where there is room."""
    level, score, size = grade_rep(judged), judged.score, min(16.0, step)
    if math.isnan(score):
        yield Symbol(x, height.place(12), "unjudged" if level == "good" else level, size)
    else:
        dash = (4, 3) if level == "minor" else ()
        yield Stroke(((x, height.place(0)), (x, height.place(score))), level, 4.0, dash)
        yield Symbol(x, height.place(score), level, size)
        if level != "good" and step >= 40.0:
            yield Label(x - 12, height.place(score) + 5, f"{score:.0f}", "ink", 13.0, "end", is_bold=True)
        elif level in ("minor", "major") and step >= 18.0:
            yield Label(x, height.place(score) - 11, f"{score:.0f}", "ink", 12.0, "middle", is_bold=True)


def _describe_scores(counted: list[JudgedRep]) -> str:
    low = [judged.rep.index or 0 for judged in counted if judged.score < QUALITY_SCORE]
    unknown = [judged.rep.index or 0 for judged in counted if math.isnan(judged.score)]
    if len(unknown) == len(counted):
        return "Withheld: not enough could be judged."
    said = (
        f"Below {QUALITY_SCORE:.0f} on {say_reps(low, len(counted))}"
        if low
        else f"Never below {QUALITY_SCORE:.0f}"
    )
    return f"{said}{f'; withheld on {say_reps(unknown)}' if unknown else ''}."


def draw_sides(report: SetReport, width: float) -> Chart | None:
    """Left against right, medians; None: the sides work together, or only one was seen."""
    if not report.side_counts:
        return None
    unit, digits = UNITS[report.exercise.unit]
    words = report.exercise.phase_words
    timed = (Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED)
    rows = [
        ("Range", lambda one: one.rep.range, f"{{:.{digits}f}}{unit}"),
        *((start_sentence(words[phase.value]), _time(phase), "≈{:.1f} s") for phase in timed),
        ("Score", lambda one: one.score, "{:.0f}"),
    ]
    told = [(name, measure_sides(report, measure), form) for name, measure, form in rows]
    told = [(name, sides, form) for name, sides, form in told if sides is not None]
    if not told:
        return None
    place = _Rows.fit(width)
    shapes: list[Shape] = []
    for number, (name, sides, form) in enumerate(told):
        y = place.first + place.step * number + 4
        shapes += [*place.name(name, "", y), *_draw_sides(sides, form, place.left, width, y)]
    bottom = place.first + place.step * len(told)
    shapes.append(Label(0, bottom, "Medians. Each row has its own scale, from 0.", size=12.0))
    return Chart("Left against right", _describe_sides(report, told), width, bottom + 8, tuple(shapes))


def _time(phase: Phase) -> Callable[[JudgedRep], float]:
    return lambda judged: read_phase_s(judged.rep, phase)


def measure_sides(report: SetReport, measure: Callable[[JudgedRep], float]) -> tuple[float, float] | None:
    """Medians of left and right; None where one of them is not known."""
    known = {
        side: [measure(one) for one in report.reps if one.rep.is_counted and one.rep.side == side]
        for side in ("left", "right")
    }
    seen = {side: [value for value in values if not math.isnan(value)] for side, values in known.items()}
    return (median(seen["left"]), median(seen["right"])) if seen["left"] and seen["right"] else None


def _draw_sides(
    sides: tuple[float, float], form: str, start: float, width: float, y: float
) -> Iterator[Shape]:
    left, right = sides
    axis = Axis(0.0, 1.4 * max(left, right, 1e-9), start, width - 14.0)
    xs = axis.place(left), axis.place(right)
    yield Stroke(((axis.start, y), (axis.end, y)), "line")
    yield Stroke(((xs[0], y), (xs[1], y)), "ink", 3.0)
    yield Symbol(xs[0], y, "left", 18)
    yield Symbol(xs[1], y, "right", 18)
    # The lesser value is written to the left, so that the two never meet.
    for x, value, is_first in ((xs[0], left, left <= right), (xs[1], right, left > right)):
        yield Label(
            x + (-13 if is_first else 13),
            y + 4,
            form.format(value),
            "ink",
            12.0,
            "end" if is_first else "start",
        )


def _describe_sides(report: SetReport, told: list[tuple[str, tuple[float, float], str]]) -> str:
    """Who leads; nobody, where the comparison was refused."""
    verdict = report.verdicts.get(SIDES_RULE)
    if verdict is not None and verdict.verdict == "not_judged":
        return f"Not compared. {verdict.reason}"
    name, (left, right), _ = told[0]
    lead = abs(left - right) / max(left, right)
    if lead < EVEN:
        return f"{name} is even, within {100 * EVEN:.0f} %."
    return f"{'Left' if left > right else 'Right'} leads in {name.lower()} by {100 * lead:.0f} %."
