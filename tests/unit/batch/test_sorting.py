"""What is done, what is left, what is the same; and what is remembered of it."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from formcheck.batch.asked import describe_asked, list_differences
from formcheck.batch.clips import ClipFile, find_clips
from formcheck.batch.ledger import HIDDEN_FOLDER, Ledger, open_ledger
from formcheck.batch.record import RECORD_FILE, Record, read_record, write_record
from formcheck.batch.sorting import sort_out
from formcheck.errors import InputError
from formcheck.pose.crew import Crew
from formcheck.video.reader import compute_sha256
from tests.unit.batch.conftest import make_plan

ASKED = {"version": "1", "exercise": "auto", "formats": ["json"]}


@pytest.fixture
def folder(tmp_path):
    """Three clips of different sizes."""
    folder = tmp_path / "clips"
    for name, data in {"a.mp4": b"a", "b.mp4": b"bb", "c.mp4": b"ccc"}.items():
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def look(folder) -> list[ClipFile]:
    return find_clips(folder, folder.parent / "out")


def settle(ledger: Ledger, clip: ClipFile, problem: str = "", asked=ASKED, name: str = "") -> None:
    """Make a clip one that is done, or that failed."""
    sha256 = compute_sha256(clip.path)
    record = Record(name or clip.name, clip.size_bytes, clip.modified_ns, sha256, asked, problem)
    if not problem:
        folder = ledger.find_folder(record.clip)
        folder.mkdir(parents=True)
        write_record(record, folder / RECORD_FILE)
    ledger.remember(record)


def names(clips: list[ClipFile]) -> list[str]:
    return [clip.name for clip in clips]


def test_at_first_all_is_left_to_do_and_nothing_is_read(folder, ledger, monkeypatch):
    monkeypatch.setattr("formcheck.batch.sorting.compute_sha256", pytest.fail)
    work = sort_out(look(folder), ledger, ASKED)
    assert (names(work.todo), work.known, work.twins) == (["a.mp4", "b.mp4", "c.mp4"], [], {})


def test_what_is_done_or_failed_is_remembered_over_runs(folder, tmp_path, monkeypatch):
    clips = look(folder)
    with open_ledger(tmp_path / "out") as ledger:
        settle(ledger, clips[0])
        settle(ledger, clips[1], "It is broken.")
    monkeypatch.setattr("formcheck.batch.sorting.compute_sha256", pytest.fail)
    with open_ledger(tmp_path / "out") as ledger:
        work = sort_out(look(folder), ledger, ASKED)
        assert (names(work.todo), names(work.known)) == (["c.mp4"], ["a.mp4", "b.mp4"])
        assert ledger.records["b.mp4"].problem == "It is broken."
        again = sort_out(look(folder), ledger, ASKED, retry=True)
        assert (names(again.todo), names(again.known)) == (["b.mp4", "c.mp4"], ["a.mp4"])


def test_a_success_takes_the_place_of_a_failure(folder, tmp_path):
    clip = look(folder)[0]
    with open_ledger(tmp_path / "out") as ledger:
        settle(ledger, clip, "It is broken.")
        settle(ledger, clip)
        assert not list((ledger.out / HIDDEN_FOLDER / "failed").iterdir())
    with open_ledger(tmp_path / "out") as ledger:
        assert ledger.records["a.mp4"].problem == ""


def test_a_file_that_was_only_touched_is_the_same_clip(folder, ledger):
    settle(ledger, look(folder)[0])
    os.utime(folder / "a.mp4", ns=(1, 1))
    assert names(sort_out(look(folder), ledger, ASKED).known) == ["a.mp4"]


def test_a_report_of_another_clip_is_not_replaced_unasked(folder, ledger):
    settle(ledger, look(folder)[0])
    (folder / "a.mp4").write_bytes(b"another set")
    with pytest.raises(
        InputError, match=r"a\.mp4 is there already and differs in: the clip itself: give ano"
    ):
        sort_out(look(folder), ledger, ASKED)
    assert "a.mp4" in names(sort_out(look(folder), ledger, ASKED, overwrite=True).todo)


def test_reports_that_were_asked_for_otherwise_are_not_replaced_unasked(folder, ledger):
    clips = look(folder)
    settle(ledger, clips[0])
    settle(ledger, clips[1])
    settle(ledger, clips[2], "It is broken.")
    asked = {**ASKED, "exercise": "good_morning", "formats": ["json", "pdf"]}
    with pytest.raises(InputError, match=r"differs in: exercise, formats, and 1 more: .*--overwrite"):
        sort_out(clips, ledger, asked)
    assert len(sort_out(clips, ledger, asked, overwrite=True).todo) == 3


def test_a_failure_is_tried_again_when_something_else_is_asked_or_the_clip_has_changed(folder, ledger):
    clips = look(folder)
    settle(ledger, clips[0], "It is broken.")
    settle(ledger, clips[1], "It is broken.", asked={**ASKED, "version": "0"})
    (folder / "a.mp4").write_bytes(b"mended")
    assert names(sort_out(look(folder), ledger, ASKED).todo) == ["a.mp4", "b.mp4", "c.mp4"]


def test_a_folder_that_no_batch_made_is_not_replaced_unasked(folder, ledger):
    (ledger.out / "b.mp4").mkdir()
    with pytest.raises(InputError, match=r"b\.mp4 is there already and was not made by a batch"):
        sort_out(look(folder), ledger, ASKED)


def test_the_same_bytes_are_done_once(folder, ledger):
    for name in ("b2.mp4", "sub/b3.mp4"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"bb")
    (folder / "other.mp4").write_bytes(b"xx")  # the same size only
    work = sort_out(look(folder), ledger, ASKED)
    assert names(work.todo) == ["a.mp4", "b.mp4", "c.mp4", "other.mp4"]
    assert work.twins == {"b2.mp4": "b.mp4", "sub/b3.mp4": "b.mp4"}


def test_a_clip_that_was_renamed_is_not_done_again(folder, ledger):
    settle(ledger, look(folder)[0], name="old/name.mp4")
    work = sort_out(look(folder), ledger, ASKED)
    assert (names(work.todo), work.twins) == (["b.mp4", "c.mp4"], {"a.mp4": "old/name.mp4"})


def test_a_clip_that_cannot_be_read_is_left_to_the_worker(folder, ledger, monkeypatch):
    (folder / "b2.mp4").write_bytes(b"bb")

    def refuse(_):
        raise OSError("gone")

    monkeypatch.setattr("formcheck.batch.sorting.compute_sha256", refuse)
    assert len(sort_out(look(folder), ledger, ASKED).todo) == 4


def test_only_one_batch_at_a_time(ledger):
    with pytest.raises(InputError, match="Another batch is writing"), open_ledger(ledger.out):
        pass


def test_what_a_killed_batch_left_is_removed(tmp_path):
    left = tmp_path / "out" / HIDDEN_FOLDER / "unfinished" / "half"
    left.mkdir(parents=True)
    with open_ledger(tmp_path / "out") as ledger:
        assert list(ledger.scratch.iterdir()) == []
    assert not ledger.scratch.exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(InputError, match="is a file, expected a folder"), open_ledger(tmp_path / "out"):
        pass


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "formcheck.batch/0"}', "\x00"])
def test_a_damaged_record_is_none(tmp_path, text):
    (tmp_path / RECORD_FILE).write_text(text, encoding="utf-8")
    assert read_record(tmp_path / RECORD_FILE) is None


def test_what_was_asked_names_what_a_report_hangs_on(tmp_path, model_file):
    plan = make_plan(tmp_path, model_file)
    asked = describe_asked(plan)
    assert describe_asked(replace(plan, out=tmp_path / "elsewhere", overwrite=True, crew=Crew(1))) == asked
    for change, what in (
        ({"exercise": None}, ["exercise", "thresholds"]),
        ({"formats": ("json", "csv")}, ["formats"]),
        ({"video": True}, ["video"]),
        ({"track": True}, ["track"]),
    ):
        assert list_differences(asked, describe_asked(replace(plan, **change))) == what
    model_file.write_bytes(b"another")
    assert list_differences(asked, describe_asked(plan)) == ["model"]
