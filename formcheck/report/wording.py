"""What rules, values and repetitions are called when people read them: the one home of these words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from formcheck.faults.judgement import Fault

MEDICAL_LINE = "Technique feedback, not medical advice. Stop at sharp pain."
"""Said once in everything a person is handed."""


UNITS = {"deg": ("°", 0), "torso": (" trunk", 2)}
"""How a range is written behind its number, and with how many decimals."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """How a rule is spoken of.

    Attributes
    ----------
    name : str
        Its fault as a plain noun: "rounded back".
    happened : str
        Its fault as it happened, a sentence without repetitions and full stop: "Your low back rounded".
    subject : str
        What it looks at: "back".
    good : str
        What it saw when it found nothing: "flat back"; empty: nothing to say. Rules that share these words
        are praised together or not at all.
    """

    name: str
    happened: str
    subject: str
    good: str = ""


_RULES = {
    "arm_off_level": ("arm off level", "Your arm was off level", "arm height", "level arm"),
    "arms_bend": ("bent arms", "Your arms bent", "arms", "long arms"),
    "back_sags": ("sagging back", "Your back sagged", "back", "steady back"),
    "ballistic_pull": ("yanked start", "You yanked the load", "pull", ""),
    "bounced_bottom": ("bounce", "You bounced at the turn", "turn", "no bounce"),
    "chest_dip": ("dipping chest", "Your chest dipped to the load", "chest", "still trunk"),
    "dropped_lowering": ("rushed way back", "You let the load drop", "lowering", "controlled way back"),
    "elbow_flare": ("flared elbow", "Your elbow flared out", "elbow", "elbows close"),
    "elbows_too_high": ("elbows too high", "Your elbows went above the shoulders", "elbows", ""),
    "hands_knees_setup": (
        "hands and knees off their place", "Hands or knees were off their place", "set-up", "square set-up"
    ),
    "heels_lift": ("lifting heels", "Your heels lifted", "heels", "heels down"),
    "hip_sag": ("sagging hips", "Your hips sagged", "hips", "straight body"),
    "hip_shift": ("hip shift", "Your hips shifted to one side", "hip shift", "even hips"),
    "hips_before_pull": ("hips before the pull", "Your trunk rose before the pull", "trunk", "still trunk"),
    "hips_rise_first": ("hips first", "Your hips rose before your chest", "hips and chest", ""),
    "hips_rotate": ("turning hips", "Your hips turned", "hips", "level hips"),
    "hold_too_short": ("short hold", "Your hold was short", "hold", "full holds"),
    "jerky_pull": ("uneven pull", "Your pull stopped on the way", "pull", ""),
    "knee_bent": ("bent knee", "Your raised knee stayed bent", "raised knee", "straight leg"),
    "knees_cave": ("knees caving in", "Your knees caved in", "knees", "knees out"),
    "leg_drive": ("leg drive", "Your legs helped the pull", "legs", "still legs"),
    "leg_too_high": ("leg too high", "Your leg went above the hip", "leg height", "level leg"),
    "leg_too_low": ("leg too low", "Your leg stayed below level", "leg height", "level leg"),
    "load_drifts_away": ("drifting load", "The load drifted from your legs", "weight path", "load close"),
    "neck_craning": ("craned neck", "Your neck craned", "neck", "long neck"),
    "no_squeeze": ("no squeeze", "You let go before the squeeze", "squeeze", "clear squeeze"),
    "not_one_line": ("bent line", "Arm and leg were not in one line", "line of arm and leg", "one line"),
    "over_arched_back": ("over-arched back", "Your low back arched too far", "back", "flat back"),
    "overextended_lockout": ("overextended lockout", "You leaned back at the top", "lockout", "full lockout"),
    "rushed": ("rushed move", "You rushed the move", "pace", "slow moves"),
    "same_side": ("same side", "Arm and leg of one side went up", "arm and leg", ""),
    "short_pull": ("short pull", "Your pull was short", "pull", "full pull"),
    "short_range": ("short range", "Your range was short", "range", "full range"),
    "short_stretch": ("short stretch", "Your arms stayed bent at the bottom", "stretch", "full stretch"),
    "shrugging": ("shrug", "Your shoulder came up to the ear", "shoulders", "shoulders down"),
    "soft_lockout": ("soft lockout", "You stopped short of the lockout", "lockout", "full lockout"),
    "spinal_rounding": ("rounded back", "Your low back rounded", "back", "flat back"),
    "squatted_hinge": ("squatted hinge", "You squatted the hinge", "hinge", "hips back"),
    "standing_up": ("rising trunk", "Your trunk came up over the set", "trunk", "steady hinge"),
    "too_upright": ("too upright", "You stood too upright", "trunk", "steady hinge"),
    "torso_swing": ("torso swing", "Your torso swung", "trunk", "still trunk"),
    "uneven_levels": ("uneven legs", "One leg went higher than the other", "leg heights", "even sides"),
    "uneven_shoulders": ("uneven shoulders", "Your shoulders tilted", "shoulder level", "level shoulders"),
    "uneven_sides": ("uneven sides", "One side did less than the other", "sides", "even sides"),
    "weight_shift": ("weight shift", "Your weight shifted to one side", "weight", "steady weight"),
    "wrist_curl": ("curled wrist", "Your wrist curled", "wrist", "straight wrist"),
}  # fmt: skip
_WORDS = {rule: RuleWords(*words) for rule, words in _RULES.items()}

_DEGREES, _SHARE, _TORSO, _OWN_RANGE = "deg", "of ", "torso lengths", "own range"


def find_words(rule: str) -> RuleWords:
    """The words for a rule; one of a user's own is called by its name."""
    plain = rule.replace("_", " ")
    return _WORDS.get(rule) or RuleWords(plain, f"We saw {plain}", plain)


