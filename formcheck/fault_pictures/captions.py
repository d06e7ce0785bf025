"""What a fault's picture says below it, in plain words."""

from __future__ import annotations

from formcheck.fault_pictures.scene import Finding
from formcheck.report.wording import describe_bend, describe_value, find_words, format_number

LIMIT_WORDS = {1: "worth watching", 2: "a fault", 3: "a clear fault"}
BACK_LIMIT_WORDS = {
    "spinal_rounding": {1: "worth watching", 2: "rounding", 3: "marked"},
    "over_arched_back": {1: "worth watching", 2: "arching", 3: "marked"},
}


def write_caption(finding: Finding) -> tuple[str, str]:
    """Say what a picture shows.

    Parameters
    ----------
    finding : Finding

    Returns
    -------
    title, detail : str
        "Rep 3 · rounded back", and "25° over straight (rounding from 16°)".
    """
    rule, fault = finding.rule, finding.fault
    if fault.severity == 0:
        return f"Rep {finding.rep_index} · same moment", _describe_good(finding)
    title = f"Rep {finding.rep_index} · {find_words(rule.name).name}"
    if finding.measure_name == "back_arc":
        return title, _describe_back(finding)
    side = "below" if rule.flags_below else "from"
    limit = format_number(fault.threshold, fault.unit)
    return title, f"{describe_value(fault)} ({LIMIT_WORDS[fault.severity]} {side} {limit})"


def _describe_good(finding: Finding) -> str:
    if finding.measure_name == "back_arc":
        return describe_bend(finding.fault, finding.reference is not None)
    return describe_value(finding.fault)


def _describe_back(finding: Finding) -> str:
    fault = finding.fault
    words = BACK_LIMIT_WORDS.get(finding.rule.name, LIMIT_WORDS)[fault.severity]
    return f"{describe_bend(fault, finding.reference is not None)} ({words} from {abs(fault.threshold):.0f}°)"
