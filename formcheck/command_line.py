"""The commands and their options. Everything heavy is imported inside the commands, so ``--help`` is quick.

Annotations are evaluated here and where options are declared: kept as text, typer would evaluate each of them
anew for ``--help``, which takes a fifth of its time.
"""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from formcheck.batch.options import batch
from formcheck.cli import BAD_INPUT, lay_out_overview
from formcheck.errors import InputError
from formcheck.log_command.options import log_app
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


class _Overview(TyperGroup):
    """The commands, whose overview is that of the front door."""

    def get_help(self, ctx: Any) -> str:  # noqa: ARG002
        return lay_out_overview().rstrip()


app = typer.Typer(
    name="formcheck",
    cls=_Overview,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help comes in half the time: nothing of rich is loaded for it
)
models_app = typer.Typer(help="Show the pose models, or fetch one.", invoke_without_command=True)
app.add_typer(models_app, name="models")
app.add_typer(log_app, name="log")


def _print_version(wanted: bool) -> None:
    if wanted:
        from formcheck import __version__

        sys.stdout.write(f"formcheck {__version__}\n")
        raise typer.Exit


@app.callback()
def _take_options(
    version: Annotated[
        bool,
        typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Options that come before the command."""


@app.command()
def review(
    videos: Annotated[
        list[Path],
        typer.Argument(help="Video files, or .npz pose tracks kept by --track.", metavar="VIDEO..."),
    ],
    exercise: ExerciseOption = "auto",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the reports.")] = Path("reports"),
    load: Annotated[float | None, typer.Option(help="What was lifted, in kg.", min=0, metavar="KG")] = None,
    video: VideoOption = True,
    track: TrackOption = False,
    formats: FormatsOption = "json,csv,html",
    model: ModelOption = "full",
    overwrite: Annotated[bool, typer.Option(help="Replace reports that exist already.")] = False,
    calibration: CalibrationOption = None,
    athlete: AthleteOption = "",
    camera: CameraOption = "",
    log: Annotated[bool, typer.Option("--log", help="Save every set in the training log.")] = False,
    jobs: Annotated[
        int,
        typer.Option(
            help="Processes that look at a clip; 0 takes one a core, four at most. The report is the same.",
            min=0,
        ),
    ] = 0,
) -> None:
    """Count, time and judge recorded sets."""
    from formcheck.pose.cores import choose_jobs
    from formcheck.pose.crew import Crew

    has_videos = any(clip.suffix != ".npz" and clip.is_file() for clip in videos)
    with Crew((jobs or choose_jobs()) if has_videos else 1) as crew:  # it loads while we do
        from formcheck.calibrate_command import choose_calibration
        from formcheck.commands import review_all

        chosen, record = choose_calibration(calibration, athlete, camera, exercise, model)
        review_all(
            videos, exercise, out, load, video, track, formats, model, overwrite, chosen, record, log, crew
        )


app.command()(batch)


@app.command()
def live(
    camera: Annotated[int, typer.Option(help="Which camera, from 0 on.", min=0)] = 0,
    source: Annotated[
        Path | None,
        typer.Option(help="Play a clip at its own speed in the place of the camera.", metavar="CLIP"),
    ] = None,
    exercise: ExerciseOption = "auto",
    mirror: Annotated[
        bool | None, typer.Option(help="Show the picture as a mirror would; else only a camera's.")
    ] = None,
    window: Annotated[bool, typer.Option(help="Open a window; else print lines.")] = True,
    calibrate: Annotated[
        bool | None, typer.Option(help="Take your own neutral posture first; else only before a camera.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Keep report and landmarks there; else nothing.", metavar="DIR"),
    ] = None,
    every_picture: Annotated[
        bool,
        typer.Option("--every-picture", help="Of --source: leave no picture out, however slow it gets."),
    ] = False,
    model: ModelOption = "full",
) -> None:
    """Coach a set before the camera: set-up, count, cues. Q or Escape ends it; C skips the calibration."""
    from formcheck.live_command import LiveWish, run_live

    run_live(LiveWish(camera, source, exercise, mirror, window, out, calibrate, every_picture, model))


@app.command()
def export(
    report: Annotated[
        Path,
        typer.Argument(help="Folder that `formcheck review` wrote, or its report.json.", metavar="REPORT"),
    ],
    formats: Annotated[
        str,
        typer.Option(
            "--format",
            help="What to write, with commas: json, csv, html, pdf, signals, parquet, vtt, mp4, trc, mot,"
            " c3d, strong, hevy.",
            metavar="LIST",
        ),
    ] = "html",
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="Folder to write into; else beside the report.", metavar="DIR"),
    ] = None,
    overwrite: Annotated[bool, typer.Option(help="Replace files that exist already.")] = False,
) -> None:
    """Write a finished report in other formats."""
    from formcheck.export_command import run_export

    run_export(report, formats, out, overwrite)


@app.command()
def calibrate(
    clip: Annotated[
        Path, typer.Argument(help="Video, or .npz pose track, of the calibration.", metavar="CLIP")
    ],
    athlete: Annotated[str, typer.Option(help="Whose back it is.", metavar="NAME")] = "me",
    camera: Annotated[
        str, typer.Option(help="A name for where the camera stands.", metavar="NAME")
    ] = "default",
    exercise: Annotated[
        str, typer.Option("--exercise", "-e", help="bird_dog for its good hold; else the neutral hinge.")
    ] = "",
    model: ModelOption = "full",
) -> None:
    """Learn your own neutral hinge: stand tall for 2 s, side-on, then hold a hinge without load for 2 s.

    For the bird-dog: rest on hands and knees for 2 s, side-on, then hold one good bird-dog for 2 s.
    """
    from formcheck.calibrate_command import run_calibrate

    run_calibrate(clip, athlete, camera, model, exercise)


@app.command()
def exercises(
    name: Annotated[
        str, typer.Argument(help="Show the guide to one: how to film it, what is judged.", metavar="[NAME]")
    ] = "",
) -> None:
    """List the movements that can be checked, or show the guide to one."""
    if name:
        from formcheck.guide_command import show_guide

        show_guide(name)
        return
    from formcheck.commands import show_exercises

    show_exercises()


@models_app.callback()
def models(context: typer.Context) -> None:
    """Show the pose models, or fetch one."""
    if context.invoked_subcommand is None:
        from formcheck.commands import show_models

        show_models()


@models_app.command("get")
def get(name: Annotated[str, typer.Argument(help="lite, full or heavy.")] = "full") -> None:
    """Fetch a pose model, verify it and put it in its place."""
    from formcheck.commands import fetch

    fetch(name)


@app.command()
def validate(
    folder: Annotated[
        Path | None, typer.Argument(help="Folder of clips with <clip>.truth.json files.", metavar="[DIR]")
    ] = None,
    rendered: Annotated[
        int, typer.Option(help="Draw so many set-ups of our own figure instead.", min=0, metavar="N")
    ] = 0,
    poses: Annotated[
        bool, typer.Option("--poses", help="Check the set-ups' exact landmarks, without drawing them.")
    ] = False,
    seed: Annotated[int, typer.Option(help="Seed of the set-ups.")] = 1,
    jobs: Annotated[int, typer.Option(help="Processes; 0 takes what is sensible.", min=0)] = 0,
    check_as: Annotated[
        str,
        typer.Option(
            "--as",
            help="Check clips of movements that are not known as this one; none of their repetitions counts.",
            metavar="EXERCISE",
        ),
    ] = "",
    model: ModelOption = "full",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the table.")] = Path("accuracy"),
    overwrite: Annotated[bool, typer.Option(help="Replace a table that exists already.")] = False,
    tracks: Annotated[
        Path | None,
        typer.Option(
            help="Keep the landmarks found in drawn set-ups there: a run that was stopped goes on from them."
        ),
    ] = None,
    family: Annotated[
        str, typer.Option(help="Draw one family only: hinge, row or bird_dog.", metavar="NAME")
    ] = "",
) -> None:
    """Hold reports against truth files: the accuracy table."""
    from formcheck.validate.command import Wish, run_wish

    run_wish(Wish(folder, rendered, poses, seed, jobs, check_as, model, out, overwrite, tracks, family))


@app.command()
def simulate(
    movement: Annotated[
        str,
        typer.Argument(
            help="What the figure does, for example romanian_deadlift; left out, all are named.",
            metavar="MOVEMENT",
        ),
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="The clip; its truth goes beside it.", metavar="X.webm")
    ] = None,
    reps: Annotated[int, typer.Option(help="Repetitions.", min=1, max=50)] = 5,
    tempo: Annotated[
        str, typer.Option(help="Seconds: eccentric-pause-concentric-pause.", metavar="2-0.4-1.2-0.8")
    ] = "",
    fault: Annotated[
        list[str] | None,
        typer.Option(help="Dial a fault in; one value, or one for each repetition.", metavar="NAME=VALUE"),
    ] = None,
    camera_yaw: Annotated[
        float, typer.Option(help="0 side-on, 90 from the front.", min=-180, max=180, metavar="DEG")
    ] = 0.0,
    camera_roll: Annotated[float, typer.Option(help="Tilt.", min=-45, max=45, metavar="DEG")] = 0.0,
    distance: Annotated[
        float | None, typer.Option(help="Of the camera; else the set fills the picture.", min=1.5, max=15)
    ] = None,
    facing: Annotated[str, typer.Option(help="left or right.")] = "right",
    look: Annotated[str, typer.Option(help="Clothes and skin.")] = "blue",
    body: Annotated[str, typer.Option(help="Height, girth and sex.")] = "man",
    equipment: Annotated[str, typer.Option(help="What is lifted; else the usual.")] = "",
    background: Annotated[str, typer.Option(help="room, plain, gym or garage.")] = "room",
    lead_in: Annotated[str, typer.Option(help="stand, wave or walk_in.")] = "stand",
    bystander: Annotated[bool, typer.Option(help="Someone else trains behind.")] = False,
    brightness: Annotated[float, typer.Option(min=0.2, max=1.5)] = 1.0,
    fps: Annotated[float, typer.Option(min=5, max=120)] = 30.0,
    size: Annotated[str, typer.Option(metavar="WxH")] = "640x480",
    jitter: Annotated[float, typer.Option(help="Spread of the tempo.", min=0, max=0.3)] = 0.03,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    samples: Annotated[
        Path | None, typer.Option(help="Draw the project's sample clips instead.", metavar="DIR")
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processes; 0 takes every core.", min=0)] = 0,
    overwrite: Annotated[bool, typer.Option(help="Replace clips that exist already.")] = False,
) -> None:
    """Draw a clip of our own figure, with its exact truth."""
    from formcheck.simulate_command import Wish, draw_clip, draw_samples

    if samples is not None:
        if movement or out:
            raise InputError("--samples DIR draws the project's own clips: leave MOVEMENT and --out away.")
        draw_samples(samples, jobs, overwrite)
        return
    wish = Wish(
        movement=movement,
        reps=reps,
        tempo=tempo,
        faults=tuple(fault or ()),
        yaw_deg=camera_yaw,
        roll_deg=camera_roll,
        distance_m=distance,
        facing=facing,
        look=look,
        body=body,
        equipment=equipment,
        background=background,
        lead_in=lead_in,
        bystander=bystander,
        brightness=brightness,
        fps=fps,
        size=size,
        jitter=jitter,
        seed=seed,
    )
    draw_clip(wish, out, jobs, overwrite)


@app.command("app")
def open_app(
    port: Annotated[
        int | None, typer.Option(help="Port on this machine; else the first free one from 8501 on.", min=1)
    ] = None,
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Open the app: review sets in the browser. Everything stays on this machine."""
    from formcheck.app_command import run_app

    run_app(port, browser)


@app.command()
def doctor() -> None:
    """Check this installation, and say what is missing and how to mend it."""
    from formcheck.doctor import examine

    if not examine():
        raise typer.Exit(BAD_INPUT)
