"""Every format a report may be handed out in: one registry for the command line and the app."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from formcheck.errors import InputError
from formcheck.report.bundle import Bundle
from formcheck.report.c3d import write_c3d
from formcheck.report.csv import write_faults_csv, write_reps_csv
from formcheck.report.html import write_html
from formcheck.report.json import write_json
from formcheck.report.mp4 import write_mp4
from formcheck.report.opensim import write_mot, write_trc
from formcheck.report.pdf import write_pdf
from formcheck.report.signals import write_signals_csv, write_signals_parquet
from formcheck.report.training_log import write_hevy_csv, write_strong_csv
from formcheck.report.vtt import write_vtt

__all__ = ["DEFAULT_FORMATS", "FORMATS", "Bundle", "Format", "read_formats", "write_format"]

T = TypeVar("T")

DEFAULT_FORMATS = ("json", "csv", "html")
"""What a review writes unless told otherwise."""
_REPLAY = "keep it with `formcheck review --track`"
_NEEDS: dict[str, tuple[Callable[[Bundle], object], str]] = {
    "signals": (lambda bundle: bundle.has_signals, f"the pose track, which is not there: {_REPLAY}"),
    "track": (lambda bundle: bundle.track is not None, f"the pose track, which is not there: {_REPLAY}"),
    "video": (
        lambda bundle: bundle.video is not None and bundle.video.is_file(),
        "the annotated video, which is not there: review the clip without --no-video",
    ),
}
"""What a format may need: whether it is there, and what to say where it is not."""


@dataclass(frozen=True, slots=True)
class Format:
    """A way to hand a report out.

    Attributes
    ----------
    key : str
        What the command line calls it.
    name : str
        What people call it.
    files : tuple of str
        Names of what it writes.
    write : callable
        ``write(bundle, folder)``; see `write_format`.
    needs : str
        "signals", "track", "video", or nothing but the report.
    extra : str
        Extra of the package that it takes; empty: none.
    module : str
        What that extra brings.
    """

    key: str
    name: str
    files: tuple[str, ...]
    write: Callable[[Bundle, Path], None]
    needs: str = ""
    extra: str = ""
    module: str = ""

    def find_missing_extra(self) -> str:
        """One sentence about what is not installed; empty: nothing."""
        if not self.module or importlib.util.find_spec(self.module) is not None:
            return ""
        return f"{self.name} needs a further package: pip install 'formcheck[{self.extra}]'."

    def find_problem(self, bundle: Bundle) -> str:
        """One sentence about why it cannot be written, and what to do; empty: it can."""
        if missing := self.find_missing_extra():
            return missing
        is_there, what = _NEEDS.get(self.needs, (bool, ""))
        return "" if is_there(bundle) else f"{self.name} needs {what}."


FORMATS: dict[str, Format] = {
    one.key: one
    for one in (
        Format("json", "Report for programs (JSON)", ("report.json",),
               lambda b, folder: write_json(b.report, folder / "report.json")),
        Format("csv", "Reps and faults (CSV)", ("reps.csv", "faults.csv"),
               lambda b, folder: _write_tables(b, folder)),
        Format("html", "Report to read and print (HTML)", ("report.html",),
               lambda b, folder: write_html(b, folder / "report.html")),
        Format("pdf", "Report to send (PDF)", ("report.pdf",),
               lambda b, folder: write_pdf(b, folder / "report.pdf"), extra="pdf", module="fpdf"),
        Format("signals", "Signals of every frame (CSV)", ("signals.csv",),
               lambda b, folder: write_signals_csv(b.report, folder / "signals.csv"), "signals"),
        Format("parquet", "Signals of every frame (Parquet)", ("signals.parquet",),
               lambda b, folder: write_signals_parquet(b.report, folder / "signals.parquet"), "signals"),
        Format("vtt", "Subtitles (WebVTT)", ("clip.vtt",),
               lambda b, folder: write_vtt(b.report, folder / "clip.vtt")),
        Format("mp4", "Annotated video (MP4)", ("annotated.mp4",),
               lambda b, folder: write_mp4(_expect(b.video), folder / "annotated.mp4"),
               "video", "h264", "av"),
        Format("trc", "Landmarks for OpenSim (TRC)", ("landmarks.trc",),
               lambda b, folder: write_trc(_expect(b.track), folder / "landmarks.trc"), "track"),
        Format("mot", "Joint angles for OpenSim (MOT)", ("angles.mot",),
               lambda b, folder: write_mot(_expect(b.track), folder / "angles.mot"), "track"),
        Format("c3d", "Landmarks for biomechanics (C3D)", ("landmarks.c3d",),
               lambda b, folder: write_c3d(b.report, _expect(b.track), folder / "landmarks.c3d"),
               "track", "biomech", "ezc3d"),
        Format("strong", "Set for Strong (CSV)", ("strong.csv",),
               lambda b, folder: write_strong_csv(b.report, b.made_at, folder / "strong.csv")),
        Format("hevy", "Set for Hevy (CSV)", ("hevy.csv",),
               lambda b, folder: write_hevy_csv(b.report, b.made_at, folder / "hevy.csv")),
    )
}  # fmt: skip
"""By key, in the order in which they are offered."""


def write_format(key: str, bundle: Bundle, folder: Path) -> list[Path]:
    """Write one format into a folder, replacing files of the same names.

    Parameters
    ----------
    key : str
        Of ``FORMATS``.
    bundle : Bundle
    folder : Path
        Exists.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    InputError
        One sentence: what is missing, and what to do.
    """
    chosen = FORMATS[key]
    if problem := chosen.find_problem(bundle):
        raise InputError(problem)
    chosen.write(bundle, folder)
    return [folder / name for name in chosen.files]


def read_formats(text: str) -> tuple[str, ...]:
    """Read a list such as "json,csv".

    Raises
    ------
    InputError
        When one is not known, or what it takes is not installed.
    """
    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in FORMATS]
    if unknown or not names:
        raise InputError(f"--format {text!r} is not known: give one or more of {','.join(FORMATS)}.")
    for missing in filter(None, (FORMATS[name].find_missing_extra() for name in names)):
        raise InputError(missing)
    return names


def list_files(keys: Iterable[str]) -> list[str]:
    """Names of all files that some formats write."""
    return [name for key in keys for name in FORMATS[key].files]


def _write_tables(bundle: Bundle, folder: Path) -> None:
    write_reps_csv(bundle.report, folder / "reps.csv")
    write_faults_csv(bundle.report, folder / "faults.csv")


def _expect(value: T | None) -> T:
    """What `Format.find_problem` has seen to be there."""
    if value is None:
        raise ValueError("None, expected what the format needs")
    return value
