"""What is said when: the rules of the voice, without a clock or a loudspeaker."""

from __future__ import annotations

import math
from collections.abc import Sequence

from formcheck.faults.judgement import Fault
from formcheck.live.state import ADVICE, COUNT, CUE, PRAISE, URGENT, Cue, Said
from formcheck.report.findings import LEVELS, MAJOR, say_count

ADVICE_AFTER_S, ADVICE_AGAIN_AFTER_S = 4.0, 8.0
"""Advice is silent until it has stood for so long, and is repeated so long after it was said."""
CUE_STAYS_S = 1.5
"""A cue is shown for so long at least, and until the next turn."""
PRAISE_FIRST, PRAISE_EVERY = 2, 5
"""Praise after so many clean repetitions running, then after every so many. All numbers here: judgement of
the authors."""


class Speaker:
    """Decide what is said: the number of a repetition, at most one cue for it, seldom praise.

    The same cue is never said for two repetitions running; a fault that comes again is only shown.
    """

    def __init__(self) -> None:
        self._cued_rep = -1
        self._cued_rule = ""
        self._clean = 0
        self._advice = ""
        self._advice_since_s = self._advised_s = math.nan

    def count(self, number: int) -> list[Said]:
        """Say the number of the repetition just completed."""
        return [Said(str(number), COUNT)]

    def cue(self, rep: int, faults: Sequence[Fault]) -> tuple[Cue | None, list[Said]]:
        """Choose what is shown and said of a repetition.

        Parameters
        ----------
        rep : int
            Its number.
        faults : sequence of Fault
            In the order in which a coach would speak of them, without those worth only watching.

        Returns
        -------
        Cue or None, list of Said
            Nothing where the repetition had its cue already. Where all that could be said was said for the
            repetition before, the first is shown in silence.
        """
        if not faults or rep == self._cued_rep:
            return None, []
        fresh = [fault for fault in faults if not self._was_just_said(rep, fault)]
        chosen = fresh[0] if fresh else faults[0]
        if fresh:
            self._cued_rep, self._cued_rule = rep, chosen.rule
        return _make_cue(chosen), [Said(chosen.cue, CUE)] if fresh else []

    def interrupt(self, rep: int, fault: Fault) -> tuple[Cue | None, list[Said]]:
        """Say at once what must not wait for the end of the repetition under way."""
        cue, said = self.cue(rep, [fault])
        return cue, [Said(line.text, URGENT) for line in said]

    def _was_just_said(self, rep: int, fault: Fault) -> bool:
        return fault.rule == self._cued_rule and rep - self._cued_rep <= 1

    def judge(self, level: str) -> list[Said]:
        """Take the level of a repetition of which everything is known, and say whether that is praised.

        What was not judged neither earns praise nor ends a row of clean repetitions.
        """
        if level in ("minor", "major"):
            self._clean = 0
        if level not in ("good", "info"):
            return []
        self._clean += 1
        is_due = self._clean == PRAISE_FIRST or self._clean % PRAISE_EVERY == 0
        return [Said(f"{say_count(self._clean, 'clean ')}.", PRAISE)] if is_due else []

    def advise(self, t_s: float, advice: str) -> list[Said]:
        """Say what to change before the set, once it has stood for a while; empty: nothing to change."""
        if advice != self._advice:
            self._advice, self._advice_since_s, self._advised_s = advice, t_s, math.nan
        if not advice or t_s - self._advice_since_s < ADVICE_AFTER_S:
            return []
        if t_s - self._advised_s < ADVICE_AGAIN_AFTER_S:
            return []
        self._advised_s = t_s
        return [Said(f"{advice}.", ADVICE)]


def _make_cue(fault: Fault) -> Cue:
    return Cue(fault.cue, LEVELS[min(fault.severity, MAJOR)], fault.rule)


class ShownCue:
    """Keep the one cue that is shown."""

    def __init__(self) -> None:
        self._since_s = math.nan
        self._has_turned = False
        self.cue: Cue | None = None

    def show(self, t_s: float, cue: Cue | None) -> None:
        """Show a cue in the place of the one before; None: leave what there is."""
        if cue is not None:
            self.cue, self._since_s, self._has_turned = cue, t_s, False

    def follow(self, t_s: float, turns: bool) -> None:
        """Take the next instant, at which the athlete turns or not, and drop a cue that has had its time."""
        self._has_turned |= turns
        if self.cue is not None and self._has_turned and t_s - self._since_s >= CUE_STAYS_S:
            self.cue = None

    def clear(self) -> None:
        """Show none any more."""
        self.cue = None
