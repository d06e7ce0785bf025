"""What waits while a coach is at work: one picture and one order at most, the newest of each."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from formcheck.app.live.protocol import Order, Picture, SkipCalibration, StartMessage

Finished: TypeAlias = tuple[StartMessage, str]
"""A set that is over, and what its page is told of it."""


@dataclass(frozen=True, slots=True)
class WindUp:
    """Our own order: end a set that nobody attends; ``then`` hears from the seat's thread what came of it."""

    then: Callable[[Finished | None], None]


Work: TypeAlias = Order | WindUp | Picture
"""What an athlete's place is given to do."""


class Slot:
    """Between the socket, which never waits, and the thread that works."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._order: Order | WindUp | None = None
        self._is_closed = False
        self._changed = threading.Condition()

    def put_picture(self, picture: Picture) -> Picture | None:
        """Let a picture wait; returns the one whose place it takes."""
        with self._changed:
            older, self._picture = self._picture, picture
            self._changed.notify()
        return older

    def put_order(self, order: Order | WindUp) -> Picture | None:
        """Let an order wait, which comes before any picture; returns the picture that waited."""
        with self._changed:
            if isinstance(order, SkipCalibration):
                self._order = self._order or order
                self._changed.notify()
                return None
            older, self._picture, self._order = self._picture, None, order
            self._changed.notify()
        return older

    def take(self) -> Work | None:
        """Wait for something to do; None: there will be nothing more."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._order or self._picture)
            if self._is_closed:
                return None
            if self._order is not None:
                order, self._order = self._order, None
                return order
            picture, self._picture = self._picture, None
            return picture

    def close(self) -> None:
        """Nothing is done any more."""
        with self._changed:
            self._is_closed, self._picture, self._order = True, None, None
            self._changed.notify()
