"""Stretches that are looked at by several finders at once, and how they are joined."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable

import pytest

from formcheck.pose.at_once import look_at_pictures
from formcheck.pose.finder import Sighting
from formcheck.pose.joint import WANTED
from formcheck.pose.relay import Relay
from formcheck.pose.stretches import WARM_UP
from tests.unit.pose.sighting_factory import STEP_S, ScriptedFinder, See, Shot, make_sighting


def make_relay(starts: Iterable[int], room: int = 1000) -> Relay[Shot]:
    return Relay(starts, room)


def run_relay(
    relay: Relay[Shot], finders: list[ScriptedFinder], pictures: int
) -> list[tuple[Shot, Sighting]]:
    """Let finders look at a source, each in a thread of its own."""

    def read() -> None:
        for number in range(pictures):
            if not relay.add(Shot(number)):
                return
        relay.complete()

    threads = [threading.Thread(target=read)]
    threads += [threading.Thread(target=look_at_pictures, args=(relay, finder)) for finder in finders]
    for thread in threads:
        thread.start()
    try:
        return list(relay)
    finally:
        relay.close()
        for thread in threads:
            thread.join(10.0)
            assert not thread.is_alive()


def tell_start(_finder: int, start: int, picture: int) -> Sighting:
    """All agree; the person's start tells whose word it is."""
    return make_sighting(picture * STEP_S, started_s=float(start))


def never_agree(_finder: int, start: int, picture: int) -> Sighting:
    return make_sighting(picture * STEP_S, (100.0 + start, 230.0))


def list_starts(told: list[tuple[Shot, Sighting]]) -> list[float]:
    """Where the run started whose word counts, of every picture."""
    places = [sighting.detection.mid_hip_px[0] - 100.0 for _, sighting in told if sighting.detection]
    return [float(round(place)) for place in places]


def settle_after(pictures: int) -> See:
    """A new start agrees with the others from so many pictures on; later ones stand a little apart."""

    def see(_finder: int, start: int, picture: int) -> Sighting:
        is_settled = start == 0 or picture - start >= pictures
        apart_px = 0.001 * start if is_settled else 50.0
        return make_sighting(picture * STEP_S, (100.0 + apart_px, 230.0))

    return see


def find_changes(told: list[tuple[Shot, Sighting]]) -> list[int]:
    """Pictures from which on another run counts."""
    places = [sighting.detection.image[23, 0] for _, sighting in told if sighting.detection]
    return [k for k in range(1, len(places)) if places[k] != places[k - 1]]


class TestOrder:
    @pytest.mark.parametrize("finders", [2, 3])
    @pytest.mark.parametrize("pictures", [0, 1, 5, 39, 40, 41, 46, 47, 200])
    def test_every_picture_comes_out_once_and_in_order(self, finders: int, pictures: int) -> None:
        crew = [ScriptedFinder(number, tell_start) for number in range(finders)]
        told = run_relay(make_relay(range(40, 400, 40)), crew, pictures)
        assert [shot.number for shot, _ in told] == list(range(pictures))
        assert [sighting.t_s for _, sighting in told] == [k * STEP_S for k in range(pictures)]

    def test_a_finder_is_shown_pictures_in_a_row_from_each_new_start(self) -> None:
        crew = [ScriptedFinder(number, tell_start) for number in range(2)]
        run_relay(make_relay(range(40, 400, 40)), crew, 200)
        for finder in crew:
            jumps = [b for a, b in zip(finder.shown, finder.shown[1:], strict=False) if b != a + 1]
            assert finder.starts == finder.shown[:1] + jumps

    def test_a_slow_reader_and_a_slow_taker_change_nothing(self) -> None:
        crew = [ScriptedFinder(number, settle_after(2)) for number in range(2)]
        relay = make_relay([20, 40], room=2 * WARM_UP)
        told = []
        threads = [threading.Thread(target=look_at_pictures, args=(relay, finder)) for finder in crew]
        for thread in threads:
            thread.start()

        def read() -> None:
            for number in range(60):
                time.sleep(0.001)
                relay.add(Shot(number))
            relay.complete()

        threads.append(threading.Thread(target=read))
        threads[-1].start()
        for pair in relay:
            time.sleep(0.001)
            told.append(pair)
        for thread in threads:
            thread.join(10.0)
        assert [shot.number for shot, _ in told] == list(range(60))


