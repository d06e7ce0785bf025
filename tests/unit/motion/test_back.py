"""The Dorsal Arc Angle of outlines whose curvature is known."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.motion.back import (
    LEAST_STATIONS,
    WINDOW,
    find_profile,
    fuse_profiles,
    measure_elbow_behind,
    measure_profile,
    trace_back,
)
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN, Landmark, Pose
from formcheck.simulate import plan_set
from tests.motion_factory import make_poses, make_times, mirror_pose, scale_pose
from tests.unit.motion.pose_factory import hide, make_pose

STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)
DEPTH = 0.12
"""How far behind the line hip → shoulder a flat back lies, in trunk lengths."""


def bend(arc_deg: float, slope: float = 0.0) -> NDArray:
    """Outline whose part in the window is a circular arc of that angle; NaN beyond the circle's end."""
    middle, half = sum(WINDOW) / 2, (WINDOW[1] - WINDOW[0]) / 2
    along = STATIONS - middle
    if arc_deg == 0:
        return DEPTH + slope * along
    radius = half / math.sin(math.radians(abs(arc_deg)) / 2)
    rise = radius**2 - along**2
    bulge = np.sqrt(np.where(rise > 0, rise, np.nan)) - math.sqrt(radius**2 - half**2)
    return DEPTH + slope * along + math.copysign(1.0, arc_deg) * bulge


def draw(profile: NDArray, lean_deg: float = 60.0, trunk_px: float = 140.0, facing: int = 1) -> Pose:
    """A pose with that outline: the back lies where `Pose` says, the belly 0.2 before the trunk."""
    lean = math.radians(lean_deg)
    u = np.array([facing * math.sin(lean), -math.cos(lean)])
    hip = np.array([320.0, 260.0])
    pose = make_pose(image={Landmark.LEFT_HIP: tuple(hip), Landmark.LEFT_SHOULDER: tuple(hip + trunk_px * u)})
    feet = hip + STATIONS[:, None] * trunk_px * u
    first = np.array([u[1], -u[0]])
    back, belly = profile[:, None] * trunk_px * facing * first, -0.2 * trunk_px * facing * first
    flanks = [feet + back, feet + belly] if facing > 0 else [feet + belly, feet + back]
    return replace(pose, flanks=np.array(flanks))


def read(profile: NDArray) -> float:
    return measure_profile(profile).arc_deg


def expect(arc_deg: float) -> float:
    """The index of a circular arc.

    Twelve times the mean height of a circle's segment over its chord is ``a (1 + a² / 30)`` to the third
    order. The mean over 61 samples of which two are zero is 60/61 of that, and the chord, raised to the
    second sample at either end, takes off 12 × 0.5 × (1/60) × (1 - 1/60) = 0.0983 of ``a``.
    """
    return arc_deg * (1.0 + math.radians(arc_deg) ** 2 / 30.0) * (60.0 / 61.0 - 0.0983)


class TestArc:
    @pytest.mark.parametrize("arc_deg", [-60, -45, -30, -20, -10, 0, 10, 20, 30, 45, 60])
    def test_it_follows_the_angle_of_a_circular_arc(self, arc_deg: float) -> None:
        shape = measure_profile(bend(arc_deg))
        assert shape.arc_deg == pytest.approx(expect(arc_deg), abs=0.5)
        assert shape.arc_deg == pytest.approx(0.9 * arc_deg, abs=0.02 * abs(arc_deg) + 1e-9)
        assert shape.fit_rms < 0.001
        assert shape.coverage == 1.0

    def test_it_grows_with_the_curvature(self) -> None:
        assert (np.diff([read(bend(arc_deg)) for arc_deg in range(-60, 61, 5)]) > 4.0).all()

    @pytest.mark.parametrize("slope", [-0.3, -0.1, 0.1, 0.3])
    def test_a_straight_back_is_straight_however_it_lies(self, slope: float) -> None:
        assert read(bend(0.0, slope)) == pytest.approx(0.0, abs=1e-6)
        assert read(bend(0.0) + 0.05) == pytest.approx(0.0, abs=1e-6)

    def test_hollow_and_round_in_one_cancel(self) -> None:
        wave = DEPTH + 0.02 * np.sin(2 * np.pi * (STATIONS - WINDOW[0]) / (WINDOW[1] - WINDOW[0]))
        wave[:2] = np.nan  # as many stations above the window's middle as below
        assert read(wave) == pytest.approx(0.0, abs=0.1)

    def test_stations_that_jump_out_hardly_count(self) -> None:
        spoilt = bend(20.0)
        spoilt[[12, 25, 26]] += 0.2
        assert read(spoilt) == pytest.approx(read(bend(20.0)), abs=2.0)
        assert measure_profile(spoilt).fit_rms > 0.03

    def test_a_collar_above_the_window_does_not_spoil_the_fit(self) -> None:
        collar = bend(15.0)
        collar[STATIONS > 0.92] += 0.05
        assert read(collar) == pytest.approx(read(bend(15.0)), abs=5.0)
        assert measure_profile(collar).fit_rms < 0.010

    def test_the_distance_from_the_fit_is_in_trunk_lengths(self) -> None:
        rough = bend(10.0) + 0.008 * np.where(np.arange(STATION_COUNT) % 2, 1.0, -1.0)
        assert measure_profile(rough).fit_rms == pytest.approx(0.008, abs=0.0005)


