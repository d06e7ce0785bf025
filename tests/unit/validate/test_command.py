"""``formcheck validate``: its wishes, its files, its refusals. Poses only, so no model is needed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from formcheck.errors import InputError
from formcheck.pose.track import TrackWriter
from formcheck.simulate import Camera, plan_set
from formcheck.simulate.clip import Clip, describe_truth
from formcheck.validate.command import Wish, find_exercise, run_wish, validate
from formcheck.validate.tasks import find_exact_poses

ABOUT = {"source": {"kind": "video", "name": "clip"}, "pose": {"model": "none"}}


def run(wish: Wish) -> tuple[dict, str]:
    out = Console(file=io.StringIO(), width=80, highlight=False)
    accuracy = validate(wish, out, Console(file=io.StringIO()))
    assert isinstance(out.file, io.StringIO)
    return accuracy, out.file.getvalue()


def put_clip(folder: Path, name: str, exercise: str = "", **changes) -> None:
    """A pose track of two repetitions with its truth."""
    clip = Clip(plan_set("romanian_deadlift", 2, tempo_s=(1.2, 0.3, 1.0, 0.6)), Camera())
    truth = {**describe_truth(clip), **({"exercise": exercise} if exercise else {}), **changes}
    (folder / f"{name}.truth.json").write_text(json.dumps(truth), encoding="utf-8")
    with TrackWriter(folder / f"{name}.npz") as track:
        for pose in find_exact_poses(clip):
            track.append(pose)
        track.finish(ABOUT)


@pytest.fixture
def clips(tmp_path) -> Path:
    folder = tmp_path / "clips"
    folder.mkdir()
    put_clip(folder, "good")
    put_clip(folder, "miscounted", reps=4, signals={})
    put_clip(folder, "unknown", exercise="underwater_basket_weaving", reps=0)
    return folder


def test_a_folder_of_clips(clips, tmp_path):
    accuracy, printed = run(Wish(clips, out=tmp_path / "out"))
    whole = accuracy["measured"]["counts"]["all"]
    assert (whole["sets"], whole["exact"], whole["off_by_one"]) == (2, 1, 1)
    assert accuracy["not_supported"] == {"underwater_basket_weaving": 1}
    assert "not supported yet" in printed
    assert "miscounted.npz" in printed
    assert json.loads((tmp_path / "out" / "accuracy.json").read_text(encoding="utf-8")) == accuracy
    page = (tmp_path / "out" / "accuracy.md").read_text(encoding="utf-8")
    assert "`formcheck validate clips`" in page
    assert str(tmp_path) not in page + json.dumps(accuracy)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["accuracy.json", "accuracy.md"]


def test_the_table_fits_eighty_columns(clips, tmp_path):
    printed = run(Wish(clips, out=tmp_path / "out"))[1]
    *table, where = printed.splitlines()
    assert where.startswith("→ ")
    assert max(map(len, table)) <= 80
    assert "…" not in printed.replace(" … ", "")  # nothing cut off


def test_another_movement_checked_as_a_hinge_must_count_nothing(clips, tmp_path):
    put_clip(clips, "still", exercise="plank", reps=0)
    accuracy, printed = run(Wish(clips, check_as="good morning", out=tmp_path / "out"))
    others = accuracy["checked_as_another"]
    assert (others["exercise"], others["clips"]) == ("good_morning", 2)
    assert [row[1:] for row in others["counted"]] == [["plank", 2], ["underwater_basket_weaving", 2]]
    assert accuracy["measured"]["counts"]["all"]["sets"] == 2
    assert "2 counted, expected 0" in " ".join(printed.split())


def test_set_ups_without_pixels(tmp_path):
    accuracy, printed = run(Wish(None, rendered=2, poses_only=True, jobs=1, out=tmp_path / "out"))
    assert accuracy["measured"]["counts"]["all"]["sets"] == 2
    assert accuracy["exact"] is None
    assert accuracy["made"]["command"] == "formcheck validate --rendered 2 --poses --seed 1"
    assert "Aims" in printed
    assert "rendered figure proves the arithmetic" in (tmp_path / "out" / "accuracy.md").read_text(
        encoding="utf-8"
    )


def test_processes_give_the_same_table(tmp_path):
    tables = [
        run(Wish(None, rendered=2, poses_only=True, jobs=jobs, out=tmp_path / str(jobs)))[0]["measured"]
        for jobs in (1, 2)
    ]
    assert tables[0] == tables[1]


def test_a_clip_that_cannot_be_read_is_told_and_does_not_stop_the_others(clips, tmp_path):
    (clips / "good.npz").write_bytes(b"nothing of the kind")
    with pytest.raises(InputError, match="1 clips could not be checked"):
        run_wish(Wish(clips, out=tmp_path / "out"))
    accuracy = json.loads((tmp_path / "out" / "accuracy.json").read_text(encoding="utf-8"))
    assert accuracy["measured"]["counts"]["all"]["sets"] == 1
    assert "good.npz" in accuracy["problems"][0]


def test_an_existing_table_is_never_replaced_silently(clips, tmp_path):
    wish = Wish(clips, out=tmp_path / "out")
    run(wish)
    with pytest.raises(InputError, match="exists already"):
        run(wish)
    run(Wish(clips, out=tmp_path / "out", overwrite=True))


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish(None), "either a folder"),
        (Wish(Path(), rendered=3), "either a folder"),
        (Wish(Path("/no/such/folder")), "no folder"),
        (Wish(Path(), poses_only=True), "--rendered N"),
        (Wish(Path(), check_as="juggling"), "juggling"),
    ],
)
def test_bad_wishes_are_one_sentence(wish, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=words):
        run(wish)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder(clips, tmp_path):
    (tmp_path / "out").touch()
    with pytest.raises(InputError, match="is a file"):
        run(Wish(clips, out=tmp_path / "out"))


def test_movements_are_found_by_any_of_their_names():
    assert find_exercise("RDL") == "romanian_deadlift"
    assert find_exercise("plank") == ""
