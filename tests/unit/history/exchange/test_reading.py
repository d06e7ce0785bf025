"""Tables, numbers, moments and names as other programs write them."""

from __future__ import annotations

import math
import os
import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from formcheck.errors import InputError
from formcheck.history.exchange.local_time import MachineZone, Reading, find_zone, place
from formcheck.history.exchange.movements import MovementIndex
from formcheck.history.exchange.records import MOST_LINES, read_table
from formcheck.history.exchange.values import (
    KILOGRAMS,
    METRES,
    read_amount_in,
    read_count,
    read_duration_s,
    read_moment,
    read_number,
)

BERLIN = ZoneInfo("Europe/Berlin")


class TestTables:
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
    def test_any_separator_and_encoding(self, write, separator: str, encoding: str) -> None:
        text = "\r\n".join(separator.join(row) for row in [("A", "b c"), ("ü", '"x ""y"""'), ("", "2")])
        table = read_table(write(text, encoding=encoding))
        assert table.columns == ("a", "b c")
        assert [(one.line, dict(one.cells)) for one in table.records] == [
            (2, {"a": "ü", "b c": 'x "y"'}),
            (3, {"a": "", "b c": "2"}),
        ]
        assert table.problems == ()

    def test_a_cell_may_hold_lines_and_separators(self, write) -> None:
        table = read_table(write('a,b\n1,"x,\n\ny"\n2,z\u2028w\n'))
        assert [(one.line, one.cells["b"]) for one in table.records] == [(2, "x,\n\ny"), (5, "z\u2028w")]

    def test_an_open_quotation_mark_costs_its_own_line_only(self, write) -> None:
        table = read_table(write('a,b\n1,"open\n2,x\n3,"y\n4"\n5,z\n'))
        assert [one.line for one in table.problems] == [2]
        assert [one.cells["a"] for one in table.records] == ["2", "3", "5"]

    def test_a_mark_within_a_cell_is_one(self, write) -> None:
        table = read_table(write('a,b\n1,5" bar\n2,x\n'))
        assert [one.cells["b"] for one in table.records] == ['5" bar', "x"]

    def test_one_that_is_never_closed_does_not_swallow_the_file(self, write) -> None:
        rows = "".join(f"{n},x\n" for n in range(MOST_LINES + 50))
        table = read_table(write(f'a,b\n0,"open\n{rows}'))
        assert len(table.records) == MOST_LINES + 50
        assert [(one.line, one.why) for one in table.problems] == [(2, "its quotation marks do not fit")]

    @pytest.mark.parametrize(("row", "cells"), [("1", 1), ("1,2,3", 3)])
    def test_too_few_or_too_many_cells(self, write, row: str, cells: int) -> None:
        table = read_table(write(f"a,b\n{row}\n\n1,2\n1,2,,\n"))
        assert [(one.line, one.why) for one in table.problems] == [
            (2, f"it has {cells} cell{'' if cells == 1 else 's'}, expected 2")
        ]
        assert [one.line for one in table.records] == [4, 5]

    def test_what_a_spreadsheet_writes_before_it(self, write) -> None:
        assert read_table(write("sep=;\n\na;b\n1;2\n")).columns == ("a", "b")

    @pytest.mark.parametrize("text", ["", "\n\n"])
    def test_nothing_in_it(self, write, text: str) -> None:
        with pytest.raises(InputError, match="is empty"):
            read_table(write(text))

    def test_not_there(self, tmp_path) -> None:
        with pytest.raises(InputError, match="it is not there"):
            read_table(tmp_path / "x.csv")

    def test_no_text_at_all_is_a_table_of_problems(self, write) -> None:
        assert read_table(write("\0\1,\2\n\0,\n")).columns != ()


