"""The same work on a Dask cluster: here one within this process, or of processes that can be killed."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import psutil
import pytest

from formcheck.batch import cluster
from formcheck.batch.cluster import review_on_cluster
from formcheck.batch.record import RECORD_FILE
from formcheck.batch.work import Outcome, Task
from formcheck.errors import InputError
from tests.unit.batch.conftest import list_children

dask = pytest.importorskip("dask", reason="the extra cluster is not installed")
distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
pytestmark = pytest.mark.filterwarnings("ignore")  # its own, of sockets and loops


@pytest.fixture
def address() -> Iterator[str]:
    """Of a cluster whose two workers are threads here."""
    with open_cluster(processes=False) as local:
        yield local.scheduler_address


@pytest.fixture(autouse=True)
def nothing_outlives_its_worker() -> Iterator[None]:
    """Reviewing processes end with the threads that used them."""
    yield
    deadline_s = time.monotonic() + 10.0
    while list_children():
        assert time.monotonic() < deadline_s, list_children()
        gc.collect()
        time.sleep(0.1)


def open_cluster(processes: bool, workers: int = 2):
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=1, processes=processes, dashboard_address=":0"
    )


def run(tasks: list[Task], address: str) -> dict[str, Outcome]:
    return {outcome.clip.name: outcome for outcome in review_on_cluster(tasks, address)}


def test_every_clip_gets_its_report_and_a_bad_one_fails_alone(dying_worker, make_task, address):
    names = ("a.mp4", "once.mp4", "kill.mp4", "b/a.mp4", "c.mp4", "d.mp4")
    outcomes = run([make_task(name) for name in names], address)
    assert sorted(outcomes) == sorted(names)
    assert "SIGKILL" in outcomes.pop("kill.mp4").problem
    for name, outcome in outcomes.items():
        assert outcome.problem == ""
        assert (make_task(name).plan.out / name / RECORD_FILE).is_file()


def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(make_task):
    names = [f"{number}.mp4" for number in range(5)]
    with open_cluster(processes=True) as local, distributed.Client(local) as client:
        pids = list(client.run(os.getpid).values())
        with closing(
            review_on_cluster([make_task(name) for name in names], local.scheduler_address)
        ) as outcomes:
            done = [next(outcomes)]
            psutil.Process(pids[0]).kill()
            done += outcomes
    assert sorted(one.clip.name for one in done) == names
    assert {one.problem for one in done} == {""}


def test_a_cluster_that_goes_away_is_told(dying_worker, make_task):
    quickly = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with quickly, open_cluster(processes=False) as local:
        tasks = [make_task("good.mp4"), *(make_task(f"stands_still{n}.mp4", 0.5) for n in range(3))]
        with closing(review_on_cluster(tasks, local.scheduler_address)) as outcomes:
            assert next(outcomes).clip.name == "good.mp4"
            local.close()
            with pytest.raises(InputError, match="went away: start it again and give the same command"):
                next(outcomes)


def test_without_the_extra_it_says_how_to_install_it(make_task, monkeypatch):
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install 'formcheck\[cluster\]'"):
        run([make_task("a.mp4")], "tcp://127.0.0.1:1")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense://x", "127.0.0.1"])
def test_an_address_without_a_scheduler_is_told(make_task, monkeypatch, address):
    monkeypatch.setattr(cluster, "ANSWER_LIMIT_S", 1.0)
    with pytest.raises(InputError, match=f"There is no Dask scheduler at {address}"):
        run([make_task("a.mp4")], address)


def test_a_cluster_without_workers_is_told(make_task, monkeypatch):
    monkeypatch.setattr(cluster, "ANSWER_LIMIT_S", 5.0)  # its scheduler has to answer, in this very process
    with open_cluster(processes=False, workers=0) as local, pytest.raises(InputError, match="has no worker"):
        run([make_task("a.mp4")], local.scheduler_address)


def test_workers_that_do_not_see_the_files_are_refused(make_task, address, tmp_path):
    task = make_task("a.mp4")
    hidden = replace(task, plan=replace(task.plan, model=tmp_path / "elsewhere.task"))
    with pytest.raises(InputError, match=r"does not see .*elsewhere\.task: .* under the same path"):
        run([hidden], address)


def test_workers_of_another_version_are_refused(make_task, address, monkeypatch):
    monkeypatch.setattr(cluster, "look_around", lambda _files: ("0.0.1", ""))
    with pytest.raises(InputError, match=r"has formcheck 0\.0\.1, expected"):
        run([make_task("a.mp4")], address)
