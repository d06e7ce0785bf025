"""Where the joints are: trunk, then legs and arms reached by inverse kinematics, over N frames at once."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formcheck.simulate.anatomy import Build
from formcheck.simulate.furniture import Box
from formcheck.simulate.rotations import Floats, normalize, pitch_matrix, rotate
from formcheck.simulate.schedule import Side
from formcheck.simulate.spine import SpineCurve, trace_spine

SIDES: tuple[tuple[Side, float], ...] = (("left", 1.0), ("right", -1.0))
"""Both sides with the sign of their Y."""
REACH = 0.9995
"""Longest share of a limb's full length that inverse kinematics uses: a limb is never quite straight."""
PALM_M = 0.040
"""Wrist above what an open hand lies on (1.78 m figure)."""


@dataclass(slots=True)
class Skeleton:
    """Postures of N frames. Built by a movement, read by the camera, the renderer and the truth.

    Attributes
    ----------
    build : Build
    root : ndarray, shape (N, 3)
        Mid-hip.
    turn : ndarray, shape (N, 3, 3)
        Rotation of the whole trunk out of the sagittal plane; the identity in symmetric movements.
    pelvis_deg, lumbar_deg, thoracic_deg : ndarray, shape (N,)
        Tilt of the pelvis and flexion of the spine: the truth.
    spine : SpineCurve
    joints : dict of str to ndarray, shape (N, 3)
        ``hip_left`` … ``wrist_right``, ``heel_left``, ``toe_left``, ….
    directions : dict of str to ndarray, shape (N, 3)
        Unit vectors: ``foot_left`` (heel to toe), ``sole_left`` (up from the sole), ``hand_left`` (wrist
        to knuckles), ``palm_left`` (out of the palm), and the same on the right.
    head : ndarray, shape (N, 3, 3)
        Axes of the head: forward, left, up as columns.
    flat_hands : tuple of side
        Which hands are open; the others are fists.
    loaded : tuple of side
        Which hands hold what is lifted.
    waving : dict of side to ndarray, shape (N,), bool
        When a hand has let go of everything to wave.
    furniture : tuple of Box
        What stands in the room for the movement.
    anchor : ndarray, shape (3,), or None
        The fixed point of what the hands hold: a pulley, where straps hang, a bar's end on the floor.
    """

    build: Build
    root: Floats
    turn: Floats
    pelvis_deg: Floats
    lumbar_deg: Floats
    thoracic_deg: Floats
    spine: SpineCurve
    joints: dict[str, Floats] = field(default_factory=dict)
    directions: dict[str, Floats] = field(default_factory=dict)
    head: Floats = field(default_factory=lambda: np.zeros((0, 3, 3)))
    flat_hands: tuple[Side, ...] = ()
    loaded: tuple[Side, ...] = ("left", "right")
    waving: dict[Side, NDArray[np.bool_]] = field(default_factory=dict)
    furniture: tuple[Box, ...] = ()
    anchor: Floats | None = None

    def __len__(self) -> int:
        return len(self.root)

    def axes_at(self, s_m: float) -> Floats:
        """Forward, left and up of the trunk at a distance along the spine, as columns (N, 3, 3)."""
        return self.turn @ pitch_matrix(self.spine.locate(s_m)[2])

    def point_at(self, s_m: float, offset: ArrayLike = (0.0, 0.0, 0.0)) -> Floats:
        """Follow a point of the trunk, ``offset`` (forward, left, up) from the mid-line; (N, 3)."""
        x, z, _ = self.spine.locate(s_m)
        on_line = self.root + rotate(self.turn, np.stack([x, np.zeros_like(x), z], -1))
        return on_line + rotate(self.axes_at(s_m), offset)


def build_trunk(
    root: Floats,
    pelvis_deg: Floats,
    *,
    lumbar_deg: Floats | float = 0.0,
    thoracic_deg: Floats | float = 0.0,
    neck_deg: Floats | float = 0.0,
    nod_deg: Floats | float = 0.0,
    turn: Floats | None = None,
    tilt_shoulders_deg: Floats | float = 0.0,
    twist_shoulders_deg: Floats | float = 0.0,
    shrug_m: Floats | float = 0.0,
    build: Build | None = None,
) -> Skeleton:
    """Place hips, spine, shoulders and head.

    Parameters
    ----------
    root : ndarray, shape (N, 3)
        Mid-hip.
    pelvis_deg : ndarray, shape (N,)
        Forward tilt of the pelvis.
    lumbar_deg, thoracic_deg, neck_deg : float or ndarray, shape (N,)
        Flexion beyond the standing curve.
    nod_deg : float or ndarray, shape (N,)
        Head against the neck, down positive.
    turn : ndarray, shape (N, 3, 3), optional
        Rotation of the whole trunk about the mid-hip; none by default.
    tilt_shoulders_deg, twist_shoulders_deg : float or ndarray
        Left shoulder raised, and left shoulder brought back, against the hips.
    shrug_m : float or ndarray
        Both shoulders raised towards the ears.
    build : Build, optional

    Returns
    -------
    Skeleton
        Without limbs.
    """
    owner, count = build or Build(), len(root)
    pelvis, lumbar, thoracic, neck = (
        np.broadcast_to(np.asarray(a, float), (count,))
        for a in (pelvis_deg, lumbar_deg, thoracic_deg, neck_deg)
    )
    spine = trace_spine(pelvis, lumbar, thoracic, neck, owner)
    if turn is None:
        turn = np.broadcast_to(np.eye(3), (count, 3, 3))
    skeleton = Skeleton(owner, root, turn, pelvis, lumbar, thoracic, spine)
    pelvis_axes = turn @ pitch_matrix(pelvis)
    tilt, twist = np.deg2rad(tilt_shoulders_deg), np.deg2rad(twist_shoulders_deg)
    for side, sign in SIDES:
        half = sign * owner.half_hips_m
        skeleton.joints[f"hip_{side}"] = root + rotate(pelvis_axes, (0.0, half, 0.0))
        reach = sign * owner.half_shoulders_m
        offset = np.empty((count, 3))
        offset[:, 0] = -reach * np.sin(twist) * np.cos(tilt)
        offset[:, 1] = reach * np.cos(twist) * np.cos(tilt)
        offset[:, 2] = reach * np.sin(tilt) + shrug_m
        skeleton.joints[f"shoulder_{side}"] = skeleton.point_at(owner.shoulder_s_m, offset)
    skeleton.head = skeleton.axes_at(owner.skull_s_m) @ pitch_matrix(np.broadcast_to(nod_deg, (count,)))
    return skeleton


