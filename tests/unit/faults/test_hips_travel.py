"""The shift of the body."""

from __future__ import annotations

import math

import pytest

from formcheck.faults.hips_travel import measure
from tests.unit.faults.bird_dog_factory import OUT_S, follow, hide, make_window
from tests.unit.faults.window_factory import read, refuse


@pytest.mark.parametrize("moved_px", [15.0, -15.0])
def test_hips_that_travel(moved_px: float) -> None:
    found = read(measure(make_window(hips_x=follow(300.0, 300.0 + moved_px)), doubt=0.03))
    assert found.value == pytest.approx(0.15)
    assert found.also == pytest.approx(math.copysign(0.15, moved_px))
    assert found.doubt == 0.03


@pytest.mark.parametrize(("tipped_deg", "share"), [(6.0, 0.10), (-10.0, 0.17)])
def test_a_trunk_that_tips(tipped_deg: float, share: float) -> None:
    found = read(measure(make_window(trunk_lean=follow(80.0, 80.0 + tipped_deg)), doubt=0.03))
    assert found.value == pytest.approx(share, abs=0.006)


def test_the_larger_counts() -> None:
    window = make_window(hips_x=follow(300.0, 320.0), trunk_lean=follow(80.0, 86.0))
    assert read(measure(window, doubt=0.03)).value == pytest.approx(0.20)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "full reach" in refuse(measure(make_window(hips_x=hide(300.0, 3.9, 6.6)), doubt=0.03))
    assert "rest" in refuse(measure(make_window(hips_x=hide(300.0, 0.0, OUT_S)), doubt=0.03))
