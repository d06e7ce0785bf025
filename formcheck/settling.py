"""One repetition of a set that goes on, judged as its report of that instant would judge it.

What a repetition is judged by besides itself is little: its neighbours, the own range, whose first
repetitions are timed anew, and what the rules remember of the repetitions before. That memory is kept, and
is made anew only where what those were judged by has changed.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from formcheck.counting import CountedCycle
from formcheck.exercises.exercise import Exercise
from formcheck.exercises.rules import RepJudge, RepJudgement
from formcheck.faults.judgement import BackReference
from formcheck.recording import Recording
from formcheck.report.set_report import JudgedRep
from formcheck.reps.rep import Rep, RepKind
from formcheck.retiming import SetTimer, is_pick_up
from formcheck.scores import CueChooser, score_rep
from formcheck.summary import SetView, find_own_range

SAME_RATE, SAME_SHARE = 0.05, 0.001
"""A frame rate and a share of the own range judge as before while they moved by no more than so much of
themselves: the one is a median over the set and trembles with every picture, the other is known but for
rounding (judgement of the authors)."""


@dataclass(frozen=True, slots=True)
class _Basis:
    """What all repetitions of a set are judged by.

    The own range stands for itself as a share of the first range that is known: the trunk, which lengths are
    told in, is measured over the whole set, and cancels out.
    """

    decided: tuple[object, ...]
    facing: int
    reference: BackReference | None
    rate_hz: float
    own_share: float

    def is_like(self, other: _Basis) -> bool:
        """Whether repetitions are judged by the other as by this."""
        return (
            (self.decided, self.facing, self.reference) == (other.decided, other.facing, other.reference)
            and _is_near(self.rate_hz, other.rate_hz, SAME_RATE)
            and _is_near(self.own_share, other.own_share, SAME_SHARE)
        )


def _is_near(one: float, other: float, share: float) -> bool:
    return math.isclose(one, other, rel_tol=share) or (math.isnan(one) and math.isnan(other))


class SettlingJudge:
    """Judge single repetitions of a set that goes on.

    Parameters
    ----------
    exercise : Exercise
    recording : Recording
        Of the set; it grows.
    """

    def __init__(self, exercise: Exercise, recording: Recording) -> None:
        self._exercise, self._recording = exercise, recording
        self._basis: _Basis | None = None
        self._forget()

    def judge(
        self, cycles: Sequence[CountedCycle], k: int, facing: int, reference: BackReference | None
    ) -> JudgedRep:
        """Judge one movement.

        Parameters
        ----------
        cycles : sequence of CountedCycle
            All movements of the set so far, in the order of time.
        k : int
            Which one of them.
        facing : int
            +1 image-right, -1 image-left, 0 unclear.
        reference : BackReference or None
            The athlete's own neutral hinge.

        Returns
        -------
        JudgedRep
            As `formcheck.summary.summarise_set` would give it now.
        """
        timer = SetTimer(self._exercise, self._recording, cycles, facing)
        own_range = find_own_range(_time_counted(timer, cycles))
        view = SetView(self._exercise, self._recording, timer, own_range, facing, reference)
        rep = self._name(view, cycles, k)
        if not rep.is_counted:
            return view.put_together(rep, None, RepJudgement())
        self._remember(view, cycles, k)
        judged = _judge(view, k, rep, self._rules.fork())
        return replace(judged, cue=self._cues.fork().choose(judged))

    def _name(self, view: SetView, cycles: Sequence[CountedCycle], k: int) -> Rep:
        """Number a repetition, and say whether it was a pick-up."""
        rep = view.timer.time(k)
        if not rep.is_counted:
            return rep
        rep = replace(rep, index=sum(cycle.is_full for cycle in cycles[: k + 1]))
        if rep.index == 1:
            later = (other.range for other in _time_counted(view.timer, cycles, k + 1))
            return replace(rep, kind=RepKind.PICK_UP) if is_pick_up(self._exercise, rep, later) else rep
        return rep

    def _remember(self, view: SetView, cycles: Sequence[CountedCycle], k: int) -> None:
        """Let the rules and the cues take all repetitions before number ``k``."""
        basis = _find_basis(view, cycles)
        is_known = self._basis is not None and self._basis.is_like(basis)
        if not is_known or self._taken != list(cycles[: min(len(self._taken), k)]):
            self._forget()
            self._basis = basis
        for number in range(len(self._taken), k):
            if cycles[number].is_full:
                rep = self._name(view, cycles, number)
                self._cues.choose(_judge(view, number, rep, self._rules))
            self._taken.append(cycles[number])

    def _forget(self) -> None:
        self._taken: list[CountedCycle] = []
        self._rules, self._cues = RepJudge(self._exercise.rules), CueChooser(self._exercise.rules)


def _time_counted(timer: SetTimer, cycles: Sequence[CountedCycle], first: int = 0) -> Iterator[Rep]:
    """The repetitions that count from one on, each timed when it is asked for."""
    return (timer.time(n) for n in range(first, len(cycles)) if cycles[n].is_full)


def _find_basis(view: SetView, cycles: Sequence[CountedCycle]) -> _Basis:
    own_share = math.nan
    if not math.isnan(view.own_range):
        ranges = (rep.range for rep in _time_counted(view.timer, cycles))
        own_share = view.own_range / next(reach for reach in ranges if not math.isnan(reach))
    return _Basis(view.timer.basis, view.facing, view.reference, view.timer.rate_hz, own_share)


def _judge(view: SetView, k: int, rep: Rep, rules: RepJudge) -> JudgedRep:
    window = view.cut_window(k, rep)
    return score_rep(view.exercise, view.put_together(rep, window, rules.judge(window)))
