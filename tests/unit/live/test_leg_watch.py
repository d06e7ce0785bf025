"""Legs that something stands before are not drawn, and those that are seen are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from formcheck.exercises.loader import load_exercise
from formcheck.live.describe import lay_out_landmarks
from formcheck.live.leg_watch import LEGS, LegWatch
from formcheck.motion.legs import AROUND_S
from formcheck.pose.landmarks import Landmark, Pose

RDL = load_exercise("romanian_deadlift")


def shrink_leg(pose: Pose) -> Pose:
    """As the pose model does when a plate stands before the leg: knee and ankle close below the hip."""
    image = pose.image.copy()
    for hip, knee, ankle in ((23, 25, 27), (24, 26, 28)):
        image[knee] = image[hip] + 0.3 * (image[knee] - image[hip])
        image[ankle] = image[knee] + 0.2 * (image[ankle] - image[knee])
    return replace(pose, image=image)


def test_a_leg_that_is_seen_is_drawn(hinges: list[Pose]) -> None:
    watch = LegWatch(RDL)
    assert all(watch.push(pose) for pose in hinges)


def test_an_invented_leg_is_not_drawn_and_comes_back_a_while_after(hinges: list[Pose]) -> None:
    watch = LegWatch(RDL)
    hidden = [60 <= number < 90 for number in range(240)]
    seen = [
        watch.push(shrink_leg(pose) if is_hidden else pose)
        for pose, is_hidden in zip(hinges[:240], hidden, strict=True)
    ]
    assert not any(seen[60:90])
    again = seen.index(True, 90)
    assert all(seen[:60])
    assert 0 < hinges[again].t_s - hinges[89].t_s <= AROUND_S + 0.1
    assert all(seen[again:])


def test_before_a_bird_dog_stands_no_plate(hinges: list[Pose]) -> None:
    watch = LegWatch(load_exercise("bird_dog"))
    assert all(watch.push(shrink_leg(pose)) for pose in hinges[:60])


def test_a_movement_not_yet_known_is_looked_at_all_the_same(hinges: list[Pose]) -> None:
    watch = LegWatch(None)
    assert watch.push(hinges[0])
    assert not watch.push(shrink_leg(hinges[1]))


def test_nobody_has_no_clear_legs(hinges: list[Pose]) -> None:
    watch = LegWatch(RDL)
    assert not watch.push(Pose.missing(0.0, hinges[0].size_px))


def test_what_is_not_drawn_has_no_place(standing: Pose) -> None:
    whole, cut = lay_out_landmarks(standing), lay_out_landmarks(standing, has_clear_legs=False)
    assert whole is not None
    assert cut is not None
    for number, (before, after) in enumerate(zip(whole, cut, strict=True)):
        assert after == ((None, None, False) if number in LEGS else before)
    assert before_is_seen(whole, Landmark.LEFT_KNEE)


def before_is_seen(landmarks: tuple[tuple[float | None, float | None, bool], ...], number: int) -> bool:
    x, y, is_seen = landmarks[number]
    return is_seen and x is not None and y is not None and bool(np.isfinite([x, y]).all())
