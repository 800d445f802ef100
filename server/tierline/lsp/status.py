"""The status that editors show: put together in one place, so that all of them say the same."""

from tierline.lsp import protocol as wire
from tierline.lsp.service import Service
from tierline.lsp.words import line, usd


def status(service: Service, mode: wire.TierMode, running: int, last: wire.LastTask | None) -> wire.Status:
    """Return the status of a connection."""
    books = service.engine.books
    no_key = service.keys.missing
    state: wire.State = "running" if running else "noKey" if no_key else "idle"
    return wire.Status(
        state=state,
        tier_mode=mode,
        simulated=service.simulated,
        running=running,
        last=last,
        session_cost_usd=books.cost_usd,
        unknown_costs=books.unknown_costs,
        text=_text(state, mode, last, simulated=service.simulated),
        tooltip=_tooltip(service, mode, last),
    )


def _text(state: wire.State, mode: wire.TierMode, last: wire.LastTask | None, *, simulated: bool) -> str:
    where = "sandbox · " if simulated else ""
    if state == "noKey":
        return "no OpenRouter key"
    if last is None:
        return f"{where}{mode}"
    said = line(last.tier, last.model, last.cost_usd, known=last.state not in ("running", "failed", "cancelled"))
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
    books = service.engine.books
    unknown = f", and {books.unknown_costs} calls of unknown cost" if books.unknown_costs else ""
    lines.append(f"This session: {books.calls} calls, {usd(books.cost_usd)}{unknown}.")
    return "\n\n".join(lines)
