"""Speed and acceleration of the trunk."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.faults.trunk_motion import follow_trunk
from tests.unit.faults.window_factory import T_S, hide, make_window


@pytest.mark.parametrize("facing", [1, -1])
def test_a_parabola_is_differentiated_exactly(facing: int) -> None:
    lean_deg = 80.0 - 10.0 * (T_S - 4.0) ** 2
    motion = follow_trunk(make_window(facing=facing, trunk_lean=facing * lean_deg)).cut(3.0, 5.0)
    assert motion is not None
    np.testing.assert_allclose(motion.rise_deg, 10.0 * (motion.t_s - 4.0) ** 2 - 80.0, atol=1e-6)
    np.testing.assert_allclose(motion.speed, 20.0 * (motion.t_s - 4.0), atol=1e-6)
    np.testing.assert_allclose(motion.acceleration, 20.0, atol=1e-5)


def test_a_gap_cannot_be_cut_out() -> None:
    motion = follow_trunk(make_window(trunk_lean=hide(50.0, 3.0, 4.0)))
    assert motion.cut(2.0, 5.0) is None
    assert motion.cut(5.0, 6.0) is not None
    assert motion.cut(5.0, 5.05) is None


def test_frames_that_are_not_settled_are_a_gap() -> None:
    window = make_window(trunk_lean=50.0, settled=np.where((T_S > 3.0) & (T_S < 4.0), 0.0, 1.0))
    assert follow_trunk(window).cut(2.0, 5.0) is None


def test_nothing_seen_is_nothing() -> None:
    assert follow_trunk(make_window(trunk_lean=math.nan)).cut(2.0, 5.0) is None
