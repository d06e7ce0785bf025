"""An exercise that was not named: recognised, asked for, or refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from formcheck.errors import InputError
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.recognition import Recognition, describe_unnamed
from formcheck.report.fields import to_number

Ask = Callable[[Recognition], str]
"""Asks somebody which of the candidates it is; empty: nobody answers."""


def load_recognised(
    recognition: Recognition, clip: str, ask: Ask | None = None
) -> tuple[Exercise, dict[str, Any]]:
    """Load the movement of a clip.

    Parameters
    ----------
    recognition : Recognition
    clip : str
        What the clip is called.
    ask : callable, optional
        Asked when several movements are close.

    Returns
    -------
    exercise : Exercise
    told : dict
        What was recognised, for the report: key, sureness, candidates, reasons, and who decided.

    Raises
    ------
    InputError
        When it is none of ours, or nobody says which of several.
    """
    key = recognition.key
    if key is None and recognition.candidates and ask is not None:
        key = ask(recognition)
    if not key:
        raise InputError(describe_unnamed(recognition, clip))
    return load_exercise(key), {
        "key": key,
        "decided_by": "recognition" if recognition.key else "answer",
        "sureness": to_number(recognition.sureness),
        "candidates": [
            {"key": one.key, "likelihood": to_number(one.likelihood)} for one in recognition.candidates
        ],
        "reasons": list(recognition.reasons),
    }
