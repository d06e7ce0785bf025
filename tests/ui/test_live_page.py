"""The Live page without a browser: what is asked before a set, and what stands there between two."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app import live_start
from formcheck.app.jobs import JobBoard
from formcheck.app.live_start import SetPlan
from formcheck.app.messages import Task
from formcheck.app.settings import Settings, read_settings, write_settings
from formcheck.athletes import USUAL_CAMERA, AthleteRecord, write_record
from formcheck.exercises.loader import load_exercise
from formcheck.pose.track import TrackWriter
from formcheck.report.json import write_json
from formcheck.session import Session
from tests.calibration_factory import NEUTRAL_HINGE
from tests.figure_sets import film, plan
from tests.ui.conftest import read_page


def run_live() -> None:
    from formcheck.app.live_page import show_live_page

    show_live_page()


@pytest.fixture
def has_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_start, "get_fetch", lambda: FoundModel())


class FoundModel:
    """A pose model that lies on the disk."""

    def find(self) -> Path:
        return Path("model.task")


def open_live() -> AppTest:
    app = AppTest.from_function(run_live, default_timeout=60).run()
    assert not app.exception
    return app


def find_switch(app: AppTest, words: str) -> bool:
    """Value of the switch that says this."""
    return next(toggle.value for toggle in app.toggle if words in toggle.label)


def test_without_a_model_no_camera_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_start, "get_fetch", lambda: NoModel())
    monkeypatch.setattr(live_start, "show_model_card", lambda: None)
    app = open_live()
    assert app.button(key="start_live").disabled
    assert "not medical advice" in read_page(app)


class NoModel:
    """No pose model yet."""

    def find(self) -> None:
        return None


def test_a_posture_is_only_taken_where_there_is_one_to_take(has_model: None) -> None:
    app = open_live()
    assert not [toggle for toggle in app.toggle if "neutral" in toggle.label]
    app.selectbox(key="live_movement").select("barbell_row").run()
    has_one = load_exercise("barbell_row").calibration is not None
    assert bool([toggle for toggle in app.toggle if "neutral" in toggle.label]) is has_one
    app.selectbox(key="live_movement").select("romanian_deadlift").run()
    assert find_switch(app, "Take my neutral posture first") is True
    assert find_switch(app, "Keep a clip") is False


def test_what_is_known_of_an_athlete_is_not_asked_for_again(has_model: None) -> None:
    write_record(AthleteRecord("Ann", USUAL_CAMERA).remember(NEUTRAL_HINGE))
    write_settings(Settings(athlete="Ann"))
    app = open_live()
    app.selectbox(key="live_movement").select("romanian_deadlift").run()
    assert find_switch(app, "Take my neutral posture anew") is False


def test_the_address_for_a_phone_is_checked_and_remembered(has_model: None) -> None:
    app = open_live()
    app.text_input[-1].input("192.168.1.20").run()
    assert "Give the whole address" in read_page(app)
    assert read_settings().phone_address == ""
    app.text_input[-1].input("https://192.168.1.20:8443/").run()
    assert "https://192.168.1.20:8443/live" in read_page(app)
    assert read_settings().phone_address == "https://192.168.1.20:8443/"


@pytest.fixture
def finished_set(board: JobBoard) -> str:
    """A live set of three Romanian deadlifts, on the board; returns its id."""
    exercise = load_exercise("romanian_deadlift")
    session, folder = Session(exercise), board.make_folder()
    with TrackWriter(folder / "pose.npz") as track:
        for pose in film(plan("romanian_deadlift", 3), rate_hz=30.0):
            session.push(pose)
            track.append(pose)
        track.finish({})
    source = {"kind": "live", "name": "Live 2026-11-22 10-00-00", "load_kg": 60.0}
    write_json(session.finish(source), folder / "report.json")
    return board.take_in("Live 2026-11-22 10-00-00", Task(folder, None, exercise.key, resumes=True)).id


def open_after(*sets: str) -> AppTest:
    app = AppTest.from_function(run_live, default_timeout=60)
    app.session_state["live_plan"] = SetPlan("romanian_deadlift", rest_s=90.0, calibrates=True)
    app.session_state["live_sets"] = list(sets)
    app.run()
    assert not app.exception
    return app


def test_after_a_set_stand_its_summary_and_the_next_one(finished_set: str) -> None:
    app = open_after(finished_set)
    words = read_page(app)
    assert "# Romanian deadlift" in words
    assert "60 kg" in words
    assert "The clip itself was not kept" in words
    assert "Start set 2" in words
    app.button(key="next_set").click().run()
    assert app.session_state["live_run"] == 1
    assert app.session_state["live_plan"].calibrates is False


def test_what_is_left_is_deleted(finished_set: str, board: JobBoard) -> None:
    job = board.find(finished_set, "somebody")
    assert job is not None
    job.owners.clear()
    app = open_after(finished_set)
    folder = job.folder
    next(button for button in app.button if button.label == "Done training").click().run()
    assert not folder.exists()
    assert "Train with a coach beside you" in read_page(app)


def test_a_set_is_saved_in_the_log_once_and_taken_out_again(finished_set: str) -> None:
    from formcheck.history.log_book import LogBook, find_log_folder
    from formcheck.history.queries import count_sets

    app = open_after(finished_set)

    def count() -> int:
        with LogBook(find_log_folder()) as log:
            return count_sets(log)

    assert count() == 0
    switch = next(toggle for toggle in app.toggle if toggle.label == "Save to log")
    switch.set_value(True).run()
    app.run()
    assert count() == 1
    next(toggle for toggle in app.toggle if toggle.label == "Save to log").set_value(False).run()
    assert count() == 0


def test_a_log_that_cannot_be_opened_costs_no_result(finished_set: str, data_folder: Path) -> None:
    shutil.rmtree(data_folder / "log", ignore_errors=True)
    (data_folder / "log").write_text("in the way", encoding="utf-8")
    app = open_after(finished_set)
    assert "The report is still open here." in read_page(app)
    assert "# Romanian deadlift" in read_page(app)


def test_sets_of_one_visit_can_be_looked_at_one_by_one(finished_set: str, board: JobBoard) -> None:
    first = board.find(finished_set, "x")
    assert first is not None
    folder = board.make_folder()
    for name in ("pose.npz", "report.json"):
        shutil.copyfile(first.folder / name, folder / name)
    time.sleep(0.01)
    second = board.take_in("Live later", Task(folder, None, "romanian_deadlift", resumes=True)).id
    app = open_after(finished_set, second)
    words = read_page(app)
    assert "Start set 3" in words
    assert "Set 1" in str(app.get("button_group")[-1])
