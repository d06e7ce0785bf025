"""Reviews in children of their own: queued, told apart, killed, left. The children are real."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from formcheck.app.job import Job, State
from formcheck.app.jobs import JobBoard
from formcheck.app.messages import Task
from formcheck.app.reviews import UPLOAD_FOLDER, load_review
from formcheck.child_process import explain_end
from tests.clip_factory import make_clip, make_text_file

PATIENCE_S = 120.0


def wait_until(is_so: Callable[[], bool]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < end_s, "waited in vain"
        time.sleep(0.02)


def submit(board: JobBoard, clip: Callable[[Path], object], owner: str = "ann", **options: object) -> Job:
    """Queue a review of a clip that a function writes."""
    folder = board.make_folder()
    path = folder / UPLOAD_FOLDER / "clip.mp4"
    path.parent.mkdir()
    clip(path)
    return board.submit(owner, "clip.mp4", Task(folder, path, **options))  # type: ignore[arg-type]


def copy_sample(sample: Path) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(sample.read_bytes())


def wait_until_reading(job: Job) -> int:
    """Wait until pictures are being read; returns the child's number."""
    wait_until(lambda: job.frames > 0 or not job.is_busy)
    assert job.child is not None, job.sentence
    return job.child.pid


@pytest.mark.pose
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("how", [signal.SIGABRT, signal.SIGKILL])
def test_a_killed_child_costs_one_review_one_sentence(
    board: JobBoard, sample_clip: Path, pose_model: Path, how: signal.Signals
) -> None:
    job = submit(board, copy_sample(sample_clip), exercise="romanian_deadlift", model=pose_model)
    os.kill(wait_until_reading(job), how)
    wait_until(lambda: job.state is State.FAILED and job.child is None)
    assert how.name in job.sentence
    assert job.sentence.endswith("try again.")
    # The next one is read as if nothing had happened.
    other = submit(board, make_text_file)
    wait_until(lambda: other.state is State.FAILED)
    assert "is a text, not a video" in other.sentence


@pytest.mark.pose
def test_what_was_read_before_a_stop_can_be_shown(
    board: JobBoard, sample_clip: Path, pose_model: Path
) -> None:
    job = submit(board, copy_sample(sample_clip), exercise="romanian_deadlift", model=pose_model)
    wait_until_reading(job)
    wait_until(lambda: job.found is not None)
    board.stop(job)
    wait_until(lambda: job.state is State.STOPPED)
    assert job.stopped is not None
    assert job.stopped.count >= 1
    assert 0 < job.stopped.t_s < 18.0
    board.go_on(job, job.task.exercise)
    wait_until(lambda: job.state is State.READY and not job.is_drawing)
    report = load_review(job.folder).report
    assert report.count >= job.stopped.count
    assert "stopped" in str(report.source["damaged"])
    assert (job.folder / "annotated.webm").is_file()
    assert (job.folder / "pose.npz").is_file()


@pytest.mark.pose
def test_it_tells_what_it_knows_on_the_way(board: JobBoard, short_clip: Path, pose_model: Path) -> None:
    job = submit(board, copy_sample(short_clip), exercise="romanian_deadlift", model=pose_model)
    wait_until_reading(job)
    assert job.opened is not None
    assert (job.opened.width_px, job.opened.height_px) == (640, 480)
    wait_until(lambda: not job.is_busy)
    assert job.state is State.READY, job.sentence
    assert job.jpeg.startswith(b"\xff\xd8")
    assert job.found is not None
    assert job.found.reps[0].label == "1"
    assert job.movement is not None
    assert job.movement.was_named
    assert len(job.t_s) == len(job.values) > 50
    assert job.t_s == sorted(job.t_s)
    assert max(job.values) > 60  # a hinge
    # The report that was handed over is what a replay of the folder gives.
    assert load_review(job.folder).report.count == 2
    wait_until(lambda: not job.is_drawing)


@pytest.mark.pose
def test_a_movement_that_nobody_named_is_recognised(
    board: JobBoard, sample_clip: Path, pose_model: Path
) -> None:
    job = submit(board, copy_sample(sample_clip), model=pose_model)
    wait_until(lambda: job.state not in (State.WAITING, State.RUNNING))
    assert job.state in (State.READY, State.ASKED), job.sentence
    if job.state is State.ASKED:
        assert job.recognition is not None
        assert "romanian_deadlift" in [one.key for one in job.recognition.candidates]
        board.go_on(job, "romanian_deadlift")
        wait_until(lambda: not job.is_busy)
    report = load_review(job.folder).report
    assert report.exercise.key == "romanian_deadlift"
    assert report.count == 5
    assert report.provenance["recognition"]["key"] == "romanian_deadlift"


def test_more_than_may_run_wait_their_turn(board: JobBoard) -> None:
    first, second, third = (submit(board, make_text_file) for _ in range(3))
    assert [job.state for job in (second, third)] == [State.WAITING, State.WAITING]
    assert (board.count_before(second), board.count_before(third)) == (1, 2)
    wait_until(lambda: third.state is State.FAILED)
    assert first.state is State.FAILED
    assert second.state is State.FAILED


def test_a_waiting_review_can_be_stopped(board: JobBoard) -> None:
    submit(board, make_text_file)
    second = submit(board, make_text_file)
    board.stop(second)
    assert second.state is State.STOPPED
    assert board.count_before(second) == 0


