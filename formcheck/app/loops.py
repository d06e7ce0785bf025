"""A short loop of every movement for the guide, drawn by our figure when it is first asked for.

``python -m formcheck.app.loops KEY FOLDER`` draws one, in a process of its own: first a still, then the loop.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import cv2
import numpy as np

import formcheck
from formcheck.data_folder import find_data_folder
from formcheck.simulate import MOVEMENTS, Camera, lay_out, plan_set
from formcheck.simulate.clip import Clip, render_frames
from formcheck.simulate.framing import frame_set
from formcheck.validate.setups import EQUIPMENT
from formcheck.video.writer import VideoWriter

SIZE_PX = (480, 360)
FPS = 12.0
TEMPO_S = (1.5, 0.3, 1.2, 0.4)
"""Out, hold, back, rest: one unhurried repetition, short enough to be drawn in seconds."""
LOW_CAMERA_M = 0.7
"""Of a movement on the floor, as its camera advice asks for."""
_running: dict[str, subprocess.Popen[bytes]] = {}
_lock = threading.Lock()


def find_loop(key: str) -> tuple[Path | None, Path | None]:
    """The still and the loop of a movement, as far as they are drawn; drawing begins with the first call.

    Returns
    -------
    still, loop : Path or None
        None: not there yet, or the figure cannot do this movement.
    """
    folder = find_data_folder() / "guide"
    still, loop = folder / f"{key}.jpg", folder / f"{key}.webm"
    if key in MOVEMENTS and not loop.is_file():
        _draw_beside(key, folder)
    return (still if still.is_file() else None), (loop if loop.is_file() else None)


def is_drawn(key: str) -> bool:
    """Whether there is nothing to wait for: the loop is there, or cannot be drawn."""
    with _lock:
        process = _running.get(key)
        return process is None or process.poll() is not None


def _draw_beside(key: str, folder: Path) -> None:
    """Draw one loop in another process; one at a time, so that reviews keep their cores."""
    with _lock:
        if key in _running or any(process.poll() is None for process in _running.values()):
            return
        root = str(Path(formcheck.__file__).parents[1])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        _running[key] = subprocess.Popen(
            [sys.executable, "-m", "formcheck.app.loops", key, str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )


def plan_loop(key: str) -> Clip:
    """One repetition of a movement, seen side-on."""
    plan = plan_set(key, 1, tempo_s=TEMPO_S, lead_s=0.0, tail_s=0.0)
    equipment = EQUIPMENT.get(key, ("none",))[0]
    camera = Camera(size_px=SIZE_PX)
    if MOVEMENTS[key].family == "bird_dog":
        camera = Camera(size_px=SIZE_PX, height_m=LOW_CAMERA_M)
    return Clip(plan, frame_set(plan, camera, equipment), equipment=equipment, fps=FPS)


def draw_loop(key: str, folder: Path) -> None:
    """Draw the still and the loop of one movement; each appears when it is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    clip = plan_loop(key)
    out_s, hold_s = TEMPO_S[:2]
    still = next(render_frames(clip, [min(out_s + 0.5 * hold_s, lay_out(clip.plan).duration_s)])).rgb
    draft = folder / f".{key}.jpg"
    data = cv2.imencode(".jpg", np.ascontiguousarray(still[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    draft.write_bytes(data.tobytes())
    draft.replace(folder / f"{key}.jpg")
    with VideoWriter(folder / f"{key}.webm", *SIZE_PX, fps=FPS) as writer:
        for at_s, picture in zip(clip.times_s.tolist(), render_frames(clip), strict=True):
            writer.write(np.ascontiguousarray(picture.rgb[..., ::-1]), at_s)


if __name__ == "__main__":
    draw_loop(sys.argv[1], Path(sys.argv[2]))
