"""What a live set costs as it gets longer: ``python -m benchmarks.live_settle [--exercise NAME]``.

A set of exact poses is pushed picture by picture, without video or model. When a repetition has settled it is
judged as the report of that instant judges it (`Session.judge_rep`), and beside it in the same process the
whole report is made (`Session.finish`), which told the same before. Then the cost of taking one pose, in the
first minute and in the last, through the whole live coach; and the memory a pose leaves behind.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable, Sequence
from statistics import median

import numpy as np

from benchmarks.generated_sets import make_poses
from formcheck.events import RepCompleted
from formcheck.exercises.loader import load_exercise
from formcheck.faults.judgement import SETTLED_AFTER_S
from formcheck.live.coach import LiveCoach
from formcheck.live.options import LiveOptions
from formcheck.pose.landmarks import Picture, Pose
from formcheck.session import Session
from formcheck.simulate import Camera, lay_out, plan_set
from formcheck.simulate.framing import frame_set

TEMPO_S = (1.8, 0.5, 1.2, 0.7)
RATE_HZ = 30.0
LOOKED_AT = (10, 40, 140)
"""Repetitions after which the two are compared."""
AROUND = 9
"""The median over so many repetitions up to each of them is told; the report is made once, after the last."""


class NoEstimator:
    """Estimates nothing: the coach is given poses."""

    def estimate(self, picture: Picture, t_s: float) -> Pose:
        """Nobody."""
        return Pose.missing(t_s, (picture.shape[1], picture.shape[0]))

    def close(self) -> None:
        """Nothing to give back."""


def draw_set(exercise: str, reps: int) -> list[Pose]:
    """Exact poses of a set, side-on."""
    plan = plan_set(exercise, reps=reps, tempo_s=TEMPO_S, jitter=0.05, lead_s=2.0, tail_s=2.5)
    t_s = np.arange(0.0, lay_out(plan).duration_s, 1.0 / RATE_HZ)
    return make_poses(plan, t_s, frame_set(plan, Camera()), 0.002, np.random.default_rng(1))


def take_ms(work: Callable[[], object]) -> float:
    """Milliseconds of processor time that some work takes: others on the machine do not count."""
    start_s = time.process_time()
    work()
    return 1e3 * (time.process_time() - start_s)


def compare(exercise: str, poses: Sequence[Pose], at: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Milliseconds to judge one settled repetition, and to make the report, by the repetitions so far."""
    session = Session(load_exercise(exercise))
    due: list[RepCompleted] = []
    settles_ms: list[float] = []
    costs: dict[int, tuple[float, float]] = {}
    for pose in poses:
        due += [event for event in session.push(pose) if isinstance(event, RepCompleted)]
        if not due or pose.t_s < due[0].at_s + SETTLED_AFTER_S:
            continue
        event = due.pop(0)
        settles_ms.append(take_ms(lambda counted_s=event.at_s: session.judge_rep(counted_s)))
        if event.count in at and event.count not in costs:
            costs[event.count] = median(settles_ms[-AROUND:]), take_ms(session.finish)
    return costs


def time_coach(exercise: str, poses: Sequence[Pose]) -> tuple[list[float], list[float]]:
    """Milliseconds of every pose in the first and in the last minute, through the live coach."""
    coach = LiveCoach(NoEstimator(), LiveOptions(exercise=load_exercise(exercise)))
    spent_ms = [take_ms(lambda pose=pose: coach.follow(pose)) for pose in poses]
    minute = int(60 * RATE_HZ)
    return spent_ms[:minute], spent_ms[-minute:]


def measure_bytes(exercise: str, poses: Sequence[Pose]) -> float:
    """Bytes that a pose leaves behind in a session."""
    session = Session(load_exercise(exercise))
    tracemalloc.start()
    begin = tracemalloc.get_traced_memory()[0]
    for pose in poses:
        session.push(pose)
    kept = tracemalloc.get_traced_memory()[0] - begin
    tracemalloc.stop()
    return kept / len(poses)


def main() -> None:
    """Print both costs side by side, and how they grow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--exercise", default="romanian_deadlift")
    parser.add_argument("--reps", type=int, default=max(LOOKED_AT))
    wanted = parser.parse_args()
    poses = draw_set(wanted.exercise, wanted.reps)
    at = [count for count in LOOKED_AT if count <= wanted.reps]
    print(f"{wanted.exercise}: {wanted.reps} repetitions, {len(poses)} poses, {poses[-1].t_s / 60:.1f} min")
    print(f"{'repetitions':>12}{'judge_rep':>14}{'finish':>12}{'finish / judge_rep':>22}")
    costs = compare(wanted.exercise, poses, at)
    for count, (settle_ms, finish_ms) in costs.items():
        print(f"{count:>12}{settle_ms:>11.1f} ms{finish_ms:>9.0f} ms{finish_ms / settle_ms:>22.1f}")
    (first, last), grown = (costs[count] for count in (min(costs), max(costs))), "times"
    print(f"from {min(costs)} to {max(costs)}: judge_rep {last[0] / first[0]:.2f} {grown}, ", end="")
    print(f"finish {last[1] / first[1]:.1f} {grown}")
    begin_ms, end_ms = time_coach(wanted.exercise, poses)
    for name, spent_ms in (("first", begin_ms), ("last", end_ms)):
        print(f"a pose in the {name} minute: median {median(spent_ms):.2f} ms, ", end="")
        print(f"mean {np.mean(spent_ms):.2f} ms, longest {max(spent_ms):.0f} ms")
    kept = measure_bytes(wanted.exercise, poses[:6000])
    print(f"memory: {kept:.0f} bytes a pose, {kept * RATE_HZ * 600 / 1e6:.1f} MB in ten minutes")


if __name__ == "__main__":
    main()
