"""A finished review, as it lies in its folder, into the training log."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from formcheck.history.entries import SavedSet, SetEdit
from formcheck.history.from_report import find_identity, make_entry
from formcheck.history.log_book import LogBook
from formcheck.replay import CORRECTIONS_FILE
from formcheck.report.reading import read_report
from formcheck.report.set_report import SetReport
from formcheck.review import TRACK_FILE


def save_review(
    log: LogBook,
    file: Path,
    athlete: str,
    *,
    report: SetReport | None = None,
    trained_at: datetime | None = None,
    load_kg: float | None = None,
    note: str = "",
    rpe: float = math.nan,
    track: Path | None = None,
) -> SavedSet:
    """Save a review with its pose track and corrections, in the place of what the log has of it.

    Parameters
    ----------
    log : LogBook
    file : Path
        Its ``report.json``; ``pose.npz`` and ``corrections.json`` go along where they lie beside it.
    athlete : str
        Whose set it is; empty: nobody's in particular.
    report : SetReport, optional
        What is saved; what the file says without.
    trained_at : datetime, optional
        When the set was done, with an offset to UTC; when the report was written without.
    load_kg : float, optional
        In the place of the report's own; NaN: not known.
    note : str
    rpe : float
        1 to 10; NaN: not asked.
    track : Path, optional
        The pose track, where it lies elsewhere.

    Returns
    -------
    SavedSet

    Raises
    ------
    InputError
        When there is no report, or it cannot be saved.
    """
    content = read_report(file) if report is None else report
    written = file if file.is_file() else file.parent  # where other formats were asked for
    written_at = datetime.fromtimestamp(written.stat().st_mtime).astimezone()
    source, source_key = find_identity(content.source)
    corrections, track = file.with_name(CORRECTIONS_FILE), track or file.with_name(TRACK_FILE)
    new = make_entry(
        content,
        athlete=athlete,
        trained_at=trained_at or written_at,
        source=source,
        source_key=source_key,
        note=note,
        rpe=rpe,
        corrections=corrections.read_text(encoding="utf-8") if corrections.is_file() else "",
    )
    if load_kg is not None:
        new = replace(new, facts=replace(new.facts, load_kg=load_kg))
    saved = log.save_set(new, track if track.is_file() else None)
    if trained_at is not None and not saved.is_new:
        log.edit_set(saved.set_id, SetEdit(trained_at=trained_at))
    return saved
