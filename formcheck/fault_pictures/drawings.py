"""How each measure is drawn: an angle as an arc, a gap as a dimension line, a back beside its neutral one."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.fault_pictures.scene import Scene
from formcheck.motion.back import trace_back
from formcheck.motion.geometry import measure_joint_angle_deg
from formcheck.motion.signals import NEAR_JOINTS, find_near_side, find_trunk
from formcheck.pose.landmarks import Landmark
from formcheck.report.wording import format_value
from formcheck.video.ink import STROKES, WHITE, Stroke, draw_line, measure_label, write_label

REFERENCE = Stroke(WHITE, 1.25, dash=4.0, gap=4.0)
"""What it should look like, or what it is measured from."""
_LEGS = (
    (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE),
    (Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE),
)
_EARS = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_WRISTS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
_FEET = (
    (Landmark.LEFT_HEEL, Landmark.LEFT_FOOT_INDEX),
    (Landmark.RIGHT_HEEL, Landmark.RIGHT_FOOT_INDEX),
)
_PAIRS = {
    "shoulders": (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    "hips": (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    "knees": (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
    "ankles": (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
}
FINE = 0.7
"""Lines that lie close together are drawn finer: 14° of arc are 2 % of the back's length."""
NARROW = math.radians(60.0)
"""Below this angle a number does not fit between the two lines."""
UP = np.array([0.0, -1.0])


