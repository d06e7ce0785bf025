"""Writing: true pace, even sizes, and no half-written file."""

import sys

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.video import encoders, load_opencv
from formcheck.video import writer as writer_module
from formcheck.video.reader import open_video
from formcheck.video.writer import LONGEST_GAP_S, VideoWriter
from tests.clip_factory import draw_grey, make_clip, patch_frame_durations, read_number
from tests.unit.video.file_limits import limit_file_size


@pytest.fixture(autouse=True, params=["pyav", "opencv"])
def encoder(request, monkeypatch):
    """What writes the files: every promise holds with PyAV and without."""
    if request.param == "opencv":
        leave_out_pyav(monkeypatch)
    else:
        pytest.importorskip("av")


def leave_out_pyav(monkeypatch):
    monkeypatch.setitem(sys.modules, "av", None)


def write_all(path, times_s, fps=30.0, size=(64, 48), error=None):
    """Write one frame a time; then, still inside the ``with``, raise ``error``."""
    width_px, height_px = size
    with VideoWriter(path, width_px, height_px, fps) as writer:
        for index, t_s in enumerate(times_s):
            writer.write(draw_grey(index, width_px, height_px), t_s)
        if error is not None:
            raise error
    return path


def read_numbers(path):
    with open_video(path, max_fps=None) as video:
        return [read_number(frame.image) for frame in video]


def test_frames_come_back_in_order(tmp_path):
    path = write_all(tmp_path / "out.webm", [index / 30 for index in range(20)])
    with open_video(path) as video:
        frames = list(video)
    assert [read_number(frame.image) for frame in frames] == list(range(20))
    assert [frame.t_s for frame in frames] == pytest.approx([index / 30 for index in range(20)], abs=0.001)
    assert video.info.codec == "VP80"
    assert path.read_bytes()[:4] == b"\x1aE\xdf\xa3"
    assert b"webm" in path.read_bytes()[:64]


def test_missed_slots_show_the_frame_before(tmp_path):
    path = write_all(tmp_path / "out.webm", [0.0, 0.1, 0.2, 0.5, 0.6], fps=10.0)
    assert read_numbers(path) == [0, 1, 2, 2, 2, 3, 4]


def test_a_frame_whose_slot_is_taken_is_left_out(tmp_path):
    path = write_all(tmp_path / "out.webm", [0.0, 0.03, 0.1, 0.13, 0.2], fps=10.0)
    assert read_numbers(path) == [0, 2, 4]


def test_the_clock_starts_with_the_first_frame(tmp_path):
    path = write_all(tmp_path / "out.webm", [7.0, 7.1, 7.2], fps=10.0)
    assert read_numbers(path) == [0, 1, 2]


@pytest.mark.parametrize("fps", [29.97, 24000 / 1001, 12.5, 30])
def test_a_variable_source_keeps_its_pace(tmp_path, fps):
    durations_s = [0.02, 0.09, 0.03, 0.05, 0.06] * 12
    source = patch_frame_durations(make_clip(tmp_path / "a.mp4", n=60), durations_s)
    with open_video(source, max_fps=None) as video, VideoWriter(tmp_path / "out.webm", 64, 48, fps) as writer:
        times_s = []
        for frame in video:
            writer.write(frame.image, frame.t_s)
            times_s.append(frame.t_s)
    with open_video(tmp_path / "out.webm", max_fps=None) as written:
        shown = [(frame.t_s, read_number(frame.image)) for frame in written]
    assert shown[-1][0] == pytest.approx(times_s[-1], abs=0.51 / fps + 0.001)
    assert written.info.nominal_fps == pytest.approx(fps, abs=0.001)
    for t_s, number in shown:
        # Never ahead of time by more than half a slot, never older than the frame lasts and one slot.
        age_s = t_s - times_s[number]
        assert -0.5 / fps - 0.001 <= age_s <= max(durations_s) + 1 / fps + 0.001


