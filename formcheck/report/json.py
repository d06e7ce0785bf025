"""``report.json``: the whole report, for programs. Its schema is ``report.schema.json`` beside this file."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Any

from formcheck.report.fields import lay_out_report
from formcheck.report.set_report import SetReport


def write_json(report: SetReport, path: Path) -> None:
    """Write the report as UTF-8 JSON; the same report gives the same bytes."""
    text = json.dumps(lay_out_report(report), ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def read_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) every ``report.json`` follows."""
    file = resources.files("formcheck.report") / "report.schema.json"
    return json.loads(file.read_text(encoding="utf-8"))
