"""What a person said: the value, its history, and the file it is kept in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.corrections import (
    AddedRep,
    Change,
    Corrections,
    DismissedFault,
    Mark,
    MarkedRep,
    lay_out_change,
    read_corrections,
    write_corrections,
)
from formcheck.errors import InputError

MARKED, ADDED = MarkedRep(3.25, Mark.NOT_A_REP), AddedRep(9.5, "left")
DISMISSED = DismissedFault(6.0, "short_range")
ALL = Corrections((MARKED, ADDED, DISMISSED))
GOOD = {"format": "formcheck.corrections/1", "changes": [lay_out_change(one) for one in ALL.changes]}
TIMES = st.floats(0.0, 1e5)
CHANGES = st.one_of(
    st.builds(MarkedRep, TIMES, st.sampled_from(Mark)),
    st.builds(AddedRep, TIMES, st.sampled_from(["", "left", "right"])),
    st.builds(DismissedFault, TIMES, st.text(st.characters(codec="utf-8"), min_size=1)),
)


class TestHistory:
    def test_nothing_is_said_at_first(self) -> None:
        assert Corrections().changes == ()
        assert Corrections().undo() == Corrections()

    def test_what_is_added_is_the_last_to_be_undone(self) -> None:
        assert Corrections().add(MARKED).add(ADDED).add(DISMISSED) == ALL
        assert ALL.undo() == Corrections((MARKED, ADDED))
        assert ALL.undo().undo().undo() == Corrections()

    def test_one_may_be_dropped_out_of_turn(self) -> None:
        assert ALL.drop(ADDED) == Corrections((MARKED, DISMISSED))
        assert ALL.drop(AddedRep(1.0)) == ALL

    def test_the_value_itself_is_never_changed(self) -> None:
        before = Corrections((MARKED,))
        before.add(ADDED)
        before.undo()
        assert before == Corrections((MARKED,))

    @given(st.lists(CHANGES, max_size=6))
    def test_undoing_all_leaves_nothing(self, changes: list[Change]) -> None:
        said = Corrections()
        for change in changes:
            said = said.add(change)
        assert said.changes == tuple(changes)
        for _ in changes:
            said = said.undo()
        assert said == Corrections()


class TestFile:
    def test_without_a_file_there_are_none(self, tmp_path: Path) -> None:
        assert read_corrections(tmp_path / "corrections.json") == Corrections()

    @given(changes=st.lists(CHANGES, max_size=6))
    def test_what_is_written_is_read(self, changes: list[Change], tmp_path_factory: Any) -> None:
        path = tmp_path_factory.mktemp("said") / "corrections.json"
        write_corrections(Corrections(tuple(changes)), path)
        assert read_corrections(path) == Corrections(tuple(changes))

    def test_it_is_plain_json_with_its_version(self, tmp_path: Path) -> None:
        path = tmp_path / "corrections.json"
        write_corrections(ALL, path)
        assert json.loads(path.read_text(encoding="utf-8")) == {
            "format": "formcheck.corrections/1",
            "changes": [
                {"change": "marked_rep", "turn_s": 3.25, "kind": "not_a_rep"},
                {"change": "added_rep", "at_s": 9.5, "side": "left"},
                {"change": "dismissed_fault", "turn_s": 6.0, "rule": "short_range"},
            ],
        }

    def test_a_change_is_laid_out_in_plain_values(self) -> None:
        values = [value for change in ALL.changes for value in lay_out_change(change).values()]
        assert {type(value) for value in values} == {str, float}

    def test_the_new_ones_replace_the_old_ones_and_leave_nothing_else(self, tmp_path: Path) -> None:
        path = tmp_path / "corrections.json"
        write_corrections(ALL, path)
        write_corrections(ALL.undo(), path)
        assert read_corrections(path) == ALL.undo()
        assert list(tmp_path.iterdir()) == [path]

    def test_a_folder_that_is_not_there_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="Cannot write"):
            write_corrections(ALL, tmp_path / "gone" / "corrections.json")

    def test_a_folder_in_its_place_is_told(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="cannot be read"):
            read_corrections(tmp_path)

    @pytest.mark.parametrize(
        ("text", "problem"),
        [
            ("", "Expecting value"),
            ("{", "Expecting property name"),
            ("[1]", "it holds list, expected changes, format"),
            ("{}", "it holds , expected changes, format"),
            ('{"format": "formcheck.corrections/2", "changes": []}', "'formcheck.corrections/2', expected"),
            ('{"format": "formcheck.corrections/1", "changes": {}}', "changes is {}, expected a list"),
            ('{"format": "formcheck.corrections/1", "changes": [3]}', "a change is 3, expected marked_rep"),
            ("[" * 100_000, "recursion"),
        ],
    )
    def test_a_damaged_file_is_one_sentence(self, text: str, problem: str, tmp_path: Path) -> None:
        assert problem in self.read_damaged(text, tmp_path)

    @pytest.mark.parametrize(
        ("number", "key", "value", "problem"),
        [
            (0, "change", "mark", "a change is 'mark'"),
            (0, "kind", "great", "'great' is not a valid Mark"),
            (0, "kind", None, "kind is None, expected a text"),
            (0, "turn_s", "3", "turn_s is '3', expected seconds"),
            (0, "turn_s", True, "turn_s is True, expected seconds"),
            (0, "turn_s", float("nan"), "turn_s is nan, expected seconds"),
            (0, "turn_s", 10**400, "too large"),
            (0, "more", 1, "it holds change, kind, more, turn_s, expected change, kind, turn_s"),
            (1, "side", "both", "side is 'both', expected left, right or nothing"),
            (1, "at_s", None, "at_s is None"),
            (2, "rule", 7, "rule is 7, expected a text"),
        ],
    )
    def test_a_wrong_value_is_named(
        self, number: int, key: str, value: Any, problem: str, tmp_path: Path
    ) -> None:
        table = json.loads(json.dumps(GOOD))
        table["changes"][number][key] = value
        assert problem in self.read_damaged(json.dumps(table), tmp_path)

    @pytest.mark.parametrize("number", [0, 1, 2])
    def test_a_missing_value_is_told(self, number: int, tmp_path: Path) -> None:
        table = json.loads(json.dumps(GOOD))
        table["changes"][number].popitem()
        assert "expected" in self.read_damaged(json.dumps(table), tmp_path)

    @staticmethod
    def read_damaged(text: str, folder: Path) -> str:
        path = folder / "corrections.json"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as told:
            read_corrections(path)
        sentence = str(told.value)
        assert sentence.startswith(f"{path} is damaged (")
        assert sentence.endswith("delete it and correct the set again.")
        assert "\n" not in sentence
        return sentence
