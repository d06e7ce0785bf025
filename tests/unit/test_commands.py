"""What the command line says of a set's momentum."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from formcheck.commands import describe_momentum
from formcheck.report.set_report import Momentum
from tests.unit.report.report_factory import make_report


@pytest.mark.parametrize(
    ("momentum", "lines"),
    [
        (Momentum(12.4, "controlled", 1.0), ["momentum: controlled (12 of 100)"]),
        (Momentum(71.0, "mostly swing", 0.8), ["momentum: mostly swing (71 of 100)"]),
        (Momentum(math.nan, "not judged", 0.3), ["momentum: not judged, too little of it was seen"]),
        (None, []),
    ],
)
def test_momentum_is_one_line(momentum: Momentum | None, lines: list[str]) -> None:
    report = make_report("full")
    report = replace(report, summary=replace(report.summary, momentum=momentum))
    assert describe_momentum(report) == lines


def test_of_a_set_without_repetitions_nothing_is_said() -> None:
    report = make_report("nobody")
    momentum = Momentum(math.nan, "not judged", math.nan)
    assert describe_momentum(replace(report, summary=replace(report.summary, momentum=momentum))) == []
