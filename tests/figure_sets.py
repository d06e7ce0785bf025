"""Sets of the drawn figure, as poses without pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from formcheck.pose.landmarks import Pose
from formcheck.simulate import Camera, SetPlan, lay_out, plan_set, simulate_poses
from formcheck.simulate.framing import frame_set
from formcheck.simulate.schedule import Side


def plan(movement: str, reps: int = 3, side: Side | None = None, **options: object) -> SetPlan:
    """Plan a short set."""
    tempo_s = (1.4, 0.4, 1.2, 0.6)
    return plan_set(
        movement, reps, side=side, **{"tempo_s": tempo_s, "lead_s": 0.8, "tail_s": 0.6, **options}
    )


def film(
    set_plan: SetPlan, yaw_deg: float = 0.0, facing: str = "right", rate_hz: float = 15.0, from_s: float = 0.0
) -> list[Pose]:
    """Poses of a set, seen by a camera that frames all of it."""
    camera = frame_set(set_plan, Camera(facing=facing, yaw_deg=yaw_deg))  # type: ignore[arg-type]
    camera = replace(camera, height_m=camera.target_m[2])  # looks level
    times = np.arange(from_s, lay_out(set_plan).duration_s, 1.0 / rate_hz)
    track = simulate_poses(set_plan, times, camera)
    seen = np.ones(track.visibility.shape[1], bool)
    return [
        Pose(t_s, track.image[k], track.world[k], track.visibility[k], seen, track.flanks[k], track.size_px)
        for k, t_s in enumerate(times.tolist())
    ]


def stack_world(poses: list[Pose]) -> np.ndarray:
    """Landmarks in space of all poses, (N, 33, 3)."""
    return np.stack([pose.world for pose in poses])


def read_times(poses: list[Pose]) -> np.ndarray:
    """Times of all poses, (N,)."""
    return np.array([pose.t_s for pose in poses])
