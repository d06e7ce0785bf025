"""The sample clips that come with the project, and how to draw them again."""

from __future__ import annotations

from pathlib import Path

from formcheck.simulate.camera import Camera
from formcheck.simulate.clip import Clip, write_clip
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.scene import Scene
from formcheck.simulate.schedule import plan_set


def plan_samples() -> dict[str, Clip]:
    """Plan the sample clips: file name without ending → clip."""
    quiet = {"noise": 1.0}
    return {
        "romanian_deadlift": Clip(
            plan_set("romanian_deadlift", 5, tempo_s=(2.2, 0.4, 1.5, 0.8), jitter=0.06, seed=7),
            Camera(facing="right"),
            Scene(**quiet),
            LOOKS["green_long"],
            equipment="dumbbells",
        ),
        "kettlebell_deadlift": Clip(
            plan_set(
                "kettlebell_deadlift",
                5,
                tempo_s=(1.6, 0.5, 1.3, 0.9),
                jitter=0.06,
                seed=11,
                depth=(1.0, 1.0, 0.62, 1.0, 1.0),
            ),
            Camera(facing="left", yaw_deg=4.0),
            Scene(background="gym", light_from=0.4, seed=3, **quiet),
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
