"""Sets before the camera of a real browser: a rendered clip is what the camera sees."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import expect

from benchmarks.served_app import ROOT
from formcheck.exercises.loader import load_exercise
from formcheck.live.limbs import LIMBS
from formcheck.live.state import COUNT, CUE
from formcheck.pose.landmarks import Landmark
from formcheck.review import ReviewPlan, review_clip
from formcheck.simulate import simulate_poses
from formcheck.simulate.samples import plan_samples
from formcheck.video.reader import open_video
from tests.browser.live_visit import LiveVisit, read_picture
from tests.browser.watched_folder import watch_folder

pytestmark = [pytest.mark.pose, pytest.mark.browser, pytest.mark.camera]
SAMPLES = ROOT / "sample_videos"
HINGE, ROW, BIRD_DOG = "deadlift_rounded_back", "dumbbell_row", "bird_dog_short_hold"
NEUTRAL = "romanian_deadlift"
STANDS, HOLDS, RETURNS = 210, 100, 60
"""A set without faults, and for how many pictures a calibration made of it is still."""
NEAR = 0.04
"""Shares of the picture: so near to the drawn figure's own joints the pose model finds them."""
NEAR_PX, WHITE = 4, 225
WRISTS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
GONE_WITHIN_S = 20.0
NUMBERS = [str(number) for number in range(100)]


def read_truth(name: str) -> dict[str, Any]:
    return json.loads((SAMPLES / f"{name}.truth.json").read_text(encoding="utf-8"))


def review_sample(name: str, model: Path, folder: Path) -> dict[str, Any]:
    """The report of the clip itself."""
    plan = ReviewPlan(
        load_exercise(read_truth(name)["exercise"]),
        folder,
        model,
        video=False,
        pictures=False,
        formats=("json",),
    )
    review_clip(SAMPLES / f"{name}.webm", plan)
    return json.loads((folder / name / "report.json").read_text(encoding="utf-8"))


def list_faults(report: dict[str, Any]) -> set[tuple[int, str]]:
    """The faults that are told: by number of the repetition, and rule."""
    return {
        (rep["index"], fault["rule"])
        for rep in report["reps"]
        for fault in rep["faults"]
        if rep["index"] and fault["severity"] >= 2
    }


def assert_same_set(live: dict[str, Any], reviewed: dict[str, Any], truth: dict[str, Any]) -> None:
    """Whether a live set was counted and judged as its clip is, and as is true."""
    assert live["count"] == reviewed["count"] == len(truth["reps"])
    assert live["side_counts"] == reviewed["side_counts"]
    assert [rep["side"] for rep in live["reps"]] == [rep["side"] for rep in reviewed["reps"]]
    (rate,) = (gate for gate in live["quality"]["gates"] if gate["name"] == "frame_rate")
    if not rate["ok"]:
        pytest.skip(f"the count is right; at {rate['value']} pictures a second faults are not to be compared")
    assert list_faults(live) == list_faults(reviewed)
    told = {rule for _, rule in list_faults(live)}
    assert not told & {rule for rule, reps in truth["faults"].items() if reps == "absent"}


def find_joints(name: str) -> dict[int, tuple[float, float]]:
    """Where the figure's joints truly are in the last picture of a sample, in shares of the picture."""
    clip = plan_samples()[name]
    track = simulate_poses(clip.plan, clip.times_s[-1:], clip.camera)
    return {number: tuple(place / track.size_px) for number, place in enumerate(track.image[0])}


def has_dot(picture: NDArray[np.uint8], x_px: float, y_px: float) -> bool:
    """Whether something white is drawn at a place."""
    x, y = round(x_px), round(y_px)
    part = picture[max(0, y - NEAR_PX) : y + NEAR_PX + 1, max(0, x - NEAR_PX) : x + NEAR_PX + 1]
    return bool(part.size) and int(part.min(2).max()) >= WHITE


