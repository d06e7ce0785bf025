"""Rep and Tempo: plain values, and how they are written."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError, replace

import pytest

from formcheck.reps.rep import TEMPO_PHASES, Phase, PhaseEdges, PhaseSpan, Rep, RepKind, Tempo

NAN = math.nan
PHASES = (
    PhaseSpan(Phase.ECCENTRIC, 1.0, 4.125),
    PhaseSpan(Phase.PAUSE_STRETCHED, 4.125, 4.5),
    PhaseSpan(Phase.CONCENTRIC, 4.5, 5.75),
    PhaseSpan(Phase.PAUSE_CONTRACTED, 5.75, 7.625),
)
REP = Rep(
    index=1,
    kind=RepKind.FULL,
    side="both",
    start_s=1.0,
    turn_s=4.25,
    end_s=5.75,
    counted_s=5.5,
    phases=PHASES,
    range=80.0,
    range_unit="deg",
)


class TestPhaseEdges:
    def test_home_is_left_and_reached_as_much_earlier_as_it_was_seen_late(self) -> None:
        edges = PhaseEdges(1.0, 3.0, 3.5, 5.0, 6.25).correct_home(0.25)
        assert edges == PhaseEdges(0.75, 3.0, 3.5, 4.75, 6.0)

    def test_nothing_begins_before_the_clip_or_ends_before_it_began(self) -> None:
        edges = PhaseEdges(1.0, 3.0, 3.5, 3.6, NAN).correct_home(0.25, first_s=0.9)
        assert (edges.out_start_s, edges.back_end_s) == (0.9, 3.5)
        assert math.isnan(edges.next_start_s)

    def test_an_edge_that_was_not_seen_stays_unseen(self) -> None:
        edges = PhaseEdges(NAN, NAN, 3.5, 5.0).correct_home(0.25, first_s=0.0)
        assert math.isnan(edges.out_start_s)
        assert edges.back_end_s == 4.75


class TestTempo:
    @pytest.mark.parametrize(
        ("tempo", "text"),
        [
            (Tempo(3.1, 0.4, 1.2, 1.9), "≈3.1-0.4-1.2-1.9"),
            (Tempo(3.0, 0.0, 1.0, 0.0), "≈3.0-0.0-1.0-0.0"),
            (Tempo(2.96, 0.04, 1.249, 12.0), "≈3.0-0.0-1.2-12.0"),
            (Tempo(3.1, 0.4, 1.2), "≈3.1-0.4-1.2-?"),
            (Tempo(concentric_s=1.2, pause_contracted_s=1.9), "≈?-?-1.2-1.9"),
            (Tempo(pause_stretched_s=0.0), "≈?-0.0-?-?"),
            (Tempo(), "not judged"),
            (Tempo(NAN, NAN, NAN, NAN), "not judged"),
        ],
    )
    def test_it_is_written_with_one_decimal_and_a_mark_for_what_was_not_seen(
        self, tempo: Tempo, text: str
    ) -> None:
        assert str(tempo) == text
        assert tempo.is_judged == (text != "not judged")

    def test_its_order_is_that_in_which_a_tempo_is_written(self) -> None:
        assert [phase.value for phase in TEMPO_PHASES] == [
            "eccentric", "pause_stretched", "concentric", "pause_contracted"
        ]  # fmt: skip

    def test_it_is_made_of_spans_in_any_order(self) -> None:
        expected = Tempo(3.125, 0.375, 1.25, 1.875)
        assert Tempo.of(PHASES) == expected
        assert Tempo.of(reversed(PHASES)) == expected
        assert Tempo.of(iter(PHASES)) == expected

    @pytest.mark.parametrize("missing", range(4))
    def test_a_span_that_is_not_known_leaves_its_place_open(self, missing: int) -> None:
        tempo = Tempo.of(span for k, span in enumerate(PHASES) if k != missing)
        values = [tempo.eccentric_s, tempo.pause_stretched_s, tempo.concentric_s, tempo.pause_contracted_s]
        assert [math.isnan(value) for value in values] == [k == missing for k in range(4)]

    def test_of_nothing_nothing_is_judged(self) -> None:
        assert not Tempo.of(()).is_judged

    def test_waiting_is_no_part_of_it(self) -> None:
        assert not Tempo.of([PhaseSpan(Phase.WAITING, 0.0, 9.0)]).is_judged


class TestRep:
    def test_its_tempo_is_that_of_its_phases(self) -> None:
        assert REP.tempo == Tempo.of(PHASES)

    @pytest.mark.parametrize(
        ("kind", "is_counted"),
        [
            (RepKind.FULL, True),
            (RepKind.PICK_UP, True),
            (RepKind.PARTIAL, False),
            (RepKind.FAILED, False),
        ],
    )
    def test_all_but_partial_and_failed_ones_count(self, kind: RepKind, is_counted: bool) -> None:
        assert replace(REP, kind=kind).is_counted is is_counted

    def test_mean_speed_is_range_over_concentric_time(self) -> None:
        assert REP.mean_concentric_speed == 80.0 / 1.25

    def test_mean_speed_is_not_judged_where_either_is_not(self) -> None:
        assert math.isnan(replace(REP, range=NAN).mean_concentric_speed)
        assert math.isnan(replace(REP, phases=PHASES[:2]).mean_concentric_speed)
        assert math.isnan(replace(REP, phases=()).mean_concentric_speed)

    def test_a_concentric_without_length_has_no_speed(self) -> None:
        still = replace(REP, phases=(PhaseSpan(Phase.CONCENTRIC, 4.5, 4.5),))
        assert math.isnan(still.mean_concentric_speed)

    def test_it_cannot_be_changed(self) -> None:
        with pytest.raises(FrozenInstanceError):
            REP.index = 2  # type: ignore[misc]

    def test_kinds_are_written_as_people_read_them(self) -> None:
        assert [kind.value for kind in RepKind] == ["full", "partial", "pick-up", "failed"]
