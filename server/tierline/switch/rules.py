"""The table that can be read aloud: in this order, the first rule that names a tier decides."""

from collections.abc import Callable
from dataclasses import dataclass

from tierline.switch.situation import Situation
from tierline.task import Complexity, Tier

Rest = Callable[[], Tier]
"""What the rules after this one would choose."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A name, the tier it chooses (or ``None``: it does not apply), and the reason in plain words."""

    name: str
    choose: Callable[[Situation, Rest], Tier | None]
    reason: Callable[[Situation, Rest], str]


def _when(holds: Callable[[Situation], bool], tier: Tier) -> Callable[[Situation, Rest], Tier | None]:
    return lambda situation, _rest: tier if holds(situation) else None


RULES = (
    Rule(
        "pinned",
        lambda s, _: s.pin,
        lambda s, _: f"you asked for {s.pin}",
    ),
    Rule(
        "out",
        lambda s, rest: Tier.MINIMUM if rest() in s.out - {Tier.MINIMUM} else None,
        lambda _, rest: f"{rest()} is rate-limited or down",
    ),
    Rule(
        "critical",
        _when(lambda s: s.critical, Tier.MAXIMUM),
        lambda s, _: f"the code matters: {s.because('critical path', 'says critical')}",
    ),
    Rule(
        "cost",
        _when(lambda s: bool(s.cost_concern), Tier.MINIMUM),
        lambda s, _: s.cost_concern,
    ),
    Rule(
        "prototype",
        _when(lambda s: s.profile.prototyping, Tier.MINIMUM),
        lambda s, _: f"this is prototyping or testing: {s.because('prototype path', 'says prototype')}",
    ),
    Rule(
        "complex",
        _when(lambda s: s.complex_coding, Tier.MAXIMUM),
        lambda s, _: f"the coding task is complex: {s.because()}",
    ),
    Rule(
        "simple",
        _when(lambda s: s.profile.complexity is Complexity.SIMPLE, Tier.MINIMUM),
        lambda s, _: f"the task is simple: {s.because()}",
    ),
    Rule(
        "otherwise",
        lambda _s, _rest: Tier.DEFAULT,
        lambda s, _: f"nothing asks for more or less: {s.because()}",
    ),
)
