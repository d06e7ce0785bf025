"""Finished reviews are replayed once, and again when their files change."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from formcheck.app.reviews import find_clip, find_video, forget_report, load_review, remember_report
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.review import ReviewPlan, review_clip


@pytest.fixture(scope="module")
def reviewed(short_clip: Path, pose_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out")
    plan = ReviewPlan(
        load_exercise("romanian_deadlift"), out, pose_model, video=False, track=True, pictures=False
    )
    return review_clip(short_clip, plan).folder


@pytest.fixture
def folder(reviewed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(reviewed, tmp_path / "review"))


@pytest.mark.pose
def test_a_review_is_replayed_with_all_of_its_signals(folder: Path) -> None:
    review = load_review(folder)
    assert review.report.count == 2
    assert len(review.report.signals["t_s"]) == review.report.quality.frames
    assert find_video(folder) is None
    assert load_review(folder) is review


@pytest.mark.pose
def test_a_file_that_changes_makes_it_be_read_again(folder: Path) -> None:
    before = load_review(folder)
    os.utime(folder / "report.json", ns=(1, 1))
    after = load_review(folder)
    assert after is not before
    forget_report(folder)
    assert load_review(folder) is not after


@pytest.mark.pose
def test_a_report_that_was_handed_over_need_not_be_replayed(folder: Path) -> None:
    report = load_review(folder).report
    forget_report(folder)
    remember_report(folder, report)
    assert load_review(folder).report is report


def test_a_folder_without_a_review_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no longer here"):
        load_review(tmp_path)
    assert find_clip(tmp_path) is None
