"""The order of the steps. Decisions are made elsewhere; here they follow one another."""

import asyncio
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from tierline.answer import commit_message, reading, score
from tierline.engine.breakers import Breakers, Resting, most_telling
from tierline.engine.deciding import Route, World, explain, local_time, route
from tierline.engine.escalation import SecondTry, hindrance, leaves_free
from tierline.engine.events import (
    Asking,
    Complete,
    Consent,
    Corrected,
    Decided,
    Escalated,
    Hopped,
    Observer,
    Settled,
    Text,
    refuse,
)
from tierline.engine.expected import expect
from tierline.engine.free_meter import FreeMeter
from tierline.engine.judging import judged
from tierline.engine.late_costs import LateCosts, billed_on
from tierline.engine.lineup import Lineup
from tierline.engine.outcome import Answer, Attempt, Outcome, skipped
from tierline.engine.paying import Payment, reserve
from tierline.engine.policy import Policy
from tierline.engine.ports import Cache, Chat, KnownSecrets, nothing_known
from tierline.engine.request import build_request, free_of_charge, is_free
from tierline.engine.secrets import NO_VAULT, Secrets
from tierline.learning import UNTOUCHED, Adjustments
from tierline.ledger import OverBudget, SessionBooks, total
from tierline.ledger.account import Account
from tierline.openrouter.completion import Completion, TextDelta
from tierline.openrouter.errors import OpenRouterError, TryAnother, Unavailable, was_sent
from tierline.openrouter.generation import Bill
from tierline.openrouter.wire import ChatRequest, Message, Usage
from tierline.privacy import Restorer, prepared
from tierline.prompt import estimate_tokens
from tierline.switch import CustomRule
from tierline.switch.outages import FREE
from tierline.task import Decision, Kind, Profile, Task, Tier, TierlineError

CHOSEN_BY_THE_USER = frozenset({"pinned", "model", "free is out"})
"""Rules after which DEFAULT's answer stands: the user agreed to this tier or model and to no other."""

AT_ONCE = 8_000
"""Characters of a file that are looked through for secrets in less than the way to a thread and back may take."""

CANCELLED = "cancelled"
"""The error of an attempt that the user ended."""

NO_OTHER_TIER = frozenset({"model", "commit"})
"""Rules after which no other tier is asked, not even with consent."""

INSISTS = frozenset({"pinned", "model"})
"""Rules after which models are asked though all of them rest: whoever names a tier or a model may know better."""


@dataclass(slots=True)
class _Run:
    """What one task has gathered so far."""

    task: Task
    observe: Observer
    attempts: list[Attempt] = field(default_factory=list)
    asked: int = 0
    committed_usd: Decimal = Decimal(0)
    """What its calls have cost, or can have cost at most."""
    settled: int = 0
    fresh: bool = False
    secrets: Secrets | None = None
    not_escalated: str = ""

    def book(self, event: Settled) -> None:
        """Take down a call that has ended, and tell it."""
        self.attempts.append(event.attempt)
        self.settled += 1
        self.observe(event)

    def outcome(self, profile: Profile, decision: Decision, answer: Answer, **more: Any) -> Outcome:
        """Return what has come out so far."""
        return Outcome(
            profile=profile,
            decision=decision,
            answer=answer,
            attempts=tuple(self.attempts),
            not_escalated=self.not_escalated,
            masked=self.secrets.masked if self.secrets else {},
            **more,
        )


