"""Set everything up and do one thing: ``python3 run.py app``, ``demo`` or ``test``.

Needs nothing but Python 3.11 or later: makes a virtual environment in ``.venv``, installs formcheck into
it, and formcheck fetches its pose model by itself. Written for any Python 3, so that an older one gets a
sentence instead of a syntax error.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
SAMPLE = os.path.join("sample_videos", "romanian_deadlift.webm")

USAGE = """usage: python3 run.py COMMAND

  app [formcheck app options]       open the app in the browser
  demo [formcheck review options]   check a sample clip: count, tempo, annotated video
  test [pytest options]             run the tests
  lint                              check style and types, as a developer
"""


def main():
    """Run the command given on the command line; returns the exit code."""
    if sys.version_info < (3, 11):
        have = ".".join(map(str, sys.version_info[:2]))
        return fail(
            "formcheck needs Python 3.11 or later; this is {}. Try python3.11 run.py ...".format(have)
        )
    command, options = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if command == "app":
        return set_up("") or run("-m", "formcheck", "app", *options)
    if command == "demo":
        return set_up("") or run_demo(options)
    if command == "test":
        return set_up("test") or run("-m", "formcheck", "models", "get") or run("-m", "pytest", *options)
    if command == "lint":
        return (
            set_up("dev")
            or run("-m", "ruff", "check", ".")
            or run("-m", "ruff", "format", "--check", ".")
            or run("-m", "pyright")
        )
    sys.stderr.write(USAGE)
    return 0 if command in ("-h", "--help", "help") else 2


def run_demo(options):
    """Review the sample clip."""
    given = options or ["--exercise", "romanian_deadlift", "--out", "reports", "--overwrite"]
    return run("-m", "formcheck", "review", os.path.join(ROOT, SAMPLE), *given)


def run(*arguments):
    """Run the environment's Python in the checkout; returns the exit code."""
    try:
        return subprocess.call([PYTHON, *arguments], cwd=ROOT)
    except KeyboardInterrupt:
        return 130


def set_up(extra):
    """Make the environment and install formcheck into it, unless that was done for this very version."""
    wanted = describe_wanted()
    stamp = os.path.join(VENV, "formcheck-{}.txt".format(extra or "run"))
    if os.path.exists(PYTHON) and read(stamp) == wanted:
        return 0
    if not os.path.exists(PYTHON):
        print("Making the environment .venv …", flush=True)
        code = subprocess.call([sys.executable, "-m", "venv", VENV])
        if code:
            return fail(
                "Python's venv module is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"
            )
    print("Installing formcheck and what it needs (about 400 MB, once) …", flush=True)
    target = ROOT + ("[{}]".format(extra) if extra else "")
    quiet = ["--quiet", "--disable-pip-version-check"]
    if subprocess.call([PYTHON, "-m", "pip", "install", *quiet, "--editable", target]):
        return fail(
            "The packages could not be installed: check the network, then run the same command again."
        )
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(wanted)
    return 0


def describe_wanted():
    """What the environment was made for: this Python and this pyproject.toml."""
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        return "{} {}".format(sys.version_info[:3], hashlib.sha256(file.read()).hexdigest())


def read(path):
    """The text of a file, empty when there is none."""
    if not os.path.exists(path):
        return ""
    with open(path, encoding="utf-8") as file:
        return file.read()


def fail(sentence):
    """Say what is wrong and return the exit code for it."""
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
