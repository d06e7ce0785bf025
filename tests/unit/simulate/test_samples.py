"""The clips in ``sample_videos`` are the planned ones, and small."""

import json
from pathlib import Path

import cv2
import pytest

from formcheck.simulate import simulate_poses
from formcheck.simulate.clip import describe_truth
from formcheck.simulate.encoder import MissingEncoderError
from formcheck.simulate.motion import find_movement
from formcheck.simulate.samples import THUMBNAIL_PX, plan_samples, write_samples, write_thumbnail

FOLDER = Path(__file__).parents[3] / "sample_videos"
SAMPLES = plan_samples()
NAMES = sorted(SAMPLES)


@pytest.mark.parametrize("name", NAMES)
def test_truth_on_disk_is_the_truth_of_the_plan(name):
    stored = json.loads((FOLDER / f"{name}.truth.json").read_text(encoding="utf-8"))
    assert stored == json.loads(json.dumps(describe_truth(SAMPLES[name])))


@pytest.mark.parametrize("name", NAMES)
def test_clips_are_small_and_as_long_as_planned(name):
    path = FOLDER / f"{name}.webm"
    assert 100_000 < path.stat().st_size <= 600_000
    video = cv2.VideoCapture(str(path))
    shape = video.get(cv2.CAP_PROP_FRAME_WIDTH), video.get(cv2.CAP_PROP_FRAME_HEIGHT)
    assert shape == SAMPLES[name].camera.size_px == (640, 480)
    assert video.get(cv2.CAP_PROP_FPS) == pytest.approx(SAMPLES[name].fps, abs=0.01)
    frames = 0
    while video.grab():
        frames += 1
    video.release()
    assert frames == len(SAMPLES[name].times_s)


def test_all_of_them_are_small_and_none_is_left_over():
    videos = sorted(FOLDER.glob("*.webm"))
    assert [video.stem for video in videos] == NAMES
    assert len(videos) >= 10
    assert sum(video.stat().st_size for video in videos) <= 6_000_000
    assert sorted(path.name for path in FOLDER.glob("*.json")) == [f"{name}.truth.json" for name in NAMES]
    assert sorted(path.stem for path in (FOLDER / "thumbnails").iterdir()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_thumbnail_is_small(name):
    path = FOLDER / "thumbnails" / f"{name}.jpg"
    assert path.stat().st_size <= 15_000
    picture = cv2.imread(str(path))
    assert picture is not None
    assert picture.shape == (THUMBNAIL_PX[1], THUMBNAIL_PX[0], 3)


def test_the_readme_shows_every_clip():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}.webm`" in text and f"(thumbnails/{name}.jpg)" in text for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_set_fills_the_picture(name):
    clip = SAMPLES[name]
    track = simulate_poses(clip.plan, clip.times_s[::6], clip.camera)
    width, height = clip.camera.size_px
    assert track.image.min() > 5
    assert track.image[..., 0].max() < width - 5
    assert track.image[..., 1].max() < height - 5
    torso = track.image[:, 11:13].mean(axis=1) - track.image[:, 23:25].mean(axis=1)
    assert (torso**2).sum(axis=1).max() ** 0.5 > 105


@pytest.mark.parametrize("family", ["hinge", "row", "bird_dog"])
def test_every_family_has_good_form_and_single_faults(family):
    counts = []
    for clip in SAMPLES.values():
        if find_movement(clip.plan).family == family:
            faults = describe_truth(clip)["faults"].values()
            counts.append(sum(fault != "absent" for fault in faults))
    assert set(counts) == {0, 1}


def test_both_facings_and_a_camera_that_is_not_side_on_are_there():
    cameras = [clip.camera for clip in SAMPLES.values()]
    assert {camera.facing for camera in cameras} == {"left", "right"}
    assert max(camera.yaw_deg for camera in cameras) == 45.0


def test_a_thumbnail_is_drawn(tmp_path):
    write_thumbnail(SAMPLES["bird_dog"], tmp_path / "new" / "bird_dog.jpg")
    assert 2_000 < (tmp_path / "new" / "bird_dog.jpg").stat().st_size <= 15_000


def test_without_pyav_no_sample_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr("formcheck.simulate.samples.has_pyav", lambda: False)
    with pytest.raises(MissingEncoderError, match="PyAV"):
        write_samples(tmp_path / "samples")
    assert not (tmp_path / "samples").exists()
