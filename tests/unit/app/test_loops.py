"""The loops of the guide, drawn by our own figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.app import loops
from formcheck.exercises.loader import list_exercises
from formcheck.simulate import lay_out
from formcheck.video.reader import open_video


@pytest.mark.parametrize("key", list_exercises())
def test_there_is_a_loop_of_every_movement(key: str) -> None:
    clip = loops.plan_loop(key)
    assert clip.plan.movement == key
    assert len(clip.plan.reps) == 1
    assert 2.0 < lay_out(clip.plan).duration_s < 8.0


def test_a_still_and_a_loop_are_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "SIZE_PX", (96, 72))
    monkeypatch.setattr(loops, "FPS", 4.0)
    loops.draw_loop("good_morning", tmp_path)
    assert (tmp_path / "good_morning.jpg").read_bytes().startswith(b"\xff\xd8")
    with open_video(tmp_path / "good_morning.webm") as video:
        pictures = [frame.image for frame in video]
    assert pictures[0].shape == (72, 96, 3)
    assert 8 < len(pictures) < 40
    assert sorted(file.name for file in tmp_path.iterdir()) == ["good_morning.jpg", "good_morning.webm"]


def test_a_movement_the_figure_cannot_do_has_none(data_folder: Path) -> None:
    assert loops.find_loop("my_own_movement") == (None, None)
    assert loops.is_drawn("my_own_movement")
