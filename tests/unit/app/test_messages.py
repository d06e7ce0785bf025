"""Values through a pipe: whole or not at all."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from formcheck.app.messages import Progressed, Task
from formcheck.child_process import receive, send


def test_values_come_out_as_they_went_in() -> None:
    pipe = io.BytesIO()
    task = Task(Path("folder"), Path("folder/clip.mp4"), "good_morning", load_kg=60.0, note="§ heavy")
    progress = Progressed("reading", 0.5, 12, (0.1, 0.2), (3.0, 4.0))
    send(pipe, task)
    send(pipe, progress)
    pipe.seek(0)
    assert receive(pipe) == task
    assert receive(pipe) == progress


def test_a_pipe_that_ends_says_so() -> None:
    with pytest.raises(EOFError):
        receive(io.BytesIO())


def test_a_value_that_was_cut_off_is_no_value() -> None:
    pipe = io.BytesIO()
    send(pipe, Task(Path("folder"), Path("clip")))
    with pytest.raises(EOFError):
        receive(io.BytesIO(pipe.getvalue()[:-3]))
