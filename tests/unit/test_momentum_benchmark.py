"""The drawn rows whose momentum is measured, and how the results are summed up; nothing is rendered here."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from benchmarks.momentum import (
    BANDS_DEG,
    HEAVED,
    HEAVED_DEG,
    MOVEMENTS,
    RULE,
    Case,
    Pull,
    describe,
    draw_case,
    judge_case,
    read_pulls,
)
from formcheck.exercises.loader import load_exercise
from formcheck.validate.tasks import find_exact_poses, review_poses

PULL = Pull("barbell_row", "none", 0.0, 1.0, 0, 0.0, "controlled")


class TestCases:
    @pytest.mark.parametrize("number", range(8))
    def test_every_set_has_one_repetition_of_each_kind(self, number: int) -> None:
        plan = draw_case(Case(number, 1, None)).plan
        assert plan.movement in MOVEMENTS
        swings_deg = sorted(rep.dials[RULE] for rep in plan.reps if not rep.dials["leg_drive"])
        for swing_deg, (least_deg, most_deg) in zip(swings_deg, BANDS_DEG.values(), strict=True):
            assert least_deg <= swing_deg <= most_deg
        (heaved,) = (rep for rep in plan.reps if rep.dials["leg_drive"])
        assert HEAVED_DEG[0] <= heaved.dials[RULE] <= HEAVED_DEG[1]
        assert heaved.rest_s == 0.0

    def test_the_movements_are_those_with_the_same_limits(self) -> None:
        limits = set()
        for movement in MOVEMENTS:
            rule = next(rule for rule in load_exercise(movement).rules if rule.name == RULE)
            limits.add((rule.limits.minor, rule.limits.major))
        assert limits == {(20.0, 30.0)}

    def test_a_case_is_the_same_however_often_it_is_drawn(self) -> None:
        assert draw_case(Case(3, 1, None)) == draw_case(Case(3, 1, None))
        assert draw_case(Case(3, 1, None)) != draw_case(Case(3, 2, None))


@pytest.mark.parametrize("number", range(4))
def test_swing_is_read_and_strict_repetitions_raise_nothing(number: int) -> None:
    pulls = judge_case(Case(number, 1, None))
    assert {pull.band for pull in pulls} == {*BANDS_DEG, HEAVED}
    for pull in pulls:
        assert pull.read_deg == pytest.approx(pull.dialled_deg, abs=1.5)
        if pull.dialled_deg <= 8.0:
            assert pull.severity == 0
            assert pull.verdict == "controlled"
    indices = {pull.band: pull.index for pull in pulls}
    assert indices["8 to 20"] < indices["20 to 32"] < indices[HEAVED]


def test_a_repetition_that_is_not_counted_tells_nothing() -> None:
    clip = draw_case(Case(0, 1, None))
    report = review_poses(find_exact_poses(clip), clip.plan.movement)
    assert [pull.dialled_deg for pull in read_pulls(clip.plan, report)] == [
        rep.dials[RULE] for rep in clip.plan.reps
    ]
    without = replace(report, reps=(*report.reps[:1], *report.reps[2:]))
    left = [rep.dials[RULE] for number, rep in enumerate(clip.plan.reps) if number != 1]
    assert [pull.dialled_deg for pull in read_pulls(clip.plan, without)] == left


class TestSummary:
    def test_it_is_arithmetic(self) -> None:
        pulls = [
            PULL,
            replace(PULL, band="up to 8", dialled_deg=6.0, read_deg=25.0, severity=2),
            replace(PULL, band="20 to 32", dialled_deg=22.0, read_deg=24.0, severity=3, index=41.0),
            replace(PULL, band="20 to 32", dialled_deg=30.0, read_deg=math.nan, index=math.nan),
        ]
        lines = describe(pulls, 2, "somehow")
        assert lines[0] == "somehow: 2 sets, 4 of 10 repetitions counted, the swing of 3 read"
        assert lines[1].endswith("at most 19.0°")
        assert lines[2].endswith(": 0.500")  # above one of the two strict ones
        assert lines[3] == "strict repetitions flagged: 1 of 2"
        table = {line[:14].strip(): line[14:].split() for line in lines[5:]}
        assert table["none"] == ["1", "1.0", "0", "0", "0", "1", "controlled"]
        assert table["20 to 32"] == ["1", "24.0", "0", "1", "41", "1", "controlled"]
        assert table["8 to 20"] == table[HEAVED] == ["0"]

    def test_nothing_read_is_said(self) -> None:
        assert describe([], 2, "somehow") == [
            "somehow: 2 sets, 0 of 10 repetitions counted, the swing of 0 read"
        ]
