"""``report.pdf``, read by another library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from formcheck.report import pdf_font
from formcheck.report.bundle import Bundle
from formcheck.report.pdf import write_pdf
from formcheck.report.verdict import sum_up
from formcheck.report.wording import MEDICAL_LINE
from formcheck.reps.rep import RepKind
from tests.unit.report.bundles import MADE_AT, make_bundle
from tests.unit.report.report_factory import KINDS
from tests.unit.report.told_sets import make_rep, tell


def read_words(path: Path) -> str:
    """The text of all pages; lines are broken where the page was full."""
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())


def write(bundle: Bundle, folder: Path) -> Path:
    write_pdf(bundle, folder / "report.pdf")
    return folder / "report.pdf"


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_the_report_says(kind: str, tmp_path: Path) -> None:
    bundle = make_bundle(kind, tmp_path)
    words, verdict = read_words(write(bundle, tmp_path)), sum_up(bundle.report)
    assert bundle.report.exercise.name in words
    assert verdict.headline in words
    for one in (*verdict.findings, *verdict.unjudged):
        assert one.text in words
    assert words.count(MEDICAL_LINE) == 1
    for word in ("Score over the set", "All reps"):
        assert (word in words) == bool(bundle.report.count)
    assert ("Tempo against target" in words) == any(one.rep.tempo.is_judged for one in bundle.report.reps)


def test_its_title_and_its_language_are_told(tmp_path: Path) -> None:
    reader = pypdf.PdfReader(write(make_bundle("short", tmp_path), tmp_path))
    assert reader.metadata is not None
    assert str(reader.metadata.title).startswith("Romanian deadlift: Your range was short")
    assert reader.trailer["/Root"]["/Lang"] == "en"  # type: ignore[index]


def test_pictures_are_inside(tmp_path: Path) -> None:
    bundle = make_bundle("short", tmp_path)
    images = [image for page in pypdf.PdfReader(write(bundle, tmp_path)).pages for image in page.images]
    assert [image.image.size for image in images if image.image is not None] == [(64, 48)]
    none = replace(bundle, pictures=None)
    assert not any(page.images for page in pypdf.PdfReader(write(none, tmp_path)).pages)


def test_a_long_set_goes_on_with_its_heading(tmp_path: Path) -> None:
    reps = [make_rep(n, RepKind.FULL) for n in range(1, 61)]
    reader = pypdf.PdfReader(write(Bundle(tell(reps), made_at=MADE_AT), tmp_path))
    tables = [page.extract_text() for page in reader.pages if "What we saw" in page.extract_text()]
    assert len(reader.pages) > 2
    assert sum("Not judged" in text and "Score" in text for text in tables) >= 2


def test_the_same_bundle_gives_the_same_bytes(tmp_path: Path) -> None:
    bundle = make_bundle("full", tmp_path)
    first = write(bundle, tmp_path).read_bytes()
    assert write(bundle, tmp_path).read_bytes() == first


def test_it_is_set_in_the_typeface_of_the_app(tmp_path: Path) -> None:
    page = pypdf.PdfReader(write(make_bundle("full", tmp_path), tmp_path)).pages[0]
    fonts = [font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]
    assert fonts
    assert all("Source" in font for font in fonts)
    assert "≈" in read_words(tmp_path / "report.pdf")


def test_without_that_typeface_it_is_still_written(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(pdf_font, "find_font", lambda: None)
    words = read_words(write(make_bundle("full", tmp_path), tmp_path))
    assert "Romanian deadlift" in words
    assert "Übung «1».mp4" in words


def test_letters_it_has_not_are_marked(tmp_path: Path) -> None:
    report = replace(tell([make_rep(1)]), source={"name": "硬拉 1.mp4"})
    assert "?? 1.mp4" in read_words(write(Bundle(report), tmp_path))
