"""The ledger's sums as JSON, camelCase as everywhere; dollars are numbers, ``null`` is unknown."""

from collections.abc import Sequence
from typing import Any

from tierline.cli.usage_rows import places
from tierline.cli.usage_window import Window
from tierline.learning import Adjustments, effective_cuts
from tierline.learning.words import moves
from tierline.ledger import Cap, Spent, TaskRow
from tierline.ledger.report import line
from tierline.lsp.usage_payload import TRAITS, Compared, usage_line, usage_report
from tierline.task import Tier


def totals(  # noqa: PLR0913, PLR0917 each is a thing of its own that the object tells
    rows: Sequence[TaskRow], span: Window, compared: Compared, spent: Spent, held: Sequence[Cap], by: str | None
) -> dict[str, Any]:
    """Return the sum of all tasks, of each value of every trait or of one alone, and what holds now."""
    traits = (by,) if by else TRAITS
    report = usage_report(
        rows, since=span.since, until=span.until, compared=compared, spent=spent, held=held, traits=traits
    )
    left_out = {f"by_{trait}" for trait in TRAITS if trait not in traits}
    return report.model_dump(mode="json", by_alias=True, exclude={"simulated"} | left_out)


def routing(rows: Sequence[TaskRow], learnt: Adjustments, *, learns: bool) -> dict[str, Any]:
    """Return for each kind and language the tiers, the fates and the cut points."""
    return {
        "learning": learns,
        "places": [
            {
                "kind": kind.value,
                "language": language,
                **usage_line(line("", group, len(rows))).model_dump(mode="json", by_alias=True, exclude={"name"}),
                "tiers": {tier.value: sum(row.tier is tier for row in group) for tier in Tier},
                "simpleBelow": effective_cuts(kind, language, learnt).simple_below,
                "complexFrom": effective_cuts(kind, language, learnt).complex_from,
                "why": list(moves(kind, language, learnt)),
            }
            for kind, language, group in places(rows)
        ],
    }
