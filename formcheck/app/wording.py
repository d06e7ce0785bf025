"""Words that several pages share, and text of the user's inside Markdown."""

from __future__ import annotations

import math

from formcheck.report.wording import MEDICAL_LINE

FIRST_LINE = f"{MEDICAL_LINE} See a professional about existing back problems."
"""Said where people start."""
LEVEL_ICONS = {
    0: ":green[:material/check_circle:]",
    1: ":blue[:material/info:]",
    2: ":orange[:material/warning:]",
    3: ":red[:material/report:]",
}
"""Level of a finding → its mark: disc, ring, triangle, octagon."""


def escape(text: str) -> str:
    """A text of the user's inside Markdown: shown as it stands."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]()#+-.!|<>~$:" else c for c in text)


def say_left(left_s: float) -> str:
    """How long it still takes, as precisely as that is known."""
    if math.isnan(left_s):
        return "working out the time left"
    if left_s > 90:
        return f"about {left_s / 60:.0f} min left"
    return f"about {max(1, round(left_s))} s left"


def say_clock(t_s: float) -> str:
    """A time within a clip: 0:23.6."""
    minutes, seconds = divmod(max(0.0, t_s), 60)
    return f"{minutes:.0f}:{seconds:04.1f}"


def say_size(size_bytes: float) -> str:
    """Bytes as people read them."""
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1e5 else f"{size_bytes / 1e3:.0f} kB"
