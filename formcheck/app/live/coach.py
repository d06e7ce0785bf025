"""What the socket knows of a coach, and what it and the process the coach lives in tell each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeAlias

from formcheck.app.live.protocol import StartMessage
from formcheck.child_process import ChildProcess, receive, send
from formcheck.pose.landmarks import Picture


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a set leaves in its folder: a finished review.

    Attributes
    ----------
    name : str
        What the set is called.
    exercise : str
        Key of the movement; empty: none was recognised, and there is no report yet.
    athlete : str
        Whose set it is; may be empty.
    load_kg : float or None
    film_from_s : float or None
        Where in the film strip the set begins; None: its pictures were not kept.
    problem : str
        What went wrong besides: a sentence; empty: nothing.
    """

    name: str
    exercise: str
    athlete: str = ""
    load_kg: float | None = None
    film_from_s: float | None = None
    problem: str = ""


class Coach(Protocol):
    """One athlete in front of one camera."""

    def take(self, picture: Picture, t_s: float, jpeg: bytes) -> Mapping[str, object]:
        """Look at one BGR picture, and as it came; ``t_s`` grows. The answer goes to the page as JSON."""
        ...

    @property
    def has_set(self) -> bool:
        """Whether anything was done that is worth a review."""
        ...

    def skip_calibration(self) -> None:
        """Go on without a calibration."""
        ...

    def finish(self) -> Leaving | None:
        """End the set, whose review is in its folder then; None: there was nothing to review."""
        ...

    def close(self) -> None:
        """Give the model's memory back."""
        ...


CoachFactory: TypeAlias = Callable[[StartMessage, Path], Coach]
"""Makes the coach of one set, in a process of its own, which imports it: so it is a function of a module. The
folder is the set's own, for what it leaves. An `InputError` of it, or of the coach, is told to the person as
it stands."""


@dataclass(frozen=True, slots=True)
class Begin:
    """Make a coach, in the place of the one before."""

    factory: CoachFactory
    message: StartMessage
    folder: Path


@dataclass(frozen=True, slots=True)
class Take:
    """Look at a picture of the size that its header said."""

    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int
    t_s: float


@dataclass(frozen=True, slots=True)
class Skip:
    """Go on without a calibration."""


@dataclass(frozen=True, slots=True)
class Conclude:
    """End the set and leave its review; one that nobody asked for only if there is something to review."""

    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Abandon:
    """Throw the set away."""


@dataclass(frozen=True, slots=True)
class Done:
    """The errand was done; ``text`` is what the page is told, as JSON, ``leaving`` what the set left."""

    text: str = ""
    leaving: Leaving | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The picture could not be decoded, or was of another size than it said."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The set is over: a sentence for the person, and for the log what happened; empty: as expected."""

    sentence: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """The set could not be put away, and goes on being there: a sentence for the person."""

    sentence: str


Errand: TypeAlias = Begin | Take | Skip | Conclude | Abandon
Answer: TypeAlias = Done | Unreadable | Held | Broken


class CoachProcess(ChildProcess):
    """A process in which coaches live, one after the other."""

    def __init__(self) -> None:
        super().__init__("formcheck.app.live.worker")

    def ask(self, errand: Errand) -> Answer:
        """Have an errand done, and wait for it.

        Raises
        ------
        EOFError, OSError, ValueError
            When the process has ended.
        """
        send(self._to_child, errand)
        return receive(self._from_child)
