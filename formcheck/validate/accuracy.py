"""Many comparisons summed up: the accuracy table as plain values, ready for JSON."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from formcheck.validate.agreement import find_wilson_interval, fit_line, measure_agreement
from formcheck.validate.comparison import EDGES, TEMPO_NAMES, Comparison, FaultTally
from formcheck.validate.frames import ANGLES

SCHEMA = "formcheck.accuracy/1"
YAW_BANDS_DEG = ((0.0, 15.0), (15.0, 30.0), (30.0, 60.0), (60.0, 90.0))
AIMED_YAW_DEG, AIMED_RATE_HZ = 15.0, 23.9
"""Aims hold side-on, up to this yaw, from 24 frames a second on."""
ANGLE_AIMS_DEG = {"hip": 4.0, "knee": 4.0, "elbow": 7.0, "trunk": 2.5}
"""Mean absolute error. For comparison: OpenCap Monocular 4.8° with a GPU; MediaPipe's knee in a squat
filmed from the side −2.3 ± 6.4°."""
EDGE_MEAN_AIM_S, EDGE_WORST_AIM_S = 0.060, 0.120
TEMPO_MAE_AIM_S, TEMPO_LIMITS_AIM_S = 0.10, 0.20
"""A published phone method's limits of agreement: −0.21 to +0.22 s."""
SPINE_SLOPE_AIM = (1.0, 1.3)
PERSON_AIM = 0.99
_DIGITS = 4


