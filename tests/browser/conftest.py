"""The app in a real browser. Skipped, and said so, where there is no Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.served_app import CHROMIUM, serve_app

PATIENCE_MS = 120_000
UNNAMED = "Failed to load resource"
"""The console does not say which: the answers themselves are looked at."""
PROBED = r"//[^/]+/[^/]+/_stcore/"
"""Opened below a page's address, Streamlit first looks for its server there."""

LET_GO = r"/media/[0-9a-f]+\.(webm|mp4)"
"""A run of a page that a click interrupts before it came to its clip takes the clip away until the next
run. A player that asks for more of it just then complains: Streamlit's, and seen once in some runs."""
MOST_LET_GO = 1


@dataclass
class Watched:
    """A page, and what it must not do."""

    page: Page
    errors: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    let_go: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Note errors on the console and requests that leave this machine."""

        def note(kind: str, text: str) -> None:
            if kind == "error" and not text.startswith(UNNAMED) and not re.search(LET_GO, text):
                self.errors.append(text)

        self.page.on("console", lambda message: note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._check(request.url))
        self.page.on("response", lambda response: self._check_answer(response.status, response.url))

    def _check(self, url: str) -> None:
        if not re.match(r"(https?|wss?)://(localhost|127\.0\.0\.1)[:/]|data:|blob:|about:", url):
            self.strangers.append(url)

    def _check_answer(self, status: int, url: str) -> None:
        if status >= 400 and not re.search(PROBED, url):
            (self.let_go if re.search(LET_GO, url) else self.errors).append(f"{status} {url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium, and the tests in a real browser run")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def address(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app, started as people start it, with a data folder of its own."""
    with serve_app(tmp_path_factory.mktemp("data")) as found:
        yield found


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Watched]]:
    """Opens a page of the app in a new visit; afterwards no error and no stranger was seen."""
    opened: list[Watched] = []
    contexts = []

    def start(
        path: str = "/", width: int = 1440, height: int = 1000, scheme: Literal["light", "dark"] = "light"
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, accept_downloads=True
        )
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.set_default_timeout(PATIENCE_MS)
        watched.watch()
        watched.page.goto(address + path)
        opened.append(watched)
        return watched

    yield start
    for context in contexts:
        context.close()
    assert [watched.errors for watched in opened if watched.errors] == []
    assert all(len(watched.let_go) <= MOST_LET_GO for watched in opened)
    assert [watched.strangers for watched in opened if watched.strangers] == []
