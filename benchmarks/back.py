"""The judged back on drawn lifters: ``python -m benchmarks.back [--sets 150] [--jobs 2] [--json FILE]``.

One repetition each, found by the pose model: body, clothes, hair, room, light, camera, load and the true
lumbar flexion differ from one to the next. A third is neutral (14–25°), a third marked (45–56°), a third in
between. Squat-like lifts with the trunk at 27 to 34° are told apart: they are judged with a doubt. Further
sets lie outside one gate each and must be refused with that gate's reason. ``--ladder`` does something else:
one set for every body, from neutral to marked (`benchmarks.back_ladder`).
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.back_cases import (
    MARKED_DEG,
    NEUTRAL_DEG,
    OUTSIDE,
    RULE,
    SHALLOW,
    Case,
    draw_case,
    read_arc_deg,
)
from benchmarks.back_ladder import print_ladders
from formcheck.pose.models import get_model
from formcheck.simulate.workers import map_in_order
from formcheck.validate.agreement import find_wilson_interval, fit_line, measure_agreement
from formcheck.validate.tasks import find_exact_poses, find_rendered_poses, review_poses

HOLLOW_RULE = "over_arched_back"
MEANT_DEG = 39.0
"""Lumbar flexion that the threshold of 16° of arc stands for on this figure."""
MEANT_LINE = (1.17, -29.0)
"""Slope and offset of the arc over lumbar flexion by which the limits are told (`benchmarks.spine_index`)."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came of a set: verdicts, highest severity, the reason, and the index as measured and exactly."""

    number: int
    group: str
    lumbar_deg: float
    look: str
    facing: str
    verdict: str
    severity: int
    reason: str
    hollow_verdict: str
    arc_deg: float
    exact_arc_deg: float


def judge_case(case: Case) -> Judged:
    """Draw a case, find its poses and judge it."""
    lumbar_deg, look, clip = draw_case(case)
    found = review_poses(find_rendered_poses(clip, case.model), clip.plan.movement)
    exact = review_poses(find_exact_poses(clip), clip.plan.movement)
    verdict = found.verdicts[RULE]
    faults = [fault for judged in found.reps for fault in judged.faults if fault.rule == RULE]
    return Judged(
        number=case.number,
        group=case.group,
        lumbar_deg=lumbar_deg,
        look=look,
        facing=clip.camera.facing,
        verdict=verdict.verdict,
        severity=max((fault.severity for fault in faults), default=0),
        reason=verdict.reason,
        hollow_verdict=found.verdicts[HOLLOW_RULE].verdict,
        arc_deg=read_arc_deg(found),
        exact_arc_deg=read_arc_deg(exact),
    )


def find_roc_area(negative: Iterable[float], positive: Iterable[float]) -> float:
    """Area under the ROC curve: the chance that a positive value lies above a negative one."""
    low, high = np.array(list(negative)), np.array(list(positive))
    if not len(low) or not len(high):
        return math.nan
    above = high[:, None] > low[None, :]
    same = high[:, None] == low[None, :]
    return float((above + 0.5 * same).mean())


def describe(results: Sequence[Judged]) -> list[str]:
    """Sum the results up in lines of text."""
    inside = [one for one in results if not one.group]
    shallow = [one for one in results if one.group == SHALLOW]
    lines = _describe_judged(inside, "within all gates") if inside else []
    lines += _describe_judged(shallow, SHALLOW) if shallow else []
    for outside, word in OUTSIDE.items():
        group = [one for one in results if one.group == outside]
        refused = sum(one.verdict == "not_judged" for one in group)
        right = sum(one.verdict == "not_judged" and word in one.reason for one in group)
        lines.append(f"{outside}: {refused} of {len(group)} refused, {right} with the reason expected")
        if right < len(group):
            lines.append("  " + "; ".join(f"{one.verdict}: {one.reason}" for one in group))
    return lines


