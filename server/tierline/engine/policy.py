"""The engine's knobs."""

from dataclasses import dataclass, field
from typing import Literal

from tierline.classify import Emphasis
from tierline.ledger import Budget
from tierline.openrouter.wire import Privacy
from tierline.switch import OwnRules, ProjectRules
from tierline.task import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What the user decided beforehand. ``ask`` means no where nobody can be asked."""

    pin: Tier | None = None
    """The tier for every task; ``None`` leaves it to the rules."""
    cost_concern: str = ""
    """Why money is tight, in the user's terms; empty if it is not."""
    escalate: Literal["auto", "ask", "off"] = "auto"
    escalate_below: float = 7.0
    """An answer of DEFAULT that scores less, of 10, is asked for once more, of MAXIMUM."""
    when_free_is_out: Literal["ask", "default", "fail"] = "ask"
    budget: Budget = field(default_factory=Budget)
    privacy: Privacy = field(default_factory=Privacy)
    rules: OwnRules = field(default_factory=OwnRules)
    """The user's own rules, in the user's order."""
    project_rules: ProjectRules = "lowerOnly"
    """What the rules of a project may do. A cloned repository can't run up the bill unless this says ``use``."""
    learning: bool = True
    """Whether what use has taught about the cut points counts."""
    emphasis: Emphasis = field(default_factory=Emphasis)
    """Places where code matters, or is provisional, beyond those that everybody has."""
