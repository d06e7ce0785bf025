"""What the index of the back reads on known spines: ``python -m benchmarks.spine_index``.

Romanian deadlifts of the drawn figure, held in the lowest position, with its own joints and bare outline: no
clothes, no pose model. Four bodies; one dial turned at a time.
"""

from __future__ import annotations

import numpy as np

from formcheck.motion.back import find_profile, measure_profile
from formcheck.pose.landmarks import LANDMARK_COUNT, Pose
from formcheck.simulate import Build, measure_reps, plan_set, simulate_poses
from formcheck.validate.agreement import fit_line

BUILDS = (
    Build(),
    Build(stature_m=1.62, sex="female"),
    Build(stature_m=1.9, girth=0.92),
    Build(stature_m=1.75, girth=1.2),
)
NEUTRAL_DEG = 24.0


def measure_arc_deg(build: Build, depth: float = 1.0, **dials_deg: float) -> tuple[float, float]:
    """Inclination of the trunk and Dorsal Arc Angle in the lowest position of one repetition."""
    plan = plan_set("romanian_deadlift", 1, depth=depth, faults=dials_deg, build=build)
    track = simulate_poses(plan, [measure_reps(plan)[0].turn_s])
    pose = Pose(
        t_s=0.0,
        image=track.image[0],
        world=track.world[0],
        visibility=track.visibility[0],
        reliable=np.ones(LANDMARK_COUNT, bool),
        flanks=track.flanks[0],
        size_px=track.size_px,
    )
    return float(track.angles["trunk"][0]), measure_profile(find_profile(pose, 1)).arc_deg


def main() -> None:
    """Print the index against lumbar flexion, thoracic flexion and the depth of a neutral hinge."""
    lumbar_deg = np.arange(0.0, 61.0, 10.0)
    print("lumbar flexion, degrees     " + "".join(f"{value:7.0f}" for value in lumbar_deg))
    for build in BUILDS:
        arcs_deg = [measure_arc_deg(build, spinal_rounding=value)[1] for value in lumbar_deg]
        line = fit_line(list(zip(lumbar_deg.tolist(), arcs_deg, strict=True)))
        body = f"{build.sex}, {build.stature_m:.2f} m, girth {build.girth:.2f}"
        print(
            f"{body:<28}"
            + "".join(f"{value:+7.1f}" for value in arcs_deg)
            + f"   index = {line.slope:.2f} · lumbar {line.offset:+.1f}, residual SD {line.residual_sd:.1f}"
        )
    thoracic_deg = np.arange(0.0, 31.0, 10.0)
    arcs_deg = [measure_arc_deg(BUILDS[0], upper_back_rounding=value)[1] for value in thoracic_deg]
    print("thoracic flexion added      " + "".join(f"{value:7.0f}" for value in thoracic_deg))
    print(f"{'at 24 degrees lumbar':<28}" + "".join(f"{value:+7.1f}" for value in arcs_deg))
    pairs = [measure_arc_deg(BUILDS[0], depth) for depth in (0.5, 0.6, 0.8, 1.0)]
    print("neutral hinge held at, deg  " + "".join(f"{trunk:7.0f}" for trunk, _ in pairs))
    print(f"{'index':<28}" + "".join(f"{arc:+7.1f}" for _, arc in pairs))


if __name__ == "__main__":
    main()
