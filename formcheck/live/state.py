"""What a screen shows of a live set at one instant: plain values, ready for JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

SETTING_UP, CALIBRATING = "setting_up", "calibrating"
READY, TRAINING, RESTING = "ready", "training", "resting"
"""Stages of a live set. Ready: the set may begin. Resting: the athlete has left the movement."""
MET, UNMET, UNKNOWN = "met", "unmet", "unknown"
"""What a gate of the set-up came to."""

URGENT, COUNT, CUE, PRAISE, ADVICE = range(5)
"""Priorities of what is said, the first comes first."""


@dataclass(frozen=True, slots=True)
class Check:
    """One gate of the set-up.

    Attributes
    ----------
    name : str
        "body", "distance", "view", "level", "light", "alone" or "rate".
    label : str
        What it is called in a list: "Whole body in view".
    verdict : str
        "met", "unmet" or "unknown": not seen well enough to tell, which is never shown as met.
    advice : str
        What to change, in a few words; empty unless unmet.
    detail : str
        What was seen, or why: a sentence; may be empty.
    """

    name: str
    label: str
    verdict: str
    advice: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """What to change in the next repetition.

    Attributes
    ----------
    text : str
    level : str
        "minor" or "major".
    rule : str
        The rule that found the fault.
    """

    text: str
    level: str
    rule: str


@dataclass(frozen=True, slots=True)
class Said:
    """A line to be spoken.

    Attributes
    ----------
    text : str
    priority : int
        0 urgent, which interrupts; 1 the count, 2 a cue, 3 praise, 4 advice.
    """

    text: str
    priority: int


@dataclass(frozen=True, slots=True)
class Back:
    """The outline of the back.

    Attributes
    ----------
    points : tuple of (float, float)
        From hip to shoulder, in shares of width and height of the picture.
    level : str
        "good", "info", "minor", "major", or "unjudged".
    """

    points: tuple[tuple[float, float], ...]
    level: str


@dataclass(frozen=True, slots=True)
class FinishedRep:
    """A repetition of which everything is known.

    Attributes
    ----------
    label : str
        "3", "3 L" where the sides work apart, "–" of one that does not count.
    score : float or None
        0 to 100; None: too little was judged.
    level : str
        "good", "info", "minor", "major", "partial" or "unjudged".
    words : str
        What was seen: "clearly rounded back"; "clean".
    """

    label: str
    score: float | None
    level: str
    words: str


@dataclass(frozen=True, slots=True)
class LiveState:
    """A live set at one instant.

    Attributes
    ----------
    t_s : float
        Time of the picture.
    stage : str
        "setting_up", "calibrating", "ready", "training" or "resting".
    advice : str or None
        The one thing to do before the set; None: nothing.
    advice_detail : str
        Why, or how much; may be empty.
    checks : tuple of Check
        The gates of the set-up, in their order; empty once the set goes on.
    countdown_s : float or None
        How long the posture of the calibration is still to be held; None: it is not held.
    count : int
        Repetitions counted; final.
    side_counts : dict of str to int
        Those of the left and of the right, where the sides work apart; else empty.
    phase : str or None
        What the athlete does: "lowering"; None: the home posture was not held yet.
    phase_s : float
        Since when, in seconds.
    phase_target_s : float or None
        How long it should take at least; None: as one likes.
    depth : float or None
        How far the athlete is from home, 0 to 1 of the own full range; None: not known.
    cue : Cue or None
        What to change, to be shown.
    said : tuple of Said
        Lines that became due with this picture, the most urgent first.
    landmarks : tuple of (x, y, seen) or None
        The 33 landmarks in shares of the picture; x and y are None where ``seen`` is False, as of legs that
        something stands before. None: nobody.
    near_side : str or None
        "left" or "right": the side of the body nearer to the camera. None: nobody.
    outline : Back or None
        None: the back cannot be seen.
    not_judged : str or None
        Why nothing can be judged just now, and what to do.
    finished_rep : FinishedRep or None
        The repetition that became known with this picture.
    exercise : str or None
        Name of the movement; None: not recognised yet.
    """

    t_s: float
    stage: str
    advice: str | None = None
    advice_detail: str = ""
    checks: tuple[Check, ...] = ()
    countdown_s: float | None = None
    count: int = 0
    side_counts: dict[str, int] | None = None
    phase: str | None = None
    phase_s: float = 0.0
    phase_target_s: float | None = None
    depth: float | None = None
    cue: Cue | None = None
    said: tuple[Said, ...] = ()
    landmarks: tuple[tuple[float | None, float | None, bool], ...] | None = None
    near_side: str | None = None
    outline: Back | None = None
    not_judged: str | None = None
    finished_rep: FinishedRep | None = None
    exercise: str | None = None


_NAMES = tuple(one.name for one in fields(LiveState))


def lay_out_state(state: LiveState) -> dict[str, Any]:
    """A state as JSON takes it. Not by `asdict`, which copies every number of every landmark."""
    return {name: _lay_out(getattr(state, name)) for name in _NAMES}


def _lay_out(value: Any) -> Any:
    if isinstance(value, Back):
        return {"points": value.points, "level": value.level}
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return [_lay_out(one) for one in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
