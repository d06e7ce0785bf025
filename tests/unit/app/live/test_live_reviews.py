"""A live set through the whole of the app: socket, seat, process, pose model, shelf, board, video."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.job import Job, State
from formcheck.app.jobs import JobBoard, close_board, get_board
from formcheck.app.live.factory import open_coach
from formcheck.app.live.shelf import ReviewShelf
from formcheck.app.reviews import FILM_FILE, find_clip, load_review
from formcheck.athletes import USUAL_CAMERA, read_record
from formcheck.pose.track import Track
from formcheck.video.reader import open_video
from tests.unit.app.live.conftest import House, encode, wait_until
from tests.unit.app.live.live_sets import LEFT_BY_EVERY_SET, RDL, check_replay, list_files


@pytest.fixture
def board() -> Iterator[JobBoard]:
    """The one board of the app."""
    yield get_board()
    close_board()


@pytest.fixture
def house(
    pose_model: Path,
    board: JobBoard,
    open_house: Callable[..., House],
    monkeypatch: pytest.MonkeyPatch,
) -> House:
    del board
    monkeypatch.setenv("FORMCHECK_MODEL", str(pose_model))
    return open_house(factory=open_coach, shelf=ReviewShelf())


def train_before(
    house: House, clip: Path, until_s: float = math.inf, **options: object
) -> tuple[Job, list[dict[str, Any]]]:
    """Show a clip to the app as a camera; returns the review, and what was told on the way."""
    with house.visit() as page, open_video(clip, max_fps=12.0) as video:
        assert page.start(RDL, options={"calibrates": False, **options})["type"] == "ready"
        frames = takewhile(lambda frame: frame.t_s < until_s, video)
        states = [page.train(round(frame.t_s * 1000), encode(frame.image)) for frame in frames]
        review = page.finish()
    assert review is not None
    job = get_board().find(review, "ann")
    assert job is not None
    return job, states


@pytest.mark.pose
def test_a_set_before_the_real_coach(house: House, short_clip: Path, tmp_path: Path) -> None:
    job, states = train_before(house, short_clip, load_kg=32, athlete="ann")
    house.wait_until_clear()
    assert sum(state["landmarks"] is not None for state in states) > 0.9 * len(states)
    assert states[-1]["exercise"] == "Romanian deadlift"
    assert states[-1]["band"]["text"]
    assert (job.state, job.is_drawing) == (State.READY, False)
    assert list_files(job.folder) == [*LEFT_BY_EVERY_SET, "task.json"]  # and no picture
    check_replay(job.folder, tmp_path / "again.json")
    report = load_review(job.folder).report
    assert report.count == states[-1]["count"] >= 1
    assert report.source["load_kg"] == 32
    assert report.provenance["pose"]["mediapipe"]
    (own,) = read_record("ann", USUAL_CAMERA).ranges.values()
    assert own.last_clip == job.name
    get_board().go_on(job, "good_morning")
    wait_until(lambda: not job.is_busy, "it is judged as another movement")
    assert job.state is State.READY, job.sentence
    assert load_review(job.folder).report.exercise.key == "good_morning"
    assert find_clip(job.folder) is None


@pytest.mark.pose
def test_a_set_whose_clip_is_kept(house: House, short_clip: Path) -> None:
    job, _ = train_before(house, short_clip, until_s=6.0, keeps_clip=True)
    before = load_review(job.folder).report
    assert before.count == 1
    wait_until(lambda: not job.is_drawing, "the video is drawn")
    house.wait_until_clear()
    assert (job.state, job.sentence) == (State.READY, "")
    clip = find_clip(job.folder)
    assert clip is not None
    assert not (job.folder / FILM_FILE).exists()
    length_s = [pose.t_s for pose in Track(job.folder / "pose.npz")][-1]
    for video_file in (clip, job.folder / "annotated.webm"):
        with open_video(video_file) as video:
            assert video.info.duration_s == pytest.approx(length_s, abs=0.1)
    after = load_review(job.folder).report
    assert [judged.rep for judged in after.reps] == [judged.rep for judged in before.reps]
    for judged in after.reps:
        assert all((job.folder / picture).is_file() for picture in judged.pictures.values())
    get_board().go_on(job, "good_morning")
    wait_until(lambda: not job.is_busy and not job.is_drawing, "it is drawn as another movement")
    assert job.state is State.READY, job.sentence
    assert load_review(job.folder).report.exercise.key == "good_morning"
    assert (job.folder / "annotated.webm").is_file()