class TestJoining:
    def test_the_next_run_counts_from_its_start_on_when_it_agrees(self) -> None:
        (first, second) = crew = [ScriptedFinder(number, settle_after(2)) for number in range(2)]
        told = run_relay(make_relay([40]), crew, pictures=80)
        assert find_changes(told) == [40]
        assert sorted((first.shown, second.shown)) == [list(range(40)), list(range(40 - WARM_UP, 80))]

    @pytest.mark.parametrize("late", [13, 14, 30])
    def test_the_run_before_goes_on_until_both_say_the_same_of_several_in_a_row(self, late: int) -> None:
        crew = [ScriptedFinder(number, settle_after(late)) for number in range(2)]
        told = run_relay(make_relay([40]), crew, pictures=80)
        assert find_changes(told) == [40 - WARM_UP + late + WANTED]
        assert min(finder.shown[-1] for finder in crew) == 40 - WARM_UP + late + WANTED - 1

    def test_one_that_never_agrees_never_counts(self) -> None:
        crew = [ScriptedFinder(number, never_agree) for number in range(2)]
        told = run_relay(make_relay(range(40, 400, 40)), crew, 200)
        assert list_starts(told) == [0.0] * 200
        assert crew[0].shown == list(range(200)) or crew[1].shown == list(range(200))

    def test_agreeing_by_chance_for_a_moment_is_not_enough(self) -> None:
        def see(_finder: int, start: int, picture: int) -> Sighting:
            is_near = start == 0 or picture % 5 < WANTED - 1
            return make_sighting(picture * STEP_S, (100.0 if is_near else 150.0, 230.0))

        crew = [ScriptedFinder(number, see) for number in range(2)]
        assert list_starts(run_relay(make_relay([40]), crew, pictures=80)) == [0.0] * 80

    def test_one_that_has_not_agreed_when_the_stretch_after_it_begins_is_given_up(self) -> None:
        def see(_finder: int, start: int, picture: int) -> Sighting:
            is_strange = start == 40 - WARM_UP
            return make_sighting(picture * STEP_S, (150.0 if is_strange else 100.0 + 0.001 * start, 230.0))

        crew = [ScriptedFinder(number, see) for number in range(2)]
        told = run_relay(make_relay([40, 80, 120]), crew, pictures=160)
        assert find_changes(told) == [80, 120]

    def test_who_is_free_takes_the_next_stretch(self) -> None:
        crew = [ScriptedFinder(number, settle_after(2)) for number in range(2)]
        told = run_alone(crew, pictures=140, starts=[20, 60, 100])
        assert crew[0].starts == [0, 60 - WARM_UP]
        assert crew[1].starts == [20 - WARM_UP, 100 - WARM_UP]
        assert find_changes(told) == [20, 60, 100]


def run_alone(crew: list[ScriptedFinder], pictures: int, starts: list[int]) -> list[tuple[Shot, Sighting]]:
    """Let finders take turns, a picture each, in one thread."""
    relay = make_relay(starts)
    for number in range(pictures):
        assert relay.add(Shot(number))
    relay.complete()
    working = list(crew)
    while working:
        for finder in list(working):
            look = relay.take(finder, can_wait=False)
            if look is None and relay.has_ended(finder):
                working.remove(finder)
            elif look is not None:
                finder.show(look)
                relay.say(look, finder.hear())
    return list(relay)


class TestPerson:
    def test_the_person_and_its_start_are_those_of_the_run_before(self) -> None:
        def see(_finder: int, start: int, picture: int) -> Sighting:
            if start == 0:
                return make_sighting(picture * STEP_S, person=3, started_s=0.25)
            return make_sighting(picture * STEP_S, person=1, started_s=start * STEP_S)

        told = run_relay(make_relay([40, 80]), [ScriptedFinder(k, see) for k in range(2)], 120)
        assert {(sighting.person, sighting.started_s) for _, sighting in told} == {(3, 0.25)}

    def test_who_comes_after_the_joint_is_a_new_person_with_its_own_start(self) -> None:
        def see(_finder: int, start: int, picture: int) -> Sighting:
            is_other = picture >= 60
            person = (3 if start == 0 else 1) + is_other
            started_s = 60 * STEP_S if is_other else start * STEP_S
            return make_sighting(picture * STEP_S, person=person, started_s=started_s)

        told = run_relay(make_relay([40]), [ScriptedFinder(k, see) for k in range(2)], 80)
        assert [sighting.person for _, sighting in told] == [3] * 60 + [4] * 20
        assert [sighting.started_s for _, sighting in told] == [0.0] * 60 + [60 * STEP_S] * 20

    def test_what_came_out_may_be_changed(self) -> None:
        kept: list[Sighting] = []

        def see(_finder: int, _start: int, picture: int) -> Sighting:
            kept.append(make_sighting(picture * STEP_S))
            return kept[-1]

        for _, sighting in run_relay(make_relay([]), [ScriptedFinder(0, see)], 5):
            assert sighting.detection is not None
            sighting.detection.image[:] = -1.0
        assert all(one.detection is not None and (one.detection.image >= 0).all() for one in kept)


class TestRoom:
    @pytest.mark.parametrize("see", [tell_start, never_agree])
    def test_no_more_pictures_are_held_than_there_is_room_for(self, see: See) -> None:
        relay = make_relay(range(40, 2000, 40), room=70)
        held = []

        def watch(finder: int, start: int, picture: int) -> Sighting:
            held.append((relay.held_pictures, relay.held_sightings))
            return see(finder, start, picture)

        told = run_relay(relay, [ScriptedFinder(k, watch) for k in range(2)], 600)
        assert len(told) == 600
        assert max(pictures for pictures, _ in held) <= 70
        assert max(sightings for _, sightings in held) <= 3 * 70
        assert (relay.held_pictures, relay.held_sightings) <= (70, 70)


class TestEnds:
    def test_an_error_comes_out_after_what_was_seen(self) -> None:
        def see(_finder: int, _start: int, picture: int) -> Sighting:
            if picture == 7:
                relay.fail(RuntimeError("model"))
            return make_sighting(picture * STEP_S)

        relay = make_relay([])
        told: list[tuple[Shot, Sighting]] = []
        threading.Thread(target=look_at_pictures, args=(relay, ScriptedFinder(0, see)), daemon=True).start()
        for number in range(20):
            relay.add(Shot(number))
        with pytest.raises(RuntimeError, match="model"):
            told.extend(relay)
        assert not relay.add(Shot(20))

    def test_closing_lets_everybody_go(self) -> None:
        relay = make_relay([], room=2)
        added: list[bool] = []
        reader = threading.Thread(target=lambda: added.extend(relay.add(Shot(k)) for k in range(3)))
        reader.start()
        while relay.held_pictures < 2:
            time.sleep(0.001)
        relay.close()
        reader.join(10.0)
        assert added == [True, True, False]
        assert relay.take(object(), can_wait=True) is None
        assert list(relay) == []
