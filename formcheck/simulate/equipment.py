"""What the hands hold: barbell, dumbbells, kettlebell, a cable's handle, straps, a bar in a corner."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np

from formcheck.simulate.figure import Figure
from formcheck.simulate.looks import Color
from formcheck.simulate.rotations import Floats, normalize
from formcheck.simulate.schedule import Side
from formcheck.simulate.surface import Patch, plain, sweep

Equipment = Literal[
    "none", "barbell", "barbell_on_back", "dumbbells", "kettlebell", "cable", "straps", "landmine"
]
FASTENED: dict[Equipment, tuple[str, ...]] = {
    "cable": ("seated_row",),
    "straps": ("suspension_row",),
    "landmine": ("t_bar_row", "landmine_row"),
}
"""What is fixed to the room at one point → the movements that know this point."""

STEEL, IRON, RUBBER = (176, 178, 184), (52, 52, 58), (38, 38, 42)
PLATE_RADIUS_M = 0.225
"""A 45 cm plate (IWF)."""
LIGHT_PLATE_RADIUS_M = 0.115
"""A 5 kg plate: good mornings are done light. A 45 cm plate on the back hides head, neck and shoulders, and
the pose model then finds nobody in one frame of six (``python -m benchmarks.pose_found --plate-radius
0.225``). Between the arms of a T-bar row a large one meets the chest."""
BAR_M, PLATES_M = 2.20, (1.79, 1.87)
"""A bar that lies in a corner: its length, and where along it the plates are."""
_SLEEVE_M = 1.765
_CABLE_RADIUS_M, _STRAP_RADIUS_M = 0.005, 0.008
USUAL_EQUIPMENT: dict[str, Equipment] = {
    "romanian_deadlift": "dumbbells",
    "conventional_deadlift": "barbell",
    "sumo_deadlift": "barbell",
    "kettlebell_deadlift": "kettlebell",
    "suitcase_deadlift": "kettlebell",
    "kettlebell_romanian_deadlift": "kettlebell",
    "single_leg_romanian_deadlift": "dumbbells",
    "good_morning": "barbell_on_back",
    "barbell_row": "barbell",
    "pendlay_row": "barbell",
    "dumbbell_row": "dumbbells",
    "alternating_row": "dumbbells",
    "one_arm_row": "dumbbells",
    "t_bar_row": "landmine",
    "landmine_row": "landmine",
    "seated_row": "cable",
    "chest_supported_row": "dumbbells",
    "suspension_row": "straps",
    "upright_row": "dumbbells",
    "bird_dog": "none",
}
"""Movement → what is lifted in it."""


def find_plate_radius_m(equipment: Equipment, wished_m: float | None = None) -> float:
    """Radius of a bar's plates: the one wished for, or what is usual, light ones on back and landmine."""
    if wished_m is not None:
        return wished_m
    return LIGHT_PLATE_RADIUS_M if equipment in ("barbell_on_back", "landmine") else PLATE_RADIUS_M


def list_equipment(movement: str) -> tuple[Equipment, ...]:
    """What can be held in a movement: all that is not fixed to the room elsewhere."""
    return tuple(one for one in get_args(Equipment) if movement in FASTENED.get(one, (movement,)))


