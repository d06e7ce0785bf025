"""Everything in one file and back: whole, checked before, and with what was there kept."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from formcheck.errors import InputError
from formcheck.history.exchange import replacing, restoring
from formcheck.history.exchange.archive import MANIFEST, write_archive
from formcheck.history.exchange.restoring import RestoreSummary, restore_archive
from formcheck.history.log_book import LogBook
from formcheck.history.migration import APPLICATION_ID, read_scripts
from formcheck.history.queries import count_sets, list_sets
from tests.unit.history.set_factory import Clock, dump, list_files, make_set, write_track

NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
DAMAGED = r"no full backup of formcheck, or a damaged one"


@pytest.fixture
def athletes(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "athletes"
    (folder / "ann").mkdir(parents=True)
    (folder / "ann" / "default.json").write_text('{"range": 81}', encoding="utf-8")
    (folder / "ann" / ".default-x.part").write_text("draft", encoding="utf-8")
    return folder


@pytest.fixture
def full(folder: Path, clock: Clock, tmp_path: Path) -> Path:
    """A log with three sets, two of them with a track."""
    with LogBook(folder, clock) as log:
        log.save_set(make_set(), write_track(tmp_path))
        log.save_set(make_set(source_key="b"), write_track(tmp_path, b"another"))
        log.save_set(make_set(source_key="c"))
    return folder


@pytest.fixture
def archive(full: Path, athletes: Path, tmp_path: Path) -> Path:
    path = tmp_path / "backup.zip"
    with LogBook(full) as log:
        write_archive(log, athletes, path, NOW)
    return path


def restore(archive: Path, folder: Path, athletes: Path) -> RestoreSummary:
    return restore_archive(archive, folder, athletes, NOW)


def rewrite(archive: Path, change: Callable[[dict[str, bytes]], None]) -> None:
    """Change members of an archive; the manifest follows unless it was changed itself."""
    with zipfile.ZipFile(archive) as before:
        members = {name: before.read(name) for name in before.namelist()}
    change(members)
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as after:
        for name, content in members.items():
            after.writestr(name, content)


def claim(members: dict[str, bytes], **changes: object) -> None:
    """Let the manifest say what the members are now."""
    manifest = json.loads(members[MANIFEST])
    manifest["files"] = {
        name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in members.items()
        if name != MANIFEST
    }
    members[MANIFEST] = json.dumps({**manifest, **changes}).encode()


class TestWriting:
    def test_everything_is_in_it(self, archive: Path) -> None:
        with zipfile.ZipFile(archive) as found:
            assert found.testzip() is None
            names = found.namelist()
            manifest = json.loads(found.read(MANIFEST))
        assert len([name for name in names if name.startswith("tracks/")]) == 2
        assert len([name for name in names if name.endswith(".npz")]) == 2
        assert [name for name in names if name.startswith("athletes/")] == ["athletes/ann/default.json"]
        assert set(manifest["files"]) == {*names} - {MANIFEST}
        assert (manifest["schema"], manifest["made_at"]) == (len(read_scripts()), NOW.isoformat())

    def test_while_the_log_is_open_and_has_a_wal(self, full: Path, athletes: Path, tmp_path: Path) -> None:
        with LogBook(full) as log:
            log.save_set(make_set(source_key="d"))
            summary = write_archive(log, athletes, tmp_path / "x.zip", NOW)
        assert (summary.sets, summary.files, summary.records, summary.missing) == (4, 2, 1, 0)
        assert summary.bytes == (tmp_path / "x.zip").stat().st_size

    def test_a_track_that_is_gone_is_told(self, full: Path, athletes: Path, tmp_path: Path) -> None:
        next((full / "tracks").iterdir()).unlink()
        with LogBook(full) as log:
            assert write_archive(log, athletes, tmp_path / "x.zip", NOW).missing == 1

    def test_nothing_is_replaced_silently(self, archive: Path, full: Path, athletes: Path) -> None:
        before = archive.read_bytes()
        with LogBook(full) as log:
            with pytest.raises(InputError, match="exists already"):
                write_archive(log, athletes, archive, NOW)
            assert archive.read_bytes() == before
            write_archive(log, athletes, archive, NOW, overwrite=True)

    def test_one_that_fails_leaves_nothing(self, full: Path, athletes: Path, tmp_path: Path) -> None:
        with LogBook(full) as log, pytest.raises(InputError, match="was not written"):
            write_archive(log, athletes, tmp_path / "nowhere" / "x.zip", NOW)
        assert [
            path.name for path in tmp_path.iterdir() if "part" in path.name or "formcheck-" in path.name
        ] == []


class TestRestoring:
    def test_into_nothing(self, archive: Path, full: Path, tmp_path: Path) -> None:
        folder, athletes = tmp_path / "new" / "log", tmp_path / "new" / "athletes"
        summary = restore(archive, folder, athletes)
        assert (summary.sets, summary.files, summary.records, summary.aside) == (3, 2, 1, None)
        assert summary.made_at == NOW
        assert dump(folder) == dump(full)
        assert list_files(folder) == list_files(full)
        assert (athletes / "ann" / "default.json").read_text("utf-8") == '{"range": 81}'
        with LogBook(folder) as log:
            assert log.check() == []
        assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["athletes", "log"]

    def test_what_was_there_is_kept(self, archive: Path, full: Path, athletes: Path, tmp_path: Path) -> None:
        with LogBook(full) as log:
            log.delete_sets([one.set_id for one in list_sets(log)])
            log.empty_bin()
            log.save_set(make_set(source_key="new"), write_track(tmp_path, b"new track"))
        (athletes / "ann" / "default.json").write_text('{"range": 90}', encoding="utf-8")
        (athletes / "bob").mkdir()
        (athletes / "bob" / "default.json").write_text("{}", encoding="utf-8")
        after = dump(full)
        aside = restore(archive, full, athletes).aside
        assert aside is not None
        assert dump(aside) == after
        assert [path.read_bytes() for path in (aside / "tracks").iterdir()] == [b"new track"]
        assert "90" in (aside / "athletes" / "ann" / "default.json").read_text("utf-8")
        assert "81" in (athletes / "ann" / "default.json").read_text("utf-8")
        assert (athletes / "bob" / "default.json").is_file()
        with LogBook(full) as log:
            assert count_sets(log) == 3
            assert log.check() == []
        assert [path.read_bytes() for path in (aside / "tracks").iterdir()] == [b"new track"]

    def test_over_a_damaged_log(self, archive: Path, full: Path, athletes: Path) -> None:
        (full / "log.sqlite").write_bytes(b"no database" * 1000)
        aside = restore(archive, full, athletes).aside
        assert aside is not None
        assert (aside / "log.sqlite").read_bytes() == b"no database" * 1000
        with LogBook(full) as log:
            assert count_sets(log) == 3

    def test_one_of_an_older_version_is_migrated(self, tmp_path: Path, athletes: Path, clock: Clock) -> None:
        old = tmp_path / "old"
        old.mkdir()
        with closing(sqlite3.connect(old / "log.sqlite")) as connection:
            connection.executescript(
                f"{read_scripts()[0]} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = 1;"
            )
        path = tmp_path / "old.zip"
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("log.sqlite", (old / "log.sqlite").read_bytes())
            made.writestr(MANIFEST, json.dumps({"format": "formcheck.backup/1", "made_at": NOW.isoformat()}))
        rewrite(path, claim)
        folder = tmp_path / "new" / "log"
        restore(path, folder, athletes)
        with LogBook(folder, clock) as log:
            assert log.save_set(make_set()).is_new

    def test_not_while_another_has_it_open(self, archive: Path, full: Path, athletes: Path) -> None:
        with LogBook(full) as log:
            log.save_set(make_set(source_key="d"))
            with pytest.raises(InputError, match="Another formcheck has the training log open"):
                restore(archive, full, athletes)
            assert count_sets(log) == 4
        assert list(full.parent.glob("log-before-*")) == []

    def test_a_kill_on_the_way_leaves_the_old_log(
        self, archive: Path, full: Path, athletes: Path, monkeypatch
    ) -> None:
        before = dump(full)

        def fail(folder: Path) -> None:
            if folder.name.startswith("log-before"):
                raise OSError(28, "No space left on device", str(folder))

        monkeypatch.setattr(replacing, "flush_folder", fail)
        with pytest.raises(InputError, match="was not brought back: No space left"):
            restore(archive, full, athletes)
        assert dump(full) == before
        assert list(full.parent.glob(".formcheck-restore-*")) == []


def add(name: str, content: bytes = b"x") -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[name] = content
        claim(members)

    return change


def make_newer(members: dict[str, bytes], path: Path) -> bytes:
    path.write_bytes(members["log.sqlite"])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    return path.read_bytes()


class TestRefusing:
    @pytest.fixture(autouse=True)
    def unchanged(self, full: Path, athletes: Path):
        assert athletes.is_dir()
        before = dump(full), list_files(full), sorted(path.name for path in full.parent.iterdir())
        yield
        assert (dump(full), list_files(full), sorted(path.name for path in full.parent.iterdir())) == before

    @pytest.mark.parametrize(
        "name",
        ["../evil.txt", "/etc/evil", "athletes/../../evil.json", "athletes/a/../b.json", "tracks/../x.npz",
         "C:\\evil", "athletes/ann/x/y.json", "athletes/.hidden/x.json", "tracks/short.npz", "log.sqlite-wal",
         "athletes/ann/x.json\n"],
    )  # fmt: skip
    def test_names_that_lead_elsewhere(self, archive, full, athletes, tmp_path, name: str) -> None:
        rewrite(archive, add(name))
        with pytest.raises(InputError, match=r"refused: it holds .* no part of a backup"):
            restore(archive, full, athletes)
        assert not (tmp_path / "evil.txt").exists()

    def test_a_track_that_is_not_what_its_name_says(self, archive, full, athletes) -> None:
        rewrite(archive, add(f"tracks/{'0' * 64}.npz"))
        with pytest.raises(InputError, match="not what it says"):
            restore(archive, full, athletes)

    def test_what_the_manifest_does_not_name(self, archive, full, athletes) -> None:
        with zipfile.ZipFile(archive, "a") as more:
            more.writestr("athletes/bob/default.json", "{}")
        with pytest.raises(InputError, match="manifest does not fit"):
            restore(archive, full, athletes)

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_two_of_one_name(self, archive, full, athletes) -> None:
        with zipfile.ZipFile(archive, "a") as more:
            more.writestr("athletes/ann/default.json", '{"range": 81}')
        with pytest.raises(InputError, match="manifest does not fit"):
            restore(archive, full, athletes)

    def test_what_was_changed_since(self, archive, full, athletes) -> None:
        def change(members: dict[str, bytes]) -> None:
            members["athletes/ann/default.json"] = b'{"range": 99}'

        rewrite(archive, change)
        with pytest.raises(InputError, match="is not what was written"):
            restore(archive, full, athletes)

    def test_lengths_that_do_not_fit(self, archive, full, athletes) -> None:
        def change(members: dict[str, bytes]) -> None:
            members["athletes/ann/default.json"] += b" "

        rewrite(archive, change)
        with pytest.raises(InputError, match="lengths do not fit"):
            restore(archive, full, athletes)

    def test_a_bomb(self, archive, full, athletes) -> None:
        rewrite(archive, add("log.sqlite", b"\0" * (20 << 20)))
        with pytest.raises(InputError, match="unpacks to far more than it takes"):
            restore(archive, full, athletes)

    def test_a_record_as_long_as_a_book(self, archive, full, athletes) -> None:
        rewrite(archive, add("athletes/ann/default.json", b" " * (2 << 20)))
        with pytest.raises(InputError, match="not what it says"):
            restore(archive, full, athletes)

    def test_more_than_the_disk_holds(self, archive, full, athletes, monkeypatch) -> None:
        monkeypatch.setattr(restoring.shutil, "disk_usage", lambda _: SimpleNamespace(free=10))
        with pytest.raises(InputError, match="make room on the disk"):
            restore(archive, full, athletes)

    def test_a_newer_log(self, archive, full, athletes, tmp_path) -> None:
        def change(members: dict[str, bytes]) -> None:
            members["log.sqlite"] = make_newer(members, tmp_path / "newer.sqlite")
            claim(members)

        rewrite(archive, change)
        with pytest.raises(InputError, match="written by a newer formcheck"):
            restore(archive, full, athletes)

    def test_a_newer_kind_of_backup(self, archive, full, athletes) -> None:
        rewrite(archive, lambda members: claim(members, format="formcheck.backup/2"))
        with pytest.raises(InputError, match="update formcheck"):
            restore(archive, full, athletes)

    def test_a_database_that_acts(self, archive, full, athletes, tmp_path) -> None:
        def change(members: dict[str, bytes]) -> None:
            path = tmp_path / "acting.sqlite"
            path.write_bytes(members["log.sqlite"])
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("CREATE TRIGGER t AFTER INSERT ON sets BEGIN DELETE FROM athletes; END")
                connection.commit()
            add("log.sqlite", path.read_bytes())(members)

        rewrite(archive, change)
        with pytest.raises(InputError, match="is no training log"):
            restore(archive, full, athletes)

    @pytest.mark.parametrize("content", [b"no database", b"", b"SQLite format 3\0" + b"x" * 5000])
    def test_no_database(self, archive, full, athletes, content: bytes) -> None:
        rewrite(archive, add("log.sqlite", content))
        with pytest.raises(InputError, match=rf"{DAMAGED}|is no training log"):
            restore(archive, full, athletes)

    @pytest.mark.parametrize(
        "manifest", [b"", b"[]", b"{}", b'{"format": "formcheck.backup/1"}', b"\xff", b"[" * 9999]
    )
    def test_no_manifest(self, archive, full, athletes, manifest: bytes) -> None:
        rewrite(archive, lambda members: members.update({MANIFEST: manifest}))
        with pytest.raises(InputError, match=DAMAGED):
            restore(archive, full, athletes)

    def test_one_that_is_cut_off_anywhere(self, archive: Path, full, athletes) -> None:
        whole = archive.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 40)):
            archive.write_bytes(whole[:at])
            with pytest.raises(InputError):
                restore(archive, full, athletes)

    def test_no_zip(self, archive: Path, full, athletes, tmp_path) -> None:
        archive.write_bytes(b"x")
        with pytest.raises(InputError, match=DAMAGED):
            restore(archive, full, athletes)
        with pytest.raises(InputError, match="is not there"):
            restore(tmp_path / "nothing.zip", full, athletes)
