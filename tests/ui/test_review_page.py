"""The Review page in every state, and every bad input through the page's own path."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app import model_card
from formcheck.app.job import Job, State
from formcheck.app.jobs import JobBoard
from formcheck.app.messages import (
    Asked,
    Found,
    Opened,
    Previewed,
    Progressed,
    Recognised,
    RepSoFar,
    Stopped,
    Task,
)
from formcheck.recognition import Recognition
from formcheck.recognition.recogniser import Candidate
from tests.clip_factory import (
    make_audio_only,
    make_clip,
    make_picture,
    make_text_file,
    move_index_to_front,
    truncate,
)
from tests.ui.conftest import read_page, wait_for_end, wait_until
from tests.unit.app.test_kept import keep

OpenApp = Callable[[], AppTest]


def upload(app: AppTest, *clips: Path) -> AppTest:
    """Drop clips on the page and ask for them to be checked."""
    for clip in clips:
        app.file_uploader[0].upload(clip.name, clip.read_bytes())
    app.run()
    return app.button(key="check").click().run()


def find_job(board: JobBoard, app: AppTest) -> Job:
    """The one review of a page."""
    found = board.find(str(app.query_params["review"]), "test")
    assert found is not None
    return found


def put_job(board: JobBoard, app: AppTest, **values: object) -> Job:
    """A review in any state, as if a child had told so, opened by its address."""
    folder = board.make_folder()
    job = Job("an-id-nobody-guesses", "deadlift.mov", Task(folder, folder / "clip.mp4"), {"test"})
    for name, value in values.items():
        setattr(job, name, value)
    board._jobs[job.id] = job
    app.query_params["review"] = job.id
    app.run()
    assert not app.exception
    return job


def assert_usable(app: AppTest) -> None:
    """The page starts anew with one click."""
    app.button(key="new_review").click().run()
    assert not app.exception
    assert "See what your set looked like" in read_page(app)
    assert not app.button(key="sample").disabled


# --- before a clip is chosen ---------------------------------------------------------------------


@pytest.mark.pose
def test_empty(open_app: OpenApp, pose_model: Path) -> None:
    app = open_app()
    assert not app.exception
    words = read_page(app)
    assert words.index("See what your set looked like") < words.index("not medical advice")
    assert "sharp pain" in words
    assert words.count("not medical advice") == 1
    assert "5 minutes and 1 GB" in words
    assert "8 clips at once" in words
    assert app.selectbox(key="movement").options[0] == "Recognise it for me"
    assert len(app.selectbox(key="movement").options) == 21
    assert app.button(key="check").disabled
    assert not app.button(key="sample").disabled


def test_no_model(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_card, "_fetch", model_card.ModelFetch())
    monkeypatch.setattr(model_card, "find_model", lambda _: None)
    monkeypatch.delenv("FORMCHECK_MODEL", raising=False)
    app = open_app()
    assert not app.exception
    words = read_page(app)
    assert "One download before the first set (9 MB)" in words
    assert "Nothing else is ever fetched" in words
    assert "pose_landmarker_full.task" in words  # where to put it without a network
    assert app.button(key="sample").disabled


def test_a_download_that_fails_says_why(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    fetch = model_card.ModelFetch()
    monkeypatch.setattr(model_card, "_fetch", fetch)
    monkeypatch.setattr(model_card, "find_model", lambda _: None)
    monkeypatch.delenv("FORMCHECK_MODEL", raising=False)

    def refuse(_name: str, on_progress: Callable[[str, int, int | None], None]) -> Path:
        on_progress("pose model full", 1, 4)
        raise model_card.InputError("The pose model could not be fetched: no network.")

    monkeypatch.setattr(model_card, "fetch_model", refuse)
    app = open_app()
    next(b for b in app.button if "Download" in b.label).click().run()
    wait_until(lambda: not fetch.is_running, "the download to fail")
    app.run()
    assert fetch.share == 0.25
    assert [error.value for error in app.error] == ["The pose model could not be fetched: no network."]


def test_a_review_that_is_gone_is_said(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    app.query_params["review"] = "left-long-ago"
    app.run()
    assert not app.exception
    assert "no longer here" in app.warning[0].value
    assert "See what your set looked like" in read_page(app)


# --- while it is read ----------------------------------------------------------------------------


def test_running(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    job = put_job(board, app, state=State.RUNNING, stage="reading")
    rep = RepSoFar("1", 2, 81.0, "squatted hinge")
    for message in (
        Opened(1920, 1080, 38.0, 30.0),
        Recognised("romanian_deadlift", "Romanian deadlift", "world_trunk_inclination", "deg", False),
        Progressed("reading", 0.62, 708, (0.0, 0.1), (3.0, math.nan)),
        Previewed(b"\xff\xd8", 23.6),
        Found(
            (rep,),
            ((1, "1 rep, 1 with a fault so far.", ""), (2, "Squatted hinge on rep 1.", "Soft knees.")),
            (("knees cave", "Judged from the front only."),),
        ),
    ):
        job.take(message)
    app.run()
    assert not app.exception
    words = read_page(app)
    assert "Checking your set" in words
    assert "deadlift.mov" in words
    assert "38 s, 1920×1080, 30 fps" in words
    assert "Romanian deadlift" in words
    assert "708 frames" in words
    assert "Torso angle so far" in words
    assert "Squatted hinge on rep 1." in words
    assert "Cancel" in words


def test_waiting(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    put_job(board, app, state=State.WAITING)
    assert "Checking your set" in read_page(app)
    assert "Reps so far" not in read_page(app)


@pytest.mark.pose
def test_another_tab_and_a_rerun_find_the_review(
    open_app: OpenApp, board: JobBoard, sample_clip: Path, pose_model: Path
) -> None:
    first = open_app()
    upload(first, sample_clip)
    job = find_job(board, first)
    second = open_app()
    assert "See what your set looked like" in read_page(second)  # another visitor sees nothing of it
    second.query_params["review"] = job.id
    second.run()
    assert "Checking your set" in read_page(second)
    first.run()
    assert find_job(board, first) is job
    first.button(key=f"cancel_{job.id}").click().run()
    wait_for_end(job)
    second.run()
    assert "Stopped" in read_page(second)
    assert_usable(first.run())
    assert job.folder.is_dir()  # the other tab still looks at it


# --- how it may end ------------------------------------------------------------------------------


def test_asked(open_app: OpenApp, board: JobBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_on: list[tuple[Job, str]] = []
    monkeypatch.setattr(board, "go_on", lambda job, key: gone_on.append((job, key)))
    app = open_app()
    candidates = (
        Candidate("barbell_row", "Barbell row", 0.4),
        Candidate("pendlay_row", "Pendlay row", 0.35),
    )
    job = put_job(board, app, state=State.RUNNING)
    job.take(Asked(Recognition(None, "row", 0.75, candidates)))
    app.run()
    assert not app.exception
    assert "Which movement is this?" in read_page(app)
    app.button(key="candidate_pendlay_row").click().run()
    assert gone_on == [(job, "pendlay_row")]
    app.selectbox(key=f"other_{job.id}").select("good_morning").run()
    app.button(key=f"as_{job.id}").click().run()
    assert gone_on[1] == (job, "good_morning")


def test_refused(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    sentence = "This looks like a squat, which is not one of the movements we can check."
    job = put_job(board, app, state=State.REFUSED, sentence=sentence, frames=200)
    assert app.warning[0].value == sentence
    assert app.selectbox(key=f"other_{job.id}").value is None
    assert_usable(app)
    assert not job.folder.exists() or job.owners  # left by this visit


def test_cancelled(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    put_job(board, app, state=State.STOPPED, stopped=Stopped(5, 21.3))
    words = read_page(app)
    assert "5 reps were read in 21 s of the clip. Show them?" in words
    assert "Show what was read" in words
    assert_usable(app)


def test_cancelled_before_anything_was_read(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    put_job(board, app, state=State.STOPPED)
    assert "Nothing was read yet" in read_page(app)
    assert "Show what was read" not in read_page(app)


def test_failed(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    sentence = "The clip is 14 minutes long. Cut it to one set, at most 5 minutes."
    put_job(board, app, state=State.FAILED, sentence=sentence)
    assert [error.value for error in app.error] == [sentence]
    assert_usable(app)


def test_a_result_whose_files_are_gone_is_one_sentence(open_app: OpenApp, board: JobBoard) -> None:
    app = open_app()
    put_job(board, app, state=State.READY)
    assert [error.value for error in app.error] == ["This review is no longer here."]
    assert_usable(app)


# --- every bad input through the page ------------------------------------------------------------


def make_empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def make_truncated(path: Path) -> Path:
    return truncate(make_clip(path, (320, 240), n=90), 0.5)


def make_broken_off(path: Path) -> Path:
    """The index stands in front, so the first half can be read."""
    return truncate(move_index_to_front(make_clip(path, (320, 240), n=90, draw=draw_noise)), 0.5)


def draw_noise(index: int, width_px: int, height_px: int) -> np.ndarray:
    return np.random.default_rng(index).integers(0, 255, (height_px, width_px, 3), np.uint8)


def make_odd(path: Path) -> Path:
    return make_clip(path, (511, 363), n=45)


@pytest.mark.pose
@pytest.mark.parametrize(
    ("make", "name", "movement", "words"),
    [
        (make_empty, "empty.mp4", "", "is empty"),
        (make_truncated, "truncated.mp4", "", "truncated.mp4"),
        (make_audio_only, "audio.mp4", "", "holds only sound"),
        (make_text_file, "text.mov", "", "is a text, not a video"),
        (make_picture, "picture.mp4", "", "picture"),
        (make_clip, "nobody.mp4", "", "Hardly anybody was seen"),
        (make_clip, "nobody.mp4", "good_morning", "Nobody was seen in this clip"),
        (make_odd, "odd.mp4", "good_morning", "Nobody was seen in this clip"),
        (make_broken_off, "broken.mp4", "good_morning", "is damaged and ends early"),
    ],
)
def test_a_bad_clip_is_one_clear_sentence_and_the_page_goes_on(
    open_app: OpenApp,
    board: JobBoard,
    tmp_path: Path,
    pose_model: Path,
    make: Callable[[Path], Path],
    name: str,
    movement: str,
    words: str,
) -> None:
    app = open_app()
    app.selectbox(key="movement").select(movement).run()
    upload(app, make(tmp_path / name))
    job = find_job(board, app)
    wait_for_end(job)
    app.run()
    assert not app.exception
    told = [str(one.value) for one in (*app.error, *app.warning)]
    assert any(words in sentence for sentence in told), told
    assert all("Traceback" not in sentence and "formcheck" not in sentence for sentence in told)
    board.leave(job, "test")
    assert_usable(app)
    wait_until(lambda: not job.folder.exists(), "the upload to be deleted")


def test_a_limit_is_said_where_the_clips_were_chosen(
    open_app: OpenApp, tmp_path: Path, pose_model: Path
) -> None:
    app = open_app()
    clips = [make_text_file(tmp_path / f"{number}.mp4") for number in range(9)]
    upload(app, *clips)
    assert not app.exception
    assert app.error[0].value == "These are 9 clips. Choose at most 8 at once."


def test_several_clips_are_listed_each_with_its_state(
    open_app: OpenApp, board: JobBoard, tmp_path: Path, pose_model: Path
) -> None:
    app = open_app()
    upload(app, make_text_file(tmp_path / "one.mp4"), make_empty(tmp_path / "two.mp4"))
    jobs = [board.find(one, "test") for one in app.query_params["review"]]
    assert len(jobs) == 2
    for job in jobs:
        assert job is not None
        wait_for_end(job)
    app.run()
    assert not app.exception
    words = read_page(app)
    assert "1. one.mp4" in words
    assert "2. two.mp4" in words
    assert "is a text, not a video" in app.error[0].value
    second = jobs[1]
    assert second is not None
    app.segmented_control(key="shown").select(second.id).run()
    assert "is empty" in app.error[0].value


# --- done ----------------------------------------------------------------------------------------


@pytest.mark.pose
def test_the_sample_in_one_click(open_app: OpenApp, board: JobBoard, pose_model: Path) -> None:
    app = open_app()
    app.button(key="sample").click().run()
    assert "Checking your set" in read_page(app)
    job = find_job(board, app)
    wait_for_end(job)
    assert job.state is State.READY, job.sentence
    app.run()
    assert not app.exception
    assert "Checking your set" not in read_page(app)
    app.toggle(key=f"keep_{job.id}").set_value(True).run()
    assert job.is_kept
    wait_until(lambda: not job.is_drawing, "the video to be drawn")
    app.run()
    assert not app.exception
    board.leave(job, "test")
    app.button(key="new_review").click().run()
    assert "Kept on this computer" in read_page(app)
    assert not job.folder.exists()
    app.button(key="open_0").click().run()
    assert not app.exception
    assert "See what your set looked like" not in read_page(app)


def test_a_kept_review_is_deleted_when_somebody_says_so_twice(open_app: OpenApp) -> None:
    hers, his = keep("2026-03-02 12.00 hers.mp4"), keep("2026-03-01 12.00 his.mp4")
    app = open_app()
    app.button(key="delete_0").click().run()
    assert not app.exception
    assert not hers.exists()
    assert his.is_dir()
    words = read_page(app)
    assert "his.mp4" in words
    assert "hers.mp4" not in words
