"""Numbers, lengths of time and moments as other apps write them; a ValueError says what came instead."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from formcheck.history.load_units import KG_PER_LB
from formcheck.report.training_log import MONTHS

KILOGRAMS = {"kg": "1", "kgs": "1", **dict.fromkeys(("lb", "lbs", "pounds"), str(KG_PER_LB))}
METRES = {
    "km": "1000", "m": "1", "meters": "1", "metres": "1", "mi": "1609.344", "mile": "1609.344",
    "miles": "1609.344", "yd": "0.9144", "yards": "0.9144", "ft": "0.3048",
}  # fmt: skip
"""Exact, by definition of the international yard and pound (1959)."""
YEARS = (1971, 2999)
"""Outside of them a date is a slip of the finger, and clocks of some systems fail."""
_DIGITS = Decimal("0.001")
_NUMBER = re.compile(r"[+-]?\d*[.,]?\d*(?:[eE][+-]?\d{1,2})?")
_PART_S = {"h": 3600, "hr": 3600, "hrs": 3600, "m": 60, "min": 60, "mins": 60, "s": 1, "sec": 1, "secs": 1}
_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*([a-z]+)")
_CLOCK = r"[ T,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?\s*(?P<half>[ap]m)?"
_MOMENTS = tuple(
    re.compile(day + _CLOCK, re.IGNORECASE)
    for day in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.? +(?P<month>[a-z]{3,9})\.?,? +(?P<year>\d{4})",
        r"(?P<month>[a-z]{3,9})\.? +(?P<day>\d{1,2}),? +(?P<year>\d{4})",
    )
)


def read_number(text: str, what: str) -> float:
    """A number with a decimal point or comma; NaN of an empty cell."""
    amount = _read_decimal(text, what)
    return math.nan if amount is None else float(amount)


def read_count(text: str, what: str) -> int:
    """A whole number, "8" or "8.0"; 0 of an empty cell."""
    amount = _read_decimal(text, what) or Decimal(0)
    if amount != amount.to_integral_value() or amount < 0:
        raise ValueError(f"{what} is {text!r}, expected a whole number")
    return int(amount)


def read_amount_in(text: str, unit: str, units: Mapping[str, str], what: str) -> float:
    """An amount in kilograms or metres, to the third decimal; NaN of an empty cell."""
    amount = _read_decimal(text, what)
    if amount is None:
        return math.nan
    if unit.lower() not in units:
        raise ValueError(f"{what} is in {unit!r}, expected one of {', '.join(units)}")
    return float((amount * Decimal(units[unit.lower()])).quantize(_DIGITS))


def read_duration_s(text: str) -> float:
    """A length of time: "1h 5m", "45min", "1:05:00", or seconds; NaN of an empty cell."""
    plain = " ".join(text.lower().split())
    if not plain:
        return math.nan
    if re.fullmatch(r"\d+(:\d{2}){1,2}", plain):
        parts = [int(part) for part in plain.split(":")]
        hours, minutes, seconds = [*parts, 0] if len(parts) == 2 else parts
        return float(3600 * hours + 60 * minutes + seconds)
    found = _DURATION.findall(plain)
    if found and not _DURATION.sub("", plain).strip() and all(unit in _PART_S for _, unit in found):
        return float(sum(float(number.replace(",", ".")) * _PART_S[unit] for number, unit in found))
    return read_number(plain, "the duration")


def read_moment(text: str) -> datetime:
    """A moment as Strong, Hevy or ISO 8601 writes it; with an offset to UTC only where the text has one."""
    plain = " ".join(text.split())  # some apps write narrow spaces before AM and PM
    moment = _read_iso(plain) or _read_words(plain)
    if moment is None:
        raise ValueError(f"the time is {text!r}, expected a date with a time")
    least, most = YEARS
    if not least <= moment.year <= most:
        raise ValueError(f"the time lies in the year {moment.year}")
    return moment


def _read_decimal(text: str, what: str) -> Decimal | None:
    plain = text.replace("\u202f", "").replace("\xa0", "").replace(" ", "")
    if not plain:
        return None
    if "," in plain and "." in plain:  # the last of the two is the decimal one
        thousands = "," if plain.rfind(",") < plain.rfind(".") else "."
        plain = plain.replace(thousands, "")
    try:
        if not _NUMBER.fullmatch(plain):
            raise InvalidOperation
        return Decimal(plain.replace(",", "."))
    except InvalidOperation as error:
        raise ValueError(f"{what} is {text!r}, expected a number") from error


def _read_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_words(text: str) -> datetime | None:
    found = next((found for one in _MOMENTS if (found := one.fullmatch(text))), None)
    if found is None:
        return None
    month = found["month"]
    months = [name.lower() for name in MONTHS]
    if not month.isdigit() and month[:3].lower() not in months:
        return None
    number = int(month) if month.isdigit() else months.index(month[:3].lower()) + 1
    hour = int(found["hour"])
    if half := (found["half"] or "").lower():
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "pm")
    try:
        parts = (int(found["year"]), number, int(found["day"]), hour, int(found["minute"]))
        return datetime(*parts, int(found["second"] or 0))
    except ValueError:
        return None
