"""One task from the editor's request to the editor's text."""

import asyncio
import logging
import time
import uuid
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tierline.edit.tracked import TrackedRange
from tierline.log import in_request
from tierline.lsp.answers import show
from tierline.lsp.apply import Target, deliver
from tierline.lsp.asked import catch_up
from tierline.lsp.convert import has_own_client, project_root, task_from
from tierline.lsp.ignoring import check_ignored
from tierline.lsp.progress import Report, work_done
from tierline.lsp.project import project_rules
from tierline.lsp.prompts import equipped, tier_of
from tierline.lsp.session import Running, Session
from tierline.lsp.words import because, line, short
from tierline.task import Tier, TierlineError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tierline.engine.events import Consent, Event, Observer
    from tierline.engine.outcome import Outcome
    from tierline.lsp.protocol import RunResult, TaskParams
    from tierline.task import Task

log = logging.getLogger("tierline.lsp")

CONSENT_WITHIN_S = 120.0
"""How long the user may think about a question that costs money; silence means no."""


def pin_of(session: Session, params: "TaskParams") -> Tier | None:
    """Return the tier that the request, its prompt file or the session asks for, if any."""
    mode = None if session.mode == "auto" else Tier(session.mode)
    return params.tier or tier_of(session, params) or mode


async def run_task(session: Session, params: "TaskParams") -> "RunResult":
    """Run a task and deliver its answer.

    Raises:
        TierlineError: no answer could be had.
    """
    task, version = task_from(session.server, params)
    own = asyncio.current_task()
    if own is None:
        raise RuntimeError("a task runs within a task of the event loop")
    running = Running(
        task=own,
        target=Target(params.uri, version, TrackedRange(task.source, task.start, task.end)),
        id=params.id if params.id and params.id not in session.running else uuid.uuid4().hex[:12],
    )
    in_request(running.id)
    session.running[running.id] = running
    catch_up(session.server, running.target)
    state = error = ""
    try:
        async with work_done(session.server, f"Tierline: {task.kind}", own.cancel) as report:
            result = await _through_the_house(session, running, task, params, report)
        state = result.state
        session.last_answer = result
    except asyncio.CancelledError:
        state = "cancelled"
        raise
    except TierlineError as failed:
        state, error = "failed", str(failed)
        raise
    finally:
        del session.running[running.id]
        session.memory.ended(running, task, state or "failed")
        log.info("the task has ended: %s", state or "failed", extra={"fields": {"kind": task.kind}})
        # Exactly once, whatever the end is.
        _note(session, running, task, state=state or "failed", error=error)
        session.tell()
    return result


async def _through_the_house(
    session: Session, running: Running, task: "Task", params: "TaskParams", report: Report
) -> "RunResult":
    from tierline.engine.recording import Recording
    from tierline.engine.telling import in_log
    from tierline.lsp.present import in_full, masked, run_result
    from tierline.settings import BadSettings

    begun = time.monotonic()
    service = await session.service()
    task = equipped(session, params, task)
    project = project_rules(session, params.uri)
    if session.problems:
        raise BadSettings(session.problems[0])
    await check_ignored(session, params.uri, task.path, _consent(session, "Yes, send it"))

    def shown(outcome: "Outcome", state: str, why: str) -> "RunResult":
        return run_result(
            task,
            outcome,
            task_id=running.id,
            state=state,
            why=why,
            duration_ms=round((time.monotonic() - begun) * 1000),
            simulated=service.simulated,
        )

    def keep(outcome: "Outcome", why: str) -> None:
        # Paid for and complete: whatever comes next, a cancel included, it can be had as the last answer.
        session.last_answer = shown(outcome, "kept" if task.kind.edits else "answered", why)
        answer = outcome.answer
        facts = {"cost_usd": outcome.cost_usd, "model": answer.model, "tier": answer.tier, "cached": answer.cached}
        _note(session, running, task, masked=masked(outcome), **facts)

    pin = pin_of(session, params)
    session.memory.asked(params.uri, task, pin)
    observer = in_log(_observer(session, running, task, params, report, keep))
    root = project_root(session.server, params.uri)
    running.recording = notes = Recording(
        service.engine, task, running.id, observer, pin=pin, project=root.name if root else ""
    )
    outcome = notes.outcome = await service.engine.run(
        task, notes, pin=pin, project=project, consent=_consent(session), fresh=params.fresh
    )
    keep(outcome, "it was not put into the text")
    state, why = await _delivered(session, running, task, params, outcome)
    report(line(outcome.answer.tier, outcome.answer.model, outcome.cost_usd) + (f" · kept: {why}" if why else ""))
    if state != "applied" and not has_own_client(session.server):
        note = f"> Not applied: {why}.\n\n" if why else ""
        await show(session.server, session.answers_folder(), running.id, f"{note}{in_full(outcome)}\n")
    return shown(outcome, state, why)