@dataclass(slots=True)
class _Heard:
    """What has come of one call so far."""

    payment: Payment
    pieces: list[str] = field(default_factory=list)
    sent_at: list[float] = field(default_factory=list)
    """When each of its requests left: the first, and those of retries."""
    shared: bool = False
    """Whether another task pays for the call."""
    provider: str = ""

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True, kw_only=True)
class Engine:
    """Carries out tasks. State that outlives a task: what is out, and what was spent."""

    chat: Chat
    lineup: Lineup
    policy: Policy = field(default_factory=Policy)
    clock: Callable[[], float] = time.time
    books: SessionBooks = field(default_factory=SessionBooks)
    account: Account = field(default_factory=Account)
    breakers: Breakers = field(default_factory=Breakers)
    free: FreeMeter = field(default_factory=FreeMeter)
    learnt: Adjustments = UNTOUCHED
    """What use has taught about the cut points."""
    known_secrets: KnownSecrets = nothing_known
    cache: Cache | None = None
    """Who is told that an answer should not be given again."""
    late: LateCosts = field(default_factory=LateCosts)
    """Who finds out afterwards what broken and cancelled calls cost."""

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

    def now(self) -> datetime:
        """Return the local time."""
        return local_time(self.clock())

    def world(self, project: tuple[CustomRule, ...] = ()) -> World:
        """Return what is so now, for a task of a project that brings the rules ``project``."""
        now = self.clock()
        out = self.breakers.outages.at(now, self.lineup.models)
        here = local_time(now)
        return World(now=here, out=out, project=project, learnt=self.learnt, spent=self.account.seen(here))

    async def run(  # noqa: PLR0913 a task, whom to tell and ask, and what was wished for it
        self,
        task: Task,
        observe: Observer,
        *,
        pin: Tier | None = None,
        model: str = "",
        project: tuple[CustomRule, ...] = (),
        consent: Consent = refuse,
        fresh: bool = False,
    ) -> Outcome:
        """Carry out ``task`` and return its outcome; ``observe`` is told each step as it happens.

        ``project`` are the rules that the task's project brings; ``fresh`` wants no answer that was given before.

        Raises:
            TierlineError: no answer could be had; the sentence says why and what to do.
        """
        run = _Run(task, observe, fresh=fresh)
        if self.policy.budget.spans_sessions:
            await self.account.look(self.now())
        profile, decision = self.route(task, pin=pin, model=model, project=project)
        decision, answer = await self._with_fallback(run, profile, decision, consent)
        step = self._second_try(run, profile, decision, answer)
        if step and self.policy.judge == "free" and run.secrets:
            answer = await judged(self, task, answer, run.secrets, run.book)
        better = await self._escalated(run, profile, decision, answer, step, consent) if step else None
        if better is None:
            return run.outcome(profile, decision, answer)
        first, second = sorted((answer, better), key=lambda a: (a.score.value, a.tier is Tier.MAXIMUM), reverse=True)
        return run.outcome(profile, decision, first, other=second)

    async def _with_fallback(
        self, run: _Run, profile: Profile, decision: Decision, consent: Consent
    ) -> tuple[Decision, Answer]:
        """Ask the decision's tier, then MINIMUM, then (with consent only) DEFAULT."""
        try:
            return decision, await self._ask_tier(run, profile, decision)
        except Unavailable as error:
            if decision.rule in NO_OTHER_TIER:
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

    def _second_try(self, run: _Run, profile: Profile, decision: Decision, answer: Answer) -> Decision | None:
        """Return what would be asked once more where DEFAULT's answer is too poor; ``None`` where nothing is."""
        if (
            decision.tier is not Tier.DEFAULT
            or decision.rule in CHOSEN_BY_THE_USER
            or answer.score.value >= self.policy.escalate_below
            or self.policy.escalate == "off"
        ):
            return None
        said = f"the default tier's answer scored {answer.score.value:g}/10: {', '.join(answer.score.reasons)}"
        step = self._step(profile, Tier.MAXIMUM, "escalated", said)
        alone = [replace(step, models=(model,)) for model in step.models]
        spent = self.books.committed_usd
        expected = [
            expect(run.task, profile.kind, one, self.lineup, self.policy, spent, self.world().spent) for one in alone
        ]
        run.not_escalated = hindrance(
            SecondTry(
                task=run.task,
                answer=answer,
                asked=run.attempts[-1].model,
                step=step,
                out=Tier.MAXIMUM in self.world().out,
                refusals=tuple(one.refusal for one in expected),
                lineup=self.lineup,
            )
        )
        return None if run.not_escalated else step

    async def _escalated(  # noqa: PLR0913, PLR0917 the first answer, and what comes of it
        self, run: _Run, profile: Profile, decision: Decision, answer: Answer, step: Decision, consent: Consent
    ) -> Answer | None:
        """Return MAXIMUM's answer where it is still wanted; ``None`` where there is none to be had."""
        if answer.score.value >= self.policy.escalate_below:
            return None
        asked = next(attempt.model for attempt in reversed(run.attempts) if not attempt.judges)
        if leaves_free(asked, decision, step, self.lineup):
            # Whatever the settings say: the user has not agreed to pay for this task yet.
            if not await consent(f"May maximum try again? It is paid; {step.reason}."):
                return None
        elif self.policy.escalate == "ask" and not await consent(f"May maximum try again? {step.reason}."):
            return None
        run.observe(Escalated(run.outcome(profile, decision, answer)))
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
        with self.breakers.watching((decision.tier,), self.clock):
            for model in decision.models:
                try:
                    if refusal := self._refusal(model, decision):
                        run.attempts.append(skipped(model, decision.tier, refusal, self.clock()))
                        raise refusal
                    with self.breakers.watching(self._subjects(model, decision), self.clock):
                        return await self._ask(run, model, decision)
                except TryAnother as error:
                    failures.append(error)
                    run.observe(Hopped(model, decision.tier, str(error)))
            raise most_telling(failures, decision.tier)

    def _refusal(self, model: str, decision: Decision) -> TryAnother | None:
        """Return why a model is passed over; ``None`` where it is asked."""
        now, outages = self.clock(), self.breakers.outages
        refusal = self.breakers.refusal(model, now, free=free_of_charge(model, decision, self.lineup))
        insists = decision.rule in INSISTS and not any(outages.of(other).admits(now) for other in decision.models)
        return None if isinstance(refusal, Resting) and insists else refusal

    def _subjects(self, model: str, decision: Decision) -> tuple[str, ...]:
        return (model, FREE) if free_of_charge(model, decision, self.lineup) else (model,)

    async def _ask(self, run: _Run, model: str, decision: Decision) -> Answer:
        """Ask one model, and book what it cost, whatever comes of it."""
        request, worst_case = await self._sealed(run, model, decision)
        request = replace(request, fresh=run.fresh)
        payment = await reserve(
            self.books,
            self.account,
            self.policy.budget,
            tier=decision.tier,
            worst_usd=worst_case,
            task_usd=run.committed_usd,
            now=self.now(),
        )
        run.asked += 1
        run.observe(Asking(run.asked, model, decision.tier))
        begun = self.clock()
        heard = _Heard(payment, sent_at=[begun])
        answer: Answer | None = None
        usage: Usage | None = None
        cost: Decimal | None = None
        error, sent = CANCELLED, True
        try:
            completion = await self._stream(run, request, heard)
            run.observe(Complete(run.asked))
            usage = completion.usage
            cost, error = usage.total_usd if usage else None, ""
            answer = self._answer(run.task, heard.text, completion, decision.tier, cost)
        except TierlineError as failed:
            error = str(failed)
            # Any other error of ours means that nothing was sent.
            cost = failed.cost_usd if isinstance(failed, OpenRouterError) else Decimal(0)
            sent = was_sent(failed)
            raise
        finally:
            if cost is None and (heard.shared or is_free(request, self.lineup)):
                cost = Decimal(0)
            sent_at = heard.sent_at if sent and not heard.shared else heard.sent_at[:-1]
            payment.settle(cost, self.now(), requests=len(sent_at))
            if is_free(request, self.lineup):
                self.free = self.free.sent(*sent_at)
            run.committed_usd = total((run.committed_usd, payment.worst_usd if cost is None else cost))
            attempt = Attempt(
                model=model,
                tier=decision.tier,
                at=begun,
                error=error,
                cost_usd=cost,
                prompt_tokens=usage.prompt_tokens if usage else None,
                completion_tokens=usage.completion_tokens if usage else None,
                reasoning_tokens=usage.reasoning_tokens if usage else None,
                latency_ms=round((self.clock() - begun) * 1000),
                score=None if answer is None else answer.score.value,
                cached=answer is not None and answer.cached,
                charge=payment.charge,
                provider=heard.provider,
            )
            run.book(Settled(attempt))
            if cost is None and payment.generation_id:
                self.late.ask(payment.generation_id, partial(self._correct, run, run.settled, attempt, heard))
        if self.cache and answer.score.value < self.policy.escalate_below:
            await self.cache.forget(request)
        return answer

    def _correct(self, run: _Run, number: int, attempt: Attempt, heard: _Heard, bill: Bill) -> None:
        """Book what a call has cost after all."""
        heard.payment.resolve(bill.cost_usd, self.now())
        known = replace(
            attempt,
            cost_usd=bill.cost_usd,
            prompt_tokens=bill.prompt_tokens,
            completion_tokens=bill.completion_tokens,
            reasoning_tokens=bill.reasoning_tokens,
        )
        seen = estimate_tokens((Message(role="assistant", content=heard.text),))
        note = billed_on(bill, seen, attempt.model) if attempt.error == CANCELLED else ""
        run.observe(Corrected(number, known, note))

    async def _sealed(self, run: _Run, model: str, decision: Decision) -> tuple[ChatRequest, Decimal | None]:
        """Return the request without its secrets, and its worst case."""
        if run.secrets is None:
            run.secrets = Secrets(await self.known_secrets(), detect=self.policy.mask_secrets)
        build = partial(build_request, run.task, model, decision, self.lineup, self.policy, seal=run.secrets.seal)
        if len(run.task.source) <= AT_ONCE and prepared():
            return build()
        # The detectors take their time, the first time above all; meanwhile the editor is answered.
        return await asyncio.to_thread(build)

    async def _stream(self, run: _Run, request: ChatRequest, heard: _Heard) -> Completion:
        completion: Completion | None = None
        restorer = Restorer(run.secrets.vault(request.messages) if run.secrets else NO_VAULT)
        async with aclosing(self.chat.stream(request)) as stream:
            async for piece in stream:
                if not isinstance(piece, TextDelta):
                    completion = piece
                    continue
                heard.shared = piece.shared
                if piece.retried:
                    heard.sent_at.append(self.clock())
                heard.payment.note(piece.generation_id)
                heard.provider = piece.provider or heard.provider
                if text := restorer.feed(piece.text):
                    heard.pieces.append(text)
                    run.observe(Text(run.asked, text))
        if text := restorer.finish():
            heard.pieces.append(text)
            run.observe(Text(run.asked, text))
        if completion is None:
            raise Unavailable(f"{request.model} ended without an answer; try again.", code="broken-stream")
        return completion

    @staticmethod
    def _answer(task: Task, text: str, completion: Completion, tier: Tier, cost: Decimal | None) -> Answer:
        new_text = reading(task, text).new_text if task.kind.edits else None
        text = commit_message(text) if task.kind is Kind.COMMIT else text
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
            cached=completion.cached,
        )
