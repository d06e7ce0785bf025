"""The annotated video: every picture again, with what the report knows of that instant."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from pathlib import Path

import numpy as np

from formcheck.pose.track import Track
from formcheck.report.set_report import SetReport
from formcheck.video.overlay import Headline, draw_frame, measure_frame_px
from formcheck.video.reader import open_video
from formcheck.video.writer import VideoWriter


class Narrator:
    """Tell for any instant of a reviewed set what to show: count, phase, tempo.

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
        self._facing = {"right": 1, "left": -1}.get(report.quality.facing, 0)
        self._t_s, self._side_on = report.signals["t_s"], report.signals["side_on"]
        hints = [gate.hint for gate in report.quality.gates if not gate.ok]
        self._note = f"Not judged: {hints[0]}" if hints else report.exercise.name

    def find_back(self, t_s: float) -> int:
        """Tell to which side of the picture the athlete faces at ``t_s``; 0 where no back can be seen."""
        frame = min(int(np.searchsorted(self._t_s, t_s)), len(self._t_s) - 1)
        return self._facing if frame >= 0 and self._side_on[frame] else 0

    def describe(self, t_s: float) -> Headline:
        """What to show at ``t_s``; a repetition counts from the instant the counter decided."""
        count = bisect_right(self._counted_s, t_s)
        number = bisect_right(self._starts_s, t_s) - 1
        phase = ""
        if number >= 0 and t_s < self._spans[number].end_s:
            phase = self._words[self._spans[number].phase.value]
        return Headline(count, phase, self._tempos[count - 1] if count else "", self._note)


def write_annotated(
    clip: Path,
    track: Track,
    report: SetReport,
    out: Path,
    report_progress: Callable[[str, float | None], None],
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
    """
    narrator = Narrator(report)
    with open_video(clip) as video:
        size_px = measure_frame_px(video.info.width_px, video.info.height_px)
        with VideoWriter(out, *size_px, fps=video.reading_fps) as writer:
            for frame, pose in zip(video, track, strict=False):
                t_s = frame.t_s
                drawn = draw_frame(frame.image, pose, narrator.find_back(t_s), narrator.describe(t_s))
                writer.write(drawn, t_s)
                report_progress("Drawing the video", video.info.share_until(t_s))
