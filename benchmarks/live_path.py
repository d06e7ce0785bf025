"""How quick the Live page is: ``python -m benchmarks.live_path [--seconds 30] [--minutes 0] [CLIP]``.

A clip as the camera of a real browser, the app as it is served, and beside it in the same run the bare
estimator on the same pictures, before and after, so that a machine that slows down slows both; once with
nothing else running, and once while the same browser shows its camera, which takes time of a machine that
draws without a graphics card. Printed are

- pictures a second that were judged, against what the bare estimator does of the camera's 30;
- from a picture's capture to its overlay, and from the picture that completes a repetition to its count on
  the page, at the 50th and 95th percentile, the first against the estimator's own, bare and in the coach;
- the same for the first page while a second person trains in another;
- the share of its time that a virtual machine had to wait for its host: such a run says little;
- with ``--minutes 10``: the memory of the coach's process and of the page, minute by minute.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.fake_camera import RATE_HZ, list_flags, write_camera
from benchmarks.served_app import CHROMIUM, ROOT, serve_app
from formcheck.pose.mediapipe import MediaPipeDetector
from formcheck.pose.models import get_model

SAMPLE, MOVEMENT = ROOT / "sample_videos" / "romanian_deadlift.webm", "Romanian deadlift"
BARE_S, WARM_S = 8.0, 4.0
SHOW_CAMERA = """async () => {
  const video = document.body.appendChild(document.createElement('video'))
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { width: 640, height: 480 } })
  await video.play()
}"""
NOTE = """
(() => {
  const noted = window.noted = { pictures: [], counts: [], took: [], count: 0 }
  const captured = new Map()
  let captures = []
  let arrived = 0
  const play = HTMLMediaElement.prototype.play
  HTMLMediaElement.prototype.play = function () {
    const look = (_now, frame) => {
      captures = [...captures.slice(-30), frame.captureTime]
      this.requestVideoFrameCallback(look)
    }
    this.requestVideoFrameCallback(look)
    return play.call(this)
  }
  window.Worker = class extends Worker {
    constructor (...how) {
      super(...how)
      this.addEventListener('message', (event) => { arrived = event.data.now_ms - performance.timeOrigin })
    }
  }
  // This listener comes after the page's own: what the page draws of an answer is drawn by then.
  const hear = (event) => {
    const said = JSON.parse(event.data), shown = performance.now()
    if (said.type !== 'state') return
    const came = captured.get(said.t_ms)
    const at = captures.findLast((time) => time <= came + 1) ?? came
    noted.pictures.push([at, shown])
    noted.took.push(said.took_ms)
    if (said.state.count > noted.count) noted.counts.push([at, shown])
    noted.count = said.state.count
    captured.delete(said.t_ms)
  }
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (data) {
    if (data instanceof Uint8Array && this.url.includes('/formcheck/live')) {
      captured.set(Number(new DataView(data.buffer).getBigUint64(0)), arrived)
      if (!this.isNoted) { this.isNoted = true; this.addEventListener('message', hear) }
    }
    return send.call(this, data)
  }
})()
"""
"""Runs in the page before anything of it: notes when pictures were captured and their answers drawn."""
FORGET = "() => { Object.assign(noted, { pictures: [], counts: [], took: [] }) }"


def time_bare(clip: Path, seconds: float) -> np.ndarray:
    """Milliseconds every picture takes the bare estimator: a JPEG decoded, landmarks and masks, no more."""
    pictures = _read_jpegs(clip)
    detector, took_ms = MediaPipeDetector(get_model()), []
    ends_s = time.perf_counter() + seconds
    while time.perf_counter() < ends_s:
        began_s = time.perf_counter()
        jpeg = pictures[len(took_ms) % len(pictures)]
        picture = cv2.imdecode(jpeg, cv2.IMREAD_COLOR_RGB)
        detector.detect(np.asarray(picture, np.uint8), 34 * len(took_ms))
        took_ms.append(1000 * (time.perf_counter() - began_s))
    detector.close()
    return np.array(took_ms[5:])


def time_beside_camera(browser: Browser, address: str, clip: Path, seconds: float) -> np.ndarray:
    """The same while the browser shows its camera, and does nothing with it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["camera"])
    page = context.new_page()
    page.goto(f"{address}/guide")
    page.evaluate(SHOW_CAMERA)
    took_ms = time_bare(clip, seconds)
    context.close()
    return took_ms


def read_stolen() -> np.ndarray:
    """Seconds that the host took from this machine, and all seconds; zero where it is not told."""
    times = psutil.cpu_times()
    return np.array([getattr(times, "steal", 0.0), sum(times)])


def _read_jpegs(clip: Path) -> list[np.ndarray]:
    capture, jpegs = cv2.VideoCapture(str(clip)), []
    while len(jpegs) < 200 and (read := capture.read())[0]:
        jpegs.append(cv2.imencode(".jpg", read[1], [cv2.IMWRITE_JPEG_QUALITY, 70])[1])
    return jpegs


