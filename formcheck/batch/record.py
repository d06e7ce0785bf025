"""What is remembered of a clip that was dealt with: one small JSON file beside its report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from formcheck import __version__
from formcheck.batch.clips import ClipFile
from formcheck.report.csv import lay_out_rep_row
from formcheck.report.fields import lay_out_report
from formcheck.report.set_report import SetReport
from formcheck.workshop import open_draft

SCHEMA = "formcheck.batch/1"
RECORD_FILE = "batch.json"


@dataclass(frozen=True, slots=True)
class Record:
    """A clip that has its report, or that cannot be checked.

    Attributes
    ----------
    clip : str
        Its name, see `formcheck.batch.clips.ClipFile`.
    size_bytes, modified_ns : int
        Of the file when it was read: while they stay, its bytes are taken to be the same.
    sha256 : str
        Of the file.
    asked : mapping
        See `formcheck.batch.asked.describe_asked`.
    problem : str
        Why it cannot be checked, one sentence; empty: it has its report.
    took_s, cpu_s : float
        From start to report, by the clock and of the processor.
    row : mapping of str to value
        Its row of the summary, as far as the report says; None: not judged.
    reps : tuple of mapping
        Rows of its repetitions.
    """

    clip: str
    size_bytes: int
    modified_ns: int
    sha256: str
    asked: Mapping[str, Any]
    problem: str = ""
    took_s: float = 0.0
    cpu_s: float = 0.0
    row: Mapping[str, Any] = field(default_factory=dict)
    reps: tuple[Mapping[str, Any], ...] = ()


def write_record(record: Record, path: Path) -> None:
    """Write a record in one step; its folder exists."""
    # Plain ASCII: whatever a file is called, its record can be written.
    text = json.dumps({"schema": SCHEMA, **asdict(record)}, indent=1, allow_nan=False)
    with open_draft(path) as draft:
        draft.write_text(text, encoding="utf-8")


def read_record(path: Path) -> Record | None:
    """Read a record; None: there is none that can be read."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        if table.pop("schema") != SCHEMA:
            return None
        return Record(**{**table, "reps": tuple(table["reps"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_unchanged(clip: ClipFile, record: Record) -> bool:
    """Whether a file has the size and the time of writing that were recorded."""
    return (clip.size_bytes, clip.modified_ns) == (record.size_bytes, record.modified_ns)


def lay_out_row(report: SetReport) -> dict[str, Any]:
    """What the summary says of a report, under the names of its columns; None: not judged."""
    told = lay_out_report(report)
    sides, summary = told["side_counts"] or {}, told["summary"]
    medians = {name: quartiles[1] for name, quartiles in summary["tempo_quartiles"].items()}
    return {
        "exercise": report.exercise.key,
        "recognised": "yes" if "recognition" in report.provenance else "no",
        "count": report.count,
        "partial": report.partial_count,
        "left": sides.get("left"),
        "right": sides.get("right"),
        "score": summary["score"],
        "coverage": summary["coverage"],
        **medians,
        "faults": "; ".join(
            f"{rule}: {', '.join(map(str, verdict['reps']))}"
            for rule, verdict in told["verdicts"].items()
            if verdict["verdict"] == "present"
        ),
        "not_judged": _join_unjudged(told["verdicts"]),
        "advice": " ".join(gate.hint for gate in report.quality.gates if not gate.ok),
        "damaged": str(report.source.get("damaged") or ""),
        "video_s": report.source.get("duration_s"),
        "version": __version__,
    }


def lay_out_reps(report: SetReport) -> tuple[dict[str, Any], ...]:
    """Every repetition as a row, under the names of ``reps.csv``."""
    return tuple(lay_out_rep_row(judged) for judged in report.reps)


def _join_unjudged(verdicts: Mapping[str, Mapping[str, Any]]) -> str:
    """Rules that could not see, those with the same reason together."""
    why: dict[str, list[str]] = {}
    for rule, verdict in verdicts.items():
        if verdict["verdict"] == "not_judged":
            why.setdefault(verdict["reason"], []).append(rule)
    return "; ".join(f"{', '.join(rules)}: {reason}" for reason, rules in why.items())
