"""Rules as a TOML states them: what is read, what is taken for granted, what is refused by name."""

from __future__ import annotations

import math

import pytest

from formcheck.errors import InputError
from formcheck.exercises.loader import load_exercise
from formcheck.exercises.rules import Rule, Thresholds
from formcheck.faults import back_arc, range_share
from tests.unit.exercises.toml_factory import HEAD, RULE, Save

BACK = (
    RULE.replace("range_share", "back_arc")
    + """[rules.odd.settings]
least_bend_deg = 35
shallow_from_deg = 25
shallow_doubt_deg = 10
peak_share = 0.7
least_torso_px = 45
least_frames = 5
most_elbow_behind = 0.0
most_fit_rms = 0.010
least_coverage = 0.90
most_spread_deg = 8
"""
)
BORROWED = RULE.replace("range_share", "back_arc").replace("odd", "borrower") + 'settings = "odd"\n'


def read_rule(save: Save, text: str, name: str = "odd") -> Rule:
    """The rule of that name in a hinge that has this added."""
    save("mine", HEAD + text)
    return {rule.name: rule for rule in load_exercise("mine").rules}[name]


class TestRules:
    @pytest.mark.parametrize(("flags_below", "never"), [("false", math.inf), ("true", -math.inf)])
    def test_a_level_left_out_is_never_reached(self, save: Save, flags_below: str, never: float) -> None:
        rule = read_rule(save, f"{RULE}flags_below = {flags_below}\n")
        assert (rule.limits.watch, rule.limits.minor, rule.limits.major) == (never, 3.0, never)
        assert math.isnan(rule.limits.also_minor)
        assert math.isnan(rule.limits.also_major)

    def test_what_is_left_out_is_the_usual(self, save: Save) -> None:
        rule = read_rule(save, RULE)
        assert (rule.views, rule.settings, rule.limits_without_reference) == ((), {}, None)
        assert (rule.flags_below, rule.is_strict, rule.priority) == (False, False, 5)
        assert rule.measure is range_share.measure
        assert rule.signals == tuple(range_share.SIGNALS)

    def test_a_fault_clears_at_its_limit_unless_told_otherwise(self, save: Save) -> None:
        assert read_rule(save, RULE).limits.clear == 2.0
        assert read_rule(save, RULE.replace("clear = 2\n", "")).limits.clear == 3.0

    def test_every_level_is_read(self, save: Save) -> None:
        rule = read_rule(
            save,
            RULE + 'watch = 2.5\nmajor = 4\nalso_minor = 0.5\nalso_major = 0.75\nviews = ["side", "front"]\n'
            "strict = true\npriority = 2\n",
        )
        assert rule.limits == Thresholds(2.5, 3.0, 4.0, 2.0, 0.5, 0.75)
        assert (rule.views, rule.is_strict, rule.priority) == (("side", "front"), True, 2)

    def test_a_rule_may_only_watch(self, save: Save) -> None:
        limits = read_rule(save, RULE.replace("minor = 3\nclear = 2", "watch = 2")).limits
        assert limits == pytest.approx(Thresholds(2.0, math.inf, math.inf, math.inf), nan_ok=True)

    def test_without_a_reference_other_limits_may_hold(self, save: Save) -> None:
        rule = read_rule(save, RULE + "[rules.odd.without_reference]\nwatch = 5\n")
        assert rule.limits.minor == 3.0
        assert rule.limits_without_reference is not None
        assert rule.limits_without_reference.watch == 5.0
        assert rule.limits_without_reference.minor == math.inf  # not that of the other limits

    def test_settings_are_handed_to_the_measure(self, save: Save) -> None:
        rule = read_rule(save, BACK)
        assert rule.settings["least_frames"] == 5.0
        assert isinstance(rule.settings["least_frames"], float)
        assert rule.signals == tuple(back_arc.SIGNALS)

    def test_one_rule_may_take_the_settings_of_another(self, save: Save) -> None:
        save("mine", HEAD + BACK + BORROWED)
        rules = {rule.name: rule for rule in load_exercise("mine").rules}
        assert rules["borrower"].settings == rules["odd"].settings
        assert rules["borrower"].settings

    def test_settings_may_be_changed_one_by_one(self, save: Save) -> None:
        own = read_rule(save, "[rules.spinal_rounding.settings]\nleast_frames = 9\n", "spinal_rounding")
        parents = {rule.name: rule.settings for rule in load_exercise("RDL").rules}
        assert own.settings == {**parents["spinal_rounding"], "least_frames": 9.0}
        assert parents["spinal_rounding"]["least_frames"] != 9.0
        borrowed = {rule.name: rule.settings for rule in load_exercise("mine").rules}["over_arched_back"]
        assert borrowed == {**own.settings, "shallow_from_deg": 35.0}  # it takes what the movement has

    def test_settings_of_another_may_be_changed_too(self, save: Save) -> None:
        text = BORROWED.replace('settings = "odd"', 'settings = { like = "odd", least_frames = 7 }')
        assert text != BORROWED
        save("mine", HEAD + BACK + text)
        rules = {rule.name: rule for rule in load_exercise("mine").rules}
        assert rules["borrower"].settings == {**rules["odd"].settings, "least_frames": 7.0}
        assert rules["odd"].settings["least_frames"] == 5.0

    def test_another_measure_replaces_the_inherited_rule(self, save: Save) -> None:
        rule = read_rule(save, BACK.replace("odd", "short_range"), "short_range")
        assert rule.measure is back_arc.measure
        assert (rule.flags_below, rule.views) == (False, ())
        assert (rule.limits.watch, rule.limits.minor, rule.limits.major) == (math.inf, 3.0, math.inf)

    def test_the_same_measure_changes_it(self, save: Save) -> None:
        rule = read_rule(
            save, '[rules.spinal_rounding]\nmeasure = "back_arc"\nminor = 17\n', "spinal_rounding"
        )
        assert rule.limits.minor == 17.0
        assert rule.limits.major == 25.0
        assert rule.settings


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (RULE.replace("range_share", "tea_leaves"), "rule odd names the measure 'tea_leaves'"),
        (RULE.replace("range_share", "judgement"), "rule odd names the measure 'judgement'"),
        (RULE.replace('cue = "No."\n', ""), "rule odd: 'cue' is missing"),
        (RULE.replace("minor = 3\n", ""), "rule odd: 'minor' is missing"),
        (RULE.replace("minor = 3\n", "major = 3\n"), "rule odd: 'minor' is missing"),
        (RULE.replace("minor = 3\n", "watch = 2\nmajor = 3\n"), "rule odd: 'minor' is missing"),
        (RULE.replace("minor = 3", 'minor = "three"'), "rule odd: minor is 'three', expected a number"),
        (RULE.replace("minor = 3", "minor = true"), "rule odd: minor is True, expected a number"),
        (RULE.replace('unit = "deg"', "unit = 5"), "rule odd: unit is 5, expected a text"),
        (RULE + 'flags_below = "no"\n', "rule odd: flags_below is 'no', expected true or false"),
        (RULE + 'strict = "yes"\n', "rule odd: strict is 'yes', expected true or false"),
        (RULE + 'priority = "first"\n', "rule odd: priority is 'first', expected a number"),
        (RULE + 'watch = "now"\n', "rule odd: watch is 'now', expected a number"),
        (RULE + "miner = 3\n", "rule odd: miner is not known, expected against"),
        (RULE + "needs_side_view = true\n", "rule odd: needs_side_view is not known"),
        (RULE + 'views = ["side", "top"]\n', "rule odd: views is ['side', 'top'], expected a list of side"),
        (RULE + 'views = "side"\n', "rule odd: views is 'side', expected a list of side, oblique"),
        (RULE + "views = [1]\n", "rule odd: views is [1], expected a list of side"),
        (RULE + "[rules.odd.settings]\nx = 3\n", "rule odd: got an unexpected keyword argument 'x'"),
        (BACK.replace("peak_share = 0.7\n", ""), "rule odd: missing a required argument: 'peak_share'"),
        (BACK.replace("0.7", '"most"'), "rule odd: peak_share is 'most', expected a number"),
        (RULE + "settings = 3\n", "rule odd: settings is 3, expected a table or a rule with one"),
        (RULE + 'settings = "odder"\n', "rule odd takes the settings of 'odder', which is no rule"),
        (BORROWED, "rule borrower takes the settings of 'odd', which is no rule"),
        (
            RULE + 'settings = { like = "odder" }\n',
            "rule odd takes the settings of 'odder', which is no rule",
        ),
        (RULE + "settings = { like = 5 }\n", "rule odd takes the settings of 5, which is no rule"),
        (
            BACK + BORROWED + RULE.replace("odd", "third") + 'settings = "borrower"\n',
            "rule third: settings is 'odd', expected a table or a rule with one",
        ),
        (RULE + "[rules.odd.without_reference]\n", "rule odd: 'minor' is missing"),
        (RULE + "[rules.odd.without_reference]\nmajor = 3\n", "rule odd: 'minor' is missing"),
        (RULE + "[rules.odd.without_reference]\ncue = 3\n", "rule odd: cue is not known"),
        (RULE + "without_reference = 3\n", "rule odd: without_reference is 3, expected a table"),
        ("[rules]\nodd = 3\n", "rule odd is 3, expected a table"),
        (RULE.replace('measure = "range_share"\n', ""), "rule odd: 'measure' is missing"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_the_reason(save: Save, text: str, why: str) -> None:
    save("mine", HEAD + text)
    with pytest.raises(InputError) as caught:
        load_exercise("mine")
    assert "mine.toml cannot be used" in str(caught.value)
    assert why in str(caught.value)
