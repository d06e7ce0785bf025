"""How long a history waits for a full log: ``python -m benchmarks.log_queries [--sets 10000]``.

Fills a log with generated sets of three years, repetitions, faults, verdicts and reports included, and
prints the median time of every query that a history page asks, beside that of a bare SQLite scan of the sets.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

from formcheck.history.backups import write_backup
from formcheck.history.details import read_report_text, read_reps
from formcheck.history.entries import LoggedFault, LoggedRep, LoggedVerdict, NewSet, SetFacts
from formcheck.history.log_book import LogBook
from formcheck.history.queries import (
    SetFilter,
    count_sets,
    count_verdicts,
    list_exercises,
    list_sessions,
    list_sets,
    total_days,
    total_weeks,
)
from formcheck.history.trends import find_bests, list_rep_records, read_trend

BEGIN = datetime(2024, 1, 1, 17, tzinfo=UTC)
YEARS = 3
SETS_A_DAY = 15
MOVEMENTS = (
    ("romanian_deadlift", "Romanian deadlift", "hinge"),
    ("conventional_deadlift", "Conventional deadlift", "hinge"),
    ("barbell_row", "Barbell row", "row"),
    ("one_arm_row", "One-arm row", "row"),
    ("bird_dog", "Bird-dog", "bird_dog"),
)
RULES = (
    "spinal_rounding",
    "uneven_sides",
    "rushed",
    "short_range",
    "torso_swing",
    "neck_craning",
    "heels_lift",
)
BARE_SCAN = "SELECT sum(load_kg * count) FROM sets NOT INDEXED"
PAGE = 50
RUNS = 15


@dataclass(frozen=True, slots=True)
class Timing:
    """The median time of a query over its runs, and how many values it gave."""

    name: str
    milliseconds: float
    values: int


def make_sets(many: int, seed: int = 1) -> list[NewSet]:
    """Sets of one athlete, 15 on every training day, evenly over three years."""
    randomness = random.Random(seed)
    days = math.ceil(many / SETS_A_DAY)
    return [
        make_set(
            randomness,
            BEGIN
            + timedelta(days=number // SETS_A_DAY * 365 * YEARS // days, minutes=4 * (number % SETS_A_DAY)),
        )
        for number in range(many)
    ]


def make_set(randomness: random.Random, at: datetime) -> NewSet:
    """A reviewed set of 5 to 12 repetitions."""
    key, name, family = randomness.choice(MOVEMENTS)
    count = randomness.randint(5, 12)
    reps = tuple(
        LoggedRep(
            number, "full", "both", 4.0 * number, 4.0 * number + 2, 4.0 * number + 3.5, 1.5, 0.4, 1.1, 0.5,
            randomness.gauss(80, 4), randomness.uniform(50, 100), 0.9,
            faults=tuple(
                LoggedFault(rule, 2, 30.0, "deg", 20.0) for rule in RULES if randomness.random() < 0.08
            ),
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    facts = SetFacts(
        key, name, family, count,
        clean_count=sum(not rep.faults for rep in reps), load_kg=2.5 * randomness.randint(8, 60),
        score=randomness.uniform(50, 100), coverage=0.9, range_median=randomness.gauss(80, 4),
        range_unit="deg", eccentric_s=1.5, concentric_s=1.1, view="side", rate_hz=30.0, source_name="a.mp4",
    )  # fmt: skip
    verdicts = tuple(
        LoggedVerdict(rule, randomness.choice(("present", "absent", "not_judged")), 12.5, "deg")
        for rule in RULES
    )
    # About as long, and as hard to compress, as the report of a set of eight repetitions: 5 kB.
    report = json.dumps({"numbers": [randomness.random() for _ in range(500)]})
    return NewSet("Ann", at, facts, "review", reps=reps, verdicts=verdicts, report=report)


def list_questions(log: LogBook) -> dict[str, Callable[[], object]]:
    """What a history page asks, by name."""
    last = date.fromisoformat(log.read("SELECT max(local_day) FROM sets")[0][0])
    year = (last - timedelta(days=364), last)
    newest = list_sets(log, limit=1)[0].set_id
    key = MOVEMENTS[0][0]
    return {
        "calendar of a year": lambda: total_days(log, "Ann", *year),
        "weekly volume by pattern, a year": lambda: total_weeks(log, "Ann", *year),
        "weekly volume by pattern, all": lambda: total_weeks(log, "Ann", date(2000, 1, 1), last),
        "trend of one movement, all": lambda: read_trend(log, "Ann", key),
        "movements": lambda: list_exercises(log, "Ann"),
        "table of sets, first page": lambda: list_sets(log, SetFilter("Ann"), PAGE),
        "table of sets, last page": lambda: list_sets(log, SetFilter("Ann"), PAGE, count_sets(log) - PAGE),
        "how many sets": lambda: [count_sets(log, SetFilter("Ann"))],
        "personal bests": lambda: find_bests(log, "Ann"),
        "rep records of one movement": lambda: list_rep_records(log, "Ann", key),
        "verdicts of a year": lambda: count_verdicts(log, SetFilter("Ann", "", "", *year)),
        "sessions of a year": lambda: list_sessions(log, "Ann", *year),
        "one set with repetitions and report": lambda: [
            read_reps(log, newest),
            read_report_text(log, newest),
        ],
    }


def time_it(name: str, ask: Callable[[], object], runs: int = RUNS) -> Timing:
    """Ask several times."""
    times_s = []
    answer: object = ()
    for _ in range(runs):
        start_s = time.perf_counter()
        answer = ask()
        times_s.append(time.perf_counter() - start_s)
    return Timing(name, 1000.0 * median(times_s), len(answer) if isinstance(answer, list) else 1)


def measure(log: LogBook, runs: int = RUNS) -> tuple[Timing, list[Timing]]:
    """The bare scan, and every question."""
    bare = time_it("bare scan", lambda: log.read(BARE_SCAN), runs)
    return bare, [time_it(name, ask, runs) for name, ask in list_questions(log).items()]


def main() -> None:
    """Fill, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=10_000)
    many = parser.parse_args().sets
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "log"
        with LogBook(folder) as log:
            sets = make_sets(many)
            filled = time_it("filled, in one go", lambda: log.save_sets(sets), 1)
        opened = time_it("log opened", lambda: LogBook(folder).close())
        with LogBook(folder) as log:
            bare, timings = measure(log)
            saved = time_it("one more set saved", lambda: log.save_set(sets[0]))
            backed_up = time_it("daily backup", lambda: write_backup(folder, 1, datetime.now(UTC)), 3)
        megabytes = (folder / "log.sqlite").stat().st_size / 1e6
    print(
        f"{many} sets, {megabytes:.0f} MB; median of {RUNS}; the bare scan takes {bare.milliseconds:.1f} ms\n"
    )
    for timing in [*timings, opened, saved, backed_up, filled]:
        ratio = timing.milliseconds / bare.milliseconds
        print(f"{timing.name:<38}{timing.milliseconds:>9.1f} ms {ratio:>8.1f} x {timing.values:>7} values")
    total_ms = sum(timing.milliseconds for timing in timings)
    print(f"{'all that a page asks':<38}{total_ms:>9.1f} ms {total_ms / bare.milliseconds:>8.1f} x")


if __name__ == "__main__":
    main()
