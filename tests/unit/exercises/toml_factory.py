"""Pieces of a movement's TOML, and how to put one into a user's folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

Save = Callable[[str, str], Path]
"""``save(key, text)``: a fixture of this folder."""

HEAD = 'name = "Mine"\nextends = "hinge"\n'
RULE = (
    '[rules.odd]\nmeasure = "range_share"\nunit = "deg"\nminor = 3\nclear = 2\ncue = "No."\nsource = "me"\n'
)