def open_live(browser: Browser, address: str) -> Page:
    """Open the stage in a visit of its own, and wait until it judges pictures."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, permissions=["camera"])
    context.set_default_timeout(120_000)
    page = context.new_page()
    page.add_init_script(NOTE)
    page.goto(f"{address}/live")
    page.get_by_role("button", name="Start the camera").wait_for()
    box = page.locator(".st-key-live_movement input")
    box.fill(MOVEMENT)
    page.keyboard.press("Enter")
    page.get_by_text("neutral posture").click()
    page.get_by_role("button", name="Start the camera").click()
    page.wait_for_function("() => window.noted.pictures.length > 5")
    return page


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """What a page showed for a while: pictures a second, and milliseconds.

    Attributes
    ----------
    rate_hz : float
    overlay_ms, count_ms : ndarray, shape (N,)
        From a picture's capture to its overlay, and from that which completes a repetition to the count.
    coach_ms : ndarray, shape (N,)
        What the coach itself took for each picture: the estimator, all that follows it, and two pipes.
    """

    rate_hz: float
    overlay_ms: np.ndarray
    count_ms: np.ndarray
    coach_ms: np.ndarray


def watch(page: Page, seconds: float) -> Watched:
    """Look at a live set for a while."""
    page.evaluate(FORGET)
    began_s = time.perf_counter()
    page.wait_for_timeout(1000 * seconds)
    found: dict[str, Any] = page.evaluate("() => noted")
    took_s = time.perf_counter() - began_s
    overlay_ms, count_ms = (
        np.array([shown - at for at, shown in found[kind] if at]) for kind in ("pictures", "counts")
    )
    return Watched(len(found["pictures"]) / took_s, overlay_ms, count_ms, np.array(found["took"]))


def say(lags_ms: np.ndarray) -> str:
    """The 50th and 95th percentile."""
    if not len(lags_ms):
        return "none"
    half, most = np.percentile(lags_ms, (50, 95))
    return f"{half:.0f} ms, p95 {most:.0f} ms (n = {len(lags_ms)})"


def find_coaches() -> list[psutil.Process]:
    """Processes of coaches below this one."""
    found = []
    for one in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):  # it has ended meanwhile
            if "formcheck.app.live.worker" in one.cmdline():
                found.append(one)
    return found


def watch_memory(page: Page, minutes: int) -> list[tuple[float, float]]:
    """MB of the coach's process and of the page's script, at the start and after every minute."""
    sizes = []
    for minute in range(minutes + 1):
        if minute:
            page.wait_for_timeout(60_000)
        page.evaluate(FORGET)
        heap = page.evaluate("() => performance.memory.usedJSHeapSize")
        resident = sum(one.memory_info().rss for one in find_coaches())
        sizes.append((resident / 1e6, heap / 1e6))
        print(f"{minute:>3} min: coach {sizes[-1][0]:.0f} MB, page {sizes[-1][1]:.1f} MB", flush=True)
    return sizes


def print_speed(browser: Browser, address: str, clip: Path, seconds: float) -> Page:
    """Measure one athlete, then two; returns the first one's page."""
    before = read_stolen()
    bare_ms, beside_ms = [time_bare(clip, BARE_S)], [time_beside_camera(browser, address, clip, BARE_S)]
    page = open_live(browser, address)
    page.wait_for_timeout(1000 * WARM_S)
    alone = watch(page, seconds)
    other = open_live(browser, address)
    other.wait_for_timeout(1000 * WARM_S)
    shared = watch(page, seconds)
    other_hz = watch(other, BARE_S).rate_hz
    other.context.close()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Start set 2").wait_for()
    beside_ms.append(time_beside_camera(browser, address, clip, BARE_S))
    bare_ms.append(time_bare(clip, BARE_S))
    stolen_s, all_s = read_stolen() - before
    estimator_ms = float(np.mean(np.concatenate(bare_ms)))
    possible_hz = min(RATE_HZ, 1000 / estimator_ms)
    print(f"bare estimator: {say(bare_ms[0])} before, {say(bare_ms[1])} after")
    print(f"beside a browser that shows the camera: {say(beside_ms[0])} before, {say(beside_ms[1])} after")
    print(
        f"judged: {alone.rate_hz:.1f} pictures a second,"
        f" {100 * alone.rate_hz / possible_hz:.0f} % of {possible_hz:.1f}"
    )
    print(f"capture to overlay: {say(alone.overlay_ms)}; of that the coach: {say(alone.coach_ms)}")
    late_ms = np.percentile(alone.overlay_ms, 95)
    own = (("bare", bare_ms), ("beside the camera", beside_ms), ("in the coach", [alone.coach_ms]))
    for name, took_ms in own:
        both = np.concatenate(took_ms)
        print(
            f"  its p95 is {late_ms / np.mean(both):.2f} x the estimator {name} on average,"
            f" {late_ms / np.percentile(both, 95):.2f} x its p95"
        )
    print(f"picture that completes a repetition to its count: {say(alone.count_ms)}")
    print(f"with a second athlete: {shared.rate_hz:.1f} and {other_hz:.1f} pictures a second")
    print(f"its overlay then: {say(shared.overlay_ms)}")
    print(f"taken by the host meanwhile: {100 * stolen_s / all_s:.1f} % of this machine's time")
    return page


def main(arguments: Sequence[str] | None = None) -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("clip", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--seconds", type=float, default=30.0, help="of each measurement")
    parser.add_argument("--minutes", type=int, default=0, help="watch the memory for so long")
    wanted = parser.parse_args(arguments)
    if CHROMIUM is None:
        sys.exit("No Chromium here: install it (apt-get install chromium) and try again.")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        camera = Path(name) / "camera.y4m"
        write_camera(wanted.clip, camera)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list_flags(camera))
        with serve_app(Path(name) / "data") as address:
            print_speed(browser, address, wanted.clip, wanted.seconds)
            if wanted.minutes:
                sizes = watch_memory(open_live(browser, address), wanted.minutes)
                first, last = sizes[1] if len(sizes) > 2 else sizes[0], sizes[-1]
                ratios = [end / begin for end, begin in zip(last, first, strict=True)]
                print(f"after the first minute: coach {ratios[0]:.3f} x, page {ratios[1]:.3f} x")
        browser.close()


if __name__ == "__main__":
    main()
