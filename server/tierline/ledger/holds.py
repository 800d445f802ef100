"""Holds and running totals in the ledger's tables. Each function works within a transaction of the caller's."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from tierline.ledger.columns import timestamp
from tierline.ledger.owner import is_alive
from tierline.ledger.session import total
from tierline.ledger.spent import Charge, Hold, Spans, Spent, Totals, month_of

LEASE = timedelta(hours=2)
"""How long a call can be on its way; whatever is held longer belongs to a process that is gone. Time limits end an
attempt within an hour (the setting ``timeLimits.totalS``)."""
KEPT = timedelta(days=60)
"""How long a cost can still become known."""

Connection = sqlite3.Connection


def spent_in(connection: Connection, spans: Spans) -> Spent:
    """Return the sums of a moment's day and month."""
    day, month, free = (totals(connection, span) for span in (spans.day, spans.month, spans.utc_day))
    held_day, held_month = Decimal(0), Decimal(0)
    for row in connection.execute("SELECT day, worst_usd FROM holds WHERE owner <> ''"):
        if month_of(row["day"]) == spans.month:
            held_month = total((held_month, Decimal(row["worst_usd"])))
        if row["day"] == spans.day:
            held_day = total((held_day, Decimal(row["worst_usd"])))
    return Spent(
        day=replace(day, held_usd=held_day), month=replace(month, held_usd=held_month), free_requests=free.calls
    )


def totals(connection: Connection, span: str) -> Totals:
    """Return the sums of a span, without what is held."""
    row = connection.execute("SELECT * FROM spending WHERE span = ?", (span,)).fetchone()
    if row is None:
        return Totals()
    return Totals(
        cost_usd=Decimal(row["cost_usd"]),
        at_risk_usd=Decimal(row["at_risk_usd"]),
        unknown_costs=row["unknown_costs"],
        calls=row["calls"],
    )


def identity(connection: Connection) -> str:
    """Return what tells this ledger from every other."""
    found: str = connection.execute("SELECT what FROM marks WHERE what LIKE 'ledger %'").fetchone()["what"]
    return found


def add_sums(connection: Connection, sums: Mapping[str, Totals]) -> None:
    """Add sums to those of their spans."""
    for span, more in sums.items():
        _put(connection, span, totals(connection, span).together(more))


def hold(connection: Connection, held: Hold, owner: str) -> None:
    """Set money aside in the name of ``owner``; an empty one is for a call that has ended at a cost yet unknown."""
    connection.execute(
        "INSERT INTO holds (key, at_utc, day, worst_usd, owner) VALUES (?, ?, ?, ?, ?)",
        (held.key, timestamp(held.at), held.spans.day, str(held.worst_usd), owner),
    )


def release(connection: Connection, key: str) -> None:
    """Give back what was held for a call that was never made."""
    row = connection.execute("SELECT day, worst_usd, owner FROM holds WHERE key = ?", (key,)).fetchone()
    if row is not None and not row["owner"]:
        # It was taken for lost, and counted as a call of unknown cost.
        for span in (row["day"], month_of(row["day"])):
            _put(connection, span, totals(connection, span).without_risk(Decimal(row["worst_usd"])))
    connection.execute("DELETE FROM holds WHERE key = ?", (key,))


def settle(connection: Connection, charge: Charge) -> None:
    """Put the cost of a call in the place of what was held for it."""
    held, spans = charge.hold, charge.hold.spans
    row = connection.execute("SELECT owner FROM holds WHERE key = ?", (held.key,)).fetchone()
    if row is not None and not row["owner"]:
        # It was taken for lost, and counted as a call of unknown cost.
        if charge.cost_usd is None:
            note_generation(connection, held.key, charge.generation_id)
        else:
            resolve(connection, held.key, charge.cost_usd)
        return
    for span in (spans.day, spans.month):
        _put(connection, span, totals(connection, span).plus(charge.cost_usd, held.worst_usd))
    if charge.cost_usd is not None:
        connection.execute("DELETE FROM holds WHERE key = ?", (held.key,))
        return
    connection.execute(
        """INSERT INTO holds (key, at_utc, day, worst_usd, owner, generation_id) VALUES (?, ?, ?, ?, '', ?)
        ON CONFLICT (key) DO UPDATE SET owner = '', generation_id = coalesce(nullif(?, ''), generation_id)""",
        (held.key, timestamp(held.at), spans.day, str(held.worst_usd), *[charge.generation_id] * 2),
    )


