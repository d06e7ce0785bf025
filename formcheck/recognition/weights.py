"""What was learnt from drawn sets: how much every trait speaks for every kind of movement, and within a kind.

A choice is multinomial logistic. A trait is laid between four knots, so that it may speak for a class in the
middle of its span only; beyond the outer knots it says no more than at them, and one that was not seen says
nothing. ``python -m benchmarks.recognition.training`` makes the file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.recognition.traits import NAMES

Floats = NDArray[np.float64]
FILE = "weights.json"


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One choice between classes.

    Attributes
    ----------
    classes : tuple of str
    traits : tuple of str
        What it looks at: some of `formcheck.recognition.traits.NAMES`.
    knots : ndarray, shape (T, K)
        Increasing values of every trait.
    speak : ndarray, shape (T, K, C)
        Logarithm of how much a trait at a knot speaks for a class.
    bias : ndarray, shape (C,)
    """

    classes: tuple[str, ...]
    traits: tuple[str, ...]
    knots: Floats
    speak: Floats
    bias: Floats

    def weigh(self, values: Floats) -> Floats:
        """How much each trait speaks for each class.

        Parameters
        ----------
        values : ndarray, shape (len(NAMES),)
            All traits of a clip; NaN: not seen.

        Returns
        -------
        ndarray, shape (T, C)
            0 where it was not seen.
        """
        mine = values[[NAMES.index(name) for name in self.traits]]
        return np.einsum("tk,tkc->tc", spread_traits(mine[None], self.knots)[0], self.speak)

    def lay_out(self) -> dict[str, Any]:
        """As plain values for JSON; rounded to what matters."""
        return {
            "classes": list(self.classes),
            "traits": list(self.traits),
            "knots": np.round(self.knots, 3).tolist(),
            "bias": np.round(self.bias, 2).tolist(),
            "speak": np.round(self.speak, 2).tolist(),
        }

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Choice:
        """Read what `lay_out` wrote."""
        arrays = {name: np.array(table[name], float) for name in ("knots", "speak", "bias")}
        return cls(tuple(table["classes"]), tuple(table["traits"]), **arrays)


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """Everything that was learnt.

    Attributes
    ----------
    kinds : Choice
        Between the kinds of our movements and, after them, what else people do ("a squat").
    counted : ndarray, shape (C, J)
        Share of the drawn sets of each class in which the counter of each kind counts most of what moves.
    within : mapping of str to Choice
        Kind → the choice between its movements, where it has several.
    members : mapping of str to tuple of str
        Kind → keys of its movements.
    """

    kinds: Choice
    counted: Floats
    within: Mapping[str, Choice]
    members: Mapping[str, tuple[str, ...]]

    @property
    def movements(self) -> tuple[str, ...]:
        """Keys of all movements that can be recognised."""
        return tuple(key for keys in self.members.values() for key in keys)

    @property
    def others(self) -> tuple[str, ...]:
        """What else people do."""
        return self.kinds.classes[len(self.members) :]

    def find_kind(self, key: str) -> str:
        """Kind of one of our movements."""
        return next(kind for kind, keys in self.members.items() if key in keys)

    def weigh_counts(self, counting: NDArray[np.bool_]) -> Floats:
        """Log-likelihood of which counters count (J,), for each class of ``kinds``; shape (C,)."""
        return np.where(counting, np.log(self.counted), np.log1p(-self.counted)).sum(-1)

    def lay_out(self, made_by: str) -> dict[str, Any]:
        """As plain values for JSON."""
        return {
            "made_by": made_by,
            "members": {kind: list(keys) for kind, keys in self.members.items()},
            "counted": np.round(self.counted, 3).tolist(),
            "kinds": self.kinds.lay_out(),
            "within": {kind: choice.lay_out() for kind, choice in self.within.items()},
        }

    @classmethod
    def read(cls, table: Mapping[str, Any]) -> Knowledge:
        """Read what `lay_out` wrote."""
        return cls(
            Choice.read(table["kinds"]),
            np.array(table["counted"], float),
            {kind: Choice.read(one) for kind, one in table["within"].items()},
            {kind: tuple(keys) for kind, keys in table["members"].items()},
        )


def spread_traits(traits: Floats, knots: Floats) -> Floats:
    """Lay traits between their knots: shares that sum to 1, or are all 0 where a trait was not seen.

    Parameters
    ----------
    traits : ndarray, shape (N, T)
    knots : ndarray, shape (T, K)

    Returns
    -------
    ndarray, shape (N, T, K)
    """
    inside = np.clip(traits, knots[:, 0], knots[:, -1])[..., None]
    low, high = knots[:, :-1], knots[:, 1:]
    share = np.clip((inside - low) / (high - low), 0.0, 1.0)
    one = np.ones_like(inside)
    shares = np.concatenate([one, share], -1) - np.concatenate([share, 0.0 * one], -1)
    return np.nan_to_num(shares, nan=0.0)


@cache
def load_knowledge() -> Knowledge:
    """Read what comes with the package."""
    file = resources.files("formcheck.recognition") / FILE
    return Knowledge.read(json.loads(file.read_text(encoding="utf-8")))
