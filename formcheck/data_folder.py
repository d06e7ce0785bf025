"""Where formcheck keeps what belongs to the user."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

ENVIRONMENT_VARIABLE = "FORMCHECK_DATA"


def find_data_folder() -> Path:
    """The folder of athletes, own exercises, settings and kept reviews; it may not exist yet.

    Returns
    -------
    Path
        What ``FORMCHECK_DATA`` names, or the usual place of the system.
    """
    given = os.environ.get(ENVIRONMENT_VARIABLE, "").strip()
    return Path(given).expanduser().absolute() if given else Path(platformdirs.user_data_path("formcheck"))
