"""Key frames: the worst repetition of a fault beside the best at the same moment."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formcheck.report.bundle import Bundle
from formcheck.report.set_report import SetReport
from formcheck.report.verdict import SetVerdict
from formcheck.report.wording import find_words, start_sentence


def list_pictures(bundle: Bundle, rule: str) -> dict[int, Path]:
    """The pictures of a rule: number of the repetition, as it is now, → file."""
    found = {
        judged.rep.index: bundle.find_picture(judged.pictures.get(rule, ""))
        for judged in bundle.report.reps
        if judged.rep.index is not None
    }
    return {number: path for number, path in found.items() if path is not None}


def show_frames(bundle: Bundle, verdict: SetVerdict) -> None:
    """Show the worst and the best of every fault that has pictures; the gravest first."""
    report = bundle.report
    rules = list(dict.fromkeys(one.rule for one in verdict.findings if one.rule))
    shown = [(rule, pictures) for rule in rules if (pictures := list_pictures(bundle, rule))]
    if not shown:
        return
    with st.container(border=True, gap="small"):
        _show_pair(report, *shown[0])
    if len(shown) > 1:
        with st.expander(f"Pictures of {len(shown) - 1} more"):
            for rule, pictures in shown[1:]:
                _show_pair(report, rule, pictures)


def _show_pair(report: SetReport, rule: str, pictures: dict[int, Path]) -> None:
    name = start_sentence(find_words(rule).name)
    faulty = {judged.rep.index for judged in report.reps for fault in judged.faults if fault.rule == rule}
    worst = [number for number in pictures if number in faulty]
    best = [number for number in pictures if number not in faulty]
    both = bool(worst and best)
    st.markdown(f"### {name}: worst against best" if both else f"### {name}")
    columns = st.columns(2, gap="small", wrap=False) if both else [st.container()]
    for column, number in zip(columns, [*worst[:1], *best[:1]], strict=False):
        what = f"{name} on rep {number}" if number in faulty else f"Rep {number} at the same moment"
        column.image(str(pictures[number]), alt=what)
