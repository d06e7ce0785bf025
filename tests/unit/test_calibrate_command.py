"""``formcheck calibrate`` and the three ways in which ``review`` takes a calibration, as people type them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import platformdirs
import pytest

from formcheck import calibrate_command
from formcheck.cli import main
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.report.json import read_schema
from formcheck.simulate import Camera, plan_set
from tests.calibration_factory import film_opened_set, film_protocol, save_track
from tests.clip_factory import make_clip
from tests.motion_factory import make_poses, make_times, mirror_pose

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name: tmp_path / "data" / name)
    return tmp_path / "data" / "formcheck" / "athletes"


@pytest.fixture
def run(monkeypatch, capsys) -> Run:
    """Run the command line: exit code, standard output, standard error."""

    def run_words(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["formcheck", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        printed = capsys.readouterr()
        return int(stopped.value.code or 0), printed.out, printed.err

    return run_words


@pytest.fixture(scope="module")
def tracks(tmp_path_factory) -> Path:
    """Pose tracks: neutral holds of two athletes, a rounded one, and a set that both might lift.

    One is neutral at 24° of lumbar flexion, the other hollow, at 10°; the set is lifted at 30°.
    """
    folder = tmp_path_factory.mktemp("tracks")
    save_track(folder / "hold.npz", film_protocol())
    hollow = film_protocol(faults={"spinal_rounding": 10.0})
    save_track(folder / "hollow.npz", hollow)
    save_track(folder / "hollow_left.npz", [mirror_pose(pose) for pose in hollow])
    save_track(folder / "rounded.npz", film_protocol(faults={"spinal_rounding": 45.0}))
    save_track(folder / "tilted.npz", film_protocol(Camera(roll_deg=12.0)))
    lifted = film_set()
    save_track(folder / "set.npz", lifted)
    save_track(folder / "set_left.npz", [mirror_pose(pose) for pose in lifted])
    save_track(folder / "set_near.npz", film_set(Camera(distance_m=2.9)))
    return folder


def film_set(camera: Camera | None = None) -> list[Pose]:
    plan = plan_set("romanian_deadlift", 3, faults={"spinal_rounding": 30.0})
    return make_poses(plan, make_times(plan), camera)


@pytest.fixture
def review(run, tracks, tmp_path):
    """Review a track: what was printed, and the report."""

    def review_track(name: str, *options: object) -> tuple[str, dict]:
        out = tmp_path / "reports"
        code, printed, errors = run(
            "review", tracks / f"{name}.npz", "-e", "rdl", "--out", out, "--overwrite", *options
        )
        assert code == 0, errors
        report = json.loads((out / name / "report.json").read_text(encoding="utf-8"))
        jsonschema.validate(report, read_schema())
        return printed, report

    return review_track


def assert_refused(result: tuple[int, str, str], *words: str) -> None:
    code, _, errors = result
    lines = [line for line in errors.splitlines() if line.strip()]
    assert code == 2
    assert len(lines) == 1, errors
    assert lines[0].startswith("formcheck: ")
    for word in words:
        assert word in lines[0]


class TestCalibrate:
    def test_it_prints_what_was_found_and_remembers_it(self, run, tracks, data_folder) -> None:
        code, printed, _ = run("calibrate", tracks / "hold.npz")
        assert code == 0
        path = data_folder / "me" / "default.json"
        assert "neutral hinge" in printed
        assert "not vertebral degrees" in printed
        assert "facing right" in printed
        assert str(path) in printed
        assert "--athlete me" in printed
        assert "--camera" not in printed
        assert "Level your phone" not in printed
        stored = json.loads(path.read_text(encoding="utf-8"))
        assert -7.0 < stored["calibration"]["arc_deg"] < 6.0
        assert stored["calibration"]["source"] == "hold.npz"

    def test_names_are_kept_and_repeated(self, run, tracks, data_folder) -> None:
        code, printed, _ = run("calibrate", tracks / "hold.npz", "--athlete", "Ann Lee", "--camera", "rack")
        assert code == 0
        assert '--athlete "Ann Lee" --camera rack' in printed
        assert (data_folder / "ann lee" / "rack.json").is_file()

    def test_a_tilted_phone_is_told(self, run, tracks) -> None:
        code, printed, _ = run("calibrate", tracks / "tilted.npz")
        assert code == 0
        assert "Level your phone: it is tilted by about 11°." in printed

    def test_a_refused_hold_says_why_and_is_not_remembered(self, run, tracks, data_folder) -> None:
        assert_refused(run("calibrate", tracks / "rounded.npz"), "rounded.npz", "already looks rounded")
        assert not data_folder.exists()

    def test_an_ordinary_set_is_refused(self, run, tracks) -> None:
        assert_refused(run("calibrate", tracks / "set.npz"), "was not seen")

    def test_a_new_calibration_keeps_the_ranges(self, run, tracks, review, data_folder) -> None:
        run("calibrate", tracks / "hold.npz")
        review("set", "--athlete", "me")
        before = json.loads((data_folder / "me" / "default.json").read_text(encoding="utf-8"))
        run("calibrate", tracks / "hollow.npz")
        after = json.loads((data_folder / "me" / "default.json").read_text(encoding="utf-8"))
        assert after["ranges"] == before["ranges"] != {}
        assert after["calibration"]["arc_deg"] < before["calibration"]["arc_deg"] - 10.0

    @pytest.mark.parametrize("name", ["../me", "", "a/b"])
    def test_unsafe_names_are_refused(self, run, tracks, name, data_folder) -> None:
        assert_refused(run("calibrate", tracks / "hold.npz", "--athlete", name), "--athlete")
        assert not data_folder.exists()

    def test_a_missing_track_is_named(self, run, tmp_path, monkeypatch) -> None:
        monkeypatch.setattr(calibrate_command, "fetch_model", lambda name: tmp_path / name)
        assert_refused(run("calibrate", tmp_path / "nothing.npz"), "nothing.npz")

    def test_a_damaged_record_is_not_written_over(self, run, tracks, data_folder) -> None:
        (data_folder / "me").mkdir(parents=True)
        (data_folder / "me" / "default.json").write_text("{", encoding="utf-8")
        assert_refused(run("calibrate", tracks / "hold.npz"), "default.json", "damaged")
        assert (data_folder / "me" / "default.json").read_text(encoding="utf-8") == "{"

    def test_a_video_is_read_picture_by_picture(self, run, tmp_path, monkeypatch) -> None:
        poses = film_protocol()
        clip = make_clip(tmp_path / "hold.mp4", n=len(poses))
        seen: list[float] = []

        def estimate(image, t_s: float) -> Pose:
            assert image.shape == (48, 64, 3)
            seen.append(t_s)
            return replace(poses[round(t_s * 30)], t_s=t_s)

        estimator = SimpleNamespace(estimate=estimate)
        monkeypatch.setattr(calibrate_command, "fetch_model", lambda name: tmp_path / name)
        monkeypatch.setattr("formcheck.pose.mediapipe.open_estimator", lambda _: nullcontext(estimator))
        code, printed, errors = run("calibrate", clip)
        assert code == 0, errors
        assert "hold.mp4  neutral hinge" in printed
        assert len(seen) < len(poses)  # what follows the hold is not read


class TestReview:
    def test_without_a_calibration_the_report_says_so(self, review) -> None:
        _, report = review("set")
        assert report["provenance"]["calibration"] == "none"
        assert report["verdicts"]["spinal_rounding"]["verdict"] == "absent"
        assert not {"camera", "hold_depth"} & {gate["name"] for gate in report["quality"]["gates"]}

    def test_the_same_set_is_judged_against_ones_own_neutral_hinge(self, review, tracks) -> None:
        _, own = review("set", "--calibration", tracks / "hold.npz")
        assert own["verdicts"]["spinal_rounding"]["verdict"] == "absent"
        printed, hollow = review("set", "--calibration", tracks / "hollow.npz")
        assert hollow["verdicts"]["spinal_rounding"]["verdict"] == "present"
        assert "spinal rounding on rep 1, 2, 3" in printed
        arcs_deg = [
            report["reps"][0]["measures"]["spinal_rounding"] + report["provenance"]["calibration"]["arc_deg"]
            for report in (own, hollow)
        ]
        assert arcs_deg[0] == pytest.approx(arcs_deg[1], abs=0.01)

    def test_provenance_names_the_calibration(self, review, tracks) -> None:
        _, report = review("set", "--calibration", tracks / "hold.npz")
        used = report["provenance"]["calibration"]
        assert used["source"] == "hold.npz"
        assert {"arc_deg", "spread_deg", "made_on", "torso_px", "facing", "version"} <= set(used)
        assert all(gate["ok"] for gate in report["quality"]["gates"])

    def test_mirrored_hold_and_set_give_the_same_verdicts(self, review, tracks) -> None:
        _, right = review("set", "--calibration", tracks / "hollow.npz")
        _, left = review("set_left", "--calibration", tracks / "hollow_left.npz")
        assert left["verdicts"] == right["verdicts"]
        assert left["provenance"]["calibration"]["facing"] == -1
        assert all(gate["ok"] for gate in left["quality"]["gates"])

    def test_the_remembered_calibration_judges_as_the_clip_does(self, run, review, tracks) -> None:
        run("calibrate", tracks / "hollow.npz", "--athlete", "ann", "--camera", "rack")
        _, from_clip = review("set", "--calibration", tracks / "hollow.npz")
        _, remembered = review("set", "--athlete", "ann", "--camera", "rack")
        assert remembered["reps"] == from_clip["reps"]
        assert remembered["verdicts"] == from_clip["verdicts"]
        used, given = remembered["provenance"]["calibration"], from_clip["provenance"]["calibration"]
        assert (used.pop("origin"), given.pop("origin")) == ("athlete", "given")
        assert used == given

    def test_one_line_says_which_neutral_hinge_is_used(self, run, review, tracks) -> None:
        run("calibrate", tracks / "hold.npz")
        arc = r"\(-?\d\.\d° of arc\)"
        for options, whence in (
            (("--calibration", tracks / "hold.npz"), "from hold.npz"),
            (("--athlete", "me"), "as remembered from hold.npz"),
        ):
            printed, _ = review("set", *options)
            assert re.search(f"your own neutral back: {whence} {arc}", printed), printed
        printed, _ = review("set")
        assert "your own neutral back" not in printed

    def test_the_first_still_hinge_of_the_set_itself_is_used(self, review, tracks) -> None:
        save_track(tracks / "opened.npz", film_opened_set(rate_hz=15))
        printed, report = review("opened")
        assert "your own neutral back: the still hinge at 4 s of this clip (0.0° of arc)" in printed
        used = report["provenance"]["calibration"]
        assert (used["origin"], used["source"]) == ("clip", "the first still hinge of the set")
        assert report["count"] == 4
        assert all(gate["ok"] for gate in report["quality"]["gates"])
        printed, report = review("opened", "--calibration", tracks / "hold.npz")
        assert "from hold.npz" in printed
        assert report["provenance"]["calibration"]["origin"] == "given"

    def test_a_first_still_hinge_that_is_not_neutral_is_told_and_not_used(self, review, tracks) -> None:
        save_track(tracks / "round.npz", film_opened_set(rate_hz=15, opening={"spinal_rounding": 45.0}))
        printed, report = review("round")
        assert "The still hinge at 4 s is not used as your own neutral back." in printed
        assert "already looks rounded" in printed
        assert report["provenance"]["calibration"] == "none"

    def test_a_hold_too_shallow_to_be_used_is_not_claimed_to_be(self, review, tracks) -> None:
        save_track(tracks / "shallow.npz", film_protocol(depth=0.6))
        printed, _ = review("set", "--calibration", tracks / "shallow.npz")
        assert "the back is judged without it" in printed
        assert "your own neutral back" not in printed

    @pytest.mark.parametrize(("name", "words"), [("set_left", "the other way"), ("set_near", "larger")])
    def test_a_moved_camera_is_told_and_the_back_still_judged(self, review, tracks, name, words) -> None:
        printed, report = review(name, "--calibration", tracks / "hollow.npz")
        assert "camera seems to have moved" in printed
        assert words in printed
        gate = next(gate for gate in report["quality"]["gates"] if gate["name"] == "camera")
        assert not gate["ok"]
        assert report["verdicts"]["spinal_rounding"]["verdict"] == "present"

    def test_a_refused_clip_stops_before_anything_is_written(self, run, tracks, tmp_path) -> None:
        words = ("review", tracks / "set.npz", "-e", "rdl", "--out", tmp_path / "out")
        refused = run(*words, "--calibration", tracks / "rounded.npz")
        assert_refused(refused, "rounded.npz", "already looks rounded")
        assert not (tmp_path / "out").exists()

    def test_own_range_is_followed_and_printed(self, run, review, tracks, data_folder) -> None:
        run("calibrate", tracks / "hold.npz")
        printed, _ = review("set", "--athlete", "me")
        assert "own range of me: 83° (sessions: 1)" in printed
        review("set", "--athlete", "me")  # the same clip again
        printed, _ = review("set_near", "--athlete", "me")
        assert "(sessions: 2)" in printed
        stored = json.loads((data_folder / "me" / "default.json").read_text(encoding="utf-8"))
        assert stored["ranges"]["romanian_deadlift/side"]["sessions"] == 2

    def test_a_clip_given_for_calibration_is_not_remembered(self, review, tracks, data_folder) -> None:
        review("set", "--calibration", tracks / "hold.npz")
        assert not data_folder.exists()

    def test_wishes_that_contradict_are_refused(self, run, tracks) -> None:
        words = ("review", tracks / "set.npz", "-e", "rdl")
        both = run(*words, "--calibration", tracks / "hold.npz", "--athlete", "me")
        assert_refused(both, "one of them")
        assert_refused(run(*words, "--camera", "rack"), "--camera 'rack' needs --athlete")

    def test_an_unknown_athlete_is_told_what_to_do(self, run, tracks) -> None:
        unknown = run("review", tracks / "set.npz", "-e", "rdl", "--athlete", "nobody")
        assert_refused(unknown, "'nobody'", "formcheck calibrate CLIP")

    def test_a_missing_exercise_is_still_told(self, run, tracks) -> None:
        words = ("review", tracks / "set.npz", "--calibration", tracks / "hold.npz")
        assert_refused(run(*words), "--exercise NAME", "good_morning")

    def test_an_exercise_without_calibration_says_so(self, run, tracks, monkeypatch) -> None:
        plain = replace(load_exercise("romanian_deadlift"), calibration=None)
        monkeypatch.setattr(calibrate_command, "load_wanted", lambda _: plain)
        words = ("review", tracks / "set.npz", "-e", "rdl", "--calibration", tracks / "hold.npz")
        assert_refused(run(*words), "Romanian deadlift has no calibration")
