"""Which limbs are drawn on a live picture: those of the side nearer to the camera."""

from __future__ import annotations

from dataclasses import dataclass

from formcheck.pose.landmarks import BONES, Landmark


@dataclass(frozen=True, slots=True)
class Limbs:
    """One side of the body.

    Attributes
    ----------
    bones : tuple of (int, int)
        Landmarks joined by a line.
    joints : tuple of int
        Landmarks that get a dot.
    """

    bones: tuple[tuple[int, int], ...]
    joints: tuple[int, ...]


def _list_limbs(odd: int) -> Limbs:
    bones = tuple((a, b) for a, b in BONES if a % 2 == b % 2 == odd)
    joints = range(Landmark.LEFT_SHOULDER, Landmark.RIGHT_ANKLE + 1)
    hands = range(Landmark.LEFT_PINKY, Landmark.RIGHT_THUMB + 1)
    return Limbs(bones, tuple(joint for joint in joints if joint % 2 == odd and joint not in hands))


LIMBS = {"left": _list_limbs(1), "right": _list_limbs(0)}
"""Odd landmarks are those of the left side."""
