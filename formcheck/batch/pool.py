"""Processes that review clips: one that is born again when it dies, and a pool of them."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import IO

from formcheck.batch.work import Outcome, Task, fail
from formcheck.child_process import ONE_THREAD, ChildProcess, explain_end, receive, send
from formcheck.review import Progress

MOST_TRIES = 2
"""A clip that has ended its process so often is given up."""
GIVEN_UP = 1
"""Exit code of a child that saw no progress for too long, see `formcheck.batch.worker`."""
WORKER = "formcheck.batch.worker"
"""The module that a child process runs."""
LISTEN_EVERY_S = 0.5
"""How long Ctrl-C may have to wait on systems whose queues do not hear it."""

Tell = Callable[[Task, str, float | None], None]
"""Called with the task, what is being done, and the share done (None: unknown)."""


class Reviewer:
    """A child process that reviews one clip after the other. Another takes its place when it dies.

    Parameters
    ----------
    log : file, optional
        Where its errors are written; else where ours are.
    """

    def __init__(self, log: IO[bytes] | None = None) -> None:
        self._log = log
        self._child: _Child | None = None
        self._is_stopped = False

    def review(self, task: Task, on_progress: Progress) -> Outcome | None:
        """Have a clip reviewed, twice if its process dies; None: stopped meanwhile."""
        code = 0
        for _ in range(MOST_TRIES):
            outcome, code = self._try(task, on_progress)
            if outcome is not None or self._is_stopped:
                return outcome
        return fail(task, _explain(code, task.patience_s))

    def stop(self) -> None:
        """End the process now, from whatever thread."""
        self._is_stopped = True
        if (child := self._child) is not None:
            child.kill()

    def close(self) -> None:
        """End the process; it has nothing to do."""
        self.stop()
        if self._child is not None:
            self._child.wait()
            self._child = None

    def _try(self, task: Task, on_progress: Progress) -> tuple[Outcome | None, int]:
        """What a process makes of the task, or the exit code of one that died of it."""
        child = self._child = self._child or _Child(self._log)
        if self._is_stopped:
            child.kill()
        outcome = child.review(task, on_progress)
        if outcome is not None:
            return outcome, 0
        self._child = None
        return None, child.wait()


class _Child(ChildProcess):
    """One life of a reviewer."""

    def __init__(self, log: IO[bytes] | None) -> None:
        super().__init__(WORKER, log, variables=ONE_THREAD, hears_ctrl_c=False)

    def review(self, task: Task, on_progress: Progress) -> Outcome | None:
        """Hand it a task; None: it died."""
        try:
            send(self._to_child, task)
            while not isinstance(message := receive(self._from_child), Outcome):
                on_progress(*message)
        except (EOFError, OSError):
            return None
        return message


def _explain(code: int, patience_s: float) -> str:
    if code == GIVEN_UP:
        return (
            f"Reading this clip stood still for {patience_s / 60:.3g} minutes, twice, and was given up: save"
            " it as MP4 (H.264) and try again."
        )
    return f"{explain_end(code)} It was tried {MOST_TRIES} times."


def review_in_pool(tasks: Sequence[Task], jobs: int, tell: Tell, log: Path) -> Generator[Outcome]:
    """Review clips in processes of this machine and yield outcomes as they come.

    Parameters
    ----------
    tasks : sequence of Task
        Begun in this order.
    jobs : int
        Processes, a clip each.
    tell : callable
        Called from other threads.
    log : Path
        Where the processes' errors are written.

    Yields
    ------
    Outcome
        One for every task. Leaving the loop ends the processes.
    """
    waiting = deque(tasks)
    results: queue.Queue[Outcome | BaseException] = queue.Queue()
    with log.open("ab") as errors:
        reviewers = [Reviewer(errors) for _ in range(min(jobs, len(tasks)))]
        threads = [
            threading.Thread(target=_serve, args=(reviewer, waiting, tell, results), daemon=True)
            for reviewer in reviewers
        ]
        try:
            for thread in threads:
                thread.start()
            for _ in tasks:
                yield _take(results)
        finally:
            waiting.clear()
            for reviewer in reviewers:
                reviewer.stop()
            for thread in threads:
                thread.join()


def _serve(
    reviewer: Reviewer,
    waiting: deque[Task],
    tell: Tell,
    results: queue.Queue[Outcome | BaseException],
) -> None:
    """Take task after task until none is left."""
    try:
        while waiting:
            try:
                task = waiting.popleft()
            except IndexError:  # another took the last one
                break
            outcome = reviewer.review(task, lambda what, share, task=task: tell(task, what, share))
            if outcome is None:
                break
            results.put(outcome)
    except BaseException as error:
        results.put(error)
    finally:
        reviewer.close()


def _take(results: queue.Queue[Outcome | BaseException]) -> Outcome:
    while True:
        try:
            result = results.get(timeout=LISTEN_EVERY_S)
        except queue.Empty:
            continue
        if isinstance(result, BaseException):
            raise result
        return result
