"""The command about the ledger: what tasks have cost."""

import asyncio
from typing import TYPE_CHECKING, Any

from tierline.lsp.errors import in_sentences, parsed

if TYPE_CHECKING:
    from datetime import datetime

    from pygls.lsp.server import LanguageServer

    from tierline.ledger import TaskRow
    from tierline.ledger.store import Ledger
    from tierline.lsp.session import Session


def register(server: "LanguageServer", session: "Session") -> None:
    """Register it."""

    @server.command("tierline.usageReport")
    @in_sentences
    async def usage_report(*arguments: Any) -> Any:
        from datetime import timedelta

        from tierline.engine.replay import at_maximum
        from tierline.ledger import caps
        from tierline.lsp import usage_payload

        days = parsed(usage_payload.UsageReportParams, arguments[0] if arguments else None).days
        service = await session.service()
        engine = service.engine
        now = engine.now()
        since = now - timedelta(days=days)
        await engine.account.look(now)
        spent = engine.account.seen(now)
        rows = await asyncio.to_thread(_rows, service.ledger, since) if service.ledger else []
        report = usage_payload.usage_report(
            rows,
            since=since,
            until=None,
            compared=at_maximum(rows, engine.lineup),
            spent=spent,
            held=tuple(caps(engine.policy.budget, engine.books.committed_usd, spent)),
            simulated=service.simulated,
        )
        return report.model_dump(mode="json", by_alias=True)


def _rows(ledger: "Ledger", since: "datetime") -> "list[TaskRow]":
    from tierline.ledger.errors import NoLedger

    try:
        return list(ledger.tasks(since))
    except NoLedger:
        # It begins with the first task.
        return []
