"""Cut out of a recording what the rules may look at for one repetition."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formcheck.faults.judgement import AFTER_S, BEFORE_S, BEYOND_S, BackReference, RepWindow
from formcheck.motion.view import FACING_LEAN, View
from formcheck.recording import BENT_DEG, Recording
from formcheck.reps.rep import Rep


def choose_view_frames(trunk_deg: NDArray[np.float64], yaw_deg: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Frames that decide the view: those with a bent trunk, or where there is none, all that show a yaw.

    Parameters
    ----------
    trunk_deg, yaw_deg : ndarray, shape (N,)
        World trunk inclination and yaw; NaN: not seen.

    Returns
    -------
    ndarray, shape (N,), bool
    """
    bent = trunk_deg >= BENT_DEG
    return bent if bent.any() else np.isfinite(yaw_deg)


def find_median(values: ArrayLike) -> float:
    """Median of what was seen; NaN when nothing was."""
    known = np.asarray(values, float)
    seen = known[np.isfinite(known)]
    return float(np.median(seen)) if len(seen) else math.nan


def make_window(
    recording: Recording,
    rep: Rep,
    own_range: float,
    facing: int = 0,
    reference: BackReference | None = None,
    span_s: tuple[float, float] = (-math.inf, math.inf),
) -> RepWindow:
    """Cut out what the rules may look at for one repetition.

    Parameters
    ----------
    recording : Recording
    rep : Rep
    own_range : float
        The athlete's own full range; NaN: unknown.
    facing : int
        +1 image-right, -1 image-left, 0 unclear. A repetition of one side has its own: who changes sides may
        turn round.
    reference : BackReference, optional
        The athlete's own neutral hinge.
    span_s : tuple of float
        From the end of the repetition before to the start of the next one.

    Returns
    -------
    RepWindow
    """
    end_s = max(rep.end_s, rep.counted_s)
    from_s, to_s = max(rep.start_s - BEFORE_S, span_s[0]), max(min(end_s + AFTER_S, span_s[1]), end_s)
    from_s = min(from_s, rep.start_s)
    yaw_deg = recording.read("yaw_deg", rep.start_s, end_s)
    deciding = choose_view_frames(recording.read("world_trunk_inclination", rep.start_s, end_s), yaw_deg)
    names = (*(signal.name for signal in recording.signals), "settled")
    return RepWindow(
        rep=rep,
        t_s=recording.read("t_s", from_s, to_s),
        signals={name: recording.read(name, from_s, to_s) for name in names},
        own_range=own_range,
        view_shares={
            view.value: float(recording.read(view.value, rep.start_s, end_s)[deciding].mean())
            for view in (View.SIDE, View.OBLIQUE, View.FRONT)
            if deciding.any()
        },
        yaw_deg=find_median(yaw_deg[deciding]),
        facing=_find_own_facing(recording, rep, end_s) or facing,
        outlines=recording.read_outlines(from_s, to_s),
        reference=reference,
        beyond={name: recording.read(name, to_s, to_s + BEYOND_S) for name in ("t_s", *names)},
    )


def _find_own_facing(recording: Recording, rep: Rep, end_s: float) -> int:
    """To which side the athlete faces in a repetition of one side; 0 in any other, or where it is not clear.

    It is clear where the trunk leans to the side that the nearer shoulder tells as well.
    """
    lean_deg, depth_m = (
        find_median(recording.read(name, rep.start_s, end_s)) for name in ("trunk_lean", "shoulder_depth")
    )
    lean = math.sin(math.radians(lean_deg))
    if rep.side == "both" or not (abs(lean) > FACING_LEAN and lean * depth_m > 0):
        return 0
    return 1 if lean > 0 else -1
