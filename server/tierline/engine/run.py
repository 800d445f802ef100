"""The order of the steps. Decisions are made elsewhere; here they follow one another."""

import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from decimal import Decimal

from tierline.answer import replacement, score
from tierline.engine.deciding import Route, World, explain, local_time, route
from tierline.engine.events import Asking, Consent, Decided, Escalated, Hopped, Observer, Settled, Text, refuse
from tierline.engine.lineup import Lineup
from tierline.engine.outcome import Answer, Attempt, Outcome
from tierline.engine.policy import Policy
from tierline.engine.ports import Chat
from tierline.engine.request import build_request, is_free
from tierline.learning import UNTOUCHED, Adjustments
from tierline.ledger import OverBudget, SessionBooks, check
from tierline.openrouter.completion import Completion, TextDelta
from tierline.openrouter.errors import FreeTierSpent, OpenRouterError, TryAnother, Unavailable
from tierline.openrouter.wire import ChatRequest, Usage
from tierline.switch import CustomRule, Outages
from tierline.switch.outages import COOL_DOWN_S
from tierline.task import Decision, Profile, Task, Tier, TierlineError

CHOSEN_BY_THE_USER = frozenset({"pinned", "model", "free is out"})
"""Rules after which DEFAULT's answer stands: the user agreed to this tier or model and to no other."""


@dataclass(slots=True)
class _Run:
    """What one task has gathered so far."""

    task: Task
    observe: Observer
    attempts: list[Attempt] = field(default_factory=list)
    asked: int = 0