def hold_equipment(figure: Figure, equipment: Equipment, plate_radius_m: float | None = None) -> list[Patch]:
    """Surfaces of the equipment in the figure's hands; none of them belongs to the person.

    Parameters
    ----------
    figure : Figure
        Its loaded hands hold the equipment: one hand holds one dumbbell, one kettlebell, or a bar that
        points ahead.
    equipment : str
    plate_radius_m : float, optional
        Of a bar's plates; 0 leaves the bar bare. By default what is usual (`find_plate_radius_m`).

    Raises
    ------
    ValueError
        The equipment is fixed to the room, and the figure knows no such point.
    """
    if equipment == "none":
        return []
    radius_m = find_plate_radius_m(equipment, plate_radius_m)
    if equipment in FASTENED:
        return _draw_fastened(figure, equipment, radius_m)
    if equipment == "barbell_on_back":
        return _draw_barbell(figure.spine_point(0.505, -0.105, 0.0), figure.left, radius_m)
    grips: dict[Side, Floats] = {side: _grip(figure, side) for side in figure.loaded}
    if equipment == "dumbbells":
        return [
            patch
            for side, grip in grips.items()
            for patch in _draw_dumbbell(grip, figure.directions[f"thumb_{side}"])
        ]
    center = np.mean(list(grips.values()), axis=0)
    if equipment == "barbell":
        return _draw_barbell(center, _point_handle(figure, grips), radius_m)
    down = normalize(np.sum([figure.directions[f"hand_{side}"] for side in grips], axis=0))
    return _draw_kettlebell(center, down, _point_handle(figure, grips))


def _draw_fastened(figure: Figure, equipment: Equipment, plate_radius_m: float) -> list[Patch]:
    """Draw what runs from the figure's hands to its fixed point."""
    anchor = figure.anchor
    if anchor is None:
        raise ValueError(f"expected a figure that knows where its {equipment} is fixed, got one without")
    holding: list[Side] = [side for side in figure.loaded if side not in figure.waving]
    held = np.mean([_grip(figure, side) for side in holding], axis=0)
    if equipment == "straps":
        hanging_m = float(np.linalg.norm(held - anchor))
        ends = {side: _grip(figure, side) for side in holding}
        return [
            patch
            for side in figure.loaded
            for patch in _draw_strap(figure, side, anchor, ends.get(side), hanging_m)
        ]
    # One hand alone holds the middle: what is pulled stays in the plane of its fixed point.
    center = np.array([held[0], anchor[1], held[2]])
    if equipment == "landmine":
        return _draw_landmine(anchor, center, plate_radius_m, is_straddled=len(figure.loaded) == 2)
    across = figure.left
    if len(holding) == 2:
        across = _point_handle(figure, {side: _grip(figure, side) for side in holding})
    return [
        _draw_rod(center, across, (-0.27, 0.27), 0.014, STEEL),
        _draw_rope(center, anchor, _CABLE_RADIUS_M, IRON),
    ]


def _draw_rope(start: Floats, end: Floats, radius_m: float, color: Color) -> Patch:
    away = end - start
    return _draw_rod(start, normalize(away), (0.0, float(np.linalg.norm(away))), radius_m, color, around=8)


def _draw_strap(
    figure: Figure, side: Side, anchor: Floats, grip: Floats | None, long_m: float
) -> list[Patch]:
    """Draw a strap with its handle; one that no hand holds hangs down."""
    handle = figure.directions[f"thumb_{side}"]
    if grip is None:
        aside = 0.1 if side == "left" else -0.1
        grip = anchor + normalize(np.array([0.0, aside, -1.0])) * long_m
        handle = np.array([0.0, 1.0, 0.0])
    return [
        _draw_rope(grip, anchor, _STRAP_RADIUS_M, RUBBER),
        _draw_rod(grip, handle, (-0.07, 0.07), 0.016, IRON),
    ]


def _draw_landmine(
    pivot: Floats, center: Floats, plate_radius_m: float, *, is_straddled: bool
) -> list[Patch]:
    """Draw a bar from its end on the floor through the hand, with plates on one end."""
    axis = normalize(center - pivot)
    patches = [
        _draw_rod(pivot, axis, (0.0, BAR_M), 0.014, STEEL),
        _draw_rod(pivot, axis, (_SLEEVE_M, BAR_M), 0.025, STEEL),
        _draw_rod(pivot, axis, (-0.04, 0.12), 0.035, IRON, 20),
    ]
    if plate_radius_m > 0:
        patches.append(_draw_rod(pivot, axis, PLATES_M, plate_radius_m, RUBBER, 48))
    if is_straddled:
        patches.append(_draw_rod(center, np.array([0.0, 1.0, 0.0]), (-0.12, 0.12), 0.014, STEEL))
    return patches


