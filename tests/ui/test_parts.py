"""Our small components, whatever the things they show are called."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest


def show_one(key: str) -> None:
    from formcheck.app.parts import show_not_judged

    show_not_judged("Not judged", [("Elbows", "Film from behind.")], key)
    show_not_judged("Not judged", [("Knees", "Film from the side.")], key.replace("_", "_."))


@pytest.mark.parametrize("key", ["result_my__clip", "rest__nchmJeBaix105gmbr7cag", "set_", "_"])
def test_any_name_will_do_as_a_key(key: str) -> None:
    app = AppTest.from_function(show_one, kwargs={"key": key}).run()
    assert not app.exception
    assert len(app.get("bidi_component")) == 2
