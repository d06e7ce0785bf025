"""Arms that bend on the way up."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from formcheck.faults.elbow_bend import measure
from formcheck.faults.judgement import RepWindow
from tests.unit.faults.window_factory import LIVE, T_S, Answer, make_window, read, refuse


def look(window: RepWindow) -> Answer:
    return measure(
        window, percentile=25.0, least_upper_arm=0.48, least_forearm=0.38, least_share=0.6, doubt_deg=3.0
    )


def make(elbow_deg: float | np.ndarray, **changes: Any) -> RepWindow:
    signals: dict[str, Any] = {
        "near_elbow_angle": elbow_deg, "upper_arm_length": 0.6, "forearm_length": 0.5
    }  # fmt: skip
    return make_window(**(signals | changes))


@pytest.mark.parametrize("elbow_deg", [175.0, 150.0, 120.0])
def test_it_is_the_angle_during_the_lift(elbow_deg: float) -> None:
    lifting = (T_S >= 4.5) & (T_S < 6.0)
    found = read(look(make(np.where(lifting, elbow_deg, 60.0))))
    assert found.value == pytest.approx(elbow_deg)
    assert found.doubt == 3.0
    assert 4.5 <= found.start_s < found.at_s + 1e-9 < found.end_s <= 6.0


@pytest.mark.parametrize(("bent_s", "value"), [(0.3, 170.0), (0.45, 130.0)])
def test_a_quarter_of_the_lift_must_be_bent(bent_s: float, value: float) -> None:
    elbow_deg = np.where((T_S >= 4.6) & (4.6 + bent_s > T_S), 130.0, 170.0)
    assert read(look(make(elbow_deg))).value == pytest.approx(value)


def test_frames_in_which_the_arm_looks_too_short_do_not_count() -> None:
    covered = (T_S >= 4.5) & (T_S < 5.0)
    window = make(np.where(covered, 90.0, 170.0), forearm_length=np.where(covered, 0.2, 0.5))
    assert read(look(window)).value == pytest.approx(170.0)


@pytest.mark.parametrize("signal", ["upper_arm_length", "forearm_length"])
def test_an_arm_hidden_for_most_of_the_lift_is_not_judged(signal: str) -> None:
    short = np.where(T_S < 5.2, 0.2, 0.6)
    assert "hides the arm" in refuse(look(make(130.0, **{signal: short})))


def test_what_was_not_seen_or_timed_is_not_judged() -> None:
    assert "hides the arm" in refuse(look(make(math.nan)))
    live = make_window(LIVE, near_elbow_angle=120.0, upper_arm_length=0.6, forearm_length=0.5)
    assert "timed" in refuse(look(live))
