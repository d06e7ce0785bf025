"""The back of one repetition: what is measured, how sure it is, and when it is not judged."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.exercises.loader import load_exercise
from formcheck.faults.back_arc import STEEPEST_DEG, measure
from formcheck.faults.judgement import BackReference, Fault, Measure, NotJudged, RepWindow
from formcheck.motion.back import fuse_profiles, measure_profile
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN
from formcheck.recording import OUTLINE_DEG
from formcheck.reps.rep import Rep, RepKind

SETTINGS = {
    "least_bend_deg": 35.0, "shallow_from_deg": 25.0, "shallow_doubt_deg": 10.0,
    "peak_share": 0.7, "least_torso_px": 45.0, "least_frames": 5.0,
    "most_elbow_behind": 0.0, "most_fit_rms": 0.010, "least_coverage": 0.90, "most_spread_deg": 8.0,
}  # fmt: skip
T_S = np.arange(0, 120) / 30.0
REP = Rep(
    index=1, kind=RepKind.FULL, side="both", start_s=1.0, turn_s=2.0, end_s=3.0, counted_s=2.8,
    phases=(), range=80.0, range_unit="deg",
)  # fmt: skip
DURING = (REP.start_s <= T_S) & (REP.end_s > T_S)
BEND_DEG = np.where(DURING, 80.0 * np.sin(np.pi * (T_S - 1.0) / 2.0) ** 2, 0.0)
"""Down and up again in two seconds, 80° at the bottom."""
USED = 0.7 * float(np.percentile(BEND_DEG[DURING], 95)) <= BEND_DEG
STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)


def bulge(size: float | NDArray) -> NDArray:
    """Outlines of one frame each, bulging by so much, in trunk lengths; about 10° of arc a hundredth."""
    return 0.12 + np.multiply.outer(np.asarray(size, float), 1.0 - ((STATIONS - 0.45) / 0.4) ** 2)


def make_window(
    sizes: float | NDArray = 0.02,
    outlines: NDArray | None = None,
    facing: int = 1,
    reference: BackReference | None = None,
    signals: Mapping[str, float | NDArray] | None = None,
    settled: float | NDArray = 1.0,
) -> RepWindow:
    """A hinge whose back bulges by so much in every frame."""
    known: dict[str, float | NDArray] = {
        "trunk_lean": facing * BEND_DEG,
        "torso_length": 120.0,
        "elbow_behind": -0.3,
        "settled": settled,
    }
    columns = {
        name: np.broadcast_to(values, T_S.shape).astype(float)
        for name, values in (known | dict(signals or {})).items()
    }
    if outlines is None:
        outlines = bulge(np.broadcast_to(sizes, T_S.shape))
    return RepWindow(
        REP, T_S, columns, 80.0, {"side": 1.0}, 4.0, facing=facing, outlines=outlines, reference=reference
    )


def look(window: RepWindow, **changes: float) -> Measure:
    result = measure(window, **(SETTINGS | changes))
    assert isinstance(result, Measure), result
    return result


def refuse(window: RepWindow, **changes: float) -> str:
    result = measure(window, **(SETTINGS | changes))
    assert isinstance(result, NotJudged), result
    return result.reason


def read(size: float) -> float:
    return measure_profile(bulge(size)).arc_deg


class TestValue:
    @pytest.mark.parametrize("size", [-0.03, 0.0, 0.01, 0.03])
    def test_it_is_the_arc_of_the_outline(self, size: float) -> None:
        measured = look(make_window(size))
        assert measured.value == pytest.approx(read(size), abs=1e-6)
        assert np.sign(round(measured.value, 3)) == np.sign(size)

    def test_which_way_the_athlete_faces_does_not_matter(self) -> None:
        right, left = (look(make_window(0.02, facing=facing)) for facing in (1, -1))
        assert right == left

    def test_only_the_bent_part_of_the_repetition_counts(self) -> None:
        measured = look(make_window(np.where(USED, 0.02, 0.09)))
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)
        assert (measured.start_s, measured.end_s) == (T_S[USED][0], T_S[USED][-1])
        assert measured.start_s <= measured.at_s <= measured.end_s

    def test_frames_outside_the_repetition_do_not_count(self) -> None:
        signals = {"trunk_lean": np.where(DURING, BEND_DEG, 90.0)}
        assert look(make_window(np.where(USED, 0.02, 0.09), signals=signals)).value == pytest.approx(
            read(0.02)
        )

    def test_the_first_moments_of_tracking_do_not_count(self) -> None:
        settled = T_S >= 1.9
        measured = look(make_window(np.where(settled, 0.02, 0.09), settled=settled))
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)
        assert measured.start_s >= 1.9

    def test_a_tumbled_trunk_neither_counts_nor_sets_the_peak(self) -> None:
        wild = DURING & (T_S < 1.5)
        signals = {"trunk_lean": np.where(wild, STEEPEST_DEG + 1.0, BEND_DEG)}
        measured = look(make_window(np.where(wild, 0.09, 0.02), signals=signals))
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)

    def test_a_shallow_hinge_uses_what_is_bent_enough(self) -> None:
        bend_deg = 0.6 * BEND_DEG  # up to 48°: seven tenths of it are 34°
        measured = look(make_window(np.where(bend_deg >= 35.0, 0.02, 0.09), signals={"trunk_lean": bend_deg}))
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)

    def test_frames_with_an_elbow_behind_the_back_are_left_out(self) -> None:
        covered = USED & (T_S > 2.0)
        signals = {"elbow_behind": np.where(covered, 0.01, -0.3)}
        measured = look(make_window(np.where(covered, 0.09, 0.02), signals=signals))
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)
        assert measured.end_s <= 2.0

    def test_outlines_are_fused_before_the_curve_is_fitted(self) -> None:
        # Every single one is too noisy to be clear; their median at every station is not.
        rng = np.random.default_rng(3)
        outlines = bulge(np.full(len(T_S), 0.02)) + rng.normal(0.0, 0.014, (len(T_S), STATION_COUNT))
        singles = [measure_profile(outline) for outline in outlines[USED]]
        assert min(shape.fit_rms for shape in singles) > SETTINGS["most_fit_rms"]
        measured = look(make_window(outlines=outlines))
        assert measured.value == pytest.approx(measure_profile(fuse_profiles(outlines[USED])).arc_deg)
        assert measured.value == pytest.approx(read(0.02), abs=3.0)

    def test_the_frame_that_shows_it_is_one_that_reads_like_it(self) -> None:
        sizes = np.linspace(0.01, 0.03, len(T_S))
        measured = look(make_window(sizes))
        at = int(np.argmin(np.abs(T_S - measured.at_s)))
        assert read(sizes[at]) == pytest.approx(measured.value, abs=0.5)


class TestReference:
    def test_ones_own_neutral_hinge_is_taken_off(self) -> None:
        own = BackReference(arc_deg=6.5, spread_deg=1.0)
        with_it, without = look(make_window(reference=own)), look(make_window())
        assert with_it.value == pytest.approx(without.value - 6.5)
        assert (with_it.has_reference, without.has_reference) == (True, False)

    def test_a_neutral_hinge_of_nothing_is_a_reference_too(self) -> None:
        assert look(make_window(reference=BackReference(0.0, 0.0))).has_reference

    def test_without_it_the_confidence_is_less(self) -> None:
        own = BackReference(0.0, 1.0)
        assert look(make_window(reference=own)).confidence == pytest.approx(1.0)
        assert look(make_window()).confidence == pytest.approx(0.7)


class TestSpread:
    REFERENCE = BackReference(0.0, 1.0)

    def spread_out(self, size: float, reference: BackReference | None = REFERENCE) -> RepWindow:
        """The frames used read evenly spread values, in no order, up to ``size`` to either side."""
        sizes = np.full(len(T_S), 0.02)
        order = np.random.default_rng(2).permutation(int(USED.sum()))
        sizes[USED] += size * np.linspace(-1.0, 1.0, len(order))[order]
        return make_window(sizes, reference=reference)

    def test_steady_frames_leave_no_doubt(self) -> None:
        measured = look(make_window(reference=self.REFERENCE))
        assert (measured.doubt, measured.confidence) == (0.0, pytest.approx(1.0))

    @pytest.mark.parametrize(("size", "is_doubted"), [(0.010, False), (0.016, False), (0.024, True)])
    def test_above_its_limit_the_spread_makes_a_doubt(self, size: float, is_doubted: bool) -> None:
        # The median absolute deviation of evenly spread values is half of how far they reach.
        spread_deg = 1.4826 * 0.25 * (read(0.02 + size) - read(0.02 - size))
        assert (spread_deg > SETTINGS["most_spread_deg"]) is is_doubted
        measured = look(self.spread_out(size))
        # Twice the standard error of a median, with one frame in five independent.
        expected_deg = 2.0 * 1.2533 * spread_deg / math.sqrt(USED.sum() / 5.0)
        assert measured.doubt == pytest.approx(expected_deg if is_doubted else 0.0, rel=0.1)

    def test_the_doubt_of_few_frames_is_that_of_one(self) -> None:
        settled = np.zeros(len(T_S), bool)
        settled[np.flatnonzero(USED)[:5]] = True
        sizes = np.full(len(T_S), 0.02)
        sizes[settled] += np.linspace(-0.04, 0.04, 5)
        arcs_deg = [read(size) for size in sizes[settled]]
        spread_deg = 1.4826 * float(np.median(np.abs(np.array(arcs_deg) - np.median(arcs_deg))))
        measured = look(make_window(sizes, settled=settled))
        assert measured.doubt == pytest.approx(2.0 * 1.2533 * spread_deg)

    def test_the_confidence_falls_with_the_spread_to_a_half(self) -> None:
        sure = [look(self.spread_out(size)).confidence for size in (0.0, 0.005, 0.015, 0.03, 0.04)]
        assert sure[0] == pytest.approx(1.0)
        assert 1.0 > sure[1] > sure[2] > 0.5
        assert sure[3:] == pytest.approx([0.5, 0.5])

    def test_without_a_reference_it_does_not_fall_below_a_fifth(self) -> None:
        assert look(self.spread_out(0.03, reference=None)).confidence == pytest.approx(0.2)

    def test_frames_that_are_not_clear_by_themselves_say_nothing_of_the_spread(self) -> None:
        sizes = np.full(len(T_S), 0.02)
        outlines = bulge(sizes)
        unclear = USED & (np.arange(len(T_S)) % 3 == 0)
        outlines[unclear] = bulge(0.10) + 0.03 * np.where(np.arange(STATION_COUNT) % 2, 1.0, -1.0)
        measured = look(make_window(outlines=outlines, reference=BackReference(0.0, 1.0)))
        assert measured.confidence == pytest.approx(1.0)
        assert measured.doubt == 0.0


class TestRefused:
    """Each with a reason of its own, which says what to do."""

    def test_an_unclear_facing(self) -> None:
        window = make_window(facing=0, signals={"trunk_lean": BEND_DEG})
        assert "to which side the athlete faces" in refuse(window)

    def test_a_trunk_that_was_not_seen(self) -> None:
        assert "The trunk was not seen" in refuse(make_window(signals={"trunk_lean": math.nan}))
        assert "The trunk was not seen" in refuse(make_window(settled=0.0))

    def test_a_trunk_that_stayed_upright(self) -> None:
        window = make_window(signals={"trunk_lean": 0.3 * BEND_DEG})  # up to 24°
        assert "too upright to see the back: it is judged from 25° of lean on" in refuse(window)
        assert isinstance(measure(window, **(SETTINGS | {"shallow_from_deg": 20.0})), Measure)

    def test_a_lean_to_the_other_side_is_none(self) -> None:
        assert "too upright" in refuse(make_window(signals={"trunk_lean": -BEND_DEG}))

    def test_a_small_picture(self) -> None:
        assert "Come closer" in refuse(make_window(signals={"torso_length": 44.9}))
        look(make_window(signals={"torso_length": 45.0}))

    @pytest.mark.parametrize(("frames", "is_judged"), [(4, False), (5, True)])
    def test_too_few_pictures(self, frames: int, is_judged: bool) -> None:
        settled = np.zeros(len(T_S), bool)
        settled[np.flatnonzero(USED)[:frames]] = True
        window = make_window(settled=settled)
        if is_judged:
            look(window)
        else:
            assert "Too few pictures" in refuse(window)

    def test_an_arm_before_the_back(self) -> None:
        assert "An arm covers the back" in refuse(make_window(signals={"elbow_behind": 0.01}))
        look(make_window(signals={"elbow_behind": 0.0}))

    def test_arms_that_were_not_seen(self) -> None:
        assert "An arm covers the back" in refuse(make_window(signals={"elbow_behind": math.nan}))

    def test_a_rough_edge(self) -> None:
        rough = 0.02 * np.where(np.arange(STATION_COUNT) % 2, 1.0, -1.0)  # in every frame the same
        assert "The edge of the back is unclear" in refuse(
            make_window(outlines=bulge(np.full(120, 0.02)) + rough)
        )

    @pytest.mark.parametrize(("lost", "is_judged"), [(4, True), (5, False), (47, False)])
    def test_an_edge_with_gaps(self, lost: int, is_judged: bool) -> None:
        outlines = bulge(np.full(len(T_S), 0.02))
        outlines[:, :lost] = np.nan
        window = make_window(outlines=outlines)
        if is_judged:  # 43 of 47 stations
            look(window)
        else:
            assert "The edge of the back is unclear" in refuse(window)

    def test_the_reasons_differ(self) -> None:
        reasons = {
            refuse(make_window(facing=0, signals={"trunk_lean": BEND_DEG})),
            refuse(make_window(signals={"trunk_lean": math.nan})),
            refuse(make_window(signals={"trunk_lean": 10.0})),
            refuse(make_window(signals={"torso_length": 20.0})),
            refuse(make_window(), least_frames=99.0),
            refuse(make_window(signals={"elbow_behind": 0.4})),
            refuse(make_window(outlines=np.full((len(T_S), STATION_COUNT), np.nan))),
        }
        assert len(reasons) == 7
        assert all(reason.endswith(".") for reason in reasons)


class TestShallow:
    """Up to 32° of lean: judged, but with a doubt."""

    LEAN_DEG = 0.4 * BEND_DEG

    def squat(self, sizes: float | NDArray = 0.02, **more: Any) -> RepWindow:
        return make_window(sizes, signals={"trunk_lean": self.LEAN_DEG}, **more)

    def test_it_is_the_arc_of_the_outline_with_a_doubt(self) -> None:
        measured = look(self.squat())
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)
        assert measured.doubt == SETTINGS["shallow_doubt_deg"]
        assert look(make_window()).doubt == 0.0

    def test_only_frames_from_its_limit_on_count(self) -> None:
        used = self.LEAN_DEG >= 25.0
        measured = look(self.squat(np.where(used, 0.02, 0.09)))
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)
        assert (measured.start_s, measured.end_s) == (T_S[used][0], T_S[used][-1])

    def test_so_is_a_hinge_with_too_few_frames_bent_far_enough(self) -> None:
        lean_deg = 0.4 * BEND_DEG
        deep = np.flatnonzero(USED)[8:13]
        lean_deg[deep] = 36.0
        assert look(make_window(signals={"trunk_lean": lean_deg})).doubt == 0.0  # five are enough
        lean_deg[deep[0]] = 34.0
        assert look(make_window(signals={"trunk_lean": lean_deg})).doubt == SETTINGS["shallow_doubt_deg"]

    def test_the_spread_adds_its_own_doubt(self) -> None:
        used = self.LEAN_DEG >= 25.0
        sizes = np.full(len(T_S), 0.02)
        sizes[used] += 0.03 * np.linspace(-1.0, 1.0, int(used.sum()))
        measured = look(self.squat(sizes))
        assert measured.spread > SETTINGS["most_spread_deg"]
        alone = look(self.squat(sizes), shallow_doubt_deg=0.0).doubt
        assert 0.0 < alone == pytest.approx(measured.doubt - SETTINGS["shallow_doubt_deg"])

    def test_it_is_not_held_against_a_hinge_that_was_held_lower(self) -> None:
        measured = look(self.squat(reference=BackReference(-9.0, 1.0, 60.0)))
        assert not measured.has_reference
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)

    def test_with_both_limits_alike_it_is_not_judged(self) -> None:
        assert "judged from 35° of lean on" in refuse(self.squat(), shallow_from_deg=35.0)

    @pytest.mark.parametrize("facing", [1, -1])
    def test_a_low_arc_is_clear_and_only_a_very_high_one_is_rounding(self, facing: int) -> None:
        rule = {rule.name: rule for rule in load_exercise("kettlebell_deadlift").rules}["spinal_rounding"]

        def judge(arc_deg: float, was_raised: bool = False) -> Fault | NotJudged | None:
            window = make_window(
                arc_deg / read(0.01) * 0.01, facing=facing, signals={"trunk_lean": facing * self.LEAN_DEG}
            )
            assert look(window).value == pytest.approx(arc_deg, abs=0.5)
            return rule.judge(window, was_raised)

        assert judge(0.0) is None
        assert judge(5.0) is None
        # Clothes make a standing back read up to +20: never rounding, not even after a rounded repetition.
        for arc_deg in (8.0, 20.0):
            unclear = judge(arc_deg, was_raised=True), judge(arc_deg)
            assert all(isinstance(one, NotJudged) and "Too unclear" in one.reason for one in unclear)
        rounded = judge(30.0)
        assert isinstance(rounded, Fault)
        assert rounded.severity == 2

    def test_whether_it_is_hollow_is_not_judged(self) -> None:
        rules = {rule.name: rule for rule in load_exercise("kettlebell_deadlift").rules}
        for size in (-0.03, 0.0):
            refused = rules["over_arched_back"].judge(self.squat(size))
            assert isinstance(refused, NotJudged)
            assert "judged from 35° of lean on" in refused.reason


@pytest.mark.parametrize("name", ["spinal_rounding", "over_arched_back"])
def test_a_movement_hands_it_all_its_settings(name: str) -> None:
    rule: Any = {rule.name: rule for rule in load_exercise("romanian_deadlift").rules}[name]
    assert rule.measure is measure
    assert set(rule.settings) == set(SETTINGS)
    assert OUTLINE_DEG[0] <= rule.settings["shallow_from_deg"] <= rule.settings["least_bend_deg"]
    result = rule.judge(make_window(0.06 if name == "spinal_rounding" else -0.06))
    assert result.rule == name
    assert result.severity >= 1


class TestDepthOfTheReference:
    @pytest.mark.parametrize(("share", "is_used"), [(1.0, True), (0.75, True), (0.65, False)])
    def test_a_hold_much_higher_than_the_repetition_is_not_used(self, share: float, is_used: bool) -> None:
        window = make_window()
        peak_deg = float(np.percentile(window.signals["trunk_lean"][window.during], 95))
        own = BackReference(6.5, 1.0, share * peak_deg)
        measured = look(make_window(reference=own))
        plain = look(window)
        assert measured.has_reference is is_used
        assert measured.value == pytest.approx(plain.value - (6.5 if is_used else 0.0))


def test_an_upright_trunk_is_named_before_a_facing_that_it_cannot_tell() -> None:
    upright = make_window(facing=0, signals={"trunk_lean": 0.3 * BEND_DEG})
    bent = make_window(facing=0, signals={"trunk_lean": BEND_DEG})
    assert "upright" in refuse(upright)
    assert "faces" in refuse(bent)


class TestLongArms:
    """In a row only frames with long arms count, a little before and after the repetition as well."""

    LONG = (T_S < 1.3) | (T_S >= 2.6)
    AROUND = (REP.start_s - 0.5 <= T_S) & (REP.end_s + 0.5 > T_S)
    SETTINGS: Mapping[str, float] = {"least_elbow_deg": 140.0}

    def make(self, sizes: float | NDArray = 0.02, **changes: Any) -> RepWindow:
        signals = {
            "trunk_lean": 55.0,
            "left_clear_elbow": np.where(self.LONG, 165.0, 80.0),
            "right_clear_elbow": 80.0,
            "shoulder_depth": -0.3,
        }
        return make_window(sizes, signals=signals | changes)

    def test_what_a_pulled_arm_shows_does_not_count(self) -> None:
        measured = look(self.make(np.where(self.LONG & self.AROUND, 0.02, 0.09)), **self.SETTINGS)
        assert measured.value == pytest.approx(read(0.02), abs=1e-6)
        assert measured.start_s == pytest.approx(REP.start_s - 0.5, abs=0.04)
        assert measured.end_s == pytest.approx(REP.end_s + 0.5, abs=0.04)

    def test_it_is_the_elbow_of_the_near_arm(self) -> None:
        assert "never long" in refuse(self.make(shoulder_depth=0.3), **self.SETTINGS)

    def test_arms_that_never_get_long_hide_the_back(self) -> None:
        for elbow_deg in (139.0, math.nan):
            assert "never long" in refuse(self.make(left_clear_elbow=elbow_deg), **self.SETTINGS)
        look(self.make(left_clear_elbow=140.0), **self.SETTINGS)

    def test_a_seated_trunk_is_too_upright_and_says_so(self) -> None:
        gates = {**self.SETTINGS, "shallow_from_deg": 35.0}
        assert "judged from 35° of lean on" in refuse(self.make(trunk_lean=10.0), **gates)

    def test_without_the_setting_no_elbow_is_read(self) -> None:
        look(make_window(np.where(USED, 0.02, 0.09)))
