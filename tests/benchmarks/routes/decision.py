"""One decision as the engine makes it before anything is sent: profile, rule, and the request with its worst case."""

from tierline.engine.deciding import World, local_time, route
from tierline.engine.lineup import Lineup
from tierline.engine.policy import Policy
from tierline.engine.request import build_request
from tierline.ledger import SessionBooks
from tierline.task import Decision, Diagnostic, Kind, Profile, Task, Tier

from .samples import lines_of

_AROUND = 100
"""Lines of the file before the selection, and as many after it."""
_LINEUP = Lineup(models={tier: (f"vendor/{tier}",) for tier in Tier})
_POLICY, _BOOKS = Policy(), SessionBooks()
_WORLD = World(now=local_time(0.0))


def task_of(language: str, lines: int, number: int) -> Task:
    """Return a task on so many lines, unlike those of other numbers."""
    whole = lines_of(language, lines + 2 * _AROUND, number).splitlines(keepends=True)
    before, selected = "".join(whole[:_AROUND]), "".join(whole[_AROUND : _AROUND + lines])
    return Task(
        kind=Kind.EDIT,
        source="".join(whole),
        start=len(before),
        end=len(before) + len(selected),
        path=f"src/billing/totals_{number}.x",
        language=language,
        instruction=f"fix the rounding in total_{number} and keep the public names, it fails for empty input",
        branch="feature/totals",
        diagnostics=(Diagnostic(line=_AROUND, message="possibly unbound"),),
    )


def decided(task: Task) -> tuple[Profile, Decision]:
    """Return what is decided for ``task`` by somebody who set nothing, spent nothing and is offered all tiers."""
    return route(task, _LINEUP, _POLICY, _BOOKS, _WORLD)


def decide(task: Task) -> None:
    """Do all that the engine does with ``task`` before it asks a model."""
    _, decision = decided(task)
    build_request(task, decision.model, decision, _LINEUP, _POLICY)
