"""Backups in an order in which one outage does not take out a tier."""

from collections.abc import Iterable, Sequence

from tierline_scoring.scored import ScoredModel


def spread(primary: ScoredModel, pools: Sequence[Iterable[ScoredModel]], count: int) -> tuple[ScoredModel, ...]:
    """Return ``count`` backups, pool after pool, each pool best first.

    Within a pool those come first that share neither their vendor with a model already chosen, nor the one
    provider that serves them: a vendor's models fail together, and so do a provider's.
    """
    chosen = [primary]
    ids, vendors, sole = {primary.id}, {primary.model.vendor}, set(_sole_provider(primary))
    for pool in pools:
        rest = [model for model in pool if model.id not in ids]
        for known in (0, 1, 2):
            for model in rest:
                if len(chosen) > count:
                    return tuple(chosen[1:])
                shared = (model.model.vendor in vendors) + bool(_sole_provider(model) & sole)
                if model.id in ids or shared > known:
                    continue
                chosen.append(model)
                ids.add(model.id)
                vendors.add(model.model.vendor)
                sole |= _sole_provider(model)
    return tuple(chosen[1:])


def _sole_provider(scored: ScoredModel) -> frozenset[str]:
    """Return the provider that serves it alone, if the listing says so."""
    providers = scored.model.providers
    return frozenset(providers if len(providers) == 1 else ())
