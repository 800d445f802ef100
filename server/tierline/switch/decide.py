"""Walk down the table of rules and return the first decision."""

from collections.abc import Mapping, Sequence

from tierline.switch.rules import RULES, Rule
from tierline.switch.situation import Situation
from tierline.task import Decision, Tier, TierlineError

__all__ = ["NoTier", "Situation", "choose", "decide"]


class NoTier(TierlineError):
    """The table came to its end without a tier, or the tier holds no model."""

    code = "no-model"


def choose(situation: Situation, rules: Sequence[Rule] = RULES) -> tuple[Tier, Rule, str]:
    """Return the tier, the rule that named it and its reason.

    Raises:
        NoTier: no rule applies, which the shipped table, ending in ``otherwise``, excludes.
    """
    for place, rule in enumerate(rules):

        def rest(after: int = place + 1) -> Tier:
            return choose(situation, rules[after:])[0]

        tier = rule.choose(situation, rest)
        if tier is not None:
            return tier, rule, rule.reason(situation, rest)
    raise NoTier("No routing rule applies to this task; keep the rule 'otherwise' in the settings.")


def decide(situation: Situation, models: Mapping[Tier, tuple[str, ...]], rules: Sequence[Rule] = RULES) -> Decision:
    """Return the decision for ``situation``.

    ``models`` gives each tier's OpenRouter ids, the primary first.

    Raises:
        NoTier: no rule applies, or the chosen tier has no model.
    """
    tier, rule, reason = choose(situation, rules)
    if not models.get(tier):
        raise NoTier(f"The {tier} tier has no model; run `tierline models` to see why, or choose another tier.")
    return Decision(tier=tier, models=models[tier], rule=rule.name, reason=reason)
