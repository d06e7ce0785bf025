"""Does memory grow with the clip: ``python -m benchmarks.memory [CLIP]``.

The clip is repeated into one of a minute and one of ten; each is reviewed in a process of its own, and
the peak of resident memory is printed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.speed import SAMPLE
from formcheck.video.reader import open_video
from formcheck.video.writer import VideoWriter

REVIEW = """
import resource, sys
from pathlib import Path
from formcheck.exercises.loader import load_exercise
from formcheck.pose.models import get_model
from formcheck.review import ReviewPlan, review_clip
plan = ReviewPlan(load_exercise(sys.argv[2]), Path(sys.argv[3]), get_model(), video=False)
report = review_clip(Path(sys.argv[1]), plan).report
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, report.quality.frames, report.count)
"""


def repeat_clip(clip: Path, out: Path, length_s: float) -> None:
    """Write the clip over and over until it is as long as wanted, at 15 frames a second to save time."""
    with open_video(clip, max_fps=15.0) as video:
        size_px = video.info.width_px, video.info.height_px
        with VideoWriter(out, *size_px, fps=15.0) as writer:
            start_s = 0.0
            while start_s < length_s:
                last_s = 0.0
                for frame in video:
                    writer.write(frame.image, start_s + frame.t_s)
                    last_s = frame.t_s
                start_s += last_s + 1 / 15


def main() -> None:
    """Print the peak memory of a minute and of ten."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--exercise", default="romanian_deadlift")
    wanted = parser.parse_args()
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for minutes in (1, 10):
            long_clip = Path(folder) / f"{minutes}_min.webm"
            repeat_clip(wanted.clip, long_clip, 60.0 * minutes)
            command = [sys.executable, "-c", REVIEW, str(long_clip), wanted.exercise, folder]
            printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
            peaks.append(float(printed[0]))
            print(f"{minutes:>3} min: peak {peaks[-1]:.0f} MB, {printed[1]} frames, {printed[2]} repetitions")
    print(f"ten minutes need {peaks[1] / peaks[0]:.3f} times the memory of one")


if __name__ == "__main__":
    main()
