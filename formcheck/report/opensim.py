"""``landmarks.trc`` and ``angles.mot``: what OpenSim reads.

The landmarks are those of a pose model, not of markers on skin, and every frame stands with the middle of its
hips at the origin. Formats: https://opensimconfluence.atlassian.net, "Marker (.trc) Files" and "Motion (.mot)
Files".
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.geometry import measure_joint_angle_deg
from formcheck.motion.signals import measure_world_trunk_inclination_deg
from formcheck.pose.landmarks import Landmark, Pose
from formcheck.pose.track import Track
from formcheck.report.bundle import measure_step_s, read_points_m

_JOINTS = {
    "hip_flexion": ("SHOULDER", "HIP", "KNEE"),
    "knee_angle": ("HIP", "KNEE", "ANKLE"),
    "arm_flex": ("HIP", "SHOULDER", "ELBOW"),
    "elbow_flex": ("SHOULDER", "ELBOW", "WRIST"),
}
"""Coordinate, as OpenSim's full-body models name it → the landmarks before, at and after the joint."""
_SIDES = {"r": "RIGHT", "l": "LEFT"}


def write_trc(track: Track, path: Path) -> None:
    """Write the landmarks in space; an empty cell is "not seen"."""
    t_s, points_m = read_points_m(track)
    step_s = measure_step_s(t_s)
    rate = f"{1.0 / step_s:.2f}" if step_s > 0 else "0.00"
    names = [landmark.name.lower() for landmark in Landmark]
    count, markers = len(t_s), len(names)
    lines = [
        f"PathFileType\t4\t(X/Y/Z)\t{path.name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate}\t{rate}\t{count}\t{markers}\tm\t{rate}\t1\t{count}",
        "Frame#\tTime\t" + "\t\t\t".join(names) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{number}" for number in range(1, markers + 1) for axis in "XYZ"),
        "",
    ]
    for number, (at_s, row) in enumerate(zip(t_s, points_m.reshape(count, 3 * markers), strict=True), 1):
        cells = ("" if math.isnan(value) else f"{value:.5f}" for value in row)
        lines.append(f"{number}\t{at_s:.4f}\t" + "\t".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


def write_mot(track: Track, path: Path) -> None:
    """Write joint angles in degrees; ``nan`` is "not seen" and must go before any dynamics.

    Hips, knees and elbows are 0 when straight, arms when they hang; bending counts positive whichever way.
    ``trunk_inclination`` is 0 upright and 90 horizontal.
    """
    poses = list(track)
    table = [[pose.t_s, *measure_angles_deg(pose).values()] for pose in poses]
    names = ["time", *measure_angles_deg(Pose.missing(0.0))]
    head = ["Coordinates", "version=1", f"nRows={len(poses)}", f"nColumns={len(names)}", "inDegrees=yes"]
    lines = [*head, "", "Angles between limbs as seen by one camera.", "endheader", "\t".join(names)]
    lines += ["\t".join(f"{value:.4f}" for value in row) for row in table]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


def measure_angles_deg(pose: Pose) -> dict[str, float]:
    """Angles of the joints of a pose in space; NaN: not seen."""
    angles_deg = {}
    for side, word in _SIDES.items():
        for name, joints in _JOINTS.items():
            before, at, after = (_read(pose, f"{word}_{joint}") for joint in joints)
            angle_deg = float(measure_joint_angle_deg(before, at, after))
            is_open = name != "arm_flex"  # an arm that hangs lies along the trunk
            angles_deg[f"{name}_{side}"] = 180.0 - angle_deg if is_open else angle_deg
    return {**angles_deg, "trunk_inclination": measure_world_trunk_inclination_deg(pose)}


def _read(pose: Pose, name: str) -> NDArray[np.float64]:
    return np.asarray(pose.world[Landmark[name]], float)
