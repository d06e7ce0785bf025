"""The back in the hold, against the own good hold."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.faults.hold_arc import NO_REFERENCE, measure
from formcheck.faults.judgement import BackReference
from formcheck.motion.back import measure_profile
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN
from tests.unit.faults.bird_dog_factory import T_S, make_window
from tests.unit.faults.window_factory import Answer, read, refuse

STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)
GOOD = BackReference(-20.0, 1.0, side="left")


def bend(bulge: float, noise: float = 0.0) -> NDArray[np.float64]:
    """Outlines of a parabola, the same in every frame but for noise."""
    rng = np.random.default_rng(1)
    back = 0.15 + bulge * (0.25 - (STATIONS - 0.45) ** 2)
    return back + noise * rng.standard_normal((len(T_S), STATION_COUNT))


def sway() -> NDArray[np.float64]:
    """Outlines that are hollow, straight and round in turn."""
    shapes = np.stack([bend(bulge)[0] for bulge in (-0.3, 0.0, 0.3)])
    return shapes[np.arange(len(T_S)) % 3]


def look(reference: BackReference | None = GOOD, bulge: float = -0.3, **signals: Any) -> Answer:
    signals.setdefault("outlines", bend(bulge))
    return measure(
        make_window(reference=reference, **signals),
        least_torso_px=45.0,
        least_frames=5.0,
        most_fit_rms=0.015,
        least_coverage=0.9,
        most_spread_deg=8.0,
    )


@pytest.mark.parametrize("bulge", [-0.3, 0.0, 0.2])
def test_it_is_the_arc_less_that_of_the_good_hold(bulge: float) -> None:
    found = read(look(bulge=bulge))
    assert found.value == pytest.approx(measure_profile(bend(bulge)[0]).arc_deg + 20.0, abs=0.1)
    assert found.has_reference
    assert found.spread == pytest.approx(0.0, abs=0.01)


def test_never_without_the_own_hold_of_the_same_side() -> None:
    assert refuse(look(None)) == NO_REFERENCE
    assert "right arm" in refuse(look(BackReference(-20.0, 1.0, side="right")))


@pytest.mark.parametrize(
    ("signals", "word"),
    [
        ({"facing": 0}, "faces"),
        ({"thigh_raise": math.nan, "settled": 0.0}, "full reach"),
        ({"torso_length": 30.0}, "closer"),
        ({"outlines": bend(-0.3, noise=0.2)}, "unclear"),
        ({"outlines": np.full((len(T_S), STATION_COUNT), np.nan)}, "unclear"),
        ({"outlines": sway()}, "unsteady"),
    ],
)
def test_what_was_not_seen_is_not_judged(signals: dict[str, Any], word: str) -> None:
    assert word in refuse(look(**signals))
