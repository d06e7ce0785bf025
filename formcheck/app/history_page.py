"""The History page: what was trained, how it changes, and every set of the log."""

from __future__ import annotations

from datetime import date, datetime

import streamlit as st

from formcheck.app.history.backup import offer_daily, show_backup, show_restored
from formcheck.app.history.bests import show_bests
from formcheck.app.history.bin import show_bin
from formcheck.app.history.calendar import chart_calendar, find_first_day
from formcheck.app.history.compare import show_comparison
from formcheck.app.history.exchange import show_export, show_import, show_imported
from formcheck.app.history.plan import show_plan
from formcheck.app.history.set_page import show_set
from formcheck.app.history.sets_card import show_sets_card
from formcheck.app.history.sides import chart_sides, find_exercise, read_sides
from formcheck.app.history.trends import lay_out_trends
from formcheck.app.history.undo import show_undo
from formcheck.app.history.weeks import chart_quality, chart_volume
from formcheck.app.history.words import name_person, say_day
from formcheck.app.parts import show_not_judged
from formcheck.app.result.charts import Chart, show_chart
from formcheck.app.settings import Settings, read_settings
from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.problems import LogDamagedError
from formcheck.history.queries import (
    SetFilter,
    list_athletes,
    list_exercises,
    list_sets,
    total_weeks,
)
from formcheck.history.trends import find_bests, list_rep_records, read_trend

SET_QUERY, COMPARE_QUERY = "set", "compare"
"""In the address: the set that is open, or the two that are compared."""
NEWEST = 200
"""Among so many of the latest sets the newest movement with sides is looked for."""
MOST_PILLS = 6
"""More movements are chosen from a list."""
EMPTY = "Your log is empty. Review a set, then switch on *Save to log* beside its result."


def show_history_page() -> None:
    """Show the history; a log that cannot be read is one sentence."""
    try:
        with LogBook(find_log_folder()) as log:
            _show(log, read_settings(), date.today())
    except InputError as error:
        st.markdown("# History")
        show_restored()
        st.error(str(error), icon=":material/error:")
        if isinstance(error, LogDamagedError) and error.backup is not None:
            offer_daily(error.backup)
        with st.container(horizontal=True):
            _offer_review("Review a set")
            show_backup()


def _show(log: LogBook, settings: Settings, today: date) -> None:
    if _show_opened(log, settings, today):
        return
    people = [one.name for one in list_athletes(log) if one.sets]
    if not people:
        _show_empty(log, settings, today)
        return
    athlete = _show_head(log, people, settings, today)
    show_imported()
    show_restored()
    show_plan(log, athlete, settings, datetime.now().astimezone())
    _show_overview(log, athlete, settings, today)
    _show_movement(log, athlete, settings, today)
    show_sets_card(log, SetFilter(athlete), settings, today)
    show_bin(log, athlete, settings, today)


def _show_opened(log: LogBook, settings: Settings, today: date) -> bool:
    """Show what the address asks for; returns whether it asks for anything that is there."""
    asked = st.query_params.get_all(SET_QUERY) or st.query_params.get_all(COMPARE_QUERY)
    if not asked:
        return False
    try:
        sets = [log.find_set(int(one)) for one in asked[:2]]
        if any(one.deleted_at for one in sets):
            raise InputError("This set was deleted.")
    except (ValueError, InputError) as error:
        st.query_params.clear()
        told = str(error) if isinstance(error, InputError) else "There is no such set in the log."
        st.warning(told, icon=":material/history_toggle_off:")
        return False
    if SET_QUERY in st.query_params or len(sets) < 2:
        show_set(log, sets[0], settings, today, st.query_params.clear)
    else:
        show_comparison(log, sets[0], sets[1], settings, today, st.query_params.clear)
    return True


def _show_empty(log: LogBook, settings: Settings, today: date) -> None:
    st.markdown("# History")
    show_undo()
    show_restored()
    with st.container(border=True):
        st.markdown(f"### Nothing here yet\n\n{EMPTY}")
        with st.container(horizontal=True):
            _offer_review("Try the sample set")
            show_import(log, settings.athlete, settings)
            show_backup()
    show_bin(log, None, settings, today)


