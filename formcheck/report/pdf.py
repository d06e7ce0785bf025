"""``report.pdf``: the report on paper, drawn from the same words and the same charts as the HTML file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.report.bundle import Bundle
from formcheck.report.charts import draw_scores, draw_sides, draw_tempo
from formcheck.report.drawing import Box, Chart, Label, Symbol
from formcheck.report.findings import LEVELS
from formcheck.report.pdf_font import add_typeface
from formcheck.report.pdf_shapes import PT_PER_MM, Pen, read_colour
from formcheck.report.pictures import ReportPicture, list_pictures
from formcheck.report.rep_table import RepRow, make_rep_table
from formcheck.report.set_report import SetReport
from formcheck.report.signal_chart import draw_signal
from formcheck.report.verdict import SetVerdict, describe_corrections, describe_source, sum_up
from formcheck.report.wording import MEDICAL_LINE

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN, WIDTH, GAP = 13.0, 184.0, 5.0
"""Of an A4 page, mm: margin, what lies between the margins, and between two blocks."""
FULL_PX, HALF_PX = 690.0, 338.0
"""Widths of charts; text of 13 px is then 9.8 pt."""
PICTURE_WIDTH = 58.0
_SCALE = WIDTH / FULL_PX


def write_pdf(bundle: Bundle, path: Path) -> None:
    """Write the report as a PDF; the same bundle gives the same bytes."""
    report, verdict = bundle.report, sum_up(bundle.report)
    page = _Page(_open_document(f"{report.exercise.name}: {verdict.headline}", bundle))
    page.write_head(report)
    page.write_band(verdict)
    good = [("good", text, "") for text in verdict.good]
    found = [(LEVELS[one.severity], one.text, _join(one.detail, one.cue)) for one in verdict.findings]
    page.write_list("What we saw", [*good, *found] or [("", "Nothing to tell of what was judged.", "")])
    unjudged = [("unjudged", one.text, one.advice) for one in verdict.unjudged]
    if unjudged:
        page.write_list("Not judged", unjudged, f"To film it better: {report.exercise.camera_advice}")
    page.place_pictures(list_pictures(bundle))
    page.place_chart(draw_signal(report, FULL_PX))
    page.place_pair(draw_tempo(report, HALF_PX), draw_scores(report, HALF_PX))
    page.place_chart(draw_sides(report, FULL_PX))
    page.write_table(report)
    limits = [("", sentence, "") for sentence in report.exercise.not_judged]
    if limits:
        page.write_list("What one camera cannot know here", limits)
    page.pdf.output(str(path))


def _open_document(title: str, bundle: Bundle) -> FPDF:
    from fpdf import FPDF

    class Document(FPDF):
        """Pages with their number."""

        def footer(self) -> None:
            self.set_y(-10)
            self.set_font(self.font_family or "Helvetica", "", 8)
            self.set_text_color(*read_colour("ink-2"))
            self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="C")

    pdf = Document("P", "mm", "A4")
    pdf.set_creation_date(bundle.made_at.astimezone())
    pdf.set_title(title)
    pdf.set_creator("formcheck")
    pdf.set_lang("en")
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0.0
    return pdf


class _Page:
    """Where the next block of the document comes; blocks that do not fit begin a new page."""

    def __init__(self, pdf: FPDF) -> None:
        self.pdf = pdf
        family, clean = add_typeface(pdf)
        self.pen = Pen(pdf, family, clean, scale=_SCALE)
        self.y = 0.0
        self._add_page()

    def _add_page(self) -> None:
        self.pdf.set_font(self.pen.family, "", 10)
        self.pdf.add_page()
        self.y = MARGIN

    def make_room(self, height: float) -> None:
        """Begin a new page where a block of this height does not fit."""
        if self.y + height > 297.0 - MARGIN - 2 and self.y > MARGIN:
            self._add_page()

    def set_type(self, size_pt: float, role: str, is_bold: bool = False) -> None:
        """Choose size, colour and weight of what is written next."""
        self.pdf.set_font(self.pen.family, "B" if is_bold else "", size_pt)
        self.pdf.set_text_color(*read_colour(role))

    def measure(self, text: str, size_pt: float, width: float, is_bold: bool = False) -> float:
        """Height that a text takes in a column."""
        self.set_type(size_pt, "ink", is_bold)
        height = self.pdf.multi_cell(
            width, self._line(size_pt), self.pen.clean(text), dry_run=True, output="HEIGHT", align="L"
        )
        return float(height)  # type: ignore[arg-type]  # with this output it is a number

    def write(
        self,
        text: str,
        size_pt: float,
        role: str,
        is_bold: bool = False,
        x: float = MARGIN,
        width: float = WIDTH,
    ) -> None:
        """Write a text in a column, and move below it."""
        height = self.measure(text, size_pt, width, is_bold)
        self.make_room(height)
        self.set_type(size_pt, role, is_bold)
        self.pdf.set_xy(x, self.y)
        self.pdf.multi_cell(width, self._line(size_pt), self.pen.clean(text), align="L", padding=0)
        self.y += height

    @staticmethod
    def _line(size_pt: float) -> float:
        return 1.32 * size_pt / PT_PER_MM

    def write_head(self, report: SetReport) -> None:
        """What was reviewed."""
        self.write(report.exercise.name, 19, "ink", is_bold=True)
        self.write(describe_source(report), 9.5, "ink-2")
        if changed := describe_corrections(report):
            self.write(changed, 9.5, "info-text", is_bold=True)
        self.y += 3

    def write_band(self, verdict: SetVerdict) -> None:
        """The verdict on dark ground, with its four numbers."""
        words, pad = 112.0, 5.0
        cue = f"“{verdict.cue}”" if verdict.cue else ""
        height = 2 * pad + self._line(8.5) + self.measure(verdict.headline, 16, words, is_bold=True)
        height += self.measure(cue, 11, words) + 1 if cue else 0
        top = self.y
        self.pdf.set_fill_color(*read_colour("band"))
        self.pdf.rect(MARGIN, top, WIDTH, height, "F", round_corners=True, corner_radius=2.5)
        step = (WIDTH - words - 2 * pad) / len(verdict.facts)
        for number, fact in enumerate(verdict.facts):
            x, middle = MARGIN + pad + words + step * number, top + height / 2
            pen = replace(self.pen, x=x, y=middle, scale=1.0)
            pen.draw_shape(Label(2, 0.5, fact.value, "band-text", 6.2, is_bold=True))
            for line, word in enumerate(fact.label.split(" ", 1)):
                pen.draw_shape(Label(2, 4.6 + 3.0 * line, word, "band-label", 2.9))
        self.y += pad
        self.write(verdict.label, 8.5, "band-label", x=MARGIN + pad, width=words)
        self.write(verdict.headline, 16, "band-text", is_bold=True, x=MARGIN + pad, width=words)
        self.y += 1
        if cue:
            self.write(cue, 11, "band-text", x=MARGIN + pad, width=words)
        self.y = top + height + 2
        self.write(MEDICAL_LINE, 9, "ink-2")
        self.y += GAP - 1

    def write_list(self, title: str, items: Sequence[tuple[str, str, str]], below: str = "") -> None:
        """A heading and items: the sign of a level, a sentence, and what is to be known of it."""
        self._write_title(title, 14)
        for level, text, detail in items:
            indent = 7.0 if level else 0.0
            width = WIDTH - indent
            is_bold = bool(level)
            height = self.measure(text, 10.5, width, is_bold) + (
                self.measure(detail, 9.5, width) if detail else 0
            )
            self.make_room(height)
            if level:
                replace(self.pen, x=MARGIN, y=self.y, scale=1.0).draw_shape(Symbol(2.4, 2.5, level, 4.4))
            self.write(text, 10.5, "ink" if level else "ink-2", is_bold, MARGIN + indent, width)
            if detail:
                self.write(detail, 9.5, "ink-2", x=MARGIN + indent, width=width)
            self.y += 1.5
        if below:
            self.write(below, 9.5, "ink-2")
        self.y += GAP - 1.5

    def _write_title(self, title: str, room_below: float) -> None:
        self.make_room(8 + room_below)
        self.write(title, 12.5, "ink", is_bold=True)
        self.y += 1.5

    def place_pictures(self, pictures: Sequence[ReportPicture]) -> None:
        """Pictures of the findings, three in a row."""
        if not pictures:
            return
        from PIL import Image

        sizes = []
        for picture in pictures:
            with Image.open(picture.path) as image:
                sizes.append(PICTURE_WIDTH * image.height / image.width)
        self._write_title("What it looked like", max(sizes[:3]))
        for row in range(0, len(pictures), 3):
            self.make_room(max(sizes[row : row + 3]))
            for column, picture in enumerate(pictures[row : row + 3]):
                x = MARGIN + column * (PICTURE_WIDTH + GAP)
                self.pdf.image(
                    str(picture.path), x, self.y, PICTURE_WIDTH, alt_text=self.pen.clean(picture.alt)
                )
            self.y += max(sizes[row : row + 3]) + GAP

    def place_chart(self, chart: Chart | None) -> None:
        """A chart across the page."""
        if chart is not None:
            self._place_charts([chart])

    def place_pair(self, *charts: Chart | None) -> None:
        """Charts beside each other."""
        known = [chart for chart in charts if chart is not None]
        if known:
            self._place_charts(known)

    def _place_charts(self, charts: Sequence[Chart]) -> None:
        half = HALF_PX * _SCALE
        widths = [WIDTH if chart.width > HALF_PX else half for chart in charts]
        heads = [7 + self.measure(one.finding, 9.5, width) for one, width in zip(charts, widths, strict=True)]
        head, tall = max(heads), max(chart.height for chart in charts) * _SCALE
        self.make_room(head + tall)
        top, x = self.y, MARGIN
        for chart, width in zip(charts, widths, strict=True):
            self.y = top
            self.write(chart.title, 12.5, "ink", is_bold=True, x=x, width=width)
            self.write(chart.finding, 9.5, "ink-2", x=x, width=width)
            replace(self.pen, x=x, y=top + head + 1).draw(chart)
            x += width + (WIDTH - 2 * half)
        self.y = top + head + tall + GAP

    def write_table(self, report: SetReport) -> None:
        """Every repetition; a table longer than the page goes on with its heading."""
        table = make_rep_table(report)
        if not table.rows:
            return
        columns = ("Rep", *table.columns, "What we saw", "Not judged")
        number = 13.6 if report.side_counts else 15.4
        rest = WIDTH - 13.0 - number * len(table.columns)
        widths = [13.0, *[number] * len(table.columns), 0.5 * rest, 0.5 * rest]
        self._write_title("All reps", 24)
        self._write_row(columns, widths, None)
        for row in table.rows:
            cells = (
                row.number,
                *row.cells,
                row.seen + (" (changed by you)" if row.is_changed else ""),
                row.unjudged,
            )
            height = self._measure_row(cells, widths)
            if self.y + height > 297.0 - MARGIN - 2:
                self._add_page()
                self._write_row(columns, widths, None)
            self._write_row(cells, widths, row)
        self.y += GAP

    def _measure_row(self, cells: Iterable[str], widths: Sequence[float]) -> float:
        heights = [
            self.measure(cell, 8.5, width - 2.5, is_bold=True)
            for cell, width in zip(cells, widths, strict=True)
        ]
        return max(heights) + 2.4

    def _write_row(self, cells: Sequence[str], widths: Sequence[float], row: RepRow | None) -> None:
        height, x = self._measure_row(cells, widths), MARGIN
        if row is not None and row.level in ("minor", "major"):
            replace(self.pen, x=0, y=0, scale=1).draw_shape(
                Box(MARGIN, self.y, WIDTH, height, f"{row.level}-tint")
            )
        for number, (cell, width) in enumerate(zip(cells, widths, strict=True)):
            is_text = number >= len(cells) - 2
            indent = 6.0 if number == 0 and row is not None else 0.5
            self.set_type(8.5, "ink" if row is not None else "ink-2", row is None or number == 0)
            self.pdf.set_xy(x + indent, self.y + 1.2)
            align = "L" if is_text or number == 0 else "R"
            self.pdf.multi_cell(width - 2.0 - indent, self._line(8.5), self.pen.clean(cell), align=align)
            x += width
        if row is not None:
            pen = replace(self.pen, x=MARGIN, y=self.y, scale=1.0)
            pen.draw_shape(Symbol(2.8, 3.1, row.level, 3.8))
        self.y += height
        self.pdf.set_draw_color(*read_colour("line"))
        self.pdf.set_line_width(0.2)
        self.pdf.line(MARGIN, self.y, MARGIN + WIDTH, self.y)


def _join(*parts: str) -> str:
    return ". ".join(part for part in parts if part)
