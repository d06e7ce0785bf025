"""Whole clips: motion and camera in, frames and truth out."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from formcheck.simulate.body import cover_body
from formcheck.simulate.camera import Camera
from formcheck.simulate.encoder import open_encoder
from formcheck.simulate.equipment import Equipment, hold_equipment
from formcheck.simulate.figure import take_frame
from formcheck.simulate.furniture import draw_furniture
from formcheck.simulate.looks import Look
from formcheck.simulate.motion import pose_figure
from formcheck.simulate.renderer import Picture, Renderer
from formcheck.simulate.scene import Scene
from formcheck.simulate.schedule import SetPlan, lay_out
from formcheck.simulate.shown_faults import list_faults
from formcheck.simulate.skeleton import Skeleton
from formcheck.simulate.truth import RepTruth, measure_angles, measure_reps
from formcheck.simulate.workers import map_in_order

TRUTH_SIGNALS = (
    *("trunk", "lumbar", "thoracic"),
    *(f"{joint}_{side}_sagittal" for joint in ("hip", "knee", "elbow") for side in ("left", "right")),
)
"""Angles of ``truth.measure_angles`` that a truth file carries for every frame."""
SIDE_VIEW_DEG = 20.0
"""Up to this yaw a view counts as side-on; beyond 65° as frontal, between as oblique."""


@dataclass(frozen=True, slots=True)
class Clip:
    """Everything that makes a clip.

    Parameters
    ----------
    plan : SetPlan
    camera : Camera
    scene : Scene
    look : Look
    equipment : str
        One of `equipment.list_equipment`.
    fps : float
    plate_radius_m : float, optional
        Of a bar's plates; by default what is usual.
    exposure : float
        Share of the frame interval during which the shutter is open: motion blur, 0 for none.
    bystander : SetPlan, optional
        Someone who moves 1.1 m behind the figure and is not filmed on purpose.
    """

    plan: SetPlan
    camera: Camera = field(default_factory=Camera)
    scene: Scene = field(default_factory=Scene)
    look: Look = field(default_factory=Look)
    equipment: Equipment = "none"
    fps: float = 24.0
    plate_radius_m: float | None = None
    exposure: float = 0.0
    bystander: SetPlan | None = None

    @property
    def times_s(self) -> NDArray[np.float64]:
        """Time of every frame."""
        return np.arange(int(lay_out(self.plan).duration_s * self.fps)) / self.fps


_STRETCH = 8
"""Frames that one process draws at a time."""
_BLUR_STEPS = 3
_BYSTANDER_LOOK = Look(skin=(214, 160, 128), shirt=(196, 188, 150), trousers=(92, 84, 76), legs="long")
_BYSTANDER_SHIFT_M = (-0.75, 1.1)


def render_frames(clip: Clip, t_s: ArrayLike | None = None) -> Iterator[Picture]:
    """Draw the frames of a clip one after the other.

    Parameters
    ----------
    clip : Clip
    t_s : array_like, optional
        Other times than the clip's own.

    Yields
    ------
    Picture
    """
    times = clip.times_s if t_s is None else np.atleast_1d(np.asarray(t_s, float))
    renderer = Renderer(clip.camera, clip.scene)
    steps = _BLUR_STEPS if clip.exposure > 0 else 1
    offsets = np.linspace(-0.5, 0.5, steps) * clip.exposure / clip.fps if steps > 1 else np.zeros(1)
    postures = [pose_figure(clip.plan, times + offset) for offset in offsets]
    others = [_pose_bystander(clip, times + offset) for offset in offsets] if clip.bystander else []
    for index in range(len(times)):
        shots = []
        for step, skeleton in enumerate(postures):
            figure = take_frame(skeleton, index)
            patches = cover_body(figure, clip.look) + draw_furniture(figure.furniture)
            patches += hold_equipment(figure, clip.equipment, clip.plate_radius_m)
            if others:
                other = take_frame(others[step], index)
                patches += [replace(patch, person=False) for patch in cover_body(other, _BYSTANDER_LOOK)]
                patches += draw_furniture(other.furniture)
            moment = abs(round(1000.0 * float(times[index] + offsets[step])))
            shots.append(renderer.render(patches, moment))
        yield shots[0] if steps == 1 else _average(shots)


def _average(shots: list[Picture]) -> Picture:
    """Sum up what the open shutter saw."""
    rgb = np.rint(np.mean([shot.rgb for shot in shots], axis=0)).astype(np.uint8)
    return Picture(rgb, np.asarray(np.mean([shot.mask for shot in shots], axis=0), np.float32))


def _pose_bystander(clip: Clip, t_s: NDArray[np.float64]) -> Skeleton:
    if clip.bystander is None:
        raise ValueError("expected a clip with a bystander")
    skeleton = pose_figure(clip.bystander, t_s)
    forward, behind = _BYSTANDER_SHIFT_M
    away = clip.camera.axes[2] * (1, 1, 0)
    shift = np.array([forward, 0.0, 0.0]) + behind * away / np.linalg.norm(away)
    skeleton.root = skeleton.root + shift
    skeleton.joints = {name: joint + shift for name, joint in skeleton.joints.items()}
    skeleton.furniture = tuple(box.move(shift) for box in skeleton.furniture)
    return skeleton


def describe_truth(clip: Clip) -> dict[str, Any]:
    """Everything true of a clip, as plain values for JSON.

    Returns
    -------
    dict
        ``exercise``, ``view``, ``reps`` (``start_s``, ``turn_s``, ``end_s``, ``side``, ``depth``,
        ``tempo`` and ``phases_s`` by the 1 % definition, ``planned_s``), ``count_tolerance``,
        ``faults`` (rule → numbers, from 1, of the repetitions that show it; the dials themselves are
        in ``dials``), ``signals`` (per frame: ``t_s`` and sagittal angles in degrees),
        ``camera``, ``equipment``, ``is_alone`` (nobody else in the picture),
        ``source``, ``certainty``.
    """
    angles = measure_angles(pose_figure(clip.plan, clip.times_s))
    yaw = abs(clip.camera.yaw_deg)
    view = "side" if yaw <= SIDE_VIEW_DEG else "oblique" if yaw < 65 else "front"
    signals = {"t_s": _round(clip.times_s, 4)}
    signals |= {f"{name}_deg": _round(angles[name], 1) for name in TRUTH_SIGNALS}
    return {
        "exercise": clip.plan.movement,
        "view": view,
        "reps": [_describe_rep(rep) for rep in measure_reps(clip.plan)],
        "count_tolerance": 0,
        "faults": list_faults(clip.plan),
        "dials": [dict(rep.dials) for rep in clip.plan.reps],
        "camera": {
            "facing": clip.camera.facing, "yaw_deg": clip.camera.yaw_deg, "roll_deg": clip.camera.roll_deg,
            "distance_m": clip.camera.distance_m, "size_px": list(clip.camera.size_px), "fps": clip.fps,
        },
        "equipment": clip.equipment,
        "is_alone": clip.bystander is None,
        "signals": signals,
        "source": "figure drawn by formcheck.simulate",
        "certainty": "exact",
    }  # fmt: skip


def _describe_rep(rep: RepTruth) -> dict[str, object]:
    values = asdict(rep)
    names = ("start_s", "turn_s", "end_s", "side", "depth", "tempo", "phases_s", "planned_s")
    return {name: _plain(values[name]) for name in names}


def _plain(value: object) -> object:
    """Round numbers to 0.1 ms and turn what JSON lacks (NaN, tuples) into what it has."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, 4)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _round(values: ArrayLike, digits: int) -> list[float]:
    return np.round(np.asarray(values, float), digits).tolist()


