"""``formcheck simulate``: from words to a clip with its truth."""

import json
import os
import signal
import subprocess
import sys
import time

import cv2
import numpy as np
import pytest

from formcheck.cli import main
from formcheck.errors import InputError
from formcheck.simulate import MOVEMENTS
from formcheck.simulate.shown_faults import list_faults, name_timed_faults
from formcheck.simulate_command import USUAL_TEMPO, Wish, choose, draw_clip, draw_samples, plan_clip

TINY = {"reps": 1, "size": "96x96", "fps": 5.0, "tempo": "0.5-0-0.5-0.2", "background": "plain"}


def run(monkeypatch, capsys, *words):
    monkeypatch.setattr(sys, "argv", ["formcheck", "simulate", *map(str, words)])
    with pytest.raises(SystemExit) as stop:
        main()
    return stop.value.code, capsys.readouterr()


def test_a_clip_and_its_truth_are_drawn(monkeypatch, capsys, tmp_path):
    clip = tmp_path / "new" / "row.webm"
    code, said = run(
        monkeypatch, capsys, "dumbbell_row", "--reps", 2, "--tempo", "0.6-0.1-0.5-2", "--fault",
        "torso_swing=0,30", "--camera-yaw", 10, "--facing", "left", "--look", "teal_dark", "--size", "96x96",
        "--fps", 5, "--jitter", 0, "--jobs", 1, "--out", clip,
    )  # fmt: skip
    assert code == 0, said.err
    assert "row.webm" in said.out
    assert "torso_swing on rep 2" in said.out
    assert sorted(path.name for path in clip.parent.iterdir()) == ["row.truth.json", "row.webm"]
    truth = json.loads((clip.parent / "row.truth.json").read_text(encoding="utf-8"))
    assert truth["exercise"] == "dumbbell_row"
    assert len(truth["reps"]) == 2
    assert truth["faults"]["torso_swing"] == [2]
    assert truth["camera"]["facing"] == "left"
    assert truth["camera"]["yaw_deg"] == 10.0
    assert truth["camera"]["size_px"] == [96, 96]
    assert truth["camera"]["fps"] == 5.0


def test_processes_draw_the_same_picture(tmp_path):
    frames = []
    for jobs in (1, 2):
        draw_clip(Wish("bird_dog", **TINY), tmp_path / f"{jobs}.webm", jobs)
        video = cv2.VideoCapture(str(tmp_path / f"{jobs}.webm"))
        frames.append([video.read()[1] for _ in range(int(3.2 * TINY["fps"]))])
        video.release()
    assert np.array_equal(*frames)


@pytest.mark.parametrize("movement", sorted(MOVEMENTS))
def test_the_usual_wishes_show_no_fault(movement):
    clip = plan_clip(Wish(movement))
    assert set(list_faults(clip.plan).values()) == {"absent"}


@pytest.mark.parametrize(
    ("movement", "out_s", "hold_s", "back_s", "rest_s"),
    [("romanian_deadlift", 3.0, 1.0, 2.0, 0.5), ("dumbbell_row", 2.0, 0.5, 3.0, 1.0)],
)
def test_a_tempo_is_written_as_reports_write_it(movement, out_s, hold_s, back_s, rest_s):
    rep = plan_clip(Wish(movement, tempo="3-1-2-0.5", jitter=0.0)).plan.reps[0]
    assert (rep.out_s, rep.hold_s, rep.back_s, rep.rest_s) == (out_s, hold_s, back_s, rest_s)


