"""A human figure drawn by our own code, whose joints, spine and repetitions are known exactly.

``plan_set`` says what is done, ``simulate_poses`` gives the poses without drawing anything,
``measure_reps`` the truth, and ``formcheck.simulate.clip`` draws the video. Nothing here knows the rest
of formcheck.
"""

from formcheck.simulate.anatomy import Build
from formcheck.simulate.camera import Camera
from formcheck.simulate.motion import MOVEMENTS, pose_figure
from formcheck.simulate.schedule import SHAPES, RepPlan, SetPlan, lay_out, plan_set
from formcheck.simulate.track import PoseTrack, simulate_poses
from formcheck.simulate.truth import RepTruth, measure_angles, measure_reps, measure_timing_signal

__all__ = [
    "MOVEMENTS",
    "SHAPES",
    "Build",
    "Camera",
    "PoseTrack",
    "RepPlan",
    "RepTruth",
    "SetPlan",
    "lay_out",
    "measure_angles",
    "measure_reps",
    "measure_timing_signal",
    "plan_set",
    "pose_figure",
    "simulate_poses",
]