def bend_two_bones(
    start: Floats, target: Floats, first_m: float, second_m: float, pole: Floats
) -> tuple[Floats, Floats]:
    """Middle and end of a two-bone limb that reaches for a target, bending towards ``pole``.

    Parameters
    ----------
    start, target : ndarray, shape (N, 3)
    first_m, second_m : float
        Lengths of the bones.
    pole : ndarray, shape (N, 3) or (3,)
        Direction in which the middle joint points.

    Returns
    -------
    middle, end : ndarray, shape (N, 3)
        ``end`` is the target, or as near as the limb reaches.
    """
    span = target - start
    distance = np.linalg.norm(span, axis=-1)
    along = span / np.maximum(distance, 1e-9)[:, None]
    used = np.clip(distance, abs(first_m - second_m) + 1e-6, (first_m + second_m) * REACH)
    foot_of_height = (first_m**2 - second_m**2 + used**2) / (2 * used)
    height = np.sqrt(np.maximum(first_m**2 - foot_of_height**2, 0.0))
    side = normalize(pole - along * (along * pole).sum(-1, keepdims=True))
    middle = start + along * foot_of_height[:, None] + side * height[:, None]
    return middle, start + along * used[:, None]


def place_leg(
    skeleton: Skeleton, side: Side, ankle: Floats, pole: ArrayLike, toe: ArrayLike, sole: ArrayLike
) -> None:
    """Reach for an ankle with the knee towards ``pole``; ``toe`` and ``sole`` direct the foot."""
    build = skeleton.build
    hip = skeleton.joints[f"hip_{side}"]
    direction = np.broadcast_to(np.asarray(pole, float), hip.shape)
    knee, end = bend_two_bones(hip, ankle, build.thigh_m, build.shank_m, direction)
    skeleton.joints[f"knee_{side}"], skeleton.joints[f"ankle_{side}"] = knee, end
    set_foot(skeleton, side, toe, sole)


def set_foot(skeleton: Skeleton, side: Side, toe: ArrayLike, sole: ArrayLike) -> None:
    """Direct a foot whose ankle is placed, and with it heel and toe.

    Heel 6 cm behind and toe 17 cm ahead of the ankle, both 3 cm above the sole: where MediaPipe puts
    its ``heel`` and ``foot_index`` on a shoe.
    """
    ankle = skeleton.joints[f"ankle_{side}"]
    forward = normalize(np.broadcast_to(np.asarray(toe, float), ankle.shape))
    up = normalize(np.broadcast_to(np.asarray(sole, float), ankle.shape))
    skeleton.directions[f"foot_{side}"], skeleton.directions[f"sole_{side}"] = forward, up
    scale = skeleton.build.scale
    level = ankle - up * (skeleton.build.ankle_height_m - 0.03 * scale)
    skeleton.joints[f"heel_{side}"] = level - forward * 0.06 * scale
    skeleton.joints[f"toe_{side}"] = level + forward * 0.17 * scale


def place_arm(
    skeleton: Skeleton,
    side: Side,
    wrist: Floats,
    pole: ArrayLike,
    hand: Floats | None = None,
    palm: ArrayLike | None = None,
) -> None:
    """Reach for a wrist with the elbow towards ``pole``; the hand goes on along the forearm by default."""
    build = skeleton.build
    shoulder = skeleton.joints[f"shoulder_{side}"]
    direction = np.broadcast_to(np.asarray(pole, float), shoulder.shape)
    elbow, end = bend_two_bones(shoulder, wrist, build.upper_arm_m, build.forearm_m, direction)
    skeleton.joints[f"elbow_{side}"], skeleton.joints[f"wrist_{side}"] = elbow, end
    pointing = normalize(end - elbow) if hand is None else normalize(hand)
    inward = (0.0, -1.0 if side == "left" else 1.0, 0.0)
    facing = np.broadcast_to(np.asarray(inward if palm is None else palm, float), shoulder.shape)
    facing = normalize(facing - pointing * (pointing * facing).sum(-1, keepdims=True))
    skeleton.directions[f"hand_{side}"], skeleton.directions[f"palm_{side}"] = pointing, facing


def grip_point(skeleton: Skeleton, side: Side) -> Floats:
    """Middle of the closed hand, shape (N, 3)."""
    return skeleton.joints[f"wrist_{side}"] + skeleton.directions[f"hand_{side}"] * skeleton.build.grip_m


def middle(skeleton: Skeleton, joint: str) -> Floats:
    """Mid-point of the left and right joint of a name, shape (N, 3)."""
    return 0.5 * (skeleton.joints[f"{joint}_left"] + skeleton.joints[f"{joint}_right"])
