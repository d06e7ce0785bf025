"""``reps.csv`` and ``faults.csv``: one row a repetition, one row a fault; columns carry units."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from formcheck.report.fields import lay_out_rep
from formcheck.report.set_report import JudgedRep, SetReport

REP_COLUMNS = (
    "rep", "kind", "side", "start_s", "turn_s", "end_s",
    "eccentric_s", "pause_stretched_s", "concentric_s", "pause_contracted_s", "tempo",
    "range", "range_unit", "mean_concentric_speed", "score", "coverage", "faults", "not_judged",
    "momentum_index", "changed", "dismissed",
)  # fmt: skip
FAULT_COLUMNS = (
    "rep", "rule", "severity", "value", "unit", "threshold", "start_s", "end_s", "cue", "confidence", "at_s",
)  # fmt: skip


def write_reps_csv(report: SetReport, path: Path) -> None:
    """Write one row a repetition; an empty cell is "not judged", never zero."""
    _write(path, REP_COLUMNS, map(lay_out_rep_row, report.reps))


def write_faults_csv(report: SetReport, path: Path) -> None:
    """Write one row a fault found."""
    reps = (lay_out_rep(judged) for judged in report.reps)
    _write(path, FAULT_COLUMNS, ({"rep": rep["index"], **fault} for rep in reps for fault in rep["faults"]))


def lay_out_rep_row(judged: JudgedRep) -> dict[str, Any]:
    """One repetition under the names of ``REP_COLUMNS``, JSON values; None: not judged."""
    rep = lay_out_rep(judged)
    row = {
        **rep,
        **rep["tempo"],
        "rep": rep["index"],
        "tempo": rep["tempo_text"],
        "faults": "; ".join(
            f"{fault['rule']} (watch)" if fault["severity"] == 1 else fault["rule"] for fault in rep["faults"]
        ),
        "not_judged": "; ".join(f"{n['rule']}: {n['reason']}" for n in rep["not_judged"]),
        "momentum_index": rep["momentum"]["index"] if rep["momentum"] else None,
        "changed": "yes" if rep["changed"] else "no",
        "dismissed": "; ".join(fault["rule"] for fault in rep["dismissed"]),
    }
    return {name: row[name] for name in REP_COLUMNS}


def _write(path: Path, columns: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    # The byte-order mark makes spreadsheets read the "≈" and "°" rightly.
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
