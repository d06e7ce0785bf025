"""The front door of the command line: the overview, and one clear line for whatever the user can mend.

The overview needs no library, so it is there at once; everything else is for `formcheck.command_line`.
"""

import sys
from typing import NoReturn

from formcheck import __version__
from formcheck.errors import InputError

BAD_INPUT = 2
"""Exit code for everything the user can mend."""
INTERRUPTED = 130
"""What Typer makes of Ctrl-C inside a command."""
STOPPED = "Stopped: nothing unfinished was left behind."

COMMANDS = {
    "review": "Count, time and judge recorded sets.",
    "batch": "Review a whole folder of clips, going on where it stopped.",
    "live": "Coach a set before the camera: set-up, count, cues.",
    "export": "Write a finished report in other formats.",
    "calibrate": "Learn your own neutral hinge, or your good bird-dog.",
    "exercises": "List the movements, or show the guide to one.",
    "validate": "Hold reports against truth files: the accuracy table.",
    "simulate": "Draw a clip of our own figure, with its exact truth.",
    "app": "Open the app in the browser: review, live, history.",
    "doctor": "Check this installation, and say how to mend it.",
    "models": "Show the pose models, or fetch one.",
    "log": "The training log: sets, advice, files in and out.",
}
"""The line of every command in the overview; what it says of itself is in its own ``--help``."""
_OVERVIEW = """\
Usage: formcheck [OPTIONS] COMMAND [ARGS]...

  Check the form of back training from video: repetitions, tempo, range.
  Everything stays on this machine.

  Technique feedback, not medical advice: stop at sharp pain, and see a
  professional about existing back problems.

Options:
  --version  Print the version.
  --help     Show this message and exit.

Commands:
{commands}

'formcheck COMMAND --help' tells more of a command.
"""


def main() -> NoReturn:
    """Run the command line: one clear line and exit code 2 for whatever the user can mend."""
    match sys.argv[1:]:
        case []:
            sys.stdout.write(lay_out_overview())
            raise SystemExit(BAD_INPUT)
        case ["--help"]:
            sys.stdout.write(lay_out_overview())
            raise SystemExit(0)
        case ["--version"]:
            sys.stdout.write(f"formcheck {__version__}\n")
            raise SystemExit(0)
    try:
        raise SystemExit(_run())
    except InputError as error:
        _stop(str(error))
    except KeyboardInterrupt:
        _stop_for_ctrl_c()
    except BrokenPipeError:  # the reader of our output went away: `formcheck exercises | head`
        sys.stderr.close()
        raise SystemExit(0) from None


def lay_out_overview() -> str:
    """What ``formcheck --help`` prints."""
    return _OVERVIEW.format(commands="\n".join(f"  {name:9}  {line}" for name, line in COMMANDS.items()))


def _run() -> int:
    """Do what the words on the command line ask for; returns the exit code."""
    from typer import Abort
    from typer.exceptions import TyperException

    from formcheck.command_line import app

    try:
        code = app(standalone_mode=False)
    except TyperException as error:
        message = error.format_message()
        if message.startswith("Usage:"):  # a command that needs more was given nothing: that is its help
            sys.stdout.write(f"{message}\n")
            return BAD_INPUT
        _stop(f"{message}{'' if message.endswith(('.', '?')) else '.'} Try 'formcheck --help'.")
    except Abort:
        code = INTERRUPTED
    if code == INTERRUPTED:
        _stop_for_ctrl_c()
    return code if isinstance(code, int) else 0


def _stop_for_ctrl_c() -> NoReturn:
    # CPython remembers a Ctrl-C inside code that was given as text (a dataclass in an import) even when it is
    # caught, and then ends `python -m` by that signal, whatever the exit code. Other such code clears it.
    exec("")  # noqa: S102
    _stop(STOPPED)


def _stop(sentence: str) -> NoReturn:
    sys.stderr.write(f"formcheck: {sentence}\n")
    raise SystemExit(BAD_INPUT)


if __name__ == "__main__":
    main()
