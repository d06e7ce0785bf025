"""What a review costs beside the bare model: ``python -m benchmarks.speed [CLIP] [--write FILE]``.

Every number is taken beside that of a bare loop, which decodes each frame, scales it and runs MediaPipe with
masks on it, in one process: the two take turns as whole processes, start-up and files included, and the
median of the ratios counts, so that a machine that slows down slows both. With ``--write`` the table is
written as a page, `docs/performance.md`.

The clip is shown twice over, as 30 frames a second and with a frame blended in between each two as 60.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import cv2

from benchmarks.speed_run import SAMPLE
from benchmarks.stages import lay_out_stages
from formcheck.exercises.loader import load_exercise
from formcheck.pose.cores import choose_jobs
from formcheck.pose.models import get_model
from formcheck.pose.track import Track
from formcheck.report.csv import write_faults_csv, write_reps_csv
from formcheck.report.json import write_json
from formcheck.review import ReviewPlan, review_clip
from formcheck.session import Session
from formcheck.video.reader import Frame, open_video
from formcheck.video.writer import VideoWriter

ROOT = Path(__file__).parents[1]
FIRST_S = 10.0
"""Length of the clip whose first result is waited for."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: its wall-clock seconds, from before it was started, and what it printed."""

    seconds: float
    told: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table.

    Attributes
    ----------
    what, value : str
        What was measured, and how it came out.
    wanted : str
        What it should be.
    """

    what: str
    value: str
    wanted: str = ""


def run_once(*arguments: str) -> Run:
    """Run `benchmarks.speed_run` in a process of its own."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.speed_run", *arguments]
    printed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    return Run(time.perf_counter() - started, json.loads(printed))


def run_two(*arguments: str) -> Run:
    """The same run twice at once: what two processes of this machine can do at most, whoever wrote them."""
    with ThreadPoolExecutor(2) as pool:
        runs = [one.result() for one in [pool.submit(run_once, *arguments) for _ in range(2)]]
    return max(runs, key=lambda run: run.seconds)


def show_twice(clip: Path, length_s: float | None = None) -> Iterator[tuple[Frame, float]]:
    """The frames of a clip, and those of it once more, with times that go on; cut off at a length."""
    start_s = 0.0
    for _ in range(2):
        last_s = 0.0
        with open_video(clip) as video:
            for frame in video:
                last_s = frame.t_s
                if length_s is not None and start_s + last_s >= length_s:
                    return
                yield frame, start_s + last_s
        start_s += last_s + 1 / 30


def write_clips(clip: Path, folder: Path) -> dict[str, Path]:
    """Write what is measured: the clip twice over, that at 60 frames a second, and its first seconds."""
    files = {name: folder / f"{name}.webm" for name in ("usual", "fast", "first")}
    with open_video(clip) as video:
        size_px = video.info.width_px, video.info.height_px
    for name, length_s in (("usual", None), ("first", FIRST_S)):
        with VideoWriter(files[name], *size_px, fps=30.0) as writer:
            for frame, t_s in show_twice(clip, length_s):
                writer.write(frame.image, t_s)
    with VideoWriter(files["fast"], *size_px, fps=60.0) as writer:
        for (frame, t_s), (after, after_s) in pairwise(show_twice(clip)):
            writer.write(frame.image, t_s)
            writer.write(cv2.addWeighted(frame.image, 0.5, after.image, 0.5, 0.0), (t_s + after_s) / 2)  # type: ignore[arg-type]
    return files


def time_by_turns(rounds: int, *runs: Callable[[], Run]) -> list[list[Run]]:
    """Run all of them in turn, so many times; one list for each round."""
    return [[run() for run in runs] for _ in range(rounds)]


def compare_speed(rounds: list[list[Run]], number: int, times: int = 1) -> str:
    """How many times as fast a run of so many times the work is as the first of its round, with the range."""
    ratios = sorted(times * runs[0].seconds / runs[number].seconds for runs in rounds)
    return f"{median(ratios):.2f} times as fast ({ratios[0]:.2f} – {ratios[-1]:.2f})"


def time_after_pose(clip: Path, exercise: str, folder: Path) -> float:
    """Milliseconds a frame for signals, counting, timing, judging and writing the report."""
    plan = ReviewPlan(load_exercise(exercise), folder, get_model(), video=False, track=True, pictures=False)
    poses = list(Track(review_clip(clip, plan).folder / "pose.npz"))
    taken_s = []
    for _ in range(3):
        started = time.perf_counter()
        session = Session(load_exercise(exercise))
        for pose in poses:
            session.push(pose)
        report = session.finish()
        write_json(report, folder / "report.json")
        write_reps_csv(report, folder / "reps.csv")
        write_faults_csv(report, folder / "faults.csv")
        taken_s.append(time.perf_counter() - started)
    return min(taken_s) / len(poses) * 1000.0


