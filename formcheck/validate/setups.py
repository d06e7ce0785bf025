"""The seeded plan: set-ups of the rendered figure, drawn so that every one differs from the last.

Set-up ``k`` of a seed is the same however many are drawn, so a small run is the beginning of a large one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

import numpy as np

from formcheck.exercises.loader import list_exercises
from formcheck.simulate import MOVEMENTS, SHAPES, Build, Camera, SetPlan, plan_set
from formcheck.simulate.clip import Clip
from formcheck.simulate.equipment import Equipment
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Background, Scene
from formcheck.simulate.schedule import Side

YAW_BANDS_DEG = ((0.0, 15.0), (15.0, 30.0), (30.0, 60.0), (60.0, 90.0))
YAW_SHARES = (0.64, 0.18, 0.10, 0.08)
"""Most set-ups are side-on, as the camera advice asks for; the rest show what is refused."""
FRAME_RATES_HZ = (24.0, 25.0, 30.0, 30.0, 30.0, 15.0)
REPS = 3
"""As few as tell one's own range and a short repetition: drawing costs most of the time."""
FAULT_SHARE = 0.7
DIAL_OVER = (1.05, 1.6)
"""A fault is dialled to between 1.05 and 1.6 times the least that plainly shows it."""
ROUNDING_DEG = (26.0, 56.0)
"""Lumbar flexion of a rounding set-up; up to what plainly shows it is neither present nor absent, but it
tells how the spine index follows the spine."""
SHORT_PULL = (0.4, 0.5)
"""Share of a pull that is left out: plainly short, and still a repetition."""
SETTLED_REPS = 2
"""A trunk that comes up does so after so many repetitions: it is held against them."""
BLUR_SHARE = 0.03
"""Motion blur costs three drawings a picture."""
BYSTANDER_SHARE = 0.06
"""Someone else trains behind the figure."""
BYSTANDER_MOVEMENTS = ("romanian_deadlift", "dumbbell_row")
SHORT_DEPTH = (0.55, 0.68)
PARTIAL_DEPTH = {
    "conventional_deadlift": 0.28,
    "sumo_deadlift": 0.38,
    "kettlebell_deadlift": 0.30,
    "suitcase_deadlift": 0.29,
    "single_leg_romanian_deadlift": 0.43,
}
USUAL_PARTIAL_DEPTH = 0.41
"""Depth of a partial repetition: 32 to 34 degrees of hip flexion, below the 40 that count."""
PICTURE_PX = (480, 360)
"""Drawing costs most of the time; the pose model looks at a crop of 256 pixels anyway."""
EQUIPMENT: dict[str, tuple[Equipment, ...]] = {
    "romanian_deadlift": ("dumbbells", "barbell"),
    "conventional_deadlift": ("barbell",),
    "sumo_deadlift": ("barbell",),
    "kettlebell_deadlift": ("kettlebell",),
    "suitcase_deadlift": ("kettlebell",),
    "kettlebell_romanian_deadlift": ("kettlebell",),
    "single_leg_romanian_deadlift": ("dumbbells",),
    "good_morning": ("barbell_on_back", "none"),
    "barbell_row": ("barbell",),
    "pendlay_row": ("barbell",),
    "dumbbell_row": ("dumbbells",),
    "alternating_row": ("dumbbells",),
    "one_arm_row": ("dumbbells",),
    "t_bar_row": ("landmine",),
    "landmine_row": ("landmine",),
    "seated_row": ("cable",),
    "chest_supported_row": ("dumbbells",),
    "suspension_row": ("straps",),
    "upright_row": ("dumbbells",),
}
FAVOURED = (("short_range", "short_pull"), ("spinal_rounding", "over_arched_back"))
"""Each group has a third of the faulty set-ups, all faults together the last third."""
FROM_FLOOR = ("conventional_deadlift", "sumo_deadlift", "kettlebell_deadlift", "suitcase_deadlift")


@dataclass(frozen=True, slots=True)
class SetUp:
    """One set-up: a name that says what it is, and the clip."""

    name: str
    clip: Clip


def list_movements(family: str = "") -> list[str]:
    """Movements that the figure can do and the engine knows, of one family or of all."""
    known = list_exercises()
    return [name for name, movement in MOVEMENTS.items() if name in known and family in ("", movement.family)]


