"""``report.json`` against its schema, and the schema against what is written."""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from formcheck.report.fields import lay_out_report
from formcheck.report.json import read_schema, write_json
from formcheck.reps.rep import RepKind
from tests.unit.report.report_factory import KINDS, make_corrected_report, make_report

SCHEMA = read_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
NOT_IN_OLDER_ONES = {"/reps/-": {"changed", "dismissed"}}
"""Fields that are always written, and that reports from before corrections do not have."""


def read_strictly(path: Path) -> Any:
    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is not JSON")

    return json.loads(path.read_text(encoding="utf-8"), parse_constant=refuse)


def test_the_synthetic_sets_are_what_they_are_meant_to_be() -> None:
    reports = {kind: make_report(kind) for kind in KINDS}
    assert {kind: report.count for kind, report in reports.items() if report.count != 3} == {
        "partial": 2, "one_rep": 1, "nobody": 0, "empty": 0
    }  # fmt: skip
    assert [judged.rep.kind for judged in reports["partial"].reps] == [
        RepKind.FULL, RepKind.PARTIAL, RepKind.FULL
    ]  # fmt: skip
    assert [len(judged.faults) for judged in reports["short"].reps] == [0, 0, 1]
    hinges = {kind: report for kind, report in reports.items() if report.exercise.family == "hinge"}
    verdicts = {kind: report.verdicts["short_range"].verdict for kind, report in hinges.items()}
    assert verdicts["full"] == "absent"
    assert verdicts["short"] == "present"
    assert {verdicts[kind] for kind in ("oblique", "front", "one_rep", "nobody", "empty")} == {"not_judged"}
    reasons = {kind: {n.rule for r in report.reps for n in r.not_judged} for kind, report in reports.items()}
    assert "tempo" in reasons["slow_rate"]
    assert "tempo" in reasons["gap"]
    assert "tempo" not in reasons["full"]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", KINDS)
