"""``signals.csv`` and ``signals.parquet``: what was measured in every frame; columns carry units."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from formcheck.motion.catalogue import SIGNALS
from formcheck.report.set_report import SCHEMA, SetReport

DIGITS = 4
_OTHER_UNITS = {"shoulder_width": "torso"}
"""Of what is recorded besides the catalogue; the rest is named with its unit, or has none."""


def name_column(signal: str) -> str:
    """Name of a signal with its unit: "hip_flexion_deg"; ratios and those that are 0 or 1 have none."""
    unit = SIGNALS[signal].unit if signal in SIGNALS else _OTHER_UNITS.get(signal, "ratio")
    return signal if unit == "ratio" else f"{signal}_{unit}"


def find_reps(report: SetReport, t_s: NDArray) -> tuple[NDArray[np.int64], list[str]]:
    """To which repetition and phase every frame belongs.

    Returns
    -------
    reps : ndarray, shape (N,)
        Indices; 0: to none that counts.
    phases : list of str
        "eccentric" and so on; empty: none that was timed.
    """
    reps, phases = np.zeros(len(t_s), np.int64), np.full(len(t_s), "", dtype=object)
    for judged in report.reps:
        rep = judged.rep
        reps[(t_s >= rep.start_s) & (t_s < rep.end_s)] = rep.index or 0
        for span in rep.phases:
            phases[(t_s >= span.start_s) & (t_s < span.end_s)] = span.phase.value
    return reps, phases.tolist()


def write_signals_csv(report: SetReport, path: Path) -> None:
    """Write one row a frame; an empty cell is "not seen", never zero."""
    t_s = report.signals["t_s"]
    reps, phases = find_reps(report, t_s)
    names = [name for name in report.signals if name != "t_s"]
    columns = [np.round(report.signals[name], DIGITS).tolist() for name in names]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["t_s", "rep", "phase", *map(name_column, names)])
        for at_s, rep, phase, *values in zip(t_s.tolist(), reps.tolist(), phases, *columns, strict=True):
            cells = ["" if value != value else value for value in values]
            writer.writerow([round(at_s, DIGITS), rep or "", phase, *cells])


def write_signals_parquet(report: SetReport, path: Path) -> None:
    """Write the same table for data frames; null is "not seen"."""
    import pyarrow
    from pyarrow import parquet

    t_s = report.signals["t_s"]
    reps, phases = find_reps(report, t_s)
    columns: dict[str, Any] = {
        "t_s": pyarrow.array(t_s),
        "rep": pyarrow.array(reps, mask=reps == 0),
        "phase": pyarrow.array([phase or None for phase in phases], pyarrow.string()),
    }
    for name, values in report.signals.items():
        if name != "t_s":
            columns[name_column(name)] = pyarrow.array(values, from_pandas=True)  # NaN becomes null
    about = {"schema": SCHEMA, "exercise": report.exercise.key, "source": str(report.source.get("name", ""))}
    parquet.write_table(pyarrow.table(columns).replace_schema_metadata(about), path)
