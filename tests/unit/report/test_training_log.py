"""Rows for training logs."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from formcheck.report.training_log import write_hevy_csv, write_strong_csv
from tests.unit.report.report_factory import make_report

MADE_AT = datetime(2025, 12, 22, 8, 0, 5)


def read(write, kind: str, folder: Path) -> dict[str, str]:
    write(make_report(kind), MADE_AT, folder / "log.csv")
    with (folder / "log.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return row


def test_strong_has_its_columns(tmp_path: Path) -> None:
    row = read(write_strong_csv, "short", tmp_path)
    wanted = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds"
    assert ",".join(row).startswith(wanted)
    assert datetime.strptime(row["Date"], "%Y-%m-%d %H:%M:%S") == MADE_AT
    assert (row["Exercise Name"], row["Set Order"], row["RPE"]) == ("Romanian deadlift", "1", "")
    assert (float(row["Weight"]), int(row["Reps"])) == (60.0, 3)
    assert row["Duration"] == "1m"
    assert row["Notes"].startswith("Your range was short on rep 3.")


def test_hevy_has_its_columns(tmp_path: Path) -> None:
    row = read(write_hevy_csv, "short", tmp_path)
    assert ",".join(row) == (
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,"
        "weight_kg,reps,distance_km,duration_seconds,rpe"
    )
    assert row["start_time"] == "22 Dec 2025, 08:00"
    assert (row["set_index"], row["set_type"]) == ("0", "normal")
    assert (float(row["weight_kg"]), int(row["reps"]), row["rpe"]) == (60.0, 3, "")
    assert "set score" in row["exercise_notes"]


@pytest.mark.parametrize("kind", ["nobody", "empty", "oblique"])
def test_a_set_without_much_to_tell_is_a_row_too(kind: str, tmp_path: Path) -> None:
    for write in (write_strong_csv, write_hevy_csv):
        assert "nan" not in " ".join(read(write, kind, tmp_path).values())
