"""Why a model is chosen or not: every number shown for it, traced to its source."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.category import Placement
from tierline_scoring.eligibility import Eligibility, eligibility
from tierline_scoring.errors import UnknownModel
from tierline_scoring.evidence import Evidence, Source
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.portfolio import TierChoice, assemble
from tierline_scoring.ranking import quality_floor, ranked
from tierline_scoring.scored import ScoredModel, score_models, unscored_reason
from tierline_scoring.snapshot import Snapshot
from tierline_scoring.tier import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a model stands towards one tier."""

    tier: Tier
    eligibility: Eligibility | None
    """``None`` for an unscored model."""
    rank: int | None
    """1 is the best of the eligible; ``None`` for a model that is not eligible."""
    of: int
    """How many are eligible."""
    place: str
    """``primary``, ``backup 2``, or empty."""
    why: str
    """One sentence: why it has this place or none."""
    specialist_for: tuple[str, ...] = ()
    """Kinds of task for which it stands before the primary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Everything behind the numbers of one model."""

    model: CatalogueModel
    as_of: date
    scored: ScoredModel | None
    """Overall, Value, Criteria and ability, each with parts and weights; ``None`` if unscored."""
    unscored: str
    """Why it could not be scored; empty if it was."""
    evidence: Evidence
    """Each measurement with its name as published, date and source; each estimate with its interval."""
    sources: Mapping[str, Source]
    """The sources of all numbers here, by id."""
    standings: Mapping[Tier, Standing]
    placement: Placement
    """Its category, and why it has this one."""
    policy: ScoringPolicy


def explain(snapshot: Snapshot, model_id: str, policy: ScoringPolicy | None = None) -> Explanation:
    """Explain one model of the snapshot.

    Raises:
        UnknownModel: The snapshot does not list it; the sentence names close matches.
    """
    policy = policy or ScoringPolicy()
    model = snapshot.models.get(model_id)
    if model is None:
        raise UnknownModel(_unknown(snapshot, model_id))
    models = score_models(snapshot, policy)
    scored = models.get(model_id)
    known = snapshot.evidence.get(model_id)
    evidence = known or Evidence()
    portfolio = assemble(snapshot, models, policy)
    used = {model.price_source, model.metadata_source, *(found.source for found in evidence.measurements)}
    if scored:
        used |= {*scored.value.sources, *scored.criteria.sources, *scored.task_cost.sources}
    return Explanation(
        model=model,
        as_of=snapshot.as_of,
        scored=scored,
        unscored=unscored_reason(known, policy, model),
        evidence=evidence,
        sources={name: source for name, source in snapshot.sources.items() if name in used},
        standings={
            tier: replace(
                _standing(choice, model, models, policy),
                specialist_for=tuple(
                    kind for kind, chosen in portfolio.specialists[tier].items() if chosen.id == model_id
                ),
            )
            for tier, choice in portfolio.tiers.items()
        },
        placement=portfolio.categories[model_id],
        policy=policy,
    )


def _standing(
    choice: TierChoice, model: CatalogueModel, models: Mapping[str, ScoredModel], policy: ScoringPolicy
) -> Standing:
    order = ranked(choice.tier, models, policy)
    scored = models.get(model.id)
    at = choice.model_ids.index(model.id) if model.id in choice.model_ids else None
    verdict = eligibility(scored, choice.tier, policy) if scored else None
    return Standing(
        tier=choice.tier,
        eligibility=verdict,
        rank=next((place for place, other in enumerate(order, 1) if other.id == model.id), None),
        of=len(order),
        place="" if at is None else "primary" if at == 0 else f"backup {at}",
        why=_why_not(choice, scored, verdict, policy) if at is None else _why(choice, at),
    )


def _why(choice: TierChoice, at: int) -> str:
    return choice.why if at == 0 else f"next in line when {', '.join(choice.model_ids[:at])} can't answer"


def _why_not(choice: TierChoice, scored: ScoredModel | None, verdict: Eligibility | None, policy: ScoringPolicy) -> str:
    if scored is None or verdict is None:
        return "unscored models are never chosen"
    if scored.refused:
        return scored.refused
    if not verdict.eligible:
        return "; ".join(sentence for holds, sentence in verdict.conditions if not holds)
    if scored.model.is_free or choice.primary is None:
        return "free models stand in MINIMUM, to which the paid tiers fall back anyway"
    distance = choice.primary.ability.low - scored.ability.low
    if distance > quality_floor(choice.tier, policy):
        return f"{distance:.2f} standard deviations less able than {choice.primary.id}, the primary"
    return f"ranks behind {', '.join(choice.model_ids)}"


def _unknown(snapshot: Snapshot, model_id: str) -> str:
    if last := snapshot.no_longer_listed.get(model_id):
        gone = f" (it was on {last}, and no longer on {snapshot.as_of})"
    else:
        gone = ""
    names = {name: name for name in snapshot.models}
    names |= {name.split("/", 1)[-1]: name for name in snapshot.models}
    close = difflib.get_close_matches(model_id, names, n=6, cutoff=0.6)
    meant = list(dict.fromkeys(names[name] for name in close))[:3]
    hint = f"; did you mean {' or '.join(meant)}?" if meant else ""
    return f"no model '{model_id}' is listed{gone}{hint}"
