"""The subject lock, the left/right repair and the judge of landmarks, on plain arrays."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.pose.landmarks import LEFT_RIGHT_PAIRS, Landmark
from formcheck.pose.tracking import Detection, ReliabilityJudge, SubjectLock, SwapRepairer, measure_overlap
from tests.unit.pose.detection_factory import make_detection, place_figure

SIZE_PX = (640, 480)
LEFT_ARM, RIGHT_ARM = [11, 13, 15, 17, 19, 21], [12, 14, 16, 18, 20, 22]
LEFT_LEG, RIGHT_LEG = [23, 25, 27, 29, 31], [24, 26, 28, 30, 32]
STEP_S = 1 / 30


class TestDetection:
    def test_torso_is_measured_between_the_midpoints(self) -> None:
        detection = make_detection((300.0, 200.0), torso_px=80.0)
        assert detection.torso_px == pytest.approx(80.0)
        np.testing.assert_allclose(detection.mid_hip_px, (300.0, 200.0))

    def test_a_side_on_torso_has_a_box_a_third_as_wide_as_long(self) -> None:
        left, top, right, bottom = make_detection((300.0, 200.0), torso_px=90.0).torso_box
        assert (left, right) == pytest.approx((285.0, 315.0))
        assert (top, bottom) == pytest.approx((110.0, 200.0))


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        ((0, 0, 10, 10), 1.0),
        ((5, 0, 15, 10), 1 / 3),
        ((2, 2, 8, 8), 0.36),
        ((10, 0, 20, 10), 0.0),
        ((30, 30, 40, 40), 0.0),
    ],
)
def test_overlap_is_intersection_over_union(other: tuple[float, ...], overlap: float) -> None:
    box = (0.0, 0.0, 10.0, 10.0)
    assert measure_overlap(box, other) == pytest.approx(overlap)
    assert measure_overlap(other, box) == pytest.approx(overlap)


class TestSubjectLock:
    def test_the_first_person_is_the_athlete(self) -> None:
        lock = SubjectLock()
        assert not lock.is_waiting(0.0)
        assert lock.search_box is None
        assert lock.accept(make_detection(), 2.0)
        assert lock.started_s == 2.0

    def test_a_bystander_is_refused_and_the_return_accepted(self) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((150.0, 230.0)), 0.0)
        assert not lock.accept(make_detection((500.0, 230.0)), 0.1)
        assert lock.is_waiting(0.1)
        assert not lock.accept(make_detection((500.0, 230.0)), 0.2)
        assert lock.accept(make_detection((160.0, 230.0)), 0.3)

    @pytest.mark.parametrize(("shift", "is_same"), [(0.74, True), (0.76, False)])
    def test_the_limit_is_three_quarters_of_a_torso(self, shift: float, is_same: bool) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((150.0, 230.0)), 0.0)
        assert lock.accept(make_detection((150.0 + 100.0 * shift, 230.0)), STEP_S) is is_same

    def test_overlapping_torsos_are_the_same_person_however_far_the_hips_went(self) -> None:
        lock = SubjectLock()
        upright = make_detection((150.0, 230.0))
        head_down = make_detection((150.0, 230.0))
        head_down.image[:, 1] = 2 * 180.0 - head_down.image[:, 1]  # turned over about the torso's middle
        lock.accept(upright, 0.0)
        assert np.hypot(*(head_down.mid_hip_px - upright.mid_hip_px)) == pytest.approx(100.0)
        assert lock.accept(head_down, STEP_S)

    def test_walking_slowly_across_the_picture_stays_the_same_person(self) -> None:
        lock = SubjectLock()
        for k in range(60):
            assert lock.accept(make_detection((100.0 + 7.0 * k, 230.0)), k * STEP_S)
        assert lock.started_s == 0.0

    def test_after_a_second_without_the_athlete_anyone_is(self) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((150.0, 230.0)), 5.0)
        assert not lock.accept(make_detection((500.0, 230.0)), 6.0)
        assert not lock.is_waiting(6.01)
        assert lock.accept(make_detection((500.0, 230.0)), 6.01)
        assert lock.started_s == 6.01

    def test_refusing_somebody_does_not_prolong_the_wait(self) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((150.0, 230.0)), 0.0)
        answers = [lock.accept(make_detection((500.0, 230.0)), k * 0.1) for k in range(1, 13)]
        assert answers == [False] * 10 + [True] * 2

    def test_a_cut_of_the_scene_starts_afresh(self) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((150.0, 230.0)), 0.0)
        assert lock.accept(make_detection((500.0, 230.0)), 0.1, scene_was_cut=True)
        assert lock.started_s == 0.1

    @pytest.mark.parametrize(("shift", "is_cut"), [(0.0, False), (0.14, False), (0.16, True), (3.0, True)])
    def test_changed_light_is_a_cut_only_where_the_hips_moved(self, shift: float, is_cut: bool) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((150.0, 230.0)), 0.0)
        assert lock.accept(make_detection((150.0 + 100.0 * shift, 230.0)), 0.1, scene_was_cut=True)
        assert (lock.person, lock.started_s) == ((2, 0.1) if is_cut else (1, 0.0))

    def test_every_new_start_is_another_person(self) -> None:
        lock = SubjectLock()
        assert lock.person == 0
        lock.accept(make_detection((150.0, 230.0)), 0.0)
        lock.accept(make_detection((150.0, 230.0)), 0.5)
        assert lock.person == 1
        lock.accept(make_detection((500.0, 230.0)), 0.6)  # refused
        lock.miss()
        lock.accept(make_detection((150.0, 230.0)), 0.9)  # back again
        assert lock.person == 1
        lock.accept(make_detection((500.0, 230.0)), 2.0)  # a second later
        assert lock.person == 2

    def test_a_refused_bystander_starts_the_settling_anew(self) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((150.0, 230.0)), 0.0)
        lock.accept(make_detection((500.0, 230.0)), 0.1)
        assert lock.started_s == 0.0
        lock.accept(make_detection((150.0, 230.0)), 0.2)
        assert lock.started_s == 0.2

    def test_a_loss_starts_the_settling_anew(self) -> None:
        lock = SubjectLock()
        lock.accept(make_detection(), 0.0)
        lock.accept(make_detection(), 0.1)
        assert lock.started_s == 0.0
        lock.miss()
        lock.accept(make_detection(), 0.2)
        assert lock.started_s == 0.2

    def test_the_athlete_is_awaited_two_torsos_around(self) -> None:
        lock = SubjectLock()
        lock.accept(make_detection((300.0, 250.0), torso_px=90.0), 0.0)
        assert lock.search_box == pytest.approx((285.0 - 180.0, 160.0 - 180.0, 315.0 + 180.0, 250.0 + 180.0))


def exchange(detection: Detection, left: list[int], right: list[int]) -> Detection:
    """What the model says when it takes left for right."""
    both, swapped = left + right, right + left
    for array in (detection.image, detection.world, detection.visibility, detection.presence):
        array[both] = array[swapped]
    return detection


class TestSwapRepairer:
    def test_a_swapped_arm_is_put_right_for_as_long_as_it_lasts(self) -> None:
        repairer, plain = SwapRepairer(), make_detection()
        for k in range(40):
            detection = make_detection()
            detection.visibility[15], detection.presence[15] = 0.5, 0.6
            if 10 <= k < 30:
                exchange(detection, LEFT_ARM, RIGHT_ARM)
            repairer.repair(detection, k * STEP_S)
            np.testing.assert_array_equal(detection.image, plain.image)
            np.testing.assert_array_equal(detection.world, plain.world)
            assert (detection.visibility[15], detection.visibility[16]) == (0.5, 1.0)
            assert (detection.presence[15], detection.presence[16]) == (0.6, 1.0)

    def test_arms_and_legs_are_repaired_apart(self) -> None:
        repairer, plain = SwapRepairer(), make_detection()
        repairer.repair(make_detection(), 0.0)
        legs_swapped = exchange(make_detection(), LEFT_LEG, RIGHT_LEG)
        repairer.repair(legs_swapped, STEP_S)
        np.testing.assert_array_equal(legs_swapped.image, plain.image)
        both_swapped = exchange(exchange(make_detection(), LEFT_LEG, RIGHT_LEG), LEFT_ARM, RIGHT_ARM)
        repairer.repair(both_swapped, 2 * STEP_S)
        np.testing.assert_array_equal(both_swapped.image, plain.image)

    def test_a_moving_chain_is_repaired_too(self) -> None:
        repairer = SwapRepairer()
        for k in range(60):
            shift = np.array([2.0 * k, 0.0])
            detection = make_detection()
            detection.image += shift
            expected = detection.image.copy()
            if k >= 20:
                exchange(detection, LEFT_LEG, RIGHT_LEG)
            repairer.repair(detection, k * STEP_S)
            np.testing.assert_array_equal(detection.image, expected)

    def test_legs_that_pass_each_other_slowly_are_left_alone(self) -> None:
        repairer = SwapRepairer()
        places = place_figure()
        for k in range(61):
            share = 1.0 - k / 30.0  # the two sides change places within two seconds
            detection = make_detection()
            both = LEFT_LEG + RIGHT_LEG
            detection.image[both, 0] = 320.0 + 100.0 * share * places[both, 0]
            expected = detection.image.copy()
            repairer.repair(detection, k * STEP_S)
            np.testing.assert_array_equal(detection.image, expected)

    def test_sides_too_close_to_tell_apart_are_left_alone(self) -> None:
        repairer = SwapRepairer()
        detections = [make_detection(), exchange(make_detection(), LEFT_LEG, RIGHT_LEG)]
        for detection in detections:  # 0.1 torso lengths between left and right: moves less than 0.12
            detection.image[LEFT_LEG + RIGHT_LEG, 0] *= 0.0
            detection.image[LEFT_LEG, 0] += 325.0 if detection is detections[0] else 315.0
            detection.image[RIGHT_LEG, 0] += 315.0 if detection is detections[0] else 325.0
        given = detections[1].image.copy()
        for k, detection in enumerate(detections):
            repairer.repair(detection, k * STEP_S)
        np.testing.assert_array_equal(detections[1].image, given)

    def test_a_swap_is_remembered_while_the_sides_cannot_be_told_apart(self) -> None:
        repairer = SwapRepairer()
        legs = LEFT_LEG + RIGHT_LEG
        for k in range(90):  # swapped from the fifth picture on; the legs close and open again meanwhile
            apart = 1.0 if k < 10 else abs(k - 40) / 30.0
            detection = make_detection()
            detection.image[legs, 0] = 320.0 + 100.0 * apart * place_figure()[legs, 0]
            expected = detection.image.copy()
            if k >= 5:
                exchange(detection, LEFT_LEG, RIGHT_LEG)
            repairer.repair(detection, k * STEP_S)
            np.testing.assert_array_equal(detection.image, expected)

    def test_a_leap_that_swapping_does_not_explain_is_left_alone(self) -> None:
        repairer = SwapRepairer()
        repairer.repair(make_detection(), 0.0)
        leapt = make_detection()
        leapt.image[LEFT_ARM] += (0.0, 60.0)
        given = leapt.image.copy()
        repairer.repair(leapt, STEP_S)
        np.testing.assert_array_equal(leapt.image, given)

    def test_after_a_quarter_of_a_second_nothing_is_remembered(self) -> None:
        repairer = SwapRepairer()
        repairer.repair(make_detection(), 0.0)
        later = exchange(make_detection(), LEFT_ARM, RIGHT_ARM)
        given = later.image.copy()
        repairer.repair(later, 0.3)
        np.testing.assert_array_equal(later.image, given)

    def test_the_latch_is_forgotten_with_the_rest(self) -> None:
        repairer = SwapRepairer()
        repairer.repair(make_detection(), 0.0)
        repairer.repair(exchange(make_detection(), LEFT_ARM, RIGHT_ARM), STEP_S)
        fresh = make_detection()
        given = fresh.image.copy()
        repairer.repair(fresh, 2.0)
        np.testing.assert_array_equal(fresh.image, given)

    def test_a_mirrored_picture_is_repaired_alike(self) -> None:
        rng = np.random.default_rng(3)
        plain, mirrored = SwapRepairer(), SwapRepairer()
        swaps = rng.random(60) < 0.3
        swaps[0] = False
        for k, swap in enumerate(swaps):
            detection = make_detection((200.0 + 3.0 * k, 230.0))
            if swap:
                exchange(detection, LEFT_ARM, RIGHT_ARM)
            turned = mirror(detection)
            plain.repair(detection, k * STEP_S)
            mirrored.repair(turned, k * STEP_S)
            np.testing.assert_allclose(mirror(turned).image, detection.image)
            assert detection.image[15, 0] > detection.image[16, 0]


def mirror(detection: Detection) -> Detection:
    """The detection in a mirrored picture: x turned round, left and right exchanged."""
    order = np.arange(33)
    for left, right in LEFT_RIGHT_PAIRS:
        order[[left, right]] = right, left
    image, world = detection.image[order].copy(), detection.world[order].copy()
    image[:, 0] = SIZE_PX[0] - 1 - image[:, 0]
    world[:, 0] *= -1
    return Detection(image, world, detection.visibility[order], detection.presence[order])


def settle(judge: ReliabilityJudge, frames: int = 20) -> float:
    """Show the same figure for a while; returns the time of the next picture."""
    for k in range(frames):
        judge.judge(make_detection(), k * STEP_S, started_s=-1.0, size_px=SIZE_PX)
    return frames * STEP_S


def judge_changed(**changes: object) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Judgement of a settled figure with the left wrist changed."""
    judge = ReliabilityJudge()
    t_s = settle(judge)
    detection = make_detection()
    for name, value in changes.items():
        getattr(detection, name)[Landmark.LEFT_WRIST] = value
    return judge.judge(detection, t_s, -1.0, SIZE_PX)


