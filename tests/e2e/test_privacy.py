"""Nothing leaves the machine: a review never opens a socket, and the system itself proves it."""

from __future__ import annotations

import platform
import subprocess
import sys
import textwrap

import pytest

AUDIT_ARCH = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The kernel's name of the machine, and its number of the system call ``socket``."""

FORBID_SOCKETS = """
import ctypes, struct, sys
arch, number = {arch}, {number}
# A filter the kernel runs on every system call of this process and its children, threads included:
# whoever asks for a socket, Python or native code, is killed on the spot.
LOAD, EQUAL, RETURN, KILL, ALLOW = 0x20, 0x15, 0x06, 0x80000000, 0x7FFF0000
steps = [(LOAD, 0, 0, 4), (EQUAL, 0, 3, arch), (LOAD, 0, 0, 0), (EQUAL, 0, 1, number),
         (RETURN, 0, 0, KILL), (RETURN, 0, 0, ALLOW)]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
class Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.c_void_p)]
program = Program(len(steps), ctypes.cast(code, ctypes.c_void_p))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0   # no new privileges
assert libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0   # seccomp
"""


def run_without_sockets(code: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    arch, number = AUDIT_ARCH[platform.machine()]
    script = FORBID_SOCKETS.format(arch=arch, number=number) + textwrap.dedent(code)
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


pytestmark = pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in AUDIT_ARCH,
    reason="the system call filter is Linux's",
)


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import ctypes; ctypes.CDLL(None).socket(2, 1, 0)",
        "import threading, socket; threading.Thread(target=socket.socket).start()",
    ],
)
def test_the_filter_catches_any_socket(code):
    assert run_without_sockets(code).returncode == -31  # killed by SIGSYS


def test_a_review_opens_no_socket(short_clip, pose_model, tmp_path):
    code = """
        clip, out = sys.argv[1:]
        sys.argv = ["formcheck", "review", clip, "--exercise", "romanian_deadlift", "--out", out]
        from formcheck.cli import main
        main()
        print("done")
    """
    result = run_without_sockets(code, short_clip, tmp_path)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "short" / "report.json").exists()
