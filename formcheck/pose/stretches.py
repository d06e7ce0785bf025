"""Where the stretches of a clip start that are looked at anew.

It follows from the number of pictures alone: whether one process looks at all stretches or several share
them out, the same pictures are seen after the same ones, and all that comes of it is the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import count

WARM_UP = 16
"""Pictures looked at before a stretch: by then a finder that starts anew is as near as it will ever be to one
that has followed the athlete for long, see `formcheck.pose.joint.NOISE`."""
SHORTEST = 120
"""A clip of fewer pictures is one stretch: joining two takes longer than is gained."""
LONGEST = 400
"""Pictures of a stretch: warming up takes a twentieth of the time. A choice; up to so many are held in memory
for every process but one."""


def choose_length(pictures: int | None) -> float:
    """Pictures of a stretch.

    Parameters
    ----------
    pictures : int or None
        About how many the clip has; None: unknown.
    """
    return float(LONGEST) if pictures is None else pictures / max(1, math.ceil(pictures / LONGEST))


def list_starts(pictures: int | None) -> Iterator[int]:
    """Pictures at which stretches start, but the first; without end unless the clip is one stretch.

    The first is half as long as the others, so that of two processes each is in the middle of a stretch
    when the other one comes to the end of its own; and so is the last, with which both end at once.

    Parameters
    ----------
    pictures : int or None
        As for `choose_length`.
    """
    if pictures is not None and pictures < SHORTEST:
        return
    length = choose_length(pictures)
    for number in count():
        yield round((number + 0.5) * length)
