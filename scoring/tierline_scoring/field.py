"""All current models together, against which each one is measured."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tierline_scoring import formula
from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.estimate import Interval
from tierline_scoring.figure import Figure, Origin, exact
from tierline_scoring.identity import base_id
from tierline_scoring.policy import ScoringPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What all current models have of ability and of uptime, sorted."""

    abilities: Sequence[float]
    """In standard deviations; a free variant is the same model as its twin, and counts once."""
    free_uptimes: Sequence[float]
    """In percent. A free model shares its endpoint with everybody, so that a paid one's says nothing of it."""
    paid_uptimes: Sequence[float]
    uptime_sources: tuple[str, ...]


def build_field(models: Iterable[CatalogueModel], abilities: Mapping[str, Interval]) -> Field:
    """Gather the field of ``models``; ``abilities`` holds those of the scored ones by id."""
    seen = [(model.is_free, model.uptime) for model in models if model.uptime]
    return Field(
        abilities=sorted({base_id(model_id): ability.value for model_id, ability in abilities.items()}.values()),
        free_uptimes=sorted(uptime.percent for free, uptime in seen if free),
        paid_uptimes=sorted(uptime.percent for free, uptime in seen if not free),
        uptime_sources=tuple(sorted({uptime.source for _, uptime in seen})),
    )


def percentile(ability: Figure, field: Field) -> Figure:
    """Put an ability on 0..100: the share of current models that are less able, ties counted half."""
    count = len(field.abilities)

    def rank(level: float) -> float:
        return 50.0 * (bisect_left(field.abilities, level) + bisect_right(field.abilities, level)) / max(1, count)

    return Figure(
        value=rank(ability.value),
        low=rank(ability.low),
        high=rank(ability.high),
        origin=Origin.ESTIMATED,
        sources=ability.sources,
        note=f"percentile of coding ability among {count} current models",
    )


def availability(model: CatalogueModel, field: Field, policy: ScoringPolicy) -> Figure:
    """Score how surely an answer comes: uptime, and for free models the share of a day's tasks that they may answer.

    An unknown uptime is the median of the other free or paid models, down to their worst tenth.
    """
    share, limit = 1.0, ""
    if model.is_free and policy.free_requests_per_day < policy.tasks_per_day:
        share = policy.free_requests_per_day / policy.tasks_per_day
        limit = (
            f"; all free models together answer {policy.free_requests_per_day} of {policy.tasks_per_day} tasks a day"
        )
    if model.uptime:
        score = formula.availability_score(model.uptime.percent, share)
        return exact(score, model.uptime.source, note=f"{model.uptime.percent:g}% on {model.uptime.date}{limit}")
    others = field.free_uptimes if model.is_free else field.paid_uptimes
    others = others or field.paid_uptimes or field.free_uptimes
    if not others:
        return Figure(value=0.0, low=0.0, high=100.0 * share, origin=Origin.UNKNOWN, note=f"no uptime is known{limit}")
    low, middle, high = (
        formula.availability_score(others[at], share) for at in (len(others) // 10, len(others) // 2, -1)
    )
    kind = "free" if others is field.free_uptimes else "paid"
    return Figure(
        value=middle,
        low=low,
        high=high,
        origin=Origin.UNKNOWN,
        sources=field.uptime_sources,
        note=f"uptime unknown: the median of the {kind} models, down to their worst tenth{limit}",
    )
