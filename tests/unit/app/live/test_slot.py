"""One waits at most, and it is the newest."""

from __future__ import annotations

import threading

from formcheck.app.live.protocol import Finish, Picture, SkipCalibration, Stop
from formcheck.app.live.slot import Slot


def make_picture(t_ms: int) -> Picture:
    return Picture(t_ms, b"", 64, 64)


def test_a_newer_picture_takes_the_place_of_the_one_that_waits() -> None:
    slot = Slot()
    older, newer = make_picture(1), make_picture(2)
    assert slot.put_picture(older) is None
    assert slot.put_picture(newer) is older
    assert slot.take() is newer


def test_an_order_comes_before_pictures_and_clears_the_one_that_waits() -> None:
    slot = Slot()
    before, after = make_picture(1), make_picture(2)
    slot.put_picture(before)
    assert slot.put_order(Finish()) is before
    slot.put_picture(after)
    slot.put_order(Stop())
    slot.put_picture(after)
    assert slot.take() == Stop()
    assert slot.take() is after


def test_skipping_the_calibration_takes_nobody_s_place() -> None:
    slot = Slot()
    picture = make_picture(1)
    slot.put_picture(picture)
    assert slot.put_order(SkipCalibration()) is None
    assert [slot.take(), slot.take()] == [SkipCalibration(), picture]
    slot.put_order(Finish())
    slot.put_order(SkipCalibration())
    assert slot.take() == Finish()


def test_whoever_waits_is_woken_by_the_end() -> None:
    slot = Slot()
    taken = []
    thread = threading.Thread(target=lambda: taken.append(slot.take()))
    thread.start()
    slot.close()
    thread.join(10)
    assert taken == [None]


def test_nothing_comes_out_of_a_closed_slot() -> None:
    slot = Slot()
    slot.put_picture(make_picture(1))
    slot.close()
    slot.put_picture(make_picture(2))
    assert slot.take() is None
