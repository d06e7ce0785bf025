"""The stage of a live set: one component that fills the window, camera and all."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from formcheck.app.component import ICONS, declare, read_asset
from formcheck.app.live.routes import find_visit_token
from formcheck.app.live.socket import PATH
from formcheck.app.live_start import SetPlan
from formcheck.app.movements import name_movements
from formcheck.app.review_start import ANY_MOVEMENT
from formcheck.live import hud_layout
from formcheck.live.coach import UNNAMED_AFTER_S
from formcheck.live.hud import STROKE_OF
from formcheck.live.limbs import LIMBS

_STAGE = declare(
    "stage",
    read_asset("stage.html"),
    ICONS,
    "stage_line",
    "stage_camera",
    "stage_voice",
    "stage_overlay",
)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a live set ended.

    Attributes
    ----------
    review : str or None
        The id of its review; None: there is none.
    is_nothing : bool
        Something was done, and there is no review of it: the movement was not recognised.
    """

    review: str | None
    is_nothing: bool = False


def show_stage(plan: SetPlan, run: int) -> Ended | None:
    """Show the stage until the set is over.

    Parameters
    ----------
    plan : SetPlan
    run : int
        Another one for every set: the stage begins anew with it.

    Returns
    -------
    Ended or None
        None: it goes on.
    """
    said = _STAGE(data=_lay_out(plan, run), key=f"stage_{run}", on_ended_change=_pass).ended
    return None if said is None else Ended(said["review"], bool(said["nothing"]))


def _pass() -> None:
    """How the set ended is read where the stage is shown."""


def _lay_out(plan: SetPlan, run: int) -> dict[str, Any]:
    options: dict[str, object] = {"calibrates": plan.calibrates, "keeps_clip": plan.keeps_clip}
    if plan.athlete:
        options["athlete"] = plan.athlete
    if plan.load_kg is not None:
        options["load_kg"] = plan.load_kg
    return {
        "run": run,
        "token": find_visit_token(),
        "path": PATH,
        "order": {"exercise": plan.exercise, "options": options},
        "name": name_movements().get(plan.exercise, ANY_MOVEMENT),
        "target": plan.target,
        "layout": {
            "full_from": hud_layout.FULL_FROM,
            "bar_shows": hud_layout.BAR_SHOWS,
            "open_bar_s": hud_layout.OPEN_BAR_S,
            "calibration_s": hud_layout.USUAL_CALIBRATION_S,
            "unnamed_after_s": UNNAMED_AFTER_S,
        },
        "marks": {
            "limbs": {side: asdict(limbs) for side, limbs in LIMBS.items()},
            "strokes": _lay_out_strokes(),
        },
    }


def _lay_out_strokes() -> dict[str, dict[str, object]]:
    """How the outline of the back is drawn, by its level."""
    strokes = {}
    for level, stroke in STROKE_OF.items():
        blue, green, red = stroke.colour
        colour = f"rgb({red}, {green}, {blue})"
        strokes[level] = {**asdict(stroke), "colour": colour}
    return strokes
