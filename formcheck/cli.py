"""The command line. Everything heavy is imported inside the commands, so ``--help`` is instant."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from formcheck.errors import InputError

BAD_INPUT = 2
"""Exit code for everything the user can mend."""

INTERRUPTED = 130
"""What Typer makes of Ctrl-C inside a command."""
STOPPED = "Stopped: nothing unfinished was left behind."

app = typer.Typer(
    name="formcheck",
    help=(
        "Check the form of back training from video: repetitions, tempo, range. Everything stays on this"
        " machine.\n\nTechnique feedback, not medical advice: stop at sharp pain, and see a professional"
        " about existing back problems."
    ),
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
models_app = typer.Typer(help="Show the pose models, or fetch one.", invoke_without_command=True)
app.add_typer(models_app, name="models")


def main() -> None:
    """Run the command line: one clear line and exit code 2 for whatever the user can mend."""
    try:
        code = app(standalone_mode=False)
    except InputError as error:
        _stop(str(error))
    except TyperException as error:
        message = error.format_message()
        _stop(f"{message}{'' if message.endswith(('.', '?')) else '.'} Try 'formcheck --help'.")
    except (KeyboardInterrupt, typer.Abort):
        _stop(STOPPED)
    except BrokenPipeError:  # the reader of our output went away: `formcheck exercises | head`
        sys.stderr.close()
        raise SystemExit(0) from None
    else:
        if code == INTERRUPTED:
            _stop(STOPPED)
        raise SystemExit(code if isinstance(code, int) else 0)


def _stop(sentence: str) -> None:
    sys.stderr.write(f"formcheck: {sentence}\n")
    raise SystemExit(BAD_INPUT)


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
    exercise: Annotated[
        str, typer.Option("--exercise", "-e", help="Which movement it is; see `formcheck exercises`.")
    ] = "",
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the reports.")] = Path("reports"),
    load: Annotated[float | None, typer.Option(help="What was lifted, in kg.", min=0, metavar="KG")] = None,
    video: Annotated[bool, typer.Option(help="Write the annotated video.")] = True,
    track: Annotated[bool, typer.Option(help="Keep the pose track, to replay without the video.")] = False,
    formats: Annotated[str, typer.Option("--format", help="Report files to write.")] = "json,csv",
    model: Annotated[str, typer.Option(help="Pose model: lite, full or heavy.")] = "full",
    overwrite: Annotated[bool, typer.Option(help="Replace reports that exist already.")] = False,
) -> None:
    """Count, time and judge recorded sets."""
    from formcheck.commands import review_all

    review_all(videos, exercise, out, load, video, track, formats, model, overwrite)


@app.command()
def exercises() -> None:
    """List the movements that can be checked."""
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
def doctor() -> None:
    """Check this installation, and say what is missing and how to mend it."""
    from formcheck.doctor import examine

    if not examine():
        raise typer.Exit(BAD_INPUT)


if __name__ == "__main__":
    main()
