"""Who may open a live socket: a page of ours, in a visit that goes on.

Streamlit checks neither for routes that are added to it. Another page in the same browser can open a socket
to this machine and send what it likes; it can neither choose the Origin its browser names, nor know a token.
"""

from __future__ import annotations

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

LIFETIME_S = 12 * 3600.0
"""A token that no page has asked for again for so long is refused: longer than a day's training. A choice."""
PARTED_S = 60.0
"""Streamlit tells of a visit's end as soon as its connection breaks; it may come back. A choice."""
USUAL_PORTS = {"http": 80, "https": 443}


class TokenBook:
    """The tokens of all visits that go on.

    Parameters
    ----------
    tell_now_s : callable
        Seconds on a clock that only grows.
    """

    def __init__(self, tell_now_s: Callable[[], float] = time.monotonic) -> None:
        self._tell_now_s = tell_now_s
        self._ends_s: dict[str, float] = {}
        self._lock = threading.Lock()

    def issue(self) -> str:
        """A secret for one visit: 256 bits that cannot be guessed."""
        token = secrets.token_urlsafe(32)
        self.renew(token)
        return token

    def renew(self, token: str) -> None:
        """The visit of this token goes on."""
        with self._lock:
            self._ends_s[token] = self._tell_now_s() + LIFETIME_S

    def part(self, token: str) -> None:
        """The visit of this token has ended, unless it is renewed within `PARTED_S`."""
        with self._lock:
            if token in self._ends_s:
                self._ends_s[token] = min(self._ends_s[token], self._tell_now_s() + PARTED_S)

    def knows(self, token: str) -> bool:
        """Whether a visit with this token goes on; takes as long for a wrong token as for a right one."""
        given, is_known = token.encode(), False
        with self._lock:
            now_s = self._tell_now_s()
            self._ends_s = {one: end_s for one, end_s in self._ends_s.items() if end_s > now_s}
            for one in self._ends_s:
                is_known |= hmac.compare_digest(one.encode(), given)
        return is_known


def is_own_page(origin: str | None, host: str | None) -> bool:
    """Whether a page with this Origin was served by the very server that is asked.

    Parameters
    ----------
    origin, host : str or None
        The headers ``Origin`` and ``Host``. Hosts and ports are compared, not "http" with "https": behind
        an HTTPS proxy the page is "https", and what the proxy asks for is not. Who names no Origin is no
        browser, and refused.
    """
    if not origin or not host:
        return False
    try:
        page, server = urlsplit(origin), urlsplit(f"//{host}")
        if page.scheme not in USUAL_PORTS or not page.hostname or _has_more(page) or _has_more(server):
            return False
        usual = USUAL_PORTS[page.scheme]
        return (page.hostname, page.port or usual) == (server.hostname, server.port or usual)
    except ValueError:  # a port that is no number, brackets that do not close
        return False


def _has_more(address: SplitResult) -> bool:
    return bool(address.username or address.password or address.path or address.query or address.fragment)
