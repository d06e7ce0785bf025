"""What stands below a picture, word for word."""

from __future__ import annotations

import pytest

from formcheck.fault_pictures.captions import write_caption
from formcheck.faults.judgement import BackReference
from formcheck.report.wording import find_words, format_value
from tests.unit.fault_pictures.lifter_factory import EXERCISE, make_fault, make_finding

OWN = BackReference(2.0, 1.0)


@pytest.mark.parametrize(
    ("rule", "severity", "value", "threshold", "reference", "title", "detail"),
    [
        ("spinal_rounding", 2, 25.2, 16.0, None,
         "Rep 3 · rounded back", "25° over straight (rounding from 16°)"),
        ("spinal_rounding", 3, 31.0, 25.0, OWN,
         "Rep 3 · rounded back", "31° over your neutral hinge (marked from 25°)"),
        ("spinal_rounding", 1, 13.0, 12.0, None,
         "Rep 3 · rounded back", "13° over straight (worth watching from 12°)"),
        ("over_arched_back", 2, -18.0, -15.0, OWN,
         "Rep 3 · over-arched back", "arched 18° past your neutral hinge (arching from 15°)"),
        ("over_arched_back", 1, -14.4, -14.0, None,
         "Rep 3 · over-arched back", "arched 14° past straight (worth watching from 14°)"),
    ],
)  # fmt: skip
def test_a_back_is_told_to_which_side_and_against_what(
    rule: str,
    severity: int,
    value: float,
    threshold: float,
    reference: BackReference | None,
    title: str,
    detail: str,
) -> None:
    finding = make_finding(rule, severity, value, threshold=threshold, reference=reference)
    assert write_caption(finding) == (title, detail)


@pytest.mark.parametrize(
    ("rule", "severity", "value", "threshold", "unit", "detail"),
    [
        ("short_range", 2, 0.61, 0.75, "own range", "61 % of own range (a fault below 75 %)"),
        ("squatted_hinge", 3, 36.7, 40.0, "deg of trunk lean", "37° of trunk lean (a clear fault below 40°)"),
        ("neck_craning", 2, 41.0, 35.0, "deg the head is lifted",
         "41°: the head is lifted (a fault from 35°)"),
        ("soft_lockout", 2, 17.0, 15.0, "deg", "17° (a fault from 15°)"),
        ("heels_lift", 2, 0.069, 0.05, "torso lengths the heel rises",
         "0.07 torso lengths the heel rises (a fault from 0.05)"),
        ("dropped_lowering", 2, 0.63, 1.0, "of the least time to lower",
         "63 % of the least time to lower (a fault below 100 %)"),
        ("bounced_bottom", 2, 14.26, 12.0, "ranges/s²", "14 ranges/s² (a fault from 12)"),
    ],
)  # fmt: skip
def test_any_other_fault_is_told_in_its_unit(
    rule: str, severity: int, value: float, threshold: float, unit: str, detail: str
) -> None:
    finding = make_finding(rule, severity, value, threshold=threshold, unit=unit)
    assert write_caption(finding) == (f"Rep 3 · {find_words(rule).name}", detail)


@pytest.mark.parametrize("rule", [rule.name for rule in EXERCISE.rules])
def test_every_rule_has_a_caption_without_jargon(rule: str) -> None:
    title, detail = write_caption(make_finding(rule, 2, 20.0))
    assert "_" not in title + detail
    assert "deg " not in detail


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (-18.0, "deg of arc", "18°"),
        (18.0, "deg of arc", "18°"),
        (0.452, "torso lengths before the legs", "0.45 torso"),
        (0.7, "of the knees' distance at home", "70 %"),
        (0.7, "own range", "70 %"),
        (1.234, "furlongs", "1.2"),
    ],
)
def test_a_number_beside_a_line_is_short(value: float, unit: str, text: str) -> None:
    assert format_value(make_fault("knees_cave", 2, value, unit=unit)) == text
