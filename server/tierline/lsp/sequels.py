"""What becomes of an answer that takes no selection's place: tests go into a file, findings into the margin."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tierline.lsp.new_tests import NewTests, attached, new_tests, put_in_place
from tierline.lsp.words import line
from tierline.lsp.workspace_edit import Label
from tierline.task import Kind

if TYPE_CHECKING:
    from tierline.engine.outcome import Outcome
    from tierline.lsp.protocol import TaskParams
    from tierline.lsp.running import Running
    from tierline.lsp.session import Session
    from tierline.task import Task

ASKED_NOT_TO = "the client asked not to apply it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequel:
    """A task with what its kind needs, and what is done with its answer."""

    session: "Session"
    params: "TaskParams"
    task: "Task"
    tests: NewTests | None

    async def end(self, running: "Running", outcome: "Outcome") -> tuple[str, str, dict[str, Any]]:
        """Do it; return the state, why it is no better, and more members of the result."""
        if self.tests is not None:
            return await self._put_tests(self.tests, outcome)
        if self.task.kind is Kind.REVIEW:
            return "answered", "", {"findings": self._findings(running, outcome)}
        return "answered", "", {}

    async def _put_tests(self, tests: NewTests, outcome: "Outcome") -> tuple[str, str, dict[str, Any]]:
        answer = outcome.answer
        if not self.params.apply:
            return "answered", ASKED_NOT_TO, {}
        if answer.finish_reason == "length":
            return "answered", "it was cut off at the token limit", {}
        label = Label(
            f"Tierline: {self.task.kind}",
            line(answer.tier, answer.model, outcome.cost_usd),
            confirm=self.session.confirms_edits,
        )
        why = await put_in_place(self.session, tests, answer.text, label)
        return ("answered", why, {}) if why else ("applied", "", {"created_uri": tests.uri})

    def _findings(self, running: "Running", outcome: "Outcome") -> tuple[Any, ...]:
        from tierline.answer.placing import placed
        from tierline.answer.remarks import remarks

        task = self.task
        found = placed(remarks(outcome.answer.text), task.source, task.start, task.end)
        shows = self.session.shows_findings and not running.target.closed
        return self.session.findings.put(self.params.uri, task.source, found, publish=shows)


async def begin(session: "Session", params: "TaskParams", task: "Task") -> Sequel:
    """Return the task with what its kind needs beside the selection, and what follows on its answer."""
    tests = await new_tests(session, params.uri, task) if task.kind is Kind.TEST else None
    return Sequel(session=session, params=params, task=attached(task, tests) if tests else task, tests=tests)
