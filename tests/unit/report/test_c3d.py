"""``landmarks.c3d``, read back from the file."""

from __future__ import annotations

from pathlib import Path

import ezc3d
import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.pose.landmarks import Landmark
from formcheck.report.c3d import spread_evenly, write_c3d
from tests.unit.report.bundles import save_track
from tests.unit.report.report_factory import film, make_report


def read(kind: str, folder: Path) -> ezc3d.c3d:
    track = save_track(film(kind)[1], folder / "pose.npz")
    write_c3d(make_report(kind), track, folder / "landmarks.c3d")
    return ezc3d.c3d(str(folder / "landmarks.c3d"))


def test_landmarks_are_those_of_the_track(tmp_path: Path) -> None:
    file, poses = read("full", tmp_path), film("full")[1]
    point = file["parameters"]["POINT"]
    assert point["LABELS"]["value"] == [landmark.name.lower() for landmark in Landmark]
    assert point["UNITS"]["value"] == ["m"]
    assert point["RATE"]["value"][0] == pytest.approx(30.0, abs=1e-3)
    points = file["data"]["points"][:3].transpose(2, 1, 0)
    assert points.shape == (len(poses), 33, 3)
    world = np.array([pose.world for pose in poses]) * (1, -1, -1)
    np.testing.assert_allclose(points, world, atol=1e-5)


def test_turns_are_events(tmp_path: Path) -> None:
    event = read("full", tmp_path)["parameters"]["EVENT"]
    assert event["LABELS"]["value"] == ["rep 1 turn", "rep 2 turn", "rep 3 turn"]
    minutes, seconds = event["TIMES"]["value"]
    turns_s = [judged.rep.turn_s for judged in make_report("full").reps]
    np.testing.assert_allclose(60 * minutes + seconds, turns_s, atol=1e-3)


def test_who_was_not_seen_is_no_point(tmp_path: Path) -> None:
    file = read("gap", tmp_path)
    lost = [not pose.found for pose in film("gap")[1]]
    points, residuals = file["data"]["points"][:3], file["data"]["meta_points"]["residuals"]
    assert np.isnan(points[:, :, lost]).all()
    assert (residuals[0][:, lost] < 0).all()
    assert np.isfinite(points[:, 0, np.invert(lost)]).all()


def test_a_clip_without_anybody_is_a_file_too(tmp_path: Path) -> None:
    assert not np.isfinite(read("nobody", tmp_path)["data"]["points"][:3]).any()


def test_a_clip_without_pictures_gets_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="at least one picture"):
        read("empty", tmp_path)


def test_uneven_frames_are_put_on_a_clock_and_never_invented() -> None:
    t_s = np.array([0.0, 0.1, 0.2, 0.31, 0.6, 0.7])
    points = np.arange(6.0)[:, None, None] * np.ones((6, 33, 3))
    even_s, spread = spread_evenly(t_s, points)
    np.testing.assert_allclose(even_s, 0.1 * np.arange(8))
    np.testing.assert_array_equal(spread[:, 0, 0], [0, 1, 2, 3, np.nan, np.nan, 4, 5])
