"""Ask for a kept answer once more: of the same tier, or of the next better one at a price that is agreed to."""

from dataclasses import replace
from typing import TYPE_CHECKING

from tierline.kept import Kept
from tierline.kept.anchor import line_of
from tierline.lsp import protocol as wire
from tierline.lsp.commit_message import params_of
from tierline.lsp.consent import consent
from tierline.lsp.document import as_opened, is_open
from tierline.lsp.errors import DocumentNotOpen
from tierline.lsp.kept_new import rival
from tierline.lsp.kept_present import range_of
from tierline.lsp.kept_shelf import name_of
from tierline.lsp.kept_words import other_answer
from tierline.lsp.words import short, usd
from tierline.task import Kind, Task, Tier, TierlineError

if TYPE_CHECKING:
    from tierline.edit.pending import PendingEdit
    from tierline.engine.expected import Expected
    from tierline.engine.run import Engine
    from tierline.lsp.session import Session
    from tierline.task import Diagnostic

_SEVERITIES = {"error": 1, "warning": 2, "information": 3, "hint": 4}


class TargetLost(TierlineError):
    """The code that an answer was about can't be found any more."""

    code = "target-lost"


class NoStepUp(TierlineError):
    """There is no better tier, or it would not be asked."""

    code = "no-step-up"


class NotAgreed(TierlineError):
    """The user did not agree to the price."""

    code = "not-agreed"


async def again(session: "Session", kept: Kept) -> wire.RunResult:
    """Ask the same tier afresh; the first answer stays kept.

    Raises:
        TierlineError: the code can't be found, or no answer could be had.
    """
    return await _once_more(session, kept, kept.tier)


async def one_tier_up(session: "Session", kept: Kept, *, agreed: bool) -> wire.RunResult:
    """Ask the next better tier; both answers are kept, and each has the other beside it.

    Raises:
        TierlineError: there is no step up, a cap is in its way, the user did not agree, or no answer could be had.
    """
    if kept.kind is Kind.COMMIT:
        raise NoStepUp("The minimum tier writes all commit messages; ask for this one again, or write it.")
    engine = (await session.service()).engine
    await engine.account.look(engine.now())
    step = next_tier(engine, kept, session.kept.place(kept))
    if step is None:
        raise NoStepUp(f"The {kept.dearest} tier has answered already; there is no better one.")
    if step.refusal:
        raise NoStepUp(f"The {step.tier} tier can't be asked: {step.refusal}")
    _target(session, kept)
    if not (agreed or step.free or await consent(session.server, "Yes, ask it")(_question(step))):
        raise NotAgreed(f"The {step.tier} tier was not asked, because its price was not agreed to.")
    return await _once_more(session, kept, step.tier)


def next_tier(engine: "Engine", kept: Kept, placed: "PendingEdit | None") -> wire.NextTier | None:
    """Return the step up from an answer and what is expected of it; ``None`` where there is no better tier."""
    found = _expected(engine, kept, placed)
    if found is None or found.tier is None:
        return None
    return wire.NextTier(
        tier=found.tier,
        model=found.model,
        cost_usd=found.cost_usd[1] if found.cost_usd else None,
        free=found.worst_case_usd == 0,
        refusal=found.refusal,
    )


def _expected(engine: "Engine", kept: Kept, placed: "PendingEdit | None") -> "Expected | None":
    from tierline.engine.expected import expect
    from tierline.task import Decision

    order = list(Tier)
    above = order[order.index(kept.dearest) + 1 :]
    if not above or kept.kind is Kind.COMMIT:
        return None
    asked = kept.asked
    source = placed.text[: placed.start] + asked + placed.text[placed.end :] if placed else asked
    start = placed.start if placed else 0
    task = Task(
        kind=kept.kind,
        source=source,
        start=start,
        end=start + len(asked),
        path=kept.path,
        language=kept.language,
        instruction=kept.instruction,
    )
    profile, _ = engine.route(task, pin=above[0])
    models = engine.lineup.models_for(profile.kind).get(above[0], ())
    decision = Decision(tier=above[0], models=models, rule="pinned", reason="")
    return expect(
        task, profile.kind, decision, engine.lineup, engine.policy, engine.books.committed_usd, engine.world().spent
    )


def _question(step: wire.NextTier) -> str:
    price = "at a cost that can't be told beforehand" if step.cost_usd is None else f"for about {usd(step.cost_usd)}"
    return f"May the {step.tier} tier ({short(step.model)}) answer too, {price}? The first answer stays kept."


async def _once_more(session: "Session", kept: Kept, tier: Tier) -> wire.RunResult:
    from tierline.lsp.tasks import run_task

    params, original = _request(session, kept, tier)
    result = await run_task(session, params, original=original)
    first, second = session.kept.now(kept), session.kept.named(result.id)
    session.kept.update(replace(first, rival=rival(second)))
    session.kept.update(replace(second, rival=second.rival or rival(first)))
    return result if result.other else result.model_copy(update={"other": other_answer(rival(first))})


def _request(session: "Session", kept: Kept, tier: Tier) -> "tuple[wire.TaskParams, str | None]":
    """Return what is to be run, and what it is about if that is not what stands in the text."""
    if kept.kind is Kind.COMMIT:
        # Whatever is staged now.
        return params_of(kept.uri).model_copy(update={"fresh": True}), None
    placed = _target(session, kept)
    # Where an answer stands in the text, the new one is to take its place, and is about the text before it.
    original = kept.asked if placed.as_meant else None
    params = wire.TaskParams(
        uri=as_opened(session.server, kept.uri),
        range=range_of(session.server, placed),
        kind=kept.kind,
        instruction=kept.instruction,
        diagnostics=tuple(_diagnostics(kept, placed)),
        tier=tier,
        fresh=True,
        apply=kept.applies,
        prompt=kept.prompt,
    )
    return params, original


def _target(session: "Session", kept: Kept) -> "PendingEdit":
    if not is_open(session.server, kept.uri):
        raise DocumentNotOpen(f"{name_of(kept)} is not open in the editor; open it, then ask again.")
    placed = session.kept.place(kept, anew=True)
    if placed is None:
        raise TargetLost(
            f"The code that the answer is about can't be found in {name_of(kept)} any more; "
            "select it, and run the task anew."
        )
    return placed


def _diagnostics(kept: Kept, placed: "PendingEdit") -> "list[wire.DiagnosticInfo]":
    """Return what the editor reported then, as far as it still can be so: of a text that has not changed."""
    if placed.text[placed.start : placed.end] != kept.asked:
        return []
    first = line_of(placed.text, placed.start)
    return [_diagnostic(found, first + found.line) for found in kept.diagnostics]


def _diagnostic(found: "Diagnostic", line: int) -> wire.DiagnosticInfo:
    at = wire.Position(line=line, character=0)
    return wire.DiagnosticInfo(
        range=wire.Range(start=at, end=at),
        message=found.message,
        severity=_SEVERITIES.get(found.severity, 1),
        source=found.source,
    )
