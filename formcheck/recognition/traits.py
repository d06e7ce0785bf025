"""What tells one movement from another: numbers of one repetition, and their median over the repetitions.

A repetition has two ends. What moves most (the hips or the arms) says which pictures belong to which: at
"rest" the hips are straight or the arms long, at "work" they are bent. Most traits are postures at these
ends.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from formcheck.recognition.posture import ONLY_LEANING, PAIRED, WHOLE, fold_sides

Floats = NDArray[np.float64]


class Span(NamedTuple):
    """A repetition: from when to when, seconds, and whose it is: "left", "right" or "both"."""

    start_s: float
    end_s: float
    side: str = "both"


SMOOTHING = 5
"""Pictures of the running median that takes single wrong ones away."""
TRIM = (4.0, 96.0)
"""Percentiles that stand for the least and the most, for the same reason."""
END_SHARE = 0.25
"""The two ends: pictures in the lowest and the highest quarter of the way."""
HIPS_UNIT_DEG, ARMS_UNIT = 60.0, 0.4
"""A way of the hips and one of the arms, in trunk lengths, that weigh the same: a shallow hinge, a short
row."""
HIPS_BEFORE = 0.8
"""Both hips together lead unless one of them goes clearly further."""
LEAST_FRAMES = 5
SPEED_S = 0.15
"""A speed is taken over so long, so that neither noise nor the frame rate tell."""
FAST = 90.0
"""Percentile of the speeds that stands for the speed of a movement."""

_STATES = (*WHOLE, "hands_outside", *(f"{name}_{which}" for name in PAIRED for which in ("more", "less")))
"""Columns of one posture. Of a pair the side with more and the side with less: left and right of a body seen
from the side are easily exchanged."""
_GOES = {
    "trunk_goes": "trunk",
    "bent_hip_goes": "hip_more",
    "open_hip_goes": "hip_less",
}
_LIMBS_GO = {"arm": "reach", "hand": "hand_drop", "thigh": "thigh"}
ENDS = ("rest", "work")
NAMES = (
    *_GOES,
    *(f"{which}{limb}_goes" for limb in _LIMBS_GO for which in ("", "other_")),
    *("hips_go", "knees_go", "arm_share", "leg_share", "arms_agree", "speed", "turns"),
    *(f"rest_{name}" for name in _STATES if not name.startswith(ONLY_LEANING)),
    *(f"work_{name}" for name in _STATES),
)
"""Every trait, in the order of the weights."""


def measure_traits(t_s: Floats, postures: Mapping[str, Floats], spans: Sequence[Span]) -> Floats:
    """Traits of a clip.

    Parameters
    ----------
    t_s : ndarray, shape (N,)
    postures : mapping of str to ndarray
        From `measure_postures`.
    spans : sequence of Span
        The repetitions in the order of time, or the whole clip as one.

    Returns
    -------
    ndarray, shape (T,)
        In the order of ``NAMES``, medians over the repetitions; NaN: not seen.
    """
    smooth = {name: _smooth(values) for name, values in postures.items()}
    states = _lay_out_states(smooth)
    found, sides = [], []
    for start_s, end_s, side in spans:
        inside = (t_s >= start_s) & (t_s <= end_s)
        if inside.sum() >= LEAST_FRAMES:
            pairs = {name: smooth[name][inside] for name in PAIRED}
            found.append(_measure_one(t_s[inside], states[inside], pairs))
            sides.append(side)
    if not found:
        return np.full(len(NAMES), np.nan)
    traits = _take_medians(np.array([[one[name] for name in NAMES] for one in found]))
    traits[NAMES.index("turns")] = _measure_turns(sides)
    return traits


def _lay_out_states(postures: Mapping[str, Floats]) -> Floats:
    """Columns of ``_STATES``, shape (N, S)."""
    columns = {name: postures[name] for name in WHOLE}
    columns["hands_outside"] = postures["hands_wide"] - postures["knees_wide"]
    for name in PAIRED:
        columns[f"{name}_more"] = fold_sides(np.maximum, postures[name])
        columns[f"{name}_less"] = fold_sides(np.minimum, postures[name])
    return np.stack([columns[name] for name in _STATES], axis=1)


def _measure_one(t_s: Floats, states: Floats, pairs: Mapping[str, Floats]) -> dict[str, float]:
    """Traits of one repetition: states (N, S), and pairs (N, 2) by name."""
    state = dict(zip(_STATES, states.T, strict=True))
    both = fold_sides(_average, pairs["hip"])
    longest = _ignore_nan(np.nanpercentile, pairs["reach"], TRIM[1], axis=0)
    ways = {
        "hips": both / HIPS_UNIT_DEG,
        "bent": state["hip_more"] / HIPS_UNIT_DEG,
        "open": -state["hip_less"] / HIPS_UNIT_DEG,
        "arms": fold_sides(np.maximum, longest - pairs["reach"]) / ARMS_UNIT,
    }
    far = {name: np.nan_to_num(_measure_range(way)) for name, way in ways.items()}
    lead = max(far, key=lambda name: far[name])
    if far["hips"] > HIPS_BEFORE * far[lead]:
        lead = "hips"
    legs = max(far["hips"], far["bent"], far["open"], 1e-6)
    traits = {name: _measure_range(state[column]) for name, column in _GOES.items()}
    for limb, name in _LIMBS_GO.items():
        more, less = sorted((_measure_range(side) for side in pairs[name].T), reverse=True)
        traits |= {f"{limb}_goes": more, f"other_{limb}_goes": less}
    return {
        **traits,
        "hips_go": _measure_range(both),
        "knees_go": _measure_range(fold_sides(_average, pairs["knee"])),
        "arm_share": far["arms"] / (far["arms"] + legs),
        "leg_share": far["hips"] / legs,
        "arms_agree": _correlate(*pairs["reach"].T),
        "speed": _measure_speed(t_s, ways[lead]),
        "turns": np.nan,
        **_measure_ends(ways[lead], states),
    }


def _measure_ends(way: Floats, states: Floats) -> dict[str, float]:
    """Postures where the way is least and where it is furthest."""
    low, high = _ignore_nan(np.nanpercentile, way, TRIM)
    edge = END_SHARE * (high - low)
    traits: dict[str, float] = {}
    for end, inside in zip(ENDS, (way <= low + edge, way >= high - edge), strict=True):
        middles = _take_medians(states[inside]) if inside.any() else np.full(len(_STATES), np.nan)
        traits |= {f"{end}_{name}": value for name, value in zip(_STATES, middles.tolist(), strict=True)}
    return traits


def _measure_turns(sides: Sequence[str]) -> float:
    """Share of the repetitions after which the other side works; NaN: of one nobody knows."""
    changes = [before != after for before, after in itertools.pairwise(sides)]
    return sum(changes) / len(changes) if changes else np.nan


def _average(left: Floats, right: Floats) -> Floats:
    return 0.5 * (left + right)


def _smooth(values: Floats) -> Floats:
    """Running median over time of what was seen; NaN where most of it was not."""
    half = SMOOTHING // 2
    padded = np.pad(values, ((half, half),) + ((0, 0),) * (values.ndim - 1), mode="edge")
    shifted = np.stack([padded[k : k + len(values)] for k in range(SMOOTHING)])
    return np.sort(shifted, axis=0)[half]  # NaN sorts to the end


def _measure_range(values: Floats) -> float:
    """From the least to the most; NaN where hardly anything was seen."""
    seen = values[np.isfinite(values)]
    if len(seen) < LEAST_FRAMES:
        return np.nan
    low, high = np.percentile(seen, TRIM)
    return float(high - low)


def _measure_speed(t_s: Floats, way: Floats) -> float:
    """Speed of what leads, in its unit a second."""
    later = np.searchsorted(t_s, t_s + SPEED_S)
    first = np.flatnonzero(later < len(t_s))
    last = later[first]
    steps = np.abs(way[last] - way[first]) / (t_s[last] - t_s[first])
    seen = steps[np.isfinite(steps)]
    return float(np.percentile(seen, FAST)) if len(seen) >= LEAST_FRAMES else np.nan


def _correlate(left: Floats, right: Floats) -> float:
    """Whether two arms do the same at the same time: 1; -1: the opposite; NaN: not seen."""
    seen = np.isfinite(left) & np.isfinite(right)
    if seen.sum() < LEAST_FRAMES:
        return np.nan
    a, b = left[seen] - left[seen].mean(), right[seen] - right[seen].mean()
    return float((a * b).sum() / max(np.sqrt((a * a).sum() * (b * b).sum()), 1e-9))


def _take_medians(rows: Floats) -> Floats:
    """Median of every column of what was seen."""
    return np.median(rows, axis=0) if np.isfinite(rows).all() else _ignore_nan(np.nanmedian, rows, axis=0)


def _ignore_nan(
    function: Callable[..., Floats], values: Floats, *arguments: object, **options: object
) -> Floats:
    """Call a function that leaves NaN out; where nothing was seen its answer is NaN, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return function(values, *arguments, **options)
