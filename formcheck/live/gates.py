"""The gates of the set-up: pure functions over the last second of poses and pictures.

Each answers with a `Check`: met, unmet with the one thing to change, or unknown.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from formcheck.live.limits import Limits, Wish
from formcheck.live.state import MET, UNKNOWN, UNMET, Check
from formcheck.motion.rate import LEAST_RATE_HZ, measure_rate_hz
from formcheck.motion.roll import LEVEL_ROLL_DEG, measure_roll_deg
from formcheck.motion.signals import (
    find_trunk,
    measure_hip_flexion_deg,
    measure_torso_px,
    measure_world_trunk_inclination_deg,
)
from formcheck.motion.view import SIDE_YAW_DEG, FacingVote, View, ViewReading
from formcheck.pose.landmarks import Landmark, Picture, Pose
from formcheck.quality import LEAST_PERSON_SHARE, LEAST_TORSO_PX
from formcheck.report.wording import join_words
from formcheck.window import find_median

PARTS: dict[str, tuple[Landmark, ...]] = {
    "head": (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR),
    "hands": (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST),
    "hips": (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    "knees": (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
    "feet": (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
}
"""Parts of the body, and which landmarks show them: one of them is enough, for the far side may be hidden."""
LEAST_STAMPS = 4
"""So many pictures tell a frame rate."""
CLEAR_TOES = 0.1
"""A foot tells the facing once its toes are so many trunk lengths before its heel (judgement of the authors;
side-on a foot is half a trunk long)."""
GREY_STEP_PX = 8
"""One pixel in so many each way tells the light."""


@dataclass(frozen=True, slots=True)
class Light:
    """Mean and standard deviation of the grey levels of a picture, 0 to 255."""

    mean: float
    contrast: float


@dataclass(frozen=True, slots=True)
class Sight:
    """What one picture showed.

    Attributes
    ----------
    pose : Pose
    view : ViewReading
        From where the camera looks by then.
    light : Light or None
        None: not looked at.
    people : int or None
        People in the picture; None: not looked for.
    """

    pose: Pose
    view: ViewReading
    light: Light | None = None
    people: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What the gates judge: the pictures of the last second, and what the movement needs of them."""

    sights: Sequence[Sight]
    wish: Wish
    limits: Limits

    @property
    def found(self) -> list[Pose]:
        """The poses in which somebody was seen."""
        return [sight.pose for sight in self.sights if sight.pose.found]


Gate = Callable[[Scene], Check]


def measure_light(picture: Picture) -> Light:
    """Measure how bright a BGR picture is, and how much its grey levels differ."""
    grey = picture[::GREY_STEP_PX, ::GREY_STEP_PX].mean(2)
    return Light(float(grey.mean()), float(grey.std()))


def check_body(scene: Scene) -> Check:
    """Whether every part of the body that matters is well inside the picture."""
    name, label = "body", "Whole body in view"
    found = scene.found
    if len(found) < LEAST_PERSON_SHARE * len(scene.sights) or not found:
        if check_light(scene).verdict == UNMET:
            return Check(name, label, UNKNOWN)
        return Check(name, label, UNMET, "Step into the picture", "Nobody is seen.")
    missing = [part for part in scene.wish.parts if not _is_shown(found, PARTS[part], scene.limits.edge)]
    if not missing:
        return Check(name, label, MET)
    verb = "is" if missing == ["head"] else "are"
    return Check(name, label, UNMET, "Step back", f"Your {join_words(missing)} {verb} not in the picture.")


def _is_shown(poses: Sequence[Pose], landmarks: Sequence[Landmark], edge: float) -> bool:
    """Whether one of these landmarks lies within the picture in most poses."""
    shown = 0
    for pose in poses:
        place = pose.image[list(landmarks)] / pose.size_px
        shown += bool(((place >= edge) & (place <= 1.0 - edge)).all(1).any())
    return shown >= LEAST_PERSON_SHARE * len(poses)


def check_distance(scene: Scene) -> Check:
    """Whether the athlete is large enough to be judged, with room for what the movement raises."""
    name, label = "distance", "Distance"
    found, wish = scene.found, scene.wish
    torso_px = find_median([measure_torso_px(pose) for pose in found])
    hips_px = find_median([float(find_trunk(pose.image)[1][0]) for pose in found])
    if math.isnan(torso_px):
        return Check(name, label, UNKNOWN)
    if torso_px < LEAST_TORSO_PX:
        return Check(name, label, UNMET, "Come closer", "You are too small in the picture to be judged.")
    facing, width_px = find_facing(found, wish), found[-1].size_px[0]
    rooms = (wish.behind, wish.ahead) if facing > 0 else (wish.ahead, wish.behind)
    left_px, right_px = (torso_px * (room if facing else min(rooms)) for room in rooms)
    if left_px <= hips_px and right_px <= width_px - hips_px:
        return Check(name, label, MET)
    if torso_px * (wish.ahead + wish.behind) > width_px:
        return Check(name, label, UNMET, "Step back", "The movement needs more room in the picture.")
    side = "left" if left_px > hips_px else "right"
    return Check(name, label, UNMET, "Move to the middle", f"There is too little room on the {side}.")


