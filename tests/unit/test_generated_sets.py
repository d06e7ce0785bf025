"""Random sets of closed-form hinges: the count is exact, the tempo within its limits."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.generated_sets import count_signal, draw_sets, review_poses
from benchmarks.tempo import measure_errors


def test_counter_is_exact_on_a_thousand_random_sets():
    rng = np.random.default_rng(2)
    errors = np.array([abs(count_signal(g, rng) - g.count) for g in draw_sets(1000, seed=2)])
    assert (errors == 0).mean() >= 0.99
    assert errors.max() <= 1


def test_whole_sessions_count_random_sets_exactly():
    rng = np.random.default_rng(3)
    counts = [(review_poses(g, rng).count, g.count) for g in draw_sets(25, seed=3)]
    assert [got for got, _ in counts] == [expected for _, expected in counts]


@pytest.fixture(scope="module")
def tempo_errors():
    return _keep_seen(measure_errors(sets=16, rate_hz=30, seed=5))


def _keep_seen(errors):
    return {key: np.array(values)[np.isfinite(values)] for key, values in errors.items()}


@pytest.mark.parametrize("phase", ["eccentric", "pause_stretched", "concentric", "pause_contracted"])
def test_limits_of_agreement_with_the_definition(tempo_errors, phase):
    # A published phone method against video: -0.21 to +0.22 s a repetition (Viecelli 2021).
    errors_s = tempo_errors["1 % definition", phase]
    low, high = errors_s.mean() - 1.96 * errors_s.std(), errors_s.mean() + 1.96 * errors_s.std()
    assert low >= -0.2
    assert high <= 0.2
    assert np.abs(errors_s).mean() <= 0.1


@pytest.mark.parametrize(("phase", "bias_s"), [("eccentric", 0.45), ("concentric", 0.2)])
def test_bias_against_the_mathematical_edges_at_an_ordinary_tempo(phase, bias_s):
    errors = _keep_seen(measure_errors(sets=8, rate_hz=30, seed=6, tempo_s=(2.0, 0.5, 1.0, 0.8)))
    errors_s = errors["mathematical", phase]
    assert abs(errors_s.mean()) <= bias_s
    assert errors_s.std() <= 0.25
