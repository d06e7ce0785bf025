"""The shape of a bent back (faults ``spinal_rounding`` and ``over_arched_back``)."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.faults.judgement import BackReference, Measure, NotJudged, RepWindow
from formcheck.faults.moments import HOME_S, Mask
from formcheck.motion.back import fuse_profiles, measure_profile, measure_profiles

SIGNALS = (
    "trunk_lean", "torso_length", "elbow_behind", "left_clear_elbow", "right_clear_elbow", "shoulder_depth",
)  # fmt: skip
STEEPEST_DEG = 110.0
MAD_TO_SD = 1.4826
_RULE = "back_arc"


def measure(
    window: RepWindow,
    *,
    least_bend_deg: float,
    shallow_from_deg: float,
    shallow_doubt_deg: float,
    peak_share: float,
    least_torso_px: float,
    least_frames: float,
    most_elbow_behind: float,
    most_fit_rms: float,
    least_coverage: float,
    most_spread_deg: float,
    least_elbow_deg: float = math.nan,
) -> Measure | NotJudged:
    """Measure the Dorsal Arc Angle of one repetition, against the athlete's own neutral hinge if known.

    Parameters
    ----------
    window : RepWindow
        Side-on; needs ``outlines`` and the signals ``SIGNALS``.
    least_bend_deg : float
        Below this trunk inclination clothes may bridge the hollow of the back.
    shallow_from_deg, shallow_doubt_deg : float
        A repetition with too few frames bent that far is judged from this inclination on, with this doubt
        and without the reference; ``least_bend_deg`` again: not at all.
    peak_share : float
        Only frames bent at least this share of the repetition's own peak (95th percentile) are used.
    least_torso_px : float
        Trunk length in the analysed picture.
    least_frames : float
        Frames needed.
    most_elbow_behind : float
        Torso lengths; an elbow further behind the trunk covers the back.
    most_fit_rms : float
        Torso lengths; root mean square distance of the fused outline from its fit.
    least_coverage : float
        Share of the outline's stations with an edge.
    most_spread_deg : float
        Up to this spread over the frames (1.4826 times the median absolute deviation) the value stands; above
        it, it carries a doubt.
    least_elbow_deg : float
        Only frames in which the elbow of the measured arm is at least so straight are used, those of long
        arms just before and after the repetition among them: an arm that is pulled in passes the back. NaN:
        of no matter.

    Returns
    -------
    Measure or NotJudged
        Degrees of arc, positive rounded; minus the reference's where there is one.

    Notes
    -----
    The outlines of all frames used are fused station by station (`formcheck.motion.back.fuse_profiles`)
    before the curve is fitted: the noise of single outlines, which made many frames unclear by themselves,
    is gone before it can spoil the fit. The spread is taken over the frames that are clear by themselves
    (over all, where those are too few). Where it is above
    ``most_spread_deg``, twice its standard error is the doubt, with one independent frame in five, because
    neighbouring frames see the same picture: a verdict must hold at both ends.

    Clothes that bridge a hollow make a shallow back read too round. They cannot flatten a convex one: cloth
    lies on it as long as all of it leans forward, which at 25° of trunk it does up to 50° of arc. So a low
    arc tells even there that the back is not rounded, and a high one tells little.
    """
    among = _find_open_frames(window, least_elbow_deg)
    frames = _choose_frames(window, among, least_bend_deg, peak_share)
    is_shallow = frames.sum() < least_frames
    if is_shallow:
        frames = _choose_frames(window, among, shallow_from_deg, peak_share)
    problem = _find_problem(window, frames, least_torso_px, least_frames, shallow_from_deg)
    if problem:
        return NotJudged(_RULE, problem)
    clear = frames & (window.signals["elbow_behind"] <= most_elbow_behind)
    if clear.sum() < least_frames:
        return NotJudged(_RULE, "An arm covers the back: keep the elbows in front of the trunk.")
    shape = measure_profile(fuse_profiles(window.outlines[clear]))
    if not shape.coverage >= least_coverage or not shape.fit_rms <= most_fit_rms:
        return NotJudged(
            _RULE, "The edge of the back is unclear: a plain background and a close-fitting top help."
        )
    arcs_deg, is_whole = _measure_arcs(window.outlines[clear], most_fit_rms, least_frames)
    spread_deg = MAD_TO_SD * float(np.median(np.abs(arcs_deg - np.median(arcs_deg))))
    doubt_deg = _find_doubt_deg(spread_deg, len(arcs_deg)) if spread_deg > most_spread_deg else 0.0
    reference = None if is_shallow else _find_reference(window, frames, peak_share)
    times_s = window.t_s[clear]
    at = int(np.argmin(np.abs(arcs_deg - shape.arc_deg)))
    return Measure(
        value=shape.arc_deg - (reference.arc_deg if reference else 0.0),
        start_s=float(times_s[0]),
        end_s=float(times_s[-1]),
        doubt=doubt_deg + (shallow_doubt_deg if is_shallow else 0.0),
        confidence=max(0.0, 1.0 - 0.5 * min(spread_deg / most_spread_deg, 1.0) - (0.0 if reference else 0.3)),
        at_s=float(times_s[is_whole][at]),
        has_reference=reference is not None,
        spread=spread_deg,
    )


def _find_doubt_deg(spread_deg: float, frames: int) -> float:
    """Twice the standard error of a median, with one independent frame in five."""
    return 2.0 * 1.2533 * spread_deg / math.sqrt(max(frames / 5.0, 1.0))


def _find_open_frames(window: RepWindow, least_elbow_deg: float) -> Mask:
    """Settled frames of the repetition; where arms must be long, those just before and after it as well."""
    if math.isnan(least_elbow_deg):
        return window.during
    rep = window.rep
    around = window.find_frames(rep.start_s - HOME_S, max(rep.end_s, rep.counted_s) + HOME_S)
    return around & (window.signals[f"{window.arm}_clear_elbow"] >= least_elbow_deg)


def _choose_frames(window: RepWindow, among: Mask, least_bend_deg: float, peak_share: float) -> Mask:
    """Those of some frames that are bent nearly as far as their own deepest ones."""
    bend_deg = window.facing * window.signals["trunk_lean"]
    frames = among & (bend_deg <= STEEPEST_DEG)
    if not frames.any():
        return frames
    peak_deg = float(np.percentile(bend_deg[frames], 95))
    return frames & (bend_deg >= max(least_bend_deg, peak_share * peak_deg))


def _find_reference(window: RepWindow, frames: Mask, peak_share: float) -> BackReference | None:
    """The athlete's own reference, if it was held as deep as the frames used.

    The lumbar spine flexes with the depth of a hinge (the rendered figure's neutral arc is −13° at 40° of
    trunk and 0° at 78°): held against a shallow one, a good deep back would read round.
    """
    reference = window.reference
    if reference is None:
        return None
    peak_deg = float(np.percentile(window.facing * window.signals["trunk_lean"][frames], 95))
    return None if reference.bend_deg < peak_share * peak_deg else reference


def _find_problem(
    window: RepWindow, frames: Mask, least_torso_px: float, least_frames: float, bend_deg: float
) -> str:
    """Say why the back cannot be seen at all; empty when it may be."""
    lean_deg = window.signals["trunk_lean"][window.during]
    if not np.isfinite(lean_deg).any():
        return "The trunk was not seen: keep the whole body in the picture."
    if not window.facing and np.nanmax(np.abs(lean_deg)) >= bend_deg:
        return "It is not clear to which side the athlete faces: film exactly side-on."
    if not frames.any() and np.nanmax(window.facing * lean_deg) >= bend_deg:
        return "The arms were never long and clear of the back: let them hang between repetitions."
    if not frames.any():
        return f"The trunk stayed too upright to see the back: it is judged from {bend_deg:.0f}° of lean on."
    if np.median(window.signals["torso_length"][frames]) < least_torso_px:
        return "Come closer to the camera: the trunk is too small in the picture."
    if frames.sum() < least_frames:
        return "Too few pictures of the bent position: go slower, or film with more frames a second."
    return ""


def _measure_arcs(
    outlines: NDArray[np.float64], most_fit_rms: float, least_frames: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Dorsal Arc Angle of every outline that is clear by itself, or of all found where those are too few.

    Returns the angles and which outlines they are of.
    """
    shapes = measure_profiles(outlines)
    arcs_deg = np.array([shape.arc_deg for shape in shapes])
    found = np.isfinite(arcs_deg)
    clear = found & np.array([shape.fit_rms <= most_fit_rms for shape in shapes])
    chosen = clear if clear.sum() >= least_frames else found
    return arcs_deg[chosen], chosen
