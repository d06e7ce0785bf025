"""``clip.vtt``, read by a WebVTT parser."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import webvtt

from formcheck.report.set_report import SetReport
from formcheck.report.vtt import write_vtt
from formcheck.reps.rep import RepKind
from tests.unit.report.report_factory import KINDS, make_report
from tests.unit.report.told_sets import make_rep, tell


def read(report: SetReport, folder: Path) -> list[tuple[float, float, str]]:
    write_vtt(report, folder / "clip.vtt")
    cues = webvtt.read(str(folder / "clip.vtt"))
    return [(read_time_s(cue.start), read_time_s(cue.end), cue.text) for cue in cues]


def read_time_s(text: str) -> float:
    hours, minutes, seconds = text.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


@pytest.mark.parametrize("kind", KINDS)
def test_one_line_at_a_time(kind: str, tmp_path: Path) -> None:
    cues = read(make_report(kind), tmp_path)
    assert bool(cues) == bool(make_report(kind).reps)
    assert all(start_s < end_s and text for start_s, end_s, text in cues)
    assert all(one[1] <= following[0] for one, following in pairwise(cues))


def test_a_fault_is_told_while_it_is_seen_and_the_cue_after_it(tmp_path: Path) -> None:
    report = tell([make_rep(1), make_rep(2)], {1: [("neck_craning", 2, 41.0)]})
    first = report.reps[0]  # from 6 to 10 s; the next one begins at 12 s and turns at 14.5 s
    fault = replace(first.faults[0], start_s=7.0, end_s=8.5)
    report = replace(report, reps=(replace(first, faults=(fault,)), report.reps[1]))
    assert read(report, tmp_path) == [
        (6.0, 7.0, "Rep 1"),
        (7.0, 8.5, "Rep 1: craned neck, 41°: the head is lifted or tucked against the trunk"),
        (8.5, 10.0, "Rep 1"),
        (10.0, 12.5, first.cue),
        (12.5, 16.0, "Rep 2"),
    ]


def test_what_is_not_counted_says_so(tmp_path: Path) -> None:
    report = tell([make_rep(1, RepKind.PARTIAL), make_rep(2, RepKind.FAILED), make_rep(3, side="left")])
    assert [text for _, _, text in read(report, tmp_path)] == [
        "Partial, not counted", "Failed, not counted", "Rep 3, left"
    ]  # fmt: skip


def test_text_cannot_become_markup_or_a_new_cue(tmp_path: Path) -> None:
    report = tell([make_rep(1)])
    bad = replace(report.reps[0], cue="<b>Up</b> & down\n\n2\n00:00:01.000 --> 00:00:09.000\nfake")
    write_vtt(replace(report, reps=(bad,)), tmp_path / "clip.vtt")
    text = (tmp_path / "clip.vtt").read_text(encoding="utf-8")
    assert "&lt;b&gt;Up&lt;/b&gt; &amp; down" in text
    assert text.count("-->") == 2


def test_hours_are_written(tmp_path: Path) -> None:
    report = tell([make_rep(1)])
    late = replace(report.reps[0], rep=replace(report.reps[0].rep, start_s=3725.25, end_s=3729.0))
    write_vtt(replace(report, reps=(late,)), tmp_path / "clip.vtt")
    assert "01:02:05.250 --> 01:02:09.000" in (tmp_path / "clip.vtt").read_text(encoding="utf-8")
