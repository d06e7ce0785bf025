"""The shapes of a chart in a PDF, in the light palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formcheck.report.drawing import (
    IS_OPEN,
    ROLES,
    SIGNS,
    Box,
    Chart,
    Label,
    Shape,
    Stroke,
    Symbol,
    find_outline,
    find_tick,
)
from formcheck.report.palette import LIGHT

if TYPE_CHECKING:
    from fpdf import FPDF

PT_PER_MM = 72.0 / 25.4


def read_colour(role: str) -> tuple[int, int, int]:
    """Red, green and blue of a role."""
    text = LIGHT[role]
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws on the page from a corner on: pixels of a chart become millimetres.

    Attributes
    ----------
    pdf : FPDF
    family : str
        Typeface.
    clean : callable
        See `formcheck.report.pdf_font.add_typeface`.
    x, y : float
        Upper left corner, mm.
    scale : float
        Millimetres a pixel.
    """

    pdf: FPDF
    family: str
    clean: Callable[[str], str]
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0

    def draw(self, chart: Chart) -> None:
        """Draw a whole chart."""
        for shape in chart.shapes:
            self.draw_shape(shape)

    def draw_shape(self, shape: Shape) -> None:
        """Draw one shape."""
        if isinstance(shape, Stroke):
            self._draw_stroke(shape)
        elif isinstance(shape, Box):
            self._draw_box(shape)
        elif isinstance(shape, Label):
            self._write(shape)
        else:
            self._draw_symbol(shape)

    def _place(self, points) -> list[tuple[float, float]]:
        return [(self.x + x * self.scale, self.y + y * self.scale) for x, y in points]

    def _set_line(self, role: str, width: float, dash: tuple[float, ...] = ()) -> None:
        self.pdf.set_draw_color(*read_colour(role))
        self.pdf.set_line_width(width * self.scale)
        if dash:
            self.pdf.set_dash_pattern(dash[0] * self.scale, dash[1] * self.scale)
        else:
            self.pdf.set_dash_pattern()

    def _draw_stroke(self, line: Stroke) -> None:
        self._set_line(line.role, line.width, line.dash)
        self.pdf.polyline(self._place(line.points))
        self.pdf.set_dash_pattern()

    def _draw_box(self, box: Box) -> None:
        if box.role:
            self.pdf.set_fill_color(*read_colour(box.role))
        if box.edge:
            self._set_line(box.edge, 1.0, box.dash)
        style = ("D" if box.edge else "") + ("F" if box.role else "")
        ((x, y),) = self._place([(box.x, box.y)])
        width, height = box.width * self.scale, box.height * self.scale
        radius = min(box.radius * self.scale, width / 2, height / 2)
        if radius > 0:
            self.pdf.rect(x, y, width, height, style, round_corners=True, corner_radius=radius)
        else:
            self.pdf.rect(x, y, width, height, style)
        self.pdf.set_dash_pattern()
        if box.is_hatched:
            self._hatch(box)

    def _hatch(self, box: Box) -> None:
        step = 6.0
        for number in range(int((box.width + box.height) / step) + 1):
            start = box.x + number * step
            first = (min(start, box.x + box.width), box.y + max(0.0, start - box.x - box.width))
            last = (max(start - box.height, box.x), box.y + min(box.height, start - box.x))
            self._draw_stroke(Stroke((first, last), "unjudged", 0.7))

    def _write(self, label: Label) -> None:
        text = self.clean(label.text)
        self.pdf.set_font(self.family, "B" if label.is_bold else "", label.size * self.scale * PT_PER_MM)
        self.pdf.set_text_color(*read_colour(label.role))
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[label.anchor]
        ((x, y),) = self._place([(label.x, label.y)])
        self.pdf.text(x - share * self.pdf.get_string_width(text), y, text)

    def _draw_symbol(self, symbol: Symbol) -> None:
        role = ROLES.get(symbol.level, symbol.level)
        is_open = symbol.level in IS_OPEN
        self.pdf.set_fill_color(*read_colour("card" if is_open or symbol.level == "partial" else role))
        dash = (0.16 * symbol.size, 0.12 * symbol.size) if symbol.level == "unjudged" else ()
        self._set_line(role, 0.1 * symbol.size, dash)
        if corners := find_outline(symbol):
            self.pdf.polygon(self._place(corners), style="DF")
        else:
            radius = symbol.size / 2 * (0.88 if is_open else 1.0)
            ((x, y),) = self._place([(symbol.x, symbol.y)])
            self.pdf.circle(
                x, y, radius * self.scale, style="DF" if is_open or symbol.level == "partial" else "F"
            )
        self.pdf.set_dash_pattern()
        if symbol.level == "partial":
            self.pdf.set_fill_color(*read_colour(role))
            r = symbol.size / 2
            ((x, y),) = self._place([(symbol.x - r, symbol.y - r)])
            self.pdf.solid_arc(x, y, 2 * r * self.scale, 90, 270, style="F")
        if symbol.level == "good":
            self._draw_stroke(Stroke(find_tick(symbol), "on-mark", 0.13 * symbol.size))
        if sign := SIGNS.get(symbol.level, ""):
            low = symbol.y + (0.32 if symbol.level == "minor" else 0.23) * symbol.size
            ink = role if is_open else "on-mark"
            self._write(Label(symbol.x, low, sign, ink, 0.66 * symbol.size, "middle", is_bold=True))
