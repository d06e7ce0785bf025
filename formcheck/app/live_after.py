"""The Live page between two sets: how long to rest, and the next one."""

from __future__ import annotations

import time
from dataclasses import replace

import streamlit as st

from formcheck.app.component import declare
from formcheck.app.live_start import SetPlan

_REST = declare(
    "rest",
    '<div><figure><svg viewBox="0 0 100 100" aria-hidden="true"><circle cx="50" cy="50" r="44"/>'
    '<circle class="left" cx="50" cy="50" r="44" pathLength="1"/></svg><b role="timer"></b></figure>'
    '<section><h2></h2><p></p><button type="button" class="more">+30 s</button>'
    '<button type="button" class="less">−30 s</button></section></div>',
)


def show_rest(plan: SetPlan, number: int, last: str) -> SetPlan | None:
    """Show the rest after a set; returns the plan of the next one once somebody starts it.

    Parameters
    ----------
    plan : SetPlan
        Of the set that was done.
    number : int
        Of the set that follows, from 2.
    last : str
        The set that was done last: with it the rest began.
    """
    began = st.session_state.setdefault(f"rest_{last}", time.time() * 1000)
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="rest_card"):
        data = {"began_ms": round(began), "rest_s": plan.rest_s, "next": f"Set {number} follows."}
        _REST(data=data, key=f"rest_ring_{last}")
        starts = st.button(
            f"Start set {number}", type="primary", icon=":material/videocam:", key="next_set", width="content"
        )
    return replace(plan, calibrates=False) if starts else None
