"""How many processes are started where nobody says."""

from __future__ import annotations

import pytest

from formcheck.pose import cores


@pytest.mark.parametrize(
    ("cpus", "physical", "jobs"), [((0,), 1, 1), ((0, 1, 2, 3), 2, 2), (range(16), 8, 4)]
)
def test_two_threads_of_a_core_count_once(monkeypatch, cpus, physical, jobs):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(cpus), raising=False)
    monkeypatch.setattr(cores, "_read_siblings", lambda cpu: f"{cpu - cpu % 2}-{cpu - cpu % 2 + 1}")
    assert (cores.count_physical_cores(), cores.choose_jobs()) == (physical, jobs)


def test_where_the_system_does_not_tell_every_thread_is_a_core(monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {100_000, 100_001}, raising=False)
    assert cores.count_physical_cores() == 2