class TestReliabilityJudge:
    def test_a_settled_figure_is_seen_and_reliable(self) -> None:
        seen, reliable = judge_changed()
        assert seen.all()
        assert reliable.all()

    @pytest.mark.parametrize(("age_s", "is_settled"), [(0.0, False), (0.29, False), (0.31, True)])
    def test_the_first_moments_may_be_counted_but_not_measured(self, age_s: float, is_settled: bool) -> None:
        seen, reliable = ReliabilityJudge().judge(make_detection(), 5.0 + age_s, 5.0, SIZE_PX)
        assert seen.all()
        assert reliable.all() == is_settled
        assert reliable.any() == is_settled

    @pytest.mark.parametrize(
        ("presence", "is_seen", "is_reliable"),
        [(0.29, False, False), (0.31, True, False), (0.49, True, False), (0.51, True, True)],
    )
    def test_presence(self, presence: float, is_seen: bool, is_reliable: bool) -> None:
        seen, reliable = judge_changed(presence=presence)
        assert seen[Landmark.LEFT_WRIST] == is_seen
        assert reliable[Landmark.LEFT_WRIST] == is_reliable
        assert np.delete(reliable, Landmark.LEFT_WRIST).all()

    @pytest.mark.parametrize(("visibility", "is_reliable"), [(0.0, False), (0.29, False), (0.31, True)])
    def test_visibility_never_decides_what_is_seen(self, visibility: float, is_reliable: bool) -> None:
        seen, reliable = judge_changed(visibility=visibility)
        assert seen.all()
        assert reliable[Landmark.LEFT_WRIST] == is_reliable

    @pytest.mark.parametrize("axis", [0, 1])
    @pytest.mark.parametrize(
        ("place", "is_seen", "is_reliable"),
        [
            (-0.021, False, False),
            (-0.019, True, False),
            (0.009, True, False),
            (0.011, True, True),
            (0.5, True, True),
            (0.989, True, True),
            (0.991, True, False),
            (1.019, True, False),
            (1.021, False, False),
        ],
    )
    def test_the_border_of_the_picture(
        self, axis: int, place: float, is_seen: bool, is_reliable: bool
    ) -> None:
        judge = ReliabilityJudge()
        detection = make_detection()
        detection.image[Landmark.NOSE, axis] = place * SIZE_PX[axis]
        seen, reliable = judge.judge(detection, 1.0, 0.0, SIZE_PX)
        assert seen[Landmark.NOSE] == is_seen
        assert reliable[Landmark.NOSE] == is_reliable

    @pytest.mark.parametrize(
        ("jump", "frames", "is_reliable"),
        [(0.34, 1, True), (0.36, 1, False), (1.0, 3, True), (1.1, 3, False)],
    )
    def test_a_jump_is_measured_in_torso_lengths_a_frame(
        self, jump: float, frames: int, is_reliable: bool
    ) -> None:
        judge = ReliabilityJudge()
        settle(judge, 20)
        detection = make_detection()
        detection.image[Landmark.LEFT_WRIST, 1] -= 100.0 * jump
        seen, reliable = judge.judge(detection, (19 + frames) * STEP_S, -1.0, SIZE_PX)
        assert seen.all()
        assert reliable[Landmark.LEFT_WRIST] == is_reliable
        assert np.delete(reliable, Landmark.LEFT_WRIST).all()

    @pytest.mark.parametrize(
        ("ratio", "is_reliable"), [(0.55, False), (0.65, True), (1.45, True), (1.55, False)]
    )
    def test_a_bone_keeps_its_length(self, ratio: float, is_reliable: bool) -> None:
        elbow, wrist = make_detection().world[[Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST]]
        seen, reliable = judge_changed(world=elbow + ratio * (wrist - elbow))
        assert seen.all()
        assert reliable[Landmark.LEFT_WRIST] == is_reliable
        assert np.delete(reliable, Landmark.LEFT_WRIST).all()

    def test_bones_are_not_judged_before_their_length_is_known(self) -> None:
        judge = ReliabilityJudge()
        t_s = settle(judge, 5)
        detection = make_detection()
        detection.world[Landmark.LEFT_WRIST] *= 2.0
        assert judge.judge(detection, t_s, -1.0, SIZE_PX)[1].all()
