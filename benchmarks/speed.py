"""What a review costs beside the bare model: ``python -m benchmarks.speed [CLIP] [--rounds 3]``.

Side by side in one process and frame by frame, so that a machine that slows down slows both: a loop that
only decodes, scales and runs MediaPipe with masks, and the whole review without the annotated video, each
with a model of its own, start-up and files included. Then everything after the pose by itself.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import cv2
import numpy as np

from formcheck.exercises.loader import load_exercise
from formcheck.pose.estimator import choose_size_px
from formcheck.pose.mediapipe import MediaPipeDetector
from formcheck.pose.models import get_model
from formcheck.pose.track import Track
from formcheck.report.csv import write_faults_csv, write_reps_csv
from formcheck.report.json import write_json
from formcheck.review import ReviewPlan, review_clip
from formcheck.session import Session
from formcheck.video.reader import open_video

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "romanian_deadlift.webm"


class BareLoop:
    """Decode, scale, detect with masks: nothing else; counts its own seconds.

    Parameters
    ----------
    clip, model : Path
    wanted : set of int
        Frames to look at; sources above 35 fps are thinned for both loops alike.
    """

    def __init__(self, clip: Path, model: Path, wanted: set[int]) -> None:
        started = time.perf_counter()
        self._wanted = wanted
        self._detector = MediaPipeDetector(model)
        self._capture = cv2.VideoCapture(str(clip))
        self._index = self.frames = 0
        self.seconds = time.perf_counter() - started

    def step(self) -> None:
        """Take the next wanted frame."""
        started = time.perf_counter()
        while self._capture.grab():
            self._index += 1
            if self._index - 1 in self._wanted:
                self._detect(self._capture.retrieve()[1])
                break
        self.seconds += time.perf_counter() - started

    def _detect(self, picture: np.ndarray) -> None:
        size_px = choose_size_px(picture.shape[1], picture.shape[0])
        if size_px != (picture.shape[1], picture.shape[0]):
            picture = cv2.resize(picture, size_px, interpolation=cv2.INTER_AREA)
        self._detector.detect(
            np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8), self.frames * 34
        )
        self.frames += 1

    def close(self) -> None:
        """Give the model's memory back."""
        started = time.perf_counter()
        self._detector.close()
        self._capture.release()
        self.seconds += time.perf_counter() - started


def time_both(clip: Path, plan: ReviewPlan, wanted: set[int]) -> tuple[float, float]:
    """Seconds of the bare loop and of the review, taking turns at every frame."""
    assert plan.model is not None
    started = time.perf_counter()
    bare = BareLoop(clip, plan.model, wanted)
    review_clip(clip, plan, on_progress=lambda _what, _share: bare.step())
    bare.close()
    return bare.seconds, time.perf_counter() - started - bare.seconds


def time_after_pose(poses: list, exercise: str, folder: Path) -> float:
    """Milliseconds a frame for signals, counting, timing, judging and writing the report."""
    started = time.perf_counter()
    session = Session(load_exercise(exercise))
    for pose in poses:
        session.push(pose)
    report = session.finish()
    write_json(report, folder / "report.json")
    write_reps_csv(report, folder / "reps.csv")
    write_faults_csv(report, folder / "faults.csv")
    return (time.perf_counter() - started) / len(poses) * 1000.0


def main() -> None:
    """Print the ratio of the review to the bare loop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--exercise", default="romanian_deadlift")
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    model = get_model()
    with open_video(wanted.clip) as video:
        indices = {frame.index for frame in video}  # sources above 35 fps are thinned, for both
    bare_s, review_s, after_ms = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        plan = ReviewPlan(load_exercise(wanted.exercise), out, model, video=False, track=True, overwrite=True)
        review_clip(wanted.clip, plan)  # files cached, code loaded
        poses = list(Track(out / wanted.clip.stem / "pose.npz"))
        for _ in range(wanted.rounds):
            bare, review = time_both(wanted.clip, plan, indices)
            bare_s.append(bare)
            review_s.append(review)
            after_ms.append(time_after_pose(poses, wanted.exercise, out))
    frames = len(indices)
    ratios = sorted(r / b for r, b in zip(review_s, bare_s, strict=True))
    print(f"{wanted.clip.name}: {frames} frames, {wanted.rounds} rounds, one process")
    print(f"bare loop (decode + MediaPipe with masks)  {min(bare_s) / frames * 1000:6.2f} ms a frame")
    print(f"whole review without annotated video       {min(review_s) / frames * 1000:6.2f} ms a frame")
    print(f"ratio  {ratios[0]:.3f} … {ratios[-1]:.3f}, median {ratios[len(ratios) // 2]:.3f}   (limit 1.10)")
    print(f"everything after the pose                  {min(after_ms):6.3f} ms a frame   (limit 1.0)")


if __name__ == "__main__":
    main()
