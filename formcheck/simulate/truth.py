"""What is true of a planned set: angles at any time, and when each repetition and phase begins and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from formcheck.simulate.dials import read_sides
from formcheck.simulate.motion import Family, find_movement, pose_figure
from formcheck.simulate.rotations import Floats, measure_angle, normalize
from formcheck.simulate.schedule import Move, SetPlan, Side, lay_out
from formcheck.simulate.skeleton import SIDES, Skeleton, middle

BAND = 0.01
"""A phase is the time between 1 % and 99 % of the repetition's range."""
_GRID_S = 0.001
_SAGITTAL = [0, 2]
PHASE_NAMES: dict[Family, tuple[str, str, str, str]] = {
    "hinge": ("eccentric_s", "pause_stretched_s", "concentric_s", "pause_contracted_s"),
    "row": ("concentric_s", "pause_contracted_s", "eccentric_s", "pause_stretched_s"),
    "bird_dog": ("concentric_s", "pause_contracted_s", "eccentric_s", "pause_stretched_s"),
}
"""Names of the parts out, hold, back and rest, by family; a bird-dog extends, holds, returns, rests."""


TEMPO_NAMES = ("eccentric_s", "pause_stretched_s", "concentric_s", "pause_contracted_s")
"""The order in which a tempo is written: 3-1-1-2."""


def order_tempo(tempo_s: Mapping[str, float], family: Family) -> tuple[float, float, float, float]:
    """Put a tempo by names (``TEMPO_NAMES``) into the order of a plan: out, hold, back, rest."""
    out_s, hold_s, back_s, rest_s = (tempo_s[name] for name in PHASE_NAMES[family])
    return out_s, hold_s, back_s, rest_s


@dataclass(frozen=True, slots=True)
class RepTruth:
    """One repetition as it was planned and as it is defined.

    Attributes
    ----------
    index : int
        From 0.
    side : {"left", "right"} or None
    start_s, turn_s, end_s : float
        Leaving home (1 % of the range), the middle of the hold, home again (1 %). A repetition that
        starts on the floor starts when it leaves the floor, and turns there.
    phases_s : dict of str to (float, float)
        "out", "hold", "back", "rest" → when it begins and ends by the 1 % definition; the rest of the
        last repetition and the way out of one from the floor are missing.
    tempo : dict of str to float
        The same as durations, by the names of ``PHASE_NAMES``; NaN where the phase is missing.
    planned_s : dict of str to (float, float)
        "out" and "back" → mathematical start and end of the movement.
    depth : float
        Share of full range.
    range : float
        Change of the timing signal (degrees, or torso lengths in a row).
    """

    index: int
    side: Side | None
    start_s: float
    turn_s: float
    end_s: float
    phases_s: dict[str, tuple[float, float]]
    tempo: dict[str, float]
    planned_s: dict[str, tuple[float, float]]
    depth: float
    range: float


def measure_angles(skeleton: Skeleton) -> dict[str, Floats]:
    """Measure the true angles of every frame, in degrees.

    Returns
    -------
    dict of str to ndarray, shape (N,)
        ``trunk`` (mid-hip to mid-shoulder against the vertical, forward positive, in the sagittal
        plane), ``pelvis``, ``lumbar``, ``thoracic``; for each side ``hip_left``, ``knee_left``,
        ``elbow_left``, ``shoulder_left`` (interior, in space), the same with ``_sagittal`` (as a camera
        at the side sees them), ``hip_left_signed`` (sagittal, beyond 180 when the hips are ahead), and
        ``thigh_left_elevation``, ``arm_left_elevation`` (above horizontal,
        away from hanging). In space the hip of an upright figure reads about 10° less than in the
        sagittal plane, because shoulders are wider than hips: compare like with like.
    """
    spine = middle(skeleton, "shoulder") - middle(skeleton, "hip")
    angles = {
        "trunk": np.degrees(np.arctan2(spine[:, 0], spine[:, 2])),
        "pelvis": skeleton.pelvis_deg,
        "lumbar": skeleton.lumbar_deg,
        "thoracic": skeleton.thoracic_deg,
    }
    chains = {
        "hip": ("shoulder", "hip", "knee"),
        "knee": ("hip", "knee", "ankle"),
        "elbow": ("shoulder", "elbow", "wrist"),
        "shoulder": ("elbow", "shoulder", "hip"),
    }
    for side, _ in SIDES:
        for name, chain in chains.items():
            points = [skeleton.joints[f"{joint}_{side}"] for joint in chain]
            angles[f"{name}_{side}"] = measure_angle(*points)
            angles[f"{name}_{side}_sagittal"] = measure_angle(*(p[:, _SAGITTAL] for p in points))
        hip, shoulder, knee = (
            skeleton.joints[f"{n}_{side}"][:, _SAGITTAL] for n in ("hip", "shoulder", "knee")
        )
        up, down = shoulder - hip, knee - hip
        turned = np.arctan2(down[:, 0] * up[:, 1] - down[:, 1] * up[:, 0], (up * down).sum(-1))
        angles[f"hip_{side}_signed"] = np.mod(np.degrees(turned), 360.0)
        thigh = normalize(skeleton.joints[f"knee_{side}"] - skeleton.joints[f"hip_{side}"])
        arm = normalize(skeleton.joints[f"wrist_{side}"] - skeleton.joints[f"shoulder_{side}"])
        angles[f"thigh_{side}_elevation"] = np.degrees(np.arcsin(np.clip(thigh[:, 2], -1, 1)))
        angles[f"arm_{side}_elevation"] = np.degrees(np.arcsin(np.clip(arm[:, 2], -1, 1)))
    return angles


