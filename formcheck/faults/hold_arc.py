"""The shape of the back in the hold, against the own good hold (fault ``back_sags``)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.faults.full_reach import NOT_REACHED, find_hold
from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.moments import UNCLEAR_FACING, Mask, find_span
from formcheck.motion.back import fuse_profiles, measure_profile, measure_profiles
from formcheck.motion.filters import MAD_TO_SD

SIGNALS = ("thigh_raise", "torso_length")
_RULE = "hold_arc"
NO_REFERENCE = (
    "Held against your own good hold only: film one, and run formcheck calibrate CLIP --exercise bird_dog."
)


@dataclass(frozen=True, slots=True)
class ArcGates:
    """What the edge of the back must show; see `measure`."""

    least_torso_px: float
    least_frames: float
    most_fit_rms: float
    least_coverage: float
    most_spread_deg: float


def measure(
    window: RepWindow,
    *,
    least_torso_px: float,
    least_frames: float,
    most_fit_rms: float,
    least_coverage: float,
    most_spread_deg: float,
) -> Measure | NotJudged:
    """Measure the Dorsal Arc Angle of the hold less that of the athlete's own good hold.

    Parameters
    ----------
    window : RepWindow
        Side-on; needs ``outlines``, and the reference of a good hold with the same arm raised.
    least_torso_px : float
        Trunk length in the analysed picture.
    least_frames : float
        Frames needed.
    most_fit_rms : float
        Torso lengths; root mean square distance of the fused outline from its fit.
    least_coverage : float
        Share of the outline's stations with an edge.
    most_spread_deg : float
        Most spread over the frames (1.4826 times the median absolute deviation).

    Returns
    -------
    Measure or NotJudged
        Degrees of arc, negative where the back sags.

    Notes
    -----
    Never held against the rest: buttock and shoulder rise with the limbs and hollow the outline, from -28 to
    -44 at rest to -60 to -67 in good filmed holds. In one filmed set the holds of the two sides differ by
    11°, so only the same side is compared.
    """
    reference = window.reference
    if reference is None:
        return NotJudged(_RULE, NO_REFERENCE)
    if reference.side != window.rep.side:
        return NotJudged(
            _RULE, f"Only the side of your own good hold is compared: the {reference.side} arm raised."
        )
    hold = find_hold(window)
    gates = ArcGates(least_torso_px, least_frames, most_fit_rms, least_coverage, most_spread_deg)
    arc = read_arc(window, hold, gates)
    if isinstance(arc, str):
        return NotJudged(_RULE, arc)
    value = arc[0] - reference.arc_deg
    return Measure(value, *find_span(window, hold), has_reference=True, spread=arc[1])


def read_arc(window: RepWindow, frames: Mask, gates: ArcGates) -> tuple[float, float] | str:
    """Read the Dorsal Arc Angle off frames of like posture.

    Returns
    -------
    arc_deg, spread_deg : float
        Of the fused outline, and over the single ones. Or one sentence: why it cannot be read.
    """
    if not window.facing:
        return UNCLEAR_FACING
    if frames.sum() < gates.least_frames:
        return NOT_REACHED
    if not float(np.median(window.signals["torso_length"][frames])) >= gates.least_torso_px:
        return "Come closer to the camera: the trunk is too small in the picture."
    outlines = window.outlines[frames]
    shape = measure_profile(fuse_profiles(outlines))
    arcs_deg = np.array([shape.arc_deg for shape in measure_profiles(outlines)])
    arcs_deg = arcs_deg[np.isfinite(arcs_deg)]
    is_clear = shape.coverage >= gates.least_coverage and shape.fit_rms <= gates.most_fit_rms
    if not is_clear or not len(arcs_deg):
        return "The edge of the back is unclear: a plain background and a close-fitting top help."
    spread_deg = MAD_TO_SD * float(np.median(np.abs(arcs_deg - np.median(arcs_deg))))
    if spread_deg > gates.most_spread_deg:
        return "The outline of the back is unsteady: hold still, in a close-fitting top."
    return shape.arc_deg, spread_deg
