"""What each rule measures, drawn on a figure that shows the fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from benchmarks.pictures.canvas import BODY, GREY, INK, LINE, RED, Drawing, shift
from benchmarks.pictures.figures import Figure, Floats, pose_once
from benchmarks.pictures.movement import UP
from formcheck.motion.geometry import measure_joint_angle_deg
from formcheck.motion.signals import NEAR_JOINTS, find_near_side, find_trunk
from formcheck.pose.landmarks import Landmark
from formcheck.simulate import Camera

PANEL = np.array([232.0, 300.0])
FACING_CAMERA = Camera(yaw_deg=90.0)
_WRISTS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
_HEELS = (Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL)
_TOES = (Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX)
_EARS = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)

Marks = Callable[[Drawing, Figure], None]
Panel = tuple[str, str, Figure, Marks]


def draw_side_rules() -> Drawing:
    """Rules of the side view."""
    deep, lift = "conventional_deadlift", 0.74
    panels: Sequence[Panel] = (
        (
            "squatted_hinge",
            "trunk lean and knee",
            pose_once("kettlebell_deadlift", {"squatted_hinge": 45.0}),
            _squat,
        ),
        ("hips_rise_first", "trunk before and after", pose_once(deep, {"hips_rise_first": 22.0}, 0.69), _tip),
        (
            "load_drifts_away",
            "hand before the leg",
            pose_once(deep, {"load_drifts_away": 0.22}, 0.72),
            _drift,
        ),
        (
            "overextended_lockout",
            "hip beyond straight",
            pose_once(deep, {"overextended_lockout": 22.0}, 1.5),
            _arch,
        ),
        ("soft_lockout", "hip and knee at the top", pose_once(deep, {"soft_lockout": 50.0}, 1.4), _soft),
        (
            "neck_craning",
            "head against the trunk",
            pose_once("romanian_deadlift", {"neck_craning": 34.0}),
            _gaze,
        ),
        (
            "arms_bend",
            "elbow while lifting",
            pose_once("romanian_deadlift", {"arms_bend": 50.0}, lift),
            _elbow,
        ),
        ("heels_lift", "heel above its place", pose_once("romanian_deadlift", {"heels_lift": 0.08}), _heel),
    )
    return _lay_out("What the rules of the side view measure", panels)


def draw_front_rules() -> Drawing:
    """Rules of the front and back view."""
    panels: Sequence[Panel] = (
        (
            "uneven_shoulders",
            "shoulders against hips",
            pose_once("romanian_deadlift", {"uneven_shoulders": 25.0}, 0.22, FACING_CAMERA),
            _shoulders,
        ),
        (
            "uneven_shoulders",
            "suitcase: lean of the trunk",
            _lean_over(pose_once("suitcase_deadlift", None, 0.0, FACING_CAMERA), 12.0),
            _lean,
        ),
        (
            "hip_shift",
            "hips over the ankles",
            pose_once("romanian_deadlift", {"hip_shift": 0.12}, 0.5, FACING_CAMERA),
            _shift,
        ),
        (
            "knees_cave",
            "knees against ankles",
            pose_once("conventional_deadlift", {"knees_cave": 0.09}, 0.5, FACING_CAMERA),
            _cave,
        ),
    )
    return _lay_out("What the rules of the front and back view measure", panels)


def _lay_out(title: str, panels: Sequence[Panel]) -> Drawing:
    rows = -(-len(panels) // 4)
    drawing = Drawing(4 * (PANEL[0] + 8) + 12, rows * (PANEL[1] + 10) + 10, title)
    for number, (rule, words, figure, mark) in enumerate(panels):
        corner = np.array([10.0 + (PANEL[0] + 8) * (number % 4), 10.0 + (PANEL[1] + 10) * (number // 4)])
        drawing.box(corner, PANEL, fill="#FBFCFB", stroke=LINE, radius=10)
        drawing.note(shift(corner, 0.5 * PANEL[0], 26), (rule, words), 14)
        placed = figure.fit(shift(corner, 14, 74), shift(PANEL, -28, -86))
        drawing.shape(placed.drawn, fill=BODY)
        mark(drawing, placed)
    return drawing


def _chain(figure: Figure, joint: str) -> list[Floats]:
    """The three landmarks of a near joint."""
    return [figure.find(landmark) for landmark in NEAR_JOINTS[joint][find_near_side(figure.pose)]]


def _mark_joint(drawing: Drawing, figure: Figure, joint: str, label: tuple[float, float]) -> None:
    before, at, after = _chain(figure, joint)
    drawing.line([before, at, after], INK, 2.2)
    drawing.arc(at, before - at, after - at, 20, RED)
    angle_deg = float(measure_joint_angle_deg(before, at, after))
    drawing.text(at + label, f"{angle_deg:.0f}°", 15, RED, bold=True)


def _mark_trunk(drawing: Drawing, figure: Figure, label: tuple[float, float]) -> None:
    hip, shoulder = figure.trunk
    drawing.line([hip, hip + 80 * UP], GREY, 1.6, "5 4")
    drawing.line([hip, shoulder], INK, 2.2)
    drawing.arc(hip, UP, shoulder - hip, 46, RED)
    drawing.text(hip + label, f"{_lean_deg(figure):.0f}°", 15, RED, bold=True)


def _lean_deg(figure: Figure) -> float:
    hip, shoulder = figure.trunk
    return float(measure_joint_angle_deg(hip + UP, hip, shoulder))


def _squat(drawing: Drawing, figure: Figure) -> None:
    _mark_joint(drawing, figure, "knee", (26, 34))
    _mark_trunk(drawing, figure, (26, -62))


def _tip(drawing: Drawing, figure: Figure) -> None:
    hip, shoulder = figure.trunk
    before = pose_once("conventional_deadlift", {"hips_rise_first": 22.0})
    old_hip, old_shoulder = (before.scale * (end - before.trunk[0]) for end in before.trunk)
    old = hip + figure.scale * (old_shoulder - old_hip)
    drawing.line([hip, old], GREY, 2.0, "5 4")
    drawing.line([hip, shoulder], INK, 2.4)
    drawing.arc(hip, old - hip, shoulder - hip, 62, RED)
    tip_deg = float(measure_joint_angle_deg(old, hip, shoulder))
    drawing.text(shift(hip, 132, 56), f"{tip_deg:.0f}° flatter", 15, RED, bold=True)


def _drift(drawing: Drawing, figure: Figure) -> None:
    side = find_near_side(figure.pose)
    wrist, (hip, knee, ankle) = figure.find(_WRISTS[side]), _chain(figure, "knee")
    ys, xs = [hip[1], knee[1], ankle[1]], [hip[0], knee[0], ankle[0]]
    leg = np.array([np.interp(wrist[1], ys, xs), wrist[1]])
    drawing.line([hip, knee, ankle], INK, 2.2)
    drawing.arrow(leg, wrist, RED, 2.4, both=True)
    drawing.dot(wrist, RED, 4)
    trunk = float(np.linalg.norm(figure.trunk[0] - figure.trunk[1]))
    drawing.text(shift(wrist, 0, 36), f"{(wrist[0] - leg[0]) / trunk:.2f} torso", 15, RED, bold=True)


def _arch(drawing: Drawing, figure: Figure) -> None:
    before, at, after = _chain(figure, "hip")
    drawing.line([before, at, after], INK, 2.2)
    drawing.line([at, at + (at - after)], GREY, 1.6, "5 4")
    signed_deg = 360.0 - float(measure_joint_angle_deg(before, at, after))
    drawing.text(shift(at, 52, 4), f"{signed_deg:.0f}°", 15, RED, bold=True)


def _soft(drawing: Drawing, figure: Figure) -> None:
    _mark_joint(drawing, figure, "hip", (46, 10))
    _mark_joint(drawing, figure, "knee", (-40, 6))


def _gaze(drawing: Drawing, figure: Figure) -> None:
    hip, shoulder = figure.trunk
    ear, nose = figure.find(_EARS[find_near_side(figure.pose)]), figure.find(Landmark.NOSE)
    trunk = (shoulder - hip) / np.linalg.norm(shoulder - hip)
    ahead = np.array([-trunk[1], trunk[0]])
    way = (nose - ear) / np.linalg.norm(nose - ear)
    drawing.line([hip, shoulder], INK, 2.2)
    drawing.line([ear, ear + 60 * ahead], GREY, 1.8, "5 4")
    drawing.arrow(ear, ear + 48 * way, INK, 2.2)
    drawing.arc(ear, ahead, way, 34, RED)
    angle_deg = float(measure_joint_angle_deg(ear + ahead, ear, nose))
    drawing.text(shift(ear, 26, 62), f"{angle_deg:.0f}°", 15, RED, bold=True)


def _elbow(drawing: Drawing, figure: Figure) -> None:
    _mark_joint(drawing, figure, "elbow", (40, 6))


def _heel(drawing: Drawing, figure: Figure) -> None:
    side = find_near_side(figure.pose)
    heel, toe = figure.find(_HEELS[side]), figure.find(_TOES[side])
    floor = np.array([heel[0], toe[1]])
    drawing.line([floor - (26, 0), toe], GREY, 1.8, "5 4")
    drawing.line([heel, toe], INK, 2.2)
    drawing.arrow(floor, heel, RED, 2.4)
    trunk = float(np.linalg.norm(figure.trunk[0] - figure.trunk[1]))
    drawing.text(shift(heel, -40, -4), f"{(toe[1] - heel[1]) / trunk:.2f}", 15, RED, bold=True)


def _pair(figure: Figure, name: str) -> tuple[Floats, Floats]:
    left, right = (figure.find(Landmark[f"{side}_{name}"]) for side in ("LEFT", "RIGHT"))
    return left, right


def _line_through(drawing: Drawing, a: Floats, b: Floats, colour: str, beyond: float = 26.0) -> None:
    way = (b - a) / np.linalg.norm(b - a)
    drawing.line([a - beyond * way, b + beyond * way], colour, 2.4)
    for point in (a, b):
        drawing.dot(point, colour, 4)


def _shoulders(drawing: Drawing, figure: Figure) -> None:
    _line_through(drawing, *_pair(figure, "SHOULDER"), RED)
    _line_through(drawing, *_pair(figure, "HIP"), INK)


def _lean_over(figure: Figure, lean_deg: float) -> Figure:
    """Shear a standing figure sideways above its hips, which the rendered one cannot do."""
    _, hip = find_trunk(figure.pose.image.astype(float))

    def shear(points: Floats) -> Floats:
        above = np.maximum(float(hip[1]) - points[:, 1], 0.0)
        return points + np.stack([np.tan(np.radians(lean_deg)) * above, np.zeros(len(points))], -1)

    pose = replace(figure.pose, image=shear(figure.pose.image.astype(float)))
    return replace(figure, outlines=tuple(shear(outline) for outline in figure.outlines), pose=pose)


def _lean(drawing: Drawing, figure: Figure) -> None:
    hip, shoulder = figure.trunk
    drawing.line([hip, hip + 92 * UP], GREY, 1.8, "5 4")
    drawing.line([hip, shoulder], RED, 2.6)
    drawing.dot(hip, RED, 4)
    drawing.dot(shoulder, RED, 4)
    drawing.text(shift(hip, 40, -84), f"{_lean_deg(figure):.0f}°", 15, RED, bold=True)


def _shift(drawing: Drawing, figure: Figure) -> None:
    hips, ankles = (np.mean(_pair(figure, name), axis=0) for name in ("HIP", "ANKLE"))
    _line_through(drawing, *_pair(figure, "ANKLE"), INK, 0.0)
    drawing.line([ankles, (ankles[0], hips[1])], GREY, 1.8, "5 4")
    drawing.arrow((ankles[0], hips[1]), hips, RED, 2.6)
    drawing.dot(hips, RED, 4)


def _cave(drawing: Drawing, figure: Figure) -> None:
    for name, colour, down in (("KNEE", RED, -10), ("ANKLE", INK, 18)):
        a, b = _pair(figure, name)
        level = 0.5 * (a[1] + b[1])
        drawing.arrow((a[0], level), (b[0], level), colour, 2.4, both=True)
        drawing.text((0.5 * (a[0] + b[0]), level + down), name.lower() + "s", 13, colour, bold=True)
