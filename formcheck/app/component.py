"""Declare a small component of ours: its script and style lie in ``assets``."""

from __future__ import annotations

from importlib import resources
from typing import Any, Protocol

from streamlit.components.v2 import component

ICONS, CELL = "icons", "cell"
"""What several components share: the symbols of the levels, and the cell of a repetition, which uses them."""


class Mount(Protocol):
    """What puts a component on the page, see `streamlit.components.v2.component`."""

    def __call__(self, *, key: str, data: Any, **callbacks: Any) -> Any:
        """Show it; any key will do that no other component of the page has."""
        ...


def read_asset(name: str) -> str:
    """The text of one of our files."""
    return (resources.files("formcheck.app") / "assets" / name).read_text(encoding="utf-8")


def declare(name: str, html: str, *shares: str) -> Mount:
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
    mount = component(f"formcheck_{name}", html=html, css=css, js=js)

    def mount_under(*, key: str, data: Any, **callbacks: Any) -> Any:
        # Streamlit keeps "__" in keys for itself, and the name of a clip or of a set may have it.
        return mount(key=key.replace("_", "_."), data=data, **callbacks)

    return mount_under
