"""How well a set could be seen: the conditions for judging it, and what to do where one fails."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import VIEW_SHARE, describe_view_problem
from formcheck.motion.rate import LEAST_RATE_HZ, measure_rate_hz
from formcheck.motion.view import classify_view
from formcheck.recording import Recording
from formcheck.report.set_report import Gate, Quality
from formcheck.window import choose_view_frames, find_median

LEAST_TORSO_PX = 45.0
"""Of the analysed picture: at 141, 71 and 47 px the back's outline reads the same within 1.5°."""
LEAST_PERSON_SHARE = 0.5
SLOW_MOTION_REP_S = 15.0


def assess_quality(
    exercise: Exercise, recording: Recording, counted: Sequence[CountedCycle], facing: int
) -> Quality:
    """Assess one recorded set.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
    counted : sequence of CountedCycle
        The repetitions that count.
    facing : int
        +1 image-right, -1 image-left, 0 unclear.

    Returns
    -------
    Quality
    """
    found = recording.read("found")
    yaw_deg = recording.read("yaw_deg")
    bent = choose_view_frames(recording.read("world_trunk_inclination"), yaw_deg)
    bent_yaw_deg = find_median(yaw_deg[bent])
    bent_width = find_median(recording.read("shoulder_width")[bent])
    quality = Quality(
        frames=len(recording),
        person_share=float(found.mean()) if len(found) else math.nan,
        rate_hz=measure_rate_hz(recording.read("t_s")),
        view=classify_view(bent_yaw_deg, bent_width).value,
        yaw_deg=bent_yaw_deg,
        side_on_share=measure_side_on_share(recording),
        facing={1: "right", -1: "left"}.get(facing, "unknown"),
        gates=(),
    )
    torso_px = find_median(recording.read("torso_length"))
    return replace(quality, gates=tuple(_check_gates(exercise, quality, torso_px, counted)))


def measure_side_on_share(recording: Recording) -> float:
    """Share of the frames that decide the view in which it is a side view; NaN: there are none."""
    deciding = choose_view_frames(recording.read("world_trunk_inclination"), recording.read("yaw_deg"))
    return float(recording.read("side")[deciding].mean()) if deciding.any() else math.nan


def _check_gates(
    exercise: Exercise, quality: Quality, torso_px: float, counted: Sequence[CountedCycle]
) -> list[Gate]:
    def gate(name: str, ok: bool, value: float, limit: float, hint: str) -> Gate:
        return Gate(name, bool(ok), value, limit, "" if ok else hint)

    gates = [
        gate(
            "person",
            quality.person_share >= LEAST_PERSON_SHARE,
            quality.person_share,
            LEAST_PERSON_SHARE,
            "Nobody was seen: film the whole body, well lit, without others in front."
            if not quality.person_share > 0
            else "The athlete was seen in less than half of the pictures: film the whole body, well lit.",
        ),
        gate(
            "frame_rate",
            quality.rate_hz >= LEAST_RATE_HZ,
            quality.rate_hz,
            LEAST_RATE_HZ,
            f"Film with at least {LEAST_RATE_HZ:.0f} frames a second, better 30: here reps are only counted.",
        ),
    ]
    if quality.person_share > 0:
        gates.append(
            gate("size", torso_px >= LEAST_TORSO_PX, torso_px, LEAST_TORSO_PX, "Come closer to the camera.")
        )
    if exercise.camera_view == "side" and quality.person_share > 0:
        ok = quality.side_on_share >= VIEW_SHARE
        gates.append(
            gate("view", ok, quality.side_on_share, VIEW_SHARE, describe_view_problem(quality.yaw_deg))
        )
    if exercise.takes_turns and quality.view == "side" and quality.facing != "unknown":
        far, near = ("left", "right") if quality.facing == "right" else ("right", "left")
        pulls = Counter(cycle.side for cycle in counted)
        wanted = pulls[near] - 1 if pulls[near] else 1
        gates.append(
            gate(
                "both_arms",
                pulls[far] >= wanted,
                pulls[far],
                wanted,
                f"Pulls of the {far} arm that the body hides are not counted: film a second set from the"
                " other side, or one from straight ahead.",
            )
        )
    if counted:
        duration_s = median(cycle.counted_s - cycle.start_s for cycle in counted)
        gates.append(
            gate(
                "slow_motion",
                duration_s <= SLOW_MOTION_REP_S,
                duration_s,
                SLOW_MOTION_REP_S,
                "This looks like slow motion: film at normal speed, or the tempo is wrong.",
            )
        )
    return gates
