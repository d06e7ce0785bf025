"""Truth files: what they say, and what is said of broken ones."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.simulate import Camera, plan_set
from formcheck.simulate.clip import Clip, describe_truth
from formcheck.validate.truth import find_clips, parse_truth, read_truth

LABEL = {"exercise": "romanian_deadlift", "view": "side", "reps": 3, "count_tolerance": 1, "faults": {}}


def put(folder: Path, name: str, table: object) -> Path:
    path = folder / f"{name}.truth.json"
    path.write_text(table if isinstance(table, str) else json.dumps(table), encoding="utf-8")
    return path


def test_a_label_made_by_eye(tmp_path):
    faults = {"spinal_rounding": "present", "short_range": [2]}
    truth = read_truth(put(tmp_path, "a", {**LABEL, "faults": faults}))
    assert (truth.count, truth.count_tolerance, truth.reps, dict(truth.signals)) == (3, 1, (), {})
    assert truth.shows("short_range", 2) is True
    assert truth.shows("short_range", 1) is False
    assert truth.shows("spinal_rounding", 1) is None
    assert truth.shows("knees_cave", 1) is None
    assert math.isnan(truth.yaw_deg)


def test_no_repetitions_are_asked_for():
    truth = parse_truth({**LABEL, "reps": None, "count_tolerance": None})
    assert (truth.count, truth.count_tolerance) == (None, 0)


def test_a_drawn_clip():
    plan = plan_set(
        "conventional_deadlift", 3, depth=(1.0, 0.28, 0.6), start_at="floor", tempo_s=(1.5, 0.4, 1.2, 0.7)
    )
    truth = parse_truth(describe_truth(Clip(plan, Camera(facing="left", yaw_deg=-30.0))))
    assert truth.count == 2  # the second is partial
    assert [rep.is_counted for rep in truth.reps] == [True, False, True]
    assert [rep.has_way_out for rep in truth.reps] == [False, True, True]
    assert math.isnan(truth.reps[0].tempo["eccentric_s"])
    assert truth.yaw_deg == pytest.approx(30.0)
    assert truth.facing == "left"
    assert truth.shows("short_range", 3) is True
    assert np.diff(truth.signals["t_s"]) == pytest.approx(1 / 24, abs=2e-4)
    assert truth.signals["trunk"].max() > 60


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('{"reps": 3,}', ("not JSON", "line 1")),
        ([1], ("list", "object")),
        ({"exercise": "x"}, ("'reps' is missing",)),
        ({**LABEL, "reps": "three"}, ("'three'", "a number, null or a list")),
        ({**LABEL, "reps": True}, ("True",)),
        ({**LABEL, "exercise": None}, ("'exercise'", "text")),
        ({**LABEL, "faults": {"knees_cave": "maybe"}}, ("knees_cave", "'maybe'")),
        ({**LABEL, "signals": {"trunk_deg": [1]}}, ("t_s",)),
        ({**LABEL, "signals": {"t_s": [1, 2], "trunk_deg": [1]}}, ("trunk", "1 samples, expected 2")),
    ],
)
def test_a_broken_truth_file_is_one_sentence(tmp_path, table, words):
    path = put(tmp_path, "a", table)
    with pytest.raises(InputError) as caught:
        read_truth(path)
    sentence = str(caught.value)
    assert "\n" not in sentence
    for word in (str(path), *words):
        assert word in sentence


def test_clips_are_found_beside_their_truth(tmp_path):
    put(tmp_path, "b.x", LABEL)
    put(tmp_path, "a", LABEL)
    for name in ("a.mp4", "a.jpg", "a.npz", "b.x.webm", "c.mp4"):
        (tmp_path / name).touch()
    assert [clip.name for clip, _ in find_clips(tmp_path)] == ["a.mp4", "b.x.webm"]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("missing", "There is no folder"),
        ("empty", "holds no truth file"),
        ("no clip", "has no clip beside it"),
    ],
)
def test_a_folder_without_clips_is_one_sentence(tmp_path, kind, words):
    folder = tmp_path / "missing" if kind == "missing" else tmp_path
    if kind == "no clip":
        put(tmp_path, "a", LABEL)
    with pytest.raises(InputError, match=words):
        find_clips(folder)
