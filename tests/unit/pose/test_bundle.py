"""Bundles: what is written into a network, byte for byte, and what is refused as a bundle."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from formcheck.errors import InputError
from formcheck.pose.bundle import (
    DETECTOR,
    LANDMARKS,
    METADATA_NAME,
    add_normalization,
    build_bundle,
    build_from_wheel,
    check_bundle,
    pack_bundle,
)
from formcheck.pose.manifest import Wheel, WheelMember, read_manifest
from formcheck.pose.models import find_model

WEIGHTS = [bytes(range(200)), b"", bytes(64)]


def make_network(with_entry: str | None = "min_runtime_version", tail: int = 0) -> bytes:
    """A small TFLite network with three buffers and, optionally, one metadata entry."""
    import flatbuffers
    from mediapipe.tasks.metadata import schema_py_generated as tflite

    model: Any = tflite.ModelT()
    model.version, model.description = 3, "synthetic"
    model.buffers = []
    for weights in WEIGHTS:
        buffer: Any = tflite.BufferT()
        buffer.data = np.frombuffer(weights, np.uint8) if weights else None
        model.buffers.append(buffer)
    model.metadataBuffer = [1, 2]
    if with_entry:
        entry: Any = tflite.MetadataT()
        entry.name, entry.buffer = with_entry, 1
        model.metadata = [entry]
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output()) + bytes(tail)


def read_network(network: bytes) -> Any:
    from mediapipe.tasks.metadata import schema_py_generated as tflite

    return tflite.ModelT.InitFromObj(tflite.Model.GetRootAs(network, 0))


def read_scaling(network: bytes) -> tuple[float, float]:
    """The (mean, std) that a network's metadata declares."""
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    model = read_network(network)
    (entry,) = [entry for entry in model.metadata if entry.name == METADATA_NAME.encode()]
    data = bytes(model.buffers[entry.buffer].data)
    assert data[4:8] == b"M001"
    metadata: Any = schema.ModelMetadataT.InitFromObj(schema.ModelMetadata.GetRootAs(data, 0))
    (tensor,) = metadata.subgraphMetadata[0].inputTensorMetadata
    assert tensor.content.contentProperties.colorSpace == schema.ColorSpaceType.RGB
    (step,) = tensor.processUnits
    return step.options.mean[0], step.options.std[0]


@pytest.mark.parametrize("with_entry", ["min_runtime_version", None])
@pytest.mark.parametrize("tail", [0, 1, 15])
def test_scaling_is_added_and_nothing_else_changes(with_entry: str | None, tail: int) -> None:
    network = make_network(with_entry, tail)
    result = add_normalization(network, 127.5, 64.0)
    assert read_scaling(result) == (127.5, 64.0)
    assert network in result
    before, after = read_network(network), read_network(result)
    assert after.version == 3
    assert after.description == b"synthetic"
    assert list(after.metadataBuffer) == [1, 2]
    assert len(after.buffers) == len(before.buffers) + 1
    for weights, buffer in zip(WEIGHTS, after.buffers, strict=False):
        assert (b"" if buffer.data is None else bytes(buffer.data)) == weights
    names = [entry.name for entry in after.metadata]
    assert names == [*([with_entry.encode()] if with_entry else []), METADATA_NAME.encode()]


def test_the_weights_keep_their_alignment() -> None:
    network = make_network()
    result = add_normalization(network, 0.0, 255.0)
    assert result.index(network) % 16 == 0


def test_a_network_with_metadata_stays_as_it_is() -> None:
    network = make_network(METADATA_NAME)
    assert add_normalization(network, 0.0, 255.0) == network


def test_something_else_is_no_network() -> None:
    with pytest.raises(ValueError, match="TFL3"):
        add_normalization(b"PK\x03\x04 something else", 0.0, 255.0)


def test_each_network_gets_its_own_scaling(tmp_path: Path) -> None:
    path = tmp_path / "a.task"
    path.write_bytes(build_bundle(make_network(), make_network()))
    check_bundle(path)
    with zipfile.ZipFile(path) as archive:
        assert read_scaling(archive.read(DETECTOR)) == (127.5, 127.5)
        assert read_scaling(archive.read(LANDMARKS)) == (0.0, 255.0)


PACKED_SHA256 = "17cc31f6df768ce7b665c3616c5fc09051d125485d237fa2bb271601438cec1f"


def test_a_packed_bundle_is_the_same_bytes_on_every_day_and_system() -> None:
    packed = pack_bundle({DETECTOR: b"\x00" * 4 + b"TFL3" + b"a" * 33, LANDMARKS: b"\x00" * 4 + b"TFL3"})
    # Pinned: nothing of the clock, the system or the version of Python may get in.
    assert hashlib.sha256(packed).hexdigest() == PACKED_SHA256


def test_a_packed_bundle_is_stored_and_aligned(tmp_path: Path) -> None:
    networks = {DETECTOR: b"detector" * 7 + b"!", LANDMARKS: b"landmarks" * 11}
    path = tmp_path / "a.task"
    path.write_bytes(pack_bundle(networks))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            assert archive.read(entry) == networks[entry.filename]
            assert path.read_bytes().index(networks[entry.filename]) % 16 == 0


