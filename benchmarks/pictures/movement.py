"""Pictures of the movement: its four phases, the angles, the views, and the calibration."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from benchmarks.pictures.canvas import (
    BLUE,
    BLUE_TINT,
    BODY,
    GREY,
    INK,
    LINE,
    ORANGE,
    ORANGE_TINT,
    PANEL,
    RED,
    SOFT_INK,
    TEAL,
    TEAL_TINT,
    Drawing,
    shift,
)
from benchmarks.pictures.figures import Figure, Floats, pose_once
from formcheck.motion.geometry import measure_joint_angle_deg
from formcheck.motion.signals import NEAR_JOINTS, find_near_side, measure_trunk_lean_deg
from formcheck.motion.view import FRONT_YAW_DEG, SIDE_YAW_DEG
from formcheck.simulate import SetPlan, measure_reps, measure_timing_signal, plan_set

UP = np.array([0.0, -1.0])
TEMPO_S = (2.0, 0.6, 1.4, 1.0)
PHASES = (
    ("lowering", "eccentric", TEAL_TINT),
    ("pause", "stretched", ORANGE_TINT),
    ("lifting", "concentric", BLUE_TINT),
    ("standing tall", "contracted", PANEL),
)
"""What people call a phase, its name, its colour."""


def draw_phases() -> Drawing:
    """One repetition on the inclination of the trunk, with its phases and a closer look at one edge."""
    plan = plan_set("romanian_deadlift", 2, tempo_s=TEMPO_S, lead_s=0.7)
    rep, following = measure_reps(plan)
    out, back = rep.phases_s["out"], rep.phases_s["back"]
    edges_s = [*out, *back, following.start_s]
    t_s = np.arange(0.0, edges_s[-1] + 0.4, 0.01)
    trunk_deg = measure_timing_signal(plan, t_s)
    drawing = Drawing(960, 440, "The trunk's inclination over one repetition, cut into four phases")
    x0, y0, width, height = 70.0, 380.0, 590.0, 300.0
    xs = x0 + width * t_s / t_s[-1]
    ys = y0 - height * trunk_deg / 90.0
    for (start_s, end_s), (words, name, tint) in zip(pairwise(edges_s), PHASES, strict=True):
        left, right = np.interp([start_s, end_s], t_s, xs)
        drawing.box((left, 60), (right - left, y0 - 60), fill=tint)
        drawing.note((0.5 * (left + right), y0 + 28), (words, name), 14)
        drawing.text((0.5 * (left + right), 50), f"{end_s - start_s:.1f} s", 16, INK, bold=True)
    for at_s in edges_s:
        x = float(np.interp(at_s, t_s, xs))
        drawing.line([(x, 60), (x, y0)], GREY, 1.2, "4 4")
    for value in (0, 30, 60, 90):
        y = y0 - height * value / 90.0
        drawing.text((x0 - 8, y + 5), f"{value}°", 14, SOFT_INK, "end")
        drawing.line([(x0, y), (x0 + width, y)], LINE, 1.0)
    drawing.line(np.stack([xs, ys], -1), TEAL, 3.5)
    drawing.text((x0 - 50, 24), "inclination of the trunk", 14, SOFT_INK, "start")
    _zoom_edge(drawing, plan, rep.planned_s["out"][0], out[0])
    return drawing


def _zoom_edge(drawing: Drawing, plan: SetPlan, planned_s: float, edge_s: float) -> None:
    """A closer look at the start of the lowering."""
    t_s = np.linspace(planned_s - 0.15, edge_s + 0.22, 60)
    trunk_deg = measure_timing_signal(plan, t_s)
    corner, size = np.array([696.0, 60.0]), np.array([244.0, 320.0])
    drawing.box(corner, size, fill="#FBFCFB", stroke=LINE, radius=10)
    range_deg = (float(np.interp(edge_s, t_s, trunk_deg)) - float(trunk_deg[0])) / 0.01
    share = 100.0 * (trunk_deg - trunk_deg[0]) / range_deg
    xs = corner[0] + 14 + 216 * (t_s - t_s[0]) / float(np.ptp(t_s))
    base, rise = corner[1] + 214, 40.0
    one = base - rise
    drawing.line([(corner[0] + 8, base), (corner[0] + 236, base)], LINE, 1.2)
    drawing.line([(corner[0] + 8, one), (corner[0] + 236, one)], ORANGE, 1.4, "5 4")
    drawing.text((corner[0] + 12, one - 8), "1 % of the way", 14, ORANGE, "start", bold=True)
    visible = share * rise < 160
    drawing.line(np.stack([xs, base - rise * share], -1)[visible], TEAL, 3.5)
    x_planned, x_edge = np.interp([planned_s, edge_s], t_s, xs)
    drawing.dot((x_planned, base), GREY, 5)
    drawing.dot((x_edge, one), ORANGE, 6)
    drawing.line([(x_edge, one), (x_edge, base + 22)], ORANGE, 1.4)
    drawing.line([(x_planned, base), (x_planned, base + 20)], GREY, 1.4)
    drawing.text((corner[0] + 122, corner[1] + 30), "where lowering begins", 15, INK, bold=True)
    drawing.text((x_planned, base + 38), "sets off", 14, SOFT_INK)
    drawing.text((x_edge - 8, base + 38), "counted from", 13, ORANGE, "start", bold=True)
    drawing.text((x_edge - 8, base + 56), "here on:", 13, ORANGE, "start", bold=True)
    drawing.text((x_edge - 8, base + 74), f"{edge_s - planned_s:.2f} s later", 13, ORANGE, "start", bold=True)


def draw_views() -> Drawing:
    """From where the camera looks, seen from above."""
    drawing = Drawing(1000, 480, "Camera positions seen from above: side, oblique, front and back")
    centre, radius = np.array([300.0, 214.0]), 190.0
    names = {"side": (TEAL_TINT, TEAL), "oblique": (ORANGE_TINT, ORANGE), "front": (BLUE_TINT, BLUE)}
    for quarter in range(4):
        sign, half = (1, -1)[quarter % 2], (1, -1)[quarter // 2]
        for name, low, high in (
            ("side", 0.0, SIDE_YAW_DEG),
            ("oblique", SIDE_YAW_DEG, FRONT_YAW_DEG),
            ("front", FRONT_YAW_DEG, 90.0),
        ):
            angles = np.radians(np.linspace(low, high, 24))
            rim = np.stack([sign * np.sin(angles), half * np.cos(angles)], -1) * radius + centre
            drawing.shape([np.concatenate([[centre], rim])], fill=names[name][0])
    for turned in (SIDE_YAW_DEG, FRONT_YAW_DEG):
        for sign, half in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            way = np.array([sign * math.sin(math.radians(turned)), half * math.cos(math.radians(turned))])
            drawing.line([centre, centre + radius * way], "#FFFFFF", 3.0)
    _draw_from_above(drawing, centre)
    _label_views(drawing, centre, radius)
    return drawing


def _draw_from_above(drawing: Drawing, centre: Floats) -> None:
    """Somebody who faces right, from above: shoulders, head, feet."""
    angles = np.linspace(0.0, 2.0 * math.pi, 40)
    circle = np.stack([np.cos(angles), np.sin(angles)], -1)
    for side in (-1, 1):
        drawing.shape([circle * (22, 8) + shift(centre, 14, 16 * side)], fill=SOFT_INK)
    drawing.shape([circle * (17, 50) + centre], fill=TEAL)
    drawing.shape([circle * (17, 16) + shift(centre, 6, 0)], fill=INK)
    drawing.arrow(shift(centre, 30, 0), shift(centre, 84, 0), INK, 3)
    drawing.text(shift(centre, 64, -10), "faces", 14, INK)


def _label_views(drawing: Drawing, centre: Floats, radius: float) -> None:
    for turned, colour in ((0.0, TEAL), (45.0, ORANGE), (90.0, BLUE)):
        way = np.array([math.sin(math.radians(turned)), math.cos(math.radians(turned))])
        at = centre + (radius + 26) * way
        _draw_camera(drawing, at, -way, colour)
    drawing.text(shift(centre, 0, radius + 62), "0° (either side)", 15, TEAL, bold=True)
    drawing.text(shift(centre, 184, radius - 10), "45°", 15, ORANGE, bold=True)
    drawing.text(shift(centre, radius + 60, 6), "90°", 15, BLUE, bold=True)
    drawing.text(shift(centre, -radius - 14, -2), "from", 15, BLUE, "end", bold=True)
    drawing.text(shift(centre, -radius - 14, 16), "behind", 15, BLUE, "end", bold=True)
    rows = (
        (
            TEAL,
            "Side-on: up to 20° off",
            ("back, joint angles, load and range;", "tempo good to about 0.1 s"),
        ),
        (
            ORANGE,
            "Oblique: 20° to 65°",
            (
                "counts, tempo good to about 0.3 s, and squatting",
                "of lifts off the floor; all else is not judged",
            ),
        ),
        (
            BLUE,
            "Front or back: from 65°",
            ("counts, tempo good to about 0.3 s;", "shoulders, hips and knees, left against right"),
        ),
    )
    for number, (colour, title, lines) in enumerate(rows):
        y = 64.0 + 116.0 * number
        drawing.box((600, y - 22), (8, 82), fill=colour, radius=4)
        drawing.text((626, y), title, 18, colour, "start", bold=True)
        for line, words in enumerate(lines):
            drawing.text((626, y + 26 + 21 * line), words, 14, SOFT_INK, "start")
    drawing.text((600, 424), "Phone at hip height, about 3 m away, upright.", 15, INK, "start")


def _draw_camera(drawing: Drawing, at: Floats, way: Floats, colour: str) -> None:
    side = np.array([-way[1], way[0]])
    body = [at + a * way + b * side for a, b in ((-9, -15), (9, -15), (9, 15), (-9, 15))]
    drawing.shape([body], fill=colour)
    drawing.shape(
        [
            [
                at + 9 * way - 5 * side,
                at + 17 * way - 9 * side,
                at + 17 * way + 9 * side,
                at + 9 * way + 5 * side,
            ]
        ],
        fill=colour,
    )


def draw_angles() -> Drawing:
    """The angles as they are defined, on a bent and on a standing figure."""
    drawing = Drawing(960, 530, "Trunk inclination, hip, knee and elbow angles as defined")
    bent = pose_once("romanian_deadlift", {"arms_bend": 40.0}, share=0.68).fit((30, 110), (420, 400))
    drawing.shape(bent.drawn, fill=BODY)
    hip, shoulder = bent.trunk
    drawing.line([hip, hip - (0, 160)], GREY, 1.8, "6 5")
    drawing.text(hip - (0, 168), "vertical", 14, SOFT_INK)
    drawing.line([hip, shoulder], INK, 3)
    drawing.arc(hip, UP, shoulder - hip, 110, RED)
    lean_deg = measure_trunk_lean_deg(bent.pose)
    drawing.text(shift(hip, 64, -128), f"trunk {lean_deg:.0f}°", 16, RED, bold=True, paper=True)
    for joint, colour, right, down in (
        ("hip", TEAL, -58, 34),
        ("knee", BLUE, -84, 8),
        ("elbow", ORANGE, 86, 8),
    ):
        _draw_joint(drawing, bent, joint, colour, (right, down))
    _draw_tall(drawing)
    return drawing


def _draw_joint(
    drawing: Drawing, figure: Figure, joint: str, colour: str, label: tuple[float, float]
) -> None:
    """Draw an interior angle of the near side with its name and degrees."""
    landmarks = NEAR_JOINTS[joint][find_near_side(figure.pose)]
    before, at, after = (figure.find(landmark) for landmark in landmarks)
    drawing.line([before, at, after], INK, 2.5)
    drawing.arc(at, before - at, after - at, 30, colour)
    for point in (before, at, after):
        drawing.dot(point, INK, 4)
    angle_deg = float(measure_joint_angle_deg(before, at, after))
    drawing.text(at + label, f"{joint} {angle_deg:.0f}°", 16, colour, bold=True, paper=True)


def _draw_tall(drawing: Drawing) -> None:
    """Standing with the hips pushed in front: the hip angle goes on counting beyond 180°."""
    tall = pose_once("romanian_deadlift", {"overextended_lockout": 22.0}, share=1.5).fit(
        (500, 80), (260, 430)
    )
    drawing.shape(tall.drawn, fill=BODY)
    before, at, after = (tall.find(landmark) for landmark in NEAR_JOINTS["hip"][find_near_side(tall.pose)])
    drawing.line([before, at, after], INK, 2.5)
    drawing.line(
        [at, at + 1.05 * np.linalg.norm(before - at) * (at - after) / np.linalg.norm(at - after)],
        GREY,
        1.8,
        "6 5",
    )
    for point in (before, at, after):
        drawing.dot(point, INK, 4)
    signed_deg = 360.0 - float(measure_joint_angle_deg(before, at, after))
    lines = (
        f"hip {signed_deg:.0f}°",
        "180° is straight;",
        "more means the hips",
        "are in front of the",
        "line knee to shoulder",
    )
    for number, words in enumerate(lines):
        drawing.text(
            (724, 230 + 24 * number), words, 16, TEAL if not number else SOFT_INK, "start", bold=not number
        )
    drawing.text((724, 420), "Hip flexion is 180°", 16, INK, "start", bold=True)
    drawing.text((724, 444), "less the hip angle.", 16, INK, "start", bold=True)


def draw_calibration() -> Drawing:
    """Stand tall, then hold a hinge."""
    drawing = Drawing(
        760, 380, "Calibration: stand tall for two seconds, then hold an unloaded hinge for two"
    )
    postures = (
        (0.0, "1  Stand tall", "2 s, still, side-on"),
        (0.44, "2  Hold your hinge", "2 s, still, no load, trunk 35–110°"),
    )
    for number, (share, title, words) in enumerate(postures):
        corner = np.array([20.0 + 370.0 * number, 20.0])
        drawing.box(corner, (350, 340), fill="#FBFCFB", stroke=LINE, radius=10)
        drawing.note(shift(corner, 175, 30), (title, words), 15)
        figure = pose_once("romanian_deadlift", share=share).fit(shift(corner, 20, 64), (310, 264), scale=0.4)
        drawing.shape(figure.drawn, fill=BODY)
        hip, shoulder = figure.trunk
        drawing.line([hip, shoulder], TEAL, 3)
        drawing.dot(hip, TEAL, 4)
        drawing.dot(shoulder, TEAL, 4)
    return drawing
