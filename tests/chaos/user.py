"""A user who cancels, types, closes and opens while tasks run, at an editor that tells the server of it."""

import asyncio
import random
from collections import Counter
from typing import TYPE_CHECKING, Any

from chaos.jobs import Job, Numbers
from chaos.sheets import Sheet
from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from support.editor import plain

if TYPE_CHECKING:
    from concurrent.futures import Future

ANSWERED_WITHIN_S = 120.0
"""A request that is not answered by then never will be: time limits are seconds here."""

RESTLESS = 0.04
"""How likely something told makes the user do something."""

FILES = (("app/core.py", "python"), ("auth/login.py", "python"), ("web/cart.js", "javascript"))


class User:
    """``sloppy`` is the editor: it numbers versions anew when it opens, and says that it made edits it refused."""

    def __init__(self, name: str, chance: random.Random, numbers: Numbers, *, sloppy: bool) -> None:
        self.name = name
        self.chance = chance
        self.numbers = numbers
        self.sloppy = sloppy
        self.leaving = False
        """Whether the editor is about to be closed: nothing new is begun."""
        self.broken: list[str] = []
        """Each invariant that did not hold, the first one first."""
        self.progress: dict[types.ProgressToken, list[str]] = {}
        self.tally: Counter[str] = Counter()
        self.sheets = [Sheet(f"file:///project/{name}/{file}", language, numbers.regions()) for file, language in FILES]
        self.client = LanguageClient(converter_factory=default_converter)

    def wrong(self, what: str) -> None:
        self.broken.append(f"{self.name}: {what}")

    def moment(self, job: Job, moment: str) -> None:
        """Take note of a moment at which the user may do something, for one at which a task is to be cancelled."""
        if job.way and job.moment == moment and not self.leaving:
            job.left -= 1
            if job.left < 0:
                self._cancel(job)
        self.fidget(job.sheet)

    def _cancel(self, job: Job) -> None:
        way, job.way = job.way, ""
        self.tally[f"cancelled by {way}"] += 1
        if way == "request":
            self.client.cancel_request(types.CancelParams(id=job.request_id))
        elif way == "progress" and job.token:
            self.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(job.token))
        elif way == "progress":
            # Somebody's, which can be seen on the screen.
            running = [token for token, seen in self.progress.items() if seen == ["begin"]]
            if running:
                token = self.chance.choice(running)
                self.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams(token))
        else:
            self.send("tierline.cancel", {} if way == "all" else {"id": job.id})

    def fidget(self, sheet: Sheet | None = None) -> None:
        """Do something now and then."""
        if self.chance.random() < RESTLESS and not self.leaving:
            self.act(sheet or self.chance.choice(self.sheets))

    def act(self, sheet: Sheet) -> None:
        """Do something to a sheet that nobody asked for."""
        if not sheet.open:
            self.open(sheet)
            return
        what = self.chance.choices(("change", "close", "look"), (90, 3, 7))[0]
        self.tally[f"user's {what}s"] += 1
        if what == "close":
            self.close(sheet)
        elif what == "look":
            command = self.chance.choice(["tierline.status", "tierline.usage", "tierline.lastAnswer"])
            self.send(command)
        elif edits := sheet.whim(self.chance):
            self.tell_change(sheet, sheet.change(edits))

    def open(self, sheet: Sheet) -> None:
        sheet.open, sheet.version = True, 1 if self.sloppy else sheet.version + 1
        item = types.TextDocumentItem(sheet.uri, sheet.language, sheet.version, sheet.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def close(self, sheet: Sheet) -> None:
        sheet.open = False
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri=sheet.uri))
        )

    def tell_change(self, sheet: Sheet, events: list[types.TextDocumentContentChangeEvent]) -> None:
        identifier = types.VersionedTextDocumentIdentifier(uri=sheet.uri, version=sheet.version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, events))

    def send(self, command: str, *arguments: Any) -> None:
        """Send a command whose answer is nobody's business, but must come."""
        self.numbers.loose.add(asyncio.ensure_future(self.command(command, *arguments)))

    async def command(self, command: str, *arguments: Any) -> Any:
        """Send a command and return its result."""
        params = types.ExecuteCommandParams(command=command, arguments=list(arguments))
        return plain(await self.answer(self.sent(self.numbers.request(), params), command))

    def sent(self, request_id: str, params: types.ExecuteCommandParams) -> "Future[Any]":
        sent: Future[Any] = self.client.protocol.send_request(
            types.WORKSPACE_EXECUTE_COMMAND, params, msg_id=request_id
        )
        return sent

    async def answer(self, sent: "Future[Any]", what: str) -> Any:
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                return await asyncio.wrap_future(sent)
        except TimeoutError:
            self.wrong(f"{what} was not answered within {ANSWERED_WITHIN_S:g} s")
            raise
