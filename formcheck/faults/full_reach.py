"""Which frames of a bird-dog show its hold, which the rest before it, and whether a limb may be measured."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from formcheck.faults.judgement import RepWindow
from formcheck.faults.moments import LEAST_FRAMES, Mask
from formcheck.reps.proof import RAISED_DEG
from formcheck.reps.rep import Phase

ARM_SIGNALS = ("thigh_raise", "raised_arm", "raised_arm_side", "arm_line", "hands_inside", "hand_room")
LEG_SIGNALS = ("thigh_raise", "raised_leg_side", "leg_line", "raised_knee", "feet_inside", "foot_room")
REST_SIGNALS = ("thigh_raise", "raised_arm")
NEAR_TOP_DEG = 5.0
"""Where the hold was not timed, or is none, full reach is where the thigh is so near its highest."""
LEAST_SHARE = 0.5
"""So much of the hold must show the limb, there and steady."""
MOST_EXCHANGED = 0.1
"""Of the hold, in which the pose model may take one side for the other."""
STEADY_DEG = 10.0
"""A limb is steady within so much of its upper quartile (judgement of the authors: noise is 1–3°)."""

REST_BEFORE_S = 1.0
REST_WITHIN_DEG = 3.0
"""On hands and knees thighs and arms hang within so much of their lowest decile."""

REST_NOT_SEEN = "The rest on hands and knees was not seen: stay still for a second before each repetition."
NOT_REACHED = "Arm and leg at full reach were not seen: keep the whole body in the picture."
HAND_OUTSIDE = "A hand leaves the picture at full reach: move the camera back."
FOOT_OUTSIDE = "A foot leaves the picture at full reach: move the camera back."
ARM_HIDDEN = "The far arm is hidden behind the near one: film this side from the other side, too."
LEG_HIDDEN = "The raised leg is hidden: film exactly side-on, with both legs in the picture."
ARM_UNSTEADY = "The raised arm does not stay where it is long enough to tell, or is taken for the other one."
LEG_BENT = "The raised knee is too bent to tell how high the leg is: straighten it first."
LEG_UNSTEADY = "The raised leg does not stay where it is long enough to tell, or is taken for the other one."


@dataclass(frozen=True, slots=True)
class Limb:
    """How a raised limb is read.

    Attributes
    ----------
    line, side, inside, room : str
        Signals: its elevation or angle, which one is the higher, whether both ends are in the picture, and
        how far the picture reaches.
    reach : float
        Trunk lengths that a stretched one needs.
    outside, hidden, unsteady : str
        What to say where it cannot be measured.
    """

    line: str
    side: str
    inside: str
    room: str
    reach: float
    outside: str
    hidden: str
    unsteady: str


ARM = Limb(
    "arm_line", "raised_arm_side", "hands_inside", "hand_room", 1.0, HAND_OUTSIDE, ARM_HIDDEN, ARM_UNSTEADY
)
LEG = Limb(
    "leg_line", "raised_leg_side", "feet_inside", "foot_room", 1.5, FOOT_OUTSIDE, LEG_HIDDEN, LEG_UNSTEADY
)
KNEE = replace(LEG, line="raised_knee")


def find_hold(window: RepWindow) -> Mask:
    """Frames at full reach: the hold as it was timed, or else those with the thigh nearly at its highest.

    A live repetition has no timed hold, and a quick one hardly any.
    """
    hold = window.find_phase(Phase.PAUSE_CONTRACTED)
    if hold.sum() >= LEAST_FRAMES:
        return hold
    raise_deg = window.signals["thigh_raise"]
    during = window.during & np.isfinite(raise_deg)
    if not during.any():
        return during
    return during & (raise_deg >= float(np.percentile(raise_deg[during], 95)) - NEAR_TOP_DEG)


def find_rest(window: RepWindow) -> Mask:
    """Frames still on hands and knees before the repetition: the athlete's own neutral posture.

    An arm may leave before the leg, and a live repetition is known to begin only when the leg has left.
    """
    start_s = window.rep.start_s
    rest = window.find_frames(start_s - REST_BEFORE_S, start_s)
    for name in REST_SIGNALS:
        values = window.signals[name]
        rest &= np.isfinite(values)
        if rest.any():
            rest &= values <= float(np.percentile(values[rest], 10)) + REST_WITHIN_DEG
    return rest


def find_limb_frames(window: RepWindow, limb: Limb) -> Mask | str:
    """Frames of the hold that show a raised limb steady, or why it must not be measured.

    Parameters
    ----------
    window : RepWindow
        Side-on.
    limb : Limb

    Returns
    -------
    ndarray, shape (N,), bool, or str
        At least half of the hold; one sentence for the athlete where there are fewer.
    """
    hold = find_hold(window)
    if hold.sum() < LEAST_FRAMES:
        return NOT_REACHED
    if leaves_picture(window, limb):
        return limb.outside
    frames = _find_steady(window, limb, hold)
    room = window.signals[limb.room][hold]
    if isinstance(frames, str) and float(np.median(room)) < limb.reach:
        return limb.outside
    return frames


def find_leg_frames(window: RepWindow, least_knee_deg: float) -> Mask | str:
    """As `find_limb_frames` for a leg that is straight enough for its line to tell its height.

    A bent knee lifts or drops the foot and not the leg.
    """
    frames = find_limb_frames(window, LEG)
    if isinstance(frames, str):
        return frames
    knee_deg = float(np.median(window.signals[KNEE.line][frames]))
    return LEG_BENT if knee_deg < least_knee_deg else frames


def leaves_picture(window: RepWindow, limb: Limb) -> bool:
    """Whether an end of a limb is seen to leave the picture at full reach.

    Outside the pose model invents hands and feet, now and then inside the picture, and with them which one is
    the higher.
    """
    inside = np.nan_to_num(window.signals[limb.inside][find_hold(window)])
    return not float(inside.mean()) >= 1.0 - MOST_EXCHANGED


def _find_steady(window: RepWindow, limb: Limb, hold: Mask) -> Mask | str:
    signals = window.signals
    if limb is ARM and not float((signals["raised_arm"][hold] > RAISED_DEG).mean()) >= LEAST_SHARE:
        return limb.hidden
    sides = signals[limb.side][hold]
    right = float(np.nanmean(sides)) if np.isfinite(sides).any() else math.nan
    if not min(right, 1.0 - right) <= MOST_EXCHANGED:
        return limb.unsteady
    values = signals[limb.line]
    seen = hold & np.isfinite(values)
    needed = max(LEAST_FRAMES, LEAST_SHARE * int(hold.sum()))
    if seen.sum() < needed:
        return limb.hidden
    steady = seen & (np.abs(values - float(np.percentile(values[seen], 75))) <= STEADY_DEG)
    return steady if steady.sum() >= needed else limb.unsteady
