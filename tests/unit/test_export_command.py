"""``formcheck export``: all that was asked for, or nothing and one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.export_command import run_export
from tests.unit.test_replay import save_review


def list_names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_files_appear_beside_the_report(tmp_path: Path, capsys) -> None:
    save_review("short", tmp_path)
    run_export(tmp_path, "html,vtt,trc", None, overwrite=False)
    assert list_names(tmp_path) == {"report.json", "pose.npz", "report.html", "clip.vtt", "landmarks.trc"}
    assert "report.html, clip.vtt, landmarks.trc" in capsys.readouterr().out


def test_files_appear_where_they_are_wanted(tmp_path: Path) -> None:
    save_review("short", tmp_path)
    run_export(tmp_path / "report.json", "csv", tmp_path / "new" / "place", overwrite=False)
    assert list_names(tmp_path / "new" / "place") == {"reps.csv", "faults.csv"}


def test_nothing_is_replaced_silently(tmp_path: Path) -> None:
    save_review("short", tmp_path)
    (tmp_path / "faults.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=r"faults\.csv exists already: .*--overwrite"):
        run_export(tmp_path, "html,csv", None, overwrite=False)
    assert (tmp_path / "faults.csv").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "report.html").exists()
    run_export(tmp_path, "html,csv", None, overwrite=True)
    assert (tmp_path / "faults.csv").read_text(encoding="utf-8") != "mine"


def test_all_or_nothing(tmp_path: Path) -> None:
    save_review("short", tmp_path)
    with pytest.raises(InputError, match="annotated video"):
        run_export(tmp_path, "html,mp4", None, overwrite=False)
    (tmp_path / "annotated.webm").write_bytes(b"no video")
    with pytest.raises(InputError, match="cannot be made an MP4"):
        run_export(tmp_path, "html,mp4", None, overwrite=False)
    assert list_names(tmp_path) == {"report.json", "pose.npz", "annotated.webm"}


def test_a_folder_that_cannot_be_written_gets_one_sentence(tmp_path: Path) -> None:
    save_review("short", tmp_path)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="--out"):
        run_export(tmp_path, "html", tmp_path / "file" / "out", overwrite=False)
