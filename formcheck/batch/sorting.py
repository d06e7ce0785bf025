"""Which clips are to be done, which are done, and which are the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from formcheck.batch.asked import list_differences
from formcheck.batch.clips import ClipFile
from formcheck.batch.ledger import Ledger
from formcheck.batch.record import Record, is_unchanged
from formcheck.errors import InputError
from formcheck.video.reader import compute_sha256


@dataclass(frozen=True, slots=True)
class Sorted:
    """The clips of a folder, sorted out.

    Attributes
    ----------
    todo : list of ClipFile
    known : list of ClipFile
        Dealt with in an earlier run: the ledger says how.
    twins : dict of str to str
        Clip → the one with the same bytes that stands for it.
    """

    todo: list[ClipFile]
    known: list[ClipFile]
    twins: dict[str, str]


def sort_out(
    clips: Sequence[ClipFile],
    ledger: Ledger,
    asked: Mapping[str, Any],
    overwrite: bool = False,
    retry: bool = False,
) -> Sorted:
    """Find what is left to do.

    A clip is done when its bytes (SHA-256) and what was asked are those of its record. It is read for that
    only if its size or its time of writing have changed, or if another clip has the same size.

    Parameters
    ----------
    clips : sequence of ClipFile
    ledger : Ledger
    asked : mapping
        See `formcheck.batch.asked.describe_asked`.
    overwrite : bool
        Do clips anew whose report was asked for otherwise, or is of other bytes.
    retry : bool
        Do clips anew that failed.

    Raises
    ------
    InputError
        When a report would have to be replaced, and ``overwrite`` does not say so.
    """
    hashes = _Hashes()
    left, known, conflicts = [], [], []
    for clip in clips:
        record = ledger.records.get(clip.name)
        differences = _list_differences(clip, record, asked, hashes)
        has_report = ledger.find_folder(clip.name).exists()
        if record is not None and not differences and bool(record.problem) != has_report:
            (left if record.problem and retry else known).append(clip)
            continue
        left.append(clip)
        if has_report:
            conflicts.append((clip.name, differences))
    if conflicts and not overwrite:
        raise InputError(_describe_conflicts(conflicts, ledger))
    todo, twins = _part_twins(left, ledger, asked, retry, hashes)
    return Sorted(todo, known, twins)


class _Hashes:
    """SHA-256 of clips, each read once; empty where one cannot be read."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def find(self, clip: ClipFile) -> str:
        if clip.name not in self._known:
            try:
                self._known[clip.name] = compute_sha256(clip.path)
            except OSError:
                self._known[clip.name] = ""
        return self._known[clip.name]


def _list_differences(
    clip: ClipFile, record: Record | None, asked: Mapping[str, Any], hashes: _Hashes
) -> list[str]:
    """In what a clip and its review differ from the record; without one there is nothing to say."""
    if record is None:
        return []
    is_same = is_unchanged(clip, record) or hashes.find(clip) == record.sha256
    return [*([] if is_same else ["the clip itself"]), *list_differences(record.asked, asked)]


def _describe_conflicts(conflicts: Sequence[tuple[str, list[str]]], ledger: Ledger) -> str:
    name, differences = conflicts[0]
    others = "" if len(conflicts) == 1 else f", and {len(conflicts) - 1} more"
    why = f"differs in: {', '.join(differences)}" if differences else "was not made by a batch"
    return (
        f"{ledger.find_folder(name)} is there already and {why}{others}: give another --out, or --overwrite"
        " to do such clips anew."
    )


def _part_twins(
    left: Sequence[ClipFile], ledger: Ledger, asked: Mapping[str, Any], retry: bool, hashes: _Hashes
) -> tuple[list[ClipFile], dict[str, str]]:
    """Tell what must be done from what has the same bytes as another clip, done or still to be done."""
    names, sizes = {clip.name for clip in left}, Counter(clip.size_bytes for clip in left)
    firsts: dict[str, str] = {}
    for record in ledger.records.values():
        if record.clip not in names and record.asked == asked and not (record.problem and retry):
            firsts[record.sha256] = record.clip
            sizes[record.size_bytes] += 1
    todo, twins = [], {}
    for clip in left:
        sha256 = hashes.find(clip) if sizes[clip.size_bytes] > 1 else ""
        if sha256 in firsts:
            twins[clip.name] = firsts[sha256]
        else:
            todo.append(clip)
            if sha256:
                firsts[sha256] = clip.name
    return todo, twins
