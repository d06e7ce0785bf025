"""``report.html``: the whole report as one file that needs nothing else, to read, to print and to send.

Everything is inside: pictures as data, charts as SVG, no script. The page forbids itself every request.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable
from html import escape
from importlib import resources
from pathlib import Path

from formcheck import __version__
from formcheck.report.bundle import PICTURE_TYPES, Bundle
from formcheck.report.charts import draw_scores, draw_sides, draw_tempo
from formcheck.report.drawing import Chart
from formcheck.report.findings import LEVELS
from formcheck.report.palette import DARK, LIGHT
from formcheck.report.pictures import list_pictures
from formcheck.report.rep_table import RepRow, make_rep_table
from formcheck.report.set_report import SetReport
from formcheck.report.signal_chart import draw_signal
from formcheck.report.svg import draw_svg, draw_symbol
from formcheck.report.verdict import SetVerdict, describe_corrections, describe_source, sum_up
from formcheck.report.wording import LEVEL_WORDS, MEDICAL_LINE

WIDE_PX, HALF_PX, NARROW_PX = 1038.0, 498.0, 326.0
"""Widths of a chart across the page, across half of it, and on a phone."""
_HATCH = (
    '<svg width="0" height="0" aria-hidden="true" style="position:absolute"><defs>'
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path class="s-unjudged" d="M0 0V7" stroke-width="1.4"/></pattern></defs></svg>'
)


def write_html(bundle: Bundle, path: Path) -> None:
    """Write the report as one HTML file.

    Parameters
    ----------
    bundle : Bundle
        Without signals the chart of the movement is left out, without pictures the frames are.
    path : Path
    """
    path.write_text(build_html(bundle), encoding="utf-8")


def build_html(bundle: Bundle) -> str:
    """Build the text of the file; the same bundle gives the same text."""
    report, verdict = bundle.report, sum_up(bundle.report)
    body = [
        _write_header(report),
        _write_band(verdict),
        _write_strip(report),
        f'<div class="grid">{_write_findings(verdict)}{_write_unjudged(report, verdict)}</div>',
        _write_pictures(bundle),
        _write_charts(report),
        _write_table(report),
        _write_footer(report),
    ]
    return build_page(f"{report.exercise.name}: {verdict.headline}", body)


def build_page(title: str, body: Iterable[str]) -> str:
    """Put parts of HTML into a page that needs nothing else; the title is a text."""
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>\n{build_style()}</style>\n</head>\n<body>\n{_HATCH}\n"
        "<main>\n" + "\n".join(part for part in body if part) + "\n</main>\n</body>\n</html>\n"
    )


def build_style() -> str:
    """Build the style sheet: the palette as variables, one class a role, and the layout."""
    light, dark = (_write_variables(colours) for colours in (LIGHT, DARK))
    roles = "".join(f".f-{role}{{fill:var(--{role})}}.s-{role}{{stroke:var(--{role})}}\n" for role in LIGHT)
    layout = (resources.files("formcheck.report") / "report.css").read_text(encoding="utf-8")
    return (
        f":root{{{light}--hatch:#dfe4e4}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}--hatch:#26323a}}}}\n{roles}{layout}"
    )


def _write_variables(colours: dict[str, str]) -> str:
    return "".join(f"--{role}:{colour};" for role, colour in colours.items())


def _write_header(report: SetReport) -> str:
    changed = describe_corrections(report)
    note = f'<p class="changed">✎ {escape(changed)}</p>' if changed else ""
    return (
        f"<header><h1>{escape(report.exercise.name)}</h1>"
        f'<p class="quiet">{escape(describe_source(report))}</p>{note}</header>'
    )


def _write_band(verdict: SetVerdict) -> str:
    facts = "".join(
        f"<div><dt>{escape(fact.label)}</dt><dd>{escape(fact.value)}</dd></div>" for fact in verdict.facts
    )
    cue = f'<p class="cue">“{escape(verdict.cue)}”</p>' if verdict.cue else ""
    return (
        '<section class="band" aria-label="Verdict"><div class="words">'
        f'<p class="label">{escape(verdict.label)}</p>'
        f'<h2 class="headline">{escape(verdict.headline)}</h2>{cue}</div><dl>{facts}</dl></section>'
    )


def _write_strip(report: SetReport) -> str:
    cells = [
        f'<li class="{row.level}"><b>{row.number}</b>{draw_symbol(row.level, 18, LEVEL_WORDS[row.level])}'
        f"<span>{row.score}{' ✎' if row.is_changed else ''}</span></li>"
        for row in make_rep_table(report).rows
    ]
    return f'<ol class="strip" aria-label="Reps with their scores">{"".join(cells)}</ol>' if cells else ""


def _write_card(title: str, body: str, note: str = "", kind: str = "") -> str:
    """A heading, a quiet sentence below it, and what it is about; only the body is markup."""
    quiet = f'<p class="quiet">{escape(note)}</p>' if note else ""
    return f'<section class="card {kind}"><h2>{escape(title)}</h2>{quiet}{body}</section>'


def _write_findings(verdict: SetVerdict) -> str:
    items = [_write_item("good", text, "") for text in verdict.good]
    for one in verdict.findings:
        detail = ". ".join(part for part in (one.detail, one.cue) if part)
        items.append(_write_item(LEVELS[one.severity], one.text, detail))
    if not items:
        return _write_card("What we saw", "", "Nothing to tell of what was judged.")
    return _write_card("What we saw", f'<ul class="list">{"".join(items)}</ul>')


def _write_unjudged(report: SetReport, verdict: SetVerdict) -> str:
    items = "".join(_write_item("unjudged", one.text, one.advice) for one in verdict.unjudged)
    if not items:
        return _write_card("Not judged", "", "Nothing was left out of what this movement is judged by.")
    advice = escape(report.exercise.camera_advice)
    film = f'<p class="quiet film"><b>To film it better:</b> {advice}</p>'
    return _write_card("Not judged", f'<ul class="list">{items}</ul>{film}', kind="unjudged")


def _write_item(level: str, text: str, detail: str) -> str:
    quiet = f'<span class="quiet">{escape(detail)}</span>' if detail else ""
    return f"<li>{draw_symbol(level, 18, LEVEL_WORDS[level])}<b>{escape(text)}</b>{quiet}</li>"


def _write_pictures(bundle: Bundle) -> str:
    frames = []
    for picture in list_pictures(bundle):
        data = base64.b64encode(picture.path.read_bytes()).decode("ascii")
        kind = PICTURE_TYPES[picture.path.suffix.lower()]
        frames.append(f'<img alt="{escape(picture.alt)}" src="data:{kind};base64,{data}">')
    if not frames:
        return ""
    note = "The rep that shows each finding best; a good rep at the same moment where there is one."
    return _write_card("What it looked like", f'<div class="frames">{"".join(frames)}</div>', note)


def _write_charts(report: SetReport) -> str:
    half = "".join(_write_chart(report, draw, HALF_PX) for draw in (draw_tempo, draw_scores))
    grid = f'<div class="grid">{half}</div>' if half else ""
    return _write_chart(report, draw_signal, WIDE_PX) + grid + _write_chart(report, draw_sides, WIDE_PX)


def _write_chart(report: SetReport, draw: Callable[[SetReport, float], Chart | None], width: float) -> str:
    """A chart in its card, drawn for the page and for a phone."""
    wide, narrow = draw(report, width), draw(report, NARROW_PX)
    if wide is None or narrow is None:
        return ""
    return _write_card(wide.title, draw_svg(wide, "wide") + draw_svg(narrow, "narrow"), wide.finding)


def _write_table(report: SetReport) -> str:
    table = make_rep_table(report)
    if not table.rows:
        return ""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name in ("Rep", *table.columns))
    heads += '<th scope="col" class="text">What we saw</th><th scope="col" class="text">Not judged</th>'
    body = (
        '<div class="scroll" tabindex="0" role="region" aria-label="All reps">'
        "<table><caption>All reps</caption>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(map(_write_row, table.rows))}</tbody></table></div>"
    )
    precision_s = max(judged.rep.tempo_precision_s for judged in report.reps)
    note = (
        f"Times are good to about ±{precision_s:g} s. What was not judged in the whole set is listed above."
    )
    return _write_card("All reps", body, note)


def _write_row(row: RepRow) -> str:
    changed = ' <span title="changed by you">✎</span>' if row.is_changed else ""
    sign = draw_symbol(row.level, 15, LEVEL_WORDS[row.level])
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in row.cells)
    cells += "".join(f'<td class="text">{escape(text)}</td>' for text in (row.seen, row.unjudged))
    return f'<tr class="{row.level}-row"><td>{sign} <b>{row.number}</b>{changed}</td>{cells}</tr>'


def _write_footer(report: SetReport) -> str:
    limits = "".join(f"<li>{escape(sentence)}</li>" for sentence in report.exercise.not_judged)
    title = "What one camera cannot know here"
    known = _write_card(title, f'<ul class="limits">{limits}</ul>') if limits else ""
    versions = escape(_say_versions(report))
    return f"{known}<footer><p><strong>{MEDICAL_LINE}</strong></p><p>{versions}</p></footer>"


def _say_versions(report: SetReport) -> str:
    pose = report.provenance.get("pose")
    model = f", pose model {pose['model']}" if isinstance(pose, dict) and "model" in pose else ""
    return f"Made on this machine by formcheck {report.provenance.get('formcheck', __version__)}{model}."
