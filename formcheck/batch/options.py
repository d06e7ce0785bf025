"""How ``formcheck batch`` is called. Everything heavy is imported inside it."""

from pathlib import Path
from typing import Annotated

import typer

from formcheck.options import (
    AthleteOption,
    CalibrationOption,
    CameraOption,
    ExerciseOption,
    FormatsOption,
    ModelOption,
    TrackOption,
    VideoOption,
)

SOME_FAILED = 1
"""Exit code when all was done that could be, and some clips could not be checked."""


def batch(
    folder: Annotated[
        Path, typer.Argument(help="Folder of videos; folders within it are searched too.", metavar="DIR")
    ],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the reports.", metavar="DIR")],
    exercise: ExerciseOption = "auto",
    jobs: Annotated[int, typer.Option(help="Clips at a time; 0 takes one a core.", min=0)] = 0,
    dask: Annotated[
        str, typer.Option(help="Work on this Dask cluster instead, tcp://host:8786.", metavar="ADDRESS")
    ] = "",
    video: VideoOption = False,
    track: TrackOption = False,
    formats: FormatsOption = "json,csv,html",
    model: ModelOption = "full",
    overwrite: Annotated[
        bool, typer.Option(help="Do clips anew whose report here was asked for otherwise.")
    ] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Try clips again that failed before.")] = False,
    patience: Annotated[
        float, typer.Option(help="Minutes without progress after which a clip is given up.", min=0.01)
    ] = 5.0,
    calibration: CalibrationOption = None,
    athlete: AthleteOption = "",
    camera: CameraOption = "",
) -> None:
    """Review a whole folder of clips; the same command again goes on where it stopped.

    Exit code 0: every clip has its report; 1: some could not be checked; 2: nothing could be done.
    """
    from formcheck.batch.command import BatchWish, run_batch

    wish = BatchWish(
        folder=folder,
        out=out,
        exercise=exercise,
        jobs=jobs,
        dask=dask,
        video=video,
        track=track,
        formats=formats,
        model=model,
        overwrite=overwrite,
        retry=retry,
        patience_s=60.0 * patience,
        calibration=calibration,
        athlete=athlete,
        camera=camera,
    )
    if not run_batch(wish):
        raise typer.Exit(SOME_FAILED)
