"""Filters against what their formulas say of ramps, steps, sines and parabolas."""

from __future__ import annotations

import math
from statistics import median

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.motion.filters import (
    SLOPE_WINDOW_S,
    CausalHampel,
    OneEuro,
    describe_filters,
    differentiate,
    resample_evenly,
    smooth_zero_phase,
)

NAN = float("nan")
RNG = np.random.default_rng(20)
REST = (170.0 + RNG.normal(0.0, 0.3, 60)).tolist()


def push_all(samples: list[float]) -> list[float]:
    hampel = CausalHampel()
    return [hampel.push(k / 30, x) for k, x in enumerate(samples)]


class TestHampel:
    @pytest.mark.parametrize("slope", [-40.0, -3.0, 0.5, 3.0, 40.0])
    def test_a_steady_ramp_passes_however_fast(self, slope: float) -> None:
        ramp = [slope * k for k in range(40)]
        assert push_all(ramp) == ramp

    def test_a_fast_stroke_passes(self) -> None:
        stroke = [45.0 - 45.0 * math.cos(2 * math.pi * k / 24) for k in range(72)]  # 0.8 s at 30 fps
        np.testing.assert_allclose(push_all(stroke), stroke, atol=1e-9)

    @pytest.mark.parametrize("glitch", [-500.0, 90.0, 900.0])
    def test_a_lone_glitch_becomes_the_median(self, glitch: float) -> None:
        samples = [*REST[:20], glitch, *REST[20:40]]
        filtered = push_all(samples)
        assert filtered[20] == median(samples[14:21])
        np.testing.assert_allclose(filtered[21:], samples[21:], atol=1.5)

    def test_a_glitch_on_a_ramp_becomes_the_median(self) -> None:
        ramp = [2.0 * k for k in range(30)]
        ramp[15] = 300.0
        filtered = push_all(ramp)
        assert filtered[15] == median(ramp[9:16])
        assert filtered[:15] + filtered[16:] == ramp[:15] + ramp[16:]

    def test_a_new_level_is_followed_once_it_is_half_of_the_window(self) -> None:
        samples = REST[:20] + [x - 60.0 for x in REST[20:40]]
        filtered = push_all(samples)
        assert filtered[20] == pytest.approx(170.0, abs=1.5)
        np.testing.assert_allclose(filtered[23:], samples[23:], atol=1.5)

    def test_the_first_samples_pass(self) -> None:
        assert push_all([1.0, 100.0, -100.0]) == [1.0, 100.0, -100.0]

    def test_what_was_not_seen_stays_so_and_is_forgotten(self) -> None:
        hampel, plain = CausalHampel(), CausalHampel()
        with_gaps = []
        for k, x in enumerate(REST):
            with_gaps.append(hampel.push(k / 30, x))
            assert math.isnan(hampel.push(k / 30, NAN))
        assert with_gaps == [plain.push(k / 30, x) for k, x in enumerate(REST)]

    @pytest.mark.parametrize(("gap_s", "is_forgotten"), [(1.4, False), (1.6, True)])
    def test_after_a_long_gap_the_window_starts_empty(self, gap_s: float, is_forgotten: bool) -> None:
        hampel = CausalHampel()
        for k, x in enumerate(REST[:20]):
            hampel.push(k / 30, x)
        last_s = 19 / 30
        # Elsewhere after the gap: an outlier to whoever remembers, a fresh start to whoever does not.
        read = [hampel.push(last_s + gap_s + k / 30, 60.0) for k in range(3)]
        assert read == ([60.0] * 3 if is_forgotten else [pytest.approx(170.0, abs=1.5), 60.0, 60.0])

    def test_a_gap_is_measured_between_what_was_seen(self) -> None:
        hampel = CausalHampel()
        for k, x in enumerate(REST[:20]):
            hampel.push(k / 30, x)
        for k in range(20, 80):  # two seconds out of sight, sample by sample
            hampel.push(k / 30, NAN)
        assert hampel.push(80 / 30, 60.0) == 60.0


def run_one_euro(beta: float, t_s: NDArray, values: NDArray) -> NDArray:
    one_euro = OneEuro(beta)
    return np.array([one_euro.push(t, x) for t, x in zip(t_s.tolist(), values.tolist(), strict=True)])


def bend(t_s: NDArray) -> NDArray:
    """A hinge of 90 degrees every three seconds."""
    return 45.0 - 45.0 * np.cos(2 * np.pi * t_s / 3.0)