def say_reps(reps: Sequence[int], of: int | None = None) -> str:
    """Name repetitions: "rep 3", "reps 3 and 4", "reps 2–5 and 8"; "every rep" for all ``of`` several."""
    if of is not None and len(reps) == of > 1:
        return "every rep"
    runs: list[list[int]] = []
    for index in sorted(set(reps)):
        if runs and index == runs[-1][-1] + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(index) for index in run]
    return f"{'rep' if len(reps) == 1 else 'reps'} {join_words(parts)}"


def join_words(words: Sequence[str]) -> str:
    """Join words as a sentence does: "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def start_sentence(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def describe_bend(fault: Fault, has_reference: bool) -> str:
    """The bend of a back as people say it: "25° over straight", "arched 18° past your neutral hinge".

    The sign of an arc says to which side it bends: people are told the side, and how far.
    """
    held_against = "your neutral hinge" if has_reference else "straight"
    bend = "{} over {}" if fault.value > 0 else "arched {} past {}"
    return bend.format(format_value(fault), held_against)


def describe_value(fault: Fault) -> str:
    """The value with its unit as people say it: "32° of trunk lean", "13°: the trunk tips forward"."""
    unit, value = fault.unit, fault.value
    if unit.startswith(_DEGREES) and " over " in unit and value < 0:
        unit, value = unit.replace(" over ", " under ", 1), -value
    number = format_number(value, unit)
    if unit.startswith(_DEGREES):
        what = unit.removeprefix(_DEGREES).strip()
        return f"{number}{'' if what.startswith(_SHARE) else ':'} {what}" if what else number
    return f"{number} of {unit}" if unit == _OWN_RANGE else f"{number} {unit}"


def format_value(fault: Fault) -> str:
    """The value as it stands beside a line: degrees say how far, not to which side."""
    value = abs(fault.value) if fault.unit.startswith(_DEGREES) else fault.value
    number = format_number(value, fault.unit)
    return f"{number} torso" if fault.unit.startswith(_TORSO) else number


def format_number(value: float, unit: str) -> str:
    """Write a number the way its unit asks for: degrees, a share in per cent, or as it is."""
    if unit.startswith(_DEGREES):
        return f"{value:.0f}°"
    if unit.startswith(_SHARE) or unit == _OWN_RANGE:
        return f"{100 * value:.0f} %"
    return f"{value:.2f}" if unit.startswith(_TORSO) else f"{value:.2g}"


def name_fault(fault: Fault) -> str:
    """A fault in a table: "rounded back", "clearly rounded back", "watch: rounded back"."""
    return {1: "watch: ", 2: "", 3: "clearly "}[fault.severity] + find_words(fault.rule).name


LEVEL_WORDS = {
    "good": "clean",
    "info": "worth watching",
    "minor": "fault",
    "major": "clear fault",
    "unjudged": "not judged",
    "partial": "not counted",
}
"""What a level is called where its sign cannot be seen."""