def _point_handle(figure: Figure, grips: dict[Side, Floats]) -> Floats:
    """Direction of a handle: from hand to hand, or through the only fist."""
    if len(grips) == 2:
        return normalize(grips["left"] - grips["right"])
    return figure.directions[f"thumb_{next(iter(grips))}"]


def _grip(figure: Figure, side: str) -> Floats:
    return figure.joints[f"wrist_{side}"] + figure.directions[f"hand_{side}"] * figure.build.grip_m * 1.05


def _draw_rod(
    center: Floats,
    axis: Floats,
    span_m: tuple[float, float],
    radius_m: float,
    color: Color,
    around: int = 14,
) -> Patch:
    """Draw a cylinder along ``axis`` between two distances from a centre, with flat ends."""
    low, high = span_m
    helper = np.array([0.0, 0.0, 1.0]) if abs(axis[2]) < 0.8 else np.array([1.0, 0.0, 0.0])
    forward = normalize(np.cross(axis, helper))
    left = np.cross(axis, forward)
    inner = max(2, int((high - low) / 0.03))
    q = np.array([low, low, low, *np.linspace(low, high, inner), high, high, high])
    rim = radius_m * np.array([0.02, 0.6, 0.97, *np.ones(inner), 0.97, 0.6, 0.02])
    line = center + axis * q[:, None]
    return Patch(
        sweep(line, forward, left, (rim, rim, rim), around=around, caps=(False, False)),
        plain(color),
        person=False,
    )


def _draw_barbell(center: Floats, axis: Floats, plate_radius_m: float) -> list[Patch]:
    patches = [_draw_rod(center, axis, (-1.10, 1.10), 0.014, STEEL)]
    if plate_radius_m > 0:
        for sign in (1.0, -1.0):
            near, far = sorted((sign * 0.665, sign * 0.725))
            patches.append(_draw_rod(center, axis, (near, far), plate_radius_m, RUBBER, 48))
            hub = sorted((sign * 0.64, sign * 0.745))
            patches.append(_draw_rod(center, axis, (hub[0], hub[1]), 0.038, STEEL, 20))
    return patches


def _draw_dumbbell(grip: Floats, axis: Floats) -> list[Patch]:
    patches = [_draw_rod(grip, axis, (-0.08, 0.08), 0.015, STEEL)]
    patches += [_draw_rod(grip, axis, span, 0.052, RUBBER, 26) for span in ((-0.135, -0.075), (0.075, 0.135))]
    return patches


def _draw_kettlebell(grip: Floats, down: Floats, handle: Floats) -> list[Patch]:
    """Draw a ball of 20 cm under a handle that is 15 cm wide."""
    left = normalize(handle - down * (down @ handle))
    forward = np.cross(left, down)
    angle = np.linspace(-0.25 * np.pi, 1.25 * np.pi, 15)
    hoop = grip + left * (0.072 * np.cos(angle))[:, None] + down * (0.055 - 0.062 * np.sin(angle))[:, None]
    tangent = normalize(np.gradient(hoop, axis=0))
    hoop_tube = sweep(
        hoop,
        np.broadcast_to(forward, tangent.shape),
        np.cross(tangent, forward),
        (0.016, 0.016, 0.016),
        around=12,
    )
    q = np.linspace(-1, 1, 15)
    ball = grip + down * (0.165 + 0.098 * q)[:, None]
    rim = 0.104 * np.sqrt(np.maximum(1 - (0.97 * q) ** 2, 0.0)) ** 0.9
    body = sweep(ball, forward, left, (rim, rim, rim), around=30, caps=(False, False))
    return [Patch(hoop_tube, plain(IRON), person=False), Patch(body, plain(IRON), person=False)]
