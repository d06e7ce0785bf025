"""What is written of a run: how it was made, ``accuracy.json`` and ``accuracy.md``."""

from __future__ import annotations

import json
import platform
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from formcheck.errors import InputError
from formcheck.review import describe_engine, describe_pose_engine
from formcheck.simulate.workers import count_cores
from formcheck.validate.accuracy import is_timed, to_plain
from formcheck.validate.agreement import measure_agreement
from formcheck.validate.comparison import Comparison
from formcheck.validate.tables import lay_out_sheets, write_markdown

JSON_FILE, MARKDOWN_FILE = "accuracy.json", "accuracy.md"
CLIPS, DRAWN, POSES = "clips", "drawn figure", "poses of a drawn figure"
CAVEAT = (
    "A rendered figure proves the arithmetic and the refusals. It does not prove accuracy on every real body."
)


def describe_set(comparison: Comparison) -> dict[str, Any]:
    """One clip's row of an accuracy file."""
    names = ("name", "exercise", "expected", "tolerance", "counted", "partial", "yaw_deg", "rate_hz")
    names += ("person_share", "remarks", "worst_edge_s", "worst_phase_s")
    row = {name: getattr(comparison, name) for name in names}
    angles = {name: measure_agreement(errors).mae for name, errors in comparison.angles.items()}
    return to_plain(
        {
            **row,
            "angle_mae_deg": angles,
            "within_tolerance": comparison.is_within,
            "is_timed": is_timed(comparison),
        }
    )


def describe_run(command: str, kind: str, model: Path | None) -> dict[str, Any]:
    """When, by which command, with which versions and on which machine, without naming its folders."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": command,
        "kind": kind,
        "versions": {**describe_engine(), **(describe_pose_engine(model) if model else {})},
        "machine": {"cores": count_cores(), "system": platform.system(), "processor": platform.machine()},
    }


def write_head(accuracy: dict[str, Any]) -> str:
    """Say when, how and with what an accuracy file was made."""
    made = accuracy["made"]
    machine = made["machine"]
    versions = ", ".join(
        f"{name} {value}" for name, value in made["versions"].items() if name != "model_sha256"
    )
    return (
        f"Made on {made['date']} by `{made['command']}` ({made['kind']}); {versions}; {machine['cores']} "
        f"cores, {machine['system']} {machine['processor']}."
    )


def write_page(accuracy: dict[str, Any]) -> str:
    """Write an accuracy file as a Markdown page."""
    caveat = "" if accuracy["made"]["kind"] == CLIPS else f"{CAVEAT}\n\n"
    tables = write_markdown(lay_out_sheets(accuracy))
    return f"# Accuracy\n\n{write_head(accuracy)}\n\n{caveat}{tables}"


def write_record(accuracy: dict[str, Any], folder: Path) -> None:
    """Write ``accuracy.json`` and ``accuracy.md``, each whole or not at all.

    Raises
    ------
    InputError
        The folder cannot be written into.
    """
    text = json.dumps(accuracy, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".accuracy-", dir=folder) as workshop:
            for name, content in ((JSON_FILE, text), (MARKDOWN_FILE, write_page(accuracy))):
                draft = Path(workshop) / name
                draft.write_text(content, encoding="utf-8")
                draft.replace(folder / name)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"Cannot write into {folder} ({reason}): choose a folder with --out.") from error
