"""What of one movement is followed over time, each as a chart of its own."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from formcheck.app.history.course import Course, chart_course
from formcheck.app.history.days import gather_days
from formcheck.app.result.charts.chart import Chart
from formcheck.app.settings import Settings
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import Rule
from formcheck.history.advice.limits import load_limits
from formcheck.history.advice.sayings import say_many
from formcheck.history.trends import SPINE_RULE, TrendPoint
from formcheck.report.wording import UNITS, start_sentence
from formcheck.reps.rep import TEMPO_PHASES

VIEWS = {"side": "from the side", "front": "from the front", "oblique": "obliquely"}
ALWAYS = 3
"""So many charts are shown at once; the others when they are asked for."""
Read = Callable[[TrendPoint], float]


@dataclass(frozen=True, slots=True)
class Trends:
    """Charts of a movement, and what was never judged in it.

    Attributes
    ----------
    first, more : tuple of Chart
        Load, score and back, at least ``ALWAYS`` where there are as many; then all others.
    not_judged : tuple of (str, str)
        What, and that it was not.
    """

    first: tuple[Chart, ...]
    more: tuple[Chart, ...]
    not_judged: tuple[tuple[str, str], ...]


def lay_out_trends(
    points: Sequence[TrendPoint], exercise: Exercise | None, settings: Settings, today: date
) -> Trends:
    """Lay out every trend of a movement that there is something to see of.

    Parameters
    ----------
    points : sequence of TrendPoint
        The first one first.
    exercise : Exercise or None
        None: it is none of ours.
    settings : Settings
    today : date
    """
    filmed = [one for one in points if one.view]
    like = _keep_alike(filmed)
    first = [_follow_load(points, settings), _follow_score(filmed), *_follow_back(like, exercise)]
    more = [_follow_reps(points), _follow_range(like)]
    if exercise is not None:
        more += _follow_tempo(like, exercise)
    more += [_follow_sides(filmed), _follow_momentum(filmed)]
    judged = [one for one in [*first, *more] if one.is_judged]
    unseen = tuple(
        (one.title, f"Not judged in {_say_sets(len(one.points))} so far.")
        for one in judged
        if one.points and not one.is_known and one.is_expected
    )
    charts = [chart_course(one, today) for one in [*first, *more] if one.is_known]
    always = max(ALWAYS, sum(one.is_known for one in first))
    return Trends(tuple(charts[:always]), tuple(charts[always:]), unseen)


def _say_sets(days: int) -> str:
    return "the one training" if days == 1 else f"all {say_many(days, 'training')}"


def _keep_alike(filmed: Sequence[TrendPoint]) -> list[TrendPoint]:
    """Sets from the view that is most filmed: ranges, backs and tempos of another are not as exact."""
    views = Counter(one.view for one in filmed)
    usual = max(views, key=lambda one: views[one], default="")
    return [one for one in filmed if one.view == usual]


def _gather(points: Sequence[TrendPoint], read: Read, pick: Callable = median):
    return gather_days(((one.trained_at.date(), read(one)) for one in points), pick)


def _follow_load(points: Sequence[TrendPoint], settings: Settings) -> Course:
    known = [one for one in points if not math.isnan(one.load_kg)]
    days = _gather(known, lambda one: settings.from_kg(one.load_kg), max)
    return Course(
        "Load",
        tuple(days),
        f" {settings.load_unit}",
        1,
        note="Heaviest of each day.",
        least=0.0,
        has_best=True,
    )


def _follow_reps(points: Sequence[TrendPoint]) -> Course:
    days = _gather(points, lambda one: float(one.count))
    return Course("Reps a set", tuple(days), "", 0, note="Median of each day.", least=0.0)


def _follow_score(filmed: Sequence[TrendPoint]) -> Course:
    days = _gather(filmed, lambda one: one.score)
    target = (load_limits().quality.least_score, 100.0)
    return Course(
        "Score", tuple(days), "", 0, target=target, target_name="quality", least=50.0, most=100.0,
        is_judged=True, is_expected=True,
    )  # fmt: skip


def _follow_range(filmed: Sequence[TrendPoint]) -> Course:
    unit = filmed[-1].range_unit if filmed else ""
    mark, decimals = UNITS.get(unit, ("", 2))
    days = _gather([one for one in filmed if one.range_unit == unit], lambda one: one.range_median)
    note = f"Filmed {VIEWS[filmed[-1].view]}." if filmed and filmed[-1].view in VIEWS else ""
    return Course(
        "Range", tuple(days), mark, decimals, note=note, least=0.0, is_judged=True, is_expected=bool(unit)
    )


def _follow_tempo(filmed: Sequence[TrendPoint], exercise: Exercise) -> list[Course]:
    courses = []
    for phase in TEMPO_PHASES:
        name = f"{phase.value}_s"
        target = getattr(exercise.tempo, name)
        words = start_sentence(exercise.phase_words[phase.value])
        days = _gather(filmed, lambda one, name=name: getattr(one, name))
        courses.append(
            Course(
                f"{words}, time",
                tuple(days),
                " s",
                1,
                target=target,
                is_about=True,
                least=0.0,
                is_judged=True,
                is_expected=target != (0.0, math.inf),
            )
        )
    return courses


def _follow_back(filmed: Sequence[TrendPoint], exercise: Exercise | None) -> list[Course]:
    """Two courses: against the own neutral back, and against straight, which are never one line."""
    rules = exercise.rules if exercise is not None else ()
    rule = next((one for one in rules if one.name == SPINE_RULE), None)
    if rule is None:
        return []
    names = {
        True: ("Back position", "Against your neutral back."),
        False: ("Back, not calibrated", "Against straight."),
    }
    courses = []
    for is_calibrated, (title, note) in names.items():
        days = _gather(
            [one for one in filmed if one.is_calibrated == is_calibrated], lambda one: one.back_arc_deg
        )
        courses.append(
            Course(
                title,
                tuple(days),
                "°",
                0,
                note=note,
                target=(-math.inf, _find_limit(rule, is_calibrated)),
                target_name="flat enough",
                least=0.0,
                most=20.0,
                is_judged=True,
                is_expected=True,
            )
        )
    return courses


def _find_limit(rule: Rule, is_calibrated: bool) -> float:
    without = rule.limits_without_reference
    return (rule.limits if is_calibrated or without is None else without).minor


def _follow_sides(filmed: Sequence[TrendPoint]) -> Course:
    days = _gather(filmed, lambda one: 100.0 * one.side_difference)
    return Course("One side behind the other", tuple(days), " %", 0, least=0.0, is_judged=True)


def _follow_momentum(filmed: Sequence[TrendPoint]) -> Course:
    days = _gather(filmed, lambda one: one.momentum)
    return Course("Momentum", tuple(days), "", 0, note="0 = pulled, 100 = swung.", least=0.0, is_judged=True)
