"""The head: a sculpted sphere with face and hair, ears, neck."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from formcheck.simulate.figure import Figure
from formcheck.simulate.looks import Look
from formcheck.simulate.rotations import Floats, ease
from formcheck.simulate.surface import FloatGrid, Patch, ellipsoid, plain, sweep

_ROWS, _COLUMNS = 44, 72
_TEXTURE = (220, 360)


def cover_head(figure: Figure, look: Look) -> list[Patch]:
    """Head, ears, neck and long hair."""
    scale = figure.build.scale
    skull = figure.head_center + (_sculpt() * scale) @ figure.head.T
    patches = [Patch(skull.astype(np.float32), _paint(look))]
    ear_color = np.array(look.skin) * 0.94
    for sign in (1.0, -1.0):
        turn, lean = np.deg2rad(-18.0 * sign), np.deg2rad(-12.0)
        about_up = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        about_left = np.array([[np.cos(lean), 0, np.sin(lean)], [0, 1, 0], [-np.sin(lean), 0, np.cos(lean)]])
        center = figure.head_center + figure.head @ (np.array([-0.008, sign * 0.079, -0.006]) * scale)
        shape = np.array([0.018, 0.009, 0.030]) * scale
        patches.append(
            Patch(ellipsoid(center, figure.head @ about_up @ about_left, shape, (9, 12)), plain(ear_color))
        )
    patches.append(_neck(figure, look))
    if look.hair_style == "long":
        patches.append(_long_hair(figure, look))
    return patches


def _neck(figure: Figure, look: Look) -> Patch:
    s = np.linspace(0.52, 0.662, 9)
    line = np.array([figure.spine_point(x) for x in s])
    forward = np.array([figure.spine_axis(x) for x in s])
    knots, size = (0.52, 0.60, 0.67), figure.build.scale
    radii = tuple(
        np.interp(s, knots, r) * size
        for r in ((0.06, 0.054, 0.06), (0.075, 0.058, 0.058), (0.085, 0.058, 0.056))
    )
    return Patch(sweep(line, forward, figure.left, radii, around=24, caps=(False, True)), plain(look.skin))


def _long_hair(figure: Figure, look: Look) -> Patch:
    """Let hair fall from the crown over the nape to the upper back."""
    size, axes = figure.build.scale, figure.head
    top = figure.head_center + axes @ (np.array([-0.045, 0.0, 0.05]) * size)
    nape = figure.head_center + axes @ (np.array([-0.085, 0.0, -0.07]) * size)
    back = figure.spine_point(0.47, forward=-0.112)
    u = np.linspace(0, 1, 12)[:, None]
    line = (1 - u) ** 2 * top + 2 * u * (1 - u) * nape + u**2 * back
    spread, depth = (
        np.interp(u[:, 0], (0, 0.3, 1), (0.06, 0.082, 0.05)),
        np.interp(u[:, 0], (0, 0.4, 1), (0.055, 0.045, 0.015)),
    )
    return Patch(
        sweep(
            line, figure.spine_axis(0.5), figure.left, (depth * size, depth * size, spread * size), around=24
        ),
        plain(look.hair),
    )


@lru_cache(maxsize=1)
def _sculpt() -> Floats:
    """Points of the head about its centre (forward, left, up), shape (rows, columns, 3), 1.78 m figure."""
    x, y, z = _unit_sphere(_ROWS, _COLUMNS)
    low = np.clip(-z, 0, 1)
    front = x > 0
    forward = x * 0.098 + 0.018 * low * front
    forward = np.where(front, forward, forward * (1 - 0.10 * low) * (1 - 0.42 * ease((low - 0.25) / 0.75)))
    left, up = y * 0.077 * (1 - 0.22 * low), z * 0.118

    def bump(z0: float, y0: float, height: float, width: float) -> Floats:
        return np.where(front, 1.0, 0.0) * np.exp(-(((up - z0) / height) ** 2) - ((left - y0) / width) ** 2)

    bridge = np.clip((0.022 - up) / 0.055, 0, 1) * (up > -0.036)
    forward = forward + 0.026 * front * bridge * np.exp(-((left / (0.008 + 0.006 * bridge)) ** 2))
    forward = forward + 0.004 * bump(0.020, 0.0, 0.020, 0.010) + 0.006 * bump(0.034, 0.0, 0.010, 0.050)
    forward = forward + 0.007 * bump(-0.056, 0, 0.009, 0.022) - 0.004 * bump(-0.075, 0, 0.007, 0.020)
    forward = forward + 0.008 * bump(-0.095, 0, 0.015, 0.020)
    for sign in (1.0, -1.0):
        forward = forward - 0.007 * bump(0.018, sign * 0.031, 0.012, 0.014)
        forward = forward + 0.003 * bump(-0.010, sign * 0.042, 0.020, 0.015)
    hair, above = _hair_line(up, x, y)
    return np.stack([forward, left, up], -1) * (1 + 0.09 * hair * ease(above / 0.03))[..., None]


def _unit_sphere(rows: int, columns: int) -> tuple[Floats, Floats, Floats]:
    polar = np.linspace(0.001, np.pi - 0.001, rows)[:, None]
    around = np.linspace(-np.pi, np.pi, columns)[None, :]
    return np.sin(polar) * np.cos(around), np.sin(polar) * np.sin(around), np.cos(polar) + 0 * around


def _hair_line(up: Floats, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """(share of hair, metres above the hair line): forehead, temple, before the ear, nape."""
    aside = np.degrees(np.abs(np.arctan2(y, x)))
    line = 0.060 - 0.16 * ease((aside - 35) / 75) + 0.06 * ease((aside - 62) / 10) * (aside < 88)
    line = np.where(aside > 95, -0.075, line)
    return ease((up - line) / 0.006 + 0.5), up - line


@lru_cache(maxsize=16)
def _paint(look: Look) -> FloatGrid:
    """Texture of the head: skin, eyes, brows, lips, hair."""
    height, width = _TEXTURE
    points = cv2.resize(_sculpt().astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    x, y, z = _unit_sphere(_ROWS, _COLUMNS)
    hair = cv2.resize(_hair_line(z * 0.118, x, y)[0].astype(np.float32), (width, height))[..., None]
    skin = np.array(look.skin, np.float32)
    texture = np.tile(skin, (height, width, 1))
    front, left, up = points[..., 0] > 0, points[..., 1], points[..., 2]

    def paint(z0: float, y0: float, tall: float, wide: float, color: object, strength: float = 1.0) -> None:
        distance = np.sqrt(((up - z0) / tall) ** 2 + ((left - y0) / wide) ** 2)
        share = (np.clip(1.5 * (1.2 - distance), 0, 1) * front * strength)[..., None]
        texture[:] = texture * (1 - share) + np.asarray(color, np.float32) * share

    for sign in (1.0, -1.0):
        paint(-0.015, sign * 0.042, 0.020, 0.020, skin * (1.0, 0.87, 0.85), 0.5)
        paint(0.018, sign * 0.031, 0.013, 0.019, skin * 0.78, 0.8)
        paint(0.017, sign * 0.031, 0.0065, 0.0135, (245, 243, 240))
        paint(0.017, sign * 0.030, 0.0062, 0.0062, (60, 40, 30))
        paint(0.024, sign * 0.031, 0.0022, 0.0145, (40, 28, 24))
        paint(0.037, sign * 0.032, 0.0040, 0.0190, look.hair)
    paint(-0.038, 0, 0.004, 0.012, skin * 0.6, 0.8)
    paint(-0.057, 0, 0.0085, 0.022, skin * (0.79, 0.56, 0.62))
    paint(-0.057, 0, 0.0016, 0.020, (90, 40, 40))
    return (texture * (1 - hair) + np.array(look.hair, np.float32) * hair).astype(np.float32)
