"""Everything around the bare model, with a scripted one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from formcheck.pose.estimator import TrackingEstimator
from formcheck.pose.finder import LONGER_SIDE_PX, choose_size_px
from formcheck.pose.landmarks import LEFT_RIGHT_PAIRS, Landmark, Picture, Pose
from formcheck.pose.tracking import Detection
from tests.picture_factory import paint
from tests.unit.pose.detection_factory import make_detection

STEP_S = 1 / 30
SIZES = [(640, 480), (1920, 1080), (3840, 2160), (1080, 1920), (511, 333), (333, 511), (853, 481), (161, 120),
         (1179, 2556), (2160, 3840), (1, 1)]  # fmt: skip


class ScriptedDetector:
    """Says what the script says of every picture, and remembers what it was given."""

    def __init__(self, script: Callable[[int, Picture], Detection | None]) -> None:
        self._script = script
        self.pictures: list[Picture] = []
        self.times_ms: list[int] = []
        self.closed = 0
        self.people: list[Detection] = []
        self.looks: list[Picture] = []

    def detect(self, rgb: Picture, t_ms: int) -> Detection | None:
        self.pictures.append(rgb.copy())
        self.times_ms.append(t_ms)
        return self._script(len(self.times_ms) - 1, rgb)

    def find_people(self, rgb: Picture) -> list[Detection]:
        self.looks.append(rgb.copy())
        return self.people

    def forget(self) -> None:
        raise AssertionError("one source, one start")

    def close(self) -> None:
        self.closed += 1


def see_figure(_k: int, _rgb: Picture) -> Detection:
    return make_detection()


def see_nobody(_k: int, _rgb: Picture) -> None:
    return None


def run(detector: ScriptedDetector, frames: int, start_s: float = 0.0) -> list[Pose]:
    """Estimate a plain clip."""
    estimator = TrackingEstimator(detector)
    return [estimator.estimate(paint(), start_s + k * STEP_S) for k in range(frames)]


class TestSize:
    @pytest.mark.parametrize(("width_px", "height_px"), SIZES)
    def test_the_width_is_a_multiple_of_four_in_the_pictures_proportions(
        self, width_px: int, height_px: int
    ) -> None:
        width, height = choose_size_px(width_px, height_px)
        assert width % 4 == 0
        assert height == pytest.approx(width * height_px / width_px, abs=0.5)
        assert max(width, height) == pytest.approx(LONGER_SIDE_PX, rel=0.01)

    @pytest.mark.parametrize(
        ("given", "expected"),
        [((640, 480), (640, 480)), ((3840, 2160), (640, 360)), ((1080, 1920), (360, 640))],
    )
    def test_known_sizes(self, given: tuple[int, int], expected: tuple[int, int]) -> None:
        assert choose_size_px(*given) == expected

    @pytest.mark.parametrize(("width_px", "height_px"), SIZES)
    def test_the_model_is_given_that_size_and_the_pose_says_so(self, width_px: int, height_px: int) -> None:
        detector = ScriptedDetector(see_figure)
        pose = TrackingEstimator(detector).estimate(paint(width_px, height_px), 0.0)
        assert pose.size_px == choose_size_px(width_px, height_px)
        assert detector.pictures[0].shape == (pose.size_px[1], pose.size_px[0], 3)


class TestTimes:
    def test_the_model_sees_milliseconds(self) -> None:
        detector = ScriptedDetector(see_nobody)
        run(detector, 4, start_s=2.0)
        assert detector.times_ms == [2000, 2033, 2067, 2100]

    def test_times_grow_for_the_model_whatever_the_source_says(self) -> None:
        detector = ScriptedDetector(see_figure)
        estimator = TrackingEstimator(detector)
        given_s = [-3.0, 0.0, 0.0, 0.0004, 1.0, 0.5, 0.5, 1.0, 1.001, 7.0]
        poses = [estimator.estimate(paint(), t_s) for t_s in given_s]
        assert all(a < b for a, b in zip(detector.times_ms, detector.times_ms[1:], strict=False))
        assert detector.times_ms[4] == 1000
        assert detector.times_ms[-1] == 7000
        assert [pose.t_s for pose in poses] == given_s


class TestPose:
    def test_the_delay_of_the_model_goes_with_every_pose(self) -> None:
        detector = ScriptedDetector(lambda _k, _rgb: make_detection((300.0, 200.0), 80.0))
        assert TrackingEstimator(detector, 0.04).estimate(paint(), 0.0).edge_delay_s == 0.04
        assert run(detector, 1)[0].edge_delay_s == 0.0

    def test_nobody_gives_a_missing_pose(self) -> None:
        (pose,) = run(ScriptedDetector(see_nobody), 1, start_s=4.5)
        assert not pose.found
        assert (pose.t_s, pose.size_px) == (4.5, (640, 480))

    def test_landmarks_are_pixels_of_the_analysed_picture(self) -> None:
        detector = ScriptedDetector(lambda _k, _rgb: make_detection((300.0, 200.0)))
        pose = TrackingEstimator(detector).estimate(paint(1280, 960), 0.0)
        np.testing.assert_allclose(pose.image[[23, 24]].mean(0), (300.0, 200.0))
        np.testing.assert_allclose(pose.world, make_detection().world.astype(np.float32))

    def test_the_model_gets_red_green_blue(self) -> None:
        detector = ScriptedDetector(see_nobody)
        blue = paint()
        blue[:] = (255, 20, 0)
        TrackingEstimator(detector).estimate(blue, 0.0)
        assert detector.pictures[0][0, 0].tolist() == [0, 20, 255]

    def test_a_landmark_outside_the_picture_is_nan_in_pixels_and_in_metres(self) -> None:
        def see(k: int, rgb: Picture) -> Detection:
            detection = make_detection()
            detection.image[Landmark.LEFT_WRIST] = (700.0, 100.0)
            detection.presence[Landmark.RIGHT_HEEL] = 0.1
            return detection

        pose = run(ScriptedDetector(see), 1)[0]
        unseen = [Landmark.LEFT_WRIST, Landmark.RIGHT_HEEL]
        assert np.isnan(pose.image[unseen]).all()
        assert np.isnan(pose.world[unseen]).all()
        assert np.isfinite(np.delete(pose.image, unseen, axis=0)).all()
        assert np.isfinite(pose.visibility).all()

    def test_the_first_moments_are_not_reliable(self) -> None:
        poses = run(ScriptedDetector(see_figure), 15)
        assert all(pose.found for pose in poses)
        assert [bool(pose.reliable.any()) for pose in poses] == [False] * 9 + [True] * 6

    def test_a_landmark_not_seen_is_never_reliable(self) -> None:
        def see(k: int, rgb: Picture) -> Detection:
            detection = make_detection()
            detection.presence[Landmark.NOSE] = 0.2
            return detection

        pose = run(ScriptedDetector(see), 20)[-1]
        assert not pose.reliable[Landmark.NOSE]
        assert np.delete(pose.reliable, Landmark.NOSE).all()

    def test_left_and_right_are_repaired(self) -> None:
        def see(k: int, rgb: Picture) -> Detection:
            detection = make_detection()
            if k >= 5:
                left, right = [11, 13, 15, 17, 19, 21], [12, 14, 16, 18, 20, 22]
                detection.image[left + right] = detection.image[right + left]
                detection.world[left + right] = detection.world[right + left]
            return detection

        poses = run(ScriptedDetector(see), 10)
        for pose in poses:
            np.testing.assert_array_equal(pose.image, poses[0].image)
            np.testing.assert_array_equal(pose.world, poses[0].world)


def see_masked(_k: int, rgb: Picture) -> Detection:
    mask = np.zeros(rgb.shape[:2], np.float32)
    mask[:, 300:340] = 1.0
    return make_detection((320.0, 230.0), mask=mask)


class TestFlanks:
    def test_the_trunk_is_cut_from_the_mask(self) -> None:
        pose = run(ScriptedDetector(see_masked), 1)[0]
        np.testing.assert_allclose(pose.flanks[0, :, 0], 299.5, atol=0.5)
        np.testing.assert_allclose(pose.flanks[1, :, 0], 339.5, atol=0.5)

    @pytest.mark.parametrize("hidden", [11, 12, 23, 24])
    def test_no_trunk_without_all_four_corners(self, hidden: int) -> None:
        def see(k: int, rgb: Picture) -> Detection:
            detection = see_masked(k, rgb)
            detection.presence[hidden] = 0.1
            return detection

        assert np.isnan(run(ScriptedDetector(see), 1)[0].flanks).all()

    def test_no_trunk_without_a_mask(self) -> None:
        assert np.isnan(run(ScriptedDetector(see_figure), 1)[0].flanks).all()


ATHLETE_PX, BYSTANDER_PX = (120.0, 230.0), (560.0, 230.0)
GREEN, RED = (0, 255, 0), (0, 0, 255)  # as OpenCV reads them


def paint_two(athlete: bool = True, bystander: bool = True) -> Picture:
    """A green athlete on the left and a red bystander on the right."""
    picture = paint()
    if athlete:
        picture[220:241, 110:131] = GREEN
    if bystander:
        picture[220:241, 550:571] = RED
    return picture


class DistractedDetector(ScriptedDetector):
    """Once it has looked at the bystander it stays there, as long as it can see the bystander."""

    def __init__(self, hops_at: int) -> None:
        super().__init__(self.follow)
        self._hops_at = hops_at
        self._is_distracted = False

    def follow(self, k: int, rgb: Picture) -> Detection | None:
        sees_athlete = tuple(rgb[230, 120]) == (0, 255, 0)
        sees_bystander = tuple(rgb[230, 560]) == (255, 0, 0)
        self._is_distracted |= k == self._hops_at
        self._is_distracted &= sees_bystander
        if self._is_distracted or (sees_bystander and not sees_athlete):
            return make_detection(BYSTANDER_PX, torso_px=60.0)
        return make_detection(ATHLETE_PX, torso_px=60.0) if sees_athlete else None


def is_blanked(picture: Picture, column: int) -> bool:
    """True when a column of the picture holds nothing but one grey, which is not the background's."""
    return bool((picture[:, column] == picture[0, column]).all()) and picture[0, column, 0] != 90


