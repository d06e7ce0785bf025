"""``formcheck app``: serve the app on this machine and open it in the browser."""

from __future__ import annotations

import socket

from formcheck.errors import InputError

FIRST_PORT = 8501
TRIED_PORTS = 20
HOST = "localhost"


def run_app(port: int | None, opens_browser: bool) -> None:
    """Serve the app until Ctrl-C.

    Parameters
    ----------
    port : int or None
        None: the first free one from 8501 on.
    opens_browser : bool

    Raises
    ------
    InputError
        When the port is taken.
    """
    chosen = find_free_port() if port is None else port
    if port is not None and not is_free(port):
        raise InputError(f"Port {port} is taken: leave --port away, or give another one.")
    from formcheck.app.server import serve

    serve(chosen, opens_browser)


def find_free_port() -> int:
    """The first free port from 8501 on.

    Raises
    ------
    InputError
        When all that were tried are taken.
    """
    for port in range(FIRST_PORT, FIRST_PORT + TRIED_PORTS):
        if is_free(port):
            return port
    last = FIRST_PORT + TRIED_PORTS - 1
    raise InputError(f"All ports from {FIRST_PORT} to {last} are taken: give a free one with --port.")


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this machine."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex((HOST, port)) != 0
