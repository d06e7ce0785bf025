"""The manifest of pose models: which there are, what their files must be, and where they belong."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from formcheck.errors import InputError

CUSTOM = "custom"
"""What a model is called whose SHA-256 the manifest does not know."""


@dataclass(frozen=True, slots=True)
class WheelMember:
    """One network inside a wheel: where it lies there, what it is called in a bundle, what it must be."""

    path: str
    becomes: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """A wheel that holds both networks of a model, and the bundle that is built of them.

    Attributes
    ----------
    package, version, python_version, platform : str
        Which wheel, in the words of ``pip download``. Only data is taken from it, so one platform's
        wheel serves every host.
    size : int
        Bytes of the wheel, to show how far a download is.
    bundle_size, bundle_sha256 : int, str
        Bytes and SHA-256 of the finished bundle.
    members : tuple of WheelMember
        The detector and the landmark network.
    """

    package: str
    version: str
    python_version: str
    platform: str
    size: int
    bundle_size: int
    bundle_sha256: str
    members: tuple[WheelMember, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """A pose model.

    Attributes
    ----------
    name : str
        lite, full or heavy.
    url, sha256, size : str, str, int
        The official bundle: address, SHA-256, bytes.
    licence, source : str
        For people.
    wheel : Wheel or None
        Where else the same weights come from.
    """

    name: str
    url: str
    sha256: str
    size: int
    licence: str
    source: str
    wheel: Wheel | None = None

    @property
    def file_name(self) -> str:
        """What its file is called on disk."""
        return f"pose_landmarker_{self.name}.task"

    @property
    def accepted(self) -> frozenset[str]:
        """Every SHA-256 under which a file is this model: the official one and our own build's."""
        return frozenset({self.sha256, self.wheel.bundle_sha256} if self.wheel else {self.sha256})


def find_manifest() -> Path:
    """Find the manifest: inside the package once installed, in ``models/`` of a checkout."""
    packaged = Path(__file__).with_name("manifest.toml")
    return packaged if packaged.is_file() else Path(__file__).parents[2] / "models" / "manifest.toml"


def read_manifest() -> dict[str, Model]:
    """Read every model of the manifest, by name.

    Raises
    ------
    InputError
        If there is no manifest, or no readable one: the installation is damaged.
    """
    path = find_manifest()
    try:
        tables: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise InputError(
            f"The list of pose models, {path}, cannot be read: install formcheck anew."
        ) from error
    return {name: _parse_model(name, table) for name, table in tables.items()}


def _parse_model(name: str, table: dict[str, Any]) -> Model:
    wheel = table.get("wheel")
    if wheel is not None:
        members = tuple(WheelMember(**member) for member in wheel["members"])
        wheel = Wheel(**{**wheel, "members": members})
    return Model(**{**table, "name": name, "wheel": wheel})


def pick_model(name: str) -> Model:
    """Look a model up by its name.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    models = read_manifest()
    if name not in models:
        raise InputError(f"There is no pose model called {name!r}: choose one of {', '.join(models)}.")
    return models[name]


def identify_model(path: Path) -> tuple[str, str]:
    """Name a model file by its content: (name in the manifest or ``"custom"``, SHA-256)."""
    sha256 = hash_file(path)
    names = [model.name for model in read_manifest().values() if sha256 in model.accepted]
    return (names[0] if names else CUSTOM), sha256


def hash_file(path: Path) -> str:
    """Compute the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def model_folder() -> Path:
    """Where models belong: ``models/`` of a checkout, the user's cache once installed."""
    manifest = find_manifest()
    return manifest.parent if manifest.parent.name == "models" else cache_folder()


def cache_folder() -> Path:
    """Where models go in the user's cache."""
    return platformdirs.user_cache_path("formcheck", appauthor=False) / "models"
