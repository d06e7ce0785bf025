"""Processes that review clips: those that die, stand still, or are stopped."""

from __future__ import annotations

import json
import threading
from contextlib import closing

import pytest

from formcheck.batch.pool import review_in_pool
from formcheck.batch.record import RECORD_FILE, read_record
from formcheck.batch.work import Outcome, Task
from tests.unit.batch.conftest import list_children


def run(tasks: list[Task], jobs: int = 2) -> dict[str, Outcome]:
    log = tasks[0].scratch / "log"
    return {one.clip.name: one for one in review_in_pool(tasks, jobs, lambda *_: None, log)}


def test_every_clip_gets_its_report(make_task, ledger):
    outcomes = run([make_task(name) for name in ("a/set1.mp4", "b/set1.mp4", "c.mp4")])
    assert {name: one.problem for name, one in outcomes.items()} == dict.fromkeys(outcomes, "")
    for name in ("a/set1.mp4", "b/set1.mp4", "c.mp4"):
        report = json.loads((ledger.out / name / "report.json").read_text(encoding="utf-8"))
        record = read_record(ledger.out / name / RECORD_FILE)
        assert record is not None
        assert (report["count"], record.row["count"], len(record.reps)) == (2, 2, 2)
        assert record.took_s > 0.0
        outcome = outcomes[name].record
        assert outcome is not None
        assert (outcome.row, outcome.reps) == (record.row, ())
    assert list(ledger.scratch.iterdir()) == [ledger.scratch / "log"]
    assert list_children() == []


def test_a_worker_that_dies_once_loses_nothing(dying_worker, make_task):
    outcomes = run([make_task(name) for name in ("once.mp4", "good.mp4")])
    assert [one.problem for one in outcomes.values()] == ["", ""]


def test_a_clip_that_always_kills_its_worker_fails_alone(dying_worker, make_task):
    names = ("good1.mp4", "segfault.mp4", "kill.mp4", "good2.mp4")
    outcomes = run([make_task(name) for name in names])
    assert [outcomes[name].problem for name in ("good1.mp4", "good2.mp4")] == ["", ""]
    assert "SIGSEGV" in outcomes["segfault.mp4"].problem
    assert "SIGKILL" in outcomes["kill.mp4"].problem
    for name in ("segfault.mp4", "kill.mp4"):
        assert outcomes[name].problem.endswith("It was tried 2 times.")
        record = outcomes[name].record
        assert record is not None
        assert len(record.sha256) == 64


def test_a_clip_that_stands_still_is_given_up(dying_worker, make_task):
    outcomes = run([make_task("stands_still.mp4", patience_s=0.5), make_task("good.mp4")])
    assert "stood still for 0.00833 minutes, twice" in outcomes["stands_still.mp4"].problem
    assert outcomes["good.mp4"].problem == ""


def test_progress_is_told_with_the_task(make_task):
    told, task = [], make_task("a.mp4")
    outcomes = review_in_pool([task], 1, lambda *one: told.append(one), task.scratch / "log")
    assert [one.problem for one in outcomes] == [""]
    assert told == [(task, "Writing the report", None)]


def test_whoever_leaves_ends_the_processes(dying_worker, make_task):
    tasks = [make_task("good.mp4"), make_task("stands_still.mp4"), make_task("never_begun.mp4")]
    with closing(review_in_pool(tasks, 2, lambda *_: None, tasks[0].scratch / "log")) as outcomes:
        assert next(outcomes).clip.name in ("good.mp4", "never_begun.mp4")
    assert list_children() == []
    assert not [thread for thread in threading.enumerate() if "_serve" in thread.name]


def test_an_error_of_ours_is_not_swallowed(make_task, monkeypatch):
    def stumble(*_):
        raise RuntimeError("no processes left")

    monkeypatch.setattr("formcheck.batch.pool._Child", stumble)
    task = make_task("a.mp4")
    with pytest.raises(RuntimeError, match="no processes left"):
        list(review_in_pool([task], 1, lambda *_: None, task.scratch / "log"))
