"""What the commands do, and how their results look in a terminal."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from formcheck.asking import find_ask
from formcheck.athletes import AthleteRecord, update_own_range, write_record
from formcheck.calibration import AnyCalibration, Origin
from formcheck.errors import InputError
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.pose.crew import Crew
from formcheck.pose.track import is_track
from formcheck.recognition import describe_named
from formcheck.report.formats import read_formats
from formcheck.report.reading import REPORT_FILE
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.report.wording import UNITS
from formcheck.reps.rep import RepKind
from formcheck.review import Review, ReviewPlan, review_clip

AUTO = "auto"
"""In the place of an exercise's name: find out which it is."""
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def review_all(
    videos: Sequence[Path],
    exercise: str,
    folder: Path,
    load_kg: float | None,
    video: bool,
    track: bool,
    formats: str,
    model: str,
    overwrite: bool,
    calibration: AnyCalibration | None = None,
    record: AthleteRecord | None = None,
    log: bool = False,
    crew: Crew | None = None,
) -> None:
    """Review every clip in turn; one that cannot be used does not stop the others.

    The back is held against the calibration; the record of an athlete follows the range of every set. With
    ``log`` every set goes into the training log, with its pose track. The ``crew`` looks at the clips.

    Raises
    ------
    InputError
        After all clips, when any could not be used or showed nobody.
    """
    plan = ReviewPlan(
        exercise=None if is_to_be_recognised(exercise) else load_exercise(exercise),
        out=folder,
        model=None if all(is_track(clip) for clip in videos) else fetch_model(model),
        video=video,
        track=track or log,
        formats=read_formats(formats),
        overwrite=overwrite,
        load_kg=load_kg,
        crew=crew,
        calibration=calibration,
        origin=Origin.GIVEN if record is None else Origin.ATHLETE,
    )
    problems = []
    for clip, name in zip(videos, _name_folders(videos), strict=True):
        try:
            with show_progress() as progress:
                asking = replace(plan, ask=find_ask(progress.clear_screen))
                review = review_clip(clip, asking, name, progress)
        except InputError as error:
            problems.append(str(error))
            continue
        show_review(review, clip)
        if log and review.report.quality.person_share > 0:
            problems += _log_review(review, clip, "" if record is None else record.athlete)
        if record is not None:
            record = remember_range(record, review.report)
        if not review.report.quality.person_share > 0:
            problems.append(f"Nobody was seen in {clip}: film the whole body, well lit. The report says so.")
    if len(problems) == 1:
        raise InputError(problems[0])
    if problems:
        for problem in problems:
            err.print(f"formcheck: {escape(problem)}", soft_wrap=True)
        raise InputError(f"{len(problems)} of {len(videos)} clips could not be checked; see above.")


def _log_review(review: Review, clip: Path, athlete: str) -> list[str]:
    """Save a set in the training log and print its number; a log that refuses it spoils no report."""
    from formcheck.history.log_book import LogBook, find_log_folder
    from formcheck.log_review import save_review

    try:
        with LogBook(find_log_folder()) as book:
            saved = save_review(
                book,
                review.folder / REPORT_FILE,
                athlete,
                report=review.report,
                track=clip if is_track(clip) else None,
            )
    except InputError as error:
        return [f"{error} The report is in {review.folder}."]
    out.print(f"{'added to' if saved.is_new else 'replaced in'} the training log: set {saved.set_id}")
    return []


def is_to_be_recognised(exercise: str) -> bool:
    """Whether the movement is not named, but to be found out."""
    return exercise.strip().lower() in ("", AUTO)


def load_wanted(exercise: str) -> Exercise:
    """Load a movement by its name; one that is not named is refused with the list of all."""
    if is_to_be_recognised(exercise):
        known = ", ".join(list_exercises())
        raise InputError(f"Say which movement it is with --exercise NAME: {known}.")
    return load_exercise(exercise)


def remember_range(record: AthleteRecord, report: SetReport) -> AthleteRecord:
    """Let a set move the athlete's own range, remember that, and print it."""
    record = update_own_range(record, report)
    own = record.find_range(report)
    if own is not None:
        write_record(record)
        unit, digits = UNITS[own.unit]
        value = f"{own.value:.{digits}f}{unit}"
        out.print(f"own range of {escape(record.athlete)}: {value} (sessions: {own.sessions})")
    return record


