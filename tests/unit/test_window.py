"""What of a recording the rules may look at for one repetition."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import AFTER_S, BEFORE_S, BEYOND_S, BackReference, RepWindow
from formcheck.recording import BENT_DEG, Recording
from formcheck.reps.rep import Rep, RepKind
from formcheck.window import choose_view_frames, find_median, make_window
from tests.recording_factory import fill_recording

NAN = math.nan
RDL = load_exercise("romanian_deadlift")
T_S = np.arange(0, 300) / 30.0
REP = Rep(
    index=1, kind=RepKind.FULL, side="both", start_s=4.0, turn_s=5.0, end_s=6.0, counted_s=5.8,
    phases=(), range=80.0, range_unit="deg",
)  # fmt: skip
BENT = (T_S >= 4.5) & (T_S < 5.5)


def record(outlines: NDArray | None = None, **columns: float | NDArray) -> Recording:
    """Ten seconds side-on, bent for the one in the middle of the repetition."""
    known: dict[str, float | NDArray] = {"world_trunk_inclination": np.where(BENT, 60.0, 10.0)}
    return fill_recording(RDL, T_S, outlines, **(known | columns))


def list_frames(window: RepWindow) -> list[int]:
    return np.rint(window.t_s * 30.0).astype(int).tolist()


class TestSpan:
    def test_it_reaches_a_little_beyond_the_repetition(self) -> None:
        window = make_window(record(), REP, NAN)
        assert (BEFORE_S, AFTER_S) == (1.0, 1.5)
        assert list_frames(window) == list(range(90, 225))
        assert np.flatnonzero(window.during).tolist() == list(range(30, 90))

    @pytest.mark.parametrize(
        ("span_s", "first", "last"),
        [
            ((3.5, 7.0), 105, 209),  # the neighbours are near
            ((0.0, 9.0), 90, 224),  # and far
            ((4.0, 6.0), 120, 179),  # they touch
            ((4.4, 5.0), 120, 179),  # never less than the repetition itself
            ((-math.inf, 6.5), 90, 194),
            ((3.2, math.inf), 96, 224),
        ],
    )
    def test_it_does_not_reach_into_its_neighbours(
        self, span_s: tuple[float, float], first: int, last: int
    ) -> None:
        frames = list_frames(make_window(record(), REP, NAN, span_s=span_s))
        assert (frames[0], frames[-1]) == (first, last)

    def test_a_repetition_reaches_to_where_it_was_counted_at_least(self) -> None:
        late = replace(REP, end_s=5.5, counted_s=6.5)
        window = make_window(record(), late, NAN, span_s=(4.0, 6.0))
        assert list_frames(window) == list(range(120, 195))
        assert window.during.all()

    def test_the_recording_may_end_before_it(self) -> None:
        window = make_window(record(), replace(REP, start_s=0.5, end_s=9.9), NAN)
        assert list_frames(window) == list(range(300))

    def test_every_column_has_its_frames(self) -> None:
        recording = record(hip_flexion=np.arange(300.0), settled=(T_S > 4.2).astype(float))
        window = make_window(recording, REP, NAN)
        assert set(window.signals) == {signal.name for signal in recording.signals} | {"settled"}
        assert all(len(values) == len(window.t_s) for values in window.signals.values())
        np.testing.assert_array_equal(window.signals["hip_flexion"], np.arange(90.0, 225.0))
        np.testing.assert_array_equal(window.signals["settled"], (T_S[90:225] > 4.2).astype(float))

    @pytest.mark.parametrize("next_s", [6.5, math.inf])
    def test_a_little_of_what_follows_is_known_besides(self, next_s: float) -> None:
        recording = record(hip_flexion=np.arange(300.0))
        window = make_window(recording, REP, NAN, span_s=(0.0, next_s))
        after = list_frames(window)[-1] + 1
        assert BEYOND_S == 0.5
        assert set(window.beyond) == {"t_s", *window.signals}
        np.testing.assert_array_equal(window.beyond["t_s"], T_S[after : after + 15])
        np.testing.assert_array_equal(window.beyond["hip_flexion"], np.arange(after, after + 15.0))

    def test_so_have_the_outlines(self) -> None:
        outlines = np.repeat(np.arange(300.0)[:, None], 47, axis=1)
        window = make_window(record(outlines), REP, NAN)
        np.testing.assert_array_equal(window.outlines, outlines[90:225])
        assert np.isnan(make_window(record(), REP, NAN).outlines).all()
        assert make_window(record(), REP, NAN).outlines.shape == (135, 47)


class TestView:
    def test_it_is_that_of_the_bent_frames(self) -> None:
        views = {"side": BENT.astype(float), "front": (~BENT).astype(float)}
        window = make_window(record(yaw_deg=np.where(BENT, 4.0, 60.0), **views), REP, NAN)
        assert window.view_shares == {"side": 1.0, "oblique": 0.0, "front": 0.0}
        assert window.yaw_deg == 4.0

    def test_shares_are_those_of_the_frames(self) -> None:
        side = BENT & (T_S < 4.8 - 1e-6)  # 9 of 30
        oblique = BENT & (T_S >= 5.0 - 1e-6)  # 15; the other 6 were not seen
        recording = record(side=side.astype(float), oblique=oblique.astype(float))
        shares = make_window(recording, REP, NAN).view_shares
        assert shares == pytest.approx({"side": 0.3, "oblique": 0.5, "front": 0.0})

    def test_where_nothing_is_bent_every_frame_tells_that_shows_a_yaw(self) -> None:
        seen = T_S < 5.0
        recording = record(
            world_trunk_inclination=BENT_DEG - 0.1,
            side=0.0,
            front=seen.astype(float),
            yaw_deg=np.where(seen, 80.0, NAN),
        )
        window = make_window(recording, REP, NAN)
        assert window.view_shares == {"side": 0.0, "oblique": 0.0, "front": 1.0}
        assert window.yaw_deg == 80.0

    def test_never_seen_it_is_not_known(self) -> None:
        recording = record(world_trunk_inclination=NAN, side=0.0, yaw_deg=NAN)
        window = make_window(recording, REP, NAN)
        assert window.view_shares == {}
        assert math.isnan(window.yaw_deg)

    def test_what_is_around_the_repetition_does_not_matter(self) -> None:
        inside = np.arange(300) // 60 == 2  # from 4 s to 6 s
        recording = record(
            world_trunk_inclination=np.where(inside, 50.0, 70.0),
            side=inside.astype(float),
            yaw_deg=np.where(inside, 5.0, 70.0),
        )
        window = make_window(recording, REP, NAN)
        assert (window.view_shares["side"], window.yaw_deg) == (1.0, 5.0)


class TestHandedOn:
    def test_what_is_known_of_the_athlete(self) -> None:
        own = BackReference(3.0, 1.0)
        window = make_window(record(), REP, 77.0, -1, own)
        assert (window.rep, window.own_range, window.facing, window.reference) == (REP, 77.0, -1, own)

    def test_unless_told_nothing_is(self) -> None:
        window = make_window(record(), REP, NAN)
        assert (window.facing, window.reference) == (0, None)
        assert math.isnan(window.own_range)


@pytest.mark.parametrize(
    ("trunk_deg", "yaw_deg", "expected"),
    [
        ([34.9, 35.0, 60.0, NAN], [1.0, NAN, 1.0, 1.0], [False, True, True, False]),
        ([10.0, 20.0, NAN, 30.0], [1.0, NAN, 1.0, 1.0], [True, False, True, True]),
        ([NAN, NAN], [NAN, NAN], [False, False]),
        ([], [], []),
    ],
)
def test_bent_frames_decide_the_view_or_else_all(
    trunk_deg: list[float], yaw_deg: list[float], expected: list[bool]
) -> None:
    assert choose_view_frames(np.array(trunk_deg), np.array(yaw_deg)).tolist() == expected


@pytest.mark.parametrize(
    ("values", "median"), [([1.0, NAN, 5.0, 2.0], 2.0), ([1.0, 2.0], 1.5), ([NAN], NAN), ([], NAN)]
)
def test_the_median_is_that_of_what_was_seen(values: list[float], median: float) -> None:
    assert find_median(np.array(values)) == pytest.approx(median, nan_ok=True)


class TestFacing:
    @pytest.mark.parametrize("of_set", [1, 0, -1])
    @pytest.mark.parametrize(
        ("side", "lean_deg", "depth_m", "own"),
        [
            ("left", -60.0, -0.3, -1),
            ("right", 60.0, 0.3, 1),
            ("right", 60.0, -0.3, None),  # leaning back: the nearer shoulder tells otherwise
            ("right", 15.0, 0.3, None),  # too upright
            ("right", NAN, 0.3, None),
            ("both", 60.0, 0.3, None),
        ],
    )
    def test_who_changes_sides_may_turn_round(
        self, side: str, lean_deg: float, depth_m: float, own: int | None, of_set: int
    ) -> None:
        recording = record(trunk_lean=lean_deg, shoulder_depth=depth_m)
        window = make_window(recording, replace(REP, side=side), NAN, of_set)
        assert window.facing == (of_set if own is None else own)
