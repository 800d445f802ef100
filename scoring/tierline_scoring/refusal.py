"""Which models are never chosen, whatever they score."""

from datetime import date, timedelta

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.policy import ScoringPolicy

_ROUTERS = ("openrouter/", "~")
"""How ids begin that stand for another model each time."""


def refusal(model: CatalogueModel, as_of: date, policy: ScoringPolicy) -> str:
    """Say why a listed model is never chosen; empty if it may be."""
    end, context = model.expires, model.context_length
    refusals = (
        ("a router: another model answers each time", model.id.startswith(_ROUTERS) or model.id == "auto"),
        ("its price is unknown, or depends on the request", not model.priced),
        ("answers in batches, not at once", model.id.endswith(":batch")),
        (f"answers with {' and '.join(model.outputs) or 'nothing'}, not with text alone", model.outputs != ("text",)),
        (f"was announced to end on {end}", end is not None and end <= as_of),
        (
            f"ends on {end}, in less than {policy.min_days_left} days",
            end is not None and end - as_of < timedelta(days=policy.min_days_left),
        ),
        (
            f"a context of {context:,} tokens is too small, {policy.min_context_tokens:,} are needed",
            context < policy.min_context_tokens,
        ),
    )
    return next((reason for reason, holds in refusals if holds), "")
