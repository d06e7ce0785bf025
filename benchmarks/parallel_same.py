"""Do several processes say the same as one: ``python -m benchmarks.parallel_same [CLIPS...] [--jobs 2]``.

Every clip is looked at with one process and with several. What must not differ: the poses, to the last digit;
the movement recognised, the repetitions, their kinds and sides, the faults of every repetition with their
severity, and the verdict of every rule. What of a repetition could not be judged is told apart, and so is
how far the ends of phases lie apart, in frames of the clip. Stretches are made shorter than usual with
``--stretch``, so that a clip has more joints. Exit code 1 when anything differs.

MediaPipe's landmarks depend a little on where it began to follow somebody. ``--unbroken`` tells what that
does to a review: it puts one process that looks at the clip from end to end in the place of the several. And
``--one-later`` tells what the same model makes of the same clip, from end to end both times, when it begins a
picture later.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import InputError
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.pose import stretches
from formcheck.pose.crew import Crew
from formcheck.pose.landmarks import Pose
from formcheck.pose.mediapipe import open_estimator
from formcheck.pose.models import get_model
from formcheck.pose.track import Track, TrackWriter
from formcheck.recognised import load_recognised
from formcheck.recognition import Recogniser
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.review import find_poses
from formcheck.session import Session
from formcheck.video.reader import open_video

SAMPLES = Path(__file__).parents[1] / "sample_videos"
VIDEO_ENDINGS = {".webm", ".mp4", ".mov", ".avi", ".mkv", ".m4v"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What several processes make of a clip, beside one.

    Attributes
    ----------
    movement, count, sides, faults, unjudged : bool
        Whether they are the same; ``unjudged``: what could not be judged of a repetition.
    phases_frames : float
        Largest difference of an end of a phase, in frames; NaN: the repetitions differ.
    """

    movement: bool
    count: bool
    sides: bool
    faults: bool
    unjudged: bool
    phases_frames: float

    @property
    def is_same(self) -> bool:
        """Whether nothing that was found differs."""
        return self.movement and self.count and self.sides and self.faults


def list_clips(wanted: Sequence[Path]) -> Iterator[Path]:
    """The clips named, and those in the folders named."""
    for path in wanted:
        if path.is_dir():
            yield from sorted(file for file in path.iterdir() if file.suffix.lower() in VIDEO_ENDINGS)
        else:
            yield path


def find_track(clip: Path, model: Path, folder: Path, jobs: int) -> Track:
    """The poses that so many processes find in a clip."""
    file = folder / f"{jobs}.npz"
    with Crew(jobs) as crew:
        find_poses(clip, file, model, lambda _: None, lambda _what, _share: None, crew=crew)
    return Track(file)


def find_track_unbroken(clip: Path, model: Path, folder: Path, leaves_out: int) -> Track:
    """The poses of a clip looked at from end to end, but for its first pictures, said to show nobody."""
    file = folder / f"unbroken-{leaves_out}.npz"
    with open_video(clip) as video, open_estimator(model) as estimator, TrackWriter(file) as track:
        for number, frame in enumerate(video):
            has_begun = number >= leaves_out
            track.append(estimator.estimate(frame.image, frame.t_s) if has_begun else Pose.missing(frame.t_s))
        track.finish({})
    return Track(file)


def judge_track(track: Track, clip: Path) -> SetReport | None:
    """The report of a pose track; None: the movement is none of ours."""
    named = find_movement(clip)
    if not named:
        recogniser = Recogniser()
        for pose in track:
            recogniser.push(pose)
        try:
            exercise, _ = load_recognised(recogniser.finish(), clip.name, None)
        except InputError:
            return None
    else:
        exercise = load_exercise(named)
    session = Session(exercise)
    for pose in track:
        session.push(pose)
    return session.finish()


def find_movement(clip: Path) -> str:
    """The movement that the clip's truth names, where it is one of ours; empty: it has to be recognised."""
    truth = clip.with_suffix(".truth.json")
    named = str(json.loads(truth.read_text("utf-8")).get("exercise", "")) if truth.is_file() else ""
    return named if named in list_exercises() else ""