def test_wishes_reach_the_clip():
    wish = Wish(
        "bird_dog", reps=3, faults=("knee_bent=30", "leg_too_low=0,10,20"), roll_deg=3.0, distance_m=5.0,
        body="short_woman", equipment="dumbbells", background="gym", lead_in="wave", bystander=True,
        brightness=0.6,
    )  # fmt: skip
    clip = plan_clip(wish)
    dials = [dict(rep.dials) for rep in clip.plan.reps]
    assert dials == [{"knee_bent": 30.0, "leg_too_low": low} for low in (0.0, 10.0, 20.0)]
    assert (clip.camera.roll_deg, clip.camera.distance_m) == (3.0, 5.0)
    assert clip.plan.build.sex == "female"
    assert clip.plan.lead_in == "wave"
    assert (clip.equipment, clip.scene.background, clip.scene.brightness) == ("dumbbells", "gym", 0.6)
    assert clip.bystander is not None


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        (Wish("romanian_deadlft"), "did you mean romanian_deadlift"),
        (Wish("Bird-Dog"), "did you mean bird_dog"),
        (Wish(""), "Say which movement to draw: known are alternating_row"),
        (Wish("juggling"), "known are alternating_row"),
        (Wish("bird_dog", faults=("hold_to_short=1",)), "did you mean hold_too_short"),
        (Wish("bird_dog", faults=("hold_too_short=1",)), "set it with --tempo"),
        (Wish("bird_dog", faults=("knee_bent",)), "it means degrees of knee flexion"),
        (Wish("bird_dog", faults=("knee_bent=much",)), "give knee_bent=NUMBER"),
        (Wish("bird_dog", faults=("knee_bent=nan",)), "give knee_bent=NUMBER"),
        (Wish("bird_dog", faults=("knee_bent=-1",)), "0 to 90"),
        (Wish("bird_dog", faults=("knee_bent=1,2",)), "one for each of 5"),
        (Wish("bird_dog", look="bleu"), "did you mean blue"),
        (Wish("bird_dog", body="woman_heavy"), "did you mean woman"),
        (Wish("bird_dog", equipment="kettle"), "did you mean kettlebell"),
        (Wish("bird_dog", background="rome"), "did you mean room"),
        (Wish("bird_dog", lead_in="walk-in"), "did you mean walk_in"),
        (Wish("bird_dog", equipment="straps"), "equipment of bird_dog is called 'straps': known are barbell"),
        (Wish("seated_row", lead_in="walk_in"), "lead-in of seated_row is called 'walk_in': known are stand"),
        (Wish("bird_dog", facing="up"), "known are left, right"),
        (Wish("bird_dog", tempo="1-2"), "give four times"),
        (Wish("bird_dog", tempo="a-b-c-d"), "give four times"),
        (Wish("bird_dog", tempo="0-1-1-1"), "too fast"),
        (Wish("bird_dog", size="641x480"), "even numbers"),
        (Wish("bird_dog", size="large"), "even numbers"),
        (Wish("bird_dog", size="10x10"), "from 96"),
        (Wish("bird_dog", fps=float("nan")), "got 'nan'"),
    ],
)
def test_a_wish_nobody_can_fulfil_is_one_sentence(wish, sentence):
    with pytest.raises(InputError, match=sentence) as caught:
        plan_clip(wish)
    assert "\n" not in str(caught.value)


def test_the_command_line_says_it_with_exit_code_2(monkeypatch, capsys, tmp_path):
    code, said = run(monkeypatch, capsys, "romanian_deadlft", "--out", tmp_path / "x.webm")
    assert code == 2
    assert said.err.startswith("formcheck: No movement is called 'romanian_deadlft'")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("target", [None, "clip.mp4", "clip"])
def test_a_clip_needs_a_name_that_ends_in_webm(target, tmp_path):
    with pytest.raises(InputError, match=r"--out NAME\.webm"):
        draw_clip(Wish("bird_dog", **TINY), target and tmp_path / target)


@pytest.mark.parametrize("there", ["old.webm", "old.truth.json"])
def test_nothing_is_overwritten_silently(tmp_path, there):
    (tmp_path / there).write_text("mine")
    with pytest.raises(InputError, match="--overwrite"):
        draw_clip(Wish("bird_dog", **TINY), tmp_path / "old.webm")
    assert (tmp_path / there).read_text() == "mine"
    draw_clip(Wish("bird_dog", **TINY), tmp_path / "old.webm", 1, overwrite=True)
    assert (tmp_path / "old.webm").stat().st_size > 500
    assert json.loads((tmp_path / "old.truth.json").read_text())["exercise"] == "bird_dog"


def test_a_folder_in_the_way_and_a_file_as_folder_are_told(tmp_path):
    (tmp_path / "a.webm").mkdir()
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="is a folder"):
        draw_clip(Wish("bird_dog", **TINY), tmp_path / "a.webm", 1, overwrite=True)
    with pytest.raises(InputError, match="cannot be written"):
        draw_clip(Wish("bird_dog", **TINY), tmp_path / "file" / "a.webm", 1)


def test_samples_ask_for_the_extra_when_it_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr("formcheck.simulate.samples.has_pyav", lambda: False)
    with pytest.raises(InputError, match=r"formcheck\[samples\]"):
        draw_samples(tmp_path / "samples")


def test_samples_that_exist_are_spared(tmp_path):
    (tmp_path / "bird_dog.webm").write_text("mine")
    with pytest.raises(InputError, match="--overwrite"):
        draw_samples(tmp_path)


def test_samples_leave_no_room_for_a_movement(monkeypatch, capsys, tmp_path):
    code, said = run(monkeypatch, capsys, "bird_dog", "--samples", tmp_path)
    assert code == 2
    assert "leave MOVEMENT and --out away" in said.err


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_leaves_nothing_half_written(tmp_path):
    command = [sys.executable, "-m", "formcheck", "simulate", "bird_dog", "--size", "96x96", "--jobs", "2"]
    process = subprocess.Popen(
        [*command, "--reps", "30", "--out", str(tmp_path / "a.webm")],
        start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    until = time.monotonic() + 240
    while not list(tmp_path.glob("*.part.webm")) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=240)
    assert process.returncode == 2
    assert "Stopped: nothing unfinished was left behind." in said[1]
    assert "Traceback" not in said[1]
    assert list(tmp_path.iterdir()) == []


def test_choose_gives_back_what_is_known():
    assert choose("facing", "left", ("left", "right")) == "left"


def test_every_family_has_a_usual_tempo_and_faults_of_time():
    families = {movement.family for movement in MOVEMENTS.values()}
    assert families == set(USUAL_TEMPO)
    assert all(name_timed_faults(family) for family in USUAL_TEMPO)
