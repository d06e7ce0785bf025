"""Out of the log and in again: the identical log, but for what the files cannot hold, which is said."""

from __future__ import annotations

import csv
import math
import re
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.history.exchange.exporting import export_log
from formcheck.history.exchange.importing import import_file
from formcheck.history.exchange.log_report import write_sets_html
from formcheck.history.exchange.tables import COLUMNS, write_sets_csv
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, list_sessions, list_sets
from formcheck.report.training_log import WorkoutRow, write_hevy_rows, write_strong_rows
from tests.unit.history.conftest import MEMORY
from tests.unit.history.set_factory import NOON, make_set, type_in

BERLIN = ZoneInfo("Europe/Berlin")
WRITE = {"strong": write_strong_rows, "hevy": write_hevy_rows}
_TEXTS = st.text(
    st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12
) | st.sampled_from(
    [
        'a "b", c;',
        "line\nline",
        "a\rb",
        "\r",
        "=1+1",
        "62,5",
        "formcheck",
        "A + B",
        "≈3 s",
        "\ufeffx",
        "a\u2028b",
    ]
)
_NAMES = st.sampled_from(
    ["Deadlift (Barbell)", "Plank", "plank", "Bird Dog", 'Press, "Overhead"', "Ruderzug; 2"]
)
_MOMENTS = st.datetimes(datetime(2026, 3, 27), datetime(2026, 3, 31)) | st.datetimes(
    datetime(2026, 10, 24), datetime(2026, 10, 26)
)


def _amounts(most: float) -> st.SearchStrategy[float]:
    return st.just(math.nan) | st.floats(0.0, most).map(lambda value: round(value, 3))


def _positive(most: float) -> st.SearchStrategy[float]:
    return st.just(math.nan) | st.floats(0.001, most).map(lambda value: max(round(value, 3), 0.001))


@st.composite
def draw_rows(draw, is_hevy: bool) -> list[WorkoutRow]:
    """Rows of a few workouts, as the app would write them."""
    rows = []
    for begin in draw(st.lists(_MOMENTS, max_size=3)):
        workout = {
            "began_at": begin.replace(microsecond=0, **({"second": 0} if is_hevy else {})),
            "workout": draw(_TEXTS),
            "workout_note": draw(_TEXTS),
            "workout_s": draw(st.just(math.nan) | st.integers(1, 300).map(lambda minutes: 60.0 * minutes)),
        }
        rows += [
            WorkoutRow(
                **workout,
                exercise=draw(_NAMES),
                count=draw(st.integers(0, 30)),
                note=draw(_TEXTS),
                set_type=draw(st.sampled_from(["normal", "warmup", "drop", "failure"])),
                load_kg=draw(_amounts(1000.0)),
                distance_m=draw(_positive(42_195.0)),
                duration_s=draw(_positive(4000.0)),
                rpe=draw(st.just(math.nan) | st.sampled_from([1.0, 6.5, 10.0])),
            )
            for _ in range(draw(st.integers(1, 4)))
        ]
    return rows


def tell(log: LogBook) -> list[Any]:
    """Everything about the sets of a log and their sessions but numbers of rows and when they were saved."""
    sets = list_sets(log, SetFilter(), -1)[::-1]
    sessions = {one.session_id: (one.title, one.note, one.sets) for one in list_sessions(log, None)}
    left_out = ("set_id", "session_id", "saved_at")
    return [
        (
            *(repr(getattr(one, name)) for name in one.__slots__ if name not in left_out),
            sessions[one.session_id or 0],
        )
        for one in sets
    ]


@pytest.mark.parametrize("app", WRITE)
@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_an_export_gives_the_identical_log(movements, app: str, data) -> None:
    rows = data.draw(draw_rows(app == "hevy"))
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        first, second = Path(folder) / "first.csv", Path(folder) / "second.csv"
        WRITE[app](rows, first)
        with LogBook(Path(folder) / "a") as log:
            result = import_file(log, first, "Ann", movements, BERLIN)
            assert result.problems == ()
            assert result.new == len(rows)
            before = tell(log)
            exported = export_log(log, second, app, SetFilter("Ann"))
            assert exported.sets == len(rows)
            assert import_file(log, second, "Ann", movements, BERLIN).new == 0
        with LogBook(Path(folder) / "b") as log:
            import_file(log, second, "Ann", movements, BERLIN)
            assert tell(log) == before


