"""``landmarks.trc`` and ``angles.mot``, read by a parser of our own that knows only the formats."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from formcheck.pose.landmarks import Landmark, Pose
from formcheck.report.opensim import measure_angles_deg, write_mot, write_trc
from tests.unit.report.bundles import save_track
from tests.unit.report.report_factory import film


@dataclass
class Trc:
    head: dict[str, str]
    markers: list[str]
    time_s: np.ndarray
    points: np.ndarray


def read_trc(path: Path) -> Trc:
    lines = path.read_text(encoding="ascii").split("\n")
    assert lines[0].split("\t") == ["PathFileType", "4", "(X/Y/Z)", path.name]
    head = dict(zip(lines[1].split("\t"), lines[2].split("\t"), strict=True))
    labels = lines[3].split("\t")
    assert labels[:2] == ["Frame#", "Time"]
    markers = labels[2::3]
    axes = lines[4].split("\t")
    assert axes[2:] == [f"{axis}{n}" for n in range(1, len(markers) + 1) for axis in "XYZ"]
    assert lines[5] == ""
    rows = [line.split("\t") for line in lines[6:] if line]
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    cells = [[float(cell) if cell else math.nan for cell in row[2:]] for row in rows]
    points = np.array(cells).reshape(len(rows), len(markers), 3)
    return Trc(head, markers, np.array([float(row[1]) for row in rows]), points)


def read_mot(path: Path) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    lines = path.read_text(encoding="ascii").split("\n")
    end = lines.index("endheader")
    head = dict(line.split("=") for line in lines[:end] if "=" in line)
    names = lines[end + 1].split("\t")
    table = np.array([[float(cell) for cell in line.split("\t")] for line in lines[end + 2 :] if line])
    assert len(names) == int(head["nColumns"])
    assert len(table) == int(head["nRows"])
    return head, {name: table[:, number] for number, name in enumerate(names)}


def test_landmarks_are_those_of_the_track_with_y_up(tmp_path: Path) -> None:
    poses = film("full")[1]
    write_trc(save_track(poses, tmp_path / "pose.npz"), tmp_path / "landmarks.trc")
    trc = read_trc(tmp_path / "landmarks.trc")
    assert (trc.head["Units"], trc.head["NumMarkers"], trc.head["NumFrames"]) == ("m", "33", str(len(poses)))
    assert float(trc.head["DataRate"]) == pytest.approx(30.0, abs=0.01)
    assert trc.markers == [landmark.name.lower() for landmark in Landmark]
    np.testing.assert_allclose(trc.time_s, [pose.t_s for pose in poses], atol=1e-4)
    world = np.array([pose.world for pose in poses])
    np.testing.assert_allclose(trc.points, world * (1, -1, -1), atol=1e-5)
    nose, ankle = trc.markers.index("nose"), trc.markers.index("left_ankle")
    assert trc.points[0, nose, 1] > trc.points[0, ankle, 1]


def test_who_was_not_seen_leaves_empty_cells(tmp_path: Path) -> None:
    write_trc(save_track(film("gap")[1], tmp_path / "pose.npz"), tmp_path / "landmarks.trc")
    points = read_trc(tmp_path / "landmarks.trc").points
    lost = np.isnan(points).all((1, 2))
    assert lost.sum() == sum(not pose.found for pose in film("gap")[1])
    assert "nan" not in (tmp_path / "landmarks.trc").read_text(encoding="ascii")


@pytest.mark.parametrize("kind", ["full", "gap", "swung_row"])
def test_angles_are_in_degrees_of_every_frame(kind: str, tmp_path: Path) -> None:
    poses = film(kind)[1]
    write_mot(save_track(poses, tmp_path / "pose.npz"), tmp_path / "angles.mot")
    head, columns = read_mot(tmp_path / "angles.mot")
    assert head["inDegrees"] == "yes"
    np.testing.assert_allclose(columns.pop("time"), [pose.t_s for pose in poses], atol=1e-4)
    for name, values in columns.items():
        seen = values[np.isfinite(values)]
        assert ((seen >= -90) & (seen <= 180)).all(), name
        assert np.isnan(values).sum() >= sum(not pose.found for pose in poses)


def test_a_hinge_bends_the_hips_and_not_the_knees(tmp_path: Path) -> None:
    poses = film("full")[1]
    write_mot(save_track(poses, tmp_path / "pose.npz"), tmp_path / "angles.mot")
    _, columns = read_mot(tmp_path / "angles.mot")
    hip, knee = np.ptp(columns["hip_flexion_r"]), np.ptp(columns["knee_angle_r"])
    assert hip > 60
    assert knee < 0.6 * hip
    assert columns["trunk_inclination"][0] < 20


def test_a_right_angle_is_ninety_degrees() -> None:
    world = np.full((33, 3), np.nan)
    for name, at in {"SHOULDER": (0, -1, 0), "HIP": (0, 0, 0), "KNEE": (1, 0, 0), "ELBOW": (0, 0, 0)}.items():
        world[Landmark[f"RIGHT_{name}"]] = at
    angles_deg = measure_angles_deg(replace(Pose.missing(0.0), world=world))
    assert angles_deg["hip_flexion_r"] == pytest.approx(90.0)
    assert angles_deg["arm_flex_r"] == pytest.approx(0.0)
    assert math.isnan(angles_deg["hip_flexion_l"])
    assert math.isnan(angles_deg["elbow_flex_r"])
