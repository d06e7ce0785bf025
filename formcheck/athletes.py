"""What is remembered of an athlete before a camera: one small JSON file each, in the user's own data folder.

``<data folder>/athletes/<athlete>/<camera>.json`` holds the calibrations, and the athlete's own range of
every movement. Nothing else is kept, and nothing leaves the machine.
"""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from formcheck.calibration import AnyCalibration, Calibration, QuadrupedCalibration
from formcheck.data_folder import find_data_folder
from formcheck.errors import InputError
from formcheck.report.set_report import SetReport
from formcheck.summary import find_own_range

FORMAT = "formcheck.athlete/1"
USUAL_CAMERA = "default"
"""The camera of who names none."""
RANGE_WEIGHT = 0.3
"""Weight of a new session in the own range: it follows real progress within a few sessions, and one bad day
moves it by less than a third (judgement of the authors)."""

_MAY_BE_UNSEEN = (
    "hip_range_deg", "thigh_length", "shank_length", "roll_deg", "rest_arc_deg", "head_deg", "hand_ahead",
    "knee_ahead",
)  # fmt: skip
_NAME = re.compile(r"\w[\w -]{0,62}\w|\w")
_RESERVED = re.compile(r"con|prn|aux|nul|(com|lpt)\d")
"""Windows opens a device under these names, whatever their ending."""


@dataclass(frozen=True, slots=True)
class OwnRange:
    """The athlete's own full range of one movement from one view, over the sessions.

    Attributes
    ----------
    value : float
        Exponential moving average, in ``unit``.
    unit : str
    sessions : int
        How many it rests on.
    last_clip : str
        What the last one was read from: the same clip again is no new session.
    """

    value: float
    unit: str
    sessions: int
    last_clip: str


@dataclass(frozen=True, slots=True)
class AthleteRecord:
    """One athlete before one camera.

    Attributes
    ----------
    athlete, camera : str
        Names as given.
    calibration : Calibration or None
        The neutral hinge; None: not calibrated yet.
    ranges : mapping of str to OwnRange
        By ``movement/view``.
    quadruped : QuadrupedCalibration or None
        The rest on hands and knees and the good bird-dog; None: not calibrated yet.
    """

    athlete: str
    camera: str
    calibration: Calibration | None = None
    ranges: Mapping[str, OwnRange] = field(default_factory=dict)
    quadruped: QuadrupedCalibration | None = None

    def find_calibration(self, kind: str) -> AnyCalibration | None:
        """The calibration of a kind (`formcheck.exercises.protocol`); None: not known yet."""
        return next((one for one in (self.calibration, self.quadruped) if one and one.kind == kind), None)

    def remember(self, calibration: AnyCalibration) -> AthleteRecord:
        """The same record with a calibration in the place of the one of its kind."""
        if isinstance(calibration, QuadrupedCalibration):
            return replace(self, quadruped=calibration)
        return replace(self, calibration=calibration)

    def find_range(self, report: SetReport) -> OwnRange | None:
        """The own range of a set's movement from the view it was filmed in; None: not known yet."""
        return self.ranges.get(_name_range(report))


def find_athletes_folder() -> Path:
    """Where the records of all athletes are kept; it may not exist yet."""
    return find_data_folder() / "athletes"


def forget_athlete(athlete: str, athletes: Path | None = None) -> int:
    """Delete every record of an athlete, drafts of a killed process too; returns how many there were.

    Parameters
    ----------
    athlete : str
    athletes : Path, optional
        Folder of the records of all; that of the user without.

    Raises
    ------
    InputError
        When one cannot be deleted.
    """
    try:
        folder = (athletes or find_athletes_folder()) / find_record_file(athlete, USUAL_CAMERA).parent.name
    except InputError:
        return 0  # who has such a name has no record
    if not folder.is_dir():
        return 0
    records = len(list(folder.glob("*.json")))
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise InputError(f"Cannot delete {error.filename}: {error.strerror or error}.") from error
    return records


def find_record_file(athlete: str, camera: str) -> Path:
    """Where the record of an athlete before a camera is kept; capitals do not matter.

    Raises
    ------
    InputError
        When a name cannot be a file name everywhere.
    """
    return (
        find_athletes_folder()
        / _make_file_name(athlete, "--athlete")
        / f"{_make_file_name(camera, '--camera')}.json"
    )


