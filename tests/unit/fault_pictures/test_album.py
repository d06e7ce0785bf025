"""Which faults get a picture, which picture that is, and what is written and told of it."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import cv2
import jsonschema
import numpy as np
import pytest

from formcheck.fault_pictures.album import (
    FOLDER,
    FaultAlbum,
    choose_findings,
    draw_finding,
    find_best,
    find_moment,
    find_picture,
    name_file,
)
from formcheck.fault_pictures.scene import LONGER_SIDE_PX, Finding
from formcheck.faults.judgement import BackReference
from formcheck.pose.landmarks import Picture, Pose
from formcheck.pose.track import Track, TrackWriter
from formcheck.report.fields import lay_out_rep
from formcheck.report.json import read_schema
from formcheck.report.set_report import SetReport
from formcheck.review import ANNOTATED_FILE, ReviewPlan, draw_review
from formcheck.video.ink import AMBER, VERMILION
from formcheck.video.writer import VideoWriter
from tests.picture_factory import paint
from tests.unit.fault_pictures.lifter_factory import (
    EXERCISE,
    judge,
    make_fault,
    make_finding,
    make_lifter,
    make_report,
)

NECK, SHORT, BACK = "neck_craning", "short_range", "spinal_rounding"


def name(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(finding.rule.name, finding.rep_index) for finding in findings]


class TestChoice:
    def test_the_largest_severity_wins_before_the_value(self) -> None:
        report = make_report(
            judge(1, 0.0, make_fault(NECK, 2, 60.0)),
            judge(2, 2.0, make_fault(NECK, 3, 52.0)),
            judge(3, 4.0, make_fault(NECK, 3, 55.0)),
            judge(4, 6.0, make_fault(NECK, 3, 51.0)),
        )
        assert name(choose_findings(report)) == [(NECK, 3)]

    def test_where_small_values_are_faults_the_smallest_is_the_worst(self) -> None:
        shares = (0.7, 0.62, 0.66)
        reps = [judge(n, 2.0 * n, make_fault(SHORT, 2, share)) for n, share in enumerate(shares, 1)]
        assert name(choose_findings(make_report(*reps))) == [(SHORT, 2)]

    def test_of_equals_the_first_is_shown(self) -> None:
        reps = [judge(n, 2.0 * n, make_fault(NECK, 2, 40.0)) for n in (1, 2)]
        assert name(choose_findings(make_report(*reps))) == [(NECK, 1)]

    def test_every_rule_has_its_own_in_the_order_of_the_rules(self) -> None:
        report = make_report(
            judge(1, 0.0, make_fault(NECK, 2, 40.0), make_fault(BACK, 2, 20.0)),
            judge(2, 2.0, make_fault(BACK, 2, 24.0), make_fault(SHORT, 2, 0.7)),
        )
        order = [rule.name for rule in report.exercise.rules if rule.name in (NECK, SHORT, BACK)]
        assert [rule for rule, _ in name(choose_findings(report))] == order
        assert (BACK, 2) in name(choose_findings(report))

    @pytest.mark.parametrize(("rule", "shown"), [(BACK, True), ("over_arched_back", True), (NECK, False)])
    def test_what_is_only_worth_watching_is_shown_of_the_back_alone(self, rule: str, shown: bool) -> None:
        report = make_report(judge(1, 0.0, make_fault(rule, 1, 13.0)))
        assert name(choose_findings(report)) == ([(rule, 1)] if shown else [])

    def test_a_partial_repetition_is_not_shown(self) -> None:
        assert choose_findings(make_report(judge(None, 0.0, make_fault(NECK, 3, 60.0)))) == []

    @pytest.mark.parametrize(("facing", "expected"), [("right", 1), ("left", -1), ("unknown", 0)])
    def test_facing_and_reference_go_along(self, facing: str, expected: int) -> None:
        own = BackReference(3.0, 1.0)
        report = make_report(judge(1, 0.0, make_fault(BACK, 2, 20.0)), facing=facing)
        (finding,) = choose_findings(report, own)
        assert (finding.facing, finding.reference) == (expected, own)


class TestMoment:
    @pytest.mark.parametrize(("at_s", "number"), [(2.0, 20), (2.04, 20), (2.06, 21), (-3.0, 0), (99.0, 119)])
    def test_it_is_the_nearest_picture(self, at_s: float, number: int) -> None:
        assert find_picture(make_report(), make_fault(NECK, 2, 40.0, at_s)) == number

    def test_a_picture_without_the_athlete_shows_nothing(self) -> None:
        report = make_report()
        found = np.array(report.signals["found"])
        found[18:22] = 0.0
        signals = {**report.signals, "found": found}
        assert find_picture(replace(report, signals=signals), make_fault(NECK, 2, 40.0, 2.0)) == 22

    def test_without_a_best_instant_it_is_the_middle(self) -> None:
        fault = replace(make_fault(NECK, 2, 40.0), start_s=3.0, end_s=5.0, at_s=math.nan)
        assert find_picture(make_report(), fault) == 40

    def test_nobody_was_ever_seen(self) -> None:
        report = make_report()
        signals = {**report.signals, "found": np.zeros_like(report.signals["found"])}
        assert find_picture(replace(report, signals=signals), make_fault(NECK, 2, 40.0)) is None


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        (BACK, "spinal_rounding_rep3.jpg"),
        ("../../evil", "______evil_rep3.jpg"),
        ("a b/c", "a_b_c_rep3.jpg"),
        ("Rücken", "Rücken_rep3.jpg"),
    ],
)
def test_a_file_is_named_by_rule_and_repetition_and_stays_in_its_folder(rule: str, file: str) -> None:
    finding = make_finding(BACK, 2, 20.0)
    assert name_file(replace(finding, rule=replace(finding.rule, name=rule))) == file


class TestPicture:
    @pytest.mark.parametrize(("severity", "colour"), [(1, AMBER), (2, AMBER), (3, VERMILION)])
    def test_the_caption_stands_below_and_never_over_the_picture(
        self, severity: int, colour: tuple[int, int, int]
    ) -> None:
        drawn = draw_finding(paint(), make_lifter(), make_finding(NECK, severity, 40.0))
        other = draw_finding(paint(), make_lifter(), make_finding(NECK, severity, 40.0, rep=12))
        differs = np.flatnonzero((drawn != other).any((1, 2)))
        assert differs.min() >= LONGER_SIDE_PX * 0.5
        caption = drawn[differs.min() - 10 :]
        assert (np.abs(caption.astype(int) - colour) <= 2).all(2).any()  # the symbol of the level

    def test_a_narrow_picture_has_more_lines(self) -> None:
        finding = make_finding("squatted_hinge", 3, 30.0, threshold=40.0)
        wide = draw_finding(paint(), make_lifter(), finding)
        pose = make_lifter()
        strip = paint()[:, 240:400]
        image, flanks = pose.image - (240, 0), pose.flanks - (240, 0)
        narrow = draw_finding(strip, replace(pose, image=image, flanks=flanks, size_px=(160, 480)), finding)
        assert narrow.shape[1] < wide.shape[1]
        assert narrow.shape[0] - LONGER_SIDE_PX > wide.shape[0] - LONGER_SIDE_PX > 0


FAULTY = make_report(
    judge(1, 0.0, make_fault(NECK, 2, 40.0, 1.0)),
    judge(2, 2.0, make_fault(NECK, 3, 60.0, 3.0), make_fault(BACK, 2, 20.0, 2.5)),
    duration_s=6.0,
)
CLEAN = make_report(judge(1, 0.0), judge(2, 2.0), duration_s=6.0)


def show_all(album: FaultAlbum, report: SetReport) -> None:
    for number, t_s in enumerate(report.signals["t_s"]):
        album.watch(number, paint(), make_lifter(t_s=float(t_s)))


class TestAlbum:
    def test_one_picture_a_rule_is_kept_and_named_in_the_report(self, tmp_path: Path) -> None:
        album = FaultAlbum(FAULTY, tmp_path)
        show_all(album, FAULTY)
        assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.jpg")) == [
            "faults/neck_craning_rep2.jpg",
            "faults/spinal_rounding_rep2.jpg",
        ]
        first, second = (lay_out_rep(judged)["faults"] for judged in album.sign().reps)
        assert [fault["picture"] for fault in first] == [None]
        assert [fault["picture"] for fault in second] == [
            "faults/neck_craning_rep2.jpg",
            "faults/spinal_rounding_rep2.jpg",
        ]
        schema = read_schema()
        for fault in first + second:
            rule = schema["$defs"]["rep"]["properties"]["faults"]["items"]
            jsonschema.validate(json.loads(json.dumps(fault)), {**rule, "$defs": schema["$defs"]})

    def test_the_best_repetition_without_the_fault_stands_beside_the_worst(self, tmp_path: Path) -> None:
        fault = make_fault(BACK, 3, 30.0, 2.5)
        flat = [
            replace(judge(index, 2.0 * index), measures={BACK: arc_deg})
            for index, arc_deg in ((2, 9.0), (3, 2.0), (4, -5.0))
        ]
        report = make_report(judge(1, 2.0, fault), *flat, duration_s=11.0)
        worst = choose_findings(report)[0]
        best = find_best(report, worst)
        assert best is not None
        assert (best.rep_index, best.fault.severity, best.fault.value) == (3, 0, 2.0)
        moment_s = find_moment(best.fault) - report.reps[2].rep.start_s
        assert moment_s == pytest.approx(find_moment(fault) - report.reps[0].rep.start_s)
        album = FaultAlbum(report, tmp_path)
        show_all(album, report)
        assert sorted(path.name for path in (tmp_path / FOLDER).iterdir()) == [
            "spinal_rounding_rep1.jpg",
            "spinal_rounding_rep3.jpg",
        ]

    def test_where_no_repetition_is_known_to_be_good_there_is_no_best(self) -> None:
        assert find_best(FAULTY, choose_findings(FAULTY)[0]) is None

    def test_a_picture_is_a_small_jpeg(self, tmp_path: Path) -> None:
        album = FaultAlbum(FAULTY, tmp_path)
        show_all(album, FAULTY)
        for path in (tmp_path / FOLDER).iterdir():
            assert path.read_bytes()[:3] == b"\xff\xd8\xff"
            picture = cv2.imread(str(path))
            assert picture is not None
            assert LONGER_SIDE_PX <= max(picture.shape) < LONGER_SIDE_PX + 120

    def test_only_the_pictures_wanted_are_drawn(self, tmp_path: Path) -> None:
        album = FaultAlbum(FAULTY, tmp_path)
        assert album.last_picture == 30
        for number in range(25):
            album.watch(number, paint(), make_lifter())
        assert list(tmp_path.iterdir()) == []
        album.watch(25, paint(), make_lifter())
        assert [path.name for path in (tmp_path / FOLDER).iterdir()] == ["spinal_rounding_rep2.jpg"]

    def test_a_picture_that_was_left_out_is_shown_by_the_next(self, tmp_path: Path) -> None:
        album = FaultAlbum(FAULTY, tmp_path)
        drawn = []
        for number in (0, 10, 24, 24, 26, 26, 29, 31, 32):
            before = len(list(tmp_path.glob(f"{FOLDER}/*")))
            album.watch(number, paint(), make_lifter())
            if len(list(tmp_path.glob(f"{FOLDER}/*"))) > before:
                drawn.append(number)
        assert drawn == [26, 31]

    def test_a_clip_that_ends_early_has_the_pictures_it_had(self, tmp_path: Path) -> None:
        album = FaultAlbum(FAULTY, tmp_path)
        album.watch(25, paint(), make_lifter())
        pictures = [dict(judged.pictures) for judged in album.sign().reps]
        assert pictures == [{}, {BACK: "faults/spinal_rounding_rep2.jpg"}]

    def test_a_picture_without_a_pose_is_left_out(self, tmp_path: Path) -> None:
        album = FaultAlbum(FAULTY, tmp_path)
        album.watch(25, paint(), Pose.missing(2.5, (640, 480)))
        assert list(tmp_path.iterdir()) == []

    def test_no_faults_no_folder(self, tmp_path: Path) -> None:
        album = FaultAlbum(CLEAN, tmp_path)
        show_all(album, CLEAN)
        assert album.last_picture == -1
        assert list(tmp_path.iterdir()) == []
        assert album.sign() == CLEAN

    def test_the_report_itself_stays_as_it_was(self, tmp_path: Path) -> None:
        album = FaultAlbum(FAULTY, tmp_path)
        show_all(album, FAULTY)
        assert all(not judged.pictures for judged in FAULTY.reps)
        signed = album.sign()
        assert replace(signed, reps=FAULTY.reps) == FAULTY


@pytest.fixture
def clip(tmp_path: Path) -> tuple[Path, Path]:
    """Sixty pictures at ten a second, and their poses."""
    clip, track = tmp_path / "clip.webm", tmp_path / "clip.npz"
    with VideoWriter(clip, 640, 480, fps=10.0) as writer, TrackWriter(track) as poses:
        for t_s in FAULTY.signals["t_s"].tolist():
            writer.write(paint(), t_s)
            poses.append(make_lifter(t_s=t_s))
        poses.finish({})
    return clip, track


class TestReading:
    def test_a_clip_is_read_up_to_the_last_picture_wanted(
        self, clip: tuple[Path, Path], tmp_path: Path
    ) -> None:
        seen: list[float | None] = []
        album = FaultAlbum(FAULTY, tmp_path)
        album.read(clip[0], Track(clip[1]), lambda _what, share: seen.append(share))
        assert len(seen) == album.last_picture + 1 == 31
        assert len(list((tmp_path / FOLDER).iterdir())) == 2

    def test_without_faults_the_clip_is_not_even_opened(
        self, clip: tuple[Path, Path], tmp_path: Path
    ) -> None:
        missing = tmp_path / "not_there.mp4"
        FaultAlbum(CLEAN, tmp_path).read(missing, Track(clip[1]), lambda _what, _share: None)
        assert not (tmp_path / FOLDER).exists()


@pytest.mark.parametrize(("video", "pictures"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_review_draws_what_its_plan_asks_for(
    clip: tuple[Path, Path], tmp_path: Path, video: bool, pictures: bool
) -> None:
    plan = ReviewPlan(EXERCISE, tmp_path, video=video, pictures=pictures)
    out = tmp_path / "out"
    out.mkdir()
    report = draw_review(clip[0], Track(clip[1]), FAULTY, out, plan, lambda _what, _share: None)
    assert (out / FOLDER).exists() == pictures
    assert any(judged.pictures for judged in report.reps) == pictures
    assert (out / ANNOTATED_FILE).exists() == video


def test_legs_that_are_not_clear_are_not_drawn_firmly_in_a_faults_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[bool] = []

    def note(_picture: Picture, _pose: Pose, finding: Finding) -> Picture:
        drawn.append(finding.has_clear_legs)
        return paint(32, 32)

    monkeypatch.setattr("formcheck.fault_pictures.album.draw_finding", note)
    hidden = {**FAULTY.signals, "shank_length": np.full_like(FAULTY.signals["t_s"], 0.3)}
    for report in (FAULTY, replace(FAULTY, signals=hidden)):
        watcher = FaultAlbum(report, tmp_path)
        for number, t_s in enumerate(report.signals["t_s"].tolist()):
            watcher.watch(number, paint(), make_lifter(t_s=t_s))
    assert len(drawn) >= 2
    assert drawn == [True] * (len(drawn) // 2) + [False] * (len(drawn) // 2)
