"""An accuracy file as titled tables, and those as a terminal or a Markdown page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from formcheck.validate.accuracy import AIMED_YAW_DEG, ANGLE_AIMS_DEG

NOTHING = "–"
OFF_BY = 2.0
LATE_S = 0.2
"""From this error of an edge or a phase on, a set held to the aims is named."""
_TALLIED = ("hits", "misses", "false_alarms", "correct_rejections", "watched", "not_judged")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table for people: the first column holds words, the others figures."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def lay_out_sheets(accuracy: dict[str, Any]) -> list[Sheet]:
    """Lay an accuracy file out as tables, those with nothing in them left out."""
    measured, exact = accuracy["measured"], accuracy.get("exact")
    sheets = [
        _lay_out_counts(measured),
        _lay_out_angles(measured, exact),
        _lay_out_times(measured, exact),
        _lay_out_spine(measured, exact),
        _lay_out_faults(measured),
        _lay_out_refusals(measured),
        _lay_out_aims(accuracy["aims"]),
        _lay_out_others(accuracy),
        _lay_out_misses(accuracy["sets"]),
        _lay_out_late(accuracy["sets"]),
        _lay_out_off_angles(accuracy["sets"]),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _show(value: float | None, digits: int = 2, sign: bool = False) -> str:
    if value is None:
        return NOTHING
    return f"{value:{'+' if sign else ''}.{digits}f}"


def _show_share(part: int, whole: int) -> str:
    return f"{part} ({100 * part / whole:.0f} %)" if whole else NOTHING


def _lay_out_counts(table: dict[str, Any]) -> Sheet:
    rows = tuple(
        (
            name.replace("_", " "), str(c["sets"]), str(c["reps"]), _show_share(c["exact"], c["sets"]),
            _show_share(c["within_tolerance"], c["sets"]), _show_share(c["off_by_one"], c["sets"]),
            _show(c["mae"]), _show_share(c["sides_right"], c["sides"]),
        )
        for name, c in table["counts"].items()
        if c["sets"]
    )  # fmt: skip
    person = table["pose_found"]
    share = 100 * (person["mean"] or 0.0)
    note = (
        f"Pose found in {share:.1f} % of the frames, in the worst set {100 * (person['lowest'] or 0):.1f} %; "
        f"in {person['sets_from_99_percent']} of {person['sets']} sets in 99 % or more."
        if person["sets"]
        else ""
    )
    columns = ("Repetitions", "sets", "reps", "exact", "tolerated", "off ≤ 1", "MAE", "sides right")
    return Sheet("Counts", columns, rows, note)


def _lay_out_angles(table: dict[str, Any], exact: dict[str, Any] | None) -> Sheet:
    rows = []
    groups = [(f"yaw {band.replace('-', '–')}°", "angles_deg", band) for band in table["angles_deg"]]
    groups += [(which, "angles_deg_apart", which) for which in table["angles_deg_apart"]]
    for label, group, key in groups:
        for name, a in table[group][key].items():
            row = [
                f"{name}, {label}", str(a["sets"]), str(a["frames"]),
                NOTHING if a["share"] is None else f"{100 * a['share']:.0f} %",
                _show(a["bias"], 1, sign=True), _show(a["sd"], 1), _show(a["mae"], 1), _show(a["worst"], 1),
            ]  # fmt: skip
            if exact:
                row.append(_show(exact[group][key].get(name, {}).get("mae"), 1))
            rows.append(tuple(row))
    columns = ("Angle", "sets", "frames", "used", "bias", "SD", "MAE", "worst")
    note = "Degrees, in the sagittal plane against the near side's angle in the picture. "
    note += "used: share of the frames that may be measured with. "
    note += "without plates: of the first band, what no barbell hides. in company: yaw 0–15°, somebody else "
    note += "close behind; in all other rows the athlete is alone in the picture."
    if exact:
        note += " exact: the MAE with the figure's own landmarks, all that view and lens add."
    return Sheet("Angles", (*columns, "exact") if exact else columns, tuple(rows), note)


def _lay_out_times(table: dict[str, Any], exact: dict[str, Any] | None) -> Sheet:
    rows = []
    for where in ("", "_elsewhere"):
        for group in ("edges_s", "tempo_s"):
            for name, t in table[group + where].items():
                if not t["n"]:
                    continue
                label = f"{name.removesuffix('_s').replace('_', ' ')}{' *' if where else ''}"
                limits = f"{_show(t['low'], 2, sign=True)} … {_show(t['high'], 2, sign=True)}"
                row = [label, str(t["n"]), _show(t["bias"], 3, sign=True), _show(t["sd"], 3)]
                row += [_show(t["mae"], 3), _show(t["worst"], 3), limits]
                if exact:
                    row.append(_show(exact[group + where][name]["mae"], 3))
                rows.append(tuple(row))
    columns = ("Edge or phase", "n", "bias", "SD", "MAE", "worst", "limits")
    note = "Seconds against the 1 % definition. limits: 95 % limits of agreement (Bland–Altman)."
    note += " Side-on to 15°, 24 fps or more, alone in the picture; * all others, and lifts off "
    note += "the floor with a lean back after them, which nothing tells apart from the lift."
    return Sheet("Tempo", (*columns, "exact") if exact else columns, tuple(rows), note)


def _lay_out_spine(table: dict[str, Any], exact: dict[str, Any] | None) -> Sheet:
    rows = []
    for name, part in (("as measured", table), ("exact outline", exact)):
        if part and part["spine_index"]["slope"] is not None:
            line = part["spine_index"]
            numbers = (line["slope"], line["offset"], line["r"], line["residual_sd"])
            rows.append((name, str(line["n"]), *(_show(x, 2, sign=k == 1) for k, x in enumerate(numbers))))
    columns = ("Spine index", "reps", "slope", "offset", "r", "residual SD")
    note = "Dorsal Arc Angle against true lumbar flexion, medians over the bent frames of each repetition."
    return Sheet("Spine", columns, tuple(rows), note)


def _lay_out_faults(table: dict[str, Any]) -> Sheet:
    rows = []
    for rule, units in table["faults"].items():
        for unit, t in units.items():
            if sum(t[name] for name in _TALLIED):
                rows.append(
                    (
                        f"{rule.replace('_', ' ')}, {unit}",
                        str(t["hits"]), str(t["misses"]), _show_interval(t["hit_interval"]),
                        str(t["false_alarms"]), str(t["correct_rejections"]),
                        _show_interval(t["correct_rejection_interval"]), str(t["watched"]),
                        str(t["not_judged"]),
                    )
                )  # fmt: skip
    columns = ("Fault", "hit", "miss", "hit %", "false", "right", "right %", "watch", "not judged")
    note = "In the views that a rule can judge. hit %, right %: 95 % Wilson intervals of the share found "
    note += "where it is, and left alone where it is not. watch: measured, and between clear and faulty."
    return Sheet("Faults", columns, tuple(rows), note)


def _show_interval(interval: Sequence[float | None]) -> str:
    low, high = interval
    return NOTHING if low is None or high is None else f"{100 * low:.0f}–{100 * high:.0f}"


def _lay_out_refusals(table: dict[str, Any]) -> Sheet:
    w = table["withheld"]
    rows = (
        ("rules that need a side view", str(w["sets"]), f"{w['withheld']} of {w['of']}", str(w["wrong"])),
    )
    note = "A view 25° or more off side-on should not be judged. wrong: verdicts that were given, and wrong."
    return Sheet(
        "Refusals", ("Seen from elsewhere", "sets", "withheld", "wrong"), rows if w["of"] else (), note
    )


def _lay_out_aims(aims: list[dict[str, Any]]) -> Sheet:
    rows = tuple((a["aim"], a["limit"], _show(a["measured"], 3), "yes" if a["met"] else "NO") for a in aims)
    columns = ("Side-on to 15°, 24 fps or more, alone in the picture", "aim", "measured", "met")
    return Sheet("Aims", columns, rows)


def _lay_out_others(accuracy: dict[str, Any]) -> Sheet:
    rows = [(name, str(n), "not supported yet") for name, n in accuracy["not_supported"].items()]
    others = accuracy.get("checked_as_another")
    if others:
        rows += [
            (f"{name} ({movement})", "1", f"as {others['exercise']}: {count} counted, expected 0")
            for name, movement, count in others["counted"]
        ]
        quiet = others["clips"] - len(others["counted"])
        rows.append((f"others as {others['exercise']}", str(quiet), "0 counted, as expected"))
    rows += [(problem, "1", "not checked") for problem in accuracy["problems"]]
    return Sheet("Other clips", ("Movement", "clips", "result"), tuple(rows))


def _lay_out_misses(sets: list[dict[str, Any]]) -> Sheet:
    rows = tuple(
        (
            s["name"],
            str(s["expected"]),
            str(s["counted"]),
            str(s["partial"]),
            " ".join(s["remarks"]) or NOTHING,
        )
        for s in sets
        if not s["within_tolerance"]
    )
    return Sheet("Counts outside their tolerance", ("Set", "true", "counted", "partial", "remarks"), rows)


def _lay_out_late(sets: list[dict[str, Any]]) -> Sheet:
    """Name the sets that spoil the tempo table, worst first: mostly one kind of movement each."""
    timed = [s for s in sets if s.get("is_timed")]
    worst_s = [(max(s["worst_edge_s"] or 0.0, s["worst_phase_s"] or 0.0), s) for s in timed]
    late = sorted((pair for pair in worst_s if pair[0] > LATE_S), key=lambda pair: -pair[0])
    rows = tuple((s["name"], _show(s["worst_edge_s"]), _show(s["worst_phase_s"])) for _, s in late)
    return Sheet(f"Times off by more than {LATE_S:g} s", ("Set", "worst edge", "worst phase"), rows)


def _lay_out_off_angles(sets: list[dict[str, Any]]) -> Sheet:
    """Name the side-on sets that spoil the angle table: mostly a plate before the legs."""
    rows = []
    for one in sets:
        errors = one.get("angle_mae_deg") or {}
        limits = {name: OFF_BY * aim for name, aim in ANGLE_AIMS_DEG.items()}
        is_off = any((errors.get(name) or 0.0) > limit for name, limit in limits.items())
        if is_off and one["yaw_deg"] is not None and one["yaw_deg"] <= AIMED_YAW_DEG:
            rows.append((one["name"], *(_show(errors.get(name), 1) for name in ANGLE_AIMS_DEG)))
    title = f"Mean absolute errors over {OFF_BY:g} times their aim, yaw 0–{AIMED_YAW_DEG:g}°"
    return Sheet(title, ("Set", *ANGLE_AIMS_DEG), tuple(rows), "Degrees.")


def print_sheets(sheets: Sequence[Sheet], console: Console) -> None:
    """Print tables to a terminal."""
    for sheet in sheets:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for number, column in enumerate(sheet.columns):
            is_word = number == 0 or column in ("result", "remarks")
            table.add_column(column, justify="left" if is_word else "right", no_wrap=not is_word)
        for row in sheet.rows:
            table.add_row(*map(escape, row))
        console.print(f"[bold]{sheet.title}[/]")
        console.print(table)
        if sheet.note:
            console.print(f"[dim]{escape(sheet.note)}[/]")
        console.print()


def write_markdown(sheets: Sequence[Sheet], level: int = 2) -> str:
    """Write tables as Markdown, titled by headings of a level."""
    parts = []
    for sheet in sheets:
        lines = [f"{'#' * level} {sheet.title}", ""]
        lines.append(f"| {' | '.join(sheet.columns)} |")
        lines.append(f"|---|{'---:|' * (len(sheet.columns) - 1)}")
        lines += [f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in sheet.rows]
        parts.append("\n".join([*lines, "", *([sheet.note, ""] if sheet.note else [])]))
    return "\n".join(parts)
