"""The sample clips that come with the project, and how to draw them again."""

from __future__ import annotations

from pathlib import Path

from formcheck.simulate.camera import Camera
from formcheck.simulate.clip import Clip, write_clip
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Scene
from formcheck.simulate.schedule import plan_set


def plan_samples() -> dict[str, Clip]:
    """Plan the sample clips: file name without ending → clip.

    OpenCV's VP9 encoder takes no target size, so the pictures are made easy to code: a plain wall, no
    sensor noise, a soft lens, and the figure not too near.
    """
    return {
        "romanian_deadlift": Clip(
            plan_set(
                "romanian_deadlift",
                5,
                tempo_s=(2.5, 0.3, 1.25, 0.5),
                shape="half_cosine",
                lead_s=0.8,
                tail_s=0.5,
                jitter=0.03,
                seed=7,
            ),
            Camera(facing="right", distance_m=5.7),
            Scene(background="plain", noise=0.0, blur_px=1.3),
            LOOKS["green_long"],
            equipment="dumbbells",
        ),
        "kettlebell_deadlift": Clip(
            plan_set(
                "kettlebell_deadlift",
                4,
                tempo_s=(1.5, 0.4, 1.2, 0.7),
                lead_s=0.8,
                tail_s=0.5,
                jitter=0.06,
                seed=11,
                depth=(1.0, 1.0, 0.62, 1.0),
            ),
            Camera(facing="left", yaw_deg=4.0, distance_m=5.5),
            Scene(background="plain", noise=0.0, blur_px=1.15, light_from=0.4),
            LOOKS["blue"],
            equipment="kettlebell",
        ),
    }


def write_samples(folder: Path | str) -> list[Path]:
    """Draw every sample clip with its truth into a folder; the videos' paths."""
    written = []
    for name, clip in plan_samples().items():
        video = Path(folder) / f"{name}.webm"
        write_clip(clip, video)
        written.append(video)
    return written
