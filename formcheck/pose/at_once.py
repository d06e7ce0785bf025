"""Find the athlete of one source with several processes, which share its stretches out."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from typing import Any, Protocol

from formcheck.child_process import ENOUGH_S
from formcheck.errors import InputError
from formcheck.pose.crew import FinderProcess
from formcheck.pose.finder import Sighting
from formcheck.pose.relay import Item, Look, Relay
from formcheck.pose.stretches import WARM_UP

AHEAD = 2
"""Pictures on their way to a process: the next is there when one is done."""


def choose_room(length: float, jobs: int) -> int:
    """Pictures to hold at a time, so that no process has to wait for another.

    Parameters
    ----------
    length : float
        Pictures of a stretch.
    jobs : int
        Processes: each but the slowest is up to a stretch ahead, and the first stretch is half as long.
    """
    return round(length * (jobs - 1.25)) + 2 * WARM_UP + AHEAD * jobs


def find_at_once(
    frames: Iterable[Item], finders: Sequence[FinderProcess], starts: Iterable[int], room: int
) -> Generator[tuple[Item, Sighting]]:
    """Find the athlete in pictures of one source.

    Parameters
    ----------
    frames : iterable
        Pictures of the size at which they are analysed, in order; read in a thread of its own.
    finders : sequence of FinderProcess
        Two at least. Afterwards those are free that may look at another source.
    starts, room
        As for `formcheck.pose.relay.Relay`.

    Yields
    ------
    item
        Each of ``frames``, in order.
    Sighting

    Raises
    ------
    InputError
        One of the processes has ended.
    """
    relay: Relay[Any] = Relay(starts, room)
    reader = threading.Thread(target=_read, args=(frames, relay), daemon=True)
    serving = [threading.Thread(target=_serve, args=(one, relay), daemon=True) for one in finders]
    try:
        for thread in (reader, *serving):
            thread.start()
        yield from relay
    finally:
        relay.close()
        for thread, finder in zip(serving, finders, strict=True):
            if thread.ident is not None:
                thread.join(ENOUGH_S)  # it says what it is still asked
                if thread.is_alive():
                    finder.kill()
                    thread.join()
        if reader.ident is not None:
            reader.join()


def _read(frames: Iterable[Item], relay: Relay[Item]) -> None:
    try:
        for frame in frames:
            if not relay.add(frame):
                return
        relay.complete()
    except BaseException as error:
        relay.fail(error)


def _serve(finder: FinderProcess, relay: Relay[Any]) -> None:
    try:
        look_at_pictures(relay, finder)
        finder.is_free = True
    except (EOFError, OSError):
        relay.fail(InputError(finder.explain_end()))
    except BaseException as error:
        relay.fail(error)


class Finder(Protocol):
    """Whoever can look at pictures."""

    def show(self, look: Look[Any]) -> None:
        """Take the next picture."""
        ...

    def hear(self) -> Sighting:
        """Say what is in the picture shown first of those not spoken of yet."""
        ...


def look_at_pictures(relay: Relay[Any], finder: Finder) -> None:
    """Let a finder look at whatever there is to look at for it."""
    waiting: deque[Look[Any]] = deque()
    while True:
        look = relay.take(finder, can_wait=not waiting)
        if look is not None:
            finder.show(look)
            waiting.append(look)
            if len(waiting) < AHEAD:
                continue
        if not waiting:
            return
        relay.say(waiting.popleft(), finder.hear())
