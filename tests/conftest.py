"""What tests share: the pose model, and short clips of our own rendered figure."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def pose_model() -> Path:
    """The full pose model; fetched when it is not there yet."""
    from formcheck.pose.models import get_model

    return get_model("full")


@pytest.fixture(scope="session")
def sample_clip() -> Path:
    """The clip the README's first command checks."""
    return ROOT / "sample_videos" / "romanian_deadlift.webm"


@pytest.fixture(scope="session")
def short_clip(sample_clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample's first two repetitions, so that a test takes seconds."""
    from formcheck.video.reader import open_video
    from formcheck.video.writer import VideoWriter

    path = tmp_path_factory.mktemp("clips") / "short.webm"
    with open_video(sample_clip) as video:
        size = video.info.width_px, video.info.height_px
        with VideoWriter(path, *size, fps=video.reading_fps) as writer:
            for frame in video:
                if frame.t_s > 11.0:
                    break
                writer.write(frame.image, frame.t_s)
    return path


@pytest.fixture(scope="session")
def footage() -> Path:
    """A folder of real clips with hand-made truth; none is part of the project."""
    folder = Path(os.environ.get("FORMCHECK_CLIPS", ROOT.parent / "shared" / "clips"))
    if not folder.is_dir():
        pytest.skip("FORMCHECK_CLIPS names no folder of real footage")
    return folder


@pytest.fixture(autouse=True)
def keep_main_module() -> Iterator[None]:
    """Give back the main module: a page run by AppTest takes its place, and new processes look for it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
