"""The whole recogniser, on the figure's own landmarks."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from benchmarks.recognition.drawing import draw_set
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.recognition import Recogniser, Recognition
from formcheck.recognition.likelihood import find_likelihoods, read_settings
from formcheck.recognition.recogniser import RATE_HZ, decide
from formcheck.recognition.traits import NAMES
from formcheck.recognition.weights import load_knowledge
from formcheck.simulate import MOVEMENTS
from tests.figure_sets import film, plan

TAKEN_FOR = {"suitcase_deadlift": "conventional_deadlift"}
"""What a pose does not tell: a load in one hand from one in both, where the far hand is hidden."""
OTHERS = ("goblet_squat", "kettlebell_swing", "plank", "pull_down", "push_up", "curl", "cat_cow", "superman")


def recognise(poses: list[Pose]) -> Recognition:
    recogniser = Recogniser()
    for pose in poses:
        recogniser.push(pose)
    return recogniser.finish()


@cache
def recognise_figure(movement: str, yaw_deg: float = 0.0, facing: str = "right") -> Recognition:
    return recognise(film(plan(movement), yaw_deg, facing))


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
@pytest.mark.parametrize(("yaw_deg", "facing"), [(0.0, "right"), (8.0, "left"), (50.0, "right")])
def test_every_movement_is_named_or_asked_for(movement: str, yaw_deg: float, facing: str) -> None:
    found = recognise_figure(movement, yaw_deg, facing)
    assert found.family == load_exercise(movement).family
    accepted = {movement, TAKEN_FOR.get(movement, movement)}
    assert accepted & {one.key for one in found.candidates}
    assert found.key in {*accepted, None}


@pytest.mark.parametrize(
    "movement",
    [
        *("romanian_deadlift", "conventional_deadlift", "sumo_deadlift", "single_leg_romanian_deadlift"),
        *(
            "good_morning",
            "pendlay_row",
            "seated_row",
            "chest_supported_row",
            "suspension_row",
            "upright_row",
        ),
        "bird_dog",
    ],
)
def test_what_can_be_told_from_the_side_is_named(movement: str) -> None:
    found = recognise_figure(movement)
    assert found.key == movement
    assert found.sureness > 0.5
    assert found.sureness == found.candidates[0].likelihood
    assert found.reasons


@pytest.mark.parametrize("movement", OTHERS)
def test_others_are_none_of_ours(movement: str) -> None:
    for number in range(2):
        found = recognise(list(draw_set(movement, np.random.default_rng([9, number])).poses()))
        assert (found.key, found.family, found.candidates) == (None, None, ())
        assert found.looks_like in load_knowledge().others


def test_half_a_lift_off_the_floor_is_a_lift() -> None:
    poses = film(plan("conventional_deadlift", 1, start_at="floor"), from_s=0.8)
    assert recognise(poses).family == "hinge"


def test_the_frame_rate_does_not_matter() -> None:
    set_plan = plan("seated_row")
    slow, fast = (recognise(film(set_plan, rate_hz=rate_hz)) for rate_hz in (15.0, 60.0))
    assert slow.key == fast.key == "seated_row"
    assert slow.reasons == fast.reasons


def test_reasons_tell_a_coach_why() -> None:
    reasons = recognise_figure("pendlay_row", 50.0).reasons
    assert reasons[0] == "bent over"
    assert "both arms pull together" in reasons
    assert reasons[-1] == "3 bent-over pulls counted"
    assert recognise_figure("bird_dog").reasons[0] == "on hands and knees"


def test_nobody_is_no_movement() -> None:
    found = recognise([Pose.missing(number / 15.0) for number in range(60)])
    assert found == Recognition(None, None, 1.0)
    assert recognise(film(plan("bird_dog"))[:5]) == found


def test_time_must_grow() -> None:
    recogniser = Recogniser()
    recogniser.push(Pose.missing(1.0))
    with pytest.raises(ValueError, match=r"expected later than 1.0 s"):
        recogniser.push(Pose.missing(1.0))


def test_it_keeps_no_more_than_it_needs() -> None:
    recogniser = Recogniser()
    for pose in film(plan("upright_row", 1), rate_hz=60.0):
        recogniser.push(pose)
    kept = np.diff(recogniser._t_s)
    assert kept.min() >= 1.0 / RATE_HZ


def share(**likelihoods: float) -> dict[str, float]:
    rest = (1.0 - sum(likelihoods.values())) / len(load_knowledge().movements)
    return {key: likelihoods.get(key, rest) for key in load_knowledge().movements}


def test_one_that_is_clear_is_named() -> None:
    found = decide(share(barbell_row=0.7, dumbbell_row=0.2), {"a squat": 0.0}, ("bent over",))
    assert (found.key, found.family, found.sureness) == ("barbell_row", "row", 0.7)
    assert [one.key for one in found.candidates] == ["barbell_row", "dumbbell_row"]
    assert found.reasons == ("bent over",)


@pytest.mark.parametrize("first", [0.46, 0.52])
def test_two_that_are_close_are_asked_for(first: float) -> None:
    found = decide(share(romanian_deadlift=first, conventional_deadlift=0.44), {"a squat": 0.0}, ())
    assert (found.key, found.family) == (None, "hinge")
    assert [one.name for one in found.candidates] == ["Romanian deadlift", "Conventional deadlift"]
    assert found.sureness > first


def test_many_that_are_unlikely_are_asked_for_at_least_two_at_most_three() -> None:
    assert len(decide(share(), {"a squat": 0.0}, ()).candidates) == 2
    three = decide(share(barbell_row=0.3, dumbbell_row=0.25, t_bar_row=0.2, one_arm_row=0.15), {"x": 0.0}, ())
    assert [one.key for one in three.candidates] == ["barbell_row", "dumbbell_row", "t_bar_row"]


def test_what_is_rather_something_else_is_refused() -> None:
    ours = {key: value * 0.4 for key, value in share(barbell_row=1.0).items()}
    found = decide(ours, {"a squat": 0.2, "a lunge": 0.4}, ("upright",))
    assert (found.key, found.family, found.candidates, found.looks_like) == (None, None, (), "a lunge")
    assert found.sureness == pytest.approx(0.6)


def test_likelihoods_sum_to_one_and_what_is_unseen_is_as_usual() -> None:
    knowledge, settings = load_knowledge(), read_settings()
    nothing = np.full(len(NAMES), np.nan)
    ours, others = find_likelihoods(knowledge, nothing, np.zeros(len(knowledge.members), bool))
    assert sum(ours.values()) + sum(others.values()) == pytest.approx(1.0)
    choice = knowledge.within["bent_over_row"]
    for key, bias in zip(choice.classes, choice.bias, strict=True):
        expected = settings["usual"][key] * np.exp(bias)
        known = settings["usual"]["barbell_row"] * np.exp(choice.bias[choice.classes.index("barbell_row")])
        assert ours[key] / ours["barbell_row"] == pytest.approx(expected / known)


def test_a_counter_that_counts_speaks_for_its_own() -> None:
    knowledge = load_knowledge()
    nothing = np.full(len(NAMES), np.nan)
    for number, kind in enumerate(knowledge.members):
        counting = np.zeros(len(knowledge.members), bool)
        without = find_likelihoods(knowledge, nothing, counting)[0]
        counting[number] = True
        ours = find_likelihoods(knowledge, nothing, counting)[0]
        assert sum(ours[key] for key in knowledge.members[kind]) > sum(
            without[key] for key in knowledge.members[kind]
        )
