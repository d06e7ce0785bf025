"""How many processes a machine is good for."""

from __future__ import annotations

import os
from pathlib import Path

MOST_JOBS = 4
"""More are not chosen by themselves: each needs a model of its own, and their stretches get short."""


def choose_jobs() -> int:
    """One process for every physical core this one may use, ``MOST_JOBS`` at most."""
    return min(MOST_JOBS, count_physical_cores())


def count_physical_cores() -> int:
    """Cores this process may use; two threads of one count once where the system tells (Linux)."""
    if not hasattr(os, "sched_getaffinity"):
        return os.cpu_count() or 1
    return len({_read_siblings(cpu) for cpu in os.sched_getaffinity(0)})


def _read_siblings(cpu: int) -> str:
    """The threads of one core, as Linux lists them; the thread itself where it does not say."""
    try:
        return Path(f"/sys/devices/system/cpu/cpu{cpu}/topology/thread_siblings_list").read_text("ascii")
    except OSError:
        return str(cpu)