class TestBystander:
    def test_a_hop_to_a_bystander_is_refused_and_undone_by_the_next_picture(self) -> None:
        detector = DistractedDetector(hops_at=20)
        estimator = TrackingEstimator(detector)
        poses = [estimator.estimate(paint_two(), k * STEP_S) for k in range(40)]
        assert [k for k, pose in enumerate(poses) if not pose.found] == [20]
        for pose in poses[:20] + poses[21:]:
            np.testing.assert_allclose(pose.image[[23, 24]].mean(0), ATHLETE_PX)

    def test_only_the_athletes_surroundings_are_shown_until_the_return(self) -> None:
        detector = DistractedDetector(hops_at=20)
        estimator = TrackingEstimator(detector)
        for k in range(40):
            gone = 21 <= k < 30
            estimator.estimate(paint_two(athlete=not gone), k * STEP_S)
        blanked = [k for k, picture in enumerate(detector.pictures) if is_blanked(picture, 560)]
        assert blanked == list(range(21, 31))  # until the picture in which the athlete is back
        assert not any(is_blanked(picture, 120) for picture in detector.pictures)

    def test_after_a_second_the_bystander_becomes_the_athlete(self) -> None:
        detector = DistractedDetector(hops_at=20)
        estimator = TrackingEstimator(detector)
        times_s = [k * 0.04 for k in range(60)]  # the athlete leaves after 0.76 s
        poses = [estimator.estimate(paint_two(athlete=t_s < 0.78), t_s) for t_s in times_s]
        assert [t_s for t_s, pose in zip(times_s, poses, strict=True) if not pose.found] == times_s[20:45]
        np.testing.assert_allclose(poses[-1].image[[23, 24]].mean(0), BYSTANDER_PX)
        settled = [bool(pose.reliable.any()) for pose in poses[45:]]
        assert settled == [False] * 8 + [True] * 7  # a new start settles anew

    def test_a_set_begins_with_the_nearest_of_several_people(self) -> None:
        near, far = make_detection(ATHLETE_PX, 60.0), make_detection(BYSTANDER_PX, 40.0)
        detector = ScriptedDetector(lambda _k, rgb: near if is_blanked(rgb, 560) else far)
        detector.people = [far, near]
        estimator = TrackingEstimator(detector)
        poses = [estimator.estimate(paint_two(), k * STEP_S) for k in range(10)]
        assert not poses[0].found
        np.testing.assert_allclose(poses[1].image[[23, 24]].mean(0), ATHLETE_PX)
        assert len(detector.looks) == 2  # looking around costs a picture's time, so only at a start

    def test_the_callers_picture_is_left_as_it_was(self) -> None:
        estimator = TrackingEstimator(DistractedDetector(hops_at=1))
        for k in range(5):
            picture = paint_two()
            estimator.estimate(picture, k * STEP_S)
            np.testing.assert_array_equal(picture, paint_two())

    def test_behind_a_cut_of_the_scene_anyone_is_accepted_at_once(self) -> None:
        places = [ATHLETE_PX] * 20 + [BYSTANDER_PX] * 20
        estimator = TrackingEstimator(ScriptedDetector(lambda k, _rgb: make_detection(places[k], 60.0)))
        poses = [
            estimator.estimate(paint(grey=40 if k < 20 else 200), k * STEP_S) for k in range(len(places))
        ]
        assert all(pose.found for pose in poses)
        assert not poses[20].reliable.any()
        assert poses[39].reliable.any()


