"""A phone as the camera: its browser opens this app through an HTTPS proxy, found by a QR code."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import segno
import streamlit as st

from formcheck.app.settings import read_settings, write_settings

PAGE = "live"
EXAMPLE = "https://192.168.1.20:8443"
LOCAL = ("localhost", "127.0.0.1", "::1")
HOW = """\
A phone's browser gives its camera to HTTPS pages only, so an HTTPS proxy on this computer hands the page on.
[Caddy](https://caddyserver.com) does it with one command, in place of the address that of this computer in
your network:
"""
WARNING = (
    "While the proxy runs, everybody in your network can open this app. The phone warns once that it does not"
    " know the certificate: pictures still go from the phone to this computer only."
)


def show_phone() -> None:
    """Say how a phone becomes the camera, and show the code it scans once the address is known."""
    with st.expander("Use your phone as the camera", icon=":material/smartphone:", key="phone"):
        own = _find_own_address()
        if not own:
            port = st.get_option("server.port")
            st.markdown(HOW)
            st.code(
                f"caddy reverse-proxy --from {EXAMPLE} --to localhost:{port} --internal-certs",
                language=None,
                wrap_lines=True,
            )
        address = own or _ask_address()
        if not address:
            return
        if not is_phone_address(address):
            st.markdown(f":orange[:material/warning: Give the whole address, such as {EXAMPLE}.]")
            return
        link = f"{address.rstrip('/')}/{PAGE}"
        st.image(draw_code(link), width=220, alt=f"QR code of {link}")
        st.markdown(f"Scan it with the phone, or open **{link}**. Prop the phone up, screen towards you.")
        st.markdown(f":gray[{WARNING}]")


def _find_own_address() -> str:
    """Address under which this page was opened through a proxy; empty: it was opened on this computer."""
    page = urlsplit(st.context.url or "")
    return f"{page.scheme}://{page.netloc}" if page.scheme == "https" and page.hostname not in LOCAL else ""


def _ask_address() -> str:
    settings = read_settings()
    address = st.text_input(
        "Its address", value=settings.phone_address, placeholder=EXAMPLE, max_chars=200
    ).strip()
    if address != settings.phone_address and (not address or is_phone_address(address)):
        write_settings(replace(settings, phone_address=address))
    return address


def is_phone_address(address: str) -> bool:
    """Whether this can be the address of an HTTPS proxy."""
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def draw_code(link: str) -> str:
    """A QR code as SVG, dark on white in either theme."""
    return segno.make(link, error="m").svg_inline(scale=8, border=3, dark="#12202A", light="#FFFFFF")
