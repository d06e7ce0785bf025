"""``formcheck log``: what is typed, what is printed, and the exit code."""

from __future__ import annotations

import io
import math
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from formcheck.athletes import AthleteRecord, find_record_file, write_record
from formcheck.cli import main
from formcheck.history.backups import list_backups
from formcheck.history.entries import SetEdit
from formcheck.history.exchange.exporting import WRITERS
from formcheck.history.exchange.replacing import list_asides
from formcheck.history.log_book import LogBook, find_log_folder
from formcheck.history.problems import RESTORE_COMMAND
from formcheck.history.queries import SetFilter, count_sets, list_sets
from formcheck.log_command.exchange import TABLES
from tests.unit.history.set_factory import make_set, type_in
from tests.unit.test_replay import save_review

CSV = """Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE
2026-03-02 18:02:11,Pull,1h,Deadlift (Barbell),1,100,5,,,8
2026-03-02 18:02:11,Pull,1h,Bench Press (Barbell),1,60,8,,,
"""


class Run(Protocol):
    def __call__(self, *words: str, code: int = 0) -> str: ...


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Type a command; what it printed comes back with its spaces as one."""

    def run(*words: str, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["formcheck", "log", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as exit_:
            main()
        told = capsys.readouterr()
        assert exit_.value.code == code, told.err
        return " ".join((told.out + told.err).split())

    return run


def read_log() -> LogBook:
    return LogBook(find_log_folder())


def save(*sets) -> list[int]:
    with read_log() as log:
        return [log.save_set(one).set_id for one in sets]


def review(folder: Path, kind: str) -> None:
    (folder / "review").mkdir()
    save_review(kind, folder / "review")


def ago(**by: float) -> datetime:
    return datetime.now(UTC) - timedelta(**by)


def test_without_a_command_they_are_listed(run: Run) -> None:
    told = run()
    assert all(word in told for word in ("add", "advice", "plan", "import", "restore", "remove-athlete"))


class TestSets:
    def test_a_review_is_added_once(self, run: Run, tmp_path: Path) -> None:
        review(tmp_path, "short")
        told = run("add", "review", "--athlete", "Ann", "--load", "62.5", "--rpe", "8", "--note", "easy [x]")
        assert "added: set 1" in told
        assert "Romanian deadlift, 3 reps at 62.5 kg" in told
        assert "replaced: set 1" in run("add", "review/report.json", "--athlete", "ann")
        with read_log() as log:
            (one,) = list_sets(log)
            assert (one.athlete, one.facts.load_kg, one.rpe, one.note) == ("Ann", 60.0, 8.0, "easy [x]")
            assert one.track.endswith(".npz")
            assert log.find_track(1) is not None
        told = run("show", "1")
        assert "tempo: ≈" in told
        assert "short range" in told
        assert "note: easy [x]" in told

    def test_its_time_may_be_told(self, run: Run, tmp_path: Path) -> None:
        review(tmp_path, "one_rep")
        run("add", "review", "--date", "2026-07-01 18:05", "--zone", "Europe/Berlin")
        run("add", "review", "--date", "2026-07-02 18:05", "--zone", "Europe/Berlin")
        with read_log() as log:
            (one,) = list_sets(log)
            assert one.trained_at.isoformat() == "2026-07-02T18:05:00+02:00"
        assert "no moment" in run("add", "review", "--date", "soon", code=2)
        told = run("add", "review", "--date", "2026-03-29 02:30", "--zone", "Europe/Berlin", code=2)
        assert "was on no clock" in told
        assert "is not known" in run("add", "review", "--date", "2026-07-01 18:05", "--zone", "Mars", code=2)

    def test_what_is_no_report(self, run: Run) -> None:
        assert "Cannot read nothing" in run("add", "nothing", code=2)

    def test_list(self, run: Run) -> None:
        assert "no sets" in run("list")
        save(make_set(note="a [b]"), type_in(athlete="Bob", reps=7, load_kg=math.nan))
        told = run("list")
        assert "2 2026-03-02 12:00 Bob Barbell row 7 not judged not judged" in told
        assert "1 2026-03-02 12:00 Ann Barbell row 60 kg 3 0 80 a [b]" in told
        assert "Bob" not in run("list", "--athlete", "Ann")
        assert "1 more" in run("list", "--limit", "1")
        assert "no sets" in run("list", "--to", "2026-03-01")
        assert "Bob" in run("list", "--from", "2026-03-02", "--exercise", "bent-over row")
        assert "no day" in run("list", "--from", "2 March", code=2)

    def test_edit(self, run: Run) -> None:
        filmed, typed = save(make_set(), type_in())
        assert "at 70 kg" in run("edit", str(filmed), "--load", "70", "--rpe", "9", "--note", "")
        told = run("edit", str(typed), "--exercise", "RDL", "--reps", "9", "--load", "nan")
        assert told == f"changed: set {typed}, 2026-03-02 12:00: Romanian deadlift, 9 reps"
        assert "in its review" in run("edit", str(filmed), "--reps", "9", code=2)
        assert "Say what to change" in run("edit", str(filmed), code=2)
        assert "no longer in the training log" in run("edit", "99", "--load", "1", code=2)

    def test_delete_and_undo(self, run: Run) -> None:
        ids = [str(number) for number in save(type_in(), type_in(), type_in())]
        run("delete", ids[0])
        assert "deleted: 2" in run("delete", *ids[1:])
        assert "no sets" in run("list")
        assert "brought back: 2" in run("undo")
        assert "brought back: 1" in run("undo", ids[0])
        assert "No deleted set" in run("undo", code=2)
        assert "no longer" in run("delete", ids[0], "99", code=2)
        with read_log() as log:
            assert count_sets(log) == 3


class TestAdvice:
    def test_it_is_said_with_reason_and_source(self, run: Run) -> None:
        save(*(type_in(ago(hours=hours), athlete="Ann") for hours in (2, 1)))
        told = run("advice")
        assert "Your last row session was 1 h ago; the guideline is 48 h." in told
        assert "Madsen and Bosak 2014" in told
        assert "not medical advice" in told
        assert "UTC" not in run("advice", "--athlete", "ann", "--zone", "Asia/Tokyo")

    def test_without_sets_that_is_said(self, run: Run) -> None:
        assert "You have no sets to go by" in run("advice")
        assert "one session, and I can plan" in run("plan")

    def test_whose_must_be_said_of_several(self, run: Run) -> None:
        save(type_in(athlete="Ann"), type_in(athlete="Bob"))
        assert "--athlete NAME: Ann, Bob" in run("advice", code=2)

    def test_a_plan_is_changed_and_kept(self, run: Run) -> None:
        save(*(type_in(ago(days=3, minutes=minutes), reps=8) for minutes in (0, 5, 10)))
        assert "Barbell row 3 8 60 kg" in run("plan")
        told = run("plan", "--change", "barbell row", "--sets", "5", "--load", "70", "--day", "2099-01-02")
        assert "Friday 2099-01-02, changed by you" in told
        assert "Barbell row 5 8 70 kg" in told
        assert "Barbell row 5 8 70 kg" in run("plan")
        assert "Pendlay row 3 6" in run("plan", "--change", "Pendlay Row (Barbell)", "--reps", "6")
        assert "Pendlay" not in run("plan", "--drop", "pendlay_row")
        assert "3 8 60 kg" in run("plan", "--reset")
        for words, said in {
            ("--reset",): "Nothing about the plan",
            ("--drop", "RDL"): "not in the plan",
            ("--load", "5"): "--change MOVEMENT",
            ("--change", "juggling"): "none of our movements",
            ("--change", "RDL", "--load", "5000"): "between 0 and 1000 kg",
            ("--drop", "barbell row"): "A plan needs a movement",
            ("--day", "soon"): "no day",
            ("--step", "0"): "no step of plates",
        }.items():
            assert said in run("plan", *words, code=2)
        assert "3 8 60 kg" in run("plan")


class TestExchange:
    def test_import_and_again(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "strong.csv").write_text(CSV + "soon,Pull,1h,Row,1,1,1,,,\n", encoding="utf-8")
        told = run("import", "strong.csv", "--athlete", "Ann", "--zone", "Europe/Berlin")
        assert "Strong: 2 sets added, 2026-03-02 to 2026-03-02; 0 were there already" in told
        assert "Deadlift (Barbell) → Conventional deadlift" in told
        assert "kept under their own names: Bench Press (Barbell)" in told
        assert "line 4 skipped: the time is 'soon'" in told
        run("delete", "1")
        told = run("import", "strong.csv")
        assert "0 sets added; 2 were there already" in told
        assert "1 of those were deleted and stay so" in told

    def test_what_cannot_be_imported(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        (tmp_path / "bad.csv").write_text(CSV.splitlines()[0] + "\nsoon,,,,,,,,,\n", encoding="utf-8")
        assert "no file of Strong or Hevy" in run("import", "x.csv", code=2)
        assert "No row of bad.csv could be used" in run("import", "bad.csv", code=2)
        assert "it is not there" in run("import", "nothing.csv", code=2)
        assert "--zone 'Mars' is not known" in run("import", "x.csv", "--zone", "Mars", code=2)
        assert "give kg or lb" in run("import", "x.csv", "--unit", "stone", code=2)

    @pytest.mark.parametrize("kind", [*WRITERS, *TABLES])
    def test_export(self, run: Run, tmp_path: Path, kind: str) -> None:
        save(make_set(), type_in())
        assert "out.x: 2 sets" in run("export", "--format", kind, "--out", "out.x")
        assert "Barbell row" in (tmp_path / "out.x").read_text("utf-8-sig")
        assert "exists already" in run("export", "--format", kind, "--out", "out.x", code=2)
        run("export", "--format", kind, "--out", "out.x", "--overwrite")
        told = run("export", "--format", kind, "-o", "none.x", "--from", "2027-01-01", code=2)
        assert "nothing was written" in told
        assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out.x"]

    def test_what_a_format_cannot_hold_is_said(self, run: Run) -> None:
        save(make_set())
        assert "What formcheck saw" in run("export", "--format", "hevy")
        save(make_set(athlete="Bob"))
        assert "--athlete NAME: Ann, Bob" in run("export", "--format", "strong", "-o", "x", code=2)
        assert "is not known" in run("export", "--format", "xml", code=2)

    def test_backup_and_restore(self, run: Run, tmp_path: Path) -> None:
        save(make_set())
        write_record(AthleteRecord("Ann", "default"))
        assert "1 set, 0 pose tracks, 1 calibration record" in run("backup", "all.zip")
        assert zipfile.is_zipfile(tmp_path / "all.zip")
        assert "exists already" in run("backup", "all.zip", code=2)
        run("remove-athlete", "Ann", "--yes")
        told = run("restore", "all.zip")
        assert "brought back: 1 set" in told
        assert "log-before-" in told
        assert find_record_file("Ann", "default").is_file()
        assert "Ann" in run("list")
        run("restore", "all.zip")  # at once: what is put aside now knows her
        assert len(list_asides(find_log_folder())) == 2
        assert "from 1 log that a restore had put aside" in run("remove-athlete", "Ann", "--yes")
        for aside in list_asides(find_log_folder()):
            assert not any(b"Ann" in path.read_bytes() for path in aside.rglob("*") if path.is_file())
        assert "is not there" in run("restore", "nothing.zip", code=2)

    def test_the_command_that_the_damage_names(self, run: Run) -> None:
        save(make_set())
        with read_log() as log:
            log.edit_set(1, SetEdit(note="x"))
            log.save_set(make_set())  # a backup was made before
        (find_log_folder() / "log.sqlite").write_bytes(b"damaged" * 1000)
        told = run("list", code=2)
        assert RESTORE_COMMAND in told
        assert RESTORE_COMMAND == "formcheck log restore"
        (backup,) = list_backups(find_log_folder())
        assert str(backup.path) in run("restore")
        assert "Ann" in run("list")

    def test_without_a_backup_there_is_none(self, run: Run) -> None:
        assert "holds no sound backup" in run("restore", code=2)


class TestRemoving:
    def test_log_and_calibrations_go_together(self, run: Run) -> None:
        save(make_set(), make_set(athlete="Bob"))
        write_record(AthleteRecord("ann", "default"))
        write_record(AthleteRecord("Ann", "rack"))
        write_record(AthleteRecord("Bob", "default"))
        told = run("remove-athlete", "ANN", "--yes")
        assert "removed: 1 set, 2 calibration records and 0 kept reviews of ANN" in told
        assert "Not looked through: reports, exports and full backups" in told
        assert not find_record_file("ann", "default").parent.exists()
        assert find_record_file("Bob", "default").is_file()
        with read_log() as log:
            assert [one.athlete for one in list_sets(log, SetFilter())] == ["Bob"]
        assert "Nobody called" in run("remove-athlete", "ANN", "--yes", code=2)

    def test_records_alone_go_too(self, run: Run) -> None:
        write_record(AthleteRecord("Cid", "default"))
        assert "0 sets, 1 calibration record" in run("remove-athlete", "Cid", "--yes")

    def test_it_asks(self, run: Run, monkeypatch) -> None:
        save(make_set())
        asked: list[str] = []

        def confirm(question: str, **options: bool) -> None:
            asked.append(question)
            assert options["abort"]

        monkeypatch.setattr("typer.confirm", confirm)
        run("remove-athlete", "Ann")
        assert asked == ["Remove Ann (1 set) and all records, for good?"]

    def test_who_does_not_answer_keeps_everything(self, run: Run, monkeypatch) -> None:
        save(make_set())
        monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        run("remove-athlete", "Ann", code=2)
        with read_log() as log:
            assert count_sets(log) == 1
