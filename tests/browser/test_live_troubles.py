"""What may go wrong before and within a live set, in a real browser: one sentence each, and the reps stay."""

from __future__ import annotations

import time
from pathlib import Path

import cv2
import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.live_visit import LiveVisit, read_picture
from tests.browser.proxy import NAME, open_proxy
from tests.clip_factory import make_clip

pytestmark = [pytest.mark.pose, pytest.mark.browser, pytest.mark.camera]
PATIENCE_S = 30.0
HINGE = "deadlift_rounded_back"


def find_coaches() -> list[psutil.Process]:
    """The processes that coach live sets, of the app these tests have started."""
    found = []
    for process in psutil.Process().children(recursive=True):
        try:
            if "formcheck.app.live.worker" in process.cmdline():
                found.append(process)
        except psutil.Error:  # gone by now
            continue
    return found


def test_a_camera_that_is_refused_is_one_sentence_and_may_be_allowed(open_live, tmp_path: Path) -> None:
    empty = make_clip(tmp_path / "empty.avi", (320, 240), 30, 30, "MJPG")
    visit: LiveVisit = open_live(empty, still_s=0.0, permissions=[])
    page = visit.page
    page.get_by_role("button", name="Start the camera").click()
    notice = page.get_by_role("alertdialog")
    expect(notice).to_contain_text("The browser blocked the camera. Allow it in the address bar")
    assert find_coaches() == []  # nobody waits for pictures that do not come
    page.context.grant_permissions(["camera"])
    page.get_by_role("button", name="Try again").click()
    expect(notice).to_be_hidden()
    visit.wait_for_stage("setting_up")
    expect(page.locator(".band .text")).to_have_text("Step into the picture")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()


def test_no_camera_is_one_sentence(open_live) -> None:
    page = open_live(None).page
    page.get_by_role("button", name="Start the camera").click()
    expect(page.get_by_role("alertdialog")).to_contain_text("No camera was found. Plug one in")
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Start the camera")).to_be_visible()


def test_a_coach_that_died_is_told_and_begun_anew_and_goes_with_its_tab(open_live) -> None:
    visit: LiveVisit = open_live(HINGE)
    page = visit.page
    visit.plan("Conventional deadlift")
    visit.start()
    visit.wait_for_count(1)
    (coach,) = find_coaches()
    coach.kill()
    expect(page.get_by_role("alertdialog")).to_contain_text("the set was ended. Start it again.")
    page.get_by_role("button", name="Start again").click()
    expect(page.locator(".stage:not([data-stage=opening])")).to_be_visible()
    (coach,) = find_coaches()
    page.close()
    psutil.wait_procs([coach], PATIENCE_S)
    assert find_coaches() == []


def _read_code(page: Page, code: Locator) -> str:
    """What a QR code says, once it has come to rest."""
    until_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < until_s:
        if said := cv2.QRCodeDetector().detectAndDecode(read_picture(code.screenshot()))[0]:
            return said
        page.wait_for_timeout(200)
    return ""


def test_behind_an_https_proxy_a_phone_trains_on_when_the_connection_breaks(
    open_live, address: str, tmp_path: Path
) -> None:
    with open_proxy(address, tmp_path) as proxy:
        root = f"https://{NAME}:{proxy.port}"
        visit: LiveVisit = open_live(
            HINGE,
            root=root,
            flags=(f"--host-resolver-rules=MAP {NAME} 127.0.0.1",),
            ignore_https_errors=True,
            width=390,
            height=844,
        )
        page = visit.page
        visit.plan("Conventional deadlift")
        page.get_by_text("Use your phone as the camera").click()
        code = page.get_by_role("img", name=f"QR code of {root}/live")
        expect(code).to_be_visible()
        assert _read_code(page, code) == f"{root}/live"
        visit.start()
        visit.wait_for_count(2)
        proxy.cut()
        expect(page.locator(".band .text")).to_have_text("Reconnecting… Your 2 reps are kept.")
        visit.wait_for_count(3)
        assert [order["resumes"] for order in visit.orders if order["type"] == "start"] == [False, True]
        counts = [state["count"] for state in visit.states]
        assert counts == sorted(counts)
        visit.end()
        expect(page.locator("button[aria-label^='Rep ']")).to_have_count(visit.states[-1]["count"])
