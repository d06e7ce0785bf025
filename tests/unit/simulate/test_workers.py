"""Work over processes."""

import os
import signal

import pytest

from formcheck.simulate.workers import _prepare_birth, count_cores, map_in_order


def _square(number):
    return (
        number * number,
        os.getpid(),
        os.environ.get("OPENBLAS_NUM_THREADS"),
        signal.getsignal(signal.SIGINT),
    )


def _fail(number):
    if number == 2:
        raise ValueError("two")
    return number


def test_one_job_works_in_this_process():
    results = list(map_in_order(_square, range(4), 1))
    assert [r[0] for r in results] == [0, 1, 4, 9]
    assert {r[1] for r in results} == {os.getpid()}


def test_two_jobs_keep_the_order_and_work_elsewhere_with_one_thread_deaf_to_ctrl_c():
    before = os.environ.get("OPENBLAS_NUM_THREADS"), signal.getsignal(signal.SIGINT)
    results = list(map_in_order(_square, iter(range(12)), 2))
    assert [r[0] for r in results] == [i * i for i in range(12)]
    assert os.getpid() not in {r[1] for r in results}
    assert {r[2:] for r in results} == {("1", signal.SIG_IGN)}
    assert (os.environ.get("OPENBLAS_NUM_THREADS"), signal.getsignal(signal.SIGINT)) == before


def test_ctrl_c_while_processes_are_born_is_held_back_but_not_lost():
    before = os.environ.get("OPENBLAS_NUM_THREADS")
    reached = []
    with pytest.raises(KeyboardInterrupt):
        _press_ctrl_c_at_a_birth(reached)
    assert reached == ["the end"]
    assert os.environ.get("OPENBLAS_NUM_THREADS") == before
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def _press_ctrl_c_at_a_birth(reached):
    with _prepare_birth():
        signal.raise_signal(signal.SIGINT)
        reached.append("the end")


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_goes_wrong_in_a_worker_comes_out(jobs):
    with pytest.raises(ValueError, match="two"):
        list(map_in_order(_fail, range(5), jobs))


def test_tasks_are_read_as_they_are_needed():
    read = []

    def tasks():
        for number in range(1000):
            read.append(number)
            yield number

    results = map_in_order(_square, tasks(), 2)
    next(results)
    results.close()
    assert len(read) < 20


def test_there_is_a_core():
    assert 1 <= count_cores() <= (os.cpu_count() or 1)
