"""Files of other apps, and our movements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.history.exchange.movements import Movement


@pytest.fixture(scope="session")
def movements() -> list[Movement]:
    return [
        Movement(one.key, one.name, one.family, one.also_called)
        for one in map(load_exercise, list_exercises())
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a text into a file of its own."""

    def write(text: str, name: str = "log.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write