def measure_timing_signal(plan: SetPlan, t_s: ArrayLike) -> Floats:
    """Measure the signal whose range defines the phases, shape (N,).

    Hinge: inclination of the trunk, degrees. Row: distance wrist–shoulder in torso lengths, of the
    working arm (both arms: their mean); upright row: how far the wrist is below the hip along the trunk,
    in torso lengths, negative above it. So both fall with the pull. Bird-dog: the higher thigh's elevation,
    degrees.
    """
    skeleton = pose_figure(plan, t_s)
    family = find_movement(plan).family
    if family == "hinge":
        return measure_angles(skeleton)["trunk"]
    if family == "bird_dog":
        angles = measure_angles(skeleton)
        return np.maximum(angles["thigh_left_elevation"], angles["thigh_right_elevation"])
    trunk = middle(skeleton, "shoulder") - middle(skeleton, "hip")
    torso = np.linalg.norm(trunk, axis=-1)
    wrists = {side: skeleton.joints[f"wrist_{side}"] for side, _ in SIDES}
    if plan.movement == "upright_row":
        hip, up = middle(skeleton, "hip"), normalize(trunk)
        reach = {side: -((wrist - hip) * up).sum(axis=-1) for side, wrist in wrists.items()}
    else:
        reach = {
            side: np.linalg.norm(wrist - skeleton.joints[f"shoulder_{side}"], axis=-1)
            for side, wrist in wrists.items()
        }
    works = read_sides(plan, lay_out(plan), np.atleast_1d(np.asarray(t_s, float)))
    return (reach["left"] * works["left"] + reach["right"] * works["right"]) / sum(works.values()) / torso


def measure_reps(plan: SetPlan) -> tuple[RepTruth, ...]:
    """When every repetition and phase begins and ends.

    A movement begins when the timing signal leaves the band of 1 % of the repetition's range about
    where it stood, and ends when it enters for good the band about where it stops. For a monotone
    movement that is 1 % and 99 % of the range. Found on a 1 ms grid, interpolated.
    """
    timeline = lay_out(plan)
    edges = {(m.rep, m.kind): _find_edges(plan, m) for m in timeline.moves if m.kind != "put_down"}
    moves = {(m.rep, m.kind): m for m in timeline.moves}
    names = PHASE_NAMES[find_movement(plan).family]
    reps = []
    for index, rep in enumerate(plan.reps):
        back_start, back_end, size = edges[index, "back"]
        phases = {"back": (back_start, back_end)}
        planned = {"back": (moves[index, "back"].start_s, moves[index, "back"].end_s)}
        start = turn = back_start
        if (index, "out") in edges:
            start, reached, _ = edges[index, "out"]
            turn = 0.5 * (reached + back_start)
            phases |= {"out": (start, reached), "hold": (reached, back_start)}
            planned["out"] = (moves[index, "out"].start_s, moves[index, "out"].end_s)
        if (index + 1, "out") in edges:
            phases["rest"] = (back_end, edges[index + 1, "out"][0])
        tempo = {
            name: phases[part][1] - phases[part][0] if part in phases else float("nan")
            for name, part in zip(names, ("out", "hold", "back", "rest"), strict=True)
        }
        reps.append(RepTruth(index, rep.side, start, turn, back_end, phases, tempo, planned, rep.depth, size))
    return tuple(reps)


def _find_edges(plan: SetPlan, move: Move) -> tuple[float, float, float]:
    """(start, end, range) of one movement of the timing signal by the 1 % definition."""
    count = int(np.ceil((move.end_s - move.start_s) / _GRID_S)) + 1
    t = np.linspace(move.start_s, move.end_s, count)
    signal = measure_timing_signal(plan, np.minimum(t, np.nextafter(move.end_s, -np.inf)))
    size = abs(signal[-1] - signal[0])
    gone = np.abs(signal - signal[0]) - BAND * size
    left = np.abs(signal - signal[-1]) - BAND * size
    first = int(np.argmax(gone > 0))
    last = len(t) - 1 - int(np.argmax(left[::-1] > 0))
    return _cross_zero(t, gone, first - 1), _cross_zero(t, left, last), float(size)


def _cross_zero(t: Floats, values: Floats, i: int) -> float:
    """Time between grid points i and i + 1 at which the values pass zero."""
    a, b = values[i], values[i + 1]
    return float(t[i] + (t[i + 1] - t[i]) * a / (a - b))
