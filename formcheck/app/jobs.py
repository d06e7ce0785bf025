"""All reviews of this run of the app: queued, run in children, kept apart by who looks at them."""

from __future__ import annotations

import math
import os
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from formcheck.app.job import Job, State
from formcheck.app.messages import Failed, Task
from formcheck.app.reviews import FILM_FILE, UPLOAD_FOLDER, forget_report, read_about
from formcheck.app.workspace import Workspace, leave_folder, list_kept, make_safe_name
from formcheck.child_process import explain_end

MOST_CHILDREN = max(2, (os.cpu_count() or 2) // 2)
"""Clips that are read at once; a child takes about one core, so others stay free for pages and drawing."""
GRACE_S = 900.0
"""A review nobody looks at stays so long: a closed lid or a reloaded tab must not cost it. A choice."""
SWEEP_EVERY_S = 30.0
NOT_STARTED = "The system started no process for this clip ({reason}): make room, then try again."


class JobBoard:
    """Every review of this run of the app.

    Parameters
    ----------
    most_children : int
        So many clips are read at once; the others wait.
    """

    def __init__(self, most_children: int = MOST_CHILDREN) -> None:
        self._workspace = Workspace()
        self._most = most_children
        self._jobs: dict[str, Job] = {}
        self._queue: list[Job] = []
        self._lock = threading.RLock()
        self._running = 0
        self._closed = threading.Event()
        threading.Thread(target=self._sweep_on, daemon=True).start()

    def make_folder(self) -> Path:
        """A fresh private folder for one review."""
        return self._workspace.make_folder()

    def submit(self, owner: str, name: str, task: Task) -> Job:
        """Queue a review.

        Parameters
        ----------
        owner : str
            The session that asks for it.
        name : str
            What the clip is called.
        task : Task
            Its folder is from `make_folder`.

        Returns
        -------
        Job
        """
        job = Job(secrets.token_urlsafe(16), name, task, {owner})
        with self._lock:
            self._jobs[job.id] = job
            self._queue.append(job)
        self._start_waiting()
        return job

    def take_in(self, name: str, task: Task, sentence: str = "") -> Job:
        """Take a review whose poses are found already: what is missing of report and video follows.

        Nobody looks at it yet: it goes in a while unless somebody comes.
        """
        job = Job(secrets.token_urlsafe(16), name, task, sentence=sentence)
        job.state = State.READY if task.exercise else State.WAITING
        job.orphaned_s = time.monotonic()
        with self._lock:
            self._jobs[job.id] = job
            if task.only_draws or not task.exercise:
                job.is_drawing = task.only_draws
                self._queue.append(job)
        self._start_waiting()
        return job

    def find(self, job_id: str, owner: str) -> Job | None:
        """Look a review up, and look at it from now on; None: there is none, or not any more."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is not None:
                job.owners.add(owner)
                job.orphaned_s = math.nan
            return job

    def find_by_folder(self, folder: Path) -> Job | None:
        """The review in a folder; None: no review of this run of the app."""
        with self._lock:
            return next((job for job in self._jobs.values() if job.folder == folder), None)

    def count_before(self, job: Job) -> int:
        """How many reviews a waiting one waits for."""
        with self._lock:
            return self._running + self._queue.index(job) if job in self._queue else 0

    def stop(self, job: Job) -> None:
        """Stop reading a clip; what was read so far may be shown."""
        with self._lock:
            if job in self._queue:
                self._queue.remove(job)
                job.state = State.STOPPED
                return
            child, job.is_stopping = job.child, True
        if child is None:
            return
        child.stop()
        if job.stage == "calibrating":  # it only listens between the pictures of the clip itself
            child.kill()

    def go_on(self, job: Job, exercise: str) -> None:
        """Judge the poses that were found already, as this movement; empty: as whatever it is."""
        with self._lock:
            if job in self._queue:  # the video of a live set, that waits to be drawn
                self._queue.remove(job)
            if job.child is not None:
                job.child.kill()
                job.child.wait()  # so that it writes nothing more
                job.child = None  # its last words are not listened to
            job.prepare(exercise)
            self._queue.insert(0, job)
        self._start_waiting()

    def open_kept(self, owner: str, folder: Path) -> Job | None:
        """Look at a kept review; None: it is gone."""
        if folder not in list_kept():
            return None
        with self._lock:
            job = self.find_by_folder(folder)
            if job is None:
                job = Job(secrets.token_urlsafe(16), folder.name, _find_kept_task(folder), state=State.READY)
                job.is_kept = True
                self._jobs[job.id] = job
                if job.task.only_draws:
                    job.is_drawing = True
                    self._queue.append(job)
            job.owners.add(owner)
        self._start_waiting()
        return job

    def leave(self, job: Job, owner: str) -> None:
        """One session is done with a review; with the last one it goes, uploads and all."""
        with self._lock:
            job.owners.discard(owner)
            if not job.owners:
                self._remove(job)

    def part(self, owner: str) -> None:
        """A session has ended: what only it looked at goes after a while, unless it is looked at again."""
        with self._lock:
            for job in self._jobs.values():
                job.owners.discard(owner)
                if not job.owners and math.isnan(job.orphaned_s):
                    job.orphaned_s = time.monotonic()

    def sweep(self, grace_s: float = GRACE_S) -> None:
        """Remove what nobody has looked at for a while."""
        now_s = time.monotonic()
        with self._lock:
            for job in list(self._jobs.values()):
                if now_s - job.orphaned_s >= grace_s:
                    self._remove(job)

    def close(self) -> None:
        """End every child and remove everything that is not to be kept."""
        self._closed.set()
        with self._lock:
            jobs: Sequence[Job] = list(self._jobs.values())
            self._queue.clear()
        for job in jobs:
            if job.child is not None:
                job.child.kill()
                job.child.wait()
        with self._lock:
            for job in jobs:
                self._remove(job)
        self._workspace.close()

    def _remove(self, job: Job) -> None:
        self._jobs.pop(job.id, None)
        if job in self._queue:
            self._queue.remove(job)
        forget_report(job.folder)
        if job.child is not None:
            job.child.kill()
            job.child.wait()  # so that it writes nothing more
        if job.folder.parent == self._workspace.folder:
            leave_folder(job.folder)

    def _start_waiting(self) -> None:
        while True:
            with self._lock:
                if self._closed.is_set() or not self._queue or self._running >= self._most:
                    return
                job = self._queue.pop(0)
                try:
                    child = job.start()
                except OSError as error:  # no room for its log, or no more processes
                    job.take(Failed(NOT_STARTED.format(reason=error.strerror or error)))
                    job.end("")
                    continue
                self._running += 1
            threading.Thread(target=self._follow, args=(job, child.read, child.wait), daemon=True).start()

    def _follow(self, job: Job, read: Callable, wait: Callable[[], int]) -> None:
        """Listen to a child until it ends, then start the next."""
        child = job.child
        for message in read():
            with self._lock:
                if job.child is child:
                    job.take(message)
        code = wait()
        with self._lock:
            self._running -= 1
            if job.child is child:
                job.end(explain_end(code))
            if job.id not in self._jobs:
                leave_folder(job.folder)
        self._start_waiting()

    def _sweep_on(self) -> None:
        while not self._closed.wait(SWEEP_EVERY_S):
            self.sweep()


def _find_kept_task(folder: Path) -> Task:
    """What is left to do for a kept review: the clip of a live set that was left before it was made."""
    if not (folder / FILM_FILE).is_file():
        return Task(folder, None)
    clip = folder / UPLOAD_FOLDER / f"{make_safe_name(folder.name)}.webm"
    from_s = float(read_about(folder).get("film_from_s") or 0.0)
    return Task(folder, clip, film_from_s=from_s, only_draws=True)


_board: JobBoard | None = None
_board_lock = threading.Lock()


def get_board() -> JobBoard:
    """The one board of this process; made when it is first asked for."""
    global _board
    with _board_lock:
        if _board is None:
            _board = JobBoard()
        return _board


def close_board() -> None:
    """Put everything away when the app ends."""
    global _board
    with _board_lock:
        board, _board = _board, None
    if board is not None:
        board.close()


def measure_drawing(folder: Path) -> float | None:
    """Share of the annotated video of a review that is drawn, 0 to 1; None: nothing is being drawn."""
    job = get_board().find_by_folder(folder)
    return (job.share or 0.0) if job is not None and job.is_drawing else None
