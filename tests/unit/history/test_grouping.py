"""Which sets were one training."""

from __future__ import annotations

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.history.entries import LoggedSet, SetEdit, TrainingSession
from formcheck.history.grouping import SESSION_GAP_S
from formcheck.history.log_book import LogBook
from formcheck.history.queries import SetFilter, list_sessions, list_sets
from tests.unit.history.set_factory import BERLIN, NOON, make_set

GAP = timedelta(seconds=SESSION_GAP_S)
SECOND = timedelta(seconds=1)


def save(log: LogBook, *after: timedelta, athlete: str = "Ann") -> list[int]:
    """Save a set so long after noon each."""
    return [log.save_set(make_set(NOON + one, athlete=athlete)).set_id for one in after]


def tell(log: LogBook, athlete: str | None = "Ann") -> list[tuple[int, int]]:
    """Id and sets of every session, the first first."""
    return [(one.session_id, one.sets) for one in reversed(list_sessions(log, athlete))]


class TestSessions:
    def test_a_gap_of_three_hours_parts_them(self, log: LogBook) -> None:
        save(log, 0 * GAP, GAP - SECOND, 2 * GAP - SECOND)
        assert [sets for _, sets in tell(log)] == [2, 1]

    def test_a_day_parts_them_too(self, log: LogBook) -> None:
        save(log, timedelta(hours=11, minutes=59), timedelta(hours=12))
        assert [one.local_day.day for one in list_sessions(log, "Ann")] == [3, 2]

    def test_athletes_are_apart(self, log: LogBook) -> None:
        save(log, 0 * GAP)
        save(log, 0 * GAP, athlete="Bob")
        assert [one.athlete for one in list_sessions(log, None)] in (["Ann", "Bob"], ["Bob", "Ann"])
        assert len(list_sessions(log, "Bob")) == 1

    def test_what_is_told_of_one(self, log: LogBook) -> None:
        save(log, timedelta(minutes=10), timedelta(), timedelta(minutes=20))
        session = list_sessions(log, "Ann")[0]
        log.edit_session(session.session_id, "Pull", "good")
        log.edit_session(session.session_id, note="very good")
        assert list_sessions(log, "Ann") == [
            TrainingSession(
                session.session_id, "Ann", date(2026, 3, 2), NOON, NOON + timedelta(minutes=20), 3, 9, "Pull",
                "very good",
            )
        ]  # fmt: skip
        assert len(list_sets(log, SetFilter(session_id=session.session_id))) == 3

    def test_the_night_the_clocks_go_back(self, log: LogBook) -> None:
        place = ZoneInfo("Europe/Berlin")
        at = [datetime(2026, 10, 25, 2, 30, tzinfo=place, fold=fold) for fold in (0, 1)]
        for one in at:
            log.save_set(make_set(one))
        (session,) = list_sessions(log, "Ann")
        assert session.ended_at - session.began_at == timedelta(hours=1)
        offsets = [one.utcoffset() for one in (session.began_at, session.ended_at)]
        assert offsets == [timedelta(hours=2), timedelta(hours=1)]
        assert {one.local_day for one in list_sets(log)} == {date(2026, 10, 25)}


