"""Patches to pixels: every patch is sampled so densely that no pixel is missed, and the nearest wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.simulate.camera import Camera
from formcheck.simulate.rotations import Floats
from formcheck.simulate.surface import FloatGrid, Patch

SUPERSAMPLE = 2
"""Sub-pixels per pixel in either direction."""
_STEP = 0.95
"""Distance of samples in sub-pixels. A sub-pixel missed now and then is filled from its neighbours."""
_PIT = 0.0012
"""Depth of a pit as a share of the distance: 4 mm at 3.4 m."""
_NEIGHBOURS = ((-1, 0), (1, 0), (0, -1), (0, 1))
_MOST = 4000
"""Most samples along a patch: one that almost touches the lens would need more, and look no better."""
Image = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """What a camera sees of the surfaces, cut to the box that holds them.

    Attributes
    ----------
    origin : tuple of int
        Column and row of the box's corner in the picture.
    cover : ndarray, shape (h, w), float32
        Share of each pixel that is covered, 0 to 1.
    person : ndarray, shape (h, w), float32
        Share of each pixel that shows the person (not the equipment).
    color : ndarray, shape (h, w, 3), float32
        Mean RGB of the covered share.
    normal : ndarray, shape (h, w, 3), float32
        Mean outward direction, not of unit length.
    depth : ndarray, shape (h, w), float32
        Mean distance along the optical axis, metres.
    """

    origin: tuple[int, int]
    cover: Image
    person: Image
    color: Image
    normal: Image
    depth: Image


@dataclass(slots=True)
class _Samples:
    """Dense samples of one patch.

    ``values`` (6, rows · columns): x, y in sub-pixels, depth, normal. ``rows`` and ``columns`` say where
    in the patch's grid each line of samples lies.
    """

    values: Image
    rows: Image
    columns: Image


def rasterize(patches: Sequence[Patch], camera: Camera) -> Layer | None:
    """Draw patches into a box of pixels.

    Returns
    -------
    Layer or None
        None when nothing is in the picture.
    """
    axes = camera.axes
    sampled = [(p, s) for p in patches if (s := _sample(p, camera, axes)) is not None]
    if not sampled:
        return None
    values = np.concatenate([s.values for _, s in sampled], axis=1)
    width, height = (n * SUPERSAMPLE for n in camera.size_px)
    x, y = values[0].astype(np.int32), values[1].astype(np.int32)
    outside = (values[0] < 0) | (values[1] < 0) | (x >= width) | (y >= height)
    kept = None
    if outside.any():
        kept = np.flatnonzero(~outside)
        if not kept.size:
            return None
        x, y = x[kept], y[kept]
    box = _enclose(x, y, (width, height))
    left, top, columns, rows = box
    cell = (y - top) * columns + (x - left)
    depth = values[2] if kept is None else values[2, kept]
    nearest = np.full(rows * columns, np.inf, np.float32)
    np.minimum.at(nearest, cell, depth)
    wins = np.flatnonzero(depth <= nearest[cell])
    winner = np.full(rows * columns, -1, np.int64)
    winner[cell[wins]] = wins if kept is None else kept[wins]
    _fill_missed(winner.reshape(rows, columns), nearest.reshape(rows, columns))
    seen = np.flatnonzero(winner >= 0)
    source = winner[seen]
    color, person = _read_textures(sampled, source)
    return _shrink(box, seen, values[2:, source], color, person)


def _fill_missed(winner: NDArray[np.int64], nearest: Image) -> None:
    """Give sub-pixels that the samples of a surface missed to a neighbour, in place.

    A missed one shows what lies behind, or nothing: a pit in nearness that a grey closing fills.
    """
    nearness = 1.0 / nearest
    closed = cv2.morphologyEx(nearness, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    pits = closed > nearness * (1.0 + _PIT)
    pits[[0, -1]] = pits[:, [0, -1]] = False
    row, column = np.nonzero(pits)
    around = np.stack([nearness[row + dy, column + dx] for dy, dx in _NEIGHBOURS])
    best = np.array(_NEIGHBOURS)[around.argmax(axis=0)]
    winner[row, column] = winner[row + best[:, 0], column + best[:, 1]]


def _enclose(x: NDArray[np.int32], y: NDArray[np.int32], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """(left, top, columns, rows) of a box in whole pixels with a margin, in sub-pixels."""
    step, margin = SUPERSAMPLE, 3 * SUPERSAMPLE
    left, top = (max(int(a.min()) - margin, 0) // step * step for a in (x, y))
    right, bottom = (
        min(-(-(int(a.max()) + 1 + margin) // step) * step, limit)
        for a, limit in zip((x, y), size, strict=True)
    )
    return left, top, right - left, bottom - top


def find_normals(points: FloatGrid) -> FloatGrid:
    """Outward normals of a closed grid, shape (h, w, 3)."""
    along = np.empty_like(points)
    along[1:-1] = points[2:] - points[:-2]
    along[0], along[-1] = points[1] - points[0], points[-1] - points[-2]
    around = np.empty_like(points)
    around[:, 1:-1] = points[:, 2:] - points[:, :-2]
    around[:, 0] = around[:, -1] = points[:, 1] - points[:, -2]
    normal = np.empty_like(points)
    for k in range(3):
        i, j = (k + 1) % 3, (k + 2) % 3
        normal[..., k] = around[..., i] * along[..., j] - around[..., j] * along[..., i]
    normal /= np.sqrt((normal * normal).sum(-1, keepdims=True)) + 1e-12
    outward = ((points - points.mean(1, keepdims=True)) * normal).sum()
    return normal if outward >= 0 else -normal


def _sample(patch: Patch, camera: Camera, axes: Floats) -> _Samples | None:
    """Sample the side of a patch that faces the camera."""
    points = patch.points
    from_lens = points - camera.position_m.astype(np.float32)
    seen = from_lens @ axes.T.astype(np.float32)
    if seen[..., 2].min() < 0.05:
        return None
    normal = find_normals(points)
    cut = _cut_to_facing((from_lens * normal).sum(-1) < 0)
    if cut is None:
        return None
    rows, columns = cut
    grid = np.empty((6, len(rows), len(columns)), np.float32)
    seen, normal = seen[rows][:, columns], normal[rows][:, columns]
    scale = camera.focal_px * SUPERSAMPLE
    for k in (0, 1):
        grid[k] = seen[..., k] / seen[..., 2] * scale + camera.size_px[k] * SUPERSAMPLE / 2
    grid[2] = seen[..., 2]
    grid[3:] = np.moveaxis(normal, 2, 0)
    down = _place_samples(grid, axis=1)
    across = _place_samples(grid, axis=2)
    i = np.minimum(down.astype(np.int64), len(rows) - 2)
    share = (down - i).astype(np.float32)[None, :, None]
    lines = grid[:, i] * (1 - share) + grid[:, i + 1] * share
    dense = lines.reshape(-1, len(columns)) @ _mix_columns(across, len(columns))
    return _Samples(dense.reshape(6, -1), rows[0] + down, columns[0] + across)


def _place_samples(grid: Image, axis: int) -> Image:
    """Positions along an axis of the grid, so close that neighbours are ``_STEP`` apart in the picture."""
    edge = np.diff(grid[:2], axis=axis)
    length = np.sqrt(edge[0] ** 2 + edge[1] ** 2).max(axis=2 - axis)
    way = np.concatenate([[0.0], np.cumsum(length + 1e-3)])
    count = int(np.clip(np.ceil(way[-1] / _STEP) + 1, 4, _MOST))
    return np.interp(np.linspace(0.0, way[-1], count), way, np.arange(len(way))).astype(np.float32)


def _mix_columns(across: Image, columns: int) -> Image:
    """Matrix (columns, samples) that interpolates a grid's columns."""
    j = np.minimum(across.astype(np.int64), columns - 2)
    share = across - j
    mix = np.zeros((columns, len(across)), np.float32)
    each = np.arange(len(across))
    mix[j, each] = 1 - share
    mix[j + 1, each] = share
    return mix


