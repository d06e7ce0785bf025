"""Sets of the History page: opened, changed, deleted and brought back, two compared."""

from __future__ import annotations

import math
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from streamlit.testing.v1 import AppTest

from formcheck.app.history.opened import UNREADABLE
from formcheck.app.jobs import get_board
from formcheck.corrections import Corrections, DismissedFault, write_corrections
from formcheck.history.details import read_corrections_text
from formcheck.history.entries import SetEdit
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets, list_sets
from formcheck.replay import CORRECTIONS_FILE
from tests.ui.conftest import read_page
from tests.ui.history_visits import NOW, log, open_history, reviewed, tick, tmp_path
from tests.unit.history.set_factory import make_set

__all__ = ["log", "reviewed", "tick", "tmp_path"]


# --- one set -----------------------------------------------------------------------------------------


def test_a_set_with_its_track_is_open_as_a_review_shows_it(log: LogBook, reviewed: tuple) -> None:
    set_id = log.save_set(*reviewed).set_id
    app = open_history(set=str(set_id))
    words = read_page(app)
    assert "# Romanian deadlift" in words
    assert "### Tempo against target" in words
    assert "### All reps" in words
    assert [one.key for one in app.toggle if one.key and one.key.endswith("_corrects")]
    app.button(key="back").click().run()
    assert not app.exception
    assert "### Sets" in read_page(app)


def test_a_set_without_its_track_is_shown_as_it_was_stored(log: LogBook, reviewed: tuple) -> None:
    set_id = log.save_set(reviewed[0]).set_id
    app = open_history(set=str(set_id))
    words = read_page(app)
    assert "### All reps" in words
    assert "as it was stored" in words
    assert "### Tempo against target" not in words
    assert not [one for one in app.toggle if one.key and one.key.endswith("_corrects")]


def test_a_report_that_cannot_be_read_any_more_is_one_sentence(log: LogBook) -> None:
    app = open_history(set=str(log.save_set(make_set(NOW)).set_id))
    assert len(app.error) == 1
    assert app.error[0].value == UNREADABLE
    assert app.button(key="back")


def test_what_is_corrected_on_the_page_is_corrected_in_the_log(log: LogBook, reviewed: tuple) -> None:
    new, track = reviewed
    set_id = log.save_set(replace(new, rpe=8.0, note="mine"), track).set_id
    log.edit_set(set_id, SetEdit(load_kg=55.0))
    app = open_history(set=str(set_id))
    folder = _find_opened(app)
    fault = new.reps[0].faults[0].rule
    write_corrections(Corrections((DismissedFault(new.reps[0].turn_s, fault),)), folder / CORRECTIONS_FILE)
    app.run()
    assert not app.exception
    logged = log.find_set(set_id)
    assert fault in read_corrections_text(log, set_id)
    assert (logged.facts.load_kg, logged.rpe, logged.note) == (55.0, 8.0, "mine")
    assert logged.trained_at == NOW
    assert count_sets(log) == 1


def _find_opened(app: AppTest) -> Path:
    """The folder of the one set that a page has opened."""
    (job_id,) = app.session_state["opened_sets"].values()
    job = get_board().find(job_id, "test")
    assert job is not None
    return job.folder


def test_a_set_that_is_left_leaves_no_files(log: LogBook, reviewed: tuple) -> None:
    app = open_history(set=str(log.save_set(*reviewed).set_id))
    (job_id,) = app.session_state["opened_sets"].values()
    job = get_board().find(job_id, app.session_state["owner"])
    assert job is not None
    assert job.folder.is_dir()
    app.button(key="back").click().run()
    assert not job.folder.exists()


# --- change, delete, undo ------------------------------------------------------------------------------


def test_a_set_is_changed_and_the_change_taken_back(log: LogBook) -> None:
    set_id = log.save_set(make_set(NOW, load_kg=60.0)).set_id
    app = open_history(set=str(set_id))
    app.button(key=f"change_{set_id}").click().run()
    app.number_input(key=f"edit_{set_id}_load").set_value(62.5)
    app.number_input(key=f"edit_{set_id}_rpe").set_value(8.5)
    app.text_area(key=f"edit_{set_id}_note").set_value("Felt good")
    app.button(key=f"edit_{set_id}_save").click().run()
    assert not app.exception
    logged = log.find_set(set_id)
    assert (logged.facts.load_kg, logged.rpe, logged.note) == (62.5, 8.5, "Felt good")
    assert "The set was changed." in read_page(app)
    app.button(key="undo_last").click().run()
    assert not app.exception
    before = log.find_set(set_id)
    assert (before.facts.load_kg, before.note) == (60.0, "")
    assert math.isnan(before.rpe)


