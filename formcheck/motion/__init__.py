"""Pose to named numbers with units: NumPy only, no state but the filters and the view."""
