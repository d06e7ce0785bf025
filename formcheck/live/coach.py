"""The live coach: pictures of one athlete in, what to show and say out. The engine is that of a review."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Protocol, runtime_checkable

from formcheck.calibration import AnyCalibration, Origin
from formcheck.exercises.exercise import Exercise
from formcheck.live.calibrating import CalibrationGuide, Step
from formcheck.live.describe import describe_set, lay_out_landmarks
from formcheck.live.gates import Light, measure_light
from formcheck.live.leg_watch import LegWatch
from formcheck.live.limits import find_wish, load_limits
from formcheck.live.options import LiveOptions
from formcheck.live.set_follower import SetFollower
from formcheck.live.set_up import SetUpCoach
from formcheck.live.speech import Speaker
from formcheck.live.state import (
    ADVICE,
    CALIBRATING,
    COUNT,
    READY,
    RESTING,
    SETTING_UP,
    TRAINING,
    LiveState,
    Said,
)
from formcheck.motion.signals import find_near_side
from formcheck.pose.estimator import PoseEstimator
from formcheck.pose.landmarks import Picture, Pose
from formcheck.pose.pose_store import PoseStore
from formcheck.recognition.guesser import MovementGuesser
from formcheck.report.set_report import SetReport
from formcheck.session import Session

READY_WORDS = "Ready"
SURE_FROM_REPS = 3
"""From so many repetitions on the movement stays what it was taken for: the count has been said aloud."""
UNNAMED_AFTER_S = 15.0
"""Where no movement was recognised by now, it is asked for after the set (judgement of the authors)."""
UNNAMED_DETAIL = "The movement is recognised by itself."


@runtime_checkable
class CountsPeople(Protocol):
    """An estimator that can tell how many people are in a picture."""

    def count_people(self, picture: Picture) -> int:
        """How many people are seen in one BGR picture."""
        ...


class LiveCoach:
    """Coach one athlete before one camera through one set.

    Everything seen goes through one `Session`, set-up included, as a review of the same pictures would push
    it: whoever begins without waiting is counted. That session begins anew only before the first repetition:
    with the calibration, and when the athlete comes into the picture. Each has a clock of its own, which
    begins with its first pose, so that poses, report and clip of a set go together.

    Parameters
    ----------
    estimator : PoseEstimator
        Owned: closed along with the coach.
    options : LiveOptions

    Attributes
    ----------
    poses : PoseStore
        Those of the set so far, on its own clock, where they are to be kept; while no movement is recognised,
        all that were seen.
    began_s : float
        When the set began, on the camera's clock; NaN: no pose was taken into it yet.
    stage : str
        As of `formcheck.live.state.LiveState`.
    """

    def __init__(self, estimator: PoseEstimator, options: LiveOptions) -> None:
        self._estimator, self._options = estimator, options
        self._limits = load_limits()
        self._exercise = options.exercise
        self._guesser = MovementGuesser(SURE_FROM_REPS) if options.exercise is None else None
        self._set_up = SetUpCoach(find_wish(self._exercise), self._limits)
        self._guide = self._open_guide()
        self._calibration = options.calibration
        self._origin = options.origin
        self._adviser = Speaker()
        self._last_s = -math.inf
        self._people_s = -math.inf
        self._was_advised = False
        self._has_said_ready = False
        self._step: tuple[str, str] | None = None
        self._awaits_home = False
        self.poses = PoseStore()
        self.began_s = math.nan
        self.stage = SETTING_UP
        self._legs = LegWatch(self._exercise)
        self._follower = None if self._exercise is None else self._open_set(self._exercise)

    def take(self, picture: Picture, t_s: float) -> LiveState:
        """Take the next picture.

        Parameters
        ----------
        picture : ndarray, shape (H, W, 3), uint8
            BGR, not mirrored.
        t_s : float
            When it was taken, in seconds on a clock that grows.

        Returns
        -------
        LiveState

        Raises
        ------
        ValueError
            When time does not grow.
        """
        if not t_s > self._last_s:
            raise ValueError(f"Picture at {t_s} s, expected later than {self._last_s} s")
        pose = self._estimator.estimate(picture, t_s)
        is_before = self.stage in (SETTING_UP, CALIBRATING)
        people = self._count_people(picture, t_s) if is_before else None
        return self.follow(pose, measure_light(picture) if is_before else None, people)

    def follow(self, pose: Pose, light: Light | None = None, people: int | None = None) -> LiveState:
        """Take the next pose, with what its picture showed besides; see `take`."""
        self._last_s = pose.t_s
        said = self._recognise(pose)
        if self._follower is not None:
            self._push(self._follower, pose)
            if self.stage not in (SETTING_UP, CALIBRATING) or self._has_begun():
                said += self._follower.said
        else:
            self._keep(pose)
        said += self._advance(pose, light, people)
        return self._describe(pose, sorted(said, key=lambda line: line.priority))

    def finish(self) -> SetReport | None:
        """The report of the set so far; None: nothing was seen, or no movement was recognised."""
        if self._follower is None or math.isinf(self._last_s):
            return None
        return self._follower.session.finish(self._options.source, self._options.provenance)

    @property
    def has_set(self) -> bool:
        """Whether a repetition was counted, or a movement not recognised for so long that it is asked for."""
        if self._follower is None:
            return self._last_s - self.began_s >= UNNAMED_AFTER_S
        return self._follower.session.count > 0

    @property
    def taken(self) -> AnyCalibration | None:
        """The calibration that was taken before this set; None: none was."""
        return None if self._calibration is self._options.calibration else self._calibration

    def close(self) -> None:
        """Give the pose model's memory back, and forget the poses."""
        self._estimator.close()
        self.poses.close()

    def skip_calibration(self) -> None:
        """Go on without a calibration."""
        self._guide = None

    def _count_people(self, picture: Picture, t_s: float) -> int | None:
        if not isinstance(self._estimator, CountsPeople):
            return None
        if t_s - self._people_s < self._limits.people_every_s:
            return None
        self._people_s = t_s
        return self._estimator.count_people(picture)

    def _open_guide(self) -> CalibrationGuide | None:
        options, exercise = self._options, self._exercise
        if exercise is None or exercise.calibration is None or not options.calibrates:
            return None
        return CalibrationGuide(exercise, options.made_on)

    def _open_set(self, exercise: Exercise) -> SetFollower:
        """Begin the set anew."""
        self.poses.clear()
        self.began_s = math.nan
        return SetFollower(Session(exercise, self._calibration, self._origin), self._limits)

    def _push(self, follower: SetFollower, pose: Pose) -> None:
        """Take a pose into the set."""
        follower.push(self._keep(pose))

    def _keep(self, pose: Pose) -> Pose:
        """Keep a pose, where that is wanted; returns it on the set's clock, which begins with the first."""
        if math.isnan(self.began_s):
            self.began_s = pose.t_s
        own = self._put_on_clock(pose)
        if self._options.keeps_poses:
            self.poses.append(own)
        return own

    def _put_on_clock(self, pose: Pose) -> Pose:
        """The same pose on the clock of the set."""
        return replace(pose, t_s=pose.t_s - self.began_s)

    def _recognise(self, pose: Pose) -> list[Said]:
        """Follow what the movement looks like, where it was not named; its count so far is said once."""
        if self._guesser is None:
            return []
        count = self._follower.session.count if self._follower is not None else 0
        found = self._guesser.push(pose, self._exercise, count)
        if found is None:
            return []
        self._exercise = found
        self._set_up.wish = find_wish(found)
        self._legs = LegWatch(found)
        follower = self._follower = self._open_set(found)
        for one in self._guesser.poses[:-1]:
            self._push(follower, one)
        return [Said(str(follower.session.count), COUNT)] if follower.session.count else []

    def _has_begun(self) -> bool:
        """Whether the set goes on, whatever the set-up still asks for."""
        if self._follower is None:
            return False
        least = self._limits.skip_reps if self._guide is not None else 1
        return self._follower.session.count >= least

    def _advance(self, pose: Pose, light: Light | None, people: int | None) -> list[Said]:
        """Go from one stage to the next."""
        if self.stage in (SETTING_UP, CALIBRATING):
            if self._has_begun():
                self.stage, self._guide = TRAINING, None
                return []
            return self._prepare(pose, light, people)
        return self._attend()

    def _prepare(self, pose: Pose, light: Light | None, people: int | None) -> list[Said]:
        self._set_up.push(pose, light, people)
        advice = self._set_up.advice
        if self.stage == SETTING_UP:
            if not self._set_up.is_complete:
                self._was_advised |= advice is not None
                return self._adviser.advise(pose.t_s, advice.advice if advice is not None else "")
            follower = self._follower
            if self._was_advised and follower is not None and not follower.has_moved:
                # What setting up looked like is no part of the set; who stands ready by now stays so.
                self._follower = self._open_set(follower.exercise)
                self._guesser = None if self._guesser is None else MovementGuesser(SURE_FROM_REPS)
                for one in self._set_up.poses:
                    self._push(self._follower, one)
            self.stage = CALIBRATING if self._guide is not None else READY
            self._was_advised = False
            return []
        if self._guide is None:
            self.stage = READY
            return []
        if not pose.found and advice is not None:
            self.stage = SETTING_UP
            return []
        return self._calibrate(pose, self._guide)

    def _calibrate(self, pose: Pose, guide: CalibrationGuide) -> list[Said]:
        self._awaits_home |= guide.push(pose)
        follower = self._follower
        if self._awaits_home and follower is not None and follower.rests_for_s >= self._limits.settle_s:
            # The way back from the hold belongs to the calibration, and is no repetition of the set.
            self._awaits_home = False
            if guide.result is not None:  # a try that was refused leaves what was known
                self._calibration, self._origin = guide.result, Origin.GIVEN
            self._follower = self._open_set(follower.exercise)
            if guide.result is not None:
                self._guide, self.stage = None, READY
                return []
        step = guide.step
        asked = (step.text, step.refusal)
        if asked == self._step:
            return []
        self._step = asked
        return [Said(step.refusal or f"{step.text}.", ADVICE)]

    def _attend(self) -> list[Said]:
        """From ready to training, to resting and back."""
        follower, limits = self._follower, self._limits
        if follower is None:
            return []
        t_s = self._last_s - self.began_s
        if follower.is_moving:
            self.stage = TRAINING
            return []
        if self.stage == READY:
            if not follower.is_armed or self._has_said_ready:
                return []
            self._has_said_ready = True
            return [Said(f"{READY_WORDS}.", ADVICE)]
        is_away = t_s - follower.away_since_s >= limits.rest_after_s
        is_idle = t_s - follower.moved_s >= limits.idle_after_s
        if self.stage == TRAINING and (is_away or is_idle):
            self.stage = RESTING if follower.session.count else READY
        return []

    def _describe(self, pose: Pose, said: list[Said]) -> LiveState:
        follower, is_before = self._follower, self.stage in (SETTING_UP, CALIBRATING)
        advice, detail, countdown_s = self._find_advice()
        own = pose if follower is None or math.isnan(self.began_s) else self._put_on_clock(pose)
        known = {} if follower is None or is_before else describe_set(follower, own)
        return LiveState(
            t_s=pose.t_s,
            stage=self.stage,
            advice=advice,
            advice_detail=detail,
            checks=self._set_up.checks if is_before else (),
            countdown_s=countdown_s,
            said=tuple(said),
            landmarks=lay_out_landmarks(pose, self._legs.push(pose)),
            near_side=("left", "right")[find_near_side(pose)] if pose.found else None,
            outline=follower.find_back(own) if follower is not None else None,
            exercise=self._exercise.name if self._exercise is not None else None,
            **known,
        )

    def _find_advice(self) -> tuple[str | None, str, float | None]:
        """What to do before the set, why, and how long still."""
        if self.stage == CALIBRATING and self._guide is not None:
            step: Step = self._guide.step
            return step.text, step.detail, step.countdown_s
        advice = self._set_up.advice
        if self.stage == SETTING_UP and advice is not None:
            return advice.advice, advice.detail, None
        if self.stage == READY and self._exercise is None:
            return READY_WORDS, UNNAMED_DETAIL, None
        return None, "", None
