"""The result on the page, without a browser: what is said, corrected and taken away."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from formcheck.app.levels import find_kind, say_score, say_what
from formcheck.app.result.downloads import name_download, write_bytes
from formcheck.app.result.frames import list_pictures
from formcheck.app.result.table import lay_out_table
from formcheck.app.reviews import load_review
from formcheck.corrections import Mark, MarkedRep, read_corrections
from formcheck.replay import CORRECTIONS_FILE, collect_bundle
from formcheck.report.bundle import Bundle
from formcheck.report.formats import FORMATS
from formcheck.report.verdict import name_rep


def show(folder: str) -> None:
    from pathlib import Path

    from formcheck.app.result import show_result

    show_result(Path(folder))


@pytest.fixture
def folder(make_review, tmp_path: Path) -> Path:
    return Path(shutil.copytree(make_review("squatted"), tmp_path / "review"))


def open_result(folder: Path, selected: int | None = None, corrects: bool = False) -> AppTest:
    app = AppTest.from_function(show, default_timeout=60, args=(str(folder),))
    if selected is not None:
        app.session_state[f"result_{folder.name}_selected"] = selected
    app.run()
    if corrects:
        app.toggle(key=f"result_{folder.name}_corrects").set_value(True).run()
    assert not app.exception
    return app


def read_text(app: AppTest) -> str:
    return "\n".join(one.value for one in app.markdown)


def test_the_page_names_movement_source_and_says_what_it_is_not(folder: Path) -> None:
    said = read_text(open_result(folder))
    assert "# Romanian deadlift" in said
    assert "40 kg · filmed from the side · 20 s" in said
    assert said.count("not medical advice") == 1
    assert "### All reps" in said


def test_a_clip_that_was_not_kept_is_said(folder: Path) -> None:
    assert "was not kept" in open_result(folder).info[0].value


def test_a_repetition_is_marked_and_the_mark_undone(folder: Path) -> None:
    app = open_result(folder, selected=1, corrects=True)
    turn_s = load_review(folder).report.reps[1].rep.turn_s
    control = app.button_group[0]
    control.set_value("Partial").run()
    assert read_corrections(folder / CORRECTIONS_FILE).changes == (MarkedRep(turn_s, Mark.PARTIAL),)
    assert load_review(folder).report.count == 3
    app.button(key=f"result_{folder.name}_undo").click().run()
    assert read_corrections(folder / CORRECTIONS_FILE).changes == ()
    assert load_review(folder).report.count == 4


def test_a_fault_is_dismissed(folder: Path) -> None:
    app = open_result(folder, selected=0, corrects=True)
    judged = load_review(folder).report.reps[0]
    fault = judged.faults[0].rule
    button = app.button(key=f"result_{folder.name}_dismiss_{judged.rep.turn_s:.2f}_{fault}")
    button.click().run()
    after = load_review(folder).report.reps[0]
    assert fault not in [one.rule for one in after.faults]
    assert after.changed
    assert "dismissed by you" in read_text(app)


def add_here(folder: str, at_s: float) -> None:
    from pathlib import Path

    from formcheck.app.result.correcting import add_rep

    add_rep(Path(folder), at_s, "here")


def test_a_repetition_that_is_none_is_not_added_and_why_is_told(folder: Path) -> None:
    turn_s = load_review(folder).report.reps[0].rep.turn_s
    app = AppTest.from_function(add_here, default_timeout=60, args=(str(folder), turn_s)).run()
    assert "already" in app.session_state["here_refused"]
    assert read_corrections(folder / CORRECTIONS_FILE).changes == ()


def test_the_table_has_a_row_for_each_repetition_and_no_invented_numbers(make_review) -> None:
    report = load_review(make_review("alternating_rows")).report
    table, columns = lay_out_table(report)
    assert list(table["Rep"].str[2:]) == [name_rep(judged, True) for judged in report.reps]
    assert set(columns) <= set(table.columns)
    assert table["Score"].isna().tolist() == [say_score(judged.score) == "–" for judged in report.reps]


def test_what_was_seen_is_told_in_words(make_review) -> None:
    report = load_review(make_review("hinges")).report
    told = {find_kind(judged): say_what(judged) for judged in report.reps}
    assert told["part"] == "partial, not counted"


def test_every_format_that_can_be_written_comes_as_bytes(folder: Path) -> None:
    bundle = collect_bundle(load_review(folder).report, folder / "report.json")
    written = {key: write_bytes(one, bundle) for key, one in FORMATS.items() if not one.find_problem(bundle)}
    assert json.loads(written["json"])["count"] == 4
    with zipfile.ZipFile(io.BytesIO(written["csv"])) as archive:
        assert archive.namelist() == ["reps.csv", "faults.csv"]
        assert len(list(csv.DictReader(io.StringIO(archive.read("reps.csv").decode())))) == 4
    assert b"<html" in written["html"]
    assert "annotated video" in FORMATS["mp4"].find_problem(bundle) or "formcheck[h264]" in FORMATS[
        "mp4"
    ].find_problem(bundle)


def test_a_download_has_a_name_that_every_system_takes(folder: Path) -> None:
    assert name_download(load_review(folder)) == "squatted_set_romanian_deadlift"


def test_pictures_are_found_by_rule_and_repetition(make_review, tmp_path: Path) -> None:
    report = load_review(make_review("pick_up")).report
    named = {
        2: {"short_range": "faults/a.jpg"},
        10: {"short_range": "faults/b.jpg"},
        1: {"soft_lockout": "faults/c.jpg"},
        3: {"short_range": "faults/gone.jpg"},
    }
    (tmp_path / "faults").mkdir()
    for name in "abc":
        cv2.imwrite(str(tmp_path / "faults" / f"{name}.jpg"), np.zeros((4, 4, 3), np.uint8))
    reps = [
        replace(judged, rep=replace(judged.rep, index=index), pictures=pictures)
        for judged, (index, pictures) in zip(report.reps, named.items(), strict=True)
    ]
    bundle = Bundle(replace(report, reps=tuple(reps)), pictures=tmp_path)
    assert sorted(list_pictures(bundle, "short_range")) == [2, 10]
    assert list_pictures(bundle, "over_arched_back") == {}
