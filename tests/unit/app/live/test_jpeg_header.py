"""A JPEG is measured before it is decoded, and only a plain one is let through."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from formcheck.app.live.jpeg_header import read_jpeg_size
from tests.picture_factory import paint
from tests.unit.app.live.conftest import JPEG


@pytest.mark.parametrize("kind", [cv2.IMWRITE_JPEG_RST_INTERVAL, cv2.IMWRITE_JPEG_OPTIMIZE])
def test_restarts_and_other_tables_are_fine(kind: int) -> None:
    jpeg = cv2.imencode(".jpg", paint(640, 480), [kind, 1])[1].tobytes()
    assert read_jpeg_size(jpeg) == (640, 480)


def test_a_grey_picture_and_trailing_bytes_are_fine() -> None:
    grey = cv2.imencode(".jpg", paint(128, 64)[:, :, 0])[1].tobytes()
    assert read_jpeg_size(grey + b"camera") == (128, 64)


def test_whatever_is_cut_off_is_refused() -> None:
    for length in range(len(JPEG)):
        with pytest.raises(ValueError, match="JPEG"):
            read_jpeg_size(JPEG[:length])


@pytest.mark.parametrize("suffix", [".png", ".webp", ".bmp"])
def test_other_kinds_of_pictures(suffix: str) -> None:
    with pytest.raises(ValueError, match="no JPEG"):
        read_jpeg_size(cv2.imencode(suffix, paint(64, 64))[1].tobytes())


def test_a_progressive_jpeg_is_refused() -> None:
    jpeg = cv2.imencode(".jpg", paint(), [cv2.IMWRITE_JPEG_PROGRESSIVE, 1])[1].tobytes()
    with pytest.raises(ValueError, match="not baseline"):
        read_jpeg_size(jpeg)


def test_a_second_scan_and_a_second_size_are_refused() -> None:
    scan, frame = JPEG.index(b"\xff\xda"), JPEG.index(b"\xff\xc0")
    header = JPEG[frame : JPEG.index(b"\xff\xc4")]
    with pytest.raises(ValueError, match="several scans"):
        read_jpeg_size(JPEG[:-2] + JPEG[scan:])
    with pytest.raises(ValueError, match="not baseline"):
        read_jpeg_size(JPEG[:frame] + header + JPEG[frame:])
    with pytest.raises(ValueError, match="several scans"):  # no size at all
        read_jpeg_size(JPEG[:frame] + JPEG[frame + len(header) :])


def test_the_decoder_agrees_about_every_damaged_header_that_is_let_through() -> None:
    random = np.random.default_rng(5)
    header, let_through = JPEG.index(b"\xff\xda") + 14, 0
    for _ in range(3000):
        damaged = bytearray(JPEG)
        for at in random.integers(2, header, random.integers(1, 4)):
            damaged[at] = random.integers(256)
        try:
            width_px, height_px = read_jpeg_size(bytes(damaged))
        except ValueError:
            continue
        if max(width_px, height_px) > 1280:
            continue
        let_through += 1
        picture = cv2.imdecode(
            np.frombuffer(damaged, np.uint8), cv2.IMREAD_COLOR | cv2.IMREAD_IGNORE_ORIENTATION
        )
        assert picture is None or picture.shape == (height_px, width_px, 3)
    assert let_through > 100
