"""``formcheck calibrate --exercise bird_dog``, and a review that uses what it remembered."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import platformdirs
import pytest

from formcheck.athletes import read_record
from formcheck.cli import main
from formcheck.report.json import read_schema
from tests.bird_dog_factory import film_good_hold
from tests.calibration_factory import film_protocol, save_track


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name: tmp_path / "data" / name)
    return tmp_path / "data" / "formcheck" / "athletes"


@pytest.fixture(scope="module")
def tracks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tracks")
    save_track(folder / "good.npz", film_good_hold())
    save_track(folder / "low_arm.npz", film_good_hold(dials={"arm_off_level": 25.0}))
    save_track(folder / "sagging.npz", film_good_hold(reps=2, dials={"back_sags": 18.0}))
    save_track(folder / "hinge.npz", film_protocol())
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def run_words(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["formcheck", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err

    return run_words


def test_it_prints_what_was_found_and_remembers_it(run, tracks: Path, data_folder: Path) -> None:
    code, printed, _ = run("calibrate", tracks / "good.npz", "--exercise", "bird_dog")
    assert code == 0
    assert "good hold, left arm raised" in printed
    assert "not vertebral degrees" in printed
    assert "at rest: back" in printed
    stored = json.loads((data_folder / "me" / "default.json").read_text(encoding="utf-8"))
    assert stored["calibration"] is None
    assert stored["quadruped"]["side"] == "left"


def test_both_kinds_are_kept_beside_one_another(run, tracks: Path) -> None:
    assert run("calibrate", tracks / "hinge.npz")[0] == 0
    assert run("calibrate", tracks / "good.npz", "-e", "bird_dog")[0] == 0
    assert run("calibrate", tracks / "hinge.npz")[0] == 0
    record = read_record("me", "default")
    assert record.calibration is not None
    assert record.quadruped is not None
    assert record.find_calibration("hinge") == record.calibration
    assert record.find_calibration("quadruped") == record.quadruped


def test_a_refused_hold_says_why_and_is_not_remembered(run, tracks: Path, data_folder: Path) -> None:
    code, _, errors = run("calibrate", tracks / "low_arm.npz", "-e", "bird_dog")
    assert code == 2
    assert "arm off level" in errors
    assert not data_folder.exists()


def test_a_movement_without_a_calibration_is_told(run, tracks: Path) -> None:
    code, _, errors = run("calibrate", tracks / "good.npz", "-e", "upright_row")
    assert code == 2
    assert "Upright row has no calibration" in errors


def test_a_review_holds_the_back_against_the_good_hold(run, tracks: Path, tmp_path: Path) -> None:
    run("calibrate", tracks / "good.npz", "-e", "bird_dog")
    words = ("review", tracks / "sagging.npz", "-e", "bird_dog", "--out", tmp_path / "reports")
    code, printed, errors = run(*words, "--athlete", "me")
    assert code == 0, errors
    assert "your own good hold: as remembered from good.npz" in printed
    report = json.loads((tmp_path / "reports" / "sagging" / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, read_schema())
    assert report["provenance"]["calibration"]["origin"] == "athlete"
    found = [[fault["rule"] for fault in rep["faults"]] for rep in report["reps"]]
    assert found == [["back_sags"], ["back_sags"]]


def test_a_hinge_alone_is_not_enough(run, tracks: Path, tmp_path: Path) -> None:
    run("calibrate", tracks / "hinge.npz")
    words = ("review", tracks / "sagging.npz", "-e", "bird_dog", "--out", tmp_path / "reports")
    code, _, errors = run(*words, "--athlete", "me")
    assert code == 2
    assert "formcheck calibrate CLIP --exercise bird_dog" in errors


def test_a_damaged_side_is_named(run, tracks: Path, data_folder: Path) -> None:
    run("calibrate", tracks / "good.npz", "-e", "bird_dog")
    path = data_folder / "me" / "default.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    table["quadruped"]["side"] = "both"
    path.write_text(json.dumps(table), encoding="utf-8")
    code, _, errors = run("calibrate", tracks / "good.npz", "-e", "bird_dog")
    assert code == 2
    assert "side is 'both'" in errors
