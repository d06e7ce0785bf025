"""Find the athlete of one source stretch by stretch in this process."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack

from formcheck.pose.finder import AthleteFinder, Detector, Sighting
from formcheck.pose.joint import Joint
from formcheck.pose.relay import Item
from formcheck.pose.stretches import WARM_UP
from formcheck.pose.voice import Voice


class _Run:
    """A finder that started anew, until its detector is needed for another."""

    def __init__(self, detector: Detector, start: int) -> None:
        self.detector = detector
        self.finder = AthleteFinder(detector, is_midway=start > 0)
        self.joint = Joint(start)
        self.voice = Voice()


def find_in_turn(
    frames: Iterable[Item], open_detector: Callable[[], Detector], starts: Iterable[int]
) -> Generator[tuple[Item, Sighting]]:
    """Find the athlete in pictures of one source, and say what several processes would.

    Parameters
    ----------
    frames : iterable
        Pictures in order.
    open_detector : callable
        Called once, and once more where there are several stretches.
    starts : iterable of int
        As for `formcheck.pose.relay.Relay`.

    Yields
    ------
    item
        Each of ``frames``, in order.
    Sighting
    """
    following = iter(starts)
    next_start = next(following, None)
    with ExitStack() as ends:

        def open_another() -> Detector:
            detector = open_detector()
            ends.callback(detector.close)
            return detector

        run, rival, spare = _Run(open_another(), 0), None, None
        for index, item in enumerate(frames):
            if next_start is not None and index == next_start - WARM_UP:
                spare = spare or (rival.detector if rival is not None else open_another())
                spare.forget()
                rival, spare = _Run(spare, next_start), None
                next_start = next(following, None)
            own = run.finder.find(item.image, item.t_s)
            other = None if rival is None else rival.finder.find(item.image, item.t_s)
            yield item, run.voice.tell(own)  # whose detection the taker may change: below it is told anew
            if rival is not None and other is not None and rival.joint.is_reached(index, own, other):
                rival.voice.follow_on(run.voice.tell(own), other)
                run, rival, spare = rival, None, run.detector
