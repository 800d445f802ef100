"""What would be done with a task, and what each tier would cost: nothing is sent, nothing is spent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from tierline.classify import Surroundings, classify, surroundings
from tierline.engine.expected import Expected, expect
from tierline.engine.lineup import Lineup
from tierline.engine.policy import Policy
from tierline.learning import UNTOUCHED, Adjustments, effective_cuts
from tierline.ledger import NOTHING, SessionBooks, Spent, caps, concern
from tierline.switch import COMMIT, CustomRule, Rule, Situation, arrange, decide, decisions, project_rule
from tierline.task import Decision, Kind, Profile, Task, Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What is so at the moment of deciding, beyond the task and the user's wishes."""

    now: datetime
    """Local time."""
    out: frozenset[Tier] = frozenset()
    """Tiers that can't answer now."""
    project: tuple[CustomRule, ...] = ()
    """The rules that the task's project brings."""
    learnt: Adjustments = UNTOUCHED
    """How far use has moved the cut points of the difficulty."""
    spent: Spent = NOTHING
    """What the day and the month have cost, other programs' calls included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A decision with all that explains it."""

    profile: Profile
    decision: Decision
    otherwise: Decision | None
    """What would be decided if the rule that fired did not hold; ``None`` where nothing stands behind it."""
    surroundings: Surroundings
    """The file around the selection, which moves nothing."""
    expected: tuple[Expected, ...]
    """What each tier would cost, and before them the model that the user named, if any."""


def local_time(epoch_s: float) -> datetime:
    """Return the local time at ``epoch_s``."""
    return datetime.fromtimestamp(epoch_s, UTC).astimezone()


def route(  # noqa: PLR0913 a decision is a function of all of these
    task: Task,
    lineup: Lineup,
    policy: Policy,
    books: SessionBooks,
    world: World,
    *,
    pin: Tier | None = None,
    model: str = "",
) -> tuple[Profile, Decision]:
    """Return what would be done with ``task``; ``pin`` overrides the policy's, ``model`` everything.

    Raises:
        NoTier: the tier has no model.
    """
    profile = profile_of(task, policy, world)
    if model:
        return profile, _named(model, lineup)
    situation = situation_of(task, profile, policy, books, world, pin)
    return profile, decide(situation, lineup.models_for(profile.kind), table(policy, task.kind, world.project))


def profile_of(task: Task, policy: Policy, world: World) -> Profile:
    """Return the profile of ``task``, its difficulty cut where its kind and language have learnt to cut it."""
    profile = classify(task, emphasis=policy.emphasis)
    learnt = world.learnt if policy.learning else UNTOUCHED
    cuts = effective_cuts(profile.kind, task.language, learnt)
    return replace(profile, complexity=cuts.complexity(profile.difficulty))


def explain(  # noqa: PLR0913 as for ``route``
    task: Task,
    lineup: Lineup,
    policy: Policy,
    books: SessionBooks,
    world: World,
    *,
    pin: Tier | None = None,
    model: str = "",
) -> Route:
    """Return the same decision as ``route``, with what would change it and what each tier would cost.

    Raises:
        NoTier: the tier has no model.
    """
    profile, decision = route(task, lineup, policy, books, world, pin=pin, model=model)
    models = lineup.models_for(profile.kind)
    situation = situation_of(task, profile, policy, books, world, pin)
    chain = decisions(situation, models, table(policy, task.kind, world.project))
    if not model:
        next(chain)
    tiers = [Decision(tier=tier, models=models.get(tier, ()), rule="", reason="") for tier in Tier]
    wanted = [decision, *tiers] if model else tiers
    return Route(
        profile=profile,
        decision=decision,
        otherwise=next(chain, None),
        surroundings=surroundings(task.source, task.start, task.end, task.language),
        expected=tuple(
            expect(task, profile.kind, one, lineup, policy, books.committed_usd, world.spent) for one in wanted
        ),
    )


def table(policy: Policy, kind: Kind, project: Sequence[CustomRule] = ()) -> tuple[Rule, ...]:
    """Return the table of rules in force for a task of ``kind`` in a project that brings the rules ``project``."""
    if kind is Kind.COMMIT:
        return (COMMIT,)
    return arrange(policy.rules, [project_rule(rule, policy.project_rules) for rule in project])


def situation_of(  # noqa: PLR0913, PLR0917 as for ``route``
    task: Task, profile: Profile, policy: Policy, books: SessionBooks, world: World, pin: Tier | None = None
) -> Situation:
    """Return all that a rule may look at."""
    spent = books.committed_usd
    situation = Situation(
        profile=profile,
        pin=pin or policy.pin,
        out=world.out,
        cost_concern=policy.cost_concern or concern(policy.budget, spent, world.spent),
        language=task.language,
        path=task.path,
        now=world.now,
    )
    held = tuple(caps(policy.budget, spent, world.spent))
    if not held:
        return situation
    return replace(
        situation, budget_left_usd=min(cap.left_usd for cap in held), budget_used=max(cap.share for cap in held)
    )


def _named(model: str, lineup: Lineup) -> Decision:
    tier = next((tier for tier, ids in lineup.models.items() if model in ids), Tier.MAXIMUM)
    return Decision(tier=tier, models=(model,), rule="model", reason=f"you asked for the model {model}")
