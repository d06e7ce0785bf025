"""The Live page before a set: what it is to be, and where the camera stands."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from formcheck.app.model_card import get_fetch, show_model_card
from formcheck.app.movements import name_movements
from formcheck.app.parts import show_camera
from formcheck.app.phone import show_phone
from formcheck.app.review_start import ANY_MOVEMENT
from formcheck.app.settings import LEAST_REST_S, MOST_REST_S, read_settings
from formcheck.app.wording import FIRST_LINE
from formcheck.athletes import USUAL_CAMERA, read_record
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise

TAKES = {
    "hinge": "Stand tall for two seconds, then hold a flat-backed hinge: your back is held against it.",
    "quadruped": "Rest on hands and knees, then hold one good bird-dog. Your holds are held against it.",
}
"""By kind of calibration: what it asks for."""


@dataclass(frozen=True, slots=True)
class SetPlan:
    """What a live set is to be.

    Attributes
    ----------
    exercise : str
        Key of the movement; empty: recognise it.
    athlete : str
        May be empty: nothing is remembered then.
    load_kg : float or None
    target : int or None
        Repetitions meant to be done.
    calibrates : bool
        Take the athlete's own neutral posture first.
    keeps_clip : bool
        Keep the pictures, to be looked at after the set.
    rest_s : float
        How long to rest after the set.
    """

    exercise: str = ""
    athlete: str = ""
    load_kg: float | None = None
    target: int | None = None
    calibrates: bool = False
    keeps_clip: bool = False
    rest_s: float = 120.0


def show_live_start() -> SetPlan | None:
    """Show the page before a set; returns the plan once somebody wants to begin."""
    st.markdown("# Train with a coach beside you")
    st.markdown("Put the camera down and step back. It counts, cues, and sums up your set.")
    left, right = st.columns([1.62, 1], gap="medium")
    try:
        model = get_fetch().find()
        with left:
            if model is None:
                show_model_card()
            plan = _ask_plan(has_model=model is not None)
    except InputError as error:
        left.error(str(error), icon=":material/error:")
        plan = None
    with right:
        _show_place()
        show_phone()
    st.markdown(f":gray[{FIRST_LINE}]")
    return plan


def _ask_plan(has_model: bool) -> SetPlan | None:
    settings, names = read_settings(), {"": ANY_MOVEMENT, **name_movements()}
    with st.container(border=True, key="live_card"):
        exercise = (
            st.selectbox("Movement", list(names), format_func=names.__getitem__, key="live_movement") or ""
        )
        one, two, three = st.columns(3)
        load = one.number_input(
            f"Load, {settings.load_unit}", min_value=0.0, value=None, step=2.5, key="live_load"
        )
        target = two.number_input("Reps planned", min_value=1, max_value=200, value=None, key="live_target")
        rest_s = three.number_input(
            "Rest, s", min_value=LEAST_REST_S, max_value=MOST_REST_S, value=settings.rest_s, step=15
        )
        athlete = st.text_input("Athlete", value=settings.athlete, max_chars=64, key="live_athlete").strip()
        calibrates = _ask_calibration(exercise, athlete)
        keeps_clip = st.toggle(
            "Keep a clip of this set",
            key="live_clip",
            help="Off: no picture is stored. On: the clip lies beside the result, and goes with it.",
        )
        wanted = st.button(
            "Start the camera",
            type="primary",
            icon=":material/videocam:",
            disabled=not has_model,
            key="start_live",
            width="stretch",
        )
        st.markdown(":gray[:material/lock: Pictures go to this computer's own coach and nowhere else.]")
    if not wanted:
        return None
    load_kg = None if load is None else settings.to_kg(load)
    return SetPlan(exercise, athlete, load_kg, target, calibrates, keeps_clip, float(rest_s))


def _ask_calibration(exercise: str, athlete: str) -> bool:
    """Whether the own neutral posture is taken first: by default where it is not known yet."""
    protocol = load_exercise(exercise).calibration if exercise else None
    if protocol is None:
        return False
    record = read_record(athlete, USUAL_CAMERA) if athlete else None
    known = record.find_calibration(protocol.kind) if record is not None else None
    label = (
        "Take my neutral posture first"
        if known is None
        else f"Take my neutral posture anew ({known.made_on})"
    )
    return st.toggle(
        label, value=known is None, key=f"calibrates_{exercise}_{athlete}", help=TAKES[protocol.kind]
    )


def _show_place() -> None:
    with st.container(border=True):
        st.markdown("### Where the camera stands")
        show_camera("side", "From above: the camera 3 m away, you side-on to it", key="live_place")
        st.markdown(
            "Hip height, exactly side-on, the whole body in the picture. The coach says what to change, and"
            " the set starts by itself."
        )
