"""Processes that look for athletes: hired once, kept from clip to clip.

Light to import, so that they can load the pose library while whoever hired them is still loading the rest.
"""

from __future__ import annotations

import struct
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from formcheck.child_process import ONE_THREAD, ChildProcess, name_end, receive, send

if TYPE_CHECKING:
    from formcheck.pose.finder import Sighting
    from formcheck.pose.relay import Look

MODULE = "formcheck.pose.finder_process"
HEAD = struct.Struct(">BdII")
"""Before every picture: one of the three below, its time in seconds, its width and height."""
GOES_ON, BEGINS, BEGINS_MIDWAY = range(3)
"""It comes after the one before; it is the first of a source; it is one in the middle, for a new start."""


class Crew:
    """So many processes, started at once; none where one process is enough, which is then this one.

    Parameters
    ----------
    jobs : int
        Processes.

    Notes
    -----
    Used by one thread, for one clip after the other.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs if jobs > 1 else 0
        self._free = [FinderProcess() for _ in range(self._jobs)]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.dismiss()

    def __len__(self) -> int:
        """How many they are: none, or two at least."""
        return self._jobs

    def call(self, model: Path) -> list[FinderProcess]:
        """All of them, to look with this model at one clip; to be given back. Lost ones are replaced."""
        free, self._free = self._free, []
        called = [process for process in free if process.model in (None, model)]
        _end([process for process in free if process not in called])
        called += [FinderProcess() for _ in range(self._jobs - len(called))]
        for process in called:
            process.model, process.is_free = model, False
        return called

    def take_back(self, processes: list[FinderProcess]) -> None:
        """Keep those that have said all they were asked, and end the others."""
        self._free = [process for process in processes if process.is_free]
        _end([process for process in processes if not process.is_free])

    def dismiss(self) -> None:
        """End them."""
        free, self._free = self._free, []
        _end(free)


def _end(processes: list[FinderProcess]) -> None:
    for process in processes:
        process.kill()
    for process in processes:
        process.wait()


class FinderProcess(ChildProcess):
    """A process with a model of its own.

    Attributes
    ----------
    model : Path or None
        What it looks with; None: whatever it is told with its first clip.
    is_free : bool
        It has said all it was asked, and may be shown another clip.
    """

    def __init__(self) -> None:
        super().__init__(MODULE, variables=ONE_THREAD, hears_ctrl_c=False)
        self.model: Path | None = None
        self.is_free = True
        self._knows_model = False

    def show(self, look: Look[Any]) -> None:
        """Hand it a picture."""
        if not self._knows_model:
            send(self._to_child, self.model)
            self._knows_model = True
        picture = look.item.image
        height_px, width_px = picture.shape[:2]
        begins = (BEGINS if look.index == 0 else BEGINS_MIDWAY) if look.is_new_start else GOES_ON
        self._to_child.write(HEAD.pack(begins, look.item.t_s, width_px, height_px))
        self._to_child.write(picture.data if picture.flags.c_contiguous else picture.tobytes())
        self._to_child.flush()

    def hear(self) -> Sighting:
        """What it saw in the picture shown first of those not heard of yet; raises what it failed with."""
        answer = receive(self._from_child)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def explain_end(self) -> str:
        """One sentence, after it ended without a word."""
        return (
            f"A process that looks for the athlete was ended ({name_end(self.wait())}), most likely for lack"
            " of memory: close other programs, or use one process (`--jobs 1`), and try again."
        )
