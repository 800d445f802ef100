"""The engine's knobs."""

from collections.abc import Mapping
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
    context_tokens: Mapping[Tier, int] = field(
        default_factory=lambda: {Tier.MINIMUM: 1_500, Tier.DEFAULT: 3_000, Tier.MAXIMUM: 6_000}
    )
    """The most that goes along with a selection, by tier. A stronger model makes more of it, and a small one less."""
    privacy: Privacy = field(default_factory=Privacy)
    mask_secrets: bool = True
    """Whether secrets are looked for in what is sent; the user's own key is masked whatever this says."""
    judge: Literal["off", "free"] = "off"
    """Whether a free model is asked about an answer of doubtful score before a dearer one is."""
    rules: OwnRules = field(default_factory=OwnRules)
    """The user's own rules, in the user's order."""
    project_rules: ProjectRules = "lowerOnly"
    """What the rules of a project may do. A cloned repository can't run up the bill unless this says ``use``."""
    learning: bool = True
    """Whether what use has taught about the cut points counts."""
    emphasis: Emphasis = field(default_factory=Emphasis)
    """Places where code matters, or is provisional, beyond those that everybody has."""
