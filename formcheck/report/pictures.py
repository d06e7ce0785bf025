"""Which pictures a report has to show, in the order in which its findings are told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formcheck.report.bundle import Bundle
from formcheck.report.findings import LEVELS, say_value
from formcheck.report.verdict import sum_up
from formcheck.report.wording import find_words


@dataclass(frozen=True, slots=True)
class ReportPicture:
    """A picture on disk with its words; ``level`` is "good" for the good repetition beside a fault."""

    path: Path
    level: str
    title: str
    alt: str


def list_pictures(bundle: Bundle) -> list[ReportPicture]:
    """Pictures of the findings that are there: for each the worst repetition, then the good one."""
    pictures = []
    for rule in dict.fromkeys(finding.rule for finding in sum_up(bundle.report).findings if finding.rule):
        words, good = find_words(rule), []
        for judged in bundle.report.reps:
            path = bundle.find_picture(judged.pictures.get(rule, ""))
            if path is None:
                continue
            fault = next((one for one in judged.faults if one.rule == rule), None)
            if fault is None:
                title = f"Rep {judged.rep.index}, same moment"
                good.append(ReportPicture(path, "good", title, f"Rep {judged.rep.index} at the same moment."))
                continue
            value = say_value(bundle.report, fault)
            title = f"Rep {judged.rep.index}, {words.name}"
            pictures.append(ReportPicture(path, LEVELS[fault.severity], title, f"{title}: {value}."))
        pictures += good
    return pictures
