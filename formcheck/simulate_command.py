"""What ``formcheck simulate`` does: from words on the command line to a drawn clip with its truth."""

from __future__ import annotations

import difflib
import math
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import get_args

from rich.markup import escape

from formcheck.commands import out, show_progress
from formcheck.errors import InputError
from formcheck.simulate import MOVEMENTS, Camera, SetPlan, plan_set
from formcheck.simulate.anatomy import BUILDS
from formcheck.simulate.clip import Clip, write_clip
from formcheck.simulate.encoder import MissingEncoderError
from formcheck.simulate.equipment import USUAL_EQUIPMENT, Equipment, list_equipment
from formcheck.simulate.framing import frame_set
from formcheck.simulate.looks import LOOKS
from formcheck.simulate.motion import Family, Movement
from formcheck.simulate.samples import plan_samples, write_samples
from formcheck.simulate.scene import Background, Scene
from formcheck.simulate.shown_faults import list_faults, name_timed_faults
from formcheck.simulate.truth import TEMPO_NAMES, order_tempo
from formcheck.simulate.workers import count_cores

USUAL_TEMPO: dict[Family, str] = {
    "hinge": "2-0.4-1.2-0.8",
    "row": "1.6-0.4-1.1-2",
    "bird_dog": "1.3-0.4-1.3-2",
}
"""What coaches ask for, so that a clip without other wishes shows no fault of time."""
LENS_HEIGHT_M: dict[Family, float] = {"hinge": 0.95, "row": 0.95, "bird_dog": 0.7}
LARGEST_DIAL = 90.0
"""Degrees, metres or shares: nobody bends further."""
SMALLEST_PX, LARGEST_PX = 96, 2160


@dataclass(frozen=True, slots=True)
class Wish:
    """A clip as it was asked for, names and numbers still to be checked; "" and None mean the usual.

    Attributes
    ----------
    movement : str
    reps : int
    tempo : str
        As reports write it: eccentric, stretched pause, concentric, contracted pause, in seconds.
    faults : tuple of str
        ``NAME=VALUE``, or one value for each repetition: ``NAME=24,34,44``.
    yaw_deg, roll_deg : float
    distance_m : float or None
        None: as near as the whole set fits into the picture.
    facing, look, body, equipment, background, lead_in : str
    bystander : bool
        Someone else trains behind the figure.
    brightness, fps : float
    size : str
        ``640x480``.
    jitter : float
        Spread of the tempo as a share of it.
    seed : int
    """

    movement: str
    reps: int = 5
    tempo: str = ""
    faults: tuple[str, ...] = ()
    yaw_deg: float = 0.0
    roll_deg: float = 0.0
    distance_m: float | None = None
    facing: str = "right"
    look: str = "blue"
    body: str = "man"
    equipment: str = ""
    background: str = "room"
    lead_in: str = "stand"
    bystander: bool = False
    brightness: float = 1.0
    fps: float = 30.0
    size: str = "640x480"
    jitter: float = 0.03
    seed: int = 1


def draw_clip(wish: Wish, target: Path | None, jobs: int = 0, overwrite: bool = False) -> None:
    """Draw one clip with its truth, and say what is in it.

    Parameters
    ----------
    wish : Wish
    target : Path or None
        Ends in ``.webm``.
    jobs : int
        Processes; 0 takes every core.
    overwrite : bool
        Replace a clip that exists.

    Raises
    ------
    InputError
        A wish nobody can fulfil, or a file that cannot be written.
    """
    clip = plan_clip(wish)
    if target is None or target.suffix.lower() != ".webm":
        came = f"'{target}'" if target else "nothing"
        raise InputError(f"Say where the clip goes with --out NAME.webm; {came} was given.")
    truth = target.with_suffix("").with_suffix(".truth.json")
    _spare([target, truth], overwrite)
    with _tell_trouble(target), show_progress() as progress:
        what = f"drawing {target.name}"
        write_clip(clip, target, jobs or count_cores(), lambda share: progress(what, share))
    frames = len(clip.times_s)
    noun = "repetition" if wish.reps == 1 else "repetitions"
    out.print(
        f"[bold]{escape(target.name)}[/]  {wish.movement}: [bold]{wish.reps} {noun}[/],"
        f" {frames / clip.fps:.1f} s, {target.stat().st_size / 1000:.0f} kB; {_describe_faults(clip.plan)}"
    )
    out.print(f"→ {escape(str(target))}, {escape(truth.name)}", soft_wrap=True)


def draw_samples(folder: Path, jobs: int = 0, overwrite: bool = False) -> None:
    """Draw the sample clips that come with the project.

    Raises
    ------
    InputError
        PyAV is missing, files exist already, or one cannot be written.
    """
    names = plan_samples()
    _spare([folder / f"{name}{end}" for name in names for end in (".webm", ".truth.json")], overwrite)
    what = f"drawing {len(names)} sample clips"
    with _tell_trouble(folder), show_progress() as progress:
        videos = write_samples(folder, jobs or count_cores(), lambda share: progress(what, share))
    total = sum(video.stat().st_size for video in videos)
    out.print(f"→ {escape(str(folder))}/: {len(videos)} clips, {total / 1e6:.1f} MB", soft_wrap=True)


