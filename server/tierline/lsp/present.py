"""From the engine's values to the wire's payloads."""

from dataclasses import asdict

from tierline.engine.deciding import Route
from tierline.engine.expected import Expected
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
        lines=value.lines,
        signals=tuple(wire.SignalInfo(name=s.name, sentence=s.sentence, weight=s.weight) for s in value.signals),
    )


def route(value: Route) -> wire.RouteResult:
    """Show a decision with all that explains it."""
    return wire.RouteResult(
        decision=decision(value.decision),
        otherwise=decision(value.otherwise) if value.otherwise else None,
        profile=profile(value.profile),
        surroundings=wire.SurroundingsInfo(**asdict(value.surroundings)),
        expected=tuple(_expected(one) for one in value.expected),
    )


def _expected(value: Expected) -> wire.ExpectedInfo:
    tokens, cost = value.completion_tokens, value.cost_usd
    return wire.ExpectedInfo(
        tier=value.tier,
        model=value.model,
        prompt_tokens=value.prompt_tokens,
        completion_tokens=tokens[1] if tokens else None,
        completion_tokens_between=(tokens[0], tokens[2]) if tokens else None,
        cost_usd=cost[1] if cost else None,
        cost_usd_between=(cost[0], cost[2]) if cost else None,
        worst_case_usd=value.worst_case_usd,
        allowed=not value.refusal,
        refusal=value.refusal,
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
                wire.AttemptInfo(
                    model=a.model,
                    tier=a.tier,
                    at_s=a.at,
                    error=a.error,
                    skipped=a.skipped,
                    judges=a.judges,
                    cost_usd=a.cost_usd,
                    cached=a.cached,
                )
                for a in outcome.attempts
            ),
            "score": score(answer),
            "escalated": outcome.escalated,
            "not_escalated": outcome.not_escalated,
            "masked": masked(outcome),
            "other": _other(other) if other else None,
            "prompt_tokens": answer.prompt_tokens,
            "completion_tokens": answer.completion_tokens,
            "cost_usd": outcome.cost_usd,
            "duration_ms": duration_ms,
            "simulated": simulated,
            "cached": answer.cached,
        }
    )


def in_full(outcome: Outcome) -> str:
    """Return the answer as a document to read, with the other of two behind it."""
    answer, other = outcome.answer, outcome.other
    if other is None:
        return answer.text
    scores = f"{answer.score.value:g}/10 against {other.score.value:g}/10"
    head = f"> Of {answer.tier} ({answer.model}), {scores}; the answer of {other.tier} ({other.model}) follows below."
    objections = f": {', '.join(other.score.reasons)}" if other.score.reasons else ""
    below = f"> The other answer, of {other.tier} ({other.model}), {other.score.value:g}/10{objections}."
    return f"{head}\n\n{answer.text.rstrip()}\n\n---\n\n{below}\n\n{other.text.rstrip()}"


def masked(outcome: Outcome) -> tuple[wire.MaskedInfo, ...]:
    """Show what kinds of secrets were kept back."""
    return tuple(wire.MaskedInfo(kind=kind, count=count) for kind, count in outcome.masked.items())


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
