"""A finished live set among the app's reviews. The board and its children are real."""

from __future__ import annotations

import json
import os
import signal
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.app.job import Job, State
from formcheck.app.jobs import JobBoard, close_board, get_board
from formcheck.app.live.coach import Leaving
from formcheck.app.live.shelf import ReviewShelf
from formcheck.app.reviews import FILM_FILE, find_clip, load_review, read_about
from formcheck.app.workspace import list_kept
from formcheck.errors import InputError
from formcheck.pose.landmarks import Pose
from formcheck.video.reader import open_video
from tests.calibration_factory import film_opened_set
from tests.figure_sets import film, plan
from tests.unit.app.live.conftest import wait_until
from tests.unit.app.live.live_sets import RDL, train


@pytest.fixture(scope="module")
def poses() -> list[Pose]:
    """Two Romanian deadlifts as a slow machine sees them."""
    return film(plan(RDL, 2, lead_s=1.5, tail_s=1.0), rate_hz=15.0)


@pytest.fixture
def board() -> Iterator[JobBoard]:
    """The one board of the app."""
    yield get_board()
    close_board()


@pytest.fixture
def shelf(board: JobBoard) -> ReviewShelf:
    del board
    return ReviewShelf()


def put(shelf: ReviewShelf, board: JobBoard, leaving: Leaving, folder: Path) -> Job:
    """Put a set onto the shelf and look at it."""
    job = board.find(shelf.take_in(folder, leaving), "ann")
    assert job is not None
    return job


def wait_for_video(job: Job) -> None:
    wait_until(lambda: not job.is_drawing and job.child is None, "the video is drawn")


def test_every_set_has_a_private_folder_of_its_own(shelf: ReviewShelf, data_folder: Path) -> None:
    folders = [shelf.make_folder() for _ in range(2)]
    assert folders[0] != folders[1]
    for folder in folders:
        assert folder.is_relative_to(data_folder)
        assert list(folder.iterdir()) == []
        if sys.platform != "win32":
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_disk_without_room_is_one_sentence(
    shelf: ReviewShelf, board: JobBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(board, "make_folder", refuse)
    with pytest.raises(InputError, match=r"There is no room for a set: No space left on device\."):
        shelf.make_folder()


def test_what_came_to_nothing_is_removed(shelf: ReviewShelf) -> None:
    folder = shelf.make_folder()
    (folder / FILM_FILE).write_bytes(b"pictures")
    shelf.clear(folder)
    assert not folder.exists()
    shelf.clear(folder)


def test_a_set_without_its_clip_is_a_review_at_once(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    leaving = train(folder, poses, load_kg=60)
    assert sorted(path.name for path in folder.iterdir()) == ["pose.npz", "report.json"]
    job = put(shelf, board, leaving, folder)
    assert (job.state, job.is_busy, job.is_drawing, job.sentence) == (State.READY, False, False, "")
    assert job.child is None
    assert job.name == leaving.name
    assert job.has_poses
    review = load_review(folder)
    assert (review.report.count, find_clip(folder)) == (2, None)
    assert review.report.source["load_kg"] == 60


def test_whose_set_it_is_stays_with_it(shelf: ReviewShelf, board: JobBoard, poses: list[Pose]) -> None:
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, poses, athlete="Ann", calibrates=False), folder)
    assert job.task.athlete == read_about(folder)["athlete"] == "Ann"


