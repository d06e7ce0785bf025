"""The one download before the first set: the pose model."""

from __future__ import annotations

import threading
from pathlib import Path

import streamlit as st

from formcheck.app.parts import show_progress
from formcheck.errors import InputError
from formcheck.pose.models import (
    DEFAULT_MODEL,
    fetch_model,
    find_model,
    model_folder,
    read_environment,
    read_manifest,
)


class ModelFetch:
    """A download under way, the same for everybody who looks.

    Attributes
    ----------
    sentence : str
        Why it failed; empty: it did not.
    """

    def __init__(self) -> None:
        self.sentence = ""
        self.share: float | None = None
        self._thread: threading.Thread | None = None
        self._found: Path | None = None

    @property
    def is_running(self) -> bool:
        """Whether it is being fetched now."""
        return self._thread is not None and self._thread.is_alive()

    def find(self) -> Path | None:
        """The model on disk; None: it has to be fetched first.

        Raises
        ------
        InputError
            When the environment names something that is no model.
        """
        if self._found is None or not self._found.is_file():
            self._found = read_environment() or find_model(DEFAULT_MODEL)
        return self._found

    def start(self) -> None:
        """Begin to fetch it, unless that is under way."""
        if not self.is_running:
            self.sentence, self.share = "", None
            self._thread = threading.Thread(target=self._fetch, daemon=True)
            self._thread.start()

    def _fetch(self) -> None:
        try:
            fetch_model(DEFAULT_MODEL, self._take_progress)
        except InputError as error:
            self.sentence = str(error)

    def _take_progress(self, _what: str, done: int, total: int | None) -> None:
        self.share = done / total if total else None


_fetch = ModelFetch()


def get_fetch() -> ModelFetch:
    """The download of this process."""
    return _fetch


def show_model_card() -> None:
    """Offer the download, show how far it is, or say why it failed and what to do without a network."""
    fetch = get_fetch()
    model = read_manifest()[DEFAULT_MODEL]
    with st.container(border=True, key="model_card"):
        if fetch.is_running:
            _watch_fetch()
            return
        st.markdown(
            f"### One download before the first set ({model.size / 1e6:.0f} MB)\n\n"
            "The pose model finds your joints. Nothing else is ever fetched, and nothing is ever sent."
        )
        if fetch.sentence:
            st.error(fetch.sentence, icon=":material/cloud_off:")
        st.button("Download the pose model", type="primary", icon=":material/download:", on_click=fetch.start)
        with st.expander("No network on this computer?"):
            st.markdown(
                f"Fetch `{model.url}` on another computer. Put it here as `{model.file_name}`:"
                f"\n\n`{model_folder()}`\n\nThen reload this page."
            )


@st.fragment(run_every=0.5)
def _watch_fetch() -> None:
    fetch = get_fetch()
    if not fetch.is_running:
        st.rerun()
    show_progress("Fetching the pose model", fetch.share, "Fetching the pose model", "", key="fetch")
