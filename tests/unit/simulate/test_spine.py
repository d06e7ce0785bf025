"""The spine gives back the degrees that were dialled."""

import numpy as np
import pytest

from formcheck.simulate.anatomy import Build
from formcheck.simulate.spine import LUMBAR_SPAN, THORACIC_SPAN, measure_chord, trace_spine


@pytest.mark.parametrize("lumbar", [-20.0, 0.0, 24.0, 60.0])
def test_lumbar_flexion_is_the_turn_between_the_ends_of_the_lumbar_spine(lumbar):
    bent, straight = trace_spine(30.0, lumbar), trace_spine(30.0)
    low, high = bent.locate(LUMBAR_SPAN[0])[2], bent.locate(LUMBAR_SPAN[1])[2]
    standing = straight.locate(LUMBAR_SPAN[1])[2] - straight.locate(LUMBAR_SPAN[0])[2]
    np.testing.assert_allclose(high - low - standing, lumbar, atol=1e-9)


def test_thoracic_flexion_leaves_the_lumbar_spine_alone():
    bent, straight = trace_spine(0.0, 0.0, 30.0), trace_spine(0.0)
    np.testing.assert_allclose(bent.locate(0.2)[2], straight.locate(0.2)[2])
    np.testing.assert_allclose(bent.locate(THORACIC_SPAN[1])[2] - straight.locate(THORACIC_SPAN[1])[2], 30.0)


def test_line_has_unit_speed_and_starts_at_the_mid_hip():
    curve = trace_spine(np.array([0.0, 70.0]), 40.0, 20.0, -10.0, Build(1.6))
    steps = np.hypot(np.diff(curve.x_m, axis=1), np.diff(curve.z_m, axis=1))
    np.testing.assert_allclose(steps, curve.s_m[1] - curve.s_m[0], rtol=1e-3)
    x, z, _ = curve.locate(0.0)
    np.testing.assert_allclose([x, z], 0.0, atol=1e-6)


def test_tilt_of_the_pelvis_turns_the_chord_by_as_much():
    length, lean = measure_chord(30.0)
    x, z, _ = trace_spine(50.0, 30.0).locate(Build().shoulder_s_m)
    np.testing.assert_allclose(np.hypot(x, z), length)
    np.testing.assert_allclose(np.degrees(np.arctan2(x, z)), 50.0 + lean)
