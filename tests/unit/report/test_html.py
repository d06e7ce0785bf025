"""``report.html``: well-formed, whole in itself, and saying what the report says."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from formcheck.report.bundle import Bundle
from formcheck.report.html import build_html, write_html
from formcheck.report.rep_table import make_rep_table
from formcheck.report.verdict import sum_up
from formcheck.report.wording import MEDICAL_LINE
from tests.unit.report.bundles import make_bundle, name_picture
from tests.unit.report.report_factory import KINDS, make_report
from tests.unit.report.told_sets import make_rep, tell

VOID = {"meta", "img", "br", "hr", "link", "input"}


class Reader(HTMLParser):
    """Reads a page strictly: every tag is closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), (tag, attrs)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data)

    def find(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self.text).split())


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_whole_in_itself(kind: str, tmp_path: Path) -> None:
    page = build_html(make_bundle(kind, tmp_path))
    reader = Reader(page)
    assert page.startswith("<!DOCTYPE html>")
    assert not {"script", "link", "iframe", "object", "form", "a"} & {tag for tag, _ in reader.tags}
    for tag, attrs in reader.tags:
        for name, value in attrs.items():
            assert not name.startswith("on"), (tag, name)
            if name in ("src", "href", "srcset", "action", "xlink:href"):
                assert (value or "").startswith("data:")
    assert not re.search(r"https?:|//[a-z]|@import|url\((?!#)", page)
    (policy,) = (meta["content"] for meta in reader.find("meta") if "http-equiv" in meta)
    assert "default-src 'none'" in str(policy)


@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_the_report_says(kind: str) -> None:
    report = make_report(kind)
    words, verdict = Reader(build_html(Bundle(report))).words, sum_up(report)
    assert verdict.headline in words
    for one in (*verdict.findings, *verdict.unjudged):
        assert one.text in words
    for one in verdict.unjudged:
        assert one.advice in words
    for row in make_rep_table(report).rows:
        assert all(cell in words for cell in (*row.cells, row.seen))
    assert words.count(MEDICAL_LINE) == 1
    assert "nan" not in words.lower().split()


def test_it_can_be_read_by_ear_and_on_paper() -> None:
    page = build_html(Bundle(make_report("short")))
    reader = Reader(page)
    assert reader.find("html") == [{"lang": "en"}]
    assert len(reader.find("h1")) == 1
    charts = [svg for svg in reader.find("svg") if "chart" in str(svg.get("class"))]
    assert charts
    assert all(svg["role"] == "img" and svg["aria-label"] for svg in charts)
    assert all(img["alt"] for img in reader.find("img"))
    assert len(reader.find("caption")) == 1
    assert "@media print" in page
    assert "prefers-color-scheme:dark" in page


def test_pictures_are_inside(tmp_path: Path) -> None:
    bundle = make_bundle("short", tmp_path)
    (image,) = Reader(build_html(bundle)).find("img")
    kind, data = str(image["src"]).split(";base64,")
    assert kind == "data:image/jpeg"
    assert base64.b64decode(data) == (tmp_path / "faults" / "first.jpg").read_bytes()
    assert "short range" in str(image["alt"])
    assert Reader(build_html(replace(bundle, pictures=None))).find("img") == []


def test_a_picture_from_elsewhere_is_left_out(tmp_path: Path) -> None:
    bundle = make_bundle("short", tmp_path / "review")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    rule = bundle.report.reps[2].faults[0].rule
    spoilt = replace(bundle, report=name_picture(bundle.report, 2, {rule: "../secret.jpg"}))
    assert Reader(build_html(spoilt)).find("img") == []


def test_nothing_in_a_report_becomes_markup(tmp_path: Path) -> None:
    bad = '<script>alert("1")</script>&amp;'
    report = tell([make_rep(1)], {1: [("neck_craning", 2, 40.0)]})
    first = report.reps[0]
    fault = replace(first.faults[0], cue=bad, unit=bad)
    report = replace(
        report,
        source={"name": bad},
        reps=(replace(first, faults=(fault,)),),
        provenance={"formcheck": bad, "pose": {"model": bad}},
    )
    reader = Reader(build_html(Bundle(report)))
    assert reader.find("script") == []
    assert bad in reader.words


def test_corrections_of_a_person_are_noted() -> None:
    report = tell([make_rep(1), make_rep(2)], provenance={"corrections": 2 * [{"outcome": "applied"}]})
    changed = replace(report, reps=(replace(report.reps[0], changed=True), report.reps[1]))
    words = Reader(build_html(Bundle(changed))).words
    assert "Corrected by you: 2 changes." in words
    assert words.count("✎") == 3  # the note, the strip and the table
    assert "Corrected" not in Reader(build_html(Bundle(tell([make_rep(1)])))).words


def test_without_signals_only_their_chart_is_missing() -> None:
    report = make_report("full")
    whole, bare = (Reader(build_html(Bundle(one))).words for one in (report, replace(report, signals={})))
    assert "Hip bend, rep by rep" in whole
    assert "Hip bend" not in bare
    assert "Tempo against target" in bare


def test_the_same_report_gives_the_same_file(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        write_html(Bundle(make_report("short")), tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
