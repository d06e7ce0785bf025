"""What was done to the log last, and how it is taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from formcheck.errors import InputError
from formcheck.history.advice.sayings import say_many
from formcheck.history.entries import SetEdit
from formcheck.history.log_book import LogBook

_STATE = "history_undo"


@dataclass(frozen=True, slots=True)
class Done:
    """Something that can be taken back.

    Attributes
    ----------
    folder : Path
        Of the log.
    words : str
        What was done, a sentence.
    deleted : tuple of int
        Sets to bring back.
    edited : tuple of (int, SetEdit)
        Sets with the edit that takes theirs back.
    """

    folder: Path
    words: str
    deleted: tuple[int, ...] = ()
    edited: tuple[tuple[int, SetEdit], ...] = ()

    def take_back(self) -> None:
        """Make it undone.

        Raises
        ------
        InputError
            When it cannot be.
        """
        with LogBook(self.folder) as log:
            log.restore_sets(self.deleted)
            for set_id, edit in self.edited:
                log.edit_set(set_id, edit)


def delete_sets(log: LogBook, set_ids: Sequence[int]) -> None:
    """Delete sets, to be taken back for a while.

    Raises
    ------
    InputError
        When they cannot be.
    """
    many = log.delete_sets(set_ids)
    st.session_state[_STATE] = Done(log.folder, f"{say_many(many, 'set')} deleted.", tuple(set_ids))


def edit_set(log: LogBook, set_id: int, edit: SetEdit) -> None:
    """Change a set, to be taken back.

    Raises
    ------
    InputError
        When it cannot be.
    """
    st.session_state[_STATE] = Done(
        log.folder, "The set was changed.", edited=((set_id, log.edit_set(set_id, edit)),)
    )


def show_undo() -> None:
    """Show what was done last, with a button that takes it back."""
    done: Done | None = st.session_state.get(_STATE)
    if told := st.session_state.pop(f"{_STATE}_failed", ""):
        st.error(told, icon=":material/error:")
    if done is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="undo"):
        st.markdown(f":green[:material/check_circle:] {done.words}", width="content")
        st.button("Undo", icon=":material/undo:", key="undo_last", on_click=_make_undo(done), width="content")


def _make_undo(done: Done) -> Callable[[], None]:
    def undo() -> None:
        try:
            done.take_back()
        except InputError as error:
            st.session_state[f"{_STATE}_failed"] = str(error)
        st.session_state.pop(_STATE, None)

    return undo
