"""Picture to sighting: the athlete in one picture, as the model says, before sides and trust are settled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.chooser import AthleteChooser
from formcheck.pose.flanks import cut_flanks
from formcheck.pose.landmarks import STATION_COUNT, Picture
from formcheck.pose.tracking import Detection, SubjectLock, find_seen

LONGER_SIDE_PX = 640
"""Pictures are analysed at this size: the model itself works on a 256 px crop of the person, and a mask
of this size costs about a millisecond."""

CUT_HISTOGRAM_DISTANCE = 0.25
"""Share of the grey levels that must change at once to call it a cut of the scene."""


class Detector(Protocol):
    """The bare model: one RGB picture in, what it saw out."""

    def detect(self, rgb: Picture, t_ms: int) -> Detection | None:
        """Find one person; ``t_ms`` must grow from call to call."""
        ...

    def find_people(self, rgb: Picture) -> list[Detection]:
        """Find everybody in one picture, whatever came before."""
        ...

    def forget(self) -> None:
        """Start anew: nobody is followed any more, and times may start anywhere."""
        ...

    def close(self) -> None:
        """Give the model's memory back."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """What was seen of the athlete in one picture.

    Attributes
    ----------
    t_s : float
        Time of the picture in seconds.
    size_px : tuple of int
        (width, height) of the analysed picture.
    detection : Detection or None
        As the model said, without its mask; None: the athlete was not seen.
    flanks : ndarray, shape (2, 47, 2), float32
        As ``Pose.flanks``.
    person : int
        Grows with every new start.
    started_s : float
        Since when this person has been seen without a break.
    is_free : bool
        Nobody is followed, nor looked for: whoever comes next is a new start.
    """

    t_s: float
    size_px: tuple[int, int]
    detection: Detection | None
    flanks: NDArray[np.float32]
    person: int
    started_s: float
    is_free: bool


def choose_size_px(width_px: int, height_px: int, longer_side_px: int = LONGER_SIDE_PX) -> tuple[int, int]:
    """Size at which a picture is analysed.

    Parameters
    ----------
    width_px, height_px : int
        Size of the picture.
    longer_side_px : int
        Wanted length of its longer side.

    Returns
    -------
    width_px, height_px : int
        In the picture's proportions to a pixel; the width is a multiple of 4, because MediaPipe 0.10.31
        aborts the process when a mask of another width is read (seen at 511, 510, 506 and 362).
    """
    scale = longer_side_px / max(width_px, height_px)
    width = max(4, 4 * round(width_px * scale / 4))
    height = max(1, round(height_px * width / width_px))
    return width, height


def resize(picture: Picture) -> Picture:
    """A picture at the size at which it is analysed; itself where it has that size."""
    size_px = choose_size_px(picture.shape[1], picture.shape[0])
    if size_px == (picture.shape[1], picture.shape[0]):
        return picture
    method = cv2.INTER_AREA if size_px[0] < picture.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size_px, interpolation=method), np.uint8)


class AthleteFinder:
    """Find one person in the pictures of one source, and stay with that person.

    Parameters
    ----------
    detector : Detector
        The bare model; whoever made it closes it.
    is_midway : bool
        It starts in the middle of a source, beside one that has been there from the beginning: whom the model
        finds first is taken, and the other one will tell whether it is the athlete.

    Notes
    -----
    Scaling, times that always grow, the choice among several people at a new start, the subject lock, and
    the two edges of the trunk cut from the mask. What it remembers of the past is gone within a second or
    so; what is remembered of a whole clip is settled by `formcheck.pose.estimator.PoseMaker`.
    """

    def __init__(self, detector: Detector, is_midway: bool = False) -> None:
        self._detector = detector
        self._is_midway = is_midway
        self._last_ms = -1
        self._chooser = AthleteChooser()
        self._lock = SubjectLock()
        self._histogram: NDArray[np.float64] | None = None
        self._cut_pending = False
        self._hopped = False

    def find(self, picture: Picture, t_s: float) -> Sighting:
        """Find the athlete in the next picture.

        Parameters
        ----------
        picture : ndarray, shape (H, W, 3), uint8
            BGR, of any size.
        t_s : float
            Seconds; should grow from call to call.

        Returns
        -------
        Sighting
            In pixels of the analysed picture.
        """
        picture = resize(picture)
        size_px = picture.shape[1], picture.shape[0]
        detection = self._look(picture, t_s)
        flanks = _cut_trunk(detection, size_px)
        if detection is not None:
            detection.mask = detection.owner = None
        is_free = detection is None and not (self._lock.is_waiting(t_s) or self._chooser.is_looking(t_s))
        return Sighting(t_s, size_px, detection, flanks, self._lock.person, self._lock.started_s, is_free)

    def _look(self, picture: Picture, t_s: float) -> Detection | None:
        """The athlete's detection; None: not seen, or somebody else."""
        self._cut_pending |= self._notice_cut(picture)
        rgb = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
        is_start = not self._lock.is_waiting(t_s)
        if is_start:
            _keep_only(rgb, self._chooser.find_search_box(t_s))
        elif self._hopped:
            _keep_only(rgb, self._lock.search_box)
        # Before the model that follows is loaded there is room in memory for the one that looks around.
        people = self._detector.find_people(rgb) if self._last_ms < 0 and not self._is_midway else None
        self._last_ms = max(self._last_ms + 1, round(t_s * 1000))
        detection = self._detector.detect(rgb, self._last_ms)
        if detection is None:
            self._lock.miss()
            return None
        looks_round = is_start and not (self._is_midway and self._lock.person == 0)
        if looks_round:
            people = people if people is not None else self._detector.find_people(rgb)
            if not self._chooser.accept(detection, people, t_s):
                return None
        self._hopped = not self._lock.accept(detection, t_s, self._cut_pending)
        self._cut_pending = False
        return None if self._hopped else detection

    def _notice_cut(self, picture: Picture) -> bool:
        """Tell whether the grey levels changed at once: an edit, or the light, but no movement."""
        sample = picture[::12, ::12, 1]
        histogram = np.bincount(sample.ravel() >> 4, minlength=16) / sample.size
        last, self._histogram = self._histogram, histogram
        if last is None:
            return False
        return float(np.abs(histogram - last).sum()) / 2 > CUT_HISTOGRAM_DISTANCE


def _cut_trunk(detection: Detection | None, size_px: tuple[int, int]) -> NDArray[np.float32]:
    """Both edges of the trunk; NaN where the mask or a corner of the trunk is not seen."""
    if detection is not None and detection.mask is not None:
        seen = find_seen(detection, size_px)
        if seen[[11, 12, 23, 24]].all():
            return cut_flanks(detection.mask, detection.mid_shoulder_px, detection.mid_hip_px)
    return np.full((2, STATION_COUNT, 2), np.nan, np.float32)


def _keep_only(rgb: Picture, box: tuple[float, float, float, float] | None) -> None:
    """Blank everything outside the box, so that a model that followed a bystander has to look again."""
    if box is None:
        return
    left, top, right, bottom = (max(0, round(x)) for x in box)
    grey = np.uint8(114)
    rgb[:top] = grey
    rgb[bottom:] = grey
    rgb[:, :left] = grey
    rgb[:, right:] = grey
