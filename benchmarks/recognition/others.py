"""Movements that are none of ours: two postures each, between which a body goes to and fro.

Angles in degrees from hanging straight down, positive forward, of a figure that faces forward; so a thigh of
90 is level, an arm of 180 points up, and somebody lying on the belly with the head ahead has a trunk of 90.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One posture; (side that works, other side) where the two differ.

    Attributes
    ----------
    trunk : float
        Inclination, forward positive.
    thigh, shank, arm, forearm : float or (float, float)
    arm_out, forearm_out, leg_out : float
        How far they point sideways, away from the body.
    lumbar, neck : float
        Flexion.
    """

    trunk: float = 2.0
    thigh: float | tuple[float, float] = 3.0
    shank: float | tuple[float, float] = -4.0
    arm: float | tuple[float, float] = 0.0
    forearm: float | tuple[float, float] = 8.0
    arm_out: float | tuple[float, float] = 6.0
    forearm_out: float | tuple[float, float] = 2.0
    leg_out: float = 3.0
    lumbar: float = 0.0
    neck: float = -8.0


@dataclass(frozen=True)
class Other:
    """A movement that is none of ours.

    Attributes
    ----------
    looks_like : str
        What it is called to people; movements that are hard to tell from each other are called alike.
    rest, work : Key
    out_s : (float, float)
        How long the way from one to the other may take.
    takes_turns : bool
        The sides change with every repetition.
    """

    looks_like: str
    rest: Key
    work: Key
    out_s: tuple[float, float] = (0.7, 2.2)
    takes_turns: bool = False


RACK = {"arm": 20.0, "forearm": 150.0, "arm_out": 8.0, "forearm_out": -12.0}
BAR_ON_BACK = {"arm": -25.0, "forearm": 165.0, "arm_out": 35.0, "forearm_out": 10.0}
_SQUAT = {"trunk": 28.0, "thigh": 95.0, "shank": -28.0, "leg_out": 14.0}
_PLANK = {"trunk": 76.0, "thigh": -76.0, "shank": -78.0}
_ALL_FOURS = {"trunk": 82.0, "thigh": 2.0, "shank": -88.0, "arm": 0.0, "forearm": 2.0}
_SEATED = {"trunk": -6.0, "thigh": 84.0, "shank": 4.0}
_SUPINE = {"trunk": -88.0, "thigh": 132.0, "shank": 25.0, "neck": 0.0}
HINGED = {"trunk": 62.0, "thigh": 18.0, "shank": -8.0, "neck": -18.0}

