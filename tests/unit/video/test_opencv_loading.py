"""OpenCV is loaded late, quietly, and its absence is explained."""

import builtins
import os
import subprocess
import sys

import pytest

from formcheck.errors import InputError
from formcheck.video import QUIET, load_opencv
from tests.clip_factory import make_audio_only, make_clip, make_text_file, truncate

SCRIPT = """
import sys
from formcheck.errors import InputError
from formcheck.video.reader import open_video
from formcheck.video.writer import VideoWriter
assert "cv2" not in sys.modules
if "{order}" == "cv2 first":
    import cv2
import numpy as np
for path in sys.argv[2:]:
    try:
        with open_video(path) as video:
            frames = list(video)
    except InputError:
        pass
with VideoWriter(sys.argv[1], 64, 48, 30.0) as writer:
    for index in range(5):
        writer.write(np.zeros((48, 64, 3), np.uint8), index / 30)
"""


def run_python(script, *arguments, **variables):
    environment = {name: value for name, value in os.environ.items() if name not in QUIET} | variables
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("order", ["cv2 later", "cv2 first"])
def test_nothing_is_printed_whatever_is_read_and_written(tmp_path, order):
    inputs = [
        truncate(make_clip(tmp_path / "cut.mp4"), 0.5),
        truncate(make_clip(tmp_path / "cut.webm", codec="VP80"), 0.6),
        make_audio_only(tmp_path / "sound.mp4"),
        make_text_file(tmp_path / "text.mp4"),
        make_clip(tmp_path / "good.mp4"),
    ]
    done = run_python(SCRIPT.replace("{order}", order), tmp_path / "out.webm", *inputs)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out.webm").stat().st_size > 0


def test_levels_the_user_has_set_are_left_alone():
    script = """
import os
from formcheck.video import load_opencv
load_opencv()
print(os.environ["OPENCV_LOG_LEVEL"])
"""
    assert run_python(script, OPENCV_LOG_LEVEL="DEBUG").stdout.split()[-1] == "DEBUG"
    assert run_python(script).stdout.strip() == QUIET["OPENCV_LOG_LEVEL"]


def refuse_cv2(monkeypatch, error):
    ordinary_import = builtins.__import__

    def import_all_but_cv2(name, *arguments, **keywords):
        if name == "cv2":
            raise error
        return ordinary_import(name, *arguments, **keywords)

    monkeypatch.delitem(sys.modules, "cv2", raising=False)
    monkeypatch.setattr(builtins, "__import__", import_all_but_cv2)


def test_a_missing_system_library_is_explained(monkeypatch):
    refuse_cv2(
        monkeypatch, ImportError("libGL.so.1: cannot open shared object file: No such file or directory")
    )
    with pytest.raises(InputError, match=r"libGL\.so\.1.*apt-get install libgl1 libglib2\.0-0.*headless"):
        load_opencv()


def test_a_missing_opencv_is_explained(monkeypatch):
    refuse_cv2(monkeypatch, ModuleNotFoundError("No module named 'cv2'", name="cv2"))
    with pytest.raises(InputError, match="pip install opencv-python"):
        load_opencv()
