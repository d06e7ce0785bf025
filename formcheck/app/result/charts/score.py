"""The score over the set."""

from __future__ import annotations

import math
from functools import partial

import altair as alt
import pandas as pd

from formcheck.app.levels import find_kind, say_what
from formcheck.app.result.charts.chart import (
    LEVELS,
    Chart,
    Colours,
    Drawing,
    draw_rule,
    mark_points,
    scale_levels,
)
from formcheck.report.charts import QUALITY_SCORE
from formcheck.report.set_report import SetReport
from formcheck.report.verdict import name_rep
from formcheck.report.wording import say_reps


def chart_score(report: SetReport) -> Chart | None:
    """Lay out the scores; None where none was given."""
    has_sides = bool(report.side_counts)
    scored = [judged for judged in report.reps if judged.rep.is_counted and not math.isnan(judged.score)]
    if not scored:
        return None
    rows = [
        {
            "rep": name_rep(judged, has_sides),
            "score": judged.score,
            "kind": find_kind(judged),
            "what": say_what(judged),
            "told": "" if find_kind(judged) == "l0" else f"{judged.score:.0f}",
        }
        for judged in scored
    ]
    low = [judged.rep.index or 0 for judged in scored if judged.score < QUALITY_SCORE]
    finding = (
        f"Below {QUALITY_SCORE:.0f} on {say_reps(low)}."
        if low
        else f"{QUALITY_SCORE:.0f} or more on every rep."
    )
    return Chart("Score over the set", finding, partial(_draw, pd.DataFrame(rows)))


def _draw(table: pd.DataFrame, colours: Colours) -> Drawing:
    x = alt.X("rep:O", title="rep", sort=None, axis=alt.Axis(labelAngle=0))
    scale = alt.Scale(domain=[0, 108], nice=False)
    y = alt.Y("score:Q", title=None, scale=scale, axis=alt.Axis(values=[0, QUALITY_SCORE, 100]))
    dashes = alt.Scale(domain=LEVELS, range=[[6, 3] if level == "l2" else [1, 0] for level in LEVELS])
    stems = alt.Chart(table).mark_rule(strokeWidth=5)
    text = alt.Chart(table).mark_text(dx=-20, fontSize=14, fontWeight=700, color=colours["ink"])
    return alt.layer(
        draw_rule(QUALITY_SCORE, "score", colours, y, is_dashed=True),
        stems.encode(
            x=x,
            y=y,
            y2=alt.datum(0),
            stroke=alt.Stroke("kind:N", scale=scale_levels(colours), legend=None),
            strokeDash=alt.StrokeDash("kind:N", scale=dashes, legend=None),
        ),
        mark_points(table, colours, x=x, y=y),
        text.encode(x=x, y=y, text="told:N"),
    )
