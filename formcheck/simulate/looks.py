"""What the figure wears and its colours (RGB, 0 to 255)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Color = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and clothes.

    Parameters
    ----------
    skin, hair, shirt, trousers, shoe, sole : tuple of int
        RGB.
    legs : {"shorts", "long"}
        Loose shorts, or close-fitting long trousers.
    sleeves : {"short", "long", "none"}
    loose_m : float
        How far the shirt stands off the trunk.
    hair_style : {"short", "long"}
        "long" falls to the shoulders.
    """

    skin: Color = (224, 172, 140)
    hair: Color = (58, 40, 30)
    shirt: Color = (52, 98, 158)
    trousers: Color = (48, 48, 56)
    shoe: Color = (226, 226, 230)
    sole: Color = (70, 70, 74)
    legs: Literal["shorts", "long"] = "shorts"
    sleeves: Literal["short", "long", "none"] = "short"
    loose_m: float = 0.0
    hair_style: Literal["short", "long"] = "short"


LOOKS: dict[str, Look] = {
    "blue": Look(),
    "green_long": Look(
        skin=(198, 140, 105), hair=(28, 22, 20), shirt=(72, 120, 84), trousers=(58, 60, 70), legs="long"
    ),
    "red_dark": Look(
        skin=(122, 82, 60), hair=(20, 16, 16), shirt=(176, 62, 56), trousers=(40, 44, 60), shoe=(60, 62, 70)
    ),
    "grey_loose": Look(
        skin=(236, 190, 162), hair=(150, 112, 70), shirt=(150, 150, 156), trousers=(44, 62, 92), legs="long",
        loose_m=0.018,
    ),
    "purple_long_hair": Look(
        skin=(232, 184, 154), hair=(92, 54, 32), shirt=(128, 78, 140), trousers=(34, 34, 40), legs="long",
        sleeves="none", hair_style="long",
    ),
    "orange_long_hair": Look(
        skin=(208, 152, 116), hair=(46, 30, 24), shirt=(222, 120, 48), trousers=(52, 58, 78), legs="long",
        hair_style="long",
    ),
    "teal_dark": Look(
        skin=(96, 66, 50), hair=(24, 20, 20), shirt=(46, 140, 140), trousers=(72, 72, 80), sleeves="none",
        shoe=(200, 90, 60),
    ),
}  # fmt: skip
"""Looks by name."""