class TestOneEuro:
    def test_without_beta_it_is_a_low_pass_of_real_time(self) -> None:
        # Every step closes the share 1 / (1 + 1 / (2 pi f dt)) of the distance.
        t_s = np.cumsum(np.array([0.0, 0.02, 0.05, 0.033, 0.1, 0.4]))
        expected, level = [0.0], 0.0
        for gap_s in np.diff(t_s):
            level += (10.0 - level) / (1.0 + 1.0 / (2.0 * math.pi * 1.5 * gap_s))
            expected.append(level)
        values = np.array([0.0, 10.0, 10.0, 10.0, 10.0, 10.0])
        np.testing.assert_allclose(run_one_euro(0.0, t_s, values), expected)

    @pytest.mark.parametrize("rate_hz", [30, 60, 120, 240])
    def test_a_step_is_followed_at_the_same_pace_at_any_rate(self, rate_hz: int) -> None:
        t_s = np.arange(0.0, 1.0, 1.0 / rate_hz)
        followed = run_one_euro(0.0, t_s, (t_s > 0).astype(float))
        exact = 1.0 - np.exp(-2.0 * np.pi * 1.5 * t_s)
        assert np.abs(followed - exact).max() < 0.1 * 30 / rate_hz

    @pytest.mark.parametrize("rate_hz", [15, 24, 30, 60])
    def test_a_hinge_reads_the_same_at_any_rate(self, rate_hz: int) -> None:
        fine_s = np.arange(0.0, 9.0, 1 / 120)
        fine = run_one_euro(0.05, fine_s, bend(fine_s))
        t_s = np.arange(0.0, 9.0, 1.0 / rate_hz)
        coarse = run_one_euro(0.05, t_s, bend(t_s))
        assert np.abs(coarse - np.interp(t_s, fine_s, fine))[rate_hz:].max() < 0.02 * 90.0

    def test_jittered_times_change_little(self) -> None:
        t_s = np.arange(0.0, 9.0, 1 / 30)
        jittered_s = t_s + np.random.default_rng(2).uniform(-0.4, 0.4, len(t_s)) / 30
        plain, jittered = (run_one_euro(0.05, t, bend(t)) for t in (t_s, jittered_s))
        assert np.abs(np.interp(jittered_s, t_s, plain) - jittered)[10:-1].max() < 0.02 * 90.0

    def test_it_calms_at_rest_and_follows_in_motion(self) -> None:
        t_s = np.arange(0.0, 20.0, 1 / 30)
        noise = np.random.default_rng(4).normal(0.0, 1.0, len(t_s))
        assert run_one_euro(0.05, t_s, noise)[30:].std() < 0.5 * noise.std()
        lag_slow, lag_quick = (
            np.abs(run_one_euro(beta, t_s, bend(t_s)) - bend(t_s)).max() for beta in (0.0, 0.05)
        )
        assert lag_quick < 0.6 * lag_slow

    def test_what_was_not_seen_passes_and_changes_nothing(self) -> None:
        t_s = np.arange(0.0, 3.0, 1 / 30)
        with_gaps, plain = OneEuro(0.05), OneEuro(0.05)
        for t in t_s.tolist():
            x = float(bend(np.array(t)))
            assert with_gaps.push(t, x) == plain.push(t, x)
            assert math.isnan(with_gaps.push(t + 0.01, NAN))

    def test_a_long_gap_is_a_new_start(self) -> None:
        one_euro = OneEuro(0.05)
        for k in range(30):
            one_euro.push(k / 30, 100.0)
        assert one_euro.push(29 / 30 + 1.51, 20.0) == 20.0
        assert one_euro.push(29 / 30 + 1.51 + 1 / 30, 20.0) == 20.0

    def test_a_shorter_gap_is_not(self) -> None:
        one_euro = OneEuro(0.0)
        one_euro.push(0.0, 100.0)
        closed = 1.0 / (1.0 + 1.0 / (2.0 * math.pi * 1.5 * 1.49))
        assert one_euro.push(1.49, 20.0) == pytest.approx(100.0 - 80.0 * closed)

    def test_a_time_that_stands_still_does_no_harm(self) -> None:
        one_euro = OneEuro(0.05)
        one_euro.push(1.0, 10.0)
        assert math.isfinite(one_euro.push(1.0, 20.0))


