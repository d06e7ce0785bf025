"""The History page: empty, filled, and what comes in and goes out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app.history.downloads import make_writer
from formcheck.app.history.exchange import list_offers
from formcheck.app.settings import Settings, write_settings
from formcheck.errors import InputError
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import SetFilter, count_sets, list_sets
from tests.ui.conftest import read_page
from tests.ui.history_visits import NOW, log, open_history, reviewed, run_history, tick, tmp_path
from tests.unit.history.set_factory import make_set, type_in

__all__ = ["log", "reviewed", "tick", "tmp_path"]


# --- empty, and what cannot be read ----------------------------------------------------------------


def test_an_empty_log_says_what_to_do() -> None:
    app = open_history()
    assert "# History" in read_page(app)
    assert "Save to log" in read_page(app)
    assert app.button(key="to_review").label == "Try the sample set"
    assert not app.dataframe


def test_a_damaged_log_is_one_sentence_and_a_way_on(data_folder: Path) -> None:
    folder = find_log_folder()
    folder.mkdir(parents=True)
    (folder / "log.sqlite").write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)
    app = open_history()
    assert len(app.error) == 1
    assert "damaged" in app.error[0].value
    assert app.button(key="to_review")


def test_a_log_of_a_newer_formcheck_is_left_alone(log: LogBook) -> None:
    log.save_set(make_set())
    log.close()
    file = find_log_folder() / "log.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 999")
    app = open_history()
    assert len(app.error) == 1
    assert "newer" in app.error[0].value


def test_a_log_that_may_not_be_changed_is_shown_all_the_same(
    log: LogBook, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_id = log.save_set(make_set(NOW)).set_id

    def refuse(*_: object) -> int:
        raise InputError("The training log was not changed: formcheck may not write there.")

    app = open_history(set=str(set_id))
    monkeypatch.setattr(LogBook, "delete_sets", refuse)
    app.button(key="delete_set").click().run()
    assert not app.exception
    assert "may not write" in app.error[0].value
    assert count_sets(log) == 1


# --- what is shown -----------------------------------------------------------------------------------


def test_the_page_shows_days_quality_trends_bests_and_sets(log: LogBook) -> None:
    log.save_sets([make_set(NOW - timedelta(days=k), load_kg=60.0 + k, athlete="Ann") for k in range(3)])
    app = open_history()
    words = read_page(app)
    for title in (
        "Training days",
        "Quality sets this week",
        "Volume by week",
        "Load",
        "Personal bests",
        "Sets",
    ):
        assert f"### {title}" in words
    assert "3 sets on 3 days" in words
    assert len(app.dataframe[0].value) == 3
    assert next(chart.proto.alt for chart in app.get("vega_lite_chart")).startswith("Training days. ")


def test_more_trends_are_drawn_when_they_are_opened(log: LogBook, reviewed: tuple) -> None:
    log.save_set(*reviewed)
    assert "### Lowering, time" not in read_page(open_history())
    app = AppTest.from_function(run_history, default_timeout=60)
    app.session_state["more_romanian_deadlift"] = True
    app.run()
    assert not app.exception
    words = read_page(app)
    for title in ("Reps a set", "Range", "Lowering, time", "Lifting, time"):
        assert f"### {title}" in words


def test_loads_are_shown_in_pounds_where_the_settings_say_so(log: LogBook) -> None:
    write_settings(Settings("Ann", "lb"))
    log.save_set(make_set(NOW, load_kg=45.359237))
    app = open_history()
    assert app.dataframe[0].value["Load"].tolist() == ["100 lb"]
    assert "100 lb" in read_page(app).replace("\N{NO-BREAK SPACE}", " ")


def test_several_athletes_are_kept_apart_and_the_usual_one_comes_first(log: LogBook) -> None:
    write_settings(Settings("ben"))
    log.save_sets([make_set(NOW), make_set(NOW, athlete="Ben", load_kg=80.0), make_set(NOW, athlete="")])
    app = open_history()
    assert app.selectbox(key="history_athlete").options == ["Nobody in particular", "Ann", "Ben"]
    assert app.dataframe[0].value["Load"].tolist() == ["80 kg"]
    app.selectbox(key="history_athlete").select("Ann").run()
    assert not app.exception
    assert app.dataframe[0].value["Load"].tolist() == ["60 kg"]


def test_another_movement_is_one_click_away(log: LogBook) -> None:
    other: dict[str, Any] = {
        "exercise_key": "romanian_deadlift",
        "exercise_name": "Romanian deadlift",
        "family": "hinge",
    }
    log.save_sets([make_set(NOW), make_set(NOW - timedelta(days=1), load_kg=99.0, **other)])
    app = open_history()
    assert "60 kg on" in read_page(app)
    app.button_group(key="history_movement").set_value("romanian_deadlift").run()
    assert not app.exception
    assert "99 kg on" in read_page(app)


def test_many_sets_come_a_page_at_a_time(log: LogBook) -> None:
    log.save_sets([make_set(NOW - timedelta(days=k), load_kg=20.0 + k) for k in range(55)])
    app = open_history()
    assert app.dataframe[0].value["Load"].tolist()[0] == "20 kg"
    assert len(app.dataframe[0].value) == 50
    app.pagination(key="sets_page").set_value(2).run()
    assert not app.exception
    assert app.dataframe[0].value["Load"].tolist() == [f"{load} kg" for load in range(70, 75)]


def test_a_set_that_was_typed_in_is_shown_and_opened(log: LogBook) -> None:
    set_id = log.save_set(type_in(NOW)).set_id
    assert open_history().dataframe[0].value["Result"].tolist() == ["Typed in, not filmed"]
    assert "was not filmed" in read_page(open_history(set=str(set_id)))


@pytest.mark.parametrize("wanted", ["999", "x", "-1"])
def test_a_set_that_is_not_there_leaves_the_history(log: LogBook, wanted: str) -> None:
    log.save_set(make_set(NOW))
    app = open_history(set=wanted)
    assert len(app.warning) == 1
    assert "### Sets" in read_page(app)


# --- in and out ----------------------------------------------------------------------------------------

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,"
    "Distance,Seconds,Notes,Workout Notes,RPE\n"
    '2026-03-02 18:05:00,"Back",45m,"Deadlift (Barbell)",1,100,5,0,0,"","",\n'
    '2026-03-02 18:05:00,"Back",45m,"Deadlift (Barbell)",2,100,x,0,0,"","",\n'
)


def test_sets_of_another_app_are_added_once_and_what_was_skipped_is_told(log: LogBook) -> None:
    app = open_history()
    for number, (added, known) in enumerate(((1, 0), (0, 1))):
        app.file_uploader(key=f"import_{number}").upload("strong.csv", STRONG.encode())
        app.text_input(key=f"import_athlete_{'' if added else 'Ann'}").set_value("Ann").run()
        app.button(key="import_now").click().run()
        assert not app.exception
        told = app.info[0].value.replace("\\", "")
        assert f"{added} set{'' if added == 1 else 's'} added, {known} known already." in told
        assert "line 3" in told
    assert [(one.athlete, one.facts.load_kg) for one in list_sets(log)] == [("Ann", 100.0)]


def test_a_file_of_something_else_is_refused_in_a_sentence(log: LogBook) -> None:
    log.save_set(make_set(NOW))
    app = open_history()
    app.file_uploader(key="import_0").upload("shopping.csv", b"bread,2\nmilk,1\n")
    app.run()
    app.button(key="import_now").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert count_sets(log) == 1


def test_the_log_is_taken_away_in_every_format(log: LogBook) -> None:
    log.save_set(make_set(NOW, load_kg=61.5))
    written = {}
    for name, write in list_offers(SetFilter("Ann")).values():
        written[name] = make_writer(find_log_folder(), name, write)()
    assert b"61.5" in written["sets.csv"]
    assert b"61.5" in written["strong.csv"]
    assert b"61.5" in written["hevy.csv"]
    assert b"61.5" in written["report.html"]
    assert len(open_history().get("download_button")) == len(written) + 1  # and the backup


def test_the_next_session_stands_above_all(log: LogBook) -> None:
    log.save_set(make_set(NOW - timedelta(days=3)))
    app = open_history()
    assert not app.exception
    told = [str(one.proto) for one in app.get("bidi_component")]
    assert any("or later: Barbell row" in one for one in told)
