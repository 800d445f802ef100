"""What one connection to an editor remembers: its service, its running tasks, its last answer."""

import asyncio
import logging
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer

from tierline.lsp.apply import Target
from tierline.lsp.remembering import Memory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tierline.engine.recording import Recording
    from tierline.lsp.logs import EditorLog
    from tierline.lsp.protocol import LastTask, RunResult, TierMode
    from tierline.lsp.service import Service
    from tierline.settings import Settings

log = logging.getLogger("tierline")


@dataclass(slots=True)
class Running:
    """A task on its way; cancelling ``task`` hangs up on the provider."""

    task: "asyncio.Task[Any]"
    target: Target
    id: str
    recording: "Recording | None" = None
    """Its notes for the ledger, once it is under way."""
    told: "LastTask | None" = None
    """What its latest status said; tasks that run side by side each have their own."""


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
        self.last_answer: RunResult | None = None
        self._chosen_tier: TierMode | None = None
        self._settings_tier: TierMode | None = None
        self.problems: tuple[str, ...] = ()
        self.told: set[str] = set()
        """Sentences about projects that the user has read already."""
        self.reads_projects = False
        """Whether the rules of projects count, once the settings are read."""
        self.asks_about_ignored = False
        """Whether the user is asked about a task on an ignored file; if not, it is refused."""
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
        self.memory = Memory(server)
        """What the ledger is told of this connection's tasks."""
        self._deliveries: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def delivering(self, uri: str) -> asyncio.Lock:
        """Return the lock that edits of one document take in turn."""
        lock = self._deliveries.get(uri)
        if lock is None:
            self._deliveries[uri] = lock = asyncio.Lock()
        return lock

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

    async def close(self) -> None:
        """Cancel what runs and close the service."""
        tasks = [running.task for running in self.running.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
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

        own, self.problems = parse_editor_settings(await self._pull())
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
        self.renews = settings.refresh == "daily"
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

    async def _pull(self) -> Any:
        workspace = self.server.client_capabilities.workspace
        if not (workspace and workspace.configuration):
            return None
        try:
            async with asyncio.timeout(5):
                items = await self.server.workspace_configuration_async(
                    types.ConfigurationParams([types.ConfigurationItem(section="tierline")])
                )
        except (TimeoutError, JsonRpcException):
            log.warning("the editor did not answer workspace/configuration; the settings file alone is used")
            return None
        return items[0] if items else None

    def tell(self) -> None:
        """Send ``tierline/status``, once the service is open."""
        if self._service is None or not self._service.done() or self._service.exception():
            return
        from tierline.lsp.status import status

        payload = status(self._service.result(), self.mode, len(self.running), self.last)
        self.server.protocol.notify("tierline/status", payload.model_dump(mode="json", by_alias=True))

    def document_changed(self, uri: str) -> None:
        """Carry the ranges of running tasks along, and see what becomes of answers."""
        document = self.server.workspace.get_text_document(uri)
        self.memory.changed(uri, document.source)
        for running in self.running.values():
            if running.target.uri == uri:
                running.target.follow(document.source, document.version)

    def document_closed(self, uri: str) -> None:
        """Note that running tasks have lost their document."""
        self.memory.closed(uri)
        for running in self.running.values():
            if running.target.uri == uri:
                running.target.closed = True
                running.target.changed.set()
