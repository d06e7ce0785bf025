"""Training before a camera: the set-up coach, the calibration, what is shown and said during the set."""
