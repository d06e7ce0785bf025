"""The real coach before a drawn figure: what it says, and what it puts into its folder."""

from __future__ import annotations

import errno
import gc
import json
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from formcheck.app.live import factory
from formcheck.app.live.factory import NO_MODEL, open_coach
from formcheck.app.live.protocol import StartMessage
from formcheck.app.reviews import FILM_FILE
from formcheck.athletes import USUAL_CAMERA, find_record_file, read_record
from formcheck.errors import InputError
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import Track
from formcheck.replay import replay_folder
from formcheck.report.json import read_schema, write_json
from formcheck.report.reading import read_report as read_stored
from formcheck.video.filmstrip import read_strip
from tests.calibration_factory import film_opened_set
from tests.figure_sets import film, plan
from tests.picture_factory import paint
from tests.unit.app.live.conftest import encode
from tests.unit.app.live.live_sets import (
    LEFT_BY_EVERY_SET,
    RDL,
    START_S,
    check_replay,
    list_files,
    open_drawn,
    read_report,
    show,
    train,
)
from tests.unit.video.file_limits import limit_file_size


@pytest.fixture(scope="module")
def poses() -> list[Pose]:
    """Two Romanian deadlifts as a slow machine sees them."""
    return film(plan(RDL, 2, lead_s=1.5, tail_s=1.0), rate_hz=15.0)


@pytest.fixture(scope="module")
def opened_set() -> list[Pose]:
    """Standing tall, a still neutral hinge, and three repetitions."""
    return film_opened_set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "set"
    made.mkdir()
    return made


def check_same_reps(folder: Path, again_file: Path) -> None:
    """See that a folder gives the same set again; a calibration in it is rounded, and so what rests on it."""
    jsonschema.validate(read_report(folder), read_schema())
    write_json(replay_folder(folder), again_file)
    stored, again = read_stored(folder / "report.json"), read_stored(again_file)
    assert [judged.rep for judged in stored.reps] == [judged.rep for judged in again.reps]
    for before, after in zip(stored.reps, again.reps, strict=True):
        assert [fault.rule for fault in before.faults] == [fault.rule for fault in after.faults]
        assert before.score == after.score
        assert before.measures == pytest.approx(after.measures, abs=0.002, nan_ok=True)


def test_a_set_is_a_review_on_a_clock_of_its_own(folder: Path, poses: list[Pose], tmp_path: Path) -> None:
    leaving = train(folder, poses, load_kg=32)
    assert (leaving.exercise, leaving.load_kg, leaving.film_from_s, leaving.problem) == (RDL, 32.0, None, "")
    assert list_files(folder) == LEFT_BY_EVERY_SET
    check_replay(folder, tmp_path / "again.json")
    report = read_report(folder)
    assert report["count"] == 2
    source = report["source"]
    kept = list(Track(folder / "pose.npz"))
    assert source == {
        "kind": "live",
        "id": source["id"],
        "name": leaving.name,
        "load_kg": 32.0,
        "width_px": 96,
        "height_px": 72,
        "duration_s": round(kept[-1].t_s, 3),
        "frames_read": len(kept),
    }
    assert len(source["id"]) == 32
    assert kept[0].t_s == 0.0
    assert kept[-1].t_s <= poses[-1].t_s - poses[0].t_s + 1e-9
    assert report["provenance"]["pose"] == {"model": "drawn"}
    assert Track(folder / "pose.npz").about["source"] == source


def test_the_pictures_are_those_of_the_poses(folder: Path, poses: list[Pose]) -> None:
    leaving = train(folder, poses, keeps_clip=True)
    assert list_files(folder) == sorted([FILM_FILE, *LEFT_BY_EVERY_SET])
    from_s = leaving.film_from_s
    assert from_s is not None
    assert from_s >= START_S
    kept = [t_s - from_s for t_s, _ in read_strip(folder / FILM_FILE) if t_s >= from_s]
    assert kept == [pose.t_s for pose in Track(folder / "pose.npz")]


def test_nothing_is_written_before_the_end(folder: Path, poses: list[Pose]) -> None:
    coach = open_drawn(poses, folder)
    show(coach, poses)
    assert list_files(folder) == []
    coach.close()
    assert list_files(folder) == []


@pytest.mark.parametrize("exercise", [RDL, ""])
def test_who_never_showed_anything_has_nothing_to_review(folder: Path, exercise: str) -> None:
    coach = open_drawn([], folder, exercise)
    assert coach.finish() is None
    coach.close()
    assert list_files(folder) == []


