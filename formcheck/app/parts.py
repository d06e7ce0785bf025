"""Pieces of a page that Streamlit has not: small components, their script and style in ``assets``.

All of their text goes in as text, never as markup; all of their colours are the theme's.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from typing import Any

from formcheck.app.component import CELL, ICONS, declare
from formcheck.app.levels import KINDS, PARTIAL, lay_out_cell
from formcheck.app.messages import RepSoFar
from formcheck.report import wording

UNITS = {unit: mark for unit, (mark, _) in wording.UNITS.items()} | {"px": " px"}
_SCALES = {"deg": (0.0, 90.0), "torso": (0.0, 1.0), "ratio": (0.0, 1.0)}


_PROGRESS = declare(
    "progress",
    '<div class="card"><div class="row"><span class="share"></span><span class="left"></span>'
    '<span class="hint"></span></div>'
    '<div class="bar" role="progressbar" aria-valuemin="0" aria-valuemax="100"><i></i></div></div>',
)
_PREVIEW = declare("preview", "<figure><img><figcaption></figcaption></figure>")
_PICTURE = declare("picture", "<img>")
_CELLS = declare("cells", '<ol aria-label="Repetitions so far"></ol>', ICONS, CELL)
_SIGNAL = declare("signal", '<div><svg role="img"></svg></div>')
_HATCH = declare("hatch", '<ul class="blind"></ul>', ICONS)
_CAMERA = declare("camera", '<figure><svg role="img" viewBox="0 0 480 240"></svg></figure>')


def show_progress(title: str, share: float | None, left: str, hint: str, key: str) -> None:
    """Show how far something is; a share of None: it cannot be told."""
    _PROGRESS(data={"title": title, "share": share, "left": left, "hint": hint}, key=key)


def show_preview(jpeg: bytes, label: str, alt: str, key: str) -> None:
    """Show the picture being read; without one, a dark stage."""
    _PREVIEW(data={"jpeg": base64.b64encode(jpeg).decode(), "label": label, "alt": alt}, key=key)


def show_picture(jpeg: bytes, alt: str, key: str) -> None:
    """Show a still.

    It travels with the page: what Streamlit serves as a file is gone with the run of the page that showed
    it, and a browser that has not fetched it by then finds nothing.
    """
    _PICTURE(data={"jpeg": base64.b64encode(jpeg).decode(), "alt": alt}, key=key)


def show_cells(reps: Sequence[RepSoFar], has_next: bool, key: str) -> None:
    """Show repetitions as a row of cells, and a dashed one for the next."""
    cells = [lay_out_cell(KINDS[rep.level], rep.label, rep.score, rep.words) for rep in reps]
    if has_next:
        number = 1 + sum(rep.level != PARTIAL for rep in reps)
        cells.append({"kind": "next", "label": str(number), "score": "–", "alt": "The next repetition"})
    _CELLS(data={"cells": cells}, key=key)


def show_signal(
    t_s: Sequence[float], values: Sequence[float], unit: str, end_s: float, alt: str, key: str
) -> None:
    """Show a movement signal as a line; NaN is a gap."""
    least, most = _SCALES.get(unit, (0.0, 1.0))
    seen = [value for value in values if not math.isnan(value)]
    low, high = min([least, *seen]), max([most, *seen])
    marks = [{"value": value, "label": f"{value:g}{UNITS.get(unit, '')}"} for value in (least, most)]
    points = [
        [round(at, 2), None if math.isnan(value) else round(value, 3)]
        for at, value in zip(t_s, values, strict=True)
    ]
    last_s = max(end_s, t_s[-1] if t_s else 0.0)
    data: Mapping[str, Any] = {
        "points": points, "low": low, "high": high, "marks": marks, "end_s": last_s, "alt": alt
    }  # fmt: skip
    _SIGNAL(data=data, key=key)


def show_not_judged(label: str, lines: Sequence[tuple[str, str]], key: str) -> None:
    """Show what was not judged, and why: beside the results, never green.

    Parameters
    ----------
    label : str
        What the list is, for a screen reader.
    lines : sequence of (str, str)
        What, and why.
    key : str
    """
    if lines:
        _HATCH(data={"label": label, "lines": [list(line) for line in lines]}, key=key)


def show_camera(view: str, alt: str, key: str) -> None:
    """Show from above where the phone stands and which way the athlete faces: "side" or "front"."""
    _CAMERA(data={"view": view, "alt": alt}, key=key)
