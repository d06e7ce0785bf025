"""Who is looking: one visit of one browser tab."""

from __future__ import annotations

import secrets

import streamlit as st

from formcheck.app.jobs import get_board


def find_owner() -> str:
    """The secret name of this visitor; when the visit ends, the reviews are let go of."""
    if "owner" not in st.session_state:
        st.session_state["owner"] = secrets.token_urlsafe(16)
    owner: str = st.session_state["owner"]
    _watch_visit(owner)
    return owner


@st.cache_resource(scope="session", on_release=lambda owner: get_board().part(owner), show_spinner=False)
def _watch_visit(owner: str) -> str:
    return owner
