"""A user's own folder of movements, one a test."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from formcheck.exercises import loader
from tests.unit.exercises.toml_factory import Save


@pytest.fixture
def save(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Save]:
    """Put a TOML into a user's folder of this test's own."""
    monkeypatch.setattr(loader, "find_user_folder", lambda: tmp_path)

    def forget() -> None:
        for cached in (loader._find_files, loader._read):
            cached.cache_clear()

    def save_toml(key: str, text: str) -> Path:
        path = tmp_path / f"{key}.toml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        forget()
        return path

    forget()
    yield save_toml
    forget()


@pytest.fixture(autouse=True)
def _no_user_folder(save: Save) -> None:
    """No test reads the TOMLs of whoever runs it."""
