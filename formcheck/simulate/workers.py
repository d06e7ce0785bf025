"""Work spread over processes, its results in order."""

from __future__ import annotations

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TypeVar

import cv2

Task = TypeVar("Task")
Result = TypeVar("Result")

_AHEAD = 2
"""Tasks waiting or done for every process: more would only hold memory."""

_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


def count_cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_order(work: Callable[[Task], Result], tasks: Iterable[Task], jobs: int = 1) -> Generator[Result]:
    """Do tasks in several processes and yield what comes of them in the order of the tasks.

    Parameters
    ----------
    work : callable
        Found at the top of a module, so that a new process can import it.
    tasks : iterable
        Read as they are needed.
    jobs : int
        Processes; 1 works in this one. A program that asks for more must be importable
        (``if __name__ == "__main__":``), because each process starts afresh.

    Yields
    ------
    object
        Of each task in turn. Ctrl-C, or leaving the loop, drops the tasks not yet begun.
    """
    if jobs <= 1:
        yield from map(work, tasks)
        return
    pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_settle_in)
    waiting: deque[Future[Result]] = deque()
    try:
        for task in tasks:
            with _prepare_birth():
                waiting.append(pool.submit(work, task))
            if len(waiting) > _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _prepare_birth() -> Iterator[None]:
    """Set up what processes born in here inherit.

    One thread each, because they share the cores already: on two busy cores a frame took 330 ms with
    OpenBLAS' own threads, which wait for each other, and 97 ms without. And no ear for Ctrl-C: their
    parent ends the work, without their tracebacks. It is held back rather than ignored, so that one
    pressed just now still reaches the parent.
    """
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    with _hold_back_ctrl_c():
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


@contextmanager
def _hold_back_ctrl_c() -> Iterator[None]:
    """Let a Ctrl-C of this while arrive after it, and let processes born in it not hear any."""
    pressed: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()
    usual = signal.signal(signal.SIGINT, lambda number, _: pressed.append(number)) if is_main else None
    # A mask is inherited, a handler is not; and the mask of one thread does not spare the others.
    mask = (
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        if hasattr(signal, "pthread_sigmask")
        else None
    )
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if is_main:
            signal.signal(signal.SIGINT, usual)
        if pressed:
            signal.raise_signal(signal.SIGINT)


def _settle_in() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cv2.setNumThreads(1)
