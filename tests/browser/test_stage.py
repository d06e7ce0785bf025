"""The stage of a live set, whose coach says what the test has it say: what is shown, spoken and asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from formcheck.live.state import COUNT, CUE, PRAISE, URGENT, LiveState
from tests.browser.live_visit import LiveVisit
from tests.browser.scripted_coach import ScriptedCoach
from tests.browser.stage_states import SIZES, STATES
from tests.clip_factory import make_clip

pytestmark = [pytest.mark.pose, pytest.mark.browser]
TRAINING = STATES["training"]
FIND_MISPLACED = (Path(__file__).parent / "find_misplaced.js").read_text(encoding="utf-8")


@pytest.fixture
def open_stage(open_live, tmp_path: Path) -> Callable[..., tuple[LiveVisit, ScriptedCoach]]:
    """Opens a stage and gives its visit and its coach, who says that somebody trains."""

    def start(
        state: LiveState = TRAINING, room_px: tuple[int, int] | None = None, **options: object
    ) -> tuple[LiveVisit, ScriptedCoach]:
        coaches: list[ScriptedCoach] = []
        empty = make_clip(tmp_path / "empty.avi", (320, 240), 30, 30, "MJPG")
        visit = open_live(
            empty, prepare=lambda page: coaches.append(ScriptedCoach(page, state)), still_s=0.0, **options
        )
        visit.open_stage(room_px)
        return visit, coaches[0]

    return start


@pytest.mark.parametrize("room_px", [(640, 480), (640, 360), (480, 640)])
def test_everything_has_its_place_on_every_screen(open_stage, room_px: tuple[int, int]) -> None:
    visit, coach = open_stage(room_px=room_px, voices=())
    page = visit.page
    wrong: dict[str, list[str]] = {}
    names = list(STATES) if room_px == (640, 480) else ["set_up", "training"]
    for name in names:
        coach.state = STATES[name]
        for size, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            coach.settle()
            if found := page.evaluate(FIND_MISPLACED):
                wrong[f"{name}, {size}"] = found
    assert wrong == {}


def test_words_are_spoken_as_urgently_as_they_are(open_stage) -> None:
    visit, coach = open_stage()
    coach.say(("3", COUNT), ("Soft knees.", CUE))
    _wait_for_words(visit, 2)
    coach.say(("Chest proud.", URGENT), ("Two clean reps.", PRAISE))  # which finds no time
    _wait_for_words(visit, 3)
    coach.settle()
    told = [(one["kind"], one.get("text")) for one in visit.list_sounds()]
    assert told == [
        *(("cut", None), ("words", "3"), ("words", "Soft knees.")),
        *(("tone", None), ("tone", None), ("cut", None), ("words", "Chest proud.")),
    ]


def test_voice_and_speed_are_those_chosen_and_kept(open_stage) -> None:
    visit, coach = open_stage()
    page = visit.page
    coach.say(("1", COUNT))
    _wait_for_words(visit, 1)
    page.keyboard.press("s")
    page.locator(".voice").select_option("Voice of en-GB")
    page.locator(".rate").fill("1.4")
    page.keyboard.press("Escape")
    coach.say(("2", COUNT))
    _wait_for_words(visit, 2)
    page.keyboard.press("m")
    coach.say(("3", COUNT))
    coach.settle()
    first, second = _list_words(visit)
    assert (first["voice"], first["rate"]) == ("Voice of en-US", 1)  # that of the browser's language
    assert (second["voice"], second["rate"]) == ("Voice of en-GB", 1.4)
    page.reload()
    visit.open_stage()
    expect(page.locator(".mute")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("m")
    coach.say(("1", COUNT))
    _wait_for_words(visit, 1)
    assert [(one["voice"], one["rate"]) for one in _list_words(visit)] == [("Voice of en-GB", 1.4)]


def test_the_metronome_ticks_up_to_the_target_and_gives_way_to_words(open_stage) -> None:
    visit, coach = open_stage(replace(TRAINING, phase_s=0.1, phase_target_s=2.0))
    page = visit.page

    def go_on(key: str = "", words: str = "", **changes: object) -> list[tuple[float, float]]:
        before = len(visit.list_sounds())
        if key:
            page.keyboard.press(key)
        coach.state = replace(coach.state, **changes)  # type: ignore[arg-type]
        if words:
            coach.say((words, CUE))
        coach.settle()
        tones = [one for one in visit.list_sounds()[before:] if one["kind"] == "tone"]
        return [(one["hertz"], one["loudness"]) for one in tones]

    assert go_on() == []
    assert go_on(key="t") == [(880, 0.25)]
    assert go_on(phase_s=1.2) == [(880, 0.25)]
    assert go_on(phase_s=2.1, words="Soft knees.") == [(1319, 0.05)]
    assert go_on(phase_s=3.4) == []
    assert go_on(phase="up", phase_s=0.2, phase_target_s=None) == []
    assert go_on(phase=None, phase_s=0.0) == []
    assert go_on(key="m", phase="lowering", phase_target_s=2.0) == []


def test_a_lost_connection_comes_back_and_a_set_is_ended_all_the_same(open_stage) -> None:
    visit, coach = open_stage()
    page = visit.page
    visit.wait_for_count(12)
    coach.is_away = True
    coach.cut()
    expect(page.locator(".band .text")).to_have_text("Reconnecting… Your 12 reps are kept.")
    page.keyboard.press("Escape")  # which nobody hears
    coach.is_away = False
    expect(page.locator(".band .text")).to_have_text("Summing up your set")
    page.wait_for_timeout(300)
    assert coach.orders == ["start", "start", "finish"]
    coach.tell(type="held", sentence="There is no room for the set. Make some, then end the set again.")
    expect(page.get_by_role("alertdialog")).to_contain_text("Make some")
    page.get_by_role("button", name="End the set again").click()
    expect(page.locator(".band .text")).to_have_text("Summing up your set")
    page.wait_for_timeout(300)
    assert coach.orders[3:] == ["finish"]
    coach.tell(type="finished", review=None)
    expect(page.get_by_text("There is nothing to sum up")).to_be_visible()


def test_a_set_that_failed_is_told_and_begun_anew(open_stage) -> None:
    visit, coach = open_stage()
    page = visit.page
    visit.wait_for_count(12)
    coach.tell(type="failed", sentence="The pose library did not answer any more. Start it again.")
    expect(page.get_by_role("alertdialog")).to_contain_text("did not answer any more")
    coach.state = STATES["set_up"]
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".stage[data-stage=setting_up]")).to_be_visible()
    assert coach.orders == ["start", "start"]
    expect(page.locator(".end")).to_have_attribute("aria-label", "Leave (Esc)")  # there is no set any more
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()


def test_who_has_left_the_movement_ends_the_set_and_c_skips_the_calibration(open_stage) -> None:
    visit, coach = open_stage(STATES["holding"])
    page = visit.page
    expect(page.locator(".ring b")).to_have_text("2")
    page.keyboard.press("c")
    coach.state = STATES["resting"]
    expect(page.locator(".band .detail")).to_contain_text("The set ends in")
    expect(page.locator(".band .text")).to_have_text("Summing up your set")
    page.wait_for_timeout(300)
    assert coach.orders == ["start", "skip_calibration", "finish"]


def _list_words(visit: LiveVisit) -> list[dict]:
    return [one for one in visit.list_sounds() if one["kind"] == "words"]


def _wait_for_words(visit: LiveVisit, number: int) -> None:
    """Wait until so many lines were spoken."""
    visit.page.wait_for_function(f"window.sounds.filter((one) => one.kind === 'words').length >= {number}")
