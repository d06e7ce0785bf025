"""One process, or several that are quicker and slower: what they say is the same."""

from __future__ import annotations

import random
import time
from typing import Any, ClassVar

import numpy as np
import pytest

from formcheck.pose import in_turn
from formcheck.pose.finder import Sighting
from formcheck.pose.in_turn import find_in_turn
from formcheck.pose.landmarks import Picture
from formcheck.pose.stretches import WARM_UP
from formcheck.pose.tracking import Detection
from tests.unit.pose.sighting_factory import STEP_S, ScriptedFinder, See, Shot, make_sighting
from tests.unit.pose.test_relay import make_relay, run_relay

STARTS = [40, 75, 130, 170, 220]
PICTURES = 260


class IdleDetector:
    """Is only made and closed."""

    made: ClassVar[list[IdleDetector]] = []

    def __init__(self) -> None:
        self.made.append(self)
        self.is_closed = False

    def detect(self, rgb: Picture, t_ms: int) -> None: ...

    def find_people(self, rgb: Picture) -> list[Detection]:
        raise NotImplementedError

    def forget(self) -> None: ...

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch):
    """Let what finders see come from a script."""
    IdleDetector.made.clear()

    def use(see: See) -> None:
        class Finder:
            def __init__(self, _detector: Any, is_midway: bool) -> None:
                self._first: int | None = None
                self._is_midway = is_midway

            def find(self, _picture: Any, t_s: float) -> Sighting:
                picture = round(t_s / STEP_S)
                if self._first is None:
                    self._first = picture
                    assert self._is_midway == (picture > 0)
                return see(0, self._first, picture)

        monkeypatch.setattr(in_turn, "AthleteFinder", Finder)

    return use


def imagine(seed: int) -> See:
    """Finders that settle after a while, lose the athlete, see somebody else, or never agree."""
    dice = random.Random(seed)
    firsts = [0, *(start - WARM_UP for start in STARTS)]
    late = {first: dice.choice([2, 9, 14, 25, 300]) * (first > 0) for first in firsts}
    lost = {first: dice.randrange(PICTURES) for first in firsts}
    gone = dice.randrange(PICTURES)

    def see(_finder: int, start: int, picture: int) -> Sighting:
        t_s = picture * STEP_S
        if gone <= picture < gone + 30:
            return make_sighting(t_s, None, is_free=picture > gone + 8)
        if lost[start] <= picture < lost[start] + 3:
            return make_sighting(t_s, None)
        apart_px = 0.001 * start if picture - start >= late[start] else 40.0
        person = 1 + (picture >= gone and start < gone)
        return make_sighting(t_s, (100.0 + apart_px, 230.0), person, max(start, gone * (person - 1)) * STEP_S)

    return see


def describe(told: list[tuple[Shot, Sighting]]) -> list[tuple[Any, ...]]:
    return [
        (
            shot.number,
            one.t_s,
            one.person,
            one.started_s,
            one.is_free,
            None if one.detection is None else round(float(one.detection.image[23, 0]), 6),
        )
        for shot, one in told
    ]


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("finders", [2, 3])
def test_several_processes_say_what_one_says(script, seed: int, finders: int) -> None:
    see = imagine(seed)
    script(see)
    alone = describe(list(find_in_turn(map(Shot, range(PICTURES)), IdleDetector, STARTS)))
    dice = random.Random(seed)
    naps_s = [dice.choice([0.0, 0.0, 0.0004]) for _ in range(finders)]

    def see_slowly(finder: int, start: int, picture: int) -> Sighting:
        time.sleep(naps_s[finder])
        return see(finder, start, picture)

    crew = [ScriptedFinder(number, see_slowly) for number in range(finders)]
    assert describe(run_relay(make_relay(STARTS, room=dice.choice([40, 90, 300])), crew, PICTURES)) == alone


def test_some_of_the_imagined_stretches_count_and_some_are_given_up(script) -> None:
    counted = []
    for seed in range(40):
        script(imagine(seed))
        told = describe(list(find_in_turn(map(Shot, range(PICTURES)), IdleDetector, STARTS)))
        places = {row[5] for row in told if row[5] is not None}
        counted.append(len({place for place in places if place < min(places) + 1.0}))
    assert min(counted) < max(counted) == 1 + len(STARTS)


def test_two_detectors_are_enough_and_both_are_closed(script) -> None:
    script(lambda _, start, picture: make_sighting(picture * STEP_S, (100.0 + 40 * start, 230.0)))
    told = list(find_in_turn(map(Shot, range(PICTURES)), IdleDetector, STARTS))
    places = [one.detection.image[23, 0] for _, one in told if one.detection is not None]
    assert np.ptp(places) == 0.0
    assert [detector.is_closed for detector in IdleDetector.made] == [True, True]


def test_a_short_clip_needs_one_detector(script) -> None:
    script(lambda _, __, picture: make_sighting(picture * STEP_S))
    assert len(list(find_in_turn(map(Shot, range(20)), IdleDetector, []))) == 20
    assert [detector.is_closed for detector in IdleDetector.made] == [True]


def test_stopping_half_way_closes_them(script) -> None:
    script(lambda _, __, picture: make_sighting(picture * STEP_S))
    finding = find_in_turn(map(Shot, range(PICTURES)), IdleDetector, STARTS)
    for _ in range(60):
        next(finding)
    finding.close()
    assert [detector.is_closed for detector in IdleDetector.made] == [True, True]
