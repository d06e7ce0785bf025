"""``annotated.mp4``, read by OpenCV and probed by FFmpeg."""

from __future__ import annotations

from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.report.mp4 import write_mp4
from formcheck.video.reader import open_video
from tests.clip_factory import make_clip


@pytest.mark.parametrize("size", [(320, 240), (162, 120)])
def test_every_picture_is_there_at_its_time(size: tuple[int, int], tmp_path: Path) -> None:
    clip = make_clip(tmp_path / "annotated.webm", size, 25, 40, "VP90")
    write_mp4(clip, tmp_path / "annotated.mp4")
    with open_video(clip) as source, open_video(tmp_path / "annotated.mp4") as written:
        before = [(frame.t_s, frame.image.copy()) for frame in source]
        after = [(frame.t_s, frame.image.copy()) for frame in written]
    assert len(after) == len(before)
    np.testing.assert_allclose([t for t, _ in after], [t for t, _ in before], atol=0.002)
    for (_, a), (_, b) in zip(before, after, strict=True):
        assert b.shape == a.shape
        assert np.abs(a.astype(int) - b.astype(int)).mean() < 8


def test_it_is_what_phones_play(tmp_path: Path) -> None:
    write_mp4(make_clip(tmp_path / "a.webm", (320, 240), 25, 10, "VP90"), tmp_path / "a.mp4")
    with av.open(str(tmp_path / "a.mp4")) as file:
        stream = file.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")  # plays before it is loaded


def test_what_is_no_video_gets_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "annotated.webm").write_bytes(b"nothing")
    with pytest.raises(InputError, match="review the clip again"):
        write_mp4(tmp_path / "annotated.webm", tmp_path / "annotated.mp4")
    assert cv2.VideoCapture(str(tmp_path / "annotated.mp4")).read()[0] is False
