"""Picture to Pose: everything around the bare model."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.pose.chooser import AthleteChooser
from formcheck.pose.flanks import cut_flanks
from formcheck.pose.landmarks import STATION_COUNT, Picture, Pose
from formcheck.pose.tracking import Detection, ReliabilityJudge, SubjectLock, SwapRepairer

LONGER_SIDE_PX = 640
"""Pictures are analysed at this size: the model itself works on a 256 px crop of the person, and a mask
of this size costs about a millisecond."""

CUT_HISTOGRAM_DISTANCE = 0.25
"""Share of the grey levels that must change at once to call it a cut of the scene."""


class PoseEstimator(Protocol):
    """Anything that turns pictures, in order of time, into poses."""

    def estimate(self, picture: Picture, t_s: float) -> Pose:
        """Find the athlete in one BGR picture taken at ``t_s``."""
        ...

    def close(self) -> None:
        """Give the model's memory back."""
        ...


class Detector(Protocol):
    """The bare model: one RGB picture in, what it saw out."""

    def detect(self, rgb: Picture, t_ms: int) -> Detection | None:
        """Find one person; ``t_ms`` must grow from call to call."""
        ...

    def find_people(self, rgb: Picture) -> list[Detection]:
        """Find everybody in one picture, whatever came before."""
        ...

    def close(self) -> None:
        """Give the model's memory back."""
        ...


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


class TrackingEstimator:
    """Follow one person through the pictures of one source.

    Parameters
    ----------
    detector : Detector
        The bare model. Owned: closed along with the estimator.
    edge_delay_s : float
        The model's; copied to every pose.

    Notes
    -----
    Around the model: scaling, times that always grow, the choice among several people at a new start, the
    subject lock, left/right repair, the reliability of landmarks, and the two edges of the trunk cut from
    the mask.
    """

    def __init__(self, detector: Detector, edge_delay_s: float = 0.0) -> None:
        self._detector = detector
        self._edge_delay_s = edge_delay_s
        self._last_ms = -1
        self._chooser = AthleteChooser()
        self._lock = SubjectLock()
        self._person = self._lock.person
        self._swaps = SwapRepairer()
        self._judge = ReliabilityJudge()
        self._histogram: NDArray[np.float64] | None = None
        self._cut_pending = False
        self._hopped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the model's memory back."""
        self._detector.close()

    def estimate(self, picture: Picture, t_s: float) -> Pose:
        """Find the athlete in one picture.

        Parameters
        ----------
        picture : ndarray, shape (H, W, 3), uint8
            BGR, of any size.
        t_s : float
            Seconds; should grow from call to call.

        Returns
        -------
        Pose
            In pixels of the analysed picture; ``Pose.missing`` when the athlete is not seen.
        """
        picture = _resize(picture)
        size_px = picture.shape[1], picture.shape[0]
        self._cut_pending |= self._notice_cut(picture)
        rgb = np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)
        is_start = not self._lock.is_waiting(t_s)
        if is_start:
            _keep_only(rgb, self._chooser.find_search_box(t_s))
        elif self._hopped:
            _keep_only(rgb, self._lock.search_box)
        self._last_ms = max(self._last_ms + 1, round(t_s * 1000))
        detection = self._detector.detect(rgb, self._last_ms)
        if detection is None:
            self._lock.miss()
            return Pose.missing(t_s, size_px)
        if is_start and not self._chooser.accept(detection, self._detector.find_people(rgb), t_s):
            return Pose.missing(t_s, size_px)
        self._hopped = not self._lock.accept(detection, t_s, self._cut_pending)
        self._cut_pending = False
        if self._hopped:
            return Pose.missing(t_s, size_px)
        return self._make_pose(detection, t_s, size_px)

    def count_people(self, picture: Picture) -> int:
        """How many people are seen in one BGR picture; costs about as much as two poses."""
        rgb = np.asarray(cv2.cvtColor(_resize(picture), cv2.COLOR_BGR2RGB), np.uint8)
        return len(self._detector.find_people(rgb))

    def _make_pose(self, detection: Detection, t_s: float, size_px: tuple[int, int]) -> Pose:
        if self._lock.person != self._person:
            self._person = self._lock.person
            self._swaps, self._judge = SwapRepairer(), ReliabilityJudge()
        self._swaps.repair(detection, t_s)
        seen, reliable = self._judge.judge(detection, t_s, self._lock.started_s, size_px)
        detection.image[~seen] = np.nan
        detection.world[~seen] = np.nan
        flanks = np.full((2, STATION_COUNT, 2), np.nan, np.float32)
        if detection.mask is not None and seen[[11, 12, 23, 24]].all():
            shoulder, hip = detection.image[[11, 12]].mean(0), detection.image[[23, 24]].mean(0)
            flanks = cut_flanks(detection.mask, shoulder, hip)
        return Pose(
            t_s=t_s,
            image=detection.image.astype(np.float32),
            world=detection.world.astype(np.float32),
            visibility=detection.visibility.astype(np.float32),
            reliable=reliable & seen,
            flanks=flanks,
            size_px=size_px,
            edge_delay_s=self._edge_delay_s,
        )

    def _notice_cut(self, picture: Picture) -> bool:
        """Tell whether the grey levels changed at once: an edit, or the light, but no movement."""
        sample = picture[::12, ::12, 1]
        histogram = np.bincount(sample.ravel() >> 4, minlength=16) / sample.size
        last, self._histogram = self._histogram, histogram
        if last is None:
            return False
        return float(np.abs(histogram - last).sum()) / 2 > CUT_HISTOGRAM_DISTANCE


def _resize(picture: Picture) -> Picture:
    """A picture at the size at which it is analysed."""
    size_px = choose_size_px(picture.shape[1], picture.shape[0])
    if size_px == (picture.shape[1], picture.shape[0]):
        return picture
    method = cv2.INTER_AREA if size_px[0] < picture.shape[1] else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(picture, size_px, interpolation=method), np.uint8)


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
