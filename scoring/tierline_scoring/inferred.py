"""The ability of a model without a single figure, inferred from its relatives: a prediction, never evidence.

Releases, sizes and efforts of one line are alike in ability, the more so the more alike their names (``kinship``).
Their abilities are taken as draws from one normal distribution (kriging, G. Matheron, "Principles of
geostatistics", Economic Geology 58, 1963) with

    cov(m, m') = 1 + sqrt(likeness(m, m')) + [m = m'] * (0.1 + the variance that its figures leave)

where the 1 lets a line lie anywhere. A model with an inferred ability is listed as unscored, and never chosen.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import mul

from tierline_scoring.estimate import Ability, Interval
from tierline_scoring.kinship import Kin
from tierline_scoring.linear import cholesky, forward

_OF_ITS_OWN = 0.1
"""Variance of what relatives do not tell of a model's ability, however alike the names."""
_UNLISTED = 0.5
"""What is added for a relative that was never listed: base models and the like tell less of one that is served."""
_LINE = 1.0
"""Variance of the ability of a whole line."""
_MOST = 40
"""So many relatives are looked at."""
_LEAST_ALIKE = 0.1
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredAbility:
    """What relatives say of a model's coding ability."""

    ability: Interval
    """In standard deviations over all models fitted, with its 90% interval."""
    relatives: tuple[str, ...]
    """Some of the models that it stands on, the likest first."""

    @property
    def told(self) -> str:
        """One clause that says what it is, and on what it stands."""
        found = self.ability
        return (
            f"ability {found.value:.2f} ({found.low:.2f} to {found.high:.2f}) is inferred from relatives,"
            f" not measured: {', '.join(self.relatives)}"
        )


def infer_ability(model: str, kin: Kin, known: Mapping[str, Ability]) -> InferredAbility | None:
    """Infer the ability of ``model`` from the ``known`` ones of its line; ``None`` where it has no relatives.

    What is known of ``model`` itself is not looked at.
    """
    near = [(-likeness, other) for other, likeness in kin.of(model).items() if other in known]
    near = sorted(relative for relative in near if -relative[0] >= _LEAST_ALIKE)[:_MOST]
    if not near:
        return None
    names = [other for _, other in near]
    listed = [ability.mean for other, ability in sorted(known.items()) if "/" in other]
    middle = sum(listed) / max(1, len(listed))
    lower = cholesky(
        [
            [_LINE + math.sqrt(kin.likeness(one, other)) for other in names[:at]]
            + [_LINE + 1.0 + _OF_ITS_OWN + known[one].variance + (0.0 if "/" in one else _UNLISTED)]
            for at, one in enumerate(names)
        ]
    )
    weights = forward(lower, [_LINE + math.sqrt(-alike) for alike, _ in near])
    rests = forward(lower, [known[other].mean - middle for other in names])
    ability = Ability(
        mean=middle + sum(map(mul, weights, rests)),
        variance=_LINE + 1.0 + _OF_ITS_OWN - sum(map(mul, weights, weights)),
    )
    ids = [name for name in names if "/" in name]  # the others have no name to show
    return InferredAbility(ability=ability.interval, relatives=tuple((ids or names)[:_NAMED]))
