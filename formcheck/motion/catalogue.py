"""Every signal that an exercise or a rule may name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from formcheck.motion.arms import (
    SHOULDER,
    SIDES,
    WRIST,
    measure_clear_reach_px,
    measure_elbow_deg,
    measure_hand_drop,
    measure_hand_height,
    measure_hand_lowering,
    measure_open_elbow_deg,
    measure_picture_reach_px,
    measure_reach,
    read_coordinate_px,
)
from formcheck.motion.legs import measure_shank_length, measure_thigh_length
from formcheck.motion.posture import (
    measure_arm_part,
    measure_clear_joint_deg,
    measure_elbow_behind_back,
    measure_foot_length_px,
    measure_gaze_deg,
    measure_head_length_px,
    measure_heel_height_px,
    measure_heel_rise_px,
    measure_hip_shift_px,
    measure_knee_spread,
    measure_shoulder_tilt_deg,
    measure_side_lean_deg,
    measure_signed_hip_deg,
    measure_world_knee_deg,
    measure_wrist_foot_gap_px,
    measure_wrist_leg_gap_px,
    measure_wrist_rise_px,
)
from formcheck.motion.quadruped import (
    measure_arm_elevation_deg,
    measure_arm_hidden,
    measure_picture_thigh_raise_deg,
    measure_raised_arm_deg,
    measure_raised_thigh_deg,
    measure_thigh_elevation_deg,
    measure_thigh_raise_deg,
    measure_trunk_tilt_deg,
)
from formcheck.motion.raised_limbs import (
    measure_arm_line_deg,
    measure_feet_inside,
    measure_foot_room,
    measure_hand_ahead_px,
    measure_hand_room,
    measure_hands_inside,
    measure_hips_across_px,
    measure_hips_gap_px,
    measure_hips_x_px,
    measure_knee_ahead_px,
    measure_leg_line_deg,
    measure_raised_arm_side,
    measure_raised_knee_deg,
    measure_raised_leg_side,
)
from formcheck.motion.row_posture import (
    measure_clear_elbow_deg,
    measure_ear_gap_px,
    measure_elbow_behind,
    measure_elbow_flare_deg,
    measure_elbow_past_px,
    measure_forearm,
    measure_forearm_lift_deg,
    measure_upper_arm,
    measure_upper_arm_lift_deg,
    measure_wrist_deg,
)
from formcheck.motion.signals import (
    Signal,
    measure_deeper_hip_flexion_deg,
    measure_hip_flexion_deg,
    measure_shoulder_depth_m,
    measure_torso_px,
    measure_trunk_lean_deg,
    measure_world_trunk_inclination_deg,
    measure_wrist_drop,
)


def _list_arm_signals() -> Iterator[Signal]:
    """List the signals of either side, the left one's names beginning with ``left_``."""
    for side, word in enumerate(SIDES):
        in_trunks = {
            "reach": measure_reach,
            "hand_lowering": measure_hand_lowering,
            "hand_height": measure_hand_height,
            "hand_drop": measure_hand_drop,
        }
        in_degrees = {
            "elbow_angle": measure_elbow_deg,
            "open_elbow_angle": measure_open_elbow_deg,
            "arm_elevation": measure_arm_elevation_deg,
            "thigh_elevation": measure_thigh_elevation_deg,
            "clear_elbow": measure_clear_elbow_deg,
            "wrist_angle": measure_wrist_deg,
            "elbow_flare": measure_elbow_flare_deg,
            "upper_arm_lift": measure_upper_arm_lift_deg,
            "forearm_lift": measure_forearm_lift_deg,
        }
        for name, measure in in_trunks.items():
            yield Signal(f"{word}_{name}", "torso", partial(measure, side=side), needs_scale=True)
        for name, measure in in_degrees.items():
            yield Signal(f"{word}_{name}", "deg", partial(measure, side=side))
        in_own_trunks = {
            "upper_arm": measure_upper_arm,
            "forearm": measure_forearm,
            "elbow_behind": measure_elbow_behind,
        }
        for name, measure in in_own_trunks.items():
            yield Signal(f"{word}_{name}", "torso", partial(measure, side=side))
        for name, measure in {"elbow_past": measure_elbow_past_px, "ear_gap": measure_ear_gap_px}.items():
            yield Signal(f"{word}_{name}", "px", partial(measure, side=side))
        yield Signal(f"{word}_picture_reach", "px", partial(measure_picture_reach_px, side=side))
        yield Signal(f"{word}_clear_reach", "px", partial(measure_clear_reach_px, side=side))
        for name, landmark in {"wrist": WRIST[side], "shoulder": SHOULDER[side]}.items():
            for axis, letter in enumerate("xy"):
                read = partial(read_coordinate_px, landmark=landmark, axis=axis)
                yield Signal(f"{word}_{name}_{letter}", "px", read)


