"""What stands in the log, as plain values. NaN, and None of a count, is "not known" or "not judged"."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

SOURCES = ("review", "live", "import", "hand")
"""Where a set may come from."""
SET_TYPES = ("normal", "warmup", "drop", "failure")
"""What a set was for; all that is filmed is normal."""


def find_monday(day: date) -> date:
    """The day on which the week of a day began."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, slots=True)
class SetFacts:
    """A set in the numbers that a history is made of; a column each.

    Attributes
    ----------
    exercise_key, exercise_name, family : str
        As of an `formcheck.exercises.exercise.Exercise`; a movement of another app has a key of its own, and
        an empty family where it is none of ours.
    count, partial_count, failed_count : int
        Repetitions counted, and listed only.
    left_count, right_count : int or None
        Counted of each side; None: the sides do not work apart.
    clean_count : int or None
        Counted ones without a fault that matters; None: too little was judged, or nobody looked.
    load_kg : float
        NaN: not known.
    score, coverage : float
        Of the set, 0 to 100 and 0 to 1.
    range_mean, range_median : float
        Over the full repetitions, in ``range_unit``.
    range_unit : str
        "deg" or "torso"; empty: no range.
    eccentric_s, pause_stretched_s, concentric_s, pause_contracted_s : float
        Median of each phase.
    range_variation, concentric_variation : float
        Coefficients of variation.
    slowing : float
        Share of its concentric speed the set lost.
    form_breakdown : float
        Points of score lost from the first three repetitions to the last two.
    momentum : float
        Momentum index, 0 to 100.
    duration_s : float
        From the start of the first listed repetition to the end of the last; of an imported set as its app
        says.
    view : str
        As of `formcheck.report.set_report.Quality`; empty: not filmed.
    rate_hz : float
        Pictures a second.
    is_calibrated : bool
        The back was held against a neutral posture of the athlete's own: its values are differences to it,
        not to be mixed with those of other sets.
    source_name : str
        Name of the clip, or of the app it was imported from.
    set_type : str
        One of ``SET_TYPES``.
    distance_m, workout_s : float
        Of an imported set: how far, and how long the whole workout took that it was part of.
    stop_rep : int or None
        The repetition after which form stayed down; None: form held, or it was not judged.
    """

    exercise_key: str
    exercise_name: str
    family: str
    count: int
    partial_count: int = 0
    failed_count: int = 0
    left_count: int | None = None
    right_count: int | None = None
    clean_count: int | None = None
    load_kg: float = math.nan
    score: float = math.nan
    coverage: float = math.nan
    range_mean: float = math.nan
    range_median: float = math.nan
    range_unit: str = ""
    eccentric_s: float = math.nan
    pause_stretched_s: float = math.nan
    concentric_s: float = math.nan
    pause_contracted_s: float = math.nan
    range_variation: float = math.nan
    concentric_variation: float = math.nan
    slowing: float = math.nan
    form_breakdown: float = math.nan
    momentum: float = math.nan
    duration_s: float = math.nan
    view: str = ""
    rate_hz: float = math.nan
    is_calibrated: bool = False
    source_name: str = ""
    set_type: str = "normal"
    distance_m: float = math.nan
    workout_s: float = math.nan
    stop_rep: int | None = None


@dataclass(frozen=True, slots=True)
class LoggedFault:
    """A fault of a repetition; severity, value, unit and threshold as of a report's."""

    rule: str
    severity: int
    value: float
    unit: str
    threshold: float


@dataclass(frozen=True, slots=True)
class LoggedRep:
    """A repetition as its report says.

    Attributes
    ----------
    rep_index : int or None
        Number as it was counted; None: it does not count.
    kind, side : str
    start_s, turn_s, end_s : float
        Seconds from the beginning of the clip; the half-open [start_s, end_s).
    eccentric_s, pause_stretched_s, concentric_s, pause_contracted_s : float
    range : float
        In the ``range_unit`` of its set.
    score, coverage, momentum : float
    is_changed : bool
        By a person.
    faults : tuple of LoggedFault
    """

    rep_index: int | None
    kind: str
    side: str
    start_s: float
    turn_s: float
    end_s: float
    eccentric_s: float = math.nan
    pause_stretched_s: float = math.nan
    concentric_s: float = math.nan
    pause_contracted_s: float = math.nan
    range: float = math.nan
    score: float = math.nan
    coverage: float = math.nan
    momentum: float = math.nan
    is_changed: bool = False
    faults: tuple[LoggedFault, ...] = ()


