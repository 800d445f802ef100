"""Users who know how hard a task may be before a tier fails them, and who are not always consistent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from support.rows import row

from tierline.classify import SHIPPED
from tierline.learning import Adjustments, effective_cuts, learn
from tierline.ledger import Fate, TaskRow
from tierline.task import Complexity, Kind, Tier

RULES = {
    Complexity.SIMPLE: ("simple", Tier.MINIMUM),
    Complexity.MODERATE: ("otherwise", Tier.DEFAULT),
    Complexity.COMPLEX: ("complex", Tier.MAXIMUM),
}


@dataclass
class User:
    """Accepts MINIMUM's answers up to ``simple_below`` and DEFAULT's up to ``complex_from``, but for ``slips``."""

    simple_below: float = SHIPPED.simple_below
    complex_from: float = SHIPPED.complex_from
    slips: float = 0.1
    """How often the fate is the other one."""
    a_day: int = 12
    rows: list[TaskRow] = field(default_factory=list)
    random: Random = field(default_factory=lambda: Random(7))  # noqa: S311 the same user in every run
    day: int = 0

    def work(self, days: int, kinds: Sequence[Kind] = (Kind.FIX,), language: str = "python") -> Adjustments:
        """Work for ``days``; each morning what was learnt by then is in force. Return what is known in the end."""
        learnt = learn(self.rows)
        for _ in range(days):
            self.rows += [self._task(learnt, self.random.choice(kinds), language, n) for n in range(self.a_day)]
            self.day += 1
            learnt = learn(self.rows)
        return learnt

    def _task(self, learnt: Adjustments, kind: Kind, language: str, number: int) -> TaskRow:
        difficulty = self.random.random()
        complexity = effective_cuts(kind, language, learnt).complexity(difficulty)
        rule, tier = RULES[complexity]
        failed = difficulty >= {Tier.MINIMUM: self.simple_below, Tier.DEFAULT: self.complex_from}.get(tier, 1.0)
        fate = Fate.REJECTED if failed != (self.random.random() < self.slips) else Fate.ACCEPTED
        return row(
            days=self.day,
            hours=number / 2,
            kind=kind,
            language=language,
            difficulty=difficulty,
            complexity=complexity,
            rule=rule,
            tier=tier,
            fate=fate,
        )


def always(fate: Fate, a_day: int = 12) -> User:
    """Return a user whose every answer meets the same fate."""
    threshold = 0.0 if fate.against else 1.0
    return User(simple_below=threshold, complex_from=threshold, slips=0.0, a_day=a_day)