def note_generation(connection: Connection, key: str, generation_id: str) -> None:
    """Remember what a call's cost can be asked for, should this process not live to be told."""
    if generation_id:
        connection.execute("UPDATE holds SET generation_id = ? WHERE key = ?", (generation_id, key))


def resolve(connection: Connection, key: str, cost_usd: Decimal) -> None:
    """Put a cost that has become known in the place of the risk; also in the row of its task, now or once it comes."""
    row = connection.execute(
        "SELECT day, worst_usd FROM holds WHERE key = ? AND owner = '' AND cost_usd IS NULL", (key,)
    ).fetchone()
    if row is None:
        return
    for span in (row["day"], month_of(row["day"])):
        after = totals(connection, span).resolved(cost_usd, Decimal(row["worst_usd"]))
        _put(connection, span, after)
    known = connection.execute(
        "UPDATE calls SET cost_usd = ? WHERE charge = ? AND charge <> '' AND cost_usd IS NULL", (str(cost_usd), key)
    )
    if known.rowcount:
        connection.execute("DELETE FROM holds WHERE key = ?", (key,))
    else:
        connection.execute("UPDATE holds SET cost_usd = ? WHERE key = ?", (str(cost_usd), key))


def take_resolved(connection: Connection, key: str) -> str | None:
    """Return, once, the cost that became known before the call's own row was there."""
    row = connection.execute("SELECT cost_usd FROM holds WHERE key = ? AND owner = ''", (key,)).fetchone()
    if row is None or row["cost_usd"] is None:
        return None
    connection.execute("DELETE FROM holds WHERE key = ?", (key,))
    found: str = row["cost_usd"]
    return found


def count_free(connection: Connection, spans: Spans, requests: int) -> None:
    """Count requests to a free model."""
    for span in (spans.day, spans.month, spans.utc_day) * requests:
        _put(connection, span, totals(connection, span).plus(Decimal(0), Decimal(0)))


def recover(connection: Connection, now: datetime) -> None:
    """Turn what processes hold that are gone into risks: whether they were billed, nobody knows yet."""
    oldest = timestamp(now - LEASE)
    rows = connection.execute("SELECT key, at_utc, day, worst_usd, owner FROM holds WHERE owner <> ''").fetchall()
    alive = {owner: is_alive(owner) for owner in {row["owner"] for row in rows}}
    for row in rows:
        if alive[row["owner"]] and row["at_utc"] >= oldest:
            continue
        for span in (row["day"], month_of(row["day"])):
            _put(connection, span, totals(connection, span).plus(None, Decimal(row["worst_usd"])))
        connection.execute("UPDATE holds SET owner = '' WHERE key = ?", (row["key"],))
    connection.execute("DELETE FROM holds WHERE owner = '' AND at_utc < ?", (timestamp(now - KEPT),))


def at_risk(connection: Connection, most: int) -> list[tuple[str, str]]:
    """Return key and generation id of the calls whose cost can be asked for, the newest first."""
    found = connection.execute(
        """SELECT key, generation_id FROM holds
        WHERE owner = '' AND generation_id <> '' AND cost_usd IS NULL ORDER BY at_utc DESC LIMIT ?""",
        (most,),
    )
    return [(row["key"], row["generation_id"]) for row in found]


def _put(connection: Connection, span: str, sums: Totals) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO spending (span, cost_usd, at_risk_usd, unknown_costs, calls) VALUES (?, ?, ?, ?, ?)",
        (span, str(sums.cost_usd), str(sums.at_risk_usd), sums.unknown_costs, sums.calls),
    )
