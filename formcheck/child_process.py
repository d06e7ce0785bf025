"""A module of ours as a process of its own, and the values that go over its two pipes.

A child is our own program, started by us over two pipes of its own: so values are pickled.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import formcheck

ENOUGH_S = 5.0
"""A child that was asked to stop and has not done so by now is ended. A choice."""
_HEAD = struct.Struct(">I")
ONE_THREAD: dict[str, str] = dict.fromkeys(
    ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)
"""For processes that share the cores already: libraries' own threads would wait for each other."""


class ChildProcess:
    """A module of ours, run as a process of its own over two pipes.

    Parameters
    ----------
    module : str
        What is run.
    log : file or None
        Where its errors are written; None: where ours are.
    variables : mapping
        Environment variables it has besides ours.
    hears_ctrl_c : bool
        False: a Ctrl-C in the terminal is not for it, but for us alone.
    """

    def __init__(
        self,
        module: str,
        log: IO[bytes] | None = None,
        variables: Mapping[str, str] | None = None,
        hears_ctrl_c: bool = True,
    ) -> None:
        root = str(Path(formcheck.__file__).parents[1])
        path = os.pathsep.join(part for part in (root, os.environ.get("PYTHONPATH", "")) if part)
        self._process = subprocess.Popen(
            [sys.executable, "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            env={**os.environ, **(variables or {}), "PYTHONPATH": path},
            **({} if hears_ctrl_c else _set_apart()),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to_child, self._from_child = self._process.stdin, self._process.stdout
        _widen(self._to_child)

    @property
    def pid(self) -> int:
        """Its number among the system's processes."""
        return self._process.pid

    def kill(self) -> None:
        """End it now."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def wait(self) -> int:
        """Wait for its end; returns its exit code, negative: ended by that signal."""
        try:
            code = self._process.wait(ENOUGH_S)
        except subprocess.TimeoutExpired:
            self.kill()
            code = self._process.wait()
        for pipe in (self._to_child, self._from_child):
            with contextlib.suppress(OSError):
                pipe.close()
        return code


def _widen(pipe: Any) -> None:
    """Let a whole picture wait in a pipe: a process that fetches it piece by piece is woken each time."""
    with contextlib.suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 1 << 20)


def _set_apart() -> dict[str, Any]:
    """A process group of its own: a terminal sends Ctrl-C to ours."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}


def name_end(code: int) -> str:
    """The signal that ended a child, or its exit code: "SIGKILL", "code 1"."""
    names = {number.value: number.name for number in signal.Signals}
    return names.get(-code, f"code {code}")


def claim_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The child's ends: where our words come in, unbuffered, and where its own go out.

    Libraries print to stdout: what they say goes to stderr from now on, and the pipe is ours alone.
    """
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return os.fdopen(os.dup(0), "rb", buffering=0), out


def send(pipe: IO[bytes], value: Any) -> None:
    """Write one value to a pipe."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_HEAD.pack(len(data)) + data)
    pipe.flush()


def receive(pipe: IO[bytes]) -> Any:
    """Read one value from a pipe.

    Raises
    ------
    EOFError
        When the other side has closed it, or died in the middle of a value.
    """
    head = read_exactly(pipe, _HEAD.size)
    return pickle.loads(read_exactly(pipe, _HEAD.unpack(head)[0]))  # noqa: S301 (from our own child)


def read_exactly(pipe: IO[bytes], size: int) -> bytes:
    """Read so many bytes.

    Raises
    ------
    EOFError
        See `receive`.
    """
    parts = bytearray()
    while len(parts) < size:
        part = pipe.read(size - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def explain_end(code: int) -> str:
    """One sentence for a child that ended without a word."""
    name = name_end(code)
    if name == "SIGKILL":
        return (
            f"The system ended the reading of this clip ({name}), most likely for lack of memory. Close other"
            " programs, or film at 1080p, and try again."
        )
    return (
        f"Reading this clip crashed the video or pose library ({name}). Nothing else is lost: save the clip"
        " as MP4 (H.264) and try again."
    )
