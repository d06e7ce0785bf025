"""One frame of the skeleton, in the form in which it is clothed with surfaces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.furniture import Box
from formcheck.simulate.landmarks import head_center, thumb_direction
from formcheck.simulate.rotations import Floats, pitch_matrix
from formcheck.simulate.schedule import Side
from formcheck.simulate.skeleton import SIDES, Skeleton


@dataclass(frozen=True, slots=True)
class Figure:
    """A posture.

    Attributes
    ----------
    build : Build
    joints, directions : dict of str to ndarray, shape (3,)
        As in `Skeleton`, and ``thumb_left``, ``thumb_right``.
    spine_s_m : ndarray, shape (n,)
    spine_m : ndarray, shape (n, 3)
        The mid-line of the trunk.
    spine_forward : ndarray, shape (n, 3)
        Forward axis of the trunk along it.
    left : ndarray, shape (3,)
        Left axis of the trunk.
    pelvis, head : ndarray, shape (3, 3)
        Axes (forward, left, up) as columns.
    head_center : ndarray, shape (3,)
    flat_hands : tuple of side
        Which hands are open.
    loaded : tuple of side
        Which hands hold what is lifted.
    waving : tuple of side
        Which hands have let go of everything.
    furniture : tuple of Box
    anchor : ndarray, shape (3,), or None
        As in `Skeleton`.
    """

    build: Build
    joints: dict[str, Floats]
    directions: dict[str, Floats]
    spine_s_m: Floats
    spine_m: Floats
    spine_forward: Floats
    left: Floats
    pelvis: Floats
    head: Floats
    head_center: Floats
    flat_hands: tuple[Side, ...]
    loaded: tuple[Side, ...]
    waving: tuple[Side, ...]
    furniture: tuple[Box, ...]
    anchor: Floats | None

    def spine_point(self, s: float, forward: float = 0.0, left: float = 0.0) -> Floats:
        """Point of the trunk at ``s`` along the spine; all in metres of the 1.78 m figure."""
        scale = self.build.scale
        at = s * scale
        point = np.array([np.interp(at, self.spine_s_m, self.spine_m[:, k]) for k in range(3)])
        return point + scale * (self.spine_axis(s) * forward + self.left * left)

    def spine_axis(self, s: float) -> Floats:
        """Forward axis of the trunk at ``s`` along the spine (1.78 m figure)."""
        at = s * self.build.scale
        return np.array([np.interp(at, self.spine_s_m, self.spine_forward[:, k]) for k in range(3)])

    def spine_axes(self, s: float) -> Floats:
        """Forward, left and up of the trunk at ``s``, as columns (3, 3)."""
        forward = self.spine_axis(s)
        forward = forward / np.linalg.norm(forward)
        return np.stack([forward, self.left, np.cross(forward, self.left)], axis=1)


def take_frame(skeleton: Skeleton, index: int) -> Figure:
    """One posture out of many."""
    one = slice(index, index + 1)
    spine, turn = skeleton.spine, skeleton.turn[index]
    flat = np.stack([spine.x_m[index], np.zeros_like(spine.s_m), spine.z_m[index]], -1)
    angle = np.deg2rad(spine.direction_deg[index])
    forward = np.stack([np.cos(angle), np.zeros_like(angle), -np.sin(angle)], -1)
    directions = {name: value[index] for name, value in skeleton.directions.items()}
    for side, _ in SIDES:
        directions[f"thumb_{side}"] = _thumb(skeleton, side, one)
    return Figure(
        build=skeleton.build,
        joints={name: value[index] for name, value in skeleton.joints.items()},
        directions=directions,
        spine_s_m=spine.s_m,
        spine_m=skeleton.root[index] + flat @ turn.T,
        spine_forward=forward @ turn.T,
        left=turn[:, 1].copy(),
        pelvis=turn @ pitch_matrix(skeleton.pelvis_deg[index]),
        head=skeleton.head[index],
        head_center=head_center(skeleton)[index],
        flat_hands=skeleton.flat_hands,
        loaded=skeleton.loaded,
        waving=tuple(side for side, when in skeleton.waving.items() if when[index]),
        furniture=skeleton.furniture,
        anchor=skeleton.anchor,
    )


def _thumb(skeleton: Skeleton, side: Side, one: slice) -> Floats:
    return thumb_direction(skeleton, side)[one][0]
