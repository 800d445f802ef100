"""From the engine's values to the wire's payloads."""

from tierline.engine.outcome import Answer, Outcome
from tierline.ledger import SessionBooks
from tierline.lsp import protocol as wire
from tierline.task import Decision, Profile, Task


def decision(value: Decision) -> wire.DecisionInfo:
    """Show a decision."""
    return wire.DecisionInfo(
        tier=value.tier, model=value.model, models=value.models, rule=value.rule, reason=value.reason
    )


def profile(value: Profile) -> wire.ProfileInfo:
    """Show a profile with its signals."""
    return wire.ProfileInfo(
        kind=value.kind,
        complexity=value.complexity,
        difficulty=value.difficulty,
        importance=value.importance,
        prototyping=value.prototyping,
        signals=tuple(wire.SignalInfo(name=s.name, sentence=s.sentence, weight=s.weight) for s in value.signals),
    )


def score(answer: Answer) -> wire.ScoreInfo:
    """Show an answer's score."""
    return wire.ScoreInfo(value=answer.score.value, reasons=answer.score.reasons)


def run_result(  # noqa: PLR0913 each is one member of the payload
    task: Task, outcome: Outcome, *, task_id: str, state: str, why: str, duration_ms: int, simulated: bool
) -> wire.RunResult:
    """Show an outcome. ``state`` is ``applied``, ``answered`` or ``kept``."""
    answer, other = outcome.answer, outcome.other
    return wire.RunResult.model_validate(
        {
            "id": task_id,
            "kind": task.kind,
            "state": state,
            "why": why,
            "text": answer.text,
            "new_text": answer.new_text,
            "decision": decision(outcome.decision),
            "profile": profile(outcome.profile),
            "model": answer.model,
            "provider": answer.provider,
            "tier": answer.tier,
            "attempts": tuple(
                wire.AttemptInfo(model=a.model, tier=a.tier, error=a.error, cost_usd=a.cost_usd)
                for a in outcome.attempts
            ),
            "score": score(answer),
            "escalated": outcome.escalated,
            "other": _other(other) if other else None,
            "prompt_tokens": answer.prompt_tokens,
            "completion_tokens": answer.completion_tokens,
            "cost_usd": outcome.cost_usd,
            "duration_ms": duration_ms,
            "simulated": simulated,
        }
    )


def _other(answer: Answer) -> wire.OtherAnswer:
    return wire.OtherAnswer(
        text=answer.text,
        new_text=answer.new_text,
        model=answer.model,
        tier=answer.tier,
        score=score(answer),
        cost_usd=answer.cost_usd,
    )


def usage(books: SessionBooks) -> wire.Usage:
    """Show a session's books."""
    return wire.Usage(
        calls=books.calls,
        cost_usd=books.cost_usd,
        unknown_costs=books.unknown_costs,
        by_tier={tier: wire.TierUsage(calls=of.calls, cost_usd=of.cost_usd) for tier, of in books.tiers.items()},
    )
