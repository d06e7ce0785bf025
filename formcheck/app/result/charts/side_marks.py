"""Left and right on one line: a square and a circle with their letters, joined."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from formcheck.app.result.charts.chart import Colours, Drawing

SIDES = ("left", "right")
ALIKE = 0.03
"""Sides that differ by less are told to do the same (judgement of the authors)."""


def draw_side_marks(
    table: pd.DataFrame, value: str, row: str, x: alt.X, y: alt.Y, tooltip: list[Any], colours: Colours
) -> Drawing:
    """Draw both sides of every row.

    Parameters
    ----------
    table : DataFrame
        With "side", "left" or "right".
    value, row : str
        Fields of the value, and of what it belongs to.
    x, y : Altair channels
        Of both.
    tooltip : list
        As Altair takes it.
    colours : dict of str to str
    """
    ends = table.groupby(row, sort=False)[value].agg(["min", "max"]).reset_index()
    letters = table.assign(letter=table["side"].str[0].str.upper())
    shape = alt.Scale(domain=SIDES, range=["square", "circle"])
    fill = alt.Scale(domain=SIDES, range=[colours["page"], colours["l0"]])
    ink = alt.Scale(domain=SIDES, range=[colours["ink"], colours["page"]])
    points = alt.Chart(table).mark_point(size=330, opacity=1, stroke=colours["l0"], strokeWidth=2)
    words = alt.Chart(letters).mark_text(fontSize=12, fontWeight=700)
    return alt.layer(
        alt.Chart(ends).mark_rule(color=colours["ink_2"], strokeWidth=2).encode(y=y, x="min:Q", x2="max:Q"),
        points.encode(
            x=x,
            y=y,
            shape=alt.Shape("side:N", scale=shape, legend=None),
            fill=alt.Fill("side:N", scale=fill, legend=None),
            tooltip=tooltip,
        ),
        words.encode(
            x=x,
            y=y,
            text="letter:N",
            color=alt.Color("side:N", scale=ink, legend=None),
            tooltip=tooltip,
        ),
    ).resolve_scale(color="independent", fill="independent")
