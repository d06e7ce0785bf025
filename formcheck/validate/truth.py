"""What is known about a clip before anything has looked at it: ``<clip>.truth.json``. Never a SetReport."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import InputError
from formcheck.video.container import VIDEO_ENDINGS

TRUTH_ENDING = ".truth.json"
CLIP_ENDINGS = (*VIDEO_ENDINGS, ".npz")
"""What a clip's name may end in, a kept pose track last."""
PARTIAL_BELOW = 0.5
"""A planned repetition of less than this share of the full range is partial: listed, not counted."""
PRESENT, ABSENT = "present", "absent"


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One repetition, as it really was.

    Attributes
    ----------
    start_s, turn_s, end_s : float
        By the 1 % definition; NaN: not known.
    tempo : mapping of str to float
        ``eccentric_s`` and so on; NaN or missing: the phase does not exist, or is not known.
    has_way_out : bool
        False for a repetition that begins on the floor: a report starts it at its lowest point, the
        truth where it leaves the floor, so the two starts are not comparable.
    is_counted : bool
        False for a partial one.
    side : str
        "left" or "right" where one side works (of a bird-dog: the raised arm); empty: both, or not known.
    """

    start_s: float
    turn_s: float
    end_s: float
    tempo: Mapping[str, float]
    has_way_out: bool
    is_counted: bool
    side: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is true of a clip.

    Attributes
    ----------
    exercise : str
        Key or name of the movement; may be one the engine does not know.
    view : str
        "side", "oblique", "front", …
    count : int or None
        Repetitions that count; None: not to be counted.
    count_tolerance : int
        What a fair counter could be off by.
    reps : tuple of TrueRep
        In order; empty when only their number is known.
    faults : mapping of str to str or tuple of int
        Rule → "present", "absent", or the numbers, from 1, of the repetitions in ``reps`` that show it.
    signals : mapping of str to ndarray, shape (N,)
        "t_s", and angles in degrees by name (``trunk``, ``knee_left_sagittal``, …); may be empty.
    yaw_deg : float
        0 side-on to 90 frontal or from behind; NaN: not known.
    facing : str
        "right" or "left" in the picture; empty: not known.
    is_alone : bool
        False where somebody else is in the picture.
    equipment : str
        As the figure holds it; empty: not known.
    """

    exercise: str
    view: str
    count: int | None
    count_tolerance: int
    reps: tuple[TrueRep, ...]
    faults: Mapping[str, str | tuple[int, ...]]
    signals: Mapping[str, NDArray[np.float64]]
    yaw_deg: float
    facing: str
    is_alone: bool = True
    equipment: str = ""

    @property
    def counted_reps(self) -> tuple[TrueRep, ...]:
        """The repetitions that count."""
        return tuple(rep for rep in self.reps if rep.is_counted)

    def shows(self, rule: str, number: int) -> bool | None:
        """Whether a repetition, numbered from 1 among ``reps``, shows a fault; None: nobody said."""
        known = self.faults.get(rule)
        if known == ABSENT:
            return False
        return number in known if isinstance(known, tuple) else None


