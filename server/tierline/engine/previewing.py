"""What a decision would send, at which price: nothing is sent, nothing is spent."""

from dataclasses import dataclass
from decimal import Decimal

from tierline.engine.lineup import Lineup
from tierline.engine.policy import Policy
from tierline.engine.request import Seal, build_request
from tierline.openrouter.errors import TryAnother
from tierline.prompt.preview import Preview, preview
from tierline.task import Decision, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Previewed:
    """What the decision's first model would get."""

    decision: Decision
    preview: Preview
    window: int | None
    """What the model can read and write, in tokens; ``None`` where it is not known."""
    max_tokens: int | None
    """The most that it may answer; ``None`` where it would get nothing."""
    worst_case_usd: Decimal | None
    refusal: str
    """Why it would not be sent; empty where nothing stands against it."""


def previewed(task: Task, decision: Decision, lineup: Lineup, policy: Policy, *, seal: Seal = tuple) -> Previewed:
    """Return what would be sent for ``task``, as ``build_request`` makes it. Blocks for as long as ``seal`` does."""
    offer = lineup.offers.get(decision.model)
    window = offer.context_length if offer else None
    most, worst_case, refusal = None, None, ""
    try:
        request, worst_case = build_request(task, decision.model, decision, lineup, policy, seal=seal)
        most = request.max_tokens
    except TryAnother as error:
        refusal = str(error)
    return Previewed(
        decision=decision,
        preview=preview(task, context_tokens=policy.context_tokens[decision.tier], window=window, seal=seal),
        window=window,
        max_tokens=most,
        worst_case_usd=worst_case,
        refusal=refusal,
    )
