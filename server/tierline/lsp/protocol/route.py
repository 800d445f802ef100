"""A decision with all that explains it."""

from tierline.lsp.protocol.base import Usd, Wire
from tierline.task import Complexity, Importance, Kind, Tier


class SignalInfo(Wire):
    """One observation that moved the profile."""

    name: str
    sentence: str
    weight: float


class ProfileInfo(Wire):
    """What the classifier made of the task."""

    kind: Kind
    complexity: Complexity
    difficulty: float
    importance: Importance
    prototyping: bool
    lines: int
    """Lines of the selection."""
    signals: tuple[SignalInfo, ...]


class SurroundingsInfo(Wire):
    """The file around the selection. It is shown, and moves no decision: on public data it ordered nothing."""

    lines: int
    """Of the file; about so many, if it is very long."""
    imports: int
    symbol: str
    """Name of the function or type around the selection; empty if none was found."""
    symbol_lines: int
    share: float
    """The part of the file that is selected, 0 to 1."""


class DecisionInfo(Wire):
    """Which tier and model, by which rule, and why."""

    tier: Tier
    model: str
    models: tuple[str, ...]
    rule: str
    reason: str


class ExpectedInfo(Wire):
    """What a call would take; ``null`` where it can't be known. An escalation would come on top."""

    tier: Tier | None
    """``null`` for a model that the user named."""
    model: str
    """The one that is asked first; empty where the tier has none."""
    prompt_tokens: int
    completion_tokens: int | None
    completion_tokens_between: tuple[int, int] | None
    """The ends of the model's 90% interval; ``completionTokens`` is its middle."""
    cost_usd: Usd | None
    cost_usd_between: tuple[Usd, Usd] | None
    worst_case_usd: Usd | None
    """What the caps are checked on."""
    allowed: bool
    refusal: str
    """Why it would not be sent; empty where it is allowed."""


class RouteResult(Wire):
    """Result of ``tierline.route``: nothing was spent."""

    decision: DecisionInfo
    otherwise: DecisionInfo | None
    """What would be decided if the rule that fired did not hold."""
    profile: ProfileInfo
    surroundings: SurroundingsInfo
    expected: tuple[ExpectedInfo, ...]
    """Each tier, in order; before them the model that the user named, if any."""
