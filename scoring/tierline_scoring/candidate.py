"""One row for any id that was ever listed: its scores, its prices, its category or why it is out."""

from dataclasses import dataclass
from datetime import date

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.category import Category, Placement, place
from tierline_scoring.errors import UnknownModel
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.scored import ScoredModel, score_former, score_models, unscored_reason
from tierline_scoring.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What can be said of one id."""

    id: str
    model: CatalogueModel | None
    """With its prices of today, or of the last listing that had it; ``None`` where no price was kept."""
    scored: ScoredModel | None
    last_listed: date | None
    """``None`` for a model that is listed now."""
    placement: Placement


def candidate(snapshot: Snapshot, model_id: str, policy: ScoringPolicy | None = None) -> Candidate:
    """Return the row of ``model_id``.

    Raises:
        UnknownModel: Neither this listing nor an earlier one has it.
    """
    policy = policy or ScoringPolicy()
    evidence = snapshot.evidence.get(model_id)
    if model := snapshot.models.get(model_id):
        scored = score_models(snapshot, policy).get(model_id)
        placement = place(model, scored, evidence, snapshot, policy)
        return Candidate(id=model_id, model=model, scored=scored, last_listed=None, placement=placement)
    last, out = snapshot.no_longer_listed.get(model_id), snapshot.left_out.get(model_id)
    former = snapshot.former.get(model_id)
    if out is None and last is None and former is None:
        raise UnknownModel(f"no model '{model_id}' is listed, nor was it")
    scored = score_former(snapshot, model_id, policy) if former else None
    reason = out or f"not listed any more, last seen on {last}" + _besides(former, scored, snapshot, policy)
    return Candidate(
        id=model_id,
        model=former,
        scored=scored,
        last_listed=last,
        placement=Placement(category=Category.NONE, reason=reason),
    )


def _besides(
    former: CatalogueModel | None, scored: ScoredModel | None, snapshot: Snapshot, policy: ScoringPolicy
) -> str:
    """Say what it would be at its last price if it were listed still."""
    if former is None:
        return ""
    evidence = snapshot.evidence.get(former.id)
    if scored is None:
        return f"; {unscored_reason(evidence, policy, former)}"
    was = place(former, scored, evidence, snapshot, policy)
    return (
        f"; at its last price it was {was.category}: {was.reason}"
        if was.category is not Category.NONE
        else f"; {was.reason}"
    )
