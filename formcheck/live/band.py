"""What the band below the picture says: one thing at a time, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.live.state import CALIBRATING, READY, RESTING, SETTING_UP, LiveState
from formcheck.report.wording import start_sentence

SET_UP, CALIBRATION = "set_up", "calibration"
UNJUDGED, PHASE = "unjudged", "phase"
HOLD_ON = "Hold on"
STARTS_ITSELF = "The set starts by itself."
AWAITS_HOME = "Find your start"


@dataclass(frozen=True, slots=True)
class Band:
    """One message.

    Attributes
    ----------
    kind : str
        "set_up", "calibration", "ready", "resting": what to do; "minor", "major": a cue, by its level;
        "unjudged": why nothing is judged; "phase": what the athlete does, with its time.
    text : str
        To be read from three metres.
    detail : str
        A line below it; may be empty.
    """

    kind: str
    text: str
    detail: str = ""


def choose_band(state: LiveState) -> Band:
    """Choose what the band says of a state."""
    if state.stage == SETTING_UP:
        return Band(SET_UP, state.advice or HOLD_ON, state.advice_detail or STARTS_ITSELF)
    if state.stage == CALIBRATING:
        return Band(CALIBRATION, state.advice or "", state.advice_detail or STARTS_ITSELF)
    if state.cue is not None:
        head, _, rest = state.cue.text.rstrip(".").partition(" – ")
        return Band(state.cue.level, head, start_sentence(rest) if rest else "")
    if state.not_judged is not None:
        return Band(UNJUDGED, state.not_judged)
    if state.stage == READY:
        return Band(READY, state.advice or "Ready", state.advice_detail or "Begin when you like.")
    if state.stage == RESTING:
        noun = "rep" if state.count == 1 else "reps"
        return Band(RESTING, f"{state.count} {noun}", "Go on when you like.")
    return Band(PHASE, start_sentence((state.phase or AWAITS_HOME).partition(" at ")[0]))
