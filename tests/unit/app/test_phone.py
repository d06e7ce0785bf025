"""The address and the code that bring a phone to the Live page."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import segno

from formcheck.app.phone import PAGE, draw_code, is_phone_address


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://192.168.1.20:8443", True),
        ("https://box.local", True),
        ("https://[fe80::1]:8443", True),
        ("http://192.168.1.20:8443", False),
        ("192.168.1.20:8443", False),
        ("https://", False),
        ("https://box:port", False),
        ("https://[box", False),
        ("", False),
    ],
)
def test_only_whole_https_addresses_will_do(address: str, is_one: bool) -> None:
    assert is_phone_address(address) is is_one


def test_the_code_says_where_the_live_page_is() -> None:
    link = f"https://192.168.1.20:8443/{PAGE}"
    assert draw_code(link).startswith("<svg")
    modules = np.array([[0 if cell else 255 for cell in row] for row in segno.make(link, error="m").matrix])
    picture = np.kron(np.pad(modules, 4, constant_values=255), np.ones((8, 8))).astype(np.uint8)
    assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == link
