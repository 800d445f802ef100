"""The commands of ``workspace/executeCommand``: translate, call, answer."""

from typing import TYPE_CHECKING, Any

from pygls.lsp.server import LanguageServer

from tierline.lsp.code_actions import RUN
from tierline.lsp.errors import in_sentences, parsed
from tierline.lsp.session import Session

if TYPE_CHECKING:
    from tierline.lsp.protocol import Wire


def _json(payload: "Wire") -> Any:
    return payload.model_dump(mode="json", by_alias=True)


def _only(arguments: tuple[Any, ...]) -> Any:
    """Return the one argument; ``None`` where the client sent none, as ``[]`` or not at all."""
    return arguments[0] if arguments else None


def register(server: LanguageServer, session: Session) -> None:
    """Register all commands. Each takes one object, or none; heavy imports wait for the first call."""
    _register_tasks(server, session)
    _register_state(server, session)
    _register_running(server, session)


def _register_tasks(server: LanguageServer, session: Session) -> None:

    @server.command(RUN)
    @in_sentences
    async def run(*arguments: Any) -> Any:
        from tierline.lsp.protocol import TaskParams
        from tierline.lsp.tasks import run_task

        return _json(await run_task(session, parsed(TaskParams, _only(arguments))))

    @server.command("tierline.route")
    @in_sentences
    async def route(*arguments: Any) -> Any:
        from tierline.lsp import present
        from tierline.lsp.convert import task_from
        from tierline.lsp.project import project_rules
        from tierline.lsp.prompts import equipped
        from tierline.lsp.protocol import TaskParams
        from tierline.lsp.tasks import pin_of

        params = parsed(TaskParams, _only(arguments))
        task, _ = task_from(server, params)
        service = await session.service()
        task = equipped(session, params, task)
        project = project_rules(session, params.uri)
        return _json(present.route(service.engine.explain(task, pin=pin_of(session, params), project=project)))


def _register_state(server: LanguageServer, session: Session) -> None:
    @server.command("tierline.status")
    @in_sentences
    async def status(*_arguments: Any) -> Any:
        from tierline.lsp.status import status

        service = await session.service()
        # Other editors may have spent something since.
        await service.engine.account.look(service.engine.now())
        return _json(status(service, session.mode, len(session.running), session.last))

    @server.command("tierline.setTier")
    @in_sentences
    async def set_tier(*arguments: Any) -> Any:
        from tierline.lsp.protocol import SetTierParams
        from tierline.lsp.status import status

        session.choose_tier(parsed(SetTierParams, _only(arguments)).tier)
        return _json(status(await session.service(), session.mode, len(session.running), session.last))

    @server.command("tierline.models")
    @in_sentences
    async def models(*_arguments: Any) -> Any:
        from tierline.lsp.models import models

        service = await session.service()
        return _json(models(service.engine.lineup, service.snapshot(), service.own()))

    @server.command("tierline.usage")
    @in_sentences
    async def usage(*_arguments: Any) -> Any:
        from tierline.lsp.present import usage

        return _json(usage((await session.service()).engine.books))


def _register_running(server: LanguageServer, session: Session) -> None:
    @server.command("tierline.cancel")
    @in_sentences
    async def cancel(*arguments: Any) -> Any:
        from tierline.lsp.protocol import Cancelled, CancelParams

        wanted = parsed(CancelParams, _only(arguments)).id
        found = [running for running in session.running.values() if wanted in (None, running.id)]
        for running in found:
            running.task.cancel()
        return _json(Cancelled(cancelled=len(found)))

    @server.command("tierline.feedback")
    @in_sentences
    async def feedback(*arguments: Any) -> Any:
        from tierline.ledger import Fate
        from tierline.lsp.protocol import Feedback, FeedbackParams

        said = parsed(FeedbackParams, _only(arguments))
        return _json(Feedback(known=session.memory.judged(said.task_id, Fate(said.fate))))

    @server.command("tierline.lastAnswer")
    @in_sentences
    async def last_answer(*_arguments: Any) -> Any:
        return None if session.last_answer is None else _json(session.last_answer)

    @server.feature("tierline/setKey")
    @in_sentences
    async def set_key(params: Any) -> Any:
        from tierline.lsp.protocol import KeySet, SetKeyParams

        service = await session.service()
        service.keys.put(parsed(SetKeyParams, params).key)
        session.tell()
        return _json(KeySet(ok=True))