@dataclass(slots=True, kw_only=True)
class Engine:
    """Carries out tasks. State that outlives a task: what is out, and what was spent."""

    chat: Chat
    lineup: Lineup
    policy: Policy = field(default_factory=Policy)
    clock: Callable[[], float] = time.time
    books: SessionBooks = field(default_factory=SessionBooks)
    outages: Outages = field(default_factory=Outages)
    learnt: Adjustments = UNTOUCHED
    """What use has taught about the cut points."""

    def route(
        self, task: Task, *, pin: Tier | None = None, model: str = "", project: tuple[CustomRule, ...] = ()
    ) -> tuple[Profile, Decision]:
        """Return what would be done with ``task`` now; see ``deciding.route``."""
        return route(task, self.lineup, self.policy, self.books, self.world(project), pin=pin, model=model)

    def explain(
        self, task: Task, *, pin: Tier | None = None, model: str = "", project: tuple[CustomRule, ...] = ()
    ) -> Route:
        """Return the same with what would change it and what it would cost; see ``deciding.explain``."""
        return explain(task, self.lineup, self.policy, self.books, self.world(project), pin=pin, model=model)

    def world(self, project: tuple[CustomRule, ...] = ()) -> World:
        """Return what is so now, for a task of a project that brings the rules ``project``."""
        now = self.clock()
        return World(now=local_time(now), out=self.outages.at(now), project=project, learnt=self.learnt)

    async def run(  # noqa: PLR0913 a task, whom to tell and ask, and what was wished for it
        self,
        task: Task,
        observe: Observer,
        *,
        pin: Tier | None = None,
        model: str = "",
        project: tuple[CustomRule, ...] = (),
        consent: Consent = refuse,
    ) -> Outcome:
        """Carry out ``task`` and return its outcome; ``observe`` is told each step as it happens.

        ``project`` are the rules that the task's project brings.

        Raises:
            TierlineError: no answer could be had; the sentence says why and what to do.
        """
        run = _Run(task, observe)
        profile, decision = self.route(task, pin=pin, model=model, project=project)
        decision, answer = await self._with_fallback(run, profile, decision, consent)
        better = await self._escalated(run, profile, decision, answer, consent)
        if better is None:
            return Outcome(profile=profile, decision=decision, answer=answer, attempts=tuple(run.attempts))
        first, second = sorted((answer, better), key=lambda a: (a.score.value, a.tier is Tier.MAXIMUM), reverse=True)
        return Outcome(profile=profile, decision=decision, answer=first, attempts=tuple(run.attempts), other=second)

    async def _with_fallback(
        self, run: _Run, profile: Profile, decision: Decision, consent: Consent
    ) -> tuple[Decision, Answer]:
        """Ask the decision's tier, then MINIMUM, then (with consent only) DEFAULT."""
        try:
            return decision, await self._ask_tier(run, profile, decision)
        except Unavailable as error:
            if decision.rule == "model":
                raise
            last: Unavailable = error
        if decision.tier is not Tier.MINIMUM:
            free = self._step(profile, Tier.MINIMUM, "out", f"{decision.tier} is rate-limited or down")
            if free.models:
                try:
                    return free, await self._ask_tier(run, profile, free)
                except Unavailable as error:
                    last = error
            raise last
        paid = self._step(
            profile, Tier.DEFAULT, "free is out", "no free model can answer now, and paying was agreed to"
        )
        if paid.models and await self._may_pay(last, consent):
            return paid, await self._ask_tier(run, profile, paid)
        raise last

    def _step(self, profile: Profile, tier: Tier, rule: str, reason: str) -> Decision:
        models = self.lineup.models_for(profile.kind).get(tier, ())
        return Decision(tier=tier, models=models, rule=rule, reason=reason)

    async def _may_pay(self, error: Unavailable, consent: Consent) -> bool:
        if self.policy.when_free_is_out == "ask":
            return await consent(f"{error} May the default tier answer instead? It is paid.")
        return self.policy.when_free_is_out == "default"

    async def _escalated(
        self, run: _Run, profile: Profile, decision: Decision, answer: Answer, consent: Consent
    ) -> Answer | None:
        """Return MAXIMUM's answer where DEFAULT's is too poor; ``None`` where there is none to be had."""
        if (
            decision.tier is not Tier.DEFAULT
            or decision.rule in CHOSEN_BY_THE_USER
            or answer.score.value >= self.policy.escalate_below
            or self.policy.escalate == "off"
        ):
            return None
        said = f"the default tier's answer scored {answer.score.value:g}/10: {', '.join(answer.score.reasons)}"
        if self.policy.escalate == "ask" and not await consent(f"May maximum try again? {said}."):
            return None
        step = self._step(profile, Tier.MAXIMUM, "escalated", said)
        so_far = Outcome(profile=profile, decision=decision, answer=answer, attempts=tuple(run.attempts))
        run.observe(Escalated(so_far))
        try:
            return await self._ask_tier(run, profile, step)
        except (OpenRouterError, OverBudget):
            # The first answer stands; the attempts say what became of the second.
            return None

    async def _ask_tier(self, run: _Run, profile: Profile, decision: Decision) -> Answer:
        """Ask the decision's models in turn. Never leaves the tier: free stays free.

        Raises:
            TryAnother: none of them could answer; the tier is remembered as out where that is why.
        """
        run.observe(Decided(profile, decision))
        failures: list[TryAnother] = []
        for model in decision.models:
            try:
                answer = await self._ask(run, model, decision)
            except TryAnother as error:
                failures.append(error)
                run.observe(Hopped(model, decision.tier, str(error)))
                if isinstance(error, FreeTierSpent):
                    break
            else:
                self.outages = self.outages.clear(decision.tier)
                return answer
        failure = _telling(failures, decision.tier)
        if isinstance(failure, Unavailable):
            self.outages = self.outages.add(decision.tier, self.clock(), failure.retry_after_s)
        raise failure

    async def _ask(self, run: _Run, model: str, decision: Decision) -> Answer:
        """Ask one model, and book what it cost, whatever comes of it."""
        request, worst_case = build_request(run.task, model, decision, self.lineup, self.policy)
        check(self.policy.budget, self.books.committed_usd, worst_case)
        run.asked += 1
        run.observe(Asking(run.asked, model, decision.tier))
        pieces: list[str] = []
        begun = self.clock()
        answer: Answer | None = None
        usage: Usage | None = None
        cost: Decimal | None = None
        error = "cancelled"
        try:
            completion = await self._stream(run, request, pieces)
            usage = completion.usage
            cost, error = usage.total_usd if usage else None, ""
            answer = self._answer(run.task, "".join(pieces), completion, decision.tier, cost)
        except TierlineError as failed:
            error = str(failed)
            # Any other error of ours means that nothing was sent.
            cost = failed.cost_usd if isinstance(failed, OpenRouterError) else Decimal(0)
            raise
        finally:
            if cost is None and is_free(request, self.lineup):
                cost = Decimal(0)
            self.books.settle(decision.tier, cost, worst_case or Decimal(0))
            attempt = Attempt(
                model=model,
                tier=decision.tier,
                error=error,
                cost_usd=cost,
                prompt_tokens=usage.prompt_tokens if usage else None,
                completion_tokens=usage.completion_tokens if usage else None,
                reasoning_tokens=usage.reasoning_tokens if usage else None,
                latency_ms=round((self.clock() - begun) * 1000),
                score=None if answer is None else answer.score.value,
            )
            run.attempts.append(attempt)
            run.observe(Settled(attempt))
        return answer

    async def _stream(self, run: _Run, request: ChatRequest, pieces: list[str]) -> Completion:
        completion: Completion | None = None
        async with aclosing(self.chat.stream(request)) as stream:
            async for piece in stream:
                if isinstance(piece, TextDelta):
                    pieces.append(piece.text)
                    run.observe(Text(run.asked, piece.text))
                else:
                    completion = piece
        if completion is None:
            raise Unavailable(f"{request.model} ended without an answer; try again.", code="broken-stream")
        return completion

    @staticmethod
    def _answer(task: Task, text: str, completion: Completion, tier: Tier, cost: Decimal | None) -> Answer:
        new_text = replacement(text, task.source, task.start, task.end) if task.kind.edits else None
        usage = completion.usage
        return Answer(
            text=text,
            new_text=new_text,
            model=completion.model,
            provider=completion.provider,
            tier=tier,
            score=score(task, text, new_text, completion.finish_reason),
            finish_reason=completion.finish_reason,
            prompt_tokens=usage.prompt_tokens if usage else None,
            completion_tokens=usage.completion_tokens if usage else None,
            cost_usd=cost,
        )


def _telling(failures: list[TryAnother], tier: Tier) -> TryAnother:
    """Return the failure that says most about the tier.

    A spent free tier counts before all; then, of the models that time may bring back, the first to
    return; then the last one asked.
    """
    for failure in failures:
        if isinstance(failure, FreeTierSpent):
            return failure
    waiting = [failure for failure in failures if isinstance(failure, Unavailable)]
    if waiting:
        return min(waiting, key=lambda f: COOL_DOWN_S if f.retry_after_s is None else f.retry_after_s)
    if failures:
        return failures[-1]
    return TryAnother(f"The {tier} tier has no model; run `tierline models` to see why.", code="no-model")
