"""formcheck: a camera-based form coach for back training."""

__version__ = "0.1.0"