class TestChanges:
    def test_a_set_between_two_makes_them_one(self, log: LogBook) -> None:
        save(log, 0 * GAP, 1.5 * GAP)
        first, second = (session for session, _ in tell(log))
        log.edit_session(first, note="heavy")
        log.edit_session(second, "Pull", "light")
        save(log, 0.75 * GAP)
        (session,) = list_sessions(log, "Ann")
        assert (session.session_id, session.sets) == (first, 3)
        assert (session.title, session.note) == ("Pull", "heavy\nlight")

    def test_deleting_it_parts_them_and_undoing_joins_them(self, log: LogBook) -> None:
        middle = save(log, 0 * GAP, 1.5 * GAP, 0.75 * GAP)[2]
        (session, _), *_ = tell(log)
        log.delete_sets([middle])
        assert [sets for _, sets in tell(log)] == [1, 1]
        assert tell(log)[0][0] == session
        log.restore_sets([middle])
        assert tell(log) == [(session, 3)]

    def test_undoing_brings_back_what_was_noted(self, log: LogBook) -> None:
        (only,) = save(log, 0 * GAP)
        (session, _), *_ = tell(log)
        log.edit_session(session, "Pull", "tired")
        log.delete_sets([only])
        assert tell(log) == []
        log.restore_sets([only])
        assert [(one.session_id, one.title) for one in list_sessions(log, "Ann")] == [(session, "Pull")]

    def test_a_session_moves_with_its_only_set(self, log: LogBook) -> None:
        (only,) = save(log, 0 * GAP)
        (session, _), *_ = tell(log)
        log.edit_session(session, "Pull", "tired")
        back = log.edit_set(only, SetEdit(athlete="Bob", trained_at=NOON - timedelta(days=1)))
        assert tell(log) == []
        (moved,) = list_sessions(log, "Bob")
        assert (moved.session_id, moved.local_day, moved.title) == (session, date(2026, 3, 1), "Pull")
        log.edit_set(only, back)
        assert tell(log) == [(session, 1)]
        assert list_sessions(log, "Bob") == []

    def test_a_set_that_leaves_others_begins_one(self, log: LogBook) -> None:
        _, second = save(log, 0 * GAP, 0.1 * GAP)
        (session, _), *_ = tell(log)
        log.edit_set(second, SetEdit(trained_at=NOON + timedelta(days=1)))
        assert [sets for _, sets in tell(log)] == [1, 1]
        assert tell(log)[0][0] == session


moves = st.lists(
    st.tuples(
        st.sampled_from(["save", "edit", "delete", "restore", "empty"]),
        st.integers(0, 11),
        st.sampled_from(["Ann", "Bob"]),
        st.integers(0, 40),
    ),
    max_size=25,
)


@given(moves)
@settings(max_examples=25, deadline=None)
def test_whatever_happens_sessions_are_as_if_found_anew(steps: list[tuple[str, int, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, LogBook(Path(folder) / "log") as log:
        ids: list[int] = []
        for step, which, athlete, hours in steps:
            at = datetime(2026, 3, 2, 6, tzinfo=BERLIN) + timedelta(hours=hours)
            chosen = ids[which % len(ids)] if ids else 0
            if step == "save":
                ids.append(log.save_set(make_set(at, athlete=athlete)).set_id)
            elif step == "edit" and chosen:
                log.edit_set(chosen, SetEdit(athlete=athlete, trained_at=at))
            elif step == "delete":
                log.delete_sets([chosen])
            elif step == "restore":
                log.restore_sets([chosen])
            elif step == "empty":
                log.empty_bin()
                ids = [row["id"] for row in log.read("SELECT id FROM sets")]
        found = {frozenset(one.set_id for one in group) for group in _group_anew(log)}
        told: dict[int | None, set[int]] = {}
        for one in list_sets(log, limit=1000):
            told.setdefault(one.session_id, set()).add(one.set_id)
        assert None not in told
        assert {frozenset(group) for group in told.values()} == found
        sessions = list_sessions(log, None)
        assert {one.session_id: one.sets for one in sessions} == {key: len(ids) for key, ids in told.items()}
        for session in sessions:
            for one in list_sets(log, SetFilter(session_id=session.session_id)):
                assert (one.athlete, one.local_day) == (session.athlete, session.local_day)
        owners = log.read(
            "SELECT sets.id FROM sets JOIN sessions ON sessions.id = session_id WHERE deleted_at_ms ISNULL"
            " AND (sessions.athlete_id <> sets.athlete_id OR sessions.local_day <> sets.local_day)"
        )
        assert owners == []


def _group_anew(log: LogBook) -> list[list[LoggedSet]]:
    groups: list[list[LoggedSet]] = []
    for one in sorted(list_sets(log, limit=1000), key=lambda one: (one.athlete, one.trained_at, one.set_id)):
        last = groups[-1][-1] if groups else None
        is_near = last is not None and one.trained_at - last.trained_at < GAP
        if last and is_near and (last.athlete, last.local_day) == (one.athlete, one.local_day):
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups
