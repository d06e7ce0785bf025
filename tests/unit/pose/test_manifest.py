"""The manifest: what it promises, and where it is found."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from formcheck.errors import InputError
from formcheck.pose import manifest
from formcheck.pose.bundle import DETECTOR, LANDMARKS
from formcheck.pose.manifest import identify_model, pick_model, read_manifest
from formcheck.pose.models import DEFAULT_MODEL

ONE_MODEL = f"""
[full]
url = "https://example.org/a.task"
sha256 = "{hashlib.sha256(b"whole").hexdigest()}"
size = 5
licence = "none"
source = "a test"
"""


def test_the_manifest_describes_three_official_models() -> None:
    described = read_manifest()
    assert list(described) == ["lite", "full", "heavy"]
    for name, model in described.items():
        assert model.name == name
        assert model.url.startswith("https://")
        assert model.url.endswith(model.file_name)
        assert model.licence == "Apache-2.0"
        assert re.fullmatch("[0-9a-f]{64}", model.sha256)
    assert described["lite"].size < described["full"].size < described["heavy"].size
    assert len({sha256 for model in described.values() for sha256 in model.accepted}) == 4


def test_only_the_default_model_has_a_second_source() -> None:
    described = read_manifest()
    assert [name for name, model in described.items() if model.wheel] == [DEFAULT_MODEL]
    second = described[DEFAULT_MODEL].wheel
    assert second is not None
    assert {member.becomes for member in second.members} == {DETECTOR, LANDMARKS}
    assert second.bundle_size > sum(member.size for member in second.members)


def test_an_installed_manifest_comes_first_and_sends_models_to_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "site-packages" / "formcheck" / "pose"
    package.mkdir(parents=True)
    monkeypatch.setattr(manifest, "__file__", str(package / "manifest.py"))
    assert manifest.find_manifest() == tmp_path / "site-packages" / "models" / "manifest.toml"
    (package / "manifest.toml").write_text(ONE_MODEL)
    assert manifest.find_manifest() == package / "manifest.toml"
    assert list(read_manifest()) == ["full"]
    assert manifest.model_folder() == manifest.cache_folder()


@pytest.mark.parametrize("content", [None, "no [toml"])
def test_a_lost_manifest_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    monkeypatch.setattr(manifest, "find_manifest", lambda: tmp_path / "manifest.toml")
    if content is not None:
        (tmp_path / "manifest.toml").write_text(content)
    with pytest.raises(InputError, match="install formcheck anew"):
        read_manifest()


def test_an_unknown_name_is_said() -> None:
    with pytest.raises(InputError, match="'huge': choose one of lite, full, heavy"):
        pick_model("huge")


def test_a_file_is_named_by_its_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "find_manifest", lambda: tmp_path / "manifest.toml")
    (tmp_path / "manifest.toml").write_text(ONE_MODEL)
    for content, name in ((b"whole", "full"), (b"other", "custom")):
        (tmp_path / "any.task").write_bytes(content)
        assert identify_model(tmp_path / "any.task") == (name, hashlib.sha256(content).hexdigest())
