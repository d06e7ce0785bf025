"""The head against the trunk."""

from __future__ import annotations

import math

import pytest

from formcheck.faults.gaze_angle import measure
from formcheck.faults.judgement import RepWindow
from tests.unit.faults.window_factory import Answer, follow, hide, make_window, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(window, around_s=0.25, least_head=0.11, doubt_deg=5.0)


def make(gaze_deg: float, lean_deg: float, facing: int = 1) -> RepWindow:
    """At the bottom the trunk leans so far, and the nose is so far above the ear."""
    gaze = follow(0.0, gaze_deg)
    return make_window(
        facing=facing,
        gaze=gaze if facing > 0 else 180.0 - gaze,
        trunk_lean=facing * follow(0.0, lean_deg),
        head_length=16.0,
        torso_length=100.0,
    )


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize(
    ("gaze_deg", "lean_deg", "up_deg"),
    [
        (-80.0, 80.0, 0.0),
        (-40.0, 80.0, 40.0),
        (0.0, 60.0, 60.0),
        (-100.0, 60.0, -40.0),
        (-110.0, 60.0, -50.0),
    ],
)
def test_it_is_held_against_the_perpendicular_of_the_trunk(
    gaze_deg: float, lean_deg: float, up_deg: float, facing: int
) -> None:
    found = read(look(make(gaze_deg, lean_deg, facing)))
    assert found.value == pytest.approx(abs(up_deg))
    assert found.also == pytest.approx(up_deg)
    assert found.doubt == 5.0


def test_what_was_not_seen_is_not_judged() -> None:
    assert "faces" in refuse(look(make(0.0, 60.0, facing=0)))
    window = make_window(gaze=math.nan, trunk_lean=60.0, head_length=16.0, torso_length=100.0)
    assert "head" in refuse(look(window))
    short = make_window(gaze=0.0, trunk_lean=60.0, head_length=9.0, torso_length=100.0)
    assert "hides the face" in refuse(look(short))
    unsettled = make_window(
        gaze=0.0, trunk_lean=60.0, head_length=16.0, torso_length=100.0, settled=hide(1.0, 3.0, 5.5)
    )
    assert "turn was not seen" in refuse(look(unsettled))
