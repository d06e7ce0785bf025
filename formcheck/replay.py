"""A finished review again, from its folder: the pose track replayed with what the report was made with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from formcheck.athletes import read_calibration
from formcheck.calibration import AnyCalibration, Calibration, Origin, QuadrupedCalibration
from formcheck.corrections import Corrections, read_corrections
from formcheck.errors import InputError
from formcheck.faults.judgement import BackReference
from formcheck.pose.track import Track
from formcheck.report.formats import Bundle
from formcheck.report.reading import REPORT_FILE, read_report
from formcheck.report.set_report import SetReport
from formcheck.review import ANNOTATED_FILE, TRACK_FILE, describe_engine
from formcheck.session import Session

CORRECTIONS_FILE = "corrections.json"
SAME_TURN_S = 0.002
"""Turns in a file are rounded to a millisecond."""


def replay_folder(folder: Path) -> SetReport:
    """Make a finished review anew from its pose track, with the signals that the file leaves out.

    Parameters
    ----------
    folder : Path
        With ``report.json`` and ``pose.npz``; ``corrections.json`` is applied where it is there.

    Returns
    -------
    SetReport
        Exercise, source, load and calibration are those of the file; the engine is the one of today.

    Raises
    ------
    InputError
        When something is missing or damaged.
    """
    return _replay(folder, read_report(folder / REPORT_FILE), read_corrections(folder / CORRECTIONS_FILE))[0]


def reopen_folder(folder: Path) -> tuple[SetReport, BackReference | None]:
    """Make a finished review anew as it was before anybody corrected it, with what its back was held against.

    Raises
    ------
    InputError
        When something is missing or damaged.
    """
    return _replay(folder, read_report(folder / REPORT_FILE))


def open_bundle(report: Path) -> Bundle:
    """Collect what formats may write from.

    Parameters
    ----------
    report : Path
        A folder that `formcheck.review.review_clip` wrote, or the ``report.json`` in it.

    Returns
    -------
    Bundle
        Replayed where the pose track is there, else as the file says.

    Raises
    ------
    InputError
        When there is no report, or a damaged one.
    """
    folder = report if report.is_dir() else report.parent
    file = folder / REPORT_FILE if report.is_dir() else report
    stored = read_report(file)
    has_track = (folder / TRACK_FILE).is_file()
    if has_track:
        stored, _ = _replay(folder, stored, read_corrections(folder / CORRECTIONS_FILE))
    return collect_bundle(stored, file)


def collect_bundle(report: SetReport, file: Path) -> Bundle:
    """Put what lies beside a report file together with the report as it is now."""
    folder = file.parent
    track, video = folder / TRACK_FILE, folder / ANNOTATED_FILE
    return Bundle(
        report=report,
        track=Track(track) if track.is_file() else None,
        pictures=folder,
        video=video if video.is_file() else None,
        made_at=datetime.fromtimestamp(file.stat().st_mtime),
    )


def _replay(
    folder: Path, stored: SetReport, corrections: Corrections | None = None
) -> tuple[SetReport, BackReference | None]:
    session = Session(stored.exercise, *find_reference(stored, folder))
    for pose in Track(folder / TRACK_FILE):
        session.push(pose)
    about = {name: value for name, value in stored.provenance.items() if "corrections" not in name}
    report = session.finish(stored.source, {**about, **describe_engine()}, corrections=corrections)
    return _name_pictures(report, stored), session.reference


def find_reference(report: SetReport, folder: Path) -> tuple[AnyCalibration | None, Origin]:
    """The calibration a report was made with; one that came from the clip itself is found in it again.

    Parameters
    ----------
    report : SetReport
        As read from ``report.json``.
    folder : Path
        That it lies in.

    Raises
    ------
    InputError
        When it is damaged.
    """
    used: str | Mapping[str, Any] = report.provenance.get("calibration", "none")
    if isinstance(used, str) or used.get("origin") == Origin.CLIP:
        return None, Origin.GIVEN
    try:
        origin = Origin(used["origin"])
        if "rest_arc_deg" in used:
            return read_calibration(used, QuadrupedCalibration), origin
        return read_calibration(used, Calibration), origin
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"The calibration in {folder / REPORT_FILE} is damaged: review the clip again."
        ) from error


def _name_pictures(report: SetReport, stored: SetReport) -> SetReport:
    """Name the pictures that were kept; repetitions are known by their turns, which no correction moves."""
    kept = [(judged.rep.turn_s, judged.pictures) for judged in stored.reps if judged.pictures]
    reps = []
    for judged in report.reps:
        named = [pictures for turn_s, pictures in kept if abs(turn_s - judged.rep.turn_s) <= SAME_TURN_S]
        reps.append(replace(judged, pictures=dict(named[0])) if named else judged)
    return replace(report, reps=tuple(reps))
