"""One task carried out from the command line: who is asked, what is shown meanwhile, what the ledger is told."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tierline.cli.exit_status import say
from tierline.log import current_request

if TYPE_CHECKING:
    import argparse
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tierline.engine.events import Consent
    from tierline.engine.outcome import Outcome
    from tierline.engine.recording import Recording
    from tierline.kept import Kept
    from tierline.ledger.store import Ledger
    from tierline.settings import Settings
    from tierline.switch import CustomRule
    from tierline.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What came of it."""

    outcome: "Outcome"
    kept: "Kept | None"
    """The answer that counts, as it is kept."""
    notes: "Recording"
    ledger: "Ledger | None"
    printed: str
    """What stands on standard output already."""
    duration_s: float
    simulated: bool


async def carry_out(  # noqa: PLR0913 a task, and all that is known of it
    options: "argparse.Namespace",
    task: "Task",
    settings: "Settings",
    *,
    path: "Path",
    root: "Path | None",
    prompt: str = "",
    project: "tuple[CustomRule, ...]" = (),
    check: "Callable[[Consent], Awaitable[None]] | None" = None,
) -> Carried:
    """Carry out ``task`` on the file or folder at ``path``, and keep its answers.

    ``prompt`` is the name of the prompt file that has the words; ``check`` may refuse the task before anything is sent.

    Raises:
        TierlineError: no answer could be had.
    """
    from tierline.app import open_service
    from tierline.cli.asking import consent_of, finding_out, noting_cost
    from tierline.cli.keeping import keep
    from tierline.cli.remember import noting_failure
    from tierline.cli.streaming import Streaming
    from tierline.engine.recording import Recording
    from tierline.engine.telling import in_log

    async with open_service(settings, sandbox=options.sandbox) as service:
        begun = time.monotonic()
        service.engine.account.tell = say
        stream = Streaming(edits=task.kind.edits, quiet=options.json)
        consent = consent_of(stream, quiet=options.json)
        if check:
            await check(consent)
        notes = Recording(
            service.engine,
            task,
            current_request(),
            in_log(stream),
            pin=options.tier,
            project=root.name if root else "",
        )
        with noting_cost(service.engine.books), stream, noting_failure(service.ledger, notes):
            async with finding_out(service.engine.late):
                outcome = notes.outcome = await service.engine.run(
                    task,
                    notes,
                    pin=options.tier,
                    model=options.model,
                    project=project,
                    consent=consent,
                )
        kept = keep(path, task, outcome, notes, service.engine.clock(), prompt=prompt, simulated=service.simulated)
        return Carried(
            outcome=outcome,
            kept=kept,
            notes=notes,
            ledger=service.ledger,
            printed=stream.printed,
            duration_s=time.monotonic() - begun,
            simulated=service.simulated,
        )