def _cut_to_facing(facing: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]] | None:
    """Rows and columns that hold every facing point with one more around; columns may wrap."""
    rows = np.flatnonzero(facing.any(axis=1))
    if not rows.size:
        return None
    around = facing.shape[1] - 1
    columns = np.flatnonzero(facing[:, :-1].any(axis=0))
    gaps = np.diff(np.append(columns, columns[0] + around))
    widest = int(np.argmax(gaps))
    if gaps[widest] <= 3:
        chosen = np.arange(around + 1)
    else:
        first = int(columns[(widest + 1) % len(columns)]) - 1
        chosen = np.arange(first, first + around - int(gaps[widest]) + 3)
    first_row, last_row = max(int(rows[0]) - 1, 0), min(int(rows[-1]) + 1, facing.shape[0] - 1)
    return np.arange(first_row, last_row + 1), np.mod(chosen, around)


def _read_textures(sampled: list[tuple[Patch, _Samples]], source: NDArray[np.int64]) -> tuple[Image, Image]:
    """Colour (n, 3) and share of person (n,) of the winning samples."""
    starts = _start_points([s.values.shape[1] for _, s in sampled])
    order = np.argsort(source)
    cuts = np.searchsorted(source[order], [*starts, np.iinfo(np.int64).max])
    color = np.empty((len(source), 3), np.float32)
    person = np.empty(len(source), np.float32)
    for (patch, samples), start, low, high in zip(sampled, starts, cuts[:-1], cuts[1:], strict=True):
        mine = order[low:high]
        person[mine] = float(patch.person)
        tall, wide = patch.texture.shape[:2]
        if tall == wide == 1:
            color[mine] = patch.texture[0, 0]
            continue
        line, place = np.divmod(source[mine] - start, len(samples.columns))
        rows, columns = patch.points.shape[0] - 1, patch.points.shape[1] - 1
        u = np.rint(samples.rows * ((tall - 1) / rows)).astype(np.int64)
        v = np.rint(np.mod(samples.columns, columns) * ((wide - 1) / columns)).astype(np.int64)
        color[mine] = patch.texture[u[line], v[place]]
    return color, person


def _start_points(sizes: list[int]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)


def _shrink(
    box: tuple[int, int, int, int], seen: NDArray[np.int64], values: Image, color: Image, person: Image
) -> Layer:
    """Average sub-pixels to pixels, filling single missed ones."""
    left, top, columns, rows = box
    row, column = np.divmod(seen, columns)
    pixel = (row // SUPERSAMPLE) * (columns // SUPERSAMPLE) + column // SUPERSAMPLE
    small = (rows // SUPERSAMPLE, columns // SUPERSAMPLE)
    size = small[0] * small[1]
    weight = np.maximum(np.bincount(pixel, minlength=size), 1).astype(np.float32)

    def average(sheet: Image) -> Image:
        return (np.bincount(pixel, sheet, size) / weight).astype(np.float32).reshape(small)

    solid = np.zeros((rows, columns), np.float32)
    solid.ravel()[seen] = 1.0
    cover = np.asarray(cv2.resize(solid, small[::-1], interpolation=cv2.INTER_AREA), np.float32)
    return Layer(
        origin=(left // 2, top // 2),
        cover=cover,
        person=average(person) * cover,
        color=np.stack([average(color[:, k]) for k in range(3)], -1),
        normal=np.stack([average(values[1 + k]) for k in range(3)], -1),
        depth=average(values[0]),
    )
