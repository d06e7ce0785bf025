"""What the page and the live socket tell each other, and every limit on it. Nothing here waits or decodes.

The page sends pictures, binary: eight bytes of big-endian milliseconds on its camera's clock, then a JPEG;
and orders, JSON: ``{"type": "start", "exercise": KEY, "options": {...}, "resumes": false}``,
``{"type": "finish"}``, ``{"type": "stop"}``, ``{"type": "skip_calibration"}``. An order that was not yet
begun is replaced by the next one.

It is told, in JSON:

- ``ready``; ``resumed``: the set goes on that a lost connection interrupted, its clock and count with it;
- for every picture exactly one of ``state`` and ``dropped``, both with its ``t_ms``; ``took_ms``: how long
  the coach looked at it. ``why``: "newer" came before it was looked at, "late": its time did not grow,
  "no_set", "unreadable". A page that came back may be told of pictures it sent over the connection before;
- ``finished`` with the name under which the app has the review of the set, or null where there is nothing to
  review; a page whose connection was lost before it heard this is told so when it comes back, in the place
  of ``ready``; ``stopped``;
- ``held`` with a sentence: the set could not be put away, and may be finished again;
- ``failed`` with a sentence: the set is over, another may be started;
- ``refused`` with a sentence, after which the socket is closed; ``again``: connecting anew may help.

A page says goodbye with the close code 1000 (its tab's end says 1001): an end without a code is a lost
connection, whose set is kept for a while, and then finished as if the page had asked for it. So is the set of
a page that sends nothing any more.
"""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn, TypeAlias

from formcheck.app.live.jpeg_header import read_jpeg_size

MOST_PICTURE_BYTES = 512 * 1024
"""A JPEG of quality 0.7 at 640 x 480 has about 50 kB, at 1280 x 960 about 200 kB."""
MOST_ORDER_BYTES = 4096
"""An order names a movement and a few options: some hundred bytes."""
MOST_SIDE_PX = 1280
"""Twice the size at which pictures are analysed (`formcheck.pose.finder.LONGER_SIDE_PX`)."""
LEAST_SIDE_PX = 64
"""A person is not to be found in less, and native code has its edge cases there."""
LATEST_MS = 24 * 3600 * 1000
"""The camera's clock starts with the page; a set does not begin a day later."""
MOST_MESSAGES_A_SECOND = 90
"""A camera of 60 pictures a second, and half as much again for messages that were held up on their way."""
MOST_OPTIONS = 32
LONGEST_TEXT = 200
"""Of one option, in characters."""
LARGEST_NUMBER = 2**53
"""Of one option: the largest that JavaScript counts to."""

Scalar: TypeAlias = str | int | float | bool | None
Why: TypeAlias = Literal["newer", "late", "no_set", "unreadable"]

_STAMP = struct.Struct(">Q")
_KEY = re.compile(r"[a-z0-9_]{0,64}")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a socket ends.

    Attributes
    ----------
    code : int
        Of the close frame; those from 4000 on are ours.
    sentence : str
        For the person; empty: nobody is there to read it.
    again : bool
        Whether connecting anew may help.
    keeps_seat : bool
        Whether the set is kept for a while, for the page to come back to.
    """

    code: int
    sentence: str = ""
    again: bool = False
    keeps_seat: bool = False


LOST = Ending(1006, again=True, keeps_seat=True)
GONE = Ending(1000)
MALFORMED = Ending(4400, "The app could not read what this page sent: reload the page.")
TOO_LARGE = Ending(4413, "The camera's pictures are too large: choose a smaller size, at most 1280 pixels.")
TOO_FAST = Ending(4429, "This page sent more than the app takes in a second: reload the page.")
UNKNOWN = Ending(4401, "The app no longer knows this page: reload it.")
TAKEN_OVER = Ending(4409, "The set goes on over a newer connection of this page.")
IDLE = Ending(4408, "No picture came from the camera for a while, so the set was ended.", keeps_seat=True)
UNREAD = Ending(4508, "This page did not take the app's answers, so the set was ended.", again=True)
FULL = Ending(4503, "All places for live coaching are taken: end the set in another tab, then start again.")
VISIT_OVER = Ending(4410, "The visit of this page has ended: reload it.")


class BreachError(Exception):
    """A message that no page of ours sends; the socket ends with ``ending``."""

    def __init__(self, ending: Ending, what: str) -> None:
        super().__init__(what)
        self.ending = ending


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that may be decoded: small, plain, and of a size that was read from its header."""

    t_ms: int
    jpeg: bytes = field(repr=False)
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class StartMessage:
    """Begin a set.

    Attributes
    ----------
    exercise : str
        Key of the movement; may be empty.
    options : mapping of str to a plain value
    """

    exercise: str
    options: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Start:
    """The order to begin a set, or to go on with it when ``resumes`` and it is still there."""

    message: StartMessage
    resumes: bool = False


@dataclass(frozen=True, slots=True)
class Finish:
    """The order to end the set with its review."""


@dataclass(frozen=True, slots=True)
class Stop:
    """The order to throw the set away."""


@dataclass(frozen=True, slots=True)
class SkipCalibration:
    """The order to go on without a calibration; it is lost beside another one that waits."""


