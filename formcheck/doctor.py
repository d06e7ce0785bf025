"""Is everything here that a review needs, and if not, which command mends it."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from formcheck import __version__
from formcheck.errors import InputError

OLDEST_PYTHON = (3, 11)
PACKAGES = ("mediapipe", "numpy", "opencv-python", "platformdirs", "rich", "streamlit", "typer")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing examined.

    Attributes
    ----------
    name, value : str
        What was looked at, and what was found.
    ok : bool
    mend : str
        The command or the step that mends it; empty when ok.
    is_needed : bool
        False: a review works without it.
    """

    name: str
    value: str
    ok: bool = True
    mend: str = ""
    is_needed: bool = True


def examine() -> bool:
    """Print every finding; True when nothing needed is missing."""
    console = Console(highlight=False)
    steps: tuple[Callable[[], list[Finding]], ...] = (
        _look_at_python,
        _look_at_packages,
        _look_at_opencv,
        _look_at_model,
        _look_at_camera,
    )
    findings = [finding for step in steps for finding in step()]
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark = "[green]✓[/]" if finding.ok else "[red]✗[/]" if finding.is_needed else "[yellow]–[/]"
        console.print(f"{mark} {finding.name:<{width}}  {escape(finding.value)}", soft_wrap=True)
        if finding.mend:
            console.print(f"  {'':<{width}}  → {escape(finding.mend)}", soft_wrap=True)
    return all(finding.ok or not finding.is_needed for finding in findings)


def _look_at_python() -> list[Finding]:
    ok = sys.version_info >= OLDEST_PYTHON
    mend = "" if ok else "install Python 3.11 or later"
    system = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    return [Finding("formcheck", __version__), Finding("Python", system, ok, mend)]


def _look_at_packages() -> list[Finding]:
    findings = []
    for package in PACKAGES:
        try:
            findings.append(Finding(package, metadata.version(package)))
        except metadata.PackageNotFoundError:
            findings.append(Finding(package, "missing", False, f"python -m pip install {package}"))
    others = [name for name in ("opencv-contrib-python", "opencv-python-headless") if _is_installed(name)]
    if others:
        remove = f"python -m pip uninstall {' '.join(others)}"
        mend = f"{remove} && python -m pip install --force-reinstall opencv-python"
        findings.append(Finding("second OpenCV", ", ".join(others), False, mend))
    return findings


def _is_installed(package: str) -> bool:
    try:
        metadata.version(package)
    except metadata.PackageNotFoundError:
        return False
    return True


def _look_at_opencv() -> list[Finding]:
    from formcheck.video import load_opencv

    try:
        load_opencv()
    except InputError as error:
        return [Finding("OpenCV loads", "no", False, str(error))]
    return [Finding("OpenCV loads", "yes")]


def _look_at_model() -> list[Finding]:
    from formcheck.pose.models import find_model, read_environment

    try:
        path = read_environment() or find_model("full")
    except InputError as error:
        return [Finding("pose model", "unusable", False, str(error))]
    if path is None:
        return [Finding("pose model", "not here yet", False, "formcheck models get full")]
    return [Finding("pose model", str(path))]


def _look_at_camera() -> list[Finding]:
    """Only whether the system lists one: opening it would switch its light on."""
    if platform.system() != "Linux":
        return [Finding("camera", "asked for when live starts")]
    devices = sorted(str(path) for path in Path("/dev").glob("video*"))
    if not devices:
        return [
            Finding("camera", "none", False, "plug one in to train live; recorded clips need none", False)
        ]
    readable = [device for device in devices if os.access(device, os.R_OK)]
    if not readable:
        mend = "add yourself to the group that owns it: sudo usermod -aG video $USER, then log in again"
        return [Finding("camera", f"{devices[0]} may not be read", False, mend, False)]
    return [Finding("camera", ", ".join(readable))]
