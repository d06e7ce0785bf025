"""A set becomes history, in a real browser: reviewed, saved, seen, and there in the next run of the app."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Position, expect

from benchmarks.served_app import ROOT, serve_app
from formcheck.history.log_book import LogBook, find_log_folder
from tests.browser.conftest import watch_visits
from tests.unit.app.test_kept import keep
from tests.unit.history.set_factory import dump, make_rep, make_set

pytestmark = [pytest.mark.pose, pytest.mark.browser]
WIDTHS = [(1440, 1000), (390, 844)]
TICK: Position = {"x": 17, "y": 62}
"""Where the box of the first row is, in the table."""
SETTLES_MS = 3000
READS_MS = 240_000
"""So long a clip may take to be read on a busy machine."""
VERDICT = "Your low back rounded on reps 3 and 4."


def test_a_reviewed_set_is_history_in_this_run_and_the_next(browser: Browser, tmp_path: Path) -> None:
    with serve_app(tmp_path) as address, watch_visits(browser, address) as start:
        page = start("/history").page
        page.get_by_role("button", name="Try the sample set").click()
        expect(page.get_by_role("heading", name="See what your set looked like")).to_be_visible()
        page.get_by_role("button", name="Try the sample set").click()
        expect(page.locator("section[aria-label=Verdict] h2")).to_have_text(VERDICT, timeout=READS_MS)
        page.get_by_text("Save to log", exact=True).click()
        expect(page.get_by_text("Saved to your log")).to_be_visible()
        page.get_by_role("link", name="History").click()
        _check(page)
    with serve_app(tmp_path) as address, watch_visits(browser, address) as start:
        page = start("/history").page
        _check(page)
        _open(page)
        _delete_and_bring_back(page)
        table, backup = _take_away(page, tmp_path / "away")
    _check_reading_in(browser, tmp_path / "imported", table)
    _check_bringing_back(browser, tmp_path, backup)


def _take_away(page: Page, folder: Path) -> tuple[Path, Path]:
    """Download the log for another app, and all of it."""
    files = []
    for menu, offer in (("Export", "For Strong (CSV)"), ("Backup", "Write a backup (ZIP)")):
        page.get_by_role("button", name=menu, exact=True).click()
        with page.expect_download() as started:
            page.get_by_role("button", name=offer).click()
        files.append(folder / started.value.suggested_filename)
        started.value.save_as(files[-1])
        page.keyboard.press("Escape")
    return files[0], files[1]


def _check_reading_in(browser: Browser, data: Path, table: Path) -> None:
    """Read into an empty log, the file gives itself again."""
    with serve_app(data) as address, watch_visits(browser, address) as start:
        page = start("/history").page
        page.get_by_role("button", name="Import", exact=True).click()
        page.locator("input[type=file]").first.set_input_files(table)
        page.get_by_role("button", name="Add these sets").click()
        expect(page.get_by_text("1 set added, 0 known already.")).to_be_visible()
        expect(page.get_by_text("1 set. Tick one set")).to_be_visible()
        again, _ = _take_away(page, data)
    assert again.read_bytes() == table.read_bytes()


def _check_bringing_back(browser: Browser, data: Path, backup: Path) -> None:
    """Brought back where nothing was, the backup is the same log."""
    other = data / "restored"
    with serve_app(other) as address, watch_visits(browser, address) as start:
        page = start("/history").page
        page.get_by_role("button", name="Backup", exact=True).click()
        page.locator("input[type=file]").last.set_input_files(backup)
        page.get_by_text("Replace the log that is here").click()
        page.get_by_role("button", name="Bring it back").click()
        expect(page.get_by_text("brought back")).to_be_visible()
        _check(page)
        _open(page)
    assert dump(other / "log") == dump(data / "log")


def test_two_kept_clips_are_played_in_step(browser: Browser, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("FORMCHECK_DATA", str(tmp_path))
    begins_s = (1.0, 2.5)
    ids = [_save_with_clip(number, begin_s) for number, begin_s in enumerate(begins_s)]
    with serve_app(tmp_path) as address, watch_visits(browser, address) as start:
        page = start(f"/history?compare={ids[0]}&compare={ids[1]}").page
        page.get_by_role("button", name="Play both").click()
        page.wait_for_function(IN_STEP, arg=[*begins_s, True])
        page.get_by_role("button", name="Pause").click()
        expect(page.get_by_role("button", name="Play both")).to_be_visible()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(IN_STEP, arg=[begins_s[0] + REP_S, begins_s[1] + REP_S, False])
        page.get_by_label("Rep by rep").check()
        page.keyboard.press("ArrowRight")
        page.wait_for_function(IN_STEP, arg=[begins_s[0] + 2 * REP_S, begins_s[1] + 2 * REP_S, False])
        expect(page.get_by_text("A: rep 3 of 3 · B: rep 3 of 3")).to_be_visible()
        page.get_by_role("button", name="Speed 0.5").click()
        page.keyboard.press("k")
        page.wait_for_function(IN_STEP, arg=[*begins_s, True])
        page.wait_for_function(f"() => {VIDEOS}.every((video) => Math.abs(video.playbackRate - 0.5) < 0.15)")


REP_S = 3.0
VIDEOS = "['A', 'B'].map((name) => document.querySelector(`.st-key-pair_${name} video`))"
IN_STEP = f"""([first_s, second_s, plays]) => {{
  const [one, other] = {VIDEOS}
  if (![one, other].every((video) => video && !video.seeking && video.paused !== plays)) return false
  const apart_s = (one.currentTime - first_s) - (other.currentTime - second_s)
  const since_s = one.currentTime - first_s
  return Math.abs(apart_s) < 0.1 && (plays ? since_s > 0 : Math.abs(since_s) < 0.1)
}}"""
"""Whether both clips are as far from these times, playing or standing still there."""


def _save_with_clip(number: int, begin_s: float) -> int:
    """A set of three repetitions whose review was kept; its number."""
    sha256 = f"{number}" * 64
    folder = keep(f"kept {number}", {"kind": "video", "sha256": sha256}, video="")
    shutil.copyfile(ROOT / "sample_videos" / "romanian_deadlift.webm", folder / "annotated.webm")
    reps = tuple(
        make_rep(
            k + 1, start_s=begin_s + REP_S * k, turn_s=begin_s + REP_S * k + 1, end_s=begin_s + REP_S * k + 2
        )
        for k in range(3)
    )
    with LogBook(find_log_folder()) as log:
        at = datetime.now().astimezone() - timedelta(days=2 - number)
        return log.save_set(replace(make_set(at, source_key=sha256), reps=reps)).set_id


def _check(page: Page) -> None:
    expect(page.get_by_role("heading", name="Training days")).to_be_visible()
    expect(page.get_by_text("1 set on 1 day")).to_be_visible()
    expect(page.get_by_text("1 set. Tick one set")).to_be_visible()
    assert page.locator("h1").count() == 1


def _tick(page: Page) -> None:
    table = page.locator("[data-testid=stDataFrame]")
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(SETTLES_MS)  # the table is drawn anew while charts take their place
    table.click(position=TICK)


def _open(page: Page) -> None:
    _tick(page)
    page.get_by_role("button", name="Open").click()
    expect(page.locator("section[aria-label=Verdict] h2")).to_have_text(VERDICT, timeout=READS_MS)
    expect(page.locator("button[aria-label^='Rep ']")).to_have_count(4)
    expect(page.get_by_role("heading", name="Tempo against target")).to_be_visible()  # replayed
    page.get_by_role("button", name="History").click()
    _check(page)


def _delete_and_bring_back(page: Page) -> None:
    _tick(page)
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("1 set deleted.")).to_be_visible()
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    _check(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WIDTHS)
def test_the_empty_history_fits(open_page, width: int, height: int, scheme: str) -> None:
    page = open_page("/history", width, height, scheme).page
    expect(page.locator("h1")).to_have_text("History")
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
