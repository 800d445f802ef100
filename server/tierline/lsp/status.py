"""The status that editors show: put together in one place, so that all of them say the same."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tierline.ledger import Cap, Level, caps
from tierline.lsp import limits, protocol as wire
from tierline.lsp.phases import phase_of
from tierline.lsp.service import Service
from tierline.lsp.words import counted, line, money_lines, usd

if TYPE_CHECKING:
    from tierline.lsp.running import Running


def status(
    service: Service, mode: wire.TierMode, running: Sequence["Running"], last: wire.LastTask | None
) -> wire.Status:
    """Return the status of a connection; ``running`` are its tasks, the newest last."""
    engine = service.engine
    books, spent = engine.books, engine.account.seen(engine.now())
    held = tuple(caps(engine.policy.budget, books.committed_usd, spent))
    no_key = service.keys.missing
    state: wire.State = "running" if running else "noKey" if no_key else "idle"
    free, rests = limits.free_limits(engine), limits.resting(engine)
    tasks = tuple(task.info() for task in running)
    return wire.Status(
        phase=phase_of(tasks, mode, held, rests, no_key=no_key),
        tasks=tasks,
        state=state,
        tier_mode=mode,
        simulated=service.simulated,
        running=len(tasks),
        last=last,
        session_cost_usd=books.cost_usd,
        unknown_costs=books.unknown_costs,
        day_cost_usd=spent.day.cost_usd,
        month_cost_usd=spent.month.cost_usd,
        free_requests=spent.free_requests,
        caps=tuple(
            wire.CapInfo(span=cap.span, cap_usd=cap.cap_usd, used_usd=cap.used_usd, level=cap.level.value)
            for cap in held
        ),
        free_limits=free,
        resting=rests,
        text=" · ".join(
            [
                _text(state, mode, last, simulated=service.simulated),
                *([f"today {usd(spent.day.cost_usd)}"] if spent.day.cost_usd and not service.simulated else []),
                *_tight(held),
            ]
        ),
        tooltip="\n\n".join(
            [_tooltip(service, mode, last), *_silent(tasks), *money_lines(spent, held), *limits.lines(free, rests)]
        ),
    )


def _silent(tasks: Sequence[wire.TaskInfo]) -> list[str]:
    return [
        f"`{task.model}` has sent nothing of '{task.kind}' for a while; you may wait, or cancel it."
        for task in tasks
        if task.stalled
    ]


def _tight(held: Sequence[Cap]) -> list[str]:
    """Say of the cap that is used up most how far it is, where money is tight."""
    tight = [cap for cap in held if cap.level is not Level.UNDER]
    if not tight:
        return []
    most = max(tight, key=lambda cap: cap.share)
    return [
        f"{_SPANS[most.span]} cap reached"
        if most.level is Level.HARD
        else f"{most.share:.0%} of {_SPANS[most.span]} cap"
    ]


_SPANS = {"session": "session's", "day": "today's", "month": "month's"}


def _text(state: wire.State, mode: wire.TierMode, last: wire.LastTask | None, *, simulated: bool) -> str:
    where = "sandbox · " if simulated else ""
    if state == "noKey":
        return "no OpenRouter key"
    if last is None:
        return f"{where}{mode}"
    said = line(last.tier, last.model, last.cost_usd, known=last.state not in ("running", "failed", "cancelled"))
    said += " cached" if said and last.cached else ""
    return f"{where}{said or mode}" + (f" · {last.state}" if last.state in ("failed", "cancelled", "kept") else "")


def _tooltip(service: Service, mode: wire.TierMode, last: wire.LastTask | None) -> str:
    lines = ["**Tierline**"]
    if service.simulated:
        lines.append("The sandbox answers: no model is called, nothing is paid.")
    elif service.keys.missing:
        lines.append("No OpenRouter key is set.")
    lines.append("The tier is chosen task by task." if mode == "auto" else f"Every task goes to **{mode}**.")
    if last is not None:
        lines.append(f"Last task: {last.kind}, {last.state}" + (f": {last.error}" if last.error else "."))
        if last.tier:
            lines.append(f"`{last.model}` ({last.tier}), because {last.reason}.")
        if last.masked:
            lines.append(f"Masked before it was sent: {counted({found.kind: found.count for found in last.masked})}.")
    books = service.engine.books
    unknown = f", and {books.unknown_costs} calls of unknown cost" if books.unknown_costs else ""
    lines.append(f"This session: {books.calls} calls, {usd(books.cost_usd)}{unknown}.")
    return "\n\n".join(lines)
