"""``formcheck export``: a finished report in other formats."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape

from formcheck.commands import out
from formcheck.errors import InputError
from formcheck.replay import open_bundle
from formcheck.report.formats import FORMATS, list_files, read_formats, write_format
from formcheck.workshop import open_workshop


def run_export(report: Path, formats: str, folder: Path | None, overwrite: bool) -> None:
    """Write a finished report in other formats: all of them, or none where one cannot be written.

    Parameters
    ----------
    report : Path
        A folder that `formcheck review` wrote, or the ``report.json`` in it.
    formats : str
        Keys of `formcheck.report.formats.FORMATS`, with commas between.
    folder : Path or None
        Where to; None: beside the report.
    overwrite : bool
        Replace files that exist already.

    Raises
    ------
    InputError
        One sentence: what is wrong with the report or the folder, what is missing, or what would be replaced.
    """
    keys = read_formats(formats)
    target = folder or (report if report.is_dir() else report.parent)
    there = [name for name in list_files(keys) if (target / name).exists()]
    if there and not overwrite:
        raise InputError(
            f"{target / there[0]} exists already: give another --out, or --overwrite to replace it."
        )
    bundle = open_bundle(report)
    for key in keys:
        if problem := FORMATS[key].find_problem(bundle):
            raise InputError(problem)
    with open_workshop(target / "export") as workshop:
        written = [file for key in keys for file in write_format(key, bundle, workshop)]
        for file in written:
            file.replace(target / file.name)
    out.print(f"→ {escape(str(target))}/: {', '.join(file.name for file in written)}", soft_wrap=True)
