"""Reading: every frame, its time, its orientation, and every kind of bad input."""

import hashlib
import math
import os
from pathlib import Path

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.video import load_opencv
from formcheck.video.reader import Video, compute_sha256, open_video
from tests.clip_factory import (
    make_audio_only,
    make_clip,
    make_picture,
    make_text_file,
    move_index_to_front,
    patch_edit_list,
    patch_frame_durations,
    patch_rotation,
    read_number,
    spoil,
    truncate,
)


def read_all(path, **options):
    with open_video(path, **options) as video:
        return list(video), video


@pytest.mark.parametrize(
    ("name", "codec"),
    [("a.mp4", "mp4v"), ("a.avi", "MJPG"), ("a.webm", "VP80"), ("a.webm", "VP90"), ("a.mkv", "VP80")],
)
def test_every_frame_comes_in_order_with_its_time(tmp_path, name, codec):
    frames, video = read_all(make_clip(tmp_path / name, fps=25.0, n=20, codec=codec))
    assert [frame.index for frame in frames] == list(range(20))
    assert [read_number(frame.image) for frame in frames] == list(range(20))
    # WebM and Matroska count milliseconds.
    assert [frame.t_s for frame in frames] == pytest.approx([index / 25 for index in range(20)], abs=0.0011)
    assert frames[0].image.dtype == np.uint8
    assert video.damaged is None
    assert video.timing_confidence == "high"


def test_info_tells_what_the_file_announces(tmp_path):
    path = make_clip(tmp_path / "a.mp4", size=(64, 48), fps=25.0, n=50)
    with open_video(str(path)) as video:
        info = video.info
    assert info.path == path
    assert (info.width_px, info.height_px) == (64, 48)
    assert info.duration_s == pytest.approx(2.0, abs=0.01)
    assert info.frame_count_estimate == 50
    assert info.nominal_fps == pytest.approx(25.0)
    assert info.size_bytes == len(path.read_bytes())
    assert info.codec.lower() in {"mp4v", "fmp4"}


def test_fingerprint_is_that_of_the_bytes(tmp_path):
    path = make_clip(tmp_path / "a.mp4")
    assert compute_sha256(path) == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("size", [(363, 640), (360, 641), (101, 77)])
def test_odd_sizes_are_read(tmp_path, size):
    # OpenCV's own writer cuts odd sizes to even ones; a row of JPEG pictures is a video that keeps them.
    encoded = [
        load_opencv().imencode(".jpg", np.full((size[1], size[0], 3), level, np.uint8))[1].tobytes()
        for level in (50, 90, 130)
    ]
    path = tmp_path / "odd.mjpeg"
    path.write_bytes(b"".join(encoded))
    frames, video = read_all(path)
    assert [frame.image.shape for frame in frames] == [(size[1], size[0], 3)] * 3
    assert (video.info.width_px, video.info.height_px) == size


def test_4k_is_read(tmp_path):
    frames, video = read_all(make_clip(tmp_path / "a.mp4", size=(3840, 2160), n=3))
    assert [frame.image.shape for frame in frames] == [(2160, 3840, 3)] * 3
    assert (video.info.width_px, video.info.height_px) == (3840, 2160)


@pytest.mark.parametrize(
    ("clockwise_deg", "size", "bright_corner"),
    [(0, (64, 48), (0, 0)), (90, (48, 64), (0, -1)), (180, (64, 48), (-1, -1)), (270, (48, 64), (-1, 0))],
)
def test_the_rotation_of_a_phone_is_applied(tmp_path, clockwise_deg, size, bright_corner):
    path = patch_rotation(make_clip(tmp_path / "a.mp4", size=(64, 48), n=5), clockwise_deg)
    frames, video = read_all(path)
    assert (video.info.width_px, video.info.height_px) == size
    image = frames[2].image
    assert image.shape == (size[1], size[0], 3)
    row, column = (8 if end == 0 else -8 for end in bright_corner)
    assert image[row, column].min() > 180  # the upper left quarter of the unturned frame


def test_a_variable_frame_rate_keeps_its_own_times(tmp_path):
    durations_s = [0.02, 0.05, 0.03, 0.1, 0.04] * 4
    path = patch_frame_durations(make_clip(tmp_path / "a.mp4", n=20), durations_s)
    frames, video = read_all(path, max_fps=None)
    expected_s = np.cumsum([0, *durations_s[:-1]])
    assert [frame.t_s for frame in frames] == pytest.approx(list(expected_s), abs=0.0005)
    assert video.timing_confidence == "high"
    assert video.damaged is None


