"""The athlete's own neutral posture: found by its protocol, and held against the set it is used for."""

from formcheck.calibration.calibrate import calibrate
from formcheck.calibration.calibration import AnyCalibration, Calibration, Origin, QuadrupedCalibration
from formcheck.calibration.fit import check_fit, check_opening
from formcheck.calibration.opening import OpeningWatcher
from formcheck.calibration.quadruped_watcher import QuadrupedWatcher
from formcheck.calibration.watcher import CalibrationWatcher

__all__ = [
    "AnyCalibration",
    "Calibration",
    "CalibrationWatcher",
    "OpeningWatcher",
    "Origin",
    "QuadrupedCalibration",
    "QuadrupedWatcher",
    "calibrate",
    "check_fit",
    "check_opening",
]
