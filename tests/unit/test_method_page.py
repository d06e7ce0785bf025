"""``docs/method.md`` says what the TOML files say, and shows the pictures that the figure draws."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.method_pictures import FOLDER, PICTURES
from benchmarks.pictures.canvas import Drawing
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import Rule, Thresholds
from formcheck.reps.rep import TEMPO_PHASES

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "method.md"
MOVEMENTS = sorted(path.stem for path in (ROOT / "formcheck" / "exercises" / "movements").glob("*.toml"))
LARGEST_KB, LARGEST_SUM_KB = 60.0, 500.0
NOTHING = "–"
EVERYBODY = {
    "hinge": ("all hinges", "all other hinges"),
    "row": ("all rows", "all other rows"),
    "bird_dog": ("the bird-dog",),
}
"""Family → what stands for all of it, or all that is not named, in a table."""
KNOWN, UNKNOWN = "your neutral hinge known", "not known"
LIMITS = ("watch", "minor", "major", "clear", "also_minor", "also_major")
LIMIT_COLUMNS = ("For", "Flagged", "Watch", "Minor", "Major", "Clear", "And minor", "And major", "View")
SETTING_COLUMNS = ("Setting", "Value", "Meaning")
TEMPO_COLUMNS = {
    "hinge": ("For", "Lowering, s", "Pause, s", "Lifting, s", "Standing tall, s"),
    "row": ("For", "Lowering, s", "Long arms, s", "Pulling, s", "Squeeze, s"),
    "bird_dog": ("For", "Returning, s", "Rest, s", "Extending, s", "Hold, s"),
}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
"""In the words of a picture; the last digit may round differently elsewhere."""
Row = dict[str, str]


@cache
def load_all() -> tuple[Exercise, ...]:
    return tuple(load_exercise(key) for key in MOVEMENTS)


def list_rules() -> Iterator[tuple[Exercise, Rule]]:
    for exercise in load_all():
        yield from ((exercise, rule) for rule in exercise.rules)


RULES = sorted({rule.name for _, rule in list_rules()})


@cache
def read_sections() -> dict[str, str]:
    """Text of every rule's section by the rule's name."""
    text = PAGE.read_text(encoding="utf-8")
    heads = list(re.finditer(r"^### `(\w+)` - \S.*$", text, re.MULTILINE))
    ends = [match.start() for match in re.finditer(r"^##+ ", text, re.MULTILINE)]
    sections = {}
    for head in heads:
        end = min((end for end in ends if end > head.start()), default=len(text))
        sections[head[1]] = text[head.end() : end]
    return sections


def read_rows(section: str, columns: tuple[str, ...]) -> list[Row]:
    """Rows of the section's table with these columns; none where it has no such table."""
    lines = section.splitlines()
    head = "| " + " | ".join(columns) + " |"
    if head not in lines:
        return []
    rows = []
    for line in lines[lines.index(head) + 2 :]:
        if not line.startswith("|"):
            break
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        rows.append(dict(zip(columns, cells, strict=True)))
    return rows


def read_number(cell: str) -> float:
    return math.nan if cell == NOTHING else float(cell.replace("−", "-"))


def split_names(cell: str) -> list[str]:
    return [name.strip().casefold() for name in cell.split(",")]


def find_rows(rows: list[Row], exercise: Exercise) -> list[Row]:
    """Rows of the limits for one movement: those that name it, or else those for all others."""
    groups = [(split_names(row["For"].partition(";")[0]), row) for row in rows]
    named = [row for names, row in groups if exercise.name.casefold() in names]
    return named or [row for names, row in groups if names[0] in EVERYBODY[exercise.family]]


def find_setting(rows: list[Row], name: str, exercise: Exercise) -> float:
    """A setting of one movement: "0.65 (sumo deadlift: 0.5; all rows: 0.6)"."""
    cells = [row["Value"] for row in rows if row["Setting"] == f"`{name}`"]
    assert len(cells) == 1, f"{name} stands in {len(cells)} rows"
    usual, _, exceptions = cells[0].rstrip(")").partition(" (")
    for exception in filter(None, exceptions.split(";")):
        movement, _, value = exception.partition(":")
        if {exercise.name.casefold(), *EVERYBODY[exercise.family]} & set(split_names(movement)):
            return read_number(value.strip())
    return read_number(usual)


def check_limits(row: Row, limits: Thresholds) -> None:
    """The numbers of a row are those of the TOML; what does not exist is a dash."""
    told = dict(zip(LIMITS, (read_number(row[column]) for column in LIMIT_COLUMNS[2:8]), strict=True))
    for name, value in told.items():
        true = getattr(limits, name)
        never = math.isnan(true) or math.isinf(true)
        assert math.isnan(value) if never else value == pytest.approx(true), (name, row)


def test_every_rule_has_its_section_and_no_other() -> None:
    assert sorted(read_sections()) == RULES


@pytest.mark.parametrize("name", RULES)
def test_limits_are_those_of_the_toml(name: str) -> None:
    rows = read_rows(read_sections()[name], LIMIT_COLUMNS)
    used: list[Row] = []
    for exercise, rule in list_rules():
        if rule.name != name:
            continue
        mine = find_rows(rows, exercise)
        states = {row["For"].partition(";")[2].strip(): row for row in mine}
        assert len(states) == len(mine), f"{exercise.name} has two rows alike"
        wanted = {KNOWN: rule.limits, UNKNOWN: rule.limits_without_reference}
        for state, limits in (wanted if rule.limits_without_reference else {"": rule.limits}).items():
            assert state in states, f"{exercise.name} has no row {state!r}"
            assert limits is not None
            check_limits(states[state], limits)
            assert states[state]["Flagged"] == ("below" if rule.flags_below else "above")
            assert states[state]["View"] == (", ".join(rule.views) or "any")
        assert len(states) == (2 if rule.limits_without_reference else 1)
        used += mine
    assert all(row in used for row in rows), "a row is of no movement"


