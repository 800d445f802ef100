"""What the log is told of a task: an observer before another one.

No words of the task, of an answer or of a provider: figures, names and the rule alone. A decision's reason and its
signals, which may quote the instruction, are put aside for the user's own editor (``EditorLog``) and are never written.
"""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from tierline.engine.events import Asking, Corrected, Decided, Escalated, Event, Observer, Settled
from tierline.engine.outcome import Attempt

log = logging.getLogger("tierline.engine")


def in_log(then: Observer) -> Observer:
    """Return an observer that logs each event before ``then`` gets it."""

    def observe(event: Event) -> None:
        if tell := _TELL.get(type(event)):
            tell(event)
        then(event)

    return observe


def _decided(event: Decided) -> None:
    profile, decision = event.profile, event.decision
    facts = {
        "kind": profile.kind,
        "complexity": profile.complexity,
        "difficulty": round(profile.difficulty, 3),
        "importance": profile.importance,
        "lines": profile.lines,
        "tier": decision.tier,
        "model": decision.model,
        "rule": decision.rule,
    }
    aside = {"reason": decision.reason, "signals": [signal.sentence for signal in profile.signals]}
    log.info("decided on %s by the rule %s", decision.tier, decision.rule, extra={"fields": facts, "aside": aside})


def _asking(event: Asking) -> None:
    log.debug("asking %s", event.model, extra={"fields": {"attempt": event.attempt, "tier": event.tier}})


def _settled(event: Settled) -> None:
    attempt = event.attempt
    said = "answered" if not attempt.error else "was cancelled" if attempt.error == "cancelled" else "failed"
    log.info("%s %s", attempt.model, said, extra={"fields": _facts(attempt)})


def _corrected(event: Corrected) -> None:
    facts = _facts(event.attempt) | {"billedOn": bool(event.note)}
    log.info("what %s cost is known now", event.attempt.model, extra={"fields": facts})


def _escalated(event: Escalated) -> None:
    log.info("a better answer is asked for", extra={"fields": {"score": event.so_far.answer.score.value}})


def _facts(attempt: Attempt) -> dict[str, Any]:
    return {
        "tier": attempt.tier,
        "costUsd": "unknown" if attempt.cost_usd is None else attempt.cost_usd,
        "promptTokens": attempt.prompt_tokens,
        "completionTokens": attempt.completion_tokens,
        "ms": attempt.latency_ms,
        "score": attempt.score,
        "cached": attempt.cached,
    }


_TELL: Mapping[type, Callable[[Any], None]] = {
    Decided: _decided,
    Asking: _asking,
    Settled: _settled,
    Corrected: _corrected,
    Escalated: _escalated,
}
