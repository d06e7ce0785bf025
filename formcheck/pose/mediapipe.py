"""The bare model: MediaPipe's Pose Landmarker behind the ``Detector`` protocol."""

from __future__ import annotations

import contextlib
import ctypes
import importlib
from pathlib import Path
from typing import Any

import numpy as np

from formcheck.pose.estimator import TrackingEstimator
from formcheck.pose.landmarks import Picture
from formcheck.pose.tracking import Detection
from formcheck.quiet import quiet_stderr

MOST_PEOPLE = 4
EDGE_DELAY_S = 0.04
"""How late MediaPipe's landmarks show the first and the last percent of a hinge: its smoothing (a One-Euro
filter, Casiez 2012) holds slow landmarks back. Medians of 19 starts and 21 ends of the rendered figure
without plates, side-on, 24 to 30 fps, before this correction: 0.044 and 0.041 s; at the bottom, where the
trunk sets off faster, 0.01 s or less. With the figure's own landmarks they are off by 0.02 s
(docs/accuracy.md)."""


class MediaPipeDetector:
    """MediaPipe Tasks' Pose Landmarker in VIDEO mode, one person, with its mask.

    Parameters
    ----------
    model : Path
        A ``.task`` bundle.
    is_frugal : bool
        Hold one landmarker at a time where it can be: the one that follows is loaded with the first picture,
        the one that looks around is given up after each look.

    Notes
    -----
    One person, because MediaPipe smooths its landmarks only then; live and review use the same mode,
    so they see the same.
    """

    def __init__(self, model: Path, is_frugal: bool = False) -> None:
        self._is_frugal = is_frugal
        with quiet_stderr():
            from mediapipe.tasks.python.core.base_options import BaseOptions
            from mediapipe.tasks.python.vision import PoseLandmarker, PoseLandmarkerOptions
            from mediapipe.tasks.python.vision.core.image import Image, ImageFormat
            from mediapipe.tasks.python.vision.core.vision_task_running_mode import (
                VisionTaskRunningMode as RunningMode,
            )

            self._to_image: Any = lambda rgb: Image(
                image_format=ImageFormat.SRGB, data=np.ascontiguousarray(rgb)
            )
            self._open: Any = lambda **options: PoseLandmarker.create_from_options(
                PoseLandmarkerOptions(base_options=BaseOptions(model_asset_path=str(model)), **options)
            )
            self._open_landmarker: Any = lambda: self._open(
                running_mode=RunningMode.VIDEO, num_poses=1, output_segmentation_masks=True
            )
            self._landmarker: Any = None if is_frugal else self._open_landmarker()
        self._looker: Any = None
        self._is_first = True

    def detect(self, rgb: Picture, t_ms: int) -> Detection | None:
        """Find one person; raises ValueError when ``t_ms`` does not grow."""
        with quiet_stderr() if self._is_first else contextlib.nullcontext():
            self._landmarker = self._landmarker or self._open_landmarker()
            result = self._landmarker.detect_for_video(self._to_image(rgb), t_ms)
        self._is_first = False
        return _read(result, 0, rgb) if result.pose_landmarks else None

    def forget(self) -> None:
        """Start anew, with a new landmarker (0.1 s).

        A picture that shows nobody would be quicker, but the smoothing of the landmarks in metres goes on
        behind it as if nothing had been (own measurement: 9 mm after twelve pictures).
        """
        if not self._is_first:
            self._landmarker.close()
            self._landmarker, self._is_first = None, True
            _give_memory_back()

    def find_people(self, rgb: Picture) -> list[Detection]:
        """Find everybody in one picture, ``MOST_PEOPLE`` at most, without masks.

        A second landmarker does it, loaded (0.1 s) when it is first needed: several people in VIDEO mode
        would cost the smoothing and twice the time in every picture.
        """
        with quiet_stderr() if self._looker is None else contextlib.nullcontext():
            self._looker = self._looker or self._open(num_poses=MOST_PEOPLE)
            result = self._looker.detect(self._to_image(rgb))
        if self._is_frugal:
            self._looker.close()
            self._looker = None
        return [_read(result, number, rgb) for number in range(len(result.pose_landmarks))]

    def close(self) -> None:
        """Give the model's memory back."""
        for landmarker in (self._landmarker, self._looker):
            if landmarker is not None:
                landmarker.close()


def _give_memory_back() -> None:
    """Have freed memory returned to the system.

    glibc keeps what other threads than ours have freed: after 30 landmarkers one after the other a process
    had 250 MB, with this 127 MB (own measurement). Elsewhere there is nothing to ask.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _read(result: Any, number: int, rgb: Picture) -> Detection:
    """Copy what MediaPipe says of one person."""
    points = np.array(
        [(p.x, p.y, p.visibility, p.presence) for p in result.pose_landmarks[number]], dtype=np.float64
    )
    world = np.array([(p.x, p.y, p.z) for p in result.pose_world_landmarks[number]], dtype=np.float64)
    mask = None
    if result.segmentation_masks:
        mask = result.segmentation_masks[number].numpy_view().reshape(rgb.shape[:2])
    return Detection(
        image=points[:, :2] * (rgb.shape[1], rgb.shape[0]),
        world=world,
        visibility=points[:, 2].copy(),
        presence=points[:, 3].copy(),
        mask=mask,
        owner=result,
    )


def import_library() -> None:
    """Import MediaPipe before it is needed (0.4 s)."""
    with quiet_stderr():
        importlib.import_module("mediapipe.tasks.python.vision")


def open_estimator(model: Path) -> TrackingEstimator:
    """Make the estimator that live, review and batch use."""
    return TrackingEstimator(MediaPipeDetector(model), EDGE_DELAY_S)
