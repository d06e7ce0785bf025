"""A clip as the camera of a Chromium: its pictures uncompressed, and the flags that make it one."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from formcheck.video.reader import open_video

SIZE_PX, RATE_HZ = (640, 480), 30
"""A webcam's usual. A second takes 14 MB, so such a file is made where it is needed and never kept."""


def write_camera(clip: Path, out: Path, still_s: float = 0.0, first_s: float = 0.0) -> None:
    """Write a clip as y4m, fitted into a webcam's picture.

    Parameters
    ----------
    clip : Path
    out : Path
        Ends in ``.y4m``. Chromium plays it over and over.
    still_s : float
        The last picture stands for so long before it begins again.
    first_s : float
        The first picture stands for so much longer.
    """
    with open_video(clip) as video, out.open("wb") as file:
        file.write(f"YUV4MPEG2 W{SIZE_PX[0]} H{SIZE_PX[1]} F{RATE_HZ}:1 Ip A1:1 C420jpeg\n".encode())
        slot, data = 0, b""
        for frame in video:
            while data and slot / RATE_HZ < first_s + frame.t_s - 1e-6:
                file.write(data)
                slot += 1
            data = b"FRAME\n" + _fit(frame.image)
        for _ in range(1 + round(still_s * RATE_HZ)):
            file.write(data)


def _fit(picture: np.ndarray) -> bytes:
    """Put the whole picture into one of the camera's size, as the planes of YUV 4:2:0."""
    height_px, width_px = picture.shape[:2]
    scale = min(SIZE_PX[0] / width_px, SIZE_PX[1] / height_px)
    small = cv2.resize(
        picture, (round(width_px * scale), round(height_px * scale)), interpolation=cv2.INTER_AREA
    )
    whole = np.zeros((SIZE_PX[1], SIZE_PX[0], 3), np.uint8)
    top, left = (SIZE_PX[1] - small.shape[0]) // 2, (SIZE_PX[0] - small.shape[1]) // 2
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return cv2.cvtColor(whole, cv2.COLOR_BGR2YUV_I420).tobytes()


def list_flags(camera: Path) -> list[str]:
    """What Chromium is started with."""
    return [
        "--no-sandbox",
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={camera}",
    ]
