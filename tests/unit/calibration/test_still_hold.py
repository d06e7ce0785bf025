"""A posture that is held still, and for how long it has been."""

from __future__ import annotations

import pytest

from formcheck.calibration.still_hold import StillHold
from formcheck.pose.landmarks import Pose

RATE_HZ = 20


def push(
    hold: StillHold[str], from_s: float, for_s: float, speed: float, posture: str = "tall"
) -> list[bool]:
    times_s = [from_s + k / RATE_HZ for k in range(round(for_s * RATE_HZ))]
    return [hold.push(Pose.missing(t_s), posture, speed * t_s) for t_s in times_s]


def test_the_time_it_was_held_grows_while_nothing_moves() -> None:
    hold: StillHold[str] = StillHold(2.0, 5.0)
    assert hold.held_s == 0.0
    held = push(hold, 0.0, 1.0, speed=0.0)
    assert not any(held)
    assert hold.held_s == pytest.approx(1.0, abs=0.1)
    assert any(push(hold, 1.0, 1.5, speed=0.0))
    assert hold.held_s == pytest.approx(2.0, abs=0.1)


def test_who_moves_holds_nothing() -> None:
    hold: StillHold[str] = StillHold(2.0, 5.0)
    push(hold, 0.0, 1.0, speed=0.0)
    push(hold, 1.0, 1.0, speed=30.0)
    assert hold.held_s == 0.0


def test_another_posture_begins_anew() -> None:
    hold: StillHold[str] = StillHold(2.0, 5.0)
    push(hold, 0.0, 1.5, speed=0.0)
    push(hold, 1.5, 0.5, speed=0.0, posture="bent")
    assert hold.held_s == pytest.approx(0.5, abs=0.1)
