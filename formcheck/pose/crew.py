"""Find the athlete of one source with several processes."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from formcheck.child_process import ONE_THREAD, ChildProcess, name_end, receive
from formcheck.errors import InputError
from formcheck.pose.finder import Sighting
from formcheck.pose.finder_process import BEGINS, BEGINS_MIDWAY, GOES_ON, HEAD
from formcheck.pose.relay import Item, Look, Relay
from formcheck.pose.stretches import WARM_UP

AHEAD = 2
"""Pictures on their way to a process: the next is there when one is done."""
MODULE = "formcheck.pose.finder_process"


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


def find_with_crew(
    frames: Iterable[Item], model: Path, starts: Iterable[int], room: int, jobs: int
) -> Generator[tuple[Item, Sighting]]:
    """Find the athlete in pictures of one source.

    Parameters
    ----------
    frames : iterable
        Pictures of the size at which they are analysed, in order; read in a thread of its own.
    model : Path
        Pose model.
    starts, room
        As for `formcheck.pose.relay.Relay`.
    jobs : int
        Processes, two at least.

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
    with contextlib.ExitStack() as ends:
        threads = [threading.Thread(target=_read, args=(frames, relay), daemon=True)]
        ends.callback(lambda: [thread.join() for thread in threads if thread.ident is not None])
        for _ in range(jobs):
            process = FinderProcess(model)
            ends.callback(process.kill)
            threads.append(threading.Thread(target=process.serve, args=(relay,), daemon=True))
        ends.callback(relay.close)
        for thread in threads:
            thread.start()
        yield from relay


def _read(frames: Iterable[Item], relay: Relay[Item]) -> None:
    try:
        for frame in frames:
            if not relay.add(frame):
                return
        relay.complete()
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


class FinderProcess(ChildProcess):
    """A process with a model of its own.

    Parameters
    ----------
    model : Path
    """

    def __init__(self, model: Path) -> None:
        super().__init__(MODULE, arguments=[str(model)], variables=ONE_THREAD, hears_ctrl_c=False)

    def serve(self, relay: Relay[Any]) -> None:
        """Look at whatever there is to look at, and end."""
        try:
            look_at_pictures(relay, self)
        except (EOFError, OSError):
            relay.fail(InputError(_explain_end(self.wait())))
        except BaseException as error:
            relay.fail(error)
        finally:
            self.kill()
            self.wait()

    def show(self, look: Look[Any]) -> None:
        """Hand it a picture."""
        picture = np.ascontiguousarray(look.item.image)
        height_px, width_px = picture.shape[:2]
        begins = (BEGINS if look.index == 0 else BEGINS_MIDWAY) if look.is_new_start else GOES_ON
        self._to_child.write(HEAD.pack(begins, look.item.t_s, width_px, height_px))
        self._to_child.write(picture.data)
        self._to_child.flush()

    def hear(self) -> Sighting:
        """What it saw in the picture shown first of those not heard of yet; raises what it failed with."""
        answer = receive(self._from_child)
        if isinstance(answer, BaseException):
            raise answer
        return answer


def _explain_end(code: int) -> str:
    """One sentence for a process that ended without a word."""
    return (
        f"A process that looks for the athlete was ended ({name_end(code)}), most likely for lack of memory:"
        " close other programs, or use one process (`--jobs 1`), and try again."
    )
