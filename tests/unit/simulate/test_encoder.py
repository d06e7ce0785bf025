"""Frames to VP9, with PyAV and without."""

import cv2
import numpy as np
import pytest

from formcheck.simulate import encoder
from formcheck.simulate.encoder import has_pyav, open_encoder

SIZE = (96, 96)


def _frames(count):
    ramp = np.tile(np.linspace(0, 200, 96, dtype=np.uint8)[None, :, None], (96, 1, 3))
    return [np.roll(ramp, 4 * i, axis=1) for i in range(count)]


def _read(path):
    video = cv2.VideoCapture(str(path))
    frames = []
    while (result := video.read())[0]:
        frames.append(cv2.cvtColor(result[1], cv2.COLOR_BGR2RGB))
    rate = video.get(cv2.CAP_PROP_FPS)
    video.release()
    return frames, rate


@pytest.fixture(params=["pyav", "opencv"])
def path(request, tmp_path, monkeypatch):
    if request.param == "pyav":
        pytest.importorskip("av")
    monkeypatch.setattr(encoder, "has_pyav", lambda: request.param == "pyav")
    return tmp_path / "clip.webm"


@pytest.mark.parametrize("fps", [24.0, 29.97])
def test_what_is_written_is_read_again(path, fps):
    frames = _frames(10)
    with open_encoder(path, fps, SIZE) as video:
        for frame in frames:
            video.write(frame)
    stored, rate = _read(path)
    assert rate == pytest.approx(fps, abs=0.02)
    assert len(stored) == len(frames)
    assert np.abs(np.array(stored, float) - np.array(frames, float)).mean() < 8.0
    assert list(path.parent.iterdir()) == [path]


def test_broken_off_work_leaves_the_old_file_and_nothing_else(path):
    path.write_bytes(b"old")

    def break_off():
        with open_encoder(path, 24.0, SIZE) as video:
            video.write(_frames(1)[0])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_an_os_error(path):
    with (
        pytest.raises(OSError, match=r"[Nn]o such|could not open"),
        open_encoder(path.parent / "missing" / "clip.webm", 24.0, SIZE),
    ):
        pass


def test_pyav_is_found_where_it_is_installed():
    try:
        import av  # noqa: F401
    except ImportError:
        assert not has_pyav()
    else:
        assert has_pyav()
