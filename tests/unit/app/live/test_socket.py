"""The live socket as a page sees it: pictures in, states out, and every way it ends."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest

from formcheck.app.live.protocol import IDLE, LOST, TAKEN_OVER, UNKNOWN, VISIT_OVER, RateGate
from formcheck.app.live.socket import SUBPROTOCOL
from formcheck.app.live.worker import SURPRISED
from tests.unit.app.live.conftest import House, Page, list_coaches, make_jpeg, wait_until
from tests.unit.app.live.stub_coach import REFUSAL

OpenHouse = Callable[..., House]


def test_pictures_go_to_a_coach_in_a_process_of_its_own_and_states_come_back(
    open_house: OpenHouse, capfd: pytest.CaptureFixture[str]
) -> None:
    house = open_house(grace_s=3600.0)
    with house.visit() as page:
        options = {"load_kg": 20.0, "side": "left"}
        assert page.start("prints", options=options) == {"type": "ready", "resumed": False}
        first = page.train(40, make_jpeg(320, 240, 90))
        assert first["count"] == 1
        assert first["t_s"] == 0.04
        assert first["size"] == [240, 320, 3]
        assert first["grey"] == pytest.approx(90, abs=2)
        assert first["options"] == options
        assert [first["pid"]] == house.seats.list_pids()
        assert first["pid"] != psutil.Process().pid
        second = page.train(80, make_jpeg(640, 480, 200))
        assert (second["count"], second["size"]) == (2, [480, 640, 3])
        review = page.finish()
        assert review is not None
        page.show(120)
        assert page.hear() == {"type": "dropped", "t_ms": 120, "why": "no_set"}
        assert page.start("good_morning")["type"] == "ready"
        again = page.train(40)
        assert (again["count"], again["pid"]) == (1, first["pid"])
        page.say("skip_calibration")
        page.show(80)
        assert page.hear()["state"]["count"] == 102
        page.say("stop")
        assert page.hear() == {"type": "stopped"}
    assert (house.shelf.taken[review][0] / "count.txt").read_text() == "2"
    house.wait_until_clear()  # at once: who closes the tab does not come back
    assert "noise" not in "".join(capfd.readouterr())


def test_ctrl_c_is_for_the_app_alone(house: House) -> None:
    with house.visit() as page:
        page.start()
        page.train(40)
        psutil.Process(house.seats.list_pids()[0]).send_signal(signal.SIGINT)
        assert page.train(80)["count"] == 2


def test_before_a_set_there_is_none(house: House) -> None:
    with house.visit() as page:
        page.show(40)
        assert page.hear() == {"type": "dropped", "t_ms": 40, "why": "no_set"}
        assert page.finish() is None
        page.say("skip_calibration")
        page.say("stop")
        assert page.hear() == {"type": "stopped"}
        assert list_coaches() == []
        page.start()
        assert page.finish() is None


def test_the_newest_picture_wins_and_each_is_answered_once(house: House, tmp_path: Path) -> None:
    with house.visit() as page:
        hold_coach(page, 10, tmp_path)
        for t_ms in (20, 30, 40, 50):
            page.show(t_ms)
        dropped = [page.hear() for _ in range(3)]
        assert dropped == [{"type": "dropped", "t_ms": t_ms, "why": "newer"} for t_ms in (20, 30, 40)]
        (tmp_path / "open").touch()
        seen = [page.hear() for _ in range(2)]
        assert [(one["type"], one["t_ms"]) for one in seen] == [("state", 10), ("state", 50)]
        assert page.train(60)["count"] == 3


def test_an_order_clears_the_picture_that_waits(house: House, tmp_path: Path) -> None:
    with house.visit() as page:
        hold_coach(page, 10, tmp_path)
        page.show(20)
        page.say("finish")
        assert page.hear() == {"type": "dropped", "t_ms": 20, "why": "no_set"}
        (tmp_path / "open").touch()
        assert page.hear()["type"] == "state"
        told = page.hear()
        ((review, (folder, _)),) = house.shelf.taken.items()
        assert told == {"type": "finished", "review": review}
        assert (folder / "count.txt").read_text() == "1"


def hold_coach(page: Page, t_ms: int, folder: Path) -> None:
    """Show a picture that the coach looks at until there is a file "open" in the folder."""
    page.start("waits", options={"folder": str(folder)})
    page.show(t_ms)
    wait_until((folder / "begun").exists, "the coach looks at the picture")


def test_a_picture_whose_time_does_not_grow_is_dropped(house: House) -> None:
    with house.visit() as page:
        page.start()
        page.train(100)
        for t_ms in (100, 99, 0):
            page.show(t_ms)
            assert page.hear() == {"type": "dropped", "t_ms": t_ms, "why": "late"}
        assert page.train(101)["count"] == 2
        page.start()
        assert page.train(0)["count"] == 1  # a new set may begin a new clock


def test_a_picture_that_cannot_be_decoded_is_dropped_and_the_set_goes_on(house: House) -> None:
    jpeg = make_jpeg()
    counts = jpeg.index(b"\xff\xc4") + 5  # of the codes of each length: more than there can be
    broken = jpeg[:counts] + b"\xff" * 16 + jpeg[counts + 16 :]
    with house.visit() as page:
        page.start()
        page.show(40, broken)
        assert page.hear() == {"type": "dropped", "t_ms": 40, "why": "unreadable"}
        assert page.train(80)["count"] == 1


@pytest.mark.parametrize(
    ("exercise", "pictures", "sentence"),
    [
        ("unknown", 0, REFUSAL),
        ("tired", 2, "Two pictures are enough."),
        ("surprised", 1, SURPRISED),
        ("nan", 1, SURPRISED),
        ("killed", 1, "crashed (SIGKILL)"),
        ("aborts", 1, "crashed (SIGABRT)"),
        ("dies_at_birth", 0, "crashed (SIGABRT)"),
    ],
)
def test_a_set_that_breaks_is_one_sentence_and_another_may_be_started(
    house: House, exercise: str, pictures: int, sentence: str
) -> None:
    with house.visit() as beside, house.visit() as page:
        beside.start()
        beside.train(10)
        page.say("start", exercise=exercise)
        if pictures:
            assert page.hear()["type"] == "ready"
        for number in range(1, pictures):
            page.train(number)
        if pictures:
            page.show(pictures)
        failed = page.hear()
        assert failed["type"] == "failed"
        assert sentence in failed["sentence"]
        if pictures:
            assert page.hear() == {"type": "dropped", "t_ms": pictures, "why": "no_set"}
        assert beside.train(20)["count"] == 2
        page.start()
        assert page.train(0)["count"] == 1
    house.wait_until_clear()


def test_a_coach_killed_from_outside_is_one_sentence(house: House, tmp_path: Path) -> None:
    with house.visit() as page:
        hold_coach(page, 40, tmp_path)
        (pid,) = house.seats.list_pids()
        psutil.Process(pid).kill()
        failed = page.hear()
        assert failed["type"] == "failed"
        assert "SIGKILL" in failed["sentence"]
        assert page.hear() == {"type": "dropped", "t_ms": 40, "why": "no_set"}
        page.start()
        assert page.train(80)["count"] == 1


def test_a_coach_that_hangs_is_ended(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    with house.visit() as page:
        page.start("hangs")
        monkeypatch.setattr("formcheck.app.live.seat.MOST_ANSWER_S", 0.2)
        page.show(40)
        failed = page.hear()
        assert failed["type"] == "failed"
        assert "did not answer" in failed["sentence"]
        assert page.hear() == {"type": "dropped", "t_ms": 40, "why": "no_set"}


def test_two_train_side_by_side_in_processes_of_their_own(house: House, tmp_path: Path) -> None:
    with house.visit() as one, house.visit() as other:
        hold_coach(one, 10, tmp_path)
        other.start()
        counts = [other.train(t_ms)["count"] for t_ms in range(1, 6)]  # not held up
        assert counts == [1, 2, 3, 4, 5]
        (tmp_path / "open").touch()
        assert one.hear()["state"]["count"] == 1
        assert len(set(house.seats.list_pids())) == 2


def test_a_lost_connection_comes_back_to_its_set(open_house: OpenHouse) -> None:
    house = open_house(grace_s=30.0)
    token = house.tokens.issue()
    with house.visit(token) as page:
        page.start("good_morning", options={"load_kg": 20})
        before = page.train(40)
        page.drop()
    wait_until(lambda: house.seats.count_left() == 1, "the seat is kept")
    with house.visit(token) as page:
        told = page.start("good_morning", options={"load_kg": 20}, resumes=True)
        assert told == {"type": "ready", "resumed": True}
        page.show(40)
        assert page.hear()["why"] == "late"  # its clock goes on, too
        after = page.train(80)
        assert (after["count"], after["pid"]) == (2, before["pid"])
        page.say("start", exercise="deadlift", resumes=True)
        assert page.hear() == {"type": "ready", "resumed": False}  # that is another set
    house.wait_until_clear()


def test_a_set_that_nobody_comes_back_to_is_freed(house: House) -> None:
    with house.visit() as page:
        page.start()
        page.train(40)
        (folder,) = house.shelf.list_loose()
        page.drop()
    house.wait_until_clear()
    assert not folder.exists()
    assert house.shelf.taken == {}


def lose_set(house: House, token: str, exercise: str) -> None:
    """Two pictures of a set, and a page that is gone for good."""
    with house.visit(token) as page:
        page.start(exercise)
        page.train(40)
        page.train(80)
        page.drop()
    house.wait_until_clear()


def test_a_set_that_nobody_comes_back_to_in_time_is_summed_up(house: House) -> None:
    token = house.tokens.issue()
    lose_set(house, token, "row")
    ((review, (folder, leaving)),) = house.shelf.taken.items()
    assert (leaving.exercise, (folder / "count.txt").read_text()) == ("row", "2")
    with house.visit(token) as page:  # much later
        assert page.start("row", resumes=True) == {"type": "finished", "review": review}
        assert page.start("row") == {"type": "ready", "resumed": False}
    house.wait_until_clear()
    with house.visit(token) as page:  # it was heard
        assert page.start("row", resumes=True) == {"type": "ready", "resumed": False}


def test_what_nobody_asks_for_any_more_is_forgotten(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.app.live.seats.UNHEARD_S", 0.0)
    token = house.tokens.issue()
    lose_set(house, token, "row")
    assert len(house.shelf.taken) == 1
    house.seats.sweep()
    with house.visit(token) as page:
        assert page.start("row", resumes=True) == {"type": "ready", "resumed": False}


def test_a_full_disk_at_the_end_of_a_set_that_nobody_attends_leaves_nothing(house: House) -> None:
    lose_set(house, house.tokens.issue(), "no_room")
    assert house.shelf.taken == {}


def test_who_lost_the_connection_at_the_end_of_a_set_hears_of_its_review(
    open_house: OpenHouse, tmp_path: Path
) -> None:
    house = open_house(grace_s=30.0)
    token = house.tokens.issue()
    with house.visit(token) as page:
        hold_coach(page, 40, tmp_path)
        page.say("finish")
        page.drop()
    wait_until(lambda: house.seats.count_left() == 1, "the seat is kept")
    (tmp_path / "open").touch()
    wait_until(lambda: house.shelf.taken, "the set is put away")
    (review,) = house.shelf.taken
    with house.visit(token) as page:
        told = page.start("waits", options={"folder": str(tmp_path)}, resumes=True)
        assert told == {"type": "finished", "review": review}
    house.wait_until_clear()
    assert house.shelf.taken[review][0].is_dir()


def test_a_connection_that_hangs_is_taken_over_by_the_next_of_its_page(house: House) -> None:
    token = house.tokens.issue()
    with house.visit(token) as asleep:
        asleep.start()
        asleep.train(40)
        with house.visit(token) as awake:
            assert awake.start(resumes=True) == {"type": "ready", "resumed": True}
            told, code = asleep.hear_end()
            assert (told["sentence"], code) == (TAKEN_OVER.sentence, TAKEN_OVER.code)
            assert awake.train(80)["count"] == 2
            assert len(house.seats) == 1


def test_a_camera_that_is_unplugged_ends_the_set(open_house: OpenHouse) -> None:
    house = open_house(idle_s=0.3)
    with house.visit() as page:
        page.start()
        told, code = page.hear_end()
        assert (told["type"], told["sentence"], code) == ("refused", IDLE.sentence, IDLE.code)
        house.wait_until_clear()
    assert house.shelf.taken == {}


def test_a_camera_that_sends_nothing_any_more_costs_no_repetition(open_house: OpenHouse) -> None:
    house = open_house(idle_s=0.3)
    with house.visit() as page:
        page.start("row")
        page.train(40)
        page.train(80)
        told = page.hear()
        assert (told["type"], [told["review"]]) == ("finished", list(house.shelf.taken))
        assert page.hear_end()[1] == IDLE.code
    house.wait_until_clear()


def test_the_end_of_the_visit_ends_its_socket_and_no_other(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formcheck.app.live.tokens.PARTED_S", 0.0)
    token = house.tokens.issue()
    with house.visit() as other, house.visit(token) as page:
        page.start()
        other.start()
        house.tokens.part(token)
        told, code = page.hear_end()
        assert (told["sentence"], code) == (VISIT_OVER.sentence, VISIT_OVER.code)
        assert other.train(40)["count"] == 1
        with house.visit(token) as late:
            assert late.hear_end()[1] == UNKNOWN.code


def test_the_end_of_the_app_ends_everything(open_house: OpenHouse) -> None:
    house = open_house(grace_s=60.0)
    with house.visit() as page, house.visit() as lost:
        for one in (page, lost):
            one.start()
            one.train(40)
        lost.drop()
        folders = house.shelf.list_loose()
        assert len(folders) == 2
        house.close()
        assert page.hear_end()[1] == 1012
    house.wait_until_clear()
    assert not any(folder.exists() for folder in folders)
    assert house.shelf.taken == {}
    assert house.seats.take("token", print) is None


def test_a_page_may_leave_while_its_coach_is_at_work(house: House, tmp_path: Path) -> None:
    with house.visit() as page:
        page.say("start")
    house.wait_until_clear()
    for pause_s in (0.0, 0.01, 1.0):
        with house.visit() as page:
            page.say("start", exercise="is_never_ready")
            time.sleep(pause_s)
        house.wait_until_clear()
    with house.visit() as page:
        hold_coach(page, 40, tmp_path)
        page.drop()
    (tmp_path / "open").touch()
    house.wait_until_clear()


def test_a_coach_that_hangs_is_not_waited_for(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.app.live.seat.MOST_ANSWER_S", 0.2)
    monkeypatch.setattr("formcheck.app.live.socket.MOST_BEGIN_S", -0.9)
    with house.visit() as page:
        page.start("hangs")
        page.show(40)
        page.drop()
    house.wait_until_clear()


def test_a_kept_seat_is_given_to_somebody_who_is_there(open_house: OpenHouse) -> None:
    house = open_house(most=1, grace_s=60.0)
    with house.visit() as page:
        page.start()
        page.drop()
    wait_until(lambda: house.seats.count_left() == 1, "the seat is kept")
    with house.visit() as other:
        other.start()
        assert other.train(40)["count"] == 1


def test_a_seat_is_kept_for_who_may_come_back() -> None:
    assert LOST.keeps_seat
    assert IDLE.keeps_seat
    assert not any(ending.keeps_seat for ending in (TAKEN_OVER, VISIT_OVER))


def test_the_token_is_not_in_the_answer(house: House) -> None:
    with house.call() as wire:
        assert wire.subprotocol == SUBPROTOCOL
        assert house.tokens.issue() not in str(wire.response)


def test_memory_is_flat_over_many_pictures(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.app.live.socket.RateGate", lambda: RateGate(1e6))
    large = make_jpeg(1280, 960)
    with house.visit() as page:
        page.start()
        for t_ms in range(1, 101):
            page.train(t_ms, large)
        (pid,) = house.seats.list_pids()
        processes = [psutil.Process(), psutil.Process(pid)]
        before = [process.memory_info().rss for process in processes]
        for t_ms in range(101, 601):
            page.train(t_ms, large)
        after = [process.memory_info().rss for process in processes]
    grown = np.subtract(after, before) / 500
    assert (grown < len(large) / 4).all(), f"{grown} bytes a picture of {len(large)} bytes"
