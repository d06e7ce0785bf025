"""The command line as people use it: real processes, real exit codes, what they print and leave behind."""

from __future__ import annotations

import csv
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import jsonschema
import pytest

from formcheck.cli import STOPPED
from formcheck.pose.landmarks import Pose
from formcheck.pose.track import TrackWriter
from formcheck.report.json import read_schema
from formcheck.video.reader import open_video
from tests.clip_factory import make_audio_only, make_clip, make_picture, make_text_file, truncate
from tests.figure_sets import film, plan

EXERCISE = ("--exercise", "romanian_deadlift")


def formcheck(*arguments: object, **settings) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "formcheck", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, **settings)


def assert_refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit code 2, one sentence on stderr, no traceback."""
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    assert lines[0].startswith("formcheck: ")
    for word in words:
        assert word in lines[0]


def save_track(poses: list[Pose], path: Path) -> Path:
    """A pose track as ``--track`` keeps it."""
    with TrackWriter(path) as writer:
        for pose in poses:
            writer.append(pose)
        writer.finish({"source": {"name": path.name}, "pose": {}})
    return path


@pytest.fixture(scope="module")
def reviewed(short_clip, pose_model, tmp_path_factory):
    out = tmp_path_factory.mktemp("reviewed")
    result = formcheck("review", short_clip, *EXERCISE, "--out", out, "--track", "--load", 60)
    assert result.returncode == 0, result.stderr
    return result, out / "short"


def test_review_writes_what_it_promises(reviewed):
    result, folder = reviewed
    names = {file.name for file in folder.iterdir()}
    assert names == {"report.json", "reps.csv", "faults.csv", "report.html", "annotated.webm", "pose.npz"}
    assert "2 repetitions" in result.stdout
    assert "≈" in result.stdout
    assert [p.name for p in folder.parent.iterdir()] == ["short"]


def test_report_follows_its_schema(reviewed):
    report = json.loads((reviewed[1] / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, read_schema())
    assert list(report)[:3] == ["schema", "exercise", "source"]
    assert report["count"] == 2
    assert report["source"]["load_kg"] == 60
    assert len(report["provenance"]["pose"]["model_sha256"]) == 64
    assert report["quality"]["view"] == "side"
    assert report["quality"]["person_share"] > 0.99


def test_csv_and_json_agree(reviewed):
    report = json.loads((reviewed[1] / "report.json").read_text(encoding="utf-8"))
    with (reviewed[1] / "reps.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["rep"]) for row in rows] == [rep["index"] for rep in report["reps"]]
    assert [float(row["end_s"]) for row in rows] == [rep["end_s"] for rep in report["reps"]]


def test_annotated_video_has_every_picture(reviewed, short_clip):
    from formcheck.video.overlay import measure_frame_px
    from formcheck.video.reader import open_video

    with open_video(short_clip) as source, open_video(reviewed[1] / "annotated.webm") as annotated:
        expected_px = measure_frame_px(source.info.width_px, source.info.height_px)
        assert (annotated.info.width_px, annotated.info.height_px) == expected_px
        assert sum(1 for _ in annotated) == sum(1 for _ in source)


def test_replayed_track_gives_the_identical_report(reviewed, tmp_path):
    _, folder = reviewed
    result = formcheck("review", folder / "pose.npz", *EXERCISE, "--out", tmp_path, "--load", 60)
    assert result.returncode == 0, result.stderr
    for name in ("report.json", "reps.csv", "faults.csv"):
        assert (tmp_path / "pose" / name).read_bytes() == (folder / name).read_bytes()


def test_export_writes_every_format_of_a_finished_review(reviewed, tmp_path):
    from formcheck.report.formats import FORMATS, list_files

    _, folder = reviewed
    result = formcheck("export", folder, "--format", ",".join(FORMATS), "--out", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    assert {file.name for file in (tmp_path / "out").iterdir()} == set(list_files(FORMATS))
    for name in ("report.json", "reps.csv", "faults.csv", "report.html"):
        assert (tmp_path / "out" / name).read_bytes() == (folder / name).read_bytes()
    with open_video(folder / "annotated.webm") as webm, open_video(tmp_path / "out" / "annotated.mp4") as mp4:
        assert sum(1 for _ in mp4) == sum(1 for _ in webm)


def test_export_refuses_in_one_sentence(reviewed, tmp_path):
    _, folder = reviewed
    assert_refused(formcheck("export", folder), "report.html exists already", "--overwrite")
    assert_refused(formcheck("export", folder, "--format", "docx"), "docx", "json,csv")
    assert_refused(formcheck("export", tmp_path), "formcheck review")


def test_a_video_format_without_the_video_is_refused_at_once(reviewed, tmp_path):
    wish = ("--format", "mp4", "--out", tmp_path)
    assert_refused(formcheck("review", reviewed[1] / "pose.npz", *EXERCISE, *wish), "annotated video")
    assert list(tmp_path.iterdir()) == []


def test_replay_needs_no_model(reviewed, tmp_path):
    environment = os.environ | {"FORMCHECK_MODEL": str(tmp_path / "missing.task")}
    result = formcheck("review", reviewed[1] / "pose.npz", *EXERCISE, "--out", tmp_path, env=environment)
    assert result.returncode == 0, result.stderr


def test_existing_report_is_never_overwritten_silently(reviewed, short_clip):
    _, folder = reviewed
    before = (folder / "report.json").read_bytes()
    result = formcheck("review", short_clip, *EXERCISE, "--out", folder.parent, "--no-video")
    assert_refused(result, "exists already", "--overwrite")
    assert (folder / "report.json").read_bytes() == before


def test_overwrite_replaces_the_whole_folder(reviewed, tmp_path):
    track = reviewed[1] / "pose.npz"
    for formats, expected in (
        ("json,csv", {"report.json", "reps.csv", "faults.csv"}),
        ("json", {"report.json"}),
    ):
        result = formcheck("review", track, *EXERCISE, "--out", tmp_path, "--format", formats, "--overwrite")
        assert result.returncode == 0, result.stderr
        assert {file.name for file in (tmp_path / "pose").iterdir()} == expected
    assert [p.name for p in tmp_path.iterdir()] == ["pose"]


BAD_CLIPS = {
    "missing file": (lambda folder: folder / "nothing.mp4", "nothing.mp4"),
    "missing track": (lambda folder: folder / "nothing.npz", "nothing.npz"),
    "directory": (lambda folder: folder, "folder"),
    "empty file": (lambda folder: _touch(folder / "empty.mp4"), "empty"),
    "audio only": (lambda folder: make_audio_only(folder / "sound.wav"), "sound"),
    "text renamed": (lambda folder: make_text_file(folder / "notes.mp4"), "notes.mp4"),
    "picture": (lambda folder: make_picture(folder / "still.jpg"), "picture"),
    "no index": (lambda folder: truncate(make_clip(folder / "cut.mp4"), 0.5), "cut.mp4"),
    "not a track": (lambda folder: make_text_file(folder / "track.npz"), "pose track"),
}


def _touch(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize("kind", BAD_CLIPS)
def test_bad_clip_gets_one_sentence(kind, pose_model, tmp_path):
    make, word = BAD_CLIPS[kind]
    out = tmp_path / "out"
    clips = tmp_path / "clips"
    clips.mkdir()
    result = formcheck("review", make(clips), *EXERCISE, "--out", out)
    assert_refused(result, word)
    assert not out.exists() or list(out.iterdir()) == []


def test_unknown_exercise_names_the_nearest(short_clip):
    assert_refused(formcheck("review", short_clip, "--exercise", "romainian"), "romanian_deadlift")


@pytest.mark.parametrize("option", [(), ("--exercise", "auto")])
def test_without_an_exercise_it_is_recognised(option, tmp_path):
    track = save_track(film(plan("seated_row", 2)), tmp_path / "set.npz")
    result = formcheck("review", track, *option, "--out", tmp_path)
    assert result.returncode == 0, result.stderr
    assert "recognised: seated row (" in result.stdout
    assert "2 repetitions" in result.stdout
    report = json.loads((tmp_path / "set" / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, read_schema())
    assert report["provenance"]["recognition"]["key"] == "seated_row"


def test_two_movements_that_are_close_are_asked_for(reviewed, tmp_path):
    # From the side nobody sees whether the hands of a Romanian deadlift hold a bar or a kettlebell.
    result = formcheck("review", reviewed[1] / "pose.npz", "--out", tmp_path)
    named = ("--exercise romanian_deadlift", "--exercise kettlebell_romanian_deadlift")
    assert_refused(result, "looks like", *named)


def test_none_of_ours_is_refused_with_what_can_be_checked(pose_model, tmp_path):
    clip = make_clip(tmp_path / "empty_room.avi", (320, 240), 30, 20, "MJPG")
    assert_refused(formcheck("review", clip, "--out", tmp_path / "out"), "Hardly anybody was seen")
    assert not list((tmp_path / "out").iterdir())


def test_unknown_format_and_model_are_refused(short_clip):
    assert_refused(formcheck("review", short_clip, *EXERCISE, "--format", "pdfx"), "json,csv")
    assert_refused(formcheck("review", short_clip, *EXERCISE, "--model", "huge"), "huge")


def test_unwritable_folder_gets_one_sentence(short_clip, pose_model, tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way")
    assert_refused(formcheck("review", short_clip, *EXERCISE, "--out", file / "out"), "--out")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder_gets_one_sentence(short_clip, pose_model, tmp_path):
    tmp_path.chmod(0o500)
    assert_refused(formcheck("review", short_clip, *EXERCISE, "--out", tmp_path / "out"), "--out")


def test_odd_sized_clip_with_a_person_is_read(short_clip, pose_model, tmp_path):
    # A mask of a width that is no multiple of 4 would abort the whole process.
    clip = tmp_path / "odd.mjpeg"  # OpenCV's writer cuts odd sizes; a row of JPEG pictures keeps them
    with open_video(short_clip) as video, clip.open("wb") as file:
        for frame in itertools.islice(video, 40):
            tall = cv2.resize(frame.image, (853, 640))[:, 245:608]
            file.write(cv2.imencode(".jpg", tall)[1].tobytes())
    result = formcheck("review", clip, *EXERCISE, "--out", tmp_path / "out")
    assert result.returncode == 0, result.stderr
    report = json.loads((tmp_path / "out" / "odd" / "report.json").read_text(encoding="utf-8"))
    assert (report["source"]["width_px"], report["source"]["height_px"]) == (363, 640)
    assert report["quality"]["person_share"] > 0.9


def test_clip_without_a_person_gets_a_report_that_says_so(pose_model, tmp_path):
    clip = make_clip(tmp_path / "empty_room.avi", (320, 240), 30, 20, "MJPG")
    result = formcheck("review", clip, *EXERCISE, "--out", tmp_path)
    assert_refused(result, "Nobody was seen", "The report says so")
    report = json.loads((tmp_path / "empty_room" / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, read_schema())
    assert report["count"] == 0
    assert report["quality"]["person_share"] == 0
    assert report["verdicts"]["short_range"]["verdict"] == "not_judged"


def test_one_bad_clip_does_not_stop_the_others(reviewed, tmp_path):
    track = reviewed[1] / "pose.npz"
    result = formcheck("review", tmp_path / "no.mp4", track, *EXERCISE, "--out", tmp_path / "out")
    assert result.returncode == 2
    assert (tmp_path / "out" / "pose" / "report.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
@pytest.mark.parametrize("after_s", [0.0, 1.0, 3.0])
def test_interrupt_leaves_nothing_half_written(sample_clip, pose_model, tmp_path, after_s):
    command = [
        sys.executable,
        "-m",
        "formcheck",
        "review",
        str(sample_clip),
        *EXERCISE,
        "--out",
        str(tmp_path),
    ]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # A test run in the background of a shell inherits that interrupts are ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    while process.poll() is None and not list(tmp_path.iterdir()):
        time.sleep(0.02)  # until it has begun to write
    time.sleep(after_s)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Traceback" not in errors
    assert "Stopped" in errors
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_in_the_middle_of_an_import_exits_as_any_other(tmp_path):
    # Importing a module of dataclasses runs code that is given as text.
    (tmp_path / "interrupted.py").write_text(
        "import formcheck.cli, formcheck.command_line\n"
        "formcheck.command_line.app = lambda **_: exec('raise KeyboardInterrupt')\n"
        "formcheck.cli.main()\n"
    )
    command = [sys.executable, "-m", "interrupted", "doctor"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (2, f"formcheck: {STOPPED}\n")


@pytest.mark.parametrize("command", [(), ("--help",), ("review", "--help"), ("models",), ("exercises",)])
def test_help_and_lists_work(command):
    result = formcheck(*command)
    assert result.returncode in (0, 2)
    assert "Traceback" not in result.stderr
    assert result.stdout


def test_exercises_lists_every_hinge():
    listed = formcheck("exercises").stdout
    for name in (
        "conventional_deadlift", "sumo_deadlift", "romanian_deadlift", "single_leg_romanian_deadlift",
        "kettlebell_deadlift", "kettlebell_romanian_deadlift", "suitcase_deadlift", "good_morning",
    ):  # fmt: skip
        assert name in listed


def test_doctor_finds_everything_needed(pose_model):
    result = formcheck("doctor")
    assert result.returncode == 0, result.stdout
    assert "mediapipe" in result.stdout
    assert str(pose_model) in result.stdout.replace("\n", "")


def test_doctor_says_how_to_mend_a_missing_model(tmp_path):
    environment = os.environ | {"FORMCHECK_MODEL": str(tmp_path / "missing.task")}
    result = formcheck("doctor", env=environment)
    assert result.returncode == 2
    assert "FORMCHECK_MODEL" in result.stdout


def test_mistyped_command_gets_one_sentence():
    assert_refused(formcheck("reviev"), "review")
