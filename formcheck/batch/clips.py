"""The clips of a folder, and what tells one from another without reading it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import InputError
from formcheck.report.reading import REPORT_FILE
from formcheck.video.container import VIDEO_ENDINGS


@dataclass(frozen=True, slots=True)
class ClipFile:
    """A file that calls itself a video.

    Attributes
    ----------
    path : Path
        Absolute.
    name : str
        Its path within the folder, with ``/``. The folder of its report has the same name.
    size_bytes : int
    modified_ns : int
        When it was last written.
    """

    path: Path
    name: str
    size_bytes: int
    modified_ns: int


def find_clips(folder: Path, out: Path) -> list[ClipFile]:
    """Find the videos of a folder and of all folders within.

    Hidden files and folders are left out (cameras and Macs leave such beside the clips), and so are
    finished reports, whose annotated videos are no clips.

    Parameters
    ----------
    folder : Path
    out : Path
        Folder of the reports; it may lie within.

    Returns
    -------
    list of ClipFile
        By name.

    Raises
    ------
    InputError
        There is no such folder, or no video in it.
    """
    if not folder.is_dir():
        what = "a file" if folder.exists() else "not there"
        raise InputError(f"{folder} is {what}, expected a folder of videos.")
    if out.resolve() == folder.resolve():
        raise InputError(f"--out {out} is the folder of the clips: give another one for the reports.")
    clips = sorted(_walk(folder.absolute(), out.resolve()), key=lambda clip: clip.name)
    if not clips:
        endings = ", ".join(VIDEO_ENDINGS)
        raise InputError(f"There is no video in {folder}: looked for files ending in {endings}.")
    return clips


def _walk(folder: Path, out: Path) -> Iterator[ClipFile]:
    for here, folders, files in os.walk(folder):
        place = Path(here)
        if place.resolve() == out or REPORT_FILE in files:
            folders.clear()
            continue
        folders[:] = [name for name in folders if not name.startswith(".")]
        for file in files:
            path = place / file
            if file.startswith(".") or path.suffix.lower() not in VIDEO_ENDINGS or not path.is_file():
                continue
            about = path.stat()
            # A name that is no UTF-8 could be written into no table.
            name = path.relative_to(folder).as_posix().encode("utf-8", "backslashreplace").decode()
            yield ClipFile(path, name, about.st_size, about.st_mtime_ns)
