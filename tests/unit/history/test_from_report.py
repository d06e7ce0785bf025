"""The log says of a set what its report says."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from statistics import mean, median

import pytest

from formcheck.history.details import read_report_text, read_reps
from formcheck.history.from_report import find_identity, make_entry
from formcheck.history.log_book import LogBook
from formcheck.history.queries import list_sets
from formcheck.report.json import write_json
from formcheck.report.verdict import sum_up
from formcheck.reps.rep import RepKind
from tests.unit.history.set_factory import NOON
from tests.unit.report.report_factory import KINDS, make_corrected_report, make_report
from tests.unit.report.told_sets import make_rep, tell


def enter(report, **changes):
    return make_entry(report, athlete="Ann", trained_at=NOON, source="review", **changes)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_report_goes_in_and_comes_back(log: LogBook, kind: str, tmp_path) -> None:
    report = make_report(kind)
    new = enter(report)
    set_id = log.save_set(new).set_id
    (found,) = list_sets(log)
    assert repr(found.facts) == repr(new.facts)
    assert repr(read_reps(log, set_id)) == repr(new.reps)
    write_json(report, tmp_path / "report.json")
    assert json.loads(read_report_text(log, set_id)) == json.loads(
        (tmp_path / "report.json").read_text("utf-8")
    )


def test_a_set_in_numbers() -> None:
    reps = [
        make_rep(1, range=80.0),
        make_rep(2, range=90.0, tempo_s=(2.0, 0.4, 1.0, math.nan)),
        make_rep(3, RepKind.PARTIAL, range=30.0),
        make_rep(4, RepKind.FAILED, range=20.0),
        make_rep(5, range=math.nan),
    ]
    report = tell(reps, {2: [("spinal_rounding", 2, 18.0)]})
    facts = enter(report).facts
    assert (facts.exercise_key, facts.exercise_name, facts.family) == (
        "romanian_deadlift", "Romanian deadlift", "hinge",
    )  # fmt: skip
    assert (facts.count, facts.partial_count, facts.failed_count) == (3, 1, 1)
    assert (facts.left_count, facts.right_count) == (None, None)
    assert facts.clean_count == 2 == int(sum_up(report).facts[1].value)
    assert (facts.range_mean, facts.range_median, facts.range_unit) == (
        mean([80, 90]),
        median([80, 90]),
        "deg",
    )
    assert (facts.eccentric_s, facts.concentric_s) == pytest.approx((2.4, 1.2))
    assert facts.pause_contracted_s == pytest.approx(0.8)
    assert facts.duration_s == pytest.approx(28.0)
    assert (facts.score, facts.coverage) == (report.summary.score, report.summary.coverage)
    assert (facts.load_kg, facts.source_name) == (60.0, "Übung «1».mp4")


def test_sides_that_work_apart_are_counted_apart() -> None:
    reps = [
        make_rep(k, side="left" if k < 3 else "right", range=0.5, range_unit="torso") for k in range(1, 6)
    ]
    facts = enter(tell(reps, exercise="one_arm_row")).facts
    assert (facts.left_count, facts.right_count, facts.count) == (2, 3, 5)


def test_what_was_not_judged_is_not_known() -> None:
    rules = [rule.name for rule in make_report("full").exercise.rules]
    new = enter(tell([make_rep(1)], unseen=dict.fromkeys(rules)))
    assert new.facts.clean_count is None
    assert math.isnan(new.facts.score)
    assert {one.verdict for one in new.verdicts} == {"not_judged"}


def test_what_a_rule_measured_is_kept_though_it_found_no_fault() -> None:
    report = make_report("full")
    back = [
        judged.measures["spinal_rounding"] for judged in report.reps if "spinal_rounding" in judged.measures
    ]
    (said,) = [one for one in enter(report).verdicts if one.rule == "spinal_rounding"]
    assert said.median == pytest.approx(median(back))
    assert said.verdict == report.verdicts["spinal_rounding"].verdict
    assert said.unit == "deg of arc over your neutral hinge"


def test_an_own_neutral_back_is_told_of() -> None:
    report = make_report("full")
    assert not enter(report).facts.is_calibrated
    used = {**report.provenance, "calibration": {"origin": "given"}}
    assert enter(replace(report, provenance=used)).facts.is_calibrated


@pytest.mark.parametrize(("load_kg", "expected"), [(None, math.nan), (0.0, 0.0), (42, 42.0)])
def test_no_load_is_not_the_same_as_none_known(load_kg, expected: float) -> None:
    report = make_report("full")
    facts = enter(replace(report, source={**report.source, "load_kg": load_kg})).facts
    assert facts.load_kg == pytest.approx(expected, nan_ok=True)


def test_a_clip_is_known_by_its_content(log: LogBook) -> None:
    report = make_report("full")
    assert enter(report).source_key == "0" * 64
    assert enter(report, source_key="live-1").source_key == "live-1"
    assert enter(replace(report, source={"kind": "live", "name": "camera 0"})).source_key == ""
    assert log.save_set(enter(report)).is_new
    assert not log.save_set(enter(report)).is_new


def test_a_corrected_set_takes_the_place_of_the_one_before(log: LogBook) -> None:
    set_id = log.save_set(enter(make_report("swung_row"))).set_id
    corrected = make_corrected_report()
    assert log.save_set(enter(corrected, corrections="{}")).set_id == set_id
    found = log.find_set(set_id)
    assert (found.facts.count, found.facts.failed_count) == (2, 1)
    assert [rep.is_changed for rep in read_reps(log, set_id)] == [judged.changed for judged in corrected.reps]


LIVE = {"kind": "live", "id": "1f", "name": "Live 2026-03-02 18-05-00", "load_kg": 40.0}


class TestIdentity:
    def test_a_clip_is_known_by_its_content_whatever_it_is_called(self) -> None:
        clip = {"kind": "video", "name": "a.mp4", "sha256": "ab" * 32}
        assert find_identity(clip) == ("review", "ab" * 32) == find_identity({**clip, "name": "b.mp4"})

    def test_a_live_set_by_its_own_id(self) -> None:
        assert find_identity(LIVE) == ("live", "1f")

    def test_two_live_sets_never_share_one_even_with_one_name(self, log: LogBook) -> None:
        sources = [LIVE, {**LIVE, "id": "2e"}]
        for source in (*sources, LIVE):
            kind, key = find_identity(source)
            log.save_set(
                make_entry(make_report("empty"), athlete="Ann", trained_at=NOON, source=kind, source_key=key)
            )
        assert len(list_sets(log)) == 2

    def test_without_an_id_by_all_that_is_said_of_it(self) -> None:
        old = {name: value for name, value in LIVE.items() if name != "id"}
        assert find_identity({**old, "duration_s": 20.1}) != find_identity({**old, "duration_s": 20.2})
        assert find_identity(old) == find_identity({**old, "load_kg": 42.5})  # a load is corrected
