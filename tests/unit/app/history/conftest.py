"""Finished reviews of drawn sets, as the tests of the result have them; logs lie in memory."""

from __future__ import annotations

from tests.unit.app.result.conftest import make_review
from tests.unit.history.conftest import tmp_path

__all__ = ["make_review", "tmp_path"]
