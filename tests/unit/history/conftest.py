"""A folder for a log, a clock that stands still, and an open log."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.history.log_book import LogBook
from tests.unit.history.set_factory import Clock

MEMORY = Path("/dev/shm")


@pytest.fixture
def tmp_path(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder in memory, where there is one.

    These tests flush thousands of files, which a busy disk makes wait for minutes. What a killed process has
    written is there all the same: only a power cut would lose it, and no test does that.
    """
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path_factory.mktemp("history")
        return
    with tempfile.TemporaryDirectory(prefix="formcheck-", dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(folder: Path, clock: Clock) -> Iterator[LogBook]:
    with LogBook(folder, clock) as opened:
        yield opened
