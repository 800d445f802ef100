"""The payload of ``tierline.usageReport``: what tasks cost, summed up by each trait; the command line prints it too."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from tierline.ledger import Cap, Spent, TaskRow
from tierline.ledger.report import Line, line, lines_by
from tierline.lsp.protocol import AlwaysMaximum, HeldCap, UsageLine, UsageNow, UsageReport

if TYPE_CHECKING:
    from collections.abc import Mapping

Compared = tuple[int, Decimal, Decimal]
"""Tasks compared with always asking MAXIMUM, their cost, and what that would have cost."""
TRAITS = ("tier", "kind", "model", "project", "day", "month")


def usage_line(one: Line) -> UsageLine:
    """Show the sum of some tasks."""
    return UsageLine(
        name=one.name,
        tasks=one.tasks,
        share=one.share,
        calls=one.calls,
        prompt_tokens=one.prompt_tokens,
        completion_tokens=one.completion_tokens,
        cost_usd=one.cost_usd,
        unknown_costs=one.unknown_costs,
        average_usd_per_mtok=one.average_usd_per_mtok,
        escalated=one.escalated,
        accepted=one.good,
        against=one.bad,
    )


def usage_report(  # noqa: PLR0913 each is a thing of its own that the report tells
    rows: Sequence[TaskRow],
    *,
    since: datetime,
    until: datetime | None,
    compared: Compared,
    spent: Spent,
    held: Sequence[Cap],
    traits: Sequence[str] = TRAITS,
    simulated: bool = False,
) -> UsageReport:
    """Return the sum of all tasks, of each value of ``traits``, and what holds now."""
    count, cost, maximum = compared
    by: Mapping[str, tuple[UsageLine, ...]] = {
        f"by_{trait}": tuple(usage_line(found) for found in lines_by(trait, rows)) for trait in traits
    }
    return UsageReport(
        since=since.isoformat(),
        until=None if until is None else until.isoformat(),
        all=usage_line(line("all", rows, len(rows))),
        always_maximum=AlwaysMaximum(tasks=count, cost_usd=cost, estimate_usd=maximum, saved_usd=maximum - cost),
        now=UsageNow(
            day_usd=spent.day.cost_usd,
            month_usd=spent.month.cost_usd,
            unknown_costs=spent.month.unknown_costs,
            at_risk_usd=spent.month.at_risk_usd,
            free_requests=spent.free_requests,
            caps=tuple(
                HeldCap(span=cap.span, cap_usd=cap.cap_usd, used_usd=cap.used_usd, level=cap.level.value)
                for cap in held
            ),
        ),
        simulated=simulated,
        **by,
    )
