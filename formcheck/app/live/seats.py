"""All places for live coaching: one for a visit, and no more at once than the machine carries."""

from __future__ import annotations

import os
import threading
import time
from functools import partial

from formcheck.app.live.coach import CoachFactory
from formcheck.app.live.protocol import TAKEN_OVER
from formcheck.app.live.seat import Deliver, Seat
from formcheck.app.live.shelf import Shelf
from formcheck.app.live.slot import Finished, WindUp

MOST_SEATS = max(2, os.cpu_count() or 2)
"""A coach takes about a core and 300 MB; with more of them than cores everybody's picture would stutter."""
GRACE_S = 20.0
"""A set whose connection was lost is kept so long, since a flickering network must not cost it; then it is
summed up, and its page told so when it comes back. A choice."""
UNHEARD_S = 900.0
"""So long may a page stay away and still hear of it: as long as a review is kept that nobody looks at."""


class Seats:
    """The places of this run of the app.

    Parameters
    ----------
    factory : CoachFactory
    shelf : Shelf
    most : int
    grace_s : float
    """

    def __init__(
        self, factory: CoachFactory, shelf: Shelf, most: int = MOST_SEATS, grace_s: float = GRACE_S
    ) -> None:
        self.grace_s = grace_s
        self._factory, self._shelf = factory, shelf
        self._most = most
        self._seats: dict[str, Seat] = {}
        self._left_s: dict[str, float] = {}
        """Since when nobody sits there, on the monotonic clock."""
        self._winding: set[Seat] = set()
        """Seats that are given up once their sets are summed up."""
        self._unheard: dict[str, tuple[float, Finished]] = {}
        """What became of sets whose page was away, and since when it is known."""
        self._is_closed = False
        self._lock = threading.Lock()

    def take(self, token: str, deliver: Deliver) -> Seat | None:
        """Sit down: in the seat of this visit, which an older connection of it then loses, or in a free one.

        Returns
        -------
        Seat or None
            None: all are taken.
        """
        with self._lock:
            if self._is_closed:
                return None
            seat = self._seats.get(token)
            if seat is None:
                if len(self._seats) >= self._most and not self._free_one():
                    return None
                _, finished = self._unheard.pop(token, (0.0, None))
                seat = self._seats[token] = Seat(token, self._factory, self._shelf, finished)
            self._left_s.pop(token, None)
            older, seat.deliver = seat.deliver, deliver
        if older is not None:
            older(TAKEN_OVER)
        return seat

    def leave(self, seat: Seat, deliver: Deliver, keeps_seat: bool) -> bool:
        """Get up; returns whether the seat is kept, to be swept in ``grace_s``."""
        with self._lock:
            if seat.deliver != deliver:  # somebody else sits there, or it was closed
                return False
            seat.deliver = None
            if keeps_seat:
                self._left_s[seat.token] = time.monotonic()
            else:
                self._remove(seat)
            return keeps_seat

    def sweep(self) -> None:
        """Free the seats that nobody has come back to, their sets summed up."""
        now_s = time.monotonic()
        with self._lock:
            for token, left_s in list(self._left_s.items()):
                if now_s - left_s >= self.grace_s:
                    self._give_up(self._seats[token])
            for seat in self._winding:
                seat.end_if_stuck()
            for token, (since_s, _) in list(self._unheard.items()):
                if now_s - since_s >= UNHEARD_S:
                    del self._unheard[token]

    def list_pids(self) -> list[int]:
        """Processes of the coaches."""
        with self._lock:
            pids = [seat.pid for seat in (*self._seats.values(), *self._winding)]
        return [pid for pid in pids if pid is not None]

    def count_left(self) -> int:
        """How many are kept for a page that has lost its connection."""
        with self._lock:
            return len(self._left_s)

    def close(self) -> None:
        """End everything, and wait until it is gone."""
        with self._lock:
            self._is_closed = True
            seats = [*self._seats.values(), *self._winding]
            for seat in seats:
                self._remove(seat)
        for seat in seats:
            seat.wait()

    def __len__(self) -> int:
        with self._lock:
            return len(self._seats) + len(self._winding)

    def _free_one(self) -> bool:
        """Give up the seat that was left first, for somebody who is there."""
        if not self._left_s:
            return False
        self._give_up(self._seats[min(self._left_s, key=self._left_s.__getitem__)])
        return True

    def _give_up(self, seat: Seat) -> None:
        """Have a set summed up that nobody attends, and free its seat after that."""
        self._forget(seat)
        self._winding.add(seat)
        seat.give(WindUp(partial(self._retire, seat)))

    def _retire(self, seat: Seat, finished: Finished | None) -> None:
        with self._lock:
            if finished is not None:
                self._unheard[seat.token] = time.monotonic(), finished
            self._remove(seat)

    def _remove(self, seat: Seat) -> None:
        self._forget(seat)
        self._winding.discard(seat)
        seat.close()

    def _forget(self, seat: Seat) -> None:
        if self._seats.get(seat.token) is seat:
            del self._seats[seat.token]
            self._left_s.pop(seat.token, None)
