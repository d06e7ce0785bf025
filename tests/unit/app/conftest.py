"""A data folder of the test's own, and a board that is closed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.app.jobs import JobBoard


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("FORMCHECK_DATA", str(folder))
    return folder


@pytest.fixture
def board() -> Iterator[JobBoard]:
    made = JobBoard(most_children=1)
    yield made
    made.close()
