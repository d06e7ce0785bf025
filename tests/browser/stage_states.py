"""States of a live set that a stage has to find room for."""

from __future__ import annotations

from formcheck.live.state import MET, UNKNOWN, UNMET, Back, Check, Cue, LiveState

SIZES = {
    "laptop": (1440, 900),
    "tablet": (1024, 768),
    "zoomed": (720, 450),
    "phone": (390, 844),
    "small": (320, 640),
    "lying": (740, 360),
}
"""Width and height; zoomed: the laptop at 200 %."""
_CHECKS = (
    Check("body", "Whole body in view", UNMET, "Step back"),
    Check("distance", "Distance", UNKNOWN),
    Check("view", "Side view", UNMET, "Turn your side to the camera"),
    Check("level", "Camera level", MET),
    Check("light", "Light", MET),
    Check("alone", "One person", MET),
    Check("rate", "30 pictures a second", MET),
)
_NOBODY = ((None, None, False),) * 33
_FIGURE = tuple((0.35 + 0.01 * number, 0.2 + 0.02 * number, True) for number in range(33))
_BACK = Back(tuple((0.42 + 0.02 * k, 0.6 - 0.04 * k) for k in range(9)), "major")
_GOING_ON = {
    "exercise": "Conventional deadlift",
    "landmarks": _FIGURE,
    "near_side": "right",
    "outline": _BACK,
}
STATES = {
    "set_up": LiveState(
        1.0,
        "setting_up",
        advice="Turn your side to the camera",
        advice_detail="Only 9 pictures a second come through: close other programs, or add light.",
        checks=_CHECKS,
        landmarks=_NOBODY,
        exercise="Single-leg Romanian deadlift",
    ),
    "calibrating": LiveState(
        2.0,
        "calibrating",
        advice="Rest on hands and knees",
        advice_detail="Step 1 of 2. Hands under shoulders, knees under hips, still.",
        checks=_CHECKS,
        **_GOING_ON,
    ),
    "holding": LiveState(
        3.0,
        "calibrating",
        advice="Hinge and hold still",
        advice_detail="Step 2 of 2. Flat back, as deep as you go. This becomes your neutral.",
        checks=_CHECKS,
        countdown_s=1.4,
        **_GOING_ON,
    ),
    "ready": LiveState(4.0, "ready", depth=0.0, **_GOING_ON),
    "training": LiveState(
        5.0,
        "training",
        count=12,
        phase="lowering",
        phase_s=1.4,
        phase_target_s=2.0,
        depth=0.7,
        **_GOING_ON,
    ),
    "sides": LiveState(
        6.0,
        "training",
        count=28,
        side_counts={"left": 14, "right": 14},
        phase="holding at the top",
        phase_s=12.4,
        depth=1.0,
        **_GOING_ON,
    ),
    "waiting": LiveState(6.0, "training", count=3, **_GOING_ON),
    "minor": LiveState(
        7.0,
        "training",
        count=3,
        cue=Cue("A little deeper – only as far as the back stays flat.", "minor", "short_range"),
        depth=0.4,
        **_GOING_ON,
    ),
    "major": LiveState(
        8.0,
        "training",
        count=4,
        cue=Cue("Chest proud – keep the low back from rounding.", "major", "spinal_rounding"),
        depth=0.9,
        **_GOING_ON,
    ),
    "not_judged": LiveState(
        9.0,
        "training",
        count=4,
        not_judged="Turn side-on to the camera: shoulders and hips were not seen well enough.",
        **_GOING_ON,
    ),
    "resting": LiveState(10.0, "resting", count=12, depth=0.0, **_GOING_ON),
}
"""By what is shown: the longest words that are said, and large numbers."""
