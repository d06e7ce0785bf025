"""A repetition that a person saw and the counter did not: where it lies, and whose it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from formcheck.corrections import AddedRep
from formcheck.counting import CountedCycle, find_diagonal_side, find_near_lane
from formcheck.exercises.exercise import Exercise, Sides
from formcheck.lane_timing import make_ranger
from formcheck.motion.rate import measure_rate_hz
from formcheck.recording import Recording
from formcheck.reps.missed import find_least_depth, find_missed_cycle


def find_added_rep(
    exercise: Exercise,
    recording: Recording,
    listed: Sequence[CountedCycle],
    change: AddedRep,
    leader: int,
) -> CountedCycle | str:
    """Find the movement that a person saw.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
    listed : sequence of CountedCycle
        The set so far, in the order of time.
    change : AddedRep
    leader : int
        Number of the lane that leads. Where each arm has repetitions of its own, the lane of the given side
        is looked at, or else both.

    Returns
    -------
    CountedCycle or str
        A full one, in the bout of its nearest neighbour; or in one sentence why none can be added.
    """
    at_s, has_sides = change.at_s, exercise.sides in (Sides.EACH_ARM, Sides.DIAGONAL)
    if change.side and not has_sides:
        return f"{exercise.name} is not counted by side: add the repetition without one."
    lanes = [leader] if exercise.sides is not Sides.EACH_ARM else range(len(exercise.lanes))
    if exercise.sides is Sides.EACH_ARM and change.side:
        lanes = [k for k in lanes if exercise.lanes[k].side == change.side]
    candidates = [_find_on_lane(exercise, recording, listed, at_s, lane) for lane in lanes]
    found = [one for one in candidates if one is not None]
    taken = [one for one in listed if one.lane in lanes and one.start_s <= at_s <= one.counted_s]
    taken += [one for one in listed if any(one.overlaps(other) for other in found)]
    if taken:
        where = f"There is a movement at {taken[0].turn_s:.1f} s already"
        return f"{where}: change that one instead of adding another."
    if not found:
        least = _word_depth(find_least_depth(exercise.counting), exercise.unit)
        return f"Nothing moves out and back by at least {least} at {at_s:.1f} s: no repetition is added."
    cycle = _choose_arm(recording, found, at_s)
    if exercise.sides is Sides.DIAGONAL:
        side = change.side or find_diagonal_side(exercise.lanes[cycle.lane], cycle, recording)
        if side is None:
            return f"No raised arm is seen at {at_s:.1f} s: add the repetition with its side."
        return replace(cycle, side=side)
    return cycle if has_sides else replace(cycle, side="both")


def _find_on_lane(
    exercise: Exercise, recording: Recording, listed: Sequence[CountedCycle], at_s: float, lane: int
) -> CountedCycle | None:
    """The movement meant on one lane, between its neighbours there; None: none, or one that is listed."""
    own = [cycle for cycle in listed if cycle.lane == lane]
    if len(recording) < 2 or any(cycle.start_s <= at_s <= cycle.counted_s for cycle in own):
        return None
    before_s = max((cycle.counted_s for cycle in own if cycle.counted_s < at_s), default=-math.inf)
    after_s = min((cycle.start_s for cycle in own if cycle.start_s > at_s), default=math.inf)
    ranger = make_ranger(exercise, exercise.lanes[lane], recording, measure_rate_hz(recording.read("t_s")))
    t_s, height = ranger.trace(before_s, after_s)
    cycle = find_missed_cycle(t_s, height, exercise.counting, at_s, may_lift_off=before_s == -math.inf)
    if cycle is None:
        return None
    nearest = min(listed, key=lambda one: abs(one.turn_s - cycle.turn_s), default=None)
    return CountedCycle.of(cycle, nearest.bout if nearest else 1, exercise.lanes[lane].side, lane)


def _choose_arm(recording: Recording, found: Sequence[CountedCycle], at_s: float) -> CountedCycle:
    """Of one movement seen on both arms the near one's, or the larger; of two, the nearer in time."""
    if len(found) > 1 and found[0].overlaps(found[1]):
        near_lane = find_near_lane(recording, found[0])
        return max(found, key=lambda one: (one.lane == near_lane, one.depth))
    return min(found, key=lambda one: abs(one.turn_s - at_s))


def _word_depth(depth: float, unit: str) -> str:
    return f"{depth:.0f}°" if unit == "deg" else f"{depth:.2f} trunk lengths"
