"""Clothes and skin on a posture: trunk, legs, shoes, arms, hands.

Radii are metres of the 1.78 m figure, drawn by eye after drawing manuals' proportions; `Build.girth`
scales them. Lengths come from `anatomy`.
"""

from __future__ import annotations

import numpy as np

from formcheck.simulate.figure import Figure
from formcheck.simulate.head import cover_head
from formcheck.simulate.looks import Look
from formcheck.simulate.rotations import Floats, normalize
from formcheck.simulate.skeleton import SIDES
from formcheck.simulate.surface import (
    Patch,
    bands,
    bend_line,
    ellipsoid,
    extend_edges,
    frame_line,
    plain,
    sweep,
)
from formcheck.simulate.trunk import cut_sections

_BOTH = (True, True)
_TRUNK_END = -0.065
"""How far the trunk's tube goes below the hips; the seat carries on from there."""
LEG = np.array(
    [
        (0.00, 0.086, 0.096, 0.084), (0.25, 0.085, 0.088, 0.080), (0.60, 0.070, 0.069, 0.066),
        (0.90, 0.056, 0.054, 0.054), (1.00, 0.057, 0.050, 0.053), (1.12, 0.048, 0.054, 0.050),
        (1.32, 0.044, 0.068, 0.054), (1.60, 0.038, 0.052, 0.043), (1.85, 0.034, 0.038, 0.034),
        (2.00, 0.036, 0.042, 0.034),
    ]
)  # fmt: skip
"""Position (0 hip, 1 knee, 2 ankle), radii to the front, to the back, sideways."""
ARM = np.array(
    [
        (0.00, 0.060, 0.060, 0.056), (0.20, 0.054, 0.054, 0.050), (0.50, 0.047, 0.050, 0.045),
        (0.85, 0.039, 0.040, 0.038), (1.00, 0.038, 0.038, 0.040), (1.20, 0.043, 0.040, 0.043),
        (1.50, 0.036, 0.034, 0.037), (1.85, 0.026, 0.025, 0.030), (2.00, 0.024, 0.024, 0.030),
    ]
)  # fmt: skip
"""Position (0 shoulder, 1 elbow, 2 wrist), radii as above."""


def cover_body(figure: Figure, look: Look) -> list[Patch]:
    """All surfaces of the person."""
    patches = [*_cover_trunk(figure, look), *cover_head(figure, look)]
    for side, sign in SIDES:
        patches += _cover_leg(figure, look, side)
        patches.append(_cover_seat(figure, look, side, sign))
        patches += _cover_arm(figure, look, side, sign)
        patches += _cover_hand(figure, look, side)
    return patches


def _cover_trunk(figure: Figure, look: Look) -> list[Patch]:
    build, scale = figure.build, figure.build.scale
    s = np.linspace(_TRUNK_END, 0.575, 60)
    line = np.stack([np.interp(s * scale, figure.spine_s_m, figure.spine_m[:, k]) for k in range(3)], -1)
    forward = np.stack(
        [np.interp(s * scale, figure.spine_s_m, figure.spine_forward[:, k]) for k in range(3)], -1
    )
    stand_off = look.loose_m * scale * ((s > 0.048) & (s < 0.50))
    front, back, side = (r + stand_off for r in cut_sections(s * scale, build))
    waist = np.array(look.trousers) * 0.8
    colors = [(0.035, look.trousers), (0.048, waist), (0.556, look.shirt), (9.0, look.skin)]
    patches = [
        Patch(
            sweep(line, forward, figure.left, (front, back, side), around=48, power=2.3, caps=(True, False)),
            bands(extend_edges(s, (True, False)), colors, 400),
        )
    ]
    size = scale * build.girth
    chest = figure.spine_axes(0.43)
    female = build.sex == "female"
    for sign in (1.0, -1.0):
        breast = figure.spine_point(0.375 if female else 0.42, 0.062 if female else 0.055, sign * 0.078)
        shape = (0.078, 0.072, 0.068) if female else (0.070, 0.082, 0.078)
        patches.append(Patch(ellipsoid(breast, chest, np.array(shape) * size), plain(look.shirt)))
        blade = figure.spine_point(0.43, -0.047, sign * 0.092)
        patches.append(
            Patch(ellipsoid(blade, chest, np.array([0.060, 0.080, 0.115]) * size), plain(look.shirt))
        )
    return patches


