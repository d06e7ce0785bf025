"""How the measures of a bird-dog are drawn: raised limbs against level, the body against its own rest."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from formcheck.fault_pictures.drawings import (
    REFERENCE,
    UP,
    draw_against,
    draw_angle,
    draw_gap,
    turn,
    write_number,
)
from formcheck.fault_pictures.scene import Scene
from formcheck.motion.arms import ELBOW, HIP, SHOULDER, WRIST
from formcheck.motion.quadruped import KNEE, find_head_direction
from formcheck.motion.raised_limbs import (
    ANKLE,
    Line,
    find_arm_line,
    find_leg_line,
    find_raised_arm,
    find_raised_leg,
)
from formcheck.motion.signals import find_near_side, find_trunk
from formcheck.pose.landmarks import Landmark
from formcheck.report.wording import format_value
from formcheck.video.ink import draw_line

EARS = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
GAZE_SHARE = 0.45
"""Of the trunk's length, as in the hinge."""


def _find_arm(scene: Scene) -> NDArray[np.float64] | None:
    """Shoulder, elbow and wrist of the raised arm; None: not seen."""
    side = find_raised_arm(scene.pose)
    return None if side is None else _read(scene, SHOULDER[side], ELBOW[side], WRIST[side])


def _find_leg(scene: Scene) -> NDArray[np.float64] | None:
    """Hip, knee and ankle of the raised leg; None: not seen."""
    side = find_raised_leg(scene.pose)
    return None if side is None else _read(scene, HIP[side], KNEE[side], ANKLE[side])


def _read(scene: Scene, *landmarks: int) -> NDArray[np.float64] | None:
    points = scene.points[list(landmarks)]
    return points if np.isfinite(points).all() else None


def draw_arm_level(scene: Scene) -> None:
    """Draw the line shoulder–wrist against the horizontal."""
    _draw_level(scene, find_arm_line(scene.pose), find_head_direction(scene.pose))


def draw_leg_level(scene: Scene) -> None:
    """Draw the line of the leg against the horizontal."""
    _draw_level(scene, find_leg_line(scene.pose), -find_head_direction(scene.pose))


def _draw_level(scene: Scene, line: Line | None, direction: float) -> None:
    """Draw a limb against level, with the angle seen in this picture."""
    if line is None:
        return
    root, tip = scene.points[[line.root, line.tip]]
    away = tip - root
    level = np.array([direction * np.linalg.norm(away), 0.0])
    draw_line(scene.picture, np.array([root, root + level]), REFERENCE, scene.unit_px)
    draw_line(scene.picture, np.array([root, tip]), scene.stroke, scene.unit_px)
    draw_angle(scene, root, away, level, f"{abs(line.elevation_deg):.0f}°")


def draw_one_line(scene: Scene) -> None:
    """Draw the leg's line, and the arm's against its continuation."""
    arm, leg = find_arm_line(scene.pose), find_leg_line(scene.pose)
    if arm is None or leg is None:
        return
    shoulder, wrist, hip, foot = scene.points[[arm.root, arm.tip, leg.root, leg.tip]]
    draw_line(scene.picture, np.array([hip, foot]), scene.stroke, scene.unit_px)
    along, reach = hip - foot, wrist - shoulder
    onward = along * (np.linalg.norm(reach) / max(1e-9, float(np.linalg.norm(along))))
    draw_against(scene, shoulder, reach, onward)


def draw_raised_knee(scene: Scene) -> None:
    """Draw the raised leg with the angle of its knee."""
    leg = _find_leg(scene)
    if leg is None:
        return
    hip, knee, ankle = leg
    draw_line(scene.picture, leg, scene.stroke, scene.unit_px)
    draw_angle(scene, knee, hip - knee, ankle - knee, format_value(scene.finding.fault))


def draw_same_side(scene: Scene) -> None:
    """Draw the raised arm and the raised leg."""
    for limb in (_find_arm(scene), _find_leg(scene)):
        if limb is not None:
            draw_line(scene.picture, limb, scene.stroke, scene.unit_px)


def draw_hips_roll(scene: Scene) -> None:
    """Draw the line of the hips against the horizontal."""
    hips = _read(scene, *HIP)
    if hips is None:
        return
    left, right = hips[np.argsort(hips[:, 0])]
    across = 1.6 * (right - left)
    draw_against(scene, left, across, np.array([float(np.linalg.norm(across)), 0.0]))


def draw_hips_travel(scene: Scene) -> None:
    """Draw the hips against the knee that carries them; a trunk that tips instead is drawn itself."""
    leg = find_raised_leg(scene.pose)
    shoulder, hip = find_trunk(scene.points)
    if leg is None or not np.isfinite([shoulder, hip]).all():
        return
    knee = scene.points[KNEE[1 - leg]]
    value_px = scene.finding.fault.value * float(np.linalg.norm(shoulder - hip))
    if np.isfinite(knee).all() and abs(hip[0] - knee[0]) >= 0.5 * value_px:
        above = np.array([knee[0], hip[1]])
        draw_line(scene.picture, np.array([knee, above]), REFERENCE, scene.unit_px)
        draw_gap(scene, above, hip)
        return
    draw_line(scene.picture, np.array([hip, shoulder]), scene.stroke, scene.unit_px)
    write_number(scene, 0.5 * (hip + shoulder), UP, format_value(scene.finding.fault))


def draw_setup(scene: Scene) -> None:
    """Draw the hand against the vertical under its shoulder, or the knee against that under its hip."""
    side = find_near_side(scene.pose)
    pairs = [_read(scene, SHOULDER[side], WRIST[side]), _read(scene, HIP[side], KNEE[side])]
    seen = [pair for pair in pairs if pair is not None]
    if not seen:
        return
    above, below = max(seen, key=lambda pair: abs(pair[1, 0] - pair[0, 0]))
    under = np.array([above[0], below[1]])
    draw_line(scene.picture, np.array([above, under]), REFERENCE, scene.unit_px)
    draw_gap(scene, under, below, -UP)


def draw_head_lift(scene: Scene) -> None:
    """Draw where the head points, and where it pointed at rest."""
    side, facing = find_near_side(scene.pose), scene.finding.facing
    face = _read(scene, EARS[side], Landmark.NOSE)
    shoulder, hip = find_trunk(scene.points)
    length_px = GAZE_SHARE * float(np.linalg.norm(shoulder - hip))
    if face is None or not facing or not length_px > 0:
        return
    gaze = face[1] - face[0]
    gaze = gaze * length_px / max(1e-9, math.hypot(*gaze))
    draw_against(scene, face[0], gaze, turn(gaze, facing * scene.finding.fault.value))
