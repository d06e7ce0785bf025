"""The start of a finder: of a source, in the middle of one, and anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from formcheck.pose.finder import AthleteFinder, Sighting
from formcheck.pose.landmarks import Picture
from formcheck.pose.mediapipe import MediaPipeDetector
from formcheck.pose.tracking import Detection
from formcheck.video.reader import open_video
from tests.picture_factory import paint
from tests.unit.pose.detection_factory import make_detection

STEP_S = 1 / 30
FAR, NEAR = make_detection((500.0, 230.0), 40.0), make_detection((120.0, 230.0), 80.0)


class DistantDetector:
    """Is surest of somebody in the background, while somebody stands nearer."""

    def __init__(self, gone: range = range(0)) -> None:
        self._gone = gone
        self.calls: list[str] = []

    def detect(self, rgb: Picture, t_ms: int) -> Detection | None:
        del rgb, t_ms
        self.calls.append("detect")
        number = self.calls.count("detect") - 1
        return None if number in self._gone else FAR.copy()

    def find_people(self, rgb: Picture) -> list[Detection]:
        del rgb
        self.calls.append("look round")
        return [FAR.copy(), NEAR.copy()]

    def forget(self) -> None: ...

    def close(self) -> None: ...


def find(detector: DistantDetector, pictures: int, is_midway: bool) -> list[Sighting]:
    finder = AthleteFinder(detector, is_midway)
    return [finder.find(paint(), k * STEP_S) for k in range(pictures)]


def test_at_the_beginning_it_looks_round_before_the_model_that_follows_is_loaded() -> None:
    detector = DistantDetector()
    sightings = find(detector, 2, is_midway=False)
    assert detector.calls[:2] == ["look round", "detect"]
    assert sightings[0].detection is None
    assert not sightings[0].is_free


def test_in_the_middle_it_takes_whom_the_model_takes() -> None:
    detector = DistantDetector()
    sightings = find(detector, 3, is_midway=True)
    assert detector.calls == ["detect"] * 3
    assert all(sighting.detection is not None for sighting in sightings)


def test_a_later_start_looks_round_there_too() -> None:
    detector = DistantDetector(gone=range(5, 45))
    sightings = find(detector, 46, is_midway=True)
    assert detector.calls.count("look round") == 1
    assert sightings[45].detection is None  # somebody nearer was seen
    free = [k for k, sighting in enumerate(sightings) if sighting.is_free]
    assert free == list(range(35, 45))  # a second after the athlete was seen last


def test_sightings_carry_no_mask() -> None:
    (sighting,) = find(DistantDetector(), 1, is_midway=True)
    assert sighting.detection is not None
    assert sighting.detection.mask is None
    assert sighting.detection.owner is None


@pytest.mark.pose
def test_a_model_that_forgot_is_as_good_as_new(sample_clip: Path, pose_model: Path) -> None:
    with open_video(sample_clip) as video:
        frames = [frame for frame, _ in zip(video, range(24), strict=False)]
    used, new = MediaPipeDetector(pose_model), MediaPipeDetector(pose_model, is_frugal=True)
    try:
        for frame in frames[:8]:
            used.detect(frame.image, round(frame.t_s * 1000))
        used.forget()
        for frame in frames[12:]:
            again, first = (one.detect(frame.image, round(frame.t_s * 1000)) for one in (used, new))
            assert again is not None
            assert first is not None
            np.testing.assert_array_equal(again.image, first.image)
            np.testing.assert_array_equal(again.world, first.world)
        used.forget()
        assert used.detect(frames[0].image, 0) is not None  # times may start anywhere
        assert len(new.find_people(frames[0].image)) == 1
    finally:
        used.close()
        new.close()
