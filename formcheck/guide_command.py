"""``formcheck exercises NAME``: the guide to one movement."""

from __future__ import annotations

from rich.markup import escape

from formcheck.commands import describe_target, out
from formcheck.exercises.loader import load_exercise
from formcheck.guide import list_judged, say_rule


def show_guide(name: str) -> None:
    """Print how to film a movement, what is judged of it and from where, and what is not.

    Raises
    ------
    InputError
        When the movement is not known.
    """
    exercise = load_exercise(name)
    also = f"  [dim]also called {escape(', '.join(exercise.also_called))}[/]" if exercise.also_called else ""
    out.print(f"[bold]{escape(exercise.name)}[/]{also}", soft_wrap=True)
    out.print(f"camera: {escape(exercise.camera_advice)}", soft_wrap=True)
    words = exercise.phase_words
    phases = ", ".join(
        words[phase] for phase in ("eccentric", "pause_stretched", "concentric", "pause_contracted")
    )
    out.print(f"tempo, s: {describe_target(exercise)}  [dim]({escape(phases)})[/]", soft_wrap=True)
    for view, rules in list_judged(exercise).items():
        out.print(f"[green]✓[/] {view}: {escape(', '.join(map(say_rule, rules)))}", soft_wrap=True)
    for sentence in exercise.not_judged:
        out.print(f"[dim]?[/] not judged: {escape(sentence)}", soft_wrap=True)
    out.print("[dim]Repetitions are counted from every view. Technique feedback, not medical advice.[/]")
