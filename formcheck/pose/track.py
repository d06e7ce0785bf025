"""A pose track on disk: everything the engine needs to replay a video, without the video.

The file is an ordinary ``.npz`` (readable with ``numpy.load``) whose arrays are written in blocks, so
that neither writing nor reading needs more memory for a longer clip.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from formcheck.errors import InputError
from formcheck.pose.landmarks import Pose

TRACK_FORMAT = "formcheck.track/1"
BLOCK_POSES = 256
_ARRAYS = ("image", "world", "visibility", "reliable", "flanks")
STACKED = ("t_s", "size_px", *_ARRAYS)


def stack_poses(poses: Sequence[Pose]) -> dict[str, NDArray]:
    """Poses as one array for each of ``STACKED``, the first axis counting them."""
    return {
        "t_s": np.array([pose.t_s for pose in poses]),
        "size_px": np.array([pose.size_px for pose in poses], np.int32),
        **{name: np.stack([getattr(pose, name) for pose in poses]) for name in _ARRAYS},
    }


def split_poses(stacked: Mapping[str, NDArray], edge_delay_s: float) -> Iterator[Pose]:
    """The poses that `stack_poses` put together."""
    heads = zip(stacked["t_s"].tolist(), stacked["size_px"].tolist(), strict=True)
    image, world, visibility, reliable, flanks = (stacked[name] for name in _ARRAYS)
    for row, (t_s, (width_px, height_px)) in enumerate(heads):
        yield Pose(
            t_s,
            image[row],
            world[row],
            visibility[row],
            reliable[row],
            flanks[row],
            (width_px, height_px),
            edge_delay_s,
        )


class TrackWriter:
    """Write poses to a track file, block by block.

    Parameters
    ----------
    path : Path
        The file to write. It appears with `finish`; without, nothing is left behind and an older file
        of that name stays as it was.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._draft = path.with_name(f".{path.name}.part")
        self._zip = zipfile.ZipFile(self._draft, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        self._block: list[Pose] = []
        self._blocks = 0
        self._edge_delay_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._zip.close()
        finally:
            self._draft.unlink(missing_ok=True)

    def append(self, pose: Pose) -> None:
        """Add the next pose."""
        self._block.append(pose)
        self._edge_delay_s = max(self._edge_delay_s, pose.edge_delay_s)
        if len(self._block) >= BLOCK_POSES:
            self._flush()

    def finish(self, about: dict[str, Any]) -> None:
        """Write what is left, and what the track was made from (any JSON value)."""
        self._flush()
        head = {"format": TRACK_FORMAT, "blocks": self._blocks, "edge_delay_s": self._edge_delay_s}
        text = json.dumps({**head, "about": about})
        self._write_array("about", np.array(text))
        self._zip.close()
        self._draft.replace(self.path)

    def _flush(self) -> None:
        if not self._block:
            return
        for name, array in stack_poses(self._block).items():
            self._write_array(f"{name}_{self._blocks:05d}", array)
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
        with self._open() as arrays:
            head = json.loads(str(arrays["about"]))
            found = head["format"]
            self.about: dict[str, Any] = dict(head["about"])
            self._blocks = int(head["blocks"])
            self._edge_delay_s = float(head.get("edge_delay_s", 0.0))
        if found != TRACK_FORMAT:
            raise InputError(f"{path} is a {found} file; this version reads {TRACK_FORMAT}.")

    def __iter__(self) -> Iterator[Pose]:
        with self._open() as arrays:
            for block in range(self._blocks):
                stacked = {name: arrays[f"{name}_{block:05d}"] for name in STACKED}
                yield from split_poses(stacked, self._edge_delay_s)

    @contextmanager
    def _open(self) -> Iterator[Mapping[str, NDArray]]:
        """Open the file; whatever turns out to be wrong with it is one sentence."""
        try:
            with self.path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                yield arrays
        except InputError:
            raise
        except Exception as error:  # a damaged zip fails in more ways than its library lists
            raise InputError(
                f"{self.path} is not a pose track, or a damaged one: "
                "give a .npz file that `formcheck review --track` saved."
            ) from error


def is_track(path: Path) -> bool:
    """Tell whether a file calls itself a pose track."""
    return path.suffix.lower() == ".npz" and path.is_file()
