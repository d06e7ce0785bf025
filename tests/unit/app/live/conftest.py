"""A server of our own with the live route, and pages that talk to it: real sockets, a stub coach."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cv2
import psutil
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from formcheck.app.live.coach import CoachFactory, Leaving
from formcheck.app.live.seats import Seats
from formcheck.app.live.shelf import Shelf
from formcheck.app.live.socket import PATH, SUBPROTOCOL, LiveSocket
from formcheck.app.live.tokens import TokenBook
from formcheck.pose.landmarks import Picture
from tests.picture_factory import paint
from tests.unit.app.live.stub_coach import open_stub

PATIENCE_S = 60.0
QUICK_S = 0.5
"""What takes seconds in the product, so that a test need not wait for it."""


def encode(picture: Picture) -> bytes:
    """As the page does it."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 70])[1].tobytes()


def make_jpeg(width_px: int = 320, height_px: int = 240, grey: int = 90) -> bytes:
    return encode(paint(width_px, height_px, grey))


def lie_about_size(jpeg: bytes, width_px: int, height_px: int) -> bytes:
    """The same JPEG, whose header says another size."""
    at = jpeg.index(b"\xff\xc0")
    return jpeg[: at + 5] + struct.pack(">HH", height_px, width_px) + jpeg[at + 9 :]


JPEG = make_jpeg()


def wait_until(is_so: Callable[[], Any], what: str) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > end_s:
            raise TimeoutError(f"in vain: {what}")
        time.sleep(0.01)


class Page:
    """The page's end of one socket."""

    def __init__(self, wire: ClientConnection) -> None:
        self.wire = wire

    def show(self, t_ms: int, jpeg: bytes = JPEG) -> None:
        self.wire.send(struct.pack(">Q", t_ms) + jpeg)

    def say(self, kind: str, **more: Any) -> None:
        self.wire.send(json.dumps({"type": kind, **more}))

    def hear(self) -> dict[str, Any]:
        return json.loads(self.wire.recv(timeout=PATIENCE_S))

    def start(self, exercise: str = "", **more: Any) -> dict[str, Any]:
        self.say("start", exercise=exercise, **more)
        return self.hear()

    def train(self, t_ms: int, jpeg: bytes = JPEG) -> dict[str, Any]:
        """Show one picture and hear what the coach says of it."""
        self.show(t_ms, jpeg)
        heard = self.hear()
        assert heard["type"] == "state", heard
        assert heard["t_ms"] == t_ms
        return heard["state"]

    def finish(self) -> str | None:
        """End the set; returns what its review is called."""
        self.say("finish")
        heard = self.hear()
        assert heard["type"] == "finished", heard
        return heard["review"]

    def hear_end(self) -> tuple[dict[str, Any], int]:
        """What is said last, and the code of the close."""
        last: dict[str, Any] = {}
        try:
            while True:
                last = self.hear()
        except ConnectionClosed as closed:
            return last, closed.rcvd.code if closed.rcvd is not None else 1006

    def drop(self) -> None:
        """Lose the connection without a word."""
        self.wire.socket.shutdown(socket.SHUT_RDWR)
        self.wire.close_socket()


