"""Guide and Settings."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app import guide_page, loops
from formcheck.app.settings import Settings, read_settings, write_settings
from formcheck.athletes import AthleteRecord, write_record
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import list_athletes
from formcheck.report.wording import find_words, start_sentence
from tests.ui.conftest import read_page
from tests.unit.app.test_kept import keep
from tests.unit.history.set_factory import make_set


def run_guide() -> None:
    from formcheck.app.guide_page import show_guide_page

    show_guide_page()


def run_settings() -> None:
    from formcheck.app.settings_page import show_settings_page

    show_settings_page()


@pytest.fixture
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing loops takes long, and is tested by itself."""
    monkeypatch.setattr(guide_page, "find_loop", lambda _: (None, None))
    monkeypatch.setattr(guide_page, "is_drawn", lambda _: True)


def open_guide(movement: str = "") -> AppTest:
    app = AppTest.from_function(run_guide, default_timeout=60)
    if movement:
        app.query_params["movement"] = movement
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize("key", list_exercises())
def test_the_guide_shows_every_movement(key: str, no_drawing: None) -> None:
    words = read_page(open_guide(key))
    exercise = load_exercise(key)
    assert f"# {exercise.name}" in words
    assert exercise.camera_advice in words
    for rule in exercise.rules:
        assert start_sentence(find_words(rule.name).name) in words
        assert rule.cue in words
    assert "What one camera can and cannot know" in words
    assert "not medical advice" in words


def test_another_movement_is_one_click_away(no_drawing: None) -> None:
    app = open_guide()
    app.segmented_control(key="family").select("Stability").run()
    assert not app.exception
    assert "# Bird-dog" in read_page(app)
    assert app.query_params["movement"] == "bird_dog"


def test_a_movement_that_is_not_known_shows_the_first(no_drawing: None) -> None:
    assert "# Conventional deadlift" in read_page(open_guide("flying"))


def test_the_loop_is_shown_when_it_is_drawn(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(loops, "SIZE_PX", (96, 72))
    monkeypatch.setattr(loops, "FPS", 3.0)
    loops.draw_loop("good_morning", tmp_path)
    still, loop = tmp_path / "good_morning.jpg", tmp_path / "good_morning.webm"
    monkeypatch.setattr(guide_page, "find_loop", lambda _: (still, loop))
    assert len(open_guide("good_morning").get("video")) == 1
    monkeypatch.setattr(guide_page, "find_loop", lambda _: (still, None))
    monkeypatch.setattr(guide_page, "is_drawn", lambda _: False)
    app = open_guide("good_morning")
    assert "being drawn" in read_page(app)
    assert not app.get("video")


def test_settings_are_saved_as_they_are_changed(data_folder: Path) -> None:
    app = AppTest.from_function(run_settings, default_timeout=60).run()
    assert not app.exception
    app.text_input(key="set_athlete").set_value(" Ann ").run()
    app.segmented_control(key="set_unit").select("lb").run()
    assert not app.exception
    assert read_settings() == Settings("Ann", "lb")
    assert str(data_folder) in app.code[0].value


def test_everything_can_be_deleted(data_folder: Path) -> None:
    app = AppTest.from_function(run_settings, default_timeout=60).run()
    app.text_input(key="set_athlete").set_value("Ann").run()
    record = data_folder / "athletes" / "ann" / "default.json"
    record.parent.mkdir(parents=True)
    record.write_text("{}", encoding="utf-8")
    app.run()
    assert "athletes: ann" in read_page(app)
    app.button(key="delete_everything").click().run()
    assert not app.exception
    assert "Everything was deleted." in read_page(app)
    assert not record.exists()
    assert read_settings() == Settings()
    assert app.text_input(key="set_athlete").value == ""


def fill_log() -> None:
    with LogBook(find_log_folder()) as log:
        log.save_sets([make_set(), make_set(reps=5), make_set(athlete="Ben")])


def test_the_sets_of_the_log_are_counted_and_deleted_with_everything() -> None:
    fill_log()
    aside = find_log_folder().with_name("log-before-20260301T120000Z")
    with LogBook(aside) as old:
        old.save_set(make_set())
    app = AppTest.from_function(run_settings, default_timeout=60).run()
    assert not app.exception
    assert "3 sets in your training log" in read_page(app)
    app.button(key="delete_everything").click().run()
    assert not app.exception
    assert "0 sets in your training log" in read_page(app)
    assert not find_log_folder().exists()
    assert not aside.exists()


def test_an_athlete_is_removed_with_everything_known_of_them(data_folder: Path) -> None:
    fill_log()
    write_settings(Settings("ann", "lb"))
    record = write_record(AthleteRecord("Ann", "default"))
    app = AppTest.from_function(run_settings, default_timeout=60).run()
    assert app.button(key="remove_athlete").disabled
    app.selectbox(key="removed_athlete").select("Ann").run()
    app.button(key="remove_athlete").click().run()
    assert not app.exception
    assert "Ann: removed." in read_page(app)
    with LogBook(find_log_folder()) as log:
        assert [(one.name, one.sets) for one in list_athletes(log)] == [("Ben", 1)]
    assert not record.parent.exists()
    assert read_settings() == Settings("", "lb")


def test_kept_reviews_of_an_athlete_are_named_and_go_too() -> None:
    fill_log()
    hers, his = keep("2026-03-02 12.00 hers.mp4"), keep("2026-03-02 12.00 his.mp4", athlete="Ben")
    app = AppTest.from_function(run_settings, default_timeout=60).run()
    app.selectbox(key="removed_athlete").select("Ann").run()
    words = read_page(app)
    assert "2 sets of the log" in words
    assert "the kept review “2026-03-02 12.00 hers.mp4”" in words
    assert "his.mp4" not in words
    app.button(key="remove_athlete").click().run()
    assert not app.exception
    assert not hers.exists()
    assert his.is_dir()


def test_an_athlete_without_sets_is_removed_too(data_folder: Path) -> None:
    record = write_record(AthleteRecord("Eve", "default"))
    app = AppTest.from_function(run_settings, default_timeout=60).run()
    app.selectbox(key="removed_athlete").select("eve").run()
    app.button(key="remove_athlete").click().run()
    assert not app.exception
    assert not record.parent.exists()
    assert not find_log_folder().exists()


def test_a_damaged_log_leaves_the_settings_usable() -> None:
    find_log_folder().mkdir(parents=True)
    (find_log_folder() / "log.sqlite").write_bytes(b"SQLite format 3\0" + b"nonsense" * 1000)
    app = AppTest.from_function(run_settings, default_timeout=60).run()
    assert not app.exception
    assert "damaged" in app.warning[0].value
    assert app.button(key="delete_everything")
