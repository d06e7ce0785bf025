"""The front door of the command line."""

from __future__ import annotations

import sys

import pytest
from typer.main import get_group

from formcheck import __version__
from formcheck.cli import COMMANDS, lay_out_overview, main
from formcheck.command_line import app


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["formcheck", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert isinstance(ended.value.code, int)
    return ended.value.code


def test_the_overview_lists_every_command_there_is() -> None:
    assert set(COMMANDS) == set(get_group(app).commands)


def test_the_overview_fits_into_a_terminal() -> None:
    for line in lay_out_overview().splitlines():
        assert len(line) <= 80


@pytest.mark.parametrize(("words", "code"), [((), 2), (("--help",), 0), (("--help", "review"), 0)])
def test_whoever_asks_for_help_sees_the_overview(monkeypatch, capsys, words, code) -> None:
    assert run(monkeypatch, *words) == code
    assert capsys.readouterr().out.rstrip() == lay_out_overview().rstrip()


@pytest.mark.parametrize("words", [("--version",), ("--version", "review")])
def test_the_version(monkeypatch, capsys, words) -> None:
    assert run(monkeypatch, *words) == 0
    assert capsys.readouterr().out == f"formcheck {__version__}\n"


def test_a_command_that_does_not_exist_is_one_line(monkeypatch, capsys) -> None:
    assert run(monkeypatch, "revie") == 2
    assert capsys.readouterr().err == (
        "formcheck: No such command 'revie'. Did you mean 'review'? Try 'formcheck --help'.\n"
    )