OTHERS: dict[str, Other] = {
    "standing": Other("somebody standing or walking", Key(), Key(trunk=5.0, arm=4.0)),
    "walking": Other(
        "somebody standing or walking",
        Key(thigh=(24.0, -20.0), shank=(20.0, -35.0), arm=(-20.0, 20.0), forearm=(-5.0, 35.0)),
        Key(thigh=(-20.0, 24.0), shank=(-35.0, 20.0), arm=(20.0, -20.0), forearm=(35.0, -5.0)),
        (0.4, 0.7),
    ),
    "goblet_squat": Other("a squat", Key(**RACK), Key(**_SQUAT, **RACK)),
    "back_squat": Other("a squat", Key(**BAR_ON_BACK), Key(**{**_SQUAT, "trunk": 38.0}, **BAR_ON_BACK)),
    "air_squat": Other("a squat", Key(), Key(**_SQUAT, arm=85.0, forearm=90.0)),
    "kettlebell_swing": Other(
        "a swing",
        Key(arm=78.0, forearm=84.0, arm_out=-8.0, forearm_out=-6.0),
        Key(trunk=66.0, thigh=48.0, shank=-18.0, arm=-28.0, forearm=-32.0, arm_out=-8.0, forearm_out=-6.0),
        (0.45, 0.8),
    ),
    "lunge": Other(
        "a lunge", Key(), Key(trunk=6.0, thigh=(82.0, -8.0), shank=(2.0, -88.0)), takes_turns=True
    ),
    "split_squat": Other(
        "a lunge",
        Key(thigh=(30.0, -25.0), shank=(5.0, -35.0)),
        Key(trunk=10.0, thigh=(85.0, -5.0), shank=(0.0, -90.0)),
    ),
    "step_up": Other(
        "a lunge",
        Key(thigh=(80.0, 0.0), shank=(-5.0, -4.0), trunk=12.0),
        Key(thigh=(5.0, 2.0), shank=(-4.0, -8.0)),
    ),
    "curl": Other("a curl", Key(), Key(arm=12.0, forearm=140.0)),
    "alternating_curl": Other("a curl", Key(), Key(arm=(12.0, 0.0), forearm=(140.0, 8.0)), takes_turns=True),
    "overhead_press": Other(
        "a press",
        Key(arm=15.0, forearm=165.0, arm_out=35.0, forearm_out=0.0),
        Key(arm=172.0, forearm=178.0, arm_out=12.0),
    ),
    "lateral_raise": Other("a raise of the arms", Key(arm_out=8.0), Key(arm_out=84.0, forearm_out=80.0)),
    "front_raise": Other("a raise of the arms", Key(), Key(arm=88.0, forearm=92.0)),
    "face_pull": Other(
        "a pull in standing",
        Key(trunk=-4.0, arm=95.0, forearm=95.0),
        Key(trunk=-4.0, arm=60.0, forearm=140.0, arm_out=70.0, forearm_out=-30.0),
    ),
    "standing_row": Other(
        "a pull in standing",
        Key(trunk=-3.0, arm=75.0, forearm=78.0),
        Key(trunk=-5.0, arm=-25.0, forearm=75.0, arm_out=12.0),
    ),
    "triceps_pushdown": Other(
        "a pull in standing", Key(trunk=10.0, arm=2.0, forearm=110.0), Key(trunk=10.0, arm=2.0, forearm=12.0)
    ),
    "pull_down": Other(
        "a pull-down or pull-up",
        Key(**_SEATED, arm=168.0, forearm=172.0, arm_out=22.0, forearm_out=14.0),
        Key(**{**_SEATED, "trunk": -14.0}, arm=20.0, forearm=150.0, arm_out=42.0, forearm_out=4.0),
    ),
    "seated_press": Other(
        "a press",
        Key(**_SEATED, arm=15.0, forearm=165.0, arm_out=40.0),
        Key(**_SEATED, arm=172.0, forearm=178.0, arm_out=12.0),
    ),
    "rowing_machine": Other(
        "a rowing machine",
        Key(trunk=28.0, thigh=128.0, shank=-5.0, arm=70.0, forearm=76.0),
        Key(trunk=-22.0, thigh=86.0, shank=78.0, arm=-20.0, forearm=72.0),
        (0.6, 1.5),
    ),
    "pull_up": Other(
        "a pull-down or pull-up",
        Key(arm=176.0, forearm=178.0, arm_out=18.0, forearm_out=4.0, shank=-25.0),
        Key(trunk=-8.0, arm=15.0, forearm=165.0, arm_out=38.0, forearm_out=4.0, shank=-25.0),
    ),
    "push_up": Other(
        "a plank or push-up",
        Key(**_PLANK, arm=8.0, forearm=4.0),
        Key(trunk=87.0, thigh=-86.0, shank=-86.0, arm=-62.0, forearm=18.0, arm_out=38.0),
    ),
    "plank": Other(
        "a plank or push-up",
        Key(trunk=84.0, thigh=-85.0, shank=-84.0, arm=2.0, forearm=86.0),
        Key(trunk=82.0, thigh=-82.0, shank=-84.0, arm=4.0, forearm=88.0),
    ),
    "straight_arm_plank": Other(
        "a plank or push-up", Key(**_PLANK, arm=6.0, forearm=4.0), Key(**{**_PLANK, "thigh": -72.0}, arm=8.0)
    ),
    "mountain_climber": Other(
        "a plank or push-up",
        Key(**_PLANK, arm=6.0, forearm=4.0),
        Key(trunk=78.0, thigh=(40.0, -76.0), shank=(-60.0, -78.0), arm=8.0, forearm=4.0),
        (0.35, 0.8),
        takes_turns=True,
    ),
    "cat_cow": Other(
        "something else on hands and knees",
        Key(**_ALL_FOURS, lumbar=-10.0, neck=-30.0),
        Key(**{**_ALL_FOURS, "trunk": 78.0}, lumbar=42.0, neck=30.0),
    ),
    "child_pose": Other(
        "something else on hands and knees",
        Key(**_ALL_FOURS),
        Key(trunk=78.0, thigh=72.0, shank=-86.0, arm=82.0, forearm=88.0),
    ),
    "donkey_kick": Other(
        "something else on hands and knees",
        Key(**_ALL_FOURS),
        Key(**{**_ALL_FOURS, "thigh": (-78.0, 2.0), "shank": (-120.0, -88.0)}),
        takes_turns=True,
    ),
    "bird_dog_row": Other(
        "something else on hands and knees",
        Key(**{**_ALL_FOURS, "thigh": (2.0, -78.0), "shank": (-88.0, -82.0)}),
        Key(
            **{
                **_ALL_FOURS,
                "thigh": (2.0, -78.0),
                "shank": (-88.0, -82.0),
                "arm": (-75.0, 0.0),
                "forearm": (10.0, 2.0),
            }
        ),
    ),
    "plank_row": Other(
        "a plank or push-up",
        Key(**_PLANK, arm=6.0, forearm=4.0),
        Key(**_PLANK, arm=(-72.0, 6.0), forearm=(10.0, 4.0)),
        takes_turns=True,
    ),
    "superman": Other(
        "something lying on the belly",
        Key(trunk=90.0, thigh=-90.0, shank=-90.0, arm=92.0, forearm=92.0),
        Key(trunk=80.0, thigh=-100.0, shank=-102.0, arm=108.0, forearm=112.0, lumbar=-20.0),
    ),
    "alternating_superman": Other(
        "something lying on the belly",
        Key(trunk=90.0, thigh=-90.0, shank=-90.0, arm=92.0, forearm=92.0),
        Key(
            trunk=87.0, thigh=(-90.0, -104.0), shank=(-90.0, -106.0), arm=(112.0, 92.0), forearm=(114.0, 92.0)
        ),
        takes_turns=True,
    ),
    "back_extension": Other(
        "a back extension",
        Key(trunk=132.0, thigh=-52.0, shank=-52.0, arm=30.0, forearm=120.0),
        Key(trunk=54.0, thigh=-52.0, shank=-52.0, arm=-30.0, forearm=100.0),
    ),
    "back_extension_ball": Other(
        "a back extension",
        Key(trunk=112.0, thigh=-62.0, shank=-70.0, arm=40.0, forearm=130.0),
        Key(trunk=70.0, thigh=-66.0, shank=-72.0, arm=10.0, forearm=120.0),
    ),
    "glute_bridge": Other(
        "something lying on the back",
        Key(**_SUPINE, arm=88.0, forearm=90.0),
        Key(trunk=-64.0, thigh=112.0, shank=5.0, arm=70.0, forearm=88.0),
    ),
    "hip_thrust": Other(
        "something lying on the back",
        Key(trunk=-42.0, thigh=105.0, shank=10.0, arm=30.0, forearm=60.0),
        Key(trunk=-86.0, thigh=92.0, shank=2.0, arm=10.0, forearm=70.0),
    ),
    "sit_up": Other(
        "something lying on the back",
        Key(**_SUPINE, arm=60.0, forearm=150.0),
        Key(**{**_SUPINE, "trunk": -5.0}, arm=40.0, forearm=130.0),
    ),
    "leg_raise": Other(
        "something lying on the back",
        Key(trunk=-89.0, thigh=92.0, shank=92.0, arm=88.0, forearm=90.0, neck=0.0),
        Key(trunk=-89.0, thigh=172.0, shank=170.0, arm=88.0, forearm=90.0, neck=0.0),
    ),
    "bench_press": Other(
        "something lying on the back",
        Key(**_SUPINE, arm=176.0, forearm=178.0, arm_out=12.0),
        Key(**_SUPINE, arm=140.0, forearm=178.0, arm_out=72.0, forearm_out=0.0),
    ),
    "jumping_jack": Other(
        "a raise of the arms", Key(), Key(arm=170.0, forearm=175.0, arm_out=20.0, leg_out=22.0), (0.3, 0.6)
    ),
    "kickback": Other(
        "a raise of the arms, bent over",
        Key(**HINGED, arm=-55.0, forearm=12.0),
        Key(**HINGED, arm=-58.0, forearm=-60.0),
    ),
    "reverse_fly": Other(
        "a raise of the arms, bent over",
        Key(**HINGED, forearm=4.0),
        Key(**HINGED, arm_out=78.0, forearm_out=72.0),
    ),
    "side_bend": Other(
        "somebody standing or walking", Key(), Key(trunk=4.0, arm=(0.0, 20.0), forearm=(6.0, 150.0))
    ),
}
"""By name. Angles as in usual demonstrations (judgement of the authors); every drawn set changes them."""
