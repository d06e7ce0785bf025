"""What ``formcheck batch`` does."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from formcheck import commands
from formcheck.batch.asked import describe_asked
from formcheck.batch.clips import ClipFile, find_clips
from formcheck.batch.cluster import review_on_cluster
from formcheck.batch.ledger import Ledger, open_ledger
from formcheck.batch.pool import review_in_pool
from formcheck.batch.screen import Screen, describe_s
from formcheck.batch.sorting import Sorted, sort_out
from formcheck.batch.tables import TABLES, write_tables
from formcheck.batch.work import Outcome, Task
from formcheck.calibrate_command import choose_calibration
from formcheck.calibration import Origin
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.pose.cores import count_physical_cores
from formcheck.report.formats import FORMATS, read_formats
from formcheck.review import ReviewPlan

REFRESH_S, REFRESH_COST = 10.0, 20.0
"""The tables are written anew after so long, and after so many times as long as the last writing took."""


@dataclass(frozen=True, slots=True)
class BatchWish:
    """What is to be done, as the options of the command say it.

    Attributes
    ----------
    folder, out : Path
    exercise : str
        "auto": recognise it.
    jobs : int
        Clips at a time; 0: one a physical core.
    dask : str
        Address of a Dask scheduler; empty: work here.
    video, track : bool
    formats, model : str
    overwrite, retry : bool
        Do clips anew that were asked for otherwise; that failed.
    patience_s : float
        Without progress for so long a clip is given up.
    calibration : Path or None
    athlete, camera : str
    """

    folder: Path
    out: Path
    exercise: str = "auto"
    jobs: int = 0
    dask: str = ""
    video: bool = False
    track: bool = False
    formats: str = "json,csv,html"
    model: str = "full"
    overwrite: bool = False
    retry: bool = False
    patience_s: float = 300.0
    calibration: Path | None = None
    athlete: str = ""
    camera: str = ""


def run_batch(wish: BatchWish, out: Console = commands.out, err: Console = commands.err) -> bool:
    """Review all clips of a folder that have not been reviewed yet; True: every clip has its report.

    Raises
    ------
    InputError
        When nothing can be done: the folders, the options, the cluster, a full disk.
    KeyboardInterrupt
        After the tables were written.
    """
    clips = find_clips(wish.folder, wish.out)
    plan = _make_plan(wish)
    asked = describe_asked(plan)
    with open_ledger(wish.out) as ledger:
        with _say(err, f"Looking at {len(clips)} clips …"):
            work = sort_out(clips, ledger, asked, wish.overwrite, wish.retry)
        tasks = [Task(clip, plan, asked, ledger.scratch, wish.patience_s) for clip in work.todo]
        batch = _Batch(clips, work, ledger, out, err)
        try:
            batch.go(tasks, wish)
        except BaseException as stop:
            if batch.has_begun or not isinstance(stop, InputError):
                batch.finish()
            raise
        return batch.finish()


def _make_plan(wish: BatchWish) -> ReviewPlan:
    calibration, record = choose_calibration(
        wish.calibration, wish.athlete, wish.camera, wish.exercise, wish.model
    )
    formats = read_formats(wish.formats)
    return ReviewPlan(
        exercise=None if commands.is_to_be_recognised(wish.exercise) else load_exercise(wish.exercise),
        out=wish.out.absolute(),
        model=commands.fetch_model(wish.model).absolute(),
        video=wish.video or any(FORMATS[name].needs == "video" for name in formats),
        track=wish.track,
        formats=formats,
        overwrite=wish.overwrite,
        calibration=calibration,
        origin=Origin.GIVEN if record is None else Origin.ATHLETE,
    )


class _Batch:
    """One run over a folder."""

    def __init__(
        self, clips: Sequence[ClipFile], work: Sorted, ledger: Ledger, out: Console, err: Console
    ) -> None:
        self._clips, self._work, self._ledger = clips, work, ledger
        self._out, self._err = out, err
        self._problems = {
            clip.name: f"{ledger.records[clip.name].problem} (As before; --retry tries it again.)"
            for clip in work.known
            if ledger.records[clip.name].problem
        }
        self.has_begun = False
        self._done: list[Outcome] = []
        self._started_s = time.monotonic()
        self._refresh_at_s = 0.0

    def go(self, tasks: Sequence[Task], wish: BatchWish) -> None:
        """Do what is to be done."""
        if not tasks:
            return
        screen = Screen(sum(task.clip.size_bytes for task in tasks), len(tasks), self._out, self._err)
        if wish.dask:
            outcomes = review_on_cluster(tasks, wish.dask)
        else:
            jobs = wish.jobs or count_physical_cores()
            outcomes = review_in_pool(tasks, jobs, screen.show_progress, self._ledger.log)
        with screen.follow(), closing(outcomes):
            for outcome in outcomes:
                screen.show_outcome(outcome)
                self._take(outcome)

    def finish(self) -> bool:
        """Write the tables and say what came of it; True: every clip has its report."""
        self._add_twins()
        write_tables(self._clips, self._work.twins, self._ledger)
        for name, problem in sorted(self._problems.items()):
            self._out.print(f"[red]✗[/] {escape(name)}: {escape(problem)}", soft_wrap=True)
        for line in self._sum_up():
            self._out.print(line, soft_wrap=True)
        return not self._problems

    def _take(self, outcome: Outcome) -> None:
        self.has_begun = True
        if outcome.record is not None:
            self._ledger.remember(outcome.record)
        if outcome.stops_all:
            raise InputError(outcome.problem)
        if outcome.problem:
            self._problems[outcome.clip.name] = outcome.problem
        else:
            self._done.append(outcome)
        now_s = time.monotonic()
        if now_s >= self._refresh_at_s:
            write_tables(self._clips, self._work.twins, self._ledger)
            cost_s = time.monotonic() - now_s
            self._refresh_at_s = now_s + max(REFRESH_S, REFRESH_COST * cost_s)

    def _add_twins(self) -> None:
        """What is wrong with a clip is wrong with those that have the same bytes."""
        for name, first in self._work.twins.items():
            record = self._ledger.records.get(first)
            if record is not None and record.problem:
                self._problems[name] = f"{record.problem} (The same bytes as {first}.)"

    def _sum_up(self) -> list[str]:
        """The last lines."""
        skipped = sum(not self._ledger.records[clip.name].problem for clip in self._work.known)
        twins = sum(name not in self._problems for name in self._work.twins)
        parts = [f"{len(self._done)} done", f"{skipped} skipped (done before)"]
        parts += [f"{twins} with the same bytes as another"] if twins else []
        parts += [f"{len(self._problems)} failed"]
        left = len(self._clips) - len(self._done) - skipped - twins - len(self._problems)
        parts += [f"{left} left: give the same command again to go on"] if left else []
        noun = "clip" if len(self._clips) == 1 else "clips"
        lines = [f"{len(self._clips)} {noun}: {', '.join(parts)}"]
        video_s = sum(outcome.record.row["video_s"] or 0.0 for outcome in self._done if outcome.record)
        if video_s:
            took_s = time.monotonic() - self._started_s
            lines.append(f"{describe_s(video_s)} of video in {describe_s(took_s)}")
        return [*lines, f"→ {escape(str(self._ledger.out))}/: {', '.join(TABLES)}"]


@contextmanager
def _say(err: Console, what: str) -> Iterator[None]:
    """Say what is done for a while; nothing of it stays, or is seen where nobody looks."""
    if not err.is_terminal:
        yield
        return
    with err.status(what):
        yield
