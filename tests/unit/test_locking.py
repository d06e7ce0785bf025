"""A lock that ends with whoever holds it."""

from __future__ import annotations

from formcheck.locking import try_lock


def test_one_at_a_time_until_it_is_closed(tmp_path):
    with (tmp_path / "lock").open("w") as first, (tmp_path / "lock").open("w") as second:
        assert try_lock(first)
        assert not try_lock(second)
        first.close()
        assert try_lock(second)
