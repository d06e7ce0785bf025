"""Poses in, the movement out: named, asked for or refused. It knows no file, no clock and no picture."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import LANDMARK_COUNT, Pose
from formcheck.recognition.counters import KindCounters, choose_spans, find_counting
from formcheck.recognition.likelihood import find_likelihoods, find_speakers, read_settings
from formcheck.recognition.posture import LANDMARKS, measure_postures
from formcheck.recognition.traits import NAMES, measure_traits
from formcheck.recognition.weights import load_knowledge
from formcheck.recognition.words import tell_reasons

RATE_HZ = 15.5
"""Postures are kept so often at most: often enough for a swing, and as often whatever the camera's rate."""
LEAST_POSTURES = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """A movement that it may be.

    Attributes
    ----------
    key, name : str
        "barbell_row", "Barbell row".
    likelihood : float
        0 to 1.
    """

    key: str
    name: str
    likelihood: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """What was recognised.

    Attributes
    ----------
    key : str or None
        The movement; None: several are too close, or it is none of ours.
    family : str or None
        "hinge", "row" or "bird_dog"; None: it is none of ours.
    sureness : float
        Likelihood, 0 to 1, of what is said: of the movement, of the family where only that is known, or of
        being none of ours.
    candidates : tuple of Candidate
        The likeliest movements, the best first; empty when it is none of ours.
    reasons : tuple of str
        What was seen, in words.
    looks_like : str
        What it looks like when it is none of ours: "a squat"; empty: no telling, nobody was seen.
    """

    key: str | None
    family: str | None
    sureness: float
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[str, ...] = ()
    looks_like: str = ""


class Recogniser:
    """Recognise the movement of one clip.

    Examples
    --------
    >>> recogniser = Recogniser()
    >>> for pose in []:
    ...     recogniser.push(pose)
    >>> recogniser.finish().key
    """

    def __init__(self) -> None:
        self._counters = KindCounters()
        self._t_s = array("d")
        self._world = array("f")
        self._last_s = -np.inf

    def push(self, pose: Pose) -> None:
        """Take the next pose.

        Raises
        ------
        ValueError
            When time does not grow.
        """
        if not pose.t_s > self._last_s:
            raise ValueError(f"Pose at {pose.t_s} s, expected later than {self._last_s} s")
        self._last_s = pose.t_s
        self._counters.push(pose)
        if pose.found and not (self._t_s and pose.t_s - self._t_s[-1] < 1.0 / RATE_HZ):
            self._t_s.append(pose.t_s)
            self._world.extend(pose.world[list(LANDMARKS)].ravel().tolist())

    def finish(self) -> Recognition:
        """Say what it is, from everything pushed so far."""
        if len(self._t_s) < LEAST_POSTURES:
            return Recognition(None, None, 1.0)
        world = np.full((len(self._t_s), LANDMARK_COUNT, 3), np.nan)
        world[:, list(LANDMARKS)] = np.reshape(self._world, (-1, len(LANDMARKS), 3))
        spans = self._counters.spans
        lead, repetitions = choose_spans(spans)
        traits = measure_traits(np.array(self._t_s), measure_postures(world), repetitions)
        knowledge = load_knowledge()
        ours, others = find_likelihoods(knowledge, traits, find_counting(spans))
        speakers = find_speakers(knowledge, traits, max(ours, key=lambda key: ours[key]))
        values = dict(zip(NAMES, traits.tolist(), strict=True))
        reasons = tell_reasons(values, speakers, lead, len(repetitions) if lead else 0)
        return decide(ours, others, tuple(reasons))


def decide(ours: Mapping[str, float], others: Mapping[str, float], reasons: tuple[str, ...]) -> Recognition:
    """Name the movement, ask for it, or refuse it.

    Parameters
    ----------
    ours, others : mapping of str to float
        Likelihoods by key, and by what it is called; all together they sum to 1.
    reasons : tuple of str
    """
    answer = read_settings()["answer"]
    no_more = sum(others.values())
    if no_more >= answer["not_ours"]:
        like = max(others, key=lambda name: others[name])
        return Recognition(None, None, no_more, reasons=reasons, looks_like=like)
    order = sorted(ours, key=lambda key: -ours[key])
    first, second = (ours[key] for key in order[:2])
    is_clear = first >= answer["least_sure"] and first >= answer["least_lead"] * second
    fewest = 1 if is_clear else 2
    candidates = tuple(
        Candidate(key, load_exercise(key).name, ours[key])
        for rank, key in enumerate(order[: answer["most_candidates"]])
        if rank < fewest or ours[key] >= answer["least_candidate"]
    )
    if is_clear:
        family = load_exercise(order[0]).family
        return Recognition(order[0], family, first, candidates, reasons)
    family, sureness = _find_family(ours)
    return Recognition(None, family, sureness, candidates, reasons)


def _find_family(ours: Mapping[str, float]) -> tuple[str, float]:
    """The likeliest family, and its likelihood."""
    families: dict[str, float] = {}
    for key, likelihood in ours.items():
        family = load_exercise(key).family
        families[family] = families.get(family, 0.0) + likelihood
    best = max(families, key=lambda name: families[name])
    return best, families[best]
