"""An engine over the real sandbox, with a clock of its own and a log of what it told."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from support.house import ONCE, SHORT, always, lineup_for, settings

from tierline.app import policy_of
from tierline.engine.events import Event
from tierline.engine.outcome import Outcome
from tierline.engine.run import Engine
from tierline.openrouter.client import OpenRouterClient
from tierline.sandbox import SANDBOX_KEY, Record, Sandbox
from tierline.task import Kind, Task, Tier

CODE = '''def settle(orders, rates, today):
    """Sum up what each customer owes, by currency."""
    owed = {}
    for order in orders:
        if order.cancelled:
            continue
        for line in order.lines:
            rate = rates.get(line.currency)
            if rate == None:
                raise KeyError(line.currency)
            amount = line.quantity * line.price * rate
            if line.due < today and not line.waived:
                amount += amount * order.interest
            owed[order.customer] = owed.get(order.customer, 0) + amount
    return {name: round(amount, 2) for name, amount in owed.items() if amount}
'''
"""Of moderate difficulty: without a pin DEFAULT answers."""


def task_on(code: str = CODE, kind: Kind = Kind.FIX) -> Task:
    return Task(kind=kind, source=code, start=0, end=len(code), path="shop/owed.py", language="python")


@dataclass
class House:
    """One engine, the sandbox behind it, and all that was told and asked."""

    engine: Engine
    sandbox: Sandbox
    now: float = 1_000_000.0
    events: list[Event] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    consents: bool = False

    async def run(self, task: Task | None = None, pin: Tier | None = None, model: str = "") -> Outcome:
        return await self.engine.run(task or task_on(), self.events.append, pin=pin, model=model, consent=self.consent)

    async def consent(self, question: str) -> bool:
        self.questions.append(question)
        return self.consents

    @property
    def records(self) -> Sequence[Record]:
        return self.sandbox.books.chats

    @property
    def asked(self) -> list[str]:
        """The models that were asked, in the books' order."""
        return [record.models[0] for record in self.records]


Open = Callable[..., AbstractAsyncContextManager[House]]


@asynccontextmanager
async def opened(
    sandbox: Sandbox,
    minimum: Sequence[str] = (),
    default: Sequence[str] = (),
    maximum: Sequence[str] = (),
    **said: Any,
) -> AsyncIterator[House]:
    """Open a house whose settings are the keywords; ``minimum``, ``default`` and ``maximum`` are models."""
    models = {"minimum": list(minimum), "default": list(default), "maximum": list(maximum)}
    chosen = settings(models=models, **said)
    async with OpenRouterClient(
        key=always(SANDBOX_KEY), base_url=sandbox.base_url, limits=SHORT, retries=ONCE
    ) as client:
        engine = Engine(chat=client, lineup=lineup_for(chosen), policy=policy_of(chosen))
        found = House(engine, sandbox)
        engine.clock = lambda: found.now
        yield found
