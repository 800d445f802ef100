"""Past tasks decided anew: what other settings would have changed. Nothing is asked, nothing is spent.

A task is decided from what the ledger remembers of it: its profile, its path and language, the clock, what was out and
what the session had spent by then. Its complexity is the remembered difficulty, cut as it would be cut now. What a
project's own rules said is not remembered; they are left out.

A cost that would have been is an estimate: the tokens that the task really took, at today's prices of the model that
would have been asked. Another model takes other tokens, and an escalation that would follow is not foreseen.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tierline.classify.cuts import Cuts
from tierline.engine.deciding import table
from tierline.engine.lineup import MILLION, Lineup
from tierline.engine.policy import Policy
from tierline.ledger import CallRow, TaskRow, concern, total
from tierline.switch import Situation, decide
from tierline.task import Decision, Kind, Profile, Signal, Tier

CutsFor = Callable[[Kind, str], Cuts]
"""Kind and language to cut points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """One task, as it was and as it would be."""

    row: TaskRow
    decision: Decision
    """What would be decided now."""
    before_usd: Decimal | None
    """What it cost; an unknown cost is estimated as ``after_usd`` is, and ``None`` where no tokens are known either."""
    after_usd: Decimal | None
    estimated: bool
    """Whether either figure is an estimate."""

    @property
    def moved(self) -> bool:
        """Whether another tier would answer."""
        return self.decision.tier is not self.row.tier


@dataclass(frozen=True, slots=True)
class Replay:
    """All tasks, the oldest first."""

    tasks: tuple[Replayed, ...]

    @property
    def before(self) -> Counter[Tier]:
        """Tasks by the tier that was chosen."""
        return Counter(one.row.tier for one in self.tasks)

    @property
    def after(self) -> Counter[Tier]:
        """Tasks by the tier that would be."""
        return Counter(one.decision.tier for one in self.tasks)

    @property
    def moved(self) -> tuple[Replayed, ...]:
        """Tasks whose tier would change."""
        return tuple(one for one in self.tasks if one.moved)

    @property
    def comparable(self) -> tuple[Replayed, ...]:
        """Tasks whose cost is known or estimated both ways; the sums are theirs alone."""
        return tuple(one for one in self.tasks if one.before_usd is not None and one.after_usd is not None)

    @property
    def before_usd(self) -> Decimal:
        """What the comparable tasks cost."""
        return total(one.before_usd for one in self.comparable if one.before_usd is not None)

    @property
    def after_usd(self) -> Decimal:
        """What the comparable tasks would cost."""
        return total(one.after_usd for one in self.comparable if one.after_usd is not None)


def replay(rows: Iterable[TaskRow], policy: Policy, lineup: Lineup, cuts_for: CutsFor) -> Replay:
    """Return each task with the decision that would be made under ``policy`` and ``lineup``.

    Raises:
        NoTier: a chosen tier has no model.
    """
    return Replay(tuple(_replayed(row, policy, lineup, cuts_for) for row in rows))


def _replayed(row: TaskRow, policy: Policy, lineup: Lineup, cuts_for: CutsFor) -> Replayed:
    decision = _decided(row, policy, lineup, cuts_for)
    same = (decision.tier, decision.model) == (row.tier, row.model)
    known, answer = row.cost_usd, row.answer
    before = known if known is not None else _at_prices(answer, answer.model if answer else "", lineup)
    after = before if same else _at_prices(answer, decision.model, lineup)
    return Replayed(
        row=row,
        decision=decision,
        before_usd=before,
        after_usd=after,
        estimated=not same or (known is None and before is not None),
    )


def _decided(row: TaskRow, policy: Policy, lineup: Lineup, cuts_for: CutsFor) -> Decision:
    if row.rule == "model":
        return Decision(tier=row.tier, models=(row.model,), rule="model", reason=f"you asked for the model {row.model}")
    return decide(situation_at(row, policy, cuts_for), lineup.models_for(row.detected), table(policy, row.kind))


def situation_at(row: TaskRow, policy: Policy, cuts_for: CutsFor) -> Situation:
    """Return what a rule may look at, as it was then, under today's wishes and cut points."""
    profile = Profile(
        kind=row.detected,
        complexity=cuts_for(row.detected, row.language).complexity(row.difficulty),
        difficulty=row.difficulty,
        importance=row.importance,
        prototyping=row.prototyping,
        lines=row.lines,
        # Their sentences are not remembered; the name says at least what it was about.
        signals=tuple(Signal(name=name, sentence=name) for name in row.signals),
    )
    cap = policy.budget.per_session_usd
    situation = Situation(
        profile=profile,
        pin=row.pin or policy.pin,
        out=row.out,
        cost_concern=policy.cost_concern or concern(policy.budget, row.spent_usd),
        language=row.language,
        path=row.path,
        now=row.at,
    )
    if cap is None:
        return situation
    used = float(row.spent_usd / cap) if cap else 1.0
    return replace(situation, budget_left_usd=max(Decimal(0), cap - row.spent_usd), budget_used=used)


def _at_prices(answer: CallRow | None, model: str, lineup: Lineup) -> Decimal | None:
    """Return what the answer's tokens cost at a model's prices; ``None`` where either is unknown."""
    offer = lineup.offers.get(model)
    if answer is None or offer is None or answer.prompt_tokens is None or answer.completion_tokens is None:
        return None
    asked = offer.prompt_usd_per_mtok * answer.prompt_tokens
    return (asked + offer.completion_usd_per_mtok * answer.completion_tokens) / MILLION


def at_maximum(rows: Sequence[TaskRow], lineup: Lineup) -> tuple[int, Decimal, Decimal]:
    """Return how many tasks can be compared with always asking MAXIMUM, their cost, and what that would have cost.

    It is the cost of the answers' own tokens at the prices of MAXIMUM's first model for the kind, as of today. Tasks
    without an answer, without known tokens or without a known cost are left out. What MAXIMUM itself answered alone
    counts as it cost.
    """
    compared: list[tuple[Decimal, Decimal]] = []
    for row in rows:
        models = lineup.models_for(row.detected).get(Tier.MAXIMUM, ())
        price = _at_prices(row.answer, models[0], lineup) if models else None
        if row.cost_usd is not None and price is not None:
            alone = row.tier is Tier.MAXIMUM and row.answered_tier is Tier.MAXIMUM
            compared.append((row.cost_usd, row.cost_usd if alone else price))
    return len(compared), total(cost for cost, _ in compared), total(price for _, price in compared)
