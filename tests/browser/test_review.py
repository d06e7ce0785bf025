"""From a clip to a report taken away, in a real browser."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path

import cv2
import ezc3d
import jsonschema
import pyarrow.parquet
import pypdf
import pytest
import webvtt
from playwright.sync_api import Page, expect

from benchmarks.served_app import ROOT
from formcheck.report.formats import FORMATS
from formcheck.report.json import read_schema
from tests.browser.conftest import Watched
from tests.clip_factory import make_audio_only, make_clip, make_text_file, truncate

pytestmark = [pytest.mark.pose, pytest.mark.browser]
SAMPLE = ROOT / "sample_videos" / "deadlift_rounded_back.webm"
MOST_CLICKS, SETTLES_MS = 12, 4000
REPS, ROUNDED = 4, "Your low back rounded on reps 3 and 4."


def upload(page: Page, clip: Path, movement: str = "") -> None:
    expect(page.get_by_text("not medical advice")).to_be_visible()  # the page is whole
    page.locator("input[type=file]").first.set_input_files(str(clip))
    # Streamlit's uploader may empty itself when another choice is made in the very moment its file arrives.
    expect(page.get_by_role("button", name="Check this set")).to_be_enabled()
    if movement:
        page.get_by_role("combobox", name="Movement").click()
        page.get_by_role("option", name=movement, exact=True).click()
    page.get_by_role("button", name="Check this set").click()


def read_band(page: Page) -> str:
    return page.locator("section[aria-label=Verdict] h2").inner_text()


def read_clip_s(page: Page) -> float:
    return page.evaluate("document.querySelector('.st-key-clip video').currentTime")


def test_a_clip_becomes_a_report_that_is_corrected_and_taken_away(open_page, tmp_path: Path) -> None:
    watched: Watched = open_page()
    page = watched.page
    expect(page.get_by_text("not medical advice")).to_be_visible()
    upload(page, SAMPLE, "Conventional deadlift")
    expect(page.get_by_role("progressbar").first).to_be_visible()
    expect(page.locator("section[aria-label=Verdict] h2")).to_have_text(ROUNDED)
    expect(page.locator("button[aria-label^='Rep ']")).to_have_count(REPS)
    expect(page.locator(".st-key-clip video[src*='webm']")).to_have_count(1)
    expect(page.get_by_text("worst against best")).to_be_visible()
    _click_through_the_reps(page)
    _take_away(page, tmp_path)
    _correct(page)


def _click_through_the_reps(page: Page) -> None:
    expect(page.locator("button[aria-label^='Rep ']")).to_have_count(REPS)
    page.locator("button[aria-label^='Rep 4']").click()
    expect(page.locator("button[aria-label^='Rep 4']")).to_have_attribute("aria-pressed", "true")
    page.wait_for_function("document.querySelector('.st-key-clip video').currentTime > 11")
    at_s = read_clip_s(page)
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(f"document.querySelector('.st-key-clip video').currentTime < {at_s - 1}")
    expect(page.locator("button[aria-label^='Rep 3']")).to_be_focused()


def _correct(page: Page) -> None:
    page.get_by_text("Correct reps").click()
    page.get_by_role("button", name="Dismiss this fault").first.click()
    expect(page.locator("section[aria-label=Verdict]")).to_contain_text("Corrected by you: 1 change")
    expect(page.locator("section[aria-label=Verdict] h2")).to_have_text("Your low back rounded on rep 4.")
    page.get_by_text("Not a rep", exact=True).click()
    expect(page.locator("button[aria-label^='Rep ']")).to_have_count(REPS - 1)
    expect(page.get_by_text("2 changes by you")).to_be_visible()  # drawn after the strip
    undo = page.get_by_role("button", name="Undo")
    for _ in range(MOST_CLICKS):  # a click on a page that is being drawn anew may be lost
        if undo.is_disabled():
            break
        undo.click()
        page.wait_for_timeout(SETTLES_MS)
    expect(page.get_by_text("0 changes by you")).to_be_visible()
    expect(page.locator("section[aria-label=Verdict] h2")).to_have_text(ROUNDED)


def _take_away(page: Page, folder: Path) -> None:
    taken: dict[str, Path] = {}
    for key, one in FORMATS.items():
        page.get_by_role("button", name="Export").click()
        button = page.get_by_role("button", name=one.name, exact=True)
        with page.expect_download() as download:
            button.click()
        taken[key] = folder / download.value.suggested_filename
        download.value.save_as(taken[key])
        assert taken[key].name.startswith("deadlift_rounded_back_conventional_deadlift")
        page.keyboard.press("Escape")
    check_files(taken)


def check_files(taken: dict[str, Path]) -> None:
    """Read every file with something other than what wrote it."""
    report = json.loads(taken["json"].read_text(encoding="utf-8"))
    jsonschema.validate(report, read_schema())
    assert report["count"] == REPS
    with zipfile.ZipFile(taken["csv"]) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("reps.csv").decode("utf-8-sig"))))
    assert len(rows) == REPS
    html = taken["html"].read_text(encoding="utf-8")
    assert ROUNDED in html
    assert "data:image/jpeg" in html
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert ROUNDED.split(".")[0] in "".join(
        page.extract_text() for page in pypdf.PdfReader(taken["pdf"]).pages
    )
    frames = report["quality"]["frames"]
    assert pyarrow.parquet.read_table(taken["parquet"]).num_rows == frames
    assert len(taken["signals"].read_text(encoding="utf-8").splitlines()) == frames + 1
    assert any("Rep 4" in cue.text for cue in webvtt.read(str(taken["vtt"])))
    video = cv2.VideoCapture(str(taken["mp4"]))
    assert video.get(cv2.CAP_PROP_FRAME_COUNT) == pytest.approx(frames, rel=0.02)  # an estimate of the reader
    assert taken["trc"].read_text(encoding="utf-8").startswith("PathFileType\t4")
    assert "endheader" in taken["mot"].read_text(encoding="utf-8")
    assert ezc3d.c3d(str(taken["c3d"]))["data"]["points"].shape[2] == pytest.approx(
        frames, rel=0.02
    )  # at an even rate
    for log in ("strong", "hevy"):
        assert len(taken[log].read_text(encoding="utf-8-sig").splitlines()) == 2


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda folder: make_text_file(folder / "notes.mp4"), "not a video"),
        (lambda folder: make_audio_only(folder / "song.mp4"), "video"),
        (lambda folder: truncate(Path(shutil.copy(SAMPLE, folder / "cut.webm")), 0.02), "video"),
    ],
)
def test_a_bad_clip_is_one_sentence_and_the_page_goes_on(open_page, tmp_path: Path, make, told: str) -> None:
    page = open_page().page
    upload(page, make(tmp_path), "Romanian deadlift")
    alert = page.get_by_role("alert").first
    expect(alert).to_contain_text(told)
    assert "Traceback" not in page.content()
    page.get_by_role("button", name="New review").first.click()
    expect(page.get_by_text("See what your set looked like")).to_be_visible()


def test_two_visits_do_not_mix(open_page, tmp_path: Path) -> None:
    first, second = open_page().page, open_page().page
    empty = make_clip(tmp_path / "empty.avi", (320, 240), 30, 30, "MJPG")
    upload(first, empty, "Romanian deadlift")
    upload(second, make_text_file(tmp_path / "notes.mp4"), "Bird-dog")
    expect(second.get_by_role("alert").first).to_contain_text("not a video")
    expect(first.get_by_text("No full rep found")).to_be_visible()
    assert "notes" not in first.locator("body").inner_text()
    assert "empty" not in second.locator("body").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/guide", "/settings"])
def test_no_page_is_wider_than_a_phone(open_page, path: str, scheme: str) -> None:
    page = open_page(path, 390, 844, scheme).page
    expect(page.locator("h1").first).to_be_visible()
    assert page.locator("h1").count() == 1
    wide = page.evaluate("document.scrollingElement.scrollWidth")
    assert wide <= 390
    unnamed = page.evaluate("[...document.querySelectorAll('img')].filter(i => !i.alt).length")
    assert unnamed == 0


def test_the_sample_is_one_click_away(open_page) -> None:
    page = open_page().page
    page.get_by_role("button", name="Try the sample set").click()
    expect(page.get_by_role("progressbar").first).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Stopped").first).to_be_visible()
