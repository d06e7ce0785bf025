"""The clips in ``sample_videos`` are the planned ones, and small."""

import json
from pathlib import Path

import pytest

from formcheck.simulate.clip import describe_truth
from formcheck.simulate.samples import plan_samples

FOLDER = Path(__file__).parents[3] / "sample_videos"


@pytest.mark.parametrize("name", sorted(plan_samples()))
def test_truth_on_disk_is_the_truth_of_the_plan(name):
    stored = json.loads((FOLDER / f"{name}.truth.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(describe_truth(plan_samples()[name])))


@pytest.mark.parametrize("name", sorted(plan_samples()))
def test_clips_are_small(name):
    assert 100_000 < (FOLDER / f"{name}.webm").stat().st_size <= 600_000


def test_the_readme_names_every_clip():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.webm`" in text for name in plan_samples())
