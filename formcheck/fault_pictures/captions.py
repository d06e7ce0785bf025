"""What a fault's picture says below it, in plain words."""

from __future__ import annotations

from formcheck.fault_pictures.scene import Finding
from formcheck.faults.judgement import Fault

PLAIN_NAMES = {
    "spinal_rounding": "rounded back",
    "over_arched_back": "over-arched back",
    "hands_knees_setup": "hands and knees off their place",
}
"""Rules whose own name is no plain English; every other is called by its own."""
LIMIT_WORDS = {1: "worth watching", 2: "a fault", 3: "a clear fault"}
BACK_LIMIT_WORDS = {
    "spinal_rounding": {1: "worth watching", 2: "rounding", 3: "marked"},
    "over_arched_back": {1: "worth watching", 2: "arching", 3: "marked"},
}

_DEGREES, _SHARE, _TORSO, _OWN_RANGE = "deg", "of ", "torso lengths", "own range"


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
    title = f"Rep {finding.rep_index} · {PLAIN_NAMES.get(rule.name, rule.name.replace('_', ' '))}"
    if finding.measure_name == "back_arc":
        return title, _describe_back(finding)
    side = "below" if rule.flags_below else "from"
    limit = format_number(fault.threshold, fault.unit)
    return title, f"{describe_value(fault)} ({LIMIT_WORDS[fault.severity]} {side} {limit})"


def _describe_back(finding: Finding) -> str:
    """The sign of an arc says to which side it bends: people are told the side, and how far."""
    fault = finding.fault
    held_against = "your neutral hinge" if finding.reference else "straight"
    bend = "{} over {}" if fault.value > 0 else "arched {} past {}"
    words = BACK_LIMIT_WORDS.get(finding.rule.name, LIMIT_WORDS)[fault.severity]
    return f"{bend.format(format_value(fault), held_against)} ({words} from {abs(fault.threshold):.0f}°)"


def describe_value(fault: Fault) -> str:
    """The value with its unit as people say it: "32° of trunk lean", "13°: the trunk tips forward"."""
    unit = fault.unit
    number = format_number(fault.value, unit)
    if unit.startswith(_DEGREES):
        what = unit.removeprefix(_DEGREES).strip()
        return f"{number}{'' if what.startswith(_SHARE) else ':'} {what}" if what else number
    return f"{number} of {unit}" if unit == _OWN_RANGE else f"{number} {unit}"


def format_value(fault: Fault) -> str:
    """The value as it stands beside a line: degrees say how far, not to which side."""
    value = abs(fault.value) if fault.unit.startswith(_DEGREES) else fault.value
    number = format_number(value, fault.unit)
    return f"{number} torso" if fault.unit.startswith(_TORSO) else number


def format_number(value: float, unit: str) -> str:
    """Write a number the way its unit asks for: degrees, a share in per cent, or as it is."""
    if unit.startswith(_DEGREES):
        return f"{value:.0f}°"
    if unit.startswith(_SHARE) or unit == _OWN_RANGE:
        return f"{100 * value:.0f} %"
    return f"{value:.2f}" if unit.startswith(_TORSO) else f"{value:.2g}"
