"""What a user may set about the choice of models, each setting checked and refused with a sentence."""

import math
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum

from tierline_scoring.errors import PolicyError
from tierline_scoring.money import usd


class Strategy(StrEnum):
    """By what the eligible models of a tier are ranked."""

    CRITERIA = "criteria"
    """By Criteria in every tier."""
    MATRIX = "matrix"
    """MINIMUM and MAXIMUM by Overall, DEFAULT by Value."""
    TASK_COST = "task-cost"
    """By dollars per task in every tier, the least first; among the free by ability."""


def _check_weights(weights: object, name: str) -> None:
    values = {entry.name: getattr(weights, entry.name) for entry in fields(weights)}  # type: ignore[arg-type] # a dataclass
    spelled = ", ".join(f"{name} {value:g}" for name, value in values.items())
    if any(not 0 <= value <= 1 for value in values.values()):
        raise PolicyError(f"each weight of {name} must lie between 0 and 1, but they are {spelled}")
    if not math.isclose(sum(values.values()), 1.0, abs_tol=1e-9):
        raise PolicyError(f"the weights of {name} must sum to 1, but {spelled} make {sum(values.values()):g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallWeights:
    """What each reference benchmark counts in Overall. They sum to 1."""

    mmlu: float = 0.3
    humaneval: float = 0.3
    gsm8k: float = 0.2
    mt_bench: float = 0.2

    def __post_init__(self) -> None:
        _check_weights(self, "Overall")


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaWeights:
    """What each criterion counts in Criteria. They sum to 1."""

    benchmarks: float = 0.40
    cost_efficiency: float = 0.30
    context_window: float = 0.15
    availability: float = 0.15

    def __post_init__(self) -> None:
        _check_weights(self, "Criteria")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringPolicy:
    """What a user may set about the choice of models.

    Raises:
        PolicyError: Weights that do not sum to 1, or a threshold that makes no sense.
    """

    strategy: Strategy = Strategy.CRITERIA
    overall: OverallWeights = field(default_factory=OverallWeights)
    criteria: CriteriaWeights = field(default_factory=CriteriaWeights)
    input_share: float = 0.5
    """Share of prompt tokens in the price mix, 0..1; 0.5 is the plain mean, code tasks are nearer 0.75."""
    default_below_usd_per_mtok: Decimal = Decimal("0.50")
    maximum_below_usd_per_mtok: Decimal = Decimal("1.00")
    default_value_above: float = 50.0
    minimum_value_above: float = 30.0
    maximum_overall_above: float = 70.0
    default_quality_floor: float = 0.4
    """How far, in standard deviations of ability, DEFAULT may lie below the best model under its ceiling."""
    maximum_quality_floor: float = 0.25
    """The same for MAXIMUM, for which quality counts before price."""
    min_measurements: int = 2
    """A model with figures for fewer benchmarks is listed as unscored and never chosen."""
    min_days_left: int = 30
    """A model whose announced end is nearer than this is never chosen."""
    min_context_tokens: int = 32_000
    """A model with a smaller window is never chosen: a long file and an answer with its reasoning would not fit."""
    models_per_tier: int = 3
    """Primary and backups of DEFAULT and of MAXIMUM; MINIMUM has one more, for free models run out."""
    prompt_tokens_per_task: int = 2_000
    """Tokens sent with a typical task: a selection, its surroundings and the instruction."""
    tasks_per_day: int = 100
    """How many tasks a day must be answered, against which the limits on free models are held."""
    free_requests_per_day: int = 50
    """What OpenRouter allows for all free models together: 50, or 1000 once 10 credits were bought."""
    specialist_confidence: float = 0.95
    """How sure it must be, 0.5..1, that no specialist of a tier beats its primary by luck alone."""

    def __post_init__(self) -> None:
        self._check_numbers()
        if not 0 <= self.input_share <= 1:
            raise PolicyError(f"the share of prompt tokens must lie between 0 and 1, but it is {self.input_share:g}")
        if not 0 < self.default_below_usd_per_mtok <= self.maximum_below_usd_per_mtok:
            raise PolicyError(
                "the ceilings must be above 0 and MAXIMUM's not below DEFAULT's, but they are"
                f" {usd(self.default_below_usd_per_mtok)} and {usd(self.maximum_below_usd_per_mtok)}"
            )
        if self.default_quality_floor < 0 or self.maximum_quality_floor < 0:
            raise PolicyError("a quality floor is a distance and can't be negative")
        if self.models_per_tier < 1 or self.min_measurements < 1:
            raise PolicyError("a tier needs at least 1 model, and a model at least 1 measurement")
        if self.tasks_per_day < 1 or self.prompt_tokens_per_task < 1:
            raise PolicyError("a day needs at least 1 task, and a task at least 1 token")
        if min(self.free_requests_per_day, self.min_context_tokens, self.min_days_left) < 0:
            raise PolicyError("requests, tokens and days are counts and can't be negative")
        if not 0.5 <= self.specialist_confidence < 1:  # noqa: PLR2004 named in the sentence
            raise PolicyError(f"a confidence lies between 0.5 and 1, but it is {self.specialist_confidence:g}")

    def _check_numbers(self) -> None:
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, int | float | Decimal) and not math.isfinite(value):
                raise PolicyError(f"{entry.name} must be a number, but it is {value}")
