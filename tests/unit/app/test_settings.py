"""What the app remembers, and how it forgets."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.app.settings import (
    Settings,
    delete_everything,
    measure_size,
    read_settings,
    write_settings,
)
from formcheck.errors import InputError


def test_nothing_is_set_at_first() -> None:
    assert read_settings() == Settings("", "kg")


def test_what_is_set_is_remembered() -> None:
    write_settings(Settings("Ann", "lb"))
    assert read_settings() == Settings("Ann", "lb")


@pytest.mark.parametrize("text", ["", "{", "[]", '{"athlete": 3, "load_unit": "kg"}', '{"rest_s": 1}'])
def test_a_damaged_file_is_as_if_nothing_was_set(data_folder: Path, text: str) -> None:
    data_folder.mkdir()
    (data_folder / "settings.json").write_text(text, encoding="utf-8")
    assert read_settings() == Settings()


def test_a_file_of_an_earlier_version_keeps_what_it_says(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "settings.json").write_text('{"athlete": "Ann", "load_unit": "lb"}', encoding="utf-8")
    assert read_settings() == Settings("Ann", "lb")


def test_loads_are_kept_in_kilograms() -> None:
    assert Settings(load_unit="kg").to_kg(60.0) == 60.0
    assert Settings(load_unit="lb").to_kg(225.0) == pytest.approx(102.06, abs=0.01)


def test_a_folder_that_cannot_be_written_is_one_sentence(data_folder: Path) -> None:
    data_folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="could not be saved"):
        write_settings(Settings("Ann"))


def test_deleting_everything_leaves_what_is_not_ours(data_folder: Path) -> None:
    for name in ("reviews/one/report.json", "athletes/ann/default.json", "exercises/own.toml", "diary.txt"):
        file = data_folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("x" * 10, encoding="utf-8")
    write_settings(Settings("Ann"))
    assert measure_size(data_folder / "reviews") == 10
    delete_everything()
    assert [file.name for file in data_folder.rglob("*") if file.is_file()] == ["diary.txt"]
    assert measure_size(data_folder / "reviews") == 0
