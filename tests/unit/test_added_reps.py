"""Corrected sets: a repetition that was missed is added, on its side, and judged like any other."""

from __future__ import annotations

from itertools import pairwise

import pytest

from formcheck.corrections import AddedRep, Corrections, DismissedFault, Mark, MarkedRep
from formcheck.exercises.loader import load_exercise
from formcheck.reps.rep import RepKind
from formcheck.session import Session
from tests.corrected_sets import (
    check_numbers,
    finish,
    finish_without,
    lay_out,
    list_sides,
    list_turns,
    tell,
)
from tests.figure_sets import film, plan


class TestAdditions:
    @pytest.mark.parametrize("kind", ["hinges", "swung_rows", "alternating_rows", "bird_dogs"])
    def test_one_that_was_missed_is_timed_and_judged_like_any_other(self, kind: str) -> None:
        whole = finish(kind)
        for number, judged in enumerate(whole.reps):
            if not judged.rep.is_counted:
                continue
            report = finish_without(kind, number, AddedRep(judged.rep.turn_s))
            check_numbers(report)
            assert (report.count, list_sides(report)) == (whole.count, list_sides(whole))
            added = report.reps[number]
            assert [one.changed for one in report.reps] == [one is added for one in report.reps]
            assert added.rep.start_s == pytest.approx(judged.rep.start_s, abs=0.03)
            assert added.rep.end_s == pytest.approx(judged.rep.end_s, abs=0.03)
            assert added.rep.phases == judged.rep.phases
            assert added.rep.range == pytest.approx(judged.rep.range)
            assert added.score == pytest.approx(judged.score, abs=0.5)
            assert {fault.rule for fault in added.faults} == {fault.rule for fault in judged.faults}
            assert report.side_counts == whole.side_counts
            (told,) = report.provenance["corrections"]
            assert (told["outcome"], told["turn_s"]) == ("applied", round(added.rep.turn_s, 3))
            assert report.provenance["count_before_corrections"] == whole.count - 1

    def test_any_time_within_it_means_it(self) -> None:
        rep = finish("hinges").reps[1].rep
        expected = finish_without("hinges", 1, AddedRep(rep.turn_s)).reps[1].rep
        for share in (0.01, 0.3, 0.7, 0.99):
            at_s = rep.start_s + share * (rep.end_s - rep.start_s)
            assert finish_without("hinges", 1, AddedRep(at_s)).reps[1].rep == expected

    def test_its_neighbours_rest_before_and_after_it(self) -> None:
        report = finish_without("hinges", 1, AddedRep(list_turns("hinges")[1]))
        for before, after in pairwise(one.rep for one in report.reps):
            assert before.phases[-1].end_s == after.start_s

    def test_an_added_one_may_be_marked_and_judged_by_its_turn(self) -> None:
        at_s = list_turns("hinges")[2]
        (told,) = finish_without("hinges", 2, AddedRep(at_s)).provenance["corrections"]
        for change, kind in (
            (MarkedRep(told["turn_s"], Mark.FAILED), RepKind.FAILED),
            (DismissedFault(told["turn_s"], "short_range"), RepKind.FULL),
        ):
            for changes in ((AddedRep(at_s), change), (change, AddedRep(at_s))):
                report = finish_without("hinges", 2, *changes)
                assert report.reps[2].rep.kind is kind
                assert report.reps[2].faults == ()
                assert {outcome for outcome, _ in tell(report)} == {"applied"}

    def test_twice_the_same_is_added_once(self) -> None:
        at_s = list_turns("hinges")[1]
        report = finish_without("hinges", 1, AddedRep(at_s), AddedRep(at_s + 0.2))
        assert report.count == 4
        assert [outcome for outcome, _ in tell(report)] == ["applied", "refused"]

    def test_where_nothing_moves_it_is_refused_in_a_sentence(self) -> None:
        report = finish("hinges", AddedRep(0.1))
        assert tell(report) == [
            ("refused", "Nothing moves out and back by at least 16° at 0.1 s: no repetition is added.")
        ]
        rows = finish("alternating_rows", AddedRep(0.1))
        assert "by at least 0.08 trunk lengths at 0.1 s" in tell(rows)[0][1]

    def test_where_one_is_listed_it_is_refused_whatever_it_is_marked_as(self) -> None:
        turn_s = list_turns("hinges")[3]
        reason = f"There is a movement at {turn_s:.1f} s already: change that one instead of adding another."
        assert tell(finish("hinges", AddedRep(turn_s))) == [("refused", reason)]
        marked = finish("hinges", AddedRep(turn_s), MarkedRep(turn_s, Mark.NOT_A_REP))
        assert ("refused", reason) in tell(marked)

    def test_a_set_without_poses_refuses(self) -> None:
        for movement in ("romanian_deadlift", "alternating_row", "bird_dog"):
            report = Session(load_exercise(movement)).finish(corrections=Corrections((AddedRep(1.0),)))
            assert report.count == 0
            assert tell(report)[0][0] == "refused"

    def test_one_with_a_stop_too_long_to_be_counted(self) -> None:
        """What the counter really misses: it waits for home after 20 s."""
        session = Session(load_exercise("romanian_deadlift"))
        long = plan("romanian_deadlift", 1, tempo_s=(1.4, 22.0, 1.2, 0.6))
        for pose in film(long):
            session.push(pose)
        assert session.count == session.finish().count == 0
        report = session.finish(corrections=Corrections((AddedRep(12.0),)))
        assert (session.count, report.count) == (0, 1)
        assert report.reps[0].rep.tempo.pause_stretched_s == pytest.approx(22.0, abs=0.5)
        gates = [{gate.name: gate.ok for gate in one.quality.gates} for one in (session.finish(), report)]
        assert [one.get("slow_motion") for one in gates] == [None, False]


