"""A folder that is looked at all the time: whether a picture was ever written into it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from formcheck.app.reviews import FILM_FILE

HEADS = (b"\xff\xd8\xff", b"\x89PNG", b"\x1aE\xdf\xa3", b"RIFF")
"""With these a JPEG, a PNG, a WebM and a WebP begin."""
EVERY_S = 0.05


@contextlib.contextmanager
def watch_folder(folder: Path) -> Iterator[set[str]]:
    """Gives the files with pictures that were seen below a folder so far, at any time."""
    seen: set[str] = set()
    over = threading.Event()

    def look() -> None:
        while not over.wait(EVERY_S):
            for file in folder.rglob("*"):
                with contextlib.suppress(OSError):  # gone by now
                    if file.is_file() and is_picture(file):
                        seen.add(file.name)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def is_picture(file: Path) -> bool:
    """Whether a file holds a picture or pictures, by its name or its first bytes."""
    if file.name == FILM_FILE:
        return True
    with file.open("rb") as opened:
        return opened.read(4).startswith(HEADS)