def draw_back(scene: Scene) -> None:
    """Draw the outline of the back in the colour of its level, and the neutral one it is held against."""
    finding = scene.finding
    outline = trace_back(scene.pose, finding.facing) if finding.facing else np.empty((0, 2))
    if not len(outline):
        return
    outline = scene.place(outline)
    arc_deg = finding.reference.arc_deg if finding.reference else 0.0
    neutral = bend_chord(outline, arc_deg, finding.facing)
    stroke = STROKES[finding.fault.severity]
    _tint(scene, np.concatenate([outline, neutral[::-1]]), stroke)
    for line, how in ((outline, stroke), (neutral, REFERENCE)):
        draw_line(scene.picture, line, how, FINE * scene.unit_px)
    along = outline[-1] - outline[0]
    outward = finding.facing * np.array([along[1], -along[0]]) / max(1e-9, math.hypot(*along))
    write_number(scene, outline[len(outline) // 2], outward, format_value(finding.fault))


def bend_chord(outline: NDArray, arc_deg: float, facing: int) -> NDArray[np.float64]:
    """A back of a given Dorsal Arc Angle between the two ends of an outline.

    Parameters
    ----------
    outline : ndarray, shape (N, 2)
        Pixels from hip to shoulder.
    arc_deg : float
        0 is the straight line between the ends.
    facing : int
        +1 or -1.

    Returns
    -------
    ndarray, shape (N, 2)

    Notes
    -----
    The parabola whose mean height over its chord is ``arc / 12``, which is how the angle is defined
    (`formcheck.motion.back.measure_profile`): ``arc / 2 * s * (1 - s)``.
    """
    start, end = np.median(outline[:3], axis=0), np.median(outline[-3:], axis=0)
    chord = end - start
    share = np.linspace(0.0, 1.0, len(outline))[:, None]
    height = 0.5 * math.radians(arc_deg) * share * (1.0 - share)
    return start + share * chord + height * facing * np.array([chord[1], -chord[0]])


def draw_joint(scene: Scene, joint: str, is_measure: bool = False) -> None:
    """Draw the interior angle of a joint of the near side as an arc, with its degrees.

    They are those of this picture, or the fault's value where the angle itself is what was measured.
    """
    landmarks = NEAR_JOINTS[joint][find_near_side(scene.pose)]
    before, at, after = scene.points[list(landmarks)]
    if not np.isfinite([before, at, after]).all():
        return
    draw_line(scene.picture, np.array([before, at, after]), scene.stroke, scene.unit_px)
    seen_deg = float(measure_joint_angle_deg(before, at, after))
    text = format_value(scene.finding.fault) if is_measure else f"{seen_deg:.0f}°"
    draw_angle(scene, at, before - at, after - at, text)


def draw_trunk_and_knee(scene: Scene) -> None:
    """Draw how upright the trunk is, and the knee that goes with it."""
    draw_joint(scene, "knee")
    draw_trunk(scene)


def draw_hip_and_knee(scene: Scene) -> None:
    """Draw the angles of both joints that should be straight."""
    draw_joint(scene, "hip")
    draw_joint(scene, "knee")


def draw_trunk(scene: Scene) -> None:
    """Draw the trunk against the vertical."""
    shoulder, hip = find_trunk(scene.points)
    draw_against(scene, hip, shoulder - hip, UP * np.linalg.norm(shoulder - hip))


def draw_trunk_tip(scene: Scene, rises: bool = False) -> None:
    """Draw the trunk, and where it was before it tipped forward, or rose."""
    shoulder, hip = find_trunk(scene.points)
    trunk = shoulder - hip
    by_deg = scene.finding.facing * scene.finding.fault.value
    before = turn(trunk, by_deg if rises else -by_deg)
    draw_against(scene, hip, trunk, before)


def draw_straight_hip(scene: Scene) -> None:
    """Draw trunk and thigh, and the thigh's straight continuation that the trunk should follow."""
    landmarks = NEAR_JOINTS["hip"][find_near_side(scene.pose)]
    shoulder, hip, knee = scene.points[list(landmarks)]
    if np.isfinite([shoulder, hip, knee]).all():
        draw_line(scene.picture, np.array([hip, knee]), scene.stroke, scene.unit_px)
    length_px = np.linalg.norm(shoulder - hip)
    draw_against(scene, hip, shoulder - hip, (hip - knee) * (length_px / np.linalg.norm(hip - knee)))


def draw_gaze(scene: Scene) -> None:
    """Draw where the head points, and where a head in line with the trunk would."""
    side, facing = find_near_side(scene.pose), scene.finding.facing
    ear, nose = scene.points[[_EARS[side], Landmark.NOSE]]
    shoulder, hip = find_trunk(scene.points)
    gaze, trunk = nose - ear, shoulder - hip
    forward = turn(trunk, 90.0 * facing)
    length_px = 0.45 * np.linalg.norm(trunk)
    gaze_length_px = np.linalg.norm(gaze)
    if facing and length_px > 0 and gaze_length_px > 0:
        draw_against(
            scene, ear, gaze * length_px / gaze_length_px, forward * length_px / np.linalg.norm(trunk)
        )


def draw_load_gap(scene: Scene) -> None:
    """Draw the gap between the near wrist and the leg at its height."""
    side = find_near_side(scene.pose)
    wrist, leg = scene.points[_WRISTS[side]], scene.points[list(_LEGS[side])]
    if not (np.isfinite(wrist).all() and np.isfinite(leg).all()):
        return
    order = np.argsort(leg[:, 1])
    at_leg = np.array([np.interp(wrist[1], leg[order, 1], leg[order, 0]), wrist[1]])
    draw_gap(scene, at_leg, wrist)


def draw_heel(scene: Scene) -> None:
    """Draw how far the near heel lies above the floor under it."""
    heel, toe = scene.points[list(_FEET[find_near_side(scene.pose)])]
    if not np.isfinite([heel, toe]).all():
        return
    trunk_px = np.linalg.norm(np.subtract(*find_trunk(scene.points)))
    floor = heel + np.array([0.0, scene.finding.fault.value * trunk_px])
    draw_line(scene.picture, np.array([[toe[0], floor[1]], floor]), REFERENCE, scene.unit_px)
    draw_gap(scene, heel, floor, -UP)


def draw_shoulders(scene: Scene) -> None:
    """Draw the line of the shoulders and, dashed, how it would lie level with the hips."""
    shoulders = scene.points[list(_PAIRS["shoulders"])]
    hips = scene.points[list(_PAIRS["hips"])]
    if not (np.isfinite(shoulders).all() and np.isfinite(hips).all()):
        return
    lower = shoulders[np.argmax(shoulders[:, 1])]
    higher = shoulders[np.argmin(shoulders[:, 1])]
    across = hips[1] - hips[0]
    level = across * np.sign(np.dot(higher - lower, across)) / max(1e-9, float(np.linalg.norm(across)))
    length_px = 1.6 * float(np.linalg.norm(higher - lower))
    draw_against(scene, lower, 1.6 * (higher - lower), level * length_px)


def draw_hip_shift(scene: Scene) -> None:
    """Draw the hips against the vertical over the middle of the ankles."""
    hips, ankles = (scene.points[list(_PAIRS[name])].mean(0) for name in ("hips", "ankles"))
    if not np.isfinite([hips, ankles]).all():
        return
    above = np.array([ankles[0], hips[1]])
    draw_line(scene.picture, np.array([ankles, above]), REFERENCE, scene.unit_px)
    draw_gap(scene, above, hips)


def draw_knee_spread(scene: Scene) -> None:
    """Draw how far knees and ankles are apart."""
    ankles, knees = scene.points[list(_PAIRS["ankles"])], scene.points[list(_PAIRS["knees"])]
    if not (np.isfinite(ankles).all() and np.isfinite(knees).all()):
        return
    draw_line(scene.picture, ankles, REFERENCE, scene.unit_px)
    draw_gap(scene, *knees)


def turn(vector: NDArray, angle_deg: float) -> NDArray[np.float64]:
    """Turn a vector of the picture clockwise as it is seen."""
    angle = math.radians(angle_deg)
    cos, sin = math.cos(angle), math.sin(angle)
    return np.array([vector[0] * cos - vector[1] * sin, vector[0] * sin + vector[1] * cos])


def draw_against(scene: Scene, at: NDArray, found: NDArray, wanted: NDArray) -> None:
    """Draw a direction, dashed the one it is held against, and the fault's value between them."""
    if not np.isfinite([at, found, wanted]).all():
        return
    draw_line(scene.picture, np.array([at, at + wanted]), REFERENCE, scene.unit_px)
    draw_line(scene.picture, np.array([at, at + found]), scene.stroke, scene.unit_px)
    draw_angle(scene, at, found, wanted, format_value(scene.finding.fault))


def draw_angle(scene: Scene, at: NDArray, first: NDArray, second: NDArray, text: str) -> None:
    """Draw the arc from one direction to another the short way round, and its number beyond it.

    In a narrow angle the number would hide the lines: it stands beside the second one, far out.
    """
    start, end = (math.atan2(vector[1], vector[0]) for vector in (first, second))
    sweep = (end - start + math.pi) % (2 * math.pi) - math.pi
    shorter_px = min(float(np.linalg.norm(first)), float(np.linalg.norm(second)))
    is_narrow = abs(sweep) < NARROW
    radius_px = 0.7 * shorter_px
    if not is_narrow:
        radius_px = float(np.clip(0.4 * shorter_px, 0.8 * scene.letter_px, 2.5 * scene.letter_px))
    angles = start + sweep * np.linspace(0.0, 1.0, 33)
    arc = at + radius_px * np.column_stack([np.cos(angles), np.sin(angles)])
    draw_line(scene.picture, arc, scene.stroke, scene.unit_px)
    if is_narrow:
        beside = end + math.copysign(0.5 * math.pi, sweep)
        write_number(scene, arc[-1], np.array([math.cos(beside), math.sin(beside)]), text)
        return
    middle = start + 0.5 * sweep
    write_number(scene, arc[len(arc) // 2], np.array([math.cos(middle), math.sin(middle)]), text)


def draw_gap(scene: Scene, start: NDArray, end: NDArray, away: NDArray | None = None) -> None:
    """Draw a distance as a line between two short ends, with the fault's value beyond the second one.

    ``away`` is the direction from the end to the number; without, the line's own.
    """
    along = end - start
    length_px = float(np.linalg.norm(along))
    across = np.array([along[1], -along[0]]) / length_px if length_px > 0 else UP
    tick = 0.4 * scene.letter_px * across
    for line in ((start, end), (start - tick, start + tick), (end - tick, end + tick)):
        draw_line(scene.picture, np.array(line), scene.stroke, FINE * scene.unit_px)
    if away is None:
        away = along / length_px if length_px > 0 else UP
    write_number(scene, end + 0.3 * scene.letter_px * away, away, format_value(scene.finding.fault))


def write_number(scene: Scene, at: NDArray, towards: NDArray, text: str) -> None:
    """Write a number so that it stands clear of a point, in a direction of length 1."""
    size = scene.letter_px
    reach = np.abs(towards) @ measure_label(text, size) / 2 + 0.7 * size
    write_label(scene.picture, text, at + reach * towards, size, WHITE)


def _tint(scene: Scene, corners: NDArray, stroke: Stroke) -> None:
    """Tint an area a little."""
    tinted = scene.picture.copy()
    cv2.fillPoly(tinted, [np.rint(corners).astype(np.int32)], stroke.colour)
    scene.picture[:] = (0.55 * scene.picture + 0.45 * tinted).astype(np.uint8)
