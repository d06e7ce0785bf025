"""``formcheck batch`` over pose tracks: what it prints, writes, skips and refuses."""

from __future__ import annotations

import csv
import errno
import io
import json
import re
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pyarrow import parquet
from rich.console import Console
from typer.testing import CliRunner

from formcheck import commands
from formcheck.batch import clips, command, work
from formcheck.batch.command import BatchWish, run_batch
from formcheck.batch.ledger import HIDDEN_FOLDER
from formcheck.batch.tables import COLUMNS
from formcheck.command_line import app
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.report.csv import REP_COLUMNS
from tests.unit.batch.conftest import EXERCISE, write_track


@pytest.fixture(autouse=True)
def tracks_are_clips(monkeypatch, model_file):
    monkeypatch.setattr(clips, "VIDEO_ENDINGS", (".npz",))
    monkeypatch.setattr(commands, "fetch_model", lambda _: model_file)


@pytest.fixture
def wish(tmp_path, poses) -> BatchWish:
    """Two good clips of the same name, a twin, and a broken one."""
    folder = tmp_path / "clips"
    write_track(folder / "a" / "set.npz", poses)
    write_track(folder / "b" / "set.npz", poses[:-1])
    shutil.copy(folder / "a" / "set.npz", folder / "twin.npz")
    (folder / "broken.npz").write_bytes(b"broken")
    return BatchWish(folder, tmp_path / "out", EXERCISE, jobs=2, formats="json")


def run(wish: BatchWish) -> tuple[bool, str]:
    out = Console(file=io.StringIO(), width=80, highlight=False)
    is_whole = run_batch(wish, out, Console(file=io.StringIO()))
    assert isinstance(out.file, io.StringIO)
    return is_whole, out.file.getvalue()


