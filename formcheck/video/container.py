"""What the bytes of a file say about it, without decoding anything.

OpenCV only answers "cannot open"; these few looks tell a person why, and what to do. Box layout after
ISO/IEC 14496-12 (MP4, MOV, M4V, 3GP), magic numbers after the formats' own specifications.
"""

from __future__ import annotations

import difflib
import math
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from formcheck.errors import InputError

Kind = Literal["text", "picture", "audio", "movie", "unknown"]

VIDEO_ENDINGS = (".mp4", ".webm", ".mov", ".mkv", ".avi", ".m4v", ".mpg", ".mpeg", ".wmv", ".ts", ".gif")
"""What the name of a video may end in, where files are looked for. Any other can be given by itself."""
HEAD_BYTES = 1024
LARGEST_INDEX_BYTES = 256 * 2**20
"""A movie's index is some bytes a frame; one that claims more than this is not read."""

PICTURE_HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
AUDIO_HEADS = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xf1", b"fLaC", b"OggS\x00\x02")
PICTURE_BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis")
RIFF_KINDS: dict[bytes, Kind] = {b"WAVE": "audio", b"WEBP": "picture"}
AUDIO_BRANDS = (b"M4A ", b"M4B ", b"M4P ")
# Line ends, tab and form feed are the control characters a text may hold.
TEXT_CONTROLS = frozenset(b"\t\n\r\f")


@dataclass(frozen=True)
class MovieIndex:
    """What the index (``moov``) of an MP4 or MOV file announces.

    Attributes
    ----------
    complete : bool
        The file has its index. A recording that was cut off has none, and nothing can be decoded.
    has_picture : bool
        One of the tracks is a video track.
    duration_s : float
        Length of the video track as it is to be shown, that is after the cuts of its edit list (a clip
        trimmed on a phone keeps the hidden frames in the file). NaN: not announced.
    """

    complete: bool
    has_picture: bool
    duration_s: float


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file.

    Raises
    ------
    InputError
        There are none to be had; the sentence says why.
    """
    try:
        if path.is_dir():
            raise InputError(f"'{path}' is a folder: give the video files themselves.")
        if path.exists() and not path.is_file():
            raise InputError(f"'{path}' is not a regular file: give a video file.")
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except FileNotFoundError:
        raise InputError(f"There is no file '{path}': {_suggest_names(path)}") from None
    except PermissionError:
        raise InputError(f"'{path}' may not be read by you: change its permissions or copy it.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"'{path}' cannot be read ({error}): check the path and the disk.") from error
    if not head:
        raise InputError(f"'{path.name}' is empty (0 bytes): copy or record it again.")
    return head


def _suggest_names(path: Path) -> str:
    if not path.parent.is_dir():
        return f"the folder '{path.parent}' does not exist either, check the path."
    try:
        names = {other.name.lower(): other.name for other in path.parent.iterdir() if other.is_file()}
    except OSError:
        names = {}
    near = [names[name] for name in difflib.get_close_matches(path.name.lower(), names, n=3)]
    if not near:
        return "check the name and the folder."
    return "did you mean " + " or ".join(f"'{name}'" for name in near) + "?"


def detect_kind(head: bytes) -> Kind:
    """Tell what sort of file starts with these bytes (the first ``HEAD_BYTES`` are enough)."""
    if _is_text(head):
        return "text"
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in PICTURE_BRANDS:
            return "picture"
        return "audio" if brand in AUDIO_BRANDS else "movie"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return "movie"
    if head.startswith(b"RIFF"):
        return RIFF_KINDS.get(head[8:12], "unknown")
    if head.startswith(PICTURE_HEADS):
        return "picture"
    if head.startswith(AUDIO_HEADS):
        return "audio"
    return "unknown"


def _is_text(head: bytes) -> bool:
    if any(byte < 32 and byte not in TEXT_CONTROLS for byte in head):
        return False
    try:
        # The cut after HEAD_BYTES may fall inside a character.
        head[: max(len(head) - 3, 1)].decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 8
    return True


def read_movie_index(path: Path) -> MovieIndex:
    """Read what the index of an MP4 or MOV file announces.

    Raises
    ------
    OSError
        The file cannot be read.
    """
    with path.open("rb") as file:
        index = _find_index(file)
    if index is None:
        return MovieIndex(complete=False, has_picture=False, duration_s=math.nan)
    try:
        return _parse_index(index)
    except (struct.error, IndexError, ZeroDivisionError):
        # A damaged index is OpenCV's to accept or refuse; it is only that we cannot say more.
        return MovieIndex(complete=True, has_picture=True, duration_s=math.nan)


def explain_unreadable(path: Path, kind: Kind, frame_count: int) -> str:
    """Say why a file gave fewer than two frames, and what to do."""
    name = f"'{path.name}'"
    if kind == "picture":
        return f"{name} is a picture, not a video: give a video of the whole set."
    if kind == "audio":
        return f"{name} holds only sound: give a video."
    if kind == "movie":
        index = read_movie_index(path)
        if not index.complete:
            return f"{name} was cut off before it was finished (its index is missing): copy it again in full."
        if not index.has_picture:
            return f"{name} holds only sound, no picture: give a video."
    if frame_count:
        return f"{name} holds a single frame: give a video of the whole set."
    return (
        f"{name} cannot be read as a video: it is damaged, holds no picture or is coded in a way OpenCV does "
        "not know; play it in a video player, and if it plays, export it as MP4 (H.264)."
    )


def _find_index(file: BinaryIO) -> bytes | None:
    """Return the body of the top-level ``moov`` box, or None where it is missing or cut."""
    file_size = os.fstat(file.fileno()).st_size
    start = 0
    while start + 8 <= file_size:
        file.seek(start)
        head = file.read(16)
        size, kind = struct.unpack(">I4s", head[:8])
        head_size = 8
        if size == 1 and len(head) == 16:
            size, head_size = struct.unpack(">Q", head[8:])[0], 16
        elif size == 0:
            size = file_size - start
        if size < head_size:
            return None
        if kind == b"moov":
            if start + size > file_size or size > LARGEST_INDEX_BYTES:
                return None
            file.seek(start + head_size)
            return file.read(size - head_size)
        start += size
    return None


def _iterate_boxes(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield (kind, body) of the boxes that lie one after the other in ``body``."""
    start = 0
    while start + 8 <= len(body):
        size, kind = struct.unpack(">I4s", body[start : start + 8])
        if size < 8:
            return
        yield kind, body[start + 8 : start + size]
        start += size