def test_a_set_nobody_recognised_is_asked_about(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    """Nothing but standing: the poses are kept, and whoever knows what it is says it."""
    folder = shelf.make_folder()
    begun = [pose for pose in poses if pose.t_s < 1.2]
    leaving = train(folder, begun, exercise="")
    assert leaving.exercise == ""
    assert sorted(path.name for path in folder.iterdir()) == ["pose.npz"]
    job = put(shelf, board, leaving, folder)
    wait_until(lambda: not job.is_busy, "somebody is asked")
    assert job.state in (State.ASKED, State.REFUSED)
    board.go_on(job, RDL)
    wait_until(lambda: job.state is State.READY, "the set is judged")
    report = load_review(folder).report
    assert report.exercise.key == RDL
    assert report.source["name"] == leaving.name


def test_a_kept_set_that_was_left_before_its_clip_was_made_gets_it_when_it_is_opened(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, poses, keeps_clip=True), folder)
    job.keep(True)
    board.leave(job, "ann")
    (kept,) = list_kept()
    assert (kept / FILM_FILE).is_file()
    again = board.open_kept("ann", kept)
    assert again is not None
    wait_for_video(again)
    assert (again.state, again.sentence) == (State.READY, "")
    assert find_clip(kept) is not None
    assert (kept / "annotated.webm").is_file()
    assert not (kept / FILM_FILE).exists()


def test_a_set_whose_clip_is_to_be_kept_gets_its_video(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    leaving = train(folder, poses, keeps_clip=True)
    job = put(shelf, board, leaving, folder)
    assert (job.state, job.is_busy, job.is_drawing) == (State.READY, False, True)
    before = load_review(folder).report
    wait_for_video(job)
    assert (job.state, job.sentence) == (State.READY, "")
    clip = find_clip(folder)
    assert clip is not None
    assert clip == folder / "upload" / f"{leaving.name}.webm"
    assert sorted(path.name for path in folder.iterdir() if path.name != "faults") == [
        "annotated.webm", "pose.npz", "report.json", "task.json", "upload", "worker.log",
    ]  # fmt: skip
    length_s = poses[-1].t_s - poses[0].t_s
    for video_file in (clip, folder / "annotated.webm"):
        with open_video(video_file) as video:
            assert video.info.duration_s == pytest.approx(length_s, abs=0.1)
    after = load_review(folder).report
    assert [judged.rep for judged in after.reps] == [judged.rep for judged in before.reps]
    assert after.source == before.source


def test_a_video_waits_its_turn_and_the_set_does_not(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "_most", 0)
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, poses, keeps_clip=True), folder)
    assert (job.state, job.is_drawing, job.child) == (State.READY, True, None)
    monkeypatch.undo()
    other = shelf.make_folder()
    other_job = put(shelf, board, train(other, poses), other)  # with it the queue goes on
    assert other_job.state is State.READY
    wait_for_video(job)
    assert (folder / "annotated.webm").is_file()


def test_what_went_wrong_with_the_clip_stays_to_be_read(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    leaving = replace(train(folder, poses, keeps_clip=True), problem="The clip breaks off early.")
    job = put(shelf, board, leaving, folder)
    assert job.sentence == "The clip breaks off early."
    wait_for_video(job)
    assert job.sentence == "The clip breaks off early."


def test_a_strip_without_pictures_costs_only_the_video(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    leaving = train(folder, poses, keeps_clip=True)
    (folder / FILM_FILE).write_bytes(b"")
    job = put(shelf, board, leaving, folder)
    wait_for_video(job)
    assert job.state is State.READY
    assert job.sentence == (
        "The annotated video could not be drawn. No picture of the set was kept, so there is no clip."
    )
    assert load_review(folder).report.count == 2
    assert find_clip(folder) is None


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_child_killed_while_it_develops_leaves_no_broken_clip(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    leaving = train(folder, poses, size_px=(640, 480), keeps_clip=True)  # so that it takes a while
    job = put(shelf, board, leaving, folder)
    wait_until(lambda: (folder / "developing").is_dir() or not job.is_drawing, "the clip is being made")
    assert job.child is not None, job.sentence
    os.kill(job.child.pid, signal.SIGKILL)
    wait_for_video(job)
    assert job.sentence.startswith("The annotated video could not be drawn.")
    assert find_clip(folder) is None
    assert load_review(folder).report.count == 2
    board.go_on(job, RDL)  # whoever tries again gets it all
    wait_until(lambda: not job.is_busy, "it is judged")
    wait_for_video(job)
    assert job.sentence == ""
    assert find_clip(folder) is not None
    assert not (folder / "developing").exists()
    assert (folder / "annotated.webm").is_file()


@pytest.mark.parametrize("keeps_clip", [False, True])
def test_a_wrong_movement_can_be_named_anew(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose], keeps_clip: bool
) -> None:
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, poses, load_kg=60, keeps_clip=keeps_clip), folder)
    wait_for_video(job)
    drawn = (folder / "annotated.webm").stat().st_mtime_ns if keeps_clip else None
    board.go_on(job, "good_morning")
    wait_until(lambda: not job.is_busy, "it is judged")
    assert job.state is State.READY, job.sentence
    wait_for_video(job)
    assert job.sentence == ""
    report = load_review(folder).report
    assert (report.exercise.key, report.count) == ("good_morning", 2)
    assert report.source["load_kg"] == 60
    assert report.source["kind"] == "live"
    assert (find_clip(folder) is not None) == keeps_clip
    if keeps_clip:
        assert (folder / "annotated.webm").stat().st_mtime_ns != drawn


