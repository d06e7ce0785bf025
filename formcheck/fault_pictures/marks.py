"""Which drawing belongs to which measure: the one table that a new rule may need a line in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from formcheck.fault_pictures.drawings import (
    draw_back,
    draw_gaze,
    draw_heel,
    draw_hip_and_knee,
    draw_hip_shift,
    draw_joint,
    draw_knee_spread,
    draw_load_gap,
    draw_shoulders,
    draw_straight_hip,
    draw_trunk,
    draw_trunk_and_knee,
    draw_trunk_tip,
)
from formcheck.fault_pictures.quadruped_drawings import (
    draw_arm_level,
    draw_head_lift,
    draw_hips_roll,
    draw_hips_travel,
    draw_leg_level,
    draw_one_line,
    draw_raised_knee,
    draw_same_side,
    draw_setup,
)
from formcheck.fault_pictures.scene import Finding, Scene, make_scene
from formcheck.pose.landmarks import Landmark, Picture, Pose
from formcheck.video.overlay import draw_limbs

_BACK = (
    Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR, Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER,
    Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW, Landmark.LEFT_HIP, Landmark.RIGHT_HIP, Landmark.LEFT_KNEE,
    Landmark.RIGHT_KNEE,
)  # fmt: skip
_FEET = (
    Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL,
    Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """How a measure is shown.

    Attributes
    ----------
    draw : callable
        Draws it on a scene.
    part : sequence of Landmark or None
        The part of the body to be seen; None: all of it.
    """

    draw: Callable[[Scene], None]
    part: Sequence[Landmark] | None = None


def _draw_nothing(_scene: Scene) -> None:
    """Leave the limbs and the caption to speak."""


MARKS: Mapping[str, Mark] = MappingProxyType(
    {
        "arm_level": Mark(draw_arm_level),
        "back_arc": Mark(draw_back, _BACK),
        "body_bend": Mark(draw_straight_hip),
        "chest_dip": Mark(draw_trunk_tip),
        "elbow_at_stretch": Mark(partial(draw_joint, joint="elbow", is_measure=True)),
        "elbow_bend": Mark(partial(draw_joint, joint="elbow", is_measure=True)),
        "gaze_angle": Mark(draw_gaze),
        "hands_knees_offset": Mark(draw_setup),
        "head_lift": Mark(draw_head_lift),
        "heel_rise": Mark(draw_heel, _FEET),
        "hip_at_top": Mark(draw_straight_hip),
        "hips_roll": Mark(draw_hips_roll),
        "hips_travel": Mark(draw_hips_travel),
        "hold_arc": Mark(draw_back),
        "knee_bend": Mark(partial(draw_joint, joint="knee")),
        "knee_spread": Mark(draw_knee_spread),
        "lean_at_stretch": Mark(draw_trunk),
        "leg_drive": Mark(partial(draw_joint, joint="knee")),
        "leg_level": Mark(draw_leg_level),
        "line_bend": Mark(draw_one_line),
        "load_gap": Mark(draw_load_gap),
        "missing_extension": Mark(draw_hip_and_knee),
        "raised_knee": Mark(draw_raised_knee),
        "range_share": Mark(partial(draw_joint, joint="hip")),
        "rise_at_squeeze": Mark(partial(draw_trunk_tip, rises=True)),
        "same_side": Mark(draw_same_side),
        "shoulder_tilt": Mark(draw_shoulders),
        "side_lean": Mark(draw_trunk),
        "sideways_shift": Mark(draw_hip_shift),
        "torso_swing": Mark(partial(draw_trunk_tip, rises=True)),
        "trunk_at_depth": Mark(draw_trunk_and_knee),
        "trunk_lead": Mark(partial(draw_trunk_tip, rises=True)),
        "trunk_tip": Mark(draw_trunk_tip),
    }
)
"""By the name of the measure: its file in `formcheck.faults`."""
PLAIN = Mark(_draw_nothing)
"""Every other measure: a tempo cannot be seen in one picture."""


def draw_scene(picture: Picture, pose: Pose, finding: Finding) -> Scene:
    """Draw on the athlete's part of a picture what a fault was measured by.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        As read; it stays as it is.
    pose : Pose
        Found in it.
    finding : Finding

    Returns
    -------
    Scene
        Drawn on.
    """
    mark = MARKS.get(finding.measure_name, PLAIN)
    scene = make_scene(picture, pose, finding, mark.part)
    draw_limbs(scene.picture, scene.points, pose, 1, finding.has_clear_legs)
    mark.draw(scene)
    return scene
