"""The commands about kept answers."""

from functools import cache, partial
from typing import TYPE_CHECKING

from tierline.lsp.kept_files import MOST
from tierline.lsp.registering import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from cachetools import TTLCache
    from pygls.lsp.server import LanguageServer

    from tierline.kept import Kept
    from tierline.lsp import protocol as wire
    from tierline.lsp.session import Session

STEP_KNOWN_S = 30.0
"""How long the price of the step up from an answer is told anew without being reckoned anew."""


def register(server: "LanguageServer", session: "Session") -> None:
    """Register them, and tell of answers that change."""

    @cache
    def steps() -> "TTLCache[str, wire.NextTier | None]":
        from cachetools import TTLCache

        return TTLCache(MOST, STEP_KNOWN_S)

    session.kept.tell = partial(_tell, session, steps)
    _register_reading(server, session)
    _register_deciding(server, session)
    _register_asking(server, session)


def _register_reading(server: "LanguageServer", session: "Session") -> None:
    @command(server, "tierline.lastAnswer")
    async def last_answer(params: "wire.LastAnswerParams") -> "wire.KeptAnswer | None":
        await session.kept.look()
        if params.id is not None:
            return await shown(session, session.kept.named(params.id))
        newest = next(iter(session.kept.all(params.uri)), None)
        return await shown(session, newest) if newest else None

    @command(server, "tierline.answers")
    async def answers(params: "wire.AnswersParams") -> "wire.Answers":
        from tierline.lsp import protocol as wire
        from tierline.lsp.kept_words import summary

        await session.kept.look()
        return wire.Answers(answers=tuple(map(summary, session.kept.all(params.uri))))


def _register_deciding(server: "LanguageServer", session: "Session") -> None:
    @command(server, "tierline.apply")
    async def apply(params: "wire.HunksParams") -> "wire.ApplyResult":
        from tierline.lsp import protocol as wire
        from tierline.lsp.kept_apply import apply

        await session.kept.look()
        applied, why = await apply(session, session.kept.named(params.id), params.hunks)
        answer = await shown(session, session.kept.named(params.id))
        return wire.ApplyResult(id=params.id, state=answer.state, why=why, applied=applied, answer=answer)

    @command(server, "tierline.discard")
    async def discard(params: "wire.HunksParams") -> "wire.KeptAnswer":
        from tierline.lsp.kept_apply import discard

        await session.kept.look()
        await discard(session, session.kept.named(params.id), params.hunks)
        return await shown(session, session.kept.named(params.id))


def _register_asking(server: "LanguageServer", session: "Session") -> None:
    @command(server, "tierline.again")
    async def again(params: "wire.AgainParams") -> "wire.RunResult":
        from tierline.lsp.kept_again import again

        await session.kept.look()
        return await again(session, session.kept.named(params.id))

    @command(server, "tierline.oneTierUp")
    async def one_tier_up(params: "wire.OneTierUpParams") -> "wire.RunResult":
        from tierline.lsp.kept_again import one_tier_up

        await session.kept.look()
        return await one_tier_up(session, session.kept.named(params.id), agreed=params.agreed)


async def shown(session: "Session", kept: "Kept") -> "wire.KeptAnswer":
    """Show an answer with the step up from it, at the prices of now."""
    return _shown(session, kept, await _step(session, kept))


async def _step(session: "Session", kept: "Kept") -> "wire.NextTier | None":
    from tierline.lsp.kept_again import next_tier

    return next_tier((await session.service()).engine, kept, session.kept.place(kept))


def _shown(session: "Session", kept: "Kept", step: "wire.NextTier | None") -> "wire.KeptAnswer":
    from tierline.lsp.kept_present import kept_answer

    placed = session.kept.place(kept)
    return kept_answer(session.server, session.kept.now(kept), placed, step)


async def _tell(session: "Session", steps: "Callable[[], TTLCache[str, wire.NextTier | None]]", kept: "Kept") -> None:
    # Where an answer stands changes with each key that is pressed, what a better one would cost does not.
    known = steps()
    if kept.key not in known:
        known[kept.key] = await _step(session, kept)
    payload = _shown(session, kept, known.get(kept.key))
    session.server.protocol.notify("tierline/answer", payload.model_dump(mode="json", by_alias=True))
