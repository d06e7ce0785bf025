"""``annotated.mp4``: the annotated video as H.264, which every phone plays."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from formcheck.errors import InputError

CRF = 20
"""Quality of x264: 18 is hardly told from the original, 23 is its default."""


def write_mp4(video: Path, path: Path) -> None:
    """Write a video again as H.264, every picture at its time.

    Parameters
    ----------
    video : Path
        Any video that FFmpeg reads.
    path : Path

    Raises
    ------
    InputError
        When the video cannot be read.
    """
    import av
    from av.error import FFmpegError
    from av.video.frame import PictureType

    try:
        wanted = {"movflags": "+faststart"}  # so that it plays before it is loaded
        with av.open(str(video)) as source, av.open(str(path), "w", options=wanted) as target:
            pictures = source.streams.video[0]
            stream = target.add_stream("libx264", rate=pictures.average_rate or Fraction(30))
            # The format wants even sides.
            stream.width, stream.height = pictures.width // 2 * 2, pictures.height // 2 * 2
            stream.pix_fmt = "yuv420p"
            stream.time_base = pictures.time_base
            stream.options = {"crf": str(CRF), "preset": "medium"}
            for frame in source.decode(pictures):
                drawn = frame.reformat(stream.width, stream.height, "yuv420p")
                drawn.pts, drawn.time_base = frame.pts, frame.time_base
                drawn.pict_type = PictureType.NONE  # else it asks for the key frames of the source
                target.mux(stream.encode(drawn))
            target.mux(stream.encode())
    except (FFmpegError, IndexError) as error:
        raise InputError(f"{video} cannot be made an MP4 ({error}): review the clip again.") from error
