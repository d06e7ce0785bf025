"""The annotated video: every picture again, with what the report knows of that instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import numpy as np

from formcheck.exercises.exercise import Sides
from formcheck.exercises.rules import Rule
from formcheck.faults import back_arc
from formcheck.motion.back import measure_elbow_behind, trace_back
from formcheck.motion.legs import SEGMENT_SPAN, find_clear_legs
from formcheck.motion.view import View
from formcheck.pose.landmarks import Picture, Pose
from formcheck.pose.track import Track
from formcheck.reach_narrator import ReachNarrator, find_level
from formcheck.report.set_report import SetReport
from formcheck.reps.rep import Rep
from formcheck.video.ink import Level
from formcheck.video.overlay import Headline, Outline, Reach, draw_frame, measure_frame_px
from formcheck.video.pairing import pair_poses
from formcheck.video.reader import open_video
from formcheck.video.writer import VideoWriter

BACK_WORDS = {"spinal_rounding": "rounded", "over_arched_back": "arched"}
"""What a back is called that has the fault."""


class Narrator:
    """Tell for any instant of a reviewed set what to show: count, phase, tempo, and the back's outline.

    Parameters
    ----------
    report : SetReport
        A finished report.
    """

    def __init__(self, report: SetReport) -> None:
        counted = [judged.rep for judged in report.reps if judged.rep.is_counted]
        self._counted_s = [rep.counted_s for rep in counted]
        self._tempos = [f"rep {rep.index}  {rep.tempo}" for rep in counted]
        spans = sorted(
            (span for judged in report.reps for span in judged.rep.phases), key=lambda span: span.start_s
        )
        self._spans = [span for span in spans if span.end_s > span.start_s]
        self._starts_s = [span.start_s for span in self._spans]
        self._words = report.exercise.phase_words
        hints = [gate.hint for gate in report.quality.gates if not gate.ok]
        self._note = f"Not judged: {hints[0]}" if hints else report.exercise.name
        self._back = BackNarrator(report)
        self._reach = ReachNarrator(report)
        self._legs = LegNarrator(report)

    def find_outline(self, pose: Pose) -> Outline | None:
        """The outline of the back in this pose, with the level of its repetition; None: not to be drawn."""
        return self._back.find_outline(pose)

    def find_reaches(self, pose: Pose) -> tuple[Reach, ...]:
        """The raised limbs of this pose, with the levels of its repetition; none: not to be drawn."""
        return self._reach.find_reaches(pose)

    def has_clear_legs(self, pose: Pose) -> bool:
        """Whether the legs of this pose may be drawn as seen."""
        return self._legs.has_clear_legs(pose)

    def describe(self, t_s: float) -> Headline:
        """What to show at ``t_s``; a repetition counts from the instant the counter decided."""
        count = bisect_right(self._counted_s, t_s)
        number = bisect_right(self._starts_s, t_s) - 1
        phase = ""
        if number >= 0 and t_s < self._spans[number].end_s:
            phase = self._words[self._spans[number].phase.value]
        tempo = self._tempos[count - 1] if count else ""
        return Headline(count, phase, tempo, self._note, self._back.legend or self._reach.legend)


class BackNarrator:
    """Tell for any pose of a reviewed set what the back's outline looks like and what came of it.

    Parameters
    ----------
    report : SetReport
        A finished report.

    Attributes
    ----------
    legend : tuple of (Level, str)
        The levels that occur in this set, with their words; empty where no rule of the exercise looks at
        the back.
    """

    def __init__(self, report: SetReport) -> None:
        self._rules = find_back_rules(report)
        self._facing = {"right": 1, "left": -1}.get(report.quality.facing, 0)
        signals = report.signals
        self._t_s, self._side_on = signals["t_s"], signals["side"]
        self._lean_deg = signals["trunk_lean"]
        self._reps = [judged for judged in report.reps if judged.rep.is_counted]
        self._starts_s = [judged.rep.start_s for judged in self._reps]
        names = {rule.name for rule in self._rules}
        self._levels = [find_level(judged, names) for judged in self._reps]
        reps = self._reps if self._rules else ()
        self._least_bends_deg = [self._find_least_bend_deg(judged.rep) for judged in reps]
        self.legend = self._make_legend() if self._rules else ()

    def find_outline(self, pose: Pose) -> Outline | None:
        """The outline of the back in this pose, with the level of its repetition.

        Parameters
        ----------
        pose : Pose
            One of those the report was made from.

        Returns
        -------
        Outline or None
            None where the back cannot be seen: the trunk is too upright or too low, the view is not side-on,
            the facing or the outline is not clear, or no rule of the exercise looks at the back. Its level
            is None where it was not judged: outside of a repetition, in one whose back was refused, and
            where an elbow may cover the back.
        """
        if not (self._rules and self._facing and self._is_bent(pose.t_s)):
            return None
        points = trace_back(pose, self._facing)
        if not len(points):
            return None
        most_behind = self._rules[0].settings["most_elbow_behind"]
        is_covered = measure_elbow_behind(pose, self._facing) > most_behind
        return Outline(points, None if is_covered else self._find_level(pose.t_s))

    def _is_bent(self, t_s: float) -> bool:
        frame = min(int(np.searchsorted(self._t_s, t_s)), len(self._t_s) - 1)
        if frame < 0 or not self._side_on[frame]:
            return False
        number = self._find_rep(t_s)
        usual_deg = self._rules[0].settings["least_bend_deg"]
        least_deg = usual_deg if number is None else self._least_bends_deg[number]
        return least_deg <= self._facing * self._lean_deg[frame] <= back_arc.STEEPEST_DEG

    def _find_least_bend_deg(self, rep: Rep) -> float:
        """From which lean on the back of a repetition was looked at: less where all of it is shallow."""
        settings = self._rules[0].settings
        lean_deg = self._facing * self._lean_deg[(self._t_s >= rep.start_s) & (self._t_s < rep.end_s)]
        is_shallow = not (lean_deg >= settings["least_bend_deg"]).any()
        return settings["shallow_from_deg" if is_shallow else "least_bend_deg"]

    def _find_level(self, t_s: float) -> Level:
        number = self._find_rep(t_s)
        return None if number is None else self._levels[number]

    def _find_rep(self, t_s: float) -> int | None:
        number = bisect_right(self._starts_s, t_s) - 1
        if number < 0:
            return None
        rep = self._reps[number].rep
        return number if t_s < max(rep.end_s, rep.counted_s) else None

    def _make_legend(self) -> tuple[tuple[Level, str], ...]:
        found = {fault.rule for judged in self._reps for fault in judged.faults if fault.severity >= 2}
        names = [rule.name for rule in self._rules if rule.name in found]
        faulty = " or ".join(BACK_WORDS.get(name, name.replace("_", " ")) for name in names)
        words: dict[Level, str] = {0: "flat", 1: "worth watching", 2: faulty, 3: f"clearly {faulty}"}
        levels = [level for level in words if level in self._levels]
        return (*((level, words[level]) for level in levels), (None, "not judged"))


class LegNarrator:
    """Tell for any pose of a reviewed set whether its legs may be drawn as seen.

    They may where the rules may measure them (`formcheck.motion.legs.find_clear_legs`, with the thigh the
    exercise asks for). From the front those proportions tell nothing, because a bent trunk is foreshortened;
    nor do plates stand before the legs there, or before those of a bird-dog.

    Parameters
    ----------
    report : SetReport
        A finished report.
    """

    def __init__(self, report: SetReport) -> None:
        signals = report.signals
        self._t_s = signals["t_s"]
        is_free = report.quality.view == View.FRONT or report.exercise.sides is Sides.DIAGONAL
        self._is_clear = np.full(len(self._t_s), is_free)
        if not self._is_clear.any():
            settled = signals["settled"] > 0
            thigh, shank = signals["thigh_length"][settled], signals["shank_length"][settled]
            asked = [rule.settings.get("least_thigh", SEGMENT_SPAN[0]) for rule in report.exercise.rules]
            least_thigh = min(asked, default=SEGMENT_SPAN[0])
            self._is_clear[settled] = find_clear_legs(self._t_s[settled], thigh, shank, least_thigh)

    def has_clear_legs(self, pose: Pose) -> bool:
        """Whether the legs of this pose, one of those the report was made from, may be drawn as seen."""
        frame = int(np.searchsorted(self._t_s, pose.t_s))
        return frame < len(self._t_s) and bool(self._is_clear[frame])


def find_back_rules(report: SetReport) -> tuple[Rule, ...]:
    """The rules of the exercise that judge the outline of the back."""
    return tuple(rule for rule in report.exercise.rules if rule.measure is back_arc.measure)


Watcher = Callable[[int, Picture, Pose], None]
"""Called with the number of a picture, the picture and its pose."""


def write_annotated(
    clip: Path,
    track: Track,
    report: SetReport,
    out: Path,
    report_progress: Callable[[str, float | None], None],
    watch: Watcher | None = None,
) -> None:
    """Draw the poses and the report on the clip's pictures, and write them as a browser's video.

    Parameters
    ----------
    clip : Path
        The video the track was made from.
    track : Track
        One pose for every picture read.
    report : SetReport
    out : Path
        The ``.webm`` to write.
    report_progress : callable
        Called with what is being done and the share done.
    watch : callable, optional
        Is shown every picture as it was read, so that nobody has to read the clip once more.
    """
    narrator = Narrator(report)
    with open_video(clip) as video:
        size_px = measure_frame_px(video.info.width_px, video.info.height_px)
        with VideoWriter(out, *size_px, fps=video.reading_fps) as writer:
            for number, frame, pose in pair_poses(video, track):
                t_s = frame.t_s
                if watch is not None:
                    watch(number, frame.image, pose)
                outline, has_clear_legs = narrator.find_outline(pose), narrator.has_clear_legs(pose)
                reaches = narrator.find_reaches(pose)
                headline = narrator.describe(t_s)
                drawn = draw_frame(frame.image, pose, headline, outline, has_clear_legs, reaches)
                writer.write(drawn, t_s)
                report_progress("Drawing the video", video.info.share_until(t_s))