def _describe_judged(group: Sequence[Judged], name: str) -> list[str]:
    """Index and verdicts of sets that are to be judged."""
    neutral = [one for one in group if one.lumbar_deg <= NEUTRAL_DEG[1]]
    marked = [one for one in group if one.lumbar_deg >= MARKED_DEG[0]]
    between = [one for one in group if one not in neutral and one not in marked]
    lines = _describe_index(group, name)
    area = find_roc_area(
        *([one.arc_deg for one in part if not math.isnan(one.arc_deg)] for part in (neutral, marked))
    )
    lines.append(f"ROC area, marked (≥ 45°) against neutral (≤ 25°): {area:.3f}")
    for part_name, part in (("neutral", neutral), ("in between", between), ("marked", marked)):
        said = Counter(one.verdict for one in part)
        low, high = find_wilson_interval(said["present"], len(part))
        lines.append(
            f"{part_name}: {len(part)} sets, rounding in {said['present']} ({100 * low:.0f}–{100 * high:.0f} "
            f"%), clear in {said['absent']}, not judged {said['not_judged']}"
        )
    flagged = [one.lumbar_deg for one in group if one.verdict == "present"]
    cleared = [one.lumbar_deg for one in group if one.verdict == "absent"]
    if flagged and cleared:
        lines.append(
            f"least lumbar flexion called rounding {min(flagged):.0f}°, greatest called clear "
            f"{max(cleared):.0f}° (the threshold means {MEANT_DEG:.0f}°)"
        )
    hollow = Counter(one.hollow_verdict for one in neutral)
    lines.append(
        f"{HOLLOW_RULE} of the neutral: present in {hollow['present']}, clear in {hollow['absent']}, "
        f"not judged {hollow['not_judged']}"
    )
    lines.append(f"not judged {name}: " + (_list_reasons(group) or "none"))
    return lines


def _describe_index(group: Sequence[Judged], name: str) -> list[str]:
    """How the index follows the true lumbar flexion."""
    measured = [one for one in group if not math.isnan(one.arc_deg)]
    lines = [f"{len(group)} sets {name}, {len(measured)} measured"]
    for source, arcs in (
        ("as measured", [(one.lumbar_deg, one.arc_deg) for one in measured]),
        ("exact outline", [(one.lumbar_deg, one.exact_arc_deg) for one in measured]),
    ):
        line = fit_line([pair for pair in arcs if not math.isnan(pair[1])])
        lines.append(
            f"{source}: arc = {line.slope:.2f} · lumbar {line.offset:+.1f}, r {line.r:.3f}, "
            f"residual SD {line.residual_sd:.1f}°"
        )
    slope, offset_deg = MEANT_LINE
    errors = measure_agreement([one.arc_deg - slope * one.lumbar_deg - offset_deg for one in measured])
    lines.append(
        f"against the line by which the limits are told: {errors.bias:+.1f} ± {errors.sd:.1f}°, "
        f"at most {errors.worst:.1f}°"
    )
    return lines


def _list_reasons(results: Iterable[Judged]) -> str:
    reasons = Counter(one.reason for one in results if one.verdict == "not_judged")
    return "; ".join(f"{count} × {reason}" for reason, count in reasons.most_common())


def main() -> None:
    """Print how well the back is judged."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", type=int, default=150, help="sets within all gates")
    parser.add_argument("--shallow", type=int, default=18, help="squat-like sets, judged with a doubt")
    parser.add_argument("--outside", type=int, default=8, help="sets outside each gate")
    parser.add_argument("--ladder", action="store_true", help="climb the ladders of all bodies instead")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--json", type=Path, help="also write every set's result here")
    options = parser.parse_args()
    if options.ladder:
        print_ladders(options.jobs)
        return
    model = get_model()
    cases = [Case(k, options.seed, "", model) for k in range(options.sets)]
    cases += [Case(k, options.seed + 2, SHALLOW, model) for k in range(options.shallow)]
    cases += [Case(k, options.seed + 1, name, model) for name in OUTSIDE for k in range(options.outside)]
    results: list[Judged] = []
    for result in map_in_order(judge_case, cases, options.jobs):
        results.append(result)
        if len(results) % 20 == 0:
            print(f"{len(results)} of {len(cases)} sets", flush=True)
    print("\n".join(describe(results)))
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in results], indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
