"""Declare a small component of ours: its script and style lie in ``assets``."""

from __future__ import annotations

from importlib import resources
from typing import Any

from streamlit.components.v2 import component

ICONS = "icons.js"
"""Symbols of the levels, put before the script of a component that shows them."""


def declare(name: str, html: str, has_icons: bool = False) -> Any:
    """Make a component.

    Parameters
    ----------
    name : str
        Of its files: ``NAME.css`` and ``NAME.js``.
    html : str
    has_icons : bool
        Whether its script uses the symbols of ``icons.js``.
    """
    folder = resources.files("formcheck.app") / "assets"
    scripts = [ICONS] * has_icons + [f"{name}.js"]
    js = "\n".join((folder / script).read_text(encoding="utf-8") for script in scripts)
    css = (folder / f"{name}.css").read_text(encoding="utf-8")
    return component(f"formcheck_{name}", html=html, css=css, js=js)
