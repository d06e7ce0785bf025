"""Files named after what is in them: kept once, whole, and nothing of others is touched."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from formcheck.history.kept_files import KeptFiles


@pytest.fixture
def kept(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "tracks")


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_file_is_named_after_its_content(kept: KeptFiles, tmp_path: Path) -> None:
    content = bytes(range(256)) * 10_000
    name = kept.keep(write(tmp_path / "a.NPZ", content))
    assert name == f"{hashlib.sha256(content).hexdigest()}.npz"
    found = kept.find(name)
    assert found is not None
    assert found.read_bytes() == content


def test_the_same_content_is_kept_once(kept: KeptFiles, tmp_path: Path) -> None:
    names = {kept.keep(write(tmp_path / f"{number}.npz", b"same")) for number in range(3)}
    assert [file.name for file in kept.folder.iterdir()] == list(names)


@pytest.mark.parametrize("ending", ["", ".way-too-long-an-ending", ".ä"])
def test_an_odd_ending_is_left_away(kept: KeptFiles, tmp_path: Path, ending: str) -> None:
    name = kept.keep(write(tmp_path / f"a{ending}", b"x"))
    assert len(name) == 64
    assert kept.find(name) is not None


@pytest.mark.parametrize("name", ["", "../secret", "secret", "a" * 63, "/etc/passwd", "A" * 64])
def test_a_name_that_is_none_of_ours_is_not_looked_for(kept: KeptFiles, name: str) -> None:
    kept.folder.mkdir()
    write(kept.folder / "secret", b"x")
    write(kept.folder.parent / "secret", b"x")
    assert kept.find(name) is None


def test_orphans_are_drafts_and_what_no_row_names(kept: KeptFiles, tmp_path: Path) -> None:
    assert kept.list_orphans(set()) == []
    named, other = (kept.keep(write(tmp_path / "a.npz", content)) for content in (b"1", b"2"))
    draft, diary = (write(kept.folder / name, b"x") for name in ("0123.part", "diary.txt"))
    assert sorted(kept.list_orphans({named})) == sorted([kept.folder / other, draft])
    assert diary.exists()


def test_a_file_that_cannot_be_read_leaves_nothing(kept: KeptFiles, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        kept.keep(tmp_path / "nowhere.npz")
    assert list(kept.folder.iterdir()) == []
