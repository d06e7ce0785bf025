"""The server of the app: on this machine only, with our theme, tidy when it ends."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from formcheck.app.jobs import close_board
from formcheck.app.live.routes import close_live, make_routes

PAGE = Path(__file__).with_name("page.py")
FAILED = "Something we did not expect happened on this page. Reload it: your reviews are still here."
_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def keep_house(app: st.App) -> AsyncIterator[dict[str, Any]]:
    """End live sets and children, and remove uploads, when the server stops."""
    del app
    yield {}
    close_live()
    close_board()


def explain_error(error: Exception) -> bool:
    """Say one sentence in the place of a page that failed, and log the rest."""
    _LOG.error("A page failed", exc_info=error)
    st.error(FAILED, icon=":material/error:")
    return True


def serve(port: int, opens_browser: bool) -> None:
    """Serve the app until it is stopped.

    Parameters
    ----------
    port : int
    opens_browser : bool
    """
    config = {**read_config(), "server.port": port, "server.headless": not opens_browser}
    app = st.App(PAGE, lifespan=keep_house, on_script_error=explain_error, routes=make_routes())
    app.run(config=config)


def read_config() -> dict[str, Any]:
    """Every option of ``config.toml`` under its dotted name: "theme.light.primaryColor"."""
    packaged = Path(__file__).with_name("config.toml")
    path = packaged if packaged.is_file() else Path(__file__).parents[2] / ".streamlit" / "config.toml"
    return _flatten(tomllib.loads(path.read_text(encoding="utf-8")))


def _flatten(table: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    options: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            options |= _flatten(value, f"{before}{name}.")
        else:
            options[before + name] = value
    return options