def measure_gain(rate_hz: float, frequency_hz: float, cutoff_hz: float) -> tuple[float, float]:
    """In-phase and quadrature gain of a sine, away from the ends."""
    t_s = np.arange(0.0, 12.0, 1.0 / rate_hz)
    phase = 2 * np.pi * frequency_hz * t_s
    filtered = smooth_zero_phase(np.sin(phase), rate_hz, cutoff_hz)
    middle = slice(len(t_s) // 4, 3 * len(t_s) // 4)
    return (
        2 * float(np.mean(filtered[middle] * np.sin(phase[middle]))),
        2 * float(np.mean(filtered[middle] * np.cos(phase[middle]))),
    )


class TestButterworth:
    @pytest.mark.parametrize("rate_hz", [12.0, 15.0, 24.0, 30.0, 60.0])
    def test_a_level_and_a_ramp_pass_unchanged(self, rate_hz: float) -> None:
        ramp = np.linspace(-3.0, 40.0, 200)
        np.testing.assert_allclose(smooth_zero_phase(np.full(200, 87.5), rate_hz), 87.5)
        np.testing.assert_allclose(smooth_zero_phase(ramp, rate_hz), ramp, atol=0.01)

    @pytest.mark.parametrize("cutoff_hz", [3.5, 6.0])
    def test_the_cutoff_lies_at_minus_three_decibels(self, cutoff_hz: float) -> None:
        gain, _ = measure_gain(240.0, cutoff_hz, cutoff_hz)
        assert 20 * math.log10(gain) == pytest.approx(-3.0103, abs=0.05)

    @pytest.mark.parametrize("rate_hz", [20.0, 24.0, 30.0, 60.0, 120.0])
    def test_six_hertz_pass_by_the_same_share_at_any_frame_rate(self, rate_hz: float) -> None:
        gain, quadrature = measure_gain(rate_hz, 6.0, 6.0)
        assert math.hypot(gain, quadrature) == pytest.approx(math.sqrt(0.5), abs=0.01)

    @pytest.mark.parametrize("rate_hz", [20.0, 24.0, 30.0, 60.0, 120.0])
    def test_a_level_passes_whole(self, rate_hz: float) -> None:
        np.testing.assert_allclose(smooth_zero_phase(np.ones(500), rate_hz), 1.0, rtol=1e-12)

    def test_it_falls_off_as_fourth_order(self) -> None:
        # |H| = 1 / (1 + (f / f1)^4), both passes of order 2 with f1 = fc / (sqrt(2) - 1)^(1/4).
        for ratio in (0.25, 0.5, 2.0, 3.0):
            expected = 1.0 / (1.0 + (math.sqrt(2.0) - 1.0) * ratio**4)
            assert measure_gain(480.0, 6.0 * ratio, 6.0)[0] == pytest.approx(expected, rel=0.05)

    @pytest.mark.parametrize("frequency_hz", [0.5, 2.0, 6.0])
    def test_it_does_not_lag(self, frequency_hz: float) -> None:
        _, quadrature = measure_gain(30.0, frequency_hz, 6.0)
        assert quadrature == pytest.approx(0.0, abs=1e-3)

    def test_forward_and_backward_are_alike(self) -> None:
        values = np.random.default_rng(5).normal(size=300).cumsum()
        turned = smooth_zero_phase(values[::-1], 30.0)[::-1]
        np.testing.assert_allclose(turned[60:-60], smooth_zero_phase(values, 30.0)[60:-60], atol=1e-6)

    def test_a_slow_movement_keeps_its_range(self) -> None:
        t_s = np.arange(0.0, 9.0, 1 / 30)
        np.testing.assert_allclose(smooth_zero_phase(bend(t_s), 30.0), bend(t_s), atol=0.1)

    @pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 40])
    def test_few_samples_are_enough(self, count: int) -> None:
        values = np.linspace(1.0, 2.0, count)
        kept = values.copy()
        np.testing.assert_allclose(smooth_zero_phase(values, 30.0), kept, atol=0.1)
        np.testing.assert_array_equal(values, kept)

    def test_a_cutoff_above_the_frame_rate_is_lowered(self) -> None:
        values = np.random.default_rng(6).normal(size=100)
        assert np.abs(smooth_zero_phase(values, 10.0, 6.0)).max() < 2 * np.abs(values).max()


class TestSlope:
    @pytest.mark.parametrize("rate_hz", [15.0, 24.0, 30.0, 60.0])
    def test_a_parabola_is_exact(self, rate_hz: float) -> None:
        t_s = np.arange(0.0, 3.0, 1.0 / rate_hz)
        smoothed, speed = differentiate(5.0 - 3.0 * t_s + 7.0 * t_s**2, rate_hz)
        assert smoothed.shape == speed.shape == t_s.shape
        inner = slice(round(0.2 * rate_hz) + 1, -round(0.2 * rate_hz) - 1)
        np.testing.assert_allclose(smoothed[inner], (5.0 - 3.0 * t_s + 7.0 * t_s**2)[inner])
        np.testing.assert_allclose(speed[inner], (-3.0 + 14.0 * t_s)[inner])

    def test_a_level_has_no_slope_anywhere(self) -> None:
        smoothed, speed = differentiate(np.full(50, 12.5), 30.0)
        np.testing.assert_allclose(smoothed, 12.5)
        np.testing.assert_allclose(speed, 0.0, atol=1e-9)

    @pytest.mark.parametrize("rate_hz", [12.0, 30.0, 60.0])
    @pytest.mark.parametrize("slope", [-40.0, 0.5, 90.0])
    def test_a_ramp_has_its_slope_up_to_both_ends(self, rate_hz: float, slope: float) -> None:
        t_s = np.arange(0.0, 2.0, 1.0 / rate_hz)
        smoothed, speed = differentiate(7.0 + slope * t_s, rate_hz)
        np.testing.assert_allclose(speed, slope)
        np.testing.assert_allclose(smoothed, 7.0 + slope * t_s)

    def test_it_is_far_calmer_than_differences(self) -> None:
        noise = np.random.default_rng(7).normal(size=2000)
        assert differentiate(noise, 30.0)[1].std() < 0.1 * (np.diff(noise) * 30.0).std()


