"""Which repetitions of a plan show which fault, for truth files."""

from __future__ import annotations

from collections.abc import Callable

from formcheck.simulate.motion import Family, find_movement
from formcheck.simulate.schedule import RepPlan, SetPlan
from formcheck.simulate.spine import NEUTRAL_HINGE_LUMBAR_DEG

_STEADY = ("minimum_jerk", "half_cosine", "constant_speed")

_BRINGS = {
    "heels_lift": ("squatted_hinge",),
    "arm_off_level": ("not_one_line",),
    "leg_too_low": ("not_one_line",),
    "leg_too_high": ("not_one_line",),
    "not_one_line": ("arm_off_level", "leg_too_low"),
}
"""Dial → rules it may also bring about: heels that rise by 6 cm bend the knees by 40° more, and an arm or a
leg far off level is not in line with the other."""


def list_faults(plan: SetPlan) -> dict[str, object]:
    """Rule → numbers (from 1) of the repetitions that show it, or "absent".

    A rule whose dial is turned only a little in any repetition, whose time lies between good and plainly bad,
    or which another fault may bring about, is left out: nobody can say.
    """
    movement = find_movement(plan)
    result: dict[str, object] = {}
    turned = {name for rep in plan.reps for name, dial in rep.dials.items() if dial}
    unsaid = {rule for name in turned for rule in _BRINGS.get(name, ())}
    for name, limit in movement.shown_from.items():
        dials = [_read_dial(name, rep) for rep in plan.reps]
        shown = [number for number, dial in enumerate(dials, 1) if dial >= limit]
        if shown or (max(dials) == 0.0 and name not in unsaid):
            result[name] = shown or "absent"
    for name, judge in _TIMED[movement.family].items():
        verdicts = [judge(rep) for rep in plan.reps]
        shown = [number for number, verdict in enumerate(verdicts, 1) if verdict]
        if shown or all(verdict is False for verdict in verdicts):
            result[name] = shown or "absent"
    return result


def name_timed_faults(family: Family) -> tuple[str, ...]:
    """Name the faults that no dial sets, because they are times."""
    return tuple(_TIMED[family])


def _read_dial(name: str, rep: RepPlan) -> float:
    dial = rep.dials.get(name, 0.0)
    if name == "torso_swing":  # A trunk that goes first has risen as much by the end of the pull.
        return dial + rep.dials.get("hips_before_pull", 0.0)
    if name == "short_range":
        return max(dial, 1.0 - rep.depth)
    if name == "spinal_rounding" and dial <= NEUTRAL_HINGE_LUMBAR_DEG:
        return 0.0
    return dial


def _decide(value: float, bad: float, good: float) -> bool | None:
    """True at or beyond ``bad``, False at or beyond ``good``, None between."""
    sign = 1.0 if bad < good else -1.0
    if sign * value <= sign * bad:
        return True
    return False if sign * value >= sign * good else None


def _is_dropped(down_s: float, up_s: float) -> bool | None:
    """Lowered in under 0.7 s or 0.6 of the lifting time."""
    verdicts = (_decide(down_s, 0.6, 1.0), _decide(down_s / up_s, 0.5, 0.8))
    return True if True in verdicts else None if None in verdicts else False


def _is_thrown(rep: RepPlan) -> bool | None:
    """Peak speed of 2.2 times the mean within the first quarter."""
    return True if rep.shape == "early_peak" else False if rep.shape in _STEADY else None


_TIMED: dict[Family, dict[str, Callable[[RepPlan], bool | None]]] = {
    "hinge": {"dropped_lowering": lambda rep: _is_dropped(rep.out_s, rep.back_s)},
    "row": {
        "no_squeeze": lambda rep: _decide(rep.hold_s, 0.7, 1.8),
        "dropped_lowering": lambda rep: _is_dropped(rep.back_s, rep.out_s),
        "ballistic_pull": _is_thrown,
    },
    "bird_dog": {
        "hold_too_short": lambda rep: _decide(rep.hold_s, 0.7, 1.8),
        "rushed": lambda rep: _decide(min(rep.out_s, rep.back_s), 0.6, 1.2),
    },
}
"""Faults that are times. The planned hold is shorter than the one by the 1 % definition, by about a tenth
of the movements before and after it, so both limits keep clear of what coaches ask for: a squeeze and a
hold of 1.8 s, plainly missing below 1.0 s; stretching out in no less than 0.8 s, rushed below 0.5 s."""
