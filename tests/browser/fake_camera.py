"""A Chromium whose camera shows a clip, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserType

from benchmarks.fake_camera import write_camera
from benchmarks.served_app import CHROMIUM

FIRST_S, STILL_S = 1.5, 12.0
"""The camera plays its file over and over: so long its first picture stands, and in the end its last."""


@contextmanager
def film_clip(clip: Path, folder: Path, still_s: float = STILL_S) -> Iterator[Path]:
    """A clip as the file of a camera, gone with its use: a second of it takes 14 MB."""
    target = folder / f"{clip.stem}.y4m"
    write_camera(clip, target, still_s, FIRST_S)
    yield target
    target.unlink()


@contextmanager
def open_browser(chromium: BrowserType, film: Path | None, *flags: str) -> Iterator[Browser]:
    """A browser of its own, since what its camera shows is said when it starts; asks before it shows it.

    Parameters
    ----------
    chromium : BrowserType
    film : Path or None
        Uncompressed pictures, played from the moment the camera is opened; None: there is no camera.
    *flags : str
        Given to the browser besides.
    """
    device = "--use-fake-device-for-media-stream"
    shows = [device, f"--use-file-for-fake-video-capture={film}"] if film else [f"{device}=device-count=0"]
    opened = chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", *shows, *flags])
    yield opened
    opened.close()