@dataclass(frozen=True, slots=True)
class LoggedVerdict:
    """What a rule said of a set.

    Attributes
    ----------
    rule : str
    verdict : str
        "present", "absent" or "not_judged", which is never to be shown as "fine".
    median : float
        Of what it measured in the counted repetitions, fault or not.
    unit : str
    """

    rule: str
    verdict: str
    median: float
    unit: str


@dataclass(frozen=True, slots=True)
class NewSet:
    """A set to be saved.

    Attributes
    ----------
    athlete : str
        Whose; empty: nobody in particular.
    trained_at : datetime
        When it was done, with the offset to UTC of that place and moment: it tells the local day.
    facts : SetFacts
    source : str
        One of ``SOURCES``.
    source_key : str
        What makes it the same set when it is saved again: the SHA-256 of the clip, or a name that a live set
        is given. Empty: every saving is a new set.
    note : str
    rpe : float
        Rating of perceived exertion, 1 to 10.
    reps : tuple of LoggedRep
        In the order of time.
    verdicts : tuple of LoggedVerdict
    report, corrections : str
        Text of ``report.json`` and ``corrections.json``; empty: none.
    """

    athlete: str
    trained_at: datetime
    facts: SetFacts
    source: str = "hand"
    source_key: str = ""
    note: str = ""
    rpe: float = math.nan
    reps: tuple[LoggedRep, ...] = ()
    verdicts: tuple[LoggedVerdict, ...] = ()
    report: str = ""
    corrections: str = ""


@dataclass(frozen=True, slots=True)
class SavedSet:
    """What became of a set that was saved: its id, and whether it stands in the log for the first time."""

    set_id: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class LoggedSet:
    """A set in the log; repetitions, verdicts and report are asked for apart.

    Attributes
    ----------
    set_id : int
    session_id : int or None
        None: of a deleted set whose session is gone.
    athlete : str
    trained_at : datetime
        In the time of the place.
    facts : SetFacts
    source, source_key, note : str
    rpe : float
    has_report : bool
    track : str
        Name of the kept pose track; empty: none.
    saved_at : datetime
        When it was last saved, UTC.
    deleted_at : datetime or None
        When it was deleted, UTC; None: it is not.
    """

    set_id: int
    session_id: int | None
    athlete: str
    trained_at: datetime
    facts: SetFacts
    source: str
    source_key: str
    note: str
    rpe: float
    has_report: bool
    track: str
    saved_at: datetime
    deleted_at: datetime | None

    @property
    def local_day(self) -> date:
        """The day it was at that place."""
        return self.trained_at.date()


@dataclass(frozen=True, slots=True)
class SetEdit:
    """What to change about a set; None: leave it. ``exercise`` and ``count`` only of one without a report.

    Attributes
    ----------
    athlete, note : str or None
    trained_at : datetime or None
    load_kg, rpe : float or None
        NaN: not known.
    exercise : (key, name, family) or None
    count : int or None
    """

    athlete: str | None = None
    trained_at: datetime | None = None
    load_kg: float | None = None
    rpe: float | None = None
    note: str | None = None
    exercise: tuple[str, str, str] | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Athlete:
    """Somebody with sets or calibrations in the log; the name is empty of nobody in particular."""

    name: str
    sets: int


@dataclass(frozen=True, slots=True)
class TrainingSession:
    """Sets of one athlete on one local day, none of them three hours after the one before.

    Attributes
    ----------
    session_id : int
    athlete : str
    local_day : date
    began_at, ended_at : datetime
        When the first and the last set were done, in the time of the place.
    sets, reps : int
    title, note : str
    """

    session_id: int
    athlete: str
    local_day: date
    began_at: datetime
    ended_at: datetime
    sets: int
    reps: int
    title: str
    note: str


@dataclass(frozen=True, slots=True)
class LoggedCalibration:
    """A calibration as it was made; ``content`` are the JSON values its own module reads back."""

    athlete: str
    camera: str
    kind: str
    made_on: date
    content: dict = field(default_factory=dict)
