"""Finished reviews of drawn sets, without a pose model: a folder as the app keeps it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.pose.track import TrackWriter
from formcheck.report.json import write_json
from formcheck.session import Session
from tests.corrected_sets import SETS
from tests.figure_sets import film, plan

FAULTY = {**SETS, "squatted": ("romanian_deadlift", {"reps": 4, "faults": {"squatted_hinge": 45.0}})}


@pytest.fixture(scope="session")
def make_review(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Makes a folder of one of the sets."""

    def make(kind: str) -> Path:
        movement, options = FAULTY[kind]
        session = Session(load_exercise(movement))
        folder = tmp_path_factory.mktemp(kind)
        source = {"name": f"{kind} set.mp4", "duration_s": 20.0, "load_kg": 40.0}
        with TrackWriter(folder / "pose.npz") as writer:
            for pose in film(plan(movement, **options)):
                writer.append(pose)
                session.push(pose)
            writer.finish({"source": source, "pose": {}})
        write_json(session.finish(source, {}), folder / "report.json")
        return folder

    return make
