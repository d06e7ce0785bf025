"""Options that several commands take. Everything heavy is imported inside the commands."""

from pathlib import Path
from typing import Annotated

import typer

ExerciseOption = Annotated[
    str,
    typer.Option(
        "--exercise",
        "-e",
        help="Which movement it is, see `formcheck exercises`; auto recognises it.",
        metavar="NAME",
    ),
]
FormatsOption = Annotated[
    str,
    typer.Option("--format", help="Files to write, see `formcheck export --help`.", metavar="LIST"),
]
VideoOption = Annotated[bool, typer.Option(help="Write the annotated video.")]
TrackOption = Annotated[bool, typer.Option(help="Keep the pose track, to replay without the video.")]
ModelOption = Annotated[str, typer.Option(help="Pose model: lite, full or heavy.")]
CalibrationOption = Annotated[
    Path | None,
    typer.Option(help="Clip of the athlete's own calibration, to judge against.", metavar="CLIP"),
]
AthleteOption = Annotated[
    str, typer.Option(help="Judge against what `formcheck calibrate` remembered.", metavar="NAME")
]
CameraOption = Annotated[
    str, typer.Option(help="Which camera of that athlete; else the default one.", metavar="NAME")
]
