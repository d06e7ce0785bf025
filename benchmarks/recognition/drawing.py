"""Drawn sets: the figure's landmarks as a pose model would place them, of our movements and of others.

Nothing is rendered. Bodies, styles, faults, tempos, views and framings are drawn at random; then
`benchmarks.recognition.pose_errors` spoils the landmarks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.other_poses import pose_other, vary
from benchmarks.recognition.others import OTHERS, Other
from benchmarks.recognition.pose_errors import spoil
from benchmarks.recognition.variants import SHARE as VARIANT_SHARE
from benchmarks.recognition.variants import VARIANTS
from formcheck.pose.landmarks import LANDMARK_COUNT, STATION_COUNT, Pose
from formcheck.recognition.traits import Span
from formcheck.simulate import (
    MOVEMENTS,
    SHAPES,
    Camera,
    SetPlan,
    lay_out,
    plan_set,
    pose_figure,
    supported_row,
)
from formcheck.simulate.hinge import STYLES
from formcheck.simulate.landmarks import locate_landmarks
from formcheck.simulate.row import ROWS
from formcheck.validate.setups import FROM_FLOOR, draw_build, pick

Floats = NDArray[np.float64]
SIDE_SHARE = 0.55
"""Share of the sets that are filmed within 25° of side-on, as the advice asks for."""
CUT_SHARE = 0.12
"""Share of the sets whose picture ends too soon: feet or hands are outside it."""
MID_START_SHARE = 0.3
"""Share of the clips that begin somewhere in a repetition."""
LEAST_S = 0.8
"""No clip is shorter."""
FAULT_SHARE = 0.5
PICTURE_PX = (640, 480)


@dataclass(frozen=True, eq=False)
class DrawnSet:
    """Landmarks of one clip.

    Attributes
    ----------
    movement : str
        Key of ours, or of ``OTHERS``.
    t_s : ndarray, shape (N,)
    world : ndarray, shape (N, 33, 3)
        As ``Pose.world``; NaN: not seen.
    image : ndarray, shape (N, 33, 2)
    yaw_deg : float
        Of the camera.
    spans : tuple of Span
        Its repetitions.
    """

    movement: str
    t_s: Floats
    world: Floats
    image: Floats
    yaw_deg: float
    spans: tuple[Span, ...]

    @property
    def is_ours(self) -> bool:
        """Whether it is a movement that can be checked."""
        return self.movement in MOVEMENTS

    def poses(self) -> Iterator[Pose]:
        """The same as poses."""
        ones, no_flanks = np.ones(LANDMARK_COUNT, np.float32), np.full((2, STATION_COUNT, 2), np.nan)
        for t_s, world, image in zip(self.t_s.tolist(), self.world, self.image, strict=True):
            seen = np.isfinite(image[:, 0])
            yield Pose(t_s, image, world, ones, seen, no_flanks, PICTURE_PX)


def draw_set(movement: str, rng: np.random.Generator, rate_hz: float = 15.0) -> DrawnSet:
    """Draw one clip of a movement of ours or of ``OTHERS``."""
    plan = _draw_plan(movement, rng)
    duration_s = lay_out(plan).duration_s
    begins_late = rng.random() < MID_START_SHARE
    late_s = plan.lead_s + rng.uniform(0.0, 0.9) * plan.reps[0].out_s
    start_s = min(late_s, duration_s - LEAST_S) if begins_late else 0.0
    t_s = np.arange(start_s, duration_s, 1.0 / rate_hz)
    form = _draw_form(movement, rng)
    if form is not None:
        skeleton = pose_other(vary(form, rng), plan, t_s)
    else:
        with vary_style(rng):
            skeleton = pose_figure(plan, t_s)
    points = locate_landmarks(skeleton)
    points[..., 2] -= points[..., 2].min()
    camera = _place_camera(points, rng)
    world, image = spoil(points, camera, rng)
    spans = tuple(
        Span(low - start_s, high - start_s, side) for low, high, side in _find_spans(plan) if high > start_s
    )
    return DrawnSet(movement, t_s - start_s, world, image, camera.yaw_deg, spans)


def _draw_form(movement: str, rng: np.random.Generator) -> Other | None:
    """How a movement goes that the figure itself does not draw, or does not always; None: it draws it."""
    if movement in OTHERS:
        return OTHERS[movement]
    if movement in VARIANTS and rng.random() < VARIANT_SHARE:
        return pick(VARIANTS[movement], rng)
    return None


def _find_spans(plan: SetPlan) -> Iterator[Span]:
    """From the start of every repetition to the end of its way back."""
    timeline = lay_out(plan)
    ends_s = [move.end_s for move in timeline.moves if move.kind == "back"]
    sides = [rep.side or "both" for rep in plan.reps]
    return map(Span, timeline.rep_starts_s.tolist(), ends_s, sides)


def _draw_plan(movement: str, rng: np.random.Generator) -> SetPlan:
    reps = int(rng.choice([1, 1, 2, 3, 4, 5]))
    ours = movement in MOVEMENTS
    out_s = (0.7, 2.6) if ours else OTHERS[movement].out_s
    tempo_s = (rng.uniform(*out_s), rng.uniform(0.0, 1.0), rng.uniform(*out_s), rng.uniform(0.05, 1.0))
    options = {
        "tempo_s": tempo_s,
        "jitter": 0.08,
        "seed": int(rng.integers(1 << 31)),
        "shape": pick(sorted(SHAPES), rng),
        "depth": tuple(rng.uniform(0.85, 1.05, reps).tolist()),
        "lead_s": rng.uniform(0.0, 1.5),
        "tail_s": rng.uniform(0.0, 1.0),
        "build": draw_build(rng),
    }
    side = pick(("left", "right"), rng)
    if not ours:
        sided = "alternating_row" if OTHERS[movement].takes_turns else "one_arm_row"
        return plan_set(sided, reps, side=side, **options)
    from_floor = movement in FROM_FLOOR and rng.random() < 0.5
    return plan_set(
        movement,
        reps,
        side=side,
        faults=_draw_faults(movement, rng),
        lead_in=pick(("stand", "stand", *MOVEMENTS[movement].lead_ins), rng),
        start_at="floor" if from_floor else "home",
        put_down=bool(rng.random() < (0.4 if movement in FROM_FLOOR else 0.1)),
        **options,
    )


def _draw_faults(movement: str, rng: np.random.Generator) -> dict[str, float]:
    """Up to three faults, each from hardly to plainly there."""
    if rng.random() > FAULT_SHARE:
        return {}
    shown = MOVEMENTS[movement].shown_from
    names = rng.choice(sorted(shown), size=int(rng.integers(1, 4)), replace=False)
    return {str(name): shown[str(name)] * rng.uniform(0.2, 1.2) for name in names}


@contextmanager
def vary_style(rng: np.random.Generator) -> Iterator[None]:
    """Let every movement be done as another person does it: trunk, knees, grip and stance."""
    hinges = {name: _vary_hinge(style, rng) for name, style in STYLES.items()}
    rows = {name: _vary_row(style, rng) for name, style in ROWS.items()}
    with ExitStack() as changes:
        changes.enter_context(patch.dict(STYLES, hinges))
        changes.enter_context(patch.dict(ROWS, rows))
        for name in ("SEATED", "PRONE"):
            support = getattr(supported_row, name)
            changed = replace(
                support,
                trunk_deg=support.trunk_deg + rng.normal(0.0, 6.0),
                knee_deg=abs(support.knee_deg + rng.normal(0.0, 7.0)),
                half_grip_m=support.half_grip_m * rng.uniform(0.5, 1.2),
            )
            changes.enter_context(patch.object(supported_row, name, changed))
        yield


def _vary_hinge(style, rng: np.random.Generator):
    grip = style.grip and replace(style.grip, half_m=style.grip.half_m * rng.uniform(0.8, 1.25))
    height_m = style.grip_height_m and style.grip_height_m + rng.uniform(-0.03, 0.06)
    return replace(
        style,
        trunk_deg=(style.trunk_deg[0] + rng.normal(0.0, 2.0), style.trunk_deg[1] + rng.normal(0.0, 9.0)),
        knee_deg=(
            abs(style.knee_deg[0] + rng.normal(0.0, 3.0)),
            abs(style.knee_deg[1] * rng.uniform(0.65, 1.4) + rng.normal(0.0, 7.0)),
        ),
        grip_height_m=height_m,
        grip=grip,
        stance=replace(style.stance, half_m=style.stance.half_m * rng.uniform(0.8, 1.3)),
    )


def _vary_row(style, rng: np.random.Generator):
    return replace(
        style,
        trunk_deg=style.trunk_deg + rng.normal(0.0, 6.0),
        knee_deg=abs(style.knee_deg + rng.normal(0.0, 10.0)),
        half_grip_m=style.half_grip_m * rng.uniform(0.85, 1.2),
        stance=replace(style.stance, half_m=style.stance.half_m * rng.uniform(0.7, 1.4)),
    )


def _place_camera(points: Floats, rng: np.random.Generator) -> Camera:
    """A camera that sees the whole set, or, now and then, not quite."""
    yaw_deg = rng.uniform(0.0, 25.0) if rng.random() < SIDE_SHARE else rng.uniform(25.0, 90.0)
    low, high = points.min(axis=(0, 1)), points.max(axis=(0, 1))
    x, y, z = (0.5 * (low + high)).tolist()
    size = float(np.linalg.norm(high - low))
    camera = Camera(
        facing=pick(("right", "left"), rng),
        yaw_deg=float(yaw_deg * pick((-1, 1), rng)),
        height_m=rng.uniform(0.5, 1.4),
        roll_deg=rng.uniform(-3.0, 3.0),
        target_m=(x, y, z),
        distance_m=1.45 * size * rng.uniform(1.0, 1.5),
        size_px=PICTURE_PX,
    )
    if rng.random() < CUT_SHARE:
        shift = rng.uniform(0.25, 0.45) * size
        dx, dz = pick(((0.0, 1.0), (1.0, 0.0), (-1.0, 0.0)), rng)
        camera = replace(camera, target_m=(x + dx * shift, y, z + dz * shift), distance_m=1.45 * size)
    return camera


def list_classes() -> list[str]:
    """Everything that can be drawn: ours first."""
    return [*MOVEMENTS, *OTHERS]
