"""How long the parts of the figure are.

Lengths between joint centres are shares of stature from de Leva, "Adjustments to Zatsiorsky-Seluyanov's
segment inertia parameters", J Biomech 29:1223 (1996), table 4 (men 1.741 m, women 1.735 m): thigh 422.2
and 368.5 mm, shank 434.0 and 432.3, upper arm 281.7 and 275.1, forearm 268.9 and 264.3, mid-hip to
mid-shoulder 515.5 and 497.9. Women's thighs of that table start at a different hip point, so the men's
share is used for both. Heights above the floor (ankle 0.039) are those of Drillis & Contini (1966) as
printed in Winter, "Biomechanics and Motor Control of Human Movement"; 19 mm are added for a shoe's sole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sex = Literal["male", "female"]


@dataclass(frozen=True, slots=True)
class Build:
    """Stature and shape of a figure.

    Parameters
    ----------
    stature_m : float
        Height from floor to crown.
    girth : float
        Thickness of trunk and limbs against the plain figure, 0.85 (slim) to 1.3 (heavy).
    sex : {"male", "female"}
        Sets the breadth of shoulders and hips and the shape of the chest.
    """

    stature_m: float = 1.78
    girth: float = 1.0
    sex: Sex = "male"

    @property
    def thigh_m(self) -> float:
        """Hip to knee."""
        return 0.2425 * self.stature_m

    @property
    def shank_m(self) -> float:
        """Knee to ankle."""
        return 0.2430 * self.stature_m

    @property
    def ankle_height_m(self) -> float:
        """Ankle above the floor, in shoes."""
        return 0.039 * self.stature_m + 0.019

    @property
    def upper_arm_m(self) -> float:
        """Shoulder to elbow."""
        return 0.1618 * self.stature_m

    @property
    def forearm_m(self) -> float:
        """Elbow to wrist."""
        return 0.1500 * self.stature_m

    @property
    def arm_m(self) -> float:
        """Shoulder to wrist of a straight arm."""
        return self.upper_arm_m + self.forearm_m

    @property
    def soft_arm_m(self) -> float:
        """Shoulder to wrist of an arm that carries or props without being locked (elbow 160°)."""
        return 0.985 * self.arm_m

    @property
    def grip_m(self) -> float:
        """Wrist to the middle of a closed hand."""
        return 0.038 * self.stature_m

    @property
    def shoulder_s_m(self) -> float:
        """Mid-hip to mid-shoulder along the curved mid-line of the trunk.

        A little shorter than de Leva's straight 0.296 of stature, which ends at the acromion, above
        the centre of the joint.
        """
        return 0.2800 * self.stature_m

    @property
    def skull_s_m(self) -> float:
        """Mid-hip to the base of the skull along the curved mid-line."""
        return 0.3640 * self.stature_m

    @property
    def half_hips_m(self) -> float:
        """Half the distance between the hip joints (18 cm apart in a tall man, 17 in a woman)."""
        return (0.0495 if self.sex == "male" else 0.0505) * self.stature_m

    @property
    def half_shoulders_m(self) -> float:
        """Half the distance between the shoulder joints."""
        return (0.1000 if self.sex == "male" else 0.0925) * self.stature_m

    @property
    def scale(self) -> float:
        """Stature against the 1.78 m figure for which surface radii are written down."""
        return self.stature_m / 1.78


BUILDS: dict[str, Build] = {
    "man": Build(),
    "woman": Build(1.66, 0.96, "female"),
    "tall_man": Build(1.92, 0.98),
    "heavy_man": Build(1.76, 1.18),
    "slim_woman": Build(1.70, 0.90, "female"),
    "short_woman": Build(1.54, 1.02, "female"),
    "heavy_woman": Build(1.65, 1.18, "female"),
    "short_man": Build(1.62, 1.02),
}
"""Bodies by name."""
