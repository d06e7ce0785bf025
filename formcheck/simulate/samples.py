"""The sample clips that come with the project, and how to draw them again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.camera import Camera
from formcheck.simulate.clip import Clip, render_frames, write_clip
from formcheck.simulate.encoder import MissingEncoderError, has_pyav
from formcheck.simulate.equipment import Equipment
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Scene
from formcheck.simulate.schedule import plan_set
from formcheck.simulate.truth import measure_reps

THUMBNAIL_PX = (240, 180)
_JPEG_QUALITY = 80
_SHORT_ROW_S = (0.95, 1.85, 1.2, 0.3)
"""Tempo of two repetitions within ten seconds, with a squeeze that counts as one."""
_QUIET = 0.0
"""Sensor noise of the samples: none, because grain would be half of what a small file stores."""


def plan_samples() -> dict[str, Clip]:
    """Plan the sample clips: file name without ending → clip."""
    return {**_plan_hinges(), **_plan_rows(), **_plan_bird_dogs()}


def _plan_hinges() -> dict[str, Clip]:
    return {
        "romanian_deadlift": _film(
            ("romanian_deadlift", 5, (2.25, 0.25, 1.2, 0.4)),
            {"shape": "constant_speed", "jitter": 0.03, "seed": 7},
            body=("man", "green_long", "dumbbells"),
            fps=30.0,
        ),
        "romanian_deadlift_45_degrees": _film(
            ("romanian_deadlift", 3, (2.0, 0.3, 1.2, 0.5)),
            {"jitter": 0.03, "seed": 3},
            body=("slim_woman", "orange_long_hair", "dumbbells"),
            camera=Camera(yaw_deg=45.0),
            scene=Scene(light_from=0.3),
        ),
        "kettlebell_deadlift_short_range": _film(
            ("kettlebell_deadlift", 4, (1.5, 0.4, 1.1, 0.6)),
            {"jitter": 0.05, "seed": 11, "depth": (1.0, 1.0, 0.62, 1.0)},
            body=("man", "blue", "kettlebell"),
            camera=Camera(facing="left", yaw_deg=4.0),
            scene=Scene(light_from=0.4),
        ),
        "deadlift_rounded_back": _film(
            ("conventional_deadlift", 4, (1.6, 0.4, 1.2, 0.5)),
            {"jitter": 0.04, "seed": 5, "faults": {"spinal_rounding": (24.0, 34.0, 44.0, 54.0)}},
            body=("tall_man", "red_dark", "barbell"),
            camera=Camera(field_deg=26.0),  # from further away, or the near plate fills the picture
            scene=Scene("gym", brightness=1.1),
        ),
        "deadlift_squatted": _film(
            ("kettlebell_deadlift", 4, (1.6, 0.4, 1.1, 0.6)),
            {"jitter": 0.04, "seed": 9, "faults": {"squatted_hinge": 40.0}},
            body=("woman", "purple_long_hair", "kettlebell"),
            camera=Camera(facing="left"),
            scene=Scene("garage", light_from=-0.5),
        ),
        "good_morning": _film(
            ("good_morning", 3, (2.2, 0.2, 1.4, 0.5)),
            {"jitter": 0.03, "seed": 2},
            body=("heavy_man", "grey_loose", "none"),
            camera=Camera(facing="left", yaw_deg=-5.0),
        ),
    }


def _plan_rows() -> dict[str, Clip]:
    return {
        "dumbbell_row": _film(
            ("dumbbell_row", 3, (1.1, 2.0, 1.6, 0.4)),
            {"jitter": 0.03, "seed": 4},
            body=("man", "grey_loose", "dumbbells"),
            camera=Camera(facing="left"),
            scene=Scene(light_from=0.35),
        ),
        "dumbbell_row_torso_swing": _film(
            ("dumbbell_row", 4, (0.9, 1.9, 1.3, 0.4)),
            {"jitter": 0.04, "seed": 6, "faults": {"torso_swing": (22.0, 25.0, 28.0, 30.0)}},
            body=("heavy_man", "teal_dark", "dumbbells"),
            scene=Scene("gym", brightness=1.1),
        ),
        "alternating_row": _film(
            ("alternating_row", 4, (1.0, 1.9, 1.3, 0.3)),
            {"jitter": 0.03, "seed": 8},
            body=("woman", "purple_long_hair", "dumbbells"),
            scene=Scene("garage"),
        ),
        "one_arm_row": _film(
            ("one_arm_row", 2, _SHORT_ROW_S),
            {"jitter": 0.03, "seed": 13, "side": "left"},
            body=("tall_man", "green_long", "dumbbells"),
            camera=Camera(facing="left"),
            scene=Scene("gym", brightness=1.1),
        ),
        "seated_row": _film(
            ("seated_row", 2, _SHORT_ROW_S),
            {"jitter": 0.03, "seed": 14},
            body=("slim_woman", "orange_long_hair", "cable"),
            scene=Scene(light_from=0.3),
        ),
        "suspension_row": _film(
            ("suspension_row", 2, _SHORT_ROW_S),
            {"jitter": 0.03, "seed": 15},
            body=("man", "red_dark", "straps"),
            camera=Camera(facing="left"),
        ),
    }


def _plan_bird_dogs() -> dict[str, Clip]:
    low = Camera(height_m=0.7)
    return {
        "bird_dog": _film(
            ("bird_dog", 4, (1.3, 2.0, 1.3, 0.3)),
            {"jitter": 0.03, "seed": 10},
            body=("man", "blue", "none"),
            camera=low,
        ),
        "bird_dog_short_hold": _film(
            ("bird_dog", 4, (1.3, 0.3, 1.3, 0.5)),
            {"jitter": 0.03, "seed": 12},
            body=("slim_woman", "orange_long_hair", "none"),
            camera=replace(low, facing="left"),
            scene=Scene(light_from=0.3),
        ),
    }


def _film(
    what: tuple[str, int, tuple[float, float, float, float]],
    how: Mapping[str, object],
    body: tuple[str, str, Equipment],
    camera: Camera | None = None,
    scene: Scene | None = None,
    fps: float = 24.0,
) -> Clip:
    """Put a clip together: (movement, repetitions, tempo), its options, (build, look, equipment)."""
    movement, reps, tempo_s = what
    build, look, equipment = body
    options = {"lead_s": 0.7, "tail_s": 0.4, "build": BUILDS[build], **how}
    plan = plan_set(movement, reps, tempo_s=tempo_s, **options)  # type: ignore[arg-type]
    aimed = frame_set(plan, camera, equipment)
    return Clip(plan, aimed, replace(scene or Scene(), noise=_QUIET), LOOKS[look], equipment, fps)


def write_samples(
    folder: Path | str, jobs: int = 1, on_progress: Callable[[float], None] | None = None
) -> list[Path]:
    """Draw every sample clip with its truth and thumbnail into a folder.

    Parameters
    ----------
    folder : path
    jobs : int
        Processes that draw; see `workers.map_in_order`.
    on_progress : callable, optional
        Told the share that is done, 0 to 1.

    Returns
    -------
    list of Path
        The videos.

    Raises
    ------
    MissingEncoderError
        PyAV is not installed: OpenCV cannot make the files small enough.
    OSError
        A file cannot be written.
    """
    if not has_pyav():
        raise MissingEncoderError("the sample clips need PyAV to be small enough")
    clips = plan_samples()
    total, done = sum(len(clip.times_s) for clip in clips.values()), 0
    written = []
    for name, clip in clips.items():
        count = len(clip.times_s)

        def report(share: float, before: int = done, count: int = count) -> None:
            if on_progress is not None:
                on_progress((before + share * count) / total)

        video = Path(folder) / f"{name}.webm"
        write_clip(clip, video, jobs, report)
        write_thumbnail(clip, Path(folder) / "thumbnails" / f"{name}.jpg")
        done += count
        written.append(video)
    return written


def write_thumbnail(clip: Clip, path: Path) -> None:
    """Draw a small picture of a clip: the middle of its last repetition's hold."""
    picture = next(iter(render_frames(clip, [measure_reps(clip.plan)[-1].turn_s])))
    small = cv2.resize(picture.rgb, THUMBNAIL_PX, interpolation=cv2.INTER_AREA)
    bgr = cv2.cvtColor(np.asarray(small, np.uint8), cv2.COLOR_RGB2BGR)
    _, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.tobytes())
