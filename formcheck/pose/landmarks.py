"""The Pose: one person at one instant, as numbers.

NaN policy
----------
A landmark that was not seen is NaN in ``image`` and in ``world``; nothing downstream ever reads a
made-up position. "Not seen" is decided by geometry (outside the picture) and by the model's presence,
never by its ``visibility``, which stays near 1 for limbs hidden behind the body. ``reliable`` is the
stricter test: True where the landmark is also good enough to *measure* an angle with.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Picture = NDArray[np.uint8]
"""A colour picture, shape (H, W, 3): BGR as OpenCV reads it, unless it is called ``rgb``."""

LANDMARK_COUNT = 33
STATION_COUNT = 47
"""Rays cut across the trunk; see ``STATION_SPAN``."""
STATION_SPAN = (-0.15, 1.0)
"""First and last station along the line hip → shoulder, as fractions of its length."""


class Landmark(IntEnum):
    """The 33 landmarks of MediaPipe Pose, numbered as the model numbers them."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


LEFT_RIGHT_PAIRS: tuple[tuple[int, int], ...] = (
    (1, 4), (2, 5), (3, 6), (7, 8), (9, 10), (11, 12), (13, 14), (15, 16),
    (17, 18), (19, 20), (21, 22), (23, 24), (25, 26), (27, 28), (29, 30), (31, 32),
)  # fmt: skip
"""(left, right) numbers of every landmark that has a twin."""

BONES: tuple[tuple[int, int], ...] = (
    (11, 12), (23, 24), (11, 23), (12, 24),
    (11, 13), (13, 15), (12, 14), (14, 16),
    (23, 25), (25, 27), (24, 26), (26, 28),
    (27, 29), (29, 31), (27, 31), (28, 30), (30, 32), (28, 32),
)  # fmt: skip
"""Pairs joined by a line when a pose is drawn."""


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person at one instant.

    Attributes
    ----------
    t_s : float
        Time of the picture in seconds, on the clock of its source.
    image : ndarray, shape (33, 2), float32
        Landmarks in pixels of the analysed picture, x to the right, y down. NaN: not seen.
    world : ndarray, shape (33, 3), float32
        Landmarks in metres about the mid-hip, x to the image's right, y down, z away from the camera.
        NaN wherever ``image`` is.
    visibility : ndarray, shape (33,), float32
        The model's own estimate, 0 to 1. Shown, never used to decide: a shoulder hidden behind the
        body reads 1.00.
    reliable : ndarray, shape (33,), bool
        True where the landmark may be used to measure angles and faults; counting needs only "seen".
    flanks : ndarray, shape (2, 47, 2), float32
        The two edges of the trunk in pixels, cut from the person mask at 47 stations along the line
        hip → shoulder (``STATION_SPAN``). With ``u`` the unit vector from hip to shoulder,
        ``flanks[0]`` lies along ``(u_y, -u_x)`` and ``flanks[1]`` along the opposite direction: for a
        person who faces image-right the back is ``flanks[0]``. NaN: no clear edge.
    size_px : tuple of int
        (width, height) of the analysed picture, to which all pixels refer.
    edge_delay_s : float
        How late the landmarks show that a movement leaves its rest, or comes to it; 0 for exact ones. The
        smoothing of a pose model has it.

    Notes
    -----
    All arrays are read-only float32 (bool for ``reliable``), so a track written to disk and read back
    is the same track, bit for bit.
    """

    t_s: float
    image: Floats
    world: Floats
    visibility: Floats
    reliable: Flags
    flanks: Floats
    size_px: tuple[int, int]
    edge_delay_s: float = 0.0

    def __post_init__(self) -> None:
        shapes = {
            "image": (LANDMARK_COUNT, 2),
            "world": (LANDMARK_COUNT, 3),
            "visibility": (LANDMARK_COUNT,),
            "reliable": (LANDMARK_COUNT,),
            "flanks": (2, STATION_COUNT, 2),
        }
        for name, shape in shapes.items():
            given = np.array(getattr(self, name), dtype=bool if name == "reliable" else np.float32)
            if given.shape != shape:
                raise ValueError(f"Pose.{name} has shape {given.shape}, expected {shape}")
            given.flags.writeable = False
            object.__setattr__(self, name, given)

    @classmethod
    def missing(cls, t_s: float, size_px: tuple[int, int] = (0, 0)) -> Pose:
        """Nobody seen at ``t_s``: every number is NaN."""
        return cls(
            t_s=t_s,
            image=np.full((LANDMARK_COUNT, 2), np.nan, np.float32),
            world=np.full((LANDMARK_COUNT, 3), np.nan, np.float32),
            visibility=np.full(LANDMARK_COUNT, np.nan, np.float32),
            reliable=np.zeros(LANDMARK_COUNT, bool),
            flanks=np.full((2, STATION_COUNT, 2), np.nan, np.float32),
            size_px=size_px,
        )

    @property
    def found(self) -> bool:
        """True when at least one landmark was seen."""
        return bool(np.isfinite(self.image[:, 0]).any())
