"""Picture to Pose: everything around the bare model."""

from __future__ import annotations

from types import TracebackType
from typing import Protocol, Self

import cv2
import numpy as np

from formcheck.pose.finder import AthleteFinder, Detector, Sighting, resize
from formcheck.pose.landmarks import Picture, Pose
from formcheck.pose.tracking import ReliabilityJudge, SwapRepairer


class PoseEstimator(Protocol):
    """Anything that turns pictures, in order of time, into poses."""

    def estimate(self, picture: Picture, t_s: float) -> Pose:
        """Find the athlete in one BGR picture taken at ``t_s``."""
        ...

    def close(self) -> None:
        """Give the model's memory back."""
        ...


class PoseMaker:
    """Make poses of the sightings of one source: settle left and right, and which landmarks to trust.

    Parameters
    ----------
    edge_delay_s : float
        The model's; copied to every pose.

    Notes
    -----
    It remembers for as long as a person is followed (sides that were exchanged, usual lengths of bones), so
    it has to be shown every sighting in its order.
    """

    def __init__(self, edge_delay_s: float = 0.0) -> None:
        self._edge_delay_s = edge_delay_s
        self._person = 0
        self._swaps = SwapRepairer()
        self._judge = ReliabilityJudge()

    def make(self, sighting: Sighting) -> Pose:
        """The pose of the next sighting, whose detection is changed; missing when the athlete is not seen."""
        t_s, size_px, detection = sighting.t_s, sighting.size_px, sighting.detection
        if detection is None:
            return Pose.missing(t_s, size_px)
        if sighting.person != self._person:
            self._person = sighting.person
            self._swaps, self._judge = SwapRepairer(), ReliabilityJudge()
        self._swaps.repair(detection, t_s)
        seen, reliable = self._judge.judge(detection, t_s, sighting.started_s, size_px)
        detection.image[~seen] = np.nan
        detection.world[~seen] = np.nan
        return Pose(
            t_s=t_s,
            image=detection.image.astype(np.float32),
            world=detection.world.astype(np.float32),
            visibility=detection.visibility.astype(np.float32),
            reliable=reliable & seen,
            flanks=sighting.flanks,
            size_px=size_px,
            edge_delay_s=self._edge_delay_s,
        )


class TrackingEstimator:
    """Follow one person through the pictures of one source.

    Parameters
    ----------
    detector : Detector
        The bare model. Owned: closed along with the estimator.
    edge_delay_s : float
        The model's; copied to every pose.
    """

    def __init__(self, detector: Detector, edge_delay_s: float = 0.0) -> None:
        self._detector = detector
        self._finder = AthleteFinder(detector)
        self._maker = PoseMaker(edge_delay_s)

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
        return self._maker.make(self._finder.find(picture, t_s))

    def count_people(self, picture: Picture) -> int:
        """How many people are seen in one BGR picture; costs about as much as two poses."""
        rgb = np.asarray(cv2.cvtColor(resize(picture), cv2.COLOR_BGR2RGB), np.uint8)
        return len(self._detector.find_people(rgb))