class TestMissing:
    def test_coverage_is_the_share_of_stations_with_an_edge(self) -> None:
        profile = bend(10.0)
        profile[::4] = np.nan
        shape = measure_profile(profile)
        assert shape.coverage == pytest.approx(35 / 47)
        assert shape.arc_deg == pytest.approx(read(bend(10.0)), abs=0.1)

    def test_fewer_than_twelve_stations_are_no_outline(self) -> None:
        profile = np.full(STATION_COUNT, np.nan)
        profile[10 : 10 + LEAST_STATIONS - 1] = DEPTH
        shape = measure_profile(profile)
        assert math.isnan(shape.arc_deg)
        assert math.isnan(shape.fit_rms)
        assert shape.coverage == pytest.approx(11 / 47)
        profile[9] = DEPTH
        assert math.isfinite(measure_profile(profile).arc_deg)

    def test_without_stations_in_the_window_nobody_knows_the_fit(self) -> None:
        profile = np.full(STATION_COUNT, np.nan)
        in_window = (STATIONS >= WINDOW[0]) & (STATIONS <= WINDOW[1])  # noqa: SIM300
        profile[~in_window] = DEPTH
        assert math.isnan(measure_profile(profile).fit_rms)

    def test_nobody_seen_has_no_outline(self) -> None:
        missing = Pose.missing(0.0)
        assert np.isnan(find_profile(missing, 1)).all()
        shape = measure_profile(find_profile(missing, 1))
        assert math.isnan(shape.arc_deg)
        assert shape.coverage == 0.0


class TestInvariance:
    ARCS_DEG = (-25.0, 0.0, 12.0, 30.0)

    @pytest.mark.parametrize("facing", [1, -1])
    @pytest.mark.parametrize("lean_deg", [0.0, 35.0, 60.0, 90.0, 110.0])
    @pytest.mark.parametrize("trunk_px", [45.0, 141.0, 300.0])
    def test_scale_inclination_and_side_do_not_matter(
        self, facing: int, lean_deg: float, trunk_px: float
    ) -> None:
        for arc_deg in self.ARCS_DEG:
            profile = bend(arc_deg)
            pose = draw(profile, lean_deg, trunk_px, facing)
            np.testing.assert_allclose(find_profile(pose, facing), profile, atol=1e-4)
            assert read(find_profile(pose, facing)) == pytest.approx(read(profile), abs=0.5)

    def test_neither_mirror_nor_scale_matter_to_the_figure(self) -> None:
        plan = plan_set("romanian_deadlift", reps=1, jitter=0.0, seed=1, faults={"spinal_rounding": 40.0})
        poses = [p for p in make_poses(plan, make_times(plan, rate_hz=5.0)) if 1.5 < p.t_s < 3.5]
        arcs_deg = [read(find_profile(pose, 1)) for pose in poses]
        assert np.isfinite(arcs_deg).all()
        mirrored = [read(find_profile(mirror_pose(pose), -1)) for pose in poses]
        smaller = [read(find_profile(scale_pose(pose, 0.4, (50.0, 9.0)), 1)) for pose in poses]
        np.testing.assert_allclose(mirrored, arcs_deg, atol=0.5)
        np.testing.assert_allclose(smaller, arcs_deg, atol=0.5)

    def test_the_other_flank_is_the_belly(self) -> None:
        pose = draw(bend(30.0))
        np.testing.assert_allclose(find_profile(pose, -1), 0.2, atol=1e-4)

    def test_a_rounder_figure_reads_more(self) -> None:
        arcs_deg = []
        for lumbar_deg in (26.0, 41.0, 56.0):
            faults = {"spinal_rounding": lumbar_deg}
            plan = plan_set("romanian_deadlift", reps=1, jitter=0.0, seed=1, faults=faults)
            poses = make_poses(plan, make_times(plan, rate_hz=5.0))
            arcs_deg.append(max(read(find_profile(pose, 1)) for pose in poses if 2.0 < pose.t_s < 3.5))
        assert arcs_deg[0] < arcs_deg[1] - 10.0 < arcs_deg[2] - 20.0


