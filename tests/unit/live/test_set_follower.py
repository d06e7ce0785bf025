"""What a set that goes on tells of a repetition that has settled: what its report of that instant would."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pytest

from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import FIRST_REPS, OTHER_SIDE, Rule
from formcheck.faults.judgement import RepWindow
from formcheck.live.limits import load_limits
from formcheck.live.set_follower import SAME_WITHIN_S, SetFollower, describe_rep
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import JudgedRep
from formcheck.report.verdict import grade_rep
from formcheck.session import Session
from formcheck.simulate import Camera, plan_set
from tests.motion_factory import make_poses, make_times

TEMPO_S = (1.0, 0.4, 0.9, 0.6)
DEPTHS = (1.0, 0.95, 1.0, 0.28, 0.75, 0.8, 1.0, 0.25, 0.7)
"""Two of them partial; a bird-dog so small raises no arm, and is none."""
SETS = {
    "hinge": ("romanian_deadlift", {"squatted_hinge": (0.0, 40.0, 40.0, 0.0, 34.0, 30.0, 26.0, 0.0, 0.0)}),
    "deadlift": ("conventional_deadlift", {}),
    "row": ("dumbbell_row", {"torso_swing": (0.0, 0.0, 25.0, 0.0, 16.0, 13.0, 10.0, 0.0, 20.0)}),
    "one-sided row": ("one_arm_row", {}),
    "bird-dog": ("bird_dog", {"arm_off_level": (0.0, 0.0, 30.0, 0.0, 22.0, 18.0, 0.0, 0.0, 30.0)}),
}
SEEN = ("even", "jittered", "with gaps", "askew")
CASES = [
    *((kind, seen) for kind in ("hinge", "row", "bird-dog") for seen in SEEN),
    ("deadlift", "with gaps"),
    ("one-sided row", "jittered"),
]


@dataclass(frozen=True)
class Settled:
    """One repetition that settled: as it was told, and as the report of that instant lists it."""

    judged: JudgedRep | None
    listed: JudgedRep | None
    follower: SetFollower


def draw(kind: str, seen: str) -> list[Pose]:
    """Noisy poses of a set with partial repetitions and with faults that come and go."""
    movement, faults = SETS[kind]
    plan = plan_set(
        movement,
        reps=len(DEPTHS),
        tempo_s=TEMPO_S,
        jitter=0.2,
        seed=3,
        depth=DEPTHS,
        faults=faults,
        tail_s=2.5,
    )
    rng = np.random.default_rng(5)
    is_uneven = seen == "jittered"
    t_s = make_times(plan, 20.0, jitter=0.3 * is_uneven, drop=0.05 * is_uneven, rng=rng)
    poses = make_poses(plan, t_s, Camera(yaw_deg=40.0 * (seen == "askew")), noise_m=0.006, rng=rng)
    if seen != "with gaps":
        return poses
    lost_s = ((6.0, 6.3), (11.0, 12.1), (17.0, 17.6))
    return [
        Pose.missing(pose.t_s, pose.size_px) if any(a < pose.t_s < b for a, b in lost_s) else pose
        for pose in poses
    ]


def follow(kind: str, seen: str) -> Iterator[Settled]:
    follower = SetFollower(Session(load_exercise(SETS[kind][0])), load_limits())
    for pose in draw(kind, seen):
        due = follower._settles[0] if follower._settles else (math.nan, math.inf)
        follower.push(pose)
        if pose.t_s < due[1]:
            continue
        session, counted_s = follower.session, due[0]
        reps = session.finish().reps
        listed = min(reps, key=lambda one: abs(one.rep.counted_s - counted_s), default=None)
        yield Settled(session.judge_rep(counted_s), listed, follower)


@pytest.mark.parametrize(("kind", "seen"), CASES)
def test_what_is_told_is_what_the_report_lists_at_that_instant(kind: str, seen: str) -> None:
    told = 0
    for one in follow(kind, seen):
        assert one.listed is not None
        # As text: a value that is not known is no number, and is not equal to itself.
        assert repr(one.judged) == repr(one.listed)
        if abs(one.listed.rep.counted_s - one.follower._now_s) > SAME_WITHIN_S + 1.7:
            continue
        has_sides = one.follower.exercise.sides.are_apart
        assert one.follower.finished == describe_rep(one.listed, grade_rep(one.listed), has_sides)
        told += 1
    assert told >= 5


@cache
def list_results(kind: str) -> tuple[JudgedRep, ...]:
    return tuple(one.listed for one in follow(kind, "even") if one.listed is not None)


@pytest.mark.parametrize("kind", ["hinge", "row", "bird-dog"])
def test_the_sets_above_have_something_to_tell(kind: str) -> None:
    results = list_results(kind)
    faults = [{fault.rule for fault in one.faults} for one in results if one.rep.is_counted]
    assert len(faults) >= 6
    assert any(a != b for a, b in itertools.pairwise(faults))
    assert any(fault.severity >= 2 for one in results for fault in one.faults)
    if kind != "bird-dog":
        assert any(not one.rep.is_counted for one in results)


def test_they_compare_with_other_repetitions() -> None:
    rules = {rule.name: rule for kind in ("row", "bird-dog") for rule in load_exercise(SETS[kind][0]).rules}
    measured = {name for kind in ("row", "bird-dog") for one in list_results(kind) for name in one.measures}
    assert {FIRST_REPS, OTHER_SIDE} <= {rules[name].against for name in measured if name in rules}


def count_looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The repetition of every look a rule takes from now on."""
    looks: list[int] = []
    look_at = Rule.look_at

    def look(rule: Rule, window: RepWindow, *known: object) -> object:
        looks.append(window.rep.index or 0)
        return look_at(rule, window, *known)  # type: ignore[arg-type]

    monkeypatch.setattr(Rule, "look_at", look)
    return looks


