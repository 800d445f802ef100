"""What this process itself has spent, and what it last saw of all others: enough to keep caps without a ledger."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from tierline.ledger.session import total
from tierline.ledger.spent import Charge, Hold, Spans, Spent, Totals, month_of


class Memory:
    """Sums by span, this process's own apart from what was last seen of the others'."""

    def __init__(self) -> None:
        self._own: dict[str, Totals] = defaultdict(Totals)
        self._others: dict[str, Totals] = defaultdict(Totals)
        self._holds: dict[str, Hold] = {}
        self._risks: dict[str, Hold] = {}

    def hold(self, held: Hold) -> None:
        """Note that money was set aside."""
        self._holds[held.key] = held

    def release(self, held: Hold) -> None:
        """Note that it was given back."""
        self._holds.pop(held.key, None)

    def settle(self, charge: Charge) -> None:
        """Note what a call cost."""
        held = charge.hold
        self.release(held)
        for span in (held.spans.day, held.spans.month):
            self._own[span] = self._own[span].plus(charge.cost_usd, held.worst_usd)
        if charge.cost_usd is None:
            self._risks[held.key] = held

    def resolve(self, key: str, cost_usd: Decimal) -> None:
        """Note a cost that has become known, if the call was this process's own."""
        held = self._risks.pop(key, None)
        if held is None:
            return
        for span in (held.spans.day, held.spans.month):
            self._own[span] = self._own[span].resolved(cost_usd, held.worst_usd)

    def count_free(self, spans: Spans, requests: int) -> None:
        """Note requests to a free model."""
        for span in (spans.day, spans.month, spans.utc_day) * requests:
            self._own[span] = self._own[span].plus(Decimal(0), Decimal(0))

    def note_ledger(self, spans: Spans, found: Spent) -> None:
        """Note what the ledger says now: what goes beyond this process's own is the others'."""
        own = self._alone(spans)
        self._others[spans.day] = _beyond(found.day, own.day)
        self._others[spans.month] = _beyond(found.month, own.month)
        self._others[spans.utc_day] = Totals(calls=max(0, found.free_requests - own.free_requests))

    def spent(self, spans: Spans) -> Spent:
        """Return this process's own and what was last seen of the others."""
        own = self._alone(spans)
        return Spent(
            day=own.day.together(self._others[spans.day]),
            month=own.month.together(self._others[spans.month]),
            free_requests=own.free_requests + self._others[spans.utc_day].calls,
        )

    @property
    def sums(self) -> Mapping[str, Totals]:
        """This process's own ended calls, by span."""
        return self._own

    @property
    def open(self) -> tuple[Hold, ...]:
        """What this process holds for calls on their way."""
        return tuple(self._holds.values())

    @property
    def risks(self) -> tuple[Hold, ...]:
        """This process's calls whose cost is not known yet."""
        return tuple(self._risks.values())

    def _alone(self, spans: Spans) -> Spent:
        held = list(self._holds.values())
        day = total(one.worst_usd for one in held if one.spans.day == spans.day)
        month = total(one.worst_usd for one in held if month_of(one.spans.day) == spans.month)
        return Spent(
            day=replace(self._own[spans.day], held_usd=day),
            month=replace(self._own[spans.month], held_usd=month),
            free_requests=self._own[spans.utc_day].calls,
        )


def _beyond(found: Totals, own: Totals) -> Totals:
    return Totals(
        cost_usd=_more(found.cost_usd, own.cost_usd),
        at_risk_usd=_more(found.at_risk_usd, own.at_risk_usd),
        held_usd=_more(found.held_usd, own.held_usd),
        unknown_costs=max(0, found.unknown_costs - own.unknown_costs),
        calls=max(0, found.calls - own.calls),
    )


def _more(found: Decimal, own: Decimal) -> Decimal:
    return max(Decimal(0), total((found, -own)))