def compare(one: SetReport | None, many: SetReport | None, fps: float) -> Difference:
    """Put two reports of a clip beside each other."""
    if one is None or many is None:
        is_same = one is many
        return Difference(is_same, is_same, is_same, is_same, is_same, 0.0)
    kinds = [[(rep.rep.kind, rep.rep.index) for rep in report.reps] for report in (one, many)]
    sides = [[rep.rep.side for rep in report.reps] for report in (one, many)]
    faults = [([list_faults(rep) for rep in report.reps], list_verdicts(report)) for report in (one, many)]
    unjudged = [[{unseen.rule for unseen in rep.not_judged} for rep in report.reps] for report in (one, many)]
    apart_s = [measure_apart_s(*pair) for pair in zip(one.reps, many.reps, strict=False)]
    return Difference(
        movement=one.exercise.key == many.exercise.key,
        count=kinds[0] == kinds[1],
        sides=sides[0] == sides[1],
        faults=faults[0] == faults[1],
        unjudged=unjudged[0] == unjudged[1],
        phases_frames=max(apart_s, default=0.0) * fps if kinds[0] == kinds[1] else float("nan"),
    )


def list_faults(judged: JudgedRep) -> list[tuple[str, int]]:
    """Faults of a repetition, with their severity."""
    return sorted((fault.rule, fault.severity) for fault in judged.faults)


def list_verdicts(report: SetReport) -> list[tuple[str, str, tuple[int, ...]]]:
    """What was said of every rule."""
    return [(rule, verdict.verdict, tuple(verdict.reps)) for rule, verdict in report.verdicts.items()]


def measure_apart_s(one: JudgedRep, many: JudgedRep) -> float:
    """Largest difference of the ends of a repetition's phases; endless where other phases are known."""
    pairs = list(zip(one.rep.phases, many.rep.phases, strict=False))
    if [span.phase for span in one.rep.phases] != [span.phase for span in many.rep.phases]:
        return float("inf")
    return max((max(abs(a.start_s - b.start_s), abs(a.end_s - b.end_s)) for a, b in pairs), default=0.0)


def print_difference(
    name: str, pictures: int, has_same_poses: bool, found: Difference, one: SetReport | None
) -> None:
    """One line of the table."""
    told = (has_same_poses, found.movement, found.count, found.sides, found.faults, found.unjudged)
    cells = " ".join(f"{'same' if is_same else 'DIFFERS':>8}" for is_same in told)
    reps = 0 if one is None else one.count
    print(f"{name:44} {pictures:8d} {reps:5d} {cells} {found.phases_frames:7.2f}")


def main() -> None:
    """Print what differs between one process and several."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clips", nargs="*", type=Path, default=[SAMPLES])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--stretch", type=int, help="pictures of a stretch, fewer than usual")
    parser.add_argument("--unbroken", action="store_true", help="beside one look from end to end")
    parser.add_argument("--one-later", action="store_true", help="two looks from end to end")
    wanted = parser.parse_args()
    model = get_model()
    if wanted.stretch:
        stretches.SHORTEST, stretches.LONGEST = 0, wanted.stretch
    heads = " ".join(f"{head:>8}" for head in ("poses", "movement", "count", "sides", "faults", "unjudged"))
    print(f"{'clip':44} pictures  reps {heads}  phases, frames")
    compares_looks = wanted.unbroken or wanted.one_later
    differing, apart_frames = 0, []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for clip in list_clips(wanted.clips):
            alone = find_track(clip, model, folder, 1)
            other = (
                find_track_unbroken(clip, model, folder, 0)
                if compares_looks
                else find_track(clip, model, folder, wanted.jobs)
            )
            source = alone.about["source"]
            if wanted.one_later:
                alone = find_track_unbroken(clip, model, folder, 1)
            one, many = judge_track(alone, clip), judge_track(other, clip)
            fps = source["frames_read"] / source["duration_s"]
            has_same_poses = alone.path.read_bytes() == other.path.read_bytes()
            found = compare(one, many, fps)
            differing += not found.is_same or not (has_same_poses or compares_looks)
            apart_frames.append(found.phases_frames)
            print_difference(clip.stem, source["frames_read"], has_same_poses, found, one)
    within = sum(frames <= 1.0 for frames in apart_frames)
    print(
        f"{differing} of {len(apart_frames)} differ; in {within} all phases end within a frame of each other"
    )
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
