"""A report in words: what leads, what is praised, and that what was not judged is never passed over."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from formcheck.exercises.loader import list_exercises, load_exercise
from formcheck.report.set_report import JudgedRep, Momentum
from formcheck.report.verdict import SetVerdict, describe_corrections, is_clean, sum_up
from formcheck.report.wording import find_words
from formcheck.reps.rep import RepKind
from tests.unit.report.report_factory import KINDS, make_report
from tests.unit.report.told_sets import TURN, make_rep, tell

EIGHT = [make_rep(number) for number in range(1, 9)]


def read_facts(verdict: SetVerdict) -> dict[str, str]:
    return {fact.label: fact.value for fact in verdict.facts}


def list_words(verdict: SetVerdict) -> list[str]:
    words = [verdict.headline, verdict.cue, *verdict.good]
    words += [text for one in verdict.findings for text in (one.text, one.detail, one.cue)]
    return words + [text for one in verdict.unjudged for text in (one.text, one.advice)]


class TestHeadline:
    def test_a_clean_set_is_told_so(self) -> None:
        verdict = sum_up(tell(EIGHT))
        assert verdict.headline == "Nothing to change. Add one rep next time."
        assert verdict.findings == ()
        assert verdict.good == ("Eight clean reps.", "Flat back, full lockout, hips back.")

    def test_a_fault_leads_with_its_repetitions_and_its_cue(self) -> None:
        verdict = sum_up(tell(EIGHT, {2: [("neck_craning", 2, 38.0)], 5: [("neck_craning", 3, 55.0)]}))
        assert verdict.headline == "Your neck craned on reps 2 and 5."
        assert verdict.cue == "Look at the floor ahead – long neck."
        (finding,) = verdict.findings
        assert (finding.severity, finding.reps) == (3, (2, 5))
        assert finding.detail.startswith("Rep 5: 55°")

    def test_form_that_breaks_down_late_says_where_to_stop(self) -> None:
        late = [("spinal_rounding", 3, 32.0), ("neck_craning", 2, 40.0)]
        report = tell(EIGHT, {7: late, 8: late})
        assert report.summary.stop_rep == 6
        verdict = sum_up(report)
        assert verdict.headline == "Stop at 6. Your low back rounded on reps 7 and 8."
        assert not any("held up" in finding.text for finding in verdict.findings)

    def test_a_fault_from_the_first_repetition_on_does_not_say_stop(self) -> None:
        late = [("spinal_rounding", 3, 32.0), ("neck_craning", 2, 40.0)]
        verdict = sum_up(tell(EIGHT, {1: [("spinal_rounding", 2, 18.0)], 7: late, 8: late}))
        assert verdict.headline == "Your low back rounded on reps 1, 7 and 8."
        assert "Form held up to rep 6." in [finding.text for finding in verdict.findings]

    def test_a_verdict_on_the_set_goes_before_a_single_slip(self) -> None:
        faults = {3: [("spinal_rounding", 2, 18.0)], **{n: [("neck_craning", 2, 40.0)] for n in (5, 6, 7)}}
        verdict = sum_up(tell(EIGHT, faults))
        assert [finding.rule for finding in verdict.findings] == ["neck_craning", "spinal_rounding"]

    def test_a_clear_slip_of_first_priority_leads_all_the_same(self) -> None:
        reps = [make_rep(number) for number in range(1, 25)]
        faults = {n: [("neck_craning", 2, 40.0)] for n in (5, 6, 7)} | {24: [("spinal_rounding", 3, 33.0)]}
        report = tell(reps, faults)
        assert report.verdicts["spinal_rounding"].verdict == "absent"
        assert sum_up(report).headline == "Stop at 23. Your low back rounded on rep 24."

    def test_what_is_only_worth_watching_does_not_lead(self) -> None:
        verdict = sum_up(tell(EIGHT, {4: [("spinal_rounding", 1, 12.0)]}))
        assert verdict.headline == "Nothing to change. Add one rep next time."
        assert verdict.findings[0].text == "Worth watching: rounded back on rep 4."
        assert verdict.findings[0].cue == ""

    def test_tempo_leads_where_nothing_else_does(self) -> None:
        quick = [make_rep(number, tempo_s=(1.1, 0.4, 1.2, 0.8)) for number in (1, 2, 3)]
        verdict = sum_up(tell(quick))
        assert verdict.headline == "Lowering was quick on every rep."
        assert verdict.cue == "Slow the lowering to 2 s."
        assert sum_up(tell(quick, {1: [("neck_craning", 3, 60.0)]})).headline.startswith("Your neck")

    @pytest.mark.parametrize("kind", ["nobody", "empty"])
    def test_nobody_is_said(self, kind: str) -> None:
        assert sum_up(make_report(kind)).headline == "We saw nobody in this clip."

    def test_no_repetition_is_said(self) -> None:
        verdict = sum_up(tell([make_rep(1, RepKind.PARTIAL)]))
        assert verdict.headline == "We saw no full rep."
        assert "One partial rep, not counted." in [finding.text for finding in verdict.findings]


class TestNotJudged:
    def test_too_little_judged_is_never_fine(self) -> None:
        verdict = sum_up(make_report("oblique"))
        assert verdict.headline == "Three reps, but too little could be judged."
        assert verdict.cue.startswith("Turn side-on")
        assert read_facts(verdict) == {"reps": "3", "clean": "–", "score withheld": "–", "judged": "3 %"}
        assert verdict.good == ()
        assert verdict.unjudged[0].text == "Score withheld: only 3 % could be judged."

    @pytest.mark.parametrize("kind", KINDS)
    def test_every_rule_not_judged_is_named(self, kind: str) -> None:
        report = make_report(kind)
        told = {(one.text.lower(), one.advice) for one in sum_up(report).unjudged}
        for rule, verdict in report.verdicts.items():
            if verdict.verdict == "not_judged":
                subject = find_words(rule).subject
                assert any(subject in text and advice == verdict.reason for text, advice in told)
        for gate in report.quality.gates:
            assert gate.ok or gate.hint in {advice for _, advice in told}

    def test_single_repetitions_are_named(self) -> None:
        verdict = sum_up(tell(EIGHT, unseen={"neck_craning": (3, 4), "heels_lift": None}))
        assert [(one.text, one.advice) for one in verdict.unjudged] == [
            ("Heels not judged.", TURN),
            ("Neck not judged on reps 3 and 4.", TURN),
        ]

    def test_what_was_not_seen_is_not_praised(self) -> None:
        assert "Flat back" in " ".join(sum_up(tell(EIGHT)).good)
        for rule in ("spinal_rounding", "over_arched_back"):
            assert "lat back" not in " ".join(sum_up(tell(EIGHT, unseen={rule: None})).good)

    def test_a_repetition_without_a_score_is_not_clean(self) -> None:
        judged = tell(EIGHT[:1]).reps[0]
        assert is_clean(judged)
        assert not is_clean(replace(judged, score=math.nan))
        assert not is_clean(JudgedRep(judged.rep))


class TestTrends:
    def test_slowing_is_told_and_is_no_fault(self) -> None:
        reps = [make_rep(n, tempo_s=(2.4, 0.4, 1.0 if n < 7 else 1.4, 0.8)) for n in range(1, 9)]
        (finding,) = sum_up(tell(reps)).findings
        assert finding.text == "Lifting slowed by 29 %. Normal tiredness, not a fault."
        assert sum_up(tell(reps)).headline.startswith("Nothing to change")

    def test_swing_is_told(self) -> None:
        summary = replace(tell(EIGHT).summary, momentum=Momentum(47.0, "some swing", 1.0))
        (finding,) = sum_up(tell(EIGHT, summary=summary)).findings
        assert (finding.text, finding.detail) == ("Some swing in the pulls.", "momentum 47 of 100")
        calm = replace(summary, momentum=Momentum(3.0, "controlled", 1.0))
        assert sum_up(tell(EIGHT, summary=calm)).findings == ()

    def test_a_back_that_gets_rounder_is_told_once(self) -> None:
        summary = replace(tell(EIGHT).summary, back_drift_deg=9.4, is_back_drifting=True)
        assert (
            sum_up(tell(EIGHT, summary=summary)).findings[0].text == "Your back got 9° rounder over the set."
        )
        round_back = {n: [("spinal_rounding", 2, 20.0)] for n in (6, 7, 8)}
        texts = [one.text for one in sum_up(tell(EIGHT, round_back, summary=summary)).findings]
        assert not any("rounder" in text for text in texts)

    def test_a_tempo_told_by_its_rule_is_not_told_twice(self) -> None:
        reps = [make_rep(n, tempo_s=(0.5, 0.4, 1.2, 0.8)) for n in (1, 2, 3)]
        faults = {n: [("dropped_lowering", 2, 0.7)] for n in (1, 2, 3)}
        assert [one.rule for one in sum_up(tell(reps, faults)).findings] == ["dropped_lowering"]

    def test_what_is_not_counted_is_told(self) -> None:
        reps = [make_rep(1, RepKind.PICK_UP), make_rep(2), make_rep(3, RepKind.FAILED)]
        texts = [finding.text for finding in sum_up(tell(reps)).findings]
        assert texts == ["One failed rep, not counted.", "The first rep looks like the pick-up."]


def test_the_back_is_held_against_what_it_was_held_against() -> None:
    faults = {1: [("spinal_rounding", 2, 18.0)]}
    own = {"origin": "given"}
    assert sum_up(tell(EIGHT[:2], faults)).findings[0].detail == "Rep 1: 18° over straight; limit 15°"
    report = tell(EIGHT[:2], faults, provenance={"calibration": own})
    assert sum_up(report).findings[0].detail == "Rep 1: 18° over your neutral hinge; limit 15°"


def test_corrections_that_made_a_difference_are_counted() -> None:
    def describe(*outcomes: str) -> str:
        told = [{"change": "added_rep", "outcome": outcome} for outcome in outcomes]
        return describe_corrections(tell(EIGHT, provenance={"corrections": told} if told else {}))

    assert describe() == describe("refused", "no effect") == ""
    assert describe("applied", "refused") == "Corrected by you: 1 change."
    assert describe("applied", "applied") == "Corrected by you: 2 changes."


@pytest.mark.parametrize("kind", KINDS)
def test_sentences_are_short_and_plain(kind: str) -> None:
    for words in list_words(sum_up(make_report(kind))):
        assert "_" not in words
        assert "nan" not in words.lower().split()
        assert "!" not in words
    headline = sum_up(make_report(kind)).headline
    assert all(len(sentence.split()) <= 14 for sentence in re.split(r"(?<=[.?]) ", headline))


@pytest.mark.parametrize("name", list_exercises())
def test_every_rule_of_ours_has_words_of_its_own(name: str) -> None:
    for rule in load_exercise(name).rules:
        words = find_words(rule.name)
        assert words.happened[0].isupper()
        assert not words.happened.startswith("We saw"), rule.name
        assert words.name
        assert words.subject
