"""Where the time of a picture goes: ``python -m benchmarks.stages [CLIP] [--exercise NAME]``.

A clip is reviewed in one process, annotated video and all, and then shown to the coach of a live set, picture
by picture as fast as it takes them. Every part is
timed within these runs; what is spent in one part by calling another counts for the other alone.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cv2

from benchmarks.speed_run import SAMPLE

Target = tuple[Any, str, str]
"""Whose function it is, its name, and what the time spent in it is called."""
REST = "everything else"
LIVE_S = 12.0
"""So much of the clip is shown to the coach."""


@dataclass(slots=True)
class Stopwatch:
    """How long each part took, in seconds, without those that it called."""

    taken_s: dict[str, float] = field(default_factory=dict)
    _inner_s: list[float] = field(default_factory=list)

    @contextmanager
    def measure(self, part: str) -> Iterator[None]:
        """Time what is done within."""
        self._inner_s.append(0.0)
        started = time.perf_counter()
        try:
            yield
        finally:
            took_s = time.perf_counter() - started
            self.taken_s[part] = self.taken_s.get(part, 0.0) + took_s - self._inner_s.pop()
            if self._inner_s:
                self._inner_s[-1] += took_s

    def wrap(self, call: Callable[..., Any], part: str) -> Callable[..., Any]:
        """A function that is timed."""

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.measure(part):
                return call(*arguments, **named)

        return timed

    def wrap_steps(self, iterate: Callable[..., Iterator[Any]], part: str) -> Callable[..., Iterator[Any]]:
        """An iterator whose every step is timed."""

        def timed(*arguments: Any) -> Iterator[Any]:
            steps = iterate(*arguments)
            while True:
                with self.measure(part):
                    step = next(steps, self)
                if step is self:
                    return
                yield step

        return timed


@contextmanager
def watch(stopwatch: Stopwatch, targets: list[Target], steps: tuple[Target, ...] = ()) -> Iterator[None]:
    """Time these functions, and the steps of these iterators, for a while."""
    with ExitStack() as patches:
        for wrap, some in ((stopwatch.wrap, targets), (stopwatch.wrap_steps, steps)):
            for owner, name, part in some:
                patches.enter_context(patch.object(owner, name, wrap(getattr(owner, name), part)))
        yield


def list_finding() -> list[Target]:
    """What finds the athlete in a picture."""
    from formcheck.pose.estimator import PoseMaker
    from formcheck.pose.finder import AthleteFinder
    from formcheck.pose.mediapipe import MediaPipeDetector

    return [
        (MediaPipeDetector, "detect", "MediaPipe"),
        (MediaPipeDetector, "find_people", "MediaPipe, looking who is there"),
        (AthleteFinder, "find", "whom to follow, and the edges of the trunk"),
        (PoseMaker, "make", "left and right, and what to trust"),
    ]


def time_review(clip: Path, exercise: str) -> tuple[dict[str, float], int]:
    """Seconds of every part of a review, and how many pictures it had."""
    from formcheck import annotate, estimation
    from formcheck.exercises.loader import load_exercise
    from formcheck.pose.models import get_model
    from formcheck.pose.track import TrackWriter
    from formcheck.review import ReviewPlan, review_clip
    from formcheck.session import Session
    from formcheck.video.reader import Video
    from formcheck.video.writer import VideoWriter

    targets = [
        *list_finding(),
        (estimation, "resize", "scaling"),
        (Session, "push", "signals, counting, timing, judging"),
        (Session, "finish", "summing up"),
        (TrackWriter, "append", "keeping the poses"),
        (TrackWriter, "finish", "keeping the poses"),
        (annotate, "draw_frame", "drawing the annotated video"),
        (VideoWriter, "write", "coding the annotated video"),
    ]
    stopwatch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        plan = ReviewPlan(load_exercise(exercise), Path(folder), get_model())
        steps = ((Video, "__iter__", "reading the clip, twice"),)
        with watch(stopwatch, targets, steps), stopwatch.measure(REST):
            pictures = review_clip(clip, plan).report.quality.frames
    return stopwatch.taken_s, pictures


def time_live(clip: Path, exercise: str) -> tuple[dict[str, float], int]:
    """Seconds of every part of a live set, and how many pictures it had."""
    from formcheck.app.live import worker
    from formcheck.app.live.coach import Begin, Done, Take
    from formcheck.app.live.factory import open_coach
    from formcheck.app.live.protocol import StartMessage
    from formcheck.live.coach import LiveCoach
    from formcheck.video.reader import open_video

    targets = [
        *list_finding(),
        (cv2, "imdecode", "reading the JPEG"),
        (worker, "_lay_out", "writing the answer"),
        (LiveCoach, "follow", "signals, counting, judging, cues"),
    ]
    with open_video(clip) as video:
        shown = [
            (cv2.imencode(".jpg", frame.image, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes(), frame.t_s)
            for frame in video
            if frame.t_s < LIVE_S
        ]
        size_px = video.info.width_px, video.info.height_px
    stopwatch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        desk = worker.Desk()
        desk.answer(Begin(open_coach, StartMessage(exercise, {"calibrates": False}), Path(folder)))
        with watch(stopwatch, targets):
            for jpeg, t_s in shown:
                with stopwatch.measure(REST):
                    answer = desk.answer(Take(jpeg, *size_px, t_s))
                assert isinstance(answer, Done), answer
        desk.clear()
    return stopwatch.taken_s, len(shown)


def lay_out_table(taken_s: dict[str, float], pictures: int) -> str:
    """The parts by their time, as a table."""
    whole_s = sum(taken_s.values())
    parts = sorted(taken_s.items(), key=lambda part: -part[1])
    rows = [f"| {part} | {1000 * s / pictures:.2f} | {100 * s / whole_s:.0f} % |" for part, s in parts]
    rows.append(f"| together ({pictures} pictures) | {1000 * whole_s / pictures:.2f} | |")
    return "\n".join(["| Part | ms a picture | Share |", "|---|---|---|", *rows])


def lay_out_stages(clip: Path, exercise: str) -> str:
    """Both tables, each under its heading."""
    review, live = (lay_out_table(*time_it(clip, exercise)) for time_it in (time_review, time_live))
    return f"### A review, one process, with annotated video\n\n{review}\n\n### A live set\n\n{live}\n"


def main() -> None:
    """Print where the time goes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--exercise", default="romanian_deadlift")
    wanted = parser.parse_args()
    print(lay_out_stages(wanted.clip, wanted.exercise))


if __name__ == "__main__":
    main()
