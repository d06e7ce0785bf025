"""Whoever means no good: refused or dropped, nothing leaked, and the page beside goes on."""

from __future__ import annotations

import contextlib
import socket
import struct
import time
from collections.abc import Callable, Iterator

import psutil
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.frames import Frame, Opcode

from formcheck.app.live.protocol import FULL, MALFORMED, MOST_PICTURE_BYTES, TOO_FAST, TOO_LARGE, UNKNOWN
from formcheck.app.live.socket import PATH, SUBPROTOCOL
from tests.unit.app.live.conftest import JPEG, House, Page, lie_about_size, wait_until

STAMP = struct.pack(">Q", 50)


@pytest.fixture
def beside(house: House) -> Iterator[Page]:
    """A page that does nothing wrong, and is none the worse for what others do."""
    with house.visit() as page:
        page.start()
        page.train(10)
        yield page
        assert page.train(1_000_000)["count"] == 2
        assert len(house.seats) == 1
    house.wait_until_clear()


def test_a_foreign_page_is_refused(house: House, beside: Page) -> None:
    evil = "http://evil.example", "http://localhost:1", "http://localhost.evil.example"
    for origin in (None, "null", *evil, f"http://localhost:{house.port}.evil.example"):
        with pytest.raises(InvalidStatus) as caught:
            house.call(origin=origin)
        assert caught.value.response.status_code == 403


def test_without_a_token_nobody_comes_in(house: House, beside: Page) -> None:
    for offered in ([], [SUBPROTOCOL], ["other", "token"], [SUBPROTOCOL, "a", "b"]):
        with pytest.raises(InvalidStatus) as caught:
            house.call(offered=offered)
        assert caught.value.response.status_code == 403


def test_a_foreign_token_is_told_to_reload_and_nothing_of_it_is_read(house: House, beside: Page) -> None:
    with house.visit("foreign") as page:
        told, code = page.hear_end()
    assert (told["sentence"], code) == (UNKNOWN.sentence, UNKNOWN.code)


def test_a_message_that_is_none_ends_its_socket(house: House, beside: Page) -> None:
    malformed: list[bytes | str] = [b"", b"short", STAMP, STAMP + b"GIF89a" * 20, STAMP + b"\xff" * 1000]
    malformed += [STAMP + JPEG[:-20], b"\xff" * 8 + JPEG]
    malformed += ["", "nonsense", '{"type": "start", "exercise": ' + "[" * 3000, "x" * 1_000_000]
    too_large = [STAMP + lie_about_size(JPEG, 60_000, 60_000), STAMP + JPEG + bytes(MOST_PICTURE_BYTES)]
    ends = [(one, MALFORMED) for one in malformed] + [(one, TOO_LARGE) for one in too_large]
    for message, ending in ends:
        with house.visit() as page:
            page.wire.send(message)
            told, code = page.hear_end()
        assert (told["type"], told["sentence"], code) == ("refused", ending.sentence, ending.code)


def test_a_set_that_goes_on_ends_with_the_message_that_is_none(house: House, beside: Page) -> None:
    with house.visit() as page:
        page.start()
        page.train(1)
        page.wire.send(STAMP + lie_about_size(JPEG, 60_000, 60_000))
        assert page.hear_end()[1] == TOO_LARGE.code
        wait_until(lambda: len(house.seats) == 1, "its seat is free again")


def test_a_header_that_lies_is_found_out_after_decoding(house: House, beside: Page) -> None:
    with house.visit() as page:
        page.start()
        page.show(1, lie_about_size(JPEG, 1280, 1280))  # a scan for 320 x 240 only
        assert page.hear()["type"] in ("dropped", "state")
        assert page.train(2)["size"] == [240, 320, 3]


def test_a_flood_ends_its_socket(house: House, beside: Page) -> None:
    with house.visit() as page:
        page.start()
        with contextlib.suppress(ConnectionClosed):
            for number in range(1000):
                page.show(number)
        assert page.hear_end()[1] == TOO_FAST.code


def test_a_message_beyond_all_measure_is_not_taken_in(house: House, beside: Page) -> None:
    with house.visit() as page:
        with contextlib.suppress(ConnectionClosed):
            page.wire.send(bytes(20_000_001))  # one more than server.maxMessageSize in the product
        said, code = page.hear_end()
        assert said == {}
        assert code in (1009, 1006)  # what is still on its way may break the line before the code is heard


def test_two_hundred_quick_reconnects_leak_nothing(house: House, beside: Page) -> None:
    process, token = psutil.Process(), house.tokens.issue()
    handles, threads = process.num_fds(), process.num_threads()
    for number in range(200):
        with house.visit(token) as page:
            if number % 3 == 0:
                page.say("start")
            if number % 3 == 1:
                page.show(number)
            if number % 2:
                page.drop()
    wait_until(lambda: len(house.seats) == 1, "one seat is left")
    wait_until(lambda: len(house.server.server_state.connections) == 1, "one connection is left")
    wait_until(lambda: process.num_threads() <= threads, "the threads are gone")
    wait_until(lambda: process.num_fds() <= handles, "the handles are closed")


def test_a_client_that_never_reads_is_let_go(open_house: Callable[..., House]) -> None:
    house = open_house(send_s=0.3)
    with house.visit() as good, house.visit() as bad:
        good.start()
        bad.start("big")
        show_until_closed(bad)
        wait_until(lambda: len(house.seats) == 1, "its seat is free again")
        wait_until(lambda: len(house.server.server_state.connections) == 1, "nothing of it lingers")
        assert good.train(40)["count"] == 1


def test_a_client_that_does_not_answer_the_close_is_cut_off(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formcheck.app.live.socket._CLOSED_BY_NOW_S", 0.2)
    with connect_deaf(house) as wire:
        (connection,) = house.server.server_state.connections
        connection.close_timeout = 3600.0  # type: ignore[union-attr]
        wire.sendall(Frame(Opcode.TEXT, b"nonsense").serialize(mask=True))
        wait_until(lambda: not house.server.server_state.connections, "it is cut off")
    house.wait_until_clear()


def connect_deaf(house: House) -> socket.socket:
    """A socket of a page that reads nothing after it was let in, not even that it was closed."""
    wire = socket.create_connection(("127.0.0.1", house.port))
    lines = [
        f"GET {PATH} HTTP/1.1",
        f"Host: localhost:{house.port}",
        f"Origin: http://localhost:{house.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Protocol: {SUBPROTOCOL}, {house.tokens.issue()}",
    ]
    wire.sendall("\r\n".join([*lines, "", ""]).encode())
    assert b" 101 " in wire.recv(4096)
    return wire


def show_until_closed(page: Page) -> None:
    """Show pictures and hear nothing: its library stops reading when 16 messages wait to be heard."""
    for t_ms in range(1, 1500):
        try:
            page.show(t_ms)
        except (ConnectionClosed, OSError):
            return
        time.sleep(0.02)
    pytest.fail("it was never let go")


def test_when_all_places_are_taken_the_next_is_told_so(open_house: Callable[..., House]) -> None:
    house = open_house(most=2)
    with house.visit() as one, house.visit() as other:
        for page in (one, other):
            page.start()
        with house.visit() as third:
            told, code = third.hear_end()
            assert (told["sentence"], code) == (FULL.sentence, FULL.code)
        assert one.train(40)["count"] == other.train(40)["count"] == 1
        one.wire.close()
        wait_until(lambda: len(house.seats) == 1, "a place is free")
        with house.visit() as third:
            assert third.start()["type"] == "ready"
