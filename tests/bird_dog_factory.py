"""Calibrations of the bird-dog: the figure rests on hands and knees, then holds arm and leg out."""

from __future__ import annotations

from collections.abc import Mapping

from formcheck.pose.landmarks import Pose
from formcheck.simulate import Camera, RepPlan, SetPlan
from formcheck.simulate.clip import Clip
from formcheck.simulate.framing import frame_set
from formcheck.simulate.schedule import Side
from formcheck.validate.tasks import find_exact_poses

RESTS_S, OUT_S, HOLDS_S = 2.6, 1.3, 2.4


def film_good_hold(
    rests_s: float = RESTS_S,
    holds_s: float = HOLDS_S,
    side: Side = "left",
    reps: int = 1,
    dials: Mapping[str, float] | None = None,
    camera: Camera | None = None,
    rate_hz: float = 24.0,
) -> list[Pose]:
    """Exact poses of a rest and of holds with the same arm raised."""
    rep = RepPlan(OUT_S, holds_s, OUT_S, 1.0, side=side, dials=dials or {})
    plan = SetPlan("bird_dog", (rep,) * reps, lead_s=rests_s)
    aimed = frame_set(plan, camera or Camera(height_m=0.7))
    return list(find_exact_poses(Clip(plan, aimed, fps=rate_hz)))
