"""The category of every listed model: free, balanced, premium, or none with the reason it is out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.eligibility import eligibility
from tierline_scoring.evidence import Evidence
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.refusal import refusal
from tierline_scoring.scored import ScoredModel, unscored_reason
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.tier import Tier


class Category(StrEnum):
    """For which tier a model is good enough, the cheapest first."""

    FREE = "free"
    BALANCED = "balanced"
    PREMIUM = "premium"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A model's category."""

    category: Category
    reason: str
    """One sentence: which conditions it meets, or why it is out."""


_CATEGORIES = ((Tier.MINIMUM, Category.FREE), (Tier.DEFAULT, Category.BALANCED), (Tier.MAXIMUM, Category.PREMIUM))


def place(
    model: CatalogueModel,
    scored: ScoredModel | None,
    evidence: Evidence | None,
    snapshot: Snapshot,
    policy: ScoringPolicy,
) -> Placement:
    """Return the category of one model. A free model is free or none: the paid tiers fall back to it anyway."""
    if out := refusal(model, snapshot.as_of, policy) or (not scored and unscored_reason(evidence, policy, model)):
        inferred = snapshot.inferred.get(model.id)
        return Placement(category=Category.NONE, reason=f"{out}; {inferred.told}" if inferred else out)
    if scored is None:
        return Placement(category=Category.NONE, reason="it was not scored")
    verdicts = [
        (category, eligibility(scored, tier, policy))
        for tier, category in _CATEGORIES
        if model.is_free == (tier is Tier.MINIMUM)
    ]
    for category, verdict in verdicts:
        if verdict.eligible:
            return Placement(category=category, reason="; ".join(sentence for _, sentence in verdict.conditions))
    failed = (sentence for holds, sentence in verdicts[-1][1].conditions if not holds)
    return Placement(category=Category.NONE, reason="; ".join(failed))


def categorise(snapshot: Snapshot, scored: Mapping[str, ScoredModel], policy: ScoringPolicy) -> Mapping[str, Placement]:
    """Return the category of every entry of the listing by id, also of those that are no text models at all."""
    placed = {
        model_id: place(model, scored.get(model_id), snapshot.evidence.get(model_id), snapshot, policy)
        for model_id, model in snapshot.models.items()
    }
    out = {model_id: Placement(category=Category.NONE, reason=why) for model_id, why in snapshot.left_out.items()}
    return dict(sorted((out | placed).items()))
