"""Calibrations of the figure: it stands tall, then holds a hinge, and how its outline may be spoilt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.calibration import Calibration
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN, Pose
from formcheck.pose.track import TrackWriter
from formcheck.simulate import Build, Camera, RepPlan, SetPlan, plan_set
from tests.motion_factory import make_poses, make_times

STANDS_S, BENDS_S, HOLDS_S = 2.5, 2.0, 2.5
NEUTRAL_HINGE = Calibration(
    arc_deg=-3.25,
    spread_deg=0.5,
    hold_trunk_deg=71.0,
    hip_range_deg=80.0,
    torso_px=140.0,
    thigh_length=0.85,
    shank_length=0.86,
    roll_deg=-2.0,
    facing=-1,
    yaw_deg=6.0,
    source="hold.mp4",
    made_on="2026-01-31",
)
"""One that was taken of nobody."""


def plan_protocol(
    stands_s: float = STANDS_S, bends_s: float = BENDS_S, holds_s: float = HOLDS_S, reps: int = 1, **options
) -> SetPlan:
    """Stand tall, hinge, hold and come up; further options as `plan_set` takes them."""
    settings = {"tempo_s": (bends_s, holds_s, 1.4, 0.3), "lead_s": stands_s, "tail_s": 0.3, **options}
    return plan_set("romanian_deadlift", reps, **settings)  # type: ignore[arg-type]


def film_protocol(camera: Camera | None = None, rate_hz: float = 30.0, **options) -> list[Pose]:
    """Exact poses of the protocol; options as in `plan_protocol`."""
    plan = plan_protocol(**options)
    return make_poses(plan, make_times(plan, rate_hz), camera)


def plan_opened_set(
    opening: Mapping[str, float] | None = None,
    faults: Sequence[Mapping[str, float]] = ({}, {}, {}),
    stands_s: float = STANDS_S,
    holds_s: float = HOLDS_S,
    movement: str = "romanian_deadlift",
    build: Build | None = None,
) -> SetPlan:
    """A set whose first repetition is a still hinge with these faults, and further ones with theirs."""
    first = RepPlan(BENDS_S, holds_s, 1.4, 1.0, dials=opening or {})
    reps = (first, *(RepPlan(1.8, 0.3, 1.2, 0.8, dials=dials) for dials in faults))
    return SetPlan(movement, reps, lead_s=stands_s, build=build or Build())


def film_opened_set(
    camera: Camera | None = None, rate_hz: float = 30.0, noise_m: float = 0.0, **options
) -> list[Pose]:
    """Exact poses of such a set; options as in `plan_opened_set`."""
    plan = plan_opened_set(**options)
    return make_poses(plan, make_times(plan, rate_hz), camera, noise_m)


def move_back(pose: Pose, offset: NDArray[np.float64]) -> Pose:
    """Move both edges of the trunk outward at every station, in trunk lengths."""
    axis = np.mean(pose.image[[11, 12]], 0) - np.mean(pose.image[[23, 24]], 0)
    normal = np.array([axis[1], -axis[0]])
    return replace(pose, flanks=pose.flanks + np.stack([normal, -normal])[:, None] * offset[:, None])


def bulge_back(pose: Pose, arc_deg: float) -> Pose:
    """Round the outline by about so many degrees of arc: a parabola over the trunk."""
    along = np.linspace(*STATION_SPAN, STATION_COUNT)
    # A parabola of curvature 2k turns by 2k times the length of the judged window, 0.8 of the trunk.
    return move_back(pose, np.radians(arc_deg) / 1.6 * (0.25 - (along - 0.45) ** 2))


def save_track(path: Path, poses: Sequence[Pose]) -> Path:
    """Write a pose track as `formcheck review --track` does."""
    with TrackWriter(path) as writer:
        for pose in poses:
            writer.append(pose)
        source = {"kind": "video", "name": path.stem, "sha256": path.stem}
        writer.finish({"source": source, "pose": {"model": "exact"}})
    return path
