"""Rules that the user or the project adds to the table."""

from dataclasses import dataclass
from typing import Literal

from tierline.switch.conditions import Condition
from tierline.switch.rules import Rest, Rule
from tierline.switch.situation import Situation
from tierline.task import Tier

ProjectRules = Literal["use", "lowerOnly", "ignore"]
"""What the rules of a project may do: choose any tier, choose a cheaper one only, nothing."""

_DEARNESS = {tier: place for place, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomRule:
    """Where all conditions hold, this tier. At least one condition, or it would decide everything."""

    name: str
    conditions: tuple[Condition, ...]
    tier: Tier
    reason: str = ""
    """A clause that completes "because …"; empty: what the conditions say."""

    def holds(self, situation: Situation) -> bool:
        """Whether all conditions hold."""
        return all(condition(situation) for condition in self.conditions)

    def because(self, situation: Situation) -> str:
        """Return the reason in words."""
        return self.reason or ", ".join(condition(situation) for condition in self.conditions)


def own_rule(rule: CustomRule) -> Rule:
    """Return a rule of the user's, as the table takes it."""
    return Rule(
        rule.name,
        lambda s, _rest: rule.tier if rule.holds(s) else None,
        lambda s, _rest: rule.because(s),
    )


def project_rule(rule: CustomRule, may: ProjectRules) -> Rule:
    """Return a rule of a project's.

    It chooses a dearer tier than the rest of the table does only if it may, and never while money is tight:
    a repository that somebody else wrote must not run up the bill.
    """

    def choose(situation: Situation, rest: Rest) -> Tier | None:
        if may == "ignore" or not rule.holds(situation):
            return None
        if may == "use" and not situation.cost_concern:
            return rule.tier
        # What is out would be answered for free; a cheaper tier than that one is none.
        standing = Tier.MINIMUM if rest() in situation.out else rest()
        return rule.tier if _DEARNESS[rule.tier] < _DEARNESS[standing] else None

    return Rule(f"project:{rule.name}", choose, lambda s, _rest: f"the project says so: {rule.because(s)}")
