"""Saving, editing, deleting and bringing back: what was told is what is there afterwards."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from formcheck.app.settings import delete_everything
from formcheck.data_folder import ENVIRONMENT_VARIABLE
from formcheck.errors import InputError
from formcheck.history.details import read_corrections_text, read_report_text, read_reps, read_verdicts
from formcheck.history.entries import SavedSet, SetEdit
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.queries import SetFilter, count_sets, list_athletes, list_sessions, list_sets
from tests.unit.history.set_factory import (
    BERLIN,
    NOON,
    find_broken_references,
    list_files,
    make_rep,
    make_set,
    type_in,
    write_track,
)


def test_it_lies_in_the_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path))
    assert find_log_folder() == tmp_path / "log"


def test_deleting_everything_deletes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path))
    with LogBook(find_log_folder()) as log:
        log.save_set(make_set())
    delete_everything()
    assert not find_log_folder().exists()


class TestSaving:
    def test_everything_comes_back(self, log: LogBook, clock, tmp_path: Path) -> None:
        new = make_set(
            note="belt", rpe=8.5, corrections='{"changes": []}', source_key="abc", left_count=2, right_count=1
        )
        track = write_track(tmp_path)
        saved = log.save_set(new, track)
        assert saved == SavedSet(saved.set_id, is_new=True)
        found = log.find_set(saved.set_id)
        facts = zip(_read_all(found.facts), _read_all(new.facts), strict=True)
        assert all(a == b or (_is_nan(a) and _is_nan(b)) for a, b in facts)
        assert (found.athlete, found.trained_at, found.source, found.source_key) == (
            "Ann",
            NOON,
            "review",
            "abc",
        )
        assert (found.note, found.rpe, found.has_report) == ("belt", 8.5, True)
        assert (found.saved_at, found.deleted_at) == (clock(), None)
        kept = log.find_track(saved.set_id)
        assert kept is not None
        assert kept.read_bytes() == track.read_bytes()
        assert repr(read_reps(log, saved.set_id)) == repr(new.reps)  # NaN is itself in words
        assert read_verdicts(log, saved.set_id) == new.verdicts
        assert read_report_text(log, saved.set_id) == new.report
        assert read_corrections_text(log, saved.set_id) == new.corrections

    def test_a_set_typed_in_has_no_report(self, log: LogBook) -> None:
        set_id = log.save_set(type_in()).set_id
        found = log.find_set(set_id)
        assert not found.has_report
        assert math.isnan(found.facts.score)
        assert found.facts.clean_count is None
        assert read_report_text(log, set_id) == read_corrections_text(log, set_id) == ""
        assert read_reps(log, set_id) == ()

    def test_the_day_is_that_of_the_place(self, log: LogBook) -> None:
        for hours in (-8, 0, 13):
            at = datetime(2026, 3, 1, 23, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=hours)))
            found = log.find_set(log.save_set(make_set(at)).set_id)
            assert found.trained_at == at
            assert found.trained_at.utcoffset() == timedelta(hours=hours)
            assert found.local_day == at.date()
        assert [one.local_day.day for one in list_sets(log)] == [2, 1, 1]

    def test_a_time_without_a_place_is_a_mistake(self, log: LogBook) -> None:
        with pytest.raises(ValueError, match="no offset"):
            log.save_set(make_set(datetime(2026, 3, 1)))
        assert count_sets(log) == 0

    def test_nobody_in_particular_is_an_athlete_of_its_own(self, log: LogBook) -> None:
        log.save_set(make_set(athlete=""))
        log.save_set(make_set(athlete="Ann"))
        log.save_set(make_set(athlete=" aNN "))
        assert [(one.name, one.sets) for one in list_athletes(log)] == [("", 1), ("Ann", 2)]
        assert count_sets(log, SetFilter("")) == 1
        assert count_sets(log, SetFilter("ANN")) == 2
        assert count_sets(log, SetFilter("Bob")) == 0
        assert count_sets(log) == 3

    def test_several_at_once_are_all_or_none(self, log: LogBook) -> None:
        sets = [make_set(NOON + timedelta(minutes=3 * k)) for k in range(4)]
        assert [one.is_new for one in log.save_sets(sets)] == [True] * 4
        assert list_sessions(log, "Ann")[0].sets == 4
        bad = make_set(reps=2)
        bad = replace(bad, reps=(make_rep(1), make_rep(2, kind="unheard of")))
        with pytest.raises(Exception, match="CHECK"):
            log.save_sets([make_set(), bad])
        assert count_sets(log) == 4

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"load_kg": -5.0}, "load"),
            ({"load_kg": math.inf}, "load"),
            ({"rpe": 11.0}, "effort"),
            ({"count": -1, "clean_count": None}, "repetitions"),
            ({"exercise_name": " "}, "name of its movement"),
            ({"athlete": "x" * 101}, "100 characters"),
        ],
    )
    def test_what_cannot_be_is_one_sentence(self, log: LogBook, changes: dict, sentence: str) -> None:
        with pytest.raises(InputError, match=sentence):
            log.save_set(make_set(**changes))
        assert count_sets(log) == 0

    def test_mistakes_of_the_program_are_no_sentences(self, log: LogBook) -> None:
        with pytest.raises(ValueError, match="source"):
            log.save_set(make_set(source="dream"))
        with pytest.raises(ValueError, match="clean"):
            log.save_set(make_set(clean_count=4))

    def test_a_track_that_is_not_there_saves_nothing(self, log: LogBook, folder: Path) -> None:
        with pytest.raises(InputError, match=r"not saved.*No such file.*nowhere.npz"):
            log.save_set(make_set(), folder / "nowhere.npz")
        assert count_sets(log) == 0
        assert list_files(folder) == []


class TestSavingAgain:
    def test_the_same_clip_takes_its_own_place(self, log: LogBook, clock, tmp_path: Path) -> None:
        first = log.save_set(make_set(source_key="a", note="mine", rpe=7.0), write_track(tmp_path))
        clock.move(hours=1)
        new = make_set(NOON + timedelta(hours=5), reps=4, rule="short_pull", load_kg=math.nan, source_key="a",
                       exercise_key="t_bar_row")  # fmt: skip
        assert log.save_set(new) == SavedSet(first.set_id, is_new=False)
        found = log.find_set(first.set_id)
        assert (found.facts.count, found.facts.exercise_key, found.saved_at) == (4, "t_bar_row", clock())
        assert (found.trained_at, found.facts.load_kg) == (NOON, 60.0)
        assert (found.note, found.rpe) == ("mine", 7.0)
        assert log.find_track(first.set_id) is not None
        assert [rep.faults[0].rule for rep in read_reps(log, first.set_id)] == ["short_pull"] * 4
        assert [one.rule for one in read_verdicts(log, first.set_id)] == ["short_pull"]
        assert read_report_text(log, first.set_id) == new.report
        assert count_sets(log) == 1
        assert find_broken_references(log) == []

    def test_what_is_given_counts(self, log: LogBook) -> None:
        set_id = log.save_set(make_set(source_key="a", note="mine", rpe=7.0)).set_id
        log.save_set(make_set(source_key="a", note="other", rpe=9.0, load_kg=70.0))
        found = log.find_set(set_id)
        assert (found.note, found.rpe, found.facts.load_kg) == ("other", 9.0, 70.0)

    def test_the_old_track_goes(self, log: LogBook, folder: Path, tmp_path: Path) -> None:
        set_id = log.save_set(make_set(source_key="a"), write_track(tmp_path, b"old")).set_id
        log.save_set(make_set(source_key="a"), write_track(tmp_path, b"new"))
        kept = log.find_track(set_id)
        assert kept is not None
        assert kept.read_bytes() == b"new"
        log.close()
        with LogBook(folder):
            assert list_files(folder) == [f"tracks/{kept.name}"]

    def test_one_that_was_deleted_is_back(self, log: LogBook) -> None:
        set_id = log.save_set(make_set(source_key="a")).set_id
        log.delete_sets([set_id])
        assert log.save_set(make_set(source_key="a")) == SavedSet(set_id, is_new=False)
        assert log.find_set(set_id).deleted_at is None
        assert list_sessions(log, "Ann")[0].sets == 1

    def test_other_athletes_sources_and_keys_are_other_sets(self, log: LogBook) -> None:
        for changes in ({}, {"athlete": "Bob"}, {"source": "live"}, {"source_key": "b"}, {"source_key": ""}):
            assert log.save_set(replace(make_set(source_key="a"), **changes)).is_new
        assert log.save_set(make_set(source_key="")).is_new
        assert count_sets(log) == 6


class TestEditing:
    def test_an_edit_can_be_taken_back(self, log: LogBook) -> None:
        set_id = log.save_set(make_set(note="a")).set_id
        before = log.find_set(set_id)
        edit = SetEdit("Bob", NOON + timedelta(days=1), 62.5, 8.0, "b")
        back = log.edit_set(set_id, edit)
        found = log.find_set(set_id)
        assert (found.athlete, found.trained_at, found.facts.load_kg) == ("Bob", edit.trained_at, 62.5)
        assert (found.rpe, found.note) == (8.0, "b")
        again = log.edit_set(set_id, back)
        assert repr(log.find_set(set_id)) == repr(before)
        assert again == edit

    def test_what_is_left_out_stays(self, log: LogBook) -> None:
        set_id = log.save_set(make_set(note="a", rpe=7.0)).set_id
        assert log.edit_set(set_id, SetEdit(load_kg=math.nan)) == SetEdit(load_kg=60.0)
        found = log.find_set(set_id)
        assert math.isnan(found.facts.load_kg)
        assert (found.note, found.rpe, found.athlete, found.trained_at) == ("a", 7.0, "Ann", NOON)
        assert log.edit_set(set_id, SetEdit()) == SetEdit()

    def test_one_typed_in_may_become_another(self, log: LogBook) -> None:
        set_id = log.save_set(type_in(reps=5)).set_id
        back = log.edit_set(set_id, SetEdit(exercise=("squat", "Squat", ""), count=6))
        facts = log.find_set(set_id).facts
        assert (facts.exercise_key, facts.exercise_name, facts.family, facts.count) == (
            "squat",
            "Squat",
            "",
            6,
        )
        assert back == SetEdit(exercise=("barbell_row", "Barbell row", "row"), count=5)

    @pytest.mark.parametrize("edit", [SetEdit(count=4), SetEdit(exercise=("squat", "Squat", ""))])
    def test_what_was_counted_is_corrected_in_its_review(self, log: LogBook, edit: SetEdit) -> None:
        set_id = log.save_set(make_set()).set_id
        with pytest.raises(InputError, match="in its review"):
            log.edit_set(set_id, edit)

    @pytest.mark.parametrize(
        "edit", [SetEdit(load_kg=-1.0), SetEdit(rpe=0.0), SetEdit(count=-1), SetEdit(exercise=("", "", ""))]
    )
    def test_what_cannot_be_is_one_sentence(self, log: LogBook, edit: SetEdit) -> None:
        set_id = log.save_set(type_in()).set_id
        before = log.find_set(set_id)
        with pytest.raises(InputError):
            log.edit_set(set_id, edit)
        assert repr(log.find_set(set_id)) == repr(before)

    def test_no_fewer_repetitions_than_clean_ones(self, log: LogBook) -> None:
        set_id = log.save_set(type_in(reps=5, clean_count=4)).set_id
        with pytest.raises(InputError, match="4 repetitions were clean"):
            log.edit_set(set_id, SetEdit(count=3))

    def test_a_set_the_other_athlete_has_already_stays(self, log: LogBook) -> None:
        set_id = log.save_set(make_set(source_key="a")).set_id
        log.save_set(make_set(source_key="a", athlete="Bob"))
        with pytest.raises(InputError, match="has this set already"):
            log.edit_set(set_id, SetEdit(athlete="Bob"))
        assert log.find_set(set_id).athlete == "Ann"

    def test_a_set_that_is_gone_is_one_sentence(self, log: LogBook) -> None:
        for do in (log.find_set, log.find_track, lambda set_id: log.edit_set(set_id, SetEdit(note="x"))):
            with pytest.raises(InputError, match="no longer"):
                do(99)


class TestDeleting:
    def test_what_is_deleted_can_be_brought_back(self, log: LogBook, clock, tmp_path: Path) -> None:
        ids = [
            log.save_set(make_set(NOON + timedelta(minutes=k)), write_track(tmp_path)).set_id
            for k in range(3)
        ]
        before = log.find_set(ids[1])
        clock.move(minutes=1)
        assert log.delete_sets([ids[1], ids[1], 99]) == 1
        assert [one.set_id for one in list_sets(log)] == [ids[2], ids[0]]
        assert [one.set_id for one in list_sets(log, SetFilter(is_deleted=True))] == [ids[1]]
        assert log.find_set(ids[1]).deleted_at == clock()
        assert log.restore_sets([ids[1], ids[0]]) == 1
        assert log.find_set(ids[1]) == before or repr(log.find_set(ids[1])) == repr(before)
        assert log.find_track(ids[1]) is not None

    def test_the_bin_is_emptied_after_thirty_days(
        self, log: LogBook, folder: Path, clock, tmp_path: Path
    ) -> None:
        track = write_track(tmp_path)
        gone = log.save_set(make_set(), track).set_id
        log.save_set(make_set())
        log.delete_sets([gone])
        for days, left in ((29.9, 1), (0.2, 0)):
            clock.move(days=days)
            log.close()
            with LogBook(folder, clock) as again:
                assert count_sets(again, SetFilter(is_deleted=True)) == left
                assert count_sets(again) == 1
                assert len([name for name in list_files(folder) if name.startswith("tracks")]) == left
                assert find_broken_references(again) == []

    def test_two_sets_may_share_a_track(self, log: LogBook, folder: Path, tmp_path: Path) -> None:
        first, second = (log.save_set(make_set(), write_track(tmp_path)).set_id for _ in range(2))
        assert len(list_files(folder)) == 1
        log.delete_sets([first])
        log.empty_bin()
        assert log.find_track(second) is not None

    def test_who_has_nothing_left_is_forgotten(self, log: LogBook) -> None:
        log.save_set(make_set())
        log.delete_sets([log.save_set(make_set(athlete="Bob")).set_id])
        assert [(one.name, one.sets) for one in list_athletes(log)] == [("Ann", 1), ("Bob", 0)]
        assert log.empty_bin() == 1
        assert [one.name for one in list_athletes(log)] == ["Ann"]


def test_the_log_looks_through_itself(log: LogBook, tmp_path: Path) -> None:
    set_id = log.save_set(make_set(NOON.astimezone(BERLIN)), write_track(tmp_path)).set_id
    assert log.check() == []
    track = log.find_track(set_id)
    assert track is not None
    track.unlink()
    assert log.check() == ["The pose track of the set of 2026-03-02 12:00 is gone."]
    assert log.find_track(set_id) is None


def _read_all(facts) -> list:
    return [getattr(facts, name) for name in facts.__dataclass_fields__]


def _is_nan(value) -> bool:
    return isinstance(value, float) and math.isnan(value)
