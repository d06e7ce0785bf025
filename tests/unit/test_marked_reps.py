"""Corrected sets: a movement is called something else, or a fault none, and everything follows."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.corrections import Change, Corrections, DismissedFault, Mark, MarkedRep
from formcheck.report.fields import lay_out_report
from formcheck.report.set_report import Gate, SetReport
from formcheck.report.unjudged import list_unjudged
from formcheck.reps.rep import RepKind
from formcheck.scores import PENALTY
from formcheck.summary import summarise_set
from tests.corrected_sets import (
    check_numbers,
    find_fault,
    finish,
    lay_out,
    list_turns,
    read_momentum,
    run,
    tell,
)


class TestMarks:
    def test_a_partial_may_be_a_rep(self) -> None:
        before, turn_s = finish("hinges"), list_turns("hinges")[3]
        report = finish("hinges", MarkedRep(turn_s, Mark.REP))
        assert (before.count, before.partial_count) == (4, 1)
        assert (report.count, report.partial_count) == (5, 0)
        judged = report.reps[3]
        assert (judged.rep.kind, judged.rep.index, judged.changed) == (RepKind.FULL, 4, True)
        assert "short_range" in {fault.rule for fault in judged.faults}
        assert math.isfinite(judged.score)
        assert report.verdicts["short_range"].reps == (3, 4)
        assert [one.changed for one in report.reps] == [False] * 3 + [True, False]

    @pytest.mark.parametrize(
        ("mark", "kind"), [(Mark.PARTIAL, RepKind.PARTIAL), (Mark.FAILED, RepKind.FAILED)]
    )
    def test_what_was_not_completed_is_listed_only(self, mark: Mark, kind: RepKind) -> None:
        before = finish("hinges").reps[2]
        report = finish("hinges", MarkedRep(before.rep.turn_s, mark))
        judged = report.reps[2]
        assert judged.rep == replace(before.rep, kind=kind, index=None)
        assert (judged.faults, judged.measures, judged.cue, judged.changed) == ((), {}, "", True)
        assert math.isnan(judged.score)
        assert report.count == 3
        assert report.partial_count == 1 + (mark is Mark.PARTIAL)
        assert report.verdicts["short_range"].verdict == "absent"
        check_numbers(report)

    def test_the_own_range_follows(self) -> None:
        turns = list_turns("hinges")
        report = finish("hinges", *(MarkedRep(turn_s, Mark.NOT_A_REP) for turn_s in turns[:2]))
        # Of two left, of 0.7 and of 1 of the depth, the mean is the own range.
        short, full = (report.reps[k].rep.range for k in (0, 2))
        assert report.reps[0].measures["short_range"] == pytest.approx(2 * short / (short + full))

    def test_the_later_of_two_marks_holds(self) -> None:
        turn_s = list_turns("hinges")[1]
        twice = finish("hinges", MarkedRep(turn_s, Mark.NOT_A_REP), MarkedRep(turn_s + 0.1, Mark.FAILED))
        assert lay_out(twice) == lay_out(finish("hinges", MarkedRep(turn_s, Mark.FAILED)))
        assert tell(twice) == [("no effect", "It was said again later."), ("applied", "")]

    def test_a_mark_of_what_it_is_changes_nothing(self) -> None:
        report = finish("hinges", MarkedRep(list_turns("hinges")[0], Mark.REP))
        assert lay_out(report) == lay_out(finish("hinges"))
        assert tell(report) == [("no effect", "It is listed as that already.")]

    def test_a_turn_is_meant_by_a_time_near_it(self) -> None:
        turn_s = list_turns("hinges")[1]
        for off_s, is_meant in ((-0.24, True), (0.24, True), (-0.26, False), (0.26, False)):
            report = finish("hinges", MarkedRep(turn_s + off_s, Mark.NOT_A_REP))
            assert (report.count == 3) is is_meant

    def test_what_refers_to_no_repetition_is_told_and_changes_nothing(self) -> None:
        report = finish("hinges", MarkedRep(100.0, Mark.REP), DismissedFault(200.0, "short_range"))
        assert lay_out(report) == lay_out(finish("hinges"))
        assert tell(report) == [
            ("refused", "No repetition turns at 100.0 s."), ("refused", "No repetition turns at 200.0 s.")
        ]  # fmt: skip

    def test_the_live_count_stays(self) -> None:
        report = finish("hinges", MarkedRep(list_turns("hinges")[0], Mark.NOT_A_REP))
        assert (run("hinges").count, report.count) == (4, 3)
        assert report.provenance["count_before_corrections"] == 4
        assert report.provenance["corrections"] == [
            {
                "change": "marked_rep", "turn_s": list_turns("hinges")[0], "kind": "not_a_rep",
                "was": "full", "outcome": "applied", "reason": "",
            }
        ]  # fmt: skip


class TestPickUp:
    """A label that geometry gives; a person knows."""

    @staticmethod
    def label(*changes: Change) -> list[str]:
        session = run("pick_up")
        cycles = session._counter.choose_cycles()
        exercise = replace(session.exercise, has_pick_up=True)
        said = Corrections(changes)
        report = summarise_set(exercise, session._recording, cycles, 1, {}, {}, None, said)
        return [judged.rep.kind.value for judged in report.reps]

    @pytest.fixture(autouse=True)
    def _any_first_one_is_a_pick_up(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("formcheck.retiming.PICK_UP_DWELL_S", 0.0)
        monkeypatch.setattr("formcheck.retiming.PICK_UP_DEPTH", 0.5)

    def test_the_first_that_is_left_may_be_one(self) -> None:
        first_s = list_turns("pick_up")[0]
        assert self.label() == ["pick-up", "full", "full", "full"]
        assert self.label(MarkedRep(first_s, Mark.NOT_A_REP)) == ["pick-up", "full", "full"]

    def test_one_that_a_person_calls_a_rep_is_a_rep(self) -> None:
        first_s = list_turns("pick_up")[0]
        assert self.label(MarkedRep(first_s, Mark.REP)) == ["full"] * 4


class TestDismissals:
    def test_a_dismissed_fault_is_kept_apart_and_costs_nothing(self) -> None:
        before = finish("hinges")
        fault = find_fault(before.reps[2], "short_range")
        report = finish("hinges", DismissedFault(before.reps[2].rep.turn_s, "short_range"))
        judged = report.reps[2]
        assert (judged.faults, judged.dismissed, judged.changed) == ((), (fault,), True)
        assert judged.measures == before.reps[2].measures
        assert judged.score > 95.0 > before.reps[2].score
        assert (before.verdicts["short_range"].verdict, report.verdicts["short_range"].verdict) == (
            "present", "absent"
        )  # fmt: skip
        assert report.summary.score >= before.summary.score
        assert [one.changed for one in report.reps].count(True) == 1
        assert lay_out_report(report)["reps"][2]["dismissed"][0]["value"] == pytest.approx(
            fault.value, abs=1e-3
        )

    @pytest.mark.parametrize("rule", ["torso_swing", "no_squeeze"])
    def test_a_score_rises_by_what_the_fault_cost(self, rule: str) -> None:
        before = finish("swung_rows")
        for judged in before.reps:
            report = finish("swung_rows", DismissedFault(judged.rep.turn_s, rule))
            (after,) = (one for one in report.reps if one.changed)
            assert after.score - judged.score == pytest.approx(PENALTY[find_fault(judged, rule).severity])
            assert after.coverage == judged.coverage

    def test_a_swing_that_is_none_is_no_momentum(self) -> None:
        turns = list_turns("swung_rows")
        before = finish("swung_rows")
        report = finish("swung_rows", *(DismissedFault(turn_s, "torso_swing") for turn_s in turns))
        for judged, was in zip(report.reps, before.reps, strict=True):
            assert read_momentum(judged).index < 0.5 * read_momentum(was).index
            assert read_momentum(judged).share == read_momentum(was).share
        assert read_momentum(report.summary).index < read_momentum(before.summary).index
        assert report.verdicts["torso_swing"].verdict == "absent"

    def test_of_a_rep_that_does_not_count_nothing_can_be_dismissed(self) -> None:
        turn_s = list_turns("hinges")[2]
        report = finish("hinges", DismissedFault(turn_s, "short_range"), MarkedRep(turn_s, Mark.PARTIAL))
        assert sorted(tell(report)) == [("applied", ""), ("no effect", "This fault was not found there.")]
        assert report.reps[2].dismissed == ()

    def test_a_fault_that_was_not_found_is_told(self) -> None:
        report = finish("hinges", DismissedFault(list_turns("hinges")[0], "short_range"))
        assert lay_out(report) == lay_out(finish("hinges"))
        assert tell(report) == [("no effect", "This fault was not found there.")]

    def test_a_rule_that_the_movement_does_not_have_is_refused(self) -> None:
        report = finish("hinges", DismissedFault(list_turns("hinges")[0], "bad_mood"))
        assert tell(report) == [("refused", "Romanian deadlift has no rule bad_mood.")]


class TestArmsThatTakeTurns:
    """Of an alternating row from the side, pulls of the far arm may be hidden by the body."""

    @staticmethod
    def finish_without(side: str, number: int) -> SetReport:
        """Six pulls in turn, so many of one side taken out."""
        pulls = [judged.rep for judged in finish("alternating_rows").reps]
        of_side = [pull.turn_s for pull in pulls if pull.side == side]
        changes = [MarkedRep(turn_s, Mark.NOT_A_REP) for turn_s in of_side[:number]]
        return finish("alternating_rows", *changes)

    @staticmethod
    def find_gate(report: SetReport) -> Gate:
        return next(gate for gate in report.quality.gates if gate.name == "both_arms")

    @pytest.mark.parametrize("number", [0, 1])
    def test_an_arm_may_have_one_pull_less(self, number: int) -> None:
        report = self.finish_without("left", number)
        assert (report.quality.view, report.quality.facing) == ("side", "right")
        assert self.find_gate(report).ok

    @pytest.mark.parametrize("number", [2, 3])
    def test_a_far_arm_that_pulled_less_was_hidden(self, number: int) -> None:
        report = self.finish_without("left", number)
        gate = self.find_gate(report)
        assert (gate.ok, gate.value, gate.limit) == (False, 3 - number, 2)
        assert gate.hint.startswith("Pulls of the left arm that the body hides are not counted: film")
        told = [one for one in list_unjudged(report) if one.text == "One arm was hidden."]
        assert [one.advice for one in told] == [gate.hint]

    def test_the_near_arm_is_seen(self) -> None:
        assert self.find_gate(self.finish_without("right", 3)).ok

    def test_in_other_movements_it_is_not_asked(self) -> None:
        for kind in ("swung_rows", "hinges", "bird_dogs"):
            assert "both_arms" not in {gate.name for gate in finish(kind).quality.gates}
