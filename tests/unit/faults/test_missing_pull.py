"""How much of the pull is left out, by the elbow's way and by the own range."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from formcheck.faults import missing_pull, missing_range
from formcheck.faults.judgement import RepWindow
from formcheck.faults.row_moments import FAR_ARM, HIDDEN_ARM, STRETCH_NOT_SEEN
from tests.unit.faults.pull_factory import IN_S, LIVE_PULL, TORSO_PX, follow_hand, make_pull, make_row_window
from tests.unit.faults.window_factory import Answer, hide, read, refuse

OWN_RANGE = 0.5


def look(window: RepWindow) -> Answer:
    return missing_pull.measure(
        window, full_past=0.1, least_way=0.35, percentile=95.0, least_elbow_deg=150.0, doubt=0.03
    )


def look_at_range(window: RepWindow) -> Answer:
    return missing_range.measure(window, least_elbow_deg=150.0, doubt=0.03)


def make(pulled: float = 0.2, *, hanging: float = -0.5, facing: int = 1, **changes: Any) -> RepWindow:
    """The elbow goes from so far before the trunk to so far behind it, in torso lengths."""
    signals: dict[str, Any] = {
        "left_elbow_past": facing * TORSO_PX * follow_hand(hanging, pulled),
        "right_elbow_past": np.nan,
        "left_clear_elbow": follow_hand(165.0, 75.0),
        "right_clear_elbow": np.nan,
    }
    reach = changes.pop("range", OWN_RANGE)
    rep = replace(changes.pop("rep", make_pull()), range=reach)
    own_range = changes.pop("own_range", OWN_RANGE)
    return replace(make_row_window(rep, facing=facing, **(signals | changes)), own_range=own_range)


@pytest.mark.parametrize("facing", [1, -1])
@pytest.mark.parametrize(
    ("pulled", "share"), [(0.1, 0.0), (0.22, -0.2), (-0.05, 0.25), (-0.14, 0.4), (-0.5, 1.0)]
)
def test_the_elbow_tells_a_pull_that_was_short_from_the_first(
    pulled: float, share: float, facing: int
) -> None:
    found = read(look(make(pulled, facing=facing, own_range=np.nan)))
    assert found.value == pytest.approx(share, abs=0.005)
    assert found.doubt == 0.03
    if share < 1.0:
        assert IN_S - 0.2 < found.at_s < 4.7


@pytest.mark.parametrize(("reach", "share"), [(0.4, 0.2), (0.3, 0.4)])
def test_the_own_range_tells_one_that_got_short(reach: float, share: float) -> None:
    assert read(look(make(range=reach))).value == pytest.approx(share)
    assert read(look_at_range(make(range=reach))).value == pytest.approx(share)


def test_the_larger_of_both_counts() -> None:
    assert read(look(make(-0.2, range=0.4))).value == pytest.approx(0.5, abs=0.005)
    assert read(look(make(0.4, range=0.55))).value == pytest.approx(-0.1)


def test_arms_that_never_got_long_are_no_short_pull() -> None:
    bent = follow_hand(148.0, 75.0)
    assert read(look(make(range=0.3, left_clear_elbow=bent))).value == pytest.approx(-1.0 / 6.0, abs=0.005)
    assert "long arms" in refuse(look_at_range(make(range=0.3, left_clear_elbow=bent)))


def test_without_two_full_repetitions_the_range_tells_nothing() -> None:
    assert "two full repetitions" in refuse(look_at_range(make(own_range=np.nan)))
    assert "two full repetitions" in refuse(look_at_range(make(range=np.nan)))


def test_a_live_set_reads_the_same() -> None:
    assert read(look(make(-0.05, rep=LIVE_PULL))).value == pytest.approx(read(look(make(-0.05))).value)


def test_what_was_not_seen_is_not_judged() -> None:
    assert "faces" in refuse(look(replace(make(), facing=0)))
    far = make(rep=make_pull(side="right"))
    assert refuse(look(far)) == refuse(look_at_range(far)) == FAR_ARM
    past_px = TORSO_PX * follow_hand(-0.5, 0.2)
    assert refuse(look(make(left_elbow_past=hide(past_px, 1.0, 2.2)))) == STRETCH_NOT_SEEN
    assert refuse(look(make(left_elbow_past=hide(past_px, 2.0, 7.0)))) == HIDDEN_ARM
    assert refuse(look(make(hanging=-0.2))) == HIDDEN_ARM
