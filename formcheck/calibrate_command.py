"""What ``formcheck calibrate`` does, and where ``review`` takes a calibration from."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

from rich.markup import escape

from formcheck.athletes import USUAL_CAMERA, AthleteRecord, find_record_file, read_record, write_record
from formcheck.calibration import AnyCalibration, QuadrupedCalibration, calibrate
from formcheck.commands import fetch_model, load_wanted, out, show_progress
from formcheck.errors import InputError
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.exercises.protocol import HINGE
from formcheck.faults.judgement import NotJudged
from formcheck.pose.track import Track, is_track
from formcheck.review import Progress

USUAL_EXERCISE = "romanian_deadlift"
"""The hold is that of a Romanian deadlift without load; its calibration serves every hinge."""


def run_calibrate(clip: Path, athlete: str, camera: str, model: str, exercise: str = "") -> None:
    """Calibrate an athlete from a clip, print what was found, and remember it.

    Raises
    ------
    InputError
        When the exercise has no calibration, or the clip cannot be used or is refused, with the reason;
        nothing is remembered then.
    """
    wanted = load_exercise(exercise or USUAL_EXERCISE)
    if wanted.calibration is None:
        raise InputError(f"{wanted.name} has no calibration: there is nothing to learn for it.")
    record = read_record(athlete, camera)
    calibration = _calibrate_with_progress(clip, wanted, model)
    path = write_record(record.remember(calibration))
    for line in describe_calibration(calibration):
        out.print(line, soft_wrap=True)
    out.print(f"→ {escape(str(path))}", soft_wrap=True)
    options = f"--athlete {_quote(athlete)}"
    if camera != USUAL_CAMERA:
        options += f" --camera {_quote(camera)}"
    out.print(f"Use it: formcheck review VIDEO --exercise NAME {escape(options)}", soft_wrap=True)


def choose_calibration(
    clip: Path | None, athlete: str, camera: str, exercise: str, model: str
) -> tuple[AnyCalibration | None, AthleteRecord | None]:
    """Find the calibration a review was asked to use: from a clip, or as remembered of an athlete.

    Returns
    -------
    calibration : Calibration, QuadrupedCalibration or None
        None: none was asked for.
    record : AthleteRecord or None
        Of the athlete, where one was named.

    Raises
    ------
    InputError
        When both were asked for, the exercise has none, the clip is refused, or nothing is remembered.
    """
    if clip is None and not athlete:
        if camera:
            raise InputError(f"--camera {camera!r} needs --athlete NAME: whose calibration is it?")
        return None, None
    if clip is not None and athlete:
        raise InputError("--calibration and --athlete are two ways to the same thing: give one of them.")
    wanted = load_wanted(exercise)
    if wanted.calibration is None:
        raise InputError(f"{wanted.name} has no calibration: leave --calibration and --athlete away.")
    if clip is not None:
        return _calibrate_with_progress(clip, wanted, model), None
    record = read_record(athlete, camera or USUAL_CAMERA)
    calibration = record.find_calibration(wanted.calibration.kind)
    if calibration is None:
        path = find_record_file(record.athlete, record.camera)
        what = "" if wanted.calibration.kind == HINGE else f" --exercise {wanted.key}"
        raise InputError(
            f"Nothing is remembered of {athlete!r} before the camera {record.camera!r} ({path}):"
            f" run formcheck calibrate CLIP{what} with the same names first."
        )
    return calibration, record


def calibrate_clip(
    clip: Path, exercise: Exercise, model: Path | None, on_progress: Progress, made_on: str
) -> AnyCalibration:
    """Find the athlete's own neutral posture in a video or a pose track.

    Parameters
    ----------
    clip : Path
        A video, or a ``.npz`` pose track. It is read only until the calibration is found.
    exercise : Exercise
        With a calibration.
    model : Path or None
        Pose model; not needed for a pose track.
    on_progress : callable
        Called with what is being done, and the share done.
    made_on : str
        Date, YYYY-MM-DD.

    Returns
    -------
    Calibration or QuadrupedCalibration

    Raises
    ------
    InputError
        When the clip cannot be used, or the hold is refused: with the reason.
    """
    if is_track(clip):
        result = calibrate(Track(clip), exercise, clip.name, made_on)
    else:
        result = _calibrate_video(clip, exercise, model, on_progress, made_on)
    if isinstance(result, NotJudged):
        raise InputError(f"{clip} cannot be used as a calibration. {result.reason}")
    return result


def _calibrate_video(
    clip: Path, exercise: Exercise, model: Path | None, on_progress: Progress, made_on: str
) -> AnyCalibration | NotJudged:
    from formcheck.pose.mediapipe import open_estimator
    from formcheck.video.reader import open_video

    if model is None:
        raise ValueError("model is None, expected the path of a pose model")
    with open_video(clip) as video, open_estimator(model) as estimator:

        def find_poses():
            for frame in video:
                on_progress("Finding the hold", video.info.share_until(frame.t_s))
                yield estimator.estimate(frame.image, frame.t_s)

        return calibrate(find_poses(), exercise, clip.name, made_on)


def describe_calibration(calibration: AnyCalibration) -> list[str]:
    """Lines for the terminal: what was found, and what to change about the camera."""
    if isinstance(calibration, QuadrupedCalibration):
        return _describe_quadruped(calibration)
    side = "right" if calibration.facing > 0 else "left"
    lines = [
        f"[bold]{escape(calibration.source)}[/]  neutral hinge: [bold]{calibration.arc_deg:.1f}° of arc[/]"
        f" (an index, not vertebral degrees; spread {calibration.spread_deg:.1f}°)",
        f"held at {calibration.hold_trunk_deg:.0f}° of trunk inclination, facing {side},"
        f" about {calibration.yaw_deg:.0f}° off side-on, standing trunk {calibration.torso_px:.0f} px",
    ]
    return [*lines, f"[dim]?[/] {escape(calibration.hint)}"] if calibration.hint else lines


def _describe_quadruped(calibration: QuadrupedCalibration) -> list[str]:
    side = "right" if calibration.facing > 0 else "left"
    at_rest = {
        "back": (calibration.rest_arc_deg, ".1f", "° of arc"),
        "trunk": (calibration.trunk_deg, ".0f", "°"),
        "head": (calibration.head_deg, ".0f", "° over the trunk"),
        "hands": (calibration.hand_ahead, "z.2f", " torso lengths ahead"),
        "knees": (calibration.knee_ahead, "z.2f", " torso lengths ahead"),
    }
    told = [
        f"{name} not seen" if math.isnan(value) else f"{name} {value:{how}}{unit}"
        for name, (value, how, unit) in at_rest.items()
    ]
    return [
        f"[bold]{escape(calibration.source)}[/]  good hold, {calibration.side} arm raised:"
        f" [bold]{calibration.arc_deg:.1f}° of arc[/] (an index, not vertebral degrees;"
        f" spread {calibration.spread_deg:.1f}°)",
        f"at rest: {', '.join(told)}; facing {side}, about {calibration.yaw_deg:.0f}° off side-on",
    ]


def _calibrate_with_progress(clip: Path, exercise: Exercise, model: str) -> AnyCalibration:
    path = None if is_track(clip) else fetch_model(model)
    with show_progress() as progress:
        return calibrate_clip(clip, exercise, path, progress, date.today().isoformat())


def _quote(name: str) -> str:
    return f'"{name}"' if " " in name else name
