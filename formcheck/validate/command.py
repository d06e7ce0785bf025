"""``formcheck validate``: run the comparisons, print the table, write it as JSON and as Markdown."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeRemainingColumn,
)

from formcheck.errors import InputError
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.simulate import MOVEMENTS
from formcheck.simulate.workers import count_cores, map_in_order
from formcheck.validate.accuracy import SCHEMA, check_aims, sum_up
from formcheck.validate.comparison import Comparison
from formcheck.validate.record import (
    CLIPS,
    DRAWN,
    JSON_FILE,
    MARKDOWN_FILE,
    POSES,
    describe_run,
    describe_set,
    write_record,
)
from formcheck.validate.setups import list_movements
from formcheck.validate.tables import lay_out_sheets, print_sheets
from formcheck.validate.tasks import ClipTask, Outcome, SetUpTask, compare_clip, compare_setup
from formcheck.validate.truth import find_clips

Task = TypeVar("Task")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be validated.

    Attributes
    ----------
    folder : Path or None
        Clips with truth files.
    rendered : int
        Number of set-ups to draw instead; 0: none.
    poses_only : bool
        Check the set-ups' exact landmarks without drawing.
    seed, jobs : int
        Of the plan; processes.
    check_as : str
        Exercise as which clips of unknown movements are checked, expecting no repetition.
    model : str
        Pose model: lite, full or heavy.
    out : Path
    overwrite : bool
    tracks : Path or None
        Folder that keeps the landmarks found in drawn set-ups, and saves drawing them again.
    family : str
        Draw movements of this one only; empty: of all.
    """

    folder: Path | None
    rendered: int = 0
    poses_only: bool = False
    seed: int = 1
    jobs: int = 0
    check_as: str = ""
    model: str = "full"
    out: Path = Path("accuracy")
    overwrite: bool = False
    tracks: Path | None = None
    family: str = ""

    @property
    def kind(self) -> str:
        """What the table is about."""
        return CLIPS if self.folder else POSES if self.poses_only else DRAWN

    @property
    def command(self) -> str:
        """The command that wishes this, without the machine's folders."""
        words = ["formcheck validate"]
        if self.folder:
            words.append(self.folder.resolve().name)
        else:
            words += [f"--rendered {self.rendered}", *(["--poses"] if self.poses_only else [])]
            words += [f"--seed {self.seed}", *([f"--family {self.family}"] if self.family else [])]
        return " ".join([*words, *([f"--as {self.check_as}"] if self.check_as else [])])


def run_wish(wish: Wish) -> None:
    """Validate as the command line does.

    Raises
    ------
    InputError
        As `validate`, and after the table was written when a clip could not be checked.
    """
    from formcheck.commands import err, out

    problems = validate(wish, out, err)["problems"]
    if problems:
        raise InputError(f"{len(problems)} clips could not be checked, see the table; first: {problems[0]}")


def validate(wish: Wish, out: Console, err: Console) -> dict[str, Any]:
    """Do what is wished: compare, print, write.

    Returns
    -------
    dict
        What ``accuracy.json`` holds.

    Raises
    ------
    InputError
        When the wish makes no sense, or a truth file cannot be used.
    """
    _check(wish)
    accuracy = _validate_setups(wish, err) if wish.rendered else _validate_folder(wish, err)
    sheets = lay_out_sheets(accuracy)
    print_sheets(sheets, out)
    write_record(accuracy, wish.out)
    out.print(f"→ {wish.out}/: {JSON_FILE}, {MARKDOWN_FILE}", soft_wrap=True, markup=False)
    return accuracy


def _check(wish: Wish) -> None:
    if (wish.folder is None) == (wish.rendered == 0):
        raise InputError("Give either a folder of clips with truth files, or --rendered N to draw some.")
    if wish.poses_only and not wish.rendered:
        raise InputError("--poses checks the set-ups that --rendered N draws: give --rendered N as well.")
    if wish.tracks and (wish.poses_only or not wish.rendered):
        raise InputError("--tracks keeps what was found in drawn set-ups: give --rendered N without --poses.")
    if wish.check_as:
        load_exercise(wish.check_as)
    if wish.family and not wish.rendered:
        raise InputError("--family chooses what --rendered N draws: give --rendered N as well.")
    if not list_movements(wish.family):
        families = ", ".join(dict.fromkeys(movement.family for movement in MOVEMENTS.values()))
        raise InputError(f"--family {wish.family!r} is not known: give one of {families}.")
    here = [wish.out / name for name in (JSON_FILE, MARKDOWN_FILE) if (wish.out / name).exists()]
    if here and not wish.overwrite:
        raise InputError(f"{here[0]} exists already: give another --out, or --overwrite to replace it.")
    if wish.out.exists() and not wish.out.is_dir():
        raise InputError(f"--out {wish.out} is a file, expected a folder: give another one.")


