"""How a replay reads: shares and costs before and after, and each task that would have gone elsewhere."""

from collections import Counter
from decimal import Decimal
from typing import Any

from tierline.cli.tables import counted, print_table
from tierline.cli.terminal import print_lines, tier_text
from tierline.engine.replay import Replay, Replayed
from tierline.lsp.words import usd
from tierline.task import Tier

_TASKS_SHOWN = 40


def print_replay(found: Replay) -> None:
    """Print the replay."""
    if not found.tasks:
        print_lines(["The ledger holds no task."])
        return
    print_lines([f"{counted(len(found.tasks), 'task')}, decided anew:", ""])
    rows = [(tier_text(tier), *_shares(found, tier), *_costs(found, tier)) for tier in Tier]
    rows.append((tier_text(Tier.DEFAULT, "all"), *_shares(found, None), usd(found.before_usd), usd(found.after_usd)))
    print_table(("tier", "before", "after", "cost before", "cost after"), rows)
    print_lines(["", *_notes(found)])
    if not found.moved:
        print_lines(["No task would have gone to another tier."])
        return
    print_lines([f"{counted(len(found.moved), 'task')} would have gone to another tier:", ""])
    print_table(
        ("when", "task", "before", "after", "rule", "cost"),
        [_task(one) for one in found.moved[-_TASKS_SHOWN:]],
        words=5,
    )
    if len(found.moved) > _TASKS_SHOWN:
        print_lines([f"These are the newest {_TASKS_SHOWN}; --json lists all."])
    print_lines(["", *_reasons(found)])


def _shares(found: Replay, tier: Tier | None) -> tuple[str, str]:
    counts = (found.before.total(), found.after.total()) if tier is None else (found.before[tier], found.after[tier])
    before, after = (f"{count:,} ({count / len(found.tasks):.0%})" for count in counts)
    return before, after


def _costs(found: Replay, tier: Tier) -> tuple[str, str]:
    before = sum((one.before_usd or Decimal(0) for one in found.comparable if one.row.tier is tier), Decimal(0))
    after = sum((one.after_usd or Decimal(0) for one in found.comparable if one.decision.tier is tier), Decimal(0))
    return usd(before), usd(after)


def _notes(found: Replay) -> list[str]:
    estimated = sum(one.estimated for one in found.comparable)
    said = []
    if estimated:
        said.append(
            f"Estimates are the costs of {counted(estimated, 'task')}: the tokens that were used, at today's prices of "
            "the model that would have been asked."
        )
    if left_out := len(found.tasks) - len(found.comparable):
        said.append(f"Left out of all costs: {counted(left_out, 'task')} with unknown tokens or prices.")
    return said


def _task(one: Replayed) -> tuple[Any, ...]:
    row = one.row
    return (
        f"{row.at:%Y-%m-%d %H:%M}",
        f"{row.detected} {row.path or '(no file)'}, {counted(row.lines, 'line')}",
        tier_text(row.tier),
        tier_text(one.decision.tier),
        f"{row.rule} -> {one.decision.rule}",
        "?" if one.before_usd is None or one.after_usd is None else f"{usd(one.before_usd)} -> {usd(one.after_usd)}",
    )


def _reasons(found: Replay) -> list[str]:
    """Say for each rule why it would have sent tasks elsewhere, by the reason it gives most often."""
    reasons = Counter((one.decision.rule, one.decision.tier, one.decision.reason) for one in found.moved)
    rules = Counter((one.decision.rule, one.decision.tier) for one in found.moved)
    said = []
    for (rule, tier), count in rules.most_common():
        (reason, times) = max(
            ((why, n) for (name, to, why), n in reasons.items() if (name, to) == (rule, tier)), key=lambda pair: pair[1]
        )
        more = "" if times == count else ", and the like"
        said.append(f"{rule}: {count:,} to {tier}, because {reason}{more}.")
    return said


def as_json(found: Replay) -> dict[str, Any]:
    """Return the replay as JSON: camelCase, dollars as numbers, ``null`` for what is unknown."""
    return {
        "tasks": len(found.tasks),
        "before": {tier.value: found.before[tier] for tier in Tier},
        "after": {tier.value: found.after[tier] for tier in Tier},
        "compared": len(found.comparable),
        "estimated": sum(one.estimated for one in found.comparable),
        "costUsdBefore": float(found.before_usd),
        "costUsdAfter": float(found.after_usd),
        "moved": [
            {
                "at": one.row.at.isoformat(),
                "kind": one.row.detected.value,
                "language": one.row.language,
                "path": one.row.path,
                "lines": one.row.lines,
                "before": {"tier": one.row.tier.value, "model": one.row.model, "rule": one.row.rule},
                "after": {
                    "tier": one.decision.tier.value,
                    "model": one.decision.model,
                    "rule": one.decision.rule,
                    "reason": one.decision.reason,
                },
                "costUsdBefore": None if one.before_usd is None else float(one.before_usd),
                "costUsdAfter": None if one.after_usd is None else float(one.after_usd),
                "estimated": one.estimated,
            }
            for one in found.moved
        ],
    }
