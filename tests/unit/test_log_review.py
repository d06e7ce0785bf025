"""A review in its folder goes into the log, once."""

from __future__ import annotations

import json
import math
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from formcheck.commands import review_all
from formcheck.errors import InputError
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import list_sets
from formcheck.log_review import save_review
from tests.unit.test_replay import save_review as write_review


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    folder = tmp_path / "review"
    folder.mkdir()
    write_review("short", folder)
    return folder


def review_track(review: Path, out: Path, log: bool = False) -> None:
    review_all(
        [review / "pose.npz"], "romanian_deadlift", out, 40.0, False, False, "json", "full", True, log=log
    )


def test_it_was_done_when_its_report_was_written(review: Path) -> None:
    os.utime(review / "report.json", (1_772_000_000, 1_772_000_000))
    with LogBook(find_log_folder()) as log:
        saved = save_review(log, review / "report.json", "Ann", note="easy")
        one = log.find_set(saved.set_id)
        assert (saved.is_new, one.athlete, one.note) == (True, "Ann", "easy")
        assert one.trained_at.astimezone(UTC) == datetime.fromtimestamp(1_772_000_000, UTC)
        assert log.find_track(saved.set_id) is not None


def test_saved_again_it_takes_its_own_place_and_another_time_moves_it(review: Path) -> None:
    moment = datetime(2026, 3, 2, 18, 5, tzinfo=UTC)
    with LogBook(find_log_folder()) as log:
        first = save_review(log, review / "report.json", "Ann", rpe=8.0)
        again = save_review(log, review / "report.json", "ann", trained_at=moment, load_kg=62.5)
        assert (again.set_id, again.is_new) == (first.set_id, False)
        one = log.find_set(first.set_id)
        assert (one.trained_at, one.facts.load_kg, one.rpe) == (moment, 62.5, 8.0)


def test_the_option_log_saves_every_set_with_its_landmarks(review: Path, tmp_path: Path, capsys) -> None:
    for told in ("added to the training log: set 1", "replaced in the training log: set 1"):
        review_track(review, tmp_path / "out", log=True)
        assert told in capsys.readouterr().out
    with LogBook(find_log_folder()) as log:
        (one,) = list_sets(log)
        assert (one.athlete, one.facts.load_kg, one.facts.count) == ("", 40.0, 3)
        assert log.find_track(one.set_id) is not None


def test_without_it_nothing_is_saved(review: Path, tmp_path: Path) -> None:
    review_track(review, tmp_path / "out")
    assert not find_log_folder().exists()


def test_a_log_that_refuses_a_set_spoils_no_report(review: Path, tmp_path: Path) -> None:
    find_log_folder().parent.mkdir(parents=True)
    find_log_folder().write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match=r"training log.*The report is in"):
        review_track(review, tmp_path / "out", log=True)
    report = json.loads((tmp_path / "out" / "pose" / "report.json").read_text(encoding="utf-8"))
    assert report["count"] == 3


def test_what_was_not_asked_is_not_known(review: Path) -> None:
    with LogBook(find_log_folder()) as log:
        one = log.find_set(save_review(log, review / "report.json", "").set_id)
        assert math.isnan(one.rpe)
        assert one.note == ""
