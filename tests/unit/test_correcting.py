"""Corrected sets of the drawn figure: what holds whatever a person says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.corrections import AddedRep, Change, Corrections, DismissedFault, Mark, MarkedRep
from formcheck.report.fields import lay_out_report
from formcheck.report.json import write_json
from formcheck.summary import find_own_range
from tests.corrected_sets import (
    SETS,
    check_numbers,
    finish,
    lay_out,
    list_turns,
    run,
    tell,
)

OF_OWN_RANGE = {"short_range", "short_pull"}
"""Rules that compare with the athlete's own range, to which other repetitions belong."""


class TestNothingSaid:
    @pytest.mark.parametrize("kind", SETS)
    def test_the_report_is_the_same_to_the_byte(self, kind: str, tmp_path: Path) -> None:
        paths = [tmp_path / "a.json", tmp_path / "b.json"]
        write_json(run(kind).finish({"name": kind}, {}), paths[0])
        write_json(finish(kind), paths[1])
        assert paths[0].read_bytes() == paths[1].read_bytes()
        assert b"corrections" not in paths[0].read_bytes()

    def test_nothing_is_changed_and_nothing_dismissed(self) -> None:
        assert not any(judged.changed or judged.dismissed for judged in finish("hinges").reps)


MARKS = st.builds(MarkedRep, st.sampled_from(list_turns("hinges")), st.sampled_from(Mark))
DISMISSALS = st.builds(
    DismissedFault,
    st.sampled_from(list_turns("hinges")),
    st.sampled_from(["short_range", "spinal_rounding", "knees_cave"]),
)
CHANGES = st.one_of(MARKS, DISMISSALS, st.builds(AddedRep, st.floats(0.0, 25.0)))


class TestProperties:
    @settings(max_examples=20, deadline=None)
    @given(st.lists(CHANGES, max_size=5))
    def test_whatever_is_said_can_be_undone(self, changes: list[Change]) -> None:
        said = Corrections()
        for change in changes:
            said = said.add(change)
        session = run("hinges")
        report = session.finish({"name": "hinges"}, {}, said)
        check_numbers(report)
        assert set(report.verdicts) == {rule.name for rule in report.exercise.rules}
        for _ in changes:
            said = said.undo()
        assert lay_out_report(session.finish({"name": "hinges"}, {}, said)) == lay_out_report(
            finish("hinges")
        )

    @settings(max_examples=25, deadline=None)
    @given(st.lists(CHANGES, max_size=6, unique_by=lambda one: replace_kind(one)), st.randoms())
    def test_the_order_of_what_is_independent_does_not_matter(
        self, changes: list[Change], random: Any
    ) -> None:
        other = changes.copy()
        random.shuffle(other)
        assert lay_out_report(finish("hinges", *changes)) == lay_out_report(finish("hinges", *other))

    @settings(max_examples=20, deadline=None)
    @given(st.sampled_from(sorted(SETS)), st.data())
    def test_what_is_no_repetition_is_ignored(self, kind: str, data: Any) -> None:
        gone = data.draw(st.sets(st.sampled_from(list_turns(kind))))
        report = finish(kind, *(MarkedRep(turn_s, Mark.NOT_A_REP) for turn_s in gone))
        left = [judged for judged in finish(kind).reps if judged.rep.turn_s not in gone]
        assert len(report.reps) == len(left)
        assert report.count == sum(judged.rep.is_counted for judged in left)
        check_numbers(report)
        compared = {rule.name for rule in report.exercise.rules if rule.against} | OF_OWN_RANGE
        for judged, before in zip(report.reps, left, strict=True):
            assert replace(judged.rep, index=None) == replace(before.rep, index=None)
            assert judged.momentum == before.momentum
            assert not judged.changed
            seen, was = (
                {name: value for name, value in one.measures.items() if name not in compared}
                for one in (judged, before)
            )
            assert seen == was
        own_range = find_own_range([judged.rep for judged in report.reps])
        for judged in report.reps:
            if report.exercise.family == "hinge" and judged.rep.is_counted and not math.isnan(own_range):
                assert judged.measures["short_range"] == pytest.approx(judged.rep.range / own_range)

    @settings(max_examples=20, deadline=None)
    @given(st.floats(0.0, 25.0))
    def test_nothing_is_added_where_everything_is_listed(self, at_s: float) -> None:
        report = finish("hinges", AddedRep(at_s))
        assert lay_out(report) == lay_out(finish("hinges"))
        ((outcome, reason),) = tell(report)
        assert outcome == "refused"
        assert reason.startswith(("Nothing moves out and back", "There is a movement at"))


def replace_kind(change: Change) -> Change:
    """The same change for all marks of one repetition: of those the later holds."""
    return replace(change, kind=Mark.REP) if isinstance(change, MarkedRep) else change


def test_corrections_are_told_in_the_order_of_time() -> None:
    turns = list_turns("hinges")
    changes: Sequence[Change] = (
        MarkedRep(turns[2], Mark.FAILED),
        MarkedRep(turns[0], Mark.PARTIAL),
        AddedRep(0.1),
    )
    told = finish("hinges", *changes).provenance["corrections"]
    assert [one.get("turn_s", one.get("at_s")) for one in told] == [0.1, turns[0], turns[2]]
