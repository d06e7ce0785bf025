"""Counters side by side: which of them count, and where the repetitions are."""

from __future__ import annotations

import math

import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.recognition.counters import AROUND_S, KINDS, KindCounters, choose_spans, find_counting
from formcheck.recognition.traits import Span
from tests.figure_sets import film, plan


def count(movement: str) -> KindCounters:
    counters = KindCounters()
    for pose in film(plan(movement)):
        counters.push(pose)
    return counters


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_counts_its_own(kind: str) -> None:
    counters = count(KINDS[kind])
    lead, spans = choose_spans(counters.spans)
    assert len(counters.spans[kind]) == len(spans) == 3
    assert load_exercise(KINDS[lead]).family == load_exercise(KINDS[kind]).family


def test_a_row_is_no_hinge_and_a_hinge_no_row() -> None:
    assert not any(count("barbell_row").spans[kind] for kind in KINDS if "hinge" in kind)
    assert not any(count("romanian_deadlift").spans[kind] for kind in KINDS if "row" in kind)


def test_of_equal_counters_the_strictest_leads() -> None:
    spans = {kind: [] for kind in KINDS}
    spans["hinge_without_hands"] = [Span(1.0, 3.0), Span(4.0, 6.0)]
    spans["hinge"] = [Span(1.1, 2.9), Span(4.1, 6.0)]
    lead, found = choose_spans(spans)
    assert lead == "hinge"
    assert found[0][:2] == pytest.approx((1.1 - AROUND_S, 2.9 + AROUND_S))


def test_the_one_with_most_time_leads_and_little_is_no_evidence() -> None:
    spans = {kind: [] for kind in KINDS}
    spans["hinge"] = [Span(0.0, 1.0)]
    spans["seated_row"] = [Span(0.0, 1.6), Span(2.0, 3.6)]
    spans["supported_row"] = [Span(0.0, 1.6)]
    assert choose_spans(spans)[0] == "seated_row"
    counting = dict(zip(KINDS, find_counting(spans).tolist(), strict=True))
    assert [kind for kind, counts in counting.items() if counts] == ["seated_row", "supported_row"]


def test_without_repetitions_it_is_the_whole_clip() -> None:
    spans = {kind: [] for kind in KINDS}
    assert choose_spans(spans) == ("", [Span(-math.inf, math.inf)])
    assert not find_counting(spans).any()
