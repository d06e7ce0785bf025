"""Many clips, some broken, workers killed: ``python -m benchmarks.batch --clips 50 --broken 5 --kill 2``.

Makes the clips, runs ``formcheck batch`` over them while workers are killed (``--stop``: and the whole batch,
too, after which it is started again), then once more when all is done, and checks: a report for every good
clip, a sentence for every broken one, nothing twice, nothing half, no work the second time. ``--dask`` does
it on a cluster of two workers that it starts itself. At the end: what an hour of video costs.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.batch_clips import MOVEMENT, make_clips
from formcheck.batch.ledger import HIDDEN_FOLDER
from formcheck.batch.pool import WORKER
from formcheck.batch.record import RECORD_FILE
from formcheck.batch.tables import SUMMARY_FILE

LOOK_EVERY_S = 0.2
CLIP_S = 30.0
"""Length of a clip in the reckoning: a set of eight slow repetitions."""


@dataclass(frozen=True)
class Run:
    """What a batch printed and took.

    Attributes
    ----------
    code : int
        Exit code; negative: ended by that signal.
    printed : str
    took_s : float
    """

    code: int
    printed: str
    took_s: float

    @property
    def done(self) -> list[str]:
        """Names of the clips it reported to have done."""
        lines = [line.split("✓ ")[1] for line in self.printed.splitlines() if "✓ " in line]
        return [line.split(":")[0] for line in lines]


class Bench:
    """A folder of clips and its reports.

    Parameters
    ----------
    folder : Path
        Holds the clips in ``clips`` and the reports in ``out``.
    good, broken : int
    dask : str
        Address of a cluster; empty: a pool.
    jobs : int
    """

    def __init__(self, folder: Path, good: int, broken: int, dask: str, jobs: int) -> None:
        self.clips, self.out = folder / "clips", folder / "out"
        self.good, self.broken = good, broken
        self._dask, self._jobs = dask, jobs

    def run(self, while_running: Callable[[subprocess.Popen[str]], None] | None = None) -> Run:
        """Run the command; ``while_running`` sees the process, in a thread of its own."""
        wish = ["batch", self.clips, "--out", self.out, "--exercise", MOVEMENT, "--jobs", self._jobs]
        wish += ["--dask", self._dask] if self._dask else []
        command = [sys.executable, "-m", "formcheck", *map(str, wish)]
        started_s = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        thread = threading.Thread(target=while_running or (lambda _: None), args=(process,), daemon=True)
        thread.start()
        printed = process.communicate()[0]
        thread.join()
        return Run(process.returncode, printed, time.monotonic() - started_s)

    def list_reports(self) -> dict[str, int]:
        """Every report in its place → when it was written."""
        return {
            str(file.parent.relative_to(self.out)): (file.parent / "report.json").stat().st_mtime_ns
            for file in self.out.rglob(RECORD_FILE)
            if HIDDEN_FOLDER not in file.parts
        }

    def read_summary(self) -> list[dict[str, str]]:
        """Rows of the summary."""
        with (self.out / SUMMARY_FILE).open(encoding="utf-8-sig") as file:
            return list(csv.DictReader(file))

    def list_leftovers(self) -> list[Path]:
        """What should not be there when a batch is over."""
        hidden = [path for path in self.out.rglob(".*") if path.name != HIDDEN_FOLDER]
        return hidden + list((self.out / HIDDEN_FOLDER).glob("unfinished"))


def kill_workers(bench: Bench, times: int, killed: list[int], list_workers: Callable[[int], list[int]]):
    """What kills a worker in the midst of its clip, so many times, evenly over the run."""

    def watch(process: subprocess.Popen[str]) -> None:
        pids: list[int] = []
        for number in range(times):
            wait_for_reports(bench, process, (number + 1) * bench.good // (times + 1))
            time.sleep(LOOK_EVERY_S * 2)  # the next clip has begun
            while process.poll() is None and not (pids := list_workers(process.pid)):
                time.sleep(LOOK_EVERY_S)
            for pid in pids[:1]:
                with contextlib.suppress(psutil.NoSuchProcess):
                    psutil.Process(pid).kill()
                    killed.append(pid)

    return watch


def wait_for_reports(bench: Bench, process: subprocess.Popen[str], count: int) -> None:
    """Wait until there are so many reports, or the process is over."""
    while process.poll() is None and len(bench.list_reports()) < count:
        time.sleep(LOOK_EVERY_S)


def list_pool(pid: int) -> list[int]:
    """Child processes of a batch that review clips."""
    with contextlib.suppress(psutil.NoSuchProcess):
        children = psutil.Process(pid).children()
        return [child.pid for child in children if WORKER in child.cmdline()]
    return []


@contextlib.contextmanager
def open_cluster(is_wanted: bool, workers: int) -> Iterator[tuple[str, Callable[[int], list[int]]]]:
    """A Dask cluster: its address, and what lists its workers' processes; of no cluster, the pool's."""
    if not is_wanted:
        yield "", list_pool
        return
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=":0") as cluster,
        Client(cluster) as client,
    ):
        yield cluster.scheduler_address, lambda _: [*client.run(os.getpid).values()]  # type: ignore[union-attr]


def run_to_the_end(bench: Bench, kills: int, is_stopped: bool, list_workers) -> tuple[list[Run], list[int]]:
    """The runs it takes until all is done, and the workers that were killed."""
    runs, killed = [], []
    if is_stopped:

        def stop(process: subprocess.Popen[str]) -> None:
            wait_for_reports(bench, process, bench.good // 3)
            process.kill()

        runs.append(bench.run(stop))
        print(f"the whole batch was killed after {len(bench.list_reports())} reports")
    runs.append(bench.run(kill_workers(bench, kills, killed, list_workers)))
    return runs, killed


def check(bench: Bench, runs: list[Run], killed: list[int], kills: int) -> list[str]:
    """Print the claims one by one; returns those that do not hold."""
    reports, rows = bench.list_reports(), bench.read_summary()
    again = bench.run()
    done = [name for run in runs for name in run.done]
    failed = [row for row in rows if row["state"] == "failed"]
    for row in failed:
        print(f"    {row['clip']}: {row['problem']}")
    code = 1 if bench.broken else 0
    claims = {
        f"{len(reports)} reports of {bench.good} good clips": len(reports) == bench.good,
        f"{len(failed)} clear errors of {bench.broken} broken clips": len(failed) == bench.broken
        and all(row["problem"].endswith((".", "?")) for row in failed),
        f"{len(killed)} of {kills} workers killed": len(killed) == kills,
        f"exit code {runs[-1].code}": runs[-1].code == code,
        "nothing twice": len(done) == len(set(done)) and (len(runs) > 1 or len(done) == bench.good),
        f"nothing half: {bench.list_leftovers()}": not bench.list_leftovers(),
        f"run again: {len(again.done)} clips done in {again.took_s:.1f} s, exit code {again.code}": again.code
        == code
        and not again.done
        and bench.list_reports() == reports,
    }
    for claim, holds in claims.items():
        print(f"{'✓' if holds else '✗'} {claim}")
    return [claim for claim, holds in claims.items() if not holds]


def print_cost(bench: Bench, runs: list[Run], jobs: int) -> None:
    """Print what an hour of video costs, and what that means for many clips."""
    rows = [row for row in bench.read_summary() if row["state"] == "done"]
    video_s, took_s, cpu_s = (
        sum(float(row[name]) for row in rows) for name in ("video_s", "took_s", "cpu_s")
    )
    whole_s = sum(run.took_s for run in runs)
    print(f"\n{len(rows)} clips, {video_s / 60:.1f} min of video at 30 fps, in {whole_s / 60:.1f} min")
    print(f"an hour of video, from file to report, one process: {3600 * cpu_s / video_s:.0f} s of a core")
    print(f"(by the clock {3600 * took_s / video_s:.0f} s, beside whatever else the machine did)")
    for clips in (1000, 1_000_000):
        hours = clips * CLIP_S / 3600
        work_h = hours * cpu_s / video_s
        print(
            f"{clips:,} clips of {CLIP_S:.0f} s = {hours:,.1f} h of video: {work_h:,.1f} core-hours;"
            f" {work_h / jobs:,.1f} h on {jobs} cores, {work_h / 100:,.1f} h on 100,"
            f" {work_h / 1000:,.2f} h on 1,000"
        )


def main() -> None:
    """Make the clips, run, check, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=50, help="good and broken together")
    parser.add_argument("--broken", type=int, default=5)
    parser.add_argument("--kill", type=int, default=2, help="workers to kill")
    parser.add_argument("--stop", action="store_true", help="kill the whole batch, too, and start it again")
    parser.add_argument("--dask", action="store_true", help="on a local Dask cluster")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--length", type=float, default=5.0, help="of the clips, in seconds, at most 15")
    parser.add_argument("--size", default="640x480", help="of the clips' pictures")
    wanted = parser.parse_args()
    width_px, height_px = map(int, wanted.size.split("x"))
    with tempfile.TemporaryDirectory() as folder, open_cluster(wanted.dask, wanted.jobs) as (dask, workers):
        good = wanted.clips - wanted.broken
        bench = Bench(Path(folder), good, wanted.broken, dask, wanted.jobs)
        make_clips(bench.clips, good, wanted.broken, wanted.length, (width_px, height_px), print_over)
        print_over(
            f"{wanted.clips} clips of {wanted.length:g} s, {wanted.size} px, {wanted.jobs} processes\n"
        )
        runs, killed = run_to_the_end(bench, wanted.kill, wanted.stop, workers)
        problems = check(bench, runs, killed, wanted.kill)
        if problems:
            print(runs[-1].printed)
            raise SystemExit(1)
        print_cost(bench, runs, wanted.jobs)


def print_over(what: str) -> None:
    """Print in the place of what was printed so before."""
    print(f"\r{what:<60}", end="", flush=True)


if __name__ == "__main__":
    main()
