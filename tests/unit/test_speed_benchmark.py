"""What the speed benchmark makes of its measurements."""

from __future__ import annotations

import pytest

from benchmarks.speed import Line, Run, compare_speed, describe_first, lay_out_page, show_twice
from tests.clip_factory import make_clip


def test_ratios_are_taken_within_a_round_and_their_median_counts() -> None:
    rounds = [[Run(bare_s, {}), Run(review_s, {})] for bare_s, review_s in ((20, 10), (60, 20), (10, 10))]
    assert compare_speed(rounds, 1) == "2.00 times as fast (1.00 – 3.00)"


def test_the_first_repetition_may_take_its_share_of_the_bare_loop() -> None:
    bare = Run(7.0, {"load_s": 1.0, "frames": 300})
    line = describe_first([[bare, Run(9.0, {"first_s": 3.5, "first_frames": 150})]])
    assert line.value == "3.5 s"
    assert line.wanted.startswith("4.6 s")  # 1.0 + 1.2 * 150 / 300 * 6.0


def test_the_page_has_every_number() -> None:
    lines = [Line("a", "1.23 times", "1.7"), Line("b", "456 MB")]
    page = lay_out_page(lines, 2, "clip.webm", "| MediaPipe | 1 |")
    assert "| a | 1.23 times | 1.7 |" in page
    assert "| b | 456 MB |  |" in page
    assert "--rounds 2 --write" in page
    assert "| MediaPipe | 1 |" in page


@pytest.mark.parametrize(("length_s", "frames"), [(None, 40), (1.0, 30)])
def test_a_clip_shown_twice_goes_on_in_time(tmp_path, length_s: float | None, frames: int) -> None:
    clip = make_clip(tmp_path / "clip.mp4", n=20)
    times_s = [t_s for _, t_s in show_twice(clip, length_s)]
    assert len(times_s) == frames
    assert times_s == pytest.approx([k / 30 for k in range(frames)], abs=0.002)
