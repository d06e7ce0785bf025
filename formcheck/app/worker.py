"""The child process that reads one clip: ``python -m formcheck.app.worker``.

Decoders and the pose model are native code and may abort. Here that ends one review, and nothing else. The
task comes in through stdin, messages go out through stdout; when the app goes away, so does the child.
"""

from __future__ import annotations

import os
import shutil
import threading
import traceback
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO, Any

from formcheck.app.messages import (
    Asked,
    Failed,
    Message,
    Progressed,
    Refused,
    Reported,
    Stopped,
    Task,
)
from formcheck.app.reviews import FILM_FILE
from formcheck.app.spectator import Spectator, Tell
from formcheck.athletes import USUAL_CAMERA, AthleteRecord, read_record, update_own_range, write_record
from formcheck.calibration import AnyCalibration, Origin
from formcheck.child_process import claim_pipes, receive, send
from formcheck.errors import InputError
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import BackReference
from formcheck.pose.cores import choose_jobs
from formcheck.pose.crew import Crew
from formcheck.pose.track import Track
from formcheck.recognised import load_recognised
from formcheck.recognition import Recogniser, Recognition
from formcheck.replay import find_reference, reopen_folder
from formcheck.report.json import write_json
from formcheck.report.reading import REPORT_FILE, read_report
from formcheck.report.set_report import SetReport
from formcheck.review import TRACK_FILE, ReviewPlan, draw_review, find_poses, finish_report
from formcheck.session import Session
from formcheck.video.filmstrip import develop_strip
from formcheck.video.reader import open_video

LONGEST_S = 300.0
"""A clip is one set: at most five minutes."""
BEHIND_THE_PAGES = 5
"""Niceness of a child: whoever looks at a page comes first, also when all cores are busy."""
SURPRISED = (
    "Something we did not expect happened with this clip, and the review was ended. Try again, or save the"
    " clip as MP4 first."
)
STRIP_FOLDER = "seen"
"""Pictures of a clip in which no repetition was found."""
DRAFT_FOLDER = "developing"
"""A clip that is being made of a live set's pictures."""


def main() -> None:
    """Do the task that comes in, and end."""
    orders, pipe = claim_pipes()
    if hasattr(os, "nice"):
        os.nice(BEHIND_THE_PAGES)
    tell = _make_tell(pipe)
    task: Task = receive(orders)
    stop = threading.Event()
    threading.Thread(target=_listen, args=(orders, stop), daemon=True).start()
    try:
        review(task, tell, stop)
    except InputError as error:
        tell(Failed(_leave_out_folders(str(error), task)))
    except Exception:
        traceback.print_exc()
        tell(Failed(SURPRISED))


def _leave_out_folders(sentence: str, task: Task) -> str:
    """Call a file by its name alone: where the copy lies tells nobody anything."""
    for path in (task.clip, task.calibration):
        if path is not None:
            sentence = sentence.replace(str(path), path.name)
    return sentence.replace(f"{task.folder / DRAFT_FOLDER}{os.sep}", "").replace(f"{task.folder}{os.sep}", "")


def _make_tell(pipe: IO[bytes]) -> Tell:
    def tell(message: Message) -> None:
        try:
            send(pipe, message)
        except OSError:
            os._exit(1)  # nobody listens any more

    return tell


def _listen(pipe: IO[bytes], stop: threading.Event) -> None:
    """Wait for the word to stop; the end of the pipe is the end of the app."""
    if pipe.read(1):
        stop.set()
        pipe.read(1)
    os._exit(1)


def review(task: Task, tell: Tell, stop: threading.Event) -> None:
    """Review one clip, telling what is known on the way.

    Raises
    ------
    InputError
        One sentence: what is wrong with the clip.
    """
    if task.only_draws:
        report, reference = reopen_folder(task.folder)
        _draw(report, task, ReviewPlan(report.exercise, task.folder), reference, tell)
        return
    exercise = load_exercise(task.exercise) if task.exercise else None
    athlete = _Athlete(task, exercise, tell)
    spectator = Spectator(exercise, athlete.open_session, tell, stop.is_set)
    track_file = task.folder / TRACK_FILE
    if task.resumes:
        about: dict[str, Any] = Track(track_file).about
        for pose in Track(track_file):
            spectator.take(pose)
        spectator.tell_progress(1.0)
    else:
        clip = _expect_clip(task)
        with Crew(choose_jobs()) as crew:
            _check_length(clip)
            about = find_poses(
                clip, track_file, task.model, spectator.take, _ignore_progress, spectator.follow, crew
            )
        spectator.tell_progress(1.0)
        if stop.is_set():
            count = spectator.session.count if spectator.session is not None else 0
            tell(Stopped(count, spectator.last_s))
            return
    recogniser = spectator.guesser.recogniser if spectator.guesser is not None else None
    named = _name_exercise(task, exercise, recogniser, tell)
    if named is None:
        return
    exercise, told = named
    session = spectator.session
    if session is None or session.exercise.key != exercise.key:
        session = athlete.open_session(exercise)
        for pose in Track(track_file):
            session.push(pose)
    plan = athlete.make_plan(exercise, told)
    report = finish_report(session, about, plan)
    _publish(report, task, session, plan, spectator.strip, tell)
    athlete.remember(report)


def _publish(
    report: SetReport, task: Task, session: Session, plan: ReviewPlan, strip: list[bytes], tell: Tell
) -> None:
    """Hand over the report as soon as it is there; the video and the pictures are drawn after that."""
    if not report.count:
        (task.folder / STRIP_FOLDER).mkdir(exist_ok=True)
        for number, jpeg in enumerate(strip):
            (task.folder / STRIP_FOLDER / f"{number}.jpg").write_bytes(jpeg)
    _write_report(report, task.folder)
    tell(Reported(report, is_last=task.clip is None))
    if task.clip is not None:
        _draw(report, task, plan, session.reference, tell)


