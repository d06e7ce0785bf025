"""Which faults the rows can show, and from which setting on each is plainly there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from formcheck.simulate.dials import Dial, read_dials
from formcheck.simulate.rotations import Floats
from formcheck.simulate.schedule import SetPlan, Timeline

ROW_DIALS: dict[str, Dial] = {
    "spinal_rounding": Dial(
        "lumbar flexion throughout, degrees (24 times the depth of the hinge is neutral)", 39.0
    ),
    "torso_swing": Dial("degrees the trunk rises or leans back with the pull", 22.0),
    "leg_drive": Dial("degrees the knees extend with the pull", 12.0),
    "hips_before_pull": Dial("degrees the trunk rises before the arms pull", 12.0),
    "standing_up": Dial("degrees the trunk is more upright than at first", 12.0),
    "too_upright": Dial("degrees the trunk is more upright than the movement asks", 25.0),
    "short_pull": Dial("share of the pull left out, 0 to 1", 0.4),
    "short_stretch": Dial("share of the pull in which the arms stay bent at home, 0 to 1", 0.1),
    "shrugging": Dial("metres the shoulders rise with the pull", 0.05),
    "elbow_flare": Dial("degrees the elbows are led out to the side"),
    "wrist_curl": Dial("degrees the wrists bend with the pull"),
    "trunk_twist": Dial("degrees the shoulders turn with the pull, towards the working side"),
    "uneven_sides": Dial("share of the pull the right arm leaves out, 0 to 1", 0.3),
    "neck_craning": Dial("degrees the head looks up against the trunk", 35.0),
    "chest_dip": Dial("degrees the chest dips towards the hands at the end of the pull", 7.0),
    "hip_sag": Dial("degrees the hips drop out of the line from shoulders to ankles", 18.0),
    "elbows_too_high": Dial("degrees the upper arms end above level", 18.0),
}
"""Rule name → its dial. ``no_squeeze``, ``ballistic_pull`` and ``dropped_lowering`` are times
and shapes: see the plan."""
_ARMS = ("short_pull", "short_stretch", "wrist_curl", "neck_craning")
_SHOULDERS = ("shrugging", "elbow_flare")
_TRUNK = ("torso_swing", "hips_before_pull", "chest_dip")
_BENT_OVER = (
    *_ARMS, *_SHOULDERS, *_TRUNK, "spinal_rounding", "leg_drive", "standing_up", "too_upright",
)  # fmt: skip
_HAS: dict[str, tuple[str, ...]] = {
    "barbell_row": (*_BENT_OVER, "uneven_sides"),
    "pendlay_row": (*_BENT_OVER, "uneven_sides"),
    "dumbbell_row": (*_BENT_OVER, "uneven_sides"),
    "alternating_row": (*_BENT_OVER, "uneven_sides", "trunk_twist"),
    "one_arm_row": (*_ARMS, *_SHOULDERS, *_TRUNK, "spinal_rounding", "leg_drive", "trunk_twist"),
    "t_bar_row": _BENT_OVER,
    "landmine_row": (*_BENT_OVER, "trunk_twist"),
    "seated_row": (*_ARMS, *_SHOULDERS, *_TRUNK, "uneven_sides"),
    "chest_supported_row": (*_ARMS, *_SHOULDERS, "torso_swing", "uneven_sides"),
    "suspension_row": (*_ARMS, *_SHOULDERS, "hip_sag", "uneven_sides"),
    "upright_row": (*_ARMS, "torso_swing", "leg_drive", "elbows_too_high", "uneven_sides"),
}
"""Faults that a row can have. The hand on the bench keeps the trunk down in a one-arm row; what one arm
lifts, or both in one place, has no other side; two arms that pull together do not turn the shoulders; and
shoulders that rise and elbows that go out are what an upright row is."""
_OWN_LIMITS: dict[str, dict[str, float]] = {
    "one_arm_row": {"torso_swing": 27.0},
    "t_bar_row": {"torso_swing": 17.0},
    "landmine_row": {"torso_swing": 17.0},
    "seated_row": {"torso_swing": 27.0, "neck_craning": 48.0},
    "chest_supported_row": {"torso_swing": 10.0},
    "suspension_row": {"neck_craning": 48.0},
    "upright_row": {"neck_craning": 48.0},
}
"""Settings from which a fault shows, where they are not those of ``ROW_DIALS``. A swing of the trunk is
plainly one two degrees beyond what is still allowed: 20° where nothing carries the trunk, 25° with a hand on
a bench and on the seat of a cable machine, 15° at a bar that is held at one end, 8° on an incline bench
(judgement of the authors). Bent over, the head looks up by 20° already."""
AT_HOME = ("standing_up", "too_upright", "short_stretch", "elbow_flare", "neck_craning", "hip_sag")
"""Dials that show between repetitions too: they change gradually from one repetition to the next."""


def find_row_dials(movement: str) -> dict[str, Dial]:
    """Dials of one of the rows."""
    dials = {name: dial for name, dial in ROW_DIALS.items() if name in _HAS[movement]}
    for name, limit in _OWN_LIMITS.get(movement, {}).items():
        dials[name] = replace(dials[name], shown_from=limit)
    return dials


def read_row_dials(
    plan: SetPlan,
    timeline: Timeline,
    t_s: Floats,
    *,
    neutral: Mapping[str, float] | None = None,
    gliding: tuple[str, ...] = AT_HOME,
) -> dict[str, Floats]:
    """Read every dial of any row at the given times; those that the movement lacks are neutral.

    Parameters
    ----------
    plan, timeline, t_s, neutral
        As in `dials.read_dials`.
    gliding : tuple of str
        Dials that change gradually from one repetition to the next.

    Returns
    -------
    dict of str to ndarray, shape (N,)
    """
    return read_dials(plan, timeline, t_s, ROW_DIALS, neutral=neutral, gliding=gliding)
