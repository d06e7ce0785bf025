"""The best sets of a movement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from formcheck.app.history.words import say_day, say_load, say_volume
from formcheck.app.settings import Settings
from formcheck.history.advice.sayings import say_many
from formcheck.history.trends import BEST_NAMES, Best, RepRecord
from formcheck.report.wording import start_sentence

_SAY: dict[str, Callable[[float, Settings], str]] = {
    "heaviest": say_load,
    "heaviest_clean": say_load,
    "most_reps": lambda value, _: say_many(int(value), "rep"),
    "most_volume": say_volume,
    "best_score": lambda value, _: f"{value:.0f}",
}
MOST_RECORDS = 6


def show_bests(bests: Sequence[Best], records: Sequence[RepRecord], settings: Settings, today: date) -> None:
    """Show personal bests in a card; nothing where there are none."""
    if not bests:
        return
    with st.container(border=True, gap="small"):
        st.markdown("### Personal bests")
        st.markdown(lay_out_bests(bests, records, settings, today))


def lay_out_bests(
    bests: Sequence[Best], records: Sequence[RepRecord], settings: Settings, today: date
) -> str:
    """A table in Markdown: what, how much, when."""
    rows = []
    for best in bests:
        told = _SAY[best.kind](best.value, settings)
        rows.append((start_sentence(BEST_NAMES[best.kind]), told, best.trained_at.date()))
    rows += [
        (f"Heaviest for {say_many(one.count, 'rep')}", say_load(one.load_kg, settings), one.trained_at.date())
        for one in _pick(records)
    ]
    lines = [f"| {name} | **{_tie(value)}** | {_tie(say_day(day, today))} |" for name, value, day in rows]
    return "\n".join(["| Best | How much | When |", "|:---|---:|:---|", *lines])


def _tie(words: str) -> str:
    """Words that stay on one line, however narrow the table is."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _pick(records: Sequence[RepRecord]) -> Sequence[RepRecord]:
    """As many as a card holds, evenly from few repetitions to many; the heaviest is told already."""
    rest = records[1:]
    if len(rest) <= MOST_RECORDS:
        return rest
    step = (len(rest) - 1) / (MOST_RECORDS - 1)
    return [rest[round(number * step)] for number in range(MOST_RECORDS)]