@pytest.mark.parametrize(("fps", "every"), [(30, 1), (35, 1), (50, 2), (60, 2), (120, 4), (240, 8)])
def test_fast_sources_are_read_at_about_thirty(tmp_path, fps, every):
    frames, video = read_all(make_clip(tmp_path / "a.mp4", fps=float(fps), n=48))
    assert [frame.index for frame in frames] == list(range(0, 48, every))
    assert [frame.t_s for frame in frames] == pytest.approx([index / fps for index in range(0, 48, every)])
    assert [read_number(frame.image) for frame in frames] == list(range(0, 48, every))
    assert video.reading_fps == pytest.approx(fps / every)
    assert video.damaged is None


def test_a_variable_source_that_is_fast_on_the_whole_is_thinned_by_its_times(tmp_path):
    durations_s = [1 / 60] * 60 + [1 / 30] * 15
    path = patch_frame_durations(make_clip(tmp_path / "a.mp4", n=75), durations_s)
    frames, _ = read_all(path)
    assert [frame.index for frame in frames] == [*range(0, 60, 2), *range(60, 75)]


def test_thinning_can_be_turned_off_and_set(tmp_path):
    path = make_clip(tmp_path / "a.mp4", fps=60.0, n=48)
    assert len(read_all(path, max_fps=None)[0]) == 48
    assert len(read_all(path, max_fps=15.0)[0]) == 12


def test_a_slow_source_is_never_thinned_for_its_jitter(tmp_path):
    path = patch_frame_durations(make_clip(tmp_path / "a.mp4", n=20), [0.01, 0.057] * 10)
    assert len(read_all(path)[0]) == 20


def test_a_video_is_read_again_from_its_start(tmp_path):
    with open_video(make_clip(tmp_path / "a.mp4", n=12)) as video:
        first = [next(iter(video)).index for _ in range(2)]
        assert first == [0, 0]
        assert len(list(video)) == 12
        assert len(list(video)) == 12


def test_leaving_the_with_ends_a_reading_under_way(tmp_path):
    with open_video(make_clip(tmp_path / "a.mp4", n=12)) as video:
        reading = iter(video)
        next(reading)
    assert list(reading) == []
    assert video.damaged is None


def test_stamps_without_use_fall_back_to_the_frame_rate(tmp_path):
    # A duration of one tick a frame: 15 360 frames a second, which is no camera.
    path = make_clip(tmp_path / "a.mp4", n=20)
    frames, video = read_all(patch_frame_durations(path, [1 / 15360] * 20))
    assert video.timing_confidence == "low"
    assert math.isnan(video.info.nominal_fps)
    assert video.reading_fps == 30.0
    assert [frame.t_s for frame in frames] == pytest.approx([index / 30 for index in range(20)])


def test_hidden_frames_of_a_trimmed_clip_are_no_damage(tmp_path):
    # What a phone does when a clip is trimmed: the frames stay, the edit list hides them.
    path = patch_edit_list(make_clip(tmp_path / "a.mp4", n=90), 0.4, 1.5)
    frames, video = read_all(path)
    assert len(frames) == video.info.frame_count_estimate == 45
    assert frames[0].t_s == 0.0
    assert video.damaged is None


@pytest.mark.parametrize(("name", "codec"), [("a.mp4", "mp4v"), ("a.webm", "VP80"), ("a.avi", "MJPG")])
def test_a_file_that_ends_early_gives_what_it_has_and_says_so(tmp_path, name, codec):
    path = make_clip(tmp_path / name, n=90, codec=codec)
    if codec == "mp4v":
        move_index_to_front(path)
        assert len(read_all(path)[0]) == 90
    frames, video = read_all(truncate(path, 0.6))
    assert 20 < len(frames) < 80
    # The very last one may be half a picture.
    assert [read_number(frame.image) for frame in frames[:-1]] == [i % 64 for i in range(len(frames) - 1)]
    assert video.damaged is not None
    assert f"expected 90 frames, got {len(frames)}" in video.damaged


def test_a_decoder_that_fails_midway_ends_the_reading(tmp_path):
    path = spoil(move_index_to_front(make_clip(tmp_path / "a.mp4", n=90)), 0.5, 1.0)
    frames, video = read_all(path)
    assert 20 < len(frames) < 80
    assert video.damaged is not None
    assert "expected 90 frames" in video.damaged


