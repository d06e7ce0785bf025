"""The registry of formats: all of them are written, and what is missing is said in one sentence."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.command_line import export
from formcheck.errors import InputError
from formcheck.report.formats import DEFAULT_FORMATS, FORMATS, list_files, read_formats, write_format
from tests.unit.report.bundles import make_bundle
from tests.unit.report.report_factory import make_report

OF_A_TRACK = ("trc", "mot", "c3d")
OF_SIGNALS = ("signals", "parquet")


@pytest.mark.parametrize("key", [key for key in FORMATS if key != "mp4"])
@pytest.mark.parametrize("kind", ["full", "empty"])
def test_every_format_writes_the_files_it_names(key: str, kind: str, tmp_path: Path) -> None:
    bundle = make_bundle(kind, tmp_path)
    if kind == "empty" and key in (*OF_SIGNALS, "c3d"):
        pytest.skip("there is nothing to write, which is said: see below")
    folder = tmp_path / "out"
    folder.mkdir()
    files = write_format(key, bundle, folder)
    assert sorted(file.name for file in folder.iterdir()) == sorted(FORMATS[key].files)
    assert [file.name for file in files] == list(FORMATS[key].files)
    assert all(file.stat().st_size > 0 for file in files)


def test_no_two_formats_write_the_same_file() -> None:
    files = list_files(FORMATS)
    assert len(set(files)) == len(files)
    assert list_files(DEFAULT_FORMATS) == ["report.json", "reps.csv", "faults.csv", "report.html"]


@pytest.mark.parametrize("key", [*OF_A_TRACK, *OF_SIGNALS, "mp4"])
def test_what_is_missing_is_said(key: str, tmp_path: Path) -> None:
    bundle = make_bundle("full", tmp_path)
    bare = replace(bundle, track=None, report=replace(bundle.report, signals={}))
    with pytest.raises(InputError) as told:
        write_format(key, bare, tmp_path)
    sentence = str(told.value)
    assert sentence.startswith(FORMATS[key].name)
    assert ("review --track" if key != "mp4" else "--no-video") in sentence
    assert sentence.count(".") == 1


@pytest.mark.parametrize("key", ["pdf", "c3d", "mp4"])
def test_a_missing_extra_is_said_with_its_command(key: str, tmp_path: Path, monkeypatch) -> None:
    find = importlib.util.find_spec
    hidden = FORMATS[key].module
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == hidden else find(name))
    bundle = make_bundle("full", tmp_path)
    for attempt in (lambda: write_format(key, bundle, tmp_path), lambda: read_formats(f"json,{key}")):
        with pytest.raises(InputError, match=rf"pip install 'formcheck\[{FORMATS[key].extra}\]'"):
            attempt()
    assert FORMATS["json"].find_problem(bundle) == ""


def test_a_list_of_formats_is_read() -> None:
    assert read_formats(" JSON, csv,,json ") == ("json", "csv")
    for text in ("", ",", "docx", "json,docx"):
        with pytest.raises(InputError, match="json,csv,html,pdf"):
            read_formats(text)


def test_the_command_line_names_every_format() -> None:
    (option,) = export.__annotations__["formats"].__metadata__
    assert set(FORMATS) <= set(re.findall(r"\w+", option.help))


def test_a_picture_outside_the_folder_is_not_handed_out(tmp_path: Path) -> None:
    bundle = make_bundle("short", tmp_path / "review")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (tmp_path / "review" / "notes.txt").write_text("secret", encoding="utf-8")
    assert bundle.find_picture("faults/first.jpg") is not None
    for name in ("../secret.jpg", str(tmp_path / "secret.jpg"), "notes.txt", "missing.jpg", "", "faults"):
        assert bundle.find_picture(name) is None
    assert replace(bundle, pictures=None).find_picture("faults/first.jpg") is None


def test_a_report_without_frames_has_no_signals(tmp_path: Path) -> None:
    assert make_bundle("full", tmp_path).has_signals
    assert not replace(make_bundle("full", tmp_path), report=make_report("empty")).has_signals
