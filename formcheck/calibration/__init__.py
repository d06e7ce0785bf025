"""The athlete's own neutral hinge: found by its protocol, and held against the set it is used for."""

from formcheck.calibration.calibration import Calibration
from formcheck.calibration.fit import check_fit
from formcheck.calibration.watcher import CalibrationWatcher, calibrate

__all__ = ["Calibration", "CalibrationWatcher", "calibrate", "check_fit"]