def test_ids_cannot_be_guessed_and_a_wrong_one_finds_nothing(board: JobBoard) -> None:
    jobs = [submit(board, make_text_file) for _ in range(2)]
    assert all(len(job.id) >= 20 for job in jobs)
    assert jobs[0].id[:8] != jobs[1].id[:8]
    assert board.find("0", "ann") is None


def test_a_review_goes_with_the_last_who_leaves_it(board: JobBoard) -> None:
    job = submit(board, make_text_file)
    wait_until(lambda: job.state is State.FAILED and job.child is None)
    assert board.find(job.id, "second tab") is job
    board.leave(job, "ann")
    assert job.folder.is_dir()
    board.leave(job, "second tab")
    assert not job.folder.exists()
    assert board.find(job.id, "ann") is None


@pytest.mark.pose
def test_leaving_a_review_that_runs_ends_its_child(
    board: JobBoard, sample_clip: Path, pose_model: Path
) -> None:
    job = submit(board, copy_sample(sample_clip), exercise="romanian_deadlift", model=pose_model)
    wait_until_reading(job)
    board.leave(job, "ann")
    wait_until(lambda: job.child is None)
    wait_until(lambda: not job.folder.exists())


def test_a_closed_tab_may_come_back_for_a_while(board: JobBoard) -> None:
    job = submit(board, make_text_file)
    wait_until(lambda: job.state is State.FAILED and job.child is None)
    board.part("ann")
    board.sweep()
    assert job.folder.is_dir()
    assert board.find(job.id, "new tab") is job  # it came back: no longer an orphan
    board.sweep(grace_s=0.0)
    assert job.folder.is_dir()
    board.part("new tab")
    board.sweep(grace_s=0.0)
    assert not job.folder.exists()


def test_closing_the_app_leaves_nothing_behind(data_folder: Path) -> None:
    board = JobBoard()
    submit(board, lambda path: make_clip(path, n=200))
    submit(board, make_text_file)
    board.close()
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("code", "word"), [(-6, "SIGABRT"), (-9, "memory"), (-11, "SIGSEGV"), (3, "code 3")])
def test_an_end_without_a_word_is_explained(code: int, word: str) -> None:
    assert word in explain_end(code)


@pytest.mark.pose
@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_child_killed_while_it_draws_costs_only_the_video(
    board: JobBoard, short_clip: Path, pose_model: Path
) -> None:
    job = submit(board, copy_sample(short_clip), exercise="romanian_deadlift", model=pose_model)
    wait_until(lambda: job.is_drawing or job.state is State.FAILED)
    assert job.child is not None, job.sentence
    os.kill(job.child.pid, signal.SIGABRT)
    wait_until(lambda: job.child is None)
    assert job.state is State.READY
    assert job.sentence.startswith("The annotated video could not be drawn.")
    assert load_review(job.folder).report.count == 2


def test_a_review_that_is_finished_is_there_at_once_and_goes_unless_somebody_comes(board: JobBoard) -> None:
    folders = [board.make_folder() for _ in range(2)]
    seen, unseen = (
        board.take_in(name, Task(folder, None, "deadlift", resumes=True), "The clip ends at 3 s.")
        for name, folder in zip("ab", folders, strict=True)
    )
    assert (seen.state, seen.is_drawing, seen.sentence) == (State.READY, False, "The clip ends at 3 s.")
    assert seen.has_poses
    assert seen.id != unseen.id
    board.sweep()
    assert board.find(seen.id, "ann") is seen
    board.sweep(grace_s=0.0)
    assert [folder.exists() for folder in folders] == [True, False]
    assert board.find(unseen.id, "ann") is None


def test_a_review_that_was_kept_earlier_stays_what_it_is(board: JobBoard) -> None:
    job = board.take_in("a", Task(board.make_folder(), None))
    assert not job.has_poses


@pytest.mark.parametrize("only_draws", [False, True])
def test_a_machine_that_starts_no_more_processes_is_one_sentence(
    board: JobBoard, monkeypatch: pytest.MonkeyPatch, only_draws: bool
) -> None:
    def refuse(_: Task) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("formcheck.app.job.Child", refuse)
    if only_draws:
        folder = board.make_folder()
        job = board.take_in("a", Task(folder, folder / "a.webm", only_draws=True))
        assert job.sentence.startswith(
            "The annotated video could not be drawn. The system started no process"
        )
    else:
        job = submit(board, make_text_file)
        assert job.sentence.startswith(
            "The system started no process for this clip (No space left on device)"
        )
    assert (job.state, job.is_drawing) == (State.READY if only_draws else State.FAILED, False)
    monkeypatch.undo()
    after = submit(board, make_text_file)  # its place is free
    wait_until(lambda: after.state is State.FAILED)
    assert "is a text, not a video" in after.sentence


def test_who_goes_on_while_it_is_read_ends_what_was_read_before(
    board: JobBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = submit(board, lambda path: make_clip(path, n=200))
    first = job.child
    assert first is not None
    monkeypatch.setattr(board, "_most", 2)
    board.go_on(job, "romanian_deadlift")  # there are no poses yet, so this comes to nothing
    assert first._process.returncode is not None  # waited for: it writes nothing more
    assert job.child is not first
    wait_until(lambda: job.child is None)
    assert job.state is State.FAILED
