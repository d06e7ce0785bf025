"""Limits of what may be uploaded, and the private copy."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from formcheck.app.intake import (
    MOST_CLIPS,
    MOST_MB,
    Options,
    check_uploads,
    find_sample,
    start_reviews,
)
from formcheck.app.jobs import JobBoard
from formcheck.app.reviews import TASK_FILE, find_clip
from formcheck.app.worker import _check_length
from formcheck.errors import InputError
from tests.clip_factory import make_clip


@dataclass
class Given:
    """A file as a browser sends it."""

    name: str
    data: bytes = b"not a video"
    claimed: int = -1

    @property
    def size(self) -> int:
        return len(self.data) if self.claimed < 0 else self.claimed

    def getbuffer(self) -> memoryview:
        return memoryview(self.data)


@pytest.mark.parametrize(
    ("uploads", "options", "sentence"),
    [
        ([Given("set.mp4")] * (MOST_CLIPS + 1), Options(), "at most 8 at once"),
        ([Given("set.gif")], Options(), "set.gif is not a video we can open. Try MP4, MOV or WebM."),
        ([Given("set")], Options(), "not a video we can open"),
        ([Given("set.mp4", claimed=MOST_MB * 1_000_000 + 1)], Options(), "at most 1000 MB"),
        ([Given("set.mp4")], Options(calibration=Given("hinge.txt")), "hinge.txt is not a video"),
        ([Given("set.mp4")], Options(calibration=Given("hinge.mp4")), "Name the movement"),
    ],
)
def test_what_passes_a_limit_is_refused_in_one_sentence(
    uploads: list[Given], options: Options, sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        check_uploads(uploads, options)


def test_what_is_within_the_limits_is_taken() -> None:
    calibration = Given("hinge.webm", claimed=MOST_MB * 1_000_000)
    check_uploads([Given("A.MOV")] * MOST_CLIPS, Options("good_morning", calibration=calibration))


def test_a_copy_lies_in_the_workspace_with_what_was_said(board: JobBoard, data_folder: Path) -> None:
    options = Options("good_morning", load_kg=40.0, athlete="Ann", note="slow")
    jobs = start_reviews(
        board, "ann", [Given("../a set.mp4"), Given("b.mp4", b"other")], options, Path("model.task")
    )
    clips = [find_clip(job.folder) for job in jobs]
    assert [clip.name for clip in clips if clip] == ["a set.mp4", "b.mp4"]
    assert clips[1] is not None
    assert clips[1].read_bytes() == b"other"
    assert all(data_folder in job.folder.parents for job in jobs)
    about = json.loads((jobs[0].folder / TASK_FILE).read_text(encoding="utf-8"))
    told = {name: about[name] for name in ("exercise", "load_kg", "athlete", "note")}
    assert told == {"exercise": "good_morning", "load_kg": 40.0, "athlete": "Ann", "note": "slow"}


def test_the_sample_is_there_in_a_checkout() -> None:
    sample = find_sample()
    assert sample is not None
    assert sample.stat().st_size > 100_000


def test_a_clip_of_more_than_five_minutes_is_refused(tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "long.mp4", (32, 32), fps=1.0, n=840)
    with pytest.raises(
        InputError, match=r"The clip is 14 minutes long\. Cut it to one set, at most 5 minutes\."
    ):
        _check_length(clip)
    _check_length(make_clip(tmp_path / "fine.mp4", (32, 32), fps=1.0, n=300))
