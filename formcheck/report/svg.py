"""A chart as inline SVG: colours are classes, so that one drawing serves light, dark and print."""

from __future__ import annotations

from html import escape

from formcheck.report.drawing import (
    IS_OPEN,
    ROLES,
    SIGNS,
    Box,
    Chart,
    Label,
    Point,
    Shape,
    Stroke,
    Symbol,
    find_outline,
    find_tick,
)


def draw_svg(chart: Chart, kind: str = "") -> str:
    """Draw a chart; ``kind`` is a class for the style sheet."""
    width, height = round(chart.width), round(chart.height)
    alt = escape(f"{chart.title}. {chart.finding}")
    body = "".join(_draw(shape) for shape in chart.shapes)
    return (
        f'<svg class="chart {kind}" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{alt}">{body}</svg>'
    )


def draw_symbol(level: str, size: float = 18.0, label: str = "") -> str:
    """Draw the sign of a level on its own, to stand in a line of text; without a label it is decoration."""
    half = size / 2 + 2
    body = _draw(Symbol(half, half, level, size))
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    side = _trim(2 * half)
    return (
        f'<svg class="sign" viewBox="0 0 {side} {side}" width="{side}" height="{side}" {spoken}>{body}</svg>'
    )


def _draw(shape: Shape) -> str:
    if isinstance(shape, Stroke):
        return _draw_stroke(shape)
    if isinstance(shape, Box):
        return _draw_box(shape)
    return _draw_label(shape) if isinstance(shape, Label) else _draw_sign(shape)


def _draw_stroke(line: Stroke) -> str:
    points = " ".join(f"{_trim(x)},{_trim(y)}" for x, y in line.points)
    return (
        f'<polyline class="s-{line.role}" points="{points}" stroke-width="{line.width:g}"{_dash(line.dash)}/>'
    )


def _draw_box(box: Box) -> str:
    at = (
        f'x="{_trim(box.x)}" y="{_trim(box.y)}" width="{_trim(box.width)}" height="{_trim(box.height)}" '
        f'rx="{box.radius:g}"'
    )
    fill = f"f-{box.role}" if box.role else "f-none"
    edge = f" s-{box.edge}" if box.edge else ""
    drawn = f'<rect class="{fill}{edge}" {at}{_dash(box.dash)}/>'
    return drawn + (f'<rect class="f-hatch" {at}/>' if box.is_hatched else "")


def _draw_label(label: Label) -> str:
    weight = ' font-weight="600"' if label.is_bold else ""
    return (
        f'<text class="f-{label.role}" x="{_trim(label.x)}" y="{_trim(label.y)}" font-size="{label.size:g}" '
        f'text-anchor="{label.anchor}"{weight}>{escape(label.text)}</text>'
    )


def _draw_sign(symbol: Symbol) -> str:
    body = _draw_outline(symbol)
    if symbol.level == "good":
        width = _trim(0.13 * symbol.size)
        body += f'<polyline class="s-on-mark" points="{_join(find_tick(symbol))}" stroke-width="{width}"/>'
    if sign := SIGNS.get(symbol.level, ""):
        ink = ROLES.get(symbol.level, symbol.level) if symbol.level in IS_OPEN else "on-mark"
        low = symbol.y + (0.32 if symbol.level == "minor" else 0.23) * symbol.size
        body += (
            f'<text class="f-{ink}" x="{_trim(symbol.x)}" y="{_trim(low)}" text-anchor="middle" '
            f'font-size="{_trim(0.66 * symbol.size)}" font-weight="700">{sign}</text>'
        )
    return body


def _draw_outline(symbol: Symbol) -> str:
    role = ROLES.get(symbol.level, symbol.level)
    is_open = symbol.level in IS_OPEN
    paint = f"f-card s-{role}" if is_open else f"f-{role}"
    line = f'stroke-width="{_trim(0.1 * symbol.size)}" stroke-linejoin="round"'
    x, y, r = symbol.x, symbol.y, symbol.size / 2
    if corners := find_outline(symbol):
        dash = _dash((0.16 * symbol.size, 0.12 * symbol.size)) if symbol.level == "unjudged" else ""
        return f'<polygon class="{paint}" points="{_join(corners)}" {line}{dash}/>'
    if symbol.level == "partial":
        r *= 0.9
        ring = f'<circle class="f-card s-{role}" cx="{_trim(x)}" cy="{_trim(y)}" r="{_trim(r)}" {line}/>'
        half = f"M{_trim(x)} {_trim(y - r)}a{_trim(r)} {_trim(r)} 0 0 0 0 {_trim(2 * r)}z"
        return f'{ring}<path class="f-{role}" d="{half}"/>'
    r *= 0.88 if is_open else 1.0
    return f'<circle class="{paint}" cx="{_trim(x)}" cy="{_trim(y)}" r="{_trim(r)}" {line}/>'


def _join(points: tuple[Point, ...]) -> str:
    return " ".join(f"{_trim(x)},{_trim(y)}" for x, y in points)


def _dash(dash: tuple[float, ...]) -> str:
    return f' stroke-dasharray="{" ".join(f"{length:g}" for length in dash)}"' if dash else ""


def _trim(number: float) -> str:
    """A coordinate without digits that nobody sees."""
    return f"{number:.1f}".removesuffix(".0")
