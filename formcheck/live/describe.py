"""Put a set and a pose into the plain values of a state."""

from __future__ import annotations

from typing import Any

from formcheck.live.leg_watch import LEGS
from formcheck.live.set_follower import SetFollower
from formcheck.pose.landmarks import Pose

LOST = "You are out of sight. Step back into view."


def describe_set(follower: SetFollower, pose: Pose) -> dict[str, Any]:
    """What a state tells of the set itself."""
    phase, phase_s, target_s = follower.find_phase(pose.t_s)
    session = follower.session
    return {
        "count": session.count,
        "side_counts": session.side_counts,
        "phase": phase,
        "phase_s": phase_s,
        "phase_target_s": target_s,
        "depth": follower.find_depth(),
        "cue": follower.cue,
        "not_judged": LOST if follower.is_lost else session.view_problem or None,
        "finished_rep": follower.finished,
    }


def lay_out_landmarks(
    pose: Pose, has_clear_legs: bool = True
) -> tuple[tuple[float | None, float | None, bool], ...] | None:
    """Landmarks in shares of the picture, legs only where they are clear; None: nobody was seen."""
    if not pose.found:
        return None
    places = (pose.image / pose.size_px).tolist()
    return tuple(
        (round(x, 4), round(y, 4), True)
        if x == x and (has_clear_legs or number not in LEGS)
        else (None, None, False)
        for number, (x, y) in enumerate(places)
    )
