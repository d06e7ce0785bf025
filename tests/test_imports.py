"""The arrows of the design: who may import whom, read off the source itself.

``pose ← motion ← reps ← faults ← exercises ← report ← session ← recognition ← review
← live ← {validate, batch, app, cli}``
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
NAME = "formcheck"

CHAIN = (
    "pose", "motion", "reps", "faults", "exercises", "report", "session", "recognition", "review", "live",
    "top",
)  # fmt: skip
"""Each may import what stands before it, and its own."""
PLACES = {
    **{name: name for name in CHAIN[:-1]},
    **dict.fromkeys(
        ("adding", "correcting", "counting", "events", "momentum", "quality", "recording"), "session"
    ),
    **dict.fromkeys(("calibration", "guide", "lane_timing", "retiming", "scores"), "session"),
    **dict.fromkeys(("settling", "summary", "window"), "session"),
    **dict.fromkeys(
        ("annotate", "athletes", "estimation", "reach_narrator", "recognised", "replay", "workshop"), "review"
    ),
    "fault_pictures": "review",
    **dict.fromkeys(
        ("validate", "batch", "app", "cli", "command_line", "commands", "doctor", "__main__"), "top"
    ),
    **dict.fromkeys(
        (
            "simulate_command",
            "calibrate_command",
            "export_command",
            "guide_command",
            "asking",
            "options",
            "live_command",
            "log_command",
            "log_review",
            "removal",
        ),
        "top",
    ),
    "corrections": "report",
    "errors": "everybody",
    "child_process": "everybody",
    "data_folder": "everybody",
    "locking": "everybody",
    "quiet": "everybody",
    "app_command": "top",
    "": "everybody",  # the package itself: its version
    "video": "video",
    "history": "history",
    "simulate": "simulate",
}
"""Where every folder and file of the package stands."""
MAY_IMPORT = {
    **{place: {*CHAIN[: number + 1], "everybody"} for number, place in enumerate(CHAIN)},
    "everybody": {"everybody"},
    "video": {"video", "pose", "everybody"},
    "history": {"history", "report", "everybody"},
    "simulate": {"simulate", "everybody"},
}
MAY_IMPORT["review"] |= {"video"}
MAY_IMPORT["live"] |= {"video"}
MAY_IMPORT["top"] |= {"video", "history", "simulate"}

ENGINE = ("motion", "reps", "faults", "exercises", "report", "session", "recognition")
"""Knows no clock, no camera, no model and no screen: time comes in with the Pose."""
NOT_IN_THE_ENGINE = {"cv2", "mediapipe", "streamlit", "time"}
MEDIAPIPE_IN = {"pose/mediapipe.py": "mediapipe", "pose/bundle.py": "mediapipe.tasks.metadata"}
"""The only files that may import it, and which part."""


def find_imports(file: Path, module: str, package: Path) -> Iterator[tuple[int, str]]:
    """Every import of a file, wherever it stands: (line, full name of what is imported)."""
    tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = resolve(node, module, file.name == "__init__.py")
            if base == NAME:  # "from formcheck import x": x is a module, or a name of the package
                for alias in node.names:
                    is_module = (package / alias.name).is_dir() or (package / f"{alias.name}.py").is_file()
                    yield node.lineno, f"{NAME}.{alias.name}" if is_module else NAME
            else:
                yield node.lineno, base
        elif isinstance(node, ast.Call) and is_import_call(node.func) and node.args:
            yield from ((node.lineno, name) for name in [read_literal_start(node.args[0])] if name)


def resolve(node: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The absolute name of a ``from`` import."""
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    parents = parts[: len(parts) - node.level + is_package]
    return ".".join([*parents, node.module] if node.module else parents)


def is_import_call(function: ast.expr) -> bool:
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    return name in {"import_module", "__import__"}


def read_literal_start(argument: ast.expr) -> str:
    """The text of a string, or what an f-string begins with."""
    if isinstance(argument, ast.JoinedStr):
        argument = argument.values[0]
    is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    return argument.value.rstrip(".") if is_text else ""  # type: ignore[union-attr, attr-defined]


def find_place(module: str) -> str:
    """Where a module of the package stands; KeyError when the design does not say."""
    return PLACES[module.split(".")[1] if "." in module else ""]


