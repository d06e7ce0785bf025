"""What somebody does on the Live page, and what the coach told it meanwhile."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page, WebSocket, expect

from formcheck.app.live.socket import PATH
from formcheck.report.formats import FORMATS

VOICES = ("en-GB", "en-US")
DRAWN_WITHIN = 300
"""So often a page that is being drawn anew is looked at, ten times a second."""
SOUNDS, EMPTY_ROOM = (
    (Path(__file__).parent / f"{name}.js").read_text(encoding="utf-8") for name in ("sounds", "empty_room")
)


class LiveVisit:
    """A visit of the Live page; to be made before the page is opened.

    Attributes
    ----------
    states : list of dict
        Everything told of pictures.
    orders : list of dict
        Everything the page asked for.
    """

    def __init__(self, page: Page, voices: tuple[str, ...] = VOICES) -> None:
        self.page = page
        self.states: list[dict[str, Any]] = []
        self.orders: list[dict[str, Any]] = []
        page.on("websocket", self._listen)
        page.add_init_script(SOUNDS.replace("VOICES", json.dumps(voices)))

    def _listen(self, socket: WebSocket) -> None:
        if socket.url.endswith(PATH):
            socket.on("framereceived", self._take)
            socket.on("framesent", self._note)

    def _take(self, text: str | bytes) -> None:
        told = json.loads(text)
        if told["type"] == "state":
            self.states.append(told["state"])

    def _note(self, sent: str | bytes) -> None:
        if isinstance(sent, str):
            self.orders.append(json.loads(sent))

    def plan(
        self,
        movement: str,
        athlete: str = "",
        calibrates: bool | None = False,
        keeps_clip: bool = False,
    ) -> None:
        """Say what the set is to be; a movement without a calibration is not asked for one: None."""
        page = self.page
        expect(page.get_by_role("button", name="Start the camera")).to_be_enabled()
        page.get_by_role("combobox", name="Movement").click()
        page.get_by_role("option", name=movement, exact=True).click()
        if athlete:
            page.get_by_label("Athlete").fill(athlete)
            page.keyboard.press("Tab")
        if calibrates is not None:
            self.switch("Take my neutral posture", calibrates)
        self.switch("Keep a clip of this set", keeps_clip)

    def switch(self, label: str, on: bool) -> None:
        """Turn a switch on or off, where it is not so already."""
        settle(self.page)
        switch = self.page.get_by_role("switch", name=label)
        # The page may be drawn anew just now, with the old switch beside the new one: both are read at once.
        states: list[bool] = []
        for _ in range(DRAWN_WITHIN):
            states = switch.evaluate_all("(all) => all.map((one) => one.checked)")
            if states == [on]:
                break
            if states == [not on]:
                self.page.locator("label").filter(has_text=label).first.click()
                settle(self.page)
            self.page.wait_for_timeout(100)
        else:
            raise AssertionError(f"{label}: {states}, wanted {on}")
        settle(self.page)

    def start(self, button: str = "Start the camera") -> None:
        """Open the stage before an empty room, and show the whole clip as soon as the coach is there."""
        page = self.page
        self.open_stage((640, 480), button)
        page.keyboard.press("s")
        expect(page.locator(".device option")).to_have_count(1)
        page.locator(".device").dispatch_event("change")
        page.keyboard.press("Escape")
        expect(page.get_by_label("Voice and camera", exact=True)).to_be_hidden()

    def open_stage(self, room_px: tuple[int, int] | None = None, button: str = "Start the camera") -> None:
        """Open the stage before the camera, or an empty room of this size, and wait for the coach."""
        if room_px is not None:
            width, height = map(str, room_px)
            self.page.evaluate(EMPTY_ROOM.replace("WIDTH", width).replace("HEIGHT", height))
        self.page.get_by_role("button", name=button).click()
        expect(self.page.locator(".stage:not([data-stage=opening])")).to_be_visible()

    def wait_for_count(self, number: int) -> None:
        """Wait until so many repetitions are counted."""
        expect(self.page.locator(".count b")).to_have_text(str(number))

    def wait_for_stage(self, stage: str) -> None:
        """Wait until the set has come to a stage."""
        expect(self.page.locator(f".stage[data-stage={stage}]")).to_be_visible()

    def end(self) -> None:
        """End the set, and wait for what comes after it."""
        self.page.keyboard.press("Escape")
        self.wait_for_rest()

    def wait_for_rest(self) -> None:
        """Wait for the page between two sets."""
        expect(self.page.locator("section[aria-label=Verdict] h2")).to_be_visible()
        expect(self.page.get_by_role("timer")).to_be_visible()

    def take_away(self, folder: Path) -> dict[str, Any]:
        """Export the report of the set that is shown, and read it."""
        settle(self.page)
        self.page.get_by_role("button", name="Export").click()
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=FORMATS["json"].name).click()
        target = folder / download.value.suggested_filename
        download.value.save_as(target)
        self.page.keyboard.press("Escape")
        return json.loads(target.read_text(encoding="utf-8"))

    def find_least_rate_hz(self) -> float:
        """How many pictures were judged in the leanest second of the set; infinite: there was no set."""
        times_s = [state["t_s"] for state in self.states if state["stage"] in ("ready", "training")]
        starts_s = [start_s for start_s in times_s if start_s + 1.0 <= times_s[-1]]
        return min(
            (sum(start_s <= t_s < start_s + 1.0 for t_s in times_s) for start_s in starts_s), default=math.inf
        )

    def list_sounds(self) -> list[dict[str, Any]]:
        """Every word and tone, and every time words were cut short, in order."""
        return self.page.evaluate("window.sounds")


def read_picture(data: bytes) -> NDArray[np.uint8]:
    """A screenshot as BGR."""
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)


def settle(page: Page) -> None:
    """Wait until the app has answered what was last done."""
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()
