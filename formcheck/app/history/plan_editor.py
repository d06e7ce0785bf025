"""Change the next session: its day, its movements, and how much of each."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, datetime

import streamlit as st

from formcheck.app.history.words import show_load
from formcheck.app.movements import name_movements
from formcheck.app.settings import Settings
from formcheck.app.wording import escape
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.history.advice.planning import Plan, PlanItem, add_to_plan, drop_from_plan, edit_plan
from formcheck.history.checks import check_edit
from formcheck.history.entries import SetEdit
from formcheck.history.log_book import LogBook
from formcheck.history.plans import drop_plan, save_plan

MOST_SETS, MOST_REPS = 50, 1000
NO_MOVEMENT = "A plan needs a movement. To forget your changes, go back to what the log suggests."
_ROUND = "plan_round"


@dataclass(frozen=True, slots=True)
class TypedItem:
    """What was typed about a movement; the load in the unit of the settings, None: as it comes."""

    exercise_key: str
    sets: int
    count: int
    load: float | None
    is_dropped: bool = False


def show_plan_editor(log: LogBook, plan: Plan, settings: Settings, now: datetime) -> None:
    """Show the form in an expander; what is saved holds until something of it was trained."""
    key = f"plan_{plan.athlete}_{st.session_state.get(_ROUND, 0)}"
    with st.expander("Change this plan", key=f"{key}_open", icon=":material/edit_calendar:"):
        with st.form(f"{key}_form", border=False):
            day = st.date_input("Day", value=max(plan.day, now.date()), format="YYYY-MM-DD", key=f"{key}_day")
            typed = [_ask(item, settings, key) for item in plan.items]
            names = {**dict.fromkeys([""], "–"), **name_movements()}
            added = st.selectbox(
                "Add a movement", list(names), format_func=names.__getitem__, key=f"{key}_add"
            )
            saves = st.form_submit_button("Save the plan", type="primary", key=f"{key}_save")
        if plan.is_edited and st.button("Back to what the log suggests", key=f"{key}_reset"):
            drop_plan(log, plan.athlete)
            _begin_anew()
        if saves:
            try:
                changed = change_plan(
                    plan, day if isinstance(day, date) else plan.day, typed, added or "", settings
                )
                save_plan(log, changed, now)
            except InputError as error:
                st.error(str(error), icon=":material/error:")
                return
            _begin_anew()


def change_plan(plan: Plan, day: date, typed: list[TypedItem], added: str, settings: Settings) -> Plan:
    """The plan as it was typed; not stored yet.

    Parameters
    ----------
    plan : Plan
    day : date
    typed : list of TypedItem
    added : str
        Key of another movement; empty: none.
    settings : Settings

    Raises
    ------
    InputError
        When no movement is left, or a load cannot be.
    """
    before = {item.exercise_key: item for item in plan.items}
    for one in typed:
        item = before[one.exercise_key]
        if one.is_dropped:
            plan = drop_from_plan(plan, one.exercise_key)
            continue
        load_kg = math.nan if one.load is None else settings.to_kg(one.load)
        if one.load == show_load(item.load_kg, settings):
            load_kg = item.load_kg  # what is shown is rounded
        check_edit(SetEdit(load_kg=load_kg))
        if repr((one.sets, one.count, load_kg)) != repr((item.sets, item.count, item.load_kg)):
            plan = edit_plan(plan, one.exercise_key, one.sets, one.count, load_kg)
    if added:
        exercise = load_exercise(added)
        plan = add_to_plan(plan, exercise.key, exercise.name, exercise.family)
    if not plan.items:
        raise InputError(NO_MOVEMENT)
    return replace(plan, day=day, is_edited=True)


def _ask(item: PlanItem, settings: Settings, key: str) -> TypedItem:
    key = f"{key}_{item.exercise_key}"
    st.markdown(f"**{escape(item.exercise_name)}**")
    one, two, three = st.columns(3)
    sets = one.number_input("Sets", 1, MOST_SETS, item.sets, key=f"{key}_sets")
    count = two.number_input("Reps", 1, MOST_REPS, max(1, item.count), key=f"{key}_count")
    load = three.number_input(
        f"Load, {settings.load_unit}",
        min_value=0.0,
        value=show_load(item.load_kg, settings),
        step=2.5,
        format="%g",
        placeholder="any",
        key=f"{key}_load",
    )
    is_dropped = st.checkbox("Leave it out", key=f"{key}_drop")
    return TypedItem(item.exercise_key, int(sets), int(count), load, is_dropped)


def _begin_anew() -> None:
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    st.rerun()
