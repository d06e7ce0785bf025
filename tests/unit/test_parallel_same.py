"""What counts as a difference between one process and several."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.parallel_same import compare, find_movement, list_clips
from formcheck.faults.judgement import NotJudged
from formcheck.report.set_report import JudgedRep, SetReport
from tests.corrected_sets import finish

FPS = 30.0
KIND = "swung_rows"


def change_second(report: SetReport, change: Callable[[JudgedRep], JudgedRep]) -> SetReport:
    reps = list(report.reps)
    reps[1] = change(reps[1])
    return replace(report, reps=tuple(reps))


def move_phase(judged: JudgedRep, by_s: float) -> JudgedRep:
    first, *others = judged.rep.phases
    moved = replace(first, end_s=first.end_s + by_s)
    return replace(judged, rep=replace(judged.rep, phases=(moved, *others)))


def test_a_report_is_the_same_as_itself() -> None:
    found = compare(finish(KIND), finish(KIND), FPS)
    assert found.is_same
    assert found.unjudged
    assert found.phases_frames == 0.0


@pytest.mark.parametrize(
    ("what", "change"),
    [
        ("sides", lambda judged: replace(judged, rep=replace(judged.rep, side="left"))),
        ("faults", lambda judged: replace(judged, faults=judged.faults[1:])),
        ("count", lambda judged: replace(judged, rep=replace(judged.rep, index=None))),
    ],
)
def test_what_was_found_must_not_differ(what: str, change: Callable[[JudgedRep], JudgedRep]) -> None:
    report = finish(KIND)
    assert report.reps[1].faults
    found = compare(report, change_second(report, change), FPS)
    assert not found.is_same
    assert [name for name in ("count", "sides", "faults") if not getattr(found, name)] == [what]


def test_a_severity_and_a_verdict_are_findings_too() -> None:
    report = finish(KIND)

    def soften(judged: JudgedRep) -> JudgedRep:
        first, *others = judged.faults
        return replace(judged, faults=(replace(first, severity=first.severity + 1), *others))

    assert not compare(report, change_second(report, soften), FPS).faults
    rule, verdict = next(iter(report.verdicts.items()))
    other = replace(report, verdicts={**report.verdicts, rule: replace(verdict, verdict="else")})
    assert not compare(report, other, FPS).faults


def test_what_could_not_be_judged_is_told_apart() -> None:
    report = finish(KIND)
    unseen = (NotJudged("tempo", "Not seen."),)
    found = compare(report, change_second(report, lambda judged: replace(judged, not_judged=unseen)), FPS)
    assert found.is_same
    assert not found.unjudged


def test_phases_are_told_in_frames() -> None:
    report = finish(KIND)
    found = compare(report, change_second(report, lambda judged: move_phase(judged, 0.1)), FPS)
    assert found.phases_frames == pytest.approx(3.0)
    assert found.is_same


def test_a_repetition_more_and_a_movement_not_recognised() -> None:
    report = finish(KIND)
    assert not compare(report, replace(report, reps=report.reps[:-1]), FPS).count
    assert not compare(report, None, FPS).movement
    assert compare(None, None, FPS).is_same


def test_clips_are_those_named_and_those_of_folders(tmp_path: Path) -> None:
    for name in ("b.webm", "a.MP4", "a.truth.json", "notes.txt"):
        (tmp_path / name).write_text('{"exercise": "bird_dog"}', encoding="utf-8")
    assert [clip.name for clip in list_clips([tmp_path, tmp_path / "b.webm"])] == [
        "a.MP4",
        "b.webm",
        "b.webm",
    ]
    assert find_movement(tmp_path / "a.MP4") == "bird_dog"
    assert find_movement(tmp_path / "b.webm") == ""
