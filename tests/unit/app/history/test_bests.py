"""Personal bests in words."""

from __future__ import annotations

from datetime import date

from formcheck.app.history.bests import lay_out_bests
from formcheck.app.settings import Settings
from formcheck.history.log_book import LogBook
from formcheck.history.trends import find_bests, list_rep_records
from tests.unit.history.set_factory import make_set


def test_bests_are_told_in_the_unit_of_the_settings(tmp_path) -> None:
    with LogBook(tmp_path / "log") as log:
        log.save_sets([make_set(reps=5, load_kg=100.0), make_set(reps=8, load_kg=80.0, score=95.0)])
        bests, records = find_bests(log, "Ann"), list_rep_records(log, "Ann", "barbell_row")
    words = lay_out_bests(bests, records, Settings(), date(2026, 3, 9)).replace("\N{NO-BREAK SPACE}", " ")
    assert "| Heaviest | **100 kg** | 2 Mar |" in words
    assert "| Most load times reps | **640 kg** | 2 Mar |" in words
    assert "| Heaviest for 8 reps | **80 kg** | 2 Mar |" in words
    assert "| Best score | **95** | 2 Mar |" in words
    assert "**220.5 lb**" in lay_out_bests(
        bests, records, Settings(load_unit="lb"), date(2026, 3, 9)
    ).replace("\N{NO-BREAK SPACE}", " ")
