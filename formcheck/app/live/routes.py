"""The live route of the app, and the token of a visit, which opens it."""

from __future__ import annotations

import threading

import streamlit as st
from starlette.routing import BaseRoute, WebSocketRoute

from formcheck.app.live.factory import open_coach
from formcheck.app.live.seats import Seats
from formcheck.app.live.shelf import ReviewShelf
from formcheck.app.live.socket import PATH, LiveSocket
from formcheck.app.live.tokens import TokenBook

_socket: LiveSocket | None = None
_lock = threading.Lock()


def make_routes() -> list[BaseRoute]:
    """What the app serves besides Streamlit's own."""
    return [WebSocketRoute(PATH, _get_socket())]


def find_visit_token() -> str:
    """The secret with which the page of this visit opens a live socket; it ends with the visit."""
    tokens = _get_socket().tokens
    if "live_token" not in st.session_state:
        st.session_state["live_token"] = tokens.issue()
    token: str = st.session_state["live_token"]
    _watch_visit(token)
    tokens.renew(token)
    return token


def close_live() -> None:
    """End every live set when the app ends."""
    global _socket
    with _lock:
        socket, _socket = _socket, None
    if socket is not None:
        socket.seats.close()


def _get_socket() -> LiveSocket:
    """The one of this process; made when it is first asked for."""
    global _socket
    with _lock:
        if _socket is None:
            _socket = LiveSocket(Seats(open_coach, ReviewShelf()), TokenBook())
        return _socket


@st.cache_resource(
    scope="session", on_release=lambda token: _get_socket().tokens.part(token), show_spinner=False
)
def _watch_visit(token: str) -> str:
    return token
