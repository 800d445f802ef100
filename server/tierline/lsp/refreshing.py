"""The command ``tierline.refresh``, and the same once a day by itself, where no task has to wait for it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pygls.lsp.server import LanguageServer

from tierline.lsp.progress import work_done
from tierline.lsp.registering import command
from tierline.lsp.session import Session
from tierline.task import TierlineError

if TYPE_CHECKING:
    from tierline.lsp.protocol import RefreshParams, RefreshReport
    from tierline.lsp.service import Service

COMMAND = "tierline.refresh"
PAUSE_S = 120.0
"""Between two looks at whether a refresh is due, and before the first: an editor that starts has other things to do."""

log = logging.getLogger("tierline")


class RefreshFailed(TierlineError):
    """A refresh came to nothing."""

    def __init__(self, sentence: str, code: str) -> None:
        super().__init__(sentence)
        self.code = code


class Simulated(TierlineError):
    """The sandbox answers here, and has neither prices nor benchmarks to offer."""

    code = "bad-request"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresher:
    """What a refresh needs from outside."""

    run: "Callable[..., Awaitable[RefreshReport]]"
    """Takes OpenRouter's key, if there is one, and options of ``tierline refresh``; raises ``RefreshFailed``."""
    is_due: Callable[[], bool]
    pause_s: float = PAUSE_S


class Renewing:
    """Refreshes of one connection; without a ``refresher`` there are none."""

    def __init__(self, session: Session, refresher: Refresher | None) -> None:
        self._session = session
        self._refresher = refresher
        self._task: asyncio.Task[None] | None = None

    def register(self, server: LanguageServer) -> None:
        """Register the command."""
        if (refresher := self._refresher) is None:
            return

        @command(server, COMMAND)
        async def refresh(params: "RefreshParams") -> "RefreshReport":
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 a handler runs in one
            async with work_done(server, "Tierline: renewing prices and benchmarks", task.cancel) as tell:
                report = await _refresh(self._session, refresher, *(["--force"] if params.force else []))
                tell(summary(report))
            return report

    def start(self) -> None:
        """Begin to look, now and then, whether a refresh is due."""
        if self._refresher:
            self._task = asyncio.get_running_loop().create_task(_by_itself(self._session, self._refresher))

    async def stop(self) -> None:
        """End what runs by itself; a refresh under way ends with it, and changes nothing."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


async def _by_itself(session: Session, refresher: Refresher) -> None:
    """Refresh whenever it is due and nothing else is going on, as long as the connection lasts."""
    while True:
        await asyncio.sleep(refresher.pause_s)
        try:
            service = await session.service()
            if service.simulated:
                return
            if session.renews and not session.running and refresher.is_due():
                log.info("%s", summary(await _refresh(session, refresher)))
        except (TierlineError, OSError) as error:
            log.warning("the daily refresh came to nothing: %s", error)


async def _refresh(session: Session, refresher: Refresher, *options: str) -> "RefreshReport":
    service = await session.service()
    if service.simulated:
        raise Simulated("The sandbox answers here: there is nothing to renew. In a terminal: tierline refresh.")
    report = await refresher.run(_key(service), *options)
    if report.written:
        await session.put_in_force()
    return report


def _key(service: "Service") -> str | None:
    return service.keys.current.reveal() if service.keys.current else None


def summary(report: "RefreshReport") -> str:
    """Say in one line what a refresh came to."""
    if report.objections and not report.written:
        return f"refused, the snapshot in force stays: {'; '.join(report.objections)}"
    moved = [tier.value for tier, change in report.tiers.items() if change.before != change.after]
    return (
        f"{len(report.models_in)} models in, {len(report.models_out)} out, {len(report.prices)} prices changed; "
        f"tiers changed: {', '.join(moved) or 'none'}"
    )


def report_from(said: bytes) -> "RefreshReport":
    """Read what ``tierline refresh --json`` printed.

    Raises:
        RefreshFailed: it is the error that it came to, or nothing that can be read.
    """
    from tierline.lsp.protocol import RefreshReport

    try:
        return RefreshReport.model_validate_json(said)
    except ValueError:
        raise _failure(said) from None


def _failure(said: bytes) -> RefreshFailed:
    try:
        error = json.loads(said)["error"]
        return RefreshFailed(str(error["message"]), str(error["code"]))
    except (ValueError, LookupError, TypeError):
        return RefreshFailed("The refresh stopped before its end; the snapshot in force stays.", "failed")
