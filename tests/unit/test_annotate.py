"""What the narrator says at any instant of a reviewed set."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck import annotate
from formcheck.annotate import Narrator, write_annotated
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import Fault, NotJudged
from formcheck.motion.back import trace_back
from formcheck.motion.legs import find_clear_legs
from formcheck.motion.signals import find_trunk
from formcheck.pose.landmarks import Landmark, Picture, Pose
from formcheck.pose.track import Track, TrackWriter
from formcheck.report.set_report import Gate, JudgedRep, Quality, SetReport
from formcheck.reps.rep import Phase, PhaseSpan, Rep, RepKind
from formcheck.scores import summarise_scores
from formcheck.session import Session
from formcheck.simulate import plan_set
from formcheck.video.overlay import Headline, draw_frame
from formcheck.video.writer import VideoWriter
from tests.motion_factory import make_poses, make_times
from tests.picture_factory import paint

GATE = Gate("view", True, 1.0, 0.8, "")
QUALITY = Quality(300, 1.0, 30.0, "side", 5.0, 1.0, "right", (GATE,))
WORDS = load_exercise("romanian_deadlift").phase_words


def make_rep(index: int | None, start_s: float, tempo_s: tuple[float, ...]) -> Rep:
    """A repetition whose phases follow each other; a phase of NaN is not known."""
    phases, t_s = [], start_s
    order = (Phase.ECCENTRIC, Phase.PAUSE_STRETCHED, Phase.CONCENTRIC, Phase.PAUSE_CONTRACTED)
    for phase, length_s in zip(order, tempo_s, strict=True):
        if not math.isnan(length_s):
            phases.append(PhaseSpan(phase, t_s, t_s + length_s))
            t_s += length_s
    return Rep(
        index=index,
        kind=RepKind.PARTIAL if index is None else RepKind.FULL,
        side="both",
        start_s=start_s,
        turn_s=start_s + 2.0,
        end_s=start_s + 4.0,
        counted_s=start_s + 3.5,
        phases=tuple(phases),
        range=80.0,
        range_unit="deg",
    )


def make_report(*reps: Rep, gates: tuple[Gate, ...] = (GATE,)) -> SetReport:
    return SetReport(
        exercise=load_exercise("romanian_deadlift"),
        source={},
        reps=tuple(JudgedRep(rep) for rep in reps),
        verdicts={},
        signals={
            name: np.empty(0)
            for name in ("t_s", "side", "trunk_lean", "settled", "thigh_length", "shank_length")
        },
        quality=replace(QUALITY, gates=gates),
        summary=summarise_scores([]),
        provenance={},
    )


def make_narrator(*reps: Rep, gates: tuple[Gate, ...] = (GATE,)) -> Narrator:
    return Narrator(make_report(*reps, gates=gates))


FIRST = make_rep(1, 1.0, (2.0, 0.5, 1.5, 1.0))  # to 6.0
SECOND = make_rep(2, 6.0, (1.0, 0.0, 1.0, math.nan))  # to 8.0


@pytest.mark.parametrize(
    ("t_s", "count", "phase"),
    [
        (-1.0, 0, ""),
        (0.999, 0, ""),
        (1.0, 0, "eccentric"),
        (2.999, 0, "eccentric"),
        (3.0, 0, "pause_stretched"),
        (3.5, 0, "concentric"),
        (4.499, 0, "concentric"),
        (4.5, 1, "concentric"),  # decided before the top
        (5.0, 1, "pause_contracted"),
        (6.0, 1, "eccentric"),
        (7.0, 1, "concentric"),  # a pause of no length is not told
        (8.0, 1, ""),
        (9.5, 2, ""),
        (900.0, 2, ""),
    ],
)
def test_count_and_phase_at_any_instant(t_s: float, count: int, phase: str) -> None:
    headline = make_narrator(FIRST, SECOND).describe(t_s)
    assert headline.count == count
    assert headline.phase == (WORDS[phase] if phase else "")


@pytest.mark.parametrize(
    ("t_s", "tempo"),
    [
        (4.4, ""),
        (4.5, "rep 1  ≈2.0-0.5-1.5-1.0"),
        (9.4, "rep 1  ≈2.0-0.5-1.5-1.0"),
        (9.5, "rep 2  ≈1.0-0.0-1.0-?"),
    ],
)
def test_the_tempo_is_that_of_the_last_one_counted(t_s: float, tempo: str) -> None:
    assert make_narrator(FIRST, SECOND).describe(t_s).tempo == tempo


def test_a_tempo_that_is_not_judged_says_so() -> None:
    unseen = make_rep(1, 1.0, (math.nan,) * 4)
    assert make_narrator(unseen).describe(5.0).tempo == "rep 1  not judged"
    assert make_narrator(unseen).describe(2.0).phase == ""


def test_a_partial_one_has_phases_and_no_count() -> None:
    narrator = make_narrator(make_rep(None, 1.0, (1.0, 1.0, 1.0, 1.0)), replace(SECOND, index=1))
    headline = narrator.describe(4.8)
    assert (headline.count, headline.phase, headline.tempo) == (0, WORDS["pause_contracted"], "")
    assert narrator.describe(9.5).tempo.startswith("rep 1 ")


def test_a_lift_off_the_floor_begins_with_the_way_up() -> None:
    lift = make_rep(1, 1.0, (math.nan, math.nan, 1.5, 1.0))
    narrator = make_narrator(lift)
    assert narrator.describe(1.2).phase == WORDS["concentric"]
    assert narrator.describe(5.0).tempo == "rep 1  ≈?-?-1.5-1.0"


def test_an_empty_set_says_its_name_and_nothing_else() -> None:
    headline = make_narrator().describe(3.0)
    assert (headline.count, headline.phase, headline.tempo) == (0, "", "")
    assert headline.note == "Romanian deadlift"


def test_the_first_failed_gate_is_noted_in_its_place() -> None:
    gates = (GATE, Gate("size", False, 40.0, 45.0, "Come closer."), Gate("view", False, 0.1, 0.8, "Turn."))
    assert make_narrator(gates=gates).describe(0.0).note == "Not judged: Come closer."


@cache
def film() -> tuple[tuple[Pose, ...], SetReport]:
    """Two hinges of the figure and their report."""
    plan = plan_set("romanian_deadlift", 2, tempo_s=(1.4, 0.4, 1.0, 0.7), jitter=0.0, seed=1)
    poses = tuple(make_poses(plan, make_times(plan, rate_hz=20.0)))
    session = Session(load_exercise("romanian_deadlift"))
    for pose in poses:
        session.push(pose)
    return poses, session.finish()


def say(*levels: int | None) -> SetReport:
    """The report with the back of its repetitions judged like that; None: not judged."""
    report = film()[1]
    reps = []
    for judged, level in zip(report.reps, levels, strict=True):
        start_s, end_s = judged.rep.start_s, judged.rep.end_s
        fault = Fault("spinal_rounding", level or 0, 20.0, "deg", 15.0, start_s, end_s, "Flat.")
        reps.append(
            replace(
                judged,
                faults=(fault,) if level else (),
                not_judged=(NotJudged("spinal_rounding", "Hidden."),) if level is None else (),
            )
        )
    return replace(report, reps=tuple(reps))


def find_level(report: SetReport, pose: Pose) -> int | None:
    outline = Narrator(report).find_outline(pose)
    assert outline is not None
    return outline.level


def find_lowest(number: int) -> Pose:
    """The pose nearest to the turn of a repetition."""
    poses, report = film()
    return min(poses, key=lambda pose: abs(pose.t_s - report.reps[number].rep.turn_s))


class TestOutline:
    def test_the_back_is_drawn_where_a_bent_trunk_shows_it(self) -> None:
        poses, report = film()
        narrator = Narrator(report)
        lean_deg = report.signals["trunk_lean"]
        outlines = [narrator.find_outline(pose) for pose in poses]
        assert [outline is not None for outline in outlines] == (lean_deg >= 35.0).tolist()
        for pose, outline in zip(poses, outlines, strict=True):
            if outline is not None:
                np.testing.assert_array_equal(outline.points, trace_back(pose, 1))

    def test_a_repetition_that_is_shallow_throughout_shows_it_earlier(self) -> None:
        poses, report = film()
        lean_deg = 0.4 * report.signals["trunk_lean"]
        assert 25.0 < lean_deg.max() < 35.0
        narrator = Narrator(replace(report, signals={**report.signals, "trunk_lean": lean_deg}))
        shown = np.array([narrator.find_outline(pose) is not None for pose in poses])
        inside = np.zeros(len(poses), bool)
        for judged in report.reps:
            times_s = report.signals["t_s"]
            inside |= (times_s >= judged.rep.start_s) & (times_s < judged.rep.end_s)
        assert shown.any()
        assert shown[inside].tolist() == (lean_deg[inside] >= 25.0).tolist()

    @pytest.mark.parametrize("level", [0, 1, 2, 3, None])
    def test_its_level_is_that_of_its_repetition(self, level: int | None) -> None:
        assert find_level(say(level, 0), find_lowest(0)) == level
        assert find_level(say(0, level), find_lowest(1)) == level
        assert find_level(say(0, level), find_lowest(0)) == 0

    def test_the_worst_of_two_rules_counts(self) -> None:
        report = say(1, 0)
        arched = replace(report.reps[0].faults[0], rule="over_arched_back", severity=2)
        first = replace(report.reps[0], faults=(*report.reps[0].faults, arched))
        assert find_level(replace(report, reps=(first, report.reps[1])), find_lowest(0)) == 2

    def test_other_faults_do_not_colour_the_back(self) -> None:
        report = say(0, 0)
        fault = Fault("short_range", 3, 0.5, "own range", 0.6, 0.0, 1.0, "Deeper.")
        first = replace(report.reps[0], faults=(fault,))
        assert find_level(replace(report, reps=(first, report.reps[1])), find_lowest(0)) == 0

    def test_outside_of_a_repetition_it_is_not_judged(self) -> None:
        report = say(3, 0)
        assert find_level(replace(report, reps=report.reps[1:]), find_lowest(0)) is None
        assert find_level(replace(report, reps=report.reps[:1]), find_lowest(1)) is None

    def test_an_elbow_behind_the_back_leaves_it_unjudged(self) -> None:
        pose = find_lowest(0)
        image = np.array(pose.image)
        shoulder, hip = find_trunk(image)
        axis = shoulder - hip
        image[Landmark.LEFT_ELBOW] = hip + 0.5 * axis + 0.2 * np.array([axis[1], -axis[0]])
        assert find_level(say(3, 0), pose) == 3
        assert find_level(say(3, 0), replace(pose, image=image)) is None

    def test_without_a_clear_view_nothing_is_drawn(self) -> None:
        report, pose = film()[1], find_lowest(0)
        unclear = replace(report, quality=replace(report.quality, facing="unknown"))
        oblique = replace(report, signals={**report.signals, "side": 0.0 * report.signals["side"]})
        other_way = replace(report, quality=replace(report.quality, facing="left"))
        edgeless = replace(pose, flanks=np.full_like(pose.flanks, np.nan))
        for other in (unclear, oblique, other_way, make_report()):
            assert Narrator(other).find_outline(pose) is None
        assert Narrator(report).find_outline(edgeless) is None

    def test_an_exercise_that_does_not_judge_the_back_has_no_line(self) -> None:
        report = film()[1]
        rules = tuple(rule for rule in report.exercise.rules if "back_arc" not in rule.measure.__module__)
        narrator = Narrator(replace(report, exercise=replace(report.exercise, rules=rules)))
        assert narrator.find_outline(find_lowest(0)) is None
        assert narrator.describe(1.0).legend == ()

    @pytest.mark.parametrize(
        ("levels", "legend"),
        [
            ((0, 0), {0: "flat", None: "not judged"}),
            ((1, 0), {0: "flat", 1: "worth watching", None: "not judged"}),
            ((3, 2), {2: "rounded", 3: "clearly rounded", None: "not judged"}),
            ((None, None), {None: "not judged"}),
        ],
    )
    def test_the_legend_names_the_levels_that_occur(
        self, levels: tuple[int | None, ...], legend: dict[int | None, str]
    ) -> None:
        assert dict(Narrator(say(*levels)).describe(1.0).legend) == legend

    def test_the_legend_names_both_faults_of_a_back(self) -> None:
        report = say(2, 2)
        arched = replace(report.reps[1].faults[0], rule="over_arched_back")
        second = replace(report.reps[1], faults=(arched,))
        legend = dict(Narrator(replace(report, reps=(report.reps[0], second))).describe(1.0).legend)
        assert legend == {2: "rounded or arched", None: "not judged"}

    def test_a_rule_of_the_users_own_is_named_by_its_name(self) -> None:
        report = say(3, 0)
        rules = tuple(
            replace(rule, name="cat_back") if rule.name == "spinal_rounding" else rule
            for rule in report.exercise.rules
        )
        own = replace(report.reps[0].faults[0], rule="cat_back")
        first = replace(report.reps[0], faults=(own,))
        exercise = replace(report.exercise, rules=rules)
        narrator = Narrator(replace(report, exercise=exercise, reps=(first, report.reps[1])))
        assert dict(narrator.describe(1.0).legend)[3] == "clearly cat back"


class TestLegs:
    """Of two hinges side-on, whose legs are seen throughout."""

    @staticmethod
    def look(report: SetReport, **signals: NDArray) -> list[bool]:
        """Which poses have clear legs, with some signals replaced."""
        narrator = Narrator(replace(report, signals={**report.signals, **signals}))
        return [narrator.has_clear_legs(pose) for pose in film()[0]]

    def test_whole_legs_are_clear_once_the_tracking_has_settled(self) -> None:
        report = film()[1]
        settled = report.signals["settled"] > 0
        assert self.look(report) == settled.tolist()
        assert settled.mean() > 0.9

    def test_they_are_clear_where_the_rules_may_measure_them(self) -> None:
        report = film()[1]
        t_s, shank = report.signals["t_s"], report.signals["shank_length"].copy()
        shank[(t_s >= 2.0) & (t_s < 3.0)] = 0.3
        settled = report.signals["settled"] > 0
        expected = np.zeros(len(t_s), bool)
        thigh = report.signals["thigh_length"]
        expected[settled] = find_clear_legs(t_s[settled], thigh[settled], shank[settled])
        assert self.look(report, shank_length=shank) == expected.tolist()
        assert 0.1 < expected.mean() < 0.8

    def test_thighs_may_look_as_short_as_the_exercise_says(self) -> None:
        report = film()[1]
        short = {
            "thigh_length": 0.55 + 0.0 * report.signals["t_s"],
            "shank_length": 0.9 + 0.0 * report.signals["t_s"],
        }
        assert not any(self.look(report, **short))
        assert any(self.look(replace(report, exercise=load_exercise("sumo_deadlift")), **short))

    def test_from_the_front_proportions_tell_nothing(self) -> None:
        report = film()[1]
        hidden = {"shank_length": 0.3 + 0.0 * report.signals["t_s"]}
        assert not any(self.look(report, **hidden))
        assert all(self.look(replace(report, quality=replace(report.quality, view="front")), **hidden))

    def test_they_are_drawn_like_that(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        poses, report = film()
        shank = np.where(report.signals["t_s"] < 2.0, 0.3, report.signals["shank_length"])
        report = replace(report, signals={**report.signals, "shank_length": shank})
        drawn: list[bool] = []

        def note(picture: Picture, pose: Pose, headline: Headline, *rest: object) -> Picture:
            drawn.append(bool(rest[1]))
            return draw_frame(picture, pose, headline)

        monkeypatch.setattr(annotate, "draw_frame", note)
        write_set(poses, tmp_path)
        write_annotated(tmp_path / CLIP, Track(tmp_path / TRACK), report, tmp_path / "a.webm", ignore)
        narrator = Narrator(report)
        assert drawn == [narrator.has_clear_legs(pose) for pose in poses]
        assert len(set(drawn)) == 2


CLIP, TRACK = "clip.webm", "clip.npz"


def write_set(poses: Sequence[Pose], folder: Path) -> None:
    """Write a grey clip and the track of its poses."""
    with VideoWriter(folder / CLIP, 640, 480, fps=20.0) as writer, TrackWriter(folder / TRACK) as track:
        for pose in poses:
            writer.write(paint(), pose.t_s)
            track.append(pose)
        track.finish({})


def ignore(_what: str, _share: float | None) -> None:
    """Nobody wants to see the progress."""


def test_whoever_watches_the_drawing_sees_every_picture_as_it_was_read(tmp_path: Path) -> None:
    poses, report = film()
    write_set(poses[:12], tmp_path)
    seen: list[tuple[int, float, int]] = []

    def watch(number: int, image: Picture, pose: Pose) -> None:
        seen.append((number, pose.t_s, int(np.abs(image.astype(int) - 90).max())))

    out = tmp_path / "annotated.webm"
    write_annotated(tmp_path / CLIP, Track(tmp_path / TRACK), report, out, ignore, watch)
    assert [(number, t_s) for number, t_s, _ in seen] == [(n, pose.t_s) for n, pose in enumerate(poses[:12])]
    assert max(difference for _, _, difference in seen) < 10  # nothing is drawn on it yet
    assert out.stat().st_size > 0
