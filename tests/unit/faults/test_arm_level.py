"""The raised arm against level."""

from __future__ import annotations

import math

import pytest

from formcheck.faults.arm_level import measure
from formcheck.faults.full_reach import ARM_HIDDEN
from tests.unit.faults.bird_dog_factory import LIVE, follow, make_window
from tests.unit.faults.window_factory import read, refuse


@pytest.mark.parametrize(("arm_deg", "off_deg"), [(0.0, 0.0), (-14.0, 14.0), (8.0, -2.0), (25.0, 15.0)])
def test_above_level_ten_degrees_are_free(arm_deg: float, off_deg: float) -> None:
    found = read(
        measure(make_window(arm_line=follow(-90.0, arm_deg)), high_allowance_deg=10.0, doubt_deg=3.0)
    )
    assert found.value == pytest.approx(max(off_deg, -arm_deg))
    assert found.also == pytest.approx(arm_deg)
    assert found.doubt == 3.0


def test_live_it_reads_the_same() -> None:
    window = make_window(LIVE, arm_line=follow(-90.0, -14.0))
    assert read(measure(window, high_allowance_deg=10.0, doubt_deg=3.0)).value == pytest.approx(14.0, abs=0.5)


def test_a_hidden_arm_is_not_judged() -> None:
    window = make_window(arm_line=math.nan)
    assert refuse(measure(window, high_allowance_deg=10.0, doubt_deg=3.0)) == ARM_HIDDEN
