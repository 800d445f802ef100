"""The tiers as a table: computed figures where there are any, prices wherever they are known."""

from tierline.engine.lineup import Lineup
from tierline.lsp import protocol as wire
from tierline.task import Tier
from tierline_scoring.figure import Figure
from tierline_scoring.portfolio import build_portfolio
from tierline_scoring.scored import Ledger, ScoredModel
from tierline_scoring.snapshot import Snapshot


def models(lineup: Lineup, snapshot: Snapshot, own: Ledger | None = None) -> wire.Models:
    """Return what stands behind each tier of ``lineup``, in the order in which it is tried.

    ``own`` is what the user's own calls took, on which ``lineup`` stands too.
    """
    portfolio = build_portfolio(snapshot, ledger=own)
    scored = {model.id: model for choice in portfolio.tiers.values() for model in choice.models}
    return wire.Models(
        as_of=snapshot.as_of.isoformat(),
        strategy=portfolio.strategy.value,
        tiers=tuple(
            wire.TierInfo(
                tier=tier,
                why=_why(tier, portfolio.tiers[tier].why, ids == portfolio.tiers[tier].model_ids),
                models=tuple(_model(model_id, scored.get(model_id), lineup) for model_id in ids),
            )
            for tier in Tier
            for ids in (lineup.models[tier],)
        ),
    )


def _why(tier: Tier, computed: str, is_computed: bool) -> str:  # noqa: FBT001 one caller, one line away
    return computed if is_computed else f"your settings name these (models.{tier})"


def _model(model_id: str, scored: ScoredModel | None, lineup: Lineup) -> wire.ModelInfo:
    offer = lineup.offers.get(model_id)
    prompt = offer.prompt_usd_per_mtok if offer else None
    completion = offer.completion_usd_per_mtok if offer else None
    return wire.ModelInfo(
        id=model_id,
        name=scored.model.name if scored else model_id,
        prompt_usd_per_mtok=prompt,
        completion_usd_per_mtok=completion,
        average_usd_per_mtok=None if prompt is None or completion is None else (prompt + completion) / 2,
        context_length=offer.context_length if offer else None,
        overall=_figure(scored.overall) if scored else None,
        value=_figure(scored.value) if scored else None,
        criteria=_figure(scored.criteria) if scored else None,
        ability=_figure(scored.ability) if scored else None,
        sources=scored.evidence.sources if scored else (),
    )


def _figure(figure: Figure) -> wire.FigureInfo:
    return wire.FigureInfo(
        value=round(figure.value, 2),
        low=round(figure.low, 2),
        high=round(figure.high, 2),
        origin=figure.origin.value,
    )
