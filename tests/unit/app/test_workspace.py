"""The private folder of one run of the app: gone with it, and nothing else with it."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from formcheck.app.workspace import KEEP_FILE, Workspace, find_kept_folder, list_kept, make_safe_name
from formcheck.errors import InputError


def finish(folder: Path, name: str = "") -> Path:
    """Put a finished review into a folder, to be kept when it has a name."""
    (folder / "report.json").write_text("{}", encoding="utf-8")
    if name:
        (folder / KEEP_FILE).write_text(name, encoding="utf-8")
    return folder


def test_closing_removes_everything_that_is_not_kept(data_folder: Path) -> None:
    workspace = Workspace()
    finish(workspace.make_folder())
    finish(workspace.make_folder(), "squat day.mp4")
    workspace.close()
    assert list((data_folder / "workspace").iterdir()) == []
    assert len(list_kept()) == 1
    assert list_kept()[0].name.endswith("squat day.mp4")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_nobody_else_may_look_into_it() -> None:
    workspace = Workspace()
    for folder in (workspace.folder, workspace.make_folder()):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    workspace.close()


def test_what_a_killed_run_left_goes_when_the_next_begins(data_folder: Path) -> None:
    left = data_folder / "workspace" / "run-killed"
    upload = left / "1234" / "upload" / "private.mp4"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"a set")
    (left / "lock").touch()
    Workspace().close()
    assert not left.exists()


def test_a_run_that_lives_is_left_alone() -> None:
    first = Workspace()
    folder = first.make_folder()
    Workspace().close()
    assert folder.is_dir()
    first.close()


def test_two_kept_reviews_of_one_name_are_both_kept() -> None:
    workspace = Workspace()
    for _ in range(2):
        finish(workspace.make_folder(), "set")
    workspace.close()
    assert len(list_kept()) == 2


def test_a_review_without_a_report_is_not_kept() -> None:
    workspace = Workspace()
    (workspace.make_folder() / KEEP_FILE).write_text("cancelled", encoding="utf-8")
    workspace.close()
    assert not find_kept_folder().exists()


def test_a_folder_that_cannot_be_written_is_one_sentence(data_folder: Path) -> None:
    data_folder.parent.mkdir(exist_ok=True)
    data_folder.write_text("a file in the way", encoding="utf-8")
    with pytest.raises(InputError, match="Cannot write into"):
        Workspace()


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("my set.mp4", "my set.mp4"),
        ("../../etc/passwd.mp4", "passwd.mp4"),
        (r"C:\clips\Kreuzheben äöü.MOV", "Kreuzheben äöü.MOV"),
        ("a:b*c?.webm", "a_b_c_.webm"),
        ("...", "clip"),
        ("x" * 300 + ".mp4", "x" * 76 + ".mp4"),
    ],
)
def test_names_stay_inside_their_folder(given: str, safe: str) -> None:
    assert make_safe_name(given) == safe