class PlainShelf:
    """Makes real folders, and takes sets in by doing nothing."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def make_folder(self) -> Path:
        folder = self._root / secrets.token_hex(8)
        folder.mkdir()
        return folder

    def take_in(self, folder: Path, leaving: Leaving) -> str:
        del leaving
        return f"review {folder.name}"

    def clear(self, folder: Path) -> None:
        shutil.rmtree(folder)


class WatchedShelf:
    """A shelf, and what became of every folder of it.

    Attributes
    ----------
    made : list of Path
    taken : dict of str to (Path, Leaving)
        By the name of the review.
    """

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.made: list[Path] = []
        self.taken: dict[str, tuple[Path, Leaving]] = {}

    def make_folder(self) -> Path:
        self.made.append(self._shelf.make_folder())
        return self.made[-1]

    def take_in(self, folder: Path, leaving: Leaving) -> str:
        name = self._shelf.take_in(folder, leaving)
        self.taken[name] = folder, leaving
        return name

    def clear(self, folder: Path) -> None:
        self._shelf.clear(folder)

    def list_loose(self) -> list[Path]:
        """Folders that were neither taken in nor cleared."""
        kept = [folder for folder, _ in self.taken.values()]
        return [folder for folder in self.made if folder.exists() and folder not in kept]


class House:
    """The server."""

    def __init__(
        self, most: int, grace_s: float, factory: CoachFactory, shelf: Shelf, **patience: float
    ) -> None:
        self.tokens = TokenBook()
        self.shelf = WatchedShelf(shelf)
        self.seats = Seats(factory, self.shelf, most, grace_s)
        live = LiveSocket(self.seats, self.tokens, **{"tick_s": 0.05, **patience})
        config = uvicorn.Config(
            Starlette(routes=[WebSocketRoute(PATH, live)]),
            ws="websockets-sansio",  # as Streamlit has it
            ws_max_size=20_000_000,
            log_level="error",
        )
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self.server.run, args=([self._socket],), daemon=True)
        self._thread.start()
        wait_until(lambda: self.server.started, "the server")

    def call(self, origin: str | None = "own", offered: list[str] | None = None) -> ClientConnection:
        """Ask for a socket; the Origin is the page's own, and the token one of a visit that goes on."""
        own = f"http://localhost:{self.port}"
        return connect(
            f"ws://localhost:{self.port}{PATH}",
            sock=socket.create_connection(("127.0.0.1", self.port)),
            origin=own if origin == "own" else origin,  # type: ignore[arg-type]
            subprotocols=([SUBPROTOCOL, self.tokens.issue()] if offered is None else offered) or None,  # type: ignore[arg-type]
            compression=None,
            proxy=None,
            close_timeout=2,
            ping_interval=None,
            max_size=None,
        )

    @contextmanager
    def visit(self, token: str | None = None) -> Iterator[Page]:
        """A page, until its tab is closed."""
        offered = [SUBPROTOCOL, self.tokens.issue() if token is None else token]
        with self.call(offered=offered) as wire:
            yield Page(wire)

    def list_leaks(self) -> list[object]:
        """Seats, connections, threads, processes and folders of sets that are still there."""
        threads = [thread for thread in threading.enumerate() if thread.name == "formcheck live"]
        connections = self.server.server_state.connections
        return [
            *self.seats.list_pids(), *connections, *threads, *list_coaches(), *self.shelf.list_loose(),
        ]  # fmt: skip

    def wait_until_clear(self) -> None:
        """Wait until nothing is left of anybody."""
        with contextlib.suppress(TimeoutError):
            wait_until(lambda: not len(self.seats) and not self.list_leaks(), "everything is freed")
        assert self.list_leaks() == []
        assert len(self.seats) == 0

    def close(self) -> None:
        self.server.should_exit = True
        self._thread.join(PATIENCE_S)
        self._socket.close()
        self.seats.close()
        assert not self._thread.is_alive()


def list_coaches() -> list[psutil.Process]:
    """Processes of coaches that we have started."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "formcheck.app.live.worker" in process.cmdline() or process.status() == psutil.STATUS_ZOMBIE:
                found.append(process)
        except psutil.NoSuchProcess:
            continue
    return found


@pytest.fixture
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., House]]:
    houses: list[House] = []

    def open_one(
        most: int = 4,
        grace_s: float = QUICK_S,
        factory: CoachFactory = open_stub,
        shelf: Shelf | None = None,
        **patience: float,
    ) -> House:
        shelf = shelf or PlainShelf(tmp_path_factory.mktemp("sets"))
        houses.append(House(most, grace_s, factory, shelf, **patience))
        return houses[-1]

    yield open_one
    for house in houses:
        house.close()


@pytest.fixture
def house(open_house: Callable[..., House]) -> House:
    return open_house()
