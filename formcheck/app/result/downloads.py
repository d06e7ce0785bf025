"""Take the report away: every format, made when it is asked for."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from formcheck.app.reviews import LoadedReview
from formcheck.report.formats import FORMATS, Bundle, Format, write_format

FIRST = ("html", "pdf", "csv", "json")
"""Offered before all others."""


def show_downloads(review: LoadedReview, bundle: Bundle, key: str) -> None:
    """Offer every format in a menu; what cannot be made says why."""
    order = [*FIRST, *(name for name in FORMATS if name not in FIRST)]
    with st.popover("Export", icon=":material/download:", key=f"{key}_export"):
        for name in order:
            _show_download(FORMATS[name], bundle, review, key)
        if bundle.video is not None:
            st.download_button(
                "Annotated video (WebM)",
                bundle.video.read_bytes,
                f"{name_download(review)}-annotated.webm",
                "video/webm",
                key=f"{key}_webm",
                width="stretch",
                on_click="ignore",
            )


def _show_download(one: Format, bundle: Bundle, review: LoadedReview, key: str) -> None:
    problem = one.find_problem(bundle)
    first, *others = map(Path, one.files)
    suffix = ".zip" if others else first.suffix
    st.download_button(
        one.name,
        _make_writer(one, bundle),
        f"{name_download(review)}-{one.key if others else first.stem}{suffix}",
        key=f"{key}_{one.key}",
        disabled=bool(problem),
        help=problem or None,
        width="stretch",
        on_click="ignore",
    )


def name_download(review: LoadedReview) -> str:
    """Clip and movement, as a file may be called everywhere."""
    stem = Path(str(review.report.source.get("name", "set"))).stem
    return re.sub(r"[^\w-]+", "_", f"{stem}_{review.report.exercise.key}").strip("_")


def _make_writer(one: Format, bundle: Bundle) -> Callable[[], bytes]:
    return lambda: write_bytes(one, bundle)


def write_bytes(one: Format, bundle: Bundle) -> bytes:
    """Write a format; several files come as one ZIP."""
    with tempfile.TemporaryDirectory() as folder:
        files = write_format(one.key, bundle, Path(folder))
        if len(files) == 1:
            return files[0].read_bytes()
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in files:
                archive.write(file, file.name)
        return packed.getvalue()
