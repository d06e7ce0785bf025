"""A coach that looks at nothing and does as the name of its movement says, in a process of its own."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Mapping
from pathlib import Path

from formcheck.app.live.coach import Leaving
from formcheck.app.live.protocol import StartMessage
from formcheck.errors import InputError
from formcheck.pose.landmarks import Picture

REFUSAL = "There is no such movement: choose another."
BIG = "x" * 400_000
NAME = "A set before the stub"


class StubCoach:
    """Counts the pictures it is given, and keeps the last of them in its folder."""

    def __init__(self, start: StartMessage, folder: Path) -> None:
        self._start, self._folder = start, folder
        self._count = 0
        self._grey = 0.0
        self._has_room = start.exercise != "no_room"

    def take(self, picture: Picture, t_s: float, jpeg: bytes) -> Mapping[str, object]:
        self._count += 1
        self._grey = float(picture.mean())
        (self._folder / "last.jpg").write_bytes(jpeg)
        if self._start.exercise == "holds_a_file":
            (self._folder / "open").touch()
        match self._start.exercise:
            case "waits":
                _wait_at_gate(Path(str(self._start.options["folder"])))
            case "hangs":
                time.sleep(3600)
            case "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            case "aborts":
                os.abort()
            case "tired" if self._count == 2:
                raise InputError("Two pictures are enough.")
            case "surprised":
                raise ZeroDivisionError
            case "prints":
                os.write(1, b"noise on 1")
                os.write(2, b"noise on 2")
        told: dict[str, object] = {"count": self._count, "t_s": t_s, "size": [*picture.shape]}
        told |= {"grey": self._grey, "pid": os.getpid(), "options": dict(self._start.options)}
        if self._start.exercise == "nan":
            told["grey"] = float("nan")
        if self._start.exercise == "big":
            told["big"] = BIG
        return told

    @property
    def has_set(self) -> bool:
        return self._count > 1

    def skip_calibration(self) -> None:
        self._count += 100

    def finish(self) -> Leaving | None:
        if self._start.exercise == "surprised_at_the_end":
            raise ZeroDivisionError
        if self._start.exercise == "dies_at_the_end":
            os.abort()
        if not self._count:
            return None
        if not self._has_room:
            self._has_room = True
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        (self._folder / "count.txt").write_text(str(self._count))
        return Leaving(NAME, self._start.exercise)

    def close(self) -> None:
        (self._folder / "open").unlink(missing_ok=True)


def _wait_at_gate(folder: Path) -> None:
    """Say that the first picture is being looked at, and go on when told to."""
    (folder / "begun").touch()
    while not (folder / "open").exists():
        time.sleep(0.01)


def open_stub(start: StartMessage, folder: Path) -> StubCoach:
    if start.exercise == "unknown":
        raise InputError(REFUSAL)
    if start.exercise == "is_never_ready":
        time.sleep(3600)
    if start.exercise == "dies_at_birth":
        os.abort()
    return StubCoach(start, folder)
