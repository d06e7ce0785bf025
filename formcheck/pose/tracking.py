"""Keep following one person, and judge which of the person's landmarks to trust.

MediaPipe follows whoever it found last. When it loses the athlete it may continue on a bystander, swap
left and right, or invent a hand outside the picture with full confidence. The three classes here mend
that on plain arrays, so each of them is tested without a model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import LANDMARK_COUNT, Landmark

_TORSO = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]

_LEFT_ARM = [11, 13, 15, 17, 19, 21]
_LEFT_LEG = [23, 25, 27, 29, 31]
_CHAINS = tuple((np.array(left), np.array(left) + 1) for left in (_LEFT_ARM, _LEFT_LEG))

_CHILD_PARENT = np.array([(13, 11), (14, 12), (15, 13), (16, 14), (25, 23), (26, 24), (27, 25), (28, 26)])


@dataclass(slots=True)
class Detection:
    """What the model says about one picture; arrays are changed in place by the repairs.

    Attributes
    ----------
    image : ndarray, shape (33, 2)
        Pixels.
    world : ndarray, shape (33, 3)
        Metres about the mid-hip.
    visibility, presence : ndarray, shape (33,)
        The model's confidences, 0 to 1.
    mask : ndarray, shape (H, W), float32, or None
        Probability of "person".
    owner : object
        Whoever owns the mask's memory; kept alive as long as the detection, because a MediaPipe mask is
        a bare view that dangles once its image is gone.
    """

    image: NDArray
    world: NDArray
    visibility: NDArray
    presence: NDArray
    mask: NDArray[np.float32] | None = None
    owner: object = None

    def copy(self) -> Detection:
        """The same with arrays of its own, without the mask."""
        return Detection(self.image.copy(), self.world.copy(), self.visibility.copy(), self.presence.copy())

    @property
    def torso_px(self) -> float:
        """Mid-hip to mid-shoulder in pixels."""
        trunk = self.mid_shoulder_px - self.mid_hip_px
        return float(np.hypot(trunk[0], trunk[1]))

    @property
    def mid_shoulder_px(self) -> NDArray:
        """Midpoint of the shoulders in pixels."""
        return (self.image[_TORSO[0]] + self.image[_TORSO[1]]) / 2.0

    @property
    def mid_hip_px(self) -> NDArray:
        """Midpoint of the hips in pixels."""
        return (self.image[_TORSO[2]] + self.image[_TORSO[3]]) / 2.0

    @property
    def torso_box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of shoulders and hips, at least a third of the torso wide."""
        low, high = self.image[_TORSO].min(0), self.image[_TORSO].max(0)
        grow = np.maximum((self.torso_px / 3 - (high - low)) / 2, 0)
        low, high = low - grow, high + grow
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def measure_overlap(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    """Intersection over union of two boxes (left, top, right, bottom), 0 to 1."""
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = width * height
    area = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared
    return shared / area


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the athlete was last."""

    mid_hip_px: NDArray
    torso_px: float
    box: tuple[float, float, float, float]

    @classmethod
    def of(cls, detection: Detection) -> _Place:
        return cls(detection.mid_hip_px, detection.torso_px, detection.torso_box)


class SubjectLock:
    """Accept only the person followed so far.

    A detection is the same person when its torso overlaps the last one by ≥ 0.3 (intersection over
    union) or its mid-hip lies within 0.75 torso lengths of it. After ``FORGET_S`` without the athlete
    whoever is there is accepted as a new start; so is whoever stands elsewhere after a cut of the scene
    (changed grey levels alone may be the light: the mid-hip must also have moved by 0.15).

    Attributes
    ----------
    started_s : float
        Since when the athlete has been seen without a break.
    person : int
        Grows with every new start.
    """

    MIN_OVERLAP = 0.3
    MAX_SHIFT = 0.75
    CUT_SHIFT = 0.15
    FORGET_S = 1.0

    def __init__(self) -> None:
        self._last: _Place | None = None
        self._last_s = -math.inf
        self._missed = False
        self.started_s = -math.inf
        self.person = 0

    def accept(self, detection: Detection, t_s: float, scene_was_cut: bool = False) -> bool:
        """Decide whether this is the athlete, and remember it if so."""
        known = self._last is not None and t_s - self._last_s <= self.FORGET_S
        if known and scene_was_cut:
            known = self._measure_shift(detection) <= self.CUT_SHIFT
        if known and not self._is_same(detection):
            self.miss()
            return False
        if not known:
            self.person += 1
        if not known or self._missed:
            self.started_s = t_s
        self._last, self._last_s, self._missed = _Place.of(detection), t_s, False
        return True

    def miss(self) -> None:
        """Note a picture without the athlete."""
        self._missed = True

    def is_waiting(self, t_s: float) -> bool:
        """Tell whether an athlete is known whose return is still awaited."""
        return self._last is not None and t_s - self._last_s <= self.FORGET_S

    @property
    def search_box(self) -> tuple[float, float, float, float] | None:
        """Where in the picture the athlete should come back: two torso lengths about the last torso."""
        if self._last is None:
            return None
        left, top, right, bottom = self._last.box
        margin = 2.0 * self._last.torso_px
        return left - margin, top - margin, right + margin, bottom + margin

    def _measure_shift(self, detection: Detection) -> float:
        """How far the mid-hip has moved, in torso lengths."""
        last = self._last
        assert last is not None
        return float(np.hypot(*(detection.mid_hip_px - last.mid_hip_px))) / max(last.torso_px, 1e-6)

    def _is_same(self, detection: Detection) -> bool:
        last = self._last
        assert last is not None
        if self._measure_shift(detection) <= self.MAX_SHIFT:
            return True
        return measure_overlap(detection.torso_box, last.box) >= self.MIN_OVERLAP


class SwapRepairer:
    """Undo left/right swaps of a whole arm or leg chain.

    A chain is swapped back when exchanging it moves it less than half as far since the last picture,
    and keeping it moves it by more than 0.12 torso lengths. The decision is latched until the reverse
    test fires. Rare with MediaPipe (7 events in 5 437 frames), frequent in a bird-dog.
    """

    SWAP_GAIN = 0.5
    MIN_JUMP = 0.12
    MAX_GAP_S = 0.25

    def __init__(self) -> None:
        self._latched = [False] * len(_CHAINS)
        self._last: list[NDArray] | None = None
        self._last_s = -math.inf

    def repair(self, detection: Detection, t_s: float) -> None:
        """Exchange left and right in ``detection`` where they are swapped."""
        if t_s - self._last_s > self.MAX_GAP_S:
            self._latched = [False] * len(_CHAINS)
            self._last = None
        torso_px = detection.torso_px
        for number, (left, right) in enumerate(_CHAINS):
            if self._latched[number]:
                _exchange(detection, left, right)
            if self._last is not None and self._is_swapped(
                self._last[number], detection.image, left, right, torso_px
            ):
                _exchange(detection, left, right)
                self._latched[number] = not self._latched[number]
        self._last = [detection.image[np.concatenate(chain)].copy() for chain in _CHAINS]
        self._last_s = t_s

    def _is_swapped(
        self, last: NDArray, image: NDArray, left: NDArray, right: NDArray, torso_px: float
    ) -> bool:
        keep_px = np.hypot(*(image[np.concatenate([left, right])] - last).T).mean()
        swap_px = np.hypot(*(image[np.concatenate([right, left])] - last).T).mean()
        return bool(keep_px > self.MIN_JUMP * torso_px and swap_px < self.SWAP_GAIN * keep_px)


def _exchange(detection: Detection, left: NDArray, right: NDArray) -> None:
    both, swapped = np.concatenate([left, right]), np.concatenate([right, left])
    for array in (detection.image, detection.world, detection.visibility, detection.presence):
        array[both] = array[swapped]


def find_seen(detection: Detection, size_px: tuple[int, int]) -> NDArray[np.bool_]:
    """Tell which landmarks are seen: enough for counting, see `ReliabilityJudge`; shape (33,)."""
    place = detection.image / size_px
    return ((place >= -0.02) & (place <= 1.02)).all(1) & (detection.presence >= 0.3)


class ReliabilityJudge:
    """Tell which landmarks are seen, and which may be measured with.

    *Seen* (enough for counting): within the picture with 2 % of slack, presence ≥ 0.3; never by
    visibility (a wrist at 0.05–0.15 is tracked well enough to count). *Reliable* (needed to measure):
    also 1 % inside the picture, presence ≥ 0.5, visibility ≥ 0.3, no jump above 0.35 torso lengths in
    1/30 s (a longer step allows more; a shorter one no less, because noise does not shrink with it), a
    bone between 0.6 and 1.5 times its usual length, and not in the first 0.3 s of tracking.
    """

    SETTLING_S = 0.3
    MAX_JUMP = 0.35
    BONE_SPAN = (0.6, 1.5)
    CALIBRATION_FRAMES = 90
    MIN_FRAMES = 15

    def __init__(self) -> None:
        self._last: NDArray | None = None
        self._last_s = -math.inf
        self._bones_m: list[NDArray] = []
        self._usual_m: NDArray | None = None

    def judge(
        self, detection: Detection, t_s: float, started_s: float, size_px: tuple[int, int]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Judge all landmarks of one picture.

        Parameters
        ----------
        detection : Detection
            After left/right repair.
        t_s, started_s : float
            Time of the picture, and since when this person has been followed.
        size_px : tuple of int
            Width and height of the picture.

        Returns
        -------
        seen, reliable : ndarray, shape (33,), bool
        """
        place = detection.image / size_px
        seen = find_seen(detection, size_px)
        if t_s - started_s < self.SETTLING_S:
            reliable = np.zeros(LANDMARK_COUNT, bool)
        else:
            reliable = ((place >= 0.01) & (place <= 0.99)).all(1)
            reliable &= (detection.presence >= 0.5) & (detection.visibility >= 0.3)
            reliable &= self._moves_plausibly(detection, t_s)
            reliable &= self._has_usual_bones(detection)
        self._last, self._last_s = detection.image.copy(), t_s
        return seen, reliable

    def _moves_plausibly(self, detection: Detection, t_s: float) -> NDArray[np.bool_]:
        if self._last is None:
            return np.ones(LANDMARK_COUNT, bool)
        allowed_px = self.MAX_JUMP * detection.torso_px * max(30.0 * (t_s - self._last_s), 1.0)
        return np.hypot(*(detection.image - self._last).T) <= allowed_px

    def _has_usual_bones(self, detection: Detection) -> NDArray[np.bool_]:
        world = detection.world
        lengths_m = np.linalg.norm(world[_CHILD_PARENT[:, 0]] - world[_CHILD_PARENT[:, 1]], axis=1)
        if len(self._bones_m) < self.CALIBRATION_FRAMES:
            self._bones_m.append(lengths_m)
            if len(self._bones_m) >= self.MIN_FRAMES:
                self._usual_m = np.array([median(column) for column in zip(*self._bones_m, strict=True)])
        usual = np.ones(LANDMARK_COUNT, bool)
        if self._usual_m is not None:
            ratio = lengths_m / self._usual_m
            usual[_CHILD_PARENT[:, 0]] = (ratio >= self.BONE_SPAN[0]) & (ratio <= self.BONE_SPAN[1])
        return usual
