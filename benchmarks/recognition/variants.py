"""Our movements in forms that the figure does not draw: another place for a knee or for the hands."""

from __future__ import annotations

from benchmarks.recognition.others import BAR_ON_BACK, HINGED, RACK, Key, Other

_KNEE_ON_BENCH = {"trunk": 68.0, "thigh": (4.0, 10.0), "shank": (-6.0, -86.0), "neck": -18.0}
_ON_CHEST = {"arm": 22.0, "forearm": 135.0, "arm_out": 8.0, "forearm_out": -35.0}
_BENT_KNEES = {**HINGED, "thigh": 36.0, "shank": -16.0}


def _bow(arms: dict[str, float], legs: dict[str, float]) -> Other:
    return Other("", Key(**arms), Key(**legs, **arms), (0.7, 2.6))


VARIANTS: dict[str, tuple[Other, ...]] = {
    "one_arm_row": (
        Other(
            "",
            Key(**_KNEE_ON_BENCH, arm=(0.0, 14.0), forearm=(2.0, 4.0)),
            Key(**_KNEE_ON_BENCH, arm=(-62.0, 14.0), forearm=(12.0, 4.0)),
            (0.7, 2.2),
        ),
    ),
    "good_morning": (
        _bow(_ON_CHEST, HINGED),
        _bow(RACK, HINGED),
        _bow(BAR_ON_BACK, HINGED),
        _bow(BAR_ON_BACK, _BENT_KNEES),
    ),
}
"""Key → its forms: a knee on the bench; hands crossed on the chest, a weight held to it, softer knees."""
SHARE = 0.4
"""Share of the drawn sets of such a movement that show one of them."""