def _validate_folder(wish: Wish, err: Console) -> dict[str, Any]:
    """Check every clip the engine knows the movement of; others only where ``check_as`` says as what."""
    assert wish.folder is not None
    found = [(clip, truth, find_exercise(truth.exercise)) for clip, truth in find_clips(wish.folder)]
    known = [(clip, truth, key) for clip, truth, key in found if key]
    others = [(clip, truth) for clip, truth, key in found if not key]
    checked = known + [(clip, truth, wish.check_as) for clip, truth in others if wish.check_as]
    needs_model = any(clip.suffix.lower() != ".npz" for clip, _, _ in checked)
    model = _fetch_model(wish.model) if needs_model else None
    tasks = [ClipTask(clip, truth, key, model) for clip, truth, key in checked]
    outcomes = _run(compare_clip, tasks, wish.jobs or 1, "Checking clips", err)
    main, aside = outcomes[: len(known)], outcomes[len(known) :]
    accuracy = _compose(
        wish, [outcome.measured for outcome in main if outcome.measured], None, model, outcomes
    )
    if wish.check_as:
        read = [
            (outcome.measured, truth.exercise)
            for outcome, (_, truth) in zip(aside, others, strict=True)
            if outcome.measured
        ]
        accuracy["checked_as_another"] = {
            "exercise": load_exercise(wish.check_as).key,
            "clips": len(read),
            "counted": [[c.name, movement, c.counted] for c, movement in read if c.counted],
        }
    else:
        accuracy["not_supported"] = dict(sorted(Counter(truth.exercise for _, truth in others).items()))
    return accuracy


def find_exercise(name: str) -> str:
    """Key of the movement a truth file names; empty when the engine does not know it (yet).

    Raises
    ------
    InputError
        When it knows it, but its file cannot be used.
    """
    try:
        return load_exercise(name).key
    except InputError:
        if name in list_exercises():
            raise
        return ""


def _validate_setups(wish: Wish, err: Console) -> dict[str, Any]:
    model = None if wish.poses_only else _fetch_model(wish.model)
    tasks = [SetUpTask(number, wish.seed, model, wish.tracks, wish.family) for number in range(wish.rendered)]
    what = "Checking poses" if wish.poses_only else "Drawing and checking"
    outcomes = _run(compare_setup, tasks, wish.jobs or count_cores(), what, err)
    exact = [outcome.exact for outcome in outcomes if outcome.exact]
    if wish.poses_only:
        return _compose(wish, exact, None, None, outcomes)
    return _compose(wish, [o.measured for o in outcomes if o.measured], exact, model, outcomes)


def _compose(
    wish: Wish,
    comparisons: Sequence[Comparison],
    exact: Sequence[Comparison] | None,
    model: Path | None,
    outcomes: Sequence[Outcome],
) -> dict[str, Any]:
    measured = sum_up(comparisons)
    return {
        "schema": SCHEMA,
        "made": describe_run(wish.command, wish.kind, model),
        "measured": measured,
        "exact": None if exact is None else sum_up(exact),
        "aims": check_aims(measured),
        "not_supported": {},
        "checked_as_another": None,
        "problems": [outcome.problem for outcome in outcomes if outcome.problem],
        "sets": [describe_set(comparison) for comparison in comparisons],
    }


def _fetch_model(name: str) -> Path:
    from formcheck.commands import fetch_model

    return fetch_model(name)


def _run(
    work: Callable[[Task], Outcome], tasks: Sequence[Task], jobs: int, what: str, err: Console
) -> list[Outcome]:
    """Work through the tasks with a bar and the time left."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    outcomes = []
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True) as bars, _stop_children():
        bar = bars.add_task(what, total=len(tasks))
        try:
            for outcome in map_in_order(work, tasks, min(jobs, len(tasks))):
                outcomes.append(outcome)
                bars.advance(bar)
        except BrokenProcessPool as error:
            raise InputError(
                f"A process died at set {len(outcomes) + 1} of {len(tasks)}, perhaps for want of memory: "
                "try again with --jobs 1."
            ) from error
    return outcomes


@contextmanager
def _stop_children() -> Iterator[None]:
    """Let Ctrl-C end the processes started within at once, instead of after the clips they are at."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = set(multiprocessing.active_children())

    def stop(_number: int, _frame: object) -> None:
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()
        raise KeyboardInterrupt

    usual = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
