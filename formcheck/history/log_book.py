"""The training log: what may be done with it. Reading it for a history is in `formcheck.history.queries`."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from formcheck.data_folder import find_data_folder
from formcheck.errors import InputError
from formcheck.history.checks import check_edit, check_set
from formcheck.history.database import PATIENCE_S, Database, read_clock
from formcheck.history.editing import apply_edit, mark_deleted
from formcheck.history.entries import LoggedSet, NewSet, SavedSet, SetEdit
from formcheck.history.grouping import name_sessions, regroup
from formcheck.history.kept_files import TRACKS, KeptFiles
from formcheck.history.problems import LogDamagedError
from formcheck.history.rows import SET_COLUMNS, make_name_key, read_set
from formcheck.history.saving import find_or_add_athlete, write_set
from formcheck.history.tidying import Tidier, demand_scrub, purge

NOT_SAVED = "The set was not saved in the training log"
NOT_CHANGED = "The training log was not changed"


def find_log_folder() -> Path:
    """Where the training log of the user is."""
    return find_data_folder() / "log"


class LogBook:
    """The training log of one folder; of the thread that opened it. Opening takes milliseconds.

    Parameters
    ----------
    folder : Path
        Usually `find_log_folder`; made when it is not there.
    now : callable, optional
        The clock, UTC.
    patience_s : float
        So long is waited for another process that writes.
    scripts : sequence of str, optional
        The schema, version by version.

    Raises
    ------
    InputError
        One sentence: it cannot be opened, comes from a newer formcheck (and is left untouched), or is damaged
        (`LogDamagedError`).
    """

    def __init__(
        self,
        folder: Path,
        now: Callable[[], datetime] = read_clock,
        patience_s: float = PATIENCE_S,
        scripts: Sequence[str] | None = None,
    ) -> None:
        self.folder = folder
        self._now = now
        self._tracks = KeptFiles(folder / TRACKS)
        self._database = Database(folder, scripts, now, patience_s)
        self._tidier = Tidier(self._database, self._tracks)
        try:
            self._tidy_if_possible()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the log."""
        self._database.close()

    def read(self, statement: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        """Rows of a query, for `formcheck.history.queries`.

        Raises
        ------
        InputError
            When the log cannot be read.
        """
        return self._database.read(statement, values)

    def save_set(self, new: NewSet, track: Path | None = None) -> SavedSet:
        """Save a set: all of it, or nothing.

        Parameters
        ----------
        new : NewSet
            One with the athlete, source and ``source_key`` of a set in the log takes its place. That set
            keeps when it was done, and its load, note, effort and track where the new one has none;
            one that was deleted is back.
        track : Path, optional
            The pose track; copied.

        Returns
        -------
        SavedSet

        Raises
        ------
        InputError
            When it cannot be saved, in one sentence; the log is then as it was.
        """
        check_set(new)
        try:
            with self._database.write(NOT_SAVED) as connection:
                self._tidier.back_up_daily()
                track_name = "" if track is None else self._tracks.keep(track)
                saved, days = write_set(connection, new, self._now(), track_name)
                for athlete_id, local_day in days:
                    regroup(connection, athlete_id, local_day)
        except BaseException:
            with contextlib.suppress(InputError):
                self._tidier.tidy()
            raise
        return saved

    def write(self, deed: str) -> AbstractContextManager[sqlite3.Connection]:
        """Hold the write lock, for other modules of the history: all within is done, or nothing.

        Parameters
        ----------
        deed : str
            What did not happen when it fails: "The plan was not saved".
        """
        return self._database.write(deed)

    def save_sets(self, many: Iterable[NewSet], workouts: Sequence[tuple[str, str]] = ()) -> list[SavedSet]:
        """Save sets without files, all of them or none, as an import does; see `save_set`.

        Parameters
        ----------
        many : iterable of NewSet
        workouts : sequence of (str, str), optional
            Title and note of the workout that each set was part of: they are added to those of its session.

        Returns
        -------
        list of SavedSet
        """
        several = list(many)
        for new in several:
            check_set(new)
        with self._database.write("The sets were not saved in the training log") as connection:
            self._tidier.back_up_daily()
            results = [write_set(connection, new, self._now()) for new in several]
            for athlete_id, local_day in {day for _, days in results for day in days}:
                regroup(connection, athlete_id, local_day)
            name_sessions(connection, [saved.set_id for saved, _ in results], workouts)
        return [saved for saved, _ in results]

    def find_set(self, set_id: int) -> LoggedSet:
        """A set, deleted or not.

        Raises
        ------
        InputError
            When it is not in the log (any more).
        """
        rows = self.read(
            f"SELECT {SET_COLUMNS} FROM sets JOIN athletes ON athletes.id = athlete_id WHERE sets.id = ?",
            (set_id,),
        )
        if not rows:
            raise InputError("This set is no longer in the training log.")
        return read_set(rows[0])

    def find_track(self, set_id: int) -> Path | None:
        """The pose track of a set; None: it has none."""
        return self._tracks.find(self.find_set(set_id).track)

    def edit_set(self, set_id: int, edit: SetEdit) -> SetEdit:
        """Change a set.

        Returns
        -------
        SetEdit
            The edit that takes this one back.

        Raises
        ------
        InputError
            When it cannot be; nothing is changed then.
        """
        check_edit(edit)
        with self._database.write(NOT_CHANGED) as connection:
            return apply_edit(connection, self.find_set(set_id), edit)

    def delete_sets(self, set_ids: Iterable[int]) -> int:
        """Put sets into the bin, from which `restore_sets` brings them back for 30 days; returns how many."""
        with self._database.write(NOT_CHANGED) as connection:
            return mark_deleted(connection, set_ids, self._now())

    def restore_sets(self, set_ids: Iterable[int]) -> int:
        """Bring deleted sets back; returns how many."""
        with self._database.write(NOT_CHANGED) as connection:
            return mark_deleted(connection, set_ids, None)

    def empty_bin(self) -> int:
        """Really remove all deleted sets, without a trace; returns how many.

        Raises
        ------
        InputError
            When that failed; or when the sets are gone and traces of them are not, which the next opening
            removes.
        """
        with self._database.write(NOT_CHANGED) as connection:
            removed = purge(connection)
            demand_scrub(connection)
        self._tidier.tidy()
        return removed

    def remove_athlete(self, name: str) -> int:
        """Really remove an athlete: sets, sessions, reports, calibrations, tracks, and every trace.

        The database is rewritten without free pages, the WAL emptied, and all backups replaced by one of now:
        those made before know the athlete.

        Parameters
        ----------
        name : str
            Capitals do not matter; empty: the sets of nobody in particular.

        Returns
        -------
        int
            How many sets went.

        Raises
        ------
        InputError
            When there is no such athlete; when that failed; or when all is gone and traces are not, which the
            next opening removes.
        """
        with self._database.write("The athlete was not removed") as connection:
            (found,) = connection.execute(
                "SELECT athletes.id, count(sets.id) FROM athletes LEFT JOIN sets ON athlete_id = athletes.id"
                " WHERE name_key = ?",
                (make_name_key(name),),
            )
            if found[0] is None:
                raise InputError(f"Nobody called “{name}” is in the training log.")
            connection.execute("DELETE FROM athletes WHERE id = ?", (found[0],))
            demand_scrub(connection)
        self._tidier.tidy()
        return found[1]

    def edit_session(self, session_id: int, title: str | None = None, note: str | None = None) -> None:
        """Change title or note of a session; None: leave it."""
        with self._database.write(NOT_CHANGED) as connection:
            connection.execute(
                "UPDATE sessions SET title = coalesce(?, title), note = coalesce(?, note) WHERE id = ?",
                (title, note, session_id),
            )

    def save_calibration(
        self, athlete: str, camera: str, kind: str, made_on: date, content: Mapping[str, Any]
    ) -> None:
        """Remember a calibration with the day it was made; the same one again changes nothing.

        Parameters
        ----------
        athlete, camera, kind : str
        made_on : date
        content : mapping
            JSON values.

        Raises
        ------
        InputError
            When it cannot be saved.
        """
        text = json.dumps(content, ensure_ascii=False, allow_nan=False, sort_keys=True)
        with self._database.write("The calibration was not saved in the training log") as connection:
            connection.execute(
                "INSERT OR IGNORE INTO calibrations (athlete_id, camera, kind, made_on, content)"
                " VALUES (?, ?, ?, ?, ?)",
                (find_or_add_athlete(connection, athlete), camera, kind, made_on.isoformat(), text),
            )

    def check(self) -> list[str]:
        """Look through the whole log; takes longer the longer it is.

        Returns
        -------
        list of str
            What is not as it should be, a sentence each.

        Raises
        ------
        LogDamagedError
            When the database is damaged.
        """
        if [row[0] for row in self.read("PRAGMA integrity_check(1)")] != ["ok"]:
            raise LogDamagedError(self._database.file)
        missing = [
            self.find_set(row["id"])
            for row in self.read("SELECT id, track FROM sets WHERE track NOTNULL")
            if self._tracks.find(row["track"]) is None
        ]
        return [f"The pose track of the set of {one.trained_at:%Y-%m-%d %H:%M} is gone." for one in missing]

    def _tidy_if_possible(self) -> None:
        """Tidy; what prevents it prevents nobody from reading, but a damaged log does."""
        try:
            self._tidier.tidy()
        except LogDamagedError:
            raise
        except InputError:
            return
