"""The typeface of the PDF: Source Sans (SIL OFL 1.1), which the app is set in and Streamlit brings."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from importlib import metadata
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fpdf import FPDF

FAMILY, PLAIN_FAMILY = "Source Sans", "Helvetica"
_FONT = "SourceSansVF-Upright"
_WEIGHTS = {"": 400, "B": 700}
_LETTERS = (
    *range(0x20, 0x250),
    *range(0x370, 0x530),
    *range(0x2010, 0x2040),
    0x2190,
    0x2192,
    0x2212,
    0x2248,
    0x2264,
    0x2265,
)
"""Latin, Greek and Cyrillic, dashes, quotes, arrows and signs: more would only make the file larger."""
_IN_LATIN_1 = str.maketrans(
    {"≈": "~", "–": "-", "“": '"', "”": '"', "’": "'", "≥": ">=", "≤": "<=", "→": "->", "−": "-"}
)


def add_typeface(pdf: FPDF) -> tuple[str, Callable[[str], str]]:
    """Give a document its typeface.

    Returns
    -------
    family : str
    clean : callable
        Replaces what the typeface cannot show by "?".

    Notes
    -----
    Without the font file of Streamlit it is Helvetica, which every reader has.
    """
    file = find_font()
    if file is None:
        return (
            PLAIN_FAMILY,
            lambda text: text.translate(_IN_LATIN_1).encode("latin-1", "replace").decode("latin-1"),
        )
    with TemporaryDirectory() as folder:
        for style, weight in _WEIGHTS.items():
            path = Path(folder) / f"{weight}.ttf"
            path.write_bytes(cut_font(file, weight))
            pdf.add_font(FAMILY, style, path)
    known = frozenset(_LETTERS)
    return FAMILY, lambda text: "".join(letter if ord(letter) in known else "?" for letter in text)


def find_font() -> Path | None:
    """The font file that Streamlit brings; None: not where it was."""
    try:
        files = metadata.files("streamlit") or ()
    except metadata.PackageNotFoundError:
        return None
    found = next((file for file in files if file.name.startswith(_FONT) and file.suffix == ".woff2"), None)
    path = Path(str(found.locate())) if found is not None else None
    return path if path is not None and path.is_file() else None


@cache
def cut_font(file: Path, weight: int) -> bytes:
    """One weight of a variable font with the letters we need, as TrueType."""
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = Options()
    options.layout_features = ["kern"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=_LETTERS)
    font = TTFont(file)
    subsetter.subset(font)  # first: making an instance of every glyph takes ten times as long
    font = instancer.instantiateVariableFont(font, {"wght": weight})
    font.flavor = None
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()
