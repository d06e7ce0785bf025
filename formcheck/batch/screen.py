"""What a batch shows: a line for every clip that is finished and, on a terminal, those under way."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.progress_bar import ProgressBar
from rich.table import Table

from formcheck.batch.work import Outcome, Task

READING_SHARE = 0.9
"""Of a clip's time: finding the poses. What comes after, pictures and files, is the rest."""
MOST_ROWS = 20
RATE_OVER_S = 1800.0
"""Time left is reckoned from so long a while: clips are of many lengths."""


class Screen:
    """Follows a batch.

    Parameters
    ----------
    total_bytes, clips : int
        What is to be done. Bytes stand for time: how long a clip is is known only once it is open.
    out, err : Console
        For lines of results, and for what comes and goes.
    """

    def __init__(self, total_bytes: int, clips: int, out: Console, err: Console) -> None:
        self._out, self._err = out, err
        self._clips, self._finished = clips, 0
        self._total_bytes, self._done_bytes = max(total_bytes, 1), 0.0
        self._started_s = time.monotonic()
        self._under_way: dict[str, tuple[int, str, float | None]] = {}
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=err,
            speed_estimate_period=RATE_OVER_S,
        )
        self._whole = self._bars.add_task("", total=self._total_bytes)

    @contextmanager
    def follow(self) -> Iterator[None]:
        """Keep the table of clips under way on the screen; nothing of it stays."""
        if not self._err.is_terminal:
            yield
            return
        # Lines of results go above the table, but not where they are written to a file.
        is_seen = sys.stdout.isatty()
        live = Live(get_renderable=self._draw, console=self._err, transient=True, redirect_stdout=is_seen)
        with live:
            yield

    def show_progress(self, task: Task, what: str, share: float | None) -> None:
        """Say how far a clip is, from whatever thread."""
        self._under_way[task.clip.name] = task.clip.size_bytes, what, share

    def show_outcome(self, outcome: Outcome) -> None:
        """Print what came of a clip."""
        self._under_way.pop(outcome.clip.name, None)
        self._done_bytes += outcome.clip.size_bytes
        self._finished += 1
        line = f"{self._finished}/{self._clips}  {describe_outcome(outcome)}"
        if not self._err.is_terminal and (left := self._describe_left()):
            line += f"  [dim]{left}[/]"
        self._out.print(line, soft_wrap=True)

    def _describe_left(self) -> str:
        if self._finished == self._clips or not self._done_bytes:
            return ""
        left = max(self._total_bytes - self._done_bytes, 0.0) / self._done_bytes
        return f"{describe_s((time.monotonic() - self._started_s) * left)} left"

    def _draw(self) -> Any:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for column in ("clip", "", "", ""):
            table.add_column(column, no_wrap=True)
        bytes_now = self._done_bytes
        for name, (size_bytes, what, share) in sorted(self._under_way.copy().items()):
            done = READING_SHARE * share if what == "Finding the athlete" and share is not None else None
            bytes_now += size_bytes * (READING_SHARE if done is None else done)
            if table.row_count < MOST_ROWS:
                percent = "" if share is None else f"{share:.0%}"
                table.add_row(escape(name), what.lower(), ProgressBar(1.0, share or 0.0, width=20), percent)
        self._bars.update(
            self._whole, completed=bytes_now, description=f"{self._finished} of {self._clips} clips"
        )
        return Group(table, self._bars)


def describe_outcome(outcome: Outcome) -> str:
    """One line for a clip that is finished."""
    name = escape(outcome.clip.name)
    if outcome.problem or outcome.record is None:
        return f"[red]✗[/] {name}: {escape(outcome.problem)}"
    row = outcome.record.row
    noun = "repetition" if row["count"] == 1 else "repetitions"
    took = describe_s(outcome.record.took_s)
    return f"[green]✓[/] {name}: {row['count']} {noun}, {row['exercise']} ({took})"


def describe_s(seconds: float) -> str:
    """A time as people say it: "45 s", "12 min", "3 h 20 min"."""
    if seconds < 99.5:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
