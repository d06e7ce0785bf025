"""What is kept and what goes: deleted sets, backups brought back, kept clips, days taken away."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from formcheck.app.history import bin as deleted_sets
from formcheck.app.history.exchange import find_spans, limit_days
from formcheck.app.kept import delete_kept_review
from formcheck.athletes import find_athletes_folder
from formcheck.history.exchange.archive import write_archive
from formcheck.history.exchange.replacing import list_asides
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import SetFilter, count_sets, list_sets
from tests.ui.conftest import ROOT, read_page
from tests.ui.history_visits import NOW, log, open_history, reviewed, tmp_path
from tests.unit.app.test_kept import CLIP, keep
from tests.unit.history.set_factory import make_set, type_in

__all__ = ["log", "reviewed", "tmp_path"]
DAY = timedelta(days=1)
SAMPLE = ROOT / "sample_videos" / "romanian_deadlift.webm"


# --- deleted sets --------------------------------------------------------------------------------------


@pytest.fixture
def tick_deleted(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Ticks rows of the deleted sets, which only a browser can, until something was done with them."""

    def choose(*rows: int) -> None:
        shown = deleted_sets.choose_deleted

        def answer(table: pd.DataFrame) -> list[int]:
            shown(table)
            return list(rows) if not st.session_state.get("bin_round") else []

        monkeypatch.setattr(deleted_sets, "choose_deleted", answer)

    return choose


def delete_three(log: LogBook) -> None:
    sets = log.save_sets([make_set(NOW - k * DAY, load_kg=20.0 + k) for k in range(4)])
    for one in sets[:3]:
        log.delete_sets([one.set_id])


def test_every_deleted_set_is_listed_with_the_day_on_which_it_is_gone(log: LogBook) -> None:
    assert "deleted" not in read_page(open_history())
    delete_three(log)
    app = open_history()
    table = app.dataframe[1].value
    assert sorted(table["Load"]) == ["20 kg", "21 kg", "22 kg"]
    gone = datetime.now().astimezone().date() + timedelta(days=30)
    assert all(day.startswith(f"{gone.day} ") for day in table["Gone for good"])
    assert "brought back for 30 days" in read_page(app)
    assert app.button(key="bin_restore").disabled


def test_any_of_them_is_brought_back(log: LogBook, tick_deleted) -> None:
    delete_three(log)
    tick_deleted(0, 2)
    app = open_history()
    app.button(key="bin_restore").click().run()
    assert not app.exception
    assert "2 sets brought back." in read_page(app)
    assert count_sets(log) == 3


def test_all_are_removed_for_good(log: LogBook) -> None:
    delete_three(log)
    app = open_history()
    app.button(key="bin_empty").click().run()
    assert not app.exception
    assert "3 sets removed for good." in read_page(app)
    assert (count_sets(log), count_sets(log, SetFilter(is_deleted=True))) == (1, 0)


def test_who_has_deleted_everything_still_finds_it(log: LogBook) -> None:
    log.delete_sets([log.save_set(make_set(NOW)).set_id])
    app = open_history()
    assert "Nothing here yet" in read_page(app)
    assert app.dataframe[0].value["Load"].tolist() == ["60 kg"]


# --- backups -------------------------------------------------------------------------------------------


def back_up(log: LogBook, folder: Path) -> bytes:
    folder.mkdir(exist_ok=True)
    write_archive(log, find_athletes_folder(), folder / "all.zip", datetime.now(UTC))
    return (folder / "all.zip").read_bytes()


def upload(content: bytes, is_sure: bool = True) -> AppTest:
    app = open_history()
    app.file_uploader(key="restore_file").upload("all.zip", content).run()
    assert app.button(key="restore").disabled
    if is_sure:
        app.checkbox(key="restore_sure").check().run()
    return app


def test_a_backup_is_brought_back_and_what_was_there_kept_beside_it(log: LogBook, tmp_path: Path) -> None:
    log.save_set(make_set(NOW, load_kg=61.0))
    content = back_up(log, tmp_path / "away")
    log.save_set(make_set(NOW, load_kg=99.0))
    log.close()
    app = upload(content)
    app.button(key="restore").click().run()
    assert not app.exception
    assert "1 set of" in app.info[0].value
    (aside,) = list_asides(find_log_folder())
    assert str(aside) in app.info[0].value
    with LogBook(find_log_folder()) as now, LogBook(aside) as before:
        assert [one.facts.load_kg for one in list_sets(now)] == [61.0]
        assert sorted(one.facts.load_kg for one in list_sets(before)) == [61.0, 99.0]


def test_without_the_confirmation_nothing_is_replaced(log: LogBook, tmp_path: Path) -> None:
    log.save_set(make_set(NOW))
    content = back_up(log, tmp_path / "away")
    assert upload(content, is_sure=False).button(key="restore").disabled


