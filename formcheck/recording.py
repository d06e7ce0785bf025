"""What a session remembers of every pose: a few numbers each, so that hours fit in memory."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from formcheck.exercises.exercise import Exercise
from formcheck.motion.back import find_profile
from formcheck.motion.catalogue import SIGNALS
from formcheck.motion.scale import BodyScale
from formcheck.motion.signals import Signal
from formcheck.motion.view import View, ViewReading
from formcheck.pose.landmarks import STATION_COUNT, Pose

BENT_DEG = 35.0
"""From this inclination on the trunk is bent: the view is decided there, because plates cover the hips
of a standing lifter (a side-on standing frame read a yaw of 21–34° behind a big plate)."""

OUTLINE_DEG = (25.0, 110.0)
"""Lean of the trunk in the picture between which the outline of the back is kept."""
_VIEWS = (View.SIDE.value, View.OBLIQUE.value, View.FRONT.value)

ALWAYS_RECORDED = (
    "world_trunk_inclination",
    "trunk_lean",
    "torso_length",
    "thigh_length",
    "shank_length",
    "shoulder_depth",
)
"""Signals needed for the view, the near side, the timing, the quality and the drawing of every exercise."""


class Recording:
    """The signals of one session, one sample a pose.

    Parameters
    ----------
    exercise : Exercise
        Says which signals are needed.
    keeps_outlines : bool
        False where nobody will ask for the outline of the back.

    Notes
    -----
    Besides the signals: "t_s", "yaw_deg", "shoulder_width", and as 0 or 1 "found", the views "side",
    "oblique" and "front", and "settled" (tracking is past its first 0.3 s, whose values may be used to
    count where a clip begins, but not to measure). Of a bent trunk the outline of the back is kept as well.
    """

    def __init__(self, exercise: Exercise, keeps_outlines: bool = True) -> None:
        names = {signal.name for lane in exercise.lanes for signal in lane.signals}
        names.update(ALWAYS_RECORDED)
        names.update(name for rule in exercise.rules for name in rule.signals)
        self.signals: tuple[Signal, ...] = tuple(SIGNALS[name] for name in sorted(names))
        extra = ("t_s", "yaw_deg", "shoulder_width", "found", *_VIEWS, "settled")
        self._columns = {name: array("d") for name in (*extra, *(s.name for s in self.signals))}
        self._scale = BodyScale()
        self._keeps_outlines = keeps_outlines
        self._outlines = array("f")
        self._outline_rows = array("l")
        self._extremes: dict[tuple[str, float, float], tuple[float, float]] = {}
        self.size_px = (0, 0)
        self.edge_delay_s = 0.0

    def __len__(self) -> int:
        return len(self._columns["t_s"])

    @property
    def first_s(self) -> float:
        """Time of the first pose; infinity before it."""
        times = self._columns["t_s"]
        return times[0] if times else math.inf

    @property
    def last_s(self) -> float:
        """Time of the last pose; minus infinity before the first."""
        times = self._columns["t_s"]
        return times[-1] if times else -math.inf

    @property
    def is_settled(self) -> bool:
        """Whether the last pose lies past the first 0.3 s of its tracking; False before the first."""
        settled = self._columns["settled"]
        return bool(settled and settled[-1])

    def append(self, pose: Pose, reading: ViewReading) -> dict[str, float]:
        """Take one pose.

        Returns
        -------
        dict of str to float
            The signals of this pose by name; NaN: not seen.
        """
        found = pose.found
        if found:
            self._scale.push(pose)
        values = {s.name: s.read(pose, self._scale) if found else math.nan for s in self.signals}
        self.size_px = pose.size_px
        self.edge_delay_s = max(self.edge_delay_s, pose.edge_delay_s)
        columns = self._columns
        columns["t_s"].append(pose.t_s)
        columns["yaw_deg"].append(reading.yaw_deg if found else math.nan)
        columns["shoulder_width"].append(reading.width if found else math.nan)
        columns["found"].append(float(found))
        for view in _VIEWS:
            columns[view].append(float(found and reading.view == view and not math.isnan(reading.yaw_deg)))
        columns["settled"].append(float(pose.reliable.any()))
        self._keep_outline(pose, values["trunk_lean"])
        for name, value in values.items():
            columns[name].append(value)
        return values

    def _keep_outline(self, pose: Pose, lean_deg: float) -> None:
        """Keep the outline of a bent back; a hinge leans to where the athlete faces."""
        if not (self._keeps_outlines and OUTLINE_DEG[0] <= abs(lean_deg) <= OUTLINE_DEG[1]):
            self._outline_rows.append(-1)
            return
        self._outline_rows.append(len(self._outlines) // STATION_COUNT)
        self._outlines.extend(find_profile(pose, 1 if lean_deg > 0 else -1).tolist())

    def read_outlines(self, from_s: float = -math.inf, to_s: float = math.inf) -> NDArray[np.float64]:
        """Outlines of the back over the half-open [from_s, to_s).

        Returns
        -------
        ndarray, shape (N, 47)
            In trunk lengths, as `formcheck.motion.back.find_profile` gives them for the side to which the
            trunk leans; NaN rows where it was not bent.
        """
        times = self._columns["t_s"]
        rows = np.array(self._outline_rows[bisect_left(times, from_s) : bisect_left(times, to_s)], int)
        outlines = np.full((len(rows), STATION_COUNT), np.nan)
        is_kept = rows >= 0
        if is_kept.any():
            # Rows are kept in the order of time, so those wanted lie one behind the other.
            first, last = int(rows[is_kept][0]), int(rows[is_kept][-1])
            kept = self._outlines[first * STATION_COUNT : (last + 1) * STATION_COUNT]
            outlines[is_kept] = np.reshape(kept, (-1, STATION_COUNT))
        return outlines

    def read(self, name: str, from_s: float = -math.inf, to_s: float = math.inf) -> NDArray[np.float64]:
        """One column over the half-open [from_s, to_s), as a copy.

        Returns
        -------
        ndarray, shape (N,)
        """
        times = self._columns["t_s"]
        return np.array(self._columns[name][bisect_left(times, from_s) : bisect_left(times, to_s)])

    def find_extremes(self, name: str, from_s: float, to_s: float) -> tuple[float, float]:
        """Least and largest value seen of one column over the closed [from_s, to_s]; NaN: none was.

        What lies in the past does not change, and is looked at once.
        """
        key = name, from_s, to_s
        if key in self._extremes:
            return self._extremes[key]
        values = self.read(name, from_s, math.nextafter(to_s, math.inf))
        seen = values[np.isfinite(values)]
        found = (float(seen.min()), float(seen.max())) if len(seen) else (math.nan, math.nan)
        if to_s <= self.last_s:
            self._extremes[key] = found
        return found

    def find_seen_span(self, name: str) -> tuple[float, float]:
        """When one column was first and last seen by settled tracking; NaN: never."""
        times, settled, column = (self._columns[key] for key in ("t_s", "settled", name))
        places = range(len(times))
        first = next((k for k in places if settled[k] and math.isfinite(column[k])), None)
        if first is None:
            return math.nan, math.nan
        last = next(k for k in reversed(places) if settled[k] and math.isfinite(column[k]))
        return times[first], times[last]

    def read_all(self) -> dict[str, NDArray[np.float64]]:
        """Every column over the whole session."""
        return {name: np.array(column) for name, column in self._columns.items()}