def _cover_leg(figure: Figure, look: Look, side: str) -> list[Patch]:
    hip, knee, ankle = (figure.joints[f"{name}_{side}"] for name in ("hip", "knee", "ankle"))
    size = figure.build.scale * figure.build.girth
    t, line, tangents = bend_line(hip, knee, ankle, 0.07)
    forward, left = frame_line(tangents, figure.left)
    radii = [np.interp(t, LEG[:, 0], LEG[:, k]) * size for k in (1, 2, 3)]
    sock = np.full(3, 232.0)
    if look.legs == "long":
        cloth = (0.005 + 0.006 * (t > 1.0)) * size
        colors = [(1.94, look.trousers), (9.0, sock)]
        return [
            Patch(
                sweep(line, forward, left, tuple(r + cloth for r in radii)),
                bands(extend_edges(t, _BOTH), colors),
            ),
            *_cover_shoe(figure, look, side),
        ]
    bare = [(0.60, look.trousers), (1.90, look.skin), (9.0, sock)]
    hem = (t > -0.01) & (t < 0.74)
    loose = [
        np.interp(t[hem], (0.0, 0.3, 0.74), r) * size
        for r in ((0.091, 0.090, 0.085), (0.100, 0.094, 0.087), (0.088, 0.088, 0.084))
    ]
    return [
        Patch(sweep(line, forward, left, tuple(radii)), bands(extend_edges(t, _BOTH), bare)),
        Patch(
            sweep(line[hem], forward[hem], left[hem], tuple(loose), caps=(True, False)), plain(look.trousers)
        ),
        *_cover_shoe(figure, look, side),
    ]


def _cover_seat(figure: Figure, look: Look, side: str, sign: float) -> Patch:
    """Round off the way from the back of the pelvis to the back of the thigh, whatever the hip's bend."""
    size = figure.build.scale * figure.build.girth
    hip = figure.joints[f"hip_{side}"]
    thigh = normalize(figure.joints[f"knee_{side}"] - hip)
    behind = -figure.pelvis[:, 0]
    across = figure.left
    top = hip + (figure.pelvis[:, 2] * 0.005 + behind * 0.044) * size - across * (sign * 0.012 * size)
    back_of_thigh = normalize(np.cross(across, thigh))
    low = hip + (thigh * 0.21 + back_of_thigh * 0.018) * size
    turn = (
        hip
        + (normalize(behind + back_of_thigh) * 0.056 - normalize(figure.pelvis[:, 2] - thigh) * 0.01) * size
    )
    w = np.linspace(0, 1, 12)[:, None]
    line = (1 - w) ** 2 * top + 2 * w * (1 - w) * turn + w**2 * low
    tangents = normalize(np.gradient(line, axis=0))
    forward, left = frame_line(tangents, across)
    thick = np.interp(w[:, 0], (0.0, 0.4, 1.0), (0.074, 0.086, 0.050)) * size
    return Patch(sweep(line, forward, left, (thick, thick, 1.02 * thick), around=26), plain(look.trousers))


def _cover_shoe(figure: Figure, look: Look, side: str) -> list[Patch]:
    toe, up = figure.directions[f"foot_{side}"], figure.directions[f"sole_{side}"]
    scale = figure.build.scale
    q = np.linspace(-0.065, 0.195, 16)
    half = (
        0.5
        * scale
        * np.interp(q, (-0.065, -0.03, 0.03, 0.09, 0.15, 0.195), (0.075, 0.100, 0.095, 0.062, 0.048, 0.030))
    )
    width = scale * np.interp(q, (-0.065, -0.02, 0.06, 0.13, 0.195), (0.030, 0.036, 0.040, 0.047, 0.030))
    floor = figure.joints[f"ankle_{side}"] - up * figure.build.ankle_height_m
    line = floor + toe * (q * scale)[:, None] + up * half[:, None]
    points = sweep(line, up, np.cross(up, toe), (half, half, width), around=22, power=2.7)
    texture = np.tile(np.array(look.shoe, np.float32), (4, 44, 1))
    texture[:, 15:30] = look.sole
    return [Patch(points, texture)]


def _cover_arm(figure: Figure, look: Look, side: str, sign: float) -> list[Patch]:
    shoulder, elbow, wrist = (figure.joints[f"{name}_{side}"] for name in ("shoulder", "elbow", "wrist"))
    size = figure.build.scale * figure.build.girth
    t, line, tangents = bend_line(shoulder, elbow, wrist, 0.045)
    forward, left = frame_line(tangents, _arm_hinge(figure, shoulder, elbow, wrist))
    radii = tuple(np.interp(t, ARM[:, 0], ARM[:, k]) * size for k in (1, 2, 3))
    cuff = {"none": -1.0, "short": 0.50, "long": 1.93}[look.sleeves]
    colors = [(cuff, look.shirt), (9.0, look.skin)]
    patches = [Patch(sweep(line, forward, left, radii), bands(extend_edges(t, _BOTH), colors))]
    if look.sleeves == "short":
        cut = t < 0.52
        width = np.interp(t[cut], (0.0, 0.25, 0.52), (0.066, 0.062, 0.062)) * size
        sleeve = sweep(line[cut], forward[cut], left[cut], (width, width, 0.95 * width), caps=(True, False))
        patches.append(Patch(sleeve, plain(look.shirt)))
    return [*patches, *_join_arm(figure, look, shoulder, elbow, sign)]


