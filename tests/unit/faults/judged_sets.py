"""Sets of the figure's exact poses, judged by the engine, and poses changed on the way."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from formcheck.events import FaultRaised
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import Fault
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Build, Camera, SetPlan, plan_set
from formcheck.simulate.clip import Clip
from formcheck.simulate.schedule import Side
from formcheck.validate.tasks import find_exact_poses

RATE_HZ = 15.0
TEMPO_S = (1.6, 0.4, 1.2, 0.5)
BACK = {"spinal_rounding", "over_arched_back"}
"""Judged on the outline, and tested where it is measured."""
Change = Callable[[Pose], Pose]


@dataclass(frozen=True, slots=True)
class Judged:
    """A judged set, and the faults raised while it went on."""

    report: SetReport
    live: tuple[Fault, ...]

    def list_faults(self) -> list[Fault]:
        faults = [fault for rep in self.report.reps for fault in rep.faults]
        return [fault for fault in (*faults, *self.live) if fault.rule not in BACK]

    def find_verdict(self, rule: str) -> str:
        return self.report.verdicts[rule].verdict

    def find_flags(self, rule: str) -> list[bool]:
        """Of every repetition that could be judged: whether it has the fault."""
        return [
            any(fault.rule == rule and fault.severity >= 2 for fault in rep.faults)
            for rep in self.report.reps
            if rep.rep.is_counted and all(unseen.rule != rule for unseen in rep.not_judged)
        ]


def judge(
    plan: SetPlan, camera: Camera | None = None, change: Change | None = None, rate_hz: float = RATE_HZ
) -> Judged:
    """Push the figure's exact poses, changed or not, through the engine."""
    session = Session(load_exercise(plan.movement))
    events = [
        event
        for pose in find_exact_poses(Clip(plan, camera or Camera(), fps=rate_hz))
        for event in session.push(change(pose) if change else pose)
    ]
    live = tuple(event.fault for event in events if isinstance(event, FaultRaised))
    return Judged(session.finish(), live)


def make_plan(
    movement: str,
    reps: int = 2,
    faults: dict[str, tuple[float, ...]] | None = None,
    build: Build | None = None,
    side: Side | None = None,
) -> SetPlan:
    return plan_set(
        movement, reps, tempo_s=TEMPO_S, faults=faults, side=side, tail_s=1.0, build=build or Build()
    )


def turn_points(pose: Pose, landmarks: Sequence[int], centre: NDArray[np.float32], by_deg: float) -> Pose:
    """Turn some landmarks of the picture about a point, clockwise."""
    image = np.array(pose.image)
    cosine, sine = math.cos(math.radians(by_deg)), math.sin(math.radians(by_deg))
    turn = np.array([[cosine, -sine], [sine, cosine]])
    image[list(landmarks)] = (image[list(landmarks)] - centre) @ turn.T + centre
    return replace(pose, image=image)
