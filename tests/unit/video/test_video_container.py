"""What bytes say about a file."""

import math
import struct

import pytest

from formcheck.video.container import detect_kind, read_movie_index
from tests.clip_factory import (
    make_audio_only,
    make_clip,
    make_picture,
    patch_edit_list,
    patch_frame_durations,
    truncate,
)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\0\0\0\x18ftypisom\0\0\2\0", "movie"),
        (b"\0\0\0\x14ftypqt  \0\0\2\0", "movie"),
        (b"\0\0\0\x08wide\0\0\0\0mdat", "movie"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "picture"),
        (b"\0\0\0\x1cftypM4A \0\0\0\0", "audio"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\r", "picture"),
        (b"RIFF\0\1\0\0WAVEfmt ", "audio"),
        (b"RIFF\0\1\0\0WEBPVP8 ", "picture"),
        (b"RIFF\0\1\0\0AVI LIST", "unknown"),
        (b"ID3\x04\0\0\0\0\0\x23", "audio"),
        (b"\x1aE\xdf\xa3\x01\0\0\0", "unknown"),
        (b"#EXTM3U\n#EXTINF:2,\nsquat.ts\n", "text"),
        ("Kniebeuge über alles\r\n".encode(), "text"),
        ("ü" * 511 + "x" + "ü", "text"),
        (b"plain\0with a zero byte", "unknown"),
        (b"caf\xe9 and a lot more of plain words after it", "unknown"),
    ],
)
def test_kind_is_told_by_the_first_bytes(head, kind):
    data = head.encode()[:1024] if isinstance(head, str) else head
    assert detect_kind(data) == kind


def test_index_gives_the_length(tmp_path):
    index = read_movie_index(make_clip(tmp_path / "a.mp4", fps=25.0, n=50))
    assert index.complete
    assert index.has_picture
    assert index.duration_s == pytest.approx(2.0, abs=0.01)


def test_length_follows_frame_durations(tmp_path):
    path = patch_frame_durations(make_clip(tmp_path / "a.mp4", n=10), [0.1] * 9 + [0.6])
    assert read_movie_index(path).duration_s == pytest.approx(1.5, abs=0.01)


def test_length_is_what_the_edit_list_shows(tmp_path):
    path = patch_edit_list(make_clip(tmp_path / "a.mp4", n=60), 0.4, 1.5)
    assert read_movie_index(path).duration_s == pytest.approx(1.5, abs=0.01)


def test_missing_index_is_told(tmp_path):
    index = read_movie_index(truncate(make_clip(tmp_path / "a.mp4"), 0.5))
    assert not index.complete
    assert math.isnan(index.duration_s)


def test_index_without_a_video_track_is_told(tmp_path):
    path = tmp_path / "a.mp4"
    make_clip(path)
    path.write_bytes(path.read_bytes().replace(b"vide", b"soun", 1))
    index = read_movie_index(path)
    assert index.complete
    assert not index.has_picture


@pytest.mark.parametrize("body", [b"", b"\0\0\0\x09", struct.pack(">I4s", 12, b"mvhd") + b"\0\0\0\0"])
def test_a_damaged_index_is_no_accident(tmp_path, body):
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x0cftypisom" + struct.pack(">I4s", 8 + len(body), b"moov") + body)
    index = read_movie_index(path)
    assert index.complete
    assert math.isnan(index.duration_s)


def test_boxes_of_size_zero_and_64_bit_size(tmp_path):
    path = make_clip(tmp_path / "a.mp4", n=30)
    whole = path.read_bytes()
    start = whole.rindex(b"moov") - 4
    wide = struct.pack(">I4sQ", 1, b"free", 16 + 8) + bytes(8)
    path.write_bytes(wide + struct.pack(">I", 0) + whole[start + 4 :])
    assert read_movie_index(path).duration_s == pytest.approx(1.0, abs=0.01)


def test_other_files_have_no_movie_index(tmp_path):
    assert not read_movie_index(make_audio_only(tmp_path / "a.mp4")).complete
    assert not read_movie_index(make_picture(tmp_path / "b.mp4")).complete
