"""The token of a visit: the same while the visit goes on, known to nobody after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.routing import WebSocketRoute
from streamlit.runtime.caching import clear_session_resource_cache
from streamlit.testing.v1 import AppTest

from formcheck.app.live.routes import close_live, make_routes
from formcheck.app.live.socket import PATH, LiveSocket

SESSION_OF_APPTEST = "test session id"


@pytest.fixture
def live() -> Iterator[LiveSocket]:
    (route,) = make_routes()
    assert isinstance(route, WebSocketRoute)
    assert route.path == PATH
    assert isinstance(route.app, LiveSocket)
    yield route.app
    close_live()


def show_token() -> None:
    import streamlit

    from formcheck.app.live.routes import find_visit_token

    streamlit.text(find_visit_token())


def test_a_visit_has_one_token(live: LiveSocket) -> None:
    visit = AppTest.from_function(show_token).run()
    token = visit.text[0].value
    assert live.tokens.knows(token)
    assert visit.run().text[0].value == token


def test_the_token_ends_with_the_visit(live: LiveSocket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.app.live.tokens.PARTED_S", 0.0)
    visit = AppTest.from_function(show_token).run()
    token = visit.text[0].value
    assert live.tokens.knows(token)
    clear_session_resource_cache(SESSION_OF_APPTEST)  # as Streamlit does when a page's connection breaks
    assert not live.tokens.knows(token)
    assert visit.run().text[0].value == token  # and when it is back
    assert live.tokens.knows(token)
    clear_session_resource_cache(SESSION_OF_APPTEST)
    assert not live.tokens.knows(token)


def test_two_visits_have_two_tokens(live: LiveSocket) -> None:
    visits = [AppTest.from_function(show_token).run() for _ in range(2)]
    assert visits[0].text[0].value != visits[1].text[0].value


def test_the_routes_of_one_process_share_their_visits(live: LiveSocket) -> None:
    (again,) = make_routes()
    assert isinstance(again, WebSocketRoute)
    assert again.app is live
    close_live()
    close_live()
    assert live.seats.take("token", print) is None
