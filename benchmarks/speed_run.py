"""One measured run in a process of its own, its numbers printed as JSON; started by `benchmarks.speed`.

``python -m benchmarks.speed_run bare CLIP`` decodes, scales and runs MediaPipe with masks on every frame, and
nothing else. ``... review CLIP`` is a whole review.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from formcheck.events import RepCompleted
from formcheck.pose.crew import Crew

SAMPLE = Path(__file__).parents[1] / "sample_videos" / "romanian_deadlift.webm"
MAXRSS_PER_MB = 1024.0 if sys.platform != "darwin" else 1024.0**2


def run_bare(clip: Path, started_s: float) -> dict[str, Any]:
    """Every frame through the model: seconds until it is loaded, and frames."""
    import cv2

    from formcheck.pose.finder import choose_size_px
    from formcheck.pose.mediapipe import MediaPipeDetector
    from formcheck.pose.models import get_model

    detector = MediaPipeDetector(get_model())
    load_s = time.perf_counter() - started_s
    capture = cv2.VideoCapture(str(clip))
    frames = 0
    while True:
        found, picture = capture.read()
        if not found:
            break
        size_px = choose_size_px(picture.shape[1], picture.shape[0])
        if size_px != (picture.shape[1], picture.shape[0]):
            picture = cv2.resize(picture, size_px, interpolation=cv2.INTER_AREA)
        detector.detect(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), frames * 34)  # type: ignore[arg-type]
        frames += 1
    capture.release()
    detector.close()
    return {"load_s": load_s, "frames": frames}


def run_review(clip: Path, exercise: str, jobs: int, video: bool, started_s: float) -> dict[str, Any]:
    """A whole review: frames read, and when the first repetition was known and at which frame."""
    with (
        Crew(jobs) as crew,
        tempfile.TemporaryDirectory() as folder,
    ):  # first of all, as `formcheck review` does
        from formcheck.exercises.loader import load_exercise
        from formcheck.pose.models import get_model
        from formcheck.review import ReviewPlan, review_clip
        from formcheck.session import Session

        first: dict[str, Any] = {}
        push = Session.push

        def watch(session: Session, pose: Any) -> Any:
            events = push(session, pose)
            watch.frames += 1  # type: ignore[attr-defined]
            if not first and any(isinstance(event, RepCompleted) for event in events):
                taken_s = time.perf_counter() - started_s
                first.update(first_s=taken_s, first_frames=watch.frames)  # type: ignore[attr-defined]
            return events

        watch.frames = 0  # type: ignore[attr-defined]
        Session.push = watch  # type: ignore[method-assign, assignment]
        plan = ReviewPlan(load_exercise(exercise), Path(folder), get_model(), video=video, crew=crew)
        report = review_clip(clip, plan).report
    return {"frames": report.quality.frames, "reps": report.count, **first}


def main() -> None:
    """Run once, and print what it cost."""
    started_s = time.perf_counter()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["bare", "review"])
    parser.add_argument("clip", type=Path)
    parser.add_argument("--exercise", default="romanian_deadlift")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--video", action="store_true")
    wanted = parser.parse_args()
    run: Callable[[], dict[str, Any]] = {
        "bare": lambda: run_bare(wanted.clip, started_s),
        "review": lambda: run_review(wanted.clip, wanted.exercise, wanted.jobs, wanted.video, started_s),
    }[wanted.what]
    numbers = run()
    child_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MAXRSS_PER_MB
    print(json.dumps({**numbers, "peak_mb": read_peak_mb(), "child_mb": child_mb}))


def read_peak_mb() -> float:
    """Peak of resident memory; ``ru_maxrss`` would start with that of the process that started this one."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MAXRSS_PER_MB
    return next(int(line.split()[1]) / 1024.0 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main()
