"""Reports of synthetic sets, one of every kind a report has to tell about."""

from __future__ import annotations

from functools import cache

from formcheck.corrections import AddedRep, Corrections, DismissedFault, Mark, MarkedRep
from formcheck.exercises.loader import load_exercise
from formcheck.pose.landmarks import Pose
from formcheck.report.set_report import SetReport
from formcheck.session import Session
from formcheck.simulate import Camera, plan_set
from tests.motion_factory import make_poses, make_times

SOURCE = {"kind": "video", "name": "Übung «1».mp4", "sha256": "0" * 64, "duration_s": None, "load_kg": 60.0}
PROVENANCE = {"formcheck": "0", "pose": {"model": "full"}}

KINDS = (
    "full", "partial", "short", "oblique", "front", "floor",
    "slow_rate", "other", "gap", "one_rep", "nobody", "empty", "swung_row", "oblique_row",
)  # fmt: skip


def film(kind: str) -> tuple[str, list[Pose]]:
    """Movement and poses of one kind of set."""
    movement, camera, rate_hz = "romanian_deadlift", Camera(), 30.0
    settings: dict[str, object] = {"reps": 3, "tempo_s": (1.4, 0.4, 1.0, 0.7), "seed": 1, "jitter": 0.0}
    if kind == "partial":
        settings["depth"] = (1.0, 0.35, 1.0)
    elif kind == "short":
        settings["depth"] = (1.0, 1.0, 0.7)
    elif kind in {"oblique", "front"}:
        camera = Camera(yaw_deg=40.0 if kind == "oblique" else 85.0)
    elif kind == "floor":
        movement = "conventional_deadlift"
        settings |= {"start_at": "floor", "put_down": True}
    elif kind == "slow_rate":
        rate_hz = 10.0
    elif kind == "other":
        movement, camera = "good_morning", Camera("left", yaw_deg=10.0)
    elif kind == "one_rep":
        settings["reps"] = 1
    elif kind in {"swung_row", "oblique_row"}:
        movement, camera = "barbell_row", Camera(yaw_deg=45.0 if kind == "oblique_row" else 0.0)
        settings |= {"tempo_s": (1.0, 2.0, 1.5, 0.7), "faults": {"torso_swing": 33.0}}
    plan = plan_set(movement, **settings)  # type: ignore[arg-type]
    poses = make_poses(plan, make_times(plan, rate_hz), camera)
    if kind == "nobody":
        poses = [Pose.missing(pose.t_s, pose.size_px) for pose in poses]
    elif kind == "gap":  # out of sight for 0.7 s on the way down
        poses = [Pose.missing(p.t_s, p.size_px) if 1.6 <= p.t_s < 2.3 else p for p in poses]
    elif kind == "empty":
        poses = []
    return movement, poses


@cache
def run(kind: str) -> Session:
    """A session that has seen one kind of set."""
    movement, poses = film(kind)
    session = Session(load_exercise(movement))
    for pose in poses:
        session.push(pose)
    return session


@cache
def make_report(kind: str) -> SetReport:
    """The report of one kind of set."""
    return run(kind).finish(SOURCE, PROVENANCE)


@cache
def make_corrected_report() -> SetReport:
    """Swung rows: the first failed, the swing of the last was none, two changes refused."""
    first, _, last = (judged.rep.turn_s for judged in make_report("swung_row").reps)
    changes = (
        MarkedRep(first, Mark.FAILED),
        DismissedFault(last, "torso_swing"),
        AddedRep(last),
        MarkedRep(100.0, Mark.NOT_A_REP),
    )
    return run("swung_row").finish(SOURCE, PROVENANCE, Corrections(changes))