def draw_setup(number: int, seed: int, movements: Sequence[str] = ()) -> SetUp:
    """Draw one set-up.

    Parameters
    ----------
    number : int
        From 0.
    seed : int
    movements : sequence of str, optional
        Taken in turn; all of `list_movements` by default.

    Returns
    -------
    SetUp
        Movement, body, tempo, faults, side, camera, room, clothes, load, frame rate, bystander.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    # What the plan learnt later has numbers of its own, so that older set-ups stay as they were.
    later = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number, 1)))
    movements = movements or list_movements()
    movement = movements[number % len(movements)]
    fault, plan = _draw_plan(movement, pick(("left", "right"), later), rng)
    equipment = pick(EQUIPMENT.get(movement, ("none",)), rng)
    view = Camera(
        facing=pick(("right", "left"), rng),
        yaw_deg=_draw_yaw_deg(rng),
        height_m=rng.uniform(0.75, 1.15),
        roll_deg=rng.uniform(-2.0, 2.0),
        size_px=PICTURE_PX,
    )
    camera = frame_set(replace(plan, lead_in="stand"), view, equipment)
    camera = replace(camera, distance_m=camera.distance_m * rng.uniform(1.0, 1.4))
    clip = Clip(
        plan,
        camera,
        _draw_scene(rng),
        LOOKS[pick(sorted(LOOKS), rng)],
        equipment=equipment,
        fps=pick(FRAME_RATES_HZ, rng),
        exposure=0.5 if rng.random() < BLUR_SHARE else 0.0,
        bystander=_draw_bystander(later),
    )
    name = f"{number:04d} {movement}, {equipment}, yaw {camera.yaw_deg:+.0f} {fault or 'good'}"
    return SetUp(f"{name}, bystander" if clip.bystander else name, clip)


def pick(options: Sequence[Any], rng: np.random.Generator) -> Any:
    """Draw one of several."""
    return options[int(rng.integers(len(options)))]


def _draw_yaw_deg(rng: np.random.Generator) -> float:
    low, high = YAW_BANDS_DEG[int(rng.choice(len(YAW_BANDS_DEG), p=YAW_SHARES))]
    return float(rng.uniform(low, high) * pick((-1, 1), rng))


def _draw_scene(rng: np.random.Generator) -> Scene:
    return Scene(
        background=pick(get_args(Background), rng),
        brightness=rng.uniform(0.6, 1.1),
        light_from=rng.uniform(-0.6, 0.6),
        noise=rng.uniform(0.5, 3.0),
        blur_px=rng.uniform(0.4, 1.0),
        shadows=bool(rng.random() < 0.8),
        seed=int(rng.integers(1 << 16)),
    )


def _draw_bystander(rng: np.random.Generator) -> SetPlan | None:
    """Draw someone else's set, now and then."""
    if rng.random() >= BYSTANDER_SHARE:
        return None
    movement = pick(BYSTANDER_MOVEMENTS, rng)
    return plan_set(movement, 2 * REPS, seed=int(rng.integers(1 << 31)), build=draw_build(rng))


def _draw_plan(movement: str, side: Side, rng: np.random.Generator) -> tuple[str, SetPlan]:
    """Draw tempo, depth, fault and body; returns the fault's name, empty for none, and the plan."""
    reps = REPS
    fault = _draw_fault(movement, rng) if rng.random() < FAULT_SHARE else ""
    depth, dials = [1.0] * reps, {}
    if fault == "short_range":
        depth[-1] = rng.uniform(*SHORT_DEPTH)
    elif fault == "spinal_rounding":
        dials[fault] = tuple(np.sort(rng.uniform(*ROUNDING_DEG, reps)).tolist())
    elif fault == "short_pull":
        dials[fault] = rng.uniform(*SHORT_PULL)
    elif fault == "standing_up":
        dial = MOVEMENTS[movement].shown_from[fault] * rng.uniform(*DIAL_OVER)
        dials[fault] = (*[0.0] * SETTLED_REPS, *[dial] * (reps - SETTLED_REPS))
    elif fault:
        dials[fault] = MOVEMENTS[movement].shown_from[fault] * rng.uniform(*DIAL_OVER)
    if MOVEMENTS[movement].family == "hinge" and rng.random() < 0.15:
        depth.insert(int(rng.integers(1, reps)), PARTIAL_DEPTH.get(movement, USUAL_PARTIAL_DEPTH))
        dials = {name: (*dial, dial[-1]) if isinstance(dial, tuple) else dial for name, dial in dials.items()}
    tempo_s = (rng.uniform(1.2, 2.4), rng.uniform(0.2, 0.9), rng.uniform(0.8, 1.6), rng.uniform(0.4, 0.9))
    return fault, plan_set(
        movement,
        len(depth),
        tempo_s=tempo_s,
        jitter=0.08,
        seed=int(rng.integers(1 << 31)),
        shape=pick(sorted(SHAPES), rng),
        depth=tuple(depth),
        faults=dials,
        side=side,
        lead_s=rng.uniform(1.0, 1.6),
        lead_in=pick(("stand", "stand", "stand", "wave"), rng),
        start_at="floor" if movement in FROM_FLOOR and rng.random() < 0.3 else "home",
        put_down=bool(rng.random() < 0.15),
        tail_s=rng.uniform(0.5, 1.0),
        build=draw_build(rng),
    )


def _draw_fault(movement: str, rng: np.random.Generator) -> str:
    """Draw a fault the figure can show, mostly one of range or of the back."""
    can_show = sorted(MOVEMENTS[movement].shown_from)
    groups = [[name for name in can_show if name in group] for group in FAVOURED]
    return pick(pick([group for group in (*groups, can_show) if group], rng), rng)


def draw_build(rng: np.random.Generator) -> Build:
    """Draw a body: stature, girth and sex."""
    return Build(
        stature_m=rng.uniform(1.55, 1.95), girth=rng.uniform(0.88, 1.25), sex=pick(("male", "female"), rng)
    )
