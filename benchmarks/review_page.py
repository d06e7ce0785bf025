"""How soon the Review page knows: ``python -m benchmarks.review_page [--seconds 60]``.

A clip of 1920 x 1080 at 30 fps, the sample set over and over, goes through the app as it is served, in a real
browser. Printed are seconds from the click on *Check this set* to the first repetition, from the last sight
of a bar below 100 % (a little before the last picture is read) to the verdict, and how long another page of
the app takes to open meanwhile. They are one machine's: the clip's own length, and the same page while
nothing is read, stand beside them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import cv2
from playwright.sync_api import Page, sync_playwright

from benchmarks.served_app import CHROMIUM, ROOT, serve_app

SAMPLE = ROOT / "sample_videos" / "deadlift_rounded_back.webm"
SIZE_PX, RATE_HZ = (1920, 1080), 30.0
PATIENCE_S, STEP_S = 600.0, 60.0
"""The longest wait for the verdict, and for any other step."""
VISITS_AT = (20, 40, 60)
"""Per cent read at which another page is opened."""


def write_clip(path: Path, seconds: float) -> None:
    """Write the sample over and over, enlarged."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), RATE_HZ, SIZE_PX)
    source = cv2.VideoCapture(str(SAMPLE))
    step = source.get(cv2.CAP_PROP_FPS) / RATE_HZ
    due, picture = 0.0, None
    for _ in range(round(seconds * RATE_HZ)):
        due += step
        while picture is None or due >= 1.0:
            found, read = source.read()
            if not found:
                source.set(cv2.CAP_PROP_POS_FRAMES, 0)
                continue
            picture, due = cv2.resize(read, SIZE_PX), due - 1.0
        writer.write(picture)
    writer.release()
    source.release()


def time_visit(page: Page, address: str) -> float:
    """Seconds until the Settings page stands."""
    began_s = time.perf_counter()
    page.goto(f"{address}/settings")
    page.get_by_role("heading", name="Settings").wait_for()
    return time.perf_counter() - began_s


def watch(page: Page, other: Page, address: str) -> tuple[float, float, list[float]]:
    """Seconds to the first repetition, from a bar below 100 % to the verdict, and of each other visit."""
    button = page.get_by_role("button", name="Check this set")
    button.click()
    began_s = time.perf_counter()
    first_s = below_s = float("nan")
    visits: list[float] = []
    while not page.locator("section[aria-label=Verdict] h2").count():
        # All bars there are in one look: one that is asked for a moment later may be gone.
        bars = page.get_by_role("progressbar").evaluate_all("bars => bars.map(bar => bar.ariaValueNow)")
        now_s, share = time.perf_counter(), float(next(iter(bars), None) or 0)
        if now_s - began_s > PATIENCE_S:
            raise RuntimeError(f"there is no verdict; the page says: {page.locator('main').inner_text()}")
        if first_s != first_s and page.locator(".st-key-cells [aria-label^='Rep 1']").count():
            first_s = now_s - began_s
        if bars and share < 100.0:
            below_s = now_s
        if len(visits) < len(VISITS_AT) and share >= VISITS_AT[len(visits)]:
            visits.append(time_visit(other, address))
        time.sleep(0.02)
    return first_s, time.perf_counter() - below_s, visits


def main() -> None:
    """Print the seconds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="length of the clip")
    seconds = parser.parse_args().seconds
    if CHROMIUM is None:
        sys.exit("No Chromium here: install it (apt-get install chromium) and try again.")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        clip = Path(name) / "set.mp4"
        write_clip(clip, seconds)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        with serve_app(Path(name) / "data") as address:
            context = browser.new_context(viewport={"width": 1440, "height": 1000})
            context.set_default_timeout(1000 * STEP_S)
            page, other = context.new_page(), context.new_page()
            page.goto(address)
            page.get_by_text("not medical advice").wait_for()  # the page is whole: it takes a file
            quiet = sorted(time_visit(other, address) for _ in VISITS_AT)
            page.locator("input[type=file]").first.set_input_files(clip)
            first_s, after_s, visits = watch(page, other, address)
        browser.close()
    print(f"clip of {seconds:.0f} s, {SIZE_PX[0]} x {SIZE_PX[1]}, {RATE_HZ:.0f} fps")
    print(f"first repetition on the page {first_s:.1f} s after the click")
    print(f"verdict on the page {after_s:.2f} s after the bar was last below 100 %")
    print(f"another page opens within {max(visits):.2f} s (while nothing is read: {quiet[-1]:.2f} s)")


if __name__ == "__main__":
    main()
