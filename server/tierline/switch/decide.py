"""Walk down the table of rules and return the first decision."""

from collections.abc import Iterator, Mapping, Sequence

from tierline.switch.rules import RULES, Rule
from tierline.switch.situation import Situation
from tierline.task import Decision, Tier, TierlineError

__all__ = ["NoTier", "Situation", "choices", "decide", "decisions"]


class NoTier(TierlineError):
    """The table came to its end without a tier, or the tier holds no model."""

    code = "no-model"


def choices(situation: Situation, rules: Sequence[Rule] = RULES) -> Iterator[tuple[Tier, Rule, str]]:
    """Yield the tier, the rule that named it and its reason; then what would hold without that rule, and so on.

    Each rule is asked once, whatever the table.

    Raises:
        NoTier: no rule applies, which a table that ends in ``otherwise`` excludes.
    """
    # From the end, because a rule may ask what those behind it would choose: walking down and asking anew at
    # each would take twice as long with each such rule, and a project may bring a hundred of them.
    found: list[tuple[Tier, int]] = []

    def rest() -> Tier:
        if not found:
            raise NoTier("No routing rule applies to this task; keep the rule 'otherwise' in the settings.")
        return found[-1][0]

    for place in range(len(rules) - 1, -1, -1):
        tier = rules[place].choose(situation, rest)
        if tier is not None:
            found.append((tier, place))
    rest()
    while found:
        tier, place = found.pop()
        yield tier, rules[place], rules[place].reason(situation, rest)


def decisions(
    situation: Situation, models: Mapping[Tier, tuple[str, ...]], rules: Sequence[Rule] = RULES
) -> Iterator[Decision]:
    """Yield the decision for ``situation``; then the one that would be made without its rule, and so on.

    ``models`` gives each tier's OpenRouter ids, the primary first; a tier without any has an empty decision.
    """
    for tier, rule, reason in choices(situation, rules):
        yield Decision(tier=tier, models=models.get(tier, ()), rule=rule.name, reason=reason)


def decide(situation: Situation, models: Mapping[Tier, tuple[str, ...]], rules: Sequence[Rule] = RULES) -> Decision:
    """Return the decision for ``situation``; see ``decisions``.

    Raises:
        NoTier: no rule applies, or the chosen tier has no model.
    """
    decision = next(decisions(situation, models, rules))
    if not decision.models:
        raise NoTier(
            f"The {decision.tier} tier has no model; run `tierline models` to see why, or choose another tier."
        )
    return decision
