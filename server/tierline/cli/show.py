"""How results look in a terminal."""

from decimal import Decimal
from typing import TYPE_CHECKING

from tierline.lsp.words import because, usd

if TYPE_CHECKING:
    from rich.console import Console

    from tierline.engine.outcome import Outcome
    from tierline.task import Decision, Profile


def console(*, to_stderr: bool = False) -> "Console":
    """Return a terminal; text that isn't ours is printed without markup."""
    from rich.console import Console

    return Console(stderr=to_stderr, highlight=False, markup=False, soft_wrap=True)


def decision_text(decision: "Decision") -> str:
    """Return the decision in one line, with the models in the order they would be tried."""
    backups = f"; then {', '.join(decision.models[1:])}" if decision.models[1:] else ""
    return f"{because(decision)}\nmodel: {decision.model}{backups}"


def profile_text(profile: "Profile") -> str:
    """Return the profile with each signal and what it weighed."""
    head = f"profile: {profile.complexity}, difficulty {profile.difficulty:.2f} of 1, {profile.importance}"
    signals = [
        f"  {signal.sentence}" + (f" ({signal.weight:+.2f})" if signal.weight else "") for signal in profile.signals
    ]
    return "\n".join([head + (", prototyping" if profile.prototyping else ""), *signals])


def outcome_text(outcome: "Outcome", *, simulated: bool, duration_s: float) -> str:
    """Return what a task came to: tier, model, reason, score, tokens, cost."""
    answer = outcome.answer
    lines = [
        f"tier:   {because(outcome.decision)}",
        f"model:  {answer.model}" + (f" by {answer.provider}" if answer.provider else ""),
    ]
    failed = [attempt for attempt in outcome.attempts if attempt.error]
    lines += [f"        (before: {attempt.model}: {attempt.error})" for attempt in failed]
    if outcome.other is not None:
        lines.append(f"        (escalated: {outcome.other.tier}'s answer scored {outcome.other.score.value:g}/10)")
    objections = f": {', '.join(answer.score.reasons)}" if answer.score.reasons else ""
    lines.append(f"score:  {answer.score.value:g}/10{objections}")
    lines.append(f"tokens: {_count(answer.prompt_tokens)} in, {_count(answer.completion_tokens)} out")
    lines.append(f"cost:   {_cost(outcome.cost_usd)} in {duration_s:.1f} s" + (_SIMULATED if simulated else ""))
    return "\n".join(lines)


_SIMULATED = " (simulated: the sandbox answered, no model was called and nothing was paid)"


def _count(tokens: int | None) -> str:
    return "unknown" if tokens is None else f"{tokens:,}"


def _cost(amount: Decimal | None) -> str:
    return "unknown" if amount is None else f"{usd(amount)} (${amount.normalize():f})" if amount else "$0"
