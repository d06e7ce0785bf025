"""Tables that other programs wrote: whatever separates their cells, and however damaged their rows are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from formcheck.errors import InputError

MOST_BYTES = 64 << 20
"""A lifetime of sets fits into a tenth of it."""
MOST_LINES = 200
"""No note is longer: a quotation mark that is open for so many lines was never closed."""
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Record:
    """A row: the line it begins on, and its cells by the names of the columns in small letters."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used: its line, and a sentence about why."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file: its columns in small letters, its rows, and those that cannot be read."""

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    problems: tuple[Problem, ...]


def read_table(path: Path) -> Table:
    """Read a CSV file with a header.

    Parameters
    ----------
    path : Path
        UTF-8, with or without a byte-order mark, or Windows-1252; cells separated by commas, semicolons or
        tabs.

    Returns
    -------
    Table
        Cells are stripped. Of a row whose quotation mark is never closed only its first line is lost.

    Raises
    ------
    InputError
        When the file cannot be read, or holds no table.
    """
    lines = list(io.StringIO(_read_text(path), newline=""))  # cells may hold what str.splitlines cuts at
    begin = 0
    while begin < len(lines) and (not lines[begin].strip() or lines[begin].lower().startswith("sep=")):
        begin += 1
    if begin == len(lines):
        raise InputError(f"{path} is empty: export it again from the app it comes from.")
    separator = max(_SEPARATORS, key=lambda one: len(_cut(lines[begin], one) or ()))
    columns = tuple(cell.lower() for cell in _cut(lines[begin], separator) or ())
    records, problems = [], []
    for line, cells in _iterate(lines, begin + 1, separator, len(columns)):
        if isinstance(cells, str):
            problems.append(Problem(line, cells))
        else:
            records.append(Record(line, dict(zip(columns, cells, strict=False))))
    return Table(columns, tuple(records), tuple(problems))


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError(f"{path} is larger than {MOST_BYTES >> 20} MB: that is no training log.")
        raw = path.read_bytes()
    except OSError as error:
        reason = "it is not there" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise InputError(f"Cannot read {path} ({reason}).") from error
    try:
        return raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _iterate(
    lines: list[str], begin: int, separator: str, width: int
) -> Iterator[tuple[int, list[str] | str]]:
    """Every row with its line number, as its cells or as what is wrong with it."""
    at = begin
    while at < len(lines):
        if not lines[at].strip():
            at += 1
            continue
        ends = [end for end in (_find_end(lines, at), at + 1) if end is not None]
        cuts = [(end, _cut("".join(lines[at:end]), separator)) for end in dict.fromkeys(ends)]
        fitting = [(end, cells) for end, cells in cuts if cells is not None and _fits(cells, width)]
        if fitting:
            yield at + 1, fitting[0][1]
            at = fitting[0][0]
        else:
            yield at + 1, _explain(cuts[-1][1], width)
            at += 1


def _explain(cells: list[str] | None, width: int) -> str:
    if cells is None:
        return "its quotation marks do not fit"
    return f"it has {len(cells)} cell{'' if len(cells) == 1 else 's'}, expected {width}"


def _find_end(lines: list[str], at: int) -> int | None:
    """The line behind a row; None: its quotation mark is not closed."""
    marks = 0
    for number in range(at, min(at + MOST_LINES, len(lines))):
        marks += lines[number].count('"')
        if marks % 2 == 0:
            return number + 1
    return None


def _fits(cells: list[str], width: int) -> bool:
    return len(cells) == width or (len(cells) > width and not any(cells[width:]))


def _cut(text: str, separator: str) -> list[str] | None:
    try:
        rows = list(csv.reader([text], delimiter=separator, strict=True))
    except csv.Error:
        return None
    return [cell.strip() for cell in rows[0]] if len(rows) == 1 else None