@pytest.mark.parametrize(
    ("size", "even"), [((363, 64), (364, 64)), ((64, 49), (64, 50)), ((17, 17), (18, 18))]
)
def test_odd_sizes_grow_by_one(tmp_path, size, even):
    path = write_all(tmp_path / "out.webm", [0.0, 0.1, 0.2], fps=10.0, size=size)
    with open_video(path) as video:
        assert (video.info.width_px, video.info.height_px) == even
        assert len(list(video)) == 3


def test_a_frame_may_be_drawn_on_after_it_was_written(tmp_path):
    image = draw_grey(5, 64, 48)
    with VideoWriter(tmp_path / "out.webm", 64, 48, 10.0) as writer:
        writer.write(image, 0.0)
        image[:] = 255
        writer.write(draw_grey(6, 64, 48), 0.5)  # the slots in between repeat the first frame
    assert read_numbers(tmp_path / "out.webm") == [5, 5, 5, 5, 5, 6]


def test_any_view_of_an_array_is_written(tmp_path):
    wide = np.concatenate([draw_grey(9, 64, 48)] * 2, axis=1)
    with VideoWriter(tmp_path / "out.webm", 64, 48, 10.0) as writer:
        for index in range(3):
            writer.write(wide[:, :64], index / 10)
    assert read_numbers(tmp_path / "out.webm") == [9] * 3


@pytest.mark.parametrize(
    "image",
    [np.zeros((48, 64), np.uint8), np.zeros((64, 48, 3), np.uint8), np.zeros((48, 64, 3), np.float32)],
)
def test_other_shapes_and_types_are_refused(tmp_path, image):
    with (
        pytest.raises(ValueError, match="expected a frame of shape"),
        VideoWriter(tmp_path / "o.webm", 64, 48, 30) as w,
    ):
        w.write(image, 0.0)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("t_s", [float("nan"), float("inf"), 0.5])
def test_times_have_to_be_times_and_run_forward(tmp_path, t_s):
    with VideoWriter(tmp_path / "o.webm", 64, 48, 30) as writer:
        writer.write(draw_grey(0, 64, 48), 1.0)
        with pytest.raises(ValueError, match="expected a time"):
            writer.write(draw_grey(1, 64, 48), t_s)


def test_an_absurd_gap_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"jump from 0\.0 s"):
        write_all(tmp_path / "o.webm", [0.0, LONGEST_GAP_S + 1])


@pytest.mark.parametrize(
    ("name", "size", "fps"),
    [
        ("a.mp4", (64, 48), 30.0),
        ("a.webm", (64, 15), 30.0),
        ("a.webm", (64, 48), 0.0),
        ("a.webm", (64, 48), float("nan")),
    ],
)
def test_impossible_videos_are_refused_at_once(tmp_path, name, size, fps):
    with pytest.raises(ValueError, match="expected"):
        VideoWriter(tmp_path / name, size[0], size[1], fps)


def test_frames_belong_inside_the_with(tmp_path):
    writer = VideoWriter(tmp_path / "a.webm", 64, 48, 30.0)
    with pytest.raises(ValueError, match="inside the `with`"):
        writer.write(draw_grey(0, 64, 48), 0.0)


def test_an_exception_leaves_no_file(tmp_path):
    with pytest.raises(RuntimeError, match="stop"):
        write_all(tmp_path / "out.webm", [0.0, 0.1], error=RuntimeError("stop"))
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_by_the_user_leaves_no_file(tmp_path):
    with pytest.raises(KeyboardInterrupt):
        write_all(tmp_path / "out.webm", [index / 30 for index in range(50)], error=KeyboardInterrupt())
    assert list(tmp_path.iterdir()) == []


