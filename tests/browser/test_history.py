"""A set becomes history, in a real browser: reviewed, saved, seen, and there in the next run of the app."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Position, expect

from benchmarks.served_app import serve_app
from tests.browser.conftest import watch_visits

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
