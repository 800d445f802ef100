"""How a decision and an outcome read in a terminal: labelled rows, one fact each."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from tierline.cli.terminal import TIER_STYLE, console
from tierline.lsp.words import counted
from tierline.task import Tier

if TYPE_CHECKING:
    from tierline.engine.outcome import Outcome
    from tierline.task import Decision, Profile

_LABEL_WIDTH = 8
SIMULATED = "SIMULATED: the sandbox answered; no model was called, nothing was paid"

Row = tuple[str, str, str]
"""A label, what it says, and a style for that."""


def print_rows(rows: Iterable[Row], *, to_stderr: bool = False) -> None:
    """Print facts with their labels; on a terminal the rest of a long one stands under its start."""
    from rich.table import Table
    from rich.text import Text

    out = console(to_stderr=to_stderr)
    for label, value, style in rows:
        if out.is_terminal:
            line = Table.grid()
            line.add_column(width=_LABEL_WIDTH)
            line.add_column(overflow="fold")
            line.add_row(Text(label, "dim"), Text(value, style))
            out.print(line)
        else:
            out.print(f"{label:{_LABEL_WIDTH}}{value}".rstrip(), soft_wrap=True)


def row(label: str, value: str, style: str = "") -> Row:
    """Return one fact with its label."""
    return label, value, style


def decision_rows(decision: "Decision") -> Iterator[Row]:
    """Yield the decision, with the models in the order they would be tried."""
    if decision.rule != "model":
        # A model that the user named stands outside the tiers.
        yield row("tier", decision.tier, TIER_STYLE[decision.tier])
    yield row("why", f"{decision.reason} (rule: {decision.rule})")
    yield row("model", decision.model)
    for backup in decision.models[1:]:
        yield row("  then", backup)


def profile_rows(profile: "Profile") -> Iterator[Row]:
    """Yield the profile, and each signal with what it weighed."""
    traits = [profile.complexity.value, profile.importance.value] + ["prototyping"] * profile.prototyping
    yield row("profile", f"{', '.join(traits)}; difficulty {profile.difficulty:.2f} of 1, from")
    for signal in profile.signals:
        weight = f"{signal.weight:+.2f}" if signal.weight else ""
        yield row("", f"{weight:5}  {signal.sentence}")


def outcome_rows(outcome: "Outcome", *, simulated: bool, duration_s: float, file: str = "") -> Iterator[Row]:
    """Yield what a task came to; ``file`` says what became of the file, empty where none was to change."""
    answer, decision, other = outcome.answer, outcome.decision, outcome.other
    if decision.rule != "model":
        yield row("tier", answer.tier, TIER_STYLE[answer.tier])
    yield row("why", f"{decision.reason} (rule: {decision.rule})")
    if other is not None:
        first, second = (other, answer) if answer.tier is Tier.MAXIMUM else (answer, other)
        yield row("", f"{first.tier}'s answer scored {first.score.value:g}/10, so {second.tier} was asked too:")
        yield row(
            "",
            f"its answer scored {second.score.value:g}/10 and {'counts' if second is answer else 'stands above'}",
        )
    yield row("model", answer.model + (f", served by {answer.provider}" if answer.provider else ""))
    for attempt in outcome.attempts:
        if attempt.error:
            yield row("", f"{'passed over' if attempt.skipped else 'before'}: {attempt.error}")
    objections = f": {', '.join(answer.score.reasons)}" if answer.score.reasons else ""
    yield row("score", f"{answer.score.value:g}/10{objections}")
    if outcome.not_escalated:
        yield row("", f"no better answer was asked for: {outcome.not_escalated}")
    if outcome.masked:
        yield row("masked", counted(outcome.masked))
    yield row("tokens", f"{_count(answer.prompt_tokens)} in, {_count(answer.completion_tokens)} out")
    yield row("cost", _cost(outcome) + (", from the cache" if answer.cached else ""), "bold")
    yield row("time", f"{duration_s:.1f} s")
    if file:
        yield row("file", file)
    if simulated:
        yield row("note", SIMULATED, "yellow")


def _count(tokens: int | None) -> str:
    return "unknown" if tokens is None else f"{tokens:,}"


def _cost(outcome: "Outcome") -> str:
    known = sum((attempt.cost_usd for attempt in outcome.attempts if attempt.cost_usd), Decimal(0))
    at_least = f", but at least {exact(known)}" if outcome.cost_usd is None and known else ""
    return exact(outcome.cost_usd) + at_least


def exact(amount: Decimal | None) -> str:
    """Return US dollars to the last digit, as OpenRouter books them; an unknown cost is not zero."""
    if amount is None:
        return "unknown"
    return f"${amount.normalize():f}" if amount else "$0"
