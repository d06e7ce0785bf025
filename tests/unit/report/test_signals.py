"""``signals.csv`` and ``signals.parquet``, read by others."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from pyarrow import parquet

from formcheck.report.signals import name_column, write_signals_csv, write_signals_parquet
from tests.unit.report.report_factory import make_report

KINDS = ("full", "partial", "gap", "nobody", "swung_row")


def read_csv(kind: str, folder: Path) -> list[dict[str, str]]:
    path = folder / "signals.csv"
    write_signals_csv(make_report(kind), path)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_carry_units() -> None:
    names = ("hip_flexion", "torso_length", "left_reach", "yaw_deg", "found", "shoulder_width", "knee_spread")
    assert [name_column(name) for name in names] == [
        "hip_flexion_deg", "torso_length_px", "left_reach_torso", "yaw_deg", "found", "shoulder_width_torso",
        "knee_spread",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_and_every_signal_is_there(kind: str, tmp_path: Path) -> None:
    report = make_report(kind)
    rows = read_csv(kind, tmp_path)
    assert len(rows) == len(report.signals["t_s"])
    for name, values in report.signals.items():
        column = "t_s" if name == "t_s" else name_column(name)
        read = np.array([float(row[column]) if row[column] else math.nan for row in rows])
        np.testing.assert_allclose(read, values, atol=1e-4)


@pytest.mark.parametrize("kind", KINDS)
def test_the_data_frame_holds_the_same(kind: str, tmp_path: Path) -> None:
    report = make_report(kind)
    write_signals_parquet(report, tmp_path / "signals.parquet")
    frame = pd.read_parquet(tmp_path / "signals.parquet")
    rows = read_csv(kind, tmp_path)
    assert list(frame.columns) == list(rows[0])
    for name, values in report.signals.items():
        np.testing.assert_array_equal(frame["t_s" if name == "t_s" else name_column(name)], values)
    assert [row["rep"] for row in rows] == ["" if math.isnan(n) else str(int(n)) for n in frame["rep"]]


def test_what_was_not_seen_is_null_and_never_zero(tmp_path: Path) -> None:
    write_signals_parquet(make_report("nobody"), tmp_path / "signals.parquet")
    table = parquet.read_table(tmp_path / "signals.parquet")
    assert table["hip_flexion_deg"].null_count == table.num_rows
    assert table["rep"].null_count == table.num_rows
    assert table.schema.metadata[b"exercise"] == b"romanian_deadlift"
    assert {row["hip_flexion_deg"] for row in read_csv("nobody", tmp_path)} == {""}


def test_frames_know_their_repetition_and_phase(tmp_path: Path) -> None:
    report = make_report("partial")
    rows = read_csv("partial", tmp_path)
    for judged in report.reps:
        inside = [row for row in rows if judged.rep.start_s <= float(row["t_s"]) < judged.rep.end_s - 1e-4]
        assert {row["rep"] for row in inside[1:]} == {str(judged.rep.index or "")}
    lowering = report.reps[0].rep.phases[0]
    middle_s = (lowering.start_s + lowering.end_s) / 2
    assert min(rows, key=lambda row: abs(float(row["t_s"]) - middle_s))["phase"] == "eccentric"
