"""The window of a live set: its keys, and where there is no screen."""

from __future__ import annotations

import pytest

from formcheck.errors import InputError
from formcheck.live import window as window_module
from formcheck.live.state import LiveState
from formcheck.pose.landmarks import Picture
from tests.picture_factory import paint


def test_without_a_screen_there_is_no_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_module.platform, "system", lambda: "Linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(InputError, match="--no-window"):
        window_module.Window(True)
    monkeypatch.setenv("DISPLAY", ":0")
    assert window_module.has_screen()


class FakeOpenCV:
    """The window functions of OpenCV, without a window."""

    WINDOW_NORMAL = WINDOW_KEEPRATIO = WND_PROP_VISIBLE = 0
    error = RuntimeError

    def __init__(self, keys: str = "", is_visible: bool = True) -> None:
        self.keys, self.is_visible, self.shown = list(keys), is_visible, 0

    def namedWindow(self, *_: object) -> None: ...

    def resizeWindow(self, *_: object) -> None: ...

    def imshow(self, _title: str, picture: Picture) -> None:
        assert picture.shape == (800, 1280, 3)
        self.shown += 1

    def waitKey(self, _ms: int) -> int:
        return ord(self.keys.pop(0)) if self.keys else -1

    def getWindowProperty(self, *_: object) -> float:
        return float(self.is_visible)

    def destroyAllWindows(self) -> None: ...


@pytest.mark.parametrize(
    ("fake", "goes_on"),
    [
        (FakeOpenCV(), True),
        (FakeOpenCV("x"), True),
        (FakeOpenCV("q"), False),
        (FakeOpenCV("\x1b"), False),
        (FakeOpenCV(is_visible=False), False),
    ],
)
def test_keys_and_closing_end_the_window(
    fake: FakeOpenCV, goes_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(window_module, "load_opencv", lambda: fake)
    window = window_module.Window(is_mirrored=True)
    assert window.show(paint(), LiveState(0.0, "ready")) is goes_on
    assert fake.shown == 1
    assert not window.skips_calibration
    window.close()


def test_c_skips_the_calibration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(window_module, "load_opencv", lambda: FakeOpenCV("c"))
    window = window_module.Window(is_mirrored=False)
    assert window.show(paint(), LiveState(0.0, "calibrating"))
    assert window.skips_calibration
