"""The same work on a Dask cluster that is there already.

A task there starts the same child process as the pool does here: a clip that crashes the decoder ends that
child, not the cluster's worker. A worker that dies with its machine loses nothing either: the scheduler
gives its clips to others, and a report lands once, whoever finishes it.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import threading
import uuid
import weakref
from collections.abc import Generator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from formcheck import __version__
from formcheck.batch.pool import Reviewer
from formcheck.batch.work import Outcome, Task, fail
from formcheck.errors import InputError

ANSWER_LIMIT_S = 10.0
"""How long the scheduler may take to answer, and the first worker to be there. A choice."""
WAITING_A_THREAD = 1
"""Clips that wait for every thread that reviews one: more would only fill the scheduler's memory."""
AT_HOME = threading.local()
"""In a cluster's worker: the reviewer of each of its threads."""


def review_on_cluster(tasks: Sequence[Task], address: str) -> Generator[Outcome]:
    """Review clips on a Dask cluster and yield outcomes as they come.

    Parameters
    ----------
    tasks : sequence of Task
        Their paths must be the same, and lead to the same files, wherever they are worked on.
    address : str
        Of the scheduler.

    Yields
    ------
    Outcome
        One for every task. Leaving the loop takes back what has not begun.

    Raises
    ------
    InputError
        Dask is not installed, the cluster is not there, is another version, does not see the folders, or
        went away.
    """
    if find_spec("distributed") is None:
        raise InputError("--dask needs a further package: pip install 'formcheck[cluster]'.")
    from distributed.comm.core import CommClosedError

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # it is told below, in one sentence
    client = _connect(address)
    try:
        _check_workers(client, tasks[0])
        yield from _submit_all(client, tasks, address)
    except (CommClosedError, TimeoutError, OSError) as error:
        raise InputError(_say_lost(address)) from error
    finally:
        client.close(timeout=ANSWER_LIMIT_S)


class Lifeline:
    """What a thread holds as long as it lives."""


def review_here(task: Task) -> Outcome:
    """What a cluster's worker does: have its own child process review the clip."""
    if not hasattr(AT_HOME, "reviewer"):
        AT_HOME.reviewer = Reviewer()
        AT_HOME.lifeline = Lifeline()  # gone with its thread, and the process with it
        weakref.finalize(AT_HOME.lifeline, AT_HOME.reviewer.close)
    outcome = AT_HOME.reviewer.review(task, lambda _what, _share: None)
    assert outcome is not None, "stopped, though nobody stops it"
    return outcome


def look_around(files: Sequence[str]) -> tuple[str, str]:
    """Version of formcheck on a worker, and the first file it does not see; empty: it sees all."""
    return __version__, next((file for file in files if not Path(file).exists()), "")


def _connect(address: str) -> Any:
    import distributed

    client = None
    with contextlib.suppress(OSError, ValueError, TimeoutError, TypeError):
        client = distributed.Client(address, timeout=ANSWER_LIMIT_S, set_as_default=False)
    if client is None:
        # What is left of it closes itself when it is collected: here, and not within the making of the next
        # client, whose lock it would then wait for without end.
        gc.collect()
        raise InputError(
            f"There is no Dask scheduler at {address}: check the address, which `dask scheduler` prints."
        )
    try:
        client.wait_for_workers(1, timeout=ANSWER_LIMIT_S)
    except TimeoutError as error:
        client.close()
        raise InputError(
            f"The Dask cluster at {address} has no worker: start some with `dask worker {address}`."
        ) from error
    return client


def _check_workers(client: Any, task: Task) -> None:
    """Refuse a cluster on which nothing could work."""
    files = [str(task.clip.path), str(task.scratch), str(task.plan.model)]
    for worker, (version, missing) in client.run(look_around, files).items():
        if version != __version__:
            raise InputError(
                f"The Dask worker {worker} has formcheck {version}, expected {__version__}: install the same"
                " everywhere."
            )
        if missing:
            raise InputError(
                f"The Dask worker {worker} does not see {missing}: clips, --out and the pose model"
                " (FORMCHECK_MODEL) must lie in folders that every machine has under the same path."
            )


def _submit_all(client: Any, tasks: Sequence[Task], address: str) -> Generator[Outcome]:
    import distributed

    run, left = uuid.uuid4().hex[:8], iter(enumerate(tasks))
    under_way: dict[Any, Task] = {}
    done = distributed.as_completed(loop=client.loop)

    def hand_out() -> None:
        room = sum(client.nthreads().values()) * (1 + WAITING_A_THREAD) - len(under_way)
        for number, task in (next(left, (0, None)) for _ in range(max(room, 0 if under_way else 1))):
            if task is None:
                return
            future = client.submit(review_here, task, key=f"formcheck-{run}-{number}", pure=False)
            under_way[future] = task
            done.add(future)

    hand_out()
    for future in done:
        task = under_way.pop(future)
        yield _read_result(future, task, address)
        hand_out()


def _read_result(future: Any, task: Task, address: str) -> Outcome:
    from distributed.scheduler import KilledWorker

    if future.status == "finished":
        return future.result()
    if future.status != "error":
        raise InputError(_say_lost(address))
    error = future.exception()
    if isinstance(error, KilledWorker):
        return fail(task, "Every worker of the cluster that took this clip has died: try it by itself.")
    raise InputError(
        f"The cluster cannot do this work ({error}): is formcheck installed there as it is here?"
    )


def _say_lost(address: str) -> str:
    return (
        f"The Dask cluster at {address} went away: start it again and give the same command, which goes on"
        " from here."
    )
