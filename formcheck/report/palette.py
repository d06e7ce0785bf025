"""Colours of everything that is read on a screen or on paper.

Text has at least 4.5:1 against what it stands on, marks at least 3:1. No two levels are told apart by colour
alone: each has a shape of its own as well, see `formcheck.report.drawing.Symbol`.
"""

from __future__ import annotations

LIGHT = {
    "page": "#F6F7F5", "card": "#FFFFFF", "ink": "#12202A", "ink-2": "#4C5B66", "line": "#D5DBDA",
    "control": "#7C8A8E", "primary": "#0B6470",
    "good": "#0B7A86", "good-text": "#0A5F69", "good-tint": "#E0F2F2",
    "minor": "#C07A00", "minor-text": "#7A4A00", "minor-tint": "#FFF1D2",
    "major": "#C43D1B", "major-text": "#9B2A0E", "major-tint": "#FCE6DF",
    "info": "#3F6FB5", "info-text": "#2E5591", "info-tint": "#E6EEF9",
    "unjudged": "#6A7880", "unjudged-text": "#4C5B66", "unjudged-tint": "#EEF1F1",
    "return": "#8FC1C6", "band": "#12202A", "band-text": "#FFFFFF", "band-label": "#B9C7CE",
    "band-edge": "#12202A", "on-mark": "#FFFFFF",
}  # fmt: skip
"""Role → colour, on paper and in light rooms."""
DARK = {
    "page": "#0C1216", "card": "#141C21", "ink": "#E9EFF1", "ink-2": "#A7B6BE", "line": "#2B383F",
    "control": "#71828B", "primary": "#4CC9CF",
    "good": "#4CC9CF", "good-text": "#7ADDE1", "good-tint": "#123035",
    "minor": "#F0B03C", "minor-text": "#F7C868", "minor-tint": "#33270D",
    "major": "#FF7850", "major-text": "#FF9E80", "major-tint": "#3A1A10",
    "info": "#82AEF0", "info-text": "#A6C6F6", "info-tint": "#18263C",
    "unjudged": "#93A3AB", "unjudged-text": "#B4C1C7", "unjudged-tint": "#1C262B",
    "return": "#2F7F86", "band": "#12202A", "band-text": "#FFFFFF", "band-label": "#B9C7CE",
    "band-edge": "#2B383F", "on-mark": "#0C1216",
}  # fmt: skip
"""The same roles in the dark."""