def find_wrong_arrows(package: Path) -> list[str]:
    """Every import that points the wrong way, as "file:line what"."""
    wrong = []
    for file in sorted(package.rglob("*.py")):
        parts = file.relative_to(package).with_suffix("").parts
        module = ".".join([NAME, *(part for part in parts if part != "__init__")])
        where = file.relative_to(package).as_posix()
        try:
            place = find_place(module)
        except KeyError:
            wrong.append(f"{where}: has no place in the design; give it one here")
            continue
        for line, name in find_imports(file, module, package):
            if problem := judge_import(where, place, name):
                wrong.append(f"{where}:{line} {problem}")
    return wrong


def judge_import(where: str, place: str, name: str) -> str:
    """What is wrong with importing ``name`` there; empty when nothing is."""
    top = name.split(".")[0]
    if top == NAME:
        target = PLACES.get(name.split(".")[1] if "." in name else "")
        if target is None:
            return f"imports {name}, which has no place in the design"
        return "" if target in MAY_IMPORT[place] else f"({place}) imports {name} ({target})"
    if top == "mediapipe":
        allowed = MEDIAPIPE_IN.get(where, "")
        if not allowed or not f"{name}.".startswith(f"{allowed}."):
            return f"imports {name}"
    if top == "streamlit" and place != "top":
        return f"imports {name}"
    return f"imports {name}" if place in ENGINE and top in NOT_IN_THE_ENGINE else ""


def test_every_import_points_the_way_of_the_design() -> None:
    assert find_wrong_arrows(ROOT / NAME) == []


def test_there_is_something_to_look_at() -> None:
    files = list((ROOT / NAME).rglob("*.py"))
    found = {
        find_place(name)
        for file in files
        for _, name in find_imports(file, f"{NAME}.x", ROOT / NAME)
        if name.split(".")[0] == NAME
    }
    assert found >= {
        "pose",
        "motion",
        "reps",
        "faults",
        "exercises",
        "report",
        "session",
        "review",
        "everybody",
    }


