"""The live set in a window of its own, without a browser."""

from __future__ import annotations

import os
import platform

from formcheck.errors import InputError
from formcheck.live.hud import draw_hud
from formcheck.live.hud_layout import STAGE_PX
from formcheck.live.state import LiveState
from formcheck.pose.landmarks import Picture
from formcheck.video import load_opencv

TITLE = "formcheck"
QUIT_KEYS = (ord("q"), ord("Q"), 27)
SKIP_KEYS = (ord("c"), ord("C"))


class Window:
    """A window that shows a live set.

    Parameters
    ----------
    is_mirrored : bool
        Show the picture as a mirror would.

    Attributes
    ----------
    skips_calibration : bool
        Somebody pressed C.

    Raises
    ------
    InputError
        There is no screen, or this OpenCV cannot open windows.
    """

    def __init__(self, is_mirrored: bool) -> None:
        if not has_screen():
            raise InputError("There is no screen to open a window on: give --no-window for lines of text.")
        self._cv2 = load_opencv()
        self._is_mirrored = is_mirrored
        self.skips_calibration = False
        try:
            self._cv2.namedWindow(TITLE, self._cv2.WINDOW_NORMAL | self._cv2.WINDOW_KEEPRATIO)
            self._cv2.resizeWindow(TITLE, *STAGE_PX)
        except self._cv2.error as error:
            raise InputError(
                "This OpenCV cannot open windows: give --no-window, or install opencv-python in the place of"
                " opencv-python-headless."
            ) from error

    def show(self, picture: Picture, state: LiveState) -> bool:
        """Draw the next instant; False once somebody pressed Q or Escape, or closed the window."""
        self._cv2.imshow(TITLE, draw_hud(picture, state, self._is_mirrored))
        key = self._cv2.waitKey(1) & 0xFF
        self.skips_calibration |= key in SKIP_KEYS
        is_open = self._cv2.getWindowProperty(TITLE, self._cv2.WND_PROP_VISIBLE) >= 1
        return is_open and key not in QUIT_KEYS

    def close(self) -> None:
        """Close the window."""
        self._cv2.destroyAllWindows()


def has_screen() -> bool:
    """Whether a window may be opened: on Linux, OpenCV ends the whole process where there is no screen."""
    return platform.system() != "Linux" or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )
