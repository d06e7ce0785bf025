"""A report read back says what was written, to the last byte."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from formcheck.errors import InputError
from formcheck.report.bundle import Bundle
from formcheck.report.csv import write_reps_csv
from formcheck.report.fields import lay_out_report
from formcheck.report.html import build_html
from formcheck.report.json import write_json
from formcheck.report.reading import read_report
from formcheck.report.training_log import write_strong_csv
from formcheck.report.verdict import sum_up
from formcheck.report.vtt import write_vtt
from tests.unit.report.bundles import MADE_AT
from tests.unit.report.report_factory import KINDS, make_report
from tests.unit.report.told_sets import make_rep, tell


def write(report, path: Path) -> Path:
    write_json(report, path)
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_writing_what_was_read_gives_the_same_bytes(kind: str, tmp_path: Path) -> None:
    first = write(make_report(kind), tmp_path / "first.json")
    second = write(read_report(first), tmp_path / "second.json")
    assert second.read_bytes() == first.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_said_of_it_stays_the_same(kind: str, tmp_path: Path) -> None:
    report = make_report(kind)
    assert sum_up(read_report(write(report, tmp_path / "report.json"))) == sum_up(report)


def test_pictures_changes_and_dismissed_faults_come_back(tmp_path: Path) -> None:
    report = tell(
        [make_rep(1), make_rep(2)], {1: [("neck_craning", 2, 40.0)], 2: [("spinal_rounding", 3, 40.0)]}
    )
    first, second = report.reps
    first = replace(first, pictures={"neck_craning": "faults/neck_craning_rep1.jpg"})
    good = {"neck_craning": "faults/neck_craning_rep1_good.jpg"}
    second = replace(second, faults=(), dismissed=second.faults, changed=True, pictures=good)
    report = replace(report, reps=(first, second))
    read = read_report(write(report, tmp_path / "report.json"))
    assert [judged.pictures for judged in read.reps] == [first.pictures, good]
    assert [fault.rule for fault in read.reps[1].dismissed] == ["spinal_rounding"]
    assert read.reps[1].changed
    assert read.signals == {}


def spoil(change: Callable[[dict[str, Any]], object], tmp_path: Path) -> Path:
    path = write(make_report("full"), tmp_path / "report.json")
    table = json.loads(path.read_text(encoding="utf-8"))
    change(table)
    path.write_text(json.dumps(table), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda table: table.update(schema="formcheck.report/99"), "formcheck.report/1"),
        (lambda table: table.pop("quality"), "quality"),
        (lambda table: table["reps"][0].update(kind="half"), "half"),
        (lambda table: table["reps"][0].update(start_s="soon"), "soon"),
        (lambda table: table["reps"][0].update(phases=None), "damaged"),
        (lambda table: table["exercise"].update(key="moon_walk"), "moon_walk"),
    ],
)
def test_a_damaged_report_gets_one_sentence(change, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=words):
        read_report(spoil(change, tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[1, 2]", '"report"', "\x00", "[" * 100_000])
def test_what_is_no_report_gets_one_sentence(text: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="review the clip again"):
        read_report(path)


def test_a_missing_report_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it is not there"):
        read_report(tmp_path / "report.json")


def list_leaves(value: Any, path: tuple = ()) -> Iterator[tuple]:
    """Where every value of a JSON table stands."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key)
        yield from list_leaves(item, (*path, key))


def test_whatever_is_wrong_in_a_report_costs_one_sentence_or_nothing(tmp_path: Path) -> None:
    """Every value in turn becomes one of another kind: read and shown all the same, or refused."""
    report = tell([make_rep(1), make_rep(2)], {1: [("neck_craning", 2, 40.0)]}, unseen={"heels_lift": (2,)})
    whole = lay_out_report(replace(report, provenance={"calibration": "none", "corrections": [{}]}))
    path = tmp_path / "report.json"
    refused = shown = 0
    for place in list_leaves(whole):
        for wrong in (None, "x", -1, 0.5, True, [], {}, [[]]):
            table = copy.deepcopy(whole)
            parent = table
            for key in place[:-1]:
                parent = parent[key]
            parent[place[-1]] = wrong
            path.write_text(json.dumps(table), encoding="utf-8")
            try:
                read = read_report(path)
            except InputError:
                refused += 1
                continue
            shown += 1
            build_html(Bundle(read))
            write_vtt(read, tmp_path / "clip.vtt")
            write_strong_csv(read, MADE_AT, tmp_path / "strong.csv")
            write_reps_csv(read, tmp_path / "reps.csv")
    assert refused > shown > 0