class TestSides:
    @pytest.mark.parametrize("kind", ["alternating_rows", "bird_dogs"])
    def test_what_is_left_keeps_its_side(self, kind: str) -> None:
        sides, turns = list_sides(finish(kind)), list_turns(kind)
        assert set(sides) == {"left", "right"}
        for number, turn_s in enumerate(turns):
            report = finish(kind, MarkedRep(turn_s, Mark.NOT_A_REP))
            left = [*sides[:number], *sides[number + 1 :]]
            assert list_sides(report) == left
            assert report.side_counts == {side: left.count(side) for side in ("left", "right")}

    @pytest.mark.parametrize("kind", ["alternating_rows", "bird_dogs"])
    def test_an_added_one_has_the_side_that_is_given_or_that_is_seen(self, kind: str) -> None:
        rep = finish(kind).reps[1].rep
        for side in ("", rep.side):
            report = finish_without(kind, 1, AddedRep(rep.turn_s, side))
            assert report.reps[1].rep.side == rep.side

    def test_a_bird_dog_is_believed_to_be_of_the_side_that_is_given(self) -> None:
        rep = finish("bird_dogs").reps[1].rep
        other = "left" if rep.side == "right" else "right"
        assert finish_without("bird_dogs", 1, AddedRep(rep.turn_s, other)).reps[1].rep.side == other

    def test_a_bird_dog_whose_arm_is_not_seen_needs_a_side(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("formcheck.adding.find_diagonal_side", lambda *_: None)
        turn_s = list_turns("bird_dogs")[1]
        refused = finish_without("bird_dogs", 1, AddedRep(turn_s))
        sentence = f"No raised arm is seen at {turn_s:.1f} s: add the repetition with its side."
        assert tell(refused) == [("refused", sentence)]
        assert finish_without("bird_dogs", 1, AddedRep(turn_s, "left")).reps[1].rep.side == "left"

    def test_of_an_arm_that_does_not_work_none_is_added(self) -> None:
        rep = finish("alternating_rows").reps[1].rep
        other = "left" if rep.side == "right" else "right"
        report = finish("alternating_rows", AddedRep(rep.turn_s, other))
        assert tell(report)[0][0] == "refused"
        assert lay_out(report) == lay_out(finish("alternating_rows"))

    @pytest.mark.parametrize("kind", ["hinges", "swung_rows"])
    def test_where_both_work_together_there_is_no_side(self, kind: str) -> None:
        report = finish_without(kind, 1, AddedRep(list_turns(kind)[1], "left"))
        name = report.exercise.name
        sentence = f"{name} is not counted by side: add the repetition without one."
        assert tell(report) == [("refused", sentence)]
