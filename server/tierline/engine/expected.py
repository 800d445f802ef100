"""What a call would take in tokens and in USD: about, and at most.

The completion is expected to be

    visible = base + share * tokens of the selection        by kind, see ``VISIBLE``
    thinking = max(0, tokens that the model spends on a task - PLAIN_TOKENS)

and its cost is that at the model's own prices. The middle is good to a factor of about 2, the ends are those of the
model's 90% interval (``tierline_scoring.token_use``); the worst case is what the caps are checked on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from tierline.engine.lineup import MILLION, Lineup, Offer
from tierline.engine.policy import Policy
from tierline.engine.request import build_request
from tierline.ledger import NOTHING, OverBudget, Spent, check
from tierline.openrouter.errors import TryAnother
from tierline.openrouter.wire import Message
from tierline.prompt import estimate_tokens
from tierline.task import Decision, Kind, Task, Tier

PLAIN_TOKENS = 370
"""Completion tokens of one of CodeRouterBench's tasks by a model that can't think; what others spend beyond, they
think (``tierline_scoring.token_use``)."""

VISIBLE: Mapping[Kind, tuple[int, float]] = {
    Kind.EXPLAIN: (400, 0.1),
    Kind.ASK: (400, 0.0),
    Kind.REVIEW: (400, 0.2),
    Kind.TEST: (1600, 1.0),
    Kind.DOCUMENT: (100, 1.3),
    Kind.FIX: (150, 1.0),
    Kind.REFACTOR: (100, 1.0),
    Kind.OPTIMIZE: (150, 1.1),
    Kind.EDIT: (100, 1.0),
    Kind.TRANSLATE: (50, 1.1),
    Kind.GENERATE: (385, 1.0),
    Kind.COMMIT: (120, 0.0),
}
"""Tokens of the answer without thinking: a base, and a share of the selection's.

Explain, test, fix and generate are set so that they meet the mean of four models that don't think at length (Claude
Opus 4.6 and Sonnet 4.6, GPT-5.4, Kimi K2.5) on CodeRouterBench's tasks of that type: 404, 1,920 (for prompts of 302
tokens), 628 (for 485) and 386. That the others write the selection once more, or some hundred words, is a guess.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One call that a decision may lead to; ``None`` where it can't be known. An escalation would come on top."""

    tier: Tier | None
    """``None`` for a model that the user named."""
    model: str
    """The one that is asked first; empty where the tier has none."""
    prompt_tokens: int
    completion_tokens: tuple[int, int, int] | None
    """Low, middle, high."""
    cost_usd: tuple[Decimal, Decimal, Decimal] | None
    """Low, middle, high."""
    worst_case_usd: Decimal | None
    """What the caps are checked on: everything that the request lets the model write."""
    refusal: str
    """Why it would not be sent: a cap, or a text too long; empty where nothing stands against it."""


def expect(  # noqa: PLR0913, PLR0917 each is one thing that the cost depends on
    task: Task,
    kind: Kind,
    decision: Decision,
    lineup: Lineup,
    policy: Policy,
    spent_usd: Decimal,
    spent: Spent = NOTHING,
) -> Expected:
    """Return what a call to the decision's first model would take; ``kind`` is the one that was detected.

    ``spent_usd`` is what the session has committed, ``spent`` what day and month have.
    """
    tier = None if decision.rule == "model" else decision.tier
    if not decision.models:
        return _unsent(tier, "", f"the {decision.tier} tier has no model")
    offer = lineup.offers.get(decision.model)
    try:
        request, worst_case = build_request(task, decision.model, decision, lineup, policy)
    except TryAnother as error:
        return _unsent(tier, decision.model, str(error))
    refusal = ""
    try:
        check(policy.budget, spent_usd, worst_case, spent=spent)
    except OverBudget as error:
        refusal = str(error)
    prompt = estimate_tokens(request.messages)
    completion = _completion(task, kind, offer, request.max_tokens) if offer else None
    return Expected(
        tier=tier,
        model=decision.model,
        prompt_tokens=prompt,
        completion_tokens=completion,
        cost_usd=_costs(offer, prompt, completion) if offer and completion else None,
        worst_case_usd=worst_case,
        refusal=refusal,
    )


def _unsent(tier: Tier | None, model: str, refusal: str) -> Expected:
    return Expected(
        tier=tier,
        model=model,
        prompt_tokens=0,
        completion_tokens=None,
        cost_usd=None,
        worst_case_usd=None,
        refusal=refusal,
    )


def _completion(task: Task, kind: Kind, offer: Offer, limit: int) -> tuple[int, int, int]:
    base, share = VISIBLE[kind]
    visible = base + share * estimate_tokens((Message(role="user", content=task.selection),))
    low, middle, high = (min(limit, round(visible + thought)) for thought in offer.thinking_tokens)
    return low, middle, high


def _costs(offer: Offer, prompt: int, completion: tuple[int, int, int]) -> tuple[Decimal, Decimal, Decimal]:
    asked = offer.prompt_usd_per_mtok * prompt
    low, middle, high = ((asked + offer.completion_usd_per_mtok * tokens) / MILLION for tokens in completion)
    return low, middle, high
