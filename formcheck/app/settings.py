"""The few things the app remembers of its user: one small JSON file in the data folder."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from formcheck.app.workspace import KEPT_FOLDER
from formcheck.data_folder import find_data_folder
from formcheck.errors import InputError
from formcheck.history.exchange.replacing import list_asides
from formcheck.history.load_units import LOAD_UNITS
from formcheck.history.log_book import find_log_folder

LEAST_REST_S, MOST_REST_S = 15, 900
OURS = (KEPT_FOLDER, "athletes", "exercises", "guide", "log", "settings.json")
"""What formcheck writes into the data folder, besides the workspace of a running app."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user has set.

    Attributes
    ----------
    athlete : str
        Whose sets these usually are; may be empty.
    load_unit : str
        "kg" or "lb": how loads are typed. Reports hold kilograms.
    rest_s : int
        Seconds of rest after a live set. Two minutes at first: ACSM 2009 asks for 2 to 3 between heavy sets
        of large movements, and 1 to 2 for others.
    phone_address : str
        Where an HTTPS proxy serves the app to a phone; empty: nowhere.
    saves_sets : bool
        Save every finished set to the training log by itself.
    """

    athlete: str = ""
    load_unit: str = "kg"
    rest_s: int = 120
    phone_address: str = ""
    saves_sets: bool = False

    def to_kg(self, load: float) -> float:
        """A load as it was typed, in kilograms."""
        return load * LOAD_UNITS[self.load_unit]

    def from_kg(self, load_kg: float) -> float:
        """A load in kilograms, as it is typed and shown."""
        return load_kg / LOAD_UNITS[self.load_unit]


_NAMES = tuple(one.name for one in fields(Settings))


def read_settings() -> Settings:
    """Read what is set; what is missing or damaged is as it was at first."""
    try:
        table = json.loads(_find_file().read_text(encoding="utf-8"))
        found = Settings(**{name: table[name] for name in _NAMES if name in table})
    except (OSError, ValueError, TypeError):
        return Settings()
    has_texts = isinstance(found.athlete, str) and isinstance(found.phone_address, str)
    has_rest = isinstance(found.rest_s, int) and LEAST_REST_S <= found.rest_s <= MOST_REST_S
    has_switch = isinstance(found.saves_sets, bool)
    return found if has_texts and has_rest and has_switch and found.load_unit in LOAD_UNITS else Settings()


def write_settings(settings: Settings) -> None:
    """Remember what is set.

    Raises
    ------
    InputError
        When it cannot be written.
    """
    file = _find_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(".part")
        draft.write_text(json.dumps(asdict(settings), indent=2, ensure_ascii=False), encoding="utf-8")
        draft.replace(file)
    except OSError as error:
        raise InputError(f"The settings could not be saved: {error.strerror or error}.") from error


def delete_everything() -> None:
    """Delete all that formcheck keeps in the data folder; reviews that are open stay until they are left."""
    for path in list_ours():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def list_ours() -> list[Path]:
    """Everything that formcheck keeps in the data folder, old logs that a restore has put aside too."""
    return [*(find_data_folder() / name for name in OURS), *list_asides(find_log_folder())]


def measure_size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0


def _find_file() -> Path:
    return find_data_folder() / "settings.json"
