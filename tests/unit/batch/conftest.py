"""Clips that are pose tracks: a review takes no model and no time. And a worker that dies on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from formcheck.batch import pool
from formcheck.batch.asked import describe_asked
from formcheck.batch.clips import ClipFile
from formcheck.batch.ledger import Ledger, open_ledger
from formcheck.batch.work import Task
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import TrackWriter
from formcheck.review import ReviewPlan
from tests.figure_sets import film, plan

EXERCISE = "romanian_deadlift"


@pytest.fixture(scope="session")
def poses() -> list[Pose]:
    """Two Romanian deadlifts."""
    return film(plan(EXERCISE, 2))


@pytest.fixture
def ledger(tmp_path) -> Iterator[Ledger]:
    """An empty folder of reports, claimed."""
    with open_ledger(tmp_path / "out") as ledger:
        yield ledger


@pytest.fixture
def asked(ledger, model_file) -> dict:
    return describe_asked(make_plan(ledger.out, model_file))


@pytest.fixture
def model_file(tmp_path) -> Path:
    """What stands for the pose model where none is needed."""
    path = tmp_path / "model.task"
    path.write_bytes(b"model")
    return path


@pytest.fixture
def make_task(tmp_path, ledger, asked, model_file, poses):
    """Makes the task of a clip; the name says what it does to its worker, see ``dying_worker``."""

    def make(name: str, patience_s: float = 60.0) -> Task:
        path = write_track(tmp_path / "clips" / f"{name}.npz", poses)
        return Task(look_at(path, name), make_plan(ledger.out, model_file), asked, ledger.scratch, patience_s)

    return make


@pytest.fixture
def dying_worker(monkeypatch) -> None:
    """Children that do as the names of their clips say."""
    monkeypatch.setattr(pool, "WORKER", "tests.unit.batch.dying_worker")


def make_plan(out: Path, model: Path, **changes) -> ReviewPlan:
    settings = {"video": False, "pictures": False, "formats": ("json",), **changes}
    return ReviewPlan(load_exercise(EXERCISE), out, model, **settings)


def write_track(path: Path, poses: list[Pose]) -> Path:
    """A pose track; no two are the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with TrackWriter(path) as writer:
        for pose in poses:
            writer.append(pose)
        source = {"name": path.name, "sha256": path.stem, "duration_s": poses[-1].t_s}
        writer.finish({"source": source, "pose": {}})
    return path


def look_at(path: Path, name: str) -> ClipFile:
    about = path.stat()
    return ClipFile(path, name, about.st_size, about.st_mtime_ns)


def list_children() -> list[psutil.Process]:
    """Processes of ours that review clips."""
    return [child for child in psutil.Process().children() if "worker" in " ".join(child.cmdline())]
