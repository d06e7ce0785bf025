"""Watch a clip being read: count along, and tell what is known so far."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import cv2
import numpy as np

from formcheck.app.findings import sum_up_so_far
from formcheck.app.messages import Message, Opened, Previewed, Progressed, Recognised
from formcheck.events import Event, RepCompleted
from formcheck.exercises.exercise import Exercise
from formcheck.faults.judgement import SETTLED_AFTER_S
from formcheck.motion.back import trace_back
from formcheck.motion.catalogue import SIGNALS
from formcheck.motion.legs import SEGMENT_SPAN
from formcheck.motion.scale import BodyScale
from formcheck.motion.view import FacingVote
from formcheck.pose.landmarks import Picture, Pose
from formcheck.recognition.guesser import MovementGuesser
from formcheck.session import Session
from formcheck.video.overlay import Outline, draw_pose
from formcheck.video.reader import Frame, VideoInfo

Tell = Callable[[Message], None]

PROGRESS_EVERY_S, PREVIEW_EVERY_S = 0.25, 1.0
"""Seconds of the wall clock between two messages: what an eye can follow."""
POINT_EVERY_S = 0.1
"""Seconds of the clip between two points of the movement signal: a chart of a set needs no more."""
BENT_DEG = (35.0, 100.0)
"""Lean of the trunk between which the outline of the back is drawn on the preview."""
PREVIEW_PX, PREVIEW_QUALITY = 960, 78
STRIP_FRAMES = 6


class Spectator:
    """Count along while the poses of a clip are found.

    Parameters
    ----------
    exercise : Exercise or None
        None: the movement is recognised, as early as that can be.
    open_session : callable
        Opens the session of an exercise and this athlete.
    tell : callable
        Is told every message.
    is_stopped : callable
        Whether reading is to stop.

    Attributes
    ----------
    session : Session or None
        None: the movement is not known.
    guesser : MovementGuesser or None
        None: the movement was named.
    last_s : float
        Time of the last picture.
    """

    def __init__(
        self,
        exercise: Exercise | None,
        open_session: Callable[[Exercise], Session],
        tell: Tell,
        is_stopped: Callable[[], bool],
    ) -> None:
        self._start, self._tell, self._is_stopped = open_session, tell, is_stopped
        self.session: Session | None = None
        self.guesser = MovementGuesser() if exercise is None else None
        self.last_s = math.nan
        self._scale = BodyScale()
        self._facing: FacingVote | None = None
        self._points: list[tuple[float, float]] = []
        self._frames = 0
        self._told_s = self._previewed_s = -math.inf
        self._strip: list[bytes] = []
        self._settles_s = math.inf
        if exercise is not None:
            self._open_session(exercise, was_named=True)

    @property
    def strip(self) -> list[bytes]:
        """Up to six pictures spread over the clip, as JPEG."""
        if len(self._strip) <= STRIP_FRAMES:
            return self._strip
        places = np.linspace(0, len(self._strip) - 1, STRIP_FRAMES)
        return [self._strip[round(place)] for place in places.tolist()]

    def take(self, pose: Pose) -> None:
        """Take the next pose."""
        self.last_s = pose.t_s
        if self.guesser is None:
            self._count_along(pose)
        else:
            self._guess(self.guesser, pose)

    def follow(self, info: VideoInfo, frame: Frame, pose: Pose) -> bool:
        """Look at the next picture; False when reading is to stop."""
        if self._frames == 0:
            self._tell(Opened(info.width_px, info.height_px, info.duration_s, info.nominal_fps))
        self._frames += 1
        now_s = time.monotonic()
        if now_s - self._told_s >= PROGRESS_EVERY_S:
            self._told_s = now_s
            self.tell_progress(info.share_until(frame.t_s))
        if now_s - self._previewed_s >= PREVIEW_EVERY_S:
            self._previewed_s = now_s
            jpeg = self._draw_preview(frame.image, pose)
            self._strip.append(jpeg)
            self._tell(Previewed(jpeg, frame.t_s))
        return not self._is_stopped()

    def tell_progress(self, share: float | None) -> None:
        """Tell how far it is, with the points of the signal since the last time."""
        t_s, values = zip(*self._points, strict=True) if self._points else ((), ())
        self._points.clear()
        self._tell(Progressed("reading", share, self._frames, t_s, values))

    def _open_session(self, exercise: Exercise, was_named: bool) -> None:
        self.session, self._facing = self._start(exercise), FacingVote(exercise.facing_by)
        self._scale = BodyScale()
        self._points.clear()
        signal = exercise.lanes[0].shown
        self._tell(Recognised(exercise.key, exercise.name, signal.name, signal.unit, was_named))

    def _guess(self, guesser: MovementGuesser, pose: Pose) -> None:
        """Count along with what the movement looks like by now; the end of the clip decides.

        The movement is followed when it is recognised as another one: at the end of the clip the report is
        then made of what has been counted, and nothing has to be counted anew.
        """
        session = self.session
        known, count = (session.exercise, session.count) if session is not None else (None, 0)
        exercise = guesser.push(pose, known, count)
        if exercise is None:
            self._count_along(pose)
            return
        self._open_session(exercise, was_named=False)
        for one in guesser.poses:
            self._push(one)
        self._tell_findings(pose.t_s)

    def _count_along(self, pose: Pose) -> None:
        """Take a pose in the session, if there is one, and tell what is new."""
        if any(isinstance(event, RepCompleted) for event in self._push(pose)):
            self._settles_s = pose.t_s + SETTLED_AFTER_S
            self._tell_findings(pose.t_s)
        elif pose.t_s >= self._settles_s:
            self._settles_s = math.inf
            self._tell_findings(pose.t_s)

    def _push(self, pose: Pose) -> list[Event]:
        if self.session is None:
            return []
        events = self.session.push(pose)
        if pose.found:
            self._scale.push(pose)
            if self._facing is not None:
                self._facing.push(pose)
        if not self._points or pose.t_s - self._points[-1][0] >= POINT_EVERY_S:
            signal = self.session.exercise.lanes[0].shown
            value = signal.read(pose, self._scale) if pose.found else math.nan
            self._points.append((pose.t_s, value))
        return events

    def _tell_findings(self, now_s: float) -> None:
        if self.session is not None:
            self._tell(sum_up_so_far(self.session.finish(), now_s))

    def _draw_preview(self, picture: Picture, pose: Pose) -> bytes:
        outline = None
        facing = self._facing.facing if self._facing is not None else 0
        if pose.found and facing:
            points = trace_back(pose, facing)
            outline = Outline(points, None) if len(points) and _is_bent(pose) else None
        drawn = draw_pose(picture, pose, outline, self._has_clear_legs(pose))
        height, width = drawn.shape[:2]
        scale = min(1.0, PREVIEW_PX / max(height, width))
        if scale < 1.0:
            size = max(1, round(width * scale)), max(1, round(height * scale))
            drawn = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, PREVIEW_QUALITY])
        return data.tobytes()

    def _has_clear_legs(self, pose: Pose) -> bool:
        """Whether this pose's legs have the length of legs: others are hidden, and hinted at only."""
        lengths = [SIGNALS[name].read(pose, self._scale) for name in ("thigh_length", "shank_length")]
        return all(SEGMENT_SPAN[0] <= length <= SEGMENT_SPAN[1] for length in lengths)


def _is_bent(pose: Pose) -> bool:
    return BENT_DEG[0] <= SIGNALS["world_trunk_inclination"].compute(pose) <= BENT_DEG[1]