def _arm_hinge(figure: Figure, shoulder: Floats, elbow: Floats, wrist: Floats) -> Floats:
    """Axis the elbow bends about, pointing left; a straight arm takes the trunk's."""
    axis = np.cross(normalize(wrist - elbow), normalize(elbow - shoulder))
    if np.linalg.norm(axis) < 0.03:
        return figure.left
    axis = normalize(axis)
    return -axis if axis @ figure.left < -0.3 else axis


def _join_arm(figure: Figure, look: Look, shoulder: Floats, elbow: Floats, sign: float) -> list[Patch]:
    """Close the way from the chest to the arm.

    One fold runs from the collar bone over the joint, one from the ribs below the armpit to the upper
    arm; the second is what fills the gap when the arm is raised.
    """
    size = figure.build.scale * figure.build.girth
    color = plain(look.shirt)
    axes = figure.spine_axes(0.48)
    w = np.linspace(0, 1, 7)[:, None]
    collar = figure.spine_point(0.495, 0.0, sign * 0.085)
    yoke = sweep(
        collar * (1 - w) + shoulder * w,
        axes[:, 0],
        axes[:, 2],
        (
            np.linspace(0.085, 0.064, 7) * size,
            np.linspace(0.090, 0.064, 7) * size,
            np.linspace(0.072, 0.062, 7) * size,
        ),
        around=24,
    )
    upper_arm = elbow - shoulder
    raised = float(np.clip(0.5 - 0.5 * normalize(upper_arm) @ -axes[:, 2], 0.0, 1.0))
    patches = [Patch(yoke, color)]
    if raised > 0.05:
        ribs = figure.spine_point(0.40 - 0.04 * raised, 0.0, sign * 0.105)
        middle_point = 0.35 * ribs + 0.65 * shoulder - axes[:, 2] * 0.02 * size
        out = shoulder + upper_arm * (0.10 + 0.22 * raised)
        line = (1 - w) ** 2 * ribs + 2 * w * (1 - w) * middle_point + w**2 * out
        thick = np.linspace(0.080, 0.052, 7) * size
        patches.append(
            Patch(
                sweep(
                    line,
                    axes[:, 0],
                    normalize(np.cross(out - ribs, axes[:, 0])),
                    (thick, thick, 0.85 * thick),
                    around=24,
                ),
                color,
            )
        )
    return patches


def _cover_hand(figure: Figure, look: Look, side: str) -> list[Patch]:
    wrist = figure.joints[f"wrist_{side}"]
    hand, palm, thumb = (figure.directions[f"{name}_{side}"] for name in ("hand", "palm", "thumb"))
    scale = figure.build.scale
    skin = plain(look.skin)
    if side not in figure.flat_hands:
        knuckles = ellipsoid(
            wrist + hand * 0.062 * scale,
            np.stack([hand, thumb, palm], 1),
            np.array([0.050, 0.045, 0.034]) * scale,
        )
        patches = [Patch(knuckles, skin)]
    else:
        q = np.linspace(0, 0.095, 8)
        width = np.interp(q, (0, 0.05, 0.095), (0.028, 0.041, 0.040)) * scale
        thick = np.interp(q, (0, 0.05, 0.095), (0.020, 0.017, 0.012)) * scale
        line = wrist + hand * (q * scale)[:, None]
        patches = [Patch(sweep(line, palm, thumb, (thick, thick, width), around=20, power=2.5), skin)]
        for across, length in ((-0.030, 0.062), (-0.010, 0.078), (0.010, 0.082), (0.030, 0.070)):
            q = np.linspace(0, length, 5)[:, None] * scale
            finger = wrist + (hand * 0.088 + thumb * across) * scale + hand * q + palm * q * 0.18
            patches.append(Patch(sweep(finger, palm, thumb, (0.0095 * scale,) * 3, around=10), skin))
    q = np.linspace(0, 0.065, 5)[:, None] * scale
    start = wrist + (hand * 0.03 + thumb * 0.026) * scale
    line = start + normalize(hand * 0.8 + thumb * 0.5 + palm * 0.25) * q
    patches.append(Patch(sweep(line, palm, thumb, (0.012 * scale,) * 3, around=10), skin))
    return patches
