"""The clip, and the strip of repetitions below it: a click on one moves the clip there."""

from __future__ import annotations

import math
from pathlib import Path

import streamlit as st

from formcheck.app.component import CELL, ICONS, declare
from formcheck.app.jobs import measure_drawing
from formcheck.app.levels import find_kind, lay_out_cell, say_what
from formcheck.app.reviews import LoadedReview, find_video
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.verdict import name_rep
from formcheck.report.vtt import lay_out_vtt

_STRIP = declare(
    "strip",
    "<p></p>"
    '<div class="strip" role="group" aria-label="Repetitions"></div>'
    '<button type="button" class="cell add">Add a rep here</button>',
    ICONS,
    CELL,
)


def has_clip(review: LoadedReview) -> bool:
    """Whether there is a clip, drawn or as it came."""
    return find_video(review.folder) is not None


def show_clip(review: LoadedReview) -> None:
    """Show the annotated clip; while it is drawn a note, and where none is drawn the clip as it came.

    The clip as it came is not played meanwhile: a player that is exchanged under the browser's hands looks
    for a file that is gone.
    """
    clip = find_video(review.folder)
    if measure_drawing(review.folder) is not None:
        with st.container(
            border=True, height=360, vertical_alignment="center", horizontal_alignment="center"
        ):
            st.markdown(
                ":gray[:material/draw: Your outline is being drawn into the clip. All else is final.]"
            )
    elif clip is None:
        st.info("The clip itself was not kept; everything measured on it is below.")
    else:
        _play(clip, review.report)


def play_clip(clip: Path, alt: str, subtitles: str = "") -> None:
    """Show a clip without its sound; subtitles as WebVTT, empty: none."""
    st.video(
        str(clip),
        format=f"video/{'webm' if clip.suffix == '.webm' else 'mp4'}",
        subtitles={"What we saw": subtitles} if subtitles else None,
        muted=True,
        alt=alt,
    )


def _play(clip: Path, report: SetReport) -> None:
    noun = "rep" if report.count == 1 else "reps"
    alt = f"{report.exercise.name}, {report.count} {noun}, with what was measured drawn in"
    with st.container(key="clip"):
        play_clip(clip, alt, lay_out_vtt(report))


HINTS = {
    True: "Tap a rep to see it. Below it: its score. ← → step through the reps.",
    False: "Below each rep: its score. To change one, switch on Correct reps and tap it.",
}
"""By whether there is a clip."""
STORED_HINT = "Below each rep: its score."
"""Where neither is there, nor can anything be changed."""


def show_strip(
    report: SetReport, selected: int, adds: bool, has_clip: bool, key: str, can_correct: bool = True
) -> tuple[int | None, float | None]:
    """Show one cell a repetition.

    Parameters
    ----------
    report : SetReport
    selected : int
        Number of the repetition that is looked at, from 0; -1: none.
    adds : bool
        Whether a missed repetition may be added.
    has_clip : bool
        Whether there is a clip to move.
    key : str
    can_correct : bool
        Whether the set may be corrected at all.

    Returns
    -------
    picked : int or None
        The repetition just clicked, from 0.
    added_s : float or None
        Where in the clip a repetition was just added.
    """
    has_sides = bool(report.side_counts)
    reps = [_lay_out_cell(judged, has_sides) for judged in report.reps]
    hint = HINTS[has_clip] if can_correct or has_clip else STORED_HINT
    data = {"reps": reps, "selected": selected, "adds": adds and has_clip, "hint": hint}
    said = _STRIP(data=data, key=key, on_picked_change=_pass, on_added_change=_pass)
    return said.picked, said.added


def _pass() -> None:
    """What a component tells is read where it is shown."""


def _lay_out_cell(judged: JudgedRep, has_sides: bool) -> dict[str, object]:
    rep = judged.rep
    cell = lay_out_cell(find_kind(judged), name_rep(judged, has_sides), judged.score, say_what(judged))
    return {
        **cell,
        "alt": cell["alt"] + (", changed by you" if judged.changed else ""),
        "changed": judged.changed,
        "start_s": rep.start_s,
        "end_s": rep.end_s,
        "show_s": _find_moment(judged),
    }


def _find_moment(judged: JudgedRep) -> float:
    """When a repetition shows best: at its worst fault, or where it is deepest."""
    worst = max(judged.faults, key=lambda fault: fault.severity, default=None)
    return judged.rep.turn_s if worst is None or math.isnan(worst.at_s) else worst.at_s
