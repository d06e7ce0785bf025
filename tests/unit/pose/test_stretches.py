"""Where the stretches of a clip start."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np
import pytest

from formcheck.pose.stretches import LONGEST, SHORTEST, WARM_UP, list_starts


def list_lengths(pictures: int) -> list[int]:
    """Of the stretches of a clip."""
    starts = [start for start in islice(list_starts(pictures), 1000) if start < pictures]
    return [b - a for a, b in pairwise([0, *starts, pictures])]


@pytest.mark.parametrize("pictures", [0, 1, SHORTEST - 1])
def test_a_short_clip_is_one_stretch(pictures: int) -> None:
    assert list(list_starts(pictures)) == []


@pytest.mark.parametrize("pictures", [SHORTEST, LONGEST - 1, LONGEST])
def test_a_clip_of_one_length_is_halved(pictures: int) -> None:
    first, second = list_lengths(pictures)
    assert abs(first - second) <= 1


@pytest.mark.parametrize("pictures", [LONGEST + 1, 641, 1000, 5000, 60_001])
def test_two_processes_end_at_the_same_time(pictures: int) -> None:
    lengths = list_lengths(pictures)
    assert sum(lengths) == pictures
    assert min(lengths) > 2 * WARM_UP
    assert max(lengths) <= LONGEST + 1
    assert lengths[0] == pytest.approx(max(lengths) / 2, abs=1)
    assert np.sum(lengths[::2]) == pytest.approx(np.sum(lengths[1::2]), abs=len(lengths))


@pytest.mark.parametrize("pictures", [None, 700])
def test_more_pictures_than_were_told_have_stretches_too(pictures: int | None) -> None:
    starts = list(islice(list_starts(pictures), 20))
    assert all(WARM_UP < b - a <= LONGEST for a, b in pairwise(starts))
    assert starts[-1] > 3000
