"""From what a task has come to, to the answers that are kept of it."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tierline.kept import Kept, Rival, State, hunks_of, new_key, time_of
from tierline.kept.anchor import anchor, line_of
from tierline.kept.placing import begun, digest, followed, made
from tierline.lsp.document import is_open
from tierline.lsp.kept_present import hunk_infos, range_of

if TYPE_CHECKING:
    import asyncio

    from tierline.engine.outcome import Answer, Outcome
    from tierline.lsp.protocol import TaskParams
    from tierline.lsp.running import Running
    from tierline.lsp.session import Session
    from tierline.task import Diagnostic, Task

NOT_PUT = "it was not put into the text"
_LONGEST_ID = 64
_SECOND = "-other"


class Keeper:
    """Keeps what one task comes to, as it comes."""

    def __init__(
        self, session: "Session", running: "Running", task: "Task", params: "TaskParams", *, simulated: bool
    ) -> None:
        self._session = session
        self._running = running
        self._task = task
        self._params = params
        self._simulated = simulated
        self._key = ""
        self._last: Kept | None = None

    def keep(self, outcome: "Outcome", at: float, why: str) -> "asyncio.Future[None]":
        """Keep the answers that there are at ``at`` (epoch seconds); wait for what is returned until they are written.

        A later outcome takes the place of an earlier one.
        """
        self._key = self._key or self._session.kept.key(at)
        if outcome.other is None:
            return self._add(self._kept(outcome.answer, outcome, at, why))
        name = f"{self._running.id[: _LONGEST_ID - len(_SECOND)]}{_SECOND}"
        first = self._kept(outcome.answer, outcome, at, why)
        # A millisecond older than the one that counts, which is to be the newest.
        second = replace(
            self._kept(outcome.other, outcome, at, "another answer scored higher"),
            key=new_key(time_of(self._key) - 0.001),
            id=name,
            cost_usd=outcome.other.cost_usd,
            row="",
        )
        self._add(replace(second, rival=rival(first)))
        return self._add(replace(first, rival=rival(second)))

    @property
    def kept(self) -> Kept:
        """The answer that counts, as it is now."""
        if self._last is None:
            raise RuntimeError("nothing is kept yet")
        return self._session.kept.now(self._last)

    @property
    def waits(self) -> bool:
        """Whether it is an edit that waits for the user."""
        return self.kept.state is State.PENDING

    def delivered(self, state: str, why: str) -> None:
        """Take note of what became of the edit: ``state`` is that of the task's result."""
        shelf, target = self._session.kept, self._running.target
        kept = self.kept
        if state == "applied" and kept.hunks:
            # The target's range is that of the new text now.
            here = target.range
            shelf.update(replace(kept, why=""), made(kept, here.text, here.start, here.end))
        else:
            shelf.update(replace(kept, why=why if self._params.apply else ""))

    def shown(self) -> dict[str, Any]:
        """Return the members of a result that tell where a kept edit waits."""
        kept = self.kept
        placed = self._session.kept.place(kept)
        server = self._session.server
        return {"range": range_of(server, placed) if placed else None, "hunks": hunk_infos(server, kept, placed)}

    def _kept(self, answer: "Answer", outcome: "Outcome", at: float, why: str) -> Kept:
        task, here = self._task, self._running.target.range
        # What was asked about may be what had stood there before; the hunks are those of the text that stands there.
        real = task if here.conflict else replace(task, source=here.text, start=here.start, end=here.end)
        row = self._running.recording.key if self._running.recording else ""
        return Kept(
            key=self._key,
            id=self._running.id,
            uri=self._params.uri,
            path=task.path,
            language=task.language,
            kind=task.kind,
            instruction=task.instruction,
            prompt=self._params.prompt,
            diagnostics=_by_target(task),
            at=at,
            tier=answer.tier,
            model=answer.model,
            provider=answer.provider,
            score=answer.score.value,
            reasons=answer.score.reasons,
            cost_usd=outcome.cost_usd,
            decision=outcome.decision,
            text=answer.text,
            new_text=answer.new_text,
            before=real.selection,
            asked=task.selection,
            target=anchor(real.source, real.start, real.end),
            digest=digest(real.source),
            hunks=hunks_of(real, answer.new_text),
            why=why if task.kind.edits else "",
            row=row,
            applies=self._params.apply,
            simulated=self._simulated,
            cached=answer.cached,
        )

    def _add(self, kept: Kept) -> "asyncio.Future[None]":
        task, here, server = self._task, self._running.target.range, self._session.server
        source, start, end = (task.source, task.start, task.end) if here.conflict else (here.text, here.start, here.end)
        placed = begun(kept, source, start, end)
        if is_open(server, kept.uri):
            placed = followed(placed, server.workspace.get_text_document(kept.uri).source)
        self._last = kept
        return self._session.kept.add(kept, placed)


def rival(kept: Kept) -> Rival:
    """Return what is shown of an answer beside another one."""
    return Rival(
        id=kept.id,
        text=kept.text,
        new_text=kept.new_text,
        model=kept.model,
        tier=kept.tier,
        score=kept.score,
        reasons=kept.reasons,
        cost_usd=kept.cost_usd,
    )


def _by_target(task: "Task") -> tuple["Diagnostic", ...]:
    first = line_of(task.source, task.start)
    return tuple(replace(found, line=found.line - first) for found in task.diagnostics)