def test_a_written_report_follows_the_schema(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_json(make_report(kind), path)
    written = read_strictly(path)
    VALIDATOR.validate(written)
    assert written == lay_out_report(make_report(kind))


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.json", "b.json")]
    for path in paths:
        write_json(make_report("short"), path)
    first, second = (path.read_bytes() for path in paths)
    assert first == second
    assert first.endswith(b"}\n")
    assert "Übung «1».mp4".encode() in first


def walk(
    schema: Mapping[str, Any], value: Any, where: str
) -> Iterator[tuple[str, set[str], set[str], set[str]]]:
    """Every object of a report: (where, keys the schema names, keys it requires, keys that are there)."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, dict) and "properties" in schema:
        named = schema["properties"]
        yield where, set(named), set(schema.get("required", ())), set(value)
        for key, item in value.items():
            yield from walk(named.get(key, {}), item, f"{where}/{key}")
    elif isinstance(value, dict) and isinstance(schema.get("additionalProperties"), dict):
        for item in value.values():
            yield from walk(schema["additionalProperties"], item, f"{where}/*")
    elif isinstance(value, list) and "items" in schema:
        for item in value:
            yield from walk(schema["items"], item, f"{where}/-")


def test_the_schema_names_every_field_that_is_written_and_no_other() -> None:
    seen = set()
    for kind in KINDS:
        for where, named, required, written in walk(SCHEMA, lay_out_report(make_report(kind)), ""):
            seen.add(where)
            if where not in ("/source", "/provenance"):  # whatever they tell
                assert written == named, where
                assert named - required == NOT_IN_OLDER_ONES.get(where, set()), where
    assert seen >= {"", "/exercise", "/reps/-", "/reps/-/tempo", "/reps/-/faults/-", "/reps/-/not_judged/-",
                    "/verdicts/*", "/summary", "/summary/tempo_quartiles", "/reps/-/momentum",
                    "/summary/momentum", "/quality", "/quality/gates/-"}  # fmt: skip


def test_a_corrected_report_follows_the_schema_and_tells_what_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    write_json(make_corrected_report(), path)
    written = read_strictly(path)
    VALIDATOR.validate(written)
    assert written["count"] == 2
    assert [(rep["index"], rep["kind"], rep["changed"]) for rep in written["reps"]] == [
        (None, "failed", True), (1, "full", False), (2, "full", True)
    ]  # fmt: skip
    dismissed = [[fault["rule"] for fault in rep["dismissed"]] for rep in written["reps"]]
    assert dismissed == [[], [], ["torso_swing"]]
    assert written["provenance"]["count_before_corrections"] == 3
    told = written["provenance"]["corrections"]
    assert [one["outcome"] for one in told] == ["applied", "refused", "applied", "refused"]


def test_a_report_from_before_corrections_is_one_still() -> None:
    table = copy.deepcopy(lay_out_report(make_report("short")))
    for rep in table["reps"]:
        del rep["changed"], rep["dismissed"]
    VALIDATOR.validate(table)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("outcome", "perhaps"),
        ("change", "moved_rep"),
        ("kind", "great"),
        ("was", "half"),
        ("more", 1),
        ("turn_s", None),
    ],
)
def test_the_schema_refuses_a_change_that_is_none(key: str, value: Any) -> None:
    table = copy.deepcopy(lay_out_report(make_corrected_report()))
    table["provenance"]["corrections"][0][key] = value
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(table)


def test_a_repetition_has_what_was_promised() -> None:
    promised = {"index", "kind", "side", "start_s", "turn_s", "end_s", "tempo", "range", "score", "coverage",
                "faults", "not_judged"}  # fmt: skip
    assert promised <= set(SCHEMA["$defs"]["rep"]["properties"])
    assert SCHEMA["$defs"]["rep"]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), "formcheck.report/2"),
        (("count",), -1),
        (("reps", 0, "kind"), "half"),
        (("reps", 0, "index"), 0),
        (("reps", 0, "start_s"), None),
        (("reps", 0, "score"), "fine"),
        (("reps", 0, "momentum"), 12),
        (("reps", 0, "momentum"), {"index": 101, "verdict": "controlled", "share": 1}),
        (("reps", 0, "momentum"), {"index": 12, "verdict": "dangerous", "share": 1}),
        (("summary", "momentum"), {"index": 12}),
        (("reps", 0, "extra"), 1),
        (("reps", 0, "changed"), "yes"),
        (("reps", 0, "dismissed"), ["short_range"]),
        (("reps", 0, "tempo", "eccentric_s"), "2"),
        (("reps", 2, "faults", 0, "severity"), 4),
        (("reps", 2, "faults", 0, "value"), None),
        (("reps", 2, "faults", 0, "confidence"), 1.01),
        (("reps", 2, "faults", 0, "confidence"), None),
        (("reps", 2, "faults", 0, "at_s"), None),
        (("verdicts", "short_range", "verdict"), "fine"),
        (("reps", 0, "measures", "short_range"), "deep"),
        (("reps", 0, "cue"), None),
        (("summary", "score"), "good"),
        (("summary", "stop_rep"), 0),
        (("summary", "tempo_quartiles", "eccentric_s"), [1.0, 2.0]),
        (("quality", "view"), "behind"),
        (("quality", "facing"), "up"),
        (("extra",), 1),
    ],
)
def test_the_schema_refuses_what_is_wrong(path: tuple[Any, ...], value: Any) -> None:
    table = copy.deepcopy(lay_out_report(make_report("short")))
    VALIDATOR.validate(table)
    place = table
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(table)


@pytest.mark.parametrize(
    "key", ["schema", "exercise", "source", "reps", "verdicts", "summary", "quality", "provenance"]
)
def test_the_schema_misses_what_is_missing(key: str) -> None:
    table = lay_out_report(make_report("full"))
    del table[key]
    with pytest.raises(jsonschema.ValidationError, match=f"'{key}' is a required property"):
        VALIDATOR.validate(table)


def test_a_number_json_cannot_hold_is_null_wherever_it_is(tmp_path: Path) -> None:
    source = {
        "name": "a.mp4",
        "duration_s": math.nan,
        "load_kg": math.inf,
        "nested": {"fps": -math.inf, "list": [1.5, math.nan, (math.nan, "x")]},
    }
    path = tmp_path / "report.json"
    write_json(replace(make_report("full"), source=source, provenance={"limit": [math.inf]}), path)
    written = read_strictly(path)
    assert written["source"] == {
        "name": "a.mp4",
        "duration_s": None,
        "load_kg": None,
        "nested": {"fps": None, "list": [1.5, None, [None, "x"]]},
    }
    assert written["provenance"]["limit"] == [None]
    assert math.isnan(source["duration_s"])  # the report itself keeps what it was given
