"""What a pose model does to a figure's landmarks, measured on rendered sets and done to drawn ones.

Measured on the 160 set-ups of ``formcheck validate --rendered 160 --tracks DIR``, each through the pose
model, against the figure's own landmarks; in lengths of the figure's trunk, which is about half a metre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from formcheck.pose.landmarks import LEFT_RIGHT_PAIRS, Landmark
from formcheck.simulate import Camera

Floats = NDArray[np.float64]

SEEN_MARGIN = 0.02
"""As the pose model's own landmarks are held to."""
_LEFT, _RIGHT = 0, 1
HEAD, SHOULDER, ELBOW, HAND, HIP, KNEE, FOOT = range(7)
PART_OF = np.array(
    [HEAD] * 11 + [SHOULDER] * 2 + [ELBOW] * 2 + [HAND] * 8 + [HIP] * 2 + [KNEE] * 2 + [FOOT] * 6
)
"""Part of the body of every landmark: what belongs to one is wrong together."""


@dataclass(frozen=True)
class PartError:
    """How wrong a part is placed against the one it hangs on.

    Standard deviations to the right, down and away from the camera.

    Attributes
    ----------
    hangs_on : int or None
    stays : tuple of float
        What stays all through a clip.
    wanders : tuple of float
        What comes and goes within it.
    depth_seen, depth_imagined : float
        Of the distance in depth between left and right so much is seen; the rest is imagined, so wide.
    """

    hangs_on: int | None
    stays: tuple[float, float, float]
    wanders: tuple[float, float, float]
    depth_seen: float = 1.0
    depth_imagined: float = 0.0


PARTS: dict[int, PartError] = {
    HEAD: PartError(SHOULDER, (0.04, 0.04, 0.10), (0.02, 0.02, 0.04)),
    SHOULDER: PartError(None, (0.06, 0.04, 0.12), (0.03, 0.03, 0.06)),
    ELBOW: PartError(SHOULDER, (0.05, 0.04, 0.10), (0.02, 0.02, 0.04), 0.6, 0.5),
    HAND: PartError(ELBOW, (0.06, 0.06, 0.12), (0.03, 0.03, 0.06), 0.25, 0.5),
    HIP: PartError(None, (0.04, 0.02, 0.07), (0.02, 0.01, 0.02)),
    KNEE: PartError(HIP, (0.04, 0.05, 0.10), (0.02, 0.02, 0.05), 0.5, 0.5),
    FOOT: PartError(KNEE, (0.04, 0.06, 0.10), (0.02, 0.02, 0.05), 0.5, 0.4),
}
SHARED = 0.5
"""Share of an error's variance that both sides have in common."""
HIDDEN = {HAND: (0.2, (0.22, 0.2, 0.40)), FOOT: (0.2, (0.12, 0.15, 0.15)), KNEE: (0.2, (0.10, 0.08, 0.15))}
"""In such a share of the sets a part is hidden by plates or by the body, and invented with such an error
besides."""
JITTER = 0.012
WANDER_S = 0.8
LIMBS = {ELBOW: (0.9, 0.05), HAND: (0.88, 0.05), KNEE: (0.92, 0.05), FOOT: (0.92, 0.05)}
"""Arms and legs come out so long against the trunk: mean and standard deviation."""
BENT_REACH, OPENED = 0.6, (0.22, 0.15)
"""Hands that are nearer to their shoulders than this come out so much further away: mean and standard
deviation, of the hands beside the shoulders of a good morning."""
FAR_ARM_SHARE = 0.2
"""Share of the side views in which the far arm is drawn along with the near one."""
FLIP_SHARE = 0.12
"""Share of the side views in which left and right are exchanged for a while."""
SIDE_DEG = 25.0


