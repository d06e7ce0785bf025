"""A coach that says what a test has it say: what a stage shows is then known to the letter."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

from playwright.sync_api import Page, WebSocketRoute

from formcheck.app.live.socket import PATH
from formcheck.live.band import choose_band
from formcheck.live.state import LiveState, Said, lay_out_state


class ScriptedCoach:
    """Answers every picture with one state.

    Attributes
    ----------
    state : LiveState
        What is told of every picture.
    orders : list of str
        What the page has asked for.
    is_away : bool
        Nobody can connect.
    """

    def __init__(self, page: Page, state: LiveState) -> None:
        self.state = state
        self.orders: list[str] = []
        self.is_away = False
        self._page, self._told = page, 0
        self._said: list[Said] = []
        self._line: WebSocketRoute | None = None
        page.route_web_socket(f"**{PATH}", self._connect)

    def say(self, *lines: tuple[str, int]) -> None:
        """Have lines said together, once."""
        self._said = [Said(*line) for line in lines]

    def settle(self) -> None:
        """Wait until the page has taken what is told now: it sends two pictures ahead of the answers."""
        until = self._told + 4
        while self._told < until:
            self._page.wait_for_timeout(20)

    def tell(self, **message: object) -> None:
        """Tell something besides what is told of pictures."""
        assert self._line is not None, "no page has connected"
        self._line.send(json.dumps(message))

    def cut(self) -> None:
        """End the connection."""
        assert self._line is not None, "no page has connected"
        self._line.close()

    def _connect(self, line: WebSocketRoute) -> None:
        if self.is_away:
            line.close()
            return
        self._line = line
        line.on_message(self._answer)

    def _answer(self, message: str | bytes) -> None:
        if isinstance(message, str):
            order = json.loads(message)
            self.orders.append(order["type"])
            if order["type"] == "start":
                self.tell(type="ready", resumed=order["resumes"])
            return
        t_ms = int.from_bytes(message[:8])
        said, self._said = tuple(self._said), []
        state = replace(self.state, t_s=t_ms / 1000, said=said)
        told = {**lay_out_state(state), "band": asdict(choose_band(state))}
        self.tell(type="state", t_ms=t_ms, took_ms=1.0, state=told)
        self._told += 1