def test_what_cannot_be_is_refused_in_a_sentence(log: LogBook) -> None:
    set_id = log.save_set(make_set(NOW)).set_id
    app = open_history(set=str(set_id))
    app.button(key=f"change_{set_id}").click().run()
    app.number_input(key=f"edit_{set_id}_load").set_value(5000.0)
    app.button(key=f"edit_{set_id}_save").click().run()
    assert not app.exception
    assert "between 0 and 1000 kg" in app.error[0].value
    assert log.find_set(set_id).facts.load_kg == 60.0


def test_a_set_is_deleted_and_brought_back(log: LogBook) -> None:
    set_id = log.save_set(make_set(NOW)).set_id
    app = open_history(set=str(set_id))
    app.button(key="delete_set").click().run()
    assert not app.exception
    assert "1 set deleted." in read_page(app)
    assert count_sets(log) == 0
    app.button(key="undo_last").click().run()
    assert count_sets(log) == 1
    assert "### Sets" in read_page(app)


def test_several_sets_are_deleted_together_and_brought_back(log: LogBook, tick) -> None:
    log.save_sets([make_set(NOW - timedelta(days=k), load_kg=20.0 + k) for k in range(4)])
    tick(0, 2, 3)
    app = open_history()
    app.button(key="delete_ticked").click().run()
    assert not app.exception
    assert [one.facts.load_kg for one in list_sets(log)] == [21.0]
    assert "3 sets deleted." in read_page(app)
    app.button(key="undo_last").click().run()
    assert count_sets(log) == 4


def test_one_ticked_set_is_opened(log: LogBook, tick) -> None:
    sets = log.save_sets([make_set(NOW - timedelta(days=k)) for k in range(2)])
    tick(1)
    app = open_history()
    assert "compare" not in [one.key for one in app.button]
    app.button(key="open_ticked").click().run()
    assert not app.exception
    assert app.query_params["set"] == str(sets[1].set_id) or app.query_params["set"] == [str(sets[1].set_id)]


def test_one_ticked_set_is_changed_beside_the_table(log: LogBook, tick) -> None:
    set_id = log.save_set(make_set(NOW)).set_id
    tick(0)
    app = open_history()
    app.button(key=f"change_{set_id}").click().run()
    app.text_input(key=f"edit_{set_id}_athlete").set_value("Ben")
    app.button(key=f"edit_{set_id}_save").click().run()
    assert not app.exception
    assert log.find_set(set_id).athlete == "Ben"
    assert count_sets(log, SetFilter("Ann")) == 0


# --- two sets ------------------------------------------------------------------------------------------


def test_two_ticked_sets_are_compared(log: LogBook, reviewed: tuple, tick) -> None:
    new, track = reviewed
    log.save_set(new, track)
    log.save_set(replace(new, trained_at=NOW - timedelta(days=2), source_key="another", note="slow"))
    tick(0, 1)
    app = open_history()
    app.button(key="compare").click().run()
    assert not app.exception
    words = read_page(app)
    for title in ("Tempo", "A: score", "B: score", "A: range", "B: range", "A: back position"):
        assert f"### {title}" in words
    assert words.index("slow") < words.index("### Tempo")
    app.button(key="back").click().run()
    assert "### Sets" in read_page(app)


def test_sets_of_two_movements_share_what_they_share(log: LogBook, reviewed: tuple) -> None:
    ids = [log.save_set(reviewed[0]).set_id, log.save_set(make_set(NOW)).set_id]
    app = open_history(compare=[str(one) for one in ids])
    words = read_page(app)
    assert "### A: score" in words
    assert "within one movement only" in words
    assert "### A: range" not in words


def test_a_copy_of_the_folder_is_the_same_history(log: LogBook, data_folder: Path, monkeypatch) -> None:
    log.save_set(make_set(NOW, load_kg=61.0))
    log.close()
    moved = data_folder.parent / "moved"
    shutil.copytree(data_folder, moved)
    monkeypatch.setenv("FORMCHECK_DATA", str(moved))
    assert open_history().dataframe[0].value["Load"].tolist() == ["61 kg"]
