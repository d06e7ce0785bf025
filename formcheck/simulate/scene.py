"""The room: wall, floor, furniture, light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from formcheck.simulate.camera import Camera
from formcheck.simulate.rotations import Floats, normalize

Background = Literal["room", "plain", "gym", "garage"]
Image = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Scene:
    """Where the figure is filmed, and how well the camera films.

    Parameters
    ----------
    background : {"room", "plain", "gym", "garage"}
    brightness : float
        1 is a well-lit room, 0.5 a dim one.
    light_from : float
        Where the main light stands: −1 to the left of the camera, 1 to its right.
    wall_m : float
        From the point the camera looks at to the wall behind it.
    noise : float
        Standard deviation of the sensor's noise, grey levels.
    blur_px : float
        Standard deviation of the lens' softness.
    shadows : bool
    seed : int
        Of the texture of wall and floor and of the noise.
    """

    background: Background = "room"
    brightness: float = 1.0
    light_from: float = -0.35
    wall_m: float = 1.6
    noise: float = 1.5
    blur_px: float = 0.45
    shadows: bool = True
    seed: int = 1


def aim_light(scene: Scene, camera: Camera) -> tuple[Floats, Floats]:
    """Directions towards the main light and towards a weak one from the other side, each (3,)."""
    right, _, away = camera.axes
    up = np.array([0.0, 0.0, 1.0])
    main = normalize(-0.75 * away + scene.light_from * right + up)
    fill = normalize(-0.60 * away - np.sign(scene.light_from or -1.0) * 0.9 * right + 0.35 * up)
    return main, fill


def wall_plane(scene: Scene, camera: Camera) -> tuple[Floats, float]:
    """Locate the wall as (normal, offset): points with ``normal @ p == offset``; the normal points away."""
    away = normalize(camera.axes[2] * np.array([1.0, 1.0, 0.0]))
    return away, float(away @ np.array([camera.target_m[0], camera.target_m[1], 0.0]) + scene.wall_m)


@lru_cache(maxsize=8)
def paint_background(scene: Scene, camera: Camera) -> tuple[Image, Image]:
    """Paint the empty room.

    Returns
    -------
    picture : ndarray, shape (H, W, 3), float32
        RGB, 0 to 255, read-only.
    floor : ndarray, shape (H, W), float32
        1 on the floor, 0 on the wall, read-only.
    """
    width, height = (2 * n for n in camera.size_px)
    along, depth, up, is_floor = _hit_room(scene, camera, width, height)
    grain = _make_grain((height, width), scene.seed)
    picture = _paint_wall(scene, along, up, grain)
    picture = np.where(is_floor[..., None], _paint_floor(scene, along, depth, grain), picture)
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    vignette = 1 - ((xx / width - 0.5) ** 2 + (yy / height - 0.45) ** 2) * 1.6
    picture *= ((0.88 + 0.12 * np.clip(vignette, 0, 1)) * scene.brightness)[..., None]
    small = cv2.resize(picture.astype(np.float32), camera.size_px, interpolation=cv2.INTER_AREA)
    if scene.blur_px > 0:
        small = cv2.GaussianBlur(small, (0, 0), scene.blur_px)
    floor = cv2.resize(is_floor.astype(np.float32), camera.size_px, interpolation=cv2.INTER_AREA)
    small.flags.writeable = floor.flags.writeable = False
    return small, floor


def _hit_room(
    scene: Scene, camera: Camera, width: int, height: int
) -> tuple[Image, Image, Image, NDArray[np.bool_]]:
    """Where every ray meets wall or floor: metres along the wall, into the room, above the floor."""
    focal = camera.focal_px * width / camera.size_px[0]
    x = ((np.arange(width) + 0.5 - width / 2) / focal)[None, :, None]
    y = ((np.arange(height) + 0.5 - height / 2) / focal)[:, None, None]
    right, down, away = camera.axes
    rays = (away + right * x + down * y).astype(np.float32)
    normal, offset = wall_plane(scene, camera)
    position = camera.position_m
    with np.errstate(divide="ignore", invalid="ignore"):
        to_floor = np.where(rays[..., 2] < -1e-4, -position[2] / rays[..., 2], 1e9)
        to_wall = (offset - normal @ position) / (rays @ normal.astype(np.float32))
    to_wall = np.where(to_wall > 0, to_wall, 1e9)
    is_floor = to_floor < to_wall
    hit = position + rays * np.minimum(np.minimum(to_floor, to_wall), 1e4)[..., None]
    level_right = np.array([normal[1], -normal[0], 0.0])
    center = np.array([camera.target_m[0], camera.target_m[1], 0.0])
    along, depth = (hit - center) @ level_right, (hit - center) @ normal
    return along.astype(np.float32), depth.astype(np.float32), hit[..., 2].astype(np.float32), is_floor


def _make_grain(shape: tuple[int, int], seed: int) -> Image:
    rng = np.random.default_rng(seed)
    grain = np.zeros(shape, np.float32)
    for cell, strength in ((160, 4.0), (40, 1.6), (6, 1.0)):
        coarse = rng.standard_normal((shape[0] // cell + 2, shape[1] // cell + 2)).astype(np.float32)
        grain += strength * cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
    return grain


def _paint_wall(scene: Scene, along: Image, up: Image, grain: Image) -> Image:
    wall = {
        "room": (198, 192, 182),
        "plain": (206, 206, 206),
        "gym": (128, 132, 138),
        "garage": (176, 168, 160),
    }
    picture = np.tile(np.array(wall[scene.background], np.float32), (*along.shape, 1))
    kind = scene.background
    if kind != "plain":
        picture += grain[..., None]
    if kind == "room":
        _fill(picture, (up < 0.10), (232, 230, 226), grain)
        _fill(picture, (along > 0.9) & (along < 1.5) & (up > 1.15) & (up < 1.95), (122, 150, 142), grain)
        _fill(picture, (along > -1.75) & (along < -1.25) & (up < 1.9), (170, 142, 112), grain)
    if kind == "gym":
        _fill(picture, up < 0.9, (84, 88, 96), grain)
        for post in (-1.7, -1.0, 1.05, 1.75):
            _fill(picture, (np.abs(along - post) < 0.04) & (up < 2.2), (44, 46, 52), grain)
        for shelf in (0.5, 1.0, 1.5):
            _fill(
                picture, (along > 1.05) & (along < 1.75) & (np.abs(up - shelf) < 0.03), (150, 150, 154), grain
            )
    if kind == "garage":
        bricks = (np.floor(up / 0.075) % 2) * 0.12
        joint = (np.mod(up, 0.075) < 0.010) | (np.mod(along + bricks, 0.24) < 0.010)
        picture[joint] *= 0.90
    return picture


def _paint_floor(scene: Scene, along: Image, depth: Image, grain: Image) -> Image:
    if scene.background == "plain":
        return np.full((*along.shape, 3), 142.0, np.float32)
    if scene.background in ("gym", "garage"):
        base = (78, 80, 84) if scene.background == "gym" else (140, 138, 134)
        floor = np.array(base, np.float32) + 1.4 * grain[..., None]
        if scene.background == "gym":
            floor[(np.mod(along, 1.0) < 0.012) | (np.mod(depth, 1.0) < 0.012)] *= 0.7
        return floor
    board = np.floor(depth / 0.12)
    shade = np.mod(board * 37 + np.floor(along / 1.1 + board * 0.37) * 17, 7)
    wood = np.array([152, 114, 80], np.float32) * (0.92 + 0.025 * shade)[..., None] + 1.2 * grain[..., None]
    wood[np.abs(np.mod(depth / 0.12, 1.0) - 0.5) > 0.47] *= 0.84
    return wood


def _fill(picture: Image, where: NDArray[np.bool_], color: tuple[int, int, int], grain: Image) -> None:
    picture[where] = np.array(color, np.float32) + 1.3 * grain[where][:, None]
