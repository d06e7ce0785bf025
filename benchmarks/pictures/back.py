"""Pictures of the back: how the Dorsal Arc Angle is made, and what it reads."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.pictures.canvas import (
    BODY,
    GREY,
    INK,
    LINE,
    ORANGE,
    RED,
    RED_TINT,
    SOFT_INK,
    TEAL,
    Drawing,
    shift,
)
from benchmarks.pictures.figures import Figure, Floats, pose_once
from formcheck.motion.back import WINDOW, find_profile, measure_profile, trace_back
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN

RIGHT = 1
"""All figures face image-right."""
MOVEMENT = "romanian_deadlift"
SHOWN_LUMBAR_DEG = 45.0
BACKS = (
    ("Over-arched", {"spinal_rounding": 0.0}, ORANGE),
    ("Neutral hinge", {"spinal_rounding": 24.0}, TEAL),
    ("Rounded", {"spinal_rounding": 50.0}, RED),
)
"""Name, lumbar flexion dialled in, colour."""
_STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)
_IS_JUDGED = np.array([WINDOW[0] <= station <= WINDOW[1] for station in _STATIONS])


def format_deg(value_deg: float) -> str:
    """Whole degrees with a true minus."""
    return f"{value_deg:+.0f}°".replace("-", "−")


def draw_construction() -> Drawing:
    """How the Dorsal Arc Angle is made, in four steps."""
    figure = pose_once(MOVEMENT, {"spinal_rounding": SHOWN_LUMBAR_DEG})
    drawing = Drawing(960, 780, "The Dorsal Arc Angle, constructed in four steps on a bent figure")
    steps = (_draw_line, _draw_stations, _draw_curve, _draw_chord)
    words = (
        ("1  Line of the trunk", "mid-hip to mid-shoulder; its length is the unit"),
        ("2  Edge of the back", "47 rays at right angles, to where the person ends"),
        ("3  Smooth curve", "through the edge; judged from 5 % to 85 % (coloured)"),
        ("4  Chord and bulge", "the mean gap between curve and chord gives the angle"),
    )
    for number, (step, lines) in enumerate(zip(steps, words, strict=True)):
        corner = np.array([20.0 + 470.0 * (number % 2), 20.0 + 380.0 * (number // 2)])
        drawing.box(corner, (450, 360), fill="#FBFCFB", stroke=LINE, radius=10)
        drawing.note(shift(corner, 225, 30), lines)
        step(drawing, figure, corner)
    return drawing


def _draw_line(drawing: Drawing, figure: Figure, corner: Floats) -> None:
    figure = figure.fit(shift(corner, 20, 62), (410, 284))
    drawing.shape(figure.drawn, fill=BODY)
    hip, shoulder = figure.trunk
    drawing.line([hip, shoulder], INK, 2.5)
    for point, words in ((hip, "hip"), (shoulder, "shoulder")):
        drawing.dot(point, INK, 5)
        drawing.text(shift(point, -6, -10), words, 14)


def _draw_trunk(drawing: Drawing, figure: Figure, corner: Floats) -> Figure:
    """Enlarge the figure, and draw the part of it that the panel shows with the line of the trunk."""
    figure = figure.enlarge(figure.trunk_centre, shift(corner, 240, 240), 1.85)
    drawing.shape(figure.crop(shift(corner, 6, 66), (438, 288)), fill=BODY)
    hip, shoulder = figure.trunk
    drawing.line([hip, shoulder], INK, 2.0)
    drawing.dot(hip, INK, 4.5)
    drawing.dot(shoulder, INK, 4.5)
    return figure


def _find_edge(figure: Figure) -> tuple[Floats, Floats]:
    """Stations on the trunk's line, and the edge of the back at each, in the drawing."""
    hip, shoulder = figure.trunk
    return hip + _STATIONS[:, None] * (shoulder - hip), figure.place(figure.pose.flanks[0])


def _draw_stations(drawing: Drawing, figure: Figure, corner: Floats) -> None:
    figure = _draw_trunk(drawing, figure, corner)
    feet, edge = _find_edge(figure)
    for foot, end in zip(feet, edge, strict=True):
        drawing.line([foot, end], GREY, 1.0, opacity=0.7)
    for end in edge:
        drawing.dot(end, TEAL, 3.6)


def _draw_curve(drawing: Drawing, figure: Figure, corner: Floats) -> None:
    figure = _draw_trunk(drawing, figure, corner)
    _, edge = _find_edge(figure)
    for end, is_judged in zip(edge, _IS_JUDGED, strict=True):
        drawing.dot(end, TEAL if is_judged else GREY, 3.2)
    drawing.line(figure.place(trace_back(figure.pose, RIGHT)), RED, 3.5)
    hip, shoulder = figure.trunk
    for share in WINDOW:
        foot = hip + share * (shoulder - hip)
        end = edge[np.argmin(np.abs(_STATIONS - share))]
        drawing.line([foot, end], SOFT_INK, 1.4, "5 4")
        drawing.text(shift(foot, 0, 22), f"{100 * share:.0f} %", 14, SOFT_INK)


def _draw_chord(drawing: Drawing, figure: Figure, corner: Floats) -> None:
    figure = _draw_trunk(drawing, figure, corner)
    curve = figure.place(trace_back(figure.pose, RIGHT))
    chord = np.array([np.median(curve[:3], axis=0), np.median(curve[-3:], axis=0)])
    drawing.shape([np.concatenate([curve, chord[::-1]])], fill=RED_TINT, opacity=1.0)
    drawing.line(curve, RED, 3.5)
    drawing.line(chord, INK, 2.0, "7 5")
    middle = chord.mean(0)
    drawing.text(shift(middle, 10, 24), "chord", 14, SOFT_INK)
    arc_deg = measure_profile(find_profile(figure.pose, RIGHT)).arc_deg
    angle = math.radians(arc_deg)
    words = f"mean gap {100.0 * angle / 12.0:.1f} % of chord × 12 = {angle:.2f} rad = {format_deg(arc_deg)}"
    drawing.text(shift(corner, 225, 84), words, 15, RED, bold=True)


def draw_backs() -> Drawing:
    """Three hinges side by side, with what the index reads."""
    drawing = Drawing(960, 420, "Over-arched, neutral and rounded back of the rendered figure")
    for number, (name, faults, colour) in enumerate(BACKS):
        corner = np.array([20.0 + 313.0 * number, 20.0])
        drawing.box(corner, (294, 380), fill="#FBFCFB", stroke=LINE, radius=10)
        figure = pose_once(MOVEMENT, faults)
        figure = figure.enlarge(figure.trunk_centre, shift(corner, 124, 204), 0.78)
        drawing.shape(figure.crop(shift(corner, 6, 84), (282, 244)), fill=BODY)
        curve = figure.place(trace_back(figure.pose, RIGHT))
        drawing.line(curve[[0, -1]], INK, 1.8, "6 4")
        drawing.line(curve, colour, 4.5)
        drawing.text(shift(corner, 147, 32), name, 18, colour, bold=True)
        arc_deg = measure_profile(find_profile(figure.pose, RIGHT)).arc_deg
        drawing.text(shift(corner, 147, 60), f"Dorsal Arc Angle {format_deg(arc_deg)}", 16, INK, bold=True)
        drawing.text(
            shift(corner, 147, 362),
            f"lumbar flexion {faults['spinal_rounding']:.0f}° from standing",
            14,
            SOFT_INK,
        )
    return drawing