def _find_box(body: bytes, *kinds: bytes) -> bytes | None:
    """Return the body of the first box at the end of the path ``kinds``, or None."""
    for kind, inner in _iterate_boxes(body):
        if kind == kinds[0]:
            return inner if len(kinds) == 1 else _find_box(inner, *kinds[1:])
    return None


def _parse_index(index: bytes) -> MovieIndex:
    movie_header = _find_box(index, b"mvhd")
    for kind, track in _iterate_boxes(index):
        handler = _find_box(track, b"mdia", b"hdlr") if kind == b"trak" else None
        if handler is None or handler[8:12] != b"vide":
            continue
        media_header = _find_box(track, b"mdia", b"mdhd")
        duration_s = _read_duration_s(media_header) if media_header else math.nan
        edits = _find_box(track, b"edts", b"elst")
        if edits and movie_header:
            shown_s = _sum_edits_s(edits, _read_timescale(movie_header))
            duration_s = min(duration_s, shown_s) if shown_s > 0 else duration_s
        return MovieIndex(True, True, duration_s if duration_s > 0 else math.nan)
    return MovieIndex(complete=True, has_picture=False, duration_s=math.nan)


def _read_timescale(header: bytes) -> int:
    """Units a second of an ``mvhd`` or ``mdhd`` box; its version 1 has 64-bit times."""
    return struct.unpack_from(">I", header, 20 if header[0] == 1 else 12)[0]


def _read_duration_s(header: bytes) -> float:
    duration = struct.unpack_from(">Q" if header[0] == 1 else ">I", header, 24 if header[0] == 1 else 16)[0]
    return duration / _read_timescale(header)


def _sum_edits_s(edits: bytes, timescale: int) -> float:
    """Add up the parts of the media an edit list shows; a media time of -1 is an empty part."""
    wide = edits[0] == 1
    entry = struct.Struct(">Qqi" if wide else ">Iii")
    count = struct.unpack_from(">I", edits, 4)[0]
    parts = [entry.unpack_from(edits, 8 + i * entry.size) for i in range(min(count, len(edits)))]
    return sum(length for length, media_time, _ in parts if media_time != -1) / timescale
