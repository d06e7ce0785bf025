"""The result of a review on the page."""

from formcheck.app.result.view import show_loaded, show_result

__all__ = ["show_loaded", "show_result"]
