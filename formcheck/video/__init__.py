"""Video files in and out: the only package that knows OpenCV's files and cameras."""

from __future__ import annotations

import os
import sys
from types import ModuleType

from formcheck.errors import InputError

# What OpenCV and the FFmpeg inside it print is addressed to programmers; people get our sentence.
# -8 is FFmpeg's AV_LOG_QUIET.
QUIET = {"OPENCV_LOG_LEVEL": "SILENT", "OPENCV_FFMPEG_LOGLEVEL": "-8"}


def load_opencv() -> ModuleType:
    """Import OpenCV, quietly, the first time it is needed.

    Its log levels are taken from the environment, so they are put there before the import; a level the
    user has set is left alone.

    Returns
    -------
    module
        ``cv2``.

    Raises
    ------
    InputError
        OpenCV, or a system library it links to, is not installed; the sentence says how to mend it.
    """
    came_first = "cv2" in sys.modules and "OPENCV_LOG_LEVEL" not in os.environ
    for name, level in QUIET.items():
        os.environ.setdefault(name, level)
    try:
        import cv2
    except ModuleNotFoundError as error:
        raise InputError(
            f"OpenCV is not installed ({error}): run `pip install opencv-python` and try again."
        ) from error
    except ImportError as error:
        # The desktop wheel links libGL.so.1 and libglib-2.0, which slim containers leave out.
        raise InputError(
            f"OpenCV cannot be loaded ({error}): run `apt-get install libgl1 libglib2.0-0`, or put "
            "`opencv-python-headless` in the place of `opencv-python`, and try again."
        ) from error
    if came_first and hasattr(cv2, "utils") and hasattr(cv2.utils, "logging"):
        # Somebody imported it before us: the level it reads only once is set by hand.
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    return cv2