class TestValues:
    @pytest.mark.parametrize(
        ("text", "number"),
        [("62.5", 62.5), ("62,5", 62.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5), (" 8 ", 8.0), ("-2", -2.0),
         ("1e2", 100.0), ("1\u202f000", 1000.0)],
    )  # fmt: skip
    def test_numbers(self, text: str, number: float) -> None:
        assert read_number(text, "it") == number

    @pytest.mark.parametrize("text", ["x", "1.2.3", "--1", "nan", "inf", "1e999", ".", "٣x"])
    def test_what_is_none(self, text: str) -> None:
        with pytest.raises(ValueError, match="expected a number"):
            read_number(text, "it")

    def test_empty_is_not_known(self) -> None:
        assert math.isnan(read_number("", "it"))
        assert read_count("", "it") == 0
        assert math.isnan(read_amount_in("", "kg", KILOGRAMS, "it"))
        assert math.isnan(read_duration_s(""))

    @pytest.mark.parametrize("text", ["8.5", "-1"])
    def test_counts_are_whole(self, text: str) -> None:
        assert read_count("8.0", "it") == 8
        with pytest.raises(ValueError, match="whole number"):
            read_count(text, "the repetitions")

    def test_units_are_exact(self) -> None:
        assert read_amount_in("100", "lbs", KILOGRAMS, "it") == 45.359
        assert read_amount_in("62,5", "KG", KILOGRAMS, "it") == 62.5
        assert read_amount_in("1", "mi", METRES, "it") == 1609.344
        with pytest.raises(ValueError, match="is in 'stone', expected one of kg"):
            read_amount_in("1", "stone", KILOGRAMS, "the weight")

    @pytest.mark.parametrize(
        ("text", "seconds"),
        [("1h 5m", 3900), ("45m", 2700), ("1h", 3600), ("65min", 3900), ("1h 4min", 3840), ("1:05:00", 3900),
         ("45:10", 2710), ("3900", 3900), ("3900s", 3900), ("45m 10s", 2710), ("1H5M", 3900), ("0m", 0)],
    )  # fmt: skip
    def test_lengths_of_time(self, text: str, seconds: float) -> None:
        if text == "45:10":
            seconds = 45 * 3600 + 10 * 60  # hours and minutes
        assert read_duration_s(text) == seconds

    @pytest.mark.parametrize("text", ["soon", "5 parsecs", "1h x"])
    def test_no_length_of_time(self, text: str) -> None:
        with pytest.raises(ValueError, match="the duration"):
            read_duration_s(text)

    @pytest.mark.parametrize(
        ("text", "moment"),
        [
            ("2024-03-04 18:02:11", datetime(2024, 3, 4, 18, 2, 11)),
            ("2024-03-04 18:02", datetime(2024, 3, 4, 18, 2)),
            ("2024-03-04T18:02:11", datetime(2024, 3, 4, 18, 2, 11)),
            ("2024-3-4 8:02:11 PM", datetime(2024, 3, 4, 20, 2, 11)),
            ("2024-03-04 12:02:11\u202fAM", datetime(2024, 3, 4, 0, 2, 11)),
            ("22 Dec 2025, 08:00", datetime(2025, 12, 22, 8, 0)),
            ("8 Sept 2026, 07:05", datetime(2026, 9, 8, 7, 5)),
            ("Dec 22, 2025, 8:00 pm", datetime(2025, 12, 22, 20, 0)),
            ("2024-03-04T18:02:11Z", datetime(2024, 3, 4, 18, 2, 11, tzinfo=UTC)),
        ],
    )
    def test_moments(self, text: str, moment: datetime) -> None:
        assert read_moment(text) == moment

    @pytest.mark.parametrize(
        "text", ["", "yesterday", "22 Dez? 2025", "31 Feb 2025, 08:00", "2024-03-04 25:00",
                 "2024-03-04 13:00 pm", "0001-01-01 00:00", "9999-12-31 23:59"],
    )  # fmt: skip
    def test_no_moments(self, text: str) -> None:
        with pytest.raises(ValueError, match="the time"):
            read_moment(text)


class TestLocalTime:
    @pytest.mark.parametrize(
        ("moment", "hours", "reading"),
        [
            (datetime(2026, 3, 2, 12), 1, Reading.PLAIN),
            (datetime(2026, 7, 2, 12), 2, Reading.PLAIN),
            (datetime(2026, 3, 29, 1, 59), 1, Reading.PLAIN),
            (datetime(2026, 3, 29, 2, 0), 2, Reading.SKIPPED),
            (datetime(2026, 3, 29, 2, 59), 2, Reading.SKIPPED),
            (datetime(2026, 3, 29, 3, 0), 2, Reading.PLAIN),
            (datetime(2026, 10, 25, 1, 59), 2, Reading.PLAIN),
            (datetime(2026, 10, 25, 2, 0), 2, Reading.TWICE),
            (datetime(2026, 10, 25, 2, 59), 2, Reading.TWICE),
            (datetime(2026, 10, 25, 3, 0), 1, Reading.PLAIN),
        ],
    )
    def test_the_clocks_of_a_zone(self, moment: datetime, hours: int, reading: Reading) -> None:
        placed, found = place(moment, BERLIN)
        assert found is reading
        assert placed.utcoffset() == timedelta(hours=hours)
        assert (placed.replace(tzinfo=None) == moment) == (reading is not Reading.SKIPPED)

    def test_what_was_skipped_is_read_as_if_the_clocks_had_not_been_put_forward(self) -> None:
        placed, _ = place(datetime(2026, 3, 29, 2, 30), BERLIN)
        assert placed.astimezone(UTC) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
        assert (placed.hour, placed.minute) == (3, 30)

    def test_an_offset_is_kept_as_an_instant(self) -> None:
        at = datetime(2026, 3, 2, 12, tzinfo=UTC)
        assert place(at, BERLIN) == (at, Reading.PLAIN)
        assert place(at, BERLIN)[0].hour == 13

    def test_an_unknown_zone(self) -> None:
        for name in ("Berlin", "../etc/passwd"):
            with pytest.raises(InputError, match=r"--zone .* is not known"):
                find_zone(name)

    @pytest.mark.skipif(not hasattr(time, "tzset"), reason="This system's zone cannot be changed.")
    def test_the_zone_of_this_machine_is_one_with_rules(self, monkeypatch) -> None:
        monkeypatch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        try:
            zone = find_zone("")
            assert isinstance(zone, MachineZone)
            for moment in (datetime(2026, 3, 29, 2, 30), datetime(2026, 10, 25, 2, 30), datetime(2026, 7, 1)):
                assert place(moment, zone) == place(moment, BERLIN)
            for hours in range(48):
                at = datetime(2026, 10, 24, 12, tzinfo=UTC) + timedelta(hours=hours)
                assert at.astimezone(zone).replace(tzinfo=None) == at.astimezone(BERLIN).replace(tzinfo=None)
                assert at.astimezone(zone).astimezone(UTC) == at
        finally:
            monkeypatch.undo()
            os.environ.setdefault("TZ", "")
            del os.environ["TZ"]
            time.tzset()


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Deadlift (Barbell)", "conventional_deadlift"),
        ("Romanian Deadlift (Barbell)", "romanian_deadlift"),
        ("Romanian Deadlift (Dumbbell)", "romanian_deadlift"),
        ("Sumo Deadlift (Barbell)", "sumo_deadlift"),
        ("Bent Over Row (Barbell)", "barbell_row"),
        ("Bent Over Row (Dumbbell)", "dumbbell_row"),
        ("Pendlay Row (Barbell)", "pendlay_row"),
        ("Seated Cable Row", "seated_row"),
        ("Seated Row (Cable)", "seated_row"),
        ("T Bar Row", "t_bar_row"),
        ("Inverted Row (Bodyweight)", "suspension_row"),
        ("Good Morning (Barbell)", "good_morning"),
        ("Single Arm Row", "one_arm_row"),
        ("Single Leg RDL", "single_leg_romanian_deadlift"),
        ("bird_dog", "bird_dog"),
        ("Bird Dog", "bird_dog"),
        ("Kettlebell Deadlift", "kettlebell_deadlift"),
        ("Upright Row (Barbell)", "upright_row"),
    ],
)
def test_our_movements_are_known_by_their_names(movements, title: str, key: str) -> None:
    assert MovementIndex(movements).find(title).key == key


@pytest.mark.parametrize(
    "title", ["Bench Press (Barbell)", "Deadlift (Machine)", "Row", "Ruderzug", "(Barbell)"]
)
def test_others_keep_their_own(movements, title: str) -> None:
    found = MovementIndex(movements).find(title)
    assert (found.name, found.family) == (title, "")
    assert found.key == MovementIndex(movements).find(f" {title.upper()} ").key
    assert found.key.startswith("other:")