def _name_folders(clips: Sequence[Path]) -> list[str]:
    """The clip's name without its ending, or with it where two clips would share a folder."""
    shared = Counter(clip.stem for clip in clips)
    return [clip.stem if shared[clip.stem] == 1 else clip.name for clip in clips]


@contextmanager
def show_progress() -> Iterator[ProgressBars]:
    """A bar with the time left, gone when the work is done."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=err, transient=True) as bars:
        yield ProgressBars(bars)


class ProgressBars:
    """One bar for everything that is done, one after the other."""

    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, what: str, share: float | None) -> None:
        """Show how much of what is done."""
        if what not in self._tasks:
            self._tasks[what] = self._bars.add_task(what, total=None if share is None else 1.0)
        self._bars.update(self._tasks[what], completed=share or 0.0)

    @contextmanager
    def clear_screen(self) -> Iterator[None]:
        """Take the bars away while something is asked."""
        self._bars.stop()
        yield
        self._bars.start()


def fetch_model(name: str) -> Path:
    """Get the pose model, with a progress bar when it has to be fetched."""
    from formcheck.pose.models import get_model

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, TimeRemainingColumn(), console=err, transient=True) as bars:
        tasks = {}

        def update(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        return get_model(name, update)


def show_review(review: Review, clip: Path) -> None:
    """Print one reviewed set, and where the files are."""
    show_report(review.report, clip.name)
    out.print(
        f"→ {escape(str(review.folder))}/: {', '.join(file.name for file in review.files)}", soft_wrap=True
    )


def show_report(report: SetReport, clip_name: str) -> None:
    """Print one set: the count, the repetitions, what was found and what was not judged."""
    partial = f", {report.partial_count} partial" if report.partial_count else ""
    noun = "repetition" if report.count == 1 else "repetitions"
    apart = ", ".join(f"{count} {side}" for side, count in report.side_counts.items())
    sides = f" ({apart})" if apart else ""
    name = report.exercise.name
    out.print(f"[bold]{escape(clip_name)}[/]  {name}: [bold]{report.count} {noun}[/]{sides}{partial}")
    if report.reps:
        out.print(_lay_out_table(report))
    about = [*describe_recognition(report), *describe_reference(report)]
    for line in [*about, *describe_faults(report), *describe_momentum(report)]:
        out.print(line, soft_wrap=True)
    for line in describe_unjudged(report):
        out.print(f"[dim]?[/] {escape(line)}", soft_wrap=True)
    if damage := report.source.get("damaged"):
        out.print(f"[dim]?[/] {escape(str(damage))}", soft_wrap=True)


def _lay_out_table(report: SetReport) -> Table:
    unit, digits = UNITS[report.exercise.unit]
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("rep", justify="right")
    if report.side_counts:
        table.add_column("side")
    table.add_column("start", justify="right")
    table.add_column("tempo")
    table.add_column("range", justify="right")
    table.add_column(report.exercise.phase_words["concentric"], justify="right")
    table.add_column("findings")
    for judged in report.reps:
        rep = judged.rep
        table.add_row(
            str(rep.index) if rep.index else "–",
            *((rep.side,) if report.side_counts else ()),
            f"{rep.start_s:.1f} s",
            str(rep.tempo),
            _format(rep.range, digits, unit),
            _format(rep.mean_concentric_speed, digits, f"{unit}/s"),
            _describe_findings(judged),
            style="dim" if not rep.is_counted else "",
        )
    return table


def _format(value: float, digits: int, unit: str) -> str:
    return "not judged" if math.isnan(value) else f"{value:.{digits}f}{unit}"


def _describe_findings(judged: JudgedRep) -> str:
    words = {RepKind.PARTIAL: ["partial, not counted"], RepKind.PICK_UP: ["pick-up?"]}.get(
        judged.rep.kind, []
    )
    degrees = {1: "watch: ", 2: "", 3: "clearly "}
    words += [f"{degrees[f.severity]}{f.rule.replace('_', ' ')}" for f in judged.faults]
    return ", ".join(words)


def describe_recognition(report: SetReport) -> list[str]:
    """One line that says what was recognised and why; none where the movement was named."""
    told = report.provenance.get("recognition")
    if told is None or told["decided_by"] != "recognition":
        return []
    return [escape(describe_named(report.exercise.name, told["sureness"], told["reasons"]))]


def describe_reference(report: SetReport) -> list[str]:
    """One line that says what of the athlete's own the back is held against; none where nothing is."""
    used = report.provenance.get("calibration", "none")
    is_too_shallow = any(gate.name == "hold_depth" and not gate.ok for gate in report.quality.gates)
    if used == "none" or is_too_shallow:
        return []
    whence = {
        Origin.GIVEN: f"from {used['source']}",
        Origin.ATHLETE: f"as remembered from {used['source']}",
        Origin.CLIP: f"the still hinge at {used.get('held_from_s', 0.0):.0f} s of this clip",
    }[Origin(used["origin"])]
    what = "good hold" if "rest_arc_deg" in used else "neutral back"
    return [f"your own {what}: {escape(whence)} ({used['arc_deg']:z.1f}° of arc)"]


