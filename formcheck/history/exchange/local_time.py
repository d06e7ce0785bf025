"""Times without a zone, put into one: what the clocks skipped, and what they showed twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from formcheck.errors import InputError


class Reading(StrEnum):
    """How a local time could be read."""

    PLAIN = "plain"
    SKIPPED = "skipped"
    """No clock showed it: they were put forward. It is read as if they had not been."""
    TWICE = "twice"
    """Clocks showed it twice: they were put back. The first time is taken."""


class MachineZone(tzinfo):
    """The zone of this machine, with its rules of every day; `datetime.astimezone` knows one offset only."""

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """What the machine's clocks are, or were, ahead of UTC."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002
        """Not known: the offset has it."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """What the machine calls it."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, dt: datetime) -> datetime:
        """The local time of an instant; the second of two equal ones is marked as such."""
        local = dt.replace(tzinfo=UTC).astimezone()
        first = local.replace(tzinfo=self, fold=0)
        return first if first.utcoffset() == local.utcoffset() else first.replace(fold=1)


def find_zone(name: str) -> tzinfo:
    """The zone of a name such as "Europe/Berlin"; of an empty one that of this machine.

    Raises
    ------
    InputError
        When there is none of that name.
    """
    if not name:
        return MachineZone()
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise InputError(f"--zone {name!r} is not known: give one such as Europe/Berlin.") from error


def place(moment: datetime, zone: tzinfo) -> tuple[datetime, Reading]:
    """Put a time into a zone.

    Parameters
    ----------
    moment : datetime
        Without an offset: what the clock on the wall showed. With one it is only moved into the zone.
    zone : tzinfo

    Returns
    -------
    datetime
        With the offset to UTC of that place and moment.
    Reading
    """
    if moment.utcoffset() is not None:
        return _fix_offset(moment.astimezone(zone)), Reading.PLAIN
    first, second = (
        _fix_offset(moment.replace(tzinfo=zone, fold=fold).astimezone(UTC).astimezone(zone))
        for fold in (0, 1)
    )
    if first == second:
        return first, Reading.PLAIN
    is_skipped = first.replace(tzinfo=None) != moment.replace(fold=0)
    return first, Reading.SKIPPED if is_skipped else Reading.TWICE


def _fix_offset(moment: datetime) -> datetime:
    """The same with a plain offset: two times of one zone would be compared by their clocks."""
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError(f"{moment} has no offset to UTC")
    return moment.replace(tzinfo=timezone(offset), fold=0)