@pytest.fixture
def filmed(log: LogBook) -> LogBook:
    """Three sets of one session, two of them filmed, and one of another day, typed."""
    log.save_set(make_set(NOON, reps=4, partial_count=1, rpe=8.0, note="first"))
    log.save_set(make_set(NOON + timedelta(minutes=5), reps=4, load_kg=math.nan))
    log.save_set(type_in(NOON + timedelta(minutes=9), reps=6, note="typed"))
    log.save_set(type_in(NOON + timedelta(days=1), reps=3, athlete="Bob"))
    return log


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("app", WRITE)
def test_what_is_lost_is_said(filmed: LogBook, movements, tmp_path: Path, app: str) -> None:
    path = tmp_path / "x.csv"
    losses = " ".join(export_log(filmed, path, app, SetFilter("Ann")).losses)
    for words in ("Whose sets", "without a zone", "When within a workout", "What formcheck saw", "Partial",
                  "come back as imported"):  # fmt: skip
        assert words in losses
    assert "seconds" not in losses
    with LogBook(tmp_path / "other") as log:
        import_file(log, path, "Ann", movements, ZoneInfo("Etc/GMT-1"))
        sets = list_sets(log, SetFilter(), -1)[::-1]
        assert [(one.facts.count, one.note) for one in sets] == [(4, "first"), (4, ""), (6, "typed")]
        assert [repr(one.facts.load_kg) for one in sets] == ["60.0", "nan", "60.0"]
        assert {one.trained_at for one in sets} == {NOON}
        assert {one.facts.workout_s for one in sets} == {540.0}
        assert len(list_sessions(log, "Ann")) == 1


def test_hevy_has_no_seconds(log: LogBook, tmp_path: Path) -> None:
    log.save_set(type_in(NOON.replace(second=5)))
    assert "no seconds" in " ".join(export_log(log, tmp_path / "x.csv", "hevy", SetFilter("Ann")).losses)
    assert "no seconds" not in " ".join(
        export_log(log, tmp_path / "x.csv", "strong", SetFilter("Ann")).losses
    )


def test_sets_are_numbered_as_the_apps_do(tmp_path: Path) -> None:
    kinds = ("warmup", "normal", "drop", "normal", "failure")
    rows = [WorkoutRow(datetime(2026, 3, 2), "Row", 8, set_type=kind) for kind in kinds]
    rows.append(WorkoutRow(datetime(2026, 3, 2), "Squat", 8))
    write_strong_rows(rows, tmp_path / "s.csv")
    assert [row["Set Order"] for row in read_rows(tmp_path / "s.csv")] == ["W", "1", "D", "2", "F", "1"]
    write_hevy_rows(rows, tmp_path / "h.csv")
    assert [row["set_index"] for row in read_rows(tmp_path / "h.csv")] == ["0", "1", "2", "3", "4", "0"]


class TestTables:
    def test_csv_has_a_row_for_every_set(self, filmed: LogBook, tmp_path: Path) -> None:
        assert write_sets_csv(filmed, tmp_path / "t.csv", SetFilter()) == 4
        rows = read_rows(tmp_path / "t.csv")
        assert tuple(rows[0]) == COLUMNS
        assert [row["reps"] for row in rows] == ["4", "4", "6", "3"]
        assert (rows[0]["score"], rows[0]["clean"], rows[0]["load_kg"]) == ("80", "0", "60")
        assert (rows[2]["score"], rows[2]["clean"]) == ("", "")  # nobody looked
        assert (rows[0]["date"], rows[0]["time"], rows[0]["utc_offset"]) == (
            "2026-03-02",
            "12:00:00",
            "+0100",
        )

    def test_a_span_of_days(self, filmed: LogBook, tmp_path: Path) -> None:
        day = NOON.date() + timedelta(days=1)
        assert write_sets_csv(filmed, tmp_path / "t.csv", SetFilter(first_day=day, last_day=day)) == 1

    def test_html_opens_offline_and_tells_what_was_not_judged(self, filmed: LogBook, tmp_path: Path) -> None:
        filmed.save_set(type_in(NOON + timedelta(minutes=12), note="<script>alert(1)</script>"))
        assert write_sets_html(filmed, tmp_path / "t.html", SetFilter("Ann")) == 4
        text = (tmp_path / "t.html").read_text(encoding="utf-8")
        assert "1 sessions" not in text
        assert "1 day, 1 session, 4 sets, 19 reps; 2 sets were not judged" in text
        assert "<script>" not in text
        assert "&lt;script&gt;" in text
        assert text.count("not judged</td>") >= 4
        assert "nan" not in text
        assert "default-src 'none'" in text

    def test_html_says_what_the_days_come_to(self, log: LogBook, tmp_path: Path) -> None:
        late = NOON + timedelta(days=7)
        log.save_sets([make_set(load_kg=45.359237), make_set(late, load_kg=90.718474), type_in(late)])
        write_sets_html(log, tmp_path / "t.html", SetFilter("Ann"), "lb")
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", (tmp_path / "t.html").read_text(encoding="utf-8")))
        assert "Barbell row 3 11 200 lb 1,561 lb 80 2 2026-03-02 2026-03-09" in text
        assert "2026-03-09 Row 1 2 1 8 1,261 lb 2026-03-02 Row 1 1 1 3 300 lb" in text
        assert "Torso swing 2 sets – –" in text
        assert " kg" not in text

    def test_an_empty_span_is_a_page_too(self, log: LogBook, tmp_path: Path) -> None:
        assert write_sets_html(log, tmp_path / "t.html", SetFilter()) == 0
        assert "no sets" in (tmp_path / "t.html").read_text(encoding="utf-8")
