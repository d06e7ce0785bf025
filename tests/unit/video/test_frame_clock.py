"""Times and thinning on plain numbers, no video."""

import itertools
import math

import pytest

from formcheck.video.timing import FrameClock, Thinning, do_stamps_move


def stamp_all(stamps_ms, nominal_fps=30.0, stamps_move=True):
    clock = FrameClock(nominal_fps, stamps_move)
    return [clock.stamp(index, stamp_ms) for index, stamp_ms in enumerate(stamps_ms)], clock.confidence


def thin_all(times_s, max_fps=30.0):
    thinning = Thinning(max_fps)
    return [t_s for t_s in times_s if thinning.keeps(t_s)]


def test_good_stamps_are_taken_as_they_are():
    times_s, confidence = stamp_all([0, 20, 70, 71.5])
    assert times_s == pytest.approx([0, 0.020, 0.070, 0.0715])
    assert confidence == "high"


def test_a_repeated_stamp_is_set_one_millisecond_later():
    times_s, confidence = stamp_all([0, 33, 33, 67])
    assert times_s == pytest.approx([0, 0.033, 0.034, 0.067])
    assert confidence == "high"


@pytest.mark.parametrize("bad", [math.nan, -5.0, -math.inf, math.inf])
def test_a_stamp_that_is_no_time_is_bridged_and_told(bad):
    times_s, confidence = stamp_all([0, 40, bad, 120], nominal_fps=25.0)
    assert times_s == pytest.approx([0, 0.040, 0.080, 0.120])
    assert confidence == "low"


def test_stamps_that_stop_go_on_at_the_nominal_rate():
    times_s, confidence = stamp_all([0, 40, 40, 40, 40], nominal_fps=25.0)
    assert times_s == pytest.approx([0, 0.040, 0.041, 0.081, 0.121])
    assert confidence == "low"


def test_times_rise_strictly_whatever_comes():
    stamps_ms = [5, 5, 4, math.nan, 1000, 1000.2, 0, 0, 0, 990, 2000, math.inf, -3, 2000.1]
    times_s, _ = stamp_all(stamps_ms)
    gaps_s = [later - earlier for earlier, later in itertools.pairwise(times_s)]
    assert min(gaps_s) > 0.0009


def test_without_stamps_time_is_number_over_rate():
    times_s, confidence = stamp_all([0, 0, 0, 0], nominal_fps=25.0, stamps_move=False)
    assert times_s == pytest.approx([0, 0.04, 0.08, 0.12])
    assert confidence == "low"


def test_without_stamps_and_rate_thirty_is_assumed():
    times_s, confidence = stamp_all([0, 0, 0], nominal_fps=math.nan, stamps_move=False)
    assert times_s == pytest.approx([0, 1 / 30, 2 / 30])
    assert confidence == "low"


@pytest.mark.parametrize(
    ("stamps_s", "moves"),
    [
        ([0, 0.033, 0.067], True),
        ([0, 0, 0.033], True),
        ([0.5, 0.5, 0.5], False),
        ([0, math.nan, 0.067], False),
        ([-0.04, 0, 0.04], False),
        ([0, 0.00007, 0.00014], False),  # the ticks of a container, 15 360 a second
    ],
)
def test_stamps_are_judged_by_their_first_few(stamps_s, moves):
    assert do_stamps_move(stamps_s) is moves


@pytest.mark.parametrize(
    ("fps", "every"),
    [(60, 2), (59.94, 2), (50, 2), (48, 2), (90, 3), (100, 3), (120, 4), (239.76, 8), (240, 8)],
)
def test_fast_sources_are_thinned_evenly(fps, every):
    times_s = [index / fps for index in range(480)]
    assert thin_all(times_s) == times_s[::every]


@pytest.mark.parametrize("fps", [60, 120, 240])
def test_thinning_survives_stamps_rounded_to_milliseconds(fps):
    times_s = [round(index / fps, 3) for index in range(480)]
    assert thin_all(times_s) == times_s[:: fps // 30]


@pytest.mark.parametrize("fps", [15, 24, 25, 30, 35])
def test_slow_stretches_lose_nothing(fps):
    times_s = [index / fps for index in range(100)]
    assert thin_all(times_s) == times_s


def test_a_rate_that_changes_midway_is_followed():
    slow = [index / 30 for index in range(30)]
    fast = [1 + index / 60 for index in range(60)]
    assert thin_all(slow + fast) == slow + fast[::2]
