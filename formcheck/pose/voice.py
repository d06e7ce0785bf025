"""One finder's way through the pictures of a source, from a new start on, and what counts of it."""

from __future__ import annotations

from dataclasses import replace

from formcheck.pose.finder import Sighting


class Voice:
    """Says what a run saw as one finder alone would have: it knows the person from before its start."""

    def __init__(self) -> None:
        self._persons_before = 0
        self._start_s: tuple[float, float] | None = None

    def tell(self, sighting: Sighting) -> Sighting:
        """A sighting of the run, with a detection of its own."""
        started_s = sighting.started_s
        if self._start_s is not None and started_s == self._start_s[0]:
            started_s = self._start_s[1]
        detection = None if sighting.detection is None else sighting.detection.copy()
        person = sighting.person + self._persons_before
        return replace(sighting, detection=detection, person=person, started_s=started_s)

    def follow_on(self, told: Sighting, own: Sighting) -> None:
        """Speak for another run from here on.

        Parameters
        ----------
        told : Sighting
            The last one that was told.
        own : Sighting
            What this run says of the same picture.
        """
        self._persons_before = told.person - own.person
        self._start_s = own.started_s, told.started_s
