"""Every limit on what a page may send, and that nothing is decoded before it."""

from __future__ import annotations

import json
import struct

import pytest

from formcheck.app.live.jpeg_header import read_jpeg_size
from formcheck.app.live.protocol import (
    LATEST_MS,
    LEAST_SIDE_PX,
    MALFORMED,
    MOST_PICTURE_BYTES,
    MOST_SIDE_PX,
    TOO_FAST,
    TOO_LARGE,
    BreachError,
    Ending,
    Finish,
    Picture,
    RateGate,
    SkipCalibration,
    Start,
    StartMessage,
    Stop,
    parse_order,
    parse_picture,
    write_dropped,
    write_failed,
    write_finished,
    write_held,
    write_ready,
    write_refused,
    write_state,
    write_stopped,
)
from tests.unit.app.live.conftest import JPEG, lie_about_size, make_jpeg


def wrap(jpeg: bytes, t_ms: int = 40) -> bytes:
    return struct.pack(">Q", t_ms) + jpeg


def refuse(data: bytes) -> Ending:
    with pytest.raises(BreachError) as caught:
        parse_picture(data)
    return caught.value.ending


def test_a_picture_comes_out_with_its_time_and_its_size() -> None:
    assert parse_picture(wrap(JPEG, 1234)) == Picture(1234, JPEG, 320, 240)


def test_a_bomb_is_refused_by_its_header() -> None:
    bomb = lie_about_size(JPEG, 60_000, 60_000)
    assert len(bomb) < 10_000
    assert read_jpeg_size(bomb) == (60_000, 60_000)
    assert refuse(wrap(bomb)) == TOO_LARGE


@pytest.mark.parametrize(
    ("size_px", "ending"),
    [
        ((MOST_SIDE_PX + 1, 480), TOO_LARGE),
        ((480, MOST_SIDE_PX + 1), TOO_LARGE),
        ((LEAST_SIDE_PX - 1, 480), MALFORMED),
        ((480, LEAST_SIDE_PX - 1), MALFORMED),
        ((0, 0), MALFORMED),
    ],
)
def test_sizes_that_no_page_of_ours_sends(size_px: tuple[int, int], ending: Ending) -> None:
    assert refuse(wrap(lie_about_size(JPEG, *size_px))) == ending


def test_the_largest_and_the_smallest_are_let_in() -> None:
    for size_px in ((MOST_SIDE_PX, LEAST_SIDE_PX), (LEAST_SIDE_PX, MOST_SIDE_PX)):
        picture = parse_picture(wrap(make_jpeg(*size_px)))
        assert (picture.width_px, picture.height_px) == size_px


def test_too_many_bytes() -> None:
    fits = JPEG + bytes(MOST_PICTURE_BYTES - len(JPEG))
    assert parse_picture(wrap(fits)).width_px == 320
    assert refuse(wrap(fits + b"\0")) == TOO_LARGE


@pytest.mark.parametrize("data", [b"", b"1234567", bytes(8), bytes(100), b"GIF89a" * 9])
def test_what_is_no_picture(data: bytes) -> None:
    assert refuse(data) == MALFORMED


def test_a_time_that_no_camera_has() -> None:
    assert parse_picture(wrap(JPEG, LATEST_MS)).t_ms == LATEST_MS
    assert refuse(wrap(JPEG, LATEST_MS + 1)) == MALFORMED
    assert refuse(wrap(JPEG, 2**64 - 1)) == MALFORMED


def test_orders() -> None:
    assert parse_order('{"type": "finish"}') == Finish()
    assert parse_order('{"type": "stop"}') == Stop()
    assert parse_order('{"type": "skip_calibration"}') == SkipCalibration()
    assert parse_order('{"type": "start"}') == Start(StartMessage(""))
    options = {"load_kg": 20.5, "side": "left", "is_spoken": True, "sets": 3, "note": None}
    told = {"type": "start", "exercise": "good_morning", "options": options, "resumes": True}
    assert parse_order(json.dumps(told)) == Start(StartMessage("good_morning", options), resumes=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{",
        '"start"',
        '{"type": "dance"}',
        '{"type": 3}',
        '{"type": ["stop"]}',
        '{"type": "stop", "really": true}',
        '{"type": "start", "exercise": "../../etc"}',
        '{"type": "start", "exercise": 3}',
        '{"type": "start", "exercise": "' + "a" * 65 + '"}',
        '{"type": "start", "resumes": 1}',
        '{"type": "start", "factory": "os.system"}',
        '{"type": "start", "options": []}',
        '{"type": "start", "options": {"load_kg": NaN}}',
        '{"type": "start", "options": {"load_kg": 1e999}}',
        '{"type": "start", "options": {"load_kg": ' + "9" * 3000 + "}}",
        '{"type": "start", "options": {"load_kg": [20]}}',
        '{"type": "start", "options": {"Load kg": 20}}',
        '{"type": "start", "options": {"note": "' + "a" * 201 + '"}}',
        json.dumps({"type": "start", "options": {f"o{number}": 0 for number in range(33)}}),
        "[" * 4000,
        " " * 4097,
    ],
)
def test_orders_that_are_none(text: str) -> None:
    with pytest.raises(BreachError) as caught:
        parse_order(text)
    assert caught.value.ending == MALFORMED


def test_a_camera_passes_the_gate_and_a_flood_does_not() -> None:
    gate = RateGate(most_per_s=90)
    for number in range(600):
        gate.let_through(number / 60)
    for _ in range(89):  # a second's worth at once, say after the network was stuck
        gate.let_through(11.5)
    gate.let_through(11.5)
    with pytest.raises(BreachError) as caught:
        gate.let_through(11.5)
    assert caught.value.ending == TOO_FAST
    gate.let_through(11.6)


def test_what_a_page_is_told_is_json() -> None:
    told = [
        write_ready(resumed=True),
        write_state(40, '{"count":1}', 20.04),
        write_dropped(40, "newer"),
        write_finished(None),
        write_finished("abc"),
        write_held("Kein Platz für „das“."),
        write_stopped(),
        write_failed("No „picture“ came."),
        write_refused(TOO_LARGE),
    ]
    assert [json.loads(text) for text in told] == [
        {"type": "ready", "resumed": True},
        {"type": "state", "t_ms": 40, "took_ms": 20.0, "state": {"count": 1}},
        {"type": "dropped", "t_ms": 40, "why": "newer"},
        {"type": "finished", "review": None},
        {"type": "finished", "review": "abc"},
        {"type": "held", "sentence": "Kein Platz für „das“."},
        {"type": "stopped"},
        {"type": "failed", "sentence": "No „picture“ came."},
        {"type": "refused", "code": 4413, "sentence": TOO_LARGE.sentence, "again": False},
    ]