class TestFused:
    def test_every_station_is_the_median_of_what_was_seen(self) -> None:
        profiles = np.stack([np.full(STATION_COUNT, value) for value in (0.1, 0.3, 0.11)])
        assert fuse_profiles(profiles).tolist() == [0.11] * STATION_COUNT
        profiles[2, 5] = np.nan
        assert fuse_profiles(profiles)[5] == pytest.approx(0.2)

    @pytest.mark.parametrize(("seen", "is_found"), [(0, False), (1, False), (2, True), (3, True), (4, True)])
    def test_half_of_the_frames_must_show_an_edge(self, seen: int, is_found: bool) -> None:
        profiles = np.full((4, STATION_COUNT), 0.1)
        profiles[seen:, 20] = np.nan
        fused = fuse_profiles(profiles)
        assert math.isfinite(fused[20]) is is_found
        assert np.isfinite(np.delete(fused, 20)).all()

    def test_noise_falls_and_what_all_share_stays(self) -> None:
        rng = np.random.default_rng(5)
        profiles = bend(20.0) + rng.normal(0.0, 0.015, (40, STATION_COUNT))
        singles_deg = np.array([read(profile) for profile in profiles])
        fused = measure_profile(fuse_profiles(profiles))
        assert measure_profile(profiles[0]).fit_rms > 0.010 > 2 * fused.fit_rms
        true_deg = read(bend(20.0))
        off_deg = abs(fused.arc_deg - true_deg)
        assert off_deg < 2.0 < np.abs(singles_deg - true_deg).max()
        assert off_deg < 0.5 * np.abs(singles_deg - true_deg).mean()

    def test_what_recordings_keep_will_do(self) -> None:
        fused = fuse_profiles(np.stack([bend(10.0)] * 3).astype(np.float32))
        assert fused.dtype == np.float64
        assert read(fused) == pytest.approx(read(bend(10.0)), abs=0.01)


class TestElbow:
    @staticmethod
    def stand(facing: int, left: float, right: float, lean_deg: float = 60.0) -> Pose:
        """Elbows so far behind the line of the trunk, in trunk lengths."""
        pose = draw(bend(0.0), lean_deg, 100.0, facing)
        hip, shoulder = (np.array(pose.image[k], float) for k in (Landmark.LEFT_HIP, Landmark.LEFT_SHOULDER))
        u = (shoulder - hip) / 100.0
        behind = facing * 100.0 * np.array([u[1], -u[0]])
        image = np.array(pose.image)
        image[Landmark.LEFT_ELBOW] = hip + 0.6 * 100.0 * u + left * behind
        image[Landmark.RIGHT_ELBOW] = hip + 0.2 * 100.0 * u + right * behind
        return replace(pose, image=image)

    @pytest.mark.parametrize("facing", [1, -1])
    @pytest.mark.parametrize(("left", "right"), [(0.3, -0.4), (-0.4, 0.3), (0.0, 0.3), (0.3, 0.3)])
    def test_the_hinder_one_is_told_in_trunk_lengths(self, facing: int, left: float, right: float) -> None:
        assert measure_elbow_behind(self.stand(facing, left, right), facing) == pytest.approx(0.3, abs=1e-5)

    def test_before_the_trunk_it_is_negative(self) -> None:
        assert measure_elbow_behind(self.stand(1, -0.2, -0.5), 1) == pytest.approx(-0.2, abs=1e-5)

    def test_upright_and_facing_right_behind_is_image_left(self) -> None:
        pose = make_pose(
            image={
                Landmark.LEFT_HIP: (300, 300),
                Landmark.LEFT_SHOULDER: (300, 200),
                Landmark.LEFT_ELBOW: (280, 250),
            }
        )
        assert measure_elbow_behind(pose, 1) == pytest.approx(0.2)
        assert measure_elbow_behind(pose, -1) == pytest.approx(-0.2)

    def test_what_was_not_seen_has_no_place(self) -> None:
        pose = self.stand(1, 0.3, -0.4)
        assert measure_elbow_behind(hide(pose, Landmark.LEFT_ELBOW), 1) == pytest.approx(-0.4, abs=1e-5)
        assert math.isnan(measure_elbow_behind(hide(pose, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW), 1))
        assert math.isnan(measure_elbow_behind(hide(pose, Landmark.LEFT_HIP), 1))


class TestTrace:
    @pytest.mark.parametrize("facing", [1, -1])
    def test_it_runs_along_the_outline_from_hip_to_shoulder(self, facing: int) -> None:
        pose = draw(bend(25.0), facing=facing)
        line = trace_back(pose, facing)
        assert line.shape == (61, 2)
        back = np.array(pose.flanks[0 if facing > 0 else 1], float)
        near = np.linalg.norm(line[:, None] - back[None], axis=-1)
        assert near.min(axis=1).max() < 140.0 * 1.15 / 46  # no further than a station apart
        ends = [np.array([np.interp(w, STATIONS, back[:, k]) for k in (0, 1)]) for w in WINDOW]
        np.testing.assert_allclose(line[[0, -1]], ends, atol=0.3)

    def test_nothing_is_drawn_where_nothing_was_found(self) -> None:
        profile = np.full(STATION_COUNT, np.nan)
        profile[: LEAST_STATIONS - 1] = DEPTH
        assert trace_back(draw(profile), 1).shape == (0, 2)
        assert trace_back(Pose.missing(0.0), 1).shape == (0, 2)
