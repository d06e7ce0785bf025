"""Several finders look at stretches of one source at once: who looks at which picture, and whose word counts.

Every finder starts anew some pictures before its stretch, because the model follows a person from picture to
picture. The finder of the stretch before goes on until both have said the same of several pictures in a row
(`formcheck.pose.joint.Joint`); from then on the later one's word counts. Where they have not agreed when the
stretch after begins, the later one is given up, and the earlier one goes on with that stretch as its rival.

Nothing of this depends on who is quicker: a finder goes past the start of a stretch only as far as its rival
has been compared with it. `formcheck.pose.in_turn.find_in_turn` does the same in one process.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from formcheck.pose.finder import Sighting
from formcheck.pose.joint import Joint
from formcheck.pose.landmarks import Picture
from formcheck.pose.stretches import WARM_UP
from formcheck.pose.voice import Voice


class Shown(Protocol):
    """A picture of a source."""

    @property
    def t_s(self) -> float:
        """When it was taken."""
        ...

    @property
    def image(self) -> Picture:
        """Blue, green, red."""
        ...


Item = TypeVar("Item", bound=Shown)
NEVER = 1 << 62
"""The number of a picture that no source has."""


@dataclass(slots=True, eq=False)
class Run:
    """One finder's way through the pictures, from a new start on.

    Attributes
    ----------
    number : int
        Of the stretch it was started for, from 0.
    first : int
        Picture it starts at.
    following : int
        Picture it looks at next.
    said : int
        Picture it has to speak of next.
    rival : int
        Stretch whose run may take over.
    joint : Joint
        With its rival's.
    compared : int
        Picture that is next compared with the rival's.
    sightings : dict
        What it said, by picture; dropped when nobody needs it any more.
    handover : tuple of Sighting or None
        What it and its rival said of the last picture it speaks of; None: it goes on.
    voice : Voice
    """

    number: int
    first: int
    following: int
    said: int
    rival: int
    joint: Joint
    compared: int
    sightings: dict[int, Sighting] = field(default_factory=dict)
    handover: tuple[Sighting, Sighting] | None = None
    voice: Voice = field(default_factory=Voice)


@dataclass(frozen=True, slots=True, eq=False)
class Look(Generic[Item]):
    """One picture to be looked at."""

    run: Run
    index: int
    item: Item

    @property
    def is_new_start(self) -> bool:
        """Whether all that was seen before is to be forgotten first."""
        return self.index == self.run.first


class Relay(Generic[Item]):
    """Pictures go in on one side, in order, and come out on the other with what was seen in them.

    One thread adds pictures, one a finder, of two at least, asks for the next to look at and says what was
    seen, one takes what comes out.

    Parameters
    ----------
    starts : iterable of int
        Pictures from which on another run may count, rising by more than ``WARM_UP``; it may be endless.
    room : int
        Pictures held at a time; at least twice as many as warm up.
    """

    def __init__(self, starts: Iterable[int], room: int) -> None:
        self._following_starts, self._room = iter(starts), room
        self._starts = [0]
        self._lock = threading.Lock()
        # One for each who may wait: waking all of them for every picture costs more than what they do.
        self._room_made = threading.Condition(self._lock)
        self._work_came = threading.Condition(self._lock)
        self._told_more = threading.Condition(self._lock)
        self._items: dict[int, Item] = {}
        self._low = self._high = 0
        self._is_complete = False
        self._error: BaseException | None = None
        self._is_closed = False
        self._runs: dict[int, Run] = {}
        self._begun = 0
        self._speaking = 0
        self._of: dict[object, Run] = {}
        self._told = 0
        self._out: deque[tuple[Item, Sighting]] = deque()

    def add(self, item: Item) -> bool:
        """Add the next picture, as soon as there is room; False: no more are wanted."""
        with self._lock:
            self._room_made.wait_for(lambda: self._is_closed or self._high - self._low < self._room)
            if self._is_closed:
                return False
            self._items[self._high] = item
            self._high += 1
            self._work_came.notify_all()
            return True

    def complete(self) -> None:
        """Say that there are no more pictures."""
        with self._lock:
            self._is_complete = True
            self._wake_all()

    def fail(self, error: BaseException) -> None:
        """Let whoever takes what comes out have an error, after what is there."""
        with self._lock:
            self._error = self._error or error
            self._is_closed = True
            self._wake_all()

    def close(self) -> None:
        """Nothing more is wanted: whoever waits goes on."""
        with self._lock:
            self._is_closed = True
            self._wake_all()

    def take(self, finder: object, can_wait: bool) -> Look[Item] | None:
        """The next picture for a finder to look at.

        Parameters
        ----------
        finder : object
            Who asks.
        can_wait : bool
            False: it has still to say something, on which it may depend what comes next.

        Returns
        -------
        Look or None
            None: there is nothing now, and where it can wait, nothing ever.
        """
        with self._lock:
            while not self._is_closed:
                look = self._choose(finder)
                if look is not None:
                    return look
                if not can_wait or self.has_ended(finder):
                    return None
                self._work_came.wait()
            return None

    def has_ended(self, finder: object) -> bool:
        """Whether there is nothing left that this finder could ever look at."""
        if not self._is_complete:
            return False
        run = self._of.get(finder)
        goes_on = run is not None and self._goes_on(run)
        return self._told >= self._high or (not goes_on and self._find_first() is None)

    def say(self, look: Look[Item], sighting: Sighting) -> None:
        """What was seen in a picture."""
        with self._lock:
            run = look.run
            if self._goes_on(run):
                run.sightings[look.index] = sighting
                run.said = look.index + 1
                for other in self._runs.values():
                    self._compare(other)
                self._tell()
                self._drop()
                self._work_came.notify_all()
                if self._out or self._is_over:
                    self._told_more.notify()

    def __iter__(self) -> Iterator[tuple[Item, Sighting]]:
        """Every picture in its order, with what counts."""
        while True:
            with self._lock:
                self._told_more.wait_for(lambda: self._out or self._is_over)
                if not self._out:
                    if self._error is not None:
                        raise self._error
                    return
                pair = self._out.popleft()
            yield pair
            with self._lock:
                self._drop()

    @property
    def held_pictures(self) -> int:
        """Pictures that somebody may still have to look at, or to take."""
        return self._high - self._low

    @property
    def held_sightings(self) -> int:
        """Sightings of which it is not settled yet whether they count, or that are still to be compared."""
        with self._lock:
            return sum(len(run.sightings) for run in self._runs.values())

    def _wake_all(self) -> None:
        for waiting in (self._room_made, self._work_came, self._told_more):
            waiting.notify_all()

    @property
    def _is_over(self) -> bool:
        return self._is_closed or (self._is_complete and self._told >= self._high)

    def _get_start(self, number: int) -> int:
        while len(self._starts) <= number:
            self._starts.append(next(self._following_starts, NEVER))
        return self._starts[number]

    def _get_first(self, number: int) -> int:
        return max(0, self._get_start(number) - WARM_UP)

    def _goes_on(self, run: Run) -> bool:
        return run.handover is None and self._runs.get(run.number) is run

    def _choose(self, finder: object) -> Look[Item] | None:
        run = self._of.get(finder)
        if run is None or not self._goes_on(run):
            run = self._begin()
            if run is None:
                return None
            self._of[finder] = run
        if run.following >= self._high or not self._may_look(run):
            return None
        look = Look(run, run.following, self._items[run.following])
        run.following += 1
        return look

    def _may_look(self, run: Run) -> bool:
        """Whether it is settled that a run speaks of its next picture, if it is to speak at all."""
        index = run.following
        return index < self._get_start(run.rival) or run.said == run.compared == index

    def _begin(self) -> Run | None:
        """A new run ahead of all others, if the pictures are there."""
        first = self._find_first()
        if first is None or first >= self._high:
            return None
        number = self._begun
        run = self._runs[number] = Run(number, first, first, first, *self._meet(number + 1))
        self._begun += 1
        return run

    def _meet(self, rival: int) -> tuple[int, Joint, int]:
        return rival, Joint(self._get_start(rival)), self._get_first(rival)

    def _find_first(self) -> int | None:
        """Where the next run starts to look; None: nowhere."""
        start = self._get_start(self._begun)
        is_of_no_use = self._is_complete and start >= self._high
        return None if is_of_no_use else self._get_first(self._begun)

    def _compare(self, run: Run) -> None:
        while run.handover is None:
            if run.compared >= self._get_first(run.rival + 1):
                run.rival, run.joint, run.compared = self._meet(run.rival + 1)
            rival, index = self._runs.get(run.rival), run.compared
            if rival is None or index >= min(run.said, rival.said):
                return
            one, other = run.sightings[index], rival.sightings[index]
            run.compared += 1
            if run.joint.is_reached(index, one, other):
                run.handover = one, other

    def _tell(self) -> None:
        """Put out what is settled, and let go of runs that will not speak."""
        while (run := self._runs.get(self._speaking)) is not None:
            while self._told < run.said:
                self._out.append((self._items[self._told], run.voice.tell(run.sightings[self._told])))
                self._told += 1
            for number in [number for number in self._runs if run.number < number < run.rival]:
                del self._runs[number]
            if run.handover is None:
                return
            one, other = run.handover
            del self._runs[run.number]
            self._speaking = run.rival
            self._runs[self._speaking].voice.follow_on(run.voice.tell(one), other)

    def _drop(self) -> None:
        """Let go of pictures that nobody has to look at any more, and of what was said of them."""
        going = [run for run in self._runs.values() if run.handover is None]
        first = self._find_first()
        taken = self._told - len(self._out)
        low = min([taken, NEVER if first is None else first, *(run.following for run in going)])
        if low > self._low:
            for index in range(self._low, low):
                del self._items[index]
            self._low = low
            self._room_made.notify()
        needed = min([self._told, *(run.compared for run in going)])
        for run in self._runs.values():
            for index in [index for index in run.sightings if index < needed]:
                del run.sightings[index]