def test_an_error_inside_opencv_ends_the_reading(tmp_path, monkeypatch):
    cv2 = load_opencv()

    class FailingCapture:
        def __init__(self, *arguments):
            self._capture = ordinary(*arguments)
            self._retrieved = 0

        def __getattr__(self, name):
            return getattr(self._capture, name)

        def retrieve(self):
            self._retrieved += 1
            if self._retrieved > 10:
                raise cv2.error("broken slice")
            return self._capture.retrieve()

    ordinary = cv2.VideoCapture
    path = make_clip(tmp_path / "a.mp4", n=60)
    with open_video(path) as video:
        monkeypatch.setattr(cv2, "VideoCapture", FailingCapture)
        assert len(list(video)) == 10
    assert video.damaged is not None
    assert "expected 60 frames, got 10" in video.damaged


def test_a_missing_file_names_its_neighbours(tmp_path):
    make_clip(tmp_path / "Deadlift_1.mp4")
    make_text_file(tmp_path / "notes.txt")
    with pytest.raises(InputError, match=r"no file '.*deadlift_l\.mp4': did you mean 'Deadlift_1\.mp4'\?$"):
        open_video(tmp_path / "deadlift_l.mp4")


def test_a_missing_file_without_neighbours(tmp_path):
    with pytest.raises(InputError, match="check the name and the folder"):
        open_video(tmp_path / "squat.mp4")


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(InputError, match=r"folder '.*nowhere' does not exist"):
        open_video(tmp_path / "nowhere" / "squat.mp4")


def test_a_folder_is_no_video(tmp_path):
    with pytest.raises(InputError, match=r"is a folder.*files themselves"):
        open_video(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(InputError, match="not a regular file"):
        open_video(tmp_path / "pipe.mp4")


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = make_clip(tmp_path / "a.mp4")

    def refuse(self, *arguments, **keywords):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="may not be read by you"):
        open_video(path)


def test_a_name_no_system_accepts():
    with pytest.raises(InputError, match="cannot be read"):
        open_video("x" * 5000 + ".mp4")


BAD_FILES = {
    "empty": (lambda path: path.write_bytes(b""), "is empty .0 bytes."),
    "cut off": (lambda path: truncate(make_clip(path), 0.5), "cut off before it was finished"),
    "only its first box": (lambda path: path.write_bytes(make_clip(path).read_bytes()[:28]), "cut off"),
    "sound": (make_audio_only, "holds only sound: give a video"),
    "text": (make_text_file, "is a text, not a video"),
    "playlist": (lambda path: make_text_file(path, "#EXTM3U\n#EXTINF:2,\na.ts\n"), "is a text, not a video"),
    "jpg": (make_picture, "is a picture, not a video"),
    "png": (lambda path: make_picture(path, ".png"), "is a picture, not a video"),
    "one frame": (lambda path: make_clip(path, n=1), "holds a single frame"),
    "noise": (
        lambda path: path.write_bytes(np.random.default_rng(0).bytes(5000)),
        "cannot be read as a video",
    ),
    "index, no pictures": (
        lambda path: spoil(move_index_to_front(make_clip(path, n=30)), 0.4, 1.0),
        "cannot be read as a video",
    ),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_each_bad_file_gets_its_sentence(tmp_path, case):
    make, sentence = BAD_FILES[case]
    make(tmp_path / "clip.mp4")
    with pytest.raises(InputError, match=sentence) as caught:
        open_video(tmp_path / "clip.mp4")
    assert "'clip.mp4'" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_movie_with_a_sound_track_only(tmp_path):
    path = make_clip(tmp_path / "a.mp4")
    path.write_bytes(path.read_bytes().replace(b"vide", b"soun", 1).replace(b"vmhd", b"smhd", 1))
    with pytest.raises(InputError, match="holds only sound, no picture"):
        open_video(path)


def test_a_video_is_its_own_context(tmp_path):
    video = open_video(make_clip(tmp_path / "a.mp4"))
    with video as same:
        assert same is video
        assert isinstance(same, Video)


@pytest.mark.clips
def test_real_footage_is_read_whole():
    folder = os.environ.get("FORMCHECK_CLIPS")
    if not folder:
        pytest.skip("FORMCHECK_CLIPS names no folder of real footage")
    paths = sorted(Path(folder).glob("*.mp4"))
    assert paths
    for path in paths:
        frames, video = read_all(path)
        assert video.damaged is None, path.name
        assert video.timing_confidence == "high", path.name
        assert len(frames) == pytest.approx(video.info.duration_s * video.reading_fps, abs=2), path.name
