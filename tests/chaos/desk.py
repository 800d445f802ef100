"""An editor in which dozens of tasks run while its user is busy, and which sees all that is wrong."""

from collections.abc import Callable, Mapping
from typing import Any

from chaos.jobs import Job, argument_of, draw
from chaos.sheets import Landing, Sheet
from chaos.user import User
from lsprotocol import types
from pygls.exceptions import JsonRpcException, JsonRpcRequestCancelled
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, register_lsp_features
from support.editor import plain


class Desk(User):
    """Hears what the server tells, and holds it against what was done."""

    def __init__(self, *more: Any, **named: Any) -> None:
        super().__init__(*more, **named)
        self.jobs: dict[str, Job] = {}
        self.ended: dict[str, Job] = {}
        """Of the round."""
        self.landings: list[Landing] = []
        """Edits that no task has accounted for yet."""
        self.put_in: set[str] = set()
        """What edits of this round put in."""
        self.all_tasks: set[str] = set()
        self.asked_for: set[str] = set()
        """Tasks of which a model was asked."""
        self.calls: dict[str, int] = {}
        """How many calls a task says it took."""
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

    def _status(self, _params: Any) -> None:
        self.tally["statuses"] += 1
        self.fidget()

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
        self.moment(job, "chunk")

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
                self.moment(job, "begin")

    def _question(self, params: types.ShowMessageRequestParams) -> types.MessageActionItem | None:
        self.tally["questions"] += 1
        # An answer put in long after its task has ended is no edit that the sheets know of.
        choices = [action for action in params.actions or () if action.title != "Apply"]
        return self.chance.choice([None, *choices])

    def _apply_edit(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.tally["edits proposed"] += 1
        (change,) = params.edit.document_changes or ()
        assert isinstance(change, types.TextDocumentEdit)
        (sheet,) = (sheet for sheet in self.sheets if sheet.uri == change.text_document.uri)
        for job in [job for job in self.jobs.values() if job.sheet is sheet]:
            self.moment(job, "edit")
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
        self.tell_change(sheet, sheet.change(edits))
        # From here on: what the edit itself did is not what somebody did to it.
        sheet.places.append(landing)
        self.landings.append(landing)
        self.put_in.update(landing.candidates.values())
        return types.ApplyWorkspaceEditResult(applied=True)

    async def task(self) -> None:
        """Have something done, and see what comes of it."""
        chance, sheet = self.chance, self.chance.choice(self.sheets)
        if not sheet.open:
            self.open(sheet)
        job = draw(chance, self.name, sheet, self.numbers)
        argument = argument_of(job, chance)
        self.jobs[job.id] = job
        self.all_tasks.add(job.id)
        self.tally["tasks"] += 1
        params = types.ExecuteCommandParams(command="tierline.run", arguments=[argument], work_done_token=job.token)
        if job.token:
            self.progress[job.token] = []
        sent = self.sent(job.request_id, params)
        self.moment(job, "sent")
        result: Mapping[str, Any] = {}
        try:
            result = plain(await self.answer(sent, job.id))
            job.state, job.why, job.new_text = result["state"], result["why"], result["newText"]
        except JsonRpcRequestCancelled:
            job.state = "cancelled"
        except JsonRpcException as error:
            job.state = self._failed(error)
        finally:
            del self.jobs[job.id]
        self.ended[job.id] = job
        self.tally[job.state] += 1
        self._account(job, result)

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
                # The newest: an older one may be that of a task that was cancelled.
                self._retire(job.sheet, made[-1])
            elif self.sloppy and (result["newText"] in self.put_in or result["newText"] in job.sheet.text):
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
                states = [f"{job.id} {job.state} {job.why}, {job.new_text!r} of {job.aim.selection!r}" for job in jobs]
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
