"""What a movement must show besides its depth: closed-form columns, whose answers are arithmetic."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.reps.proof import comes_back, find_raised_side, goes_far, hand_leads, stays_put

T_S = np.arange(0.0, 2.0, 0.1)
UNSEEN = np.full(len(T_S), np.nan)


class TestHowFarASignalGoes:
    @pytest.mark.parametrize(("span", "is_far"), [(19.9, False), (20.0, True), (35.0, True)])
    def test_an_elbow_that_works_bends(self, span: float, is_far: bool) -> None:
        values = np.linspace(160.0 - span, 160.0, len(T_S))
        assert goes_far(values, 20.0) is is_far

    @pytest.mark.parametrize(("span", "is_put"), [(60.0, True), (60.1, False)])
    def test_a_trunk_that_stays_goes_no_further(self, span: float, is_put: bool) -> None:
        assert stays_put(np.linspace(10.0, 10.0 + span, len(T_S)), 60.0) is is_put

    def test_what_was_not_seen_is_no_objection(self) -> None:
        assert goes_far(UNSEEN, 20.0)
        assert stays_put(UNSEEN, 60.0)
        assert comes_back(T_S, UNSEEN, 0.3, 25.0)

    def test_gaps_are_passed_over(self) -> None:
        values = np.where(np.arange(len(T_S)) % 2, np.nan, np.linspace(120.0, 160.0, len(T_S)))
        assert goes_far(values, 30.0)


class TestComingBack:
    @pytest.mark.parametrize(("moved_deg", "is_back"), [(24.0, True), (26.0, False), (-26.0, False)])
    def test_a_change_of_stance_does_not(self, moved_deg: float, is_back: bool) -> None:
        values = np.where(T_S < 1.0, 60.0, 60.0 + moved_deg)
        assert comes_back(T_S, values, 0.3, 25.0) is is_back

    def test_one_wrong_picture_at_the_end_decides_nothing(self) -> None:
        t_s = np.arange(0.0, 2.0, 0.02)
        values = np.full(len(t_s), 60.0)
        values[-1] = 170.0
        assert comes_back(t_s, values, 0.3, 25.0)


class TestTheHandLeads:
    @pytest.mark.parametrize(("hand_px", "leads"), [(9.0, False), (10.0, True), (40.0, True)])
    def test_it_goes_at_least_as_far_as_its_shoulder(self, hand_px: float, leads: bool) -> None:
        wrist = np.array([[0.0, 0.0], [hand_px, 0.0]])
        shoulder = np.array([[50.0, 50.0], [50.0, 60.0]])
        assert hand_leads(wrist, shoulder) is leads

    def test_a_hand_out_of_sight_is_no_objection(self) -> None:
        assert hand_leads(np.full((2, 2), np.nan), np.array([[0.0, 0.0], [0.0, 9.0]]))


class TestTheRaisedSide:
    hang = np.full(len(T_S), -90.0)
    up = np.where((T_S > 0.4) & (T_S < 1.6), 0.0, -90.0)
    seen = np.zeros(len(T_S))

    def find(self, arms: tuple, thighs: tuple, hidden: np.ndarray | None = None) -> str | None:
        raised = 90.0 + np.fmax(*thighs)
        hidden = self.seen if hidden is None else hidden
        return find_raised_side(T_S, np.array(arms), np.array(thighs), raised, hidden, 1.0)

    def test_it_is_that_of_the_raised_arm(self) -> None:
        assert self.find((self.up, self.hang), (self.hang, self.up)) == "left"
        assert self.find((self.hang, self.up), (self.up, self.hang)) == "right"

    def test_the_arm_decides_over_the_leg(self) -> None:
        assert self.find((self.up, self.hang), (self.up, self.hang)) == "left"

    def test_of_a_hidden_arm_it_is_opposite_the_raised_leg(self) -> None:
        hidden = np.ones(len(T_S))
        assert self.find((self.hang, self.hang), (self.hang, self.up), hidden) == "left"
        assert self.find((self.hang, UNSEEN), (self.up, self.hang), hidden) == "right"

    def test_without_an_arm_although_both_are_seen_it_is_another_exercise(self) -> None:
        assert self.find((self.hang, self.hang), (self.hang, self.up)) is None

    def test_an_arm_that_only_twitches_is_not_raised(self) -> None:
        twitch = np.where(np.isclose(T_S, 1.0), 0.0, -90.0)
        assert self.find((twitch, self.hang), (self.hang, self.up)) is None

    def test_arms_that_were_never_seen_are_hidden(self) -> None:
        assert self.find((UNSEEN, UNSEEN), (self.hang, self.up), np.ones(len(T_S))) == "left"