def describe_faults(report: SetReport) -> list[str]:
    """One line for every fault that is a verdict on the set: which repetitions, and the cue."""
    cues = {fault.rule: fault.cue for judged in report.reps for fault in judged.faults}
    lines = []
    for rule, verdict in report.verdicts.items():
        if verdict.verdict == "present":
            reps = ", ".join(map(str, verdict.reps))
            lines.append(f"[yellow]▲[/] {rule.replace('_', ' ')} on rep {reps}: {escape(cues[rule])}")
    return lines


def describe_momentum(report: SetReport) -> list[str]:
    """One line with the momentum index of the set; none where there is none, or nothing was counted."""
    momentum = report.summary.momentum
    if momentum is None or not report.count:
        return []
    if math.isnan(momentum.index):
        return [f"momentum: {momentum.verdict}, too little of it was seen"]
    return [f"momentum: {momentum.verdict} ({momentum.index:.0f} of 100)"]


def describe_unjudged(report: SetReport) -> list[str]:
    """One line for every reason why something was not judged, with what it concerns."""
    concerned: dict[str, list[str]] = {}
    for rule, verdict in report.verdicts.items():
        if verdict.verdict == "not_judged":
            concerned.setdefault(verdict.reason, []).append(rule.replace("_", " "))
    for judged in report.reps:
        for unseen in judged.not_judged:
            if unseen.rule == "tempo":
                what = f"tempo of rep {judged.rep.index or '–'}"
                concerned.setdefault(unseen.reason, []).append(what)
    for gate in report.quality.gates:
        if not gate.ok:
            concerned.setdefault(gate.hint, [])
    return [
        f"not judged: {', '.join(what)}. {reason}" if what else reason for reason, what in concerned.items()
    ]


def show_exercises() -> None:
    """Print every movement with its tempo target and its other names."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("--exercise", no_wrap=True)
    table.add_column("tempo target, s", no_wrap=True)
    table.add_column("also called")
    for key in list_exercises():
        exercise = load_exercise(key)
        table.add_row(key, describe_target(exercise), ", ".join(exercise.also_called))
    out.print(table)
    out.print("[dim]tempo: eccentric, pause stretched, concentric, pause contracted[/]")


def describe_target(exercise: Exercise) -> str:
    """Wanted seconds of the four phases, as a table shows them."""
    target = exercise.tempo
    spans = (target.eccentric_s, target.pause_stretched_s, target.concentric_s, target.pause_contracted_s)
    return "  ".join(_describe_span(*span) for span in spans)


def _describe_span(least_s: float, most_s: float) -> str:
    if math.isinf(most_s):
        return f"≥{least_s:g}" if least_s else "any"
    return f"{least_s:g}–{most_s:g}" if least_s else f"≤{most_s:g}"


def show_models() -> None:
    """Print the pose models: which are here, and where the others come from."""
    from formcheck.pose.models import find_model, read_manifest

    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in ("model", "size", "licence", "where"):
        table.add_column(column)
    for name, model in read_manifest().items():
        path = find_model(name)
        where = str(path) if path else f"not here: formcheck models get {name}"
        table.add_row(name, f"{model.size / 1e6:.1f} MB", model.licence, where)
    out.print(table)


def fetch(name: str) -> None:
    """Fetch a model and say where it is."""
    out.print(escape(str(fetch_model(name))), soft_wrap=True)