def spoil(points: Floats, camera: Camera, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """See a figure's landmarks as a pose model would.

    Parameters
    ----------
    points : ndarray, shape (N, 33, 3)
        In metres, in the figure's axes.
    camera : Camera
    rng : numpy.random.Generator

    Returns
    -------
    world : ndarray, shape (N, 33, 3)
    image : ndarray, shape (N, 33, 2)
        Both NaN where a landmark is outside the picture.
    """
    seen = camera.see(points)
    shoulders, hips = seen[:, [11, 12]].mean(1), seen[:, [23, 24]].mean(1)
    trunk_m = float(np.median(np.linalg.norm(shoulders - hips, axis=-1)))
    depth_m = seen[..., 2:].copy()
    moved = _imagine_depth(_scale_limbs(seen, rng), trunk_m)
    moved = _open_bent_elbows(moved, trunk_m, rng)
    if abs(camera.yaw_deg) < SIDE_DEG and rng.random() < FAR_ARM_SHARE:
        moved = _draw_far_arm_along(moved, rng)
    moved = moved + trunk_m * _draw_errors(len(points), rng)
    if abs(camera.yaw_deg) < SIDE_DEG and rng.random() < FLIP_SHARE:
        moved = _flip(moved, rng)
    width, height = camera.size_px
    image = moved[..., :2] / depth_m * camera.focal_px + 0.5 * np.array([width, height])
    inside = (np.abs(image / (width, height) - 0.5) <= 0.5 + SEEN_MARGIN).all(-1, keepdims=True)
    world = moved - moved[:, [23, 24]].mean(1, keepdims=True)
    return np.where(inside, world, np.nan), np.where(inside, image, np.nan)


def _find(part: int, side: int) -> NDArray[np.intp]:
    """Landmarks of a part on one side; left ones are odd from the shoulders down."""
    numbers = np.flatnonzero(part == PART_OF)
    return numbers[(numbers % 2 == 0) == bool(side)]


def _scale_limbs(seen: Floats, rng: np.random.Generator) -> Floats:
    moved = seen.copy()
    for roots, parts in (((11, 12), (ELBOW, HAND)), ((23, 24), (KNEE, FOOT))):
        error = rng.normal()
        for part in parts:
            mean, spread = LIMBS[part]
            scale = mean + spread * error
            for side, root in enumerate(roots):
                mine = _find(part, side)
                moved[:, mine] = seen[:, [root]] + scale * (seen[:, mine] - seen[:, [root]])
    return moved


def _imagine_depth(seen: Floats, trunk_m: float) -> Floats:
    moved = seen.copy()
    shoulders = seen[:, Landmark.LEFT_SHOULDER] - seen[:, Landmark.RIGHT_SHOULDER]
    facing = shoulders[:, 2] / np.maximum(np.linalg.norm(shoulders, axis=-1), 1e-6)
    for part, error in PARTS.items():
        if error.depth_seen == 1.0:
            continue
        imagined = error.depth_imagined * trunk_m * facing
        for left, right in zip(_find(part, _LEFT), _find(part, _RIGHT), strict=True):
            apart = seen[:, left, 2] - seen[:, right, 2]
            # Seen from the front there is little depth to imagine.
            change = 0.5 * np.abs(facing) * (1.0 - error.depth_seen) * (imagined - apart)
            moved[:, left, 2] += change
            moved[:, right, 2] -= change
    return moved


def _open_bent_elbows(seen: Floats, trunk_m: float, rng: np.random.Generator) -> Floats:
    """Place hands of sharply bent elbows too far from their shoulders."""
    moved = seen.copy()
    for side, root in enumerate((11, 12)):
        arm = seen[:, [(15, 16)[side]]] - seen[:, [root]]
        length = np.linalg.norm(arm, axis=-1, keepdims=True)
        bent = np.clip((BENT_REACH * trunk_m - length) / (0.2 * trunk_m), 0.0, 1.0)
        further = max(rng.normal(*OPENED), 0.0) * trunk_m * bent * arm / np.maximum(length, 1e-6)
        moved[:, _find(HAND, side)] += further
        moved[:, _find(ELBOW, side)] += 0.3 * further
    return moved


def _draw_far_arm_along(seen: Floats, rng: np.random.Generator) -> Floats:
    """Draw the arm that is farther away along with the near one, wholly or in part."""
    moved = seen.copy()
    far = int(np.median(seen[:, 11, 2] - seen[:, 12, 2]) < 0)
    share = rng.uniform(0.4, 1.0)
    roots = (11, 12)
    for part in (ELBOW, HAND):
        mine, twins = _find(part, far), _find(part, 1 - far)
        like = seen[:, [roots[far]], :2] + seen[:, twins, :2] - seen[:, [roots[1 - far]], :2]
        moved[:, mine, :2] = (1.0 - share) * seen[:, mine, :2] + share * like
    return moved


def _draw_errors(count: int, rng: np.random.Generator) -> Floats:
    """Errors in trunk lengths, shape (N, 33, 3): of a part together, of each landmark a little."""
    of_parts: dict[tuple[int, int], Floats] = {}
    hidden = {part: rng.random() < share for part, (share, _) in HIDDEN.items()}
    for part in (SHOULDER, ELBOW, HAND, HIP, KNEE, FOOT, HEAD):
        error = PARTS[part]
        stays = np.array(error.stays)
        if hidden.get(part):
            stays = np.hypot(stays, HIDDEN[part][1])
        both = stays * rng.normal(0.0, 1.0, 3) + np.array(error.wanders) * _wander(count, rng)
        for side in (_LEFT, _RIGHT):
            own = stays * rng.normal(0.0, 1.0, 3) + np.array(error.wanders) * _wander(count, rng)
            own = np.sqrt(SHARED) * both + np.sqrt(1.0 - SHARED) * own
            root = 0.0 if error.hangs_on is None else of_parts[error.hangs_on, side]
            of_parts[part, side] = own + root
    errors = np.zeros((count, len(PART_OF), 3))
    for (part, side), values in of_parts.items():
        errors[:, np.flatnonzero(part == PART_OF) if part == HEAD else _find(part, side)] = values[:, None]
    return errors + rng.normal(0.0, JITTER, errors.shape)


def _wander(count: int, rng: np.random.Generator, rate_hz: float = 15.0) -> Floats:
    """Noise of standard deviation 1 that changes within about ``WANDER_S``, shape (N, 3)."""
    width = round(WANDER_S * rate_hz)
    window = np.hanning(width + 2)[1:-1]
    white = rng.normal(0.0, 1.0, (count + width - 1, 3))
    smooth = np.stack([np.convolve(column, window, "valid") for column in white.T], -1)
    return smooth / np.linalg.norm(window)


def _flip(seen: Floats, rng: np.random.Generator) -> Floats:
    """Exchange left and right for a stretch."""
    order = np.arange(len(PART_OF))
    for left, right in LEFT_RIGHT_PAIRS:
        order[[left, right]] = right, left
    count = len(seen)
    start = int(rng.integers(count))
    end = start + int(count * rng.uniform(0.1, 0.4))
    moved = seen.copy()
    moved[start:end] = seen[start:end, order]
    return moved
