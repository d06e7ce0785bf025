"""Visits to the History page, and what its log is filled with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from formcheck.app.history import sets_table
from formcheck.exercises.loader import load_exercise
from formcheck.history.entries import NewSet
from formcheck.history.from_report import make_entry
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.pose.track import TrackWriter
from formcheck.session import Session
from tests.figure_sets import film, plan
from tests.unit.history.conftest import tmp_path

__all__ = ["log", "open_history", "reviewed", "run_history", "tick", "tmp_path"]

NOW = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0)


def run_history() -> None:
    from formcheck.app.history_page import show_history_page

    show_history_page()


def open_history(**query: object) -> AppTest:
    app = AppTest.from_function(run_history, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


@pytest.fixture
def log() -> Iterator[LogBook]:
    with LogBook(find_log_folder()) as opened:
        yield opened


@pytest.fixture
def tick(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Ticks rows of the table, which only a browser can, until something was done with them."""

    def choose(*rows: int) -> None:
        shown = sets_table.choose_rows

        def answer(table: pd.DataFrame, page: int) -> list[int]:
            shown(table, page)
            return list(rows) if not st.session_state.get("sets_round") else []

        monkeypatch.setattr(sets_table, "choose_rows", answer)

    return choose


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> tuple[NewSet, Path]:
    """A set that squats the hinge, as a review saves it, and its pose track."""
    session = Session(load_exercise("romanian_deadlift"))
    track = tmp_path_factory.mktemp("reviewed") / "pose.npz"
    source = {"name": "squatted.mp4", "sha256": "ab" * 32, "duration_s": 12.0, "load_kg": 40.0}
    with TrackWriter(track) as writer:
        for pose in film(plan("romanian_deadlift", reps=3, faults={"squatted_hinge": 45.0})):
            writer.append(pose)
            session.push(pose)
        writer.finish({"source": source, "pose": {}})
    report = session.finish(source, {})
    return make_entry(report, athlete="Ann", trained_at=NOW, source="review"), track