@pytest.mark.parametrize("name", RULES)
def test_settings_and_units_are_those_of_the_toml(name: str) -> None:
    section = read_sections()[name]
    same = re.search(r"^Settings as for `(\w+)`(?:, but `(\w+)` (\S+))?\.$", section, re.MULTILINE)
    rows = read_rows(read_sections()[same[1]] if same else section, SETTING_COLUMNS)
    rows = [{**row, "Value": same[3]} if same and row["Setting"] == f"`{same[2]}`" else row for row in rows]
    known: set[str] = set()
    for exercise, rule in list_rules():
        if rule.name != name:
            continue
        assert f"`{rule.unit}`" in section
        for setting, value in rule.settings.items():
            assert find_setting(rows, setting, exercise) == pytest.approx(value), (exercise.name, setting)
        known |= set(rule.settings)
    assert {row["Setting"].strip("`") for row in rows} == known


@pytest.mark.parametrize("name", RULES)
def test_movements_without_the_rule_are_named(name: str) -> None:
    told = re.search(r"^\*\*Not used in:\*\* (.+)\.$", read_sections()[name], re.MULTILINE)
    assert told, "the line is missing"
    families = {exercise.family for exercise, rule in list_rules() if rule.name == name}
    without = {
        exercise.name.casefold()
        for exercise in load_all()
        if exercise.family in families and name not in {rule.name for rule in exercise.rules}
    }
    assert (set() if told[1].startswith("no ") else set(split_names(told[1]))) == without


def test_calibration_is_that_of_the_toml() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = read_rows(text[text.index("## Your own neutral hinge") :], SETTING_COLUMNS)
    told = {
        row["Setting"].strip("`"): [read_number(end) for end in row["Value"].split(" to ")] for row in rows
    }
    for exercise in load_all():
        if exercise.family != "hinge":
            continue
        table = exercise.thresholds["calibration"]
        true = {name: np.atleast_1d(value) for name, value in table.items() if not isinstance(value, str)}
        assert told.keys() == true.keys()
        assert all(told[name] == pytest.approx(true[name]) for name in told)


def test_good_hold_is_that_of_the_toml() -> None:
    text = PAGE.read_text(encoding="utf-8")
    section = text[text.index("### Your own good hold") :]
    rows = read_rows(section, SETTING_COLUMNS)
    told = {row["Setting"].strip("`"): read_number(row["Value"]) for row in rows}
    table = load_exercise("bird_dog").thresholds["calibration"]
    assert told == {name: value for name, value in table.items() if isinstance(value, int | float)}
    assert all(f"`{check}`" in section for check in table["checks"])


def test_the_momentum_index_is_that_of_the_toml() -> None:
    text = PAGE.read_text(encoding="utf-8")
    text = text[text.index("### The momentum index") :]
    told = {
        row["Part"].strip("`"): (read_number(row["Weight"]), read_number(row["Counts beyond"]))
        for row in read_rows(text, ("Part", "Weight", "Counts beyond"))
    }
    scale = load_exercise("barbell_row").momentum
    assert scale is not None
    assert told == {part.rule.name: (part.weight, part.rule.limits.clear) for part in scale.parts}
    some, mostly = scale.some_swing_from, scale.mostly_swing_from
    assert f"below {some:g}: **controlled**; {some:g} to {mostly:g}: **some swing**" in text
    assert f"more than {100 * (1 - scale.least_share):.0f} % of the weight could not be seen" in text


def test_tempo_targets_are_those_of_the_toml() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for exercise in load_all():
        columns = TEMPO_COLUMNS.get(exercise.family)
        if columns is None:
            continue
        (row,) = find_rows(read_rows(page, columns), exercise)
        for column, phase in zip(columns[1:], TEMPO_PHASES, strict=True):
            assert row[column] == describe_span(*getattr(exercise.tempo, f"{phase.value}_s")), exercise.name


def describe_span(least: float, most: float) -> str:
    if math.isinf(most):
        return f"at least {least:g}"
    return f"{least:g} to {most:g}" if least else f"at most {most:g}"


def test_pictures_shown_are_there_and_small_and_none_is_idle() -> None:
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w.]+)\)", PAGE.read_text(encoding="utf-8"))
    assert all(words.strip() for words, _ in shown)
    names = {name for _, name in shown}
    assert names == {path.name for path in FOLDER.iterdir()} == {f"{name}.svg" for name in PICTURES}
    sizes_kb = [(FOLDER / name).stat().st_size / 1024 for name in names]
    assert min(sizes_kb) > 1.0
    assert max(sizes_kb) <= LARGEST_KB
    assert sum(sizes_kb) <= LARGEST_SUM_KB


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_tell_what_the_figure_measures_today(name: str) -> None:
    draw: Callable[[], Drawing] = PICTURES[name]
    kept = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    for old, new in zip(read_words(kept), read_words(str(draw())), strict=True):
        hint = f"{old!r} has become {new!r}: python -m benchmarks.method_pictures"
        assert NUMBER.sub("", old) == NUMBER.sub("", new), hint
        for before, after in zip(NUMBER.findall(old), NUMBER.findall(new), strict=True):
            last_digit = 10.0 ** -len(before.partition(".")[2])
            assert float(after) == pytest.approx(float(before), abs=1.01 * last_digit), hint


def read_words(svg: str) -> list[str]:
    """All the words and numbers in a picture."""
    return [element.text.replace("−", "-") for element in ElementTree.fromstring(svg).iter() if element.text]


def test_page_names_no_place_outside_the_project() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert target.startswith("https://doi.org/") or (PAGE.parent / target).exists(), target
