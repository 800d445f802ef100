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


_SAY_CRITICAL = ("critical path", "critical branch", "says critical")
_SAY_PROTOTYPE = ("prototype path", "prototype branch", "says prototype", "not live")
"""Names of the classifier's signals."""


def _because(words: str, *names: str) -> Callable[[Situation, Rest], str]:
    return lambda situation, _rest: _with(words, situation.said(*names))


def _why_otherwise(situation: Situation, _rest: Rest) -> str:
    if situation.profile.complexity is Complexity.COMPLEX and not situation.complex_coding:
        return _with("the code is complex, but is only to be put into words", situation.harder)
    if situation.profile.complexity is Complexity.MODERATE and situation.harder:
        return _with("the task is neither simple nor complex", situation.harder)
    return "nothing asks for more or less"


def _with(words: str, said: str) -> str:
    return f"{words}: {said}" if said else words


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
        _because("the code matters", *_SAY_CRITICAL),
    ),
    Rule(
        "cost",
        _when(lambda s: bool(s.cost_concern), Tier.MINIMUM),
        lambda s, _: s.cost_concern,
    ),
    Rule(
        "prototype",
        _when(lambda s: s.profile.prototyping, Tier.MINIMUM),
        _because("this is prototyping or testing", *_SAY_PROTOTYPE),
    ),
    Rule(
        "complex",
        _when(lambda s: s.complex_coding, Tier.MAXIMUM),
        lambda s, _: _with("the coding task is complex", s.harder),
    ),
    Rule(
        "simple",
        _when(lambda s: s.profile.complexity is Complexity.SIMPLE, Tier.MINIMUM),
        lambda s, _: _with("the task is simple", s.easier),
    ),
    Rule(
        "otherwise",
        lambda _s, _rest: Tier.DEFAULT,
        _why_otherwise,
    ),
)

COMMIT = Rule(
    "commit",
    lambda _s, _rest: Tier.MINIMUM,
    lambda _s, _rest: "the minimum tier writes all commit messages",
)
"""The whole table for a commit message: neither pins nor caps nor rules of the user's choose another tier for it."""