class TestClosing:
    def test_the_model_is_closed_with_the_estimator(self) -> None:
        detector = ScriptedDetector(see_nobody)
        with TrackingEstimator(detector) as estimator:
            estimator.estimate(paint(), 0.0)
            assert detector.closed == 0
        assert detector.closed == 1

    def test_the_model_is_closed_after_an_error_too(self) -> None:
        def fail(k: int, rgb: Picture) -> Detection | None:
            raise RuntimeError("model")

        detector = ScriptedDetector(fail)
        with pytest.raises(RuntimeError, match="model"), TrackingEstimator(detector) as estimator:
            estimator.estimate(paint(), 0.0)
        assert detector.closed == 1


def film(detections: list[Detection | None], greys: list[int] | None = None) -> list[Pose]:
    """Estimate a clip whose model sees those detections in pictures that grey."""
    estimator = TrackingEstimator(ScriptedDetector(lambda k, _rgb: detections[k]))
    shades = greys or [90] * len(detections)
    return [estimator.estimate(paint(grey=shade), k / 32) for k, shade in enumerate(shades)]


def list_settled(poses: list[Pose]) -> list[bool]:
    """Which poses may be measured with."""
    return [bool(pose.reliable.any()) for pose in poses]


def settle(pictures: int) -> list[bool]:
    """What a start looks like: 0.3 s at 32 pictures a second may not be measured with."""
    return [False] * 10 + [True] * (pictures - 10)


