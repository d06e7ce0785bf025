"""Sets of Strong and Hevy in the log: nothing lost, nothing twice."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from formcheck.errors import InputError
from formcheck.history.entries import LoggedSet, SetEdit
from formcheck.history.exchange.exporting import export_log
from formcheck.history.exchange.importing import ImportResult, import_file
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, count_sets, list_sessions, list_sets
from tests.unit.history.set_factory import NOON, make_set, type_in

BERLIN = ZoneInfo("Europe/Berlin")
STRONG = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE
2026-03-02 18:02:11,Pull Day,1h 5m,Deadlift (Barbell),W,60,5,0,0,
2026-03-02 18:02:11,Pull Day,1h 5m,Deadlift (Barbell),1,100,5,0,0,8
2026-03-02 18:02:11,Pull Day,1h 5m,Deadlift (Barbell),Rest Timer,0,0,0,120,
2026-03-02 18:02:11,Pull Day,1h 5m,Deadlift (Barbell),2,100,5,0,0,8.5
2026-03-02 18:02:11,Pull Day,1h 5m,Deadlift (Barbell),F,100,3,0,0,10
2026-03-02 18:02:11,Pull Day,1h 5m,Plank,1,0,0,0,60,
2026-03-04 07:15:00,Run,30m,Running,1,,,5.2,1800,
"""
HEVY = """title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,\
weight_kg,reps,distance_km,duration_seconds,rpe
Upper,"22 Dec 2025, 08:00","22 Dec 2025, 09:05",felt strong,Bent Over Row (Barbell),,slow,0,warmup,40,12,,,
Upper,"22 Dec 2025, 08:00","22 Dec 2025, 09:05",felt strong,Bent Over Row (Barbell),,slow,1,normal,60,8,,,8
Upper,"22 Dec 2025, 08:00","22 Dec 2025, 09:05",felt strong,Bent Over Row (Barbell),1,,2,dropset,50,8,,,
Upper,"22 Dec 2025, 08:00","22 Dec 2025, 09:05",felt strong,"Press, Overhead",,,0,failure,,8,,,
"""


def bring_in(log: LogBook, path: Path, movements, athlete: str = "Ann", **options) -> ImportResult:
    return import_file(log, path, athlete, movements, BERLIN, **options)


def read_all(log: LogBook) -> list[LoggedSet]:
    return list_sets(log, SetFilter(), -1)[::-1]


def test_strong(log: LogBook, write, movements) -> None:
    result = bring_in(log, write(STRONG), movements)
    assert (result.app, result.new, result.known, result.problems) == ("Strong", 6, 0, ())
    assert result.ours == {"Deadlift (Barbell)": "Conventional deadlift"}
    assert result.others == ("Plank", "Running")
    assert (result.first, result.last) == (date(2026, 3, 2), date(2026, 3, 4))
    assert result.remarks == ("The file does not say the unit of its weights: kg was taken.",)
    sets = read_all(log)
    assert [(one.facts.set_type, one.facts.count, one.facts.load_kg) for one in sets[:4]] == [
        ("warmup", 5, 60.0),
        ("normal", 5, 100.0),
        ("normal", 5, 100.0),
        ("failure", 3, 100.0),
    ]
    assert [one.rpe for one in sets[1:4]] == [8.0, 8.5, 10.0]
    assert sets[0].trained_at.isoformat() == "2026-03-02T18:02:11+01:00"
    assert (sets[0].facts.workout_s, sets[0].facts.family) == (3900.0, "hinge")
    plank, run = sets[4:]
    assert (plank.facts.duration_s, plank.facts.family, plank.facts.exercise_name) == (60.0, "", "Plank")
    assert (run.facts.distance_m, run.facts.duration_s) == (5200.0, 1800.0)
    assert math.isnan(run.facts.load_kg)
    assert all(one.source == "import" and math.isnan(one.facts.score) for one in sets)
    assert [one.title for one in list_sessions(log, "Ann")] == ["Run", "Pull Day"]


def test_hevy(log: LogBook, write, movements) -> None:
    result = bring_in(log, write(HEVY), movements)
    assert (result.app, result.new, result.problems) == ("Hevy", 4, ())
    assert result.remarks == ("Which sets were a superset is not kept.",)
    sets = read_all(log)
    assert [one.facts.set_type for one in sets] == ["warmup", "normal", "drop", "failure"]
    assert [one.note for one in sets] == ["slow", "slow", "", ""]
    assert sets[1].facts.exercise_key == "barbell_row"
    assert sets[0].trained_at.isoformat() == "2025-12-22T08:00:00+01:00"
    assert sets[0].facts.workout_s == 3900.0
    (session,) = list_sessions(log, "Ann")
    assert (session.title, session.note) == ("Upper", "felt strong")


