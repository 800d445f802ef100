"""Dollars per task, which prices per million tokens do not tell: models differ several times in what they spend.

    USD per task = prompt price * tokens of a typical prompt + completion price * completion tokens of a task

with prices per token. Source: the project's design, section 2. The completion tokens, reasoning included, come
from published runs or from models alike (``token_use``), or from the user's own calls.
"""

from dataclasses import dataclass

from tierline_scoring.catalogue import CatalogueModel
from tierline_scoring.figure import Figure, Origin
from tierline_scoring.policy import ScoringPolicy
from tierline_scoring.token_use import TokenUse, guess


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """What the user's own calls to a model took on average, in tokens; from as many ``calls``."""

    prompt_tokens: float
    completion_tokens: float
    calls: int


OWN_CALLS = 10
"""With fewer calls of the user's own, published runs say more."""


def task_cost(
    model: CatalogueModel, use: TokenUse | None, policy: ScoringPolicy, spending: Spending | None = None
) -> Figure:
    """Return USD per task, with the interval of the tokens. Free models cost exactly 0.

    The user's own calls, if there are ``OWN_CALLS`` of them, stand before anything published.
    """
    if model.is_free:
        return Figure(value=0.0, low=0.0, high=0.0, origin=Origin.MEASURED, sources=(model.price_source,), note="free")
    prompt, completion = (float(p) / 1e6 for p in (model.prompt_usd_per_mtok, model.completion_usd_per_mtok))
    if spending and spending.calls >= OWN_CALLS:
        usd = prompt * spending.prompt_tokens + completion * spending.completion_tokens
        note = f"the mean of your own {spending.calls} calls"
        return Figure(value=usd, low=usd, high=usd, origin=Origin.MEASURED, sources=(model.price_source,), note=note)
    use = use or guess(model)
    asked = prompt * policy.prompt_tokens_per_task
    tokens = use.tokens
    return Figure(
        value=asked + completion * tokens.value,
        low=asked + completion * tokens.low,
        high=asked + completion * tokens.high,
        origin=Origin.MEASURED if use.measured else Origin.ESTIMATED if use.sources else Origin.UNKNOWN,
        sources=tuple(sorted({model.price_source, *use.sources})),
        note=f"{policy.prompt_tokens_per_task:,} prompt and {tokens.value:,.0f} completion tokens, {use.note}",
    )