def test_another_movement_is_held_against_the_same_calibration(shelf: ReviewShelf, board: JobBoard) -> None:
    opened = film_opened_set()
    train(shelf.make_folder(), opened, athlete="ann")
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, opened, athlete="ann"), folder)
    before = load_review(folder).report.provenance["calibration"]
    assert before["origin"] == "athlete"
    board.go_on(job, "good_morning")
    wait_until(lambda: not job.is_busy, "it is judged")
    report = load_review(folder).report
    assert report.exercise.key == "good_morning"
    assert report.provenance["calibration"] == before


def test_what_is_damaged_is_named_without_its_folder(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, poses), folder)
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    report["provenance"]["calibration"] = {"origin": "moon"}
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    board.go_on(job, "good_morning")
    wait_until(lambda: not job.is_busy, "it is refused")
    assert job.state is State.FAILED
    assert job.sentence == "The calibration in report.json is damaged: review the clip again."


def test_a_movement_named_while_its_video_waits_is_judged_once(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "_most", 0)
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, poses, keeps_clip=True), folder)
    board.go_on(job, "good_morning")
    assert board._queue == [job]
    monkeypatch.undo()
    board._start_waiting()
    wait_until(lambda: not job.is_busy, "it is judged")
    wait_for_video(job)
    assert (job.state, job.sentence) == (State.READY, "")
    assert load_review(folder).report.exercise.key == "good_morning"
    assert (folder / "annotated.webm").is_file()


def test_a_set_that_nobody_looks_at_goes(shelf: ReviewShelf, board: JobBoard, poses: list[Pose]) -> None:
    folder = shelf.make_folder()
    review = shelf.take_in(folder, train(folder, poses))
    board.sweep()
    assert folder.is_dir()
    assert board.find(review, "ann") is not None
    board.sweep(grace_s=0.0)
    assert folder.is_dir()
    board.part("ann")
    board.sweep(grace_s=0.0)
    assert not folder.exists()
    assert board.find(review, "ann") is None


@pytest.mark.parametrize("keeps_clip", [False, True])
def test_the_end_of_the_app_removes_all_of_it(
    shelf: ReviewShelf, data_folder: Path, poses: list[Pose], keeps_clip: bool
) -> None:
    folder = shelf.make_folder()
    shelf.take_in(folder, train(folder, poses, keeps_clip=keeps_clip))
    close_board()
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


def test_a_set_that_is_kept_is_there_after_the_app(
    shelf: ReviewShelf, board: JobBoard, poses: list[Pose]
) -> None:
    folder = shelf.make_folder()
    job = put(shelf, board, train(folder, poses), folder)
    job.keep(True)
    close_board()
    (kept,) = list_kept()
    assert load_review(kept).report.count == 2
    assert job.name in kept.name
