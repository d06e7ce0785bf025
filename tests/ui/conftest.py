"""The app without a browser: its pages are run as a script, its children are real."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app import jobs
from formcheck.app.job import Job
from formcheck.app.jobs import JobBoard

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    return folder


@pytest.fixture(autouse=True)
def board(data_folder: Path) -> Iterator[JobBoard]:
    """The board of the app, fresh and closed again."""
    jobs.close_board()
    yield jobs.get_board()
    jobs.close_board()


@pytest.fixture
def open_app() -> Callable[[], AppTest]:
    """Opens the app in a new visit."""

    def start() -> AppTest:
        return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()

    return start


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    """Wait for something another process does."""
    end_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end_s, f"waited {PATIENCE_S:g} s in vain for {what}"
        time.sleep(0.05)


def wait_for_end(job: Job) -> None:
    """Wait until a review has come to whatever end."""
    wait_until(lambda: not job.is_busy, f"{job.name} to end")


def read_page(app: AppTest) -> str:
    """Everything that is written on the page."""
    parts = [*app.markdown, *app.error, *app.warning, *app.info, *app.caption]
    words = [str(part.value) for part in parts]
    words += [button.label for button in app.button]
    return "\n".join(words).replace("\\", "")
