"""Bundles of synthetic sets, with a track and pictures on disk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import cv2
import numpy as np

from formcheck.pose.landmarks import Pose
from formcheck.pose.track import Track, TrackWriter
from formcheck.report.formats import Bundle
from formcheck.report.set_report import SetReport
from tests.unit.report.report_factory import film, make_report

MADE_AT = datetime(2025, 12, 2, 8, 5, 30)


def save_track(poses: list[Pose], path: Path) -> Track:
    with TrackWriter(path) as writer:
        for pose in poses:
            writer.append(pose)
        writer.finish({"source": {"name": path.name}, "pose": {}})
    return Track(path)


def save_picture(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    _, data = cv2.imencode(path.suffix, np.full((48, 64, 3), (30, 60, 200), np.uint8))
    path.write_bytes(data.tobytes())


def make_bundle(kind: str, folder: Path) -> Bundle:
    """The report of one kind of set with its track, and a picture of its first fault."""
    report = make_report(kind)
    for number, judged in enumerate(report.reps):
        if judged.faults:
            name = "faults/first.jpg"
            save_picture(folder / name)
            report = name_picture(report, number, {judged.faults[0].rule: name})
            break
    return Bundle(report, save_track(film(kind)[1], folder / "pose.npz"), folder, made_at=MADE_AT)


def name_picture(report: SetReport, number: int, pictures: dict[str, str]) -> SetReport:
    """The report with pictures of one repetition."""
    reps = list(report.reps)
    reps[number] = replace(reps[number], pictures=pictures)
    return replace(report, reps=tuple(reps))
