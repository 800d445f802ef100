"""A task on its way, as the connection knows it."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from tierline.lsp.apply import Target
from tierline.task import Kind, TierlineError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable

    from tierline.engine.recording import Recording
    from tierline.lsp.protocol import LastTask, Phase, TaskInfo


class RangeBusy(TierlineError):
    """Another task is about to change the same text."""

    code = "range-busy"


@dataclass(slots=True)
class Running:
    """A task on its way; cancelling ``task`` hangs up on the provider."""

    task: "asyncio.Task[Any]"
    target: Target
    id: str
    kind: Kind
    since_s: float
    """When it began, in seconds of the epoch."""
    phase: "Phase" = "routing"
    stalled: bool = False
    """Whether the provider has sent nothing for longer than is usual."""
    after_cancel: str = ""
    """Whether its provider goes on billing, once it was cancelled."""
    recording: "Recording | None" = None
    """Its notes for the ledger, once it is under way."""
    told: "LastTask | None" = None
    """What its latest status said; tasks that run side by side each have their own."""

    def note(self, **facts: Any) -> "LastTask":
        """Take down what is now known, and return all of it."""
        from tierline.lsp.protocol import LastTask

        blank = LastTask(
            id=self.id,
            kind=self.kind,
            tier=None,
            model="",
            rule="",
            reason="",
            cost_usd=None,
            masked=(),
            state="running",
            error="",
        )
        self.told = (self.told or blank).model_copy(update=facts)
        return self.told

    def info(self) -> "TaskInfo":
        """Return what the status tells of it."""
        from tierline.lsp.protocol import TaskInfo

        return TaskInfo(
            id=self.id,
            uri=self.target.uri,
            kind=self.kind,
            phase=self.phase,
            tier=self.told.tier if self.told else None,
            model=self.told.model if self.told else "",
            since_s=self.since_s,
            stalled=self.stalled,
        )


def check_room(running: "Iterable[Running]", target: Target) -> None:
    """Let a task pass that will change ``target``, unless another one that runs will change some of it.

    Raises:
        RangeBusy: one does; of two edits of the same text one would be lost, though both are paid for.
    """
    for other in running:
        if other.kind.edits and other.target.overlaps(target):
            first, last = other.target.lines()
            where = f"line {first}" if first == last else f"lines {first}-{last}"
            name = PurePosixPath(unquote(target.uri)).name
            raise RangeBusy(
                f"The task '{other.kind}' is about to change {where} of {name}, which is part of what is selected; "
                "wait for it, or cancel it first."
            )
