"""What is done in a worker process: one clip, or one set-up, from pictures to a comparison."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import LANDMARK_COUNT, Picture, Pose
from formcheck.pose.mediapipe import open_estimator
from formcheck.pose.track import Track, TrackWriter, is_track
from formcheck.report.set_report import SetReport
from formcheck.review import TRACK_FILE, ReviewPlan, review_clip
from formcheck.session import Session
from formcheck.simulate import simulate_poses
from formcheck.simulate.clip import Clip, describe_truth, render_frames
from formcheck.validate.comparison import Comparison, compare_set
from formcheck.validate.setups import SetUp, draw_setup, list_movements
from formcheck.validate.truth import Truth, parse_truth

SETTLING_S = 0.3
"""As long as after every detection, exact poses are not measured with."""
SEEN_MARGIN, RELIABLE_MARGIN = 0.02, -0.01
"""How far beyond the picture's border, in shares of it, a landmark counts as seen, and as reliable: what
the pose model's landmarks are held to."""


@dataclass(frozen=True, slots=True)
class ClipTask:
    """A clip of a folder, to be checked as an exercise.

    Attributes
    ----------
    clip : Path
    truth : Truth
    exercise : str
        As which it is checked; None of its repetitions is expected when it is another movement.
    model : Path or None
        Pose model; not needed for a pose track.
    """

    clip: Path
    truth: Truth
    exercise: str
    model: Path | None


@dataclass(frozen=True, slots=True)
class SetUpTask:
    """A set-up of the seeded plan.

    Attributes
    ----------
    number, seed : int
    model : Path or None
        Pose model; without one only the exact poses are checked.
    tracks : Path or None
        Folder that keeps what the pose model found. A set-up whose track lies there is not drawn again.
    family : str
        Draw movements of this one only; empty: of all.
    """

    number: int
    seed: int
    model: Path | None
    tracks: Path | None = None
    family: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task.

    Attributes
    ----------
    name : str
    measured : Comparison or None
        With the poses that the pose model found.
    exact : Comparison or None
        With the figure's own landmarks: what is left is the arithmetic's and the view's.
    problem : str
        Why there is neither: one sentence.
    """

    name: str
    measured: Comparison | None = None
    exact: Comparison | None = None
    problem: str = ""


def compare_clip(task: ClipTask) -> Outcome:
    """Review a clip through the one engine and compare it with its truth."""
    name = task.clip.name
    with tempfile.TemporaryDirectory(prefix="formcheck-") as folder:
        plan = ReviewPlan(
            load_exercise(task.exercise),
            Path(folder),
            task.model,
            video=False,
            track=True,
            pictures=False,
            formats=(),
        )
        try:
            review = review_clip(task.clip, plan, "clip")
        except InputError as error:
            return Outcome(name, problem=str(error))
        track = task.clip if is_track(task.clip) else review.folder / TRACK_FILE
        return Outcome(name, compare_set(name, review.report, Track(track), task.truth))


def compare_setup(task: SetUpTask) -> Outcome:
    """Draw a set-up, review it without a file in between, and compare it with its truth."""
    setup = draw_setup(task.number, task.seed, list_movements(task.family))
    return compare_drawn(setup, task.model, task.tracks)


def compare_drawn(setup: SetUp, model: Path | None, tracks: Path | None = None) -> Outcome:
    """Compare one set-up, with its exact poses and, given a pose model, with those it finds."""
    truth = parse_truth(describe_truth(setup.clip))
    exact = list(find_exact_poses(setup.clip))
    in_exact = compare_set(setup.name, review_poses(exact, truth.exercise), exact, truth)
    if model is None:
        return Outcome(setup.name, exact=in_exact)
    found = _find_or_read_poses(setup, model, tracks)
    return Outcome(
        setup.name, compare_set(setup.name, review_poses(found, truth.exercise), found, truth), in_exact
    )


def _find_or_read_poses(setup: SetUp, model: Path, tracks: Path | None) -> list[Pose]:
    """Poses the model finds, kept in ``tracks``: a long run that was stopped goes on where it was."""
    if tracks is None:
        return list(find_rendered_poses(setup.clip, model))
    # Another set-up or another model has another name.
    mark = hashlib.sha256(f"{setup.clip!r} {model.name}".encode()).hexdigest()[:12]
    path = tracks / f"{setup.name.split()[0]}-{mark}.npz"
    if not path.exists():
        tracks.mkdir(parents=True, exist_ok=True)
        with TrackWriter(path) as writer:
            for pose in find_rendered_poses(setup.clip, model):
                writer.append(pose)
            writer.finish({"set_up": setup.name})
    return list(Track(path))


def review_poses(poses: Iterable[Pose], exercise: str) -> SetReport:
    """Push poses through the engine."""
    session = Session(load_exercise(exercise))
    for pose in poses:
        session.push(pose)
    return session.finish()


def find_rendered_poses(clip: Clip, model: Path) -> Iterator[Pose]:
    """Draw a clip and let the pose model find the figure, one picture at a time."""
    with open_estimator(model) as estimator:
        for picture, t_s in zip(render_frames(clip), clip.times_s.tolist(), strict=True):
            bgr: Picture = np.asarray(cv2.cvtColor(picture.rgb, cv2.COLOR_RGB2BGR), np.uint8)
            yield estimator.estimate(bgr, t_s)


def find_exact_poses(clip: Clip) -> Iterator[Pose]:
    """Poses of a clip's figure without pixels, seen and reliable by the same borders as found ones."""
    track = simulate_poses(clip.plan, clip.times_s, clip.camera)
    place = track.image / np.array(track.size_px, float)
    seen, reliable = (_find_inside(place, margin) for margin in (SEEN_MARGIN, RELIABLE_MARGIN))
    reliable &= (track.t_s >= SETTLING_S)[:, None] & np.ones(LANDMARK_COUNT, bool)
    image = np.where(seen[..., None], track.image, np.nan)
    world = np.where(seen[..., None], track.world, np.nan)
    for k, t_s in enumerate(track.t_s.tolist()):
        yield Pose(t_s, image[k], world[k], track.visibility[k], reliable[k], track.flanks[k], track.size_px)


def _find_inside(place: NDArray[np.float64], margin: float) -> NDArray[np.bool_]:
    """Which landmarks, as shares of the picture (N, 33, 2), lie in it or within a margin around it."""
    inside: NDArray[np.bool_] = np.abs(place - 0.5) <= 0.5 + margin
    return np.asarray(inside.all(axis=-1), bool)