class TestResampling:
    def test_a_line_stays_a_line(self) -> None:
        t_s = np.cumsum(np.random.default_rng(8).uniform(0.02, 0.05, 100))
        even_s, even = resample_evenly(t_s, 3.0 * t_s - 1.0, 60.0)
        assert even_s[0] == t_s[0]
        assert even_s[-1] == pytest.approx(t_s[-1], abs=0.5 / 60.0 + 1e-9)
        np.testing.assert_allclose(np.diff(even_s), 1 / 60)
        inside = even_s <= t_s[-1]
        np.testing.assert_allclose(even[inside], (3.0 * even_s - 1.0)[inside])

    @pytest.mark.parametrize("as_nan", [True, False])
    @pytest.mark.parametrize(("gap_s", "is_filled"), [(0.4, True), (0.49, True), (0.51, False), (2.0, False)])
    def test_gaps_are_filled_up_to_half_a_second(self, as_nan: bool, gap_s: float, is_filled: bool) -> None:
        t_s = np.concatenate([np.arange(0.0, 1.01, 0.1), np.arange(1.0 + gap_s, 4.0, 0.1)])
        values = 10.0 * t_s
        if as_nan:  # pictures were taken, but nobody was seen
            unseen_s = np.arange(1.05, 1.0 + gap_s - 0.01, 0.05)
            t_s = np.concatenate([t_s, unseen_s])
            values = np.concatenate([values, np.full(len(unseen_s), np.nan)])[np.argsort(t_s)]
            t_s = np.sort(t_s)
        even_s, even = resample_evenly(t_s, values, 97.3)
        in_gap = (even_s > 1.0) & (even_s < 1.0 + gap_s)
        np.testing.assert_array_equal(np.isnan(even), in_gap & (not is_filled))
        seen = np.isfinite(even) & (even_s <= t_s[-1])
        np.testing.assert_allclose(even[seen], 10.0 * even_s[seen])

    def test_a_part_lies_on_the_clock_of_the_whole(self) -> None:
        rng = np.random.default_rng(9)
        t_s = np.cumsum(rng.uniform(0.02, 0.05, 400))
        values = rng.normal(size=400)
        values[150:200] = np.nan
        whole_s, whole = resample_evenly(t_s, values, 30.0)
        for part in (slice(0, 120), slice(90, 260), slice(160, 190), slice(240, 400)):
            part_s, got = resample_evenly(
                t_s[part], values[part], 30.0, whole_s=(float(t_s[0]), float(t_s[-1]))
            )
            first = round((part_s[0] - t_s[0]) * 30.0)
            np.testing.assert_allclose(part_s, whole_s[first : first + len(part_s)], atol=1e-9)
            seen_s = t_s[part][np.isfinite(values[part])]
            inside = (
                (part_s >= seen_s[0]) & (part_s <= seen_s[-1]) if len(seen_s) else np.zeros(len(got), bool)
            )
            np.testing.assert_allclose(got[inside], whole[first : first + len(got)][inside])
            assert np.isnan(got[~inside]).sum() >= (~inside).sum() - 2

    def test_samples_on_the_clock_beside_a_gap_are_seen_whatever_is_rounded(self) -> None:
        for start_s in (0.0, 1 / 3, 100.1):
            t_s = start_s + np.array([0, 1, 2, 3, 30, 31, 32]) / 30.0
            _, even = resample_evenly(t_s, np.arange(7.0), 30.0)
            assert np.isfinite(even).sum() == 7

    @pytest.mark.parametrize("values", [[], [NAN, NAN, NAN], [NAN, 4.0, NAN]])
    def test_nothing_seen_gives_nothing(self, values: list[float]) -> None:
        even_s, even = resample_evenly(np.arange(float(len(values))), np.array(values, float), 30.0)
        assert len(even_s) == len(even) == 0


def test_the_settings_are_told_as_they_are() -> None:
    assert describe_filters() == {
        "hampel_length": 7,
        "hampel_limit_mad": 3.0,
        "one_euro_min_cutoff_hz": 1.5,
        "one_euro_speed_cutoff_hz": 1.0,
        "low_pass_hz": 6.0,
        "slope_window_s": SLOPE_WINDOW_S,
    }