@pytest.mark.parametrize(
    "text",
    [
        # An older Strong: semicolons, units of their own.
        "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;"
        "Seconds;Notes;Workout Notes;Workout Duration\n"
        '2026-03-02 18:02:11;"Leg";"Deadlift (Barbell)";1;137,79;lbs;5;8,5;;;0;"a; b";"c";1h 5m\n',
        # A newer one: units in the header.
        "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;"
        "Distance (meters);Seconds;Notes;Workout Notes\n"
        "1;2026-03-02 18:02:11;Leg;3900;Deadlift (Barbell);1;62.5;5;8.5;;;a; b;c\n".replace("a; b", '"a; b"'),
        # Byte-order mark, capitals, another order.
        "\ufeffDATE,EXERCISE NAME,SET ORDER,WEIGHT,WEIGHT UNIT,REPS,RPE,NOTES,WORKOUT NAME,WORKOUT NOTES,"
        'DURATION\n2026-03-02 6:02:11 PM,Deadlift (Barbell),1,"62,5",kg,5.0,8.5,a; b,Leg,c,65min\n',
        # Hevy in pounds.
        "title,start_time,end_time,description,exercise_title,exercise_notes,set_type,weight_lbs,reps,rpe\n"
        'Leg,"2 Mar 2026, 18:02","2 Mar 2026, 19:07",c,Deadlift (Barbell),a; b,normal,137.79,5,8.5\n',
    ],
)
def test_every_variant_is_the_same_set(log: LogBook, write, movements, text: str) -> None:
    assert bring_in(log, write(text), movements).problems == ()
    (one,) = read_all(log)
    assert one.facts.load_kg == pytest.approx(62.5, abs=0.001)
    assert (one.facts.count, one.rpe, one.note, one.facts.workout_s) == (5, 8.5, "a; b", 3900.0)
    assert (one.trained_at.hour, one.facts.exercise_key) == (18, "conventional_deadlift")
    (session,) = list_sessions(log, "Ann")
    assert (session.title, session.note) == ("Leg", "c")


def test_wrong_rows_are_told_and_nothing_else_is_lost(log: LogBook, write, movements) -> None:
    begin = "2026-03-02 18:00:00,W,1h,Deadlift"
    rows = {
        f"{begin},1,100,5,,,": "",
        "some day,W,1h,Deadlift,1,100,5,,,": "the time is 'some day'",
        f"{begin},1,heavy,5,,,": "the weight is 'heavy'",
        f"{begin},1,100,5.5,,,": "the repetitions is '5.5'",
        f"{begin},X,100,5,,,": "the set order is 'X'",
        f"{begin},1,100,5,,,11": "RPE",
        f"{begin},1,100000,5,,,": "between 0 and 1000 kg",
        "2026-03-02 18:00:00,W,1h,,1,100,5,,,": "it names no movement",
        f"{begin},1,100": "it has 6 cells",
        f"{begin},2,100,5,,,": "",
    }
    result = bring_in(log, write(STRONG.splitlines()[0] + "\n" + "\n".join(rows) + "\n"), movements)
    wrong = [(line, why) for line, why in enumerate(rows.values(), 2) if why]
    assert [one.line for one in result.problems] == [line for line, _ in wrong]
    for problem, (_, why) in zip(result.problems, wrong, strict=True):
        assert why in problem.why
    assert result.new == 2


def test_notes_of_their_own_go_to_their_movement(log: LogBook, write, movements) -> None:
    at = "2026-03-02 18:00:00,W"
    text = (
        "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Notes\n"
        f"{at},Deadlift,Note,,,tight\n{at},Deadlift,1,100,5,easy\n{at},Deadlift,2,100,5,\n"
        f"{at},Row,1,50,5,\n{at},Row,Note,,,late\n{at},Squat,Note,,,never\n"
    )
    result = bring_in(log, write(text), movements)
    assert [one.note for one in read_all(log)] == ["tight\neasy", "", "late"]
    assert [(one.line, one.why) for one in result.problems] == [
        (7, "it is a note to a movement without a set")
    ]


