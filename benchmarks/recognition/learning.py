"""Examples from drawn sets, and weights from examples."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.recognition.drawing import draw_set
from benchmarks.recognition.others import OTHERS
from formcheck.recognition.counters import KINDS, KindCounters, choose_spans, find_counting
from formcheck.recognition.posture import measure_postures
from formcheck.recognition.traits import NAMES, Span, measure_traits
from formcheck.recognition.weights import Choice, Knowledge, spread_traits
from formcheck.simulate import MOVEMENTS

Floats = NDArray[np.float64]

MEMBERS: dict[str, tuple[str, ...]] = {kind: (key,) for kind, key in KINDS.items()} | {
    "hinge": (
        "conventional_deadlift",
        "sumo_deadlift",
        "romanian_deadlift",
        "kettlebell_deadlift",
        "kettlebell_romanian_deadlift",
        "suitcase_deadlift",
    ),
    "bent_over_row": (
        "barbell_row",
        "pendlay_row",
        "dumbbell_row",
        "alternating_row",
        "one_arm_row",
        "t_bar_row",
        "landmine_row",
    ),
}
"""Kind → its movements: those that one counter counts alike."""
WITHIN: dict[str, tuple[str, ...]] = {
    "hinge": (
        *("work_trunk", "work_hip", "work_knee", "work_thigh", "work_hip_height", "work_hand_height"),
        *("work_hand_over_foot", "work_hand_over_knee", "work_feet_wide", "work_knees_wide"),
        *("rest_hands_wide", "work_hands_wide", "rest_hands_outside", "work_hands_outside"),
        *("trunk_goes", "hips_go", "knees_go"),
    ),
    "bent_over_row": (
        *("rest_trunk", "work_trunk", "rest_knee", "rest_reach", "rest_hand_height", "work_hand_height"),
        *("work_hand_along", "work_hand_ahead", "rest_feet_wide", "rest_feet_stagger"),
        *("rest_hands_wide", "work_hands_wide", "rest_hands_outside", "work_hands_outside"),
        *("trunk_goes", "arm_goes", "other_arm_goes", "arms_agree", "turns"),
    ),
}
"""What may tell the movements of a kind apart: what coaches tell them apart by. Other traits differ between
drawn movements too, but only because the figure does every movement in one way: standing at the top, people
look alike whatever they lifted."""
KNOTS_AT = (3.0, 34.0, 66.0, 97.0)
"""Percentiles of all examples at which the knots of a trait lie."""
RIDGE = 3e-4
"""Weight of the penalty on large weights: of 3e-4, 1e-3 and 3e-3 the best on rendered sets seen through the
pose model."""
STEPS, RATE = 300, 0.05
DIFFERS_SHARE = 0.6
"""People and pose models differ more than drawn ones: every trait is moved at random by so much of its
spread. Of 0.2, 0.4 and 0.6 the likeliest for our test footage, which is therefore no blind test of it."""
COPIES = 4
AROUND_S = 0.1
LEAST_COUNTED, MOST_COUNTED = 0.03, 0.97
"""No counter is ever believed altogether."""


@dataclass(frozen=True, eq=False)
class Example:
    """One drawn set.

    Attributes
    ----------
    label : str
        Key of our movement, or what another one is called.
    traits : ndarray, shape (2, T)
        Of the repetitions one by one, and of the whole clip taken as one.
    counting : ndarray, shape (J,), bool, or None
        Which counters count; None: they were not asked.
    """

    label: str
    traits: Floats
    counting: NDArray[np.bool_] | None


def seed_set(movement: str, seed: int, number: int) -> np.random.Generator:
    """Numbers for one drawn set, the same however many are drawn."""
    return np.random.default_rng([seed, number, zlib.crc32(movement.encode())])


def make_examples(task: tuple[str, int, int, int]) -> list[Example]:
    """Draw the sets of one movement: (movement, how many, for how many of them counters are asked, seed)."""
    movement, count, asked, seed = task
    examples = []
    for number in range(count):
        drawn = draw_set(movement, seed_set(movement, seed, number))
        postures = measure_postures(drawn.world)
        spans = [Span(start_s - AROUND_S, end_s + AROUND_S, side) for start_s, end_s, side in drawn.spans]
        counting = None
        if number < asked or movement in MEMBERS["bent_over_row"]:
            counters = KindCounters()
            for pose in drawn.poses():
                counters.push(pose)
            counting = find_counting(counters.spans)
            # Which arm worked is what counters find out, not what is true.
            spans = choose_spans(counters.spans)[1] if counting.any() else spans
        traits = [measure_traits(drawn.t_s, postures, one) for one in (spans, [Span(-np.inf, np.inf)])]
        examples.append(Example(name_class(movement), np.array(traits), counting))
    return examples


def name_class(movement: str) -> str:
    """What a drawn movement is called: ours by its key, others as people do."""
    return movement if movement in MOVEMENTS else OTHERS[movement].looks_like


def learn(examples: Sequence[Example], seed: int) -> Knowledge:
    """Fit the choice between kinds, those within kinds, and how often each counter counts."""
    rng = np.random.default_rng(seed)
    kind_of = {key: kind for kind, keys in MEMBERS.items() for key in keys}
    labels = [kind_of.get(one.label, one.label) for one in examples]
    classes = (*MEMBERS, *sorted(set(labels) - set(MEMBERS)))
    within = {}
    for kind, stems in WITHIN.items():
        mine = [one for one in examples if one.label in MEMBERS[kind]]
        traits = tuple(name for name in NAMES if name.removesuffix("_more").removesuffix("_less") in stems)
        within[kind] = _learn_choice(mine, [one.label for one in mine], MEMBERS[kind], traits, rng)
    return Knowledge(
        kinds=_learn_choice(examples, labels, classes, NAMES, rng),
        counted=np.array([_measure_counted(examples, labels, name) for name in classes]),
        within=within,
        members=MEMBERS,
    )


def _learn_choice(
    examples: Sequence[Example],
    labels: Sequence[str],
    classes: tuple[str, ...],
    traits: tuple[str, ...],
    rng: np.random.Generator,
) -> Choice:
    """Fit one choice.

    Notes
    -----
    Multinomial logistic regression with a ridge penalty by Adam (Kingma and Ba 2015) on all examples at once;
    every class weighs the same, however many examples it has.
    """
    columns = [NAMES.index(name) for name in traits]
    values = np.concatenate([one.traits[:, columns] for one in examples])
    numbers = np.repeat([classes.index(label) for label in labels], 2)
    knots = np.nanpercentile(values, KNOTS_AT, axis=0).T
    knots = np.maximum.accumulate(knots + 1e-3 * np.arange(len(KNOTS_AT)), axis=1)
    spread = np.nanstd(values, axis=0)
    moved = [values + rng.normal(0.0, DIFFERS_SHARE, values.shape) * spread for _ in range(COPIES)]
    rows = spread_traits(np.concatenate(moved), knots).reshape(COPIES * len(values), -1)
    fitted = _fit(rows, np.tile(numbers, COPIES), len(classes))
    return Choice(classes, traits, knots, fitted[:-1].reshape(*knots.shape, len(classes)), fitted[-1])


def _fit(rows: Floats, labels: NDArray[np.int64], count: int) -> Floats:
    """Weights (D + 1, C), the last row the bias."""
    inputs = np.concatenate([rows, np.ones((len(rows), 1))], axis=1).astype(np.float32)
    truth = np.eye(count, dtype=np.float32)[labels]
    share = (1.0 / np.bincount(labels, minlength=count)[labels]).astype(np.float32)[:, None]
    share /= share.sum()
    weights, first, second = (np.zeros((inputs.shape[1], count), np.float32) for _ in range(3))
    for step in range(1, STEPS + 1):
        scores = inputs @ weights
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        slope = inputs.T @ ((scores / scores.sum(axis=1, keepdims=True) - truth) * share)
        slope[:-1] += RIDGE * weights[:-1]
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope * slope
        weights -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-6)
    return weights.astype(float)


def _measure_counted(examples: Sequence[Example], labels: Sequence[str], name: str) -> Floats:
    """Share of a class's sets in which each counter counts, (J,); a little is taken off both ends."""
    asked = [
        one.counting
        for one, label in zip(examples, labels, strict=True)
        if label == name and one.counting is not None
    ]
    shares = (np.sum(asked, axis=0) + 0.5) / (len(asked) + 1.0)
    return np.clip(shares, LEAST_COUNTED, MOST_COUNTED)
