"""The command about the ledger: what tasks have cost."""

import asyncio
from typing import TYPE_CHECKING

from tierline.lsp.registering import command

if TYPE_CHECKING:
    from datetime import datetime

    from pygls.lsp.server import LanguageServer

    from tierline.ledger import TaskRow
    from tierline.ledger.store import Ledger
    from tierline.lsp import protocol as wire
    from tierline.lsp.session import Session


def register(server: "LanguageServer", session: "Session") -> None:
    """Register it."""

    @command(server, "tierline.usageReport")
    async def report(params: "wire.UsageReportParams") -> "wire.UsageReport":
        from datetime import timedelta

        from tierline.engine.replay import at_maximum
        from tierline.ledger import caps
        from tierline.lsp.usage_payload import usage_report

        service = await session.service()
        engine = service.engine
        now = engine.now()
        since = now - timedelta(days=params.days)
        await engine.account.look(now)
        spent = engine.account.seen(now)
        rows = await asyncio.to_thread(_rows, service.ledger, since) if service.ledger else []
        return usage_report(
            rows,
            since=since,
            until=None,
            compared=at_maximum(rows, engine.lineup),
            spent=spent,
            held=tuple(caps(engine.policy.budget, engine.books.committed_usd, spent)),
            simulated=service.simulated,
        )


def _rows(ledger: "Ledger", since: "datetime") -> "list[TaskRow]":
    from tierline.ledger.errors import NoLedger

    try:
        return list(ledger.tasks(since))
    except NoLedger:
        # It begins with the first task.
        return []