async def _delivered(
    session: Session, running: Running, task: "Task", params: "TaskParams", outcome: "Outcome"
) -> tuple[str, str]:
    if not task.kind.edits:
        return "answered", ""
    if outcome.answer.new_text is None or outcome.answer.score.unfit:
        return "kept", f"of the answer: {outcome.answer.score.unfit}"
    if not params.apply:
        return "kept", "the client asked not to apply it"
    # One edit at a time and document: each changes the version that the next one must carry.
    async with session.delivering(params.uri):
        why = await deliver(session.server, running.target, outcome.answer.new_text)
    return ("kept", why) if why else ("applied", "")


def _observer(  # noqa: PLR0913, PLR0917 an observer knows all that a task has
    session: Session,
    running: Running,
    task: "Task",
    params: "TaskParams",
    report: Report,
    keep: "Callable[[Outcome, str], None]",
) -> "Observer":
    from tierline.engine.events import Asking, Corrected, Decided, Escalated, Hopped, Text
    from tierline.lsp.protocol import Chunk

    def chunk(attempt: int, delta: str) -> None:
        payload = Chunk(id=running.id, attempt=attempt, delta=delta, kind=task.kind, uri=params.uri)
        session.server.protocol.notify("tierline/chunk", payload.model_dump(mode="json", by_alias=True))

    def observe(event: "Event") -> None:
        if isinstance(event, Text):
            chunk(event.attempt, event.delta)
        elif isinstance(event, Decided):
            chosen = event.decision
            _note(session, running, task, tier=chosen.tier, model=chosen.model, rule=chosen.rule, reason=chosen.reason)
            session.tell()
            report(because(event.decision))
        elif isinstance(event, Asking):
            _note(session, running, task, model=event.model)
            session.tell()
            report(f"asking {short(event.model)} ({event.tier})")
            chunk(event.attempt, "")
        elif isinstance(event, Escalated):
            keep(event.so_far, "a better answer was asked for")
        elif isinstance(event, Hopped):
            report(event.error)
        elif isinstance(event, Corrected):
            _corrected(session, running, task, event.note)

    return observe


def _corrected(session: Session, running: Running, task: "Task", note: str) -> None:
    """Tell a cost that has become known, which may be long after the task."""
    from tierline.ledger import State

    if note:
        session.server.window_show_message(types.ShowMessageParams(types.MessageType.Info, note))
    row = running.recording.row(State.ANSWERED) if running.recording else None
    if row and session.last is running.told:
        _note(session, running, task, cost_usd=row.cost_usd)
    session.tell()


def _consent(session: Session, agree: str = "Yes, pay") -> "Consent":
    async def ask(question: str) -> bool:
        yes = types.MessageActionItem(agree)
        try:
            async with asyncio.timeout(CONSENT_WITHIN_S):
                answer = await session.server.window_show_message_request_async(
                    types.ShowMessageRequestParams(
                        types.MessageType.Warning, question, [yes, types.MessageActionItem("No")]
                    )
                )
        except (TimeoutError, JsonRpcException):
            return False
        return answer is not None and answer.title == yes.title

    return ask


def _note(session: Session, running: Running, task: "Task", **facts: Any) -> None:
    """Take down what is now known of a task, as the newest thing to tell."""
    from tierline.lsp.protocol import LastTask

    blank = LastTask(
        id=running.id,
        kind=task.kind,
        tier=None,
        model="",
        rule="",
        reason="",
        cost_usd=None,
        masked=(),
        state="running",
        error="",
    )
    running.told = (running.told or blank).model_copy(update=facts)
    session.last = running.told
