"""What all charts share: a card with title and finding, the colours of the theme, symbols by level."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import altair as alt
import pandas as pd
import streamlit as st

from formcheck.report import palette

Colours: TypeAlias = dict[str, str]
Drawing: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart


def _pick(palette: Mapping[str, str], page: str) -> Colours:
    """The colours of a chart on a page of ours."""
    marks = {"l0": "good", "l1": "info", "l2": "minor", "l3": "major"}
    marks |= dict.fromkeys(("blind", "part", "failed"), "unjudged")
    grounds = {"target": "good-tint", "tint_l2": "minor-tint", "tint_l3": "major-tint"}
    roles = {**marks, **grounds, "ink": "ink", "ink_2": "ink-2", "line": "line", "page": page}
    return {name: palette[role] for name, role in roles.items()}


LIGHT, DARK = _pick(palette.LIGHT, "card"), _pick(palette.DARK, "page")
"""By level, and of what stands around: Streamlit shows our light pages on the colour of a card."""
SHAPES = {"l0": "circle", "l1": "circle", "l2": "triangle-up", "l3": "diamond", "blind": "square"}
SHAPES |= {"part": "square", "failed": "cross"}
LEVELS = list(SHAPES)
FONT = "Source Sans"
HEIGHT_PX = 230


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart and its words.

    Attributes
    ----------
    title, finding : str
        What it shows, and what there is to see in it.
    draw : callable
        Colours → the chart.
    height_px : float
    """

    title: str
    finding: str
    draw: Callable[[Colours], Drawing]
    height_px: float = HEIGHT_PX


def show_chart(chart: Chart, key: str, fills: bool = False) -> None:
    """Show a chart in a card with its title and finding; one that fills is as high as those beside it."""
    colours = DARK if st.context.theme.type == "dark" else LIGHT
    with st.container(border=True, gap="small", height="stretch" if fills else "content"):
        st.markdown(f"### {chart.title}\n:gray[{chart.finding}]")
        drawn = dress(chart.draw(colours), colours, chart.height_px)
        st.altair_chart(drawn, theme=None, key=key, alt=f"{chart.title}. {chart.finding}")


def dress(drawing: Drawing, colours: Colours, height_px: float = HEIGHT_PX) -> Drawing:
    """Give a chart our axes and fonts, and the width of its card."""
    axis = {"grid": False, "labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": "normal"}
    axis |= {
        "domainColor": colours["line"],
        "tickColor": colours["line"],
        "labelFont": FONT,
        "titleFont": FONT,
    }
    axis |= {"labelColor": colours["ink_2"], "titleColor": colours["ink_2"]}
    sized = drawing.properties(background="transparent", width="container", height=height_px)
    return sized.configure_view(stroke=None).configure_axis(**axis).configure_text(font=FONT)


def scale_levels(colours: Colours) -> alt.Scale:
    """The colour of every level."""
    return alt.Scale(domain=LEVELS, range=[colours[level] for level in LEVELS])


def scale_tints(colours: Colours) -> alt.Scale:
    """The ground of a fault and of a clear one."""
    return alt.Scale(domain=["l2", "l3"], range=[colours["tint_l2"], colours["tint_l3"]])


def mark_points(table: pd.DataFrame, colours: Colours, **places: Any) -> alt.Chart:
    """Symbols by level, shape and colour, at the given places; columns ``kind``, ``rep`` and ``what``."""
    shape = alt.Shape(
        "kind:N", scale=alt.Scale(domain=LEVELS, range=[SHAPES[level] for level in LEVELS]), legend=None
    )
    fill = alt.Fill("kind:N", scale=scale_levels(colours), legend=None)
    tooltip = [alt.Tooltip("rep:N", title="rep"), alt.Tooltip("what:N", title="seen")]
    points = alt.Chart(table).mark_point(filled=True, size=150, opacity=1)
    return points.encode(shape=shape, fill=fill, tooltip=tooltip, **places)


def draw_rule(value: float, column: str, colours: Colours, y: alt.Y, is_dashed: bool) -> alt.Chart:
    """A level line that means something."""
    mark = alt.Chart(pd.DataFrame({column: [value]})).mark_rule(
        color=colours["ink_2"], strokeDash=[5, 4] if is_dashed else [1, 0]
    )
    return mark.encode(y=y)
