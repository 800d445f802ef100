"""One task from the editor's request to the editor's text."""

import asyncio
import time
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tierline.edit.tracked import TrackedRange
from tierline.log import in_request
from tierline.lsp.answers import show
from tierline.lsp.apply import Target, deliver
from tierline.lsp.commit_message import commit_task
from tierline.lsp.consent import consent
from tierline.lsp.convert import has_own_client, project_root, task_from
from tierline.lsp.ending import announced
from tierline.lsp.ignoring import check_ignored
from tierline.lsp.progress import Report, work_done
from tierline.lsp.project import project_rules
from tierline.lsp.prompts import equipped, tier_of
from tierline.lsp.running import Running, check_room
from tierline.lsp.sequels import begin
from tierline.lsp.words import line
from tierline.lsp.workspace_edit import Label
from tierline.task import Kind, Tier

if TYPE_CHECKING:
    from tierline.engine.outcome import Outcome
    from tierline.lsp.protocol import RunResult, TaskParams
    from tierline.lsp.session import Session
    from tierline.task import Task


def pin_of(session: "Session", params: "TaskParams") -> Tier | None:
    """Return the tier that the request, its prompt file or the session asks for, if any."""
    mode = None if session.mode == "auto" else Tier(session.mode)
    return params.tier or tier_of(session, params) or mode


async def run_task(session: "Session", params: "TaskParams", *, original: str | None = None) -> "RunResult":
    """Run a task and deliver its answer; ``original`` is what it is about, if that is not what stands in the text.

    Raises:
        TierlineError: no answer could be had; ``RangeBusy`` if another task is about to change the same text.
    """
    if params.kind is Kind.COMMIT:
        task = await commit_task(params.uri)
        # Nothing of it goes into a document.
        target = Target(params.uri, None, TrackedRange(task.source, task.start, task.end), closed=True)
    else:
        task, version = task_from(session.server, params)
        target = Target(params.uri, version, TrackedRange(task.source, task.start, task.end))
    if task.kind.edits:
        check_room(session.running.values(), target)
    own = asyncio.current_task()
    if own is None:
        raise RuntimeError("a task runs within a task of the event loop")
    name = params.id if params.id and params.id not in session.running else uuid.uuid4().hex[:12]
    running = Running(task=own, target=target, id=name, kind=task.kind, since_s=time.time())
    in_request(running.id)
    with announced(session, running, task) as ending:
        async with work_done(session.server, f"Tierline: {task.kind}", own.cancel) as report:
            result = await _through_the_house(session, running, _about(task, original), params, report)
        ending.came(result)
    return result


def _about(task: "Task", original: str | None) -> "Task":
    if original is None:
        return task
    source = task.source[: task.start] + original + task.source[task.end :]
    return replace(task, source=source, end=task.start + len(original))


async def _through_the_house(
    session: "Session", running: Running, task: "Task", params: "TaskParams", report: Report
) -> "RunResult":
    from tierline.engine.recording import Recording
    from tierline.engine.telling import in_log
    from tierline.lsp.kept_outcome import NOT_PUT, Keeper
    from tierline.lsp.observing import Watcher
    from tierline.lsp.present import in_full, masked, run_result
    from tierline.settings import BadSettings

    begun = time.monotonic()
    service = await session.service()
    task = equipped(session, params, task)
    project = project_rules(session, params.uri)
    if session.problems:
        raise BadSettings(session.problems[0])
    if task.kind is not Kind.COMMIT:
        await check_ignored(session, params.uri, task.path, consent(session.server, "Yes, send it"))
    sequel = await begin(session, params, task)
    task = sequel.task

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

    keeper = Keeper(session, running, task, params, simulated=service.simulated)

    def keep(outcome: "Outcome", why: str) -> "asyncio.Future[None]":
        # Paid for and complete: whatever comes next, a cancel included, it can be had as the last answer.
        answer = outcome.answer
        facts = {"cost_usd": outcome.cost_usd, "model": answer.model, "tier": answer.tier, "cached": answer.cached}
        session.last = running.note(masked=masked(outcome), **facts)
        return keeper.keep(outcome, service.engine.clock(), why)

    pin = pin_of(session, params)
    session.memory.asked(params.uri, task, pin)
    watcher = Watcher(session, running, report, keep)
    root = project_root(session.server, params.uri)
    running.recording = notes = Recording(
        service.engine, task, running.id, in_log(watcher), pin=pin, project=root.name if root else ""
    )
    try:
        outcome = notes.outcome = await service.engine.run(
            task, notes, pin=pin, project=project, consent=consent(session.server), fresh=params.fresh
        )
    finally:
        watcher.close()
    # On disk before the edit is tried: not even the end of this process loses it.
    await keep(outcome, NOT_PUT)
    state, why = await _delivered(session, running, task, params, outcome)
    more: dict[str, Any] = {}
    if not task.kind.edits:
        state, why, more = await sequel.end(running, outcome)
    keeper.delivered(state, why)
    report(line(outcome.answer.tier, outcome.answer.model, outcome.cost_usd) + (f" · kept: {why}" if why else ""))
    if state != "applied" and not has_own_client(session.server):
        note = f"> Not applied: {why}.\n\n" if why else ""
        text = f"{note}{in_full(outcome)}\n"
        if keeper.waits:
            session.offers.make(keeper.kept, text, safe=not outcome.answer.score.unfit)
        else:
            await show(session.server, session.answers_folder(), running.id, text)
    result = shown(outcome, state, why)
    return result.model_copy(update={**more, **(keeper.shown() if state == "kept" else {})})


async def _delivered(
    session: "Session", running: Running, task: "Task", params: "TaskParams", outcome: "Outcome"
) -> tuple[str, str]:
    answer = outcome.answer
    if not task.kind.edits:
        return "answered", ""
    if answer.new_text is None or answer.score.unfit:
        return "kept", f"of the answer: {answer.score.unfit}"
    if not params.apply:
        return "kept", "the client asked not to apply it"
    said = line(answer.tier, answer.model, outcome.cost_usd)
    label = Label(f"Tierline: {task.kind}", said, confirm=session.confirms_edits)
    # One edit at a time and document: each changes the version that the next one must carry.
    async with session.delivering(params.uri):
        why = await deliver(session.server, running.target, answer.new_text, label)
    return ("kept", why) if why else ("applied", "")
