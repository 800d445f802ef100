"""Tasks as a user might have them done, and when they are cancelled."""

import random
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chaos.sheets import REGIONS, Aim, Sheet

from tierline.answer import replacement
from tierline.task import NEEDS_INSTRUCTION, READABLE, Kind

if TYPE_CHECKING:
    import asyncio

WAYS = ("request", "command", "progress", "all")
MOMENTS = ("sent", "begin", "chunk", "edit")


@dataclass(slots=True, eq=False)
class Job:
    """One task: what was asked, when it is to be cancelled, and what has come of it."""

    id: str
    kind: Kind
    sheet: Sheet
    aim: Aim
    request_id: str
    token: str | None
    way: str = ""
    """How it is cancelled; empty where it is not."""
    moment: str = ""
    left: int = 0
    """So many such moments pass before."""
    pieces: dict[int, list[str]] = field(default_factory=dict)
    """The text told, by attempt."""
    state: str = ""
    why: str = ""
    """What the server says of an edit that was not made."""
    new_text: str | None = None

    def meanings(self) -> set[str | None]:
        """Return what any of the answers told would put in the place of the selection."""
        aim = self.aim
        return {
            replacement("".join(pieces), aim.source, aim.begin, aim.stop) for pieces in self.pieces.values() if pieces
        }


def draw(chance: random.Random, name: str, sheet: Sheet, numbers: "Numbers") -> Job:
    """Return a task that a user of the desk ``name`` might have done on a sheet."""
    kind = chance.choice([*(kind for kind in Kind if kind not in READABLE), *Kind])
    start, end = sheet.region(chance.randrange(sheet.first, sheet.first + REGIONS))
    if end - start > len("ab\n") and chance.random() < 0.25:
        # A part of it, as a hand with a mouse selects.
        start, end = sorted(chance.sample(range(start, end + 1), 2))
    task = numbers.task(name)
    job = Job(
        id=task,
        kind=kind,
        sheet=sheet,
        aim=sheet.aim(task, start, end),
        request_id=numbers.request(),
        token=numbers.request() if chance.random() < 0.5 else None,
    )
    if chance.random() < 0.25:
        job.way, job.moment = chance.choices(WAYS, (40, 30, 28, 2))[0], chance.choice(MOMENTS)
        job.left = chance.choice((0, 0, 1, 3, 8)) if job.moment == "chunk" else 0
    return job


def argument_of(job: Job, chance: random.Random) -> dict[str, Any]:
    """Return what ``tierline.run`` is to be given for a task that was just drawn."""
    span = job.sheet.range(job.aim.start, job.aim.end)
    ends = {
        name: {"line": at.line, "character": at.character} for name, at in (("start", span.start), ("end", span.end))
    }
    argument: dict[str, Any] = {"uri": job.sheet.uri, "range": ends, "kind": job.kind.value, "id": job.id}
    if job.kind in NEEDS_INSTRUCTION or chance.random() < 0.2:
        argument["instruction"] = chance.choice(["rename it well", "make it faster", "in one sentence, why?"])
    if chance.random() < 0.5:
        argument["tier"] = chance.choice(["minimum", "default", "maximum"])
    argument["fresh"] = chance.random() < 0.3
    return argument


class Numbers:
    """Names that occur once, and requests that nobody waits for."""

    def __init__(self) -> None:
        self._last: Counter[str] = Counter()
        self.loose: set[asyncio.Future[Any]] = set()

    def _next(self, what: str, step: int = 1) -> int:
        self._last[what] += step
        return self._last[what]

    def task(self, name: str) -> str:
        return f"{name}-{self._next(name)}"

    def request(self) -> str:
        return f"r{self._next('request')}"

    def regions(self) -> int:
        return self._next("region", 100)
