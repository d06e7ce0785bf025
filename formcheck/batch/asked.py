"""What was asked of a clip: a report that was asked for in the same way need not be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from formcheck import __version__
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.pose.models import identify_model
from formcheck.review import ReviewPlan

AUTO = "auto"


def describe_asked(plan: ReviewPlan) -> dict[str, Any]:
    """Everything besides the clip's own bytes that its report hangs on, as JSON values.

    Parameters
    ----------
    plan : ReviewPlan
        With a model.

    Returns
    -------
    dict
        Version, movement and thresholds (of all movements where it is to be recognised), the model's
        SHA-256, what is written, and the calibration; not the day on which that was made.
    """
    if plan.model is None:
        raise ValueError("ReviewPlan.model is None, expected the path of a pose model")
    if plan.exercise is not None:
        thresholds: Mapping[str, Any] = plan.exercise.thresholds
    else:
        thresholds = {key: load_exercise(key).thresholds for key in list_exercises()}
    calibration = None if plan.calibration is None else {**plan.calibration.lay_out(), "made_on": ""}
    return {
        "version": __version__,
        "exercise": AUTO if plan.exercise is None else plan.exercise.key,
        "thresholds": _digest(thresholds),
        "model": identify_model(plan.model)[1],
        "formats": sorted(plan.formats),
        "video": plan.video,
        "track": plan.track,
        "calibration": None if calibration is None else _digest(calibration),
    }


def list_differences(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """Names of what was asked otherwise."""
    return [name for name in dict.fromkeys([*one, *other]) if one.get(name) != other.get(name)]


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
