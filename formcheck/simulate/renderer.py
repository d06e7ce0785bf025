"""Light on surfaces: from patches and a room to a picture and the exact mask of the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.simulate.camera import Camera
from formcheck.simulate.rasterizer import Layer, rasterize
from formcheck.simulate.rotations import Floats, normalize
from formcheck.simulate.scene import Scene, aim_light, paint_background, wall_plane
from formcheck.simulate.surface import Patch

Image = NDArray[Any]
_MAP_CELL_M = 0.014
_MAP_SIZE = 320
_SOFT_PX = 1.4
"""Blur of the normals in pixels (at 480 rows): seams between patches melt, as skin and cloth do."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One rendered frame.

    Attributes
    ----------
    rgb : ndarray, shape (H, W, 3), uint8
    mask : ndarray, shape (H, W), float32
        Share of each pixel that shows the person, 0 to 1: exact.
    """

    rgb: NDArray[np.uint8]
    mask: Image


class Renderer:
    """Draws frames of one scene through one camera.

    Parameters
    ----------
    camera : Camera
    scene : Scene, optional
    """

    def __init__(self, camera: Camera, scene: Scene | None = None) -> None:
        self.camera = camera
        self.scene = scene or Scene()
        self._background, self._floor = paint_background(self.scene, camera)
        self._light, self._fill = aim_light(self.scene, camera)
        self._noise = self._make_noise()
        across = normalize(np.cross(self._light, [0.0, 1.0, 0.1]))
        self._light_axes = np.stack([across, np.cross(self._light, across), self._light]).astype(np.float32)

    def render(self, patches: Sequence[Patch], moment: int = 0) -> Picture:
        """Draw surfaces in the room.

        Parameters
        ----------
        patches : sequence of Patch
        moment : int
            Number that picks the sensor's noise: a frame looks the same whoever draws it, and after
            whichever other.
        """
        width, height = self.camera.size_px
        picture, mask = self._background.copy(), np.zeros((height, width), np.float32)
        layer = rasterize(patches, self.camera)
        if layer is not None:
            cloud = np.concatenate([_thicken(p.points) for p in patches]) if self.scene.shadows else None
            if cloud is not None:
                self._darken_room(picture, cloud)
            left, top = layer.origin
            rows, columns = layer.cover.shape
            area = np.s_[top : top + rows, left : left + columns]
            lit = self._shade(layer, cloud)
            cover = layer.cover
            if self.scene.blur_px > 0:
                lit, cover = (
                    cv2.GaussianBlur(a, (0, 0), self.scene.blur_px) for a in (lit * cover[..., None], cover)
                )
            else:
                lit = lit * cover[..., None]
            picture[area] = picture[area] * (1 - cover[..., None]) + lit
            mask[area] = layer.person
        return Picture(self._develop(picture, moment), mask)

    def _shade(self, layer: Layer, cloud: Image | None) -> Image:
        """RGB (h, w, 3) of the surfaces under both lights and the sky."""
        soft = _SOFT_PX * self.camera.size_px[1] / 480
        blurred = cv2.GaussianBlur(layer.normal * layer.cover[..., None], (0, 0), soft)
        normal = blurred / (np.sqrt((blurred * blurred).sum(-1, keepdims=True)) + 1e-6)
        main = np.clip((normal @ self._light.astype(np.float32)) * 0.85 + 0.15, 0, 1)
        fill = np.clip(normal @ self._fill.astype(np.float32), 0, 1)
        if cloud is not None:
            main *= 0.25 + 0.75 * self._cast_on_figure(layer, normal, cloud)
        light = 0.42 + 0.16 * normal[..., 2] + 0.62 * main + 0.14 * fill
        return np.clip(layer.color * (light * self.scene.brightness)[..., None], 0, 255)

    def _cast_on_figure(self, layer: Layer, normal: Image, cloud: Image) -> Image:
        """Share of the main light that reaches each pixel of the surfaces, shape (h, w)."""
        center = self._light_axes @ cloud.mean(axis=0)
        shifted = cloud @ self._light_axes.T - center
        column, row = _cells(shifted)
        heights = np.full(_MAP_SIZE * _MAP_SIZE, -1e3, np.float32)
        np.maximum.at(heights, row * _MAP_SIZE + column, shifted[:, 2])
        heights = cv2.dilate(heights.reshape(_MAP_SIZE, _MAP_SIZE), np.ones((3, 3), np.uint8))
        grazing = 1.0 - np.clip(normal @ self._light.astype(np.float32), 0, 1)
        points = self._unproject(layer) + normal * (0.02 + 0.03 * grazing)[..., None]
        here = points.reshape(-1, 3) @ self._light_axes.T - center
        reached = np.zeros(len(here), np.float32)
        offsets = ((0.0, 0.0), (1.3, 0.5), (-0.9, 1.1), (-0.4, -1.5))
        for dx, dy in offsets:
            column, row = _cells(here, dx, dy)
            reached += here[:, 2] > heights[row, column] - 0.02
        shadow = (reached / len(offsets)).reshape(layer.cover.shape)
        return cv2.GaussianBlur(shadow, (0, 0), 1.2)

    def _unproject(self, layer: Layer) -> Image:
        """Points (h, w, 3) in metres that the pixels of a layer show."""
        width, height = self.camera.size_px
        rows, columns = layer.cover.shape
        focal = self.camera.focal_px
        x = ((np.arange(columns) + layer.origin[0] + 0.5 - width / 2) / focal).astype(np.float32)
        y = ((np.arange(rows) + layer.origin[1] + 0.5 - height / 2) / focal).astype(np.float32)
        right, down, away = self.camera.axes.astype(np.float32)
        rays = away + right * x[None, :, None] + down * y[:, None, None]
        return self.camera.position_m.astype(np.float32) + rays * layer.depth[..., None]

    def _darken_room(self, picture: Image, cloud: Image) -> None:
        """Throw the figure's shadow on floor and wall."""
        normal, offset = wall_plane(self.scene, self.camera)
        fall = cloud[:, 2:] / self._light[2]
        landed = cloud - self._light.astype(np.float32) * fall
        beyond = landed @ normal - offset
        slope = max(float(-self._light @ normal), 1e-3)
        on_wall = beyond > 0
        landed[on_wall] += (self._light * (beyond[on_wall] / slope)[:, None]).astype(np.float32)
        self._stamp(picture, landed, 0.42, 2.4)
        near_floor = cloud[cloud[:, 2] < 0.07] * np.array([1.0, 1.0, 0.0], np.float32)
        if len(near_floor):
            self._stamp(picture, near_floor, 0.30, 1.2)

    def _stamp(self, picture: Image, points: Image, strength: float, blur: float) -> None:
        """Darken the picture where points lie."""
        width, height = (n // 2 for n in self.camera.size_px)
        pixel = self.camera.project(points)[:, :2] / 2
        inside = np.isfinite(pixel).all(1) & (pixel >= 0).all(1) & (pixel < (width, height)).all(1)
        column, row = pixel[inside].astype(np.int32).T
        if not column.size:
            return
        margin = int(4 * blur) + 3
        left, right = max(int(column.min()) - margin, 0), min(int(column.max()) + margin, width)
        top, bottom = max(int(row.min()) - margin, 0), min(int(row.max()) + margin, height)
        shade = np.zeros((bottom - top, right - left), np.float32)
        shade[row - top, column - left] = 1.0
        shade = cv2.morphologyEx(shade, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
        shade = cv2.GaussianBlur(shade, (0, 0), blur * height / 240)
        shade = cv2.resize(shade, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR)
        picture[2 * top : 2 * bottom, 2 * left : 2 * right] *= 1.0 - strength * shade[..., None]

    def _make_noise(self) -> NDArray[np.int16] | None:
        if self.scene.noise <= 0:
            return None
        width, height = self.camera.size_px
        rng = np.random.default_rng(self.scene.seed)
        grain = rng.standard_normal((height + 64, width + 64, 3)) * self.scene.noise
        return np.rint(grain).astype(np.int16)

    def _develop(self, picture: Image, moment: int) -> NDArray[np.uint8]:
        """Round to 8 bits with the sensor's noise, a new piece of one sheet every frame."""
        if self._noise is None:
            return np.asarray(cv2.convertScaleAbs(picture), np.uint8)
        height, width = picture.shape[:2]
        row, column = np.random.default_rng((self.scene.seed, moment)).integers(0, 64, 2)
        noise = self._noise[row : row + height, column : column + width]
        return np.asarray(cv2.add(cv2.convertScaleAbs(picture), noise, dtype=cv2.CV_8U), np.uint8)


def _cells(
    points: Floats | Image, dx: float = 0.0, dy: float = 0.0
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Column and row of points in the light's map; outside is clamped to the edge."""
    half = _MAP_SIZE / 2
    column = np.clip(points[:, 0] / _MAP_CELL_M + (half + dx), 0, _MAP_SIZE - 1).astype(np.int32)
    row = np.clip(points[:, 1] / _MAP_CELL_M + (half + dy), 0, _MAP_SIZE - 1).astype(np.int32)
    return column, row


def _thicken(points: Image) -> Image:
    """Points of a patch, denser, as one list (n, 3): what casts its shadow."""
    return cv2.resize(points, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR).reshape(-1, 3)