class TestLight:
    def test_lights_that_go_on_are_no_cut(self) -> None:
        plain = film([make_detection() for _ in range(40)])
        lit = film([make_detection() for _ in range(40)], [40] * 20 + [200] * 20)
        assert list_settled(lit) == list_settled(plain) == settle(40)
        assert all(pose.found for pose in lit)

    def test_the_lock_stays_when_the_lights_go_on(self) -> None:
        # A bystander is refused before and after; without the lock the second would be accepted.
        seen = [make_detection(ATHLETE_PX, 60.0) for _ in range(40)]
        seen[15] = seen[30] = make_detection(BYSTANDER_PX, 60.0)
        poses = film(list(seen), [40] * 20 + [200] * 20)
        assert [k for k, pose in enumerate(poses) if not pose.found] == [15, 30]

    def test_flickering_light_changes_nothing(self) -> None:
        poses = film([make_detection() for _ in range(40)], [40, 200] * 20)
        assert list_settled(poses) == settle(40)

    def test_a_small_move_with_the_light_is_no_cut_either(self) -> None:
        seen = [make_detection((320.0 + (14.0 if k >= 20 else 0.0), 230.0)) for k in range(40)]
        assert list_settled(film(list(seen), [40] * 20 + [200] * 20)) == settle(40)


class TestCut:
    def test_a_cut_to_another_place_settles_anew(self) -> None:
        seen = [make_detection((320.0 + (16.0 if k >= 20 else 0.0), 230.0)) for k in range(40)]
        poses = film(list(seen), [40] * 20 + [200] * 20)
        assert list_settled(poses) == settle(20) + settle(20)

    def test_the_same_step_without_a_cut_does_not(self) -> None:
        seen = [make_detection((320.0 + (16.0 if k >= 20 else 0.0), 230.0)) for k in range(40)]
        assert list_settled(film(list(seen))) == settle(40)

    @pytest.mark.parametrize("unseen", [1, 5])
    def test_a_cut_in_a_picture_without_a_detection_is_remembered(self, unseen: int) -> None:
        seen: list[Detection | None] = [make_detection(ATHLETE_PX, 60.0) for _ in range(20)]
        seen += [None] * unseen
        seen += [make_detection(BYSTANDER_PX, 60.0) for _ in range(20)]
        poses = film(seen, [40] * 20 + [200] * (unseen + 20))
        assert [pose.found for pose in poses] == [True] * 20 + [False] * unseen + [True] * 20
        assert not any(pose.found for pose in film(seen)[20:])  # without the cut: a bystander

    def test_it_is_remembered_until_the_next_detection_only(self) -> None:
        seen: list[Detection | None] = [make_detection(ATHLETE_PX, 60.0) for _ in range(20)]
        seen += [None, make_detection(ATHLETE_PX, 60.0), make_detection(BYSTANDER_PX, 60.0)]
        poses = film(seen, [40] * 20 + [200] * 3)
        assert [pose.found for pose in poses[20:]] == [False, True, False]

    def test_exchanged_sides_behind_a_cut_are_left_as_they_are(self) -> None:
        def turn_round(detection: Detection) -> Detection:  # filmed from the other side
            left, right = (list(side) for side in zip(*LEFT_RIGHT_PAIRS, strict=True))
            for array in (detection.image, detection.world):
                array[left + right] = array[right + left]
            return detection

        seen = [make_detection((300.0, 230.0)) for _ in range(20)]
        seen += [turn_round(make_detection((317.0, 230.0))) for _ in range(20)]
        expected = [detection.image.astype(np.float32) for detection in seen]
        for pose, image in zip(film(list(seen), [40] * 20 + [200] * 20), expected, strict=True):
            np.testing.assert_array_equal(pose.image, image)


