"""``clip.vtt``: subtitles for the clip, timed by the repetitions (WebVTT, https://www.w3.org/TR/webvtt1/).

At any instant one line is shown: a fault while it is to be seen, else what a coach says after a repetition,
else which repetition it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from formcheck.report.findings import MINOR, say_value
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.wording import find_words
from formcheck.reps.rep import RepKind

SAID_S = 2.5
"""So long a cue stays, or until the next turn."""
LEAST_S = 0.2
"""Shorter lines only flicker."""
PLACE = "line:6%"
"""At the top: below, the annotated video has words of its own."""
_FAULT, _CUE, _REP = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Line:
    """A subtitle over the half-open [start_s, end_s); of several at a time the lowest rank is shown."""

    start_s: float
    end_s: float
    text: str
    rank: int


def write_vtt(report: SetReport, path: Path) -> None:
    """Write the subtitles; a set without repetitions has none."""
    path.write_text(lay_out_vtt(report), encoding="utf-8")


def lay_out_vtt(report: SetReport) -> str:
    """The subtitles as a file holds them."""
    blocks = ["WEBVTT", f"NOTE formcheck: {_escape(report.exercise.name)}"]
    blocks += [
        f"{number}\n{_format_time(line.start_s)} --> {_format_time(line.end_s)} {PLACE}\n{_escape(line.text)}"
        for number, line in enumerate(list_subtitles(report), 1)
    ]
    return "\n\n".join(blocks) + "\n"


def list_subtitles(report: SetReport) -> list[Line]:
    """What to show when, in the order of time; no two overlap."""
    lines = _list_lines(report)
    edges_s = sorted({max(0.0, edge_s) for line in lines for edge_s in (line.start_s, line.end_s)})
    shown: list[Line] = []
    for start_s, end_s in pairwise(edges_s):
        here = [line for line in lines if line.start_s <= start_s < line.end_s]
        if not here:
            continue
        best = min(here, key=lambda line: (line.rank, -line.start_s))
        if shown and shown[-1].text == best.text and shown[-1].end_s == start_s:
            start_s = shown.pop().start_s
        shown.append(Line(start_s, end_s, best.text, best.rank))
    return [line for line in shown if line.end_s - line.start_s >= LEAST_S]


def _list_lines(report: SetReport) -> list[Line]:
    lines = []
    for number, judged in enumerate(report.reps):
        rep = judged.rep
        name = _name_rep(judged)
        lines.append(Line(rep.start_s, rep.end_s, name, _REP))
        for fault in judged.faults:
            if fault.severity >= MINOR:
                text = f"{name}: {find_words(fault.rule).name}, {say_value(report, fault)}"
                lines.append(Line(fault.start_s, fault.end_s, text, _FAULT))
        if judged.cue:
            turns_s = [one.rep.turn_s for one in report.reps[number + 1 :] if one.rep.turn_s > rep.end_s]
            end_s = min([rep.end_s + SAID_S, *turns_s])
            lines.append(Line(rep.end_s, end_s, judged.cue, _CUE))
    return lines


def _name_rep(judged: JudgedRep) -> str:
    rep = judged.rep
    if not rep.is_counted:
        word = "Partial" if rep.kind is RepKind.PARTIAL else "Failed"
        return f"{word}, not counted"
    return f"Rep {rep.index}" if rep.side == "both" else f"Rep {rep.index}, {rep.side}"


def _format_time(t_s: float) -> str:
    ms = round(1000 * max(0.0, t_s))
    return f"{ms // 3_600_000:02d}:{ms // 60_000 % 60:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def _escape(text: str) -> str:
    """Text as a cue may hold it: no markup, no arrow, no empty line."""
    plain = " ".join(text.split()).replace("-->", "→")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
