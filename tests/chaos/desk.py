"""An editor whose user cancels, types, closes and opens while dozens of tasks run, and who sees all that is wrong."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from chaos.sheets import Aim, Landing, Sheet
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features
from support.editor import plain

from tierline.answer import replacement
from tierline.task import NEEDS_INSTRUCTION, READABLE, Kind

if TYPE_CHECKING:
    from concurrent.futures import Future

ANSWERED_WITHIN_S = 120.0
"""A request that is not answered by then never will be: time limits are seconds here."""

RESTLESS = 0.04
"""How likely something told makes the user do something."""

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

    def meanings(self) -> set[str | None]:
        """Return what any of the answers told would put in the place of the selection."""
        aim = self.aim
        return {
            replacement("".join(pieces), aim.source, aim.begin, aim.stop) for pieces in self.pieces.values() if pieces
        }


class Desk:
    """One editor. ``sloppy``: it numbers versions anew when it opens, and says that it made edits it refused."""

    def __init__(self, name: str, chance: random.Random, numbers: "Numbers", *, sloppy: bool) -> None:
        self.name = name
        self.chance = chance
        self.numbers = numbers
        self.sloppy = sloppy
        self.broken: list[str] = []
        """Each invariant that did not hold, the first one first."""
        self.jobs: dict[str, Job] = {}
        self.ended: dict[str, Job] = {}
        """Of the round."""
        self.landings: list[Landing] = []
        """Edits that no task has accounted for yet."""
        self.put_in: set[str] = set()
        """What edits of this round put in."""
        self.progress: dict[types.ProgressToken, list[str]] = {}
        self.all_tasks: set[str] = set()
        self.asked_for: set[str] = set()
        """Tasks of which a model was asked."""
        self.calls: dict[str, int] = {}
        """How many calls a task says it took."""
        self.leaving = False
        """Whether the editor is about to be closed: nothing new is begun."""
        self.tally: Counter[str] = Counter()
        self.sheets = [
            Sheet(f"file:///project/{name}/{file}", language, numbers.regions())
            for file, language in (
                ("app/core.py", "python"),
                ("auth/login.py", "python"),
                ("web/cart.js", "javascript"),
            )
        ]
        self.client = LanguageClient(converter_factory=default_converter)
        self._register()

    def _register(self) -> None:
        own: dict[str, Any] = {
            "tierline/status": self._status,
            "tierline/chunk": self._chunk,
            types.WORKSPACE_APPLY_EDIT: self._apply_edit,
            types.WINDOW_SHOW_MESSAGE_REQUEST: self._question,
            types.WINDOW_WORK_DONE_PROGRESS_CREATE: self._create,
            types.PROGRESS: self._progress,
            types.WINDOW_SHOW_MESSAGE: lambda _params: None,
            types.WINDOW_SHOW_DOCUMENT: lambda _params: types.ShowDocumentResult(success=True),
            types.WINDOW_LOG_MESSAGE: self._logged,
        }
        handlers = {method: _handler(heard) for method, heard in own.items()}
        register_lsp_features(self.client, DEFAULT_CLIENT_FEATURES | handlers)

    def wrong(self, what: str) -> None:
        self.broken.append(f"{self.name}: {what}")

    # What the server tells.

    def _status(self, _params: Any) -> None:
        self.tally["statuses"] += 1
        self._fidget()

    def _logged(self, params: types.LogMessageParams) -> None:
        if params.type is types.MessageType.Error:
            self.wrong(f"the server logged an error: {params.message}")

    def _chunk(self, params: Any) -> None:
        job = self.jobs.get(params.id)
        if job is None:
            self.wrong(f"text of {params.id} came, which does not run")
            return
        self.asked_for.add(job.id)
        job.pieces.setdefault(params.attempt, []).append(params.delta)
        self._moment(job, "chunk")

    def _create(self, params: types.WorkDoneProgressCreateParams) -> None:
        if params.token in self.progress:
            self.wrong(f"the progress token {params.token} was made twice")
        self.progress[params.token] = []

    def _progress(self, params: types.ProgressParams) -> None:
        kind = params.value["kind"]
        seen = self.progress.get(params.token)
        if seen is None:
            self.wrong(f"a {kind} came of the progress token {params.token}, which there is not")
            return
        if (kind == "begin") == bool(seen) or "end" in seen:
            self.wrong(f"the progress {params.token} had {seen}, and then a {kind}")
        if kind != "report":
            seen.append(kind)
        if kind == "begin":
            for job in [job for job in self.jobs.values() if job.token == params.token]:
                self._moment(job, "begin")

    def _question(self, params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
        self.tally["questions"] += 1
        return self.chance.choice([None, *(params.actions or ())])

    def _apply_edit(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.tally["edits proposed"] += 1
        (change,) = params.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        (sheet,) = (sheet for sheet in self.sheets if sheet.uri == change.text_document.uri)
        for job in [job for job in self.jobs.values() if job.sheet is sheet]:
            self._moment(job, "edit")
        if self.chance.random() < 0.1 and not self.leaving:
            self.act(sheet)
        if self.chance.random() < 0.03:
            self.tally["edits refused"] += 1
            return types.ApplyWorkspaceEditResult(applied=False, failure_reason="the user said no")
        if not sheet.open or change.text_document.version != sheet.version:
            self.tally["edits stale"] += 1
            return types.ApplyWorkspaceEditResult(applied=self.sloppy)
        edits = sheet.offsets(change.edits)
        landing = sheet.landing(edits)
        if landing is None:
            around = sheet.text[max(0, edits[-1][0] - 60) : edits[0][1] + 60]
            self.wrong(
                f"an edit of {sheet.uri} v{sheet.version} reached beyond every selection: {edits}, near {around!r}"
            )
            self.wrong(f"the selections were {[place for place in sheet.places if not place.touched]}")
            return types.ApplyWorkspaceEditResult(applied=False)
        self._tell_change(sheet, sheet.change(edits))
        # From here on: what the edit itself did is not what somebody did to it.
        sheet.places.append(landing)
        self.landings.append(landing)
        self.put_in.update(landing.candidates.values())
        return types.ApplyWorkspaceEditResult(applied=True)

    # What the user does.

    def _moment(self, job: Job, moment: str) -> None:
        if job.way and job.moment == moment and not self.leaving:
            job.left -= 1
            if job.left < 0:
                self._cancel(job)
        self._fidget(job.sheet)

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

    def _fidget(self, sheet: Sheet | None = None) -> None:
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
            self._tell_change(sheet, sheet.change(edits))

    def open(self, sheet: Sheet) -> None:
        sheet.open, sheet.version = True, 1 if self.sloppy else sheet.version + 1
        item = types.TextDocumentItem(sheet.uri, sheet.language, sheet.version, sheet.text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def close(self, sheet: Sheet) -> None:
        sheet.open = False
        self.client.text_document_did_close(
            types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri=sheet.uri))
        )

    def _tell_change(self, sheet: Sheet, events: list[types.TextDocumentContentChangeEvent]) -> None:
        identifier = types.VersionedTextDocumentIdentifier(uri=sheet.uri, version=sheet.version)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, events))

    def send(self, command: str, *arguments: Any) -> None:
        """Send a command whose answer is nobody's business, but must come."""
        self.numbers.loose.add(asyncio.ensure_future(self.command(command, *arguments)))

    async def command(self, command: str, *arguments: Any) -> Any:
        """Send a command and return its result."""
        params = types.ExecuteCommandParams(command=command, arguments=list(arguments))
        return plain(await self._answer(self._sent(self.numbers.request(), params), command))

    def _sent(self, request_id: str, params: types.ExecuteCommandParams) -> "Future[Any]":
        sent: Future[Any] = self.client.protocol.send_request(
            types.WORKSPACE_EXECUTE_COMMAND, params, msg_id=request_id
        )
        return sent

    async def _answer(self, sent: "Future[Any]", what: str) -> Any:
        try:
            async with asyncio.timeout(ANSWERED_WITHIN_S):
                return await asyncio.wrap_future(sent)
        except TimeoutError:
            self.wrong(f"{what} was not answered within {ANSWERED_WITHIN_S:g} s")
            raise

    # Tasks.

    async def task(self) -> None:
        """Have something done, and see what comes of it."""
        chance, sheet = self.chance, self.chance.choice(self.sheets)
        if not sheet.open:
            self.open(sheet)
        kind = chance.choice([*(kind for kind in Kind if kind not in READABLE), *Kind])
        job = self._job(kind, sheet)
        argument = self._argument(job)
        self.jobs[job.id] = job
        self.all_tasks.add(job.id)
        self.tally["tasks"] += 1
        params = types.ExecuteCommandParams(command="tierline.run", arguments=[argument], work_done_token=job.token)
        if job.token:
            self.progress[job.token] = []
        sent = self._sent(job.request_id, params)
        self._moment(job, "sent")
        result: Mapping[str, Any] = {}
        try:
            result = plain(await self._answer(sent, job.id))
            job.state = result["state"]
        except JsonRpcRequestCancelled:
            job.state = "cancelled"
        except JsonRpcException as error:
            job.state = self._failed(error)
        finally:
            del self.jobs[job.id]
        self.ended[job.id] = job
        self.tally[job.state] += 1
        self._account(job, result)

    def _job(self, kind: Kind, sheet: Sheet) -> Job:
        chance = self.chance
        start, end = sheet.region(chance.randrange(sheet.first, sheet.first + 8))
        if end - start > len("ab\n") and chance.random() < 0.25:
            # A part of it, as a hand with a mouse selects.
            start, end = sorted(chance.sample(range(start, end + 1), 2))
        name = self.numbers.task(self.name)
        job = Job(
            id=name,
            kind=kind,
            sheet=sheet,
            aim=sheet.aim(name, start, end),
            request_id=self.numbers.request(),
            token=self.numbers.request() if chance.random() < 0.5 else None,
        )
        if chance.random() < 0.25:
            job.way, job.moment = chance.choices(WAYS, (40, 30, 28, 2))[0], chance.choice(MOMENTS)
            job.left = chance.choice((0, 0, 1, 3, 8)) if job.moment == "chunk" else 0
        return job

    def _argument(self, job: Job) -> dict[str, Any]:
        chance, span = self.chance, job.sheet.range(job.aim.start, job.aim.end)
        ends = {
            name: {"line": at.line, "character": at.character}
            for name, at in (("start", span.start), ("end", span.end))
        }
        argument: dict[str, Any] = {"uri": job.sheet.uri, "range": ends, "kind": job.kind.value, "id": job.id}
        if job.kind in NEEDS_INSTRUCTION or chance.random() < 0.2:
            argument["instruction"] = chance.choice(["rename it well", "make it faster", "in one sentence, why?"])
        if chance.random() < 0.5:
            argument["tier"] = chance.choice(["minimum", "default", "maximum"])
        argument["fresh"] = chance.random() < 0.3
        return argument

    def _failed(self, error: JsonRpcException) -> str:
        code = (error.data or {}).get("code", "") if isinstance(error.data, Mapping) else plain(error.data).get("code")
        self.tally[f"failed: {code}"] += 1
        if code in {"internal", "invalid-params", None, ""}:
            self.wrong(f"a fault of the server's own: {error} {error.data}")
        return "failed"

    def _account(self, job: Job, result: Mapping[str, Any]) -> None:
        """See that what the task says of its edit is what was done."""
        if result:
            self.calls[job.id] = sum(not attempt["skipped"] for attempt in result["attempts"])
        if job.state == "applied":
            made = [one for one in self.landings if one.candidates.get(job.id) == result["newText"]]
            if made:
                self._retire(job.sheet, made[0])
            elif self.sloppy and result["newText"] in self.put_in:
                # The same was put in for another task: so the text is as it should be, as the editor claimed.
                self.tally["applied, as another's edit"] += 1
            else:
                made_of_it = [one.candidates for one in self.landings if job.id in one.candidates]
                self.wrong(f"{job.id} says that it put in {result['newText']!r}, and not: {made_of_it}")
        elif job.state == "kept" and not result["text"]:
            self.wrong(f"{job.id} was kept without its answer")
        job.sheet.forget(job.aim)

    def _retire(self, sheet: Sheet, landing: Landing) -> None:
        self.landings.remove(landing)
        sheet.forget(landing)

    def end_of_round(self) -> None:
        """Account for edits of tasks that were cancelled meanwhile; see that all progress has ended."""
        for landing in list(self.landings):
            jobs = [self.ended[name] for name in landing.candidates if name in self.ended]
            meant = [
                job
                for job in jobs
                if landing.candidates[job.id] in job.meanings()
                and (job.state == "cancelled" or (job.state == "kept" and landing.touched))
            ]
            if meant:
                self.tally["applied, then cancelled or changed"] += 1
                self._retire(meant[0].sheet, landing)
            else:
                states = [f"{job.id} {job.state}" for job in jobs]
                self.wrong(f"an edit was made that no task says was its own: {landing.candidates}, {states}")
        for token, seen in self.progress.items():
            if seen not in ([], ["begin", "end"]):
                self.wrong(f"the progress {token} had only {seen}")
        self.progress.clear()
        self.put_in.clear()
        self.ended.clear()


def _handler(heard: Callable[[Any], Any]) -> Callable[[Any], Any]:
    # pygls writes on the functions that it is given, and methods take no writing.
    def handler(params: Any) -> Any:
        return heard(params)

    return handler


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
