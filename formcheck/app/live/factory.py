"""Makes the real coach of a live set, in the process it lives in, and puts away what the set leaves."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path

from formcheck.app.live.coach import Leaving
from formcheck.app.live.protocol import StartMessage
from formcheck.app.reviews import FILM_FILE
from formcheck.athletes import USUAL_CAMERA, read_record, update_own_range, write_record
from formcheck.calibration import Origin
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.live.band import choose_band
from formcheck.live.coach import LiveCoach
from formcheck.live.options import LiveOptions
from formcheck.live.state import lay_out_state
from formcheck.pose.landmarks import Picture
from formcheck.pose.mediapipe import open_estimator
from formcheck.pose.models import DEFAULT_MODEL, find_model, read_environment
from formcheck.pose.track import TrackWriter
from formcheck.report.json import write_json
from formcheck.report.reading import REPORT_FILE
from formcheck.report.set_report import SetReport
from formcheck.review import TRACK_FILE, describe_engine, describe_pose_engine
from formcheck.video.filmstrip import Filmstrip

OPTIONS = {"athlete": str, "calibrates": bool, "keeps_clip": bool, "load_kg": (int, float)}
"""What a page may say of a set besides its movement, and how."""
NO_MODEL = "The pose model is not on this computer yet: download it on the Review page, then start again."


class TalkingCoach:
    """A live coach whose words are ready for JSON, and who puts the finished set away.

    Nothing is written before the set is finished, but for its pictures where the clip is to be kept.

    Parameters
    ----------
    coach : LiveCoach
        Owned: closed along with it.
    folder : Path
        Of the set.
    name, athlete : str
        What the set is called, and whose it is; the athlete may be empty: nothing is remembered then.
    load_kg : float or None
    pose_engine : mapping
        What finds the poses.
    film : Filmstrip or None
        None: no picture is kept.
    """

    def __init__(
        self,
        coach: LiveCoach,
        folder: Path,
        name: str,
        athlete: str,
        load_kg: float | None,
        pose_engine: Mapping[str, object],
        film: Filmstrip | None,
    ) -> None:
        self._coach, self._folder = coach, folder
        self._name, self._athlete, self._load_kg = name, athlete, load_kg
        self._pose_engine = pose_engine
        self._film = film
        self._size_px = (0, 0)
        self._id = secrets.token_hex(16)

    def take(self, picture: Picture, t_s: float, jpeg: bytes) -> Mapping[str, object]:
        """Take the next picture."""
        state = self._coach.take(picture, t_s)
        self._size_px = picture.shape[1], picture.shape[0]
        if self._film is not None:
            self._film.append(jpeg, t_s)
        return {**lay_out_state(state), "band": asdict(choose_band(state))}

    @property
    def has_set(self) -> bool:
        """Whether a repetition was counted, or a movement seen that was not recognised."""
        return self._coach.has_set

    def skip_calibration(self) -> None:
        """Go on without a calibration."""
        self._coach.skip_calibration()

    def finish(self) -> Leaving | None:
        """Put poses and report into the folder; None: nobody was seen.

        Where no movement was recognised there is no report: the review asks for it.

        Raises
        ------
        OSError
            When they cannot be written; this may be tried again.
        """
        report, source = self._coach.finish(), self._describe_source()
        if not self._coach.poses:
            return None
        with TrackWriter(self._folder / TRACK_FILE) as track:
            for pose in self._coach.poses:
                track.append(pose)
            track.finish({"source": source, "pose": dict(self._pose_engine)})
        if self._film is not None:
            self._film.close()
        problem = "" if self._film is None else self._film.problem
        if report is not None:
            report = replace(report, source=source)
            write_json(report, self._folder / REPORT_FILE)
            problem = problem or self._remember(report)
        return Leaving(
            self._name,
            "" if report is None else report.exercise.key,
            self._athlete,
            self._load_kg,
            film_from_s=None if self._film is None else self._coach.began_s,
            problem=problem,
        )

    def close(self) -> None:
        """Give the model's memory back."""
        self._coach.close()
        if self._film is not None:
            self._film.close()

    def _describe_source(self) -> dict[str, object]:
        poses = self._coach.poses
        return {
            "kind": "live",
            "id": self._id,
            "name": self._name,
            "load_kg": self._load_kg,
            "width_px": self._size_px[0],
            "height_px": self._size_px[1],
            "duration_s": round(poses.last_s, 3),
            "frames_read": len(poses),
        }

    def _remember(self, report: SetReport) -> str:
        """Let the set move the athlete's own range, and keep a calibration that was taken.

        Returns
        -------
        str
            Why nothing was remembered: the set itself is put away all the same. Empty: it was.
        """
        if not self._athlete:
            return ""
        try:
            record = before = read_record(self._athlete, USUAL_CAMERA)
            if self._coach.taken is not None:
                record = record.remember(self._coach.taken)
            record = update_own_range(record, report)
            if record is not before:
                write_record(record)
        except InputError as error:
            return str(error)
        return ""


def open_coach(message: StartMessage, folder: Path) -> TalkingCoach:
    """Make the coach of one set. Nothing is fetched: the model has to be there.

    Raises
    ------
    InputError
        For an unknown movement or option, when there is no pose model, or no room for the clip.
    """
    options = message.options
    for name, value in options.items():
        wanted = OPTIONS.get(name, ())
        if not isinstance(value, wanted) or isinstance(value, bool) != (wanted is bool):
            raise InputError(f"A live set has no option {name!r} of this kind: reload the page.")
    exercise = load_exercise(message.exercise) if message.exercise else None
    model = read_environment() or find_model(DEFAULT_MODEL)
    if model is None:
        raise InputError(NO_MODEL)
    athlete = str(options.get("athlete", ""))
    protocol = None if exercise is None else exercise.calibration
    record = read_record(athlete, USUAL_CAMERA) if athlete else None
    known = record.find_calibration(protocol.kind) if record is not None and protocol is not None else None
    now, pose_engine = datetime.now(), describe_pose_engine(model)
    plan = LiveOptions(
        exercise,
        calibrates=bool(options.get("calibrates", known is None)),
        calibration=known,
        origin=Origin.ATHLETE,
        keeps_poses=True,
        provenance={**describe_engine(), "pose": pose_engine},
        made_on=now.date().isoformat(),
    )
    load = options.get("load_kg")
    film = Filmstrip(folder / FILM_FILE) if options.get("keeps_clip") else None
    try:
        coach = LiveCoach(open_estimator(model), plan)
    except InputError:
        if film is not None:
            film.close()
        raise
    return TalkingCoach(
        coach,
        folder,
        name=f"Live {now:%Y-%m-%d %H-%M-%S}",
        athlete=athlete,
        load_kg=float(load) if isinstance(load, int | float) else None,
        pose_engine=pose_engine,
        film=film,
    )