Order: TypeAlias = Start | Finish | Stop | SkipCalibration
_PLAIN_ORDERS: Mapping[str, Order] = {
    "finish": Finish(),
    "stop": Stop(),
    "skip_calibration": SkipCalibration(),
}


# --- in ------------------------------------------------------------------------------------------


def parse_picture(data: bytes) -> Picture:
    """Read a binary message up to the point where it may safely be decoded.

    Raises
    ------
    BreachError
        When it is too large, no plain JPEG, or says a size or a time that no camera has.
    """
    if len(data) > _STAMP.size + MOST_PICTURE_BYTES:
        raise BreachError(TOO_LARGE, f"a picture of {len(data)} bytes")
    if len(data) <= _STAMP.size:
        _refuse("a picture without a picture")
    (t_ms,) = _STAMP.unpack_from(data)
    if t_ms > LATEST_MS:
        _refuse(f"a picture of {t_ms} ms")
    jpeg = data[_STAMP.size :]
    try:
        width_px, height_px = read_jpeg_size(jpeg)
    except ValueError as error:
        raise BreachError(MALFORMED, str(error)) from error
    if max(width_px, height_px) > MOST_SIDE_PX:
        raise BreachError(TOO_LARGE, f"a picture of {width_px} x {height_px} px")
    if min(width_px, height_px) < LEAST_SIDE_PX:
        _refuse(f"a picture of {width_px} x {height_px} px")
    return Picture(t_ms, jpeg, width_px, height_px)


def parse_order(text: str) -> Order:
    """Read a text message.

    Raises
    ------
    BreachError
        When it is too long or none of ours.
    """
    if len(text) > MOST_ORDER_BYTES:
        raise BreachError(MALFORMED, f"an order of {len(text)} characters")
    try:
        order: Any = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        _refuse("an order that is no JSON")
    match order:
        case {"type": "start", **rest}:
            return _parse_start(rest)
        case {"type": str(kind), **rest} if kind in _PLAIN_ORDERS and not rest:
            return _PLAIN_ORDERS[kind]
    raise BreachError(MALFORMED, "an order that is none of ours")


def _parse_start(said: dict[str, Any]) -> Start:
    exercise, options = said.pop("exercise", ""), said.pop("options", {})
    resumes = said.pop("resumes", False)
    if said or not isinstance(resumes, bool) or not isinstance(options, dict) or len(options) > MOST_OPTIONS:
        _refuse("a start with something else in it")
    if not isinstance(exercise, str) or not _KEY.fullmatch(exercise):
        _refuse("a movement that cannot be one")
    for name, value in options.items():
        if not _KEY.fullmatch(name) or not _is_plain(value):
            _refuse("an option that cannot be one")
    return Start(StartMessage(exercise, options), resumes)


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_TEXT
    return value is None or (isinstance(value, bool | int | float) and abs(value) <= LARGEST_NUMBER)


def _refuse(what: str) -> NoReturn:
    raise BreachError(MALFORMED, what)


class RateGate:
    """Lets through so many messages a second, and as many at once as come in one.

    Parameters
    ----------
    most_per_s : float
    """

    def __init__(self, most_per_s: float = MOST_MESSAGES_A_SECOND) -> None:
        self._most = self._left = most_per_s
        self._last_s = -math.inf

    def let_through(self, now_s: float) -> None:
        """Count one message; raises `BreachError` when it is one too many."""
        self._left = min(self._most, self._left + (now_s - self._last_s) * self._most)
        self._last_s = now_s
        if self._left < 1.0:
            raise BreachError(TOO_FAST, f"more than {self._most:g} messages a second")
        self._left -= 1.0


# --- out -----------------------------------------------------------------------------------------


def write_ready(resumed: bool) -> str:
    """Pictures are looked at from now on."""
    return json.dumps({"type": "ready", "resumed": resumed})


def write_state(t_ms: int, state: str, took_ms: float) -> str:
    """What the coach says of one picture; ``state`` is JSON already."""
    return f'{{"type": "state", "t_ms": {t_ms}, "took_ms": {took_ms:.1f}, "state": {state}}}'


def write_dropped(t_ms: int, why: Why) -> str:
    """A picture was not looked at."""
    return json.dumps({"type": "dropped", "t_ms": t_ms, "why": why})


def write_finished(review: str | None) -> str:
    """The set is over; ``review`` names what came of it, None: nothing did."""
    return json.dumps({"type": "finished", "review": review})


def write_stopped() -> str:
    """The set was thrown away."""
    return json.dumps({"type": "stopped"})


def write_held(sentence: str) -> str:
    """The set is still there."""
    return json.dumps({"type": "held", "sentence": sentence}, ensure_ascii=False)


def write_failed(sentence: str) -> str:
    """The set ended by itself."""
    return json.dumps({"type": "failed", "sentence": sentence}, ensure_ascii=False)


def write_refused(ending: Ending) -> str:
    """The socket is about to be closed."""
    told = {"type": "refused", "code": ending.code, "sentence": ending.sentence, "again": ending.again}
    return json.dumps(told, ensure_ascii=False)
