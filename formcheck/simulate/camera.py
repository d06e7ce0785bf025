"""The camera that films the figure: a pinhole with yaw, pitch, roll, distance and lens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from formcheck.simulate.rotations import Floats, normalize


@dataclass(frozen=True, slots=True)
class Camera:
    """Where the camera stands and what it sees.

    Parameters
    ----------
    facing : {"right", "left"}
        Which way the figure looks in the picture of a camera that stands at its side.
    yaw_deg : float
        How far the camera has walked from that side towards the figure's front: 0 side-on, 90 frontal,
        −90 from behind.
    distance_m : float
        From the point it looks at.
    height_m : float
        Of the lens above the floor.
    target_m : tuple of float
        Point it looks at: forward, left, up. A target higher or lower than the lens pitches the camera.
    roll_deg : float
        Clockwise turn of the camera; the picture turns the other way.
    pitch_deg : float
        Tilt added to the one that looks at the target, up positive.
    field_deg : float
        Vertical field of view of the lens (38: a phone's main lens held upright, cropped to 4:3).
    size_px : tuple of int
        Width and height of the picture.
    """

    facing: Literal["right", "left"] = "right"
    yaw_deg: float = 0.0
    distance_m: float = 3.4
    height_m: float = 0.95
    target_m: tuple[float, float, float] = (0.05, 0.0, 0.88)
    roll_deg: float = 0.0
    pitch_deg: float = 0.0
    field_deg: float = 38.0
    size_px: tuple[int, int] = (640, 480)

    @property
    def focal_px(self) -> float:
        """Focal length in pixels."""
        return 0.5 * self.size_px[1] / np.tan(np.deg2rad(self.field_deg) / 2)

    @property
    def position_m(self) -> Floats:
        """Centre of the lens."""
        azimuth = np.deg2rad(self.yaw_deg if self.facing == "right" else 180.0 - self.yaw_deg)
        x, y, _ = self.target_m
        return np.array(
            [x + self.distance_m * np.sin(azimuth), y - self.distance_m * np.cos(azimuth), self.height_m]
        )

    @property
    def axes(self) -> Floats:
        """Rows: image-right, image-down, away from the camera, in the figure's axes; shape (3, 3)."""
        away = normalize(np.array(self.target_m) - self.position_m)
        right = normalize(np.cross(away, [0.0, 0.0, 1.0]))
        down = np.cross(away, right)
        pitch, roll = np.deg2rad(self.pitch_deg), np.deg2rad(self.roll_deg)
        away, down = away * np.cos(pitch) - down * np.sin(pitch), down * np.cos(pitch) + away * np.sin(pitch)
        right, down = right * np.cos(roll) + down * np.sin(roll), down * np.cos(roll) - right * np.sin(roll)
        return np.stack([right, down, away])

    def see(self, points_m: ArrayLike) -> Floats:
        """Points (..., 3) in the camera's own axes: right, down, away; metres from the lens."""
        return (np.asarray(points_m, float) - self.position_m) @ self.axes.T

    def project(self, points_m: ArrayLike) -> Floats:
        """Points (..., 3) in metres to pixels and depth: (..., 3) as x right, y down, z in metres.

        A point half a pixel right of the picture's left edge has x = 0.5. Behind the lens: NaN.
        """
        seen = self.see(points_m)
        depth = np.where(seen[..., 2] > 0.05, seen[..., 2], np.nan)
        width, height = self.size_px
        x = seen[..., 0] / depth * self.focal_px + width / 2
        y = seen[..., 1] / depth * self.focal_px + height / 2
        return np.stack([x, y, depth], -1)