def plan_clip(wish: Wish) -> Clip:
    """Check a wish and turn it into a clip.

    Raises
    ------
    InputError
        A name that is not known (with the nearest ones) or a number out of range.
    """
    movement = MOVEMENTS[choose("movement", wish.movement, MOVEMENTS)]
    numbers = (wish.yaw_deg, wish.roll_deg, wish.distance_m or 0.0, wish.brightness, wish.fps, wish.jitter)
    if not all(math.isfinite(number) for number in numbers):
        raise InputError("Expected numbers for yaw, roll, distance, brightness, fps and jitter, got 'nan'.")
    plan = plan_set(
        wish.movement,
        wish.reps,
        tempo_s=_read_tempo(wish.tempo or USUAL_TEMPO[movement.family], movement),
        jitter=wish.jitter,
        seed=wish.seed,
        faults=_read_faults(wish, movement),
        build=BUILDS[choose("body", wish.body, BUILDS)],
        lead_in=choose(f"lead-in of {wish.movement}", wish.lead_in, movement.lead_ins),
        lead_s=1.0 if wish.lead_in == "stand" else 3.0,
    )
    equipment: Equipment = USUAL_EQUIPMENT[wish.movement]
    if wish.equipment:
        known = list_equipment(wish.movement)
        equipment = choose(f"equipment of {wish.movement}", wish.equipment, known)  # type: ignore[assignment]
    camera = Camera(
        facing=choose("facing", wish.facing, ("left", "right")),  # type: ignore[arg-type]
        yaw_deg=wish.yaw_deg,
        roll_deg=wish.roll_deg,
        height_m=LENS_HEIGHT_M[movement.family],
        size_px=_read_size(wish.size),
    )
    aimed = frame_set(plan, camera, equipment)
    background = choose("background", wish.background, get_args(Background))
    return Clip(
        plan,
        aimed if wish.distance_m is None else replace(aimed, distance_m=wish.distance_m),
        Scene(background, brightness=wish.brightness, seed=wish.seed),  # type: ignore[arg-type]
        LOOKS[choose("look", wish.look, LOOKS)],
        equipment,
        wish.fps,
        bystander=plan_set("romanian_deadlift", 2 * wish.reps, seed=wish.seed) if wish.bystander else None,
    )


def choose(what: str, name: str, known: Collection[str]) -> str:
    """Give back a name that is known; InputError with the nearest ones otherwise."""
    if name in known:
        return name
    given = f"No {what} is called '{name}'" if name else f"Say which {what} to draw"
    near = difflib.get_close_matches(name.lower().replace("-", "_"), known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(sorted(known))}."
    raise InputError(f"{given}: {hint}")


def _read_tempo(text: str, movement: Movement) -> tuple[float, float, float, float]:
    times_s = _read_numbers(text.split("-"))
    if len(times_s) != len(TEMPO_NAMES) or not all(0.0 <= time_s <= 60.0 for time_s in times_s):
        raise InputError(
            f"--tempo '{text}' cannot be read: give four times in seconds, for example"
            f" {USUAL_TEMPO[movement.family]} (eccentric, pause, concentric, pause)."
        )
    tempo = order_tempo(dict(zip(TEMPO_NAMES, times_s, strict=True)), movement.family)
    if min(tempo[0], tempo[2]) < 0.2:
        raise InputError(f"--tempo '{text}' is too fast: give eccentric and concentric 0.2 s or more.")
    return tempo


def _read_faults(wish: Wish, movement: Movement) -> dict[str, float | tuple[float, ...]]:
    faults: dict[str, float | tuple[float, ...]] = {}
    for text in wish.faults:
        name, _, number = (part.strip() for part in text.partition("="))
        timed = name_timed_faults(movement.family)
        if choose(f"fault of {wish.movement}", name, (*movement.dials, *timed)) in timed:
            raise InputError(f"{name} is a matter of time: set it with --tempo.")
        values = _read_numbers(number.split(","))
        if not values or not all(0.0 <= value <= LARGEST_DIAL for value in values):
            raise InputError(
                f"--fault '{text}' cannot be read: give {name}=NUMBER, 0 to {LARGEST_DIAL:g};"
                f" it means {movement.dials[name].meaning}."
            )
        if len(values) not in (1, wish.reps):
            raise InputError(
                f"--fault '{text}' has {len(values)} numbers: give one, or one for each of {wish.reps}"
                " repetitions."
            )
        faults[name] = values if len(values) == wish.reps else values * wish.reps
    return faults


def _read_numbers(parts: list[str]) -> tuple[float, ...]:
    """Numbers in words; none when one of them is no number."""
    try:
        return tuple(float(part) for part in parts)
    except ValueError:
        return ()


def _read_size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    try:
        size = int(width), int(height)
    except ValueError:
        size = 0, 0
    if not all(SMALLEST_PX <= n <= LARGEST_PX and n % 2 == 0 for n in size):
        raise InputError(
            f"--size '{text}' cannot be drawn: give even numbers of pixels from {SMALLEST_PX} to"
            f" {LARGEST_PX}, for example 640x480."
        )
    return size


def _spare(files: list[Path], overwrite: bool) -> None:
    """Refuse to replace what exists."""
    for file in files:
        if file.is_dir():
            raise InputError(f"{file} is a folder: name a file that can be written.")
        if file.exists() and not overwrite:
            raise InputError(f"{file} exists already: add --overwrite, or choose another name.")


@contextmanager
def _tell_trouble(target: Path) -> Iterator[None]:
    """Turn what goes wrong while writing into one sentence."""
    try:
        yield
    except MissingEncoderError:
        raise InputError(
            "Drawing the samples needs PyAV, whose VP9 keeps them small: python -m pip install"
            " 'formcheck[samples]' (in a checkout: -e '.[samples]')."
        ) from None
    except OSError as error:
        raise InputError(f"{target} cannot be written: {error.strerror or error}.") from error


def _describe_faults(plan: SetPlan) -> str:
    shown = {name: reps for name, reps in list_faults(plan).items() if isinstance(reps, list)}
    if not shown:
        return "no fault"
    parts = (f"{name} on rep {', '.join(map(str, reps))}" for name, reps in shown.items())
    return "; ".join(parts)
