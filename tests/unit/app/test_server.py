"""How the app is served: on this machine only, without telling anybody."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from streamlit import config

from formcheck import app_command
from formcheck.app.intake import MOST_MB
from formcheck.app.live.protocol import MOST_PICTURE_BYTES
from formcheck.app.server import PAGE, read_config
from formcheck.app.shell import find_asset
from formcheck.errors import InputError


def test_nobody_else_is_told_and_nobody_else_is_served() -> None:
    options = read_config()
    assert options["server.address"] == "localhost"
    assert options["browser.gatherUsageStats"] is False
    assert options["client.showErrorDetails"] == "none"
    assert options["server.maxUploadSize"] == MOST_MB


def test_a_live_socket_is_handed_no_message_beyond_all_measure() -> None:
    options = read_config()
    assert MOST_PICTURE_BYTES < options["server.maxMessageSize"] * 1e6 <= 20e6
    assert "server.enableWebsocketCompression" not in options
    assert config._config_options_template["server.enableWebsocketCompression"].default_val is False


def test_every_option_is_one_that_streamlit_knows() -> None:
    known = config._config_options_template
    assert [name for name in read_config() if name not in known] == []


def test_both_themes_set_the_same_colours() -> None:
    names = {theme: set() for theme in ("light", "dark")}
    for option in read_config():
        parts = option.split(".")
        if parts[0] == "theme" and parts[1] in names:
            names[parts[1]].add(parts[2])
    assert names["light"] == names["dark"]
    assert len(names["light"]) > 20


@pytest.mark.parametrize("name", ["icon.png", "logo_light.svg", "logo_dark.svg", "sample.jpg"])
def test_what_the_browser_is_given_lies_in_the_package_and_runs_nothing(name: str) -> None:
    data = find_asset(name).read_bytes()
    assert b"<script" not in data
    assert b"http" not in data.replace(b'xmlns="http://www.w3.org/2000/svg"', b"")


def test_no_asset_asks_anybody_else() -> None:
    folder = Path(PAGE).parent / "assets"
    for file in [*folder.glob("*.js"), *folder.glob("*.css")]:
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http" not in text, file.name
        assert "@import" not in text, file.name


def test_a_port_that_is_taken_is_one_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=f"Port {port} is taken"):
            app_command.run_app(port, opens_browser=False)


def test_the_first_free_port_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app_command, "is_free", lambda wanted: wanted == 8503)
    assert app_command.find_free_port() == 8503
    monkeypatch.setattr(app_command, "is_free", lambda _: False)
    with pytest.raises(InputError, match="All ports from 8501 to 8520 are taken"):
        app_command.find_free_port()
