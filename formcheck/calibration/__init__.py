"""The athlete's own neutral hinge: found by its protocol, and held against the set it is used for."""

from formcheck.calibration.calibration import Calibration, Origin
from formcheck.calibration.fit import check_fit, check_opening
from formcheck.calibration.opening import OpeningWatcher
from formcheck.calibration.watcher import CalibrationWatcher, calibrate

__all__ = [
    "Calibration",
    "CalibrationWatcher",
    "OpeningWatcher",
    "Origin",
    "calibrate",
    "check_fit",
    "check_opening",
]
