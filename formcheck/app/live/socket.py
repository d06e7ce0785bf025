"""The live socket: pictures in, what the coach says out.

The event loop only moves messages: a `Seat` has a thread and a process of its own for the work. However a
socket ends, its three tasks end with it, and its seat is freed, or kept for a while when the connection was
lost without a word.

The server under us (uvicorn) reads no more from a connection while a message of it waits here, so a flood
fills no memory. It holds a single message to ``server.maxMessageSize``, and takes no compressed ones, which
might grow in its hands, while ``server.enableWebsocketCompression`` is off, as it is by default.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Coroutine
from typing import Any

from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from formcheck.app.live.protocol import (
    FULL,
    GONE,
    IDLE,
    LOST,
    UNKNOWN,
    UNREAD,
    VISIT_OVER,
    BreachError,
    Ending,
    RateGate,
    parse_order,
    parse_picture,
    write_refused,
)
from formcheck.app.live.seat import MOST_BEGIN_S, Seat
from formcheck.app.live.seats import Seats
from formcheck.app.live.slot import Finished, WindUp
from formcheck.app.live.tokens import TokenBook, is_own_page

PATH = "/formcheck/live"
SUBPROTOCOL = "formcheck.live"
"""A page offers this one and its token, as subprotocols: an address would end in log files, token and all."""
MOST_UNSENT = 64
"""Answers that wait to be sent. A page has two pictures on their way, so it never comes near."""
_LOST_CODES = {1005, 1006}
"""The connection broke without a word. Else the page said goodbye (1000), its tab was closed (1001), a
message was beyond all measure (1009), the app is being stopped (1012)."""
_CLOSED_BY_NOW_S = 3.0
"""So long may a client that was refused take to hear it; the server would let it talk on for 10 s, or for
ever when it does not read. A choice."""


class LiveSocket:
    """The ASGI application behind the route.

    Parameters
    ----------
    seats : Seats
    tokens : TokenBook
    send_s : float
        A client that takes nothing for so long is let go.
    idle_s : float
        So is one that sends nothing: the camera is gone, or the laptop sleeps.
    tick_s : float
        How often that is looked at.
    """

    def __init__(
        self, seats: Seats, tokens: TokenBook, send_s: float = 5.0, idle_s: float = 30.0, tick_s: float = 1.0
    ) -> None:
        self.seats = seats
        self.tokens = tokens
        self.send_s = send_s
        self.idle_s = idle_s
        self.tick_s = tick_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection from its first message to its last."""
        websocket = WebSocket(scope, receive, send)
        offered = scope.get("subprotocols", [])
        is_ours = is_own_page(websocket.headers.get("origin"), websocket.headers.get("host"))
        if not is_ours or len(offered) != 2 or offered[0] != SUBPROTOCOL:
            await websocket.close()  # answers 403: nothing of it is ever read
            return
        with contextlib.suppress(WebSocketDisconnect):
            await websocket.accept(SUBPROTOCOL)
            ending = await self._attend(websocket, offered[1])
            await self._close(websocket, ending, getattr(receive, "__self__", None))

    async def _attend(self, websocket: WebSocket, token: str) -> Ending:
        if not self.tokens.knows(token):
            return UNKNOWN
        outbox = Outbox()
        seat = self.seats.take(token, outbox.put)
        if seat is None:
            return FULL
        keeps_seat = False
        try:
            ending = await _Connection(self, websocket, seat, outbox).run()
            keeps_seat = ending.keeps_seat
        finally:
            if self.seats.leave(seat, outbox.put, keeps_seat):
                for after_s in (0.1, MOST_BEGIN_S + 1.0):  # the second is for a coach that hangs
                    asyncio.get_running_loop().call_later(self.seats.grace_s + after_s, self.seats.sweep)
        return ending

    async def _close(self, websocket: WebSocket, ending: Ending, server: Any) -> None:
        """Say why, and leave nothing behind when the other side does not listen."""
        if ending in (GONE, LOST):
            return
        transport = getattr(server, "transport", None)  # uvicorn's; others close as they see fit
        try:
            async with asyncio.timeout(0.0 if ending is UNREAD else self.send_s):
                await websocket.send_text(write_refused(ending))
                await websocket.close(ending.code, ending.sentence[:120])
        except (TimeoutError, WebSocketDisconnect, RuntimeError):
            if transport is not None:
                transport.abort()
            return
        if transport is not None:
            asyncio.get_running_loop().call_later(_CLOSED_BY_NOW_S, transport.abort)


class Outbox:
    """What is to be sent, put in by any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[str | Ending] = asyncio.Queue()

    def put(self, said: str | Ending) -> None:
        """Have something sent; does not wait."""
        with contextlib.suppress(RuntimeError):  # the loop has ended, and so has the connection
            self._loop.call_soon_threadsafe(self._put, said)

    def _put(self, said: str | Ending) -> None:
        if self._queue.qsize() < MOST_UNSENT:
            self._queue.put_nowait(said)
        elif self._queue.qsize() == MOST_UNSENT:
            self._queue.put_nowait(UNREAD)

    async def take(self) -> str | Ending:
        """Wait for the next."""
        return await self._queue.get()


class _Connection:
    """One page that was let in."""

    def __init__(self, host: LiveSocket, websocket: WebSocket, seat: Seat, outbox: Outbox) -> None:
        self._host = host
        self._websocket = websocket
        self._seat = seat
        self._outbox = outbox
        self._heard_s = time.monotonic()

    async def run(self) -> Ending:
        """Read, send and watch until one of them comes to an end."""
        works: list[Coroutine[Any, Any, Ending]] = [self._read(), self._send(), self._watch()]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return next(task for task in tasks if task in done).result()

    async def _read(self) -> Ending:
        gate = RateGate()
        try:
            while True:
                message = await self._websocket.receive()
                if message["type"] == "websocket.disconnect":
                    return LOST if message.get("code") in _LOST_CODES else GONE
                self._heard_s = time.monotonic()
                gate.let_through(self._heard_s)
                self._take(message.get("bytes"), message.get("text"))
        except BreachError as breach:
            return breach.ending

    def _take(self, data: bytes | None, text: str | None) -> None:
        if data is not None:
            self._seat.give(parse_picture(data))
        elif text is not None:
            self._seat.give(parse_order(text))

    async def _send(self) -> Ending:
        while True:
            said = await self._outbox.take()
            if isinstance(said, Ending):
                return said
            try:
                async with asyncio.timeout(self._host.send_s):
                    await self._websocket.send_text(said)
            except TimeoutError:
                return UNREAD
            except WebSocketDisconnect:
                await asyncio.sleep(self._host.send_s)  # the reader knows how it ended
                return LOST

    async def _watch(self) -> Ending:
        while time.monotonic() - self._heard_s < self._host.idle_s:
            await asyncio.sleep(self._host.tick_s)
            self._seat.end_if_stuck()
            if not self._host.tokens.knows(self._seat.token):
                return VISIT_OVER
            if self._seat.is_busy:  # the page waits for us
                self._heard_s = time.monotonic()
        await self._wind_up()  # a page that is there hears of the set, and says goodbye
        await asyncio.sleep(self._host.tick_s)
        return IDLE

    async def _wind_up(self) -> None:
        """Have the set summed up, and wait for it."""
        over, loop = asyncio.Event(), asyncio.get_running_loop()

        def tell(_finished: Finished | None) -> None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(over.set)

        self._seat.give(WindUp(tell))
        while not over.is_set():
            await asyncio.sleep(self._host.tick_s)
            self._seat.end_if_stuck()
