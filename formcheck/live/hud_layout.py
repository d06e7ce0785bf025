"""Where everything stands on the screen of a live set, and how large it is.

Words that must be read from three metres are at least an eighth of the height: capitals of 15 mm on the
screen of a laptop are 20 minutes of arc there, the usual guidance for legible text. All places are shares of
the stage, and sizes of letters shares of its height.
"""

from __future__ import annotations

from formcheck.live.hud_parts import Region

STAGE_PX = (1280, 800)
PICTURE = Region(0.0, 0.0, 1.0, 0.79)
COUNT = Region(0.025, 0.09, 0.205, 0.50)
GAUGE = Region(0.92, 0.09, 0.975, 0.71)
CHECKS = Region(0.735, 0.09, 0.975, 0.57)
RING = Region(0.753, 0.12, 0.965, 0.46)
BAND = Region(0.0, 0.79, 1.0, 1.0)
"""Always there, so that no cue ever covers the feet."""
BAR = Region(0.37, 0.86, 0.81, 0.93)
MARGIN = 0.033

NUMERAL = 0.37
WORD = 0.124
PHASE = 0.094
SENTENCE = 0.075
LINE = 0.044
LABEL = 0.03

FULL_FROM = 0.8
"""Where the gauge has its notch: from this share of the own range on a repetition is not short."""
BAR_SHOWS = 1.5
"""The tempo bar ends at so many times its target, so that the target is a mark on it."""
OPEN_BAR_S = 4.0
"""Where a phase has no target the bar is so long."""
USUAL_CALIBRATION_S = 2.0
"""The ring of the countdown is full for so long."""
