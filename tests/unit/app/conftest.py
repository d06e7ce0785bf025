"""A data folder of the test's own, and a board that is closed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.app.jobs import JobBoard, close_board


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of the test's own; the app's one board, which is bound to it, goes with it."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    yield folder
    close_board()


@pytest.fixture
def board() -> Iterator[JobBoard]:
    made = JobBoard(most_children=1)
    yield made
    made.close()
