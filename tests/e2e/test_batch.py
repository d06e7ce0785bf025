"""``formcheck batch`` as people use it: real clips, workers killed, Ctrl-C, the whole batch killed."""

from __future__ import annotations

import csv
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from formcheck.batch.ledger import HIDDEN_FOLDER

pytestmark = pytest.mark.pose
ROOT = Path(__file__).parents[2]
ENOUGH_S = 120.0


def wait_until(happened) -> None:
    deadline_s = time.monotonic() + ENOUGH_S
    while not happened():
        assert time.monotonic() < deadline_s, "it never happened"
        time.sleep(0.05)


@pytest.fixture
def under_way(short_clip, pose_model, tmp_path):
    """A batch of two clips in the midst of its work, its folder of reports, and its workers."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    clips.mkdir()
    for name in ("a.webm", "b.webm"):
        shutil.copy(short_clip, clips / name)
    (clips / "b.webm").write_bytes(short_clip.read_bytes() + b"\0")  # other bytes, the same set
    wish = [str(clips), "--out", str(out), "--exercise", "romanian_deadlift", "--jobs", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "formcheck", "batch", *wish],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    unfinished = out / HIDDEN_FOLDER / "unfinished"
    try:
        wait_until(lambda: process.poll() is not None or len(list(unfinished.glob("*/.report*"))) == 2)
        yield process, out, psutil.Process(process.pid).children()
    finally:
        process.kill()
        process.communicate()


def test_ctrl_c_leaves_nothing_half_and_says_so(under_way):
    process, out, workers = under_way
    process.send_signal(signal.SIGINT)
    printed, complained = process.communicate(timeout=ENOUGH_S)
    assert process.returncode == 2
    assert complained.strip() == "formcheck: Stopped: nothing unfinished was left behind."
    assert "2 left: give the same command again to go on" in printed
    with (out / "summary.csv").open(encoding="utf-8-sig") as file:
        assert [row["state"] for row in csv.DictReader(file)] == ["waiting", "waiting"]
    assert not (out / HIDDEN_FOLDER / "unfinished").exists()
    assert len(workers) == 2
    assert not any(worker.is_running() for worker in workers)


def test_the_workers_of_a_killed_batch_end_too(under_way):
    process, out, workers = under_way
    process.kill()
    process.wait()
    assert len(workers) == 2
    wait_until(lambda: not any(is_alive(worker) for worker in workers))
    assert [path.name for path in out.iterdir()] == [HIDDEN_FOLDER]


def is_alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_a_batch_with_broken_clips_and_a_killed_worker_does_all_it_promises(pose_model):
    wish = ("--clips", "6", "--broken", "2", "--kill", "1", "--length", "3", "--size", "320x240")
    command = [sys.executable, "-m", "benchmarks.batch", *wish]
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=600)
    assert result.returncode == 0, result.stdout + result.stderr
    for claim in (
        "4 reports of 4 good clips",
        "2 clear errors of 2 broken clips",
        "1 of 1 workers killed",
        "nothing twice",
        "nothing half",
        "run again: 0 clips done",
    ):
        assert f"✓ {claim}" in result.stdout
    assert "1,000,000 clips of 30 s" in result.stdout
