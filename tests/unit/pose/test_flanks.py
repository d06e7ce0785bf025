"""Edges of the trunk on masks whose outline is known: rectangles, ellipses, a figure with an arm."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from formcheck.pose.flanks import cut_flanks
from formcheck.pose.landmarks import STATION_COUNT, STATION_SPAN

STATIONS = np.linspace(*STATION_SPAN, STATION_COUNT)
SHARP = 8
"""Samples across a pixel when a mask is drawn: its soft edge is the share of the pixel covered."""
Mask = NDArray[np.float32]


def draw_ellipse(
    size_px: int, across_px: float, along_px: float, axis: NDArray, center: float | None = None
) -> Mask:
    """An ellipse with half-axes across and along ``axis``; the centre of pixel i lies at i."""
    middle = (size_px - 1) / 2 if center is None else center
    fine = (np.arange(size_px * SHARP) + 0.5) / SHARP - 0.5 - middle
    x, y = fine[None, :], fine[:, None]
    along, across = x * axis[0] + y * axis[1], x * -axis[1] + y * axis[0]
    inside = (across / across_px) ** 2 + (along / along_px) ** 2 <= 1.0
    return inside.reshape(size_px, SHARP, size_px, SHARP).mean((1, 3)).astype(np.float32)


def expect_ellipse(
    size_px: int, across_px: float, along_px: float, axis: NDArray, half_trunk_px: float
) -> NDArray:
    """Both edges of that ellipse for a trunk of twice ``half_trunk_px`` through its middle."""
    along = -half_trunk_px + STATIONS * 2 * half_trunk_px
    reach = across_px * np.sqrt(1.0 - (along / along_px) ** 2)
    normal = np.array([axis[1], -axis[0]])
    foot = (size_px - 1) / 2 + along[:, None] * axis
    return np.stack([foot + reach[:, None] * normal, foot - reach[:, None] * normal])


def axis_at(lean_deg: float) -> NDArray:
    """Unit vector from hip to shoulder of a trunk that leans towards image-right."""
    lean = np.deg2rad(lean_deg)
    return np.array([np.sin(lean), -np.cos(lean)])


def cut_ellipse(size_px: int, scale: float, lean_deg: float) -> tuple[NDArray, NDArray]:
    """Edges found and expected."""
    axis, middle = axis_at(lean_deg), (size_px - 1) / 2
    mask = draw_ellipse(size_px, 0.35 * scale, 1.1 * scale, axis)
    half = 0.5 * scale
    found = cut_flanks(mask, middle + half * axis, middle - half * axis)
    return found, expect_ellipse(size_px, 0.35 * scale, 1.1 * scale, axis, half)


def test_a_rectangle_is_cut_at_its_sides() -> None:
    mask = np.zeros((240, 200), np.float32)
    mask[20:220, 70:130] = 1.0
    flanks = cut_flanks(mask, np.array([100.0, 60.0]), np.array([100.0, 160.0]))
    # Upright, u = (0, -1): flanks[0] lies along (u_y, -u_x) = (-1, 0), image-left.
    np.testing.assert_allclose(flanks[0, :, 0], 69.5, atol=0.5)
    np.testing.assert_allclose(flanks[1, :, 0], 129.5, atol=0.5)
    np.testing.assert_allclose(flanks[:, :, 1], np.tile(160.0 - 100.0 * STATIONS, (2, 1)), atol=1e-3)


def test_the_edge_lies_between_pixels() -> None:
    for share in (0.0, 0.25, 0.5, 0.75):  # of the pixel left of the rectangle
        mask = np.zeros((240, 200), np.float32)
        mask[:, 70:130] = 1.0
        mask[:, 69] = share
        flanks = cut_flanks(mask, np.array([100.0, 60.0]), np.array([100.0, 160.0]))
        np.testing.assert_allclose(flanks[0, :, 0], 69.5 - share, atol=0.3)


def test_the_back_of_a_person_bent_to_the_right_is_the_first_flank() -> None:
    found, _ = cut_ellipse(321, 120.0, 90.0)
    assert (found[0, :, 1] < 160.0).all()  # above a horizontal trunk
    assert (found[1, :, 1] > 160.0).all()


@pytest.mark.parametrize("lean_deg", [0, 10, 30, 45, 60, 77, 90])
@pytest.mark.parametrize("scale", [60.0, 120.0])
def test_an_ellipse_is_cut_within_half_a_pixel(lean_deg: float, scale: float) -> None:
    found, expected = cut_ellipse(321, scale, lean_deg)
    assert np.isfinite(found).all()
    assert np.hypot(*(found - expected).T).max() < 0.5


def test_a_mirrored_picture_gives_mirrored_edges() -> None:
    axis = axis_at(35.0)
    mask = draw_ellipse(321, 42.0, 132.0, axis, center=150.0)
    mask[:, 150:] *= draw_ellipse(321, 36.0, 132.0, axis, center=150.0)[:, 150:]  # flatter on one side
    shoulder, hip = 150.0 + 60.0 * axis, 150.0 - 60.0 * axis
    turned = [np.array([320.0 - x, y]) for x, y in (shoulder, hip)]
    plain = cut_flanks(mask, shoulder, hip)
    mirrored = cut_flanks(np.ascontiguousarray(mask[:, ::-1]), *turned)
    assert np.isfinite(plain).all()
    back = mirrored[::-1].copy()
    back[..., 0] = 320.0 - back[..., 0]
    np.testing.assert_allclose(back, plain, atol=0.1)


def test_a_scaled_picture_gives_scaled_edges() -> None:
    small, _ = cut_ellipse(161, 60.0, 50.0)
    large, _ = cut_ellipse(321, 120.0, 50.0)
    np.testing.assert_allclose((large - 160.0) / 2, small - 80.0, atol=0.3)


@pytest.mark.parametrize("share", [0.5, 0.25, 0.15])
def test_a_coarse_mask_moves_the_edge_by_little(share: float) -> None:
    axis, middle = axis_at(60.0), 159.5
    mask = draw_ellipse(320, 42.0, 132.0, axis)
    coarse = cv2.resize(mask, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    blurred = cv2.resize(coarse, (320, 320), interpolation=cv2.INTER_LINEAR)
    found = cut_flanks(np.asarray(blurred, np.float32), middle + 60.0 * axis, middle - 60.0 * axis)
    expected = expect_ellipse(320, 42.0, 132.0, axis, 60.0)
    assert np.hypot(*(found - expected).T).max() < 1.0  # 15 %: a coarse pixel is 6.7 px wide


def test_a_small_person_is_cut_too() -> None:
    found, expected = cut_ellipse(61, 22.0, 40.0)
    assert np.hypot(*(found - expected).T).max() < 0.5


def test_rays_that_leave_the_picture_find_no_edge() -> None:
    everywhere = np.ones((200, 200), np.float32)
    assert np.isnan(cut_flanks(everywhere, np.array([100.0, 60.0]), np.array([100.0, 160.0]))).all()


def test_a_person_cut_off_by_the_picture_has_one_edge() -> None:
    mask = np.zeros((240, 200), np.float32)
    mask[:, :60] = 1.0
    flanks = cut_flanks(mask, np.array([30.0, 60.0]), np.array([30.0, 160.0]))
    assert np.isnan(flanks[0]).all()
    np.testing.assert_allclose(flanks[1, :, 0], 59.5, atol=0.5)


def test_stations_below_the_picture_find_no_edge() -> None:
    mask = np.zeros((200, 200), np.float32)
    mask[:, 70:130] = 1.0
    flanks = cut_flanks(mask, np.array([100.0, 90.0]), np.array([100.0, 190.0]))
    below = 190.0 - 100.0 * STATIONS > 199.0
    assert below.any()
    np.testing.assert_array_equal(np.isnan(flanks[0, :, 0]), below)


def draw_person_and_arm(gap_px: int) -> Mask:
    """A trunk from x = 130 to 170, and left of it, after a gap, an arm 15 px wide."""
    mask = np.zeros((300, 300), np.float32)
    mask[:, 130:171] = 1.0
    mask[:, 115 - gap_px : 130 - gap_px] = 1.0
    return mask


def test_an_arm_beyond_a_clear_gap_is_not_the_back() -> None:
    # A person is left for good after 0.04 torso lengths: 4 px of this torso.
    flanks = cut_flanks(draw_person_and_arm(gap_px=7), np.array([150.0, 100.0]), np.array([150.0, 200.0]))
    np.testing.assert_allclose(flanks[0, :, 0], 129.5, atol=0.5)


def test_a_crack_narrower_than_that_is_crossed() -> None:
    flanks = cut_flanks(draw_person_and_arm(gap_px=2), np.array([150.0, 100.0]), np.array([150.0, 200.0]))
    np.testing.assert_allclose(flanks[0, :, 0], 112.5, atol=0.5)


def test_a_line_far_from_the_person_meets_no_edge() -> None:
    mask = np.zeros((300, 300), np.float32)
    mask[:, 200:240] = 1.0
    assert np.isnan(cut_flanks(mask, np.array([150.0, 100.0]), np.array([150.0, 200.0]))).all()


def test_nobody_in_the_mask_gives_no_edge() -> None:
    nobody = np.zeros((300, 300), np.float32)
    assert np.isnan(cut_flanks(nobody, np.array([150.0, 100.0]), np.array([150.0, 200.0]))).all()


@pytest.mark.parametrize(
    ("shoulder", "hip"),
    [
        ((np.nan, np.nan), (150.0, 200.0)),
        ((150.0, 100.0), (np.nan, 200.0)),
        ((150.0, 200.0), (150.0, 200.0)),
        ((150.0, 198.0), (150.0, 200.0)),
    ],
)
def test_an_unknown_or_tiny_trunk_has_no_edges(
    shoulder: tuple[float, float], hip: tuple[float, float]
) -> None:
    mask = np.zeros((300, 300), np.float32)
    mask[:, 130:171] = 1.0
    flanks = cut_flanks(mask, np.array(shoulder), np.array(hip))
    assert flanks.shape == (2, STATION_COUNT, 2)
    assert flanks.dtype == np.float32
    assert np.isnan(flanks).all()
