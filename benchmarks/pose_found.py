"""Does the pose model find the figure? ``python -m benchmarks.pose_found [--jobs 2] [--yaw 0 30 150 180]``.

Every movement, done once by bodies that span stature, girth and sex, filmed from several sides: the share
of frames in which the pose model finds a person. ``--movement good_morning --plate-radius 0.115`` looks
closer at one of them: a plate of 45 cm at the shoulders covers head and chest, one of 23 cm does not.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from formcheck.pose.models import get_model
from formcheck.simulate import MOVEMENTS, Camera, plan_set
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.clip import Clip
from formcheck.simulate.equipment import USUAL_EQUIPMENT
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.workers import count_cores, map_in_order
from formcheck.validate.tasks import find_rendered_poses

AIM = 0.99
"""Share of the frames in which a person is to be found."""
YAWS_DEG = (0.0, 30.0, 150.0, 180.0)
BODIES = {
    "short_woman": "orange_long_hair",
    "slim_woman": "purple_long_hair",
    "heavy_man": "grey_loose",
    "tall_man": "red_dark",
}
"""Body → what it wears: 1.54 to 1.92 m, girth 0.90 to 1.18."""
TEMPO_S = (0.9, 0.3, 0.7, 0.2)
FRAME_RATE_HZ = 24.0
PICTURE_PX = (480, 360)


@dataclass(frozen=True, slots=True)
class Filming:
    """One clip to be drawn and looked at."""

    movement: str
    body: str
    yaw_deg: float
    model: Path
    plate_radius_m: float | None = None

    @property
    def clip(self) -> Clip:
        """About 60 frames: one short repetition that fills the picture."""
        plan = plan_set(self.movement, 1, tempo_s=TEMPO_S, lead_s=0.2, tail_s=0.2, build=BUILDS[self.body])
        equipment = USUAL_EQUIPMENT[self.movement]
        view = Camera(yaw_deg=self.yaw_deg, size_px=PICTURE_PX)
        camera = frame_set(plan, view, equipment, plate_radius_m=self.plate_radius_m)
        return Clip(
            plan,
            camera,
            look=LOOKS[BODIES[self.body]],
            equipment=equipment,
            fps=FRAME_RATE_HZ,
            plate_radius_m=self.plate_radius_m,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """In how many frames of a clip a person was found."""

    filming: Filming
    frames: int
    found: int

    @property
    def share(self) -> float:
        """Of the frames."""
        return self.found / self.frames


def plan_filmings(
    movements: Sequence[str], yaws_deg: Sequence[float], model: Path, plate_radius_m: float | None = None
) -> list[Filming]:
    """Every movement by every body from every side."""
    return [
        Filming(movement, body, yaw, model, plate_radius_m)
        for movement in movements
        for body in BODIES
        for yaw in yaws_deg
    ]


def look_at(filming: Filming) -> Found:
    """Draw a clip and count the frames in which the pose model finds a person."""
    found = [pose.found for pose in find_rendered_poses(filming.clip, filming.model)]
    return Found(filming, len(found), sum(found))


def describe_movement(movement: str, clips: Sequence[Found]) -> str:
    """One row: clips, frames, share found, the worst clip, whether the aim is met."""
    share = sum(clip.found for clip in clips) / sum(clip.frames for clip in clips)
    worst = min(clips, key=lambda clip: clip.share)
    where = f"{worst.share:>7.1%}  {worst.filming.body}, yaw {worst.filming.yaw_deg:.0f}"
    frames = sum(clip.frames for clip in clips)
    return f"{movement:<30}{len(clips):>6}{frames:>8}{share:>9.2%}  {_say(share):<4}{where}"


def _say(share: float) -> str:
    return "yes" if share >= AIM else "NO"


def main() -> None:
    """Print what was found of every movement, and every clip in which the aim is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=0, help="processes; 0 takes every core")
    parser.add_argument("--yaw", type=float, nargs="+", default=YAWS_DEG, metavar="DEG")
    parser.add_argument("--movement", nargs="+", default=tuple(MOVEMENTS), choices=MOVEMENTS, metavar="NAME")
    parser.add_argument("--plate-radius", type=float, metavar="METRES")
    wanted = parser.parse_args()
    filmings = plan_filmings(wanted.movement, wanted.yaw, get_model(), wanted.plate_radius)
    print(f"{len(BODIES)} bodies, yaw {', '.join(f'{yaw:g}' for yaw in wanted.yaw)}, one repetition each")
    print(f"{'movement':<30}{'clips':>6}{'frames':>8}{'found':>9}  {'aim':<4}{'worst clip':>10}")
    looked = map_in_order(look_at, filmings, wanted.jobs or count_cores())
    every: list[Found] = []
    per_movement = len(BODIES) * len(wanted.yaw)
    for found in looked:
        every.append(found)
        if len(every) % per_movement == 0:
            print(describe_movement(found.filming.movement, every[-per_movement:]), flush=True)
    missed = [found for found in every if found.share < AIM]
    for found in missed:
        what = found.filming
        print(f"below {AIM:.0%}: {what.movement}, {what.body}, yaw {what.yaw_deg:.0f}: {found.share:.1%}")
    share = sum(found.found for found in every) / sum(found.frames for found in every)
    print(f"all: found in {share:.2%} of the frames; {len(every) - len(missed)} of {len(every)} clips")
    print(f"reach the aim of {AIM:.0%}; met as a whole: {_say(share)}")


if __name__ == "__main__":
    main()
