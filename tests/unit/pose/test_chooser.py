"""Who of several people is the athlete."""

from __future__ import annotations

import pytest

from formcheck.pose.chooser import AthleteChooser
from tests.unit.pose.detection_factory import make_detection

NEAR = make_detection((150.0, 230.0), 100.0)
LIKE = make_detection((300.0, 230.0), 84.0)
FAR = make_detection((520.0, 230.0), 60.0)


@pytest.mark.parametrize("people", [[], [NEAR], [NEAR, FAR], [FAR, NEAR]])
def test_the_nearest_is_accepted_at_once(people):
    chooser = AthleteChooser()
    assert chooser.accept(NEAR, people, 0.0)
    assert chooser.find_search_box(0.0) is None


def test_somebody_of_like_size_is_left_as_the_model_chose():
    assert AthleteChooser().accept(LIKE, [NEAR, LIKE], 0.0)


def test_somebody_in_the_background_is_refused_and_the_nearest_shown_alone():
    chooser = AthleteChooser()
    assert not chooser.accept(FAR, [FAR, NEAR], 0.0)
    box = chooser.find_search_box(0.1)
    assert box is not None
    left, top, right, bottom = box
    for x, y in NEAR.image:
        assert left < x < right
        assert top < y < bottom
    assert right < FAR.mid_hip_px[0]
    assert chooser.accept(NEAR, [NEAR], 0.1)
    assert chooser.find_search_box(0.2) is None


def test_after_a_second_whoever_is_there_is_accepted():
    chooser = AthleteChooser()
    assert not chooser.accept(FAR, [FAR, NEAR], 5.0)
    assert not chooser.accept(FAR, [FAR, NEAR], 5.9)
    assert chooser.find_search_box(6.1) is None
    assert chooser.accept(FAR, [FAR, NEAR], 6.1)


def test_a_look_that_met_nobody_for_long_is_forgotten():
    chooser = AthleteChooser()
    assert not chooser.accept(FAR, [FAR, NEAR], 5.0)
    assert not chooser.accept(FAR, [FAR, NEAR], 60.0)
    assert chooser.find_search_box(60.1) is not None
