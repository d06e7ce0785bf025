"""Kept reviews, and the sets of the log that they are of."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from formcheck.app.kept import delete_kept_review, find_kept_review, list_kept_reviews
from formcheck.app.workspace import find_kept_folder
from formcheck.errors import InputError
from formcheck.history.from_report import find_identity
from formcheck.history.log_book import LogBook, find_log_folder
from tests.unit.history.set_factory import make_set

CLIP: dict[str, Any] = {"kind": "video", "name": "a.mp4", "sha256": "ab" * 32}


def keep(
    name: str, source: dict[str, Any] = CLIP, athlete: str = "Ann", video: str = "annotated.webm"
) -> Path:
    """Put a kept review into the data folder."""
    folder = find_kept_folder() / name
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(json.dumps({"source": source}), encoding="utf-8")
    (folder / "task.json").write_text(json.dumps({"athlete": athlete}), encoding="utf-8")
    if video:
        (folder / video).parent.mkdir(exist_ok=True)
        (folder / video).write_bytes(b"moving")
    return folder


def log_set(source: dict[str, Any] = CLIP):
    kind, key = find_identity(source)
    with LogBook(find_log_folder()) as log:
        return log.find_set(log.save_set(make_set(source=kind, source_key=key)).set_id)


def test_a_set_and_its_kept_review_know_each_other_by_the_clip() -> None:
    folder, logged = keep("2026-03-02 12.00 a.mp4"), log_set()
    keep("2026-03-03 12.00 b.mp4", {**CLIP, "sha256": "cd" * 32})
    found = find_kept_review(logged)
    assert found is not None
    assert (found.folder, found.athlete, found.name) == (folder, "Ann", "2026-03-02 12.00 a.mp4")
    assert found.video == folder / "annotated.webm"


def test_the_clip_as_it_came_will_do_and_of_two_the_one_with_a_video() -> None:
    keep("2026-03-03 later", video="")
    folder = keep("2026-03-02 earlier", video="upload/a.mp4")
    found = find_kept_review(log_set())
    assert found is not None
    assert found.video == folder / "upload" / "a.mp4"


def test_one_that_is_deleted_is_not_there_and_nothing_fails() -> None:
    folder, logged = keep("a"), log_set()
    assert find_kept_review(logged) is not None
    delete_kept_review(folder)
    assert find_kept_review(logged) is None
    assert list_kept_reviews() == []
    with pytest.raises(InputError, match="Cannot delete"):
        delete_kept_review(folder)


def test_a_set_without_a_key_has_no_kept_review() -> None:
    keep("a", {"kind": "video"})
    with LogBook(find_log_folder()) as log:
        assert find_kept_review(log.find_set(log.save_set(make_set(source_key="")).set_id)) is None


def test_those_of_one_athlete() -> None:
    keep("a")
    keep("b", athlete="Ben")
    keep("c", athlete="")
    assert [one.name for one in list_kept_reviews()] == ["c", "b", "a"]
    assert [one.name for one in list_kept_reviews("ANN")] == ["a"]
    assert [one.name for one in list_kept_reviews("")] == ["c"]


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"source": 1}'])
def test_a_report_that_cannot_be_read_is_of_no_set(text: str) -> None:
    folder = keep("a")
    (folder / "report.json").write_text(text, encoding="utf-8")
    (one,) = list_kept_reviews()
    assert one.identity == ("", "")
    assert find_kept_review(log_set()) is None


def test_a_report_that_changed_is_read_again() -> None:
    folder = keep("a")
    assert find_kept_review(log_set()) is not None
    (folder / "report.json").write_text(
        json.dumps({"source": {**CLIP, "sha256": "ef" * 32}}), encoding="utf-8"
    )
    os.utime(folder / "report.json", (1, 1))
    assert find_kept_review(log_set()) is None
