"""The clips of two sets side by side, played in step."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from formcheck.app.component import declare
from formcheck.app.history.words import say_count
from formcheck.app.kept import find_kept_review
from formcheck.app.result.player import play_clip
from formcheck.history.entries import LoggedRep, LoggedSet
from formcheck.report.wording import join_words

NAMES = ("A", "B")
LEAD_S = 1.5
"""So much of a clip is shown before its first repetition: judgement of the authors."""
HOW_TO_KEEP = "*Keep on this computer*, beside a result, keeps its clip."

_PAIR = declare(
    "pair",
    '<section aria-label="Both clips"><div class="row"><button type="button" class="play"></button>'
    '<button type="button" class="less">Previous rep</button>'
    '<button type="button" class="more">Next rep</button>'
    '<span role="group" aria-label="Speed" class="speeds"></span>'
    '<label class="each"><input type="checkbox"> Rep by rep</label></div>'
    '<input type="range" class="at" step="0.01" aria-label="Time from the start of the first rep">'
    '<p class="where"></p><p class="keys"></p></section>',
)


def show_clips(pair: Sequence[LoggedSet], reps: Sequence[Sequence[LoggedRep]]) -> None:
    """Show the clips of both sets, as far as they were kept, with one player for the two.

    Parameters
    ----------
    pair : sequence of LoggedSet
        Two.
    reps : sequence of sequence of LoggedRep
        All of their repetitions: both clips begin together with the first that counts.
    """
    kept = [find_kept_review(one) for one in pair]
    videos = [None if one is None else one.video for one in kept]
    if told := say_missing([video is not None for video in videos], [one.has_report for one in pair]):
        st.markdown(f":gray[:material/videocam_off: {told}]")
    if not any(videos):
        return
    with st.container(border=True, gap="small", key="pair_card"):
        st.markdown("### Both clips" if all(videos) else "### The clip that was kept")
        with st.container(horizontal=True, gap="medium"):  # side by side on a phone too
            for name, video, one in zip(NAMES, videos, pair, strict=True):
                if video is not None:
                    with st.container(key=f"pair_{name}", width="stretch"):
                        st.markdown(f"**{name}**")
                        play_clip(video, f"Set {name}: {one.facts.exercise_name}, {say_count(one)} reps")
        if all(videos):
            _PAIR(data={"sets": [lay_out_reps(many) for many in reps], "lead_s": LEAD_S}, key="pair")


def say_missing(is_kept: Sequence[bool], is_filmed: Sequence[bool]) -> str:
    """Why there are not two clips, a sentence or two; empty: there are."""
    if all(is_kept):
        return ""
    unfilmed = [name for name, filmed in zip(NAMES, is_filmed, strict=True) if not filmed]
    gone = [n for n, k, f in zip(NAMES, is_kept, is_filmed, strict=True) if f and not k]
    parts = []
    if unfilmed:
        parts.append(f"{join_words(unfilmed)} {'was' if len(unfilmed) == 1 else 'were'} not filmed.")
    if gone:
        parts.append(f"No clip of {join_words(gone)} is kept on this computer. {HOW_TO_KEEP}")
    return " ".join(parts)


def lay_out_reps(reps: Sequence[LoggedRep]) -> list[dict[str, float | str]]:
    """When every counted repetition begins and ends in its clip."""
    return [
        {"label": str(rep.rep_index), "start_s": rep.start_s, "end_s": rep.end_s}
        for rep in reps
        if rep.rep_index is not None
    ]
