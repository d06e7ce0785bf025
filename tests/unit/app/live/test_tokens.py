"""Who may open a socket."""

from __future__ import annotations

import pytest

from formcheck.app.live.tokens import LIFETIME_S, PARTED_S, TokenBook, is_own_page


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8501", "localhost:8501"),
        ("http://LOCALHOST:8501", "localhost:8501"),
        ("http://127.0.0.1:8501", "127.0.0.1:8501"),
        ("http://[::1]:8501", "[::1]:8501"),
        ("http://gym.example", "gym.example"),
        ("https://gym.example", "gym.example"),  # behind a proxy that speaks HTTPS
        ("https://gym.example", "gym.example:443"),
        ("https://gym.example:8443", "gym.example:8443"),
    ],
)
def test_our_own_page(origin: str, host: str) -> None:
    assert is_own_page(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        (None, "localhost:8501"),
        ("", "localhost:8501"),
        ("null", "localhost:8501"),
        ("http://localhost:8501", None),
        ("http://localhost:8501", ""),
        ("http://localhost:8502", "localhost:8501"),
        ("http://localhost", "localhost:8501"),
        ("http://evil.example", "localhost:8501"),
        ("http://localhost.evil.example:8501", "localhost:8501"),
        ("http://evil.example:8501", "localhost:8501"),
        ("http://localhost:8501@evil.example", "localhost:8501"),
        ("http://evil.example#localhost:8501", "localhost:8501"),
        ("http://localhost:8501", "evil.example@localhost:8501"),
        ("file://localhost:8501", "localhost:8501"),
        ("localhost:8501", "localhost:8501"),
        ("http://localhost:port", "localhost:port"),
        ("http://[::1", "[::1"),
        ("http://", ""),
    ],
)
def test_another_page(origin: str | None, host: str | None) -> None:
    assert not is_own_page(origin, host)


def test_a_token_is_known_while_its_visit_goes_on() -> None:
    now_s = [0.0]
    book = TokenBook(lambda: now_s[0])
    one, other = book.issue(), book.issue()
    assert one != other
    assert len(one) >= 43  # 256 bits
    assert book.knows(one)
    assert book.knows(other)
    book.part(one)
    now_s[0] = PARTED_S - 1
    book.part(one)
    assert book.knows(one)
    now_s[0] = PARTED_S
    assert not book.knows(one)
    assert book.knows(other)
    book.part(one)
    assert not book.knows(one)


def test_a_visit_that_comes_back_in_time_goes_on() -> None:
    now_s = [0.0]
    book = TokenBook(lambda: now_s[0])
    token = book.issue()
    book.part(token)
    book.renew(token)
    now_s[0] = 2 * PARTED_S
    assert book.knows(token)


@pytest.mark.parametrize("given", ["", "guess", "ä", "\x00", "x" * 100_000])
def test_a_guess_is_not_known(given: str) -> None:
    book = TokenBook()
    token = book.issue()
    assert not book.knows(given)
    assert not book.knows(token[:-1])
    assert not book.knows(token + given + "x")


def test_a_token_nobody_asks_for_expires() -> None:
    now_s = [0.0]
    book = TokenBook(lambda: now_s[0])
    asked_again, forgotten = book.issue(), book.issue()
    now_s[0] = LIFETIME_S - 1
    assert book.knows(forgotten)
    book.renew(asked_again)
    now_s[0] = LIFETIME_S
    assert not book.knows(forgotten)
    assert book.knows(asked_again)
