"""A pose track on disk: everything the engine needs to replay a video, without the video.

The file is an ordinary ``.npz`` (readable with ``numpy.load``) whose arrays are written in blocks, so
that neither writing nor reading needs more memory for a longer clip.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

from formcheck.errors import InputError
from formcheck.pose.landmarks import Pose

TRACK_FORMAT = "formcheck.track/1"
BLOCK_POSES = 256
_ARRAYS = ("image", "world", "visibility", "reliable", "flanks")


class TrackWriter:
    """Write poses to a track file, block by block.

    Parameters
    ----------
    path : Path
        The file to write; an unfinished one is removed again.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._block: list[Pose] = []
        self._blocks = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        if kind is not None:
            self.path.unlink(missing_ok=True)

    def append(self, pose: Pose) -> None:
        """Add the next pose."""
        self._block.append(pose)
        if len(self._block) >= BLOCK_POSES:
            self._flush()

    def finish(self, about: dict[str, Any]) -> None:
        """Write what is left, and what the track was made from (any JSON value)."""
        self._flush()
        text = json.dumps({"format": TRACK_FORMAT, "blocks": self._blocks, "about": about})
        self._write_array("about", np.array(text))

    def _flush(self) -> None:
        if not self._block:
            return
        number = f"{self._blocks:05d}"
        self._write_array(f"t_s_{number}", np.array([pose.t_s for pose in self._block]))
        self._write_array(f"size_px_{number}", np.array([pose.size_px for pose in self._block], np.int32))
        for name in _ARRAYS:
            self._write_array(f"{name}_{number}", np.stack([getattr(pose, name) for pose in self._block]))
        self._block.clear()
        self._blocks += 1

    def _write_array(self, name: str, array: np.ndarray) -> None:
        buffer = io.BytesIO()
        np.lib.format.write_array(buffer, array, allow_pickle=False)
        # A fixed date: the same poses give the same file.
        self._zip.writestr(zipfile.ZipInfo(f"{name}.npy"), buffer.getvalue(), zipfile.ZIP_DEFLATED, 3)


class Track:
    """A pose track on disk, read one block at a time.

    Parameters
    ----------
    path : Path
        A file written by `TrackWriter`.

    Raises
    ------
    InputError
        When it is not a pose track of this format.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with np.load(path, allow_pickle=False) as arrays:
                head = json.loads(str(arrays["about"]))
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise InputError(f"{path} is not a pose track: give a file that formcheck saved.") from error
        if head.get("format") != TRACK_FORMAT:
            raise InputError(f"{path} is a {head.get('format')} file; this version reads {TRACK_FORMAT}.")
        self.about: dict[str, Any] = head["about"]
        self._blocks = int(head["blocks"])

    def __iter__(self) -> Iterator[Pose]:
        with np.load(self.path, allow_pickle=False) as arrays:
            for block in range(self._blocks):
                t_s = arrays[f"t_s_{block:05d}"].tolist()
                sizes = arrays[f"size_px_{block:05d}"].tolist()
                columns = [arrays[f"{name}_{block:05d}"] for name in _ARRAYS]
                for row, (at_s, size) in enumerate(zip(t_s, sizes, strict=True)):
                    yield Pose(at_s, *(column[row] for column in columns), (size[0], size[1]))


def is_track(path: Path) -> bool:
    """True for a file that calls itself a pose track."""
    return path.suffix.lower() == ".npz" and os.path.isfile(path)