def read_record(athlete: str, camera: str) -> AthleteRecord:
    """Read what is remembered; an empty record where nothing is.

    Raises
    ------
    InputError
        When the file cannot be read, or holds anything but what `write_record` writes.
    """
    path = find_record_file(athlete, camera)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return AthleteRecord(athlete, camera)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}.") from error
    try:
        table = json.loads(text)
        if table["format"] != FORMAT:
            raise ValueError(f"format is {table['format']!r}, expected {FORMAT!r}")
        calibration, quadruped = table["calibration"], table.get("quadruped")
        return AthleteRecord(
            athlete=athlete,
            camera=camera,
            calibration=None if calibration is None else read_calibration(calibration, Calibration),
            quadruped=None if quadruped is None else read_calibration(quadruped, QuadrupedCalibration),
            ranges={str(key): _read_range(own) for key, own in table["ranges"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        problem = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{path} is damaged ({problem}): delete it and calibrate again.") from error


def write_record(record: AthleteRecord) -> Path:
    """Write a record in one step, so that a reader sees the old one or the new one.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        When it cannot be written; an older record is then still there.
    """
    path = find_record_file(record.athlete, record.camera)
    calibration, quadruped = record.calibration, record.quadruped
    table = {
        "format": FORMAT,
        "athlete": record.athlete,
        "camera": record.camera,
        "calibration": None if calibration is None else calibration.lay_out(),
        "quadruped": None if quadruped is None else quadruped.lay_out(),
        "ranges": {key: asdict(own) for key, own in record.ranges.items()},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(table, file, indent=2, ensure_ascii=False, allow_nan=False)
                file.write("\n")
            Path(draft).replace(path)
        finally:
            Path(draft).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"Cannot write {path}: {error.strerror or error}.") from error
    return path


def update_own_range(record: AthleteRecord, report: SetReport) -> AthleteRecord:
    """Let a set move the athlete's own range: 0.3 of the new one, 0.7 of the one before.

    Parameters
    ----------
    record : AthleteRecord
    report : SetReport

    Returns
    -------
    AthleteRecord
        Unchanged where the set's own range is not known, or is of the same clip as the last one.
    """
    value = find_own_range([judged.rep for judged in report.reps])
    clip = str(report.source.get("sha256") or report.source.get("name") or "")
    before = record.find_range(report)
    if math.isnan(value) or (before is not None and before.last_clip == clip):
        return record
    unit = report.exercise.unit
    sessions = 1
    if before is not None:
        value = RANGE_WEIGHT * value + (1.0 - RANGE_WEIGHT) * before.value
        sessions += before.sessions
    return replace(
        record, ranges={**record.ranges, _name_range(report): OwnRange(value, unit, sessions, clip)}
    )


def _name_range(report: SetReport) -> str:
    return f"{report.exercise.key}/{report.quality.view}"


def _make_file_name(name: str, option: str) -> str:
    plain = unicodedata.normalize("NFC", name).casefold()
    if not _NAME.fullmatch(plain) or _RESERVED.fullmatch(plain):
        raise InputError(
            f"{option} {name!r} cannot name a file: use up to 64 letters, digits, spaces, hyphens and"
            " underscores."
        )
    return plain


_Known = TypeVar("_Known", Calibration, QuadrupedCalibration)


def read_calibration(table: Mapping[str, Any], kind: type[_Known]) -> _Known:
    """Read back what ``lay_out`` of a calibration wrote.

    Raises
    ------
    KeyError, TypeError, ValueError
        When something is missing, or cannot be.
    """
    values: dict[str, Any] = {}
    for wanted in fields(kind):
        name, value = wanted.name, table[wanted.name]
        if value is None and name in _MAY_BE_UNSEEN:
            values[name] = math.nan
        elif wanted.type == "str":
            values[name] = _expect_text(value, name)
        else:
            values[name] = _expect_number(value, name)
    if values["facing"] not in (1, -1):
        raise ValueError(f"facing is {values['facing']}, expected 1 or -1")
    if values.get("side", "left") not in ("left", "right"):
        raise ValueError(f"side is {values['side']!r}, expected left or right")
    if not values["torso_px"] > 0 or not values["spread_deg"] >= 0:
        raise ValueError("torso_px or spread_deg is below its least")
    if values["made_on"]:
        date.fromisoformat(values["made_on"])
    return kind(**{**values, "facing": int(values["facing"])})


def _read_range(table: Mapping[str, Any]) -> OwnRange:
    value, sessions = _expect_number(table["value"], "value"), _expect_number(table["sessions"], "sessions")
    if not value > 0 or not sessions >= 1:
        raise ValueError(f"a range of {value} over {sessions} sessions, expected both above zero")
    unit, clip = _expect_text(table["unit"], "unit"), _expect_text(table["last_clip"], "last_clip")
    return OwnRange(value, unit, int(sessions), clip)


def _expect_number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}, expected a number")
    return float(value)


def _expect_text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r}, expected a text")
    return value