def find_facing(poses: Sequence[Pose], wish: Wish) -> int:
    """To which side the athlete faces: by trunk or hands, else by the feet; 0 where neither tells."""
    vote = FacingVote(wish.facing_by)
    for pose in poses:
        vote.push(pose)
    if vote.facing:
        return vote.facing
    toes = find_median([_measure_toes(pose) for pose in poses])
    return int(math.copysign(1, toes)) if abs(toes) > CLEAR_TOES else 0


def _measure_toes(pose: Pose) -> float:
    """How far toes are before their heels, in trunk lengths, positive towards image-right."""
    heels = pose.image[[Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL], 0]
    toes = pose.image[[Landmark.LEFT_FOOT_INDEX, Landmark.RIGHT_FOOT_INDEX], 0]
    torso_px = measure_torso_px(pose)
    return find_median(toes - heels) / torso_px if torso_px > 0 else math.nan


def check_view(scene: Scene) -> Check:
    """Whether the camera looks from where the movement is judged."""
    name, wish = "view", scene.wish
    label = "Front view" if wish.view == "front" else "Side view"
    reading = scene.sights[-1].view if scene.sights else None
    if wish.view == "any":
        return Check(name, "View", MET)
    if reading is None or reading.view is View.UNKNOWN or math.isnan(reading.yaw_deg):
        return Check(name, label, UNKNOWN)
    if reading.view.value == wish.view:
        return Check(name, label, MET)
    if wish.view == "front":
        return Check(name, label, UNMET, "Turn to face the camera")
    off_deg = 5 * round(reading.yaw_deg / 5)
    is_turned = reading.yaw_deg > SIDE_YAW_DEG
    detail = f"You are about {off_deg}° off." if is_turned else "Your shoulders are not in line."
    return Check(name, label, UNMET, "Turn your side to the camera", detail)


def check_level(scene: Scene) -> Check:
    """Whether the camera is level; only somebody who stands side-on tells."""
    name, label = "level", "Camera level"
    standing = [
        sight.pose
        for sight in scene.sights
        if sight.view.view is View.SIDE
        and measure_hip_flexion_deg(sight.pose) <= scene.limits.most_flexion_deg
        and measure_world_trunk_inclination_deg(sight.pose) <= scene.limits.most_trunk_deg
    ]
    facing = find_facing(standing, scene.wish) if standing else 0
    roll_deg = find_median([measure_roll_deg(pose, facing) for pose in standing]) if facing else math.nan
    if math.isnan(roll_deg):
        return Check(name, label, UNKNOWN)
    if abs(roll_deg) <= LEVEL_ROLL_DEG:
        return Check(name, label, MET)
    return Check(name, label, UNMET, "Level the camera", f"It is tilted by about {abs(roll_deg):.0f}°.")


def check_light(scene: Scene) -> Check:
    """Whether the picture is bright enough, and not fogged."""
    name, label = "light", "Light"
    seen = [sight.light for sight in scene.sights if sight.light is not None]
    if not seen:
        return Check(name, label, UNKNOWN)
    if np.median([light.mean for light in seen]) < scene.limits.least_mean:
        return Check(name, label, UNMET, "Switch on more light", "The picture is too dark.")
    if np.median([light.contrast for light in seen]) < scene.limits.least_contrast:
        return Check(name, label, UNMET, "Clean or uncover the lens", "The picture has hardly any contrast.")
    return Check(name, label, MET)


def check_alone(scene: Scene) -> Check:
    """Whether nobody else is in the picture: the pose model may go over to them."""
    name, label = "alone", "One person"
    people = next((sight.people for sight in reversed(scene.sights) if sight.people is not None), None)
    if people is None or people == 0:
        return Check(name, label, UNKNOWN)
    if people == 1:
        return Check(name, label, MET)
    return Check(name, label, UNMET, "Be alone in the picture", f"{people} people are seen.")


def check_rate(scene: Scene) -> Check:
    """Whether pictures come often enough to time a movement."""
    name, label = "rate", "Frame rate"
    stamps_s = [sight.pose.t_s for sight in scene.sights]
    if len(stamps_s) < LEAST_STAMPS:
        return Check(name, label, UNKNOWN)
    rate_hz = measure_rate_hz(np.array(stamps_s))
    if rate_hz >= LEAST_RATE_HZ:
        return Check(name, f"{rate_hz:.0f} pictures a second", MET)
    detail = f"Only {rate_hz:.0f} pictures a second come through: close other programs, or add light."
    return Check(name, label, UNMET, "More pictures a second", detail)


GATES: tuple[Gate, ...] = (
    check_body,
    check_distance,
    check_view,
    check_level,
    check_light,
    check_alone,
    check_rate,
)
"""In the order in which they speak: what hides the others comes first."""
NEEDED = ("body", "distance", "view")
"""Gates that must be met; the others may stay unknown."""