def test_only_the_last_two_repetitions_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that settled, and the one before, whose rest is known since; the others are remembered."""
    plan = plan_set("romanian_deadlift", reps=12, tempo_s=TEMPO_S, tail_s=2.5)
    session = Session(load_exercise("romanian_deadlift"))
    looks = count_looks(monkeypatch)
    seen_s = {}
    for pose in make_poses(plan, make_times(plan, 20.0)):
        before = session.count
        session.push(pose)
        if session.count > before:
            seen_s[session.count] = pose.t_s
        settled = next((n for n, t_s in seen_s.items() if pose.t_s >= t_s + 1.6), None)
        if settled is None:
            continue
        looks.clear()
        judged = session.judge_rep(seen_s.pop(settled))
        assert judged is not None
        assert judged.rep.index == settled
        if settled > 4:
            assert set(looks) == {settled - 1, settled}
    assert session.count == 12


def test_nothing_is_told_where_nothing_was_counted() -> None:
    session = Session(load_exercise("romanian_deadlift"))
    assert session.judge_rep(3.0) is None
    plan = plan_set("romanian_deadlift", reps=1)
    poses = make_poses(plan, make_times(plan, 20.0))
    session.push(poses[0])
    assert session.judge_rep(3.0) is None


def test_asking_changes_nothing() -> None:
    """A set that is asked for every repetition, some of them twice and in any order, has the same report."""
    poses = draw("row", "even")
    asked, quiet = (Session(load_exercise("dumbbell_row")) for _ in range(2))
    for k, pose in enumerate(poses):
        asked.push(pose)
        quiet.push(pose)
        if k % 40 == 0:
            for counted_s in (pose.t_s, 5.0, pose.t_s - 4.0):
                asked.judge_rep(counted_s)
    report = asked.finish()
    assert repr(report.reps) == repr(quiet.finish().reps)
    for one in report.reps:
        judged = asked.judge_rep(one.rep.counted_s)
        assert judged is not None
        assert repr(replace(judged)) == repr(one)
