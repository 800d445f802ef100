"""What is sent for a task, and what it can cost at most."""

from collections.abc import Callable
from decimal import Decimal

from tierline.engine.lineup import Lineup, Offer
from tierline.engine.policy import Policy
from tierline.openrouter.errors import TryAnother
from tierline.openrouter.wire import ChatRequest, Message
from tierline.prompt import build, estimate_tokens, least_tokens, max_tokens, too_long
from tierline.task import Decision, Task, Tier

Seal = Callable[[tuple[Message, ...]], tuple[Message, ...]]
"""What is done to messages before they may leave."""


def build_request(  # noqa: PLR0913 a request depends on all of these
    task: Task, model: str, decision: Decision, lineup: Lineup, policy: Policy, *, seal: Seal = tuple
) -> tuple[ChatRequest, Decimal | None]:
    """Return the request for one of the decision's models, with its worst case in USD.

    ``seal`` takes the secrets out of it; it blocks for as long as that takes.

    The worst case is ``None`` where neither a price nor a ceiling is known: a model that the user names.

    Raises:
        TryAnother: the model's context is too small.
    """
    offer = lineup.offers.get(model)
    window = offer.context_length if offer else None
    messages = seal(build(task, context_tokens=policy.context_tokens[decision.tier], window=window))
    prompt_tokens = estimate_tokens(messages)
    limit = _room(task, model, offer, prompt_tokens)
    # A model that the user names is the user's own decision about its price.
    prompt_price, completion_price = (
        (None, None) if decision.rule == "model" else lineup.price_ceiling(model, decision.tier)
    )
    priced = offer
    if priced is None and prompt_price is not None and completion_price is not None:
        priced = Offer(prompt_usd_per_mtok=prompt_price, completion_usd_per_mtok=completion_price)
    request = ChatRequest(
        model=model,
        messages=messages,
        max_tokens=limit,
        max_prompt_price=prompt_price,
        max_completion_price=completion_price,
        privacy=policy.privacy,
    )
    return request, priced.worst_case_usd(prompt_tokens, limit) if priced else None


def is_free(request: ChatRequest, lineup: Lineup) -> bool:
    """Whether it can't cost anything: the model is free, or no price above zero is let through."""
    offer = lineup.offers.get(request.model)
    return offer.free if offer else request.max_prompt_price == request.max_completion_price == Decimal(0)


def free_of_charge(model: str, decision: Decision, lineup: Lineup) -> bool:
    """Whether a model falls under the account's limit on free models, as far as one can tell before asking."""
    offer = lineup.offers.get(model)
    if offer is None:
        return model.endswith(":free") or (decision.rule != "model" and decision.tier is Tier.MINIMUM)
    return offer.free


def _room(task: Task, model: str, offer: Offer | None, prompt_tokens: int) -> int:
    """Return how long the answer may be, so that prompt and answer fit into the model's context.

    Raises:
        TryAnother: they can't.
    """
    if offer is None or offer.context_length is None:
        return max_tokens(task, offer.max_completion_tokens if offer else None)
    room = offer.context_length - prompt_tokens
    if room < least_tokens(task):
        raise TryAnother(
            too_long(task, model, prompt_tokens, offer.context_length), code="too-long", cost_usd=Decimal(0)
        )
    return max_tokens(task, min(room, offer.max_completion_tokens or room))
