"""Whether a calibration fits the set it is used for: same camera, same side, as deep.

The arc itself has no scale and no direction, so a calibration from another place is still used, and said to;
one held much higher than the set goes is not.
"""

from __future__ import annotations

import math

import numpy as np

from formcheck.calibration.calibration import AnyCalibration, Calibration, QuadrupedCalibration
from formcheck.exercises.protocol import CalibrationProtocol, Protocol, QuadrupedProtocol
from formcheck.faults.judgement import NotJudged
from formcheck.faults.moments import find_length_px
from formcheck.motion.roll import LEVEL_ROLL_DEG
from formcheck.report.set_report import Gate, SetReport
from formcheck.window import find_median


def check_fit(calibration: AnyCalibration, report: SetReport) -> tuple[Gate, ...]:
    """Hold a calibration against a set.

    Parameters
    ----------
    calibration : Calibration or QuadrupedCalibration
    report : SetReport
        Of an exercise with a calibration of the same kind.

    Returns
    -------
    tuple of Gate
        "camera": the trunk is as long in the picture as then, standing tall or at rest on hands and knees,
        and the athlete faces the same way. "hold_depth", of a hinge: the hold was bent nearly as far as the
        repetitions. What was not seen passes.
    """
    protocol = report.exercise.calibration
    if isinstance(protocol, QuadrupedProtocol) and isinstance(calibration, QuadrupedCalibration):
        return (_check_camera(calibration, protocol, report, _find_resting_px(protocol, report)),)
    if isinstance(protocol, CalibrationProtocol) and isinstance(calibration, Calibration):
        camera = _check_camera(calibration, protocol, report, _find_standing_px(protocol, report))
        return camera, _check_depth(calibration, protocol, report)
    raise ValueError(f"{report.exercise.name} has no calibration of this kind")


def check_opening(result: Calibration | NotJudged, held_from_s: float) -> Gate:
    """Tell what came of the first still hinge of a set, beside being a repetition.

    Parameters
    ----------
    result : Calibration or NotJudged
    held_from_s : float

    Returns
    -------
    Gate
        "calibration": it was not taken, and why; or "level": it was, and the phone stood level while the
        athlete stood. Feet that were not seen pass.
    """
    if isinstance(result, NotJudged):
        hint = f"The still hinge at {held_from_s:.0f} s is not used as your own neutral back. {result.reason}"
        return Gate("calibration", False, math.nan, math.nan, hint)
    return Gate("level", not result.hint, abs(result.roll_deg), LEVEL_ROLL_DEG, result.hint)


def _check_camera(
    calibration: AnyCalibration, protocol: Protocol, report: SetReport, torso_px: float
) -> Gate:
    share = torso_px / calibration.torso_px - 1.0
    faces = {"right": 1, "left": -1}.get(report.quality.facing, calibration.facing)
    problem = ""
    if faces != calibration.facing:
        problem = "the athlete faces the other way"
    elif abs(share) > protocol.moved_share:
        problem = f"the athlete appears {abs(share):.0%} {'larger' if share > 0 else 'smaller'}"
    hint = f"The camera seems to have moved since the calibration ({problem}): better calibrate anew."
    return Gate("camera", not problem, share, protocol.moved_share, hint if problem else "")


def _find_standing_px(protocol: CalibrationProtocol, report: SetReport) -> float:
    """Length of the trunk in the frames of a set in which the athlete stands; NaN: none."""
    signals = report.signals
    stands = signals["world_trunk_inclination"] <= protocol.standing_trunk_deg
    return find_length_px(signals["torso_length"][stands & (signals["settled"] > 0)])


def _find_resting_px(protocol: QuadrupedProtocol, report: SetReport) -> float:
    """Length of the trunk in the frames of a set in which arms and thighs hang; NaN: none."""
    signals = report.signals
    rests = (signals["raised_arm"] <= protocol.rest_deg) & (signals["raised_thigh"] <= protocol.rest_deg)
    return find_length_px(signals["torso_length"][rests & (signals["settled"] > 0)])


def _check_depth(calibration: Calibration, protocol: CalibrationProtocol, report: SetReport) -> Gate:
    """The lumbar spine flexes with the depth of a hinge: a shallow hold makes a deep back look round.

    A hold counts as deep enough where the rule would have used its frames.
    """
    t_s, lean_deg = report.signals["t_s"], np.abs(report.signals["trunk_lean"])
    peaks_deg = []
    for rep in (judged.rep for judged in report.reps if judged.rep.is_counted):
        bent_deg = lean_deg[(t_s >= rep.start_s) & (t_s < rep.end_s) & np.isfinite(lean_deg)]
        peaks_deg.append(float(np.percentile(bent_deg, 95)) if len(bent_deg) else math.nan)
    peak_deg = find_median(np.array(peaks_deg))
    least_deg = protocol.rule.settings["peak_share"] * peak_deg
    held_deg = calibration.hold_trunk_deg
    if not held_deg < least_deg:
        return Gate("hold_depth", True, held_deg, least_deg, "")
    hint = (
        f"The neutral hinge was held at {held_deg:.0f}° and the set goes down to {peak_deg:.0f}°:"
        " the back is judged without it. Calibrate as deep as you go."
    )
    return Gate("hold_depth", False, held_deg, least_deg, hint)