def read_truth(path: Path) -> Truth:
    """Read a truth file.

    Raises
    ------
    InputError
        One sentence: which file, what was expected and what came.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The truth file {path} cannot be read: {error}.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise InputError(f"The truth file {path} is not JSON ({error.msg} at {where}): mend it.") from error
    try:
        return parse_truth(table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise InputError(f"The truth file {path} cannot be used: {problem}.") from error


def parse_truth(table: Any) -> Truth:
    """Make a Truth of the values of a truth file.

    Raises
    ------
    KeyError, TypeError, ValueError
        What is missing or not as expected.
    """
    if not isinstance(table, Mapping):
        raise TypeError(f"it holds {type(table).__name__}, expected an object")
    given = table["reps"]
    if isinstance(given, bool) or not isinstance(given, int | list | None):
        raise TypeError(f"'reps' is {given!r}, expected a number, null or a list of repetitions")
    reps = tuple(_parse_rep(rep) for rep in given) if isinstance(given, list) else ()
    counted = sum(rep.is_counted for rep in reps) if isinstance(given, list) else given
    camera = table.get("camera") or {}
    return Truth(
        exercise=_expect_text(table, "exercise"),
        view=str(table.get("view", "")),
        count=counted,
        count_tolerance=int(table.get("count_tolerance") or 0),
        reps=reps,
        faults={rule: _parse_fault(rule, value) for rule, value in (table.get("faults") or {}).items()},
        signals=_parse_signals(table.get("signals") or {}),
        yaw_deg=_fold_yaw(_to_number(camera.get("yaw_deg"))),
        facing=str(camera.get("facing", "")),
        is_alone=bool(table.get("is_alone", True)),
        equipment=str(table.get("equipment", "")),
    )


def _expect_text(table: Mapping[str, Any], key: str) -> str:
    if not isinstance(table[key], str):
        raise TypeError(f"'{key}' is {table[key]!r}, expected a text")
    return table[key]


def _to_number(value: Any) -> float:
    return math.nan if value is None else float(value)


def _fold_yaw(yaw_deg: float) -> float:
    """From behind as from the front, and the other side as this one: 0 to 90."""
    return abs(math.degrees(math.asin(math.sin(math.radians(yaw_deg)))))


def _parse_rep(rep: Mapping[str, Any]) -> TrueRep:
    start_s, turn_s, end_s = (_to_number(rep.get(name)) for name in ("start_s", "turn_s", "end_s"))
    phases = rep.get("phases_s")
    return TrueRep(
        start_s,
        turn_s,
        end_s,
        {name: _to_number(value) for name, value in (rep.get("tempo") or {}).items()},
        has_way_out=phases is None or "out" in phases,
        is_counted=not _to_number(rep.get("depth")) < PARTIAL_BELOW,
        side=str(rep.get("side") or ""),
    )


def _parse_fault(rule: str, value: Any) -> str | tuple[int, ...]:
    if value in (PRESENT, ABSENT):
        return value
    if isinstance(value, list) and all(isinstance(number, int) for number in value):
        return tuple(value) if value else ABSENT
    raise ValueError(f"fault {rule} is {value!r}, expected 'present', 'absent' or a list of rep numbers")


def _parse_signals(signals: Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    columns = {name.removesuffix("_deg"): np.array(values, float) for name, values in signals.items()}
    if columns and "t_s" not in columns:
        raise ValueError("'signals' has no 't_s', expected the time of every sample")
    for name, values in columns.items():
        if values.shape != columns["t_s"].shape or values.ndim != 1:
            raise ValueError(f"signal {name!r} has {values.size} samples, expected {columns['t_s'].size}")
    return columns


def find_clips(folder: Path) -> list[tuple[Path, Truth]]:
    """Every clip of a folder that has a truth file, with its truth, by name.

    Raises
    ------
    InputError
        There is no such folder, nothing with a truth in it, a truth file without its clip, or a truth
        file that cannot be used.
    """
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder}: give one with clips and their {TRUTH_ENDING} files.")
    found = [(_find_clip(path), read_truth(path)) for path in sorted(folder.glob(f"*{TRUTH_ENDING}"))]
    if not found:
        raise InputError(f"{folder} holds no truth file: expected <clip>{TRUTH_ENDING} beside every clip.")
    return found


def _find_clip(truth_file: Path) -> Path:
    stem = truth_file.name.removesuffix(TRUTH_ENDING)
    here = {file.suffix.lower(): file for file in truth_file.parent.iterdir() if file.stem == stem}
    for ending in CLIP_ENDINGS:
        if ending in here:
            return here[ending]
    raise InputError(f"{truth_file} has no clip beside it: expected {stem}.mp4, .webm, .mov, … or .npz.")