def check_overlay(visit: LiveVisit, name: str, is_mirrored: bool) -> None:
    """Whether the joints drawn lie on the figure, which stands still."""
    page = visit.page
    expect(page.locator(".mirror")).to_have_attribute("aria-pressed", str(is_mirrored).lower())
    page.wait_for_timeout(1000)
    state, truth = visit.states[-1], find_joints(name)
    box = page.locator(".stage canvas").bounding_box()
    assert box is not None
    picture = read_picture(page.screenshot())
    joints = [one for one in LIMBS[state["near_side"]].joints if state["landmarks"][one][2]]
    drawn = elsewhere = 0
    for joint in joints:
        x, y, _ = state["landmarks"][joint]
        if joint not in WRISTS:  # behind the plate
            assert (x, y) == pytest.approx(truth[joint], abs=NEAR)
        shown, other = (1 - x, x) if is_mirrored else (x, 1 - x)
        y_px = box["y"] + y * box["height"]
        drawn += has_dot(picture, box["x"] + shown * box["width"], y_px)
        elsewhere += has_dot(picture, box["x"] + other * box["width"], y_px)
    assert drawn == len(joints) >= 3
    assert elsewhere < drawn / 2
    # Only the picture and what is drawn on it are turned: words stay to be read.
    turned = page.locator(".frame").evaluate("(one) => getComputedStyle(one).transform")
    assert turned.startswith("matrix(-1") == is_mirrored
    assert page.locator(".frame").inner_text().strip() == ""


def check_words(visit: LiveVisit, count: int) -> None:
    """Whether everything due was spoken in its order, and as a coach speaks."""
    sounds = visit.list_sounds()
    said = [line for state in visit.states for line in state["said"] if line["priority"] <= CUE]
    words = [sound["text"] for sound in sounds if sound["kind"] == "words"]
    assert [word for word in words if word in {line["text"] for line in said}] == [
        line["text"] for line in said
    ]
    kinds = "".join("0" if line["priority"] == COUNT else "c" for line in said)
    assert [line["text"] for line in said if line["priority"] == COUNT] == NUMBERS[1 : count + 1]
    assert "c" in kinds
    assert "cc" not in kinds  # at most one cue a repetition
    cues = [line["text"] if line["priority"] != COUNT else "" for line in said]
    assert all(
        not one or one != cues[k + 2] for k, one in enumerate(cues[:-2])
    )  # nor the same one twice running
    before = [sounds[k - 1]["kind"] for k, sound in enumerate(sounds) if sound.get("text") in NUMBERS]
    assert set(before) == {"cut"}  # a number never waits for older words


def test_a_hinge_is_counted_cued_and_judged_as_its_clip(open_live, pose_model, data_folder, tmp_path) -> None:
    visit: LiveVisit = open_live(HINGE)
    page = visit.page
    truth = read_truth(HINGE)
    count = len(truth["reps"])
    with watch_folder(data_folder) as pictures:
        visit.plan("Conventional deadlift")
        visit.start()
        page.keyboard.press("t")
        visit.wait_for_count(count)
        check_overlay(visit, HINGE, is_mirrored=True)
        page.keyboard.press("x")
        check_overlay(visit, HINGE, is_mirrored=False)
        check_words(visit, count)
        tones = [sound["loudness"] for sound in visit.list_sounds() if sound["kind"] == "tone"]
        assert len(tones) >= count
        visit.end()
        live = visit.take_away(tmp_path)
    assert pictures == set()
    _rest_and_go_on(visit)
    _choose_between_sets(visit, data_folder)
    assert_same_set(live, review_sample(HINGE, pose_model, tmp_path), truth)


def _rest_and_go_on(visit: LiveVisit) -> None:
    """The rest runs down and grows; the next set is as the one before, until its camera is gone."""
    page = visit.page

    def read_left_s() -> int:
        minutes, seconds = page.get_by_role("timer").inner_text().split(":")
        return 60 * int(minutes) + int(seconds)

    left_s = read_left_s()
    assert left_s < 120
    page.wait_for_timeout(1500)
    assert read_left_s() < left_s
    left_s = read_left_s()
    page.get_by_role("button", name="+30 s").click()
    assert left_s + 20 <= read_left_s() <= left_s + 30
    visit.start("Start set 2")
    assert [order for order in visit.orders if order["type"] == "start"][1] == visit.orders[0]
    visit.wait_for_count(1)
    page.evaluate(
        """() => {
          const all = [...document.querySelectorAll('*')].map((one) => one.shadowRoot?.querySelector('video'))
          const [track] = all.find(Boolean).srcObject.getTracks()
          track.stop()
          track.dispatchEvent(new Event('ended'))
        }"""
    )
    visit.wait_for_rest()


def _choose_between_sets(visit: LiveVisit, data: Path) -> None:
    """Both sets may be looked at; with the training they are gone."""
    page = visit.page
    cells = page.locator("button[aria-label^='Rep ']")
    expect(cells).to_have_count(1)
    expect(page.get_by_role("button", name="Start set 3")).to_be_visible()
    page.get_by_role("radio", name="Set 1").click()
    expect(cells).to_have_count(4)
    page.get_by_role("button", name="Done training").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()
    assert [file for file in data.rglob("*") if file.name in ("report.json", "pose.npz")] == []


