"""The batch's worker, run as a process of its own, which does to itself what the name of a clip says."""

from __future__ import annotations

import os
import signal
import time

from formcheck.batch import worker
from formcheck.batch.work import Outcome, Task
from formcheck.review import Progress

do_well = worker.do_task


def do_task(task: Task, on_progress: Progress) -> Outcome:
    name, once = task.clip.name, task.clip.path.with_suffix(".died")
    if "stands_still" in name:
        time.sleep(600.0)
    if "segfault" in name:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "kill" in name or ("once" in name and not once.exists()):
        once.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return do_well(task, on_progress)


if __name__ == "__main__":
    worker.do_task = do_task
    worker.main()
