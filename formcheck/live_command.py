"""What ``formcheck live`` does: a set before the camera, in a window or as lines of text."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from rich.markup import escape

from formcheck.commands import fetch_model, is_to_be_recognised, out, show_report
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.live.coach import LiveCoach
from formcheck.live.options import LiveOptions
from formcheck.live.state import COUNT, CUE, PRAISE, READY, RESTING, URGENT, LiveState
from formcheck.pose.landmarks import Picture, Pose
from formcheck.pose.track import Track, TrackWriter
from formcheck.report.bundle import Bundle
from formcheck.report.formats import DEFAULT_FORMATS, write_format
from formcheck.report.set_report import SetReport
from formcheck.review import TRACK_FILE, describe_engine, describe_pose_engine
from formcheck.video.camera import Camera, play
from formcheck.video.reader import Frame, open_video
from formcheck.workshop import move_into_place, open_workshop


@dataclass(frozen=True, slots=True)
class LiveWish:
    """What was asked for.

    Attributes
    ----------
    camera : int
    source : Path or None
        A clip to play in the place of the camera.
    exercise : str
        "auto": recognise it.
    mirrors : bool or None
        Show the picture as a mirror would; None: that of a camera, not that of a clip.
    has_window : bool
        Else lines of text.
    folder : Path or None
        Folder for report and landmarks; None: nothing is written.
    calibrates : bool or None
        Take the own neutral posture first; None: before a camera, not in a clip.
    takes_all : bool
        Take every picture of the clip, however long it takes.
    model : str
    """

    camera: int = 0
    source: Path | None = None
    exercise: str = "auto"
    mirrors: bool | None = None
    has_window: bool = True
    folder: Path | None = None
    calibrates: bool | None = None
    takes_all: bool = False
    model: str = "full"

    @property
    def name(self) -> str:
        """What the set is called."""
        return f"camera {self.camera}" if self.source is None else self.source.name


class Screen(Protocol):
    """Shows a live set."""

    skips_calibration: bool

    def show(self, picture: Picture, state: LiveState) -> bool:
        """Show the next instant; False when the set is to end."""
        ...

    def close(self) -> None:
        """Put it away."""
        ...


def run_live(wish: LiveWish) -> None:
    """Coach one set, then print its summary.

    Raises
    ------
    InputError
        When there is no such camera, clip or screen; when the camera is unplugged, after the summary.
    """
    if wish.takes_all and wish.source is None:
        raise InputError("--every-picture needs --source CLIP: a camera does not wait.")
    exercise = None if is_to_be_recognised(wish.exercise) else load_exercise(wish.exercise)
    if wish.calibrates and (exercise is None or exercise.calibration is None):
        what = "it needs --exercise NAME" if exercise is None else f"{exercise.name} has no calibration"
        raise InputError(f"--calibrate cannot be done: {what}.")
    target = None if wish.folder is None else _choose_target(wish.folder, wish)
    with ExitStack() as stack:
        pictures = _open_pictures(wish, stack)
        model = fetch_model(wish.model)
        about = {
            "source": {"kind": "live", "id": secrets.token_hex(16), "name": wish.name, "load_kg": None},
            "pose": describe_pose_engine(model),
        }
        coach = stack.enter_context(closing(_open_coach(wish, exercise, model, about)))
        screen = stack.enter_context(closing(_open_screen(wish)))
        problem = _coach_set(coach, pictures, screen)
        report = coach.finish()
        if report is None:
            out.print("No movement was recognised.")
        else:
            show_report(report, wish.name)
        if report is not None and target is not None:
            _write_set(report, coach.poses, about, target)
    if problem is not None:
        raise problem


def _open_pictures(wish: LiveWish, stack: ExitStack) -> Iterator[Frame]:
    if wish.source is None:
        return iter(stack.enter_context(Camera(wish.camera)))
    video = stack.enter_context(open_video(wish.source))
    return iter(video) if wish.takes_all else play(video)


def _open_coach(wish: LiveWish, exercise: Any, model: Path, about: dict[str, Any]) -> LiveCoach:
    from formcheck.pose.mediapipe import open_estimator

    calibrates = wish.source is None if wish.calibrates is None else wish.calibrates
    options = LiveOptions(
        exercise=exercise,
        calibrates=calibrates,
        keeps_poses=wish.folder is not None,
        source=about["source"],
        provenance={**describe_engine(), "pose": about["pose"]},
        made_on=datetime.now().date().isoformat(),
    )
    return LiveCoach(open_estimator(model), options)


def _open_screen(wish: LiveWish) -> Screen:
    if not wish.has_window:
        return Lines()
    from formcheck.live.window import Window

    return Window(wish.source is None if wish.mirrors is None else wish.mirrors)


def _coach_set(coach: LiveCoach, pictures: Iterator[Frame], screen: Screen) -> InputError | None:
    """Coach until the clip is over or somebody ends it; returns what went wrong with the camera."""
    try:
        for frame in pictures:
            if not screen.show(frame.image, coach.take(frame.image, frame.t_s)):
                break
            if screen.skips_calibration:
                coach.skip_calibration()
    except InputError as error:
        return error
    except KeyboardInterrupt:
        return None
    return None


class Lines:
    """Tell a live set in lines of text."""

    skips_calibration = False

    def __init__(self) -> None:
        self._told: dict[str, str] = {}

    def show(self, picture: Picture, state: LiveState) -> bool:
        """Print what is new."""
        del picture
        self._tell_change("exercise", f"[dim]movement:[/] {escape(state.exercise or '')}", state.exercise)
        advice = " – ".join(text for text in (state.advice, state.advice_detail) if text)
        self._tell_change("advice", f"[cyan]→[/] {escape(advice)}", state.advice)
        if state.stage in (READY, RESTING):
            self._tell_change("stage", f"[dim]{state.stage}[/]", state.stage)
        else:
            self._told.pop("stage", None)
        self._tell_change("unseen", f"[dim]?[/] {escape(state.not_judged or '')}", state.not_judged)
        for line in state.said:
            marks = {COUNT: "[bold]{}[/]", CUE: "  [yellow]▲[/] {}", URGENT: "  [red]◆[/] {}", PRAISE: "  {}"}
            if line.priority in marks:
                out.print(marks[line.priority].format(escape(line.text)), soft_wrap=True)
        if state.finished_rep is not None:
            rep = state.finished_rep
            score = "" if rep.score is None else f", score {rep.score:.0f}"
            out.print(f"  [dim]rep {rep.label}:[/] {escape(rep.words)}{score}", soft_wrap=True)
        return True

    def close(self) -> None:
        """Nothing is to be put away."""

    def _tell_change(self, topic: str, line: str, value: str | None) -> None:
        """Print a line when its topic has another value than before, and there is one."""
        if value != self._told.get(topic):
            self._told[topic] = value or ""
            if value:
                out.print(line, soft_wrap=True)


def _choose_target(folder: Path, wish: LiveWish) -> Path:
    name = f"live_{datetime.now():%Y-%m-%d_%H%M%S}" if wish.source is None else wish.source.stem
    target = folder / name
    if target.exists():
        raise InputError(f"{target} exists already: give another --out.")
    return target


def _write_set(report: SetReport, poses: Iterable[Pose], about: dict[str, Any], target: Path) -> None:
    """Write the report and the landmarks it was made from, all at once."""
    with open_workshop(target) as workshop:
        with TrackWriter(workshop / TRACK_FILE) as track:
            for pose in poses:
                track.append(pose)
            track.finish(about)
        bundle = Bundle(report, Track(workshop / TRACK_FILE), workshop)
        for name in DEFAULT_FORMATS:
            write_format(name, bundle, workshop)
        move_into_place(workshop, target)
    names = ", ".join(file.name for file in sorted(target.iterdir()))
    out.print(f"→ {escape(str(target))}/: {names}", soft_wrap=True)
