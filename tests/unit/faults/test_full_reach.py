"""Which frames of a bird-dog are its hold and its rest, and when a limb must not be measured."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from formcheck.faults import full_reach as reach
from formcheck.faults.full_reach import (
    ARM,
    KNEE,
    LEG,
    Limb,
    find_hold,
    find_leg_frames,
    find_limb_frames,
    find_rest,
)
from formcheck.faults.judgement import RepWindow
from tests.unit.faults.bird_dog_factory import (
    BACK_S,
    LIVE,
    OUT_S,
    PHASES,
    REACHED_S,
    T_S,
    change,
    follow,
    hide,
    make_rep,
    make_window,
)


def span(frames) -> tuple[float, float]:
    return float(T_S[frames][0]), float(T_S[frames][-1])


def refuse(window: RepWindow, limb: Limb = ARM) -> str:
    found = find_limb_frames(window, limb)
    assert isinstance(found, str), found
    return found


class TestHold:
    def test_it_is_the_pause_as_timed(self) -> None:
        assert span(find_hold(make_window())) == pytest.approx((REACHED_S, BACK_S), abs=0.04)

    def test_without_times_it_is_where_the_thigh_is_nearly_highest(self) -> None:
        """The way out is 90° in 1.5 s, so the last 5° take 0.083 s."""
        assert span(find_hold(make_window(LIVE))) == pytest.approx(
            (REACHED_S - 0.083, BACK_S + 0.083), abs=0.04
        )

    def test_a_repetition_without_a_pause_still_has_a_highest_moment(self) -> None:
        quick = tuple(p for p in PHASES if p.phase.value != "pause_contracted")
        thigh_deg = np.interp(T_S, [OUT_S, 5.0, 7.5], [0.0, 90.0, 0.0])
        hold = find_hold(make_window(make_rep(phases=quick), thigh_raise=thigh_deg))
        assert span(hold) == pytest.approx((5.0, 5.0), abs=0.27)
        assert hold.sum() >= 3

    def test_nothing_seen_is_no_hold(self) -> None:
        assert not find_hold(make_window(LIVE, thigh_raise=math.nan)).any()


class TestRest:
    def test_it_is_the_second_before_the_repetition(self) -> None:
        assert span(find_rest(make_window())) == pytest.approx((OUT_S - 1.0, OUT_S), abs=0.04)

    def test_a_limb_that_leaves_early_is_no_rest(self) -> None:
        early = np.interp(T_S, [2.0, REACHED_S, BACK_S, 8.0], [-90.0, 0.0, 0.0, -90.0])
        assert span(find_rest(make_window(raised_arm=early))) == pytest.approx((OUT_S - 1.0, 2.06), abs=0.05)

    def test_what_was_not_seen_or_not_settled_is_none(self) -> None:
        assert not find_rest(make_window(raised_arm=hide(-90.0, 0.0, OUT_S))).any()
        assert not find_rest(make_window(settled=(T_S > OUT_S).astype(float))).any()


class TestLimbs:
    @pytest.mark.parametrize("limb", [ARM, LEG, KNEE])
    def test_a_steady_limb_is_measured_all_through_the_hold(self, limb: Limb) -> None:
        frames = find_limb_frames(make_window(), limb)
        assert not isinstance(frames, str)
        assert span(frames) == pytest.approx((REACHED_S, BACK_S), abs=0.04)

    def test_a_few_wrong_frames_are_left_out(self) -> None:
        frames = find_limb_frames(make_window(arm_line=change(follow(-90.0, 0.0), -60.0, 4.5, 5.0)), ARM)
        assert not isinstance(frames, str)
        assert not frames[(T_S >= 4.5) & (T_S < 5.0)].any()

    @pytest.mark.parametrize(
        ("limb", "signals", "reason"),
        [
            (ARM, {"hands_inside": 0.0}, reach.HAND_OUTSIDE),
            (LEG, {"feet_inside": 0.0}, reach.FOOT_OUTSIDE),
            (KNEE, {"feet_inside": 0.0}, reach.FOOT_OUTSIDE),
            (ARM, {"hands_inside": change(1.0, 0.0, 4.0, 4.6)}, reach.HAND_OUTSIDE),
            (ARM, {"raised_arm": -85.0}, reach.ARM_HIDDEN),
            (ARM, {"arm_line": math.nan}, reach.ARM_HIDDEN),
            (ARM, {"arm_line": hide(follow(-90.0, 0.0), 4.0, 5.5)}, reach.ARM_HIDDEN),
            (LEG, {"leg_line": math.nan}, reach.LEG_HIDDEN),
            (ARM, {"raised_arm_side": change(0.0, 1.0, 4.0, 4.6)}, reach.ARM_UNSTEADY),
            (LEG, {"raised_leg_side": change(1.0, 0.0, 4.0, 4.6)}, reach.LEG_UNSTEADY),
            (LEG, {"leg_line": 20.0 * np.sin(9.0 * T_S)}, reach.LEG_UNSTEADY),
        ],
    )
    def test_why_a_limb_is_not_measured(self, limb: Limb, signals: dict[str, Any], reason: str) -> None:
        assert refuse(make_window(**signals), limb) == reason

    def test_a_hold_that_was_not_seen_is_told(self) -> None:
        assert refuse(make_window(LIVE, thigh_raise=math.nan)) == reach.NOT_REACHED

    @pytest.mark.parametrize(
        ("limb", "signals"),
        [
            (ARM, {"hand_room": 0.7, "arm_line": math.nan}),
            (ARM, {"hand_room": 0.7, "raised_arm": -85.0}),
            (LEG, {"foot_room": 1.2, "leg_line": math.nan}),
        ],
    )
    def test_without_room_for_the_limb_it_leaves_the_picture(
        self, limb: Limb, signals: dict[str, Any]
    ) -> None:
        """A hand outside is invented inside, and then the arm looks hidden or hanging."""
        assert refuse(make_window(**signals), limb) == limb.outside

    def test_reasons_are_whole_sentences(self) -> None:
        for reason in (ARM.outside, ARM.hidden, ARM.unsteady, LEG.outside, LEG.hidden, LEG.unsteady):
            assert reason[0].isupper()
            assert reason.endswith(".")


@pytest.mark.parametrize(
    ("knee_deg", "is_straight"), [(170.0, True), (156.0, True), (154.0, False), (120.0, False)]
)
def test_a_bent_knee_hides_how_high_the_leg_is(knee_deg: float, is_straight: bool) -> None:
    found = find_leg_frames(make_window(raised_knee=follow(90.0, knee_deg)), 155.0)
    assert isinstance(found, str) != is_straight


def test_an_unseen_leg_is_refused_before_its_knee() -> None:
    assert find_leg_frames(make_window(leg_line=math.nan), 155.0) == reach.LEG_HIDDEN
