"""One app, however it is started: it answers on this machine, and on this machine only."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from formcheck.app.live.socket import PATH, SUBPROTOCOL

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0


def find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(words: list[str], port: int, data: Path, cwd: Path) -> Iterator[None]:
    """Serve the app until the block ends, then stop it as Ctrl-C does."""
    own = cwd / ".streamlit" / "config.toml"
    own.parent.mkdir()
    own.write_text(f"[server]\nport = {port}\nheadless = true\n", encoding="utf-8")
    environment = {**os.environ, "FORMCHECK_DATA": str(data), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=cwd,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def fetch(url: str) -> str:
    """Fetch a page as soon as somebody answers."""
    end_s = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < end_s, f"nobody answered at {url}"
            time.sleep(0.2)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C of POSIX")
@pytest.mark.parametrize("way", ["formcheck app", "python app.py", "streamlit run app.py"])
def test_the_app_answers_however_it_is_started(way: str, tmp_path: Path) -> None:
    port = find_port()
    words = {
        "formcheck app": ["-m", "formcheck", "app", "--port", str(port), "--no-browser"],
        "python app.py": [str(ROOT / "app.py")],
        "streamlit run app.py": ["-m", "streamlit", "run", str(ROOT / "app.py")],
    }[way]
    with serve(words, port, tmp_path / "data", tmp_path):
        assert "<html" in fetch(f"http://localhost:{port}/")
        assert fetch(f"http://localhost:{port}/_stcore/health") == "ok"
        assert ask_for_socket(port, f"http://localhost:{port}") == "no token: 4401"
        assert ask_for_socket(port, "http://evil.example") == "refused: 403"
        for address in find_other_addresses():
            with socket.socket() as probe:
                probe.settimeout(1.0)
                assert probe.connect_ex((address, port)) != 0, f"{address} is served, too"


def ask_for_socket(port: int, origin: str) -> str:
    """How a page of this origin, with a token of its own making, is received at the live socket."""
    try:
        with connect(
            f"ws://localhost:{port}{PATH}",
            origin=Origin(origin),
            subprotocols=[Subprotocol(SUBPROTOCOL), Subprotocol("token")],
            proxy=None,
        ) as wire:
            return f"no token: {json.loads(wire.recv(timeout=PATIENCE_S))['code']}"
    except InvalidStatus as refused:
        return f"refused: {refused.response.status_code}"


def find_other_addresses() -> list[str]:
    """Addresses of this machine that others can reach; none without a network."""
    found = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    return [address for address in found if not address.startswith("127.")]
