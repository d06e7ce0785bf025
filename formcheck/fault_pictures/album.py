"""Choose the pictures of a set's faults, the worst and a good one, and keep them as the clip goes by."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from formcheck.annotate import LegNarrator
from formcheck.fault_pictures.captions import write_caption
from formcheck.fault_pictures.marks import draw_scene
from formcheck.fault_pictures.scene import Finding
from formcheck.faults.judgement import BackReference, Fault
from formcheck.pose.landmarks import Picture, Pose
from formcheck.pose.track import Track
from formcheck.report.set_report import JudgedRep, SetReport
from formcheck.reps.rep import Rep
from formcheck.video.ink import MUTED, SCRIM, STROKES, WHITE, wrap, write_text
from formcheck.video.pairing import pair_poses
from formcheck.video.reader import open_video

FOLDER = "faults"
"""Name of the folder beside the report."""
JPEG_QUALITY = 85
WATCHED = ("back_arc", "hips_roll", "hold_arc")
"""Of these measures what is only worth watching is shown, too: whether a back is round or hips
are level, eyes judge best."""
_TITLE_PX, _DETAIL_PX = 19, 17


class FaultAlbum:
    """The pictures of one set's faults: the worst repetition of every rule, and the best at the same moment.

    Parameters
    ----------
    report : SetReport
        A finished report.
    folder : Path
        Where the report is written; the pictures go into ``faults`` below it, made with the first one.
    reference : BackReference, optional
        The athlete's own neutral hinge, if the report was made with it.

    Notes
    -----
    Nothing is kept in memory but what is to be caught: a picture is drawn and written as it goes by.
    """

    def __init__(self, report: SetReport, folder: Path, reference: BackReference | None = None) -> None:
        self._report = report
        self._folder = folder
        self._legs = LegNarrator(report)
        self._wanted: dict[int, list[Finding]] = {}
        self._kept: dict[tuple[int, str], str] = {}
        self._next = 0
        worst = choose_findings(report, reference)
        for finding in [*worst, *(best for one in worst if (best := find_best(report, one)) is not None)]:
            number = find_picture(report, finding.fault)
            if number is not None:
                self._wanted.setdefault(number, []).append(finding)

    @property
    def last_picture(self) -> int:
        """Number of the last picture wanted, from 0; -1 when there is none."""
        return max(self._wanted, default=-1)

    def watch(self, number: int, picture: Picture, pose: Pose) -> None:
        """Look at the next picture of the clip, and keep it where it shows a fault.

        Parameters
        ----------
        number : int
            Of its pose, from 0. Where one was left out, what was wanted of it is shown by the next.
        picture : ndarray, shape (H, W, 3), uint8
            As read; it stays as it is.
        pose : Pose
            Found in it.
        """
        due = [finding for one in range(self._next, number + 1) for finding in self._wanted.get(one, ())]
        self._next = max(self._next, number + 1)
        for finding in due if pose.found else ():
            name = name_file(finding)
            (self._folder / FOLDER).mkdir(exist_ok=True)
            seen = replace(finding, has_clear_legs=self._legs.has_clear_legs(pose))
            drawn = draw_finding(picture, pose, seen)
            _, data = cv2.imencode(".jpg", drawn, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
            (self._folder / FOLDER / name).write_bytes(data.tobytes())
            self._kept[finding.rep_index, finding.rule.name] = f"{FOLDER}/{name}"

    def read(self, clip: Path, track: Track, report_progress: Callable[[str, float | None], None]) -> None:
        """Read a clip once more, up to the last picture wanted and not further.

        Parameters
        ----------
        clip : Path
            The video the track was made from.
        track : Track
        report_progress : callable
            Called with what is being done and the share done.
        """
        last = self.last_picture
        if last < 0:
            return
        with open_video(clip) as video:
            for number, frame, pose in pair_poses(video, track):
                self.watch(number, frame.image, pose)
                report_progress("Drawing the faults", min(number, last) / (last + 1))
                if number >= last:
                    return

    def sign(self) -> SetReport:
        """The report, whose faults now name their pictures."""
        return replace(self._report, reps=tuple(self._sign_rep(judged) for judged in self._report.reps))

    def _sign_rep(self, judged: JudgedRep) -> JudgedRep:
        pictures = {rule: name for (index, rule), name in self._kept.items() if index == judged.rep.index}
        return replace(judged, pictures=pictures) if pictures else judged


def choose_findings(report: SetReport, reference: BackReference | None = None) -> list[Finding]:
    """Choose the worst repetition of every rule that found a fault.

    Parameters
    ----------
    report : SetReport
    reference : BackReference, optional

    Returns
    -------
    list of Finding
        At most one a rule, in the order of the rules: of the largest severity, then furthest beyond the
        limit, then the first. What is only worth watching is left out, but for the back.
    """
    facing = {"right": 1, "left": -1}.get(report.quality.facing, 0)
    findings = []
    for rule in report.exercise.rules:
        found = [
            Finding(rule, fault, judged.rep.index or 0, facing, reference)
            for judged in report.reps
            for fault in judged.faults
            if fault.rule == rule.name and judged.rep.is_counted
        ]
        found = [one for one in found if one.fault.severity >= (1 if one.measure_name in WATCHED else 2)]
        if found:
            sign = -1.0 if rule.flags_below else 1.0
            findings.append(max(found, key=lambda one: (one.fault.severity, sign * one.fault.value)))
    return findings


def find_best(report: SetReport, worst: Finding) -> Finding | None:
    """Find the best repetition without a fault, at the same moment.

    Parameters
    ----------
    report : SetReport
    worst : Finding

    Returns
    -------
    Finding or None
        Of severity 0: of the repetitions of the same side in which the rule saw nothing the one furthest from
        its limit, of a back the one least bent; None: there is none.
    """
    rule = worst.rule.name
    of_worst = next(judged.rep for judged in report.reps if judged.rep.index == worst.rep_index)
    good = [
        judged
        for judged in report.reps
        if judged.rep.is_counted
        and judged.rep.side == of_worst.side
        and rule in judged.measures
        and all(fault.rule != rule for fault in judged.faults)
        and all(unseen.rule != rule for unseen in judged.not_judged)
    ]
    if not good:
        return None
    sign = -1.0 if worst.rule.flags_below else 1.0
    is_back = worst.measure_name == "back_arc"

    def measure_badness(judged: JudgedRep) -> float:
        value = judged.measures[rule]
        return abs(value) if is_back else sign * value

    best = min(good, key=measure_badness)
    at_s = find_same_moment(of_worst, best.rep, find_moment(worst.fault))
    fault = replace(
        worst.fault,
        severity=0,
        value=best.measures[rule],
        start_s=best.rep.start_s,
        end_s=best.rep.end_s,
        at_s=at_s,
    )
    return replace(worst, fault=fault, rep_index=best.rep.index or 0)


def find_moment(fault: Fault) -> float:
    """When a fault shows best, seconds."""
    return 0.5 * (fault.start_s + fault.end_s) if math.isnan(fault.at_s) else fault.at_s


def find_same_moment(rep: Rep, other: Rep, at_s: float) -> float:
    """The time in another repetition that is as far on its way out or back as ``at_s`` is in this one."""
    ends_s = (rep.start_s, rep.turn_s, rep.end_s), (other.start_s, other.turn_s, other.end_s)
    return float(np.interp(at_s, *ends_s))


def find_picture(report: SetReport, fault: Fault) -> int | None:
    """Number of the picture that shows a fault: the nearest in time with the athlete in it.

    Returns
    -------
    int or None
        From 0; None when the athlete was in no picture.
    """
    t_s, found = report.signals["t_s"], report.signals["found"] > 0
    if not found.any():
        return None
    return int(np.argmin(np.where(found, np.abs(t_s - find_moment(fault)), np.inf)))


def name_file(finding: Finding) -> str:
    """Name of a picture's file; whatever a user's own rule is called, it stays inside its folder."""
    rule = re.sub(r"[^\w-]", "_", finding.rule.name)
    return f"{rule}_rep{finding.rep_index}.jpg"


def draw_finding(picture: Picture, pose: Pose, finding: Finding) -> Picture:
    """Draw one fault: the athlete with the measure, and the caption below.

    Parameters
    ----------
    picture : ndarray, shape (H, W, 3), uint8
        As read; it stays as it is.
    pose : Pose
        Found in it.
    finding : Finding

    Returns
    -------
    ndarray, shape (H', W', 3), uint8
    """
    drawn = draw_scene(picture, pose, finding).picture
    return np.concatenate([drawn, _draw_caption(finding, drawn.shape[1])])


def _draw_caption(finding: Finding, width: int) -> Picture:
    """Draw the caption as wide as the picture, on as many lines as it needs."""
    title, detail = write_caption(finding)
    margin = 12
    symbol = round(1.3 * _TITLE_PX)
    lines = [
        (line, margin + symbol, _TITLE_PX, WHITE, 600)
        for line in wrap(title, _TITLE_PX, 600, width - 2 * margin - symbol)
    ]
    lines += [
        (line, margin, _DETAIL_PX, MUTED, 400) for line in wrap(detail, _DETAIL_PX, 400, width - 2 * margin)
    ]
    height = margin + sum(round(1.35 * size) for _, _, size, _, _ in lines) + margin // 2
    caption = np.full((height, width, 3), SCRIM, np.uint8)
    y = margin // 2
    for text, x, size, colour, weight in lines:
        y += round(1.35 * size)
        write_text(caption, text, (x, y), size, colour, weight)
    _draw_symbol(caption, finding.fault.severity, (margin, margin // 2 + round(1.35 * _TITLE_PX)))
    return caption


def _draw_symbol(caption: Picture, severity: int, at: tuple[int, int]) -> None:
    """Draw the level as a shape on the first baseline: disc, ring, triangle or diamond."""
    colour = STROKES[severity].colour
    radius = round(0.42 * _TITLE_PX)
    x, y = at[0] + radius, at[1] - round(0.36 * _TITLE_PX)
    if severity <= 1:
        cv2.circle(caption, (x, y), radius - severity, colour, 2 if severity else cv2.FILLED, cv2.LINE_AA)
        return
    corners = {2: [(0, -1), (1, 0.8), (-1, 0.8)], 3: [(0, -1), (1, 0), (0, 1), (-1, 0)]}[severity]
    shape = np.rint(np.array(corners) * radius + (x, y)).astype(np.int32)
    cv2.fillPoly(caption, [shape], colour, cv2.LINE_AA)
