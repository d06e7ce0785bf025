"""How likely every movement is: what the traits, the counters and the usual say together."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.recognition.weights import Knowledge

Floats = NDArray[np.float64]


@cache
def read_settings() -> dict[str, Any]:
    """Thresholds and how usual movements are."""
    file = resources.files("formcheck.recognition") / "recognition.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def find_likelihoods(
    knowledge: Knowledge, traits: Floats, counting: NDArray[np.bool_]
) -> tuple[dict[str, float], dict[str, float]]:
    """Likelihood of every movement, and of whatever else people do.

    Parameters
    ----------
    knowledge : Knowledge
    traits : ndarray, shape (T,)
    counting : ndarray, shape (J,), bool
        Which counters count.

    Returns
    -------
    ours, others : dict of str to float
        By key, and by what it is called; all together they sum to 1.

    Notes
    -----
    First between the kinds, then within a kind: what tells a row from a hinge says nothing about what hangs
    in the hands. A kind is as usual as its movements together.
    """
    settings = read_settings()
    usual = {key: float(settings["usual"][key]) for key in (*knowledge.movements, "others")}
    of_kinds = [sum(usual[key] for key in keys) for keys in knowledge.members.values()]
    scores = knowledge.kinds.weigh(traits).sum(0) + knowledge.kinds.bias
    scores += settings["counters"]["weight"] * knowledge.weigh_counts(counting)
    scores += np.log([*of_kinds, *[usual["others"]] * len(knowledge.others)])
    shares = dict(zip(knowledge.kinds.classes, _to_shares(scores).tolist(), strict=True))
    ours: dict[str, float] = {}
    for kind, keys in knowledge.members.items():
        if kind not in knowledge.within:
            ours[keys[0]] = shares[kind]
            continue
        choice = knowledge.within[kind]
        inner = choice.weigh(traits).sum(0) + choice.bias + np.log([usual[key] for key in choice.classes])
        for key, share in zip(choice.classes, _to_shares(inner).tolist(), strict=True):
            ours[key] = shares[kind] * share
    return ours, {name: shares[name] for name in knowledge.others}


def find_speakers(knowledge: Knowledge, traits: Floats, key: str) -> dict[str, float]:
    """How much each trait speaks for a movement, against the mean of all others: trait → logarithm."""
    kind = knowledge.find_kind(key)
    spoken: dict[str, float] = {}
    choices = [(knowledge.kinds, kind)]
    choices += [(knowledge.within[kind], key)] if kind in knowledge.within else []
    for choice, name in choices:
        weighed = choice.weigh(traits)
        more = weighed[:, choice.classes.index(name)] - weighed.mean(axis=1)
        for trait, value in zip(choice.traits, more.tolist(), strict=True):
            spoken[trait] = spoken.get(trait, 0.0) + value
    return spoken


def _to_shares(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max())
    return shares / shares.sum()
