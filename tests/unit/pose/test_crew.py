"""How a source is shared out, and the processes that look at it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Generator, Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import psutil
import pytest

from formcheck.errors import InputError
from formcheck.pose import at_once, cores, crew
from formcheck.pose.at_once import choose_room, find_at_once
from formcheck.pose.crew import Crew
from formcheck.pose.finder import Sighting
from formcheck.pose.stretches import LONGEST, WARM_UP, choose_length
from tests.picture_factory import paint
from tests.unit.pose.sighting_factory import Shot


class TestPlan:
    @pytest.mark.parametrize("jobs", [2, 3, 4])
    @pytest.mark.parametrize("pictures", [121, 641, 60_000, None])
    def test_pictures_are_held_within_bounds_however_long_the_clip(
        self, pictures: int | None, jobs: int
    ) -> None:
        room = choose_room(choose_length(pictures), jobs)
        assert 2 * WARM_UP < room <= LONGEST * jobs

    def test_as_many_processes_as_cores_but_not_too_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
        monkeypatch.setattr(cores, "_read_siblings", lambda cpu: f"{cpu % 3}")  # threads of three cores
        assert cores.choose_jobs() == 3
        monkeypatch.setattr(cores, "_read_siblings", str)
        assert cores.choose_jobs() == cores.MOST_JOBS


MODULE = """
import os, signal, struct, sys, time
from formcheck.child_process import claim_pipes, read_exactly, receive, send
from formcheck.pose.crew import HEAD
from tests.unit.pose.sighting_factory import make_sighting

pictures, sightings = claim_pipes()
assert receive(pictures).name == "model"
seen = 0
while True:
    try:
        _, t_s, width_px, height_px = HEAD.unpack(read_exactly(pictures, HEAD.size))
        grey = read_exactly(pictures, 3 * width_px * height_px)[0]
    except EOFError:
        break
    seen += 1
    {trouble}
    send(sightings, make_sighting(t_s, (100.0 + grey, 230.0)))
"""


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Put a process without a model in the place of ours, with some trouble in it."""

    def replace_process(trouble: str = "pass") -> None:
        (tmp_path / "pretended_finder.py").write_text(MODULE.format(trouble=trouble), encoding="utf-8")
        root = Path(crew.__file__).parents[2]
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(root)]))
        monkeypatch.setattr(crew, "MODULE", "pretended_finder")

    return replace_process


def film(pictures: int) -> Iterator[Shot]:
    """Pictures whose grey is their number."""
    for number in range(pictures):
        yield Shot(number, paint(64, 48, grey=number))


def list_children() -> list[psutil.Process]:
    """The pretended processes that run; other tests have a browser running."""
    return [child for child in psutil.Process().children() if is_pretended(child)]


def is_pretended(child: psutil.Process) -> bool:
    try:
        return "pretended_finder" in child.cmdline()
    except psutil.NoSuchProcess:
        return False


def find(frames: Iterable[Shot], processes: Crew) -> Generator[tuple[Shot, Sighting]]:
    """What a crew sees, given back whatever happens."""
    finders = processes.call(Path("model"))
    try:
        yield from find_at_once(frames, finders, range(40, 1000, 40), room=80)
    finally:
        processes.take_back(finders)