def _offer_review(label: str) -> None:
    if st.button(label, type="primary", icon=":material/movie:", key="to_review"):
        st.switch_page(st.session_state["review_page"])


def _show_head(log: LogBook, people: list[str], settings: Settings, today: date) -> str:
    """Title, and whose history it is; returns the name."""
    usual = next((one for one in people if one.casefold() == settings.athlete.casefold()), people[0])
    with st.container(horizontal=True, vertical_alignment="center", key="history_head"):
        st.markdown("# History", width="stretch")
        chosen = usual
        if len(people) > 1:
            chosen = st.selectbox(
                "Athlete",
                people,
                index=people.index(usual),
                format_func=name_person,
                key="history_athlete",
                label_visibility="collapsed",
                width=240,
            )
        athlete = chosen if chosen in people else usual
        show_import(log, athlete, settings)
        show_export(log, athlete, settings, today)
        show_backup()
    return athlete


def _show_overview(log: LogBook, athlete: str, settings: Settings, today: date) -> None:
    """Days, quality and sides in a row; the volume below."""
    sets = list_sets(log, SetFilter(athlete, first_day=find_first_day(today), last_day=today), -1)
    newest = sets or list_sets(log, SetFilter(athlete), NEWEST)
    sides = read_sides(log, athlete, newest)
    weeks = total_weeks(log, athlete, find_first_day(today), today)
    charts = [
        chart_calendar(sets, today),
        chart_quality(newest, today),
        chart_sides(sides, today) if sides is not None else chart_volume(weeks, today, settings),
    ]
    _show_row([one for one in charts if one is not None], "overview")
    if sides is not None and (volume := chart_volume(weeks, today, settings)):
        show_chart(volume, "overview_volume")


def _show_movement(log: LogBook, athlete: str, settings: Settings, today: date) -> None:
    """Choose a movement; its trends and bests."""
    movements = {key: name for key, name, _ in list_exercises(log, athlete)}
    newest = list_sets(log, SetFilter(athlete), 1)[0].facts.exercise_key
    key = _choose_movement(movements, newest)
    points = read_trend(log, athlete, key)
    days = sorted({one.trained_at.date() for one in points})
    told = f"{say_many(len(points), 'set')} on {say_many(len(days), 'day')}"
    span = f", {say_day(days[0], today)} to {say_day(days[-1], today)}" if len(days) > 1 else ""
    st.markdown(f":gray[{told}{span}]")
    trends = lay_out_trends(points, find_exercise(key), settings, today)
    _show_row(trends.first, f"trend_{key}")
    bests, records = find_bests(log, athlete, key), list_rep_records(log, athlete, key)
    with st.expander(
        "Reps, range, tempo and more", key=f"more_{key}", on_change="rerun", icon=":material/show_chart:"
    ) as more:
        if more.open:
            for start in range(0, len(trends.more), 3):
                _show_row(trends.more[start : start + 3], f"more_{key}_{start}", 3)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        show_bests(bests, records, settings, today)
    with right:
        show_not_judged("Not judged so far", trends.not_judged, f"unseen_{key}")


def _choose_movement(movements: dict[str, str], newest: str) -> str:
    options = list(movements)
    if len(movements) <= MOST_PILLS:
        chosen = st.pills(
            "Movement", options, format_func=movements.__getitem__, default=newest, required=True,
            key="history_movement", label_visibility="collapsed",
        )  # fmt: skip
    else:
        chosen = st.selectbox(
            "Movement", options, format_func=movements.__getitem__, index=options.index(newest),
            key="history_movement", width=360,
        )  # fmt: skip
    return chosen if chosen in movements else newest


def _show_row(charts: list[Chart] | tuple[Chart, ...], key: str, columns: int = 0) -> None:
    """Charts side by side."""
    if not charts:
        return
    for number, (column, chart) in enumerate(
        zip(st.columns(columns or len(charts), gap="medium"), charts, strict=False)
    ):
        with column:
            show_chart(chart, f"{key}_{number}", fills=True)
