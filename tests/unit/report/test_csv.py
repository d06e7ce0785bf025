"""``reps.csv`` and ``faults.csv``: promised columns, and empty cells for what was not judged."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.faults.judgement import Fault, NotJudged
from formcheck.report.csv import write_faults_csv, write_reps_csv
from formcheck.report.fields import lay_out_report
from formcheck.report.set_report import SetReport
from tests.unit.report.report_factory import KINDS, make_corrected_report, make_report

PROMISED = (
    "rep, kind, side, start_s, turn_s, end_s, "
    "eccentric_s, pause_stretched_s, concentric_s, pause_contracted_s, "
    "tempo, range, range_unit, mean_concentric_speed, score, coverage, faults, not_judged, "
    "momentum_index, changed, dismissed"
)
COPIED = (
    "kind", "side", "start_s", "turn_s", "end_s",
    "range", "range_unit", "mean_concentric_speed", "score", "coverage",
)  # fmt: skip
PHASES = ("eccentric_s", "pause_stretched_s", "concentric_s", "pause_contracted_s")


def write_reps(report: SetReport, tmp_path: Path) -> list[dict[str, str]]:
    path = tmp_path / "reps.csv"
    write_reps_csv(report, path)
    return read(path)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def to_cell(value: object) -> str:
    return "" if value is None else str(value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_columns_are_as_promised(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "reps.csv"
    write_reps_csv(make_report(kind), path)
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == PROMISED.replace(", ", ",")


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_says_what_the_report_says(kind: str, tmp_path: Path) -> None:
    reps = lay_out_report(make_report(kind))["reps"]
    rows = write_reps(make_report(kind), tmp_path)
    assert len(rows) == len(reps)
    for row, rep in zip(rows, reps, strict=True):
        assert row["rep"] == to_cell(rep["index"])
        assert row["tempo"] == rep["tempo_text"]
        for name in PHASES:
            assert row[name] == to_cell(rep["tempo"][name])
        for name in COPIED:
            assert row[name] == to_cell(rep[name])
        named = [cell.removesuffix(" (watch)") for cell in row["faults"].split("; ") if cell]
        assert named == [fault["rule"] for fault in rep["faults"]]
        assert all(n["reason"] in row["not_judged"] for n in rep["not_judged"])


def test_what_was_not_judged_is_an_empty_cell(tmp_path: Path) -> None:
    for row in write_reps(make_report("slow_rate"), tmp_path):
        assert [row[name] for name in PHASES] == [""] * 4
        assert row["tempo"] == "not judged"
        assert "tempo: Filmed at 10 frames a second" in row["not_judged"]


def test_momentum_is_an_empty_cell_where_there_is_none(tmp_path: Path) -> None:
    indices = {"swung_row": 3, "oblique_row": 0, "full": 0}
    for kind, known in indices.items():
        rows = write_reps(make_report(kind), tmp_path)
        reps = lay_out_report(make_report(kind))["reps"]
        cells = [row["momentum_index"] for row in rows]
        assert cells == [to_cell(rep["momentum"] and rep["momentum"]["index"]) for rep in reps]
        assert sum(bool(cell) for cell in cells) == known


def test_a_partial_has_no_number(tmp_path: Path) -> None:
    rows = write_reps(make_report("partial"), tmp_path)
    assert [(row["rep"], row["kind"]) for row in rows] == [("1", "full"), ("", "partial"), ("2", "full")]


def test_what_a_person_changed_is_told(tmp_path: Path) -> None:
    assert {(row["changed"], row["dismissed"]) for row in write_reps(make_report("short"), tmp_path)} == {
        ("no", "")
    }
    rows = write_reps(make_corrected_report(), tmp_path)
    assert [(row["rep"], row["kind"], row["changed"]) for row in rows] == [
        ("", "failed", "yes"), ("1", "full", "no"), ("2", "full", "yes")
    ]  # fmt: skip
    assert [row["dismissed"] for row in rows] == ["", "", "torso_swing"]
    assert ["torso_swing" in row["faults"] for row in rows] == [False, True, False]


def test_a_spreadsheet_is_told_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "reps.csv"
    write_reps_csv(make_report("full"), path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfrep,kind")
    assert "≈" in path.read_text(encoding="utf-8-sig")
    assert b"\r" not in path.read_bytes()


def test_faults_and_reasons_share_a_cell(tmp_path: Path) -> None:
    report = make_report("full")
    fault = Fault("short_range", 3, 0.5, "own range", 0.6, 1.0, 2.0, 'Say "deeper", please;\nthen wait.')
    judged = replace(
        report.reps[0],
        faults=(fault, replace(fault, rule="neck_craning", severity=1)),
        not_judged=(NotJudged("tempo", "Too slow, so."), NotJudged("hip_shift", "Turn.")),
    )
    row = write_reps(replace(report, reps=(judged,)), tmp_path)[0]
    assert row["faults"] == "short_range; neck_craning (watch)"  # which is none yet
    assert row["not_judged"] == "tempo: Too slow, so.; hip_shift: Turn."


class TestFaults:
    COLUMNS = (
        "rep", "rule", "severity", "value", "unit", "threshold", "start_s", "end_s", "cue",
        "confidence", "at_s",
    )  # fmt: skip

    def test_one_row_a_fault(self, tmp_path: Path) -> None:
        path = tmp_path / "faults.csv"
        write_faults_csv(make_report("short"), path)
        (row,) = read(path)
        assert tuple(row) == self.COLUMNS
        (fault,) = lay_out_report(make_report("short"))["reps"][2]["faults"]
        assert row == {"rep": "3", **{name: to_cell(fault[name]) for name in self.COLUMNS[1:]}}
        assert row["rule"] == "short_range"
        assert float(row["value"]) < float(row["threshold"])

    @pytest.mark.parametrize("kind", ["full", "nobody", "empty"])
    def test_no_fault_leaves_the_headings(self, kind: str, tmp_path: Path) -> None:
        path = tmp_path / "faults.csv"
        write_faults_csv(make_report(kind), path)
        assert path.read_text(encoding="utf-8-sig").splitlines() == [",".join(self.COLUMNS)]

    def test_a_cue_may_hold_anything(self, tmp_path: Path) -> None:
        report = make_report("full")
        cue = 'Say "deeper", please;\nthen wait.'
        fault = Fault("short_range", 3, 0.5, "own range", 0.6, 1.0, 2.0, cue)
        path = tmp_path / "faults.csv"
        write_faults_csv(replace(report, reps=(replace(report.reps[0], faults=(fault,)),)), path)
        assert [row["cue"] for row in read(path)] == [cue]