def write_clip(
    clip: Clip, path: Path | str, jobs: int = 1, on_progress: Callable[[float], None] | None = None
) -> Path:
    """Write a clip as VP9 in WebM, and its truth beside it.

    Parameters
    ----------
    clip : Clip
    path : path
        Ends in ``.webm``; the truth goes to the same name with ``.truth.json``. Both appear when they
        are whole; what was there before stays until then.
    jobs : int
        Processes that draw; see `workers.map_in_order`. The pictures do not depend on it.
    on_progress : callable, optional
        Told the share that is done, 0 to 1.

    Returns
    -------
    Path
        Of the truth file.

    Raises
    ------
    OSError
        The video could not be opened for writing.
    """
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = _join_numbers(json.dumps(describe_truth(clip), indent=1, allow_nan=False)) + "\n"
    times = clip.times_s
    stretches = [(clip, times[start : start + _STRETCH]) for start in range(0, len(times), _STRETCH)]
    with (
        open_encoder(target, clip.fps, clip.camera.size_px) as encoder,
        closing(map_in_order(_draw_stretch, stretches, jobs)) as drawn,
    ):
        for number, frames in enumerate(drawn, 1):
            for rgb in frames:
                encoder.write(rgb)
            if on_progress is not None:
                on_progress(number / len(stretches))
    truth = target.with_suffix("").with_suffix(".truth.json")
    truth.write_text(text, encoding="utf-8")
    return truth


def _draw_stretch(task: tuple[Clip, NDArray[np.float64]]) -> list[NDArray[np.uint8]]:
    clip, times_s = task
    return [picture.rgb for picture in render_frames(clip, times_s)]


def _join_numbers(text: str) -> str:
    """Put lists of numbers on one line: a truth file is read by people too."""
    return re.sub(r"\[\s+([^\[\]{}\"]*?)\s+\]", lambda m: "[" + re.sub(r",\s+", ", ", m[1]) + "]", text)