def test_an_exception_keeps_the_older_file(tmp_path):
    path = write_all(tmp_path / "out.webm", [0.0, 0.1], fps=10.0)
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="stop"):
        write_all(path, [0.0, 0.1, 0.2], error=RuntimeError("stop"))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_second_run_replaces_the_first(tmp_path):
    path = write_all(tmp_path / "out.webm", [0.0, 0.1], fps=10.0)
    write_all(path, [0.0, 0.1, 0.2, 0.3], fps=10.0)
    assert len(read_numbers(path)) == 4


def test_a_video_without_frames_is_no_video(tmp_path):
    with pytest.raises(InputError, match="No frame came"), VideoWriter(tmp_path / "out.webm", 64, 48, 30.0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_named(tmp_path):
    writer = VideoWriter(tmp_path / "nowhere" / "out.webm", 64, 48, 30.0)
    with pytest.raises(InputError, match=r"folder '.*nowhere' does not exist"):
        writer.__enter__()


def test_a_folder_in_the_way_is_named(tmp_path):
    (tmp_path / "out.webm").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        VideoWriter(tmp_path / "out.webm", 64, 48, 30.0).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["out.webm"]


def test_a_folder_that_may_not_be_written_to(tmp_path, monkeypatch):
    def refuse(self, data):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(writer_module.Path, "write_bytes", refuse)
    with pytest.raises(InputError, match="may not be written to: choose another place"):
        VideoWriter(tmp_path / "out.webm", 64, 48, 30.0).__enter__()


def test_a_file_in_the_place_of_a_folder(tmp_path):
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(InputError, match=r"cannot be written|does not exist"):
        VideoWriter(tmp_path / "file" / "out.webm", 64, 48, 30.0).__enter__()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
@pytest.mark.parametrize("room_bytes", [0, 60_000])
def test_a_full_disk_is_told(tmp_path, room_bytes):
    # To the encoder a limit on file sizes looks like a full disk: every further write fails.
    def write_noise():
        with limit_file_size(room_bytes), VideoWriter(tmp_path / "out.webm", 320, 240, 30.0) as writer:
            for index, image in enumerate(noise):
                writer.write(image, index / 30)

    noise = np.random.default_rng(0).integers(0, 256, (15, 240, 320, 3), np.uint8)
    with pytest.raises(InputError, match="disk is probably full"):
        write_noise()
    assert list(tmp_path.iterdir()) == []


def test_the_second_codec_is_taken_where_the_first_is_missing(tmp_path, monkeypatch):
    leave_out_pyav(monkeypatch)
    monkeypatch.setattr(encoders, "CODECS", ("XXXX", "VP90"))
    path = write_all(tmp_path / "out.webm", [0.0, 0.1, 0.2], fps=10.0)
    with open_video(path) as video:
        assert video.info.codec == "VP90"
        assert len(list(video)) == 3


def test_an_opencv_without_codecs_is_told(tmp_path, monkeypatch):
    leave_out_pyav(monkeypatch)
    monkeypatch.setattr(encoders, "CODECS", ("XXXX", "YYYY"))
    with pytest.raises(InputError, match="can write neither XXXX nor YYYY"):
        VideoWriter(tmp_path / "out.webm", 64, 48, 30.0).__enter__()
    assert list(tmp_path.iterdir()) == []


def test_an_error_of_the_encoder_is_not_lost(tmp_path, monkeypatch):
    cv2 = load_opencv()

    class FailingSink:
        fourcc = cv2.VideoWriter.fourcc

        def __init__(self, *arguments):
            pass

        def isOpened(self):
            return True

        def write(self, image):
            raise cv2.error(f"encoder broke at {image.shape}")

        def release(self):
            pass

    leave_out_pyav(monkeypatch)
    monkeypatch.setattr(cv2, "VideoWriter", FailingSink)
    with (
        pytest.raises(cv2.error, match="encoder broke"),
        VideoWriter(tmp_path / "o.webm", 64, 48, 30.0) as writer,
    ):
        writer.write(draw_grey(0, 64, 48), 0.0)
    assert list(tmp_path.iterdir()) == []
