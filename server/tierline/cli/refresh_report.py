"""What a refresh changed, for people and for programs."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from tierline.cli.refresh_progress import outcome
from tierline.cli.show import exact
from tierline.cli.terminal import TIER_STYLE, safe
from tierline.lsp import protocol as wire
from tierline.refresh.report import State
from tierline_scoring.tier import Tier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from rich.text import Text

    from tierline.refresh.changes import Changes, PriceChange, TierChange
    from tierline.refresh.report import Report

_SHOWN = 12
"""Lines of one kind; the rest is counted. ``--json`` has all."""


def lines(report: "Report", *, rehearsed: bool) -> "Iterator[Text | str]":
    """Yield the report, the tiers first: they are what changes the user's bill."""
    from rich.text import Text

    found = report.changes
    yield Text(f"Snapshot of {report.as_of}, against the one of {found.since}", "bold")
    yield _sizes(found)
    yield ""
    for tier in Tier:
        yield from _tier(tier, found.tiers[tier])
    yield from _section("Models in", found.models_in, "+ ", "green")
    yield from _section("Models out", found.models_out, "- ", "red")
    prices = tuple(_price(change) for change in found.prices)
    yield from _section("Prices changed (USD per million tokens in / out)", prices, "  ", "")
    failed = [source for source in report.sources if source.problem and source.state is not State.NO_KEY]
    yield from _section(f"Of {len(report.sources)} sources, with problems", tuple(map(outcome, failed)), "  ", "yellow")
    yield ""
    yield _end(report, rehearsed=rehearsed)


def _sizes(found: "Changes") -> str:
    pairs = (
        ("models", found.before.models, found.after.models),
        ("with figures", found.before.scored, found.after.scored),
        ("figures", found.before.figures, found.after.figures),
    )
    return ", ".join(f"{after:,} {noun} ({after - before:+,})" for noun, before, after in pairs)


def _tier(tier: Tier, change: "TierChange") -> "Iterator[Text | str]":
    from rich.text import Text

    name = (f"{tier.value:9}", TIER_STYLE[tier.value])
    if change.before == change.after:
        yield Text.assemble(name, f"as it was: {', '.join(change.after) or 'no model'}")
        return
    first, old = (next(iter(models), "no model") for models in (change.after, change.before))
    yield Text.assemble(name, first if first == old else f"{old} -> {first}", f"  {change.why}" if first != old else "")
    for noun, mark, some in (("in", "+", change.after), ("out", "-", change.before)):
        other = change.before if some is change.after else change.after
        moved = [name for name in some if name not in other]
        if moved:
            yield f"{'':9}{mark} {noun}: {', '.join(moved)}"
    if set(change.before) == set(change.after):
        yield f"{'':9}in another order: {', '.join(change.after)}"


def _section(title: str, entries: tuple[str, ...], mark: str, style: str) -> "Iterator[Text | str]":
    from rich.text import Text

    if not entries:
        return
    yield ""
    yield Text(f"{title}: {len(entries)}", "bold")
    for entry in entries[:_SHOWN]:
        yield Text(safe(f"  {mark}{entry}"), style)
    if len(entries) > _SHOWN:
        yield f"    and {len(entries) - _SHOWN} more (all of them with --json)"


def _price(change: "PriceChange") -> str:
    ratio = change.ratio
    moved = "was free" if ratio is None else "is free now" if not ratio else f"x{ratio:.2f}"
    return f"{change.id:44} {_both(change.before)} -> {_both(change.after)}  {moved}"


def _both(prices: "tuple[Decimal, Decimal]") -> str:
    return " / ".join(exact(price) for price in prices)


def _end(report: "Report", *, rehearsed: bool) -> str:
    if report.written:
        return f"In force: {report.written}. To go back: tierline refresh --rollback"
    if report.objections:
        would = "would be" if rehearsed else "is"
        return f"This {would} refused: {'; '.join(report.objections)}."
    return "Nothing was written (--dry-run)."


def payload(report: "Report") -> wire.RefreshReport:
    """Return the report as it goes to programs and editors."""
    found = report.changes
    return wire.RefreshReport(
        as_of=report.as_of,
        since=found.since,
        written=str(report.written) if report.written else None,
        objections=report.objections,
        before=wire.SnapshotSize(**asdict(found.before)),
        after=wire.SnapshotSize(**asdict(found.after)),
        tiers={tier: wire.TierChangeInfo(**asdict(change)) for tier, change in found.tiers.items()},
        models_in=found.models_in,
        models_out=found.models_out,
        prices=tuple(
            wire.PriceChangeInfo(id=change.id, before=change.before, after=change.after) for change in found.prices
        ),
        sources=tuple(
            wire.SourceInfo(
                id=source.id,
                name=source.name,
                state=source.state.value,
                rows=source.figures,
                as_of=source.as_of or None,
                problem=source.problem,
            )
            for source in report.sources
        ),
    )
