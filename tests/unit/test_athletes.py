"""What is remembered of an athlete comes back as it was, or is refused in one sentence."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from formcheck.athletes import (
    AthleteRecord,
    OwnRange,
    find_record_file,
    read_record,
    update_own_range,
    write_record,
)
from formcheck.errors import InputError
from formcheck.report.set_report import SetReport
from tests.calibration_factory import NEUTRAL_HINGE
from tests.unit.report.report_factory import make_report


@pytest.fixture(autouse=True)
def data_folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(platformdirs, "user_data_path", lambda name: tmp_path / name)
    return tmp_path / "formcheck" / "athletes"


class TestFile:
    def test_nothing_is_remembered_at_first(self, data_folder) -> None:
        assert read_record("me", "default") == AthleteRecord("me", "default")
        assert not data_folder.exists()

    def test_round_trip(self, data_folder) -> None:
        record = AthleteRecord(
            "Zoë", "rack 2", NEUTRAL_HINGE, {"row/side": OwnRange(81.5, "deg", 3, "a.mp4")}
        )
        path = write_record(record)
        assert read_record("Zoë", "rack 2") == record
        assert path == data_folder / "zoë" / "rack 2.json"
        assert [file.name for file in path.parent.iterdir()] == ["rack 2.json"]

    def test_what_was_not_seen_stays_so(self) -> None:
        write_record(
            AthleteRecord("me", "a", replace(NEUTRAL_HINGE, thigh_length=math.nan, roll_deg=math.nan))
        )
        read = read_record("me", "a").calibration
        assert read is not None
        assert math.isnan(read.thigh_length)
        assert math.isnan(read.roll_deg)
        assert read.shank_length == NEUTRAL_HINGE.shank_length

    def test_athletes_and_cameras_are_apart_and_capitals_are_not(self) -> None:
        for athlete, camera, arc_deg in (("ann", "a", 1.0), ("ann", "b", 2.0), ("bob", "a", 3.0)):
            write_record(AthleteRecord(athlete, camera, replace(NEUTRAL_HINGE, arc_deg=arc_deg)))
        arcs = [read_record(*names).calibration for names in (("Ann", "A"), ("ANN", "b"), ("bob", "a"))]
        assert [found.arc_deg for found in arcs if found] == [1.0, 2.0, 3.0]

    def test_both_ways_to_write_an_accent_are_one_name(self) -> None:
        assert find_record_file("Zo\u00eb", "a") == find_record_file("Zoe\u0308", "a")

    @pytest.mark.parametrize(
        "name",
        [
            *("", " ", ".", "..", "../x", "a/b", "a\\b", "C:x", ".x", "x.", "x ", " x", "a\n", "a\0b"),
            *("CON", "Lpt1", "x" * 65),
        ],
    )
    def test_a_name_that_is_no_file_name_is_refused(self, name) -> None:
        with pytest.raises(InputError, match="--athlete"):
            find_record_file(name, "default")
        with pytest.raises(InputError, match="--camera"):
            find_record_file("me", name)

    @pytest.mark.parametrize("name", ["x", "me", "Zoë", "Ann-Lou 2", "李", "x" * 64, "console", "com"])
    def test_ordinary_names_are_not(self, name, data_folder) -> None:
        assert find_record_file(name, name).parent.parent == data_folder

    def test_a_write_that_fails_leaves_the_old_record_and_no_draft(self, monkeypatch) -> None:
        path = write_record(AthleteRecord("me", "a", NEUTRAL_HINGE))
        before = path.read_bytes()

        def refuse(*_):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(Path, "replace", refuse)
        with pytest.raises(InputError, match="No space left"):
            write_record(AthleteRecord("me", "a", replace(NEUTRAL_HINGE, arc_deg=9.0)))
        assert path.read_bytes() == before
        assert list(path.parent.iterdir()) == [path]

    def test_a_folder_in_the_way_is_told(self, data_folder) -> None:
        data_folder.parent.mkdir(parents=True)
        data_folder.write_text("in the way")
        with pytest.raises(InputError, match="Cannot write"):
            write_record(AthleteRecord("me", "a", NEUTRAL_HINGE))


def _set(key: str, value: object):
    def change(table: dict) -> None:
        table["calibration"][key] = value

    return change


def _change_range(table: dict) -> None:
    table["ranges"]["row/side"]["value"] = -1


DAMAGES = {
    "a text for a number": (_set("arc_deg", "round"), "arc_deg is 'round'"),
    "no number": (_set("arc_deg", None), "arc_deg is None"),
    "truth for a number": (_set("spread_deg", True), "spread_deg is True"),
    "infinite": (_set("yaw_deg", math.inf), "yaw_deg is inf"),
    "facing nowhere": (_set("facing", 0), "facing is 0"),
    "no length": (_set("torso_px", 0), "torso_px"),
    "no date": (_set("made_on", "yesterday"), "yesterday"),
    "a number for a text": (_set("source", 3), "source is 3"),
    "a value missing": (lambda table: table["calibration"].pop("arc_deg"), "'arc_deg' is missing"),
    "another format": (lambda table: table.update(format="formcheck.athlete/9"), "athlete/9"),
    "no format": (lambda table: table.pop("format"), "'format' is missing"),
    "a list for a calibration": (lambda table: table.update(calibration=[1]), "damaged"),
    "a list for ranges": (lambda table: table.update(ranges=[1]), "damaged"),
    "a range below zero": (_change_range, "range of -1"),
}


class TestDamage:
    @pytest.mark.parametrize("kind", DAMAGES)
    def test_a_damaged_file_is_named(self, kind) -> None:
        damage, words = DAMAGES[kind]
        path = write_record(
            AthleteRecord("me", "a", NEUTRAL_HINGE, {"row/side": OwnRange(80.0, "deg", 1, "")})
        )
        table = json.loads(path.read_text(encoding="utf-8"))
        damage(table)
        path.write_text(json.dumps(table), encoding="utf-8")
        with pytest.raises(InputError) as told:
            read_record("me", "a")
        assert str(path) in str(told.value)
        assert words in str(told.value)
        assert "calibrate again" in str(told.value)

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"format": "formcheck.athlete/1"'])
    def test_a_broken_file_is_named(self, content) -> None:
        path = write_record(AthleteRecord("me", "a", NEUTRAL_HINGE))
        path.write_bytes(content)
        with pytest.raises(InputError, match="damaged"):
            read_record("me", "a")

    def test_an_unreadable_file_is_named(self) -> None:
        path = write_record(AthleteRecord("me", "a", NEUTRAL_HINGE))
        path.write_bytes(b"\xff\xfe\xff")
        with pytest.raises(InputError, match="cannot be read"):
            read_record("me", "a")


class TestOwnRange:
    """The figure's Romanian deadlift has a range of 83°."""

    RECORD = AthleteRecord("me", "a", NEUTRAL_HINGE)

    def of_clip(self, name: str, kind: str = "full") -> SetReport:
        return replace(make_report(kind), source={"sha256": name})

    def test_the_first_session_is_taken_as_it_is(self) -> None:
        record = update_own_range(self.RECORD, self.of_clip("a"))
        own = record.ranges["romanian_deadlift/side"]
        assert own.value == pytest.approx(83.0, abs=1.0)
        assert (own.unit, own.sessions, own.last_clip) == ("deg", 1, "a")
        assert record.calibration == NEUTRAL_HINGE

    def test_a_later_one_weighs_three_tenths(self) -> None:
        first = update_own_range(self.RECORD, self.of_clip("a")).ranges["romanian_deadlift/side"]
        known = {"romanian_deadlift/side": replace(first, value=first.value + 10.0)}
        own = update_own_range(replace(self.RECORD, ranges=known), self.of_clip("b"))
        assert own.ranges["romanian_deadlift/side"].value == pytest.approx(first.value + 7.0)
        assert own.ranges["romanian_deadlift/side"].sessions == 2

    def test_the_same_clip_again_is_no_new_session(self) -> None:
        once = update_own_range(self.RECORD, self.of_clip("a"))
        assert update_own_range(once, self.of_clip("a")) is once

    @pytest.mark.parametrize("kind", ["one_rep", "nobody", "empty"])
    def test_an_unknown_range_changes_nothing(self, kind) -> None:
        assert update_own_range(self.RECORD, self.of_clip("a", kind)) is self.RECORD

    def test_movements_and_views_are_apart(self) -> None:
        record = self.RECORD
        for kind in ("full", "front", "other"):
            record = update_own_range(record, self.of_clip(kind, kind))
        assert sorted(record.ranges) == [
            "good_morning/side", "romanian_deadlift/front", "romanian_deadlift/side",
        ]  # fmt: skip