def _draw(
    report: SetReport, task: Task, plan: ReviewPlan, reference: BackReference | None, tell: Tell
) -> None:
    """Draw the video and the pictures of a report."""

    def tell_drawing(_what: str, share: float | None) -> None:
        tell(Progressed("drawing", share))

    clip, strip = _expect_clip(task), task.folder / FILM_FILE
    if strip.is_file():
        tell_drawing("", None)
        _develop(strip, clip, task.film_from_s)
    track = Track(task.folder / TRACK_FILE)
    drawn = draw_review(clip, track, report, task.folder, plan, tell_drawing, reference)
    _write_report(drawn, task.folder)
    tell(Reported(drawn, is_last=True))


def _develop(strip: Path, clip: Path, from_s: float) -> None:
    """Put a clip in the place of a strip; what an ended child has left of one never lies with the clips."""
    draft = strip.with_name(DRAFT_FOLDER) / clip.name
    shutil.rmtree(draft.parent, ignore_errors=True)
    draft.parent.mkdir()
    try:
        develop_strip(strip, draft, from_s)
        clip.parent.mkdir(exist_ok=True)
        draft.replace(clip)
    finally:
        shutil.rmtree(draft.parent, ignore_errors=True)
    strip.unlink()


def _expect_clip(task: Task) -> Path:
    if task.clip is None:
        raise ValueError("Task.clip is None, expected the video to read")
    return task.clip


def _write_report(report: SetReport, folder: Path) -> None:
    """Write the report so that whoever reads it finds the old one or the new one."""
    draft = folder / ".report.json"
    write_json(report, draft)
    draft.replace(folder / REPORT_FILE)


def _name_exercise(
    task: Task, exercise: Exercise | None, recogniser: Recogniser | None, tell: Tell
) -> tuple[Exercise, dict[str, Any] | None] | None:
    """The movement, and what the report says of how it was found; None: somebody has to say which."""
    name = "This set" if task.clip is None else task.clip.name
    if exercise is not None:
        if task.recognition is None:
            return exercise, None
        unnamed = replace(task.recognition, key=None)
        if not unnamed.candidates:
            return exercise, None
        return load_recognised(unnamed, name, lambda _: exercise.key)
    if recogniser is None:
        raise ValueError("expected a recogniser where no movement was named")
    recognition = recogniser.finish()
    if recognition.key is not None:
        return load_recognised(recognition, name)
    tell(Asked(recognition) if recognition.candidates else Refused(refuse(recognition)))
    return None


def refuse(recognition: Recognition) -> str:
    """One sentence for a clip that shows none of our movements."""
    if not recognition.looks_like:
        return "Hardly anybody was seen in this clip. Film the whole body, well lit, for the entire set."
    return f"This looks like {recognition.looks_like}, which is not one of the movements we can check."


def _check_length(clip: Path) -> None:
    with open_video(clip) as video:
        length_s = video.info.duration_s
    if length_s > LONGEST_S + 1.0:
        minutes = f"{length_s / 60:.0f} minutes" if length_s > 90 + LONGEST_S else f"{length_s:.0f} s"
        raise InputError(f"The clip is {minutes} long. Cut it to one set, at most 5 minutes.")


def _ignore_progress(_what: str, _share: float | None) -> None:
    """The spectator tells it with more than a share."""


class _Athlete:
    """Whose set it is, and what their back is held against."""

    def __init__(self, task: Task, exercise: Exercise | None, tell: Tell) -> None:
        self._task = task
        self._record: AthleteRecord | None = None
        self._given: AnyCalibration | None = None
        self._origin = Origin.GIVEN
        if task.calibration is not None:
            self._given = _calibrate(task, exercise, tell)
        elif task.athlete:
            self._record, self._origin = read_record(task.athlete, USUAL_CAMERA), Origin.ATHLETE
        elif task.resumes and (task.folder / REPORT_FILE).is_file():
            self._given, self._origin = find_reference(read_report(task.folder / REPORT_FILE), task.folder)

    def make_plan(self, exercise: Exercise, told: dict[str, Any] | None = None) -> ReviewPlan:
        """What to make of the clip."""
        return ReviewPlan(
            exercise,
            out=self._task.folder,
            model=self._task.model,
            track=True,
            load_kg=self._task.load_kg,
            calibration=self._find_calibration(exercise),
            origin=self._origin,
            recognition=told,
        )

    def open_session(self, exercise: Exercise) -> Session:
        """A session of this exercise and this athlete."""
        return self.make_plan(exercise).open_session()

    def remember(self, report: SetReport) -> None:
        """Let the set move the athlete's own range."""
        if self._record is not None:
            record = update_own_range(self._record, report)
            if record is not self._record:
                write_record(record)

    def _find_calibration(self, exercise: Exercise) -> AnyCalibration | None:
        protocol = exercise.calibration
        if protocol is None:
            return None
        if self._record is not None:
            return self._record.find_calibration(protocol.kind)
        return self._given if self._given is not None and self._given.kind == protocol.kind else None


def _calibrate(task: Task, exercise: Exercise | None, tell: Tell) -> AnyCalibration:
    from formcheck.calibrate_command import calibrate_clip

    if exercise is None:
        raise InputError("Name the movement to use a calibration clip.")
    if exercise.calibration is None or task.calibration is None:
        raise InputError(f"{exercise.name} has no calibration. Leave the calibration clip away.")

    def tell_share(_what: str, share: float | None) -> None:
        tell(Progressed("calibrating", share))

    return calibrate_clip(task.calibration, exercise, task.model, tell_share, date.today().isoformat())


if __name__ == "__main__":
    main()
