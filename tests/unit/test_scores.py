"""Scores, coverage, cues and the summary of a set, from hand-made repetitions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.report.set_report import JudgedRep
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind
from formcheck.scores import (
    PRAISE,
    choose_cues,
    list_scored_rules,
    measure_tempo_loss,
    rank_faults,
    score_rep,
    score_reps,
    summarise_scores,
)

NAN = math.nan
EXERCISE = load_exercise("romanian_deadlift")


def make_rep(
    index: int | None = 1,
    kind: RepKind = RepKind.FULL,
    tempo_s: Sequence[float] = (2.5, 0.5, 1.5, 1.0),
    range_deg: float = 80.0,
) -> Rep:
    """A repetition of the given tempo, inside every limit of the Romanian deadlift by default."""
    names = (Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED)
    spans, at_s = [], 10.0
    for phase, taken_s in zip(names, tempo_s, strict=True):
        if not math.isnan(taken_s):
            spans.append(PhaseSpan(phase, at_s, at_s + taken_s))
            at_s += taken_s
    return Rep(index, kind, "both", 10.0, 12.0, at_s, at_s, tuple(spans), range_deg, "deg")


def make_judged(
    *faults: tuple[str, int],
    index: int | None = 1,
    unseen: Sequence[str] = (),
    measures: dict[str, float] | None = None,
    rep: Rep | None = None,
    dismissed: Sequence[str] = (),
) -> JudgedRep:
    """A repetition with faults (rule, severity) and rules that could not see; all others measured."""
    found = tuple(
        Fault(rule, severity, 1.0, "deg", 0.5, 10.0, 11.0, f"cue of {rule}") for rule, severity in faults
    )
    values = {rule.name: 0.0 for rule in EXERCISE.rules if rule.name not in unseen} | {"short_range": 1.0}
    return JudgedRep(
        rep or make_rep(index),
        found,
        tuple(NotJudged(rule, "Not seen.") for rule in unseen),
        values if measures is None else measures,
        dismissed=tuple(Fault(rule, 2, 0.7, "", 0.75, 10.0, 11.0, "") for rule in dismissed),
    )


def score(judged: JudgedRep, exercise: Exercise = EXERCISE) -> float:
    return score_rep(exercise, judged).score


class TestScore:
    def test_nothing_wrong_is_a_hundred_of_everything(self) -> None:
        scored = score_rep(EXERCISE, make_judged())
        assert (scored.score, scored.coverage) == (100.0, 1.0)

    def test_a_short_range_that_was_dismissed_costs_nothing(self) -> None:
        measures = {**make_judged().measures, "short_range": 0.7}
        assert score(make_judged(measures=measures)) == pytest.approx(85.0)
        assert score(make_judged(measures=measures, dismissed=["short_range"])) == 100.0
        assert score(make_judged(measures=measures, dismissed=["neck_craning"])) == pytest.approx(85.0)

    @pytest.mark.parametrize(("severity", "points"), [(1, 97.0), (2, 88.0), (3, 70.0)])
    def test_a_fault_costs_by_its_severity(self, severity: int, points: float) -> None:
        assert score(make_judged(("squatted_hinge", severity))) == points

    def test_a_markedly_rounded_back_caps_the_score(self) -> None:
        assert score(make_judged(("spinal_rounding", 3))) == 60.0
        assert score(make_judged(("spinal_rounding", 2))) == 88.0

    @pytest.mark.parametrize(("share", "points"), [(1.1, 100.0), (0.8, 90.0), (0.6, 80.0), (0.3, 80.0)])
    def test_the_range_counts_by_its_share_and_not_twice(self, share: float, points: float) -> None:
        judged = make_judged(("short_range", 2), measures={**make_judged().measures, "short_range": share})
        assert score(judged) == pytest.approx(points)

    def test_points_never_go_below_zero(self) -> None:
        faults = [(rule.name, 3) for rule in EXERCISE.rules]
        assert score(make_judged(*faults)) == 0.0

    def test_what_could_not_be_judged_costs_nothing_but_coverage(self) -> None:
        scored = score_rep(EXERCISE, make_judged(unseen=["spinal_rounding"]))
        assert scored.score == 100.0
        assert 0.6 < scored.coverage < 1.0

    def test_too_little_seen_gives_no_score(self) -> None:
        scored = score_rep(EXERCISE, make_judged(unseen=[rule.name for rule in EXERCISE.rules]))
        assert math.isnan(scored.score)
        assert 0.0 < scored.coverage < 0.6

    def test_rules_of_another_view_count_only_when_judged(self) -> None:
        front = next(rule for rule in EXERCISE.rules if rule.views == ("front",))
        side_only = make_judged(unseen=[front.name])
        assert front not in list_scored_rules(EXERCISE, side_only)
        assert score_rep(EXERCISE, side_only).coverage == 1.0
        assert front in list_scored_rules(EXERCISE, make_judged())

    def test_a_partial_repetition_has_no_score(self) -> None:
        partial = make_judged(rep=make_rep(None, RepKind.PARTIAL))
        assert score_reps(EXERCISE, [partial]) == (partial,)


class TestTempoLoss:
    """The Romanian deadlift wants 2-4 s down, up to 1 s of pause, 1-2 s up; timed to 0.1 s."""

    @pytest.mark.parametrize(
        ("tempo_s", "loss"),
        [
            ((2.5, 0.5, 1.5, 1.0), 0.0),
            ((1.9, 0.5, 1.5, 1.0), 0.0),  # within what the timing may be off by
            ((1.4, 0.5, 1.5, 1.0), 0.125),  # half a second beyond, of a full second, of four phases
            ((0.2, 0.5, 1.5, 1.0), 0.25),  # all of one phase's part
            ((2.5, 0.5, 9.0, 1.0), 0.25),
            ((NAN, 0.5, 1.5, 1.0), 0.0),
        ],
    )
    def test_phases_lose_in_proportion(self, tempo_s: Sequence[float], loss: float) -> None:
        assert measure_tempo_loss(make_rep(tempo_s=tempo_s), EXERCISE.tempo) == pytest.approx(loss)

    def test_an_untimed_repetition_is_not_known(self) -> None:
        assert math.isnan(measure_tempo_loss(make_rep(tempo_s=(NAN,) * 4), EXERCISE.tempo))


class TestCues:
    def test_the_first_priority_is_said_and_only_one(self) -> None:
        both = make_judged(("squatted_hinge", 3), ("spinal_rounding", 2))
        assert choose_cues(EXERCISE.rules, [both]) == ["cue of spinal_rounding"]

    def test_the_same_cue_is_not_said_twice_running(self) -> None:
        rounded = make_judged(("spinal_rounding", 2), ("squatted_hinge", 2))
        cues = choose_cues(EXERCISE.rules, [rounded, rounded, rounded])
        assert cues == ["cue of spinal_rounding", "cue of squatted_hinge", "cue of spinal_rounding"]
        only = make_judged(("spinal_rounding", 2))
        assert choose_cues(EXERCISE.rules, [only] * 3) == [
            "cue of spinal_rounding",
            "",
            "cue of spinal_rounding",
        ]

    def test_two_clean_ones_are_praised(self) -> None:
        clean, faulty = make_judged(), make_judged(("spinal_rounding", 2))
        assert choose_cues(EXERCISE.rules, [clean, clean, clean, clean]) == ["", PRAISE, "", PRAISE]
        assert choose_cues(EXERCISE.rules, [clean, faulty, clean]) == ["", "cue of spinal_rounding", ""]

    def test_nobody_is_praised_for_what_was_not_seen(self) -> None:
        unseen = make_judged(measures={})
        assert choose_cues(EXERCISE.rules, [unseen] * 4) == [""] * 4

    def test_what_is_only_worth_watching_gives_no_cue(self) -> None:
        watched = make_judged(("spinal_rounding", 1))
        assert choose_cues(EXERCISE.rules, [watched]) == [""]


def make_set(scores: Sequence[float], back_deg: Sequence[float] = ()) -> list[JudgedRep]:
    """Scored repetitions, with what the back measured."""
    angles = back_deg or [0.0] * len(scores)
    return [
        replace(
            make_judged(index=k, measures={"spinal_rounding": angle} if not math.isnan(angle) else {}),
            score=points,
            coverage=0.9,
        )
        for k, (points, angle) in enumerate(zip(scores, angles, strict=True), 1)
    ]


class TestSummary:
    def test_medians_over_the_set(self) -> None:
        summary = summarise_scores(make_set([100.0, 90.0, 80.0]))
        assert (summary.score, summary.coverage) == (90.0, pytest.approx(0.9))
        assert summary.tempo_s[0] == pytest.approx((2.5, 2.5, 2.5))
        assert (summary.depth_variation, summary.concentric_variation) == pytest.approx((0.0, 0.0))

    def test_variation_is_the_standard_deviation_over_the_mean(self) -> None:
        reps = [make_judged(rep=make_rep(range_deg=reach)) for reach in (70.0, 80.0, 90.0)]
        assert summarise_scores(reps).depth_variation == pytest.approx(10.0 / 80.0)

    def test_breakdown_is_the_first_three_against_the_last_two(self) -> None:
        summary = summarise_scores(make_set([95.0, 95.0, 95.0, 60.0, 60.0]))
        assert summary.form_breakdown == 35.0
        assert summary.stop_rep == 3

    def test_form_that_recovers_has_no_stop(self) -> None:
        assert summarise_scores(make_set([95.0, 60.0, 95.0, 60.0, 95.0])).stop_rep is None

    def test_short_sets_show_no_trend(self) -> None:
        summary = summarise_scores(make_set([95.0, 95.0, 60.0, 60.0], [0.0, 0.0, 20.0, 20.0]))
        assert math.isnan(summary.form_breakdown)
        assert math.isnan(summary.back_drift_deg)
        assert summary.stop_rep is None
        assert not summary.is_back_drifting

    @pytest.mark.parametrize(
        ("back_deg", "drift_deg", "is_drifting"),
        [
            ([0.0, 0.0, 0.0, 0.0, 0.0], 0.0, False),
            ([0.0, 0.0, 0.0, 9.0, 9.0], 9.0, True),
            ([0.0, 1.2, 2.4, 3.6, 4.8], 3.0, True),  # 1.2° a repetition
            ([0.0, 0.5, 1.0, 1.5, 2.0], 1.25, False),
            ([9.0, 9.0, 9.0, 0.0, 0.0], -9.0, False),
        ],
    )
    def test_a_back_that_gets_rounder_is_told(
        self, back_deg: Sequence[float], drift_deg: float, is_drifting: bool
    ) -> None:
        summary = summarise_scores(make_set([90.0] * 5, back_deg))
        assert summary.back_drift_deg == pytest.approx(drift_deg)
        assert summary.is_back_drifting is is_drifting

    def test_an_empty_set_knows_nothing(self) -> None:
        summary = summarise_scores([])
        assert math.isnan(summary.score)
        assert summary.stop_rep is None
        assert all(math.isnan(value) for value in summary.tempo_s[0])


def test_faults_are_told_in_the_order_of_their_rules_and_watched_ones_not_at_all() -> None:
    rules = load_exercise("dumbbell_row").rules
    names = ("short_pull", "dropped_lowering", "torso_swing", "spinal_rounding", "ballistic_pull")
    faults = [Fault(name, 1 if name == "ballistic_pull" else 2, 1.0, "", 0.5, 0.0, 1.0, "") for name in names]
    told = [fault.rule for fault in rank_faults(rules, faults)]
    assert told == ["spinal_rounding", "torso_swing", "short_pull", "dropped_lowering"]
