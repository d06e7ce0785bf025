"""Sections of the trunk along the spine, and the outline they give in a picture."""

from __future__ import annotations

import numpy as np

from formcheck.simulate.anatomy import Build
from formcheck.simulate.camera import Camera
from formcheck.simulate.rotations import Floats, pitch_matrix
from formcheck.simulate.skeleton import Skeleton, middle

SECTIONS = np.array(
    [
        (-0.110, 0.062, 0.074, 0.108),
        (-0.070, 0.084, 0.114, 0.152),
        (-0.020, 0.100, 0.128, 0.170),
        (0.040, 0.105, 0.122, 0.168),
        (0.090, 0.105, 0.106, 0.158),
        (0.160, 0.103, 0.086, 0.146),
        (0.240, 0.108, 0.083, 0.148),
        (0.330, 0.122, 0.092, 0.160),
        (0.410, 0.128, 0.103, 0.170),
        (0.460, 0.117, 0.107, 0.168),
        (0.500, 0.096, 0.102, 0.148),
        (0.530, 0.076, 0.090, 0.116),
        (0.555, 0.062, 0.076, 0.082),
        (0.575, 0.056, 0.066, 0.066),
    ]
)
"""Distance along the spine from the mid-hip, then the radii to the front, to the back and sideways;
metres, man of 1.78 m. Drawn by eye after the plain figure whose outline was checked with MediaPipe's
mask: with these radii the back of an upright figure is hollow at the waist and that of a hinge with 24°
of lumbar flexion is flat, as in good lifters (spine index −7 to +5)."""
STATIONS = np.linspace(-0.15, 1.0, 47)
"""Where the outline is cut, along the line from mid-hip to mid-shoulder."""


def cut_sections(s_m: Floats, build: Build) -> tuple[Floats, Floats, Floats]:
    """Radii (front, back, sideways) in metres at distances along the spine of a build."""
    s = s_m / build.scale
    thick = build.girth * build.scale
    front, back, side = (_interpolate_smoothly(s, SECTIONS[:, k]) * thick for k in (1, 2, 3))
    if build.sex == "female":
        waist = np.exp(-(((s - 0.19) / 0.09) ** 2))
        chest = np.exp(-(((s - 0.37) / 0.05) ** 2))
        side = side * (1.02 - 0.10 * waist - 0.05 * ((s > 0.3) & (s < 0.5)))
        front = front * (1.0 - 0.05 * waist + 0.16 * chest)
    return front, back, side


def trace_outline(skeleton: Skeleton, camera: Camera) -> Floats:
    """Both edges of the trunk in the picture, cut at the stations.

    The trunk alone, without arms, head and clothes: what a perfect mask gives where nothing covers it.

    Returns
    -------
    ndarray, shape (N, 2, 47, 2)
        Pixels. With ``u`` the unit vector from mid-hip to mid-shoulder in the picture, edge 0 lies along
        ``(u_y, -u_x)``, edge 1 opposite. NaN where the trunk does not reach.
    """
    inside = (skeleton.spine.s_m >= SECTIONS[0, 0] * skeleton.build.scale) & (
        skeleton.spine.s_m <= 0.56 * skeleton.build.scale
    )
    line, forward, left = _section_frames(skeleton, inside)
    front, back, side = cut_sections(skeleton.spine.s_m[inside], skeleton.build)
    hip, shoulder = (camera.project(middle(skeleton, name))[:, :2] for name in ("hip", "shoulder"))
    length = np.linalg.norm(shoulder - hip, axis=-1)[:, None]
    along = (shoulder - hip) / length
    outward = np.stack([along[:, 1], -along[:, 0]], -1)
    tangent = np.gradient(camera.project(line)[..., :2], axis=1)
    normal = np.stack([tangent[..., 1], -tangent[..., 0]], -1)
    edges = np.full((len(skeleton), 2, len(STATIONS), 2), np.nan)
    for which, sign in ((0, 1.0), (1, -1.0)):
        view = sign * (normal @ camera.axes[:2])
        ahead, aside = (view * forward).sum(-1), (view * left).sum(-1)
        depth = np.where(ahead > 0, front, back)
        size = np.sqrt((depth * ahead) ** 2 + (side * aside) ** 2) + 1e-12
        rim = (
            line
            + (forward * (depth**2 * ahead)[..., None] + left * (side**2 * aside)[..., None])
            / size[..., None]
        )
        offset = camera.project(rim)[..., :2] - hip[:, None]
        t = (offset * along[:, None]).sum(-1) / length
        d = (offset * outward[:, None]).sum(-1)
        for frame in range(len(skeleton)):
            order = np.argsort(t[frame])
            cut = np.interp(STATIONS, t[frame][order], d[frame][order], left=np.nan, right=np.nan)
            edges[frame, which] = (
                hip[frame] + STATIONS[:, None] * length[frame] * along[frame] + cut[:, None] * outward[frame]
            )
    return edges


def _section_frames(skeleton: Skeleton, inside: np.ndarray) -> tuple[Floats, Floats, Floats]:
    """Centres and forward and left axes of the sections, each (N, n, 3)."""
    spine = skeleton.spine
    flat = np.stack([spine.x_m, np.zeros_like(spine.x_m), spine.z_m], -1)[:, inside]
    line = skeleton.root[:, None] + flat @ np.swapaxes(skeleton.turn, 1, 2)
    axes = skeleton.turn[:, None] @ pitch_matrix(spine.direction_deg[:, inside])
    return line, axes[..., 0], axes[..., 1]


def _interpolate_smoothly(s: Floats, radii: Floats) -> Floats:
    """Catmull-Rom through the sections, so that the outline has no corners."""
    knots = SECTIONS[:, 0]
    slopes = np.gradient(radii, knots)
    i = np.clip(np.searchsorted(knots, s) - 1, 0, len(knots) - 2)
    width = knots[i + 1] - knots[i]
    u = np.clip((s - knots[i]) / width, 0.0, 1.0)
    a, b = u * u * (3 - 2 * u), u * (1 - u)
    return radii[i] * (1 - a) + radii[i + 1] * a + width * (slopes[i] * b * (1 - u) - slopes[i + 1] * b * u)
