"""A removed athlete is really removed: log, records, kept reviews, and what restores put aside."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from formcheck.athletes import AthleteRecord, write_record
from formcheck.errors import InputError
from formcheck.history.exchange.replacing import list_asides
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import list_athletes, list_sets
from formcheck.removal import find_belongings, remove_athlete
from tests.unit.app.test_kept import keep
from tests.unit.history.set_factory import make_set


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def fill(folder: Path) -> None:
    with LogBook(folder) as log:
        log.save_sets([make_set(), make_set(), make_set(athlete="Ben")])


def read_everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_what_goes_is_told_before() -> None:
    fill(find_log_folder())
    keep("hers")
    keep("his", athlete="Ben")
    found = find_belongings("ann")
    assert (found.name, found.sets, found.is_logged) == ("Ann", 2, True)
    assert [one.name for one in found.reviews] == ["hers"]
    unknown = find_belongings("Eve")
    assert (unknown.name, unknown.sets, unknown.is_logged, unknown.reviews) == ("Eve", 0, False, ())


def test_log_records_kept_reviews_and_old_logs_forget_her_and_nobody_else(data_folder: Path) -> None:
    fill(find_log_folder())
    write_record(AthleteRecord("Ann", "default"))
    write_record(AthleteRecord("Ben", "default"))
    hers, his = keep("hers"), keep("his", athlete="Ben")
    aside = data_folder / "log-before-20260301T120000Z"
    fill(aside)
    shutil.copytree(data_folder / "athletes", aside / "athletes")
    gone = remove_athlete("ANN")
    assert (gone.sets, gone.records, gone.reviews, gone.asides, gone.unread) == (2, 1, 1, 1, ())
    assert not hers.exists()
    assert his.is_dir()
    for folder in (find_log_folder(), aside):
        with LogBook(folder) as log:
            assert [one.athlete for one in list_sets(log)] == ["Ben"]
    assert [path.name for path in (data_folder / "athletes").iterdir()] == ["ben"]
    assert b"Ann" not in read_everything(data_folder)
    with pytest.raises(InputError, match="Nobody called “Ann”"):
        remove_athlete("Ann")


def test_an_old_log_that_cannot_be_read_is_named(data_folder: Path) -> None:
    fill(find_log_folder())
    damaged = data_folder / "log-before-20260301T120000Z"
    damaged.mkdir()
    (damaged / "log.sqlite").write_bytes(b"SQLite format 3\0" + b"Ann" * 1000)
    assert remove_athlete("Ann").unread == (damaged,)
    assert list_asides(find_log_folder()) == [damaged]
    with LogBook(find_log_folder()) as log:
        assert [one.name for one in list_athletes(log)] == ["Ben"]


def test_kept_reviews_alone_go_too_and_no_log_is_made() -> None:
    keep("hers")
    assert remove_athlete("Ann").reviews == 1
    assert not find_log_folder().exists()