def test_what_is_no_backup_is_refused_and_the_log_as_it_was(log: LogBook) -> None:
    log.save_set(make_set(NOW))
    log.close()
    app = upload(b"PK no zip at all")
    app.button(key="restore").click().run()
    assert not app.exception
    assert "all.zip is no full backup" in app.error[0].value.replace("\\", "")
    assert list_asides(find_log_folder()) == []
    assert len(open_history().dataframe[0].value) == 1


def test_a_damaged_log_is_one_click_from_its_backup(log: LogBook) -> None:
    log.save_set(make_set(NOW, load_kg=61.0))
    log.save_set(make_set(NOW, load_kg=62.0))  # with a backup before it
    log.close()
    (find_log_folder() / "log.sqlite").write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)
    app = open_history()
    assert "damaged" in app.error[0].value
    app.button(key="restore_daily").click().run()
    assert not app.exception
    assert "brought back" in app.info[0].value
    assert app.dataframe[0].value["Load"].tolist() == ["61 kg"]


# --- days ----------------------------------------------------------------------------------------------


def test_the_spans_that_are_asked_for_most() -> None:
    spans = find_spans(date(2026, 3, 4))  # a Wednesday
    assert spans == {
        "Everything": (None, None),
        "This week": (date(2026, 3, 2), date(2026, 3, 4)),
        "The last 4 weeks": (date(2026, 2, 5), date(2026, 3, 4)),
        "The last 12 weeks": (date(2025, 12, 11), date(2026, 3, 4)),
        "This year": (date(2026, 1, 1), date(2026, 3, 4)),
    }
    assert limit_days("Ann", None, None) == SetFilter("Ann")
    assert limit_days("Ann", date(2026, 3, 2), None) == SetFilter("Ann", first_day=date(2026, 3, 2))


def test_some_days_are_taken_away(log: LogBook) -> None:
    log.save_sets([make_set(NOW), make_set(NOW - 40 * DAY), make_set(NOW - 80 * DAY)])
    app = open_history()
    assert ":gray[3 sets]" in read_page(app)
    app.selectbox(key="export_span").select("The last 4 weeks").run()
    assert ":gray[1 set]" in read_page(app)
    app.selectbox(key="export_span").select("Other days").run()
    app.date_input(key="export_from").set_value(NOW.date() - 100 * DAY).run()
    app.date_input(key="export_to").set_value(NOW.date() - 30 * DAY).run()
    assert not app.exception
    assert ":gray[2 sets]" in read_page(app)


# --- kept clips ----------------------------------------------------------------------------------------


def save_two(log: LogBook) -> list[int]:
    keys = (CLIP["sha256"], "cd" * 32)
    return [log.save_set(make_set(NOW - k * DAY, source_key=key)).set_id for k, key in enumerate(keys)]


def film(name: str, sha256: str) -> Path:
    folder = keep(name, {**CLIP, "sha256": sha256}, video="")
    shutil.copyfile(SAMPLE, folder / "annotated.webm")
    return folder


def test_two_kept_clips_are_played_side_by_side(log: LogBook) -> None:
    ids = save_two(log)
    film("one", CLIP["sha256"])
    film("other", "cd" * 32)
    app = open_history(compare=[str(one) for one in ids])
    assert "### Both clips" in read_page(app)
    assert len(app.get("video")) == 2
    assert "kept on this computer" not in read_page(app)


def test_the_table_says_which_clips_are_kept(log: LogBook) -> None:
    save_two(log)
    assert "Clip" not in open_history().dataframe[0].value
    film("one", CLIP["sha256"])
    keep("without a video", {**CLIP, "sha256": "cd" * 32}, video="")
    assert open_history().dataframe[0].value["Clip"].fillna("").tolist() == ["kept", ""]


def test_of_a_clip_that_is_not_kept_any_more_only_charts_are_left_and_it_is_said(log: LogBook) -> None:
    ids = save_two(log)
    film("one", CLIP["sha256"])
    other = film("other", "cd" * 32)
    delete_kept_review(other)
    words = read_page(open_history(compare=[str(one) for one in ids]))
    assert "### The clip that was kept" in words
    assert "No clip of A is kept on this computer." in words  # the earlier one is A
    assert "### A: score" in words


def test_a_set_that_was_typed_in_has_no_clip_and_why(log: LogBook) -> None:
    ids = [log.save_set(make_set(NOW)).set_id, log.save_set(type_in(NOW + DAY / 24)).set_id]
    words = read_page(open_history(compare=[str(one) for one in ids]))
    assert "B was not filmed. No clip of A is kept on this computer." in words


def test_an_opened_set_plays_its_kept_clip(log: LogBook, reviewed: tuple) -> None:
    new, track = reviewed
    set_id = log.save_set(new, track).set_id
    assert "was not kept" in open_history(set=str(set_id)).info[0].value
    folder = film("kept", new.source_key)
    app = open_history(set=str(set_id))
    assert len(app.get("video")) == 1
    delete_kept_review(folder)
    assert "was not kept" in open_history(set=str(set_id)).info[0].value
