"""Pooling comparisons, and the table made of them."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from formcheck.validate.accuracy import check_aims, is_timed, sum_up
from formcheck.validate.comparison import Comparison, FaultTally
from formcheck.validate.tables import lay_out_sheets, write_markdown

CLIP = Comparison(
    name="a", exercise="good_morning", expected=5, tolerance=0, counted=5, partial=0, yaw_deg=4.0,
    view="side", is_alone=True, has_plates=False, leans_back=False, rate_hz=30.0, person_share=1.0,
    remarks=(), edges={"start_s": (0.02, -0.04), "end_s": (0.13,)}, tempo={"eccentric_s": (0.05, 0.15)},
    angles={"hip": np.array([1.0, -3.0, math.nan])}, spine=((20.0, -6.0), (40.0, 18.0)),
    faults={"short_range": (FaultTally(hits=1), FaultTally(hits=2, false_alarms=1, correct_rejections=7))},
    withheld=(0, 0, 0),
)  # fmt: skip
OBLIQUE = replace(
    CLIP, name="b", exercise="romanian_deadlift", counted=4, tolerance=1, yaw_deg=40.0, view="oblique",
    person_share=0.5, edges={"start_s": (9.0,)}, tempo={}, spine=(), faults={},
    withheld=(2, 3, 1), remarks=("Turn side-on.",),
)  # fmt: skip
LOST = replace(CLIP, name="c", counted=2, leans_back=True, spine=(), faults={})
SINGLE = replace(CLIP, name="d", expected=None, counted=0, edges={}, tempo={}, angles={}, spine=(), faults={})


@pytest.fixture
def table():
    return sum_up([CLIP, OBLIQUE, LOST, SINGLE])


def test_counts(table):
    whole = table["counts"]["all"]
    assert (whole["sets"], whole["reps"], whole["counted"]) == (3, 15, 11)
    assert (whole["exact"], whole["within_tolerance"], whole["off_by_one"]) == (1, 2, 2)
    assert whole["mae"] == pytest.approx(4 / 3, abs=1e-4)
    assert table["counts"]["romanian_deadlift"]["sets"] == 1


def test_pose_found(table):
    assert table["pose_found"] == {"sets": 4, "mean": 0.875, "lowest": 0.5, "sets_from_99_percent": 3}


def test_angles_are_pooled_by_yaw(table):
    near, far = table["angles_deg"]["0-15"]["hip"], table["angles_deg"]["30-60"]["hip"]
    assert (near["sets"], near["frames"], near["n"], near["bias"], near["mae"], near["worst"]) == (
        2, 6, 4, -1.0, 2.0, 3.0,
    )  # fmt: skip
    assert near["share"] == pytest.approx(2 / 3, abs=1e-4)
    assert far["sets"] == 1
    assert table["angles_deg"]["15-30"] == {}


def test_sets_in_company_are_told_apart():
    plates = replace(CLIP, name="f", has_plates=True, angles={"hip": np.array([9.0])})
    crowded = replace(CLIP, name="e", counted=9, is_alone=False, angles={"hip": np.array([80.0])})
    table = sum_up([CLIP, plates, crowded])
    assert table["angles_deg"]["0-15"]["hip"]["worst"] == 9.0
    assert table["angles_deg_apart"]["without plates"]["hip"]["worst"] == 3.0
    assert table["angles_deg_apart"]["in company"]["hip"]["worst"] == 80.0
    assert table["counts"]["somebody else in the picture"]["sets"] == 1
    assert table["counts"]["all"]["exact"] == 2
    assert not is_timed(crowded)
    page = write_markdown(lay_out_sheets(make_accuracy(table)))
    assert "| somebody else in the picture | 1 | 5 | 0 (0 %) |" in page
    assert "| hip, in company | 1 | 1 | 100 % | +80.0 |" in page


def test_aims_for_times_hold_side_on_without_leaning_back(table):
    start = table["edges_s"]["start_s"]
    assert (start["n"], start["bias"], start["worst"]) == (2, -0.01, 0.04)
    assert table["edges_s_elsewhere"]["start_s"]["n"] == 3
    assert table["edges_s_elsewhere"]["start_s"]["worst"] == 9.0


def test_spine_index(table):
    line = table["spine_index"]
    assert (line["n"], line["slope"], line["offset"]) == (2, 1.2, -30.0)


def test_faults_with_their_intervals(table):
    units = table["faults"]["short_range"]
    assert units["sets"]["hits"] == 1
    assert units["reps"]["hit_interval"] == [0.3424, 1.0]  # 2 of 2
    assert units["reps"]["correct_rejection_interval"] == [0.5291, 0.9776]  # 7 of 8
    assert table["withheld"] == {"withheld": 2, "of": 3, "wrong": 1, "sets": 1}


def test_aims_are_met_or_not(table):
    met = {row["aim"]: row["met"] for row in check_aims(table)}
    assert met["hip, mean absolute error, degrees"] is True
    assert met["start of a repetition, worst, s"] is True
    assert met["end of a repetition, worst, s"] is False
    assert met["eccentric, mean absolute error, s"] is True
    assert met["spine index, degrees a degree of lumbar flexion"] is True
    assert not any(aim.startswith("knee") for aim in met)  # nothing was measured


def test_nothing_to_sum_up_is_no_failure():
    table = sum_up([])
    assert table["counts"]["all"]["sets"] == 0
    assert table["counts"]["all"]["mae"] is None
    assert check_aims(table) == []


def make_accuracy(table, **changes):
    sets = [
        {"name": c.name, "expected": c.expected, "counted": c.counted, "partial": c.partial,
         "remarks": list(c.remarks), "within_tolerance": c.is_within, "is_timed": is_timed(c),
         "worst_edge_s": c.worst_edge_s, "worst_phase_s": 0.3 if c is CLIP else None,
         "yaw_deg": c.yaw_deg, "angle_mae_deg": {"hip": 8.1 if c is LOST else 7.9, "knee": None}}
        for c in (CLIP, OBLIQUE, LOST)
    ]  # fmt: skip
    return {
        "measured": table, "exact": None, "aims": check_aims(table), "not_supported": {"plank": 2},
        "checked_as_another": None, "problems": [], "sets": sets, **changes,
    }  # fmt: skip


def test_the_page_tells_everything(table):
    page = write_markdown(lay_out_sheets(make_accuracy(table)))
    assert "| all | 3 | 15 | 1 (33 %) | 2 (67 %) | 2 (67 %) | 1.33 |" in page
    assert "| short range, reps | 2 | 0 | 34–100 | 1 | 7 | 53–98 | 0 | 0 |" in page
    assert "| plank | 2 | not supported yet |" in page
    assert "| rules that need a side view | 1 | 2 of 3 | 1 |" in page
    assert "| c | 5 | 2 | 0 |" in page
    assert "| b |" not in page  # within its tolerance, and too oblique to be held to the aims
    assert "| a | 0.13 | 0.30 |" in page
    assert "| c | 8.1 | – | – | – |" in page
    assert "| a | 7.9 |" not in page  # within twice the aim of 4°


def test_exact_landmarks_stand_beside_the_measured(table):
    sheets = {s.title: s for s in lay_out_sheets(make_accuracy(table, exact=sum_up([CLIP])))}
    assert sheets["Angles"].columns[-1] == "exact"
    assert sheets["Angles"].rows[0][-1] == "2.0"
    assert sheets["Tempo"].rows[0][-1] == "0.030"


def test_other_movements_checked_as_one(table):
    others = {"exercise": "good_morning", "clips": 3, "counted": [["x.mp4", "plank", 2]]}
    page = write_markdown(lay_out_sheets(make_accuracy(table, checked_as_another=others)))
    assert "| x.mp4 (plank) | 1 | as good_morning: 2 counted, expected 0 |" in page
    assert "| others as good_morning | 2 | 0 counted, as expected |" in page
