"""A finished review again from its folder: the same report, with its signals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from formcheck.calibration import Calibration, Origin, QuadrupedCalibration
from formcheck.corrections import Corrections, Mark, MarkedRep, write_corrections
from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.pose.track import Track
from formcheck.replay import find_reference, open_bundle, reopen_folder, replay_folder
from formcheck.report.json import write_json
from formcheck.report.set_report import SetReport
from formcheck.review import describe_engine
from formcheck.session import Session
from tests.unit.report.bundles import name_picture, save_picture, save_track
from tests.unit.report.report_factory import KINDS, SOURCE, film

OWN_HINGE = Calibration(
    arc_deg=-3.125, spread_deg=0.5, hold_trunk_deg=70.0, hip_range_deg=80.0, torso_px=120.0, thigh_length=0.8,
    shank_length=float("nan"), roll_deg=0.5, facing=1, yaw_deg=3.0, source="hinge.mp4", made_on="",
)  # fmt: skip


def save_review(kind: str, folder: Path, calibration: Calibration | None = None) -> SetReport:
    """A folder as a review leaves it."""
    movement, poses = film(kind)
    save_track(poses, folder / "pose.npz")
    session = Session(load_exercise(movement), calibration, Origin.ATHLETE)
    for pose in Track(folder / "pose.npz"):
        session.push(pose)
    report = session.finish(
        SOURCE, {**describe_engine(), "pose": {"model": "full"}, "recognition": {"sureness": 0.9}}
    )
    write_json(report, folder / "report.json")
    return report


def write_again(report: SetReport, folder: Path) -> bytes:
    write_json(report, folder / "again.json")
    return (folder / "again.json").read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_report_comes_back_to_the_byte(kind: str, tmp_path: Path) -> None:
    before = save_review(kind, tmp_path)
    after = replay_folder(tmp_path)
    assert write_again(after, tmp_path) == (tmp_path / "report.json").read_bytes()
    assert after.signals.keys() == before.signals.keys()
    assert len(after.signals["t_s"]) == len(film(kind)[1])


def test_the_calibration_of_the_athlete_is_used_again(tmp_path: Path) -> None:
    before = save_review("full", tmp_path, OWN_HINGE)
    after = replay_folder(tmp_path)
    used = after.provenance["calibration"]
    assert (used["origin"], used["arc_deg"], used["source"]) == ("athlete", -3.125, "hinge.mp4")
    assert write_again(after, tmp_path) == (tmp_path / "report.json").read_bytes()
    save_review("full", tmp_path)
    plain = replay_folder(tmp_path)
    assert before.reps[0].measures["spinal_rounding"] != plain.reps[0].measures["spinal_rounding"]


def test_pictures_that_were_kept_are_named_again(tmp_path: Path) -> None:
    report = save_review("short", tmp_path)
    save_picture(tmp_path / "faults" / "a.jpg")
    write_json(name_picture(report, 2, {"short_range": "faults/a.jpg"}), tmp_path / "report.json")
    after = replay_folder(tmp_path)
    assert [dict(judged.pictures) for judged in after.reps] == [{}, {}, {"short_range": "faults/a.jpg"}]


def test_corrections_are_applied_and_pictures_stay_with_their_repetition(tmp_path: Path) -> None:
    report = save_review("short", tmp_path)
    write_json(name_picture(report, 2, {"short_range": "faults/a.jpg"}), tmp_path / "report.json")
    said = Corrections((MarkedRep(report.reps[0].rep.turn_s, Mark.NOT_A_REP),))
    write_corrections(said, tmp_path / "corrections.json")
    after = replay_folder(tmp_path)
    assert after.count == 2
    assert len(after.provenance["corrections"]) == 1
    assert after.reps[1].pictures == {"short_range": "faults/a.jpg"}
    (tmp_path / "corrections.json").unlink()
    assert replay_folder(tmp_path).count == 3


def test_corrections_of_a_stored_report_are_not_kept_without_their_file(tmp_path: Path) -> None:
    report = save_review("full", tmp_path)
    told = {**report.provenance, "corrections": [{}], "count_before_corrections": 3}
    write_json(replace(report, provenance=told), tmp_path / "report.json")
    assert "corrections" not in replay_folder(tmp_path).provenance


def test_a_review_is_reopened_as_it_was_before_it_was_corrected(tmp_path: Path) -> None:
    report = save_review("short", tmp_path)
    before = (tmp_path / "report.json").read_bytes()
    said = Corrections((MarkedRep(report.reps[0].rep.turn_s, Mark.NOT_A_REP),))
    write_corrections(said, tmp_path / "corrections.json")
    assert replay_folder(tmp_path).count == 2
    reopened, _ = reopen_folder(tmp_path)
    assert write_again(reopened, tmp_path) == before


def test_a_review_is_reopened_with_what_its_back_was_held_against(tmp_path: Path) -> None:
    save_review("full", tmp_path, OWN_HINGE)
    report, reference = reopen_folder(tmp_path)
    assert reference == OWN_HINGE.reference
    found, origin = find_reference(report, tmp_path)
    assert found is not None
    assert (found.lay_out(), origin) == (OWN_HINGE.lay_out(), Origin.ATHLETE)
    save_review("full", tmp_path)
    report, reference = reopen_folder(tmp_path)
    assert reference != OWN_HINGE.reference
    assert find_reference(report, tmp_path) == (None, Origin.GIVEN)


def test_a_calibration_of_the_clip_itself_is_found_in_it_again(tmp_path: Path) -> None:
    report = save_review("full", tmp_path, OWN_HINGE)
    used = {**report.provenance["calibration"], "origin": "clip"}
    told = replace(report, provenance={**report.provenance, "calibration": used})
    assert find_reference(told, tmp_path) == (None, Origin.GIVEN)


def test_the_calibration_of_a_bird_dog_is_read_as_one(tmp_path: Path) -> None:
    own = QuadrupedCalibration(
        arc_deg=2.5, spread_deg=0.5, rest_arc_deg=float("nan"), side="left", trunk_deg=88.0, head_deg=4.0,
        hand_ahead=0.1, knee_ahead=0.0, torso_px=120.0, facing=1, yaw_deg=2.0, source="rest.mp4", made_on="",
    )  # fmt: skip
    report = save_review("full", tmp_path)
    used = {**own.lay_out(), "origin": "given"}
    told = replace(report, provenance={**report.provenance, "calibration": used})
    found, origin = find_reference(told, tmp_path)
    assert isinstance(found, QuadrupedCalibration)
    assert (found.lay_out(), origin) == (own.lay_out(), Origin.GIVEN)


class TestBundle:
    def test_a_folder_and_its_report_are_the_same(self, tmp_path: Path) -> None:
        save_review("full", tmp_path)
        for path in (tmp_path, tmp_path / "report.json"):
            bundle = open_bundle(path)
            assert bundle.has_signals
            assert bundle.track is not None
            assert (bundle.pictures, bundle.video) == (tmp_path, None)

    def test_without_a_track_the_report_is_read_as_it_is(self, tmp_path: Path) -> None:
        save_review("full", tmp_path)
        (tmp_path / "pose.npz").unlink()
        bundle = open_bundle(tmp_path)
        assert not bundle.has_signals
        assert bundle.track is None
        assert write_again(bundle.report, tmp_path) == (tmp_path / "report.json").read_bytes()

    def test_the_annotated_video_is_found(self, tmp_path: Path) -> None:
        save_review("full", tmp_path)
        (tmp_path / "annotated.webm").write_bytes(b"video")
        assert open_bundle(tmp_path).video == tmp_path / "annotated.webm"

    def test_what_is_missing_gets_one_sentence(self, tmp_path: Path) -> None:
        for path in (tmp_path, tmp_path / "report.json", tmp_path / "nowhere"):
            with pytest.raises(InputError, match="formcheck review"):
                open_bundle(path)
        with pytest.raises(InputError, match="formcheck review"):
            replay_folder(tmp_path)


def test_a_damaged_calibration_gets_one_sentence(tmp_path: Path) -> None:
    report = save_review("full", tmp_path)
    for used in ({"origin": "given"}, {"origin": "moon", "arc_deg": 1.0}, {}):
        spoilt = {**report.provenance, "calibration": used}
        write_json(replace(report, provenance=spoilt), tmp_path / "report.json")
        with pytest.raises(InputError, match="calibration"):
            replay_folder(tmp_path)