def read(path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_folder_is_reviewed_once_and_then_no_more(wish):
    is_whole, printed = run(wish)
    assert not is_whole
    assert "a/set.npz: 2 repetitions, romanian_deadlift" in printed
    assert "4 clips: 2 done, 0 skipped (done before), 1 with the same bytes as another, 1 failed" in printed
    assert printed.count("✗ broken.npz: ") == 2  # when it happened, and at the end
    written = {path: path.stat().st_mtime_ns for path in wish.out.rglob("report.json")}
    assert len(written) == 2
    is_whole, printed = run(wish)
    assert not is_whole
    assert "0 done, 2 skipped (done before), 1 with the same bytes as another, 1 failed" in printed
    assert "(As before; --retry tries it again.)" in printed
    assert "✓" not in printed
    assert {path: path.stat().st_mtime_ns for path in wish.out.rglob("report.json")} == written


def test_the_tables_say_all_of_every_clip(wish):
    run(wish)
    rows = {row["clip"]: row for row in read(wish.out / "summary.csv")}
    assert list(rows) == ["a/set.npz", "b/set.npz", "broken.npz", "twin.npz"]
    good, broken, twin = rows["a/set.npz"], rows["broken.npz"], rows["twin.npz"]
    assert (good["state"], good["exercise"], good["count"], good["report"]) == (
        "done", EXERCISE, "2", "a/set.npz",
    )  # fmt: skip
    report = json.loads((wish.out / "a/set.npz/report.json").read_text(encoding="utf-8"))
    for name, quartiles in report["summary"]["tempo_quartiles"].items():
        assert good[name] == ("" if quartiles[1] is None else str(quartiles[1]))
    assert float(good["took_s"]) > 0.0
    assert (broken["state"], broken["count"], len(broken["sha256"])) == ("failed", "", 64)
    assert broken["problem"].endswith(".")
    assert (twin["same_as"], twin["report"], twin["count"]) == ("a/set.npz", "a/set.npz", "2")
    reps = read(wish.out / "reps.csv")
    assert [(rep["clip"], rep["rep"]) for rep in reps] == [
        ("a/set.npz", "1"), ("a/set.npz", "2"), ("b/set.npz", "1"), ("b/set.npz", "2"),
    ]  # fmt: skip
    assert list(reps[0]) == ["clip", "exercise", *REP_COLUMNS]


def test_the_parquet_file_says_the_same(wish):
    run(wish)
    table = parquet.read_table(wish.out / "summary.parquet")
    assert table.column_names == list(COLUMNS)
    for row, cells in zip(table.to_pylist(), read(wish.out / "summary.csv"), strict=True):
        assert {name: "" if value is None else str(value) for name, value in row.items()} == cells
    assert table.schema.field("count").type == "int32"


def test_nothing_is_left_beside_the_reports_and_tables(wish):
    run(wish)
    assert {path.name for path in wish.out.iterdir()} == {
        HIDDEN_FOLDER, "a", "b", "summary.csv", "summary.parquet", "reps.csv",
    }  # fmt: skip
    assert {path.name for path in (wish.out / HIDDEN_FOLDER).iterdir()} == {"failed", "lock"}


def test_ctrl_c_leaves_the_tables_and_the_next_run_goes_on(wish, monkeypatch):
    def stop(tasks, *rest):
        with closing(review_in_pool(tasks, *rest)) as outcomes:
            yield next(outcomes)
            raise KeyboardInterrupt

    review_in_pool = command.review_in_pool
    monkeypatch.setattr(command, "review_in_pool", stop)
    with pytest.raises(KeyboardInterrupt):
        run(replace(wish, jobs=1))
    states = [row["state"] for row in read(wish.out / "summary.csv")]
    assert states == ["done", "waiting", "waiting", "done"]  # the last has the bytes of the first
    monkeypatch.setattr(command, "review_in_pool", review_in_pool)
    assert "1 with the same bytes as another, 1 failed" in run(wish)[1]
    states = [row["state"] for row in read(wish.out / "summary.csv")]
    assert states == ["done", "done", "failed", "done"]


def test_a_full_disk_ends_it_all(wish, monkeypatch):
    def fill(tasks, *_):
        yield work.Outcome(tasks[0].clip, "The disk is full.", stops_all=True)
        pytest.fail("went on")

    monkeypatch.setattr(command, "review_in_pool", fill)
    with pytest.raises(InputError, match="The disk is full"):
        run(wish)
    assert [row["state"] for row in read(wish.out / "summary.csv")] == ["waiting"] * 4


def test_what_cannot_begin_says_only_why(wish, monkeypatch):
    def refuse(*_):
        raise InputError("There is no cluster.")
        yield

    monkeypatch.setattr(command, "review_on_cluster", refuse)
    out = Console(file=io.StringIO())
    with pytest.raises(InputError, match="There is no cluster"):
        run_batch(replace(wish, dask="tcp://nowhere:1"), out, Console(file=io.StringIO()))
    assert isinstance(out.file, io.StringIO)
    assert out.file.getvalue() == ""
    assert [path.name for path in wish.out.iterdir()] == [HIDDEN_FOLDER]


@pytest.mark.parametrize(("number", "stops"), [(errno.ENOSPC, True), (errno.EIO, False)])
def test_what_the_disk_did_is_not_held_against_the_clip(make_task, monkeypatch, number, stops):
    def fail(*_):
        raise InputError("Cannot write.") from OSError(number, "no")

    monkeypatch.setattr(work, "review_clip", fail)
    outcome = work.do_task(make_task("a.mp4"), lambda *_: None)
    assert (outcome.problem, outcome.record, outcome.stops_all) == ("Cannot write.", None, stops)


def test_a_mistake_of_ours_is_one_sentence(make_task, monkeypatch, capsys):
    def fail(*_):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(work, "review_clip", fail)
    outcome = work.do_task(make_task("a.mp4"), lambda *_: None)
    assert "(ZeroDivisionError: division by zero)" in outcome.problem
    assert outcome.record is not None
    assert "Traceback" in capsys.readouterr().err


def test_a_clip_in_which_nobody_is_seen_has_no_report(make_task, poses, monkeypatch):
    from formcheck.pose.landmarks import Pose

    task = make_task("a.mp4")
    write_track(task.clip.path, [Pose.missing(pose.t_s, pose.size_px) for pose in poses])
    outcome = work.do_task(task, lambda *_: None)
    assert "Nobody was seen in a.mp4.npz" in outcome.problem
    assert not (task.plan.out / "a.mp4").exists()


def test_the_same_task_done_twice_leaves_the_first_report(make_task, monkeypatch):
    task = make_task("a.mp4")
    first = work.do_task(task, lambda *_: None)
    report = task.plan.out / "a.mp4" / "report.json"
    written = report.stat().st_mtime_ns
    monkeypatch.setattr(
        work, "is_unchanged", lambda *_: False
    )  # as if it had begun before the other was done
    assert work.do_task(task, lambda *_: None).record == first.record
    assert report.stat().st_mtime_ns == written
    monkeypatch.undo()
    monkeypatch.setattr(work, "review_clip", pytest.fail)
    assert work.do_task(task, lambda *_: None).record == first.record


def test_a_folder_in_the_place_of_the_report_is_not_touched(make_task):
    task = make_task("a.mp4")
    (task.plan.out / "a.mp4").mkdir()
    outcome = work.do_task(task, lambda *_: None)
    assert "exists already, and is not the report of this clip" in outcome.problem
    assert list((task.plan.out / "a.mp4").iterdir()) == []


def test_exit_codes(wish):
    arguments = [
        "batch",
        str(wish.folder),
        "--out",
        str(wish.out),
        "--exercise",
        EXERCISE,
        "--format",
        "json",
    ]
    assert CliRunner().invoke(app, arguments).exit_code == 1
    (wish.folder / "broken.npz").unlink()
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert (
        "3 clips: 0 done, 2 skipped (done before), 1 with the same bytes as another, 0 failed"
        in result.output
    )


def test_a_format_of_the_video_brings_the_video(wish):
    assert command._make_plan(wish).video is False
    assert command._make_plan(BatchWish(wish.folder, wish.out, EXERCISE, formats="json,mp4")).video is True


def test_the_page_reads_the_summary_as_it_says(wish, monkeypatch):
    page = (Path(__file__).parents[3] / "docs" / "batch.md").read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(code) == 1
    run(wish)
    wish.out.rename(wish.out.parent / "reports")
    monkeypatch.chdir(wish.out.parent)
    told: dict = {}
    exec(code[0], told)
    assert (len(told["clips"]), told["rounded"]) == (4, [])
    assert "spinal_rounding" in {rule.name for rule in load_exercise(EXERCISE).rules}
