"""The frame around all pages: navigation, logo, who is looking."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import streamlit as st

from formcheck.app.guide_page import show_guide_page
from formcheck.app.history_page import show_history_page
from formcheck.app.live_page import show_live_page
from formcheck.app.review_page import show_review_page
from formcheck.app.settings_page import show_settings_page
from formcheck.errors import InputError


def show_app() -> None:
    """Show the page the browser asks for."""
    st.set_page_config("formcheck", page_icon=str(find_asset("icon.png")), layout="wide")
    theme = "dark" if st.context.theme.type == "dark" else "light"
    st.logo(str(find_asset(f"logo_{theme}.svg")), size="medium")
    review = st.Page(show_review_page, title="Review", url_path="review", default=True)
    st.session_state["review_page"] = review
    page = st.navigation(
        [
            review,
            st.Page(show_live_page, title="Live", url_path="live"),
            st.Page(show_history_page, title="History", url_path="history"),
            st.Page(show_guide_page, title="Guide", url_path="guide"),
            st.Page(show_settings_page, title="Settings", url_path="settings"),
        ],
        position="top",
    )
    try:
        page.run()
    except InputError as error:
        st.error(str(error), icon=":material/error:")


def find_asset(name: str) -> Path:
    """A file of ours that the browser is given."""
    return Path(str(resources.files("formcheck.app") / "assets" / name))
