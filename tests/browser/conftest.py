"""The app in a real browser. Skipped, and said so, where there is no Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from benchmarks.served_app import CHROMIUM, ROOT, serve_app
from tests.browser.fake_camera import STILL_S, film_clip, open_browser
from tests.browser.live_visit import VOICES, LiveVisit

PATIENCE_MS = 120_000
UNNAMED = "Failed to load resource"
"""The console does not say which: the answers themselves are looked at."""
PROBED = r"//[^/]+/[^/]+/_stcore/"
"""Opened below a page's address, Streamlit first looks for its server there."""

UNDERWAY = "A VideoFrame was garbage collected without being closed."
"""One picture on its way from the camera's thread to that of the coder, when the camera was stopped: it is
Chromium's own to close, and reaches no code of ours."""
LET_GO = r"/media/[0-9a-f]+\.(webm|mp4)"
"""A run of a page that a click interrupts before it came to its clip takes the clip away until the next
run. A player that asks for more of it just then complains: Streamlit's, and seen once in some runs."""
MOST_LET_GO = 1
VISITS = pytest.StashKey[list[LiveVisit]]()
LEAST_RATE_HZ = 12
"""With fewer pictures a second tempo is not judged, and a set need not be as its clip is."""


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
            if kind == "error" and not text.startswith((UNNAMED, UNDERWAY)) and not re.search(LET_GO, text):
                self.errors.append(text)

        self.page.on("console", lambda message: note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._check(request.url))
        self.page.on("websocket", lambda socket: self._check(socket.url))
        self.page.on("response", lambda response: self._check_answer(response.status, response.url))

    def _check(self, url: str) -> None:
        if not re.match(r"(https?|wss?)://(localhost|127\.0\.0\.1|phone\.test)[:/]|data:|blob:|about:", url):
            self.strangers.append(url)

    def _check_answer(self, status: int, url: str) -> None:
        if status >= 400 and not re.search(PROBED, url):
            (self.let_go if re.search(LET_GO, url) else self.errors).append(f"{status} {url}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[BrowserType]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium, and the tests in a real browser run")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def browser(chromium: BrowserType) -> Iterator[Browser]:
    opened = chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served app keeps everything."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def address(chromium: BrowserType, data_folder: Path) -> Iterator[str]:
    """The app, started as people start it, with a data folder of its own."""
    with serve_app(data_folder) as found:
        yield found


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Watched]]:
    """Opens a page of the app in a new visit; afterwards no error and no stranger was seen."""
    with watch_visits(browser, address) as start:
        yield start


@pytest.fixture
def open_live(
    chromium: BrowserType,
    address: str,
    pose_model: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., LiveVisit]]:
    """Opens the Live page; its camera shows a clip, a sample's name or a file, or is not there: None.

    Everything is watched as by `open_page`.
    """
    with ExitStack() as stack:

        def start(
            clip: str | Path | None,
            voices: tuple[str, ...] = VOICES,
            flags: tuple[str, ...] = (),
            root: str = address,
            still_s: float = STILL_S,
            prepare: Callable[[Page], object] | None = None,
            **options: Any,
        ) -> LiveVisit:
            source = ROOT / "sample_videos" / f"{clip}.webm" if isinstance(clip, str) else clip
            film = None if source is None else stack.enter_context(film_clip(source, tmp_path, still_s))
            browser = stack.enter_context(open_browser(chromium, film, *flags))
            visits = request.node.stash.setdefault(VISITS, [])

            def prepare_page(page: Page) -> None:
                visits.append(LiveVisit(page, voices))
                if prepare is not None:
                    prepare(page)

            stack.enter_context(watch_visits(browser, root))(
                "/live",
                prepare=prepare_page,
                **{"height": 900, "permissions": ["camera"], **options},
            )
            return visits[-1]

        yield start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """A set that fails on a machine too slow for it shows nothing: it is skipped, and says so."""
    try:
        return (yield)
    except (AssertionError, PlaywrightTimeoutError):
        rates = [visit.find_least_rate_hz() for visit in item.stash.get(VISITS, [])]
        if rates and min(rates) < LEAST_RATE_HZ:
            pytest.skip(f"this machine judged only {min(rates):.0f} pictures in a second of the set")
        raise


@contextmanager
def watch_visits(browser: Browser, address: str) -> Iterator[Callable[..., Watched]]:
    """Gives what opens a page in a new visit; in the end no error and no stranger was seen."""
    opened: list[Watched] = []
    contexts = []

    def start(
        path: str = "/",
        width: int = 1440,
        height: int = 1000,
        scheme: Literal["light", "dark"] = "light",
        prepare: Callable[[Page], None] | None = None,
        **options: Any,
    ) -> Watched:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            accept_downloads=True,
            **options,
        )
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.set_default_timeout(PATIENCE_MS)
        watched.watch()
        if prepare is not None:
            prepare(watched.page)
        watched.page.goto(address + path)
        opened.append(watched)
        return watched

    yield start
    for context in contexts:
        context.close()
    assert [watched.errors for watched in opened if watched.errors] == []
    assert all(len(watched.let_go) <= MOST_LET_GO for watched in opened)
    assert [watched.strangers for watched in opened if watched.strangers] == []
