"""What people do before the first repetition: wave at the camera, walk into place."""

from __future__ import annotations

import numpy as np

from formcheck.simulate.rotations import Floats, ease
from formcheck.simulate.schedule import SetPlan, Side
from formcheck.simulate.skeleton import SIDES, Skeleton, place_arm, place_leg

_OVERHEAD_DEG = 165.0
_LETS_GO, _TURNED = 0.02, 0.4
"""Shares of the way overhead at which a waving hand lets go of what it held, and has turned for the wave."""


def wave(skeleton: Skeleton, plan: SetPlan, t_s: Floats) -> None:
    """Right arm, or the free one, overhead and back, twice side to side, all before the first repetition.

    The wrist is then where it was. Elbow and hand stay turned as the wave needs them all through the set:
    so the sets of these movements were drawn and recorded.
    """
    raised = _raise(plan, t_s)
    if not raised.any():
        return
    side, sign = _pick_arm(skeleton)
    shoulder = skeleton.joints[f"shoulder_{side}"]
    lift = np.deg2rad(_OVERHEAD_DEG * raised)
    aside = np.stack([np.sin(lift), sign * (0.25 - _swing(t_s)) * raised, -np.cos(lift)], -1)
    length = 0.95 * skeleton.build.arm_m
    target = shoulder + length * aside / np.linalg.norm(aside, axis=-1, keepdims=True)
    share = ease(raised / 0.15)[:, None]
    wrist = skeleton.joints[f"wrist_{side}"] * (1 - share) + target * share
    place_arm(skeleton, side, wrist, (-1.0, 0.6 * sign, -0.2))


def wave_and_return(skeleton: Skeleton, plan: SetPlan, t_s: Floats) -> None:
    """Wave as above, from wherever the arm is, and bring back wrist, elbow and hand to where they were."""
    raised = _raise(plan, t_s)
    if not raised.any():
        return
    side, sign = _pick_arm(skeleton)
    shoulder = skeleton.joints[f"shoulder_{side}"]
    resting = skeleton.joints[f"wrist_{side}"] - shoulder
    level = np.hypot(resting[:, 0], resting[:, 2])
    start = np.arctan2(resting[:, 0], -resting[:, 2])
    lift = start + (np.deg2rad(_OVERHEAD_DEG) - start) * raised
    beside = resting[:, 1] / level * (1 - raised) + sign * (0.25 - _swing(t_s)) * raised
    aside = np.stack([np.sin(lift), beside, -np.cos(lift)], -1)
    length = np.linalg.norm(resting, axis=-1) * (1 - raised) + 0.95 * skeleton.build.arm_m * raised
    wrist = shoulder + aside * (length / np.linalg.norm(aside, axis=-1))[:, None]
    turned = ease(raised / _TURNED)[:, None]
    bend = skeleton.joints[f"elbow_{side}"] - shoulder
    pole = bend * (1 - turned) + np.array([-1.0, 0.6 * sign, -0.2]) * turned
    hand, palm = (skeleton.directions[f"{name}_{side}"] for name in ("hand", "palm"))
    place_arm(skeleton, side, wrist, pole)
    along, inward = skeleton.directions[f"hand_{side}"], np.array([0.0, -sign, 0.0])
    hand, palm = hand * (1 - turned) + along * turned, palm * (1 - turned) + inward * turned
    place_arm(skeleton, side, wrist, pole, hand=hand, palm=palm)
    skeleton.waving[side] = raised > _LETS_GO


def _raise(plan: SetPlan, t_s: Floats) -> Floats:
    """Share of the way overhead, shape (N,)."""
    span = plan.lead_s
    return ease((t_s - 0.15 * span) / (0.25 * span)) * (1.0 - ease((t_s - 0.65 * span) / (0.25 * span)))


def _swing(t_s: Floats) -> Floats:
    return 0.12 * np.sin(2 * np.pi * 1.5 * t_s)


def _pick_arm(skeleton: Skeleton) -> tuple[Side, float]:
    return SIDES[0] if skeleton.loaded == ("right",) else SIDES[1]


def walk_in(skeleton: Skeleton, plan: SetPlan, t_s: Floats) -> None:
    """Three steps into place, facing forward, ending at 80 % of the lead."""
    u = np.clip(t_s / (0.8 * plan.lead_s), 0.0, 1.0)
    way, stride = 1.2 * skeleton.build.scale, 1.2 * skeleton.build.scale
    offset = -way * (1.0 - ease(u))
    pace = 4.0 * u * (1.0 - u)
    phase = 2 * np.pi * offset / stride
    shift = np.stack([offset, np.zeros_like(offset), np.zeros_like(offset)], -1)
    skeleton.root = skeleton.root + shift
    skeleton.joints = {name: joint + shift for name, joint in skeleton.joints.items()}
    for side, sign in SIDES:
        ankle = skeleton.joints[f"ankle_{side}"].copy()
        ankle[:, 0] += 0.25 * pace * np.sin(phase + (0.0 if sign > 0 else np.pi))
        ankle[:, 2] += 0.09 * pace * np.maximum(np.cos(phase + (0.0 if sign > 0 else np.pi)), 0.0)
        toe, sole = skeleton.directions[f"foot_{side}"], skeleton.directions[f"sole_{side}"]
        pole = skeleton.joints[f"knee_{side}"] - skeleton.joints[f"hip_{side}"]
        place_leg(skeleton, side, ankle, pole, toe, sole)
