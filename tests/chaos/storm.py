"""Two editors, one ledger, one provider in all its moods, a clock that leaps: rounds of tasks, and inventories."""

import asyncio
import gc
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from chaos.accounts import Billed, billed, caps_passed, disagreements, missing_rows, still_held
from chaos.desk import Desk
from chaos.jobs import Numbers
from chaos.weather import forecast, own_models
from lsprotocol import types
from pygls.protocol import LanguageServerProtocol
from support.editor import joined, parameters

from tierline.app import open_service, sandbox_catalogue, user_ledger
from tierline.engine.cached import CachedChat
from tierline.lsp.server import TierlineServer, create_server
from tierline.lsp.service import Service
from tierline.sandbox import SANDBOX_KEY, Sandbox
from tierline.settings import Settings

AT_ONCE = 24
"""Tasks under way in each of the two editors."""

PER_DAY, PER_MONTH = Decimal("0.35"), Decimal(3)
"""Caps that are reached within a day, while the clock leaps from day to day."""

PACE_S = 0.002
QUIET_WITHIN_S = 120.0


@dataclass
class Inventory:
    """What is left in the process once nothing runs."""

    objects: "Counter[str]"
    resident_mb: float


@dataclass
class Storm:
    """One run. ``folder`` is the user's state; ``broken`` tells the first thing that went wrong."""

    seed: int
    folder: Path
    clock_ahead_s: float = 0.0
    tally: "Counter[str]" = field(default_factory=Counter)
    records: list[Billed] = field(default_factory=list)
    inventories: list[Inventory] = field(default_factory=list)
    asked_for: set[str] = field(default_factory=set)
    all_tasks: set[str] = field(default_factory=set)
    calls: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)  # noqa: S311 the same storm each time, as far as a machine allows
        self.numbers = Numbers()

    def clock(self) -> float:
        return time.time() + self.clock_ahead_s

    def check(self, *wrong: str) -> None:
        """Stop at the first invariant that does not hold."""
        assert not wrong, f"seed {self.seed}, after {self.tally['tasks']} tasks: {' | '.join(wrong[:3])}"

    async def rage(self, watches: int, rounds: int, tasks: int) -> None:
        """Open both editors ``watches`` times, for ``rounds`` rounds of ``tasks`` tasks each."""
        plan = {"*": forecast(self.chance, watches * rounds * tasks * 4)}
        before = asyncio.all_tasks()
        async with Sandbox(sandbox_catalogue(), pace_s=PACE_S, faults=plan) as sandbox:
            quiet = asyncio.all_tasks()
            for _ in range(watches):
                await self._watch(sandbox, rounds, tasks)
                async with asyncio.timeout(QUIET_WITHIN_S):
                    await asyncio.gather(*sandbox._connections, return_exceptions=True)
                self.check(*(f"still running: {task}" for task in asyncio.all_tasks() - quiet))
                self._harvest(sandbox)
                self._audit()
                self.inventories.append(_inventory())
        self.check(*(f"still running: {task}" for task in asyncio.all_tasks() - before))

    async def _watch(self, sandbox: Sandbox, rounds: int, tasks: int) -> None:
        """Two editors from their start to their end; the end comes while tasks run."""
        desks = [
            Desk(name, random.Random(self.chance.random()), self.numbers, sloppy=name == "right")  # noqa: S311 as above
            for name in ("left", "right")
        ]
        async with AsyncExitStack() as stack:
            houses = [await stack.enter_async_context(self._house(sandbox, desk)) for desk in desks]
            for _ in range(rounds):
                await self._weather(houses)
                await asyncio.gather(*(self._round(desk, tasks // 2) for desk in desks))
                await self._calm(houses)
            left = await self._half_way(sandbox, desks, tasks // 16)
        await asyncio.gather(*left)
        await self._end(desks)

    async def _half_way(self, sandbox: Sandbox, desks: list[Desk], tasks: int) -> list["asyncio.Task[None]"]:
        """Return tasks that have begun, some of which have reached the provider."""
        known = len(sandbox.books.chats)
        left = [asyncio.create_task(desk.task()) for desk in desks for _ in range(tasks)]
        asked = asyncio.create_task(sandbox.books.wait_for(lambda books: len(books.chats) > known + len(left) // 4))
        async with asyncio.timeout(QUIET_WITHIN_S):
            await asyncio.wait([asked, asyncio.gather(*left)], return_when=asyncio.FIRST_COMPLETED)
        asked.cancel()
        for desk in desks:
            desk.leaving = True
        return left

    @asynccontextmanager
    async def _house(self, sandbox: Sandbox, desk: Desk) -> AsyncIterator["House"]:
        environ = {"TIERLINE_BASE_URL": sandbox.base_url, "OPENROUTER_API_KEY": SANDBOX_KEY}
        services: list[Service] = []

        @asynccontextmanager
        async def opened(settings: Settings) -> AsyncIterator[Service]:
            async with open_service(settings, sandbox=False, environ=environ) as service:
                service.engine.clock = self.clock
                services.append(service)
                yield service

        server = create_server(opened, Settings, lambda: self.folder / "answers")
        desk.client.set_configuration({"tierline": self._settings()})
        hello = parameters("visual_studio_code" if desk.name == "left" else "neovim", own_client=desk.name == "left")
        async with joined(server, desk.client, hello):
            for sheet in desk.sheets:
                sheet.renew()
                desk.open(sheet)
            await desk.command("tierline.status")
            yield House(desk, server, services[0])

    def _settings(self) -> dict[str, Any]:
        chance = self.chance
        return {
            "budget": {"perDayUsd": float(PER_DAY), "perMonthUsd": float(PER_MONTH), "perTaskUsd": 0.05},
            "timeLimits": {"connectS": 10, "firstTokenS": 2, "stallS": 2, "totalS": 20},
            "tier": chance.choice(["auto", "auto", "auto", "default"]),
            "escalate": chance.choice(["auto", "auto", "ask", "off"]),
            "whenFreeIsOut": chance.choice(["ask", "default", "fail"]),
            "judge": chance.choice(["off", "free"]),
            "cache": {"minutes": chance.choice([0, 10, 10])},
            "models": own_models(chance),
            "logLevel": "off",
        }

    async def _weather(self, houses: "list[House]") -> None:
        """Begin a round: other settings, fresh sheets."""
        for house in houses:
            desk = house.desk
            desk.client.set_configuration({"tierline": self._settings()})
            desk.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
            for sheet in desk.sheets:
                if sheet.open:
                    desk.close(sheet)
                sheet.renew()
                desk.open(sheet)
            await desk.command("tierline.status")

    async def _round(self, desk: Desk, tasks: int) -> None:
        room = asyncio.Semaphore(AT_ONCE)

        async def one() -> None:
            async with room:
                self._time_passes()
                await desk.task()

        async with asyncio.TaskGroup() as group:
            for _ in range(tasks):
                group.create_task(one())

    def _time_passes(self) -> None:
        """Let what rests come back, days begin, and holds of sleeping machines grow old."""
        how = self.chance.choices(("on", "minutes", "hours", "day"), (900, 80, 15, 5))[0]
        self.tally[f"clock: {how}"] += how != "on"
        self.clock_ahead_s += {"on": 0, "minutes": self.chance.uniform(60, 900), "hours": 3 * 3600, "day": 86_400}[how]

    async def _calm(self, houses: "list[House]") -> None:
        """Wait until nothing is under way, and see that nothing is left of it."""
        while self.numbers.loose:
            done = await asyncio.gather(*self.numbers.loose, return_exceptions=True)
            self.numbers.loose.clear()
            self.check(*(f"a command failed: {error!r}" for error in done if isinstance(error, BaseException)))
        for house in houses:
            async with asyncio.timeout(QUIET_WITHIN_S):
                await house.service.engine.late.settled()
            status = await house.desk.command("tierline.status")
            house.desk.end_of_round()
            self.check(*house.desk.broken)
            self.check(*house.left_over(status))
        path = user_ledger().path
        self.check(*(f"held for nothing: {key}" for key in still_held(path)))
        self.check(*(f"a cap was passed: {what}" for what in caps_passed(path, PER_DAY, PER_MONTH)))

    async def _end(self, desks: list[Desk]) -> None:
        done = await asyncio.gather(*self.numbers.loose, return_exceptions=True)
        self.numbers.loose.clear()
        # The editor was being closed: that a command was cancelled is an answer.
        self.tally["commands at the end"] += len(done)
        for desk in desks:
            desk.end_of_round()
            self.check(*desk.broken)
            self.tally.update(desk.tally)
            self.asked_for |= desk.asked_for
            self.calls |= desk.calls
            self.all_tasks |= desk.all_tasks

    def _harvest(self, sandbox: Sandbox) -> None:
        """Take down what was billed, and let go of what is large."""
        new = sandbox.books.records[self.tally["requests"] :]
        self.tally["requests"] += len(new)
        self.tally["look-ups"] += sum("/generation" in record.path for record in new)
        self.records += [billed(record) for record in new if record.path.endswith("/chat/completions")]
        for record in new:
            # What it cost can still be asked for, what it said is of no use any more.
            record.body = record.body_json = None

    def _audit(self) -> None:
        path = user_ledger().path
        self.check(*(f"held for nothing: {key}" for key in still_held(path)))
        self.check(*(f"a cap was passed: {what}" for what in caps_passed(path, PER_DAY, PER_MONTH)))
        self.check(*missing_rows(path, self.asked_for, self.calls, self.all_tasks))
        self.check(*disagreements(path, self.records))


@dataclass
class House:
    """One editor with its server and the service behind it."""

    desk: Desk
    server: TierlineServer
    service: Service

    def left_over(self, status: dict[str, Any]) -> list[str]:
        """Return what is still there, though no task is."""
        engine = self.service.engine
        assert isinstance(engine.chat, CachedChat)
        found = {
            "tasks": status["running"],
            "state": "" if status["state"] == "idle" else status["state"],
            "money held": engine.books.held_usd,
            "calls under way": len(engine.chat._flights),
            "look-ups": engine.late.under_way,
            "probes": [name for name, circuit in engine.breakers.outages.circuits.items() if circuit.probing],
            "progress": list(self.server.work_done_progress.tokens),
            "requests to the editor": [
                f"{name} {future}" for name, future in self.server.protocol._request_futures.items()
            ],
        }
        return [f"{self.desk.name}: left over, {what}: {value}" for what, value in found.items() if value]


def _inventory() -> Inventory:
    # pygls remembers by connection which types its messages have, and keeps the connection for that.
    LanguageServerProtocol.get_message_type.cache_clear()
    LanguageServerProtocol.get_result_type.cache_clear()
    gc.collect()
    names = (f"{type(thing).__module__}.{type(thing).__qualname__}" for thing in gc.get_objects())
    ours = Counter(name for name in names if name.startswith("tierline.") and ".sandbox." not in name)
    return Inventory(ours, _resident_mb())


def _resident_mb() -> float:
    """Return the memory of this process, 0 where the system does not tell it."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0.0
    return int(statm.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
