"""Charts of a set: the movement, the back, the tempo, the score, and left against right."""

from formcheck.app.result.charts.back import chart_back
from formcheck.app.result.charts.chart import Chart, show_chart
from formcheck.app.result.charts.movement import chart_movement
from formcheck.app.result.charts.score import chart_score
from formcheck.app.result.charts.sides import chart_sides
from formcheck.app.result.charts.tempo import chart_tempo

__all__ = ["Chart", "chart_back", "chart_movement", "chart_score", "chart_sides", "chart_tempo", "show_chart"]
