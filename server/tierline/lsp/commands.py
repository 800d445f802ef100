"""The commands of ``workspace/executeCommand``: translate, call, answer."""

from typing import TYPE_CHECKING, Any

from tierline.lsp.code_actions import RUN
from tierline.lsp.registering import command, request

if TYPE_CHECKING:
    from pygls.lsp.server import LanguageServer

    from tierline.lsp import protocol as wire
    from tierline.lsp.session import Session


def register(server: "LanguageServer", session: "Session") -> None:
    """Register all commands. Heavy imports wait for the first call."""
    _register_tasks(server, session)
    _register_state(server, session)
    _register_running(server, session)

    @command(server, "tierline.schema")
    async def schema() -> dict[str, Any]:
        from tierline.lsp.protocol.schema import protocol_schema

        return protocol_schema()


def _register_tasks(server: "LanguageServer", session: "Session") -> None:

    @command(server, RUN)
    async def run(params: "wire.TaskParams") -> "wire.RunResult | None":
        from tierline.lsp.tasks import run_task

        if session.detached.wanted and params.apply:
            session.detached.begin(params)
            return None
        return await run_task(session, params)

    @command(server, "tierline.commitMessage")
    async def commit_message(params: "wire.CommitMessageParams") -> "wire.RunResult":
        from tierline.lsp.commit_message import params_of
        from tierline.lsp.tasks import run_task

        return await run_task(session, params_of(params.uri))

    @command(server, "tierline.clearFindings")
    async def clear_findings(params: "wire.ClearFindingsParams") -> "wire.Cleared":
        from tierline.lsp.protocol import Cleared

        return Cleared(cleared=session.findings.clear(params.uri))

    @command(server, "tierline.route")
    async def route(params: "wire.TaskParams") -> "wire.RouteResult":
        from tierline.lsp import present
        from tierline.lsp.commit_message import task_for
        from tierline.lsp.project import project_rules
        from tierline.lsp.prompts import equipped
        from tierline.lsp.tasks import pin_of

        task = await task_for(server, params)
        service = await session.service()
        task = equipped(session, params, task)
        project = project_rules(session, params.uri)
        return present.route(service.engine.explain(task, pin=pin_of(session, params), project=project))


def _register_state(server: "LanguageServer", session: "Session") -> None:
    @command(server, "tierline.status")
    async def status() -> "wire.Status":
        service = await session.service()
        # Other editors may have spent something since.
        await service.engine.account.look(service.engine.now())
        return session.status(service)

    @command(server, "tierline.setTier")
    async def set_tier(params: "wire.SetTierParams") -> "wire.Status":
        session.choose_tier(params.tier)
        return session.status(await session.service())

    @command(server, "tierline.models")
    async def models() -> "wire.Models":
        from tierline.lsp.models import models

        service = await session.service()
        return models(service.engine.lineup, service.snapshot(), service.own())

    @command(server, "tierline.usage")
    async def usage() -> "wire.Usage":
        from tierline.lsp.present import usage

        return usage((await session.service()).engine.books)


def _register_running(server: "LanguageServer", session: "Session") -> None:
    @command(server, "tierline.cancel")
    async def cancel(params: "wire.CancelParams") -> "wire.Cancelled":
        from tierline.lsp.protocol import Cancelled

        found = [running for running in session.running.values() if params.id in (None, running.id)]
        for running in found:
            running.task.cancel()
        return Cancelled(cancelled=len(found))

    @command(server, "tierline.feedback")
    async def feedback(params: "wire.FeedbackParams") -> "wire.Feedback":
        from tierline.ledger import Fate
        from tierline.lsp.protocol import Feedback

        return Feedback(known=session.memory.judged(params.task_id, Fate(params.fate)))

    @request(server, "tierline/setKey")
    async def set_key(params: "wire.SetKeyParams") -> "wire.KeySet":
        from tierline.lsp.protocol import KeySet

        service = await session.service()
        service.keys.put(params.key)
        session.tell()
        return KeySet(ok=True)
