"""From recorded signals and counted cycles to a report: closed-form signals, hand-made cycles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.counting import CountedCycle
from formcheck.exercises.loader import load_exercise
from formcheck.recording import Recording
from formcheck.report.set_report import SetReport
from formcheck.reps.counter import Cycle
from formcheck.reps.rep import Phase, Rep, RepKind
from formcheck.summary import NO_REP_SEEN, find_own_range, summarise_set
from tests.motion_factory import ease
from tests.recording_factory import fill_recording

NAN = math.nan
RDL = load_exercise("romanian_deadlift")
RECORDED = replace(RDL, rules=(*RDL.rules, *load_exercise("conventional_deadlift").rules))
"""A recording with the signals of either."""
LEAD_S = 2.0


@dataclass(frozen=True)
class Bend:
    """One half-cosine hinge and the rest after it."""

    depth: float = 80.0
    out_s: float = 1.6
    pause_s: float = 0.8
    back_s: float = 1.2
    rest_s: float = 1.0
    is_full: bool = True
    bout: int = 1

    @property
    def duration_s(self) -> float:
        return self.out_s + self.pause_s + self.back_s


def list_starts(bends: Sequence[Bend]) -> list[float]:
    starts_s = [LEAD_S]
    for bend in bends:
        starts_s.append(starts_s[-1] + bend.duration_s + bend.rest_s)
    return starts_s


def bend_hips(bends: Sequence[Bend], t_s: NDArray) -> NDArray:
    flexion = np.zeros_like(t_s)
    for bend, start_s in zip(bends, list_starts(bends), strict=False):
        back_s = start_s + bend.out_s + bend.pause_s
        flexion += bend.depth * (ease((t_s - start_s) / bend.out_s) - ease((t_s - back_s) / bend.back_s))
    return flexion


def list_cycles(bends: Sequence[Bend]) -> list[CountedCycle]:
    """What the counter says of them: left at 10 degrees, counted at 70 % of the way back."""
    cycles = []
    for bend, start_s in zip(bends, list_starts(bends), strict=False):
        left_s = start_s + bend.out_s * math.acos(1 - 2 * 10.0 / bend.depth) / math.pi
        turn_s = start_s + bend.out_s + bend.pause_s / 2
        counted_s = start_s + bend.duration_s - bend.back_s + bend.back_s * math.acos(1 - 2 * 0.7) / math.pi
        cycles.append(CountedCycle(left_s, turn_s, counted_s, bend.depth - 1, bend.is_full, bend.bout))
    return cycles


def record(bends: Sequence[Bend], rate_hz: float = 30.0, **columns: float | NDArray) -> Recording:
    """A side view of the hinges, one column after the other; ``columns`` replace what is there."""
    t_s = np.arange(round((list_starts(bends)[-1] + 1.0) * rate_hz)) / rate_hz
    flexion = bend_hips(bends, t_s)
    known: dict[str, float | NDArray] = {
        "hip_flexion": flexion,
        "world_trunk_inclination": 0.9 * flexion,
        "trunk_lean": 0.9 * flexion,
    }
    return fill_recording(RECORDED, t_s, None, **(known | columns))


def time_frames(bends: Sequence[Bend], rate_hz: float = 30.0) -> NDArray:
    return record(bends, rate_hz).read("t_s")


def summarise(
    bends: Sequence[Bend],
    recording: Recording | None = None,
    exercise: str = "romanian_deadlift",
    facing: int = 1,
) -> SetReport:
    return summarise_set(
        load_exercise(exercise),
        recording or record(bends),
        list_cycles(bends),
        facing,
        {"name": "a"},
        {"b": 1},
    )


def list_reps(report: SetReport) -> list[Rep]:
    return [judged.rep for judged in report.reps]


def make_rep(range_deg: float, kind: RepKind = RepKind.FULL) -> Rep:
    return Rep(1, kind, "both", 0.0, 1.0, 2.0, 2.0, (), range_deg, "deg")


class TestOwnRange:
    @pytest.mark.parametrize(
        ("ranges", "expected"),
        [
            ([], NAN),
            ([80.0], NAN),
            ([80.0, 90.0], 85.0),
            ([80.0, 90.0, 70.0], 85.0),
            ([70.0, 80.0, 90.0], 85.0),
            ([80.0, 90.0, 70.0, 200.0], 85.0),  # only the first three are looked at
            ([NAN, 80.0, NAN, 90.0, 100.0], 95.0),
            ([NAN, 80.0], NAN),
            # One of the first three was not seen: of two known ones, the one may be short.
            ([NAN, 100.0, 60.0], NAN),
            ([100.0, NAN, 60.0], NAN),
            ([NAN, 100.0, 60.0, 98.0], 99.0),
            ([80.0, 90.0, 70.0, NAN], 85.0),
        ],
    )
    def test_it_is_the_mean_of_the_best_two_of_the_first_three(
        self, ranges: list[float], expected: float
    ) -> None:
        assert find_own_range([make_rep(x) for x in ranges]) == pytest.approx(expected, nan_ok=True)

    def test_partial_ones_do_not_count_and_pick_ups_do(self) -> None:
        reps = [make_rep(100.0, RepKind.PICK_UP), make_rep(30.0, RepKind.PARTIAL), make_rep(80.0)]
        assert find_own_range(reps) == 90.0
        assert math.isnan(find_own_range(reps[1:]))


class TestCountedCycle:
    def test_it_is_the_cycle_and_its_bout(self) -> None:
        cycle = Cycle(1.0, 2.0, 3.0, 70.0, is_full=True)
        counted = CountedCycle.of(cycle, 4)
        assert (counted.left_s, counted.turn_s, counted.counted_s, counted.depth) == (1.0, 2.0, 3.0, 70.0)
        assert (counted.is_full, counted.bout, counted.start_s) == (True, 4, 1.0)

    def test_a_lift_off_the_floor_starts_at_its_lowest(self) -> None:
        assert CountedCycle(NAN, 2.0, 3.0, 70.0, is_full=True).start_s == 2.0


class TestReps:
    BENDS = (Bend(), Bend(depth=30.0, is_full=False), Bend(depth=75.0), Bend())

    def test_it_lists_every_cycle_and_recounts_none(self) -> None:
        report = summarise(self.BENDS)
        assert (report.count, report.partial_count) == (3, 1)
        assert [rep.index for rep in list_reps(report)] == [1, None, 2, 3]
        assert [rep.kind.value for rep in list_reps(report)] == ["full", "partial", "full", "full"]
        assert [rep.counted_s for rep in list_reps(report)] == [c.counted_s for c in list_cycles(self.BENDS)]

    def test_cycles_that_the_signal_does_not_show_stay_counted(self) -> None:
        flat = record(self.BENDS, hip_flexion=NAN, trunk_lean=NAN)
        report = summarise(self.BENDS, flat)
        assert report.count == 3
        assert all(math.isnan(rep.range) for rep in list_reps(report))

    def test_times_are_those_of_the_definition(self) -> None:
        early = math.acos(1 - 2 * 0.01) / math.pi  # where a half cosine has made 1 % of its way
        for rep, bend, start_s in zip(
            list_reps(summarise(self.BENDS)), self.BENDS, list_starts(self.BENDS), strict=False
        ):
            assert rep.start_s == pytest.approx(start_s + early * bend.out_s, abs=0.06)
            end_s = start_s + bend.duration_s - early * bend.back_s
            assert rep.end_s == pytest.approx(end_s, abs=0.06)
            assert rep.tempo.eccentric_s == pytest.approx((1 - 2 * early) * bend.out_s, abs=0.08)
            assert rep.tempo.concentric_s == pytest.approx((1 - 2 * early) * bend.back_s, abs=0.08)

    def test_range_and_unit_are_those_of_the_counting_signal(self) -> None:
        for rep, bend in zip(list_reps(summarise(self.BENDS)), self.BENDS, strict=True):
            assert rep.range == pytest.approx(bend.depth, rel=0.02)
            assert rep.range_unit == "deg"

    def test_the_trunk_in_the_picture_times_a_side_view_and_that_in_space_any_other(self) -> None:
        t_s = time_frames(self.BENDS)
        later = record(self.BENDS, trunk_lean=0.9 * bend_hips(self.BENDS, t_s - 0.2))
        early = [rep.start_s for rep in list_reps(summarise(self.BENDS))]
        side, unclear = (
            [rep.start_s for rep in list_reps(summarise(self.BENDS, later, facing=facing))]
            for facing in (1, 0)
        )
        np.testing.assert_allclose(unclear, early, atol=0.02)
        np.testing.assert_allclose(np.subtract(side, early)[[0, 2, 3]], 0.2, atol=0.05)

    def test_a_trunk_that_hardly_moves_does_not_time(self) -> None:
        t_s = time_frames(self.BENDS)
        squat_like = record(self.BENDS, trunk_lean=0.2 * bend_hips(self.BENDS, t_s - 0.2))
        upright = record(self.BENDS, world_trunk_inclination=0.2 * bend_hips(self.BENDS, t_s - 0.2))
        expected = [rep.start_s for rep in list_reps(summarise(self.BENDS, upright, facing=0))]
        assert [rep.start_s for rep in list_reps(summarise(self.BENDS, squat_like))] == expected

    def test_facing_left_is_timed_alike(self) -> None:
        t_s = time_frames(self.BENDS)
        mirrored = record(self.BENDS, trunk_lean=-0.9 * bend_hips(self.BENDS, t_s))
        assert list_reps(summarise(self.BENDS, mirrored, facing=-1)) == list_reps(summarise(self.BENDS))

    def test_the_delay_of_the_pose_model_is_taken_off_where_home_is_left_and_reached(self) -> None:
        late = record(self.BENDS)
        late.edge_delay_s = 0.04
        for rep, plain in zip(
            list_reps(summarise(self.BENDS, late)), list_reps(summarise(self.BENDS)), strict=True
        ):
            assert (rep.start_s, rep.end_s) == pytest.approx((plain.start_s - 0.04, plain.end_s - 0.04))
            assert rep.tempo.pause_stretched_s == pytest.approx(plain.tempo.pause_stretched_s)
            assert rep.counted_s == plain.counted_s

    def test_a_lean_back_after_the_lift_is_no_part_of_it(self) -> None:
        bends = [Bend(rest_s=2.0)] * 2
        t_s = time_frames(bends)
        lean = np.zeros_like(t_s)
        for bend, start_s in zip(bends, list_starts(bends), strict=False):
            home_s = start_s + bend.duration_s
            lean += 16.0 * (ease((t_s - home_s) / 0.35) - ease((t_s - home_s - 1.5) / 0.35))
        leaning = record(bends, trunk_lean=0.9 * bend_hips(bends, t_s) - lean)
        plain, leant = (list_reps(summarise(bends, recording)) for recording in (None, leaning))
        for before, after in zip(plain, leant, strict=True):
            np.testing.assert_allclose(
                (after.start_s, after.end_s), (before.start_s, before.end_s), atol=0.05
            )

    def test_a_trunk_that_tips_while_the_hips_open_is_on_its_way_up(self) -> None:
        hips, trunk = [Bend(pause_s=0.8, back_s=1.7)] * 2, [Bend(pause_s=1.3, back_s=1.2)] * 2
        t_s = time_frames(hips)
        tip = np.zeros_like(t_s)
        for bend, start_s in zip(trunk, list_starts(trunk), strict=False):
            tips_s = start_s + bend.out_s + 0.8
            tip += 15.0 * (ease((t_s - tips_s) / 0.5) - ease((t_s - tips_s - 0.5) / bend.back_s))
        tipped = record(hips, trunk_lean=0.9 * bend_hips(trunk, t_s) + tip)
        for rep in list_reps(summarise(hips, tipped)):
            # by the 1 % definition: the halves lose 0.064 of their time at each end, the tip 0.07 s
            assert rep.tempo.eccentric_s == pytest.approx(0.872 * 1.6, abs=0.08)
            assert rep.tempo.pause_stretched_s == pytest.approx(0.8 + 0.064 * 1.6 + 0.07, abs=0.1)
            assert rep.tempo.concentric_s == pytest.approx(1.7 - 0.07 - 0.064 * 1.2, abs=0.1)

    @pytest.mark.parametrize(
        ("pause_s", "reach"),
        [(0.6, 80.0), (0.1, NAN)],  # still at the bottom when tracking has settled; already rising
    )
    def test_a_lift_off_the_floor_is_as_deep_as_where_it_rested(self, pause_s: float, reach: float) -> None:
        report = self.lift_off_floor([Bend(pause_s=pause_s), Bend(), Bend(depth=52.0)])
        assert list_reps(report)[0].range == pytest.approx(reach, rel=0.01, nan_ok=True)

    def test_next_to_an_unseen_one_no_own_range_rests_on_two(self) -> None:
        seen, unseen = (
            self.lift_off_floor([Bend(pause_s=pause_s), Bend(), Bend(depth=52.0)]) for pause_s in (0.6, 0.1)
        )
        assert "short_range" in {fault.rule for fault in seen.reps[2].faults}
        assert unseen.verdicts["short_range"].verdict == "not_judged"
        for judged in unseen.reps:
            assert "short_range" in {reason.rule for reason in judged.not_judged}

    @staticmethod
    def lift_off_floor(bends: Sequence[Bend]) -> SetReport:
        """The film begins at the bottom of the first; 0.3 s later tracking has settled."""
        first, *others = list_cycles(bends)
        begins_s = LEAD_S + bends[0].out_s
        t_s = time_frames(bends)
        is_found, is_settled = ((t_s >= begins_s + wait_s).astype(float) for wait_s in (0.0, 0.3))
        recording = record(bends, found=is_found, settled=is_settled)
        cycles = [replace(first, left_s=NAN, turn_s=begins_s), *others]
        return summarise_set(load_exercise("conventional_deadlift"), recording, cycles, 1, {}, {})

    def test_a_rest_is_the_pause_before_the_next(self) -> None:
        reps = list_reps(summarise((Bend(rest_s=1.0), Bend(rest_s=3.0), Bend())))
        for before, after in pairwise(reps):
            assert before.phases[-1].phase is Phase.PAUSE_CONTRACTED
            assert before.phases[-1].end_s == after.start_s
        lengths_s = [rep.tempo.pause_contracted_s for rep in reps]
        assert lengths_s[1] - lengths_s[0] == pytest.approx(2.0, abs=0.05)
        assert math.isnan(lengths_s[2])  # nothing after it

    def test_a_rest_between_two_bouts_is_no_pause(self) -> None:
        reps = list_reps(summarise((Bend(), Bend(), Bend(bout=2), Bend(bout=2))))
        is_open = [math.isnan(rep.tempo.pause_contracted_s) for rep in reps]
        assert is_open == [False, True, False, True]

    def test_without_a_rest_they_still_do_not_overlap(self) -> None:
        reps = list_reps(summarise([Bend(rest_s=0.0)] * 4))
        for before, after in pairwise(reps):
            assert before.end_s <= after.start_s
            assert before.tempo.pause_contracted_s >= 0.0


class TestNotJudged:
    @pytest.mark.parametrize(("rate_hz", "is_judged"), [(11.0, False), (13.0, True)])
    def test_below_twelve_frames_a_second_no_tempo(self, rate_hz: float, is_judged: bool) -> None:
        bends = [Bend()] * 2
        report = summarise(bends, record(bends, rate_hz))
        for judged in report.reps:
            assert judged.rep.tempo.is_judged is is_judged
            assert (judged.rep.tempo_reason == "") is is_judged
            assert any(n.rule == "tempo" for n in judged.not_judged) is not is_judged
        assert {gate.name: gate.ok for gate in report.quality.gates}["frame_rate"] is is_judged

    @pytest.mark.parametrize(("rate_hz", "precision_s"), [(15.0, 0.3), (25.0, 0.1)])
    def test_up_to_twenty_it_is_coarse(self, rate_hz: float, precision_s: float) -> None:
        reps = list_reps(summarise([Bend()], record([Bend()], rate_hz)))
        assert [rep.tempo_precision_s for rep in reps] == [precision_s]

    def test_a_gap_in_a_repetition_takes_its_tempo_only(self) -> None:
        bends = [Bend()] * 3
        t_s = time_frames(bends)
        start_s = list_starts(bends)[1]
        seen = ~((t_s > start_s + 0.5) & (t_s < start_s + 1.2))
        flexion = np.where(seen, bend_hips(bends, t_s), NAN)
        recording = record(bends, hip_flexion=flexion, trunk_lean=0.9 * flexion)
        reps = list_reps(summarise(bends, recording))
        assert [rep.tempo.is_judged for rep in reps] == [True, False, True]
        assert "out of sight" in reps[1].tempo_reason
        cycle = list_cycles(bends)[1]
        assert (reps[1].start_s, reps[1].end_s) == (cycle.left_s, cycle.counted_s)

    def test_the_first_moments_of_tracking_are_not_measured(self) -> None:
        bends = [Bend()] * 2
        t_s = time_frames(bends)
        start_s = list_starts(bends)[1]
        settled = ~((t_s > start_s + 0.5) & (t_s < start_s + 1.2))
        wild = np.where(settled, bend_hips(bends, t_s), 170.0)
        report = summarise(bends, record(bends, settled=settled.astype(float), hip_flexion=wild))
        assert [rep.tempo.is_judged for rep in list_reps(report)] == [True, False]
        assert max(rep.range for rep in list_reps(report)) < 82.0

    def test_without_repetitions_every_rule_says_so(self) -> None:
        nothing = summarise([], record([]))
        assert nothing.verdicts["short_range"].reason == NO_REP_SEEN
        nobody = summarise([], record([], found=0.0))
        assert nobody.verdicts["short_range"].reason == "Nobody was seen."
        assert {verdict.verdict for verdict in (*nothing.verdicts.values(), *nobody.verdicts.values())} == {
            "not_judged"
        }


class TestPickUp:
    LONG = Bend(depth=110.0, pause_s=2.2)

    @pytest.mark.parametrize(
        ("first", "expected"),
        [
            (LONG, RepKind.PICK_UP),
            (replace(LONG, pause_s=1.0), RepKind.FULL),  # touches the floor and leaves
            (replace(LONG, depth=92.0), RepKind.FULL),  # no deeper than the others
        ],
    )
    def test_a_first_one_that_is_long_and_deep_is_labelled(self, first: Bend, expected: RepKind) -> None:
        report = summarise([first, Bend(), Bend()])
        assert [rep.kind for rep in list_reps(report)] == [expected, RepKind.FULL, RepKind.FULL]
        assert report.count == 3
        assert [rep.index for rep in list_reps(report)] == [1, 2, 3]

    def test_only_the_first_one(self) -> None:
        reps = list_reps(summarise([Bend(), self.LONG, Bend()]))
        assert {rep.kind for rep in reps} == {RepKind.FULL}

    def test_only_where_the_load_may_be_picked_up(self) -> None:
        bends = [self.LONG, Bend(), Bend()]
        reps = list_reps(summarise(bends, exercise="conventional_deadlift"))
        assert {rep.kind for rep in reps} == {RepKind.FULL}

    def test_a_single_one_cannot_be_told(self) -> None:
        assert list_reps(summarise([self.LONG]))[0].kind is RepKind.FULL


class TestQuality:
    @staticmethod
    def read_gates(report: SetReport) -> dict[str, bool]:
        for gate in report.quality.gates:
            assert (gate.hint == "") is gate.ok  # every failed one says what to do
        return {gate.name: gate.ok for gate in report.quality.gates}

    def test_a_good_set_passes_every_gate(self) -> None:
        report = summarise([Bend()] * 2)
        assert self.read_gates(report) == dict.fromkeys(
            ("person", "frame_rate", "size", "view", "slow_motion"), True
        )
        quality = report.quality
        assert quality.frames == len(report.signals["t_s"])
        assert (quality.person_share, quality.view, quality.facing) == (1.0, "side", "right")
        assert (quality.yaw_deg, quality.side_on_share) == (6.0, 1.0)
        assert quality.rate_hz == pytest.approx(30.0)

    @pytest.mark.parametrize(
        ("name", "columns"),
        [
            ("view", {"side": 0.0, "yaw_deg": 40.0, "shoulder_width": 0.5}),
            ("size", {"torso_length": 44.0}),
        ],
    )
    def test_what_is_wrong_fails_its_own_gate(self, name: str, columns: dict[str, float]) -> None:
        gates = self.read_gates(summarise([Bend()] * 2, record([Bend()] * 2, **columns)))
        assert [gate for gate, ok in gates.items() if not ok] == [name]

    def test_half_of_the_pictures_must_show_somebody(self) -> None:
        bends = [Bend()] * 2
        half = (np.arange(len(time_frames(bends))) % 5 < 2).astype(float)
        report = summarise(bends, record(bends, found=half))
        assert not self.read_gates(report)["person"]
        assert report.quality.person_share == pytest.approx(0.4, abs=0.01)

    def test_nobody_at_all_is_the_only_complaint(self) -> None:
        gates = self.read_gates(summarise([], record([], found=0.0)))
        assert gates == {"person": False, "frame_rate": True}

    @pytest.mark.parametrize(("slow", "ok"), [(3.0, True), (6.0, False)])
    def test_repetitions_of_fifteen_seconds_look_like_slow_motion(self, slow: float, ok: bool) -> None:
        bends = [Bend(out_s=1.6 * slow, pause_s=0.8 * slow, back_s=1.2 * slow)] * 2
        assert self.read_gates(summarise(bends))["slow_motion"] is ok

    @pytest.mark.parametrize(("facing", "word"), [(1, "right"), (-1, "left"), (0, "unknown")])
    def test_the_facing_is_told(self, facing: int, word: str) -> None:
        assert summarise([Bend()], facing=facing).quality.facing == word

    def test_an_empty_recording_has_no_rate(self) -> None:
        quality = summarise_set(RDL, Recording(RDL), [], 0, {}, {}).quality
        assert quality.frames == 0
        assert math.isnan(quality.rate_hz)
        assert math.isnan(quality.person_share)


class TestReport:
    def test_source_and_provenance_are_handed_on(self) -> None:
        report = summarise([Bend()])
        assert report.source == {"name": "a"}
        assert report.provenance["b"] == 1
        assert report.provenance["thresholds"] == RDL.thresholds
        assert report.provenance["filters"]["low_pass_hz"] == 6.0

    def test_every_signal_is_in_it(self) -> None:
        recording = record([Bend()])
        report = summarise([Bend()], recording)
        assert set(report.signals) == set(recording.read_all())

    def test_a_short_one_is_a_fault_against_the_own_range(self) -> None:
        report = summarise([Bend(), Bend(), Bend(depth=52.0)])
        short = [[f for f in judged.faults if f.rule == "short_range"] for judged in report.reps]
        assert [len(faults) for faults in short] == [0, 0, 1]
        fault = short[2][0]
        assert fault.severity == 2
        assert fault.value == pytest.approx(52.0 / 80.0, abs=0.01)
        assert report.verdicts["short_range"].reps == (3,)

    def test_partial_ones_are_not_judged_by_the_rules(self) -> None:
        report = summarise(TestReps.BENDS)
        assert report.reps[1].faults == report.reps[1].not_judged == ()
