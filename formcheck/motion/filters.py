"""Filters of a single signal: causal ones for counting, zero-phase ones for timing.

No SciPy: the four filters below are a page of code and the package is used on small machines.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median

import numpy as np
from numpy.typing import NDArray

HAMPEL_LENGTH = 7
HAMPEL_LIMIT_MAD = 3.0
"""Window and limit of the outlier filter, as in Sports2D."""
ONE_EURO_MIN_CUTOFF_HZ = 1.5
ONE_EURO_SPEED_CUTOFF_HZ = 1.0
FORGET_AFTER_S = 1.5
"""A causal filter that has not seen its signal for longer starts afresh."""
LOW_PASS_HZ = 6.0
"""Customary for markerless motion (Sports2D: Butterworth of order 4, 6 Hz)."""
SLOPE_WINDOW_S = 0.35
"""± 5 frames at 30 fps: raw differences of a 6 Hz signal are useless for slow phases."""
MAD_TO_SD = 1.4826
"""Median absolute deviation to standard deviation, for normal noise."""


def describe_filters() -> dict[str, float]:
    """List the filters' settings, for a report's provenance."""
    return {
        "hampel_length": HAMPEL_LENGTH,
        "hampel_limit_mad": HAMPEL_LIMIT_MAD,
        "one_euro_min_cutoff_hz": ONE_EURO_MIN_CUTOFF_HZ,
        "one_euro_speed_cutoff_hz": ONE_EURO_SPEED_CUTOFF_HZ,
        "low_pass_hz": LOW_PASS_HZ,
        "slope_window_s": SLOPE_WINDOW_S,
    }


class CausalHampel:
    """Replace a lone outlier by the median of the last samples.

    Parameters
    ----------
    length : int
        Samples looked back upon, the current one included (Sports2D: 7).
    limit_mad : float
        Scaled median absolute deviations beyond which a sample is an outlier (Sports2D: 3).

    Notes
    -----
    The Hampel identifier as in Sports2D. One condition is added: the sample must also
    be that far from the sample before it. On a fast stroke the newest sample is always the most
    extreme of its window, but close to its neighbour; a glitch is far from both. A gap longer than
    ``FORGET_AFTER_S`` starts afresh.
    """

    def __init__(self, length: int = HAMPEL_LENGTH, limit_mad: float = HAMPEL_LIMIT_MAD) -> None:
        self._limit_mad = limit_mad
        self._recent: deque[float] = deque(maxlen=length)
        self._t_s = math.nan

    def push(self, t_s: float, value: float) -> float:
        """Take the sample of ``t_s`` (NaN: not seen) and return it, or the median in its place."""
        if math.isnan(value):
            return value
        if t_s - self._t_s > FORGET_AFTER_S:
            self._recent.clear()
        self._t_s = t_s
        previous = self._recent[-1] if self._recent else value
        self._recent.append(value)
        if len(self._recent) < 4:
            return value
        centre = median(self._recent)
        limit = self._limit_mad * MAD_TO_SD * median(abs(x - centre) for x in self._recent)
        is_outlier = limit > 0 and abs(value - centre) > limit and abs(value - previous) > limit
        return centre if is_outlier else value


class OneEuro:
    """The One-Euro filter: calm at rest, quick in motion.

    Parameters
    ----------
    beta : float
        How much the cutoff rises with speed, Hz per unit a second.
    min_cutoff_hz, d_cutoff_hz : float
        Cutoff at rest, and of the speed estimate.
    forget_after_s : float
        A gap longer than this starts afresh.

    Notes
    -----
    G. Casiez, N. Roussel, D. Vogel, "1 € Filter", CHI 2012. The step uses the real time between
    samples, so frame rate and jitter do not change its cutoff. NaN samples pass through untouched.
    """

    def __init__(
        self,
        beta: float,
        min_cutoff_hz: float = ONE_EURO_MIN_CUTOFF_HZ,
        d_cutoff_hz: float = ONE_EURO_SPEED_CUTOFF_HZ,
        forget_after_s: float = FORGET_AFTER_S,
    ) -> None:
        self._beta = beta
        self._min_cutoff_hz = min_cutoff_hz
        self._d_cutoff_hz = d_cutoff_hz
        self._forget_after_s = forget_after_s
        self._t_s = math.nan
        self._value = math.nan
        self._speed = 0.0

    def push(self, t_s: float, value: float) -> float:
        """Filter the sample ``value`` taken at ``t_s``; NaN in, NaN out."""
        if math.isnan(value):
            return value
        gap_s = t_s - self._t_s
        if math.isnan(self._value) or gap_s > self._forget_after_s:
            self._t_s, self._value, self._speed = t_s, value, 0.0
            return value
        gap_s = max(gap_s, 1e-3)
        weight = _smoothing(self._d_cutoff_hz, gap_s)
        self._speed += weight * ((value - self._value) / gap_s - self._speed)
        weight = _smoothing(self._min_cutoff_hz + self._beta * abs(self._speed), gap_s)
        self._value += weight * (value - self._value)
        self._t_s = t_s
        return self._value


def _smoothing(cutoff_hz: float, gap_s: float) -> float:
    """Weight of the new sample in a first-order low-pass."""
    return 1.0 / (1.0 + 1.0 / (2.0 * math.pi * cutoff_hz * gap_s))


def smooth_zero_phase(values: NDArray, rate_hz: float, cutoff_hz: float = LOW_PASS_HZ) -> NDArray:
    """Fourth-order zero-lag Butterworth low-pass.

    Parameters
    ----------
    values : ndarray, shape (N,)
        Evenly spaced samples without NaN.
    rate_hz : float
        Samples a second.
    cutoff_hz : float
        Cutoff of the whole filter; 6 Hz is customary for markerless motion (Sports2D).

    Returns
    -------
    ndarray, shape (N,)

    Notes
    -----
    A second-order section forward and backward; its warped cutoff is raised by
    ``(sqrt(2) - 1) ** -0.25`` so that both passes together have theirs at ``cutoff_hz`` (D. Winter,
    Biomechanics and Motor Control of Human Movement). The ends are extended by point reflection over
    one second. The cutoff is kept below 0.45 times the rate.
    """
    if len(values) < 3:
        return np.array(values, dtype=float)
    pad = min(len(values) - 1, int(rate_hz))
    start = 2 * values[0] - values[pad:0:-1]
    end = 2 * values[-1] - values[-2 : -pad - 2 : -1]
    extended = np.concatenate([start, values, end])
    once = _run_butterworth(extended, cutoff_hz, rate_hz)
    twice = _run_butterworth(once[::-1], cutoff_hz, rate_hz)[::-1]
    return twice[pad : pad + len(values)]


def _run_butterworth(values: NDArray, cutoff_hz: float, rate_hz: float) -> NDArray:
    """One pass of two: second-order Butterworth (bilinear transform), started in its steady state."""
    k = math.tan(math.pi * min(cutoff_hz / rate_hz, 0.45)) / (math.sqrt(2.0) - 1.0) ** 0.25
    norm = 1.0 / (1.0 + math.sqrt(2.0) * k + k * k)
    b0 = k * k * norm
    b1 = 2.0 * b0
    a1 = 2.0 * (k * k - 1.0) * norm
    a2 = (1.0 - math.sqrt(2.0) * k + k * k) * norm
    samples = values.tolist()
    late = (b0 - a2) * samples[0]
    early = (b1 - a1) * samples[0] + late
    filtered = []
    for value in samples:
        out = b0 * value + early
        early = b1 * value - a1 * out + late
        late = b0 * value - a2 * out
        filtered.append(out)
    return np.array(filtered)


def differentiate(
    values: NDArray, rate_hz: float, window_s: float = SLOPE_WINDOW_S
) -> tuple[NDArray, NDArray]:
    """Savitzky–Golay: a parabola fitted around every sample.

    Parameters
    ----------
    values : ndarray, shape (N,)
        Evenly spaced samples without NaN.
    rate_hz : float
        Samples a second.
    window_s : float
        Width of the fit.

    Returns
    -------
    smoothed, speed : ndarray, shape (N,)
        The parabola's value and slope (units a second) at every sample.
    """
    half = max(2, round(window_s * rate_hz / 2))
    offsets_s = np.arange(-half, half + 1) / rate_hz
    fit = np.linalg.pinv(np.vander(offsets_s, 3))
    # Point reflection keeps the slope at both ends.
    padded = np.pad(np.asarray(values, dtype=float), half, mode="reflect", reflect_type="odd")
    smoothed = np.convolve(padded, fit[2][::-1], "valid")
    speed = np.convolve(padded, fit[1][::-1], "valid")
    return smoothed, speed


def resample_evenly(
    t_s: NDArray,
    values: NDArray,
    rate_hz: float,
    longest_gap_s: float = 0.5,
    whole_s: tuple[float, float] | None = None,
) -> tuple[NDArray, NDArray]:
    """Put an unevenly sampled signal on an even clock.

    Parameters
    ----------
    t_s, values : ndarray, shape (N,)
        Strictly increasing seconds, and samples that may be NaN.
    rate_hz : float
        Samples a second of the result.
    longest_gap_s : float
        Gaps up to this are filled linearly; longer ones stay NaN.
    whole_s : tuple of float, optional
        Given for a part of a signal: when the whole of it was first and last seen. The part is put on the
        clock of the whole, and is NaN where it shows nothing.

    Returns
    -------
    even_t_s, even_values : ndarray, shape (M,)
        Empty when fewer than two samples were seen, of the whole where it is given.
    """
    seen = np.isfinite(values)
    known_t_s, known = t_s[seen], values[seen]
    if whole_s is None and len(known) > 1:
        whole_s = float(known_t_s[0]), float(known_t_s[-1])
    if whole_s is None or not whole_s[0] < whole_s[1]:
        return np.empty(0), np.empty(0)
    begin_s, end_s = max(float(t_s[0]), whole_s[0]), min(float(t_s[-1]), whole_s[1])
    near_s = 1e-6 / rate_hz  # a sample that lies on the clock but for a rounding error belongs to it
    first = math.ceil((begin_s - near_s - whole_s[0]) * rate_hz)
    even_t_s = whole_s[0] + np.arange(first, math.ceil((end_s - whole_s[0]) * rate_hz + 0.5)) / rate_hz
    if len(known) < 2:
        return even_t_s, np.full(len(even_t_s), np.nan)
    even = np.interp(even_t_s, known_t_s, known)
    beyond_s = 0.51 / rate_hz  # more than half a step, whatever is rounded
    even[(even_t_s < known_t_s[0] - beyond_s) | (even_t_s > known_t_s[-1] + beyond_s)] = np.nan
    before = np.searchsorted(known_t_s, even_t_s + near_s, side="right") - 1
    after = np.searchsorted(known_t_s, even_t_s - near_s)
    gap_s = known_t_s[after.clip(max=len(known) - 1)] - known_t_s[before.clip(min=0)]
    even[gap_s > longest_gap_s] = np.nan
    return even_t_s, even