SIGNALS: dict[str, Signal] = {
    signal.name: signal
    for signal in (
        *_list_arm_signals(),
        Signal("raised_arm", "deg", measure_raised_arm_deg),
        Signal("raised_thigh", "deg", measure_raised_thigh_deg),
        Signal("thigh_raise", "deg", measure_thigh_raise_deg),
        Signal("picture_thigh_raise", "deg", measure_picture_thigh_raise_deg),
        Signal("trunk_tilt", "deg", measure_trunk_tilt_deg),
        Signal("arm_hidden", "ratio", measure_arm_hidden),
        Signal("raised_arm_side", "ratio", measure_raised_arm_side),
        Signal("raised_leg_side", "ratio", measure_raised_leg_side),
        Signal("arm_line", "deg", measure_arm_line_deg),
        Signal("leg_line", "deg", measure_leg_line_deg),
        Signal("raised_knee", "deg", measure_raised_knee_deg),
        Signal("hands_inside", "ratio", measure_hands_inside),
        Signal("feet_inside", "ratio", measure_feet_inside),
        Signal("hand_room", "torso", measure_hand_room),
        Signal("foot_room", "torso", measure_foot_room),
        Signal("hand_ahead", "px", measure_hand_ahead_px),
        Signal("knee_ahead", "px", measure_knee_ahead_px),
        Signal("hips_x", "px", measure_hips_x_px),
        Signal("hips_gap", "px", measure_hips_gap_px),
        Signal("hips_across", "px", measure_hips_across_px),
        Signal("shoulder_depth", "m", measure_shoulder_depth_m),
        Signal("hip_flexion", "deg", measure_hip_flexion_deg),
        Signal("deeper_hip_flexion", "deg", measure_deeper_hip_flexion_deg),
        Signal("world_trunk_inclination", "deg", measure_world_trunk_inclination_deg),
        Signal("world_knee_angle", "deg", measure_world_knee_deg),
        Signal("trunk_lean", "deg", measure_trunk_lean_deg),
        Signal("wrist_drop", "torso", measure_wrist_drop),
        Signal("torso_length", "px", measure_torso_px),
        Signal("near_hip_angle", "deg", partial(measure_clear_joint_deg, joint="hip")),
        Signal("near_knee_angle", "deg", partial(measure_clear_joint_deg, joint="knee")),
        Signal("near_elbow_angle", "deg", partial(measure_clear_joint_deg, joint="elbow")),
        Signal("thigh_length", "torso", measure_thigh_length),
        Signal("shank_length", "torso", measure_shank_length),
        Signal("upper_arm_length", "torso", partial(measure_arm_part, number=0)),
        Signal("forearm_length", "torso", partial(measure_arm_part, number=1)),
        Signal("elbow_behind", "torso", measure_elbow_behind_back),
        Signal("signed_hip", "deg", measure_signed_hip_deg),
        Signal("gaze", "deg", measure_gaze_deg),
        Signal("head_length", "px", measure_head_length_px),
        Signal("wrist_rise", "px", measure_wrist_rise_px),
        Signal("wrist_leg_gap", "px", measure_wrist_leg_gap_px),
        Signal("wrist_foot_gap", "px", measure_wrist_foot_gap_px),
        Signal("heel_height", "px", measure_heel_height_px),
        Signal("heel_rise", "px", measure_heel_rise_px),
        Signal("foot_length", "px", measure_foot_length_px),
        Signal("shoulder_tilt", "deg", measure_shoulder_tilt_deg),
        Signal("side_lean", "deg", measure_side_lean_deg),
        Signal("hip_shift", "px", measure_hip_shift_px),
        Signal("knee_spread", "ratio", measure_knee_spread),
    )
}
"""By name."""
