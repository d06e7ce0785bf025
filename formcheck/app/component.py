"""Declare a small component of ours: its script and style lie in ``assets``."""

from __future__ import annotations

from importlib import resources
from typing import Any

from streamlit.components.v2 import component

ICONS, CELL = "icons", "cell"
"""What several components share: the symbols of the levels, and the cell of a repetition, which uses them."""


def read_asset(name: str) -> str:
    """The text of one of our files."""
    return (resources.files("formcheck.app") / "assets" / name).read_text(encoding="utf-8")


def declare(name: str, html: str, *shares: str) -> Any:
    """Make a component.

    Parameters
    ----------
    name : str
        Of its files: ``NAME.css`` and ``NAME.js``.
    html : str
    *shares : str
        Files of these names go before its own: ``ICONS``, ``CELL``, or parts of it.
    """
    folder = resources.files("formcheck.app") / "assets"
    css, js = (
        "\n".join(
            file.read_text(encoding="utf-8")
            for part in (*shares, name)
            if (file := folder / f"{part}.{kind}").is_file()
        )
        for kind in ("css", "js")
    )
    return component(f"formcheck_{name}", html=html, css=css, js=js)