class TestProcesses:
    def test_every_picture_is_seen_in_its_order_and_nothing_is_left(self, pretend) -> None:
        pretend()
        threads = threading.active_count()
        with Crew(2) as processes:
            told = list(find(film(120), processes))
        assert [shot.number for shot, _ in told] == list(range(120))
        greys = [sighting.detection.mid_hip_px[0] - 100.0 for _, sighting in told if sighting.detection]
        np.testing.assert_allclose(greys, range(120))
        assert not list_children()
        assert threading.active_count() == threads

    def test_they_are_there_at_once_and_none_where_one_process_is_enough(self, pretend) -> None:
        pretend()
        with Crew(1) as alone:
            assert not alone
            assert not list_children()
        with Crew(3) as processes:
            assert len(processes) == 3
            assert len(list_children()) == 3
        assert not list_children()

    def test_stopping_half_way_leaves_nothing_and_nobody_is_lost(self, pretend) -> None:
        pretend("time.sleep(0.01)")
        threads = threading.active_count()
        with Crew(2) as processes:
            numbers = {child.pid for child in list_children()}
            finding = find(film(250), processes)
            assert [shot.number for shot, _ in islice(finding, 3)] == [0, 1, 2]
            finding.close()
            assert threading.active_count() == threads
            assert [shot.number for shot, _ in find(film(90), processes)] == list(range(90))
            assert {child.pid for child in list_children()} == numbers
        assert not list_children()

    def test_a_process_that_hangs_is_not_waited_for(
        self, pretend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(at_once, "ENOUGH_S", 0.2)
        hangs = tmp_path / "hangs"
        pretend(f"if grey == 5: open({str(hangs)!r}, 'w').close(); time.sleep(600.0)")
        with Crew(2) as processes:
            finding = find(film(250), processes)
            assert [shot.number for shot, _ in islice(finding, 5)] == list(range(5))
            while not hangs.exists():
                time.sleep(0.01)
            finding.close()  # which would wait for ten minutes
            assert len(list_children()) < 2
            assert [shot.number for shot, _ in find(film(5), processes)] == list(range(5))
            assert len(list_children()) == 2

    @pytest.mark.skipif(sys.platform == "win32", reason="signals")
    def test_a_process_that_dies_is_one_sentence_and_is_replaced(self, pretend) -> None:
        pretend("if grey == 200: os.kill(os.getpid(), signal.SIGKILL)")
        with Crew(2) as processes:
            with pytest.raises(InputError, match=r"was ended \(SIGKILL\).*--jobs 1"):
                list(find(film(250), processes))
            told = list(find(film(60), processes))
            assert [shot.number for shot, _ in told] == list(range(60))
        assert not list_children()

    def test_what_a_process_fails_with_comes_out(self, pretend) -> None:
        pretend("send(sightings, ValueError('no model')) if seen == 10 else None")
        with Crew(2) as processes, pytest.raises(ValueError, match="no model"):
            list(find(film(120), processes))

    def test_another_model_is_for_others(self, pretend) -> None:
        pretend()
        with Crew(2) as processes:
            numbers = {child.pid for child in list_children()}
            processes.take_back(processes.call(Path("model")))
            for process in processes.call(Path("another") / "model"):
                assert process.pid not in numbers
                process.kill()
                process.wait()

    def test_a_source_that_breaks_is_told_after_what_was_read(self, pretend) -> None:
        pretend()

        def break_off() -> Iterator[Shot]:
            yield from film(30)
            raise InputError("The clip is broken.")

        with Crew(2) as processes, pytest.raises(InputError, match="clip is broken"):
            list(find(break_off(), processes))

    @pytest.mark.skipif(sys.platform == "win32", reason="signals")
    def test_processes_end_with_whoever_started_them(self, pretend, tmp_path: Path) -> None:
        pretend("time.sleep(0.05)")
        script = tmp_path / "parent.py"
        script.write_text(
            "from formcheck.pose import crew\n"
            "from tests.unit.pose import test_crew as t\ncrew.MODULE = 'pretended_finder'\n"
            "for _ in t.find(t.film(250), crew.Crew(2)):\n"
            "    print('seen', flush=True)\n",
            encoding="utf-8",
        )
        with psutil.Popen([sys.executable, str(script)], stdout=-1) as parent:
            assert parent.stdout.readline().strip() == b"seen"
            children = parent.children(recursive=True)
            assert len(children) == 2
            parent.send_signal(signal.SIGKILL)
            parent.wait()
        gone, alive = psutil.wait_procs(children, timeout=20.0)
        assert len(gone) == 2, alive

    @pytest.mark.skipif(sys.platform == "win32", reason="process groups")
    def test_ctrl_c_is_not_for_them(self, pretend) -> None:
        pretend()
        with Crew(2):
            assert all(os.getpgid(child.pid) != os.getpgid(0) for child in list_children())
