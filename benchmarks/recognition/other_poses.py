"""The figure in movements that are none of ours, each time as another person does them."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from benchmarks.recognition.others import Key, Other
from formcheck.simulate import SetPlan, lay_out
from formcheck.simulate.dials import read_sides
from formcheck.simulate.rotations import Floats, normalize
from formcheck.simulate.skeleton import SIDES, Skeleton, build_trunk, set_foot

VARIES_DEG = 7.0
"""Standard deviation by which an angle of a drawn set differs from the usual."""


def vary(other: Other, rng: np.random.Generator) -> Other:
    """The same movement as another person does it: rest and work alike, and the way between a little."""
    shared = {field.name: rng.normal(0.0, VARIES_DEG) for field in fields(Key)}
    return replace(other, rest=_shift(other.rest, shared, rng), work=_shift(other.work, shared, rng))


def _shift(key: Key, shared: dict[str, float], rng: np.random.Generator) -> Key:
    own = {name: shift + rng.normal(0.0, 0.4 * VARIES_DEG) for name, shift in shared.items()}
    return replace(key, **{name: _add(getattr(key, name), shift) for name, shift in own.items()})


def _add(angle: float | tuple[float, float], shift: float) -> float | tuple[float, float]:
    return (angle[0] + shift, angle[1] + shift) if isinstance(angle, tuple) else angle + shift


def pose_other(other: Other, plan: SetPlan, t_s: Floats) -> Skeleton:
    """Postures at the given times; the plan's own movement is not looked at.

    Parameters
    ----------
    other : Other
    plan : SetPlan
        Repetitions, body and times; the working side is that of the repetition, the right one by default.
    t_s : ndarray, shape (N,)
    """
    timeline = lay_out(plan)
    drive = timeline.drive(t_s)
    works_left = read_sides(plan, timeline, t_s)["left"] if plan.reps[0].side else np.zeros_like(t_s)
    angles = {
        field.name: _blend(
            getattr(other.rest, field.name), getattr(other.work, field.name), drive, works_left
        )
        for field in fields(Key)
    }
    build, count = plan.build, len(t_s)
    trunk = angles["trunk"][0]
    skeleton = build_trunk(
        np.zeros((count, 3)), trunk, lumbar_deg=angles["lumbar"][0], neck_deg=angles["neck"][0], build=build
    )
    for number in range(len(SIDES)):
        _hang_limbs(skeleton, number, {name: sides[number] for name, sides in angles.items()})
    return skeleton


def _hang_limbs(skeleton: Skeleton, number: int, angles: dict[str, Floats]) -> None:
    """Place leg and arm of one side at their angles."""
    side, sign = SIDES[number]
    build, joints = skeleton.build, skeleton.joints
    thigh, shank = (_aim(angles[part], angles["leg_out"], sign) for part in ("thigh", "shank"))
    joints[f"knee_{side}"] = joints[f"hip_{side}"] + build.thigh_m * thigh
    joints[f"ankle_{side}"] = joints[f"knee_{side}"] + build.shank_m * shank
    set_foot(skeleton, side, np.stack([-shank[:, 2], np.zeros(len(shank)), shank[:, 0]], -1), -shank)
    arm, forearm = (_aim(angles[part], angles[f"{part}_out"], sign) for part in ("arm", "forearm"))
    joints[f"elbow_{side}"] = joints[f"shoulder_{side}"] + build.upper_arm_m * arm
    joints[f"wrist_{side}"] = joints[f"elbow_{side}"] + build.forearm_m * forearm
    inward = np.broadcast_to([0.0, -sign, 0.0], forearm.shape)
    palm = normalize(inward - forearm * (inward * forearm).sum(-1, keepdims=True))
    skeleton.directions[f"hand_{side}"], skeleton.directions[f"palm_{side}"] = forearm, palm


def _blend(
    rest: float | tuple[float, float], work: float | tuple[float, float], drive: Floats, works_left: Floats
) -> tuple[Floats, Floats]:
    """Angles of the left and the right side."""
    (rest_on, rest_off), (work_on, work_off) = (
        key if isinstance(key, tuple) else (key, key) for key in (rest, work)
    )
    on, off = rest_on + (work_on - rest_on) * drive, rest_off + (work_off - rest_off) * drive
    return on * works_left + off * (1 - works_left), off * works_left + on * (1 - works_left)


def _aim(angle_deg: Floats, out_deg: Floats, sign: float) -> Floats:
    """Direction in space, shape (N, 3)."""
    angle, out = np.deg2rad(angle_deg), np.deg2rad(out_deg)
    return np.stack([np.sin(angle) * np.cos(out), sign * np.sin(out), -np.cos(angle) * np.cos(out)], -1)