def test_a_state_has_the_words_of_its_band(folder: Path, poses: list[Pose]) -> None:
    coach = open_drawn(poses, folder, calibrates=False)
    bands = []
    picture = paint(96, 72)
    for pose in poses:
        state = coach.take(picture, pose.t_s, encode(picture))
        json.dumps(state, allow_nan=False)
        bands.append(state["band"])
    coach.close()
    assert bands[0]["kind"] == "set_up"
    assert {"Lowering"} <= {band["text"] for band in bands if band["kind"] == "phase"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.parametrize("room_bytes", [0, 5_000])
@pytest.mark.parametrize("keeps_clip", [False, True])
def test_a_full_disk_holds_the_set_until_there_is_room(
    folder: Path, poses: list[Pose], tmp_path: Path, room_bytes: int, keeps_clip: bool
) -> None:
    half = len(poses) // 2
    coach = open_drawn(poses, folder, keeps_clip=keeps_clip)
    show(coach, poses[:half])
    with limit_file_size(room_bytes):
        for _ in range(2):
            with pytest.raises(OSError, match="large") as caught:
                coach.finish()
            assert caught.value.errno == errno.EFBIG
        gc.collect()  # a half-written file that is let go of must not fail once more
    show(coach, poses[half:])  # it goes on meanwhile
    leaving = coach.finish()
    coach.close()
    assert leaving is not None
    assert (leaving.problem, leaving.film_from_s is not None) == ("", keeps_clip)
    assert list_files(folder) == sorted([*LEFT_BY_EVERY_SET, *[FILM_FILE] * keeps_clip])
    check_replay(folder, tmp_path / "again.json")
    assert read_report(folder)["count"] == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_disk_that_is_full_on_the_way_shortens_the_clip_and_not_the_set(
    folder: Path, poses: list[Pose], tmp_path: Path
) -> None:
    coach = open_drawn(poses, folder, keeps_clip=True)
    with limit_file_size(50_000):
        show(coach, poses)
    leaving = coach.finish()
    coach.close()
    assert leaving is not None
    assert leaving.problem.startswith("The clip breaks off early (")
    assert leaving.problem.endswith("The set itself is whole.")
    check_replay(folder, tmp_path / "again.json")
    assert read_report(folder)["count"] == 2


def test_an_athlete_is_remembered_by_range_and_calibration(folder: Path, opened_set: list[Pose]) -> None:
    assert read_record("ann", USUAL_CAMERA).calibration is None
    leaving = train(folder, opened_set, athlete="ann")
    record = read_record("ann", USUAL_CAMERA)
    assert record.calibration is not None
    used = read_report(folder)["provenance"]["calibration"]
    assert (used["origin"], used["arc_deg"]) == ("given", round(record.calibration.arc_deg, 3))
    (own,) = record.ranges.values()
    assert (own.sessions, own.last_clip) == (1, leaving.name)


def test_a_calibration_that_is_known_is_used_and_taken_anew_when_asked_for(
    tmp_path: Path, opened_set: list[Pose]
) -> None:
    arcs_deg = []
    asked: dict[str, dict[str, Any]] = {"first": {}, "second": {}, "third": {"calibrates": True}}
    for name, options in asked.items():
        (tmp_path / name).mkdir()
        train(tmp_path / name, opened_set, athlete="ann", **options)
        report = read_report(tmp_path / name)
        arcs_deg.append(report["provenance"]["calibration"]["arc_deg"])
        origin = report["provenance"]["calibration"]["origin"]
        assert origin == ("athlete" if name == "second" else "given")
        check_same_reps(tmp_path / name, tmp_path / "again.json")
    assert arcs_deg[0] == arcs_deg[1]


def test_nobody_is_remembered_who_is_not_named(
    folder: Path, opened_set: list[Pose], data_folder: Path
) -> None:
    train(folder, opened_set)
    assert not (data_folder / "athletes").exists()


def test_a_record_that_is_damaged_meanwhile_costs_no_set(
    folder: Path, poses: list[Pose], tmp_path: Path
) -> None:
    coach = open_drawn(poses, folder, athlete="ann")
    show(coach, poses)
    record = find_record_file("ann", USUAL_CAMERA)
    record.parent.mkdir(parents=True)
    record.write_text("{}")
    assert coach.finish() is not None
    coach.close()
    check_replay(folder, tmp_path / "again.json")
    assert record.read_text() == "{}"


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (StartMessage("no_such_movement"), "no_such_movement"),
        (StartMessage("", {"model": "/etc/passwd"}), "'model'"),
        (StartMessage("", {"calibrates": 1}), "'calibrates'"),
        (StartMessage("", {"keeps_clip": "yes"}), "'keeps_clip'"),
        (StartMessage("", {"load_kg": True}), "'load_kg'"),
        (StartMessage("", {"load_kg": None}), "'load_kg'"),
        (StartMessage("romanian_deadlift", {"athlete": "../secret"}), "secret"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    message: StartMessage, sentence: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(factory, "find_model", lambda _: Path("model.task"))
    with pytest.raises(InputError, match=sentence):
        open_coach(message, folder)
    assert list_files(folder) == []


def test_a_model_that_is_not_there_is_not_fetched_behind_anybody_s_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMCHECK_MODEL", raising=False)
    monkeypatch.setattr(factory, "find_model", lambda _: None)
    with pytest.raises(InputError) as caught:
        open_coach(StartMessage("romanian_deadlift", {"keeps_clip": True}), folder)
    assert str(caught.value) == NO_MODEL
    assert list_files(folder) == []


def test_a_model_that_cannot_be_opened_leaves_no_file_open(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise InputError("The pose model is damaged.")

    monkeypatch.setattr("tests.unit.app.live.live_sets.DrawnPoses", refuse)
    with pytest.raises(InputError, match="damaged"):
        open_drawn([], folder, keeps_clip=True)
    gc.collect()  # a file that was left open would be told of now


def test_a_place_without_room_for_the_clip_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="The clip cannot be kept"):
        open_drawn([], tmp_path / "nowhere", keeps_clip=True)
