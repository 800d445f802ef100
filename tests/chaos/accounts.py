"""The ledger held against the provider's books: to the last digit, and no call lost or double."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tierline.ledger import TaskRow, total
from tierline.ledger.store import Ledger
from tierline.sandbox import Record
from tierline.sandbox.tariff import EXACT


@dataclass(frozen=True, slots=True)
class Billed:
    """What one request to a model cost at the provider."""

    model: str
    behaviour: str
    usd: Decimal
    hung_up: bool


def billed(record: Record) -> Billed:
    usage = record.usage
    # With an own provider key the user pays both bills.
    upstream = usage.upstream_usd if usage and usage.is_byok else Decimal(0)
    model = record.models[0] if record.models else ""
    return Billed(model, record.behaviour or "ok", EXACT.add(record.cost_usd, upstream), record.hung_up)


def caps_passed(path: Path, per_day: Decimal, per_month: Decimal) -> Iterator[str]:
    """Yield each day and month on which more was spent, or risked, than its cap."""
    with _reading(path) as connection:
        for span, cost, risk in connection.execute("SELECT span, cost_usd, at_risk_usd FROM spending"):
            cap = per_day if len(span) == len("2026-03-02") else per_month
            if total((Decimal(cost), Decimal(risk))) > cap:
                yield f"{span}: {cost} spent and {risk} at risk, of {cap}"


def still_held(path: Path) -> list[str]:
    """Return the keys of what is held for calls on their way."""
    with _reading(path) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM holds WHERE owner <> ''")]


def disagreements(path: Path, records: Iterable[Billed]) -> Iterator[str]:
    """Yield where ledger and books say different things; nothing may be under way."""
    rows = Ledger(path).tasks()
    calls = [call for row in rows for call in row.calls]
    with _reading(path) as connection:
        if (whole := connection.execute("PRAGMA integrity_check").fetchone()) != ("ok",):
            yield f"the ledger's file is damaged: {whole}"
        months = "SELECT cost_usd, at_risk_usd, unknown_costs FROM spending WHERE length(span) = 7"
        sums = [(Decimal(cost), Decimal(risk), unknown) for cost, risk, unknown in connection.execute(months)]
        open_risks = "SELECT key, worst_usd FROM holds WHERE owner = '' AND cost_usd IS NULL"
        risks = {key: Decimal(worst) for key, worst in connection.execute(open_risks)}
    booked = total(call.cost_usd for call in calls if call.cost_usd is not None)
    if booked != (summed := total(cost for cost, _, _ in sums)):
        yield f"the calls add up to {booked}, and the months to {summed}"
    unknown = [call for call in calls if call.cost_usd is None]
    if {call.charge for call in unknown} != risks.keys() or len(unknown) != len(risks):
        yield f"{len(unknown)} calls are of unknown cost, and {len(risks)} are at risk"
    if (total(risks.values()), len(risks)) != (total(risk for _, risk, _ in sums), sum(count for *_, count in sums)):
        yield f"the risks do not add up: {risks} and {sums}"
    known = Counter((call.model, call.cost_usd) for call in calls if call.cost_usd)
    yield from _unmatched(known, Counter(call.model for call in unknown), records)
    yield from _doubles(rows)


def _unmatched(
    known: "Counter[tuple[str, Decimal]]", unknown: "Counter[str]", records: Iterable[Billed]
) -> Iterator[str]:
    at_provider = Counter((record.model, record.usd) for record in records if record.usd)
    for (model, usd), times in (known - at_provider).items():
        yield f"the ledger has {times} calls of {model} at {usd} that nobody billed"
    lost = Counter[str]()
    for (model, _), times in (at_provider - known).items():
        lost[model] += times
    for model, times in (lost - unknown).items():
        yield f"{times} bills of {model} are not in the ledger: {[k for k in at_provider - known if k[0] == model]}"


def _doubles(rows: list[TaskRow]) -> Iterator[str]:
    for name, times in Counter(row.task_id for row in rows).items():
        if times > 1:
            yield f"the task {name} has {times} rows"
    charges = Counter(call.charge for row in rows for call in row.calls if call.charge)
    for charge, times in charges.items():
        if times > 1:
            yield f"the money {charge} was booked {times} times"


def missing_rows(path: Path, asked_for: set[str], calls: Mapping[str, int], all_tasks: set[str]) -> Iterator[str]:
    """Yield tasks without their row, and calls without theirs."""
    rows = {row.task_id: row for row in Ledger(path).tasks()}
    if lost := asked_for - rows.keys():
        yield f"{len(lost)} tasks have no row: {sorted(lost)[:5]}"
    if foreign := rows.keys() - all_tasks:
        yield f"rows of tasks that there were not: {sorted(foreign)[:5]}"
    for name, times in calls.items():
        if name in rows and len(rows[name].calls) != times:
            yield f"the task {name} took {times} calls, and {len(rows[name].calls)} are in its row"


def _reading(path: Path) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(path))
