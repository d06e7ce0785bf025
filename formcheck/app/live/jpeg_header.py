"""What the header of a JPEG says, read without decoding it: only what a canvas writes is ever decoded."""

from __future__ import annotations

import re

_NEXT_MARKER = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
"""In the data of a scan: neither a stuffed byte, nor a restart, nor filling."""
_BASELINE, _SCAN, _END = 0xC0, 0xDA, 0xD9
_OTHER_FRAMES = {*range(0xC1, 0xD0)} - {0xC4, 0xC8, 0xCC}
"""Progressive, lossless, arithmetic: no canvas writes them, and a progressive one of a few kilobytes can
take minutes to decode (libjpeg-turbo's own tools limit its scans for that reason)."""
_WITHOUT_LENGTH = {0x00, 0x01, *range(0xD0, 0xDA)}


def read_jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Width and height in pixels that the header of a baseline JPEG of one scan says (ITU-T T.81, B.2).

    Parameters
    ----------
    jpeg : bytes

    Returns
    -------
    width_px, height_px : int

    Raises
    ------
    ValueError
        For anything else, and for one that is cut off.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError("a picture that is no JPEG")
    end, size, components = 2, None, 0
    while True:
        marker, at, end = _read_segment(jpeg, end)
        if marker in _OTHER_FRAMES or (marker == _BASELINE and size is not None):
            raise ValueError("a JPEG that is not baseline")
        if marker == _BASELINE:
            if end - at < 6 or jpeg[at] != 8 or jpeg[at + 5] not in (1, 3):
                raise ValueError("a JPEG of another depth")
            size = int.from_bytes(jpeg[at + 3 : at + 5]), int.from_bytes(jpeg[at + 1 : at + 3])
            components = jpeg[at + 5]
        if marker == _SCAN:
            if size is None or end == at or jpeg[at] != components:
                raise ValueError("a JPEG of several scans")
            found = _NEXT_MARKER.search(jpeg, end)
            if found is None or found[1][0] != _END:
                raise ValueError("a JPEG of several scans, or cut off")
            return size


def _read_segment(jpeg: bytes, at: int) -> tuple[int, int, int]:
    """Marker at ``at``, and where its content begins and ends."""
    while jpeg[at : at + 2] == b"\xff\xff":
        at += 1
    if at + 4 > len(jpeg) or jpeg[at] != 0xFF or jpeg[at + 1] in _WITHOUT_LENGTH:
        raise ValueError("a JPEG without an end to its header")
    length = int.from_bytes(jpeg[at + 2 : at + 4])
    end = at + 2 + length
    if length < 2 or end > len(jpeg):
        raise ValueError("a JPEG with a segment that is cut off")
    return jpeg[at + 1], at + 4, end
