"""What one connection to an editor remembers: its service, its running tasks, its last answer."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TYPE_CHECKING
from urllib.parse import unquote
from weakref import WeakValueDictionary

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from tierline.lsp.configuration import Configuration
from tierline.lsp.detached import Detached
from tierline.lsp.findings import Findings
from tierline.lsp.kept_offers import Offers
from tierline.lsp.kept_shelf import Shelf
from tierline.lsp.pace import Pace
from tierline.lsp.remembering import Memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tierline.lsp.apply import Target
    from tierline.lsp.logs import EditorLog
    from tierline.lsp.protocol import LastTask, Status, TierMode
    from tierline.lsp.running import Running
    from tierline.lsp.service import Service
    from tierline.settings import Settings

log = logging.getLogger("tierline")

_SILENT_SHARE = 4
"""A provider that is silent for this part of the time after which it is given up is worth a word."""

STATUS_EVERY_S = 0.1
"""Between two statuses about tasks on their way; their beginning and end are told at once."""


class Session:
    """State of one connection. The service opens after ``initialized``, so that the start waits for nothing."""

    def __init__(
        self,
        server: LanguageServer,
        open_service: "Callable[[Settings], AbstractAsyncContextManager[Service]]",
        base_settings: "Callable[[], Settings]",
        answers_folder: "Callable[[], Path]",
        prompts_folder: "Path | None" = None,
    ) -> None:
        self.server = server
        self.running: dict[str, Running] = {}
        self.last: LastTask | None = None
        self._chosen_tier: TierMode | None = None
        self._settings_tier: TierMode | None = None
        self.problems: tuple[str, ...] = ()
        self.told: set[str] = set()
        """Sentences about projects that the user has read already."""
        self.reads_projects = False
        """Whether the rules of projects count, once the settings are read."""
        self.asks_about_ignored = False
        """Whether the user is asked about a task on an ignored file; if not, it is refused."""
        self.confirms_edits = False
        """Whether the user wants to see each edit before it is made, where the editor can show it."""
        self.shows_findings = True
        """Whether what a review finds is shown as diagnostics."""
        self.renews = False
        """Whether the user lets prices and benchmarks be renewed by themselves."""
        self._settings: Settings | None = None
        self._open_service = open_service
        self._base_settings = base_settings
        self.answers_folder = answers_folder
        self.prompts_folder = prompts_folder
        """Where the user's own prompt files lie."""
        self._service: asyncio.Future[Service] | None = None
        self._stack = AsyncExitStack()
        self.closed = False
        self.log: EditorLog | None = None
        """Tells the editor what is logged, from ``initialize`` to ``shutdown``."""
        self.configuration = Configuration(server)
        self.targets: list[Target] = []
        """Where answers are put that no task is at work on any more."""
        self.silent_after_s = 10.0
        """After how long without a word a task counts as stalled."""
        self._status_pace = Pace(self._tell, STATUS_EVERY_S)
        self.kept = Shelf(server, answers_folder)
        """The answers that were paid for, over all editors and restarts."""
        self.findings = Findings(server)
        """What reviews have found in the documents that are open."""
        self.detached = Detached(self)
        """Tasks that go on after their command was answered."""
        self.offers = Offers(self)
        """What is asked about kept answers where no client of ours shows them."""
        self.memory = Memory(server)
        """What the ledger is told of this connection's tasks."""
        self._deliveries: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def delivering(self, uri: str) -> asyncio.Lock:
        """Return the lock that edits of one document take in turn."""
        # As in ``same_document``.
        return self._deliveries.setdefault(unquote(uri), asyncio.Lock())

    async def open(self) -> None:
        """Read the settings and open the service; tasks that came meanwhile go on then."""
        self._service = self._service or asyncio.get_running_loop().create_future()
        try:
            settings = await self.read_settings()
            service = await self._stack.enter_async_context(self._open_service(settings))
            self.memory.open(service)
            self._service.set_result(service)
        except Exception as error:
            # Whatever it is, every task must learn of it.
            log.exception("the service could not be opened")
            self._service.set_exception(error)
            # Marks it as seen: a connection without any task need not report it.
            self._service.exception()
            return
        self.tell()
        await self.kept.look()

    async def close(self) -> None:
        """Cancel what runs and close the service."""
        tasks = [running.task for running in self.running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._status_pace.drop()
        self.findings.stop()
        self.offers.close()
        await self.kept.close()
        await self.memory.close()
        await self._stack.aclose()

    @property
    def mode(self) -> "TierMode":
        """The tier for the tasks of this session, or ``auto``."""
        return self._chosen_tier or self._settings_tier or "auto"

    def choose_tier(self, tier: "TierMode") -> None:
        """Use ``tier`` until the session ends or the user changes the setting."""
        self._chosen_tier = tier
        self.tell()

    async def service(self) -> "Service":
        """Return the service as soon as it is open.

        Raises:
            TierlineError: it could not be opened.
        """
        self._service = self._service or asyncio.get_running_loop().create_future()
        return await asyncio.shield(self._service)

    async def read_settings(self) -> "Settings":
        """Return the user's file with the editor's settings over it; problems are kept and told."""
        from tierline.settings import BadSettings, Settings, merged, parse_editor_settings, read_rules

        own, self.problems = parse_editor_settings(await self.configuration.read())
        try:
            base = self._base_settings()
        except BadSettings as error:
            base, self.problems = Settings(), (str(error), *self.problems)
        settings = merged(base, own)
        # Unlike other values, a rule that can't be used stops no task: it is left out, and the others work.
        origin = "the editor's settings" if "rules" in own.model_fields_set else "your settings file"
        _, rule_problems = read_rules(settings.rules, origin)
        if self._settings_tier not in (None, settings.tier):
            # The user has just changed the setting: the newer wish counts.
            self._chosen_tier = None
        self._settings_tier = settings.tier
        for problem in (*self.problems, *rule_problems):
            self.server.window_show_message(types.ShowMessageParams(types.MessageType.Warning, problem))
        self.reads_projects = settings.project_rules != "ignore"
        self.asks_about_ignored = settings.send_ignored == "ask"
        self.shows_findings = settings.review_diagnostics == "on"
        self.renews = settings.refresh == "daily"
        self.confirms_edits = settings.confirm_edits == "on"
        limits = settings.time_limits
        self.silent_after_s = min(limits.first_token_s, limits.stall_s) / _SILENT_SHARE
        # The tier is this session's own matter: ``auto`` chosen here beats a tier in the settings.
        self._settings = settings.model_copy(update={"tier": "auto"})
        return self._settings

    async def configure(self) -> None:
        """Take over changed settings."""
        settings = await self.read_settings()
        (await self.service()).configure(settings)
        self.tell()

    async def put_in_force(self) -> None:
        """Take over a new snapshot, from the next task on."""
        service = await self.service()
        if self._settings is not None:
            service.configure(self._settings)
        self.tell()

    def status(self, service: "Service") -> "Status":
        """Return the status of now."""
        from tierline.lsp.status import status

        return status(service, self.mode, tuple(self.running.values()), self.last)

    def tell(self) -> None:
        """Send ``tierline/status`` at once, if the service is open."""
        self._status_pace.now()

    def tell_soon(self) -> None:
        """Send it when it is time: what happens within a task may happen often."""
        self._status_pace.soon()

    def _tell(self) -> None:
        if self._service is None or not self._service.done() or self._service.exception():
            return
        payload = self.status(self._service.result())
        self.server.protocol.notify("tierline/status", payload.model_dump(mode="json", by_alias=True))
