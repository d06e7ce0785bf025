"""Who of several people is the athlete: the one nearest to the camera when a set begins."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from formcheck.pose.tracking import Detection

Box = tuple[float, float, float, float]


class AthleteChooser:
    """Refuse to start with somebody in the background.

    The model starts with whomever it is surest of and stays there. A new start is refused while the trunk of
    somebody else looks ``MUCH_LARGER`` times as long; the model is then shown that person alone, for at most
    ``GIVE_UP_S``. People of like size are left as the model chose (judgement of the authors: a trunk of
    1.25 times the length is about 0.8 m nearer at 4 m, more than builds differ).
    """

    MUCH_LARGER = 1.25
    GIVE_UP_S = 1.0
    MARGIN = 0.5
    """Shown around the landmarks of the wanted person, in trunk lengths."""

    def __init__(self) -> None:
        self._wanted: Box | None = None
        self._since_s = 0.0

    def accept(self, detection: Detection, people: Sequence[Detection], t_s: float) -> bool:
        """Decide whether the athlete may be this one.

        Parameters
        ----------
        detection : Detection
            Whom the model starts with.
        people : sequence of Detection
            Everybody in the picture.
        t_s : float
            Time of the picture.
        """
        largest = max(people, key=lambda one: one.torso_px, default=detection)
        looked_s = t_s - self._since_s if self._wanted is not None else math.inf
        gave_up = self.GIVE_UP_S < looked_s <= 2.0 * self.GIVE_UP_S
        if gave_up or largest.torso_px < self.MUCH_LARGER * detection.torso_px:
            self._wanted = None
            return True
        if looked_s > self.GIVE_UP_S:  # nobody was wanted, or nobody came for long
            self._since_s = t_s
        margin = self.MARGIN * largest.torso_px
        low, high = np.nanmin(largest.image, axis=0) - margin, np.nanmax(largest.image, axis=0) + margin
        self._wanted = float(low[0]), float(low[1]), float(high[0]), float(high[1])
        return False

    def find_search_box(self, t_s: float) -> Box | None:
        """Where in the picture the wanted person is; None: nobody is looked for."""
        return self._wanted if t_s - self._since_s <= self.GIVE_UP_S else None

    def is_looking(self, t_s: float) -> bool:
        """Tell whether somebody wanted is looked for."""
        return self.find_search_box(t_s) is not None