def time_start(rounds: int) -> str:
    """How long ``formcheck --help`` takes, beside importing MediaPipe and OpenCV."""

    def time_python(*arguments: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
        return time.perf_counter() - started

    ratios = []
    for _ in range(max(3, rounds)):
        helped_s = time_python("-m", "formcheck", "--help")
        imported_s = time_python("-c", "import mediapipe, cv2")
        ratios.append(helped_s / imported_s)
    return f"{median(ratios):.2f} of it"


def measure(files: dict[str, Path], exercise: str, jobs: int, rounds: int) -> list[Line]:
    """Take all numbers that need the model."""

    def run_bare(name: str) -> Callable[[], Run]:
        return lambda: run_once("bare", str(files[name]))

    def run_review(name: str, jobs: int, *more: str) -> Callable[[], Run]:
        settings = ("--exercise", exercise, "--jobs", str(jobs), *more)
        return lambda: run_once("review", str(files[name]), *settings)

    usual = time_by_turns(
        rounds,
        run_bare("usual"),
        run_review("usual", jobs),
        run_review("usual", jobs, "--video"),
        run_review("usual", 1),
        lambda: run_two("bare", str(files["usual"])),
    )
    fast = time_by_turns(rounds, run_bare("fast"), run_review("fast", jobs))
    first = time_by_turns(rounds, run_bare("first"), run_review("first", jobs))
    bare = usual[0][0].told
    bare_ms = min(runs[0].seconds - runs[0].told["load_s"] for runs in usual) / bare["frames"] * 1000.0
    parent_mb, worker_mb, bare_mb = (
        max(runs[number].told[key] for runs in usual)
        for number, key in ((1, "peak_mb"), (1, "child_mb"), (0, "peak_mb"))
    )
    return [
        Line("bare loop, one process, a frame", f"{bare_ms:.1f} ms ({bare['frames']} frames)"),
        Line("two bare loops at once: the most that two processes can gain here", compare_speed(usual, 4, 2)),
        Line(f"review, no annotated video, {jobs} processes", compare_speed(usual, 1), "1.7"),
        Line(f"review with annotated video, {jobs} processes", compare_speed(usual, 2), "1.2"),
        Line("review, no annotated video, `--jobs 1`", compare_speed(usual, 3), "0.9"),
        Line(f"60 frames a second, no annotated video, {jobs} processes", compare_speed(fast, 1), "3.4"),
        describe_first(first),
        Line("peak memory, bare loop", f"{bare_mb:.0f} MB"),
        Line(
            "peak memory, a process that looks at pictures",
            f"{worker_mb:.0f} MB, {worker_mb / bare_mb:.2f} times the bare loop's",
            "at most 1.3",
        ),
        Line(
            "peak memory, the process that reads, counts and judges",
            f"{parent_mb:.0f} MB, {parent_mb / bare_mb:.2f} times the bare loop's",
        ),
    ]


def describe_first(rounds: list[list[Run]]) -> Line:
    """When the first repetition of a ten-second clip is known, beside its share of the bare loop."""
    taken, allowed = [], []
    for bare, review in rounds:
        load_s, frames = bare.told["load_s"], bare.told["frames"]
        share = review.told["first_frames"] / frames
        taken.append(review.told["first_s"])
        allowed.append(load_s + 1.2 * share * (bare.seconds - load_s))
    return Line(
        f"first repetition of a clip of {FIRST_S:.0f} s is known after",
        f"{median(taken):.1f} s",
        f"{median(allowed):.1f} s: loading the model and 1.2 times the bare loop up to there",
    )


def lay_out_page(lines: list[Line], rounds: int, clip: str, stages: str) -> str:
    """The page of the numbers."""
    packages = ["mediapipe", "opencv-python", "numpy", *(["av"] if has_pyav() else [])]
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in packages)
    rows = "\n".join(f"| {line.what} | {line.value} | {line.wanted} |" for line in lines)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    video = "PyAV (`formcheck[h264]`)" if has_pyav() else "OpenCV"
    return f"""# Performance

Written by `python -m benchmarks.speed --rounds {rounds} --write docs/performance.md`; every number is from
that run.

- machine: {describe_processor()}, {cores} cores, {platform.system()}
- Python {platform.python_version()}, {versions}
- clip: `{clip}`, shown twice over
- annotated video written with {video}

The bare loop decodes every frame, scales it and runs MediaPipe with masks, in one process, and does nothing
else. It and a review take turns as whole processes, start-up and files included; the median of the ratios of
{rounds} rounds counts, with the smallest and the largest behind it.

| What | Measured | Wanted |
|---|---|---|
{rows}

## Where the time goes

`python -m benchmarks.stages`, part of the same run: every part is timed within it, without those it calls.

{stages}
What cost most beside the model, and what became of it (each measured before and after in the same hour):

- coding the annotated video: 20 ms a picture with OpenCV, 4 ms with PyAV;
- drawing it: half of what it was;
- in a live set, the outline of the back, measured anew from the first picture at every look: up to 20 ms late
  in a repetition, then 4 ms.
"""


def has_pyav() -> bool:
    """Whether annotated videos are written with PyAV."""
    try:
        metadata.version("av")
    except metadata.PackageNotFoundError:
        return False
    return True


def describe_processor() -> str:
    """Name of the processor, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main() -> None:
    """Print the table, and write it where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--exercise", default="romanian_deadlift")
    parser.add_argument("--jobs", type=int, default=choose_jobs())
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", type=Path, metavar="FILE")
    wanted = parser.parse_args()
    get_model()
    stages = lay_out_stages(wanted.clip, wanted.exercise)
    with tempfile.TemporaryDirectory() as folder:
        files = write_clips(wanted.clip, Path(folder))
        after_ms = time_after_pose(wanted.clip, wanted.exercise, Path(folder))
        lines = measure(files, wanted.exercise, wanted.jobs, wanted.rounds)
    lines += [
        Line("everything after the pose, a frame", f"{after_ms:.2f} ms", "at most 1.0 ms"),
        Line(
            "`formcheck --help`, beside importing MediaPipe and OpenCV",
            time_start(wanted.rounds),
            "at most 0.3",
        ),
    ]
    for line in lines:
        wanted_text = f"   (wanted: {line.wanted})" if line.wanted else ""
        print(f"{line.what:62} {line.value}{wanted_text}")
    print(f"\n{stages}")
    if wanted.write is not None:
        page = lay_out_page(lines, wanted.rounds, wanted.clip.name, stages)
        wanted.write.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