class TestSecondPerson:
    @pytest.mark.parametrize("size", [0.5, 2.0])
    def test_other_bones_are_measured_anew(self, size: float) -> None:
        def see_other() -> Detection:
            other = make_detection(BYSTANDER_PX, 60.0)
            other.world *= size
            return other

        seen = [make_detection(ATHLETE_PX, 60.0) for _ in range(100)] + [see_other() for _ in range(40)]
        poses = film(list(seen), [40] * 100 + [200] * 40)
        assert list_settled(poses[100:]) == settle(40)
        assert poses[-1].reliable.all()

    def test_the_same_change_in_one_person_is_a_mistake_of_the_model(self) -> None:
        seen = [make_detection() for _ in range(140)]
        for detection in seen[100:]:
            detection.world *= 2.0
        elbow = film(list(seen))[120].reliable[[Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST]]
        assert not elbow.any()

    def test_whoever_comes_after_the_athlete_left_is_measured_anew(self) -> None:
        seen: list[Detection | None] = [make_detection(ATHLETE_PX, 60.0) for _ in range(100)]
        seen += [None] * 40
        for _ in range(40):
            other = make_detection(BYSTANDER_PX, 60.0)
            other.world *= 2.0
            seen.append(other)
        poses = film(seen)
        assert list_settled(poses[140:]) == settle(40)
        assert poses[-1].reliable.all()


class TestSettling:
    @pytest.mark.parametrize("unseen", [1, 3, 20])
    def test_it_restarts_after_every_missed_picture(self, unseen: int) -> None:
        seen: list[Detection | None] = [make_detection() for _ in range(20)]
        seen += [None] * unseen
        seen += [make_detection() for _ in range(20)]
        expected = settle(20) + [False] * unseen + settle(20)
        assert list_settled(film(seen)) == expected

    def test_a_refused_bystander_is_a_missed_picture_too(self) -> None:
        seen = [make_detection(ATHLETE_PX, 60.0) for _ in range(40)]
        seen[20] = make_detection(BYSTANDER_PX, 60.0)
        assert list_settled(film(list(seen))) == [*settle(20), False, *settle(19)]

    def test_losses_in_a_row_never_settle(self) -> None:
        seen = [None if k % 8 == 7 else make_detection() for k in range(60)]
        assert not any(list_settled(film(seen)))

    def test_the_bones_are_still_known_after_a_loss(self) -> None:
        seen: list[Detection | None] = [make_detection() for _ in range(100)]
        seen += [None]
        for _ in range(20):
            detection = make_detection()
            detection.world[Landmark.LEFT_WRIST] = detection.world[Landmark.LEFT_ELBOW] + 0.8
            seen.append(detection)
        pose = film(seen)[-1]
        assert not pose.reliable[Landmark.LEFT_WRIST]
        assert np.delete(pose.reliable, Landmark.LEFT_WRIST).all()


def test_people_are_counted_without_disturbing_who_is_followed() -> None:
    detector = ScriptedDetector(see_figure)
    detector.people = [make_detection(), make_detection()]
    estimator = TrackingEstimator(detector)
    assert estimator.count_people(paint(1280, 720)) == 2
    assert detector.looks[0].shape == (360, 640, 3)
    assert detector.times_ms == []
