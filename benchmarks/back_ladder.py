"""Whether the index of the back rises with lumbar flexion in every body: ``benchmarks.back --ladder``.

One set for every body and facing, one step of lumbar flexion a repetition, found by the pose model, and
beside it with the figure's own landmarks and outline. Body and facing are all that differs.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.back_cases import RULE
from formcheck.pose.models import get_model
from formcheck.report.set_report import SetReport
from formcheck.simulate import Camera, measure_reps, plan_set, simulate_poses
from formcheck.simulate.anatomy import BUILDS, Build
from formcheck.simulate.clip import Clip
from formcheck.simulate.framing import frame_set
from formcheck.simulate.scene import Scene
from formcheck.simulate.workers import map_in_order
from formcheck.validate.agreement import Line, fit_line
from formcheck.validate.tasks import find_exact_poses, find_rendered_poses, review_poses

MOVEMENT = "romanian_deadlift"
Facing = Literal["right", "left"]
STEPS_DEG = (24.0, 32.0, 40.0, 48.0, 56.0)
BODIES: dict[str, Build] = {
    **BUILDS,
    "man, girth 0.88": Build(girth=0.88),
    "man, girth 1.25": Build(girth=1.25),
}
FACINGS: tuple[Facing, ...] = ("right", "left")
TEMPO_S = (0.7, 0.4, 0.7, 0.3)
FPS = 12.0
"""As few pictures as are judged, and drawn without shadows: drawing costs most of the time."""


@dataclass(frozen=True, slots=True)
class Task:
    """One ladder to be climbed: a key of ``BODIES``, where the figure faces, and the pose model."""

    body: str
    facing: Facing
    model: Path


@dataclass(frozen=True, slots=True)
class Ladder:
    """What the index reads on every step.

    Attributes
    ----------
    body, facing : str
    lumbar_deg : tuple of float
        True lumbar flexion in the lowest position, rising.
    arc_deg, exact_deg : tuple of float
        Dorsal Arc Angle found by the pose model, and with the figure's own outline. NaN: not judged.
    """

    body: str
    facing: str
    lumbar_deg: tuple[float, ...]
    arc_deg: tuple[float, ...]
    exact_deg: tuple[float, ...]

    @property
    def rises(self) -> bool:
        """Every step was judged and reads more than the one below."""
        return bool((np.diff(self.arc_deg) > 0.0).all())

    @property
    def line(self) -> Line:
        """Index against lumbar flexion over the steps that were judged."""
        pairs = zip(self.lumbar_deg, self.arc_deg, strict=True)
        return fit_line([pair for pair in pairs if not math.isnan(pair[1])])


def draw_ladder(task: Task) -> Clip:
    """Draw the set of a task: side-on, one step of lumbar flexion a repetition."""
    plan = plan_set(
        MOVEMENT,
        len(STEPS_DEG),
        tempo_s=TEMPO_S,
        jitter=0.0,
        faults={RULE: STEPS_DEG},
        lead_s=0.6,
        tail_s=0.4,
        build=BODIES[task.body],
    )
    camera = frame_set(plan, Camera(facing=task.facing, size_px=(480, 360)), "dumbbells")
    return Clip(plan, camera, Scene(shadows=False), equipment="dumbbells", fps=FPS)


def climb(task: Task) -> Ladder:
    """Judge the set of a task."""
    clip = draw_ladder(task)
    turns_s = [rep.turn_s for rep in measure_reps(clip.plan)]
    return Ladder(
        task.body,
        task.facing,
        tuple(simulate_poses(clip.plan, turns_s).angles["lumbar"].tolist()),
        read_arcs_deg(review_poses(find_rendered_poses(clip, task.model), MOVEMENT), turns_s),
        read_arcs_deg(review_poses(find_exact_poses(clip), MOVEMENT), turns_s),
    )


def read_arcs_deg(report: SetReport, turns_s: Sequence[float]) -> tuple[float, ...]:
    """Index of the repetition about every turn; NaN: there is none, or it was not judged."""
    return tuple(
        next(
            (
                one.measures.get(RULE, math.nan)
                for one in report.reps
                if one.rep.start_s < at_s < one.rep.end_s
            ),
            math.nan,
        )
        for at_s in turns_s
    )


def describe_ladders(ladders: Sequence[Ladder]) -> list[str]:
    """Put ladders into lines of text: a table, and a sum."""
    lines = [f"{'body, facing':<24}" + "".join(f"{step:7.0f}" for step in STEPS_DEG) + "   rises  slope  SD"]
    for ladder in ladders:
        line = ladder.line
        lines.append(
            f"{f'{ladder.body}, {ladder.facing}':<24}"
            + "".join(f"{arc:+7.1f}" for arc in ladder.arc_deg)
            + f"   {'yes' if ladder.rises else 'NO':5s}  {line.slope:5.2f}  {line.residual_sd:.1f}"
        )
        if not ladder.rises:
            lines.append(f"{'  exact outline':<24}" + "".join(f"{arc:+7.1f}" for arc in ladder.exact_deg))
    slopes = [ladder.line.slope for ladder in ladders]
    errors = np.array([ladder.arc_deg for ladder in ladders]) - [ladder.exact_deg for ladder in ladders]
    lines.append(
        f"rising in {sum(ladder.rises for ladder in ladders)} of {len(ladders)}; slope {min(slopes):.2f} to "
        f"{max(slopes):.2f}, largest residual SD {max(ladder.line.residual_sd for ladder in ladders):.1f}°; "
        f"against the exact outline {np.nanmean(errors):+.1f} ± {np.nanstd(errors, ddof=1):.1f}°"
    )
    return lines


def print_ladders(jobs: int) -> None:
    """Climb the ladders of all bodies and facings and print what came of them."""
    model = get_model()
    tasks = [Task(body, facing, model) for body in BODIES for facing in FACINGS]
    ladders: list[Ladder] = []
    for ladder in map_in_order(climb, tasks, jobs):
        ladders.append(ladder)
        print(f"{len(ladders)} of {len(tasks)} sets", flush=True)
    print("\n".join(describe_ladders(ladders)))