def wait_until_gone(folder: Path, endings: set[str]) -> None:
    """Wait until no such files are left: a child that was writing one is ended first."""
    until_s = time.monotonic() + GONE_WITHIN_S
    while left := [file.name for file in folder.rglob("*") if file.suffix in endings]:
        assert time.monotonic() < until_s, left
        time.sleep(0.1)


def test_a_row_on_a_phone_is_silent_when_muted_and_keeps_its_clip(
    open_live, pose_model, data_folder, tmp_path
) -> None:
    visit: LiveVisit = open_live(ROW, width=390, height=844)
    page = visit.page
    truth = read_truth(ROW)
    visit.plan("Dumbbell row", calibrates=None, keeps_clip=True)
    visit.start()
    page.keyboard.press("m")
    visit.wait_for_count(len(truth["reps"]))
    page.wait_for_timeout(2000)
    assert [sound for sound in visit.list_sounds() if sound["kind"] != "cut"] == []
    visit.end()
    expect(page.locator(".st-key-clip video[src*='webm']")).to_have_count(1)
    page.evaluate("document.querySelector('.st-key-clip video').play()")
    page.wait_for_function("document.querySelector('.st-key-clip video').currentTime > 0.5")
    live = visit.take_away(tmp_path)
    page.get_by_role("button", name="Done training").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()
    wait_until_gone(data_folder, {".webm", ".strip", ".json"})
    assert_same_set(live, review_sample(ROW, pose_model, tmp_path), truth)


def test_a_bird_dog_counts_its_sides_and_beeps_where_there_is_no_voice(
    open_live, pose_model, tmp_path
) -> None:
    visit: LiveVisit = open_live(BIRD_DOG, voices=("de-DE",), width=1024, height=768, scheme="dark")
    page = visit.page
    truth = read_truth(BIRD_DOG)
    visit.plan("Bird-dog")
    visit.start()
    expect(page.locator(".hint")).to_have_text("This browser has no English voice, so you hear tones.")
    visit.wait_for_count(len(truth["reps"]))
    expect(page.locator(".sides")).to_have_text("L 2  R 2")
    expect(page.locator(".hint")).to_be_hidden()
    page.wait_for_timeout(2000)
    sounds = visit.list_sounds()
    assert {sound["kind"] for sound in sounds} == {"tone"}
    assert len([sound for sound in sounds if sound["hertz"] == 1047]) == len(truth["reps"])
    visit.end()
    live = visit.take_away(tmp_path)
    assert_same_set(live, review_sample(BIRD_DOG, pose_model, tmp_path), truth)


@pytest.fixture
def neutral_clip(tmp_path: Path) -> Path:
    """Somebody stands tall, holds a hinge, and does one repetition: a sample, still at its turns."""
    first, second = read_truth(NEUTRAL)["reps"][:2]
    stills = [(0.0, STANDS), (first["turn_s"], HOLDS), (first["end_s"], RETURNS)]
    target = tmp_path / "neutral.avi"
    writer = cv2.VideoWriter(str(target), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (640, 480))
    with open_video(SAMPLES / f"{NEUTRAL}.webm") as video:
        for frame in video:
            if frame.t_s > second["end_s"] + 0.5:
                break
            times = stills.pop(0)[1] if stills and frame.t_s >= stills[0][0] else 1
            for _ in range(times):
                writer.write(frame.image)
    writer.release()
    return target


def test_the_own_neutral_posture_is_taken_once_and_remembered(open_live, neutral_clip, tmp_path) -> None:
    visit: LiveVisit = open_live(neutral_clip)
    page = visit.page
    visit.plan("Romanian deadlift", athlete="Ann", calibrates=True)
    visit.start()
    visit.wait_for_count(1)
    page.wait_for_timeout(1500)
    visit.end()
    steps = [state["advice"] for state in visit.states if state["stage"] == "calibrating"]
    assert list(dict.fromkeys(steps)) == ["Stand tall", "Hinge and hold still", "Stand up"]
    held = [state["advice"] for state in visit.states if state["countdown_s"] is not None]
    assert set(held) >= {"Hinge and hold still"}
    live = visit.take_away(tmp_path)
    assert live["count"] == visit.states[-1]["count"]
    page.get_by_role("button", name="Done training").click()
    visit.plan("Romanian deadlift", athlete="Ann", calibrates=None)
    expect(page.get_by_text("Take my neutral posture anew")).to_be_visible()
    visit.switch("Take my neutral posture anew", on=True)
    visit.start()
    visit.wait_for_stage("calibrating")
    page.keyboard.press("c")
    visit.wait_for_stage("ready")
