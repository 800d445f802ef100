"""From what a task has come to, to the answers that are kept of it."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tierline.kept import Kept, State
from tierline.kept.placing import begun, followed, made
from tierline.lsp.document import is_open
from tierline.lsp.kept_new import Origin, new_answers
from tierline.lsp.kept_present import hunk_infos, range_of

if TYPE_CHECKING:
    import asyncio

    from tierline.engine.outcome import Outcome
    from tierline.lsp.protocol import TaskParams
    from tierline.lsp.running import Running
    from tierline.lsp.session import Session
    from tierline.task import Task

NOT_PUT = "it was not put into the text"


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
        written = self._session.kept.nothing()
        for kept in new_answers(self._key, self._origin(), outcome, at, why):
            written = self._add(kept)
        return written

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

    def _origin(self) -> Origin:
        task, here, running = self._task, self._running.target.range, self._running
        return Origin(
            id=running.id,
            uri=self._params.uri,
            asked=task,
            # What was asked about may be what had stood there before.
            real=task if here.conflict else replace(task, source=here.text, start=here.start, end=here.end),
            prompt=self._params.prompt,
            row=running.recording.key if running.recording else "",
            applies=self._params.apply,
            simulated=self._simulated,
        )

    def _add(self, kept: Kept) -> "asyncio.Future[None]":
        task, here, server = self._task, self._running.target.range, self._session.server
        source, start, end = (task.source, task.start, task.end) if here.conflict else (here.text, here.start, here.end)
        placed = begun(kept, source, start, end)
        if is_open(server, kept.uri):
            placed = followed(placed, server.workspace.get_text_document(kept.uri).source)
        self._last = kept
        return self._session.kept.add(kept, placed)
