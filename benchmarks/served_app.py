"""The app as people start it, and the browser that looks at it: for benchmarks and for tests in a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
"""None: there is no browser here."""


@contextmanager
def serve_app(data: Path) -> Iterator[str]:
    """Serve the app at a free port, with a data folder of its own; gives its address.

    Parameters
    ----------
    data : Path
        Folder for everything the app keeps.

    Raises
    ------
    RuntimeError
        When the app does not start.
    """
    process = subprocess.Popen(
        [sys.executable, "-m", "formcheck", "app", "--no-browser"],
        cwd=ROOT,
        env={**os.environ, "FORMCHECK_DATA": str(data), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield _find_address(process.stdout)
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def _find_address(lines: Iterator[str]) -> str:
    said = []
    for line in lines:
        if found := re.search(r"http://localhost:\d+", line):
            return found.group(0)
        said.append(line)
    raise RuntimeError(f"the app did not start: {''.join(said)}")