def make_package(folder: Path, files: dict[str, str]) -> Path:
    package = folder / NAME
    own = dict.fromkeys(("__init__.py", "errors.py", "session.py", "review.py"), "")
    for name, text in (own | files).items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return package


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        (
            "motion/view.py",
            "from formcheck.session import Session",
            "(motion) imports formcheck.session (session)",
        ),
        ("motion/view.py", "import formcheck.reps.counter", "(motion) imports formcheck.reps.counter (reps)"),
        ("pose/track.py", "from formcheck import review", "(pose) imports formcheck.review (review)"),
        ("faults/a.py", "def f():\n    from formcheck.exercises.rules import Rule", "(faults) imports"),
        (
            "reps/a.py",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from formcheck.report import json",
            "(reps) imports formcheck.report (report)",
        ),
        ("motion/a.py", "from ..reps import counter", "(motion) imports formcheck.reps (reps)"),
        ("motion/__init__.py", "from ..session import x", "(motion) imports formcheck.session (session)"),
        (
            "exercises/a.py",
            "from importlib import import_module\nimport_module('formcheck.review')",
            "(exercises)",
        ),
        (
            "exercises/a.py",
            "import importlib\nimportlib.import_module(f'formcheck.report.{x}')",
            "(exercises)",
        ),
        ("events.py", "import formcheck.review", "(session) imports formcheck.review (review)"),
        ("annotate.py", "import formcheck.cli", "(review) imports formcheck.cli (top)"),
        ("errors.py", "import formcheck.pose", "(everybody) imports formcheck.pose (pose)"),
        ("video/reader.py", "from formcheck.motion import view", "(video) imports formcheck.motion (motion)"),
        ("session.py", "from formcheck.video import reader", "(session) imports formcheck.video (video)"),
        ("pose/a.py", "from formcheck.video import reader", "(pose) imports formcheck.video (video)"),
        ("simulate/a.py", "from formcheck.pose import landmarks", "(simulate) imports formcheck.pose (pose)"),
        (
            "session.py",
            "from formcheck.simulate import plan_set",
            "(session) imports formcheck.simulate (simulate)",
        ),
        ("history/a.py", "from formcheck.session import Session", "(history) imports"),
        ("history/a.py", "from formcheck.pose.track import Track", "(history) imports"),
        ("history/a.py", "import formcheck.athletes", "(history) imports formcheck.athletes (review)"),
        ("review.py", "from formcheck.history.log_book import LogBook", "(review) imports"),
        ("live/a.py", "import formcheck.history.log_book", "(live) imports formcheck.history.log_book"),
        ("report/a.py", "from formcheck.history import entries", "(report) imports"),
        ("pose/models.py", "import mediapipe", "imports mediapipe"),
        ("pose/bundle.py", "from mediapipe.tasks.python import vision", "imports mediapipe.tasks.python"),
        ("cli.py", "import mediapipe as mp", "imports mediapipe"),
        ("motion/a.py", "import cv2", "imports cv2"),
        ("session.py", "import time", "imports time"),
        (
            "session.py",
            "from formcheck.recognition import Recogniser",
            "(session) imports formcheck.recognition (recognition)",
        ),
        ("recognition/a.py", "import formcheck.review", "(recognition) imports formcheck.review (review)"),
        ("recognition/a.py", "import cv2", "imports cv2"),
        ("review.py", "import streamlit as st", "imports streamlit"),
        ("review.py", "from formcheck.live import coach", "(review) imports formcheck.live (live)"),
        ("live/a.py", "import formcheck.cli", "(live) imports formcheck.cli (top)"),
        ("surprise/a.py", "", "has no place in the design"),
        ("cli.py", "import formcheck.surprise", "which has no place in the design"),
    ],
)
def test_a_wrong_arrow_is_found(tmp_path: Path, file: str, text: str, problem: str) -> None:
    wrong = find_wrong_arrows(make_package(tmp_path, {file: text}))
    assert len(wrong) == 1, wrong
    assert wrong[0].startswith(file)
    assert problem in wrong[0]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("cli.py", "import formcheck.batch, formcheck.review, formcheck.video.reader, formcheck.simulate"),
        ("review.py", "from formcheck.video.reader import open_video\nfrom formcheck.annotate import write"),
        ("session.py", "from formcheck.events import Event\nfrom formcheck import errors, __version__"),
        ("motion/view.py", "from . import signals\nfrom ..pose.landmarks import Pose\nimport numpy"),
        ("pose/mediapipe.py", "from mediapipe.tasks.python.vision import PoseLandmarker"),
        ("pose/bundle.py", "from mediapipe.tasks.metadata import schema_py_generated"),
        ("video/overlay.py", "import cv2\nfrom formcheck.pose.landmarks import Pose"),
        ("app/live.py", "import streamlit, time\nfrom formcheck.live.coach import LiveCoach"),
        (
            "history/a.py",
            "import sqlite3, time\nfrom formcheck.report.fields import lay_out_report\nfrom . import rows",
        ),
        ("history/a.py", "from formcheck import corrections, data_folder, errors"),
        ("app/history_page.py", "from formcheck.history.log_book import LogBook"),
        ("live/hud.py", "import cv2\nfrom formcheck.video.ink import WHITE\nfrom formcheck import review"),
    ],
)
def test_a_right_arrow_is_left_alone(tmp_path: Path, file: str, text: str) -> None:
    assert find_wrong_arrows(make_package(tmp_path, {file: text})) == []


HEAVY = ("cv2", "mediapipe", "streamlit")


def load_alone(module: str) -> set[str]:
    """Top-level names loaded by a fresh interpreter that imports one module."""
    code = f"import sys, json, {module}; print(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return set(json.loads(done.stdout))


def test_the_engine_loads_no_camera_no_model_and_no_screen() -> None:
    loaded = load_alone("formcheck.session")
    assert "numpy" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_neither_does_the_training_log() -> None:
    assert load_alone("formcheck.history.trends").isdisjoint(HEAVY)


def test_the_command_line_answers_without_them_too() -> None:
    assert load_alone("formcheck.command_line").isdisjoint(HEAVY)


def test_the_overview_of_the_command_line_needs_no_library() -> None:
    assert "typer" not in load_alone("formcheck.cli")


def test_processes_are_hired_before_anything_heavy_is_loaded() -> None:
    loaded = load_alone("formcheck.pose.crew")
    assert loaded.isdisjoint((*HEAVY, "numpy"))


def test_what_is_loaded_would_be_noticed() -> None:
    assert "cv2" in load_alone("formcheck.pose.flanks")
