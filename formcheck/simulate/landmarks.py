"""The 33 landmarks of MediaPipe Pose on the figure, in the model's order."""

from __future__ import annotations

import numpy as np

from formcheck.simulate.rotations import Floats, rotate
from formcheck.simulate.skeleton import SIDES, Skeleton

NAMES: tuple[str, ...] = (
    "nose", "left_eye_inner", "left_eye", "left_eye_outer", "right_eye_inner", "right_eye", "right_eye_outer",
    "left_ear", "right_ear", "mouth_left", "mouth_right", "left_shoulder", "right_shoulder", "left_elbow",
    "right_elbow", "left_wrist", "right_wrist", "left_pinky", "right_pinky", "left_index", "right_index",
    "left_thumb", "right_thumb", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle",
    "right_ankle", "left_heel", "right_heel", "left_foot_index", "right_foot_index",
)  # fmt: skip

SKULL_CENTER_M = (0.022, 0.0, 0.085)
"""Centre of the head from the base of the skull (forward, left, up), 1.78 m figure."""
_FACE = {
    "nose": (0.122, 0.0, -0.025),
    "eye_inner": (0.098, 0.018, 0.018),
    "eye": (0.096, 0.031, 0.018),
    "eye_outer": (0.090, 0.044, 0.018),
    "ear": (-0.005, 0.080, 0.0),
    "mouth": (0.098, 0.022, -0.057),
}
"""Forward, left, up from the centre of the head; the left of a pair."""
_HAND = {"pinky": (0.085, -0.035), "index": (0.095, 0.030), "thumb": (0.055, 0.045)}
"""Along the hand and across it towards the thumb, from the wrist."""


def head_center(skeleton: Skeleton) -> Floats:
    """Centre of the head, shape (N, 3)."""
    base = skeleton.point_at(skeleton.build.skull_s_m)
    return base + rotate(skeleton.head, np.array(SKULL_CENTER_M) * skeleton.build.scale)


def thumb_direction(skeleton: Skeleton, side: str) -> Floats:
    """Across the hand towards its thumb, shape (N, 3)."""
    hand, palm = skeleton.directions[f"hand_{side}"], skeleton.directions[f"palm_{side}"]
    return np.cross(palm, hand) if side == "left" else np.cross(hand, palm)


def locate_landmarks(skeleton: Skeleton) -> Floats:
    """Positions of the 33 landmarks in metres, in the figure's axes.

    Returns
    -------
    ndarray, shape (N, 33, 3)
    """
    scale = skeleton.build.scale
    found: dict[str, Floats] = {}
    center = head_center(skeleton)

    def on_head(name: str, sign: float) -> Floats:
        return center + rotate(skeleton.head, np.array(_FACE[name]) * np.array([1.0, sign, 1.0]) * scale)

    found["nose"] = on_head("nose", 1.0)
    for side, sign in SIDES:
        for part in ("eye_inner", "eye", "eye_outer", "ear"):
            found[f"{side}_{part}"] = on_head(part, sign)
        found[f"mouth_{side}"] = on_head("mouth", sign)
        for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel"):
            found[f"{side}_{part}"] = skeleton.joints[f"{part}_{side}"]
        found[f"{side}_foot_index"] = skeleton.joints[f"toe_{side}"]
        across, hand = thumb_direction(skeleton, side), skeleton.directions[f"hand_{side}"]
        wrist = skeleton.joints[f"wrist_{side}"]
        for part, (along, sideways) in _HAND.items():
            found[f"{side}_{part}"] = wrist + (hand * along + across * sideways) * scale
    return np.stack([found[name] for name in NAMES], axis=1)
