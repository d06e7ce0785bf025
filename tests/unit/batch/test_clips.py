"""Which files of a folder are clips."""

from __future__ import annotations

import os
import sys

import pytest

from formcheck.batch.clips import find_clips
from formcheck.errors import InputError


def put(folder, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"12345")


def test_folders_within_are_searched_and_stay_in_the_names(tmp_path):
    put(tmp_path, "b/set1.MP4", "a/set1.mp4", "a/deep/er/x.webm", "top.mov", "notes.txt", "a/pose.npz")
    clips = find_clips(tmp_path, tmp_path / "out")
    assert [clip.name for clip in clips] == ["a/deep/er/x.webm", "a/set1.mp4", "b/set1.MP4", "top.mov"]
    assert all(clip.path.is_absolute() and clip.size_bytes == 5 for clip in clips)
    assert clips[3].modified_ns == (tmp_path / "top.mov").stat().st_mtime_ns


def test_hidden_files_reports_and_the_reports_folder_are_no_clips(tmp_path):
    put(tmp_path, "set.mp4", "._set.mp4", ".trash/old.mp4", "mine/report.json", "mine/annotated.webm")
    put(tmp_path, "out/set.mp4/annotated.webm", "folder.mp4/inside.mp4")
    assert [clip.name for clip in find_clips(tmp_path, tmp_path / "out")] == [
        "folder.mp4/inside.mp4",
        "set.mp4",
    ]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_name_that_is_no_text_can_be_written(tmp_path):
    (tmp_path / os.fsdecode(b"s\xe9t.mp4")).write_bytes(b"1")
    clip = find_clips(tmp_path, tmp_path / "out")[0]
    assert clip.name == "s\\udce9t.mp4"
    assert clip.path.is_file()


@pytest.mark.parametrize(
    ("folder", "out", "words"),
    [
        ("missing", "out", "missing is not there, expected a folder"),
        ("file.mp4", "out", "file.mp4 is a file, expected a folder"),
        ("clips", "clips", "is the folder of the clips"),
        ("empty", "out", "There is no video in"),
    ],
)
def test_refusals(tmp_path, folder, out, words):
    put(tmp_path, "file.mp4", "clips/a.mp4", "empty/notes.txt")
    with pytest.raises(InputError, match=words):
        find_clips(tmp_path / folder, tmp_path / out)
