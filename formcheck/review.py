"""A recorded set through it all: video → poses → session → report and annotated video.

The pictures are read twice: once to find the poses, and once to draw on, for the annotated video and for one
picture of every fault. In between only a small pose track lies on disk, so memory does not grow with the
length of the clip.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from importlib import metadata
from pathlib import Path
from typing import Any

from formcheck import __version__
from formcheck.calibration import AnyCalibration, Origin
from formcheck.errors import InputError
from formcheck.estimation import estimate_poses
from formcheck.exercises.exercise import Exercise
from formcheck.faults.judgement import BackReference
from formcheck.pose.crew import Crew
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import Track, TrackWriter, is_track
from formcheck.recognised import Ask, load_recognised
from formcheck.recognition import Recogniser
from formcheck.report.formats import DEFAULT_FORMATS, FORMATS, Bundle, write_format
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.video.reader import Frame, VideoInfo, compute_sha256, open_video
from formcheck.workshop import move_into_place, open_workshop

Progress = Callable[[str, float | None], None]
"""Called with what is being done, and the share done (None: unknown)."""
Follow = Callable[[VideoInfo, Frame, Pose], bool]
"""Looks on while poses are found: the video, the picture, the pose in it. False: stop reading here."""

TRACK_FILE = "pose.npz"
ANNOTATED_FILE = "annotated.webm"


@dataclass(frozen=True, slots=True)
class ReviewPlan:
    """What to make of a clip.

    Attributes
    ----------
    exercise : Exercise or None
        None: recognise it from the poses.
    out : Path
        Folder that receives a folder named after the clip.
    model : Path or None
        Pose model; not needed to replay a pose track.
    video, track : bool
        Write the annotated video, keep the pose track.
    pictures : bool
        Keep a picture of every fault; without the annotated video this decodes part of the clip once more.
    formats : tuple of str
        Keys of `formcheck.report.formats.FORMATS`.
    overwrite : bool
        Replace an existing report of the same name.
    load_kg : float or None
        What was lifted, copied into the report.
    calibration : Calibration, QuadrupedCalibration or None
        The athlete's own neutral hinge, or good bird-dog, which the back is held against; None: the clip's
        own first still hinge is, if it may be.
    origin : Origin
        Where the calibration is from.
    ask : callable or None
        Asked which movement it is when several are close; None: such a clip is refused.
    recognition : dict or None
        What was recognised, for the report; None: the movement was named.
    crew : Crew or None
        Processes that find the poses; None: this one. The report is the same.
    """

    exercise: Exercise | None
    out: Path
    model: Path | None = None
    video: bool = True
    track: bool = False
    pictures: bool = True
    formats: tuple[str, ...] = DEFAULT_FORMATS
    overwrite: bool = False
    load_kg: float | None = None
    calibration: AnyCalibration | None = None
    origin: Origin = Origin.GIVEN
    ask: Ask | None = None
    recognition: dict[str, Any] | None = None
    crew: Crew | None = None

    def open_session(self) -> Session:
        """A session of this exercise and this athlete."""
        if self.exercise is None:
            raise ValueError("ReviewPlan.exercise is None, expected one that was named or recognised")
        return Session(self.exercise, self.calibration, self.origin)

    def name_exercise(self, recogniser: Recogniser, clip: Path) -> ReviewPlan:
        """The same plan with the movement that was recognised.

        Raises
        ------
        InputError
            When it is none of ours, or not clear which.
        """
        exercise, told = load_recognised(recogniser.finish(), clip.name, self.ask)
        return replace(self, exercise=exercise, recognition=told)


@dataclass(frozen=True, slots=True)
class Review:
    """What came of a clip.

    Attributes
    ----------
    report : SetReport
    folder : Path
        Where everything was written.
    files : tuple of Path
        What was written there: files, and the folder with the pictures of the faults where there are any.
    """

    report: SetReport
    folder: Path
    files: tuple[Path, ...]


def review_clip(clip: Path, plan: ReviewPlan, name: str = "", on_progress: Progress | None = None) -> Review:
    """Review one video, or replay one pose track.

    Parameters
    ----------
    clip : Path
        A video in any format OpenCV reads, or a ``.npz`` pose track.
    plan : ReviewPlan
    name : str
        Name of the folder to write; the clip's own name without its ending by default.
    on_progress : callable, optional

    Returns
    -------
    Review

    Raises
    ------
    InputError
        One sentence: what is wrong with the clip or the folder, and what to do. Nothing is left behind.

    Notes
    -----
    All files appear at once, when everything is finished: a review that was stopped leaves none.
    """
    report_progress = on_progress or _stay_silent
    target = plan.out / (name or clip.stem)
    if target.exists() and not plan.overwrite:
        raise InputError(f"{target} exists already: give another --out, or --overwrite to replace it.")
    _check_formats(plan, clip)
    with open_workshop(target) as workshop:
        track_file = workshop / TRACK_FILE
        if is_track(clip):
            track = Track(clip)
            report = _replay(track, plan)
        else:
            report, reference = _analyse(clip, track_file, plan, report_progress)
            track = Track(track_file)
            report = draw_review(clip, track, report, workshop, plan, report_progress, reference)
        bundle = Bundle(report, track, workshop, workshop / ANNOTATED_FILE)
        for format_name in plan.formats:
            report_progress("Writing the report", None)
            write_format(format_name, bundle, workshop)
        if not plan.track:
            track_file.unlink(missing_ok=True)
        move_into_place(workshop, target)
    return Review(report, target, tuple(sorted(target.iterdir())))


def _check_formats(plan: ReviewPlan, clip: Path) -> None:
    """Refuse at once what cannot be written at the end."""
    of_video = [FORMATS[name].name for name in plan.formats if FORMATS[name].needs == "video"]
    if of_video and (not plan.video or is_track(clip)):
        raise InputError(f"{of_video[0]} needs the annotated video: give the clip, without --no-video.")


def _analyse(
    clip: Path, track_file: Path, plan: ReviewPlan, report_progress: Progress
) -> tuple[SetReport, BackReference | None]:
    """Find the poses of a video and push them through a session, writing the track on the way.

    A movement that was not named is recognised first; the session then takes the poses from the track.
    Returns the report and what the back was held against.
    """
    if plan.exercise is not None:
        session = plan.open_session()
        about = find_poses(clip, track_file, plan.model, session.push, report_progress, crew=plan.crew)
    else:
        recogniser = Recogniser()
        about = find_poses(clip, track_file, plan.model, recogniser.push, report_progress, crew=plan.crew)
        plan = plan.name_exercise(recogniser, clip)
        session = plan.open_session()
        for pose in Track(track_file):
            session.push(pose)
    return finish_report(session, about, plan), session.reference


def find_poses(
    clip: Path,
    track_file: Path,
    model: Path | None,
    take: Callable[[Pose], object],
    report_progress: Progress,
    follow: Follow | None = None,
    crew: Crew | None = None,
) -> dict[str, Any]:
    """Find the poses of a video, write them to the track and hand each on.

    Parameters
    ----------
    clip : Path
    track_file : Path
        The ``.npz`` to write.
    model : Path or None
        Pose model.
    take : callable
        Is handed every pose.
    report_progress : callable
    follow : callable, optional
        See ``Follow``.
    crew : Crew, optional
        Processes that look for the athlete, else this one. The track is the same.

    Returns
    -------
    dict
        What is known of the clip and of what found the poses: "source" and "pose".

    Raises
    ------
    InputError
        One sentence: what is wrong with the clip.
    """
    if model is None:
        raise ValueError("ReviewPlan.model is None, expected the path of a pose model")
    with open_video(clip) as video, TrackWriter(track_file) as track:
        sha256 = compute_sha256(clip)
        count, stopped = 0, ""
        with closing(estimate_poses(video, model, crew)) as estimated:
            for frame, pose in estimated:
                track.append(pose)
                take(pose)
                count += 1
                report_progress("Finding the athlete", video.info.share_until(frame.t_s))
                if follow is not None and not follow(video.info, frame, pose):
                    stopped = f"Reading was stopped at {frame.t_s:.1f} s: what came later was not looked at."
                    break
        about = {
            "source": {
                "kind": "video",
                "name": clip.name,
                "sha256": sha256,
                "size_bytes": video.info.size_bytes,
                "width_px": video.info.width_px,
                "height_px": video.info.height_px,
                "duration_s": _round(video.info.duration_s),
                "nominal_fps": _round(video.info.nominal_fps),
                "codec": video.info.codec,
                "frames_read": count,
                "timing": video.timing_confidence,
                "damaged": stopped or video.damaged,
            },
            "pose": describe_pose_engine(model),
        }
        track.finish(about)
    return about


def draw_review(
    clip: Path,
    track: Track,
    report: SetReport,
    folder: Path,
    plan: ReviewPlan,
    report_progress: Progress,
    reference: BackReference | None = None,
) -> SetReport:
    """Write the annotated video and the pictures of the faults, and return the report that names them."""
    from formcheck.annotate import write_annotated
    from formcheck.fault_pictures.album import FaultAlbum

    album = FaultAlbum(report, folder, reference)
    if plan.video and report.quality.person_share > 0:
        watch = album.watch if plan.pictures else None
        write_annotated(clip, track, report, folder / ANNOTATED_FILE, report_progress, watch)
    elif plan.pictures:
        album.read(clip, track, report_progress)
    return album.sign()


def _replay(track: Track, plan: ReviewPlan) -> SetReport:
    if plan.exercise is None:
        recogniser = Recogniser()
        for pose in track:
            recogniser.push(pose)
        plan = plan.name_exercise(recogniser, track.path)
    session = plan.open_session()
    for pose in track:
        session.push(pose)
    return finish_report(session, track.about, plan)


def finish_report(session: Session, about: dict[str, Any], plan: ReviewPlan) -> SetReport:
    """The report of a session that has had all poses; ``about`` as `find_poses` returns it."""
    source = {**about["source"], "load_kg": plan.load_kg}
    recognition = {} if plan.recognition is None else {"recognition": plan.recognition}
    return session.finish(source, {**describe_engine(), "pose": about["pose"], **recognition})


def _stay_silent(_what: str, _share: float | None) -> None:
    """Stand in where nobody wants to see the progress."""


def describe_engine() -> dict[str, str]:
    """Versions of what counts, times and judges."""
    return {"formcheck": __version__, "python": platform.python_version(), "numpy": metadata.version("numpy")}


def describe_pose_engine(model: Path) -> dict[str, Any]:
    """Versions of what found the poses, and which model it was."""
    from formcheck.pose.models import identify_model

    name, sha256 = identify_model(model)
    return {
        "mediapipe": metadata.version("mediapipe"),
        "opencv": metadata.version("opencv-python"),
        "model": name,
        "model_sha256": sha256,
    }


def _round(value: float) -> float | None:
    return round(value, 3) if value == value else None
