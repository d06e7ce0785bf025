"""The suspension row: a body as straight as a plank leans back on straps and is pulled up by its arms.

The hands go in a straight line across the trunk, from straight arms to the lower ribs, linear in the
drive. The straps keep their length, and that says how far the body has come up.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.dials import read_sides
from formcheck.simulate.pull import GRIP_TOP, hold_grip, lead_elbow, share_pull
from formcheck.simulate.rotations import Floats, pitch_matrix, rotate
from formcheck.simulate.row_dials import read_row_dials
from formcheck.simulate.schedule import SetPlan, Timeline
from formcheck.simulate.skeleton import REACH, SIDES, Skeleton, build_trunk, place_leg
from formcheck.simulate.spine import measure_chord

LEAN_DEG = 45.0
"""How far the body leans back at home: demonstrations show 40 to 50° (judgement of the authors)."""
_ANCHOR_M = (1.00, 2.20)
"""Where the straps hang, ahead of the ankles and above the floor: in line with long arms."""
_HALF_GRIP_M = 0.20
_ARMS_DOWN_DEG = 12.0
"""Straight arms point so far below square to the trunk."""
_TOES_UP_DEG = 25.0
"""The feet rest on their heels."""
_HEEL_M = 0.055
"""Ankle to the back of the shoe."""


def pose_suspension_row(plan: SetPlan, timeline: Timeline, t_s: Floats) -> Skeleton:
    """Postures of a suspension row at the given times.

    Parameters
    ----------
    plan : SetPlan
        Dials as in ``row_dials.find_row_dials``.
    timeline : Timeline
        The plan laid out.
    t_s : ndarray, shape (N,)

    Returns
    -------
    Skeleton
        Ankles above X = 0, straps ahead, head behind.
    """
    build, scale = plan.build, plan.build.scale
    dials, drive = read_row_dials(plan, timeline, t_s), timeline.drive(t_s)
    sides = read_sides(plan, timeline, t_s)
    shares = {side: share_pull(timeline, t_s, drive * sides[side], dials, side) for side, _ in SIDES}
    ankle, anchor = _place_ankle(build), _place_anchor(build)
    body = _bend_hips(build, dials["hip_sag"])
    hands = {side: body.find_hands(build, share) for side, share in shares.items()}
    lean_deg = _lean_on_straps(build, 0.5 * (hands["left"] + hands["right"]))
    _, chord_lean = measure_chord(0.0, 0.0, build)
    skeleton = build_trunk(
        ankle + _point(body.leg_deg - lean_deg, _measure_leg(build)),
        body.trunk_deg - lean_deg - chord_lean,
        neck_deg=-0.5 * dials["neck_craning"],
        nod_deg=-0.5 * dials["neck_craning"],
        shrug_m=dials["shrugging"] * drive,
        build=build,
    )
    _rest_on_heels(skeleton, ankle)
    skeleton.anchor = anchor
    lean = pitch_matrix(-lean_deg)
    for side, sign in SIDES:
        grip = ankle + rotate(lean, hands[side]) + np.array([0.0, sign * _HALF_GRIP_M * scale, 0.0])
        hold_grip(skeleton, side, grip, lead_elbow(skeleton, side, dials), dials["wrist_curl"] * shares[side])
    return skeleton


@dataclass(frozen=True, slots=True, eq=False)
class _Body:
    """Legs and trunk against the line from ankles to shoulders, which here is upright.

    Attributes
    ----------
    leg_deg, trunk_deg : ndarray, shape (N,)
        How far they lean forward.
    tall_m : ndarray, shape (N,)
        Ankles to shoulders.
    """

    leg_deg: Floats
    trunk_deg: Floats
    tall_m: Floats

    def find_hands(self, build: Build, share: Floats) -> Floats:
        """Middle between the hands from the ankles, for a share of the pull; (N, 3)."""
        aside = _HALF_GRIP_M * build.scale - build.half_shoulders_m
        reach = np.sqrt((build.soft_arm_m + build.grip_m) ** 2 - aside**2)
        below = np.deg2rad(_ARMS_DOWN_DEG)
        home = np.array([reach * np.cos(below), 0.0, -reach * np.sin(below)])
        top = np.array([GRIP_TOP[1], 0.0, -GRIP_TOP[0]]) * build.scale
        from_shoulder = home + (top - home) * share[:, None]
        shoulder = np.stack([np.zeros_like(self.tall_m), np.zeros_like(self.tall_m), self.tall_m], -1)
        return shoulder + rotate(pitch_matrix(self.trunk_deg), from_shoulder)


def _bend_hips(build: Build, sag_deg: Floats) -> _Body:
    """Let the hips drop behind the line: the angle shoulder, hip, ankle is 180° less the sag."""
    leg, sag = _measure_leg(build), np.deg2rad(sag_deg)
    chord = float(measure_chord(0.0, 0.0, build)[0][0])
    leg_behind = np.arctan2(chord * np.sin(sag), leg + chord * np.cos(sag))
    tall = np.sqrt(leg**2 + chord**2 + 2 * leg * chord * np.cos(sag))
    return _Body(-np.degrees(leg_behind), sag_deg - np.degrees(leg_behind), tall)


def _lean_on_straps(build: Build, hands: Floats) -> Floats:
    """How far the line from ankles to shoulders leans back, so that the straps keep their length; degrees.

    Ankle, hands and anchor make a triangle whose three sides are known.
    """
    hanging = _place_anchor(build) - _place_ankle(build)
    at_home = _bend_hips(build, np.zeros(1)).find_hands(build, np.zeros(1))
    strap = np.linalg.norm(hanging - rotate(pitch_matrix(-LEAN_DEG), at_home[0]))
    far, away = np.hypot(hanging[0], hanging[2]), np.hypot(hands[:, 0], hands[:, 2])
    cosine = (far**2 + away**2 - strap**2) / (2 * far * away)
    behind = np.arctan2(hands[:, 0], hands[:, 2]) - np.arctan2(hanging[0], hanging[2])
    return np.degrees(behind + np.arccos(np.clip(cosine, -1.0, 1.0)))


def _point(lean_deg: Floats, length_m: float) -> Floats:
    """Vector of a length that leans forward from upright, (N, 3)."""
    return rotate(pitch_matrix(lean_deg), (0.0, 0.0, length_m))


def _measure_leg(build: Build) -> float:
    """Ankle to hip of a straight leg."""
    return REACH * (build.thigh_m + build.shank_m)


def _place_anchor(build: Build) -> Floats:
    return np.array([_ANCHOR_M[0], 0.0, _ANCHOR_M[1]]) * build.scale


def _place_ankle(build: Build) -> Floats:
    """Middle between the ankles of feet whose heels touch the floor."""
    up = np.deg2rad(_TOES_UP_DEG)
    height = build.ankle_height_m * np.cos(up) + _HEEL_M * build.scale * np.sin(up)
    return np.array([0.0, 0.0, height])


def _rest_on_heels(skeleton: Skeleton, ankle: Floats) -> None:
    """Stretch both legs to feet that stand on their heels, below the hips."""
    up = np.deg2rad(_TOES_UP_DEG)
    toe, sole = (np.cos(up), 0.0, np.sin(up)), (-np.sin(up), 0.0, np.cos(up))
    for side, sign in SIDES:
        beside = np.array([0.0, sign * skeleton.build.half_hips_m, 0.0])
        at = np.broadcast_to(ankle + beside, (len(skeleton), 3))
        place_leg(skeleton, side, at, (1.0, 0.0, 0.0), toe, sole)
