"""What one task leaves in the ledger, gathered from what the engine tells."""

from uuid import uuid4

from tierline.engine.events import Corrected, Decided, Escalated, Event, Observer, Settled
from tierline.engine.outcome import Attempt, Outcome
from tierline.engine.run import Engine
from tierline.ledger import CallRow, State, TaskRow
from tierline.task import Decision, Profile, Task, Tier


class Recording:
    """An observer that takes notes and passes everything on to ``then``.

    Made before the task runs, so that the row says how the world was when the decision was made.
    """

    def __init__(  # noqa: PLR0913 all that a row says of a task
        self,
        engine: Engine,
        task: Task,
        task_id: str,
        then: Observer,
        *,
        pin: Tier | None = None,
        project: str = "",
    ) -> None:
        self.key = uuid4().hex
        """Of the row."""
        self.outcome: Outcome | None = None
        """What came out, as far as it went; whoever has the whole outcome puts it here."""
        self._engine = engine
        self._task = task
        self._task_id = task_id
        self._then = then
        self._pin = pin or engine.policy.pin
        self._project = project
        self._begun = engine.clock()
        self._world = engine.world()
        self._spent_usd = engine.books.committed_usd
        self._decided: tuple[Profile, Decision] | None = None
        self._calls: list[CallRow] = []

    def __call__(self, event: Event) -> None:
        """Take one event of the engine."""
        if isinstance(event, Decided):
            # Later ones are fallbacks and escalations; the row is about what the rules made of the task.
            self._decided = self._decided or (event.profile, event.decision)
        elif isinstance(event, Settled):
            self._calls.append(_call(event.attempt))
        elif isinstance(event, Corrected):
            self._calls[event.number - 1] = _call(event.attempt)
        elif isinstance(event, Escalated):
            self.outcome = event.so_far
        self._then(event)

    def row(self, state: State) -> TaskRow | None:
        """Return the task's row; ``None`` where nothing was decided, so that there is nothing to remember."""
        if self._decided is None:
            return None
        profile, decision = self._decided
        answer = self.outcome.answer if self.outcome else None
        return TaskRow(
            key=self.key,
            task_id=self._task_id,
            at=self._world.now,
            kind=self._task.kind,
            detected=profile.kind,
            language=self._task.language,
            path=self._task.path,
            lines=profile.lines,
            difficulty=profile.difficulty,
            complexity=profile.complexity,
            importance=profile.importance,
            prototyping=profile.prototyping,
            signals=tuple(signal.name for signal in profile.signals),
            pin=self._pin,
            out=self._world.out,
            spent_usd=self._spent_usd,
            tier=decision.tier,
            model=decision.model,
            rule=decision.rule,
            state=state,
            answered_tier=answer.tier if answer else None,
            answered_model=answer.model if answer else "",
            score=answer.score.value if answer else None,
            escalated=self.outcome is not None and self.outcome.escalated,
            latency_ms=round((self._engine.clock() - self._begun) * 1000),
            calls=tuple(self._calls),
            project=self._project,
        )


def _call(attempt: Attempt) -> CallRow:
    # The error's words stay out: a provider may quote the prompt in them.
    return CallRow(
        tier=attempt.tier,
        model=attempt.model,
        answered=not attempt.error,
        prompt_tokens=attempt.prompt_tokens,
        completion_tokens=attempt.completion_tokens,
        reasoning_tokens=attempt.reasoning_tokens,
        cost_usd=attempt.cost_usd,
        latency_ms=attempt.latency_ms,
        score=attempt.score,
        charge=attempt.charge,
    )
