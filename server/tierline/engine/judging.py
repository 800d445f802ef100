"""A second opinion on an answer of doubtful score, of a free model: asked only before a dearer one would be.

It can spare an escalation and never cause one, so it never makes a task dearer.
"""

import asyncio
import re
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tierline.answer import Score
from tierline.engine.events import Settled
from tierline.engine.outcome import Answer, Attempt
from tierline.engine.paying import reserve
from tierline.engine.request import is_free
from tierline.engine.secrets import Secrets
from tierline.openrouter.completion import TextDelta
from tierline.openrouter.errors import was_sent
from tierline.openrouter.wire import ChatRequest, Message
from tierline.prompt import build
from tierline.switch.outages import FREE
from tierline.task import Task, Tier, TierlineError

if TYPE_CHECKING:
    from tierline.engine.run import Engine

DOUBTFUL_FROM = 4.0
"""A lower score is no matter of opinion."""
WITHIN_S = 20.0
"""How long a judge may take; nobody waits longer for an opinion."""
_TOKENS = 2_048
"""A number is short, and some models think before they say it."""
_MARK = re.compile(r"\s*(10|[0-9])(?:\s*/\s*10)?\.?\s*")


def parse_mark(text: str) -> int | None:
    """Return the mark, 0 to 10, where the text is that and nothing else."""
    found = _MARK.fullmatch(text)
    return int(found[1]) if found else None


def refined(score: Score, mark: int, model: str) -> Score:
    """Return the score with the judge's opinion: the mean of both, and never less than it was."""
    said = f"{model} gave it {mark}/10 as a judge"
    return replace(score, value=max(score.value, (score.value + mark) / 2), reasons=(*score.reasons, said))


def judge_messages(task: Task, answer: str) -> tuple[Message, ...]:
    """Return what the judge is asked."""
    asked = "\n\n".join(message.content for message in build(task) if message.role == "user")
    return (
        Message(role="system", content=_template()),
        Message(role="user", content=f"The task:\n\n{asked}\n\nThe answer:\n\n{answer}"),
    )


async def judged(
    engine: "Engine", task: Task, answer: Answer, secrets: Secrets, settled: Callable[[Settled], None]
) -> Answer:
    """Return the answer with a refined score; as it is where no judge is to be had, or none is needed."""
    if answer.score.value < DOUBTFUL_FROM or answer.score.unfit:
        return answer
    request = await _request(engine, task, answer, secrets)
    if request is None:
        return answer
    payment = await reserve(
        engine.books,
        engine.account,
        engine.policy.budget,
        tier=Tier.MINIMUM,
        worst_usd=Decimal(0),
        task_usd=Decimal(0),
        now=engine.now(),
    )
    begun, error = engine.clock(), "cancelled"
    said: list[TextDelta] = []
    sent_at = [begun]
    try:
        with engine.breakers.watching((request.model, FREE), engine.clock):
            async with asyncio.timeout(WITHIN_S), aclosing(engine.chat.stream(request)) as stream:
                async for piece in stream:
                    if isinstance(piece, TextDelta):
                        said.append(piece)
                        sent_at += [engine.clock()] * piece.retried
        error = ""
    except TimeoutError:
        error = f"{request.model} took more than {WITHIN_S:g} s to judge."
    except TierlineError as failed:
        error = str(failed)
        sent_at = sent_at if was_sent(failed) else sent_at[:-1]
    finally:
        payment.settle(Decimal(0), engine.now(), requests=len(sent_at))
        engine.free = engine.free.sent(*sent_at)
        latency = round((engine.clock() - begun) * 1000)
        settled(
            Settled(
                Attempt(model=request.model, tier=Tier.MINIMUM, at=begun, error=error, latency_ms=latency, judges=True)
            )
        )
    mark = None if error else parse_mark("".join(piece.text for piece in said))
    return answer if mark is None else replace(answer, score=refined(answer.score, mark, request.model))


async def _request(engine: "Engine", task: Task, answer: Answer, secrets: Secrets) -> ChatRequest | None:
    """Return what the first free model that may be asked would be sent; ``None`` if there is none."""
    for model in engine.lineup.models.get(Tier.MINIMUM, ()):
        request = ChatRequest(
            model=model,
            messages=(),
            max_tokens=_TOKENS,
            max_prompt_price=Decimal(0),
            max_completion_price=Decimal(0),
            privacy=engine.policy.privacy,
        )
        if is_free(request, engine.lineup) and not engine.breakers.refusal(model, engine.clock(), free=True):
            sealed = await asyncio.to_thread(secrets.seal, judge_messages(task, answer.text))
            return replace(request, messages=sealed)
    return None


@cache
def _template() -> str:
    return files("tierline.engine").joinpath("judge.md").read_text(encoding="utf-8").strip()