class TestTwice:
    @pytest.mark.parametrize("text", [STRONG, HEVY])
    def test_the_same_file_adds_and_changes_nothing(self, log: LogBook, write, movements, text: str) -> None:
        first = bring_in(log, write(text), movements)
        before = repr(read_all(log))
        again = bring_in(log, write(text), movements)
        assert (again.new, again.known) == (0, first.new)
        assert repr(read_all(log)) == before

    def test_equal_sets_are_as_many_as_there_are(self, log: LogBook, write, movements) -> None:
        head, *rows = STRONG.splitlines()
        two = write("\n".join([head, rows[1], rows[1]]))
        assert bring_in(log, two, movements).new == 2
        three = write("\n".join([head, rows[1], rows[1], rows[1]]))
        assert bring_in(log, three, movements).new == 1
        assert count_sets(log) == 3

    def test_a_longer_file_adds_what_is_new(self, log: LogBook, write, movements) -> None:
        lines = STRONG.splitlines()
        bring_in(log, write("\n".join(lines[:3])), movements)
        assert bring_in(log, write(STRONG), movements).new == 4
        assert bring_in(log, write("\n".join([lines[0], *lines[:0:-1]])), movements).new == 0

    def test_what_was_changed_or_deleted_stays_so(self, log: LogBook, write, movements) -> None:
        bring_in(log, write(STRONG), movements)
        first, second, *_ = read_all(log)
        log.edit_set(first.set_id, SetEdit(load_kg=62.5, note="mine", count=6))
        log.delete_sets([second.set_id])
        again = bring_in(log, write(STRONG), movements)
        assert (again.new, again.in_bin) == (0, 1)
        assert log.find_set(first.set_id).facts.load_kg == 62.5
        assert log.find_set(second.set_id).deleted_at is not None

    def test_athletes_are_apart(self, log: LogBook, write, movements) -> None:
        bring_in(log, write(STRONG), movements)
        assert bring_in(log, write(STRONG), movements, "Bob").new == 6
        assert bring_in(log, write(STRONG), movements, "ANN").new == 0

    @pytest.mark.parametrize("app", ["strong", "hevy"])
    def test_an_export_of_the_log_adds_nothing_to_it(self, log, movements, tmp_path, app: str) -> None:
        log.save_set(make_set(NOON, reps=4))
        log.save_set(make_set(NOON, reps=4))
        log.save_set(type_in(NOON.replace(minute=20), reps=4, load_kg=math.nan))
        path = tmp_path / "x.csv"
        export_log(log, path, app, SetFilter("Ann"))
        result = bring_in(log, path, movements)
        assert (result.new, result.known) == (0, 3)


def test_two_workouts_of_one_session_keep_both_names(log: LogBook, write, movements) -> None:
    head = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Workout Notes\n"
    push, pull = (
        f"2026-03-02 {hour}:00:00,{name},Deadlift,1,100,5,{note}\n"
        for hour, name, note in (("18", "Push", "a"), ("19", "Pull", "b"))
    )
    bring_in(log, write(head + push + push), movements)
    bring_in(log, write(head + push + pull), movements)
    (session,) = list_sessions(log, "Ann")
    assert (session.sets, session.title, session.note) == (3, "Push + Pull", "a\nb")


@pytest.mark.parametrize(
    ("moment", "hour", "words"),
    [
        ("2026-03-29 02:30:00", 3, "put forward"),
        ("2026-10-25 02:30:00", 2, "twice"),
        ("2026-03-29 01:30:00", 1, ""),
    ],
)
def test_hours_that_clocks_skip_or_repeat_are_told(
    log: LogBook, write, movements, moment: str, hour: int, words: str
) -> None:
    text = STRONG.splitlines()[0] + f"\n{moment},W,1h,Deadlift,1,100,5,,,\n"
    result = bring_in(log, write(text), movements)
    (one,) = read_all(log)
    assert one.trained_at.hour == hour
    assert words in " ".join(result.remarks)
    assert ("Line 2:" in " ".join(result.remarks)) == bool(words)
    assert bring_in(log, write(text), movements).new == 0


def test_pounds_may_be_told(log: LogBook, write, movements) -> None:
    result = bring_in(log, write(STRONG), movements, weight_unit="lb")
    assert "lb was taken" in result.remarks[0]
    assert read_all(log)[1].facts.load_kg == 45.359


def test_other_files_are_refused(log: LogBook, write, movements) -> None:
    with pytest.raises(InputError, match=r"no file of Strong or Hevy: expected .* it has a, b"):
        bring_in(log, write("a,b\n1,2\n"), movements)
    assert count_sets(log) == 0


def test_a_thousand_rows_of_ten_years(log: LogBook, write, movements) -> None:
    rows = [
        f"{2016 + n // 100}-0{1 + n % 9}-1{n % 7} 18:00:00,W,1h,Deadlift,1,{n % 90},5,,," for n in range(1000)
    ]
    path = write("\n".join([STRONG.splitlines()[0], *rows]))
    assert bring_in(log, path, movements).new == 1000
    assert bring_in(log, path, movements).known == 1000
