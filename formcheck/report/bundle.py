"""What a format may write from: a report, and what lies beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import Landmark
from formcheck.pose.track import Track
from formcheck.report.set_report import SetReport

PICTURE_TYPES = {".jpg": "image/jpeg", ".png": "image/png"}


@dataclass(frozen=True, slots=True)
class Bundle:
    """A report and what lies beside it.

    Attributes
    ----------
    report : SetReport
        With its signals, or read back without them.
    track : Track or None
        The poses it was made from.
    pictures : Path or None
        The folder that the report's pictures are named relative to.
    video : Path or None
        The annotated video.
    made_at : datetime
        When the set was done, for training logs: local time.
    """

    report: SetReport
    track: Track | None = None
    pictures: Path | None = None
    video: Path | None = None
    made_at: datetime = field(default_factory=datetime.now)

    @property
    def has_signals(self) -> bool:
        """Whether the report holds what was measured in every frame."""
        return len(self.report.signals.get("t_s", ())) > 0

    def find_picture(self, name: str) -> Path | None:
        """A picture that the report names; None: it is not there, or not below the folder of the pictures.

        A report may come from anybody, and must not make us hand out other files.
        """
        if self.pictures is None:
            return None
        root, path = self.pictures.resolve(), (self.pictures / name).resolve()
        is_ours = path.is_relative_to(root) and path.suffix.lower() in PICTURE_TYPES and path.is_file()
        return path if is_ours else None


def read_points_m(track: Track) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Landmarks of a track in space, as biomechanics software takes them.

    Returns
    -------
    t_s : ndarray, shape (N,)
    points_m : ndarray, shape (N, 33, 3)
        x towards image-right, y up, z towards the camera, in metres from the middle of the hips of the same
        frame: where the athlete stands in the room is not known. NaN: not seen.
    """
    poses = [(pose.t_s, pose.world) for pose in track]
    t_s = np.array([at_s for at_s, _ in poses])
    points_m = np.array([world for _, world in poses], float).reshape(len(poses), len(Landmark), 3)
    return t_s, points_m * (1.0, -1.0, -1.0)  # half a turn about x: still right-handed


def measure_step_s(t_s: NDArray[np.float64]) -> float:
    """Median time between two frames; NaN below two."""
    return float(np.median(np.diff(t_s))) if len(t_s) > 1 else float("nan")
