"""The line of the hips, from the front."""

from __future__ import annotations

import math

import pytest

from formcheck.faults.hips_roll import LEG_NOT_SEEN, measure
from formcheck.faults.judgement import RepWindow
from tests.unit.faults.bird_dog_factory import LIVE, OUT_S, follow, hide, make_window
from tests.unit.faults.window_factory import Answer, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, least_raise_deg=60.0, least_share=0.8)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_it_is_the_tilt_against_the_own_rest(sign: float) -> None:
    """10 and 20 of 40 px: from 14.04° to 26.57°."""
    found = read(look(make_window(view="front", hips_gap=sign * follow(10.0, 20.0))))
    assert found.value == pytest.approx(math.degrees(math.atan(0.5) - math.atan(0.25)), abs=0.01)


def test_a_camera_that_is_not_level_changes_nothing() -> None:
    assert read(look(make_window(view="front", hips_gap=10.0))).value == pytest.approx(0.0)


def test_a_leg_that_the_trunk_hides_is_told() -> None:
    jumping = follow(0.0, 90.0)
    jumping[::3] *= 0.4
    assert refuse(look(make_window(view="front", thigh_raise=jumping))) == LEG_NOT_SEEN


def test_what_was_not_seen_is_not_judged() -> None:
    assert "full reach" in refuse(look(make_window(hips_gap=hide(0.0, 3.9, 6.6))))
    assert "rest" in refuse(look(make_window(LIVE, hips_gap=hide(0.0, 0.0, OUT_S))))
