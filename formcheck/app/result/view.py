"""The result of a review, from the one thing to change down to every number."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from formcheck.app.component import ICONS, declare
from formcheck.app.levels import WORDS
from formcheck.app.parts import show_not_judged
from formcheck.app.result import charts
from formcheck.app.result.correcting import add_rep, show_corrections
from formcheck.app.result.downloads import show_downloads
from formcheck.app.result.frames import show_frames
from formcheck.app.result.player import has_clip, show_clip, show_strip
from formcheck.app.result.table import show_table
from formcheck.app.reviews import LoadedReview, load_review
from formcheck.app.wording import escape
from formcheck.replay import collect_bundle
from formcheck.report.bundle import Bundle
from formcheck.report.reading import REPORT_FILE
from formcheck.report.set_report import SetReport
from formcheck.report.verdict import MINOR, SetVerdict, describe_corrections, describe_source, sum_up
from formcheck.report.wording import MEDICAL_LINE

_BAND = declare(
    "band",
    '<section aria-label="Verdict"><div><div class="label"></div><h2></h2><p class="cue"></p>'
    '<p class="changed"></p></div><dl></dl></section>',
)
_FINDINGS = declare("findings", '<ul aria-label="What we saw"></ul>', ICONS)


def show_result(folder: Path) -> None:
    """Show a finished review.

    Parameters
    ----------
    folder : Path
        As `formcheck.app.reviews.load_review` takes it.
    """
    show_loaded(load_review(folder))


def show_loaded(review: LoadedReview, can_correct: bool = True) -> None:
    """Show a review that is loaded.

    Parameters
    ----------
    review : LoadedReview
        Its folder holds ``report.json``.
    can_correct : bool
        Whether its pose track is there, and it may be corrected.
    """
    folder = review.folder
    key = f"result_{folder.name}"
    verdict = sum_up(review.report)
    bundle = collect_bundle(review.report, folder / REPORT_FILE)
    top = st.container()
    left, right = st.columns([1.62, 1], gap="medium")
    with left:
        # First of all: until a run has come to it, Streamlit lets go of the clip that plays when a run ends.
        show_clip(review)
        below = st.container()
    with top:
        corrects = _show_head(review, bundle, can_correct, key)
        _show_band(review.report, verdict, key)
    with below:
        selected = _show_strip(review, corrects, can_correct, key)
        if corrects:
            show_corrections(folder, review.report, selected, key)
    with right:
        show_frames(bundle, verdict)
        _show_findings(verdict, key)
        show_not_judged("Not judged", [(one.text, one.advice) for one in verdict.unjudged], f"{key}_hatch")
    _show_charts(review.report, key)
    if review.report.reps:
        show_table(review.report, f"{key}_table")
    st.markdown(f":gray[{MEDICAL_LINE}]")


def _show_head(review: LoadedReview, bundle: Bundle, can_correct: bool, key: str) -> bool:
    """Name, source and what can be done with it; returns whether the set is being corrected."""
    report = review.report
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"# {report.exercise.name}")
            st.markdown(f":gray[{escape(describe_source(report))}]")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            corrects = can_correct and st.toggle("Correct reps", key=f"{key}_corrects")
            show_downloads(review, bundle, key)
    return corrects


def _show_band(report: SetReport, verdict: SetVerdict, key: str) -> None:
    is_fault = bool(verdict.findings) and verdict.findings[0].severity >= MINOR
    data = {
        "label": verdict.label,
        "headline": verdict.headline,
        "cue": f"“{verdict.cue}”" if verdict.cue and is_fault else verdict.cue,
        "changed": describe_corrections(report),
        "facts": [[fact.value, fact.label] for fact in verdict.facts],
    }
    _BAND(data=data, key=f"{key}_band")


def _show_strip(review: LoadedReview, corrects: bool, can_correct: bool, key: str) -> int:
    """Show the repetitions; returns the selected one, -1: none."""
    report = review.report
    state = f"{key}_selected"
    if not report.reps and not corrects:
        return -1
    selected = st.session_state.get(state, -1)
    picked, added_s = show_strip(report, selected, corrects, has_clip(review), f"{key}_strip", can_correct)
    if added_s is not None:
        add_rep(review.folder, float(added_s), key)
        st.rerun()
    if picked is not None:
        st.session_state[state] = selected = int(picked)
    return selected if selected < len(report.reps) else -1


def _show_findings(verdict: SetVerdict, key: str) -> None:
    good = [{"kind": "l0", "word": WORDS["l0"], "text": text, "detail": ""} for text in verdict.good]
    found = [
        {
            "kind": f"l{one.severity}",
            "word": WORDS[f"l{one.severity}"],
            "text": one.text,
            "detail": one.detail,
        }
        for one in verdict.findings
    ]
    if good or found:
        with st.container(border=True, gap="small"):
            _FINDINGS(data={"lines": [*found, *good]}, key=f"{key}_findings")


def _show_charts(report: SetReport, key: str) -> None:
    if not report.reps or not len(report.signals.get("t_s", ())):
        return
    back, sides = charts.chart_back(report), charts.chart_sides(report)
    tempo, score = charts.chart_tempo(report), charts.chart_score(report)
    beside = back or sides
    if beside is None:
        charts.show_chart(charts.chart_movement(report), f"{key}_movement")
    else:
        left, right = st.columns([1.62, 1], gap="medium")
        with left:
            charts.show_chart(charts.chart_movement(report), f"{key}_movement")
        with right:
            charts.show_chart(beside, f"{key}_beside")
    rest = [one for one in (tempo, score, sides if back else None) if one is not None]
    if rest:
        for column, chart in zip(st.columns(len(rest), gap="medium"), rest, strict=True):
            with column:
                charts.show_chart(chart, f"{key}_{chart.title}")