# --- from a wheel --------------------------------------------------------------------------------


def make_wheel(path: Path) -> Wheel:
    """A wheel with two synthetic networks, and what the manifest would say of it."""
    networks = {"a/detect.tflite": make_network(), "a/marks.tflite": make_network(None)}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in networks.items():
            archive.writestr(name, data)
    members = tuple(
        WheelMember(name, becomes, len(data), hashlib.sha256(data).hexdigest())
        for (name, data), becomes in zip(networks.items(), (DETECTOR, LANDMARKS), strict=True)
    )
    return Wheel("some", "1.0", "3.11", "any", path.stat().st_size, 0, "", members)


def test_the_same_wheel_gives_the_same_bundle(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "some.whl")
    bundle = build_from_wheel(tmp_path / "some.whl", wheel)
    assert bundle == build_from_wheel(tmp_path / "some.whl", wheel)
    assert bundle == build_bundle(make_network(), make_network(None))


def test_a_changed_network_is_refused(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "some.whl")
    with zipfile.ZipFile(tmp_path / "changed.whl", "w") as archive:
        archive.writestr("a/detect.tflite", make_network())
        archive.writestr("a/marks.tflite", make_network(None) + b"!")
    with pytest.raises(ValueError, match=r"a/marks\.tflite has SHA-256"):
        build_from_wheel(tmp_path / "changed.whl", wheel)


def test_a_wheel_without_the_networks_is_refused(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path / "some.whl")
    with zipfile.ZipFile(tmp_path / "empty.whl", "w"):
        pass
    (tmp_path / "page.whl").write_text("<html>no wheel</html>")
    for name in ("empty.whl", "page.whl"):
        with pytest.raises(ValueError, match="does not hold the pose networks"):
            build_from_wheel(tmp_path / name, wheel)


# --- what a bundle must be -----------------------------------------------------------------------

NETWORK = b"\x1c\x00\x00\x00TFL3" + bytes(1000)


def write_zip(path: Path, networks: dict[str, bytes], compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in networks.items():
            archive.writestr(name, data)


def test_a_good_bundle_passes(tmp_path: Path) -> None:
    write_zip(tmp_path / "a.task", {DETECTOR: NETWORK, LANDMARKS: NETWORK})
    check_bundle(tmp_path / "a.task")


def test_no_bundle_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.task"
    with pytest.raises(InputError, match="no file at"):
        check_bundle(path)
    path.write_text("<html>not found</html>")
    with pytest.raises(InputError, match="no pose model bundle"):
        check_bundle(path)
    write_zip(path, {DETECTOR: NETWORK})
    with pytest.raises(InputError, match=LANDMARKS):
        check_bundle(path)
    write_zip(path, {DETECTOR: NETWORK, LANDMARKS: b"something else"})
    with pytest.raises(InputError, match="not a TFLite network"):
        check_bundle(path)
    write_zip(path, {DETECTOR: NETWORK, LANDMARKS: NETWORK}, zipfile.ZIP_DEFLATED)
    with pytest.raises(InputError, match="compress"):
        check_bundle(path)


def test_a_damaged_bundle_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.task"
    write_zip(path, {DETECTOR: NETWORK, LANDMARKS: NETWORK})
    whole = path.read_bytes()
    path.write_bytes(whole[:-30])
    with pytest.raises(InputError, match="damaged"):
        check_bundle(path)
    path.write_bytes(whole[:500] + b"\xff" + whole[501:])
    with pytest.raises(InputError, match="damaged"):
        check_bundle(path)


# --- the real thing, where it is at hand ---------------------------------------------------------


def test_the_real_bundle_is_built_byte_for_byte() -> None:
    path, wheel = find_model("full"), read_manifest()["full"].wheel
    assert wheel is not None
    if path is None or path.stat().st_size != wheel.bundle_size:
        pytest.skip("no bundle built from the wheel at hand")
    with zipfile.ZipFile(path) as archive:
        # The networks' own bytes come last in what was built of them.
        networks = [archive.read(member.becomes)[-member.size :] for member in wheel.members]
    for network, member in zip(networks, wheel.members, strict=True):
        assert hashlib.sha256(network).hexdigest() == member.sha256
    assert hashlib.sha256(build_bundle(*networks)).hexdigest() == wheel.bundle_sha256


@pytest.mark.pose
def test_mediapipe_opens_the_real_bundle() -> None:
    path = find_model("full")
    if path is None:
        pytest.skip("no pose model at hand: `formcheck models get full` fetches one")
    check_bundle(path)
    import mediapipe
    from mediapipe.tasks.python import BaseOptions, vision

    options = vision.PoseLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(path)),
        running_mode=vision.RunningMode.VIDEO,
        output_segmentation_masks=True,
    )
    blank = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=np.zeros((360, 640, 3), np.uint8))
    with vision.PoseLandmarker.create_from_options(options) as landmarker:
        results = [landmarker.detect_for_video(blank, t_ms) for t_ms in (0, 33)]
    assert [len(result.pose_landmarks) for result in results] == [0, 0]
