"""Where finished live sets go: to the app's other reviews."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

from formcheck.app.jobs import get_board
from formcheck.app.live.coach import Leaving
from formcheck.app.messages import Task
from formcheck.app.reviews import UPLOAD_FOLDER, write_about
from formcheck.errors import InputError


class Shelf(Protocol):
    """Takes what live sets leave."""

    def make_folder(self) -> Path:
        """A fresh private folder for one set; raises `InputError` when there is no room."""
        ...

    def take_in(self, folder: Path, leaving: Leaving) -> str:
        """Have a finished set reviewed; returns a name that cannot be guessed."""
        ...

    def clear(self, folder: Path) -> None:
        """Remove the folder of a set that left nothing."""
        ...


class ReviewShelf:
    """The reviews of this run of the app."""

    def make_folder(self) -> Path:
        """A fresh private folder for one set."""
        try:
            return get_board().make_folder()
        except OSError as error:
            raise InputError(f"There is no room for a set: {error.strerror or error}. Make some.") from error

    def take_in(self, folder: Path, leaving: Leaving) -> str:
        """Have a finished set reviewed: it is there at once, and its clip is drawn after that.

        Where no movement was recognised, the review looks for it, and asks.
        """
        has_film = leaving.film_from_s is not None
        task = Task(
            folder,
            folder / UPLOAD_FOLDER / f"{leaving.name}.webm" if has_film else None,
            leaving.exercise,
            load_kg=leaving.load_kg,
            athlete=leaving.athlete,
            resumes=True,
            film_from_s=leaving.film_from_s or 0.0,
            only_draws=has_film and bool(leaving.exercise),
        )
        write_about(task, leaving.name)
        return get_board().take_in(leaving.name, task, leaving.problem).id

    def clear(self, folder: Path) -> None:
        """Remove the folder of a set that left nothing."""
        shutil.rmtree(folder, ignore_errors=True)
