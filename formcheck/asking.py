"""Ask on a terminal which movement a clip shows, where several are close."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager

import typer

from formcheck.exercises.loader import load_exercise
from formcheck.recognised import Ask
from formcheck.recognition import Recognition
from formcheck.recognition.sentences import join_with_or

QUESTION = "Its number or name (Enter: stop)"


def find_ask(clear_screen: Callable[[], AbstractContextManager[None]]) -> Ask | None:
    """What asks: None where nobody sits at a terminal.

    Parameters
    ----------
    clear_screen : callable
        Takes whatever is drawn on the screen away while somebody is asked.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None

    def ask(recognition: Recognition) -> str:
        with clear_screen():
            return ask_which(recognition)

    return ask


def ask_which(recognition: Recognition) -> str:
    """Offer the candidates and any other movement; returns a key, empty when nobody wants to say.

    Raises
    ------
    InputError
        When there is no movement of the name that was typed.
    """
    names = [one.name for one in recognition.candidates]
    typer.echo(f"Which movement is it: {join_with_or(names)}?", err=True)
    for number, name in enumerate(names, 1):
        typer.echo(f"  {number}  {name}", err=True)
    answer = str(typer.prompt(QUESTION, default="", show_default=False, err=True)).strip()
    if answer.isdigit() and 1 <= int(answer) <= len(names):
        return recognition.candidates[int(answer) - 1].key
    return load_exercise(answer).key if answer else ""