def sum_up(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Pool comparisons into the tables of an accuracy file.

    Parameters
    ----------
    comparisons : sequence of Comparison

    Returns
    -------
    dict
        ``counts``, ``pose_found``, ``angles_deg``, ``edges_s``, ``tempo_s``, ``spine_index``,
        ``faults``, ``withheld``; None: nothing to say.
    """
    aimed = [c for c in comparisons if is_timed(c)]
    alone = [c for c in comparisons if c.is_alone]
    side_on = [c for c in comparisons if c.yaw_deg < AIMED_YAW_DEG]
    return to_plain(
        {
            "counts": {
                "all": _sum_counts(comparisons),
                "somebody else in the picture": _sum_counts([c for c in comparisons if not c.is_alone]),
                **{name: _sum_counts(group) for name, group in _group(comparisons, lambda c: c.exercise)},
            },
            "pose_found": _sum_person(comparisons),
            "angles_deg": {
                f"{low:.0f}-{high:.0f}": _sum_angles([c for c in alone if low <= c.yaw_deg < high])
                for low, high in YAW_BANDS_DEG
            },
            "angles_deg_apart": {
                "without plates": _sum_angles([c for c in side_on if c.is_alone and not c.has_plates]),
                "in company": _sum_angles([c for c in side_on if not c.is_alone]),
            },
            "edges_s": {name: _pool(aimed, lambda c, n=name: c.edges.get(n, ())) for name in EDGES},
            "tempo_s": {name: _pool(aimed, lambda c, n=name: c.tempo.get(n, ())) for name in TEMPO_NAMES},
            "edges_s_elsewhere": _pool_elsewhere(comparisons, EDGES, "edges"),
            "tempo_s_elsewhere": _pool_elsewhere(comparisons, TEMPO_NAMES, "tempo"),
            "spine_index": asdict(fit_line(pair for c in comparisons for pair in c.spine)),
            "faults": _sum_faults(comparisons),
            "withheld": _sum_withheld(comparisons),
        }
    )


def is_aimed(comparison: Comparison) -> bool:
    """Tell whether the aims for angles and times hold for a clip: side-on, 24 frames a second, alone."""
    is_side_on = comparison.yaw_deg <= AIMED_YAW_DEG
    return is_side_on and comparison.rate_hz >= AIMED_RATE_HZ and comparison.is_alone


def is_timed(comparison: Comparison) -> bool:
    """Tell whether the aims for times hold for a clip: also, nobody leans back after lifts off the floor."""
    return is_aimed(comparison) and not comparison.leans_back


def to_plain(value: Any) -> Any:
    """Copy nested values for JSON: numbers rounded, what is not a number None."""
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, float):
        return round(value, _DIGITS) if math.isfinite(value) else None
    return value


def _group(
    comparisons: Sequence[Comparison], key: Callable[[Comparison], str]
) -> list[tuple[str, list[Comparison]]]:
    names = sorted({key(c) for c in comparisons})
    return [(name, [c for c in comparisons if key(c) == name]) for name in names]


def _sum_counts(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    asked = [(c, c.expected) for c in comparisons if c.expected is not None]
    off = [abs(c.counted - expected) for c, expected in asked]
    return {
        "sets": len(asked),
        "reps": sum(expected for _, expected in asked),
        "counted": sum(c.counted for c, _ in asked),
        "exact": sum(error == 0 for error in off),
        "within_tolerance": sum(c.is_within for c, _ in asked),
        "off_by_one": sum(error <= 1 for error in off),
        "mae": float(np.mean(off)) if off else math.nan,
        "sides_right": sum(c.sides[0] for c in comparisons),
        "sides": sum(c.sides[1] for c in comparisons),
    }


def _sum_person(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    shares = [c.person_share for c in comparisons]
    return {
        "sets": len(shares),
        "mean": float(np.mean(shares)) if shares else math.nan,
        "lowest": min(shares, default=math.nan),
        "sets_from_99_percent": sum(share >= PERSON_AIM for share in shares),
    }


def _sum_angles(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """Pool frames; ``set_bias_sd``: how much the bias differs from set to set."""
    table = {}
    for name in ANGLES:
        columns = [c.angles[name] for c in comparisons if name in c.angles]
        if columns:
            errors = np.concatenate(columns)
            agreement = measure_agreement(errors)
            biases = [measure_agreement(column).bias for column in columns]
            table[name] = {
                **asdict(agreement),
                "sets": len(columns),
                "frames": len(errors),
                "share": agreement.n / len(errors) if len(errors) else math.nan,
                "set_bias_sd": measure_agreement(biases).sd,
            }
    return table


def _pool(comparisons: Iterable[Comparison], read: Callable[[Comparison], Sequence[float]]) -> dict[str, Any]:
    return asdict(measure_agreement([error for c in comparisons for error in read(c)]))


def _pool_elsewhere(comparisons: Sequence[Comparison], names: Sequence[str], field: str) -> dict[str, Any]:
    others = [c for c in comparisons if not is_timed(c)]
    return {name: _pool(others, lambda c, n=name: getattr(c, field).get(n, ())) for name in names}


def _sum_faults(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    rules = sorted({rule for c in comparisons for rule in c.faults})
    table = {}
    for rule in rules:
        pairs = [c.faults[rule] for c in comparisons if rule in c.faults]
        table[rule] = {
            "sets": describe_tally(sum((over_set for over_set, _ in pairs), FaultTally())),
            "reps": describe_tally(sum((over_reps for _, over_reps in pairs), FaultTally())),
        }
    return table


def describe_tally(tally: FaultTally) -> dict[str, Any]:
    """Lay a tally out with 95 % Wilson intervals of the share found, and of the share rightly left alone."""
    there, not_there = tally.hits + tally.misses, tally.false_alarms + tally.correct_rejections
    return {
        **asdict(tally),
        "hit_interval": find_wilson_interval(tally.hits, there),
        "correct_rejection_interval": find_wilson_interval(tally.correct_rejections, not_there),
    }


def _sum_withheld(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    withheld, asked, wrong = (sum(c.withheld[k] for c in comparisons) for k in range(3))
    return {
        "withheld": withheld,
        "of": asked,
        "wrong": wrong,
        "sets": sum(c.withheld[1] > 0 for c in comparisons),
    }


def check_aims(table: dict[str, Any]) -> list[dict[str, Any]]:
    """Hold the tables of `sum_up` against the aims.

    Returns
    -------
    list of dict
        ``aim``, ``limit``, ``measured`` and ``met`` for every aim of which something was measured.
    """
    rows: list[tuple[str, float, float | None]] = []
    side_on = table["angles_deg"][f"{YAW_BANDS_DEG[0][0]:.0f}-{YAW_BANDS_DEG[0][1]:.0f}"]
    rows += [
        (f"{name}, mean absolute error, degrees", limit, side_on.get(name, {}).get("mae"))
        for name, limit in ANGLE_AIMS_DEG.items()
    ]
    for name, label in zip(EDGES, ("start", "end"), strict=True):
        edge = table["edges_s"][name]
        rows.append((f"{label} of a repetition, mean absolute error, s", EDGE_MEAN_AIM_S, edge["mae"]))
        rows.append((f"{label} of a repetition, worst, s", EDGE_WORST_AIM_S, edge["worst"]))
    for name in TEMPO_NAMES:
        phase, label = table["tempo_s"][name], name.removesuffix("_s").replace("_", " ")
        widest = max(abs(phase["low"]), abs(phase["high"])) if phase["low"] is not None else None
        rows.append((f"{label}, mean absolute error, s", TEMPO_MAE_AIM_S, phase["mae"]))
        rows.append((f"{label}, wider limit of agreement, s", TEMPO_LIMITS_AIM_S, widest))
    aims = [
        {"aim": aim, "limit": f"≤ {limit:g}", "measured": got, "met": got <= limit}
        for aim, limit, got in rows
        if got is not None
    ]
    slope, (least, most) = table["spine_index"]["slope"], SPINE_SLOPE_AIM
    if slope is not None:
        met = least <= slope <= most
        name = "spine index, degrees a degree of lumbar flexion"
        aims.append({"aim": name, "limit": f"{least:g} to {most:g}", "measured": slope, "met": met})
    return aims
