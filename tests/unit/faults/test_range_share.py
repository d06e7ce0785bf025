"""The share of the athlete's own range."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.judgement import Measure, NotJudged, RepWindow
from formcheck.faults.range_share import measure
from formcheck.reps.rep import Rep, RepKind


def make_window(range_deg: float, own_range: float) -> RepWindow:
    rep = Rep(
        index=3, kind=RepKind.FULL, side="both", start_s=10.0, turn_s=11.5, end_s=13.0, counted_s=12.7,
        phases=(), range=range_deg, range_unit="deg",
    )  # fmt: skip
    return RepWindow(rep, np.array([10.0, 11.0]), {}, own_range, {"side": 1.0}, 4.0)


@pytest.mark.parametrize(
    ("range_deg", "share"), [(80.0, 1.0), (60.0, 0.75), (48.0, 0.6), (100.0, 1.25), (0.0, 0.0)]
)
def test_the_share_is_a_ratio(range_deg: float, share: float) -> None:
    measured = measure(make_window(range_deg, 80.0))
    assert isinstance(measured, Measure)
    assert measured.value == pytest.approx(share)
    assert (measured.start_s, measured.end_s, measured.at_s) == (10.0, 13.0, 11.5)
    assert (measured.doubt, measured.confidence) == (0.0, 1.0)


@pytest.mark.parametrize("own_range", [math.nan, 0.0, -5.0])
def test_an_unknown_range_of_ones_own_is_not_judged(own_range: float) -> None:
    result = measure(make_window(70.0, own_range))
    assert isinstance(result, NotJudged)
    assert "two full repetitions" in result.reason


def test_a_range_that_was_not_seen_is_not_judged() -> None:
    result = measure(make_window(math.nan, 80.0))
    assert isinstance(result, NotJudged)
    assert "was not seen" in result.reason
